package compose

import (
	"strings"
	"testing"
	"time"

	"ticketpp/internal/coach"
	"ticketpp/internal/l10n"
	"ticketpp/internal/rules"
	"ticketpp/internal/ticket"
)

func TestScrollTo(t *testing.T) {
	for _, c := range []struct{ offset, top, height, view, want float32 }{
		{0, 100, 30, 400, 0},     // in view
		{0, 500, 30, 400, 174},   // below
		{200, -50, 30, 400, 106}, // above
		{10, -50, 30, 400, 0},    // above, near the top
		{0, 300, 500, 400, 256},  // taller than the view: its top shows
		{50, 10, 30, 0, 50},      // before the first layout
	} {
		if got := scrollTo(c.offset, c.top, c.height, c.view); got != c.want {
			t.Errorf("scrollTo(%v) = %v, want %v", c, got, c.want)
		}
	}
}

// strict is a coach for tests: it finds a fault wherever a text has the word
// "fault" in it, or is empty.
type strict struct{}

func find(field coach.Field, part coach.Part, s string) []coach.Finding {
	switch {
	case strings.TrimSpace(s) == "":
		return []coach.Finding{{Field: field, Part: part, Rule: coach.RuleEmpty, Level: coach.Reject, Message: "write " + string(field)}}
	case strings.Contains(s, "fault"):
		return []coach.Finding{{
			Field: field, Part: part, Rule: coach.RuleUrgency, Level: coach.Reject,
			Message: "no fault", Suggestion: strings.ReplaceAll(s, "fault", "good"),
		}}
	case strings.Contains(s, "hint"):
		return []coach.Finding{{Field: field, Part: part, Rule: coach.RuleData, Level: coach.Hint, Message: "a hint"}}
	}
	return nil
}

func (strict) Subject(s string) []coach.Finding { return find(coach.FieldSubject, "", s) }

func (strict) Description(d ticket.Description) []coach.Finding {
	if d.IsEmpty() {
		return find(coach.FieldDescription, "", "")
	}
	var all []coach.Finding
	for part, s := range map[coach.Part]string{coach.PartDoing: d.Doing, coach.PartHappened: d.Happened} {
		if s != "" {
			all = append(all, find(coach.FieldDescription, part, s)...)
		}
	}
	if strings.Contains(d.Happened, "colleague") {
		all = append(all, coach.Finding{Field: coach.FieldDescription, Rule: coach.RuleOnBehalf, Level: coach.Hint, Message: "who has the problem?"})
	}
	return all
}

func (strict) Contact(p ticket.Contact, bodies []string) []coach.Finding {
	all := append(find(coach.FieldName, "", p.Name), find(coach.FieldPhone, "", p.Phone)...)
	all = append(all, find(coach.FieldEmail, "", p.Email)...)
	if len(bodies) > 1 && p.Body == "" {
		all = append(all, coach.Finding{Field: coach.FieldBody, Rule: coach.RuleBody, Level: coach.Reject, Message: "which body?"})
	}
	return all
}

func (strict) BCC(address string) []coach.Finding {
	if strings.HasSuffix(address, "@helpdesk.example") {
		return []coach.Finding{{Field: coach.FieldBCC, Rule: coach.RuleBCC, Level: coach.Reject, Message: "outside addresses only"}}
	}
	return nil
}

func good() ticket.Ticket {
	return ticket.Ticket{
		Helpdesk: "h", Subject: "Fido calcolato male", Description: ticket.Description{Happened: "Il fido del cliente 12 è negativo"},
		Contact: ticket.Contact{Name: "Anna Bianchi", Phone: "0731 538419", Email: "a@b.it"},
	}
}

