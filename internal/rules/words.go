package rules

import (
	"strings"

	"ticketpp/internal/l10n"
	"ticketpp/internal/ticket"
)

// Words is where a ticket keeps the words of a field; nil for a field that is
// chosen, or that keeps no text.
func Words(t *ticket.Ticket, id Field) *string {
	switch id {
	case Subject:
		return &t.Subject
	case Doing:
		return &t.Description.Doing
	case Data:
		return &t.Description.Data
	case Happened:
		return &t.Description.Happened
	case Spoken:
		return &t.AlreadySpoken
	case WhoName:
		return &t.OnBehalf.Name
	case WhoPhone:
		return &t.OnBehalf.Phone
	}
	return wordsOf(&t.Contact, id)
}

// wordsOf is [Words] of the person's fields.
func wordsOf(c *ticket.Contact, id Field) *string {
	switch id {
	case Name:
		return &c.Name
	case Phone:
		return &c.Phone
	case Email:
		return &c.Email
	case Office:
		return &c.Office
	case Hours:
		return &c.Hours
	}
	return nil
}

// Managed lists the person's fields that policy has set. locked says so of a
// setting of the user's, which is called as its field is.
func Managed(locked func(setting string) bool) (fields []Field) {
	for _, id := range []Field{Name, Phone, Email, Office, Hours, Body, By} {
		if locked(string(id)) {
			fields = append(fields, id)
		}
	}
	return fields
}

// Obey puts the administrator's values into the fields that policy has set,
// over what a draft of before may hold.
func Obey(c *ticket.Contact, policy ticket.Contact, managed []Field) {
	for _, id := range managed {
		switch id {
		case Body:
			c.Body = policy.Body
		case By:
			c.ContactBy = policy.ContactBy
		default:
			if words := wordsOf(c, id); words != nil {
				*words = *wordsOf(&policy, id)
			}
		}
	}
}

// IsBlank reports whether the user has written and attached nothing.
func IsBlank(t ticket.Ticket) bool {
	words := []string{t.Subject, t.AlreadySpoken, t.OnBehalf.Name, t.OnBehalf.Phone}
	words = append(words, t.BCC...)
	return t.Description.IsEmpty() && len(t.Attachments) == 0 && strings.TrimSpace(strings.Join(words, "")) == ""
}

// IsBegun reports whether something of the user's would be lost with the
// ticket: what was written or attached, or done to a screenshot.
func IsBegun(t ticket.Ticket) bool {
	for _, s := range t.Screenshots {
		if len(s.Marks) > 0 || s.Caption != "" {
			return true
		}
	}
	return !IsBlank(t)
}

// IsChosen reports whether the ticket has one of several modules or categories,
// which no form chooses by itself.
func IsChosen(t ticket.Ticket, d ticket.Helpdesk) bool {
	return t.Category != "" && len(d.Categories) > 1 || t.Module != "" && len(d.Modules) > 1
}

// PastWords says what became of a draft before the form was opened on it;
// resumed: it was left half-way. "" when there is nothing to say.
func PastWords(t ticket.Ticket, resumed bool, texts *l10n.Texts) string {
	switch p := t.Past; {
	case p != nil && p.Kind == ticket.Refused && p.Answer != "":
		return texts.Get("compose.notice.refused", l10n.Vars{"Answer": Shorten(p.Answer, 300)})
	case p != nil && p.Kind == ticket.Refused:
		return texts.Get("compose.notice.refused-silently")
	case p != nil:
		return texts.Get("compose.notice." + string(p.Kind))
	case resumed:
		return texts.Get("compose.notice.resumed")
	}
	return ""
}
