package mailbox

import (
	"bufio"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"strings"

	"github.com/emersion/go-imap/v2"
)

var (
	errNonsense = errors.New("the server answers STARTTLS with something else")
	errTooEarly = errors.New("the server lets everybody in before the conversation is encrypted")
)

// startTLS greets the server in the clear, has the conversation encrypted
// (RFC 9051, 6.2.1), and returns it as if it began there. It stands here
// because the library's own waits for ever when the line is lost in the middle
// of the server's answer.
func startTLS(clear net.Conn, config *tls.Config) (net.Conn, error) {
	lines := bufio.NewReaderSize(clear, 8<<10) // no line here is longer
	tag, answer, err := readStatus(lines)
	switch {
	case err != nil:
		return nil, err
	case tag != "*":
		return nil, errNonsense
	case answer.Type == imap.StatusResponseTypePreAuth:
		return nil, errTooEarly
	case answer.Type != imap.StatusResponseTypeOK:
		return nil, answer
	}
	if _, err := io.WriteString(clear, "S1 STARTTLS\r\n"); err != nil {
		return nil, err
	}
	for tag = "*"; tag == "*"; {
		if tag, answer, err = readStatus(lines); err != nil {
			return nil, err
		}
		if tag == "*" && answer.Type == imap.StatusResponseTypeBye {
			return nil, answer
		}
	}
	// What already lies behind the answer came in the clear, from whomever.
	if tag != "S1" || answer.Type == imap.StatusResponseTypeOK && lines.Buffered() > 0 {
		return nil, errNonsense
	}
	if answer.Type != imap.StatusResponseTypeOK {
		return nil, answer
	}
	conn := tls.Client(clear, config)
	if err := conn.Handshake(); err != nil {
		return nil, err
	}
	return greeted{conn, io.MultiReader(strings.NewReader("* OK encrypted\r\n"), conn)}, nil
}

// readStatus reads one line that says how something stands.
func readStatus(lines *bufio.Reader) (tag string, answer *imap.Error, err error) {
	line, err := lines.ReadSlice('\n')
	if errors.Is(err, bufio.ErrBufferFull) {
		return "", nil, errNonsense
	}
	if err != nil {
		return "", nil, err
	}
	tag, rest, _ := strings.Cut(strings.TrimRight(string(line), "\r\n"), " ")
	kind, text, _ := strings.Cut(rest, " ")
	answer = &imap.Error{Type: imap.StatusResponseType(strings.ToUpper(kind)), Text: text}
	if code, after, ok := strings.Cut(strings.TrimPrefix(text, "["), "]"); ok && strings.HasPrefix(text, "[") {
		code, _, _ = strings.Cut(code, " ")
		answer.Code, answer.Text = imap.ResponseCode(strings.ToUpper(code)), strings.TrimSpace(after)
	}
	return tag, answer, nil
}

// greeted is an encrypted conversation with a greeting before its first byte:
// a server gives none after STARTTLS. What it said of itself in the clear is
// forgotten; whoever reads this greeting asks anew.
type greeted struct {
	net.Conn
	all io.Reader
}

func (g greeted) Read(p []byte) (int, error) { return g.all.Read(p) }
