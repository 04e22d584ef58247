package demo

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"
)

// State is where a ticket stands, in the words of Project++ and 01S.
type State string

// The states.
const (
	Open      State = "open"      // the helpdesk works on it
	Waiting   State = "waiting"   // a question was asked; it waits for the user
	Suspended State = "suspended" // put aside until the user answers (01S)
	Resolved  State = "resolved"
)

// Action is what a technician does with a ticket. Each writes a mail into the
// user's mailbox.
type Action string

// The actions.
const (
	Confirm Action = "confirm" // the confirmation that was held back
	Ask     Action = "ask"     // asks for information
	Suspend Action = "suspend" // asks, and puts the ticket aside
	Answer  Action = "answer"
	Resolve Action = "resolve"
)

// Actions lists what can be done, in the order of the page's buttons.
func Actions() []Action { return []Action{Answer, Ask, Suspend, Resolve} }

var (
	errNoTicket = errors.New("demo: there is no such ticket")
	errNoAction = errors.New("demo: that cannot be done with this ticket")
)

// Entry is one mail of a ticket behind the one that opened it.
type Entry struct {
	File      string    `json:"file"` // in the helpdesk's folder
	MessageID string    `json:"message_id"`
	At        time.Time `json:"at"`
	Action    Action    `json:"action,omitempty"` // of the helpdesk's mails; "" for the user's, and for what is automatic
	Ours      bool      `json:"ours"`             // the helpdesk wrote it
}

// Say does something with a ticket in the technician's words; "" takes words
// that fit.
func (h *Helpdesk) Say(number int, action Action, words string) error {
	return h.store.say(number, action, words)
}

// Quiet keeps the helpdesk from confirming new tickets by itself, as one that
// is slow or has no such mails; the action Confirm makes up for it.
func (h *Helpdesk) Quiet(quiet bool) {
	h.store.mu.Lock()
	defer h.store.mu.Unlock()
	h.store.quiet = quiet
}

// MailAddr returns the IMAP server's "127.0.0.1:port", its user and password,
// as whoever has the settings reads them.
func (h *Helpdesk) MailAddr() (addr, user, password string) {
	return h.store.inbox.addr(), mailUser, h.store.inbox.password
}

func (s *store) say(number int, action Action, words string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	i := s.index(number)
	if i < 0 {
		return errNoTicket
	}
	t := s.tickets[i]
	if words = strings.TrimSpace(words); words == "" {
		words = usual(action)
	}
	l := message{from: "Marco Verdi – " + s.opts.Name}
	switch {
	case action == Confirm && t.Confirmation == "":
		return s.confirm(i)
	case action == Ask:
		l.text, t.State = fmt.Sprintf("Buongiorno,\n\nper proseguire con il ticket %d ci occorre un'informazione:\n\n%s\n\nRestiamo in attesa della tua risposta.", t.Number, words), Waiting
	case action == Suspend:
		l.text, t.State = fmt.Sprintf("Buongiorno,\n\nil ticket %d è stato sospeso in attesa di un'informazione:\n\n%s\n\nRispondi a questa e-mail e il ticket riparte.", t.Number, words), Suspended
	case action == Answer:
		l.text = "Buongiorno,\n\n" + words
		if t.State != Suspended {
			t.State = Open
		}
	case action == Resolve:
		l.text, t.State = fmt.Sprintf("Buongiorno,\n\nil ticket %d è stato risolto.\n\n%s\n\nEntro 7 giorni puoi riaprirlo rispondendo a questa e-mail.", t.Number, words), Resolved
	default:
		return errNoAction
	}
	l.text += "\n\n-- \nMarco Verdi\n" + s.opts.Name + "\n"
	return s.send(i, t, l, action)
}

// usual are words for a technician who has none.
func usual(action Action) string {
	switch action {
	case Ask:
		return "puoi indicarci il messaggio di errore esatto e il numero del documento?"
	case Suspend:
		return "a quale esercizio si riferisce il documento?"
	case Resolve:
		return "Abbiamo corretto la configurazione: la procedura funziona di nuovo."
	}
	return "stiamo esaminando la segnalazione e ti aggiorniamo in giornata."
}

// send keeps a mail of the helpdesk's with its ticket, which is t from now on,
// and delivers it.
func (s *store) send(i int, t Ticket, l message, action Action) error {
	l.messageID, l.at = newMessageID(s.opts), s.now()
	l.thread = t.thread()
	if n := len(l.thread); n > 0 {
		l.answers = l.thread[n-1]
	}
	raw := l.render(s.opts, t)
	file := s.path("tickets", fmt.Sprintf("%d-answer-%d.eml", t.Number, len(t.Thread)+1))
	if err := writeFile(file, raw); err != nil {
		return err
	}
	t.Thread = append(slices.Clone(t.Thread), Entry{File: file, MessageID: l.messageID, At: l.at, Action: action, Ours: true})
	if err := s.write(t); err != nil {
		return err
	}
	s.tickets[i] = t
	s.announce()
	return s.inbox.deliver(raw, l.at)
}

// confirm writes the confirmation of a ticket that has none yet.
func (s *store) confirm(i int) error {
	t := s.tickets[i]
	l := message{automatic: true, messageID: newMessageID(s.opts), at: s.now(), text: confirmation(s.opts, t)}
	if t.MessageID != "" {
		l.answers, l.thread = t.MessageID, []string{t.MessageID}
	}
	raw := l.render(s.opts, t)
	file := s.path("confirmations", fmt.Sprintf("%d.eml", t.Number))
	if err := writeFile(file, raw); err != nil {
		return err
	}
	t.Confirmation, t.ConfirmationID = file, l.messageID
	if err := s.write(t); err != nil {
		return err
	}
	s.tickets[i] = t
	s.announce()
	return s.inbox.deliver(raw, l.at)
}

// keepReply keeps a mail with the ticket whose tag it carries. It wakes up a
// ticket that waited for it, and one that was resolved, unless it is the
// user's own word that the matter is solved.
func (s *store) keepReply(temp received, head head, i int) error {
	t := s.tickets[i]
	file := s.path("tickets", fmt.Sprintf("%d-reply-%d.eml", t.Number, len(t.Replies)+1))
	if err := os.Rename(temp.path, file); err != nil {
		return err
	}
	t.Replies = append(slices.Clone(t.Replies), file)
	t.Thread = append(slices.Clone(t.Thread), Entry{File: file, MessageID: head.messageID, At: s.now()})
	before := t.State
	t.State = Open
	if closes(file) {
		t.State, before = Resolved, ""
	}
	if err := s.write(t); err != nil {
		return err
	}
	s.tickets[i] = t
	s.announce()
	word := map[State]string{Suspended: "riattivato", Resolved: "riaperto"}[before]
	if word == "" || head.automatic { // two machines must not write to each other
		return nil
	}
	text := fmt.Sprintf("Gentile utente,\n\nil ticket %d è stato %s con la tua risposta.\n\n-- \n%s\n", t.Number, word, s.opts.Name)
	return s.send(i, t, message{automatic: true, text: text}, "")
}

// thread lists the Message-IDs of a ticket's mails, oldest first.
func (t Ticket) thread() []string {
	var ids []string
	for _, id := range append([]string{t.MessageID, t.ConfirmationID}, mailIDs(t.Thread)...) {
		if id = oneLine(id); id != "" && len(ids) < 50 {
			ids = append(ids, id)
		}
	}
	return ids
}

func mailIDs(entries []Entry) []string {
	var ids []string
	for _, e := range entries {
		ids = append(ids, e.MessageID)
	}
	return ids
}
