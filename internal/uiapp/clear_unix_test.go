//go:build unix

package uiapp

import (
	"os"
	"testing"
	"time"

	"ticketpp/internal/instance"
	"ticketpp/internal/ticket"
)

// What the agent shows was in the picture that is taken later, too.
func TestTheAgentClearsTheScreenBeforeALaterCapture(t *testing.T) {
	run, err := os.MkdirTemp("", "run") // t.TempDir is too long for a socket's path
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(run) })
	t.Setenv("XDG_RUNTIME_DIR", run)
	t.Setenv("DISPLAY", "")
	t.Setenv("WAYLAND_DISPLAY", "")
	a := newDesk(t)
	agent, err := instance.Acquire(a.data)
	if err != nil {
		t.Fatal(err)
	}
	defer agent.Close()
	form := &composer{home: a.home, log: a.log}
	for name, capture := range map[string]func(){
		"the form":   func() { _ = form.pictures().Countdown(1, func(int) string { return "" }) },
		"My tickets": func() { _, _ = (&pending{clerk: a.clerk}).capture(ticket.Ticket{}, 0) },
	} {
		capture()
		select {
		case m := <-agent.Messages():
			if m != instance.Clear {
				t.Errorf("%s: the agent is told %q", name, m)
			}
		case <-time.After(5 * time.Second):
			t.Errorf("%s: the agent is told nothing", name)
		}
	}
}
