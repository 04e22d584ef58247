package history

import (
	"errors"
	"fmt"
	"testing"
	"time"
)

func TestSearch(t *testing.T) {
	s := open(t, t.TempDir())
	for n, subject := range []string{"Mandato 1532 non trasmesso perché la firma è scaduta", "Reversale 77 non trasmessa", "Stampa del CUD vuota"} {
		say(t, s, mail(n, subject, Sent))
	}
	hear(t, s, id(1), Confirmed, 5, numbered("12345"))
	for query, want := range map[string]string{
		"":                "1 2 0", // the newest word first
		"PERCHE firma":    "0",
		"trasmess":        "1 0",
		"12345":           "1",
		"#[12345]":        "1",
		"esito":           "1 2 0", // in the description
		"vuota cud":       "2",
		"niente di tutto": "",
	} {
		found, err := s.Search(query)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for _, f := range found {
			for n := range 3 {
				if f.ID == id(n) {
					got += fmt.Sprint(n, " ")
				}
			}
		}
		if len(got) > 0 {
			got = got[:len(got)-1]
		}
		if got != want {
			t.Errorf("%q finds %q, want %q", query, got, want)
		}
	}
}

func TestFindByWhatPeopleGive(t *testing.T) {
	s := open(t, t.TempDir())
	say(t, s, mail(0, "Mandato 1532 non trasmesso", Sent))
	hear(t, s, id(0), Confirmed, 5, numbered("12345"))
	for _, what := range []string{id(0), "12345", "#12345", "<m0@comune.example>", id(0)[:12], id(0)[:4]} {
		if got, err := s.Find(what); err != nil || got.ID != id(0) {
			t.Errorf("%q: %v, %v", what, got, err)
		}
	}
	for _, what := range []string{"", "000", "99", "[]"} {
		if got, err := s.Find(what); err == nil {
			t.Errorf("%q finds %v", what, got)
		}
	}
}

func TestSimilar(t *testing.T) {
	s := open(t, t.TempDir())
	for n, subject := range []string{
		"Mandato 1532 non trasmesso in tesoreria", "Stampa del CUD vuota", "Fattura elettronica scartata dallo SDI", "Errore nel calcolo delle ritenute",
	} {
		say(t, s, mail(n, subject, Sent))
		if n != 3 {
			hear(t, s, id(n), Confirmed, 5+n, numbered(fmt.Sprint(100+n)))
		}
	}
	for subject, want := range map[string]int{
		"Mandato 1532 non trasmesso alla tesoreria":        0,
		"Il mandato 1532 non è stato trasmesso":            0,
		"Mandato 1600 non trasmesso in tesoreria":          -1, // another document
		"Stampe CUD vuote":                                 1,
		"Fatture elettroniche scartate dallo SDI":          2,
		"Fattura eletronica scartata dallo SDI":            2, // a slip
		"Fattura non stampata":                             -1,
		"Errore nel calcolo delle ritenute":                -1, // no number to add to
		"Stampa":                                           -1,
		"":                                                 -1,
		"Non riesco ad aprire il programma di contabilità": -1,
	} {
		got, err := s.Similar("h", subject)
		if err != nil {
			t.Fatal(err)
		}
		switch {
		case want < 0 && len(got) > 0:
			t.Errorf("%q is taken for %q", subject, got[0].Subject)
		case want >= 0 && (len(got) == 0 || got[0].ID != id(want)):
			t.Errorf("%q finds %v", subject, got)
		}
	}
	if got, _ := s.Similar("another", "Stampa del CUD vuota"); len(got) > 0 {
		t.Error("a ticket at another helpdesk")
	}
	hear(t, s, id(1), Resolves, 60, nil)
	if got, _ := s.Similar("h", "Stampa del CUD vuota"); len(got) > 0 {
		t.Error("a resolved ticket")
	}
}

