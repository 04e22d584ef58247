// Package rules says what a form asks of a ticket before it may go: which
// fields there are, what is missing in them, what stops the ticket and about
// what the user is asked. The window and the page in the browser obey the same
// ones. It reads data and words; it must not know how a form looks, files or
// the network.
package rules

import (
	"ticketpp/internal/coach"
	"ticketpp/internal/ticket"
)

// Field names a field of the form: in the code, in the pages' field names, and
// in the texts "compose.short.FIELD".
type Field string

// The fields of which something can be said.
const (
	Helpdesk Field = "helpdesk"
	Module   Field = "module"
	Category Field = "category"
	Kind     Field = "kind"
	Severity Field = "severity"
	Subject  Field = "subject"
	Doing    Field = "doing"
	Data     Field = "data"
	Happened Field = "happened"
	Name     Field = "name"
	Phone    Field = "phone"
	Email    Field = "email"
	Office   Field = "office"
	Hours    Field = "hours"
	Body     Field = "body"
	By       Field = "contact_by"
	BCC      Field = "bcc"
	Spoken   Field = "already_spoken"
	WhoName  Field = "behalf_name"
	WhoPhone Field = "behalf_phone"
	Files    Field = "attachments"
)

// Order is the order in which the fields stand in the form.
func Order() []Field {
	return []Field{
		Helpdesk, Module, Category, Body, Kind, Severity, Subject, Doing, Data, Happened,
		Name, Phone, Email, Office, Hours, BCC, Spoken, WhoName, WhoPhone, Files,
	}
}

// FieldOf returns the field beside which a finding stands. What concerns the
// description as a whole stands below its last guide.
func FieldOf(f coach.Finding) Field {
	switch f.Field {
	case coach.FieldSubject:
		return Subject
	case coach.FieldDescription:
		switch f.Part {
		case coach.PartDoing:
			return Doing
		case coach.PartData:
			return Data
		}
		return Happened
	case coach.FieldName:
		return Name
	case coach.FieldPhone:
		return Phone
	case coach.FieldEmail:
		return Email
	case coach.FieldHours:
		return Hours
	case coach.FieldBody:
		return Body
	case coach.FieldBCC:
		return BCC
	}
	return ""
}

// Coach reads what the user writes; *coach.Coach is one.
type Coach interface {
	Subject(s string) []coach.Finding
	Description(d ticket.Description) []coach.Finding
	Contact(p ticket.Contact, bodies []string) []coach.Finding
	BCC(address string) []coach.Finding
}
