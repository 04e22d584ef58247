package mytickets

import (
	"fmt"
	"testing"
	"time"

	"fyne.io/fyne/v2/test"

	"ticketpp/internal/history"
	"ticketpp/internal/l10n"
	"ticketpp/internal/ticket"
)

// A key typed into the search over ten thousand tickets, until the list shows
// what it finds.
func BenchmarkKey(b *testing.B) {
	store, err := history.Open(b.TempDir())
	if err != nil {
		b.Fatal(err)
	}
	if err := store.Import(many(10_000)); err != nil {
		b.Fatal(err)
	}
	texts, err := l10n.New("it")
	if err != nil {
		b.Fatal(err)
	}
	queue := make(chan func(), 4000)
	app := test.NewTempApp(b)
	w := New(app, Options{
		Texts: texts, Helpdesks: []ticket.Helpdesk{desk()}, do: func(fn func()) { queue <- fn },
		Callbacks: Callbacks{
			Search: store.Search, Get: store.Get, Read: store.MarkRead, Leave: func() error { return nil },
			Resume: func(string) (ticket.Ticket, bool, error) { return ticket.Ticket{}, false, nil },
		},
	})
	w.Show()
	defer w.Leave()
	keys := []string{"m", "ma", "man", "mandato 9", "mandato 99", "mandato 999"}
	for i := 0; b.Loop(); i++ {
		w.search.SetText(keys[i%len(keys)])
		for order := w.asked.Load(); w.answered != order; {
			(<-queue)()
		}
	}
}

// many are tickets of the last years, the newest first.
func many(n int) []history.Record {
	var list []history.Record
	for i := range n {
		at := time.Now().Add(-time.Duration(i) * time.Hour)
		list = append(list, history.Imported(history.Own{State: history.Sent, QueuedAt: at, SentAt: at, Ticket: ticket.Ticket{
			ID: id(i + 1), MessageID: fmt.Sprint(i), Helpdesk: "h", Subject: fmt.Sprintf("Mandato %d non trasmesso", i),
			Description: ticket.Description{Doing: "Trasmettevo i mandati della settimana.", Happened: "Errore 2718 del tesoriere."},
		}}))
	}
	return list
}
