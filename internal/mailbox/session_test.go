package mailbox

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapserver"
	"github.com/emersion/go-imap/v2/imapserver/imapmemserver"
	"github.com/emersion/go-sasl"
)

// scripted is a server that answers as a test says: the strangest of them are
// not to be had as a program.
type scripted struct {
	greeting string
	answer   func(command string) string // lines behind "TAG " is what "$" stands for; "": hangs up

	mu       sync.Mutex
	commands []string
}

// serve returns a reader of the server's mailbox, on loopback without
// encryption, and what it hands over.
func (s *scripted) serve(t *testing.T) (Reader, *[]Mail) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go s.talk(c)
		}
	}()
	mails := new([]Mail)
	return Reader{
		Server: Server{
			Host: "127.0.0.1", Port: l.Addr().(*net.TCPAddr).Port, Security: None, Username: "anna", Timeout: 5 * time.Second,
			Password: func(context.Context) (string, error) { return "geheim", nil },
		},
		Wanted: func(string) bool { return true },
		Each:   func(_ context.Context, m Mail) error { *mails = append(*mails, m); return nil },
	}, mails
}

func (s *scripted) talk(c net.Conn) {
	defer c.Close()
	greeting := s.greeting
	if greeting == "" {
		greeting = "* OK [CAPABILITY IMAP4rev1] ready"
	}
	if _, err := io.WriteString(c, greeting+"\r\n"); err != nil {
		return
	}
	for lines := bufio.NewScanner(c); lines.Scan(); {
		tag, command, _ := strings.Cut(lines.Text(), " ")
		s.mu.Lock()
		s.commands = append(s.commands, command)
		s.mu.Unlock()
		answer := s.answer(command)
		if answer == "" {
			return
		}
		if _, err := io.WriteString(c, strings.ReplaceAll(answer, "$ ", tag+" ")); err != nil {
			return
		}
	}
}

func (s *scripted) said(prefix string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	for _, c := range s.commands {
		if strings.HasPrefix(c, prefix) {
			n++
		}
	}
	return n
}

// usual answers as any server does, with an empty mailbox.
func usual(command string) string {
	word, _, _ := strings.Cut(command, " ")
	switch word {
	case "CAPABILITY":
		return "* CAPABILITY IMAP4rev1\r\n$ OK\r\n"
	case "EXAMINE":
		return "* 0 EXISTS\r\n* OK [UIDVALIDITY 7] x\r\n* OK [UIDNEXT 1] x\r\n$ OK [READ-ONLY] x\r\n"
	case "LOGOUT":
		return "* BYE x\r\n$ OK\r\n"
	}
	return "$ OK\r\n"
}

// section is how a server gives one mail's fields and, asked again, its text.
func section(command string, uid int, raw string) string {
	head, _, _ := strings.Cut(raw, "\r\n\r\n")
	if strings.Contains(command, "HEADER.FIELDS") {
		return fmt.Sprintf("* %d FETCH (UID %d RFC822.SIZE %d INTERNALDATE \"23-Nov-2026 10:00:00 +0100\" BODY[HEADER.FIELDS (\"From\")]<0> {%d}\r\n%s\r\n\r\n)\r\n",
			uid, uid, len(raw), len(head)+4, head)
	}
	return fmt.Sprintf("* %d FETCH (UID %d RFC822.SIZE %d INTERNALDATE \"23-Nov-2026 10:00:00 +0100\" BODY[]<0> {%d}\r\n%s)\r\n", uid, uid, len(raw), len(raw), raw)
}

func simple(uid int) string {
	return fmt.Sprintf("From: a@projectpp.it\r\nSubject: mail %d\r\n\r\nciao %d\r\n", uid, uid)
}

func subjects(mails []Mail) []string {
	var list []string
	for _, m := range mails {
		list = append(list, m.Subject)
	}
	return list
}

