//go:build !windows

package agent

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ticketpp/internal/ticket"
	"ticketpp/internal/tray"
)

// leave leaves a reply to a ticket, as a window that was killed does.
func (o *office) leave(t *testing.T, text string) string {
	t.Helper()
	d, err := o.drafts.Create(ticket.Ticket{
		Helpdesk: "demo", Subject: "#Standard# Ticket #[12345]", Description: ticket.Description{Text: text},
		FollowUp: &ticket.FollowUp{Of: "0123456789abcdef0123456789abcdef", Kind: ticket.Answer, Number: "12345"},
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	return d.ID()
}

// The menu leads back to a reply that was begun, and to none that is empty.
func TestAReplyThatWasLeftIsInTheMenu(t *testing.T) {
	o := newOffice(t, same)
	o.leave(t, " ")
	if s := o.state(); s.Reply.ID != "" || s.Left != 0 {
		t.Errorf("an empty reply is offered: %+v", s)
	}
	id := o.leave(t, "Il codice è il 4711")
	if s := o.state(); s.Reply != (tray.Ticket{ID: id, Title: "Riprendi la risposta al ticket 12345"}) || s.Left != 0 {
		t.Errorf("%+v", s)
	}
}

// What is said after a crash points to what is there, and is said only then.
func TestACrashedTicketsWindow(t *testing.T) {
	o := newOffice(t, same)
	script := filepath.Join(t.TempDir(), "trayapp-ui")
	killed := "#!/bin/sh\necho \"$@\" >" + script + ".args\necho ready test\nkill -9 $$\n"
	if err := os.WriteFile(script, []byte(killed), 0o700); err != nil {
		t.Fatal(err)
	}
	o.Options.Window = script
	o.showTickets(t.Context(), "", "")
	if n := o.said.count("trayapp: "); n != 0 {
		t.Errorf("said %q where nothing was written", o.said.b.String())
	}
	id := o.leave(t, "Il codice è il 4711")
	if !o.resumeReply(t.Context(), id) {
		t.Fatal("no such reply")
	}
	if args, err := os.ReadFile(script + ".args"); err != nil || !strings.Contains(string(args), "--draft "+id) {
		t.Errorf("window started with %s, %v", args, err)
	}
	if o.said.count("La risposta al ticket 12345 è conservata: riprendila dal menu") != 1 || o.said.count("trayapp: ") != 1 {
		t.Errorf("said %q", o.said.b.String())
	}
	if o.resumeReply(t.Context(), "no-such-draft") {
		t.Error("resumed what is not there")
	}
}
