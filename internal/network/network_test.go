package network

import (
	"context"
	"testing"
	"testing/synctest"
	"time"
)

func TestManyChangesAreOneTick(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		changed, ticks := make(chan struct{}, 1), make(chan struct{}, 1)
		go settle(ctx, changed, ticks)
		began := time.Now()
		for range 5 {
			poke(changed)
			time.Sleep(500 * time.Millisecond)
		}
		<-ticks
		if took := time.Since(began); took != 4*time.Second {
			t.Errorf("told after %v, want two seconds behind the last change", took)
		}
		time.Sleep(time.Hour)
		select {
		case <-ticks:
			t.Error("told twice")
		default:
		}
		cancel()
		if _, open := <-ticks; open {
			t.Error("a tick at the end")
		}
	})
}

// A network that never rests is told of all the same.
func TestEndlessChangesAreTold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		changed, ticks := make(chan struct{}, 1), make(chan struct{}, 1)
		go settle(ctx, changed, ticks)
		go func() {
			for {
				poke(changed)
				select {
				case <-ctx.Done():
					return
				case <-time.After(time.Second):
				}
			}
		}()
		began := time.Now()
		<-ticks
		if took := time.Since(began); took < quiet || took > longest+quiet {
			t.Errorf("told after %v", took)
		}
	})
}
