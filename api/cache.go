package api

import (
	"container/list"
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

type kept struct {
	key  string
	body []byte
}

func newCache(most int) *cache { return &cache{most: most, byKey: map[string]*list.Element{}} }

// get returns the body kept under a key, or makes it. A body is not to be
// changed. Two who ask at once may both make it: that is rarer than it is worth
// waiting for.
func (c *cache) get(key string, build func() []byte) []byte {
	if body, ok := c.lookUp(key); ok {
		return body
	}
	body := build()
	c.keep(key, body)
	return body
}

func (c *cache) lookUp(key string) ([]byte, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	e, ok := c.byKey[key]
	if !ok {
		return nil, false
	}
	c.order.MoveToFront(e)
	return e.Value.(*kept).body, true
}

// overhead is what an entry takes beside its body.
const overhead = 200

func (c *cache) keep(key string, body []byte) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, ok := c.byKey[key]; ok || len(body) > c.most/8 {
		return
	}
	c.byKey[key] = c.order.PushFront(&kept{key, body})
	c.size += len(body) + overhead
	for c.size > c.most {
		last := c.order.Back()
		k := c.order.Remove(last).(*kept)
		delete(c.byKey, k.key)
		c.size -= len(k.body) + overhead
	}
}
