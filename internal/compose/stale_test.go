package compose

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2/test"

	"ticketpp/internal/ticket"
)

func TestASecondEscDoesNotCloseTheForm(t *testing.T) {
	r, _ := newStudio(t, nil)
	f := r.form
	test.Tap(f.shots.tools.edit)
	r.until("the editor opens", func() bool { return f.editing != nil })
	f.editing.Finish()
	f.Escape()
	r.drain()
	if f.state != writing || r.ended() != "" {
		t.Fatalf("state %v, outcome %q", f.state, r.ended())
	}
	f.editedAt = time.Now().Add(-time.Second)
	f.Escape()
	r.until("the form closes", func() bool { return r.ended() != "" })
}

func TestTooMuchIsSaidOnlyAsLongAsItIs(t *testing.T) {
	r := newRig(t, func(o *Options) { o.MaxTotal = 1_000_000 })
	f := r.form
	f.watch.look()
	if !f.files.advice.isShown() || !strings.Contains(f.files.advice.message.Words(), "1,2 MB") {
		t.Fatalf("not said: %q", f.files.advice.message.Words())
	}
	f.ticket.Screenshots[0].Size = 500_000
	f.watch.look()
	if f.files.advice.isShown() {
		t.Errorf("still said: %q", f.files.advice.message.Words())
	}
	f.files.fail("x.pdf", &FileError{Reason: Vanished})
	f.watch.look()
	if !f.files.advice.isShown() {
		t.Error("what is said of a single file does not stay")
	}
}

func TestTheOriginalsCanAlwaysBePutBack(t *testing.T) {
	r, _ := newStudio(t, func(o *Options) {
		o.MaxTotal = 100_000
		o.Callbacks.Pictures.Smaller = func(ticket.Screenshot) ([]SmallerForm, error) { return nil, nil }
		o.Ticket.Screenshots[0].Smaller, o.Ticket.Screenshots[0].Original = true, "shot-1.png"
		o.Ticket.Screenshots[0].File = "small-9.png"
	})
	link := r.form.files.smaller.link
	if link.Hidden || link.Words() != r.text("compose.shots.unshrink") {
		t.Fatalf("too large although all is small: the link says %q, hidden %v", link.Words(), link.Hidden)
	}
	r.form.files.smaller.tapped()
	r.until("the original is back", func() bool { return !r.form.ticket.Screenshots[0].Smaller })
	if link.Hidden || link.Words() != r.text("compose.shots.shrink") {
		t.Errorf("then the link says %q, hidden %v", link.Words(), link.Hidden)
	}
}
