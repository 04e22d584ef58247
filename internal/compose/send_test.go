package compose

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"ticketpp/internal/l10n"
	"ticketpp/internal/ticket"
)

func (r *rig) sentTickets() []ticket.Ticket {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.sent
}

func TestCtrlEnterSendsAndTheWindowCloses(t *testing.T) {
	r := newRig(t, nil)
	r.writeGood()
	r.typeInto(idSubject, "  ")
	r.ctrlEnter()
	r.until("it is handed over", func() bool { return r.form.state == handed })
	sent := r.sentTickets()
	if len(sent) != 1 || sent[0].Subject != "Fido calcolato male" || sent[0].Contact.Name != "Anna Bianchi" {
		t.Fatalf("sent %+v", sent)
	}
	if got := r.form.after.title.Words(); got != "Il ticket è in viaggio" {
		t.Errorf("first: %q", got)
	}
	r.progress <- Progress{Stage: Taken}
	r.until("it is taken", func() bool { return r.form.after.title.Words() == "Consegnato al server di posta" })
	if r.ended() != "" {
		t.Error("closed before anybody could read it")
	}
	r.rest()
	r.until("the window closes", func() bool { return r.ended() == Sent })
}

func TestWaitingIsSaid(t *testing.T) {
	r := newRig(t, nil)
	r.writeGood()
	r.ctrlEnter()
	r.progress <- Progress{Stage: Waiting}
	r.until("it waits", func() bool { return r.form.after.title.Words() == "In attesa: partirà da solo" })
	if !strings.Contains(r.form.after.words.Words(), "0881.666679") {
		t.Errorf("no phone number in %q", r.form.after.words.Words())
	}
	r.key(fyne.KeyEscape)
	r.until("Esc ends it", func() bool { return r.ended() == Sent })
}

func TestRefusedTicketCanBeCorrected(t *testing.T) {
	r := newRig(t, nil)
	r.writeGood()
	r.ctrlEnter()
	r.progress <- Progress{Stage: Refused, Answer: "550 no such user", Editable: true}
	r.until("it is refused", func() bool { return r.form.after.edit.Visible() })
	if !strings.Contains(r.form.after.words.Words(), "550 no such user") {
		t.Errorf("the server's answer is not in %q", r.form.after.words.Words())
	}
	test.Tap(r.form.after.edit)
	r.typeInto(idSubject, " davvero")
	r.ctrlEnter()
	r.until("it is sent again", func() bool { return len(r.sentTickets()) == 2 })
	if got := r.sentTickets()[1].Subject; got != "Fido calcolato male davvero" {
		t.Errorf("sent again: %q", got)
	}
}

func TestBlockLeadsToTheFirstFault(t *testing.T) {
	r := newRig(t, nil)
	r.typeInto(idHappened, "negativo")
	r.ctrlEnter()
	if len(r.sentTickets()) != 0 || r.focused() != idSubject || r.advice(idSubject) != "write subject" {
		t.Errorf("sent %d, keyboard in %q, said %q", len(r.sentTickets()), r.focused(), r.advice(idSubject))
	}
	r.typeInto(idSubject, "Fido calcolato male")
	r.ctrlEnter()
	r.until("it is sent", func() bool { return len(r.sentTickets()) == 1 })
}

func TestBlockOpensTheFoldedContact(t *testing.T) {
	r := newRig(t, func(o *Options) { o.Contact.Phone = "fault" })
	if r.form.person.open {
		t.Fatal("the contact is not folded at first")
	}
	r.writeGood()
	r.ctrlEnter()
	if !r.form.person.open || r.focused() != idPhone || r.advice(idPhone) != "no fault" {
		t.Errorf("open %v, keyboard in %q, said %q", r.form.person.open, r.focused(), r.advice(idPhone))
	}
}

func warned(t *testing.T) *rig {
	r := newRig(t, func(o *Options) {
		h := desks()[0]
		h.Coach = ticket.Warn
		o.Helpdesks = []ticket.Helpdesk{h}
	})
	r.typeInto(idSubject, "a fault")
	r.typeInto(idHappened, "negativo")
	r.ctrlEnter()
	if r.form.state != asking || len(r.sentTickets()) != 0 {
		t.Fatalf("state %v, sent %d", r.form.state, len(r.sentTickets()))
	}
	return r
}

func TestWarnAsksOnceAndSends(t *testing.T) {
	r := warned(t)
	if got := r.status(); got != r.text("compose.ask", l10n.Vars{"Names": "oggetto"}) {
		t.Errorf("asks %q", got)
	}
	r.ctrlEnter()
	r.until("it is sent", func() bool { return len(r.sentTickets()) == 1 })
}

