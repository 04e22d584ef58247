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

func TestEveryKeystrokeIsSavedAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := &disk{begin: time.Now()}
		s := NewSaver(d.save, func(error) {})
		const stroke = 100 * time.Millisecond
		text := ""
		for range 60 { // somebody types without a pause, for six seconds
			text += "x"
			s.Put(text)
			time.Sleep(stroke)
		}
		time.Sleep(SavePause)
		synctest.Wait()
		if n := len(d.saved); n > int(6*time.Second/SavePause)+1 {
			t.Errorf("%d saves in six seconds", n)
		}
		last := 0
		for i, subject := range d.saved {
			if oldest := time.Duration(last) * stroke; d.at[i]-oldest > SavePause {
				t.Errorf("save %d came %v after the keystroke it should keep", i, d.at[i]-oldest)
			}
			last = len(subject)
		}
		if d.saved[len(d.saved)-1] != text {
			t.Error("the last keystroke is not saved")
		}
	})
}

func TestTheFirstChangeAfterARestIsSavedAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := &disk{begin: time.Now()}
		s := NewSaver(d.save, func(error) {})
		s.Put("a")
		synctest.Wait()
		if len(d.saved) != 1 || d.at[0] != 0 {
			t.Fatalf("saved %q at %v", d.saved, d.at)
		}
		s.Put("ab")
		s.Put("abc")
		time.Sleep(5 * time.Second)
		synctest.Wait()
		if len(d.saved) != 2 || d.saved[1] != "abc" || d.at[1] != SavePause {
			t.Errorf("saved %q at %v", d.saved, d.at)
		}
		s.Put("abcd")
		synctest.Wait()
		if len(d.saved) != 3 || d.at[2] != 5*time.Second {
			t.Errorf("after a rest saved %q at %v", d.saved, d.at)
		}
	})
}

func TestASlowDiskIsGivenTheLatestWhenItIsFree(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		turn, free := make(chan string), make(chan struct{})
		s := NewSaver(func(text string) error { turn <- text; <-free; return nil }, func(error) {})
		s.Put("a")
		if got := <-turn; got != "a" {
			t.Fatalf("first %q", got)
		}
		for _, text := range []string{"ab", "abc", "abcd"} { // none of them waits for the disk
			s.Put(text)
			time.Sleep(SavePause)
			synctest.Wait()
		}
		select {
		case got := <-turn:
			t.Fatalf("%q is written beside another", got)
		default:
		}
		free <- struct{}{}
		began := time.Now()
		if got := <-turn; got != "abcd" || !time.Now().Equal(began) {
			t.Errorf("then %q, %v after the disk was free", got, time.Since(began))
		}
		free <- struct{}{}
		time.Sleep(5 * time.Second)
		synctest.Wait()
		select {
		case got := <-turn:
			t.Errorf("%q is written once more", got)
		default:
		}
	})
}

func TestStopWaitsForTheSaveUnderWay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		turn, free := make(chan string), make(chan struct{})
		s := NewSaver(func(text string) error { turn <- text; <-free; return nil }, func(error) {})
		s.Put("a")
		<-turn
		s.Put("ab")
		time.Sleep(SavePause)
		stopped := make(chan struct{})
		go func() { s.Stop(); close(stopped) }()
		synctest.Wait()
		select {
		case <-stopped:
			t.Fatal("it stopped during a save")
		default:
		}
		free <- struct{}{}
		<-stopped
		s.Start()
		s.Put("b")
		if got := <-turn; got != "b" {
			t.Errorf("after start %q", got)
		}
		close(free)
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