func TestOddServers(t *testing.T) {
	three := func(command string, order ...int) string {
		all := ""
		for _, uid := range order {
			all += section(command, uid, simple(uid))
		}
		return all + "$ OK\r\n"
	}
	for name, c := range map[string]struct {
		answer func(string) string
		want   []string
	}{
		"no UIDNEXT": {func(cmd string) string {
			if strings.HasPrefix(cmd, "EXAMINE") {
				return "* 3 EXISTS\r\n* OK [UIDVALIDITY 7] x\r\n$ OK\r\n"
			}
			return three(cmd, 1, 2, 3)
		}, []string{"mail 1", "mail 2", "mail 3"}},
		"out of order": {func(cmd string) string { return three(cmd, 3, 1, 2) }, []string{"mail 3", "mail 1", "mail 2"}},
		"somebody marks a mail meanwhile": {func(cmd string) string {
			return "* 4 EXISTS\r\n* 9 FETCH (UID 9 FLAGS (\\Seen))\r\n" + three(cmd, 1, 2, 3)
		}, []string{"mail 1", "mail 2", "mail 3"}},
		"talks a lot": {func(cmd string) string {
			return "* OK still here\r\n* FLAGS (\\Seen)\r\n* 4 RECENT\r\n* NO [ALERT] full\r\n" + three(cmd, 1, 2, 3)
		}, []string{"mail 1", "mail 2", "mail 3"}},
		"no text": {func(cmd string) string {
			return "* 1 FETCH (UID 1 RFC822.SIZE 0 INTERNALDATE \"23-Nov-2026 10:00:00 +0100\" BODY[]<0> NIL)\r\n$ OK\r\n"
		}, nil},
	} {
		s := &scripted{answer: func(cmd string) string {
			if strings.HasPrefix(cmd, "UID FETCH") || strings.HasPrefix(cmd, "EXAMINE") && name == "no UIDNEXT" {
				return c.answer(cmd)
			}
			if strings.HasPrefix(cmd, "EXAMINE") {
				return strings.ReplaceAll(strings.Replace(usual(cmd), "* 0 E", "* 3 E", 1), "UIDNEXT 1", "UIDNEXT 4")
			}
			return usual(cmd)
		}}
		r, mails := s.serve(t)
		place, err := r.Look(t.Context(), Place{})
		if err != nil || !slices.Equal(subjects(*mails), c.want) || place != (Place{7, 4}) {
			t.Errorf("%s: %v, %+v, %q", name, err, place, subjects(*mails))
		}
	}
}

func TestReasons(t *testing.T) {
	for name, c := range map[string]struct {
		greeting string
		answer   func(string) string
		want     Reason
	}{
		"too many guests":   {"* BYE too many connections", usual, ReasonBusy},
		"no IMAP":           {"220 mail.example ESMTP", usual, ReasonAnswer},
		"login refused":     {"", only("AUTHENTICATE|LOGIN", "$ NO [AUTHENTICATIONFAILED] no\r\n"), ReasonAuth},
		"login later":       {"", only("AUTHENTICATE|LOGIN", "$ NO [UNAVAILABLE] later\r\n"), ReasonBusy},
		"login off":         {"* OK [CAPABILITY IMAP4rev1 LOGINDISABLED] x", usual, ReasonAuth},
		"no such mailbox":   {"", only("EXAMINE", "$ NO [NONEXISTENT] no\r\n"), ReasonMailbox},
		"no numbers":        {"", only("EXAMINE", "* 0 EXISTS\r\n$ OK\r\n"), ReasonAnswer},
		"hangs up":          {"", only("EXAMINE", ""), ReasonNetwork},
		"says nothing":      {"", only("EXAMINE", "* OK wait\r\n"), ReasonTimeout},
		"nonsense":          {"", only("EXAMINE", "*** ???\r\n"), ReasonAnswer},
		"huge number":       {"", only("EXAMINE", "* 99999999999999999999 EXISTS\r\n$ OK\r\n"), ReasonAnswer},
		"lies about length": {"", only("EXAMINE", "* 1 FETCH (UID 1 BODY[] {99999999999999}\r\n"), ReasonTimeout},
	} {
		s := &scripted{greeting: c.greeting, answer: c.answer}
		r, _ := s.serve(t)
		r.Server.Timeout = time.Second
		_, err := r.Look(t.Context(), Place{})
		e := new(Error)
		is := errors.As(err, &e)
		// A farewell and the end of the line come together, and the library
		// tells of whichever it sees first; both are tried again later.
		late := name == "too many guests" && e.Reason == ReasonNetwork
		if !is || e.Reason != c.want && !late {
			t.Errorf("%s: %v (%s), not %s", name, err, e.Reason, c.want)
		}
		if e.Server == "" || e.Error() == "" {
			t.Errorf("%s: %+v", name, e)
		}
	}
}

