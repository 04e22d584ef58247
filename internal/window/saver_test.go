package window

import (
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// disk notes what was saved, and when.
type disk struct {
	mu    sync.Mutex
	saved []string
	at    []time.Duration
	begin time.Time
	fail  error
}

func (d *disk) save(s string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.fail != nil {
		return d.fail
	}
	d.saved, d.at = append(d.saved, s), append(d.at, time.Since(d.begin))
	return nil
}

func TestEveryKeystrokeIsSavedWithinASecond(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := &disk{begin: time.Now()}
		s := NewSaver(d.save, func(error) {})
		text := ""
		for range 60 { // somebody types without a pause, for six seconds
			text += "x"
			s.Put(text)
			time.Sleep(100 * time.Millisecond)
		}
		time.Sleep(SavePause)
		synctest.Wait()
		if n := len(d.saved); n < 5 || n > 8 {
			t.Errorf("%d saves in six seconds", n)
		}
		last := 0
		for i, subject := range d.saved {
			if oldest := time.Duration(last) * 100 * time.Millisecond; d.at[i]-oldest > saveLatest {
				t.Errorf("save %d came %v after the keystroke it should keep", i, d.at[i]-oldest)
			}
			last = len(subject)
		}
		if d.saved[len(d.saved)-1] != text {
			t.Error("the last keystroke is not saved")
		}
	})
}

func TestAPauseSavesOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := &disk{begin: time.Now()}
		s := NewSaver(d.save, func(error) {})
		s.Put("a")
		s.Put("ab")
		time.Sleep(5 * time.Second)
		synctest.Wait()
		if len(d.saved) != 1 || d.saved[0] != "ab" || d.at[0] != SavePause {
			t.Errorf("saved %q at %v", d.saved, d.at)
		}
	})
}

func TestAFailedSaveIsTriedAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		full := errors.New("disk full")
		d := &disk{begin: time.Now(), fail: full}
		var mu sync.Mutex
		var reports []error
		s := NewSaver(d.save, func(err error) {
			mu.Lock()
			defer mu.Unlock()
			reports = append(reports, err)
		})
		s.Put("a")
		time.Sleep(2500 * time.Millisecond)
		synctest.Wait()
		if len(reports) < 2 || !errors.Is(reports[0], full) {
			t.Fatalf("reports %v", reports)
		}
		if err := s.Flush(); !errors.Is(err, full) {
			t.Errorf("flush: %v", err)
		}
		d.mu.Lock()
		d.fail = nil
		d.mu.Unlock()
		time.Sleep(2 * time.Second)
		synctest.Wait()
		if len(d.saved) != 1 || reports[len(reports)-1] != nil {
			t.Errorf("saved %q, reports %v", d.saved, reports)
		}
		n := len(reports)
		time.Sleep(10 * time.Second)
		synctest.Wait()
		if len(reports) != n {
			t.Error("it goes on saving what is saved")
		}
	})
}

func TestFlushSavesAtOnceAndStopEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := &disk{begin: time.Now()}
		s := NewSaver(d.save, func(error) {})
		s.Put("a")
		if err := s.Flush(); err != nil || len(d.saved) != 1 {
			t.Fatalf("flush: %v, saved %q", err, d.saved)
		}
		s.Put("b")
		s.Stop()
		s.Put("c")
		time.Sleep(5 * time.Second)
		synctest.Wait()
		if len(d.saved) != 1 {
			t.Errorf("saved after stop: %q", d.saved)
		}
		s.Start()
		s.Put("d")
		time.Sleep(5 * time.Second)
		synctest.Wait()
		if len(d.saved) != 2 || d.saved[1] != "d" {
			t.Errorf("after start: %q", d.saved)
		}
	})
}
