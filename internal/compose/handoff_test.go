package compose

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// unsendable is a form whose ticket no server takes; the user's own mail
// program answers with what comes through the channel.
func unsendable(t *testing.T, p Progress) (*rig, chan Progress) {
	t.Helper()
	program := make(chan Progress, 1)
	r := newRig(t, func(o *Options) { o.Callbacks.HandOff = func() Progress { return <-program } })
	r.writeGood()
	r.ctrlEnter()
	r.progress <- p
	close(r.progress)
	r.until("the mail program is offered", func() bool { return r.form.after.mail.Visible() })
	return r, program
}

func TestWithoutAServerTheMailProgramIsOffered(t *testing.T) {
	r, program := unsendable(t, Progress{Stage: Paused, HandOff: true})
	a := r.form.after
	if !strings.Contains(a.words.Words(), r.text("compose.after.offer")) || r.form.win.Canvas().Focused() != fyne.Focusable(a.mail) {
		t.Errorf("said %q, the keyboard in %T", a.words.Words(), r.form.win.Canvas().Focused())
	}
	r.rest()
	if r.ended() != "" {
		t.Fatal("the page went by itself")
	}
	r.key(fyne.KeyReturn)
	if a.mail.Visible() || a.words.Words() != r.text("compose.after.opening") {
		t.Errorf("while it opens: %q, the button is there: %v", a.words.Words(), a.mail.Visible())
	}
	program <- Progress{Stage: Opened, File: "/data/mail/ticket-1.eml"}
	r.until("it is open", func() bool { return a.title.Words() == r.text("compose.after.opened") })
	if a.mail.Visible() || !strings.Contains(a.words.Words(), "/data/mail/ticket-1.eml") {
		t.Errorf("said %q", a.words.Words())
	}
	r.rest()
	if r.ended() != "" {
		t.Fatal("closed before anybody could read it")
	}
	r.key(fyne.KeyReturn)
	r.until("it is closed", func() bool { return r.ended() == Sent })
}

func TestWithoutAMailProgramTheFileIsNamed(t *testing.T) {
	r, program := unsendable(t, Progress{Stage: Refused, Answer: "550 no such user", HandOff: true})
	a := r.form.after
	test.Tap(a.mail)
	program <- Progress{Stage: Unopened, File: "/data/mail/ticket-1.eml", HandOff: true}
	r.until("nothing opened it", func() bool { return a.title.Words() == r.text("compose.after.unopened") })
	for _, want := range []string{"/data/mail/ticket-1.eml", "0881.666679"} {
		if !strings.Contains(a.words.Words(), want) {
			t.Errorf("%q is not in %q", want, a.words.Words())
		}
	}
	test.Tap(a.mail)
	program <- Progress{Stage: Opened, File: "/data/mail/ticket-1.eml"}
	r.until("the second time it opens", func() bool { return a.title.Words() == r.text("compose.after.opened") })
}

func TestTheWindowMayCloseWhileTheMailProgramOpens(t *testing.T) {
	r, program := unsendable(t, Progress{Stage: Paused, HandOff: true})
	test.Tap(r.form.after.mail)
	r.key(fyne.KeyEscape)
	r.until("it is closed", func() bool { return r.ended() == Sent })
	program <- Progress{Stage: Opened}
	r.until("the answer is taken", func() bool { return len(program) == 0 })
	r.drain()
}

func TestTheMailProgramIsNotOfferedForWhatIsOnItsWay(t *testing.T) {
	for _, p := range []Progress{{Stage: Waiting}, {Stage: Paused}, {Stage: Taken}, {Stage: Refused, Editable: true}} {
		r := newRig(t, func(o *Options) { o.Callbacks.HandOff = func() Progress { return Progress{} } })
		r.writeGood()
		r.ctrlEnter()
		r.progress <- p
		r.until(string(p.Stage), func() bool { return r.form.after.title.Words() == r.text("compose.after."+string(p.Stage)) })
		if r.form.after.mail.Visible() || strings.Contains(r.form.after.words.Words(), r.text("compose.after.offer")) {
			t.Errorf("%s: offered", p.Stage)
		}
	}
}
