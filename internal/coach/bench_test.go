package coach

import (
	"slices"
	"testing"
	"time"

	"ticketpp/assets"
	"ticketpp/internal/l10n"
	"ticketpp/internal/ticket"
)

// BenchmarkSubject reads the subjects of all tables and reports the time of
// the slowest hundredth, which is what a typing person may feel.
func BenchmarkSubject(b *testing.B) {
	c := newCoach(b, ticket.Helpdesk{})
	var texts []string
	for _, name := range []string{"subjects.tsv", "more-subjects-good.tsv", "more-subjects-bad.tsv"} {
		for _, l := range readLabelled(b, name) {
			texts = append(texts, l.text)
		}
	}
	slowest(b, texts, func(s string) { c.Subject(s) })
}

func BenchmarkDescription(b *testing.B) {
	c := newCoach(b, ticket.Helpdesk{})
	var texts []string
	for _, l := range readLabelled(b, "more-descriptions.tsv") {
		texts = append(texts, l.text)
	}
	slowest(b, texts, func(s string) { c.Description(ticket.Description{Text: s}) })
}

func slowest(b *testing.B, texts []string, look func(string)) {
	b.Helper()
	b.ReportAllocs()
	var took []time.Duration
	n := 0
	for b.Loop() {
		begin := time.Now()
		look(texts[n%len(texts)])
		took = append(took, time.Since(begin))
		n++
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds()), "µs-p99")
}

// BenchmarkLexicon is the price of the first use.
func BenchmarkLexicon(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := readLexicon(assets.Lexicon); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkNew(b *testing.B) {
	texts, err := l10n.New("it")
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := New(texts, desk()); err != nil {
			b.Fatal(err)
		}
	}
}
