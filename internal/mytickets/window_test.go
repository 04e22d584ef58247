package mytickets

import (
	"errors"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"ticketpp/internal/history"
	"ticketpp/internal/ticket"
)

// three tickets: one is answered, one waits for the user, one was just sent.
func three(r *rig) {
	r.mail(1, "Mandato 1532 non trasmesso", 48*time.Hour, history.Sent)
	r.hear(1, history.Confirmed, 47*time.Hour, "12345", "Aperto con il numero 12345.")
	r.mail(2, "Fattura 118 scartata", 24*time.Hour, history.Sent)
	r.hear(2, history.Confirmed, 23*time.Hour, "12346", "Aperto.")
	r.hear(2, history.Suspends, 2*time.Hour, "12346", "Sospeso: quale fattura?")
	r.mail(3, "Protocollo illeggibile", time.Minute, history.Sent)
}

func TestTheNewestTicketIsShownFirstAndKeysMoveThroughTheList(t *testing.T) {
	r := newRig(t, three, nil)
	r.shown(3)
	press := func(k fyne.KeyName) { r.w.search.TypedKey(&fyne.KeyEvent{Name: k}) }
	press(fyne.KeyDown)
	r.shown(2)
	press(fyne.KeyDown)
	r.shown(1)
	press(fyne.KeyDown) // the end
	press(fyne.KeyUp)
	r.shown(2)
	if got := r.w.head.state.Words(); got != "Sospeso: tocca a te" {
		t.Errorf("its state: %q", got)
	}
	if got := r.w.head.facts.Words(); !strings.Contains(got, "Ticket 12346") || !strings.Contains(got, "0881 666679") {
		t.Errorf("its facts: %q", got)
	}
	press(fyne.KeyReturn)
	if r.w.win.Canvas().Focused() != r.w.foot.kinds[ticket.Answer] {
		t.Errorf("Enter leads to %T", r.w.win.Canvas().Focused())
	}
}

func TestSearchNarrowsTheListAndWhatWaitsForTheUserIsOneClickAway(t *testing.T) {
	r := newRig(t, three, nil)
	test.Type(r.w.search, "12345")
	r.until("one is found", func() bool { return len(r.w.list.found) == 1 && r.w.list.found[0].ID == id(1) })
	r.w.search.SetText("")
	test.Type(r.w.search, "perù")
	r.until("none is found", func() bool { return r.w.none.Visible() })
	if got := r.w.none.Words(); !strings.Contains(got, "«perù»") {
		t.Errorf("it says %q", got)
	}
	r.w.search.SetText("")
	r.until("all are back", func() bool { return len(r.w.list.found) == 3 })
	r.w.waiting.Tapped(nil)
	r.until("one waits for the user", func() bool { return len(r.w.list.found) == 1 && r.w.list.found[0].ID == id(2) })
	r.w.waiting.Tapped(nil)
	r.until("all are back", func() bool { return len(r.w.list.found) == 3 })
}

func TestATicketThatWasReadIsRead(t *testing.T) {
	r := newRig(t, three, nil)
	r.look(2)
	r.until("it counts as read", func() bool { return r.called("read " + id(2)) })
	r.until("and is not bold for it", func() bool {
		rec, err := r.store.Get(id(2))
		return err == nil && !rec.Summary().Unread
	})
}

func TestAChangeIsShownAtOnce(t *testing.T) {
	r := newRig(t, three, nil)
	r.shown(3)
	r.hear(3, history.Confirmed, 0, "12347", "Aperto.")
	r.changed <- struct{}{}
	r.until("the number is there", func() bool { return strings.Contains(r.w.head.facts.Words(), "12347") })
	if r.w.head.state.Words() != "Aperto" || r.w.head.confirm.Visible() {
		t.Errorf("state %q", r.w.head.state.Words())
	}
}

func TestTenThousandTicketsTakeNoMoreRowsThanTen(t *testing.T) {
	r := newRig(t, func(r *rig) {
		if err := r.store.Import(many(10_000)); err != nil {
			r.Fatal(err)
		}
	}, nil)
	r.shown(1)
	if len(r.w.list.rows) > 20 {
		t.Errorf("%d rows exist", len(r.w.list.rows))
	}
	for _, text := range []string{"9", "99", "999", "9998"} {
		r.w.search.SetText(text)
		r.until("found "+text, func() bool { return r.w.asked.Load() > 0 && matches(r.w.list.found, text) })
	}
	r.w.search.SetText("")
	r.until("all are back", func() bool { return len(r.w.list.found) == 10_000 })
	r.w.listKey(&fyne.KeyEvent{Name: fyne.KeyEnd})
	r.shown(10_000)
}

