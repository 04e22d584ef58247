package uiapp

import (
	"errors"
	"io"
	"log/slog"
	"testing"
	"time"

	"ticketpp/internal/drafts"
	"ticketpp/internal/ticket"
	"ticketpp/internal/window"
)

// handedOver is a draft that the agent still has open, with a form that shows
// it already.
func handedOver(t *testing.T) (c *composer, agents *drafts.Draft, dir string) {
	t.Helper()
	dir = t.TempDir()
	store, err := drafts.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	agents, err = store.Create(ticket.Ticket{Helpdesk: "h", Screenshots: []ticket.Screenshot{
		{File: "shot-1.png", Preview: "preview-1.png", Included: true}, {File: "shot-2.png", Preview: "preview-2.png"},
	}})
	if err == nil {
		_, err = agents.AddBytes("preview-1.png", []byte("small"))
	}
	if err != nil {
		t.Fatal(err)
	}
	c = &composer{log: slog.New(slog.DiscardHandler)}
	if !c.lookAt(dir, agents.ID()) {
		t.Fatal("the draft cannot be looked at")
	}
	return c, agents, dir
}

// The form appears while the agent still writes the pictures; what is to be
// saved waits until the draft is handed over.
func TestADraftIsShownBeforeItIsHandedOver(t *testing.T) {
	c, agents, dir := handedOver(t)
	r, _, err := c.openFile("preview-1.png")
	if err != nil {
		t.Fatalf("the preview is not shown: %v", err)
	}
	r.Close()
	free, kept := make(chan string, 1), make(chan []ticket.Screenshot, 1)
	go c.takeUp(dir, agents.ID(), free, func(s []ticket.Screenshot, _ string) { kept <- s })
	saved := make(chan error, 1)
	go func() { saved <- c.open().Save(ticket.Ticket{Helpdesk: "h", Subject: "Mandato 1532 fermo"}) }()
	select {
	case err := <-saved:
		t.Fatalf("saved into a draft that the agent has open: %v", err)
	case <-time.After(30 * time.Millisecond):
	}
	if _, err := agents.AddBytes("shot-1.png", []byte("large picture")); err != nil {
		t.Fatal(err)
	}
	if err := agents.Close(); err != nil {
		t.Fatal(err)
	}
	free <- ""
	got := <-kept
	if len(got) != 1 || got[0].File != "shot-1.png" || got[0].Size != 13 || !got[0].Included {
		t.Errorf("in the draft are %+v", got)
	}
	if err := <-saved; err != nil {
		t.Errorf("what was typed meanwhile is not saved: %v", err)
	}
	if r, _, err := c.openFile("shot-1.png"); err != nil {
		t.Errorf("the picture: %v", err)
	} else {
		data, _ := io.ReadAll(r)
		r.Close()
		if string(data) != "large picture" {
			t.Errorf("the picture is %q", data)
		}
	}
	_ = c.open().Close()
}

// A form that does not get its draft keeps the words, and every save says so.
func TestADraftThatIsNotHandedOver(t *testing.T) {
	c, agents, dir := handedOver(t)
	if err := agents.Discard(); err != nil {
		t.Fatal(err)
	}
	free := make(chan string, 1)
	free <- ""
	c.takeUp(dir, agents.ID(), free, func(kept []ticket.Screenshot, why string) {
		if len(kept) != 0 || why != window.Lost {
			t.Errorf("kept %+v, %q", kept, why)
		}
	})
	if err := c.open().Save(ticket.Ticket{Subject: "x"}); !errors.Is(err, drafts.ErrClosed) {
		t.Errorf("saved: %v", err)
	}
	if !c.lookAt(dir, "nonsense") {
		return
	}
	t.Error("it looked at what is no draft")
}

func TestBeforeADraftIsNamedThereIsNothingToRead(t *testing.T) {
	c := &composer{log: slog.New(slog.DiscardHandler)}
	if _, _, err := c.openFile("preview-1.png"); err == nil {
		t.Error("read")
	}
}
