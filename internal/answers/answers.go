// Package answers makes of the helpdesk's mails what the user wants to know:
// the ticket's number, its state, what was said. It looks into the mailbox of
// the settings, keeps what it finds in the history, and tells whoever asks
// what is new. Where no mailbox can be read, the user gives it a mail's file
// or its text.
//
// It must not know the queue, windows, or where passwords are kept.
package answers

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"ticketpp/internal/config"
	"ticketpp/internal/history"
	"ticketpp/internal/mailbox"
	"ticketpp/internal/ticket"
)

var (
	// ErrNoMailbox: the settings name no mailbox.
	ErrNoMailbox = errors.New("the settings name no mailbox")
	// ErrNotOurs: a mail speaks of no ticket that is known.
	ErrNotOurs = errors.New("the mail speaks of no ticket that is known")
	// ErrNoNumber: no ticket's number is in what the user gave.
	ErrNoNumber = errors.New("there is no ticket's number in it")
)

// Answers reads the helpdesks' answers.
type Answers struct {
	History  *history.Store
	Settings func() *config.Settings // the settings in force now
	Log      *slog.Logger
	// Password and Token give the mailbox's secret when it is asked for.
	Password func(context.Context, config.Server) (string, error)
	Token    func(context.Context, config.Server) (string, error)
	// OnNews, when set, is called for every mail that changed a ticket, from
	// the goroutine that reads.
	OnNews func(News)
	// OnTrouble, when set, is told by Watch why the mailbox cannot be read when
	// that changes, and "" at the first look of each connection.
	OnTrouble func(mailbox.Reason)
	// Timeout is how long the mail server may be silent; 0: as long as the
	// mailbox room lets it.
	Timeout time.Duration

	looking sync.Mutex // one reader at a time in this process

	mu       sync.Mutex
	known    *knowledge // of the tickets, during a look
	watching *watching  // while Watch has the mailbox open
	trouble  mailbox.Reason
}

// News is what a mail changed.
type News struct {
	Before, After history.Record
	Mail          history.Entry
	Helpdesk      ticket.Helpdesk
}

// Numbered reports whether the ticket got its number by this mail.
func (n News) Numbered() bool { return n.Before.Number == "" && n.After.Number != "" }

// Refused reports whether the mail says that there is no ticket, or that a
// later word about it did not arrive.
func (n News) Refused() bool {
	return n.Mail.Kind == history.NoTicket || n.Mail.Kind == history.Bounced
}

// On reports whether the settings name a mailbox.
func (a *Answers) On() bool { return a.Settings().IMAP.Host != "" }

// Look reads once what has come since the last look; while this process
// watches the mailbox, the watch does it. The error is [ErrNoMailbox], a
// *mailbox.Error, or the history's.
func (a *Answers) Look(ctx context.Context) error {
	if !a.On() {
		return ErrNoMailbox
	}
	a.mu.Lock()
	w := a.watching
	a.mu.Unlock()
	if w != nil {
		return w.look(ctx)
	}
	a.looking.Lock()
	defer a.looking.Unlock()
	defer a.forget()
	from := a.source()
	place, err := a.place(from)
	if err != nil {
		return err
	}
	r := a.reader()
	next, err := r.Look(ctx, place)
	return errors.Join(err, a.keep(from, next, err))
}

// Arrived looks whether the helpdesk has answered one of the user's mails,
// given by its Message-ID and the ticket that it is about: then it has it. The
// error is that of [Answers.Look]; what was found before counts all the same.
func (a *Answers) Arrived(ctx context.Context, of, messageID string) (bool, error) {
	err := a.Look(ctx)
	r, e := a.History.Get(of)
	return e == nil && r.Arrived(messageID), err
}

// Try logs in and opens the mailbox, and reads nothing. c is the mailbox's
// server of the settings; the error is as that of [Answers.Look].
func (a *Answers) Try(ctx context.Context, c config.IMAP) error {
	r := mailbox.Reader{
		Server: a.server(c), Wanted: func(string) bool { return false }, Since: time.Now().AddDate(1, 0, 0),
		Each: func(context.Context, mailbox.Mail) error { return nil },
	}
	_, err := r.Look(ctx, mailbox.Place{})
	return err
}

// reader is the way into the mailbox of the settings.
func (a *Answers) reader() mailbox.Reader {
	s := a.Settings()
	return mailbox.Reader{
		Server: a.server(s.IMAP),
		Wanted: wanted(s.Helpdesks()),
		Since:  a.since(),
		Each:   func(_ context.Context, m mailbox.Mail) error { return a.take(m) },
	}
}

// server is a mailbox's server as the mailbox room knows one.
func (a *Answers) server(c config.IMAP) mailbox.Server {
	return mailbox.Server{
		Host: c.Host, Port: c.Port, Security: mailbox.Security(c.Security), AllowPlaintext: c.AllowPlaintext,
		CAFile: c.CAFile, Auth: method(c.Auth), Username: c.Username, Mailbox: c.Mailbox, Timeout: a.Timeout,
		Password: func(ctx context.Context) (string, error) { return a.Password(ctx, c.Server) },
		Token:    func(ctx context.Context) (string, error) { return a.Token(ctx, c.Server) },
	}
}

// method says how to log in; a mailbox opens to nobody without a login.
func method(c config.Auth) mailbox.AuthMethod {
	if c == config.XOAuth2 {
		return mailbox.AuthXOAUTH2
	}
	return mailbox.AuthPassword
}