// only answers some commands as given, the others as usual.
func only(words, answer string) func(string) string {
	return func(command string) string {
		for w := range strings.SplitSeq(words, "|") {
			if strings.HasPrefix(command, w) {
				return answer
			}
		}
		return usual(command)
	}
}

// A server without IDLE is asked again and again; with a kick at once.
func TestPolling(t *testing.T) {
	s := &scripted{answer: usual}
	r, _ := s.serve(t)
	ctx, cancel := context.WithCancel(t.Context())
	kick, looks, ended := make(chan struct{}), make(chan Place, 100), make(chan error, 1)
	go func() {
		ended <- r.Watch(ctx, Place{}, 20*time.Millisecond, kick, func(p Place) error { looks <- p; return nil })
	}()
	for range 3 {
		<-looks
	}
	cancel()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	go func() {
		ended <- r.Watch(t.Context(), Place{}, time.Hour, kick, func(p Place) error {
			looks <- p
			if s.said("LOGOUT") > 4 {
				return io.ErrShortWrite
			}
			return nil
		})
	}()
	for {
		select {
		case kick <- struct{}{}:
			continue
		case <-looks:
			continue
		case err := <-ended:
			if !errors.Is(err, io.ErrShortWrite) {
				t.Errorf("%v", err)
			}
		}
		break
	}
	if s.said("IDLE") > 0 {
		t.Error("IDLE, where it is not offered")
	}
}

// Ending while the server is silent takes no time.
func TestCancelled(t *testing.T) {
	for _, at := range []string{"LOGIN", "EXAMINE", "UID FETCH"} {
		ctx, cancel := context.WithCancel(t.Context())
		s := &scripted{answer: func(cmd string) string {
			switch {
			case strings.HasPrefix(cmd, at):
				cancel()
				return "* OK wait\r\n"
			case strings.HasPrefix(cmd, "EXAMINE"):
				return strings.ReplaceAll(usual(cmd), "UIDNEXT 1", "UIDNEXT 4")
			}
			return usual(cmd)
		}}
		r, _ := s.serve(t)
		r.Server.Timeout = time.Minute
		_, err := r.Look(ctx, Place{})
		e := new(Error)
		if !errors.As(err, &e) || e.Reason != ReasonCancelled {
			t.Errorf("%s: %v", at, err)
		}
	}
}

// tokens is a mailbox that opens with a token only (XOAUTH2).
type tokens struct {
	*imapmemserver.UserSession
	user    *imapmemserver.User
	refused *int
}

func (s *tokens) Login(string, string) error       { return imapserver.ErrAuthFailed }
func (s *tokens) AuthenticateMechanisms() []string { return []string{"XOAUTH2"} }
func (s *tokens) Authenticate(mech string) (sasl.Server, error) {
	if mech != "XOAUTH2" {
		return nil, imapserver.ErrAuthFailed
	}
	return s, nil
}

func (s *tokens) Close() error {
	if s.UserSession == nil {
		return nil
	}
	return s.UserSession.Close()
}

// Next is the server's side of XOAUTH2: a token that is refused gets its
// reason as a challenge, which the client must answer with nothing.
func (s *tokens) Next(response []byte) ([]byte, bool, error) {
	switch string(response) {
	case "user=anna@comune.example\x01auth=Bearer good\x01\x01":
		s.UserSession = imapmemserver.NewUserSession(s.user)
		return nil, true, nil
	case "":
		*s.refused++
		return nil, false, imapserver.ErrAuthFailed
	}
	return []byte(`{"status":"400","schemes":"Bearer","scope":"https://mail.google.com/"}`), false, nil
}

