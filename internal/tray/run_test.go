package tray

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"time"
)

func TestTrayThatIsNeverReady(t *testing.T) {
	stopped := false
	err := watch(context.Background(), make(chan struct{}), time.Millisecond, func() { t.Error("the loop ran") }, func() { stopped = true })
	if !errors.Is(err, ErrStuck) || !stopped {
		t.Errorf("got %v, stopped %v; want ErrStuck, true", err, stopped)
	}
}

func TestTrayThatIsReady(t *testing.T) {
	ready := make(chan struct{})
	close(ready)
	looped, stopped := false, false
	err := watch(context.Background(), ready, time.Minute, func() { looped = !stopped }, func() { stopped = true })
	if err != nil || !looped || !stopped {
		t.Errorf("got %v, looped %v, stopped %v", err, looped, stopped)
	}
}

func TestEndBeforeTheTrayIsReady(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := watch(ctx, make(chan struct{}), time.Minute, func() { t.Error("the loop ran") }, func() {}); err != nil {
		t.Errorf("got %v", err)
	}
}

func TestShellThatComesLate(t *testing.T) {
	var looks atomic.Int32
	var told []error
	ok := waitForShell(context.Background(), func() bool { return looks.Add(1) > 5 }, func(err error) { told = append(told, err) },
		time.Millisecond, 2*time.Millisecond)
	if !ok || len(told) == 0 || told[len(told)-1] != nil {
		t.Errorf("got %v, told %v", ok, told)
	}
}

func TestShellThatNeverComes(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	var told []error
	ok := waitForShell(ctx, func() bool { return false }, func(err error) { told = append(told, err); cancel() },
		time.Millisecond, 2*time.Millisecond)
	if ok || len(told) != 1 || !errors.Is(told[0], ErrNoHost) {
		t.Errorf("got %v, told %v; want false and ErrNoHost once", ok, told)
	}
}

func TestDoubleClickIsOneWish(t *testing.T) {
	c := newCalls()
	did := make(chan bool, 2)
	c.set("new", func() { did <- true })
	c.do("new")
	c.do("new")
	c.do("unknown")
	<-did
	select {
	case <-did:
		t.Error("a double click opened two tickets")
	case <-time.After(20 * time.Millisecond):
	}
}
