package compose

import (
	"errors"
	"testing"

	"fyne.io/fyne/v2"

	"ticketpp/internal/ticket"
)

// Send was pressed while a file was still being copied, and the mail went
// without it.
func TestSendWaitsForWhatIsOnItsWay(t *testing.T) {
	copied := make(chan error)
	r := newRig(t, func(o *Options) {
		o.Callbacks.AddFile = func(path string) (ticket.Attachment, error) {
			return ticket.Attachment{Name: path, File: "att-1", Size: 10}, <-copied
		}
	})
	f := r.form
	r.writeGood()
	f.files.take("a.pdf", "")
	r.ctrlEnter()
	if f.state != writing || r.status() != f.texts.Get("compose.send.soon") {
		t.Errorf("state %v, it says %q", f.state, r.status())
	}
	copied <- nil
	r.until("it is sent", func() bool { return f.state == handed })
	if sent := r.sentTickets(); len(sent) != 1 || len(sent[0].Attachments) != 1 {
		t.Errorf("sent %+v", sent)
	}
}

// A file that is not taken after all must be seen before the ticket goes.
func TestSendDoesNotGoWithoutAFileThatWasRefused(t *testing.T) {
	copied := make(chan error)
	r := newRig(t, func(o *Options) {
		o.Callbacks.AddFile = func(string) (ticket.Attachment, error) { return ticket.Attachment{}, <-copied }
	})
	f := r.form
	r.writeGood()
	f.files.take("a.pdf", "")
	r.ctrlEnter()
	copied <- errors.New("vanished")
	r.until("it is refused", func() bool { return f.files.advice.box.Visible() })
	if f.soon || f.state != writing || len(r.sentTickets()) != 0 {
		t.Errorf("state %v, soon %v", f.state, f.soon)
	}
	r.ctrlEnter()
	r.until("the next Send sends", func() bool { return f.state == handed })
}

// Whoever was asked about a ticket that is not all there is not taken at the
// word: all of it is looked at again.
func TestWhatArrivesAfterTheQuestionIsJudgedToo(t *testing.T) {
	r := newRig(t, nil)
	f := r.form
	r.writeGood()
	f.state, f.ticket.Screenshots[0].Size = asking, 0
	r.ctrlEnter()
	if f.state != writing || !f.soon {
		t.Fatalf("state %v, soon %v", f.state, f.soon)
	}
	f.Kept([]ticket.Screenshot{{File: "shot-1.png", Size: 2 * f.o.MaxTotal}}, "")
	r.drain()
	if f.state == handing || f.state == handed || len(r.sentTickets()) != 0 {
		t.Errorf("state %v, sent %d", f.state, len(r.sentTickets()))
	}
}

// A ticket whose picture was not weighed yet was sent, however large it was.
func TestSendWaitsForTheSizeOfThePicture(t *testing.T) {
	r := newRig(t, func(o *Options) { o.Ticket.Screenshots[0].Size = 0 })
	f := r.form
	r.writeGood()
	r.ctrlEnter()
	if f.state != writing || !f.soon {
		t.Fatalf("state %v, soon %v", f.state, f.soon)
	}
	r.key(fyne.KeyEscape)
	if f.soon || f.state != writing {
		t.Error("Esc does not take Send back")
	}
	r.ctrlEnter()
	f.Kept([]ticket.Screenshot{{File: "shot-1.png", Size: 2 * f.o.MaxTotal}}, "")
	r.drain()
	if f.state != writing || f.soon || len(r.sentTickets()) != 0 {
		t.Errorf("state %v, sent %d", f.state, len(r.sentTickets()))
	}
}
