package coach

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"ticketpp/internal/ticket"
)

// hostile texts: seeds for all fuzz targets and for the time limit.
func hostile() []string {
	return []string{
		"", " ", "\x00", "\xff\xfe", "urgente!!!!!! SOGGETTO INESISTENTE????", "Re: R: [Ticket#1] per Marco: URGENTE stampa!!!",
		"per", "x", "c.a.", "Alla cortese attenzione", "«", "\"urgente\"", "Ꙁ", "e\u0301\u0301\u0301", "ß", "İ", "Comune di", "a.b.c.d.e.f",
		"A I U T O", "[[[[", "re:re:re:re:", "password: ****", "password=abc123", "pwd pwd pwd", "IT60X0542811101000000123456", "4111 1111 1111 1111",
		"PER MICHELANGELO MI CHIAMI URGENTISSIMO VEDI ALLEGATO", "URGENTE URGENTE URGENTE mandato", "##1##", "#a# Ticket #[1]",
		"prenoto assistenza per la chiusura!!!", "SOS: server spento", "\u200b\u200b", "\u202eurgente", "stampa\x00urgente", "…", "1/1/1/1", "x Marco",
	}
}

// desk is the helpdesk under which texts are fuzzed.
func desk() ticket.Helpdesk {
	return ticket.Helpdesk{
		Name: "Prova", Address: "help@desk.example", Domains: []string{"desk.example"}, Phone: "0881 000000",
		Products: []string{"Mago4", "Cityware Online"}, Staff: []string{"Michelangelo", "Anna Verdi"}, Modules: []ticket.Module{{Name: "Cityfinancing"}},
	}
}

// properties are what must hold for every subject.
func properties(t *testing.T, c *Coach, s string) {
	t.Helper()
	findings := c.Subject(s)
	for _, f := range findings {
		if f.Rule == "" || f.Level == "" || strings.HasPrefix(f.Message, "coach.") || f.Message == "" {
			t.Fatalf("%q: finding %+v without words", s, f)
		}
		if f.Suggestion == "" {
			continue
		}
		if again := c.Subject(f.Suggestion); Rejects(again) {
			t.Fatalf("%q: suggestion %q is rejected itself: %+v", s, f.Suggestion, again)
		}
		if utf8.ValidString(s) && !utf8.ValidString(f.Suggestion) {
			t.Fatalf("%q: suggestion %q is not UTF-8", s, f.Suggestion)
		}
	}
	for _, around := range []string{" " + s, s + "\t\n", "\u00a0" + s + "\u200b "} {
		if other := c.Subject(around); !same(findings, other) {
			t.Fatalf("%q: white space around changes %+v to %+v", s, findings, other)
		}
	}
}

func same(a, b []Finding) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

func FuzzSubject(f *testing.F) {
	for _, s := range hostile() {
		f.Add(s)
	}
	for _, name := range []string{"subjects.tsv", "more-subjects-bad.tsv", "more-subjects-good.tsv"} {
		for _, l := range readLabelled(f, name) {
			f.Add(l.text)
		}
	}
	bare, own := newCoach(f, ticket.Helpdesk{}), newCoach(f, desk())
	f.Fuzz(func(t *testing.T, s string) {
		properties(t, bare, s)
		properties(t, own, s)
	})
}

func FuzzDescription(f *testing.F) {
	for _, s := range hostile() {
		f.Add(s, s)
	}
	for _, l := range readLabelled(f, "more-descriptions.tsv") {
		f.Add(l.text, "")
	}
	c := newCoach(f, desk())
	f.Fuzz(func(t *testing.T, text, data string) {
		d := ticket.Description{Text: text, Data: data}
		findings := c.Description(d)
		for _, found := range findings {
			if found.Suggestion == "" {
				continue
			}
			if again := c.Description(replaced(d, found.Part, found.Suggestion)); Rejects(again) {
				t.Fatalf("%q: suggestion %q is rejected itself: %+v", text, found.Suggestion, again)
			}
		}
		d.Text = "\n " + text + "\t"
		if other := c.Description(d); !same(findings, other) {
			t.Fatalf("%q: white space around changes %+v to %+v", text, findings, other)
		}
		if s := c.SubjectFrom(d); s != "" && Rejects(c.Subject(s)) {
			t.Fatalf("%q: offers the subject %q and rejects it", text, s)
		}
		c.FollowUp(text)
	})
}

func FuzzContact(f *testing.F) {
	for _, s := range []string{"0731538419", "+39 333 1234567", "anna@comune.it", "Anna <anna@comune.it>", "a@b", "@", "anna(at)comune.it", "àccento@comune.it", "a,b@c,it"} {
		f.Add(s)
	}
	c := newCoach(f, desk())
	f.Fuzz(func(t *testing.T, s string) {
		c.Name(s)
		c.Phone(s)
		for _, found := range append(c.Email(s), c.BCC(s)...) {
			if found.Suggestion == "" {
				continue
			}
			look := c.Email
			if found.Field == FieldBCC {
				look = c.BCC
			}
			if Rejects(look(found.Suggestion)) {
				t.Fatalf("%q: suggestion %q is rejected itself", s, found.Suggestion)
			}
		}
	})
}

// A hundred kilobytes of anything must not take a person's time. They take some
// tens of milliseconds; the limit leaves room for a busy machine, not for work
// that grows with the square of the length.
func TestLongTextsTakeBoundedTime(t *testing.T) {
	c := newCoach(t, desk())
	const size = 100_000
	longest := time.Duration(0)
	seeds := append(hostile(), "problmea ", "per ", "pwd:", "a", "!", "é", "1 ", "aiutooo ", "x Marco e ", "c.a. ", "4111 ", "urgente ", "alla cortese attenzione di ", "\n", "[Ticket#", "IT60", "prenoto ", "come da ")
	for _, seed := range seeds {
		if seed == "" {
			continue
		}
		text := strings.Repeat(seed, size/len(seed)+1)[:size]
		begin := time.Now()
		c.Subject(text)
		c.Description(ticket.Description{Text: text})
		c.FollowUp(text)
		c.Phone(text)
		c.Email(text)
		c.BCC(text)
		c.Name(text)
		if took := time.Since(begin); took > 3*time.Second {
			t.Errorf("100 kB of %q take %v", seed, took)
		} else {
			longest = max(longest, took)
		}
	}
	t.Logf("the longest takes %v", longest)
}
