package mytickets

import (
	"strings"
	"testing"
	"time"

	"ticketpp/internal/history"
	"ticketpp/internal/ticket"
	"ticketpp/internal/window/parts"
)

// begun is a ticket about which further information is half written.
func begun(t *testing.T) *rig {
	r := newRig(t, func(r *rig) {
		r.mail(1, "Mandato 1532 non trasmesso", 30*24*time.Hour, history.Sent)
		r.hear(1, history.Confirmed, 29*24*time.Hour, "12345", "Aperto.")
	}, nil)
	r.shown(1)
	r.w.foot.write(ticket.Information)
	r.write("Succede anche con il 1533.")
	return r
}

func TestWhatWasBegunBeforeTheEndReopensTheTicket(t *testing.T) {
	r := begun(t)
	r.hear(1, history.Resolves, 0, "12345", "Risolto.")
	r.w.refresh()
	r.until("it is resolved", func() bool { return r.w.record.State == history.Resolved })
	r.w.foot.send()
	if len(r.went()) != 0 || !strings.Contains(r.status(), "ora lo riapre") {
		t.Fatalf("sent %d, said %q", len(r.went()), r.status())
	}
	if k := r.w.foot.draft.FollowUp.Kind; k != ticket.Reopen || r.w.foot.draft.Description.Text != "Succede anche con il 1533." {
		t.Fatalf("it is a %s: %q", k, r.w.foot.draft.Description.Text)
	}
	r.w.foot.send()
	r.until("it goes", func() bool { return len(r.went()) == 1 })
	if sent := r.went()[0]; sent.FollowUp.Kind != ticket.Reopen || sent.Description.Text != "Succede anche con il 1533." {
		t.Errorf("sent %+v: %q", sent.FollowUp, sent.Description.Text)
	}
}

func TestWhatWasBegunBeforeTheEndIsNotSentTooLate(t *testing.T) {
	r := begun(t)
	r.hear(1, history.Resolves, 20*24*time.Hour, "12345", "Risolto.")
	r.w.refresh()
	r.until("it is resolved", func() bool { return r.w.record.State == history.Resolved })
	r.w.foot.send()
	if len(r.went()) != 0 || !strings.Contains(r.status(), "troppo tempo") || !r.w.foot.next.Visible() {
		t.Errorf("sent %d, said %q, a new one can be opened: %v", len(r.went()), r.status(), r.w.foot.next.Visible())
	}
	if r.w.foot.draft.Description.Text != "Succede anche con il 1533." {
		t.Errorf("the text is gone: %q", r.w.foot.draft.Description.Text)
	}
}

func TestAMailWithoutATextSaysSo(t *testing.T) {
	r := newRig(t, func(r *rig) {
		r.mail(1, "Mandato 1532 non trasmesso", time.Hour, history.Sent)
		r.hear(1, history.Confirmed, 0, "12345", "")
	}, nil)
	r.shown(1)
	said := false
	for _, c := range r.w.talk.cells {
		for _, o := range c.stack.Objects {
			words, ok := o.(*parts.Text)
			said = said || ok && strings.Contains(words.Words(), "leggilo nel programma di posta")
		}
	}
	if !said {
		t.Error("nothing is said of it")
	}
}
