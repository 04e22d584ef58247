package demo

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// reply is a further mail of the user's about the first ticket.
func reply(id, text string) []byte {
	return []byte(strings.Join([]string{
		"From: anna@comune.example", "To: <assistenza@demo.example>", "Subject: Re: #Standard# Ticket #[12345] Mandato",
		"Message-ID: <" + id + ">", "MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8", "", text, "", "-- ", "Anna", "",
	}, "\r\n"))
}

func TestTheUserClosesAndReopens(t *testing.T) {
	h := start(t, Options{Lang: "it"})
	if err := deliver(h, letter("one@comune.example", "Mandato fermo")); err != nil {
		t.Fatal(err)
	}
	for _, step := range []struct {
		id, text string
		want     State
		mails    int // of the conversation so far
	}{
		{"two@comune.example", "Il problema è risolto, il ticket si può chiudere. Grazie.", Resolved, 1},
		{"three@comune.example", "Il problema è tornato.", Open, 3}, // and the helpdesk says that it is open again
		{"four@comune.example", "The problem is solved, the ticket can be closed. Thank you.", Resolved, 4},
		{"five@comune.example", "Mi sbagliavo: il problema non è risolto.", Open, 6},
		{"six@comune.example", "Dettagli in più.\r\n> Il problema è risolto.", Open, 7},
	} {
		if err := deliver(h, reply(step.id, step.text)); err != nil {
			t.Fatal(err)
		}
		if got := h.Tickets()[0]; got.State != step.want || len(got.Thread) != step.mails {
			t.Errorf("%q: %s with %d mails, want %s with %d", step.text, got.State, len(got.Thread), step.want, step.mails)
		}
	}
	if err := deliver(h, reply("seven@comune.example", "Il problema è risolto.")); err != nil {
		t.Fatal(err)
	}
	if _, body := get(t, h.PageURL(), nil); !strings.Contains(body, "Risolto") || strings.Contains(body, "In carico") {
		t.Errorf("the page:\n%s", body)
	}
}

func TestWhatClosesATicket(t *testing.T) {
	file := filepath.Join(t.TempDir(), "mail.eml")
	for text, want := range map[string]bool{
		"Il problema è risolto: il ticket si può chiudere. Grazie.":   true,
		"The problem is solved: the ticket can be closed. Thank you.": true,
		"Ora va. Il ticket può essere chiuso.":                        true,
		"Potete chiuderlo, non serve altro.":                          true,
		"Quando il problema è risolto avvisatemi.":                    false,
		"Il ticket non si può chiudere.":                              false,
		"Succede anche con il 1533.":                                  false,
		"Va bene.\r\n-- \r\nIl problema è risolto S.r.l.":             false,
	} {
		if err := os.WriteFile(file, reply("x@comune.example", text), 0o600); err != nil {
			t.Fatal(err)
		}
		if got := closes(file); got != want {
			t.Errorf("%q closes: %v", text, got)
		}
	}
}
