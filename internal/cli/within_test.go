package cli

import (
	"strings"
	"testing"
	"time"

	"ticketpp/internal/history"
	"ticketpp/internal/l10n"
	"ticketpp/internal/ticket"
)

func TestUntilWhenATicketCouldBeReopenedIsSaidInItsOwnMeasure(t *testing.T) {
	for lang, words := range map[string]map[time.Duration]string{
		"it": {
			7 * 24 * time.Hour: "il ticket 12345 è risolto da più di 7 giorni e", 24 * time.Hour: "da più di un giorno e",
			36 * time.Hour: "da più di 36 ore e", 8 * time.Hour: "da più di 8 ore e", time.Hour: "da più di un'ora e",
			20 * time.Minute: "da più di 20 minuti e",
		},
		"en": {7 * 24 * time.Hour: "more than 7 days ago", 8 * time.Hour: "more than 8 hours ago"},
	} {
		texts, err := l10n.New(lang)
		if err != nil {
			t.Fatal(err)
		}
		c := ticketsCommand{t: texts}
		for within, want := range words {
			err := c.notNow(history.ErrTooLate, history.Record{ID: "a1", Number: "12345"}, ticket.Helpdesk{ReopenWithin: within})
			holds(t, err.Error(), want)
		}
	}
}

func holds(t *testing.T, got, want string) {
	t.Helper()
	if !strings.Contains(got, want) {
		t.Errorf("%q does not hold %q", got, want)
	}
}
