// Package network tells that the network has changed: an address or a way out
// has come, or a cable was plugged in. It sleeps until the system says so and
// asks nothing by itself; it must not know what follows from it.
package network

import (
	"context"
	"time"
)

// quiet is how long after the last change the network is taken for settled,
// and longest how long a tick may be held back by changes that never end.
const (
	quiet   = 2 * time.Second
	longest = 10 * time.Second
)

// Changes returns a channel that ticks some seconds after the network has
// changed for the better, until ctx ends and it is closed. A tick that nobody
// takes is kept, and is one. Where the system cannot tell, the channel never
// ticks, and the error says why.
func Changes(ctx context.Context) (<-chan struct{}, error) {
	changed := make(chan struct{}, 1)
	ticks := make(chan struct{}, 1)
	err := watch(ctx, func() { poke(changed) })
	go settle(ctx, changed, ticks)
	return ticks, err
}

// settle makes one tick of many changes.
func settle(ctx context.Context, changed <-chan struct{}, ticks chan<- struct{}) {
	defer close(ticks)
	var fire <-chan time.Time
	var timer *time.Timer
	var latest time.Time
	for {
		select {
		case <-ctx.Done():
			return
		case <-changed:
			now := time.Now()
			if timer == nil {
				timer, latest = time.NewTimer(quiet), now.Add(longest)
				fire = timer.C
				continue
			}
			timer.Reset(min(quiet, max(0, latest.Sub(now))))
		case <-fire:
			timer, fire = nil, nil
			poke(ticks)
		}
	}
}

func poke(c chan<- struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}
