package mailbox

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"
)

// errNoNumbers says that a mail cannot be found again (RFC 9051, 2.3.1.1).
var errNoNumbers = errors.New("the server does not number its mails for good")

// stage is where in the conversation something went wrong.
type stage string

const (
	stageConnect stage = "connect"
	stageTLS     stage = "tls"
	stageAuth    stage = "auth"
	stageOpen    stage = "open" // the mailbox
	stageRead    stage = "read"
	stageEach    stage = "each" // the caller's own error
)

// session is a conversation with a server, the mailbox open for reading only.
type session struct {
	client  *imapclient.Client
	wire    *wire
	stop    func() bool // ends the watch over the context
	news    chan struct{}
	box     *imap.SelectData
	timeout time.Duration
}

// open goes the whole way into the mailbox. The stage says how far it came.
func open(ctx context.Context, server Server) (s *session, at stage, err error) {
	configs, err := tlsConfigs(server)
	if err != nil {
		return nil, stageTLS, err
	}
	for _, config := range configs {
		s, at, err = enter(ctx, server, config)
		if unknown := (x509.UnknownAuthorityError{}); !errors.As(err, &unknown) {
			break
		}
	}
	return s, at, err
}

// enter is open with one way to verify the server.
func enter(ctx context.Context, server Server, config *tls.Config) (*session, stage, error) {
	timeout := server.Timeout
	if timeout <= 0 {
		timeout = time.Minute
	}
	raw, err := dialTCP(ctx, server, timeout)
	if err != nil {
		return nil, stageConnect, err
	}
	s := &session{wire: newWire(raw, timeout), news: make(chan struct{}, 1), timeout: timeout}
	s.stop = context.AfterFunc(ctx, func() { _ = raw.Close() })
	for _, step := range []struct {
		stage stage
		do    func() error
	}{
		{stageTLS, func() error { return s.connect(server, config) }},
		{stageConnect, func() error { return s.client.WaitGreeting() }},
		{stageAuth, func() error { return s.login(ctx, server) }},
		{stageOpen, func() error { return s.examine(server.Mailbox) }},
	} {
		if err := step.do(); err != nil {
			err = s.cause(err)
			s.close()
			return nil, step.stage, err
		}
	}
	return s, "", nil
}

// connect begins the conversation, with TLS from the first byte or after
// STARTTLS, without which nothing goes on.
func (s *session) connect(server Server, config *tls.Config) error {
	options := &imapclient.Options{UnilateralDataHandler: &imapclient.UnilateralDataHandler{
		Mailbox: func(m *imapclient.UnilateralDataMailbox) {
			if m.NumMessages != nil {
				select {
				case s.news <- struct{}{}:
				default: // told already
				}
			}
		},
	}}
	switch server.Security {
	case None:
		s.client = imapclient.New(s.wire, options)
	case TLS:
		conn := tls.Client(s.wire, config)
		if err := conn.Handshake(); err != nil {
			return err
		}
		s.client = imapclient.New(conn, options)
	default:
		conn, err := startTLS(s.wire, config)
		if err != nil {
			return err
		}
		s.client = imapclient.New(conn, options)
	}
	return nil
}

// examine opens the mailbox such that nothing in it can be changed.
func (s *session) examine(name string) error {
	if name == "" {
		name = "INBOX"
	}
	box, err := s.client.Select(name, &imap.SelectOptions{ReadOnly: true}).Wait()
	if err == nil && box.UIDValidity == 0 {
		err = errNoNumbers
	}
	s.box = box
	return err
}

// working says that an answer is awaited from now on.
func (s *session) working() { s.wire.resting(0) }

// cause puts the connection's own failure in the place of what the layers
// above made of half an answer. A whole answer is one, whatever came after,
// and so is a certificate that was refused. Where the library has hung up
// itself, it knows why, and tells a command that came late only that it did.
func (s *session) cause(err error) error {
	answer, refused := new(imap.Error), new(tls.CertificateVerificationError)
	if failed := s.wire.failure(); failed != nil && !errors.As(err, &answer) && !errors.As(err, &refused) {
		return failed
	}
	if s.client != nil && errors.Is(err, net.ErrClosed) {
		if why := s.client.Close(); why != nil {
			return why
		}
	}
	return err
}

// quit says good-bye and closes. Nothing depends on it.
func (s *session) quit() {
	s.wire.mu.Lock()
	s.wire.timeout = 2 * time.Second
	s.wire.mu.Unlock()
	s.working()
	_ = s.client.Logout().Wait()
	s.close()
}

func (s *session) close() {
	s.stop()
	_ = s.wire.Conn.Close()
	if s.client != nil {
		_ = s.client.Close()
	}
}