func TestJudge(t *testing.T) {
	texts, err := l10n.New("en")
	if err != nil {
		t.Fatal(err)
	}
	modules := ticket.Helpdesk{ID: "m", Modules: []ticket.Module{{Name: "A"}, {Name: "B"}}}
	for name, c := range map[string]struct {
		change func(*ticket.Ticket)
		desk   ticket.Helpdesk
		bodies []string
		faults string
		must   bool // stops also where the coach only warns
		clear  bool
	}{
		"good":             {clear: true},
		"no subject":       {change: func(t *ticket.Ticket) { t.Subject = "" }, faults: "subject"},
		"faulty subject":   {change: func(t *ticket.Ticket) { t.Subject = "fault" }, faults: "subject"},
		"a hint":           {change: func(t *ticket.Ticket) { t.Description.Happened = "hint" }},
		"nothing happened": {change: func(t *ticket.Ticket) { t.Description = ticket.Description{} }, faults: "happened"},
		"guide":            {change: func(t *ticket.Ticket) { t.Description.Doing = "fault" }, faults: "doing"},
		"no mail":          {change: func(t *ticket.Ticket) { t.Contact.Email = "" }, faults: "email", must: true},
		"no helpdesk":      {change: func(t *ticket.Ticket) { t.Helpdesk = "" }, faults: "helpdesk", must: true},
		"no module":        {desk: modules, faults: "module", must: true},
		"module":           {change: func(t *ticket.Ticket) { t.Module = "A" }, desk: modules, clear: true},
		"bodies":           {bodies: []string{"A", "B"}, faults: "body"},
		"own bcc":          {change: func(t *ticket.Ticket) { t.BCC = []string{"x@y.it", "tech@helpdesk.example"} }, faults: "bcc", must: true},
		"outside bcc":      {change: func(t *ticket.Ticket) { t.BCC = []string{"x@y.it"} }, clear: true},
		"too much": {change: func(t *ticket.Ticket) {
			t.Attachments = []ticket.Attachment{{Size: 800}}
			t.Screenshots = []ticket.Screenshot{{Size: 300, Included: true}}
		}, faults: "attachments", must: true},
		"not sent": {change: func(t *ticket.Ticket) {
			t.Attachments = []ticket.Attachment{{Size: 800}}
			t.Screenshots = []ticket.Screenshot{{Size: 300}}
		}, clear: true},
	} {
		tk := good()
		if c.change != nil {
			c.change(&tk)
		}
		v := rules.Judge(tk, c.desk, c.bodies, 1000, strict{}, texts)
		if got := rules.Join(v.Faults()); got != c.faults {
			t.Errorf("%s: faults %q, want %q", name, got, c.faults)
		}
		if got := v.Stops(ticket.Block); got != (c.faults != "") {
			t.Errorf("%s: stops when blocking: %v", name, got)
		}
		if got := v.Stops(ticket.Warn); got != c.must {
			t.Errorf("%s: stops when warning: %v", name, got)
		}
		if v.IsClear() != c.clear {
			t.Errorf("%s: clear: %v", name, v.IsClear())
		}
	}
}

func TestEveryTextOfTheFormExists(t *testing.T) {
	for _, lang := range []string{"it", "en"} {
		texts, err := l10n.New(lang)
		if err != nil {
			t.Fatal(err)
		}
		var keys []string
		for _, id := range rules.Order() {
			keys = append(keys, "compose.short."+string(id))
		}
		for _, r := range []FileReason{Vanished, IsFolder, Unreadable, TooBig, DiskFull, ReadOnly, "failed"} {
			keys = append(keys, "compose.file."+string(r))
		}
		for _, s := range []Stage{Sending, Taken, Waiting, Paused, Refused} {
			keys = append(keys, "compose.after."+string(s), "compose.after."+string(s)+".more")
		}
		for _, r := range []FileReason{DiskFull, ReadOnly, "failed"} {
			keys = append(keys, "compose.save."+string(r), "compose.send."+string(r))
		}
		keys = append(keys, "compose.send.file", "compose.happened.missing", "compose.status.personal",
			"compose.ask.personal", "compose.ask.personal_too", "compose.ask.back.personal", "compose.portal_us")
		for _, k := range keys {
			if texts.Get(k) == k {
				t.Errorf("%s: no text %q", lang, k)
			}
		}
	}
}

// TestTheCoachCallsTheFieldsByTheirNames holds what the coach says against
// the labels of the fields to which it sends the user.
func TestTheCoachCallsTheFieldsByTheirNames(t *testing.T) {
	for _, lang := range []string{"it", "en"} {
		texts, err := l10n.New(lang)
		if err != nil {
			t.Fatal(err)
		}
		for said, label := range map[string]string{
			"coach.description.on-behalf": "compose.behalf.name",
			"coach.subject.person":        "compose.spoken",
			"coach.description.urgency":   "compose.severity",
		} {
			quotes := strings.FieldsFunc(texts.Get(said), func(r rune) bool { return strings.ContainsRune("«»“”", r) })
			if len(quotes) < 3 { // it says which field without its name
				continue
			}
			name := quotes[len(quotes)-2] // the last words in quotes
			if !strings.Contains(texts.Get(label), name) {
				t.Errorf("%s: the coach speaks of %q, the field is %q", lang, name, texts.Get(label))
			}
		}
		if body := strings.ToLower(texts.Get("compose.body")); !strings.Contains(strings.ToLower(texts.Get("coach.body.body")), body) {
			t.Errorf("%s: the coach says %q, the field is %q", lang, texts.Get("coach.body.body"), body)
		}
	}
}

func TestTheLastPageCanBeRead(t *testing.T) {
	if d := stays(Taken); d != 4*time.Second {
		t.Errorf("what the server has taken shows for %v", d)
	}
}
