package mail

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/textproto"
	"os"
	"strconv"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"
	"github.com/wneessen/go-mail/smtp"
)

var (
	errNoStartTLS = errors.New("the server does not offer STARTTLS, and nothing goes unencrypted")
	errPlaintext  = errors.New("an unencrypted way beyond this computer is not allowed")
	errTooLarge   = errors.New("the mail is larger than the server takes")
	errMailFile   = errors.New("the mail's file cannot be read whole")
)

// session is a conversation with a server, logged in and ready for a mail.
type session struct {
	client    *smtp.Client
	wire      *wire
	stop      func() bool // ends the watch over the context
	size      int64       // the server's SIZE, 0: no limit
	sizeKnown bool
}

// dial opens a conversation: connection, encryption, login. When it fails it
// may still return the session so far, which must be closed.
func dial(ctx context.Context, server Server) (*session, error) {
	config, err := tlsConfig(server)
	if err != nil {
		return nil, &stageError{stageStartTLS, err}
	}
	s, err := connect(ctx, server, config)
	if err != nil {
		return s, err
	}
	if err := s.secure(server, config); err != nil {
		return s, err
	}
	if err := s.login(ctx, server); err != nil {
		return s, &stageError{stageAuth, err}
	}
	s.learnSize()
	return s, nil
}

// connect dials and hears the greeting.
func connect(ctx context.Context, server Server, config *tls.Config) (*session, error) {
	timeout, dotTimeout := server.Timeout, server.DotTimeout
	if timeout <= 0 {
		timeout = time.Minute
	}
	if dotTimeout <= 0 {
		dotTimeout = 10 * time.Minute
	}
	raw, err := dialTCP(ctx, server, timeout)
	if err != nil {
		return nil, &stageError{stageConnect, err}
	}
	w := newWire(raw, timeout, dotTimeout)
	s := &session{wire: w, stop: w.endWith(ctx)}
	var conn net.Conn = w
	if server.Security == TLS {
		secured := tls.Client(w, config)
		if err := secured.Handshake(); err != nil {
			return s, &stageError{stageStartTLS, err}
		}
		conn = secured
	}
	// The policy is NoTLS only because secure does that step itself, in order
	// to know at which step a conversation failed; it is mandatory there.
	client, err := gomail.NewClient(server.Host, gomail.WithTLSPolicy(gomail.NoTLS), gomail.WithHELO(helo(server, raw)),
		gomail.WithoutSMTPUTF8(), gomail.WithTimeout(timeout),
		gomail.WithDialContextFunc(func(context.Context, string, string) (net.Conn, error) { return conn, nil }))
	if err == nil {
		s.client, err = client.DialToSMTPClientWithContext(ctx)
	}
	if err != nil {
		return s, &stageError{stageConnect, err}
	}
	return s, nil
}

// dialTCP connects. Where the way is not encrypted and plain text is not
// allowed, an address beyond loopback is refused before a byte leaves.
func dialTCP(ctx context.Context, server Server, timeout time.Duration) (net.Conn, error) {
	d := net.Dialer{Timeout: min(timeout, 30*time.Second)}
	if server.Security == None && !server.AllowPlaintext {
		d.ControlContext = func(_ context.Context, _, address string, _ rawConn) error {
			host, _, err := net.SplitHostPort(address)
			if ip := net.ParseIP(host); err != nil || ip == nil || !ip.IsLoopback() {
				return errPlaintext
			}
			return nil
		}
	}
	return d.DialContext(ctx, "tcp", server.Addr())
}

// secure changes to TLS as the settings demand.
func (s *session) secure(server Server, config *tls.Config) error {
	if server.Security == None || server.Security == TLS {
		return nil
	}
	if ok, _ := s.client.Extension("STARTTLS"); !ok {
		return &stageError{stageStartTLS, errNoStartTLS}
	}
	if err := s.client.StartTLS(config); err != nil {
		return &stageError{stageStartTLS, err}
	}
	return nil
}

// helo is the name by which the client introduces itself: strict servers
// refuse what is not a full name, and take an address in brackets always.
func helo(server Server, c net.Conn) string {
	if server.HELO != "" && isASCII(server.HELO) && !strings.Contains(server.HELO, " ") {
		return server.HELO
	}
	if name, err := os.Hostname(); err == nil && strings.Contains(name, ".") {
		if _, ok := mailbox("x@" + name); ok {
			return name
		}
	}
	host, _, err := net.SplitHostPort(c.LocalAddr().String())
	ip := net.ParseIP(host)
	switch {
	case err != nil || ip == nil:
		return "localhost"
	case ip.To4() != nil:
		return "[" + ip.String() + "]"
	default:
		return "[IPv6:" + ip.String() + "]"
	}
}