func TestXOAUTH2(t *testing.T) {
	user := imapmemserver.NewUser("anna", "")
	if err := user.Create("INBOX", nil); err != nil {
		t.Fatal(err)
	}
	if _, err := user.Append("INBOX", strings.NewReader(simple(1)), &imap.AppendOptions{}); err != nil {
		t.Fatal(err)
	}
	refused := 0
	server := imapserver.New(&imapserver.Options{
		NewSession: func(*imapserver.Conn) (imapserver.Session, *imapserver.GreetingData, error) {
			return &tokens{user: user, refused: &refused}, nil, nil
		},
		InsecureAuth: true, Logger: log.New(io.Discard, "", 0),
	})
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go func() { _ = server.Serve(l) }()
	t.Cleanup(func() { _ = l.Close(); _ = server.Close() })
	token := "good"
	var mails []Mail
	r := Reader{
		Server: Server{
			Host: "127.0.0.1", Port: l.Addr().(*net.TCPAddr).Port, Security: None, Auth: AuthXOAUTH2, Username: "anna@comune.example",
			Token: func(context.Context) (string, error) { return token, nil }, Timeout: 5 * time.Second,
		},
		Wanted: func(string) bool { return true },
		Each:   func(_ context.Context, m Mail) error { mails = append(mails, m); return nil },
	}
	if _, err := r.Look(t.Context(), Place{}); err != nil || len(mails) != 1 {
		t.Errorf("%v, %d mails", err, len(mails))
	}
	e := new(Error)
	token = "old"
	if _, err := r.Look(t.Context(), Place{}); !errors.As(err, &e) || e.Reason != ReasonAuth || refused != 1 {
		t.Errorf("%v, refused %d times", err, refused)
	}
	for _, bad := range []func(*Server){
		func(s *Server) { s.Token = nil },
		func(s *Server) { s.Token = func(context.Context) (string, error) { return "", nil } },
		func(s *Server) { s.Auth = AuthPassword },
		func(s *Server) { s.Auth = "magic" },
	} {
		again := r
		bad(&again.Server)
		if _, err := again.Look(t.Context(), Place{}); !errors.As(err, &e) || e.Reason != ReasonAuth {
			t.Errorf("%v", err)
		}
	}
}

func TestPlaintextStaysHere(t *testing.T) {
	for host, want := range map[string]Reason{"192.0.2.1": ReasonPlaintext, "127.0.0.1": ReasonNetwork} {
		r := Reader{Server: Server{Host: host, Port: 1, Security: None, Timeout: time.Second}}
		_, err := r.Look(t.Context(), Place{})
		if e := new(Error); !errors.As(err, &e) || e.Reason != want {
			t.Errorf("%s: %v", host, err)
		}
	}
}

// A CA file that does not help leaves the system's authorities to decide.
func TestAuthorities(t *testing.T) {
	pem := `-----BEGIN CERTIFICATE-----
MIIBezCCASGgAwIBAgIBATAKBggqhkjOPQQDAjAPMQ0wCwYDVQQDEwRub25lMB4X
-----END CERTIFICATE-----
`
	file := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(file, []byte(pem), 0o600); err != nil {
		t.Fatal(err)
	}
	for security, want := range map[Security]int{TLS: 1, StartTLS: 1, None: 1} {
		configs, err := tlsConfigs(Server{Host: "mail.example", Security: security})
		if err != nil || len(configs) != want || configs[0].RootCAs != nil || configs[0].ServerName != "mail.example" {
			t.Errorf("%s: %v, %v", security, configs, err)
		}
	}
	if _, err := tlsConfigs(Server{CAFile: file}); !errors.Is(err, errCAFile) {
		t.Errorf("what is no certificate: %v", err)
	}
}
