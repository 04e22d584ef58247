package mytickets

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"ticketpp/internal/ticket"
	"ticketpp/internal/window"
	"ticketpp/internal/window/parts"
)

// asks is a desktop's dialog for files that waits for the test.
type asks struct {
	asked  chan window.FileQuestion
	chosen chan []string
	gone   chan struct{}
}

func (a *asks) ask(ctx context.Context, q window.FileQuestion) ([]string, error) {
	a.asked <- q
	select {
	case files := <-a.chosen:
		return files, nil
	case <-ctx.Done():
		a.gone <- struct{}{}
		return nil, ctx.Err()
	}
}

func newAsks() *asks {
	return &asks{make(chan window.FileQuestion, 9), make(chan []string, 9), make(chan struct{}, 9)}
}

// A dialog that was opened for one ticket does not outlive it: what was chosen
// went into the conversation of another one, or nowhere.
func TestTheDialogGoesWithItsTicket(t *testing.T) {
	for name, leave := range map[string]func(*rig){
		"another ticket": func(r *rig) { r.look(1) },
		"later":          func(r *rig) { r.w.foot.close() },
		"sent":           func(r *rig) { r.w.foot.send() },
		"Esc":            func(r *rig) { r.w.Escape() },
	} {
		a := newAsks()
		r := newRig(t, three, func(o *Options) { o.Callbacks.AskFiles = a.ask })
		r.begin(2, ticket.Answer)
		r.write("La fattura 118 del 20/11.")
		r.w.foot.askFile()
		if q := <-a.asked; q.Title == "" || q.Accept == "" || q.All == "" {
			t.Errorf("%s: asked %+v", name, q)
		}
		leave(r)
		<-a.gone
		if name == "Esc" && !r.w.foot.writing {
			t.Errorf("%s: what is written goes too", name)
		}
	}
}

// The files come one after the other, each with what came before; those that
// are refused are named, whatever comes behind them.
func TestSeveralFiles(t *testing.T) {
	var before []int
	r := newRig(t, three, func(o *Options) {
		take := o.Callbacks.AddFile
		o.Callbacks.AddFile = func(t ticket.Ticket, path string) (ticket.Ticket, error) {
			before = append(before, len(t.Attachments))
			return take(t, path)
		}
	})
	r.begin(2, ticket.Answer)
	r.write("La fattura 118 del 20/11.")
	r.w.foot.addFiles([]string{"/a.iso", "/b.pdf", "/c.pdf", "smb://server/d.pdf", "/e.pdf", "/f.iso", "/g.iso", "/h.iso"})
	r.w.foot.send() // it waits for the files, and does not go without those that are missing
	r.until("all are looked at", func() bool { return !r.w.foot.adding.busy })
	if got := fmt.Sprint(before); got != "[0 0 1 2 2 3 3 3]" {
		t.Errorf("there were %s files before each", got)
	}
	got := r.status()
	for _, want := range []string{"«a.iso»", "«d.pdf» sta su un indirizzo di rete", "«f.iso»", "altri 2 file"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q lacks %s", got, want)
		}
	}
	if len(r.went()) != 0 || len(r.w.foot.draft.Attachments) != 3 {
		t.Errorf("%d sent, %d files", len(r.went()), len(r.w.foot.draft.Attachments))
	}
	r.w.foot.addFiles([]string{"/i.pdf"})
	r.w.foot.send()
	r.until("sent with the file", func() bool { return len(r.went()) == 1 })
	if n := len(r.went()[0].Attachments); n != 4 {
		t.Errorf("sent with %d files", n)
	}
}

// A ticket that was left gets no file that comes late.
func TestAFileThatComesLate(t *testing.T) {
	hold := make(chan struct{})
	r := newRig(t, three, func(o *Options) {
		take := o.Callbacks.AddFile
		o.Callbacks.AddFile = func(t ticket.Ticket, path string) (ticket.Ticket, error) { <-hold; return take(t, path) }
	})
	r.begin(2, ticket.Answer)
	r.write("La fattura 118 del 20/11.")
	r.w.foot.addFiles([]string{"/a.pdf", "/b.pdf"})
	time.AfterFunc(50*time.Millisecond, func() { close(hold) }) // leaving waits for the file that is on its way
	r.w.foot.leave()
	r.until("nothing is on its way", func() bool { return !r.w.foot.adding.busy })
	if len(r.w.foot.draft.Attachments) != 0 || r.w.foot.writing {
		t.Errorf("%+v", r.w.foot.draft)
	}
}

// However many files go with it, Send can be reached.
func TestManyFilesLeaveRoomForSend(t *testing.T) {
	r := newRig(t, three, nil)
	r.w.win.Resize(fyne.NewSize(1000, 640))
	r.begin(2, ticket.Answer)
	r.write("La fattura 118 del 20/11.")
	var paths []string
	for i := range 40 {
		paths = append(paths, fmt.Sprintf("/file-%d.pdf", i))
	}
	r.w.foot.addFiles(paths)
	r.until("all are in", func() bool { return len(r.w.foot.draft.Attachments) == 40 })
	at, ok := parts.Locate(r.w.root, r.w.foot.reply.send)
	if below := at.Y + r.w.foot.reply.send.Size().Height; !ok || below > r.w.win.Canvas().Size().Height {
		t.Errorf("Send ends at %v of %v", below, r.w.win.Canvas().Size().Height)
	}
}
