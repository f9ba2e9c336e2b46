package api

import (
	"context"
	"net"
	"net/http"
	"sync"
)

// Listener makes connections that send the pieces of an answer at once. net/http
// writes the headers with the first few bytes of the body and then the rest: calls of
// the system and packets, by each of which the client is woken, and for boxes of some
// dozen features these take more than all else. Server's connections should come
// from one.
func Listener(l net.Listener) net.Listener { return listener{l} }

type listener struct{ net.Listener }

func (l listener) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return &conn{Conn: c}, nil
}

// conn is a connection that may hold back what is written, to send it at once. Only
// the goroutine that serves it writes to it.
type conn struct {
	net.Conn
	// lasts says that what is written now stays as it is until release.
	lasts bool

	holds  bool
	parts  net.Buffers // held back
	size   int         // of all parts
	copies *[]byte     // of parts that do not last
}

const (
	// mostHeld is how much is held back: a slow reader's chunk.
	mostHeld = largeBytes
	// shortPart is the size of net/http's own buffer. What it writes from there does
	// not last; what is longer comes right from who answers.
	shortPart = 4 << 10
)

// copiesPool has room for the short parts of an answer.
var copiesPool = sync.Pool{New: func() any {
	b := make([]byte, 0, 16*shortPart)
	return &b
}}

type connKey struct{}

// withConn is http.Server's ConnContext.
func withConn(ctx context.Context, c net.Conn) context.Context {
	if c, ok := c.(*conn); ok {
		return context.WithValue(ctx, connKey{}, c)
	}
	return ctx
}

// connOf returns a request's connection, nil if it is of another kind.
func connOf(r *http.Request) *conn {
	c, _ := r.Context().Value(connKey{}).(*conn)
	return c
}

// hold begins to hold back. The caller must release, or have the connection closed.
func (c *conn) hold() {
	c.holds = true
	if c.copies == nil {
		c.copies = copiesPool.Get().(*[]byte)
	}
}

// release sends what is held back, with what net/http has not written yet of w, and
// holds back no more.
func (c *conn) release(w http.ResponseWriter) error {
	err := http.NewResponseController(w).Flush()
	c.holds = false
	if err == nil {
		err = c.send()
	}
	copiesPool.Put(c.copies)
	c.copies = nil
	return err
}

// send sends what is held back.
func (c *conn) send() error {
	if c.size == 0 {
		return nil
	}
	parts := c.parts // WriteTo takes from its list what is sent
	_, err := c.parts.WriteTo(c.Conn)
	clear(parts)
	c.parts, c.size, *c.copies = parts[:0], 0, (*c.copies)[:0]
	return err
}

func (c *conn) Write(b []byte) (int, error) {
	if !c.holds {
		return c.Conn.Write(b)
	}
	short := len(b) <= shortPart
	if c.size+len(b) > mostHeld || short && len(*c.copies)+len(b) > cap(*c.copies) {
		if err := c.send(); err != nil {
			return 0, err
		}
	}
	if short {
		at := len(*c.copies)
		*c.copies = append(*c.copies, b...)
		c.parts = append(c.parts, (*c.copies)[at:])
	} else {
		c.parts = append(c.parts, b)
	}
	c.size += len(b)
	if short || c.lasts {
		return len(b), nil
	}
	if err := c.send(); err != nil {
		return 0, err
	}
	return len(b), nil
}

// CloseWrite lets net/http end its side first: a client that still sends what is not
// read would lose the answer with the connection.
func (c *conn) CloseWrite() error {
	if half, ok := c.Conn.(interface{ CloseWrite() error }); ok {
		return half.CloseWrite()
	}
	return nil
}
