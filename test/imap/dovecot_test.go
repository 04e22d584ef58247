//go:build mta

package imap

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"ticketpp/internal/mailbox"
)

// start runs a server for the test, and prints its log when the test fails.
func start(t *testing.T) *Server {
	t.Helper()
	s, err := New()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if t.Failed() {
			log := s.Log()
			t.Log(log[max(0, len(log)-3000):])
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	if err := s.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	return s
}

// seen gathers what a reader hands over.
type seen struct {
	mu    sync.Mutex
	mails []mailbox.Mail
}

func (s *seen) take(_ context.Context, m mailbox.Mail) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.mails = append(s.mails, m)
	return nil
}

func (s *seen) subjects() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var list []string
	for _, m := range s.mails {
		list = append(list, m.Subject)
	}
	return list
}

func (s *seen) clear() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.mails = nil
}

// reader looks into the mailbox through a port, STARTTLS unless it is told
// otherwise.
func reader(s *Server, port int) (mailbox.Reader, *seen) {
	got := &seen{}
	return mailbox.Reader{
		Server: mailbox.Server{
			Host: s.Host(), Port: port, CAFile: s.CAFile(), Username: User, Timeout: 20 * time.Second,
			Password: func(context.Context) (string, error) { return Password, nil },
		},
		Wanted: func(a string) bool { return strings.HasSuffix(a, "@projectpp.it") },
		Each:   got.take,
	}, got
}

func look(t *testing.T, r mailbox.Reader, from mailbox.Place) mailbox.Place {
	t.Helper()
	place, err := r.Look(t.Context(), from)
	if err != nil {
		t.Fatal(err)
	}
	return place
}

func TestBothWaysIn(t *testing.T) {
	s := start(t)
	if err := s.Deliver(Letter(Helpdesk, "#Standard# Ticket #[12345] uno", "presa in carico"), time.Now()); err != nil {
		t.Fatal(err)
	}
	for _, way := range []struct {
		security mailbox.Security
		port     int
	}{{mailbox.StartTLS, s.StartTLSPort()}, {mailbox.TLS, s.TLSPort()}} {
		r, got := reader(s, way.port)
		r.Server.Security = way.security
		look(t, r, mailbox.Place{})
		if !slices.Equal(got.subjects(), []string{"#Standard# Ticket #[12345] uno"}) {
			t.Errorf("%s: %q", way.security, got.subjects())
		}
	}
}

func TestNoWayIn(t *testing.T) {
	s := start(t)
	for want, change := range map[mailbox.Reason]func(*mailbox.Server){
		mailbox.ReasonAuth: func(m *mailbox.Server) {
			m.Password = func(context.Context) (string, error) { return "wrong", nil }
		},
		mailbox.ReasonMailbox: func(m *mailbox.Server) { m.Mailbox = "Nowhere" },
		mailbox.ReasonTLSCA:   func(m *mailbox.Server) { m.CAFile = "" },
		mailbox.ReasonTLSName: func(m *mailbox.Server) { m.Host = "127.0.0.2" },
		mailbox.ReasonCAFile:  func(m *mailbox.Server) { m.CAFile = "none.pem" },
		mailbox.ReasonNetwork: func(m *mailbox.Server) { m.Port = 1 },
		mailbox.ReasonDNS:     func(m *mailbox.Server) { m.Host = "imap.invalid" },
	} {
		r, got := reader(s, s.StartTLSPort())
		change(&r.Server)
		_, err := r.Look(t.Context(), mailbox.Place{})
		if want == mailbox.ReasonTLSName && reason(err) == mailbox.ReasonNetwork {
			continue // it listens on 127.0.0.1 alone
		}
		if reason(err) != want || len(got.subjects()) > 0 {
			t.Errorf("%s: %v", want, err)
		}
	}
}

// Another office's authority says nothing about this server.
func TestAnothersAuthority(t *testing.T) {
	s := start(t)
	other, err := New()
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	for security, port := range map[mailbox.Security]int{mailbox.StartTLS: s.StartTLSPort(), mailbox.TLS: s.TLSPort()} {
		r, _ := reader(s, port)
		r.Server.Security, r.Server.CAFile = security, other.CAFile()
		for range 5 {
			if _, err := r.Look(t.Context(), mailbox.Place{}); reason(err) != mailbox.ReasonTLSCA {
				t.Errorf("%s: %v", security, err)
			}
		}
	}
}

func reason(err error) mailbox.Reason {
	e, _ := err.(*mailbox.Error)
	if e == nil {
		return ""
	}
	return e.Reason
}