func TestWarnCanBeCompleted(t *testing.T) {
	r := warned(t)
	r.key(fyne.KeyEscape)
	if r.form.state != writing || r.ended() != "" {
		t.Fatal("Esc does not lead back to the form")
	}
	r.retype(idSubject, "good")
	r.ctrlEnter()
	r.until("it is sent", func() bool { return len(r.sentTickets()) == 1 })
}

func TestWarnJudgesAgainWhatWasChangedSince(t *testing.T) {
	r := warned(t)
	r.form.person.toggle()
	r.drain()
	r.retype(idEmail, "fault")
	r.ctrlEnter()
	if len(r.sentTickets()) != 0 || r.focused() != idEmail {
		t.Fatalf("sent %d, keyboard in %q", len(r.sentTickets()), r.focused())
	}
	r.retype(idEmail, "a@b.it")
	r.ctrlEnter() // asked once already
	r.until("it is sent", func() bool { return len(r.sentTickets()) == 1 })
}

func TestWarnDoesNotSendWhatCannotBeMailed(t *testing.T) {
	r := newRig(t, func(o *Options) {
		h := desks()[1]
		h.Coach = ticket.Warn
		o.Helpdesks = []ticket.Helpdesk{h}
	})
	r.writeGood()
	r.ctrlEnter()
	if r.form.state != writing || r.focused() != idModule || r.advice(idModule) == "" {
		t.Errorf("state %v, keyboard in %q, said %q", r.form.state, r.focused(), r.advice(idModule))
	}
}

func TestHandOverThatFailsKeepsTheForm(t *testing.T) {
	r := newRig(t, nil)
	r.writeGood()
	r.sendError = errDisk
	r.ctrlEnter()
	r.until("it is said", func() bool { return r.status() == r.text("compose.send.disk-full") })
	if r.form.state != writing || r.entry(idSubject).Text != "Fido calcolato male" {
		t.Error("the form is not as it was")
	}
	r.mu.Lock()
	n := len(r.saved)
	r.sendError = nil
	r.mu.Unlock()
	r.typeInto(idSubject, "!")
	r.until("it saves again", func() bool {
		r.mu.Lock()
		defer r.mu.Unlock()
		return len(r.saved) > n
	})
	r.retype(idSubject, "Fido calcolato male")
	r.ctrlEnter()
	r.until("it is sent", func() bool { return len(r.sentTickets()) == 1 })
}

func TestSecondSendIsOne(t *testing.T) {
	r := newRig(t, nil)
	r.writeGood()
	r.ctrlEnter()
	r.ctrlEnter()
	r.until("it is handed over", func() bool { return r.form.state == handed })
	r.form.send()
	r.drain()
	if n := len(r.sentTickets()); n != 1 {
		t.Errorf("sent %d times", n)
	}
}

func TestEscKeepsTheDraft(t *testing.T) {
	r := newRig(t, nil)
	r.typeInto(idSubject, "F")
	r.key(fyne.KeyEscape)
	r.until("it closes", func() bool { return r.ended() != "" })
	if r.ended() != Left || len(r.saved) == 0 || r.saved[len(r.saved)-1].Subject != "F" {
		t.Errorf("outcome %q, saved %+v", r.ended(), r.saved)
	}
}

func TestEscWithNothingWrittenLeavesNothing(t *testing.T) {
	r := newRig(t, nil)
	r.key(fyne.KeyEscape)
	r.until("it closes", func() bool { return r.ended() != "" })
	if r.ended() != Discarded {
		t.Errorf("outcome %q", r.ended())
	}
}

func TestEscWorksFromEveryKindOfField(t *testing.T) {
	for _, id := range []fieldID{idHelpdesk, idCategory, idSeverity, idDoing, idFiles} {
		r := newRig(t, nil)
		r.focus(id)
		r.key(fyne.KeyEscape)
		r.until("it closes from "+string(id), func() bool { return r.ended() != "" })
	}
}

func TestCtrlEnterWorksFromEveryKindOfField(t *testing.T) {
	for _, id := range []fieldID{idHelpdesk, idSeverity, idSubject, idData, idFiles} {
		r := newRig(t, nil)
		r.writeGood()
		r.focus(id)
		r.ctrlEnter()
		r.until("it is sent from "+string(id), func() bool { return len(r.sentTickets()) == 1 })
	}
}

