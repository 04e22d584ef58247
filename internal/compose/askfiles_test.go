package compose

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2/test"

	"ticketpp/internal/ticket"
	"ticketpp/internal/window"
)

// desktopDialog is a desktop's dialog for files, whose user is the test.
type desktopDialog struct {
	asked  chan window.FileQuestion
	chosen chan []string
	gone   chan struct{} // it was taken away
	err    error
}

func newDesktopDialog() *desktopDialog {
	return &desktopDialog{asked: make(chan window.FileQuestion, 9), chosen: make(chan []string, 9), gone: make(chan struct{}, 9)}
}

func (d *desktopDialog) ask(ctx context.Context, q window.FileQuestion) ([]string, error) {
	d.asked <- q
	if d.err != nil {
		return nil, d.err
	}
	select {
	case files := <-d.chosen:
		return files, nil
	case <-ctx.Done():
		d.gone <- struct{}{}
		return nil, ctx.Err()
	}
}

func TestTheDesktopsOwnDialog(t *testing.T) {
	d := newDesktopDialog()
	r := newRig(t, func(o *Options) { o.Callbacks.AskFiles = d.ask })
	test.Tap(r.form.files.add)
	test.Tap(r.form.files.add) // asked already
	if q := <-d.asked; q.Title != r.text("compose.files.title") || q.Accept != "Allega" || q.All == "" || len(q.Ends) != 0 {
		t.Errorf("asked for %+v", q)
	}
	d.chosen <- []string{"/a.pdf", "/b.xml"}
	r.until("both are attached", func() bool { return len(r.form.ticket.Attachments) == 2 })
	if len(d.asked) != 0 || r.form.win.Canvas().Overlays().Top() != nil {
		t.Error("asked twice")
	}
	test.Tap(r.form.files.add)
	<-d.asked
	d.chosen <- nil // cancelled
	r.until("the question is answered", func() bool { return !r.form.files.dialog.Asking() })
	if r.form.win.Canvas().Overlays().Top() != nil || len(r.form.ticket.Attachments) != 2 {
		t.Error("cancelled, and yet something happens")
	}
	r.form.shots.pick()
	if q := <-d.asked; q.Title != r.text("compose.shots.title") || !slices.Equal(q.Ends, ticket.PictureEnds) || q.Kind == "" {
		t.Errorf("asked for %+v", q)
	}
}

func TestWhereTheDesktopHasNoDialogTheToolkitAsks(t *testing.T) {
	d := newDesktopDialog()
	d.err = errors.New("no portal")
	r := newRig(t, func(o *Options) { o.Callbacks.AskFiles = d.ask })
	test.Tap(r.form.files.add)
	r.until("the toolkit's dialog", func() bool { return r.form.win.Canvas().Overlays().Top() != nil })
	r.form.Escape()
	if r.form.win.Canvas().Overlays().Top() != nil || r.ended() != "" {
		t.Error("Esc does not close the dialog alone")
	}
}

// The desktop's dialog does not outlive the question: Esc takes it away, and so
// does sending, after which nothing comes to the ticket.
func TestTheDesktopsDialogGoes(t *testing.T) {
	for name, end := range map[string]func(*rig){
		"Esc":   func(r *rig) { r.form.Escape() },
		"cross": func(r *rig) { r.form.cross() },
		"sent":  func(r *rig) { r.form.send() },
	} {
		d := newDesktopDialog()
		r := newRig(t, func(o *Options) { o.Callbacks.AskFiles = d.ask })
		r.writeGood()
		test.Tap(r.form.files.add)
		<-d.asked
		end(r)
		<-d.gone
		if name == "Esc" && r.ended() != "" {
			t.Errorf("%s: the form ends too", name)
		}
		if name == "sent" {
			r.until("sent", func() bool { return len(r.sentTickets()) == 1 })
			if n := len(r.sentTickets()[0].Attachments); n != 0 {
				t.Errorf("sent with %d attachments", n)
			}
		}
	}
}

// Of several files that cannot be attached each is named, the rest counted,
// whatever was attached between them.
func TestEachRefusedFileIsNamed(t *testing.T) {
	d := newDesktopDialog()
	r := newRig(t, func(o *Options) {
		o.Callbacks.AskFiles = d.ask
		take := o.Callbacks.AddFile
		o.Callbacks.AddFile = func(path string) (ticket.Attachment, error) {
			if strings.HasSuffix(path, ".iso") {
				return ticket.Attachment{}, &FileError{Reason: TooBig}
			}
			return take(path)
		}
	})
	test.Tap(r.form.files.add)
	<-d.asked
	d.chosen <- []string{"/a.iso", "/b.pdf", "/c.iso", "/d.iso", "/e.iso", "/f.pdf"}
	r.until("two are attached", func() bool { return len(r.form.ticket.Attachments) == 2 && r.form.files.trying == 0 })
	for _, want := range []string{"a.iso", "c.iso", "d.iso", "un altro file"} {
		if got := r.advice(idFiles); !strings.Contains(got, want) {
			t.Errorf("%q lacks %q", got, want)
		}
	}
	r.form.files.take("/g.pdf", "")
	r.until("another is attached", func() bool { return len(r.form.ticket.Attachments) == 3 })
	if got := r.advice(idFiles); got != "" {
		t.Errorf("it still says %q", got)
	}
}

// Pictures for which there is no room among the pictures go as files.
func TestTooManyPicturesAreChosen(t *testing.T) {
	d := newDesktopDialog()
	r := newRig(t, func(o *Options) {
		o.Callbacks.AskFiles = d.ask
		o.Callbacks.Pictures.Add = func(path string) (ticket.Screenshot, error) {
			return ticket.Screenshot{File: path[1:], Width: 16, Height: 9, Size: 1000, Included: true}, nil
		}
	})
	r.form.shots.pick()
	<-d.asked
	var paths []string
	for i := range mostShots + 2 {
		paths = append(paths, "/p"+itoa(i)+".png")
	}
	d.chosen <- paths
	r.until("all are taken", func() bool {
		return len(r.form.ticket.Screenshots) == mostShots && len(r.form.ticket.Attachments) == 3
	})
	if len(r.form.shots.plain.rows.Objects) != 3 {
		t.Errorf("it is said of %d", len(r.form.shots.plain.rows.Objects))
	}
}

// What is chosen while the form asks whether to throw the draft away is not
// lost; a later click on the button brings another dialog in the first one's
// place; another screenshot is taken without it.
func TestTheFormGoesOnBehindTheDialog(t *testing.T) {
	d := newDesktopDialog()
	r := newRig(t, func(o *Options) {
		o.Callbacks.AskFiles = d.ask
		o.Callbacks.Pictures.Take = func(bool) ([]ticket.Screenshot, string) { return nil, "" }
	})
	r.writeGood()
	test.Tap(r.form.files.add)
	<-d.asked
	r.form.state = discarding
	d.chosen <- []string{"/a.pdf"}
	r.until("it is attached", func() bool { return len(r.form.ticket.Attachments) == 1 && r.form.state == writing })
	test.Tap(r.form.files.add)
	<-d.asked
	time.Sleep(800 * time.Millisecond) // longer than a double click
	test.Tap(r.form.files.add)
	<-d.gone
	<-d.asked
	r.form.shots.leaveScreen(0, false)
	<-d.gone
}
