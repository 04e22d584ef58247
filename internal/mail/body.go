package mail

import (
	"strings"

	"ticketpp/internal/ticket"
)

// Body returns the mail's text alone, lines parted by "\n": the description,
// the ticket's facts one a line, the workstation's facts that the user left
// in, and the signature. A further mail about a ticket repeats no facts: the
// helpdesk has them.
func Body(m Message) string {
	if m.Ticket.FollowUp != nil {
		return joinedBody(m, m.description(), m.captions())
	}
	return joinedBody(m, m.description(), m.ticketFacts(), m.workstationFacts())
}

// joinedBody is the text of the parts that say something, and the signature.
func joinedBody(m Message, texts ...string) string {
	var parts []string
	if whole := m.wholeSubject(); whole != m.Subject() && m.Ticket.FollowUp == nil {
		parts = append(parts, whole)
	}
	for _, p := range texts {
		if p != "" {
			parts = append(parts, p)
		}
	}
	return strings.Join(parts, "\n\n") + "\n\n" + m.signature()
}

func (m Message) description() string {
	return paragraphs(m.Ticket.Description.Compose(ticket.Headings{
		Doing:    m.word("guide.doing"),
		Data:     m.word("guide.data"),
		Happened: m.word("guide.happened"),
	}))
}

// ticketFacts are what the technician sorts by. Each stands on a line of its
// own whatever was typed, so that nobody can forge one.
func (m Message) ticketFacts() string {
	t := m.Ticket
	var f facts
	f.add(m.word("mail.kind"), m.choice("kind.", string(t.Kind)))
	f.add(m.word("mail.severity"), m.choice("severity.", string(t.Severity)))
	f.add(m.word("mail.category"), t.Category)
	f.add(m.word("mail.module"), t.Module)
	f.add(m.word("mail.body"), t.Contact.Body)
	f.add(m.word("mail.already_spoken"), t.AlreadySpoken)
	f.add(m.word("mail.on_behalf"), joined(", ", t.OnBehalf.Name, t.OnBehalf.Phone))
	f.add(m.word("mail.hours"), t.Contact.Hours)
	f.add(m.word("mail.contact_by"), m.choice("contact_by.", string(t.Contact.ContactBy)))
	if captions := m.captions(); captions != "" {
		f = append(f, captions)
	}
	return f.String()
}

// captions are what the user wrote below the screenshots.
func (m Message) captions() string {
	var f facts
	for i, s := range m.shots() {
		f.add(shotName(i, s.File), s.Caption)
	}
	return f.String()
}

func (m Message) workstationFacts() string {
	var f facts
	for _, fact := range m.Ticket.Facts {
		if fact.Included {
			f.add(m.choice("fact.", fact.Key), fact.Value)
		}
	}
	return f.String()
}

// signature begins with "-- " (RFC 3676, section 4.3), so that a ticketing
// system can tell it from the text.
func (m Message) signature() string {
	c := m.Ticket.Contact
	lines := []string{"-- "}
	for _, s := range []string{c.Name, c.Office, c.Phone, c.Email} {
		if s = oneLine(s); s != "" {
			lines = append(lines, s)
		}
	}
	return strings.Join(lines, "\n") + "\n"
}

// shots are the screenshots that the user left in, in order.
func (m Message) shots() []ticket.Screenshot {
	var in []ticket.Screenshot
	for _, s := range m.Ticket.Screenshots {
		if s.Included {
			in = append(in, s)
		}
	}
	return in
}

// facts collects lines of the form "label: value".
type facts []string

func (f *facts) add(label, value string) {
	if value = oneLine(value); value != "" {
		*f = append(*f, oneLine(label)+": "+value)
	}
}

func (f facts) String() string { return strings.Join(f, "\n") }

// choice words one of a closed list of values; a value outside the list
// stands for itself.
func (m Message) choice(prefix, value string) string {
	if value == "" {
		return ""
	}
	if w := m.word(prefix + value); w != prefix+value {
		return w
	}
	return value
}

func (m Message) word(key string) string {
	if m.Words == nil {
		return key
	}
	return m.Words(key)
}

func joined(sep string, parts ...string) string {
	var full []string
	for _, p := range parts {
		if p = oneLine(p); p != "" {
			full = append(full, p)
		}
	}
	return strings.Join(full, sep)
}
