package drafts

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	mrand "math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"ticketpp/internal/safefile"
	"ticketpp/internal/safefile/faulty"
	"ticketpp/internal/ticket"
)

func marshal(t ticket.Ticket) ([]byte, error) { return json.Marshal(t) }

// eachFault runs scene once for each operation that it makes and each way in
// which that can fail.
func eachFault(t *testing.T, scene func(t *testing.T, s *Store, f *faulty.FS, arm func())) {
	run := func(t *testing.T, mode faulty.Mode, at int) int {
		f := &faulty.FS{Of: safefile.Folder(faulty.Dir(t)), Mode: mode, NoSync: true}
		armed := 0
		scene(t, open(t, "", WithFS(f)), f, func() {
			armed = f.Ops()
			if at > 0 {
				f.At = armed + at
			}
		})
		return f.Ops() - armed
	}
	ops := run(t, faulty.Before, 0)
	t.Logf("%d operations", ops)
	for _, mode := range faulty.Modes() {
		for at := 1; at <= ops; at++ {
			t.Run(fmt.Sprintf("%v/%d", mode, at), func(t *testing.T) { run(t, mode, at) })
		}
	}
}

// after is the store as the next process finds it.
func after(t *testing.T, f *faulty.FS) *Store { return open(t, "", WithFS(f.Of)) }

func TestFaultsOfCreate(t *testing.T) {
	eachFault(t, func(t *testing.T, s *Store, f *faulty.FS, arm func()) {
		arm()
		d, err := s.Create(example("x"))
		what := f.Failed()
		if err == nil {
			d.lock.Close()
		}
		left, lerr := after(t, f).Left()
		if lerr != nil || err == nil && (len(left) != 1 || left[0].Subject != "x") {
			t.Errorf("%s: %v; left: %+v, %v", what, err, left, lerr)
		}
		if err != nil && f.Mode == faulty.Before && len(left) != 0 {
			t.Errorf("%s: not made (%v), and offered: %+v", what, err, left)
		}
	})
}

// Whatever fails, the draft holds the last text that was called saved, or a
// newer one; and it can be saved again.
func TestFaultsOfSave(t *testing.T) {
	eachFault(t, func(t *testing.T, s *Store, f *faulty.FS, arm func()) {
		d := create(t, s, example("0"))
		if err := d.Save(example("1")); err != nil {
			t.Fatal(err)
		}
		arm()
		err2 := d.Save(example("2"))
		err3 := d.Save(example("3"))
		what := f.Failed()
		atLeast := 1
		if err2 == nil {
			atLeast = 2
		}
		if err3 == nil {
			atLeast = 3
		}
		if f.Mode != faulty.Crash { // the process goes on
			f.Heal()
			if err := d.Save(example("4")); err != nil {
				t.Errorf("%s: saved again: %v", what, err)
			}
			atLeast = 4
		}
		d.lock.Close()
		left, err := after(t, f).Left()
		if err != nil || len(left) != 1 || left[0].Damaged {
			t.Fatalf("%s: left: %+v, %v", what, left, err)
		}
		if n, _ := strconv.Atoi(left[0].Subject); n < atLeast {
			t.Errorf("%s: the draft holds version %d, %d was saved (%v, %v)", what, n, atLeast, err2, err3)
		}
		again, err := after(t, f).Resume(d.ID())
		if err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		if err := again.Save(example("5")); err != nil {
			t.Errorf("%s: after Resume: %v", what, err)
		}
		again.Close()
	})
}

func TestFaultsOfSealAndDiscard(t *testing.T) {
	date := time.Date(2026, 11, 22, 9, 30, 0, 0, time.UTC)
	eachFault(t, func(t *testing.T, s *Store, f *faulty.FS, arm func()) {
		d := create(t, s, example("x"))
		arm()
		sealed := d.Seal("1@example.com", date)
		var discarded error = errors.New("not tried")
		if sealed == nil {
			discarded = d.Discard()
		}
		what := f.Failed()
		d.Close()
		next := after(t, f)
		left, _ := next.Left()
		handed, err := next.Sealed()
		switch {
		case err != nil, len(left)+len(handed) > 1:
			t.Errorf("%s: left %+v, sealed %+v, %v", what, left, handed, err)
		case discarded == nil && len(left)+len(handed) != 0:
			t.Errorf("%s: discarded, and there", what)
		case sealed == nil && discarded != nil && f.Mode != faulty.After && f.Mode != faulty.Crash && len(handed) != 1:
			t.Errorf("%s: sealed (discard: %v), and not there: left %+v", what, discarded, left)
		case sealed != nil && len(left)+len(handed) != 1:
			t.Errorf("%s: lost", what)
		}
		for _, h := range handed {
			d, err := next.Resume(h.ID)
			if err != nil || d.Ticket().MessageID != "1@example.com" || !d.Ticket().Date.Equal(date) {
				t.Errorf("%s: sealed draft: %v", what, err)
			}
			if err == nil && d.Discard() != nil {
				t.Errorf("%s: cannot be discarded afterwards", what)
			}
		}
	})
}

