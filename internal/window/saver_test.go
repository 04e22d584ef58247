package window

import (
	"errors"
	"sync"
	"testing"
	"time"
)

// kept notes what was saved.
type kept struct {
	mu   sync.Mutex
	last string
	err  error
}

func (k *kept) save(s string) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.err == nil {
		k.last = s
	}
	return k.err
}

func (k *kept) is() string {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.last
}

func TestEveryWordIsOnTheDiskSoon(t *testing.T) {
	k := &kept{}
	s := NewSaver(k.save, func(error) {})
	begin := time.Now()
	for k.is() == "" { // typing without a pause
		s.Put("a")
		if time.Since(begin) > 2*time.Second {
			t.Fatal("nothing is saved while somebody types")
		}
		time.Sleep(20 * time.Millisecond)
	}
	s.Put("b")
	if err := s.Flush(); err != nil || k.is() != "b" {
		t.Errorf("flushed %q, %v", k.is(), err)
	}
}

func TestWhatCouldNotBeSavedIsTriedAgain(t *testing.T) {
	k := &kept{err: errors.New("disk full")}
	told := make(chan error, 10)
	s := NewSaver(k.save, func(err error) { told <- err })
	s.Put("a")
	if err := <-told; err == nil {
		t.Fatal("the failure is not told")
	}
	k.mu.Lock()
	k.err = nil
	k.mu.Unlock()
	if err := <-told; err != nil || k.is() != "a" {
		t.Errorf("then %v, %q", err, k.is())
	}
}

func TestWhatIsThrownAwayIsNotSaved(t *testing.T) {
	k := &kept{}
	s := NewSaver(k.save, func(error) {})
	s.Put("a")
	s.Stop()
	s.Put("b")
	if err := s.Flush(); err != nil || k.is() != "" {
		t.Errorf("saved %q, %v", k.is(), err)
	}
	s.Start()
	s.Put("c")
	if err := s.Flush(); err != nil || k.is() != "c" {
		t.Errorf("saved %q, %v", k.is(), err)
	}
}