// many fills a store with n tickets, as an import does.
func many(t testing.TB, dir string, n int) *Store {
	t.Helper()
	s := open(t, dir)
	var batch []Record
	for i := range n {
		batch = append(batch, Imported(mail(i, fmt.Sprintf("Mandato %d del capitolo %d non trasmesso in tesoreria", i, i%97), Sent)))
	}
	if err := s.Import(batch); err != nil {
		t.Fatal(err)
	}
	return s
}

// Ten thousand tickets are listed in the blink of an eye, and searched at
// every key. The bounds are far above what a slow machine needs.
func TestTenThousandTickets(t *testing.T) {
	dir := t.TempDir()
	many(t, dir, 10_000)
	s := open(t, dir)
	began := time.Now()
	if got := list(t, s); len(got) != 10_000 {
		t.Fatalf("%d tickets", len(got))
	}
	if took := time.Since(began); took > 500*time.Millisecond {
		t.Errorf("the list took %s", took)
	}
	began = time.Now()
	const keys = 20
	for range keys {
		if found, err := s.Search("mandato 99 tesoreria"); err != nil || len(found) == 0 {
			t.Fatalf("%d found, %v", len(found), err)
		}
	}
	if took := time.Since(began) / keys; took > 200*time.Millisecond {
		t.Errorf("a search took %s", took)
	}
	if err := s.MarkNumber(id(77), "4711"); err != nil {
		t.Fatal(err)
	}
	if found, err := s.Find("4711"); err != nil || found.ID != id(77) {
		t.Errorf("%v, %v", found, err)
	}
}

func BenchmarkListTenThousand(b *testing.B) {
	dir := b.TempDir()
	many(b, dir, 10_000)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := open(b, dir).List(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkSearchTenThousand(b *testing.B) {
	s := many(b, b.TempDir(), 10_000)
	list(b, s)
	time.Sleep(granularity + 100*time.Millisecond) // as a user, who types some seconds later
	list(b, s)
	for b.Loop() {
		if _, err := s.Search("mandato 99 tesoreria"); err != nil {
			b.Fatal(err)
		}
	}
}

// A number is one ticket's; a beginning that fits several is said to.
func TestANumberGoesBeforeABeginning(t *testing.T) {
	s := open(t, t.TempDir())
	for n, it := range []string{"12345aaaaaaaaaaa", "12346bbbbbbbbbbb", "ffffffffffffffff"} {
		own := mail(n, "Mandato 1532 non trasmesso", Sent)
		own.Ticket.ID = it
		say(t, s, own)
	}
	if err := s.MarkNumber("ffffffffffffffff", "12345"); err != nil {
		t.Fatal(err)
	}
	if got, err := s.Find("12345"); err != nil || got.ID != "ffffffffffffffff" {
		t.Errorf("%v, %v", got, err)
	}
	if _, err := s.Find("1234"); !errors.Is(err, ErrSeveral) {
		t.Errorf("two ids begin so: %v", err)
	}
	if got, err := s.Find("12346"); err != nil || got.ID != "12346bbbbbbbbbbb" {
		t.Errorf("%v, %v", got, err)
	}
}

// Two tickets of one helpdesk do not share a number; two helpdesks may count
// alike.
func TestANumberThatAnotherTicketHas(t *testing.T) {
	s := open(t, t.TempDir())
	for n, desk := range []string{"h", "h", "other"} {
		own := mail(n, "Mandato 1532 non trasmesso", Sent)
		own.Ticket.Helpdesk = desk
		say(t, s, own)
	}
	if err := s.MarkNumber(id(0), "12345"); err != nil {
		t.Fatal(err)
	}
	var taken *TakenError
	if err := s.MarkNumber(id(1), "#12345"); !errors.As(err, &taken) || taken.By.ID != id(0) || taken.By.Number != "12345" {
		t.Errorf("%v", err)
	}
	if r, err := s.Get(id(1)); err != nil || r.Number != "" {
		t.Errorf("kept %q, %v", r.Number, err)
	}
	for _, again := range []string{id(0), id(2)} {
		if err := s.MarkNumber(again, "12345"); err != nil {
			t.Errorf("%s: %v", again, err)
		}
	}
}
