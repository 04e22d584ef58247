package history

import (
	"strings"
	"testing"
	"time"

	"ticketpp/internal/ticket"
)

// further is a later mail of the user's about ticket 0.
func further(n int, kind ticket.FollowUpKind, minutes int, state State) Own {
	o := mail(100+n, "Mandato 1532 non trasmesso", state)
	o.Ticket.Date = morning.Add(time.Duration(minutes) * time.Minute)
	o.QueuedAt = o.Ticket.Date
	o.Ticket.FollowUp = &ticket.FollowUp{Of: id(0), Kind: kind, Number: "12345"}
	return o
}

// A conversation is played word by word, and the state after each is what a
// person would say.
func TestTheStateFollowsFromTheConversation(t *testing.T) {
	for name, words := range map[string]string{
		"confirmed and solved":          "sent=sent confirmed=open resolved=resolved",
		"asked and answered":            "sent=sent confirmed=open question=waiting-for-you answer=waiting-for-helpdesk answered=open resolved=resolved",
		"suspended and taken up again":  "sent=sent confirmed=open suspended=suspended answer=waiting-for-helpdesk resolved=resolved",
		"reminded":                      "sent=sent confirmed=open reminder=waiting-for-helpdesk question=waiting-for-you",
		"closed by the user":            "sent=sent confirmed=open close=resolved",
		"reopened":                      "sent=sent confirmed=open resolved=resolved reopen=waiting-for-helpdesk answered=open",
		"a survey after the end":        "sent=sent confirmed=open resolved=resolved answered=resolved other=resolved",
		"reopened by the helpdesk":      "sent=sent confirmed=open resolved=resolved question=waiting-for-you",
		"confirmed late":                "sent=sent question=waiting-for-you confirmed=waiting-for-you",
		"refused by the helpdesk":       "sent=sent no-ticket=failed",
		"came back":                     "sent=sent bounced=failed",
		"late, and then there":          "sent=sent delayed=sent confirmed=open",
		"came back, and yet confirmed":  "sent=sent bounced=failed confirmed=open",
		"a copy came back":              "sent=sent confirmed=open bounced=open",
		"refused by the server":         "failed=failed",
		"in the queue":                  "queued=queued paused=paused sent=sent",
		"nobody knows what it means":    "sent=sent other=sent confirmed=open other=open",
		"answered without confirmation": "sent=sent answered=open",
	} {
		t.Run(name, func(t *testing.T) {
			s := open(t, t.TempDir())
			for i, word := range strings.Fields(words) {
				what, want, _ := strings.Cut(word, "=")
				switch what {
				case "sent", "queued", "paused", "failed":
					say(t, s, mail(0, "Mandato 1532 non trasmesso", State(what)))
				case "answer", "reminder", "information", "close", "reopen":
					say(t, s, further(i, ticket.FollowUpKind(what), i, Sent))
				default:
					hear(t, s, id(0), Kind(what), i, func(h *Heard) {
						if what == "confirmed" {
							h.Number = "12345"
						}
						if what == "bounced" || what == "no-ticket" {
							h.InReplyTo = "m0@comune.example"
						}
					})
				}
				if r := get(t, s, id(0)); r.State != State(want) {
					t.Fatalf("after %s: %s, want %s", what, r.State, want)
				}
			}
		})
	}
}

// What the helpdesk's clock says is not believed where it cannot be.
func TestAWrongClockDoesNotTurnAConversationAround(t *testing.T) {
	s := open(t, t.TempDir())
	say(t, s, mail(0, "Mandato 1532 non trasmesso", Sent))
	hear(t, s, id(0), Confirmed, 1, numbered("12345"))
	say(t, s, further(1, ticket.Answer, 60, Sent))
	// It answers our mail of ten o'clock and says that it is five to ten.
	r := hear(t, s, id(0), Question, 55, func(h *Heard) { h.InReplyTo = "m101@comune.example" })
	if r.State != WaitingForYou {
		t.Errorf("a question from a slow clock: %s", r.State)
	}
	// A mail from the future was written when we saw it, at the latest.
	r = hear(t, s, id(0), Resolves, 60*24*30, nil)
	if last := r.Conversation[len(r.Conversation)-1]; last.Kind != Resolves || last.At.After(morning.AddDate(0, 0, 3)) {
		t.Errorf("%+v", last)
	}
}

