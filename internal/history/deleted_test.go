package history

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"ticketpp/internal/ticket"
)

// The data folder, or a part of the history, is deleted while it is used.
func TestTheHistoryGoesOnInADeletedFolder(t *testing.T) {
	const id = "00000000000000000000000000000001"
	for _, gone := range []string{".", folder, ticketsFolder, changedFolder} {
		dir := filepath.Join(t.TempDir(), "data")
		s := open(t, dir)
		for what, do := range map[string]func() error{
			"said":  func() error { return s.Said(Own{Ticket: ticket.Ticket{ID: id, Subject: "Mandato"}, State: Sent}) },
			"list":  func() error { _, err := s.List(); return err },
			"place": func() error { return s.KeepPlace([]byte("7")) },
		} {
			if err := os.RemoveAll(filepath.Join(dir, gone)); err != nil {
				t.Fatal(err)
			}
			if err := do(); err != nil {
				t.Errorf("%s, %s: %v", gone, what, err)
			}
		}
		if err := os.RemoveAll(filepath.Join(dir, gone)); err != nil {
			t.Fatal(err)
		}
		if err := s.Said(Own{Ticket: ticket.Ticket{ID: id, Subject: "Mandato"}, State: Queued}); err != nil {
			t.Errorf("%s: %v", gone, err)
		}
		if list, err := open(t, dir).List(); err != nil || len(list) != 1 {
			t.Errorf("%s: %v, %v", gone, list, err)
		}
	}
}

// Whoever watches sees what comes after the folder was deleted.
func TestWatchOutlivesItsFolder(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no folder that is watched can be deleted there")
	}
	dir := filepath.Join(t.TempDir(), "data")
	changed := open(t, dir).Watch(t.Context())
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	next := func(what string) {
		t.Helper()
		select {
		case <-changed:
		case <-time.After(10 * time.Second):
			t.Fatal("never: " + what)
		}
	}
	next("the folder is made again")
	if err := open(t, dir).Said(Own{Ticket: ticket.Ticket{ID: "00000000000000000000000000000001", Subject: "Mandato"}, State: Sent}); err != nil {
		t.Fatal(err)
	}
	next("what another process says")
}
