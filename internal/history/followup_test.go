package history

import (
	"errors"
	"regexp"
	"slices"
	"testing"
	"time"

	"ticketpp/internal/ticket"
)

var projectpp = regexp.MustCompile(`#Standard# Ticket #\[(?P<number>\d+)\]`)

func desk() ticket.Helpdesk {
	return ticket.Helpdesk{ID: "h", Address: "help@helpdesk.example", Tag: projectpp, ReopenWithin: 7 * 24 * time.Hour}
}

// opened is a ticket that has a number.
func opened(t *testing.T) (*Store, Record) {
	s := open(t, t.TempDir())
	o := mail(0, "Mandato 1532 non trasmesso", Sent)
	o.Ticket.Module = "Cityfinancing"
	o.Ticket.Facts = []ticket.Fact{{Key: ticket.FactComputer, Value: "RAG-07", Included: true}}
	o.Ticket.BCC = []string{"x@y.example"}
	o.Ticket.Contact = ticket.Contact{Name: "Anna Bianchi", Email: "anna@comune.example"}
	say(t, s, o)
	return s, hear(t, s, id(0), Confirmed, 2, numbered("12345"))
}

func TestAFollowUpCarriesTheThread(t *testing.T) {
	s, r := opened(t)
	f, err := r.FollowUp(ticket.Information, desk(), morning.Add(time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	want := ticket.FollowUp{
		Of: id(0), Kind: ticket.Information, Number: "12345", Tag: "#Standard# Ticket #[12345]",
		InReplyTo: "hconfirmed2@helpdesk.example", References: []string{"m0@comune.example", "hconfirmed2@helpdesk.example"},
	}
	if got := *f.FollowUp; got.Of != want.Of || got.Kind != want.Kind || got.Number != want.Number || got.Tag != want.Tag ||
		got.InReplyTo != want.InReplyTo || !slices.Equal(got.References, want.References) {
		t.Errorf("%+v\nwant %+v", got, want)
	}
	if f.Module != "Cityfinancing" || f.Subject != "Mandato 1532 non trasmesso" || f.Contact.Name != "Anna Bianchi" {
		t.Errorf("%+v", f)
	}
	if len(f.Facts)+len(f.BCC)+len(f.Screenshots) > 0 || !f.Description.IsEmpty() || f.ID != "" || f.MessageID != "" {
		t.Errorf("it repeats the first mail: %+v", f)
	}
	say(t, s, further(1, ticket.Answer, 10, Sent))
	hear(t, s, id(0), Answered, 20, nil)
	f, _ = get(t, s, id(0)).FollowUp(ticket.Information, desk(), morning.Add(time.Hour))
	thread := []string{"m0@comune.example", "hconfirmed2@helpdesk.example", "m101@comune.example", "hanswered20@helpdesk.example"}
	if !slices.Equal(f.FollowUp.References, thread) || f.FollowUp.InReplyTo != thread[3] {
		t.Errorf("%+v", f.FollowUp)
	}
}

// A helpdesk whose tag nobody knows is answered under its own subject.
func TestAnAnswerWithoutAKnownTag(t *testing.T) {
	s := open(t, t.TempDir())
	say(t, s, mail(0, "Mandato 1532 non trasmesso", Sent))
	rt := desk()
	rt.Tag = regexp.MustCompile(`\[[^\]]+ #(?P<number>\d+)\]`)
	r := get(t, s, id(0))
	if err := r.Allows(ticket.Information, rt, morning); !errors.Is(err, ErrNoNumber) {
		t.Errorf("before anybody has answered: %v", err)
	}
	r = hear(t, s, id(0), Question, 5, func(h *Heard) { h.Subject = "R: Re: [example.com #7] Mandato 1532 non trasmesso" })
	f, err := r.FollowUp(ticket.Answer, rt, morning.Add(time.Hour))
	if err != nil || f.FollowUp.Tag != "[example.com #7] Mandato 1532 non trasmesso" || f.Subject != "Mandato 1532 non trasmesso" {
		t.Errorf("%+v, %v", f.FollowUp, err)
	}
}

func TestALongThreadKeepsItsBeginningAndItsEnd(t *testing.T) {
	s, _ := opened(t)
	for m := range 40 {
		hear(t, s, id(0), Answered, 10+m, nil)
	}
	refs, last := get(t, s, id(0)).thread()
	if len(refs) != maxThread || refs[0] != "m0@comune.example" || last != "hanswered49@helpdesk.example" || refs[len(refs)-1] != last {
		t.Errorf("%d references, %v, last %s", len(refs), refs, last)
	}
}

func TestWhatCanBeSentNow(t *testing.T) {
	s, r := opened(t)
	now := morning.Add(time.Hour)
	resolvedAt := func(at time.Time) Record {
		r := r.clone()
		r.Conversation = append(r.Conversation, Entry{Key: "x", Kind: Resolves, At: at})
		r.settle()
		return r
	}
	fresh, old := resolvedAt(morning.Add(30*time.Minute)), resolvedAt(morning.AddDate(0, 0, 30))
	say(t, s, mail(1, "Reversale 77 non trasmessa", Sent))
	say(t, s, mail(2, "Reversale 78 non trasmessa", Queued))
	say(t, s, mail(3, "Reversale 79 non trasmessa", Failed))
	for _, c := range []struct {
		name string
		r    Record
		kind ticket.FollowUpKind
		now  time.Time
		want error
	}{
		{"open", r, ticket.Reminder, now, nil},
		{"open", r, ticket.Close, now, nil},
		{"open", r, ticket.Reopen, now, ErrNotOver},
		{"no number", get(t, s, id(1)), ticket.Information, now, ErrNoNumber},
		{"queued", get(t, s, id(2)), ticket.Information, now, ErrNotSent},
		{"failed", get(t, s, id(3)), ticket.Information, now, ErrFailed},
		{"resolved", fresh, ticket.Information, now, ErrResolved},
		{"resolved", resolvedAt(morning.AddDate(0, 0, 1)), ticket.Reopen, morning.AddDate(0, 0, 8), nil},
		{"long resolved", old, ticket.Reopen, morning.AddDate(0, 0, 38), ErrTooLate},
	} {
		if err := c.r.Allows(c.kind, desk(), c.now); !errors.Is(err, c.want) {
			t.Errorf("%s, %s: %v, want %v", c.name, c.kind, err, c.want)
		}
	}
	if got := r.Offers(desk(), now); !slices.Equal(got, []ticket.FollowUpKind{ticket.Information, ticket.Reminder, ticket.Close}) {
		t.Errorf("offers %v", got)
	}
	asked := hear(t, s, id(0), Question, 30, nil)
	if got := asked.Offers(desk(), now); len(got) == 0 || got[0] != ticket.Answer {
		t.Errorf("after a question it offers %v", got)
	}
}

func TestARemindersHour(t *testing.T) {
	s, _ := opened(t)
	say(t, s, further(1, ticket.Reminder, 30, Sent))
	r := get(t, s, id(0))
	sent := morning.Add(30 * time.Minute)
	if next, soon := r.TooSoon(sent.Add(59 * time.Minute)); !soon || !next.Equal(sent.Add(time.Hour)) {
		t.Errorf("after 59 minutes: %v, %v", next, soon)
	}
	if _, soon := r.TooSoon(sent.Add(time.Hour)); soon {
		t.Error("after an hour it is too soon")
	}
	if err := r.Allows(ticket.Reminder, desk(), sent.Add(time.Minute)); err != nil {
		t.Errorf("a reminder is advice, not a rule: %v", err)
	}
}

func TestASuccessorNamesTheOldTicketWithoutItsTag(t *testing.T) {
	_, r := opened(t)
	n := r.Successor("È la stessa questione del ticket 12345.")
	if n.FollowUp != nil || n.Subject != r.Ticket.Subject || n.Description.Text != "È la stessa questione del ticket 12345." || n.Module != "Cityfinancing" {
		t.Errorf("%+v", n)
	}
}

func TestTagFor(t *testing.T) {
	for _, c := range []struct{ pattern, number, want string }{
		{`#Standard# Ticket #\[(?P<number>\d+)\]`, "12345", "#Standard# Ticket #[12345]"},
		{`\[Ticket#(?P<number>\d{16})\]`, "2026112210000013", "[Ticket#2026112210000013]"},
		{`\[Ticket#(?P<number>\d{16})\]`, "12", ""}, // not one of its numbers
		{`(?i)\[GLPI #0*(?P<number>\d+)\]`, "7", "[GLPI #7]"},
		{`\[[^\]]+ #(?P<number>\d+)\]`, "7", ""}, // RT: whose site?
		{`\[example\.com\s+#(?P<number>\d+)\]`, "7", "[example.com #7]"},
		{`(?:Ticket|Richiesta) n\. ?(?P<number>[A-Z]{2}-\d+)`, "SD-48", "Ticket n.SD-48"},
		{`\[#(?P<number>\d+)\]`, "12", "[#12]"},
		{`.*(?P<number>\d+)`, "12", ""}, // reads only its last digit
	} {
		got, ok := TagFor(regexp.MustCompile(c.pattern), c.number)
		if !ok {
			got = ""
		}
		if got != c.want {
			t.Errorf("%s with %s: %q, want %q", c.pattern, c.number, got, c.want)
		}
	}
	if _, ok := TagFor(nil, "12"); ok {
		t.Error("a tag out of nothing")
	}
}
