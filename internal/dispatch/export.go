package dispatch

import (
	"io"
	"slices"
	"time"

	"ticketpp/internal/mail"
	"ticketpp/internal/ticket"
)

// ExportDraft writes a draft that nobody has open as a mail file which the
// user's own mail program opens as a new message (X-Unsent), for when no
// window of ours can open, and returns the file's path. The draft stays: what
// another program sends is never marked as sent by us.
func (d *Dispatcher) ExportDraft(dataDir, id string) (string, error) {
	draft, err := d.Drafts.Resume(id)
	if err != nil {
		return "", err
	}
	defer draft.Close()
	m, err := d.unsent(draft.Ticket(), draft.Open)
	if err != nil {
		return "", err
	}
	return writeMail(dataDir, draft.ID(), func(w io.Writer) error { return m.Render(w) })
}

// unsent is a draft, perhaps an empty one, as a mail for another program. A
// helpdesk that was not chosen yet is the only one there is; whoever sends the
// mail chooses among several. A screenshot whose file does not show its marks
// stays behind: it could show what was blacked out.
func (d *Dispatcher) unsent(t ticket.Ticket, open mail.Source) (mail.Message, error) {
	t.MessageID, t.Date = mail.NewMessageID(t.Contact.Email), time.Now()
	t.Screenshots = slices.DeleteFunc(slices.Clone(t.Screenshots), func(s ticket.Screenshot) bool { return s.Stale })
	m := mail.Message{Ticket: t, Words: d.words, Open: open, Unsent: true}
	for _, h := range d.Settings().Helpdesks() {
		if h.ID == t.Helpdesk {
			m.Helpdesk = h
			return m, nil
		}
	}
	return m, nil
}
