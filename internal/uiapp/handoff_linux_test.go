package uiapp

import (
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ticketpp/internal/compose"
	"ticketpp/internal/config"
	"ticketpp/internal/drafts"
	"ticketpp/internal/l10n"
	"ticketpp/internal/ticket"
)

// serverless is a Sender whose settings name a helpdesk and no server.
func serverless(t *testing.T) (*queueSender, *drafts.Store) {
	t.Helper()
	dir := t.TempDir()
	file := filepath.Join(dir, "config.toml")
	if err := os.WriteFile(file, []byte("[[helpdesk]]\nid = \"h\"\nname = \"Helpdesk\"\naddress = \"help@helpdesk.example\"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	options := config.Options{ConfigFile: file, DataDir: filepath.Join(dir, "data")}
	settings, err := config.Load(options)
	if err != nil {
		t.Fatal(err)
	}
	texts, err := l10n.New("it")
	if err != nil {
		t.Fatal(err)
	}
	store, err := drafts.Open(options.DataDir)
	if err != nil {
		t.Fatal(err)
	}
	s, err := QueueSender(Home{Options: options, Settings: settings, Texts: texts, Drafts: store, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	return s.(*queueSender), store
}

// outcomeOf sends a ticket and returns the last that is said of it.
func outcomeOf(t *testing.T, s *queueSender, store *drafts.Store) (last compose.Progress) {
	t.Helper()
	draft, err := store.Create(ticket.Ticket{
		Helpdesk: "h", Subject: "Mandato 1532 non trasmesso", Description: ticket.Description{Text: "torna con esito 3"},
		Contact: ticket.Contact{Name: "Anna Bianchi", Phone: "0731 538419", Email: "anna@comune.example"},
	})
	if err != nil {
		t.Fatal(err)
	}
	steps, err := s.Send(t.Context(), draft, draft.Ticket())
	if err != nil {
		t.Fatal(err)
	}
	for p := range steps {
		last = p
	}
	s.Wait()
	return last
}

// mailProgram puts a script of the test's own in the place of the desktop's
// opener.
func mailProgram(t *testing.T, script string) {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{"xdg-open": script, "xdg-email": "exit 3", "xdg-mime": "echo mail.desktop"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("#!/bin/sh\n"+text+"\n"), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("PATH", dir+":"+os.Getenv("PATH"))
}

// Without a server each ticket says at once that it waits, the second one
// too, whose turn has not come, and goes by the user's own mail program.
func TestWithoutAServerTheMailProgramTakesTheTicket(t *testing.T) {
	s, store := serverless(t)
	for range 2 {
		p := outcomeOf(t, s, store)
		if p.Stage != compose.Paused || !p.HandOff || !strings.Contains(p.Reason, "Nessun server di posta") || p.Answer != "" {
			t.Fatalf("said %+v", p)
		}
	}
	mailProgram(t, "exit 4")
	p := s.HandOff(t.Context())
	if p.Stage != compose.Unopened || !p.HandOff || filepath.Dir(p.File) != filepath.Join(s.Dispatch.Data, "mail") {
		t.Fatalf("without a program: %+v", p)
	}
	mailProgram(t, "exit 0")
	if again := s.HandOff(t.Context()); again.Stage != compose.Opened || again.File != p.File || again.HandOff {
		t.Fatalf("with one: %+v", again)
	}
	items, err := s.Dispatch.Queue.List()
	if err != nil || len(items) != 1 || items[0].ID == s.Last() {
		t.Errorf("the queue holds %v, %v", items, err)
	}
	for it := range s.Dispatch.Queue.Sent() {
		t.Errorf("%s counts as sent by us", it.ID)
	}
}

func TestAMailFileThatCannotBeWrittenIsSaid(t *testing.T) {
	s, store := serverless(t)
	outcomeOf(t, s, store)
	if err := os.WriteFile(filepath.Join(s.Dispatch.Data, "mail"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if p := s.HandOff(t.Context()); p.Stage != compose.Paused || !p.HandOff || p.Reason != s.Dispatch.Texts.Get("compose.after.unmade") {
		t.Errorf("said %+v", p)
	}
}
