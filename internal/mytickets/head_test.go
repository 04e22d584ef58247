package mytickets

import (
	"strings"
	"testing"
	"time"

	"ticketpp/internal/history"
	"ticketpp/internal/l10n"
	"ticketpp/internal/ticket"
)

// A code is put into words, which say what to do and are not preceded by that;
// what a server said stays as it is.
func TestReasonWords(t *testing.T) {
	texts, err := l10n.New("it")
	if err != nil {
		t.Fatal(err)
	}
	for reason, want := range map[string]string{
		"size":             "Il ticket non è stato aperto. Il ticket è più grande di quanto il server di posta accetta. Togli",
		"expired":          "Il ticket non è stato aperto. Per cinque giorni",
		"550 no such user": "Il ticket non è stato aperto: correggilo e invialo di nuovo. Motivo: 550 no such user",
		"":                 texts.Get("mytickets.means.failed.silent"),
	} {
		rec := history.Record{State: history.Failed, LastError: reason}
		if got := meaning(texts, rec, "failed", ticket.Helpdesk{}, time.Now()); !strings.HasPrefix(got, want) {
			t.Errorf("%q is said as %q", reason, got)
		}
	}
}