func TestClosingThatWouldLoseTheTextAsksAgain(t *testing.T) {
	r := newRig(t, nil)
	r.mu.Lock()
	r.saveError = errDisk
	r.mu.Unlock()
	r.typeInto(idSubject, "F")
	r.key(fyne.KeyEscape)
	r.until("it is said", func() bool { return strings.Contains(r.status(), r.text("compose.close.anyway")) })
	if r.ended() != "" {
		t.Fatal("it closed all the same")
	}
	r.key(fyne.KeyEscape)
	r.until("it closes", func() bool { return r.ended() == Left })
}

func TestSaveThatFailsIsSaidUntilItWorks(t *testing.T) {
	r := newRig(t, nil)
	r.mu.Lock()
	r.saveError = errDisk
	r.mu.Unlock()
	r.typeInto(idSubject, "F")
	r.until("it is said", func() bool {
		return r.form.notice.box.Visible() && r.form.notice.words.Words() == r.text("compose.save.disk-full")
	})
	r.mu.Lock()
	r.saveError = nil
	r.mu.Unlock()
	r.until("it is well again", func() bool { return !r.form.notice.box.Visible() })
}

func TestDiscardAsksFirst(t *testing.T) {
	r := newRig(t, nil)
	r.typeInto(idSubject, "F")
	test.Tap(r.form.bar.discard)
	if r.form.state != discarding || r.ended() != "" {
		t.Fatal("it does not ask")
	}
	r.key(fyne.KeyEscape)
	if r.form.state != writing || r.entry(idSubject).Text != "F" {
		t.Fatal("no is not heard")
	}
	test.Tap(r.form.bar.discard)
	test.Tap(r.form.bar.first)
	r.until("it closes", func() bool { return r.ended() == Discarded })
}

func TestTheCrossClosesWhateverIsAsked(t *testing.T) {
	r := warned(t)
	r.form.cross()
	r.until("it closes", func() bool { return r.ended() == Left })
}

// A process that ends with its form open saves what was typed, and leaves no
// draft of a form in which nobody has written.
func TestTheEndKeepsWhatIsTypedAndNothingElse(t *testing.T) {
	untouched := newRig(t, nil)
	if err := untouched.form.End(); err != nil || untouched.ended() != Discarded {
		t.Errorf("untouched: %q, %v", untouched.ended(), err)
	}
	r := newRig(t, nil)
	r.typeInto(idSubject, "F")
	if err := r.form.End(); err != nil {
		t.Fatal(err)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if n := len(r.saved); n == 0 || r.saved[n-1].Subject != "F" {
		t.Errorf("saved %+v", r.saved)
	}
}

func TestTooMuchIsNotSent(t *testing.T) {
	r := newRig(t, func(o *Options) { o.MaxTotal = 1_000_000 })
	r.writeGood()
	r.ctrlEnter()
	if len(r.sentTickets()) != 0 || r.advice(idFiles) == "" {
		t.Fatalf("sent %d, said %q", len(r.sentTickets()), r.advice(idFiles))
	}
	test.Tap(r.form.shots.toggle)
	if r.advice(idFiles) != "" {
		t.Errorf("still said: %q", r.advice(idFiles))
	}
	r.ctrlEnter()
	r.until("it is sent", func() bool { return len(r.sentTickets()) == 1 })
}

// What takes longer than a second has a bar; the page does not go while it
// gets on, and closing it leaves the ticket with the queue.
func TestASlowMailHasABar(t *testing.T) {
	r := newRig(t, nil)
	r.writeGood()
	r.ctrlEnter()
	r.until("it is handed over", func() bool { return r.form.state == handed })
	bar, shown := r.form.after.sent, r.form.after.gets.Visible
	if shown() {
		t.Error("a bar before there is anything to show")
	}
	r.progress <- Progress{Stage: Sending, Sent: 1_000_000, Total: 4_000_000}
	r.until("the bar shows", shown)
	if bar.Value/bar.Max != 0.25 || r.form.after.far.Words() != "1 MB di 4 MB" {
		t.Errorf("%v of %v, %q", bar.Value, bar.Max, r.form.after.far.Words())
	}
	before := len(r.waits)
	r.progress <- Progress{Stage: Sending, Sent: 2_000_000, Total: 4_000_000}
	r.until("it gets on", func() bool { return bar.Value == 2_000_000 })
	if len(r.waits) <= before || *r.waits[before-1] != nil {
		t.Error("the page would go while the mail gets on")
	}
	r.progress <- Progress{Stage: Waiting}
	r.until("it waits", func() bool { return !shown() })
	test.Tap(r.form.after.close)
	r.until("it is closed", func() bool { return r.ended() == Sent })
}
