package outbox

import (
	"bufio"
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"io"
	mrand "math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"ticketpp/internal/safefile/faulty"
)

// childEnv makes the test binary the process that is killed.
const childEnv = "TICKETPP_OUTBOX_CHILD"

func TestMain(m *testing.M) {
	if dir := os.Getenv(childEnv); dir != "" {
		if err := child(dir); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// fast is a schedule for processes that live for milliseconds.
func fast() Schedule {
	s := DefaultSchedule()
	s.Delays = []time.Duration{2 * time.Millisecond}
	return s
}

// kills is how often the process is killed: 100 times, or as often as the
// long loops ask for in TICKETPP_KILLS.
func kills() int {
	if n, err := strconv.Atoi(os.Getenv("TICKETPP_KILLS")); err == nil && n > 0 {
		return n
	}
	return 100
}

// child puts and delivers as fast as it can until it is killed. What was
// accepted and what has arrived it writes to two files, each line at once; what
// a process has written outlives it.
func child(dir string) error {
	q, err := Open(dir, WithSchedule(fast()))
	if err != nil {
		return err
	}
	d, err := q.Lock()
	if err != nil {
		return err
	}
	accepted, err := os.OpenFile(filepath.Join(dir, "accepted"), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	s := &diary{name: filepath.Join(dir, "arrived"), lose: true}
	go d.Run(context.Background(), s)
	fmt.Println("ready")
	for {
		b := make([]byte, 16)
		rand.Read(b)
		it := newItem(0, string(b[:1]))
		it.ID = hex.EncodeToString(b)
		if it, err = q.Put(it, write(it.ID)); err != nil {
			return err
		}
		if _, err := io.WriteString(accepted, it.ID+"\n"); err != nil {
			return err
		}
		d.Kick()
		for waiting, _ := q.ids(placeOutbox); len(waiting) > 100; waiting, _ = q.ids(placeOutbox) {
			time.Sleep(time.Millisecond) // no more than a real queue may hold
		}
	}
}

// diary is a server that writes down what arrives, as a line.
type diary struct {
	name string
	lose bool // some answers get lost
}

func (s *diary) Send(_ context.Context, it Item, mail func() (io.ReadCloser, error), _ func(int64, int64)) Outcome {
	if s.lose && mrand.IntN(4) == 0 {
		return Outcome{Class: Retry}
	}
	f, err := mail()
	if err != nil {
		return Outcome{Class: Retry, Answer: err.Error()}
	}
	defer f.Close()
	data, err := io.ReadAll(f)
	if err != nil || string(data) != bodyOf(it.ID) {
		return Outcome{Class: Refused, Answer: "the mail is not whole"}
	}
	out, err := os.OpenFile(s.name, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return Outcome{Class: Retry, Answer: err.Error()}
	}
	defer out.Close()
	fmt.Fprintf(out, "%s %t\n", it.ID, it.Perhaps)
	return Outcome{Class: Delivered}
}

// The process is killed at a random moment, a hundred times: what was accepted
// arrives, and twice only what said itself that it may have arrived before.
func TestKilledAtAnyMoment(t *testing.T) {
	dir := faulty.Dir(t)
	rounds := kills()
	for range rounds {
		killOne(t, dir, time.Duration(mrand.IntN(25_000))*time.Microsecond)
	}
	q := open(t, dir, WithSchedule(fast()))
	d := deliverer(t, q)
	eventually(t, "the queue is empty", func() bool {
		if err := d.Once(context.Background(), &diary{name: filepath.Join(dir, "arrived")}); err != nil {
			t.Fatal(err)
		}
		list, err := q.List()
		return len(list) == 0 && err == nil
	})
	accepted, arrived := lines(t, dir, "accepted"), lines(t, dir, "arrived")
	times := map[string]int{}
	perhaps := 0
	for _, line := range arrived {
		id, marked, _ := strings.Cut(line, " ")
		if times[id]++; times[id] > 1 {
			if perhaps++; marked != "true" {
				t.Errorf("%s arrived twice without a warning", id)
			}
		}
	}
	for _, id := range accepted {
		if times[id] == 0 {
			t.Errorf("%s was accepted and never arrived", id)
		}
	}
	if aside, _ := q.Damaged(); len(aside) > 0 {
		t.Errorf("damaged: %+v", aside)
	}
	t.Logf("%d kills: %d accepted, %d arrived, none lost, %d twice in the perhaps window", rounds, len(accepted), len(times), perhaps)
	if len(accepted) < rounds/2 {
		t.Errorf("only %d accepted: the test shows nothing", len(accepted))
	}
}

func killOne(t *testing.T, dir string, after time.Duration) {
	t.Helper()
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
	time.Sleep(after) // the random moment
	cmd.Process.Kill()
	cmd.Wait()
}

func lines(t *testing.T, dir, name string) []string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSpace(string(data)), "\n")
}
