package mytickets

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"ticketpp/internal/history"
	"ticketpp/internal/window/parts"
)

// answer presses a button of the question that is asked.
func (r *rig) answer(words string) {
	r.Helper()
	r.until("it is asked", func() bool { return r.w.asking != nil })
	for _, o := range test.LaidOutObjects(r.w.win.Canvas().Overlays().Top()) {
		if b, ok := o.(*parts.Button); ok && b.Text == words {
			test.Tap(b)
			return
		}
	}
	r.Fatalf("no button %q", words)
}

func TestANumberFromTheUsersHandIsCorrected(t *testing.T) {
	r := newRig(t, func(r *rig) { r.mail(1, "Mandato 1532 fermo", time.Hour, history.Sent) }, nil)
	r.shown(1)
	h := r.w.head
	test.Tap(h.byHand)
	test.Type(h.entry, "12354")
	h.keepNumber()
	r.until("the number is kept", func() bool { return r.w.record.Number == "12354" })
	if !h.confirm.Visible() || h.byHand.Words() != "Correggi il numero" || h.again.Visible() || h.paste.Visible() || h.row.Visible() {
		t.Fatalf("the way to correct it: %v, %q", h.confirm.Visible(), h.byHand.Words())
	}
	test.Tap(h.byHand)
	if h.entry.Text != "12354" || !h.paste.Visible() {
		t.Errorf("it begins with %q", h.entry.Text)
	}
	test.Type(h.entry, "12345") // what was there is selected
	h.keepNumber()
	r.until("it is corrected", func() bool { return r.w.record.Number == "12345" })
	r.hear(1, history.Confirmed, 0, "12345", "registrato")
	r.w.refresh()
	r.until("the helpdesk says it too", func() bool { return len(r.w.record.Conversation) == 3 })
	if !h.confirm.Visible() { // nothing of that mail says that it is about this ticket
		t.Error("a mail that is no answer to the user's makes the number right")
	}
}

func TestAConfirmedNumberIsChangedAfterAQuestion(t *testing.T) {
	r := newRig(t, func(r *rig) {
		r.mail(1, "Mandato 1532 fermo", time.Hour, history.Sent)
		r.hear(1, history.Confirmed, 50*time.Minute, "12345", "registrato")
	}, nil)
	r.shown(1)
	h := r.w.head
	if h.confirm.Visible() {
		t.Error("the number that the helpdesk gave is offered for correction")
	}
	change := func(sure bool) (string, error) {
		return id(1), r.w.o.Callbacks.Number(id(1), "999", sure)
	}
	h.take(change)
	r.answer("Lascia 12345")
	h.take(change)
	r.until("it is asked", func() bool { return r.w.asking != nil })
	if got := r.w.record.Number; got != "12345" {
		t.Fatalf("number %q", got)
	}
	r.answer("Cambia il numero")
	r.until("it is changed", func() bool { return r.w.record.Number == "999" })
}

func TestADoubtfulConfirmationIsAskedAbout(t *testing.T) {
	r := newRig(t, func(r *rig) { r.mail(1, "Mandato 1532 fermo", time.Hour, history.Sent) }, nil)
	r.shown(1)
	r.doubt = &DoubtError{Number: "777", Other: "Stampante ferma"}
	r.w.app.Clipboard().SetContent("#Standard# Ticket #[777] Stampante ferma")
	r.w.head.pasteMail()
	r.until("it is asked", func() bool { return r.w.asking != nil })
	r.w.Escape() // the way out changes nothing
	if r.w.asking != nil || r.w.closed {
		t.Fatal("Esc does not answer")
	}
	r.w.head.pasteMail()
	r.answer("No, non salvare")
	if rec, _ := r.store.Get(id(1)); rec.Number != "" {
		t.Fatalf("number %q without a yes", rec.Number)
	}
	r.w.head.pasteMail()
	r.answer("Sì, è di questo")
	r.until("it is kept", func() bool { return r.w.record.Number == "777" })
	if e := r.w.record.Conversation[1]; !e.Given {
		t.Errorf("kept as %+v", e)
	}
}

func TestWhatIsLostByAYesLooksSo(t *testing.T) {
	r := newRig(t, func(r *rig) {
		r.mail(1, "Mandato 1532 fermo", time.Hour, history.Sent)
		r.hear(1, history.Confirmed, 50*time.Minute, "12345", "registrato")
	}, nil)
	r.shown(1)
	r.w.foot.write("information")
	r.write("Succede anche con il mandato 1533, e con tutti quelli di questa settimana.")
	r.w.foot.discard()
	r.until("it is asked", func() bool { return r.w.asking != nil })
	for _, o := range test.LaidOutObjects(r.w.win.Canvas().Overlays().Top()) {
		if b, ok := o.(*parts.Button); ok && (b.Text == "Elimina") != (b.Importance == widget.DangerImportance) {
			t.Errorf("%q has the importance %v", b.Text, b.Importance)
		}
	}
	if b, ok := r.w.win.Canvas().Focused().(*parts.Button); !ok || b.Text != "Continua a scrivere" {
		t.Errorf("the keyboard is at %v", r.w.win.Canvas().Focused())
	}
	r.answer("Continua a scrivere")
	if !r.w.foot.writing {
		t.Error("what was written is gone")
	}
	r.w.foot.discard()
	r.answer("Elimina")
	r.until("it is thrown away", func() bool { return r.called("discard") })
}

func TestASearchWithoutAFindPutsTheTicketAway(t *testing.T) {
	r := newRig(t, func(r *rig) {
		for n := 1; n <= 2; n++ {
			r.mail(n, "Mandato 1532 fermo", time.Hour, history.Sent)
			r.hear(n, history.Confirmed, 50*time.Minute, []string{"", "111", "222"}[n], "registrato")
		}
	}, nil)
	r.look(1)
	r.until("there is something to do", func() bool { return r.w.foot.box.Visible() })
	r.w.search.SetText("zebra")
	r.until("the ticket is put away", func() bool { return !r.w.ready && r.w.empty.Visible() })
	for name, o := range map[string]fyne.CanvasObject{"head": r.w.head.box, "conversation": r.w.talk.scroll, "buttons": r.w.foot.box} {
		if o.Visible() {
			t.Errorf("the old ticket's %s stays", name)
		}
	}
	r.w.search.SetText("")
	r.shown(1) // the one that was there, not the first of the list
	r.w.foot.write("information")
	r.write("Anche oggi.")
	r.w.search.SetText("zebra")
	r.until("nothing is found", func() bool { return r.w.none.Visible() })
	if !r.w.foot.writing || !r.w.foot.box.Visible() || r.w.foot.reply.entry.Text != "Anche oggi." {
		t.Error("what is being written went with the search")
	}
}
