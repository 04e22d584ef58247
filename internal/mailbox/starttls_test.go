package mailbox

import (
	"errors"
	"io"
	"net"
	"strings"
	"testing"
	"time"
)

// clear is a server that greets, awaits a command, answers and hangs up.
func clear(t *testing.T, greeting, answer string) Reader {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		c, err := l.Accept()
		if err != nil {
			return
		}
		defer c.Close()
		_, _ = io.WriteString(c, greeting)
		if answer == "" {
			return
		}
		command := make([]byte, 100)
		n, _ := c.Read(command)
		tag, _, _ := strings.Cut(string(command[:n]), " ")
		_, _ = io.WriteString(c, strings.ReplaceAll(answer, "$", tag))
	}()
	return Reader{Server: Server{Host: "127.0.0.1", Port: l.Addr().(*net.TCPAddr).Port, Security: StartTLS, Timeout: 2 * time.Second}}
}

// lookInTime looks, and fails when that does not end.
func lookInTime(t *testing.T, r Reader) *Error {
	t.Helper()
	ended := make(chan error, 1)
	go func() {
		_, err := r.Look(t.Context(), Place{})
		ended <- err
	}()
	select {
	case err := <-ended:
		if e := new(Error); errors.As(err, &e) {
			return e
		}
		t.Fatalf("%v", err)
	case <-time.After(20 * time.Second):
		t.Fatal("it waits for ever")
	}
	return nil
}

// Wherever the line is lost before it is encrypted, the look ends. The
// library's STARTTLS waited for ever between an answer's words and its end.
func TestLostBeforeEncryption(t *testing.T) {
	const greeting, answer = "* OK [CAPABILITY IMAP4rev1 STARTTLS] ready\r\n", "* OK wait\r\n$ OK begin\r\n"
	for at := range len(greeting) {
		if e := lookInTime(t, clear(t, greeting[:at], "")); e.Reason != ReasonNetwork {
			t.Errorf("greeted with %q: %v (%s)", greeting[:at], e, e.Reason)
		}
	}
	for at := 1; at <= len(answer); at++ {
		if e := lookInTime(t, clear(t, greeting, answer[:at])); e.Reason != ReasonNetwork {
			t.Errorf("answered with %q: %v (%s)", answer[:at], e, e.Reason)
		}
	}
}

// What comes in the clear can be from anybody: nothing of it is taken for the
// encrypted conversation, and without encryption nobody logs in.
func TestStartTLSIsRefused(t *testing.T) {
	const greeting = "* OK [CAPABILITY IMAP4rev1] ready\r\n"
	for name, c := range map[string]struct {
		greeting, answer string
		want             Reason
		words            string
	}{
		"not offered":         {greeting, "$ BAD [X] unknown command\r\n", ReasonTLS, "unknown command"},
		"later":               {greeting, "$ NO [UNAVAILABLE] try later\r\n", ReasonBusy, "try later"},
		"open to everybody":   {"* PREAUTH welcome\r\n", "$ OK begin\r\n", ReasonTLS, ""},
		"too many guests":     {"* BYE too many connections\r\n", "", ReasonBusy, "too many connections"},
		"leaves":              {greeting, "* BYE shutting down\r\n", ReasonBusy, "shutting down"},
		"another's tag":       {greeting, "X9 OK begin\r\n", ReasonAnswer, ""},
		"goes on in clear":    {greeting, "$ OK begin\r\n* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n", ReasonAnswer, ""},
		"no line break":       {greeting, "$ OK begin\rxx\n", ReasonNetwork, ""},
		"a line without end":  {"* OK " + strings.Repeat("x", 100_000), "", ReasonAnswer, ""},
		"another protocol":    {"220 mail.example ESMTP\r\n", "", ReasonAnswer, ""},
		"nothing at all":      {"\r\n\r\n", "", ReasonAnswer, ""},
		"no TLS behind it":    {greeting, "$ OK begin\r\n", ReasonNetwork, ""},
		"says BYE to nothing": {"* BYE\r\n", "", ReasonBusy, ""},
	} {
		if e := lookInTime(t, clear(t, c.greeting, c.answer)); e.Reason != c.want || e.Answer != c.words {
			t.Errorf("%s: %v (%s), %q", name, e, e.Reason, e.Answer)
		}
	}
}
