package drafts

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"ticketpp/internal/ticket"
)

// A form shows what the agent, which still has the draft open, has put in.
func TestLookAtADraftThatIsOpen(t *testing.T) {
	s := open(t, t.TempDir())
	d := create(t, s, example("Mandato non trasmesso"))
	if _, err := d.AddBytes("preview-1.png", []byte("small")); err != nil {
		t.Fatal(err)
	}
	l, err := s.Look(d.ID())
	if err != nil || l.Ticket().Subject != "Mandato non trasmesso" || l.Ticket().ID != d.ID() {
		t.Fatalf("%+v, %v", l, err)
	}
	r, n, err := l.Open("preview-1.png")
	if err != nil || n != 5 {
		t.Fatalf("%d bytes, %v", n, err)
	}
	defer r.Close()
	if data, err := io.ReadAll(r); string(data) != "small" || err != nil {
		t.Errorf("%q, %v", data, err)
	}
	if _, _, err := l.Open("../" + d.ID() + ".lock"); !errors.Is(err, ErrBadName) {
		t.Errorf("a path: %v", err)
	}
	if err := d.Save(example("still the owner's")); err != nil {
		t.Errorf("looking has disturbed the owner: %v", err)
	}
}

func TestLookAtWhatIsNoDraft(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	for _, id := range []string{"", "..", newID()} {
		if _, err := s.Look(id); !errors.Is(err, ErrNotFound) {
			t.Errorf("%q: %v", id, err)
		}
	}
	d := create(t, s, ticket.Ticket{})
	for _, name := range []string{recordFile, recordFile + bakSuffix} {
		if err := os.WriteFile(filepath.Join(dir, d.Dir(), name), []byte("{"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.Look(d.ID()); !errors.Is(err, ErrDamaged) {
		t.Errorf("damaged: %v", err)
	}
}

// Whoever lists the drafts beside the own one waits for nobody who has that
// open: it held up the form's first frame.
func TestLeftBesideADraftThatIsOpen(t *testing.T) {
	s := open(t, t.TempDir())
	other := create(t, s, example("left"))
	if err := other.Close(); err != nil {
		t.Fatal(err)
	}
	own := create(t, s, example("own"))
	quickest := time.Hour
	for range 5 { // a busy machine may be slow once
		start := time.Now()
		if got, want := ids(s.LeftBeside(own.ID())), other.ID(); got != want {
			t.Fatalf("left are %s, want %s", got, want)
		}
		quickest = min(quickest, time.Since(start))
	}
	if quickest >= glance {
		t.Errorf("it waited %v for the own one", quickest)
	}
}

// A form that could not take up its draft still has one to speak to.
func TestTheZeroDraftIsClosed(t *testing.T) {
	d := &Draft{}
	if err := d.Save(example("x")); !errors.Is(err, ErrClosed) {
		t.Errorf("save: %v", err)
	}
	if _, err := d.AddBytes("shot-1.png", nil); !errors.Is(err, ErrClosed) {
		t.Errorf("add: %v", err)
	}
	if _, err := d.AddStream(t.Context(), "x", nil, NoLimit); !errors.Is(err, ErrClosed) {
		t.Errorf("attach: %v", err)
	}
	if _, _, err := d.Open("shot-1.png"); !errors.Is(err, ErrClosed) {
		t.Errorf("open: %v", err)
	}
	if err := d.Seal("x", time.Now()); err == nil {
		t.Error("sealed")
	}
	if err := errors.Join(d.Close(), d.Close()); err != nil {
		t.Errorf("close: %v", err)
	}
	if err := d.Discard(); !errors.Is(err, ErrClosed) {
		t.Errorf("discard: %v", err)
	}
	_ = d.Ticket()
}
