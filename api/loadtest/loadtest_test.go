package loadtest_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"stele/api/loadtest"
)

// One answer that is not as it should be is told, however many were before it.
func TestPress_TellsAFailure(t *testing.T) {
	for _, test := range []struct {
		bad  http.HandlerFunc
		want string
	}{
		{func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusServiceUnavailable) }, "GET /x: HTTP/1.1 503"},
		{func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, "EOF"},
		{func(w http.ResponseWriter, _ *http.Request) { http.NewResponseController(w).Flush() }, "without a length"},
	} {
		var asked atomic.Int64
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if asked.Add(1) == 100 {
				test.bad(w, r)
				return
			}
			io.WriteString(w, strings.Repeat("x", 1000))
		}))
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() {
			_, err := loadtest.Press(ctx, server.Listener.Addr().String(), "/x", 1)
			ended <- err
		}()
		if err := <-ended; err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("Press ended with %v, want %q", err, test.want)
		}
		if n := asked.Load(); n != 100 {
			t.Errorf("it ended after %d answers, want 100", n)
		}
		cancel()
		server.Close()
	}
}

func TestPress_EndsWithItsContext(t *testing.T) {
	var asked atomic.Int64
	ctx, cancel := context.WithCancel(t.Context())
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if asked.Add(1) == 50 {
			cancel()
		}
		io.WriteString(w, "x")
	}))
	defer server.Close()
	answers, err := loadtest.Press(ctx, server.Listener.Addr().String(), "/", 4)
	if err != nil || int64(len(answers)) != asked.Load() {
		t.Errorf("Press = %d answers of %d, %v", len(answers), asked.Load(), err)
	}
}

func TestPercentile(t *testing.T) {
	var answers []loadtest.Answer
	for n := 200; n > 0; n-- {
		answers = append(answers, loadtest.Answer{Took: time.Duration(n)})
	}
	for percent, want := range map[int]time.Duration{0: 1, 50: 101, 99: 199, 100: 200} {
		if got := loadtest.Percentile(answers, percent); got != want {
			t.Errorf("Percentile %d = %d, want %d", percent, got, want)
		}
	}
	if got := loadtest.Percentile(nil, 99); got != 0 {
		t.Errorf("Percentile of nothing = %d", got)
	}
}