func TestFaultsOfAddFile(t *testing.T) {
	src := filepath.Join(t.TempDir(), "x.txt")
	os.WriteFile(src, []byte(strings.Repeat("x", 100_000)), 0o600)
	eachFault(t, func(t *testing.T, s *Store, f *faulty.FS, arm func()) {
		f.Cause = safefile.ErrNoSpace
		d := create(t, s, example("x"))
		arm()
		att, err := d.AddFile(context.Background(), src, NoLimit)
		what := f.Failed()
		if err != nil && !errors.Is(err, safefile.ErrNoSpace) {
			t.Errorf("%s: %v", what, err)
		}
		if f.Mode == faulty.Crash {
			d.lock.Close()
			return
		}
		f.Heal()
		if err != nil {
			att, err = d.AddFile(context.Background(), src, NoLimit)
		}
		if err != nil {
			t.Fatalf("%s: once more: %v", what, err)
		}
		r, n, err := d.Open(att.File)
		if err != nil || n != 100_000 {
			t.Fatalf("%s: %d bytes, %v", what, n, err)
		}
		r.Close()
	})
}

// childEnv makes the test binary the process that is killed.
const childEnv = "TICKETPP_DRAFTS_CHILD"

func TestMain(m *testing.M) {
	if dir := os.Getenv(childEnv); dir != "" {
		fmt.Fprintln(os.Stderr, child(dir))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// kills is how often the process is killed: 100 times, or as often as the
// long loops ask for in TICKETPP_KILLS.
func kills() int {
	if n, err := strconv.Atoi(os.Getenv("TICKETPP_KILLS")); err == nil && n > 0 {
		return n
	}
	return 100
}

// child types: it resumes the draft, saves one version after the other, and
// writes down each that is saved.
func child(dir string) error {
	s, err := Open(dir)
	if err != nil {
		return err
	}
	left, err := s.Left()
	if err != nil || len(left) != 1 {
		return fmt.Errorf("left: %+v, %v", left, err)
	}
	d, err := s.Resume(left[0].ID)
	if err != nil {
		return err
	}
	saved, err := os.OpenFile(filepath.Join(dir, "saved"), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	n, err := strconv.Atoi(d.Ticket().Subject)
	if err != nil {
		return err
	}
	fmt.Println("ready")
	for {
		n++
		if err := d.Save(example(strconv.Itoa(n))); err != nil {
			return err
		}
		fmt.Fprintln(saved, n)
	}
}

func TestKilledWhileSaving(t *testing.T) {
	dir := faulty.Dir(t)
	s := open(t, dir)
	create(t, s, example("0")).Close()
	rounds := kills()
	for range rounds {
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), childEnv+"="+dir)
		cmd.Stderr = os.Stderr
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		if _, err := bufio.NewReader(out).ReadString('\n'); err != nil {
			t.Errorf("the process did not come up: %v", err)
		}
		time.Sleep(time.Duration(mrand.IntN(12_000)) * time.Microsecond) // the random moment
		cmd.Process.Kill()
		cmd.Wait()
		data, _ := os.ReadFile(filepath.Join(dir, "saved"))
		all := strings.Fields(string(data))
		last := 0
		if len(all) > 0 {
			last, _ = strconv.Atoi(all[len(all)-1])
		}
		left, err := s.Left()
		if err != nil || len(left) != 1 || left[0].Damaged {
			t.Fatalf("after a kill: %+v, %v", left, err)
		}
		if n, _ := strconv.Atoi(left[0].Subject); n < last {
			t.Fatalf("version %d was saved, the draft holds %d", last, n)
		}
	}
	data, _ := os.ReadFile(filepath.Join(dir, "saved"))
	n := len(strings.Fields(string(data)))
	t.Logf("%d kills among %d saves, nothing lost", rounds, n)
	if n < rounds/2 {
		t.Errorf("only %d saves: the test shows nothing", n)
	}
}

func BenchmarkSave(b *testing.B) {
	d := create(b, open(b, b.TempDir()), example("x"))
	for n := 0; b.Loop(); n++ {
		if err := d.Save(example(strconv.Itoa(n))); err != nil {
			b.Fatal(err)
		}
	}
}
