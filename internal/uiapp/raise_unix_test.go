//go:build unix

package uiapp

import (
	"os"
	"testing"

	"ticketpp/internal/instance"
	"ticketpp/internal/ticket"
)

// Where an agent runs it has the window with the tickets, or opens it: a second
// one would show the same ticket twice.
func TestTheAgentsWindowShowsTheWordThatBelongsToATicket(t *testing.T) {
	run, err := os.MkdirTemp("", "run") // t.TempDir is too long for a socket's path
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(run) })
	t.Setenv("XDG_RUNTIME_DIR", run)
	a := newDesk(t)
	if err := a.number(known, "12345", false); err != nil {
		t.Fatal(err)
	}
	agent, err := instance.Acquire(a.data)
	if err != nil {
		t.Fatal(err)
	}
	defer agent.Close()
	d, err := a.home.Drafts.Create(ticket.Ticket{Helpdesk: "h", Subject: "Mandato 1532 fermo"})
	if err != nil {
		t.Fatal(err)
	}
	c := &composer{home: a.home, draft: d, log: a.log}
	if err := c.addTo(known, d.Ticket()); err != nil {
		t.Fatal(err)
	}
	if len(a.started) != 0 {
		t.Errorf("another window is started: %v", a.started)
	}
	select {
	case m := <-agent.Messages():
		if id, ok := m.Draft(); !ok || id != d.ID() {
			t.Errorf("the agent is told %q", m)
		}
	default:
		t.Error("the agent is told nothing")
	}
}
