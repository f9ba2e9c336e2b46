package api

import (
	"container/list"
	"net/http"
	"sync"
)

// cache keeps answers that take work, up to a number of bytes; the one longest
// not asked for goes first. Keys are entity tags: they change with the release,
// so that nothing of an old one is ever answered, and it needs no clearing.
type cache struct {
	most int // bytes of all bodies

	mu    sync.Mutex
	size  int
	order list.List // of *kept, the latest asked for first
	byKey map[string]*list.Element
}

// kept is an answer, or the body of one, and its headers. Neither is to be
// changed.
type kept struct {
	key    string
	header http.Header // nil for a body alone
	body   []byte
}

func newCache(most int) *cache { return &cache{most: most, byKey: map[string]*list.Element{}} }

// get returns the body kept under a key, or makes it. Two who ask at once may
// both make it: that is rarer than it is worth waiting for.
func (c *cache) get(key string, build func() ([]byte, error)) ([]byte, error) {
	if k, ok := c.lookUp(key); ok {
		return k.body, nil
	}
	body, err := build()
	if err == nil {
		c.keep(&kept{key: key, body: body})
	}
	return body, err
}

func (c *cache) lookUp(key string) (*kept, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	e, ok := c.byKey[key]
	if !ok {
		return nil, false
	}
	c.order.MoveToFront(e)
	return e.Value.(*kept), true
}

// overhead is what an entry takes beside its body: headers and links, mostly.
const overhead = 1000

// keep puts an answer in, unless it would take too much of the room.
func (c *cache) keep(k *kept) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, ok := c.byKey[k.key]; ok || len(k.body) > c.most/8 {
		return
	}
	c.byKey[k.key] = c.order.PushFront(k)
	c.size += len(k.body) + overhead
	for c.size > c.most {
		last := c.order.Remove(c.order.Back()).(*kept)
		delete(c.byKey, last.key)
		c.size -= len(last.body) + overhead
	}
}