func matches(found []history.Summary, text string) bool {
	if len(found) == 0 {
		return false
	}
	for _, s := range found {
		if !strings.Contains(s.Subject, text) {
			return false
		}
	}
	return true
}

func TestNotConfirmedIsNeverCalledFailed(t *testing.T) {
	r := newRig(t, func(r *rig) { r.mail(1, "Mandato 1532 non trasmesso", time.Hour, history.Sent) }, nil)
	r.shown(1)
	if got := r.w.head.state.Words(); got != "Non ancora confermato" {
		t.Errorf("it says %q", got)
	}
	if got := r.w.head.means.Words(); !strings.Contains(got, "non ancora confermato") || !strings.Contains(got, "0881 666679") {
		t.Errorf("and %q", got)
	}
	r.w.head.again.OnTapped()
	r.until("the mailbox is looked at", func() bool { return r.called("look") && !r.w.head.looking })
	if got := r.w.head.message.Words(); !strings.Contains(got, "non c'è ancora") {
		t.Errorf("then %q", got)
	}
	r.lookError = errors.New("Il server di posta non risponde.")
	r.w.look()
	r.until("why not is said", func() bool { return r.w.head.message.Words() == "Il server di posta non risponde." })
}

func TestTheNumberCanBeTypedOrPasted(t *testing.T) {
	r := newRig(t, func(r *rig) {
		r.mail(1, "Mandato 1532 non trasmesso", time.Hour, history.Sent)
		r.mail(2, "Fattura 118 scartata", 2*time.Hour, history.Sent)
	}, nil)
	r.shown(1)
	r.w.head.byHand.Tapped(nil)
	test.Type(r.w.head.entry, "dodici")
	r.w.head.keep.OnTapped()
	r.until("what is no number is said", func() bool { return strings.Contains(r.w.head.message.Words(), "Non sembra un numero") })
	r.w.head.entry.SetText("12345")
	r.w.head.entry.OnSubmitted("")
	r.until("the number is there", func() bool { return strings.Contains(r.w.head.facts.Words(), "12345") })
	r.look(2)
	r.w.app.Clipboard().SetContent("")
	r.w.head.paste.Tapped(nil)
	if !strings.Contains(r.w.head.message.Words(), "Prima copia") {
		t.Errorf("it says %q", r.w.head.message.Words())
	}
	r.w.app.Clipboard().SetContent("Ticket #[777]")
	r.w.head.paste.Tapped(nil)
	r.until("the number is there", func() bool { return strings.Contains(r.w.head.facts.Words(), "777") })
}

func TestADroppedMailThatIsNotOursIsSaid(t *testing.T) {
	r := newRig(t, three, nil)
	r.look(1)
	r.w.dropMail("/tmp/x.eml")
	r.until("it is said", func() bool { return strings.Contains(r.status(), "nessuno dei tuoi ticket") })
}

func TestARefusedTicketIsTakenUpAgain(t *testing.T) {
	r := newRig(t, func(r *rig) {
		r.mail(1, "Mandato 1532 non trasmesso", time.Hour, history.Sent)
		r.hear(1, history.NoTicket, 0, "", "Permission Denied")
	}, nil)
	r.shown(1)
	if got := r.w.head.means.Words(); !strings.Contains(got, "Permission Denied") {
		t.Errorf("it says %q", got)
	}
	if !r.w.foot.redo.Visible() || r.w.foot.kinds[ticket.Information].Visible() {
		t.Fatal("it cannot be written again")
	}
	r.w.foot.redo.OnTapped()
	r.until("the form opens", func() bool { return r.called("again " + id(1) + " 0") })
}

func TestAnOldTicketIsNotReopenedButNamed(t *testing.T) {
	r := newRig(t, func(r *rig) {
		r.mail(1, "Mandato 1532 non trasmesso", 30*24*time.Hour, history.Sent)
		r.hear(1, history.Confirmed, 29*24*time.Hour, "12345", "Aperto.")
		r.hear(1, history.Resolves, 20*24*time.Hour, "12345", "Risolto.")
	}, nil)
	r.shown(1)
	if r.w.foot.kinds[ticket.Reopen].Visible() || !r.w.foot.next.Visible() {
		t.Fatal("it can be reopened")
	}
	r.w.foot.next.OnTapped()
	r.until("the form opens", func() bool { return r.called("again " + id(1) + " 1") })
}
