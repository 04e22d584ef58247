//go:build mta

package mta

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net/smtp"
	"os"
	"strings"
	"testing"
	"time"
)

const address = "helpdesk@projectpp.example"

// start runs a server for the test, and prints its log when the test fails.
func start(t *testing.T, o Options) *Server {
	t.Helper()
	o.Mailboxes = []string{address, "altri@projectpp.example"}
	s, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if t.Failed() {
			t.Log(s.Log())
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

func dial(t *testing.T, s *Server, secure bool) (*smtp.Client, error) {
	t.Helper()
	c, err := smtp.Dial(s.Addr())
	if err != nil {
		return nil, err
	}
	t.Cleanup(func() { _ = c.Close() })
	if err := c.Hello("pc.test"); err != nil {
		return nil, err
	}
	if !secure {
		return c, nil
	}
	pem, err := os.ReadFile(s.CAFile())
	if err != nil {
		return nil, err
	}
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(pem)
	return c, c.StartTLS(&tls.Config{RootCAs: pool, ServerName: s.Host()})
}

func send(t *testing.T, s *Server, to, subject string, size int) error {
	t.Helper()
	c, err := dial(t, s, true)
	if err != nil {
		return err
	}
	if err := c.Mail("anna.bianchi@comune.example"); err != nil {
		return err
	}
	if err := c.Rcpt(to); err != nil {
		return err
	}
	w, err := c.Data()
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "Subject: %s\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nPerché è così.\r\n", subject)
	for line := strings.Repeat("x", 70) + "\r\n"; size > 0; size -= len(line) {
		fmt.Fprint(w, line)
	}
	if err := w.Close(); err != nil {
		return err
	}
	return c.Quit()
}

func TestTakesMailOverTLSAndDelivers(t *testing.T) {
	s := start(t, Options{})
	if err := send(t, s, address, "=?utf-8?q?Citt=C3=A0?=", 0); err != nil {
		t.Fatal(err)
	}
	mails, err := s.WaitFor(timeout(t), address, 1)
	if err != nil {
		t.Fatal(err)
	}
	if m := mails[0]; m.Subject != "Città" || m.Text != "Perché è così.\n" {
		t.Errorf("read back %q %q", m.Subject, m.Text)
	}
	if others, _ := s.Mails("altri@projectpp.example"); len(others) != 0 {
		t.Errorf("another mailbox holds %d mails", len(others))
	}
}

func TestRefuses(t *testing.T) {
	s := start(t, Options{SizeLimit: 100_000})
	if err := send(t, s, "somebody@elsewhere.example", "no", 0); err == nil || !strings.Contains(err.Error(), "Relay access denied") {
		t.Errorf("another domain: %v", err)
	}
	if err := send(t, s, "nobody@projectpp.example", "no", 0); err == nil || !strings.HasPrefix(err.Error(), "550") {
		t.Errorf("an unknown address: %v", err)
	}
	if err := send(t, s, address, "big", 200_000); err == nil || !strings.HasPrefix(err.Error(), "552") {
		t.Errorf("too big: %v", err)
	}
	c, err := dial(t, s, false)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Mail("anna.bianchi@comune.example"); err == nil || !strings.HasPrefix(err.Error(), "530") {
		t.Errorf("without TLS: %v", err)
	}
}

func TestStopAndStartAgain(t *testing.T) {
	s := start(t, Options{})
	if err := send(t, s, address, "one", 0); err != nil {
		t.Fatal(err)
	}
	if _, err := s.WaitFor(timeout(t), address, 1); err != nil {
		t.Fatal(err)
	}
	if err := s.Stop(); err != nil {
		t.Fatal(err)
	}
	if _, err := dial(t, s, false); err == nil {
		t.Fatal("a stopped server answers")
	}
	if err := s.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := send(t, s, address, "two", 0); err != nil {
		t.Fatal(err)
	}
	mails, err := s.WaitFor(timeout(t), address, 2)
	if err != nil {
		t.Fatal(err)
	}
	if mails[0].Subject != "one" || mails[1].Subject != "two" {
		t.Errorf("read back %q, %q", mails[0].Subject, mails[1].Subject)
	}
	if n, err := s.Queued(); n != 0 || err != nil {
		t.Errorf("%d still queued, %v", n, err)
	}
}

func timeout(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	t.Cleanup(cancel)
	return ctx
}
