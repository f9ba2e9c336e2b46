package api_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"stele/api"
)

// listen starts what Server returns, with the time for headers shortened.
func listen(t *testing.T, h http.Handler) string {
	t.Helper()
	server := api.Server("127.0.0.1:0", h)
	for name, d := range map[string]time.Duration{"ReadHeader": server.ReadHeaderTimeout, "Read": server.ReadTimeout, "Write": server.WriteTimeout, "Idle": server.IdleTimeout} {
		if d <= 0 || d > 5*time.Minute {
			t.Errorf("%s timeout is %v", name, d)
		}
	}
	server.ReadHeaderTimeout = 50 * time.Millisecond
	listener, err := net.Listen("tcp", server.Addr)
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- server.Serve(api.Listener(listener)) }()
	t.Cleanup(func() {
		server.Close()
		<-done
	})
	return listener.Addr().String()
}

func TestServer_CutsOffSlowHeaders(t *testing.T) {
	addr := listen(t, api.New(api.Config{}))
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	fmt.Fprint(conn, "GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ")
	if err := conn.SetReadDeadline(time.Now().Add(10 * time.Second)); err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadAll(conn); err != nil { // ends when the server hangs up
		t.Errorf("the server still waits: %v", err)
	}
}

func TestServer_RefusesTheHuge(t *testing.T) {
	addr := listen(t, api.New(api.Config{}))
	tests := []struct {
		name, request string
		status        int
	}{
		{"URL", "GET /?" + strings.Repeat("a", 100_000) + " HTTP/1.1\r\nHost: x\r\n\r\n", 431},
		{"header", "GET /healthz HTTP/1.1\r\nHost: x\r\nX: " + strings.Repeat("a", 100_000) + "\r\n\r\n", 431},
		{"body that nobody reads", "GET /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000000\r\n\r\n" + strings.Repeat("a", 1000), 200},
		{"host", "GET /?f=json HTTP/1.1\r\nHost: x\"><script>\r\n\r\n", 400},
	}
	for _, test := range tests {
		conn, err := net.Dial("tcp", addr)
		if err != nil {
			t.Fatal(err)
		}
		if err := conn.SetDeadline(time.Now().Add(10 * time.Second)); err != nil {
			t.Fatal(err)
		}
		go io.WriteString(conn, test.request) // the server may hang up before it is all sent
		response, err := http.ReadResponse(bufio.NewReader(conn), nil)
		if err != nil || response.StatusCode != test.status {
			t.Errorf("%s: %v, %v, want %d", test.name, response, err, test.status)
		}
		conn.Close()
	}
}

// TestServer_LongStreamOutlivesWriteTimeout: the deadline moves with what the
// client reads.
func TestServer_LongStreamOutlivesWriteTimeout(t *testing.T) {
	sites := manySites(1500)
	for i := range sites { // more than a socket's buffers hold
		sites[i].values = map[string]any{"description": strings.Repeat("x", 8000)}
	}
	s := serve(t, writeRelease(t, sites))
	server := api.Server("127.0.0.1:0", s.Config.Handler)
	server.WriteTimeout = 50 * time.Millisecond
	listener, err := net.Listen("tcp", server.Addr)
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- server.Serve(api.Listener(listener)) }()
	defer func() {
		server.Close()
		<-done
	}()
	response, err := s.client.Get("http://" + listener.Addr().String() + "/collections/sites/export.geojson")
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, first := bufio.NewReader(response.Body), make([]byte, 100)
	if _, err := io.ReadFull(body, first); err != nil {
		t.Fatal(err)
	}
	<-time.After(150 * time.Millisecond) // more than the timeout; sockets have no other clock
	n, err := io.Copy(io.Discard, body)
	if err != nil || n+100 != response.ContentLength {
		t.Errorf("read %d of %d bytes: %v", n+100, response.ContentLength, err)
	}
}