// A look asks for what is new and nothing else, and leaves no trace.
func TestLaterLooksReadOnlyWhatIsNew(t *testing.T) {
	s := start(t)
	for i := range 50 {
		from := "Ditta <info@ditta.example>"
		if i%10 == 0 {
			from = Helpdesk
		}
		if err := s.Deliver(Letter(from, fmt.Sprintf("mail %d", i), strings.Repeat("testo ", 2000)), time.Now()); err != nil {
			t.Fatal(err)
		}
	}
	p, err := NewProxy(s.StartTLSPort())
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	before, err := s.Files()
	if err != nil {
		t.Fatal(err)
	}
	r, got := reader(s, p.Port())
	place := look(t, r, mailbox.Place{})
	if !slices.Equal(got.subjects(), []string{"mail 0", "mail 10", "mail 20", "mail 30", "mail 40"}) {
		t.Fatalf("%q", got.subjects())
	}
	tell(t, s, p, "the first look")
	got.clear()
	if again := look(t, r, place); again != place || len(got.subjects()) > 0 {
		t.Errorf("%+v, %q", again, got.subjects())
	}
	down, commands := tell(t, s, p, "nothing new")
	if !slices.Equal(commands, []string{"EXAMINE INBOX", "LOGOUT"}) || down > 8<<10 {
		t.Errorf("with nothing new: %q, %d bytes", commands, down)
	}
	after, err := s.Files()
	if err != nil || !slices.Equal(before, after) {
		t.Errorf("the mailbox has changed: %v\n%q\n%q", err, before, after)
	}
	if err := s.Deliver(Letter(Helpdesk, "mail 50", "ciao"), time.Now()); err != nil {
		t.Fatal(err)
	}
	if err := s.Deliver(Letter("x@ditta.example", "mail 51", strings.Repeat("testo ", 100000)), time.Now()); err != nil {
		t.Fatal(err)
	}
	look(t, r, place)
	if !slices.Equal(got.subjects(), []string{"mail 50"}) {
		t.Errorf("%q", got.subjects())
	}
	if down, commands = tell(t, s, p, "two new, one wanted"); down > 10<<10 || len(commands) != 4 {
		t.Errorf("two new: %q, %d bytes", commands, down)
	}
}

// tell says what went over the line, and that nothing in it changes a mailbox.
func tell(t *testing.T, s *Server, p *Proxy, what string) (down int64, commands []string) {
	t.Helper()
	down, up := p.Count()
	commands, err := s.Commands()
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%s: %d bytes from the server, %d to it, commands %q", what, down, up, commands)
	for _, c := range commands {
		for _, never := range []string{"SELECT", "STORE", "COPY", "MOVE", "APPEND", "EXPUNGE", "CLOSE", "BODY["} {
			if strings.Contains(strings.ToUpper(c), never) {
				t.Errorf("the command %q", c)
			}
		}
	}
	return down, slices.DeleteFunc(commands, func(c string) bool { return c == "CAPABILITY" })
}

// The first look into 20,000 mails, none of which the server knows yet, asks
// once for what it chooses by and then for what it has chosen. How long that
// takes make bench says.
func TestTwentyThousandMails(t *testing.T) {
	s := start(t)
	const all, wanted = 20000, 40
	if err := s.Crowd(all, wanted); err != nil {
		t.Fatal(err)
	}
	before, err := s.Files()
	if err != nil {
		t.Fatal(err)
	}
	for _, since := range []time.Time{{}, time.Now().AddDate(0, 0, -30)} {
		if err := s.Afresh(t.Context()); err != nil {
			t.Fatal(err)
		}
		p, err := NewProxy(s.TLSPort())
		if err != nil {
			t.Fatal(err)
		}
		r, got := reader(s, p.Port())
		r.Server.Security, r.Since = mailbox.TLS, since
		place := look(t, r, mailbox.Place{})
		n := len(got.subjects())
		if since.IsZero() && n != wanted || !since.IsZero() && (n == 0 || n > 4) {
			t.Errorf("since %v: %d mails", since, n)
		}
		down, commands := tell(t, s, p, fmt.Sprintf("first look since %v", since))
		if most := int64(all*300 + n*4096); down > most || len(commands) > 6 {
			t.Errorf("since %v: %d bytes (most %d), commands %q", since, down, most, commands)
		}
		look(t, r, place)
		if down, commands := tell(t, s, p, "the next look"); down > 8<<10 || !slices.Equal(commands, []string{"EXAMINE INBOX", "LOGOUT"}) {
			t.Errorf("the next look read %d bytes, commands %q", down, commands)
		}
		if err := p.Close(); err != nil {
			t.Error(err)
		}
	}
	if after, err := s.Files(); err != nil || !slices.Equal(before, after) {
		t.Errorf("the mailbox has changed: %v", err)
	}
}
