package authserver

import (
	"bytes"
	"crypto/subtle"
	"io"
	"net"
	"strings"
	"sync"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// MailServer is a mail server on loopback that takes mail only after a login:
// by XOAUTH2, when it asks the provider about the token, or by password.
type MailServer struct {
	Addr string // "127.0.0.1:port"

	User     string
	Scope    string // that a token must have
	password string
	provider *Server
	smtp     *smtp.Server
	listener net.Listener

	mu     sync.Mutex
	mails  []string
	logins int
}

// StartMail starts a mail server for one user; provider nil or an empty
// password switch that way to log in off.
func StartMail(user, password, scope string, provider *Server) (*MailServer, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	m := &MailServer{Addr: l.Addr().String(), User: user, Scope: scope, password: password, provider: provider, listener: l}
	m.smtp = smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) { return &session{server: m}, nil }))
	m.smtp.AllowInsecureAuth, m.smtp.Domain = true, "mail.example"
	go func() { _ = m.smtp.Serve(l) }()
	return m, nil
}

// Close ends the server, also one whose Serve has not begun yet.
func (m *MailServer) Close() {
	_ = m.listener.Close()
	_ = m.smtp.Close()
}

// Mails returns what was taken, in order.
func (m *MailServer) Mails() []string {
	m.mu.Lock()
	defer m.mu.Unlock()
	return append([]string(nil), m.mails...)
}

// Logins returns how often somebody tried to log in.
func (m *MailServer) Logins() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.logins
}

// login notes an attempt and returns err.
func (m *MailServer) login(err error) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.logins++
	return err
}

var refused = smtp.SMTPError{Code: 535, EnhancedCode: smtp.EnhancedCode{5, 7, 3}, Message: "Authentication unsuccessful"}

// session is one conversation.
type session struct {
	server *MailServer
	in     bool
}

// AuthMechanisms lists the ways to log in.
func (s *session) AuthMechanisms() (list []string) {
	if s.server.provider != nil {
		list = append(list, "XOAUTH2")
	}
	if s.server.password != "" {
		list = append(list, sasl.Plain)
	}
	return list
}

// Auth begins a login.
func (s *session) Auth(mechanism string) (sasl.Server, error) {
	if mechanism == "XOAUTH2" {
		return &xoauth2{session: s}, nil
	}
	return sasl.NewPlainServer(func(_, user, password string) error {
		if user != s.server.User || subtle.ConstantTimeCompare([]byte(password), []byte(s.server.password)) != 1 {
			return s.server.login(&refused)
		}
		s.in = true
		return s.server.login(nil)
	}), nil
}

// Mail wants a login first.
func (s *session) Mail(string, *smtp.MailOptions) error {
	if !s.in {
		return &smtp.SMTPError{Code: 530, EnhancedCode: smtp.EnhancedCode{5, 7, 57}, Message: "Client not authenticated"}
	}
	return nil
}

// Rcpt takes any address.
func (s *session) Rcpt(string, *smtp.RcptOptions) error { return nil }

// Reset has nothing to forget.
func (s *session) Reset() {}

// Logout ends the conversation.
func (s *session) Logout() error { return nil }

// Data takes the mail.
func (s *session) Data(r io.Reader) error {
	var b bytes.Buffer
	_, err := b.ReadFrom(r)
	s.server.mu.Lock()
	defer s.server.mu.Unlock()
	s.server.mails = append(s.server.mails, b.String())
	return err
}

// xoauth2 is the server's side of the login, as Google and Microsoft write it
// down: a refusal comes as a challenge first.
type xoauth2 struct {
	session *session
	failed  bool
}

// Next reads the client's answer.
func (x *xoauth2) Next(answer []byte) (challenge []byte, done bool, err error) {
	if x.failed {
		return nil, true, &refused
	}
	if answer == nil {
		return []byte{}, false, nil
	}
	s := x.session.server
	user, token, ok := strings.Cut(strings.TrimSuffix(string(answer), "\x01\x01"), "\x01auth=Bearer ")
	if err := s.login(s.provider.Check(token, s.Scope)); !ok || user != "user="+s.User || err != nil {
		x.failed = true
		return []byte(`{"status":"401","schemes":"bearer","scope":"` + s.Scope + `"}`), false, nil
	}
	x.session.in = true
	return nil, true, nil
}
