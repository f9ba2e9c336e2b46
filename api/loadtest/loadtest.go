// Package loadtest asks a server over kept connections and takes the times, for
// benchmarks. Client and server mostly share a machine, so the client is as cheap
// as can be: what it takes, the server lacks. It is no HTTP client for anything
// else.
package loadtest

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"slices"
	"strconv"
	"sync"
	"time"
)

// Conn is one kept connection. It is not safe for concurrent use.
type Conn struct {
	conn net.Conn
	r    *bufio.Reader
}

// Dial connects to a server at host:port.
func Dial(ctx context.Context, addr string) (*Conn, error) {
	conn, err := new(net.Dialer).DialContext(ctx, "tcp", addr)
	if err != nil {
		return nil, err
	}
	return &Conn{conn, bufio.NewReaderSize(conn, 256<<10)}, nil
}

// Close ends the connection.
func (c *Conn) Close() error { return c.conn.Close() }

// Get asks for a path and reads the answer to its end. It returns the length of
// its body. Anything but 200 with a Content-Length is an error.
func (c *Conn) Get(path string) (length int, err error) {
	if _, err := io.WriteString(c.conn, "GET "+path+" HTTP/1.1\r\nHost: example.org\r\n\r\n"); err != nil {
		return 0, err
	}
	length = -1
	for n := 0; ; n++ {
		line, err := c.r.ReadSlice('\n')
		if err != nil {
			return 0, err
		}
		if n == 0 && !bytes.HasPrefix(line, []byte("HTTP/1.1 200")) {
			return 0, fmt.Errorf("GET %s: %s", path, bytes.TrimSpace(line))
		}
		if text, ok := bytes.CutPrefix(line, []byte("Content-Length: ")); ok {
			if length, err = strconv.Atoi(string(bytes.TrimSpace(text))); err != nil {
				return 0, err
			}
		}
		if len(bytes.TrimSpace(line)) == 0 {
			break
		}
	}
	if length < 0 {
		return 0, errors.New("an answer without a length")
	}
	return c.r.Discard(length)
}

// Answer is when an answer was asked for and how long it took.
type Answer struct {
	Asked time.Time
	Took  time.Duration
}

// Press asks a server for a path over a number of connections, each as fast as it
// is answered, until ctx ends. The answers are in no order. It ends at the
// first failure of each connection, and returns all of them.
func Press(ctx context.Context, addr, path string, connections int) ([]Answer, error) {
	answers, failed := make([][]Answer, connections), make([]error, connections)
	var all sync.WaitGroup
	for n := range connections {
		all.Go(func() { answers[n], failed[n] = press(ctx, addr, path) })
	}
	all.Wait()
	return slices.Concat(answers...), errors.Join(failed...)
}

func press(ctx context.Context, addr, path string) (answers []Answer, err error) {
	c, err := Dial(context.WithoutCancel(ctx), addr)
	if err != nil {
		return nil, err
	}
	defer c.Close()
	for ctx.Err() == nil {
		asked := time.Now()
		if _, err := c.Get(path); err != nil {
			return answers, err
		}
		answers = append(answers, Answer{asked, time.Since(asked)})
	}
	return answers, nil
}

// Percentile is the time that so many of a hundred answers took no longer than; 0
// if there are none.
func Percentile(answers []Answer, percent int) time.Duration {
	times := make([]time.Duration, len(answers))
	for i, a := range answers {
		times[i] = a.Took
	}
	slices.Sort(times)
	if len(times) == 0 {
		return 0
	}
	return times[min(len(times)*percent/100, len(times)-1)]
}
