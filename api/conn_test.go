package api

import (
	"bytes"
	"io"
	"math/rand/v2"
	"net"
	"net/http/httptest"
	"testing"
	"time"
)

// connPair is a connection of Listener's and its other end.
func connPair(t *testing.T) (*conn, net.Conn) {
	t.Helper()
	l, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	far, err := new(net.Dialer).DialContext(t.Context(), "tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	near, err := Listener(l).Accept()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { near.Close(); far.Close() })
	return near.(*conn), far
}

// Whatever is held back arrives in the order in which it was written, as it was
// when it was written, though who writes uses most of it again at once.
func TestConn_SendsWhatWasWritten(t *testing.T) {
	c, far := connPair(t)
	var want []byte
	got := make(chan []byte, 1)
	go func() {
		b, _ := io.ReadAll(far)
		got <- b
	}()
	random := rand.New(rand.NewPCG(1, 2))
	again := make([]byte, 100<<10)
	write := func(b []byte) {
		want = append(want, b...)
		if n, err := c.Write(b); n != len(b) || err != nil {
			t.Fatalf("Write of %d bytes = %d, %v", len(b), n, err)
		}
	}
	sizes := []int{0, 1, 100, shortPart - 1, shortPart, shortPart + 1, 20 << 10, 90 << 10}
	for answer := range 300 {
		if answer%5 > 0 { // what is not held goes at once
			c.hold()
		}
		for range random.IntN(40) {
			n := sizes[random.IntN(len(sizes))]
			if c.lasts = random.IntN(2) == 0; c.lasts && n > shortPart {
				lasting := make([]byte, n)
				for i := range lasting {
					lasting[i] = byte(random.Uint32())
				}
				write(lasting)
				continue
			}
			for i := range again[:n] {
				again[i] = byte(random.Uint32())
			}
			write(again[:n])
		}
		c.lasts = false
		if c.copies != nil {
			if err := c.release(httptest.NewRecorder()); err != nil {
				t.Fatal(err)
			}
		}
	}
	c.Close()
	if b := <-got; !bytes.Equal(b, want) {
		t.Errorf("%d bytes arrived, %d were written, or they differ", len(b), len(want))
	}
}

// Nothing arrives before all is there, unless it is much.
func TestConn_HoldsBack(t *testing.T) {
	c, far := connPair(t)
	arrived := func() int {
		if err := far.SetReadDeadline(time.Now().Add(20 * time.Millisecond)); err != nil {
			t.Fatal(err)
		}
		n, _ := io.Copy(io.Discard, far)
		return int(n)
	}
	c.hold()
	for _, n := range []int{3000, 1, shortPart} {
		if _, err := c.Write(make([]byte, n)); err != nil {
			t.Fatal(err)
		}
	}
	c.lasts = true
	if _, err := c.Write(make([]byte, 50<<10)); err != nil {
		t.Fatal(err)
	}
	if n := arrived(); n != 0 {
		t.Errorf("%d bytes arrived early", n)
	}
	if err := c.release(httptest.NewRecorder()); err != nil {
		t.Fatal(err)
	}
	if n, want := arrived(), 3001+shortPart+50<<10; n != want {
		t.Errorf("%d bytes arrived, want %d", n, want)
	}
	if c.size != 0 || len(c.parts) != 0 || c.copies != nil {
		t.Error("it still holds something")
	}
}