// wanted says whose mails are read: those of the helpdesks' own people.
func wanted(desks []ticket.Helpdesk) func(string) bool {
	return func(address string) bool {
		for _, d := range desks {
			if d.OwnsAddress(address) {
				return true
			}
		}
		return false
	}
}

// firstLook is how far back a first look goes at most.
const firstLook = 90 * 24 * time.Hour

// since is how far back a first look goes: to the oldest ticket that is still
// of interest, and a day more, for the server counts days by its own clock.
func (a *Answers) since() time.Time {
	oldest := time.Now()
	list, err := a.History.List()
	if err != nil {
		a.Log.Warn("history not read", "err", err)
	}
	for _, s := range list {
		if s.State != history.Failed && !s.QueuedAt.IsZero() && s.QueuedAt.Before(oldest) {
			oldest = s.QueuedAt
		}
	}
	if earliest := time.Now().Add(-firstLook); oldest.Before(earliest) {
		oldest = earliest
	}
	return oldest.AddDate(0, 0, -1)
}

// knowledge is what is known of the tickets while mails are read.
type knowledge struct {
	mails history.Mails
	since time.Time
}

// knowledgeFor is how long it is relied on: other processes send tickets too.
const knowledgeFor = 2 * time.Second

// tickets returns what is known of the tickets.
func (a *Answers) tickets() (history.Mails, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.known == nil || time.Since(a.known.since) > knowledgeFor {
		m, err := a.History.Mails()
		if err != nil {
			return history.Mails{}, err
		}
		a.known = &knowledge{mails: m, since: time.Now()}
	}
	return a.known.mails, nil
}

// forget gives back what a look left in memory.
func (a *Answers) forget() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.known = nil
	a.History.Rest()
}

// take keeps what a mail says. A mail of no ticket of ours is left alone. An
// error means that it could not be kept and shall come again.
func (a *Answers) take(m mailbox.Mail) error {
	mails, err := a.tickets()
	if err != nil {
		return err
	}
	desk, v, ok := judge(m, a.Settings().Helpdesks(), mails)
	if !ok {
		return nil
	}
	_, err = a.hear(desk, m, v, mails)
	if errors.Is(err, history.ErrNotFound) || errors.Is(err, history.ErrDamaged) {
		a.Log.Warn("answer to a ticket that cannot be read", "ticket", v.TicketID, "err", err)
		return nil
	}
	return err
}

// judge finds the ticket of which a mail speaks. Mail servers' reports may be
// about any helpdesk's.
func judge(m mailbox.Mail, desks []ticket.Helpdesk, mails history.Mails) (ticket.Helpdesk, mailbox.Verdict, bool) {
	for _, desk := range desks {
		if m.Bounce == nil && !desk.OwnsAddress(m.From.Address) {
			continue
		}
		v := mailbox.Judge(m, desk, mailbox.Known{
			Message: func(id string) (string, bool) { return mails.Ticket(desk.ID, id) },
			Number:  func(n string) (string, bool) { return mails.Numbered(desk.ID, n) },
		})
		if v.TicketID != "" {
			return desk, v, true
		}
	}
	return ticket.Helpdesk{}, mailbox.Verdict{}, false
}

// hear keeps a mail in its ticket's conversation, and tells what is new.
func (a *Answers) hear(desk ticket.Helpdesk, m mailbox.Mail, v mailbox.Verdict, mails history.Mails) (News, error) {
	return a.keepMail(desk, heard(m, v), v, mails)
}

// keepMail keeps what a mail says, and tells what is new.
func (a *Answers) keepMail(desk ticket.Helpdesk, h history.Heard, v mailbox.Verdict, mails history.Mails) (News, error) {
	before, after, fresh, err := a.History.Hear(v.TicketID, h)
	if err != nil {
		return News{}, fmt.Errorf("keeping an answer: %w", err)
	}
	mails.Add(after.Summary())
	n := News{Before: before, After: after, Mail: h.Entry, Helpdesk: desk}
	if !fresh {
		return n, nil
	}
	a.Log.Info("answer", "ticket", v.TicketID, "kind", string(v.Kind), "state", string(after.State))
	if a.OnNews != nil {
		a.OnNews(n)
	}
	return n, nil
}

// heard says a mail and its meaning in the history's words.
func heard(m mailbox.Mail, v mailbox.Verdict) history.Heard {
	e := history.Entry{
		Key: m.MessageID, Kind: history.Kind(v.Kind), At: m.Date, MessageID: m.MessageID, From: sender(m.From),
		Subject: m.Subject, Text: m.Text, Number: v.Number, Detail: v.Detail, InReplyTo: v.Mail,
	}
	if e.Key == "" {
		e.Key = fmt.Sprintf("uid-%d-%d", m.UID, m.Size) // a mail without Message-ID
	}
	if !m.Received.IsZero() && (e.At.IsZero() || e.At.After(m.Received)) {
		e.At = m.Received
	}
	if e.InReplyTo == "" && len(m.InReplyTo) > 0 {
		e.InReplyTo = m.InReplyTo[0]
	}
	if e.InReplyTo == "" && len(m.References) > 0 {
		e.InReplyTo = m.References[len(m.References)-1]
	}
	for _, l := range m.Links {
		e.Links = append(e.Links, history.Link{Text: l.Text, URL: l.URL})
	}
	return history.Heard{Entry: e, Tag: v.Tag, Portal: v.Portal}
}

// sender is who wrote a mail, for people.
func sender(a mailbox.Address) string {
	if a.Name == "" {
		return a.Address
	}
	return a.Name + " <" + a.Address + ">"
}