func (s *session) learnSize() {
	ok, param := s.client.Extension("SIZE")
	if !ok {
		return
	}
	first, _, _ := strings.Cut(strings.TrimSpace(param), " ")
	n, err := strconv.ParseInt(first, 10, 64)
	if first == "" || err == nil && n >= 0 {
		s.size, s.sizeKnown = n, true
	}
}

// deliver hands one mail over. The helpdesk is named first: if it is refused
// nothing goes; a BCC address that is refused is a warning.
func (s *session) deliver(m Mail, progress func(int64)) ([]Warning, error) {
	if s.size > 0 && m.Size > s.size {
		return nil, &stageError{stageMail, fmt.Errorf("%w: %d bytes of at most %d", errTooLarge, m.Size, s.size)}
	}
	source, err := m.Open()
	if err != nil {
		return nil, &stageError{stageMail, fmt.Errorf("%w: %w", errMailFile, err)}
	}
	defer source.Close()
	from := "<" + m.From + ">"
	if s.sizeKnown {
		from += fmt.Sprintf(" SIZE=%d", m.Size)
	}
	if err := s.client.Mail(from); err != nil {
		return nil, &stageError{stageMail, err}
	}
	if err := s.client.Rcpt("<" + m.To + ">"); err != nil {
		return nil, &stageError{stageRcpt, err}
	}
	warnings, err := s.copies(m.BCC)
	if err != nil {
		return nil, err
	}
	return warnings, s.data(source, m.Size, progress)
}

// copies names the BCC addresses.
func (s *session) copies(bcc []string) ([]Warning, error) {
	var warnings []Warning
	for _, a := range bcc {
		err := s.client.Rcpt("<" + a + ">")
		if err == nil {
			continue
		}
		te := new(textproto.Error)
		if !errors.As(err, &te) || te.Code == 421 || te.Code < 400 || te.Code > 599 {
			return nil, &stageError{stageData, err} // the conversation itself is over
		}
		warnings = append(warnings, Warning{Address: a, Answer: answerOf(err)})
	}
	return warnings, nil
}

// data sends the bytes and the final dot, which is sent only behind exactly
// size bytes: a mail that was cut would be taken for whole.
func (s *session) data(source io.Reader, size int64, progress func(int64)) error {
	w, err := s.client.Data()
	if err != nil {
		return &stageError{stageData, err}
	}
	sent, err := io.Copy(counting{w, progress, new(int64)}, io.LimitReader(reader{source}, size+1))
	switch read := new(readError); {
	case errors.As(err, &read):
		return &stageError{stageData, fmt.Errorf("%w: %w", errMailFile, read.err)}
	case err != nil:
		return &stageError{stageData, s.lastWords(err)}
	case sent != size:
		return &stageError{stageData, fmt.Errorf("%w: %d bytes instead of %d", errMailFile, sent, size)}
	}
	s.wire.finalDot()
	if err := w.Close(); err != nil {
		if s.wire.dotLeft() {
			return &stageError{stageDot, err}
		}
		return &stageError{stageData, s.lastWords(err)}
	}
	return nil
}

// cause puts the connection's own failure in the place of what the layers
// above made of half an answer. A whole answer is one, whatever came after it.
func (s *session) cause(err error) error {
	failed := s.wire.failure()
	te := new(textproto.Error)
	if err == nil || failed == nil || errors.As(err, &te) && te.Code >= 400 {
		return err
	}
	at := stageConnect
	if se := new(stageError); errors.As(err, &se) {
		at = se.stage
	}
	return &stageError{at, failed}
}

// lastWords looks for the answer of a server that closed the connection in
// the middle of the mail: it says why, where err only says that.
func (s *session) lastWords(err error) error {
	te := new(textproto.Error)
	if errors.As(err, &te) {
		return err
	}
	s.wire.hurry(lastWordsTime)
	_, _, answer := s.client.Text.ReadResponse(250)
	if errors.As(answer, &te) {
		return answer
	}
	return err
}

// quit ends a conversation whose mail has been taken. Nothing depends on it.
func (s *session) quit() {
	s.wire.hurry(lastWordsTime)
	_ = s.client.Quit()
}

func (s *session) close() {
	s.stop()
	_ = s.wire.Conn.Close()
}

// counting reports the bytes that have been handed over.
type counting struct {
	w        io.Writer
	progress func(int64)
	sent     *int64
}

func (c counting) Write(p []byte) (int, error) {
	n, err := c.w.Write(p)
	*c.sent += int64(n)
	if c.progress != nil && n > 0 {
		c.progress(*c.sent)
	}
	return n, err
}

// reader marks the source's errors, to tell them from the connection's.
type reader struct{ r io.Reader }

func (r reader) Read(p []byte) (int, error) {
	n, err := r.r.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		err = &readError{err}
	}
	return n, err
}

type readError struct{ err error }

func (e *readError) Error() string { return e.err.Error() }
func (e *readError) Unwrap() error { return e.err }
