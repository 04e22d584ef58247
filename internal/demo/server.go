package demo

import (
	"crypto/tls"
	"io"
	"log"
	"time"

	"github.com/emersion/go-smtp"
)

// Step is a step of an SMTP conversation at which the helpdesk can be told to
// fail.
type Step string

// The steps.
const (
	AtHello Step = "hello" // EHLO, and the HELO that a client tries next
	AtMail  Step = "mail"
	AtRcpt  Step = "rcpt"
	AtData  Step = "data" // before the mail's bytes are read
	AtDot   Step = "dot"  // behind the final dot
)

// Fault is what the helpdesk does instead of going on.
type Fault struct {
	Code     int    // 450, 550 …
	Enhanced [3]int // 5.1.1 …; zero: none
	Text     string
	Drop     bool // closes the connection instead of an answer
	Keep     bool // AtDot: takes the mail as a ticket all the same
}

// Fail lets the next conversations that come to the step fail, one for each
// fault.
func (h *Helpdesk) Fail(at Step, faults ...Fault) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.faults[at] = append(h.faults[at], faults...)
}

// Mend forgets the faults that have not come yet.
func (h *Helpdesk) Mend() {
	h.mu.Lock()
	defer h.mu.Unlock()
	clear(h.faults)
}

func (h *Helpdesk) nextFault(at Step) (Fault, bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	list := h.faults[at]
	if len(list) == 0 {
		return Fault{}, false
	}
	h.faults[at] = list[1:]
	return list[0], true
}

func (h *Helpdesk) newServer() *smtp.Server {
	s := smtp.NewServer(smtp.BackendFunc(func(c *smtp.Conn) (smtp.Session, error) {
		session := &session{h: h, conn: c}
		if err := session.fail(AtHello); err != nil {
			return nil, err
		}
		return session, nil
	}))
	s.Domain = "demo.example"
	s.TLSConfig = &tls.Config{Certificates: []tls.Certificate{h.cert.server}, MinVersion: tls.VersionTLS12}
	s.MaxMessageBytes = h.opts.MaxSize
	s.MaxRecipients = 50
	s.ReadTimeout, s.WriteTimeout = 2*time.Minute, time.Minute
	s.ErrorLog = log.New(io.Discard, "", 0)
	return s
}

// session is one client's conversation.
type session struct {
	h    *Helpdesk
	conn *smtp.Conn
	from string
	to   []string
}

// fail does what a fault says, if there is one for the step.
func (s *session) fail(at Step) error {
	f, ok := s.h.nextFault(at)
	if !ok {
		return nil
	}
	return s.do(f)
}

func (s *session) do(f Fault) error {
	if f.Drop {
		_ = s.conn.Conn().Close()
		return io.ErrUnexpectedEOF
	}
	e := &smtp.SMTPError{Code: f.Code, Message: f.Text, EnhancedCode: smtp.NoEnhancedCode}
	if f.Enhanced != [3]int{} {
		e.EnhancedCode = f.Enhanced
	}
	return e
}

// Mail begins a mail; like a real submission server only behind STARTTLS.
func (s *session) Mail(from string, _ *smtp.MailOptions) error {
	if _, ok := s.conn.TLSConnectionState(); !ok {
		return &smtp.SMTPError{Code: 530, EnhancedCode: smtp.EnhancedCode{5, 7, 0}, Message: "Must issue a STARTTLS command first"}
	}
	if err := s.fail(AtMail); err != nil {
		return err
	}
	s.from = from
	return nil
}

// Rcpt takes every address: the first is the helpdesk's, the others are those
// who get a copy.
func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	if err := s.fail(AtRcpt); err != nil {
		return err
	}
	s.to = append(s.to, to)
	return nil
}

// Data keeps the mail as a ticket, or with the ticket that its subject names.
func (s *session) Data(r io.Reader) error {
	if err := s.fail(AtData); err != nil {
		return err
	}
	temp, err := s.h.store.receive(r)
	if err != nil {
		return err
	}
	defer temp.discard()
	fault, failing := s.h.nextFault(AtDot)
	if !failing || fault.Keep {
		if err := s.h.store.keep(temp, s.from, s.to); err != nil {
			return &smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 3, 0}, Message: "The mail cannot be kept: " + err.Error()}
		}
	}
	if failing {
		return s.do(fault)
	}
	return nil
}

// Reset forgets the mail that was begun.
func (s *session) Reset() { s.from, s.to = "", nil }

// Logout ends the conversation.
func (s *session) Logout() error { return nil }
