package history

import (
	"errors"
	"testing"
)

func TestANumberFromTheUsersHandIsCorrected(t *testing.T) {
	s := open(t, t.TempDir())
	say(t, s, mail(0, "Mandato 1532 non trasmesso", Sent))
	for _, n := range []GivenNumber{{Number: "12354"}, {Number: "12345"}, {Number: "12346", InAMail: true}, {Number: "12345"}} {
		if err := s.KeepNumber(id(0), n); err != nil {
			t.Fatal(err)
		}
		r := get(t, s, id(0))
		if r.Number != n.Number || !r.ByHand() || len(r.Conversation) != 2 || r.Conversation[1].Given != n.InAMail {
			t.Errorf("%+v: %+v", n, r)
		}
	}
}

func TestAConfirmedNumberStaysUnlessTheUserIsSure(t *testing.T) {
	s := open(t, t.TempDir())
	say(t, s, mail(0, "Mandato 1532 non trasmesso", Sent))
	first := get(t, s, id(0)).Conversation[0]
	h := Heard{Entry: Entry{Kind: Confirmed, At: first.At, MessageID: "c@helpdesk.example", InReplyTo: first.MessageID, Number: "777"}, Tag: "#Standard# Ticket #[777]"}
	if _, _, _, err := s.Hear(id(0), h); err != nil {
		t.Fatal(err)
	}
	if err := s.KeepNumber(id(0), GivenNumber{Number: "12345"}); !errors.Is(err, ErrConfirmed) {
		t.Errorf("%v", err)
	}
	if r := get(t, s, id(0)); r.Number != "777" || r.Tag == "" || r.ByHand() {
		t.Errorf("%+v", r)
	}
	if err := s.KeepNumber(id(0), GivenNumber{Number: "12345", Sure: true}); err != nil {
		t.Fatal(err)
	}
	if r := get(t, s, id(0)); r.Number != "12345" || r.Tag != "" || !r.ByHand() {
		t.Errorf("%+v", r)
	}
}

// A confirmation that the user gave goes with its number when that was wrong; a
// mail that was found by the number alone does not make it right.
func TestAGivenConfirmationIsNoProofOfItsNumber(t *testing.T) {
	s := open(t, t.TempDir())
	say(t, s, mail(0, "Mandato 1532 non trasmesso", Sent))
	at := get(t, s, id(0)).Conversation[0].At
	for _, e := range []Entry{
		{Kind: Confirmed, At: at, MessageID: "c@helpdesk.example", Number: "777", Given: true},
		{Kind: Answered, At: at, MessageID: "d@helpdesk.example", Number: "777"},
	} {
		if _, _, _, err := s.Hear(id(0), Heard{Entry: e, Portal: "https://portal.helpdesk.example/777"}); err != nil {
			t.Fatal(err)
		}
	}
	if r := get(t, s, id(0)); r.Number != "777" || !r.ByHand() {
		t.Fatalf("%+v", r)
	}
	if err := s.KeepNumber(id(0), GivenNumber{Number: "12345", InAMail: true}); err != nil {
		t.Fatal(err)
	}
	r := get(t, s, id(0))
	if r.Number != "12345" || r.Portal != "" || len(r.Conversation) != 3 || r.entry("c@helpdesk.example") != nil {
		t.Errorf("%+v", r)
	}
}

func TestMentions(t *testing.T) {
	const subject = "Mandato 1532 non trasmesso al tesoriere"
	for text, want := range map[string]bool{
		"#Standard# Ticket #[12345] Mandato 1532 non trasmesso al tesoriere":           true,
		"Oggetto: MANDATO 1532 non trasmesso al te…":                                   true,
		"Gentile utente, la richiesta «mandato 1532 non trasmesso» ha il numero 12345": true,
		"#Standard# Ticket #[12345] Stampante ferma in ragioneria":                     false,
		"#Standard# Ticket #[12345]":                                                   false,
		"":                                                                             false,
	} {
		if got := Mentions(text, subject); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
	if !Mentions("#Standard# Ticket #[12345]", "…") {
		t.Error("a subject without words is missed")
	}
}
