package rules

import (
	"slices"
	"testing"

	"ticketpp/internal/coach"
	"ticketpp/internal/l10n"
	"ticketpp/internal/ticket"
)

// says is a coach that finds what the test wants.
type says []coach.Finding

func (s says) about(f coach.Field) (list []coach.Finding) {
	for _, x := range s {
		if x.Field == f {
			list = append(list, x)
		}
	}
	return list
}

func (s says) Subject(string) []coach.Finding { return s.about(coach.FieldSubject) }

func (s says) Description(ticket.Description) []coach.Finding { return s.about(coach.FieldDescription) }

func (s says) Contact(ticket.Contact, []string) []coach.Finding { return s.about(coach.FieldEmail) }
func (s says) BCC(string) []coach.Finding                       { return s.about(coach.FieldBCC) }

var (
	desk  = ticket.Helpdesk{ID: "h", Coach: ticket.Block}
	whole = ticket.Ticket{
		Helpdesk: "h", Kind: ticket.Anomaly, Subject: "Mandato", Contact: ticket.Contact{Email: "anna@comune.example"},
		Description: ticket.Description{Happened: "Errore 2718"},
	}
)

func TestWhatStopsATicket(t *testing.T) {
	texts, err := l10n.New("en")
	if err != nil {
		t.Fatal(err)
	}
	reject := func(f coach.Field) coach.Finding { return coach.Finding{Field: f, Rule: "x", Level: coach.Reject} }
	modules := desk
	modules.Modules = []ticket.Module{{Name: "A"}, {Name: "B"}}
	big := whole
	big.Screenshots = []ticket.Screenshot{{Size: 200}, {Size: 60, Included: true}}
	big.Attachments = []ticket.Attachment{{Size: 50}}
	nobody := whole
	nobody.Contact.Email = " "
	lost := whole
	lost.Helpdesk = ""
	bcc := whole
	bcc.BCC = []string{"x"}
	for name, c := range map[string]struct {
		t           ticket.Ticket
		desk        ticket.Helpdesk
		coach       Coach
		block, warn []Field
	}{
		"nothing":         {whole, desk, says{}, nil, nil},
		"no coach yet":    {whole, desk, nil, nil, nil},
		"a bad subject":   {whole, desk, says{reject(coach.FieldSubject)}, []Field{Subject}, nil},
		"a hint":          {whole, desk, says{{Field: coach.FieldSubject, Level: coach.Hint}}, nil, nil},
		"a bad address":   {whole, desk, says{reject(coach.FieldEmail)}, []Field{Email}, []Field{Email}},
		"a bad BCC":       {bcc, desk, says{reject(coach.FieldBCC)}, []Field{BCC}, []Field{BCC}},
		"no module":       {whole, modules, says{}, []Field{Module}, []Field{Module}},
		"no address":      {nobody, desk, says{}, []Field{Email}, []Field{Email}},
		"no helpdesk":     {lost, desk, says{}, []Field{Helpdesk}, []Field{Helpdesk}},
		"too much of all": {big, desk, says{}, []Field{Files}, []Field{Files}},
	} {
		v := Judge(c.t, c.desk, nil, 100, c.coach, texts)
		if got := v.Stopping(ticket.Block); !slices.Equal(got, c.block) {
			t.Errorf("%s stops at %v, not at %v", name, got, c.block)
		}
		if got := v.Stopping(ticket.Warn); !slices.Equal(got, c.warn) {
			t.Errorf("%s stops, where the coach only warns, at %v, not at %v", name, got, c.warn)
		}
	}
}

// What is private is asked about once: the same doubt is the same text.
func TestDoubts(t *testing.T) {
	texts, err := l10n.New("en")
	if err != nil {
		t.Fatal(err)
	}
	of := func(message string) string {
		return Judge(whole, desk, nil, 0, says{{Field: coach.FieldDescription, Rule: coach.RulePersonalData, Level: coach.Hint, Message: message}}, texts).Doubts()
	}
	password, again, iban := of("a password"), of("a password"), of("an IBAN")
	if Judge(whole, desk, nil, 0, says{}, texts).Doubts() != "" || password == "" || password != again || password == iban {
		t.Errorf("doubts %q, %q, %q", password, again, iban)
	}
}

// What would be lost with the ticket: words, files, and what was done to a
// screenshot; not what came by itself.
func TestIsBegun(t *testing.T) {
	for name, c := range map[string]struct {
		t    ticket.Ticket
		want bool
	}{
		"a picture":        {ticket.Ticket{Helpdesk: "h", Screenshots: []ticket.Screenshot{{File: "s", Included: true}}}, false},
		"spaces":           {ticket.Ticket{Subject: "  "}, false},
		"a subject":        {ticket.Ticket{Subject: "s"}, true},
		"a file":           {ticket.Ticket{Attachments: []ticket.Attachment{{File: "f"}}}, true},
		"a guide":          {ticket.Ticket{Description: ticket.Description{Doing: "d"}}, true},
		"an address":       {ticket.Ticket{BCC: []string{"a@b.example"}}, true},
		"a marked picture": {ticket.Ticket{Screenshots: []ticket.Screenshot{{File: "s"}, {File: "t", Marks: []byte("{}")}}}, true},
		"a caption":        {ticket.Ticket{Screenshots: []ticket.Screenshot{{File: "s", Caption: "c"}}}, true},
	} {
		if got := IsBegun(c.t); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// What policy has set is the policy's, and nothing else is.
func TestObey(t *testing.T) {
	set := map[string]bool{"name": true, "office": true, "body": true, "contact_by": true, "language": true}
	managed := Managed(func(setting string) bool { return set[setting] })
	if want := []Field{Name, Office, Body, By}; !slices.Equal(managed, want) {
		t.Fatalf("managed %v, not %v", managed, want)
	}
	c := ticket.Contact{Name: "Eva", Phone: "1", Office: "x", Body: "y", ContactBy: ticket.ByPhone}
	Obey(&c, ticket.Contact{Name: "Anna", Phone: "2", Body: "Comune", ContactBy: ticket.ByEmail}, managed)
	if want := (ticket.Contact{Name: "Anna", Phone: "1", Body: "Comune", ContactBy: ticket.ByEmail}); c != want {
		t.Errorf("got %+v, not %+v", c, want)
	}
}

// Every field of words has its own place, and no other field has one.
func TestWords(t *testing.T) {
	var tk ticket.Ticket
	for _, id := range Order() {
		if to := Words(&tk, id); to != nil {
			if *to != "" {
				t.Errorf("%s is kept where %s is", id, *to)
			}
			*to = string(id)
		}
	}
	got := []string{
		tk.Subject, tk.Description.Doing, tk.Description.Data, tk.Description.Happened, tk.Contact.Name, tk.Contact.Phone, tk.Contact.Email,
		tk.Contact.Office, tk.Contact.Hours, tk.AlreadySpoken, tk.OnBehalf.Name, tk.OnBehalf.Phone, tk.Contact.Body, tk.Module,
	}
	want := []string{"subject", "doing", "data", "happened", "name", "phone", "email", "office", "hours", "already_spoken", "behalf_name", "behalf_phone", "", ""}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, not %q", got, want)
	}
}
