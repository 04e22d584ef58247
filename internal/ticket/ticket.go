// Package ticket holds the plain data that every room of the house speaks of:
// a ticket, the person who opens it, what is attached, and the helpdesk that
// receives it. It knows no files, no mail, no windows, and imports nothing of
// ours.
package ticket

import (
	"encoding/json"
	"image"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Kind says what the user asks of the helpdesk. The three kinds come from the
// CWOL guidelines ("si possono individuare tre tipologie di ticket").
type Kind string

// The kinds of ticket.
const (
	Anomaly  Kind = "anomaly"  // the software does something wrong
	Support  Kind = "support"  // help with an operation or with the user's own mistake; may be charged
	Training Kind = "training" // an appointment for training or consulting; may be charged
)

// Kinds lists all kinds in the order of the documents.
func Kinds() []Kind { return []Kind{Anomaly, Support, Training} }

// Severity says whether the user can go on working (SIAN manual, "Gravità").
type Severity string

// The severities.
const (
	Normal   Severity = "normal"
	Blocking Severity = "blocking"
)

// Severities lists all severities, the usual one first.
func Severities() []Severity { return []Severity{Normal, Blocking} }

// ContactBy is the way in which the person prefers to be called back
// (SIAN manual, "come si preferisce essere ricontattati").
type ContactBy string

// The ways to be called back.
const (
	ByPhone ContactBy = "phone"
	ByEmail ContactBy = "email"
)

// Contact is the person who opens the ticket: the signature of the mail.
type Contact struct {
	Name      string    `json:"name"`
	Phone     string    `json:"phone"`
	Email     string    `json:"email"`
	Office    string    `json:"office,omitempty"`
	Body      string    `json:"body,omitempty"`  // the Ente the person works for
	Hours     string    `json:"hours,omitempty"` // when the person can be reached, in the person's words
	ContactBy ContactBy `json:"contact_by,omitempty"`
}

// Description is what happened. The form fills the three guides, the command
// line fills Text; whichever are set count together.
type Description struct {
	Text     string `json:"text,omitempty"`     // free text, already whole
	Doing    string `json:"doing,omitempty"`    // what I was doing
	Data     string `json:"data,omitempty"`     // on which data: document, period, register, person
	Happened string `json:"happened,omitempty"` // what happened, with the exact error
}

// IsEmpty reports whether nothing but white space was written.
func (d Description) IsEmpty() bool {
	return strings.TrimSpace(d.Text+d.Doing+d.Data+d.Happened) == ""
}

// Headings are the three plain headings under which the guides go into a mail.
type Headings struct{ Doing, Data, Happened string }

// Compose returns the description as one text: the free text first, then each
// guide that was filled under its heading. Parts are parted by an empty line.
func (d Description) Compose(h Headings) string {
	var parts []string
	if s := strings.TrimSpace(d.Text); s != "" {
		parts = append(parts, s)
	}
	for _, g := range []struct{ heading, text string }{
		{h.Doing, d.Doing}, {h.Data, d.Data}, {h.Happened, d.Happened},
	} {
		if s := strings.TrimSpace(g.text); s != "" {
			parts = append(parts, g.heading+"\n"+s)
		}
	}
	return strings.Join(parts, "\n\n")
}

// Attachment is a file of the user's that goes with the ticket.
type Attachment struct {
	Name string `json:"name"` // as the technician sees it, with its extension
	File string `json:"file"` // the copy's name inside the draft's folder, never a path
	Size int64  `json:"size"` // bytes
}

// PictureEnds are the ends of the names of files that are taken as screenshots
// when they can be opened.
var PictureEnds = []string{".png", ".jpg", ".jpeg", ".gif", ".bmp", ".webp"}

// NamesPicture reports whether a file's name, or its path, says that it is a
// picture.
func NamesPicture(name string) bool {
	return slices.Contains(PictureEnds, strings.ToLower(filepath.Ext(name)))
}

// Screenshot is one picture that goes with the ticket: a captured screen, or
// one that the user took later, pasted or dropped.
type Screenshot struct {
	File     string `json:"file"`    // picture inside the draft's folder, never a path; what is sent
	Preview  string `json:"preview"` // a small PNG of the same, for the form; may be empty
	Caption  string `json:"caption,omitempty"`
	Width    int    `json:"width"`  // physical pixels
	Height   int    `json:"height"` // physical pixels
	Size     int64  `json:"size"`   // bytes of File; 0 while it is still being written
	Included bool   `json:"included"`

	Original string          `json:"original,omitempty"` // the picture as it was taken, once File shows it marked up; never sent
	Marks    json.RawMessage `json:"marks,omitempty"`    // what was drawn on it, as the room markup writes it
	Smaller  bool            `json:"smaller,omitempty"`  // File is a smaller form of the picture, made for the mail
	Stale    bool            `json:"stale,omitempty"`    // Marks say more than File shows: File must not be sent before it is drawn again
	Front    image.Rectangle `json:"front,omitzero"`     // the window in front when it was taken, in the picture's pixels
	Pointer  *Pointer        `json:"pointer,omitempty"`  // the mouse pointer, when it was over this screen
}

// Taken names the file with the picture as it was taken. It stays the same
// whatever becomes of File, and no other screenshot of the ticket has it.
func (s Screenshot) Taken() string {
	if s.Original != "" {
		return s.Original
	}
	return s.File
}

// Pointer is the mouse pointer at the moment of a screenshot, kept beside the
// picture so that the user can have it in or not.
type Pointer struct {
	File  string      `json:"file"` // PNG with transparency inside the draft's folder; never sent by itself
	At    image.Point `json:"at"`   // where its upper left corner lies, in the screenshot's pixels
	Shown bool        `json:"shown"`
}

// Fact is one thing that the workstation says of itself. The user reads it
// and can untick it.
type Fact struct {
	Key      string `json:"key"`   // FactComputer …; its label is the text "fact.KEY"
	Value    string `json:"value"` // one line
	Included bool   `json:"included"`
}

// The keys of the workstation's facts, in the order of the mail.
const (
	FactComputer = "computer" // computer name
	FactUser     = "user"     // the account's name
	FactSystem   = "system"   // operating system and version
	FactWindow   = "window"   // title of the window in front when the user clicked
	FactVersion  = "version"  // version of this program
	FactScreens  = "screens"  // sizes of the screens
	FactTime     = "time"     // local time with zone
)

// Person is somebody named in a ticket who is not its author.
type Person struct {
	Name  string `json:"name,omitempty"`
	Phone string `json:"phone,omitempty"`
}

// Ticket is all that the user says and sends.
type Ticket struct {
	ID        string    `json:"id"`                   // random, names the ticket's folder; lower-case hex
	MessageID string    `json:"message_id,omitempty"` // without angle brackets; set once, by Send
	Date      time.Time `json:"date,omitzero"`        // set once, with MessageID

	Helpdesk string   `json:"helpdesk"`           // id of the helpdesk in the settings
	Module   string   `json:"module,omitempty"`   // name of the helpdesk's module
	Category string   `json:"category,omitempty"` // one of the helpdesk's categories
	Kind     Kind     `json:"kind"`
	Severity Severity `json:"severity"`

	Subject     string      `json:"subject"`
	Description Description `json:"description"`

	AlreadySpoken string   `json:"already_spoken,omitempty"` // whom of the helpdesk the user has spoken with
	OnBehalf      Person   `json:"on_behalf,omitzero"`       // who has the problem, when it is not the author
	BCC           []string `json:"bcc,omitempty"`            // outside addresses

	Contact     Contact      `json:"contact"`
	Screenshots []Screenshot `json:"screenshots,omitempty"`
	Attachments []Attachment `json:"attachments,omitempty"`
	Facts       []Fact       `json:"facts,omitempty"`

	FollowUp *FollowUp `json:"follow_up,omitempty"` // set when this is a further mail about an open ticket
	Past     *Past     `json:"past,omitempty"`      // a draft's: what became of it before
}
