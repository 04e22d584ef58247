package mail

import (
	"bufio"
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/textproto"
	"strings"
	"time"
)

// ProbeMailbox goes the way to an IMAP server as far as its greeting and its
// encryption. The login belongs to whoever reads the mailbox.
func ProbeMailbox(ctx context.Context, server Server, tell func(Finding)) {
	p := &probe{ctx: ctx, server: server, tell: tell}
	if !p.resolve() {
		return
	}
	config, err := p.config()
	if err != nil {
		p.say(StepTLS, &stageError{stageStartTLS, err}, Finding{})
		return
	}
	timeout := server.Timeout
	if timeout <= 0 {
		timeout = time.Minute
	}
	began := time.Now()
	raw, err := dialTCP(ctx, server, timeout)
	if err != nil {
		p.say(StepTCP, &stageError{stageConnect, err}, Finding{})
		return
	}
	w := newWire(raw, timeout, timeout)
	defer w.Close()
	defer w.endWith(ctx)()
	p.say(StepTCP, nil, Finding{Addresses: []string{raw.RemoteAddr().String()}, Took: time.Since(began)})
	p.mailbox(w, config)
}

// mailbox hears an IMAP server's greeting (RFC 9051, section 7.1) and changes
// to TLS as the settings demand.
func (p *probe) mailbox(w *wire, config *tls.Config) {
	var conn net.Conn = w
	handshake := func() bool {
		secured := tls.Client(conn, config)
		err := secured.Handshake()
		if err != nil {
			return p.say(StepTLS, &stageError{stageStartTLS, err}, Finding{Certificate: refused(err)})
		}
		conn = secured
		return p.say(StepTLS, nil, Finding{Certificate: p.certificate()})
	}
	if p.server.Security == TLS && !handshake() {
		return
	}
	lines := newLines(conn)
	greeting, err := lines.read()
	if err == nil && !isGreeting(greeting) {
		err = textproto.ProtocolError("not the greeting of IMAP: " + clean(greeting))
	}
	if err != nil {
		err = &stageError{stageConnect, err}
	}
	if !p.say(StepGreeting, err, Finding{}) || p.server.Security == TLS || p.server.Security == None {
		return
	}
	if err := lines.startTLS(); err != nil {
		p.say(StepTLS, &stageError{stageStartTLS, err}, Finding{})
		return
	}
	handshake()
}

// lines is the little of IMAP that the way to a mailbox needs: a greeting,
// and the change to TLS.
type lines struct {
	conn io.ReadWriter
	in   *bufio.Reader
}

func newLines(conn io.ReadWriter) *lines { return &lines{conn: conn, in: bufio.NewReader(conn)} }

// read returns one line without its end. The connection bounds its length.
func (l *lines) read() (string, error) {
	line, err := l.in.ReadString('\n')
	return strings.TrimRight(line, "\r\n"), err
}

// isGreeting reports whether a server's first line is that of IMAP.
func isGreeting(line string) bool {
	return strings.HasPrefix(strings.ToUpper(line), "* OK") || strings.HasPrefix(strings.ToUpper(line), "* PREAUTH")
}

// startTLS asks for encryption (RFC 9051, section 6.2.1).
func (l *lines) startTLS() error {
	if _, err := io.WriteString(l.conn, "a1 STARTTLS\r\n"); err != nil {
		return err
	}
	for {
		line, err := l.read()
		if err != nil {
			return err
		}
		word := strings.ToUpper(line)
		switch {
		case strings.HasPrefix(word, "A1 OK") && l.in.Buffered() > 0:
			return fmt.Errorf("%w: the server spoke on before the encryption", errNoStartTLS)
		case strings.HasPrefix(word, "A1 OK"):
			return nil
		case strings.HasPrefix(word, "A1 "):
			return fmt.Errorf("%w: %s", errNoStartTLS, clean(line))
		}
	}
}
