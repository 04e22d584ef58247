package tray

import (
	"sync"
	"time"
)

// doubleClick is how long a second click on the same line is taken for the
// same wish.
const doubleClick = 500 * time.Millisecond

// calls holds what each line of the menu does. The library's callbacks arrive
// on its own loop, which must never wait: each action gets a goroutine.
type calls struct {
	mu      sync.Mutex
	actions map[string]func()
	last    map[string]time.Time
}

func newCalls() *calls {
	return &calls{actions: map[string]func(){}, last: map[string]time.Time{}}
}

func (c *calls) set(id string, f func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.actions[id] = f
}

// do starts the action of id, unless it was started a moment ago.
func (c *calls) do(id string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	f := c.actions[id]
	if f == nil || time.Since(c.last[id]) < doubleClick {
		return
	}
	c.last[id] = time.Now()
	go f()
}

// listen does id at each click, until the library removes the item.
func (c *calls) listen(id string, clicked <-chan struct{}) {
	for range clicked {
		c.do(id)
	}
}
