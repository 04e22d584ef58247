//go:build !windows

package startup

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"testing"
)

// TestMain is the test, or the process that loses its reader.
func TestMain(m *testing.M) {
	if os.Getenv("TICKETPP_OUTLIVES") == "" {
		os.Exit(m.Run())
	}
	Windows()()
	_, _ = io.Copy(io.Discard, os.Stdin) // until nobody reads us any more
	fmt.Println("a line on standard output")
	fmt.Fprintln(os.Stderr, "and one of the log")
	os.Exit(7)
}

// A window whose agent was killed goes on: what it writes goes nowhere.
func TestAWindowOutlivesItsAgent(t *testing.T) {
	p := exec.Command(os.Args[0])
	p.Env = append(os.Environ(), "TICKETPP_OUTLIVES=yes")
	in, err := p.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	p.Stdout, p.Stderr = w, w
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	_, _, _ = w.Close(), r.Close(), in.Close()
	if err := p.Wait(); p.ProcessState.ExitCode() != 7 {
		t.Errorf("it ended with %v", err)
	}
}