// Dates in mails are whole seconds: what answers comes after what it answers.
func TestAConversationWithinOneSecond(t *testing.T) {
	s := open(t, t.TempDir())
	o := mail(0, "Mandato 1532 non trasmesso", Sent)
	o.Ticket.Date = morning.Add(775 * time.Millisecond)
	say(t, s, o)
	answers := func(to string) func(*Heard) { return func(h *Heard) { h.InReplyTo = to } }
	hear(t, s, id(0), Question, 0, answers("hconfirmed0@helpdesk.example")) // found first
	r := hear(t, s, id(0), Confirmed, 0, answers("m0@comune.example"))
	var kinds []string
	for _, e := range r.Conversation {
		kinds = append(kinds, string(e.Kind))
	}
	if got := strings.Join(kinds, " "); got != "ticket confirmed question" || r.State != WaitingForYou {
		t.Errorf("%s, %s", got, r.State)
	}
	r = hear(t, s, id(0), Answered, 0, answers("hanswered0@helpdesk.example")) // a mail that answers itself
	if len(r.Conversation) != 4 {
		t.Errorf("%d words", len(r.Conversation))
	}
}

func TestARefusedFollowUpLeavesTheTicketOpen(t *testing.T) {
	s := open(t, t.TempDir())
	say(t, s, mail(0, "Mandato 1532 non trasmesso", Sent))
	hear(t, s, id(0), Confirmed, 1, numbered("12345"))
	say(t, s, further(1, ticket.Answer, 10, Sent))
	r := hear(t, s, id(0), NoTicket, 12, func(h *Heard) {
		h.InReplyTo, h.Detail = "m101@comune.example", "Message not recorded"
	})
	if r.State != Opened {
		t.Errorf("the ticket is %s", r.State)
	}
	own := r.entry(id(101))
	if own.State != Failed || own.LastError != "Message not recorded" {
		t.Errorf("%+v", own)
	}
	say(t, s, further(1, ticket.Answer, 10, Sent)) // the queue says it once more
	if r := get(t, s, id(0)); r.entry(id(101)).State != Failed || r.State != Opened {
		t.Errorf("%+v", r)
	}
}

func TestARefusalSaysWhy(t *testing.T) {
	s := open(t, t.TempDir())
	say(t, s, mail(0, "Mandato 1532 non trasmesso", Sent))
	r := hear(t, s, id(0), Bounced, 1, func(h *Heard) {
		h.InReplyTo, h.Text = "m0@comune.example", "\n\nuser unknown\nmore"
	})
	if r.State != Failed || r.LastError != "user unknown" || r.Arrived("m0@comune.example") || !r.Refused("m0@comune.example") {
		t.Errorf("%+v", r)
	}
	if err := s.MarkRedone(id(0), id(50)); err != nil {
		t.Fatal(err)
	}
	if sum := list(t, s)[0]; sum.Redone != id(50) || sum.State != Failed {
		t.Errorf("%+v", sum)
	}
}

func TestNumbersThatAreTyped(t *testing.T) {
	s := open(t, t.TempDir())
	say(t, s, mail(0, "Mandato 1532 non trasmesso", Sent))
	for _, bad := range []string{"", "abc", "12 45", "1\n2", "<script>1", strings.Repeat("1", 41), "è1"} {
		if err := s.MarkNumber(id(0), bad); err == nil {
			t.Errorf("%q was taken", bad)
		}
	}
	for typed, want := range map[string]string{"#[12345]": "12345", " 2026112210000013 ": "2026112210000013", "INC0012345": "INC0012345", "SD-48": "SD-48"} {
		if err := s.MarkNumber(id(0), typed); err != nil {
			t.Errorf("%q: %v", typed, err)
		}
		if r := get(t, s, id(0)); r.Number != want || r.State != Opened || len(r.Conversation) != 2 {
			t.Errorf("%q: %+v", typed, r)
		}
	}
	r := hear(t, s, id(0), Confirmed, 1, numbered("777")) // the helpdesk knows better
	if r.Number != "777" || r.Tag != "#Standard# Ticket #[777]" {
		t.Errorf("%+v", r)
	}
	r = hear(t, s, id(0), Answered, 9, numbered("888")) // merged into another
	if r.Number != "777" || r.Tag != "#Standard# Ticket #[777]" {
		t.Errorf("%+v", r)
	}
}

func TestUnconfirmedIsNeverFailed(t *testing.T) {
	desk := ticket.Helpdesk{ConfirmWithin: 5 * time.Minute}
	sum := Summary{State: Sent, SentAt: morning}
	for _, c := range []struct {
		after time.Duration
		state State
		want  bool
	}{
		{4 * time.Minute, Sent, false},
		{5 * time.Minute, Sent, true},
		{24 * time.Hour, Sent, true},
		{time.Hour, Opened, false},
		{time.Hour, Queued, false},
		{time.Hour, Failed, false},
	} {
		sum.State = c.state
		if got := sum.Unconfirmed(desk, morning.Add(c.after)); got != c.want {
			t.Errorf("%s after %s: %v", c.state, c.after, got)
		}
	}
	sum.State = Sent
	if sum.Unconfirmed(ticket.Helpdesk{}, morning.Add(time.Hour)) {
		t.Error("a helpdesk that promises nothing is late")
	}
}
