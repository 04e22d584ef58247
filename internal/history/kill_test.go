package history

import (
	"bufio"
	"fmt"
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

// childEnv makes the test binary the process that is killed: its folder, and
// which of two it is.
const childEnv = "TICKETPP_HISTORY_CHILD"

func TestMain(m *testing.M) {
	if env := os.Getenv(childEnv); env != "" {
		which, dir, _ := strings.Cut(env, " ")
		fmt.Fprintln(os.Stderr, child(which, dir))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// kills is how often the processes are killed: 60 times, or as often as the
// long loops ask for in TICKETPP_KILLS.
func kills() int {
	if n, err := strconv.Atoi(os.Getenv("TICKETPP_KILLS")); err == nil && n > 0 {
		return n
	}
	return 60
}

// child gives one ticket after the other a new number, and writes down each
// that is kept. Two children change different tickets.
func child(which, dir string) error {
	s, err := Open(dir)
	if err != nil {
		return err
	}
	kept, err := os.OpenFile(filepath.Join(dir, "kept-"+which), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	first, _ := strconv.Atoi(which)
	fmt.Println("ready")
	for n := 1; ; n++ {
		ticket, number := 2*mrand.IntN(50)+first, strconv.FormatInt(time.Now().UnixNano(), 10)
		if err := s.MarkNumber(id(ticket), number); err != nil {
			return err
		}
		fmt.Fprintln(kept, ticket, number)
	}
}

// Agent and window are killed at any moment, while they write at once: every
// change that was kept is there, in the ticket and in the list.
func TestKilledWhileKeeping(t *testing.T) {
	dir := faulty.Dir(t)
	s := many(t, dir, 100)
	rounds := kills() / 2
	for range rounds {
		var both []*exec.Cmd
		for _, which := range []string{"0", "1"} {
			cmd := exec.Command(os.Args[0])
			cmd.Env = append(os.Environ(), childEnv+"="+which+" "+dir)
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
			both = append(both, cmd)
		}
		for _, cmd := range both {
			time.Sleep(time.Duration(mrand.IntN(30_000)) * time.Microsecond) // the random moment
			cmd.Process.Kill()
			cmd.Wait()
		}
		check(t, s, dir)
	}
	data, _ := os.ReadFile(filepath.Join(dir, "kept-0"))
	n := strings.Count(string(data), "\n")
	t.Logf("%d kills among %d changes of the first process, nothing lost", 2*rounds, n)
	if n < rounds/2 {
		t.Errorf("only %d changes: the test shows nothing", n)
	}
}

// check compares the history with what the children wrote down.
func check(t *testing.T, s *Store, dir string) {
	t.Helper()
	last := map[string]string{}
	for _, which := range []string{"0", "1"} {
		data, _ := os.ReadFile(filepath.Join(dir, "kept-"+which))
		for line := range strings.Lines(string(data)) {
			ticket, number, _ := strings.Cut(strings.TrimSpace(line), " ")
			n, _ := strconv.Atoi(ticket)
			last[id(n)] = number
		}
	}
	all := list(t, s)
	if len(all) != 100 {
		t.Fatalf("the list has %d tickets", len(all))
	}
	for _, sum := range all {
		r := get(t, s, sum.ID)
		if r.Number != sum.Number {
			t.Fatalf("ticket %s has number %s, the list says %q", sum.ID, r.Number, sum.Number)
		}
		if r.Number < last[sum.ID] { // numbers are times: of the same length, and growing
			t.Fatalf("ticket %s lost number %s, it has %q", sum.ID, last[sum.ID], r.Number)
		}
	}
}
