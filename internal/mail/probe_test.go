package mail

import (
	"bufio"
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"net"
	"slices"
	"strings"
	"testing"
	"time"
)

// probed runs a Probe and returns its findings, one word a step.
func probed(t *testing.T, v Server, from string, to ...string) ([]Finding, string) {
	t.Helper()
	var found []Finding
	Probe(t.Context(), v, from, to, func(f Finding) { found = append(found, f) })
	return found, summary(found)
}

func summary(found []Finding) string {
	var words []string
	for _, f := range found {
		w := string(f.Step)
		if f.Class != Delivered {
			w += "=" + string(f.Class) + "/" + string(f.Reason)
		}
		words = append(words, w)
	}
	return strings.Join(words, " ")
}

func TestProbeTellsEveryStep(t *testing.T) {
	ca := newAuthority(t)
	for name, want := range map[string]string{
		"starttls": "dns tcp greeting tls login size sender recipient recipient",
		"tls":      "dns tcp tls greeting login size sender recipient recipient",
	} {
		s := &scripted{cert: ca.issue(t, nil), size: "10240000", implicit: name == "tls"}
		s.start(t)
		v := s.server(ca)
		v.Auth, v.Username = AuthPassword, "anna"
		v.Password = func(context.Context) (string, error) { return "secret", nil }
		found, got := probed(t, v, "a@comune.example", "one@desk.example", "two@desk.example")
		if got != want {
			t.Fatalf("%s: %s", name, got)
		}
		for _, f := range found {
			switch f.Step {
			case StepTLS:
				c := f.Certificate
				if c == nil || !slices.Equal(c.Names, []string{"localhost", "127.0.0.1"}) || c.Issuer != "Test CA" ||
					!c.From.Before(time.Now()) || !c.To.After(time.Now()) || c.Version != "TLS 1.3" {
					t.Errorf("%s: certificate %+v", name, c)
				}
			case StepSize:
				if f.Size == nil || f.Size.Max != 10240000 || f.Size.Server != v.Addr() {
					t.Errorf("%s: size %+v", name, f.Size)
				}
			}
		}
		said := s.said()
		if !strings.Contains(said, "RCPT TO:<one@desk.example>\nRSET\n") || !strings.Contains(said, "RCPT TO:<two@desk.example>\nRSET\nQUIT") ||
			strings.Contains(said, "DATA") || len(s.got()) != 0 {
			t.Errorf("%s: said\n%s", name, said)
		}
	}
}

func TestProbeEndsBehindTheStepThatFails(t *testing.T) {
	ca := newAuthority(t)
	expired := func(c *x509.Certificate) { c.NotAfter = time.Now().AddDate(0, 0, -3) }
	elsewhere := func(c *x509.Certificate) { c.IPAddresses, c.DNSNames = nil, []string{"mail.elsewhere.example"} }
	for _, c := range []struct {
		name string
		s    *scripted
		cert func(*x509.Certificate)
		want string
	}{
		{"greeting", &scripted{faults: map[string]string{"greeting": "554 5.3.2 no service"}}, nil, "dns tcp greeting=retry/busy"},
		{"silent", &scripted{faults: map[string]string{"greeting": hang}}, nil, "dns tcp greeting=retry/timeout"},
		{"stripped", &scripted{noTLS: true}, nil, "dns tcp greeting tls=retry/tls"},
		{"expired", &scripted{}, expired, "dns tcp greeting tls=retry/tls-expired"},
		{"expired, implicit", &scripted{implicit: true}, expired, "dns tcp tls=retry/tls-expired"},
		{"another name", &scripted{}, elsewhere, "dns tcp greeting tls=retry/tls-name"},
		{"login", &scripted{faults: map[string]string{"auth": "535 5.7.8 no"}}, nil, "dns tcp greeting tls login=pause/auth"},
		{"sender", &scripted{faults: map[string]string{"mail": "550 5.1.8 sender address rejected"}}, nil, "dns tcp greeting tls login size sender=refused/sender"},
		{"greylisted", &scripted{faults: map[string]string{"rcpt": "451 4.7.1 later"}}, nil, "dns tcp greeting tls login size sender recipient=retry/busy recipient=retry/busy"},
		{"relay", &scripted{faults: map[string]string{"rcpt": "554 5.7.1 relay access denied"}}, nil, "dns tcp greeting tls login size sender recipient=pause/relay recipient=pause/relay"},
		{"no RSET", &scripted{faults: map[string]string{"rset": "502 5.5.1 unknown"}}, nil, "dns tcp greeting tls login size sender recipient"},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.s.cert = ca.issue(t, c.cert)
			c.s.start(t)
			v := c.s.server(ca)
			v.Auth, v.Username = AuthPassword, "anna"
			v.Password = func(context.Context) (string, error) { return "secret", nil }
			found, got := probed(t, v, "a@comune.example", "one@desk.example", "two@desk.example")
			if got != c.want {
				t.Fatalf("got  %s\nwant %s", got, c.want)
			}
			last := found[len(found)-1]
			if c.cert != nil && (last.Certificate == nil || last.Certificate.To.IsZero()) {
				t.Errorf("the certificate at fault is not told: %+v", last)
			}
		})
	}
}

func TestProbeOfNobody(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	port := l.Addr().(*net.TCPAddr).Port
	l.Close()
	if _, got := probed(t, Server{Host: "127.0.0.1", Port: port, Timeout: time.Second}, "a@b.example"); got != "dns tcp=retry/network" {
		t.Errorf("closed port: %s", got)
	}
	if _, got := probed(t, Server{Host: "nowhere.invalid", Port: 25, Timeout: time.Second}, "a@b.example"); got != "dns=retry/dns" {
		t.Errorf("unknown name: %s", got)
	}
	if _, got := probed(t, Server{Host: "127.0.0.1", Port: port, CAFile: "/nonexistent/ca.pem"}, "a@b.example"); got != "dns tls=retry/ca-file" {
		t.Errorf("no CA file: %s", got)
	}
}

func TestProbeNeverSaysASecondCommand(t *testing.T) {
	ca := newAuthority(t)
	s := (&scripted{cert: ca.issue(t, nil)}).start(t)
	_, got := probed(t, s.server(ca), "a@comune.example", "x@desk.example>\r\nDATA\r\n", "one@desk.example")
	if want := "dns tcp greeting tls login size recipient=refused/address sender recipient"; got != want {
		t.Errorf("got %s", got)
	}
	if strings.Contains(s.said(), "DATA") {
		t.Errorf("said\n%s", s.said())
	}
}

// imap is a server on loopback that greets, and speaks TLS when it is asked.
func imap(t *testing.T, cert tls.Certificate, greeting, answer string) Server {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer c.Close()
				fmt.Fprint(c, greeting)
				if line, err := bufio.NewReader(c).ReadString('\n'); err != nil || line != "a1 STARTTLS\r\n" {
					return
				}
				fmt.Fprint(c, answer)
				secured := tls.Server(c, &tls.Config{Certificates: []tls.Certificate{cert}})
				_, _ = io.Copy(io.Discard, secured)
			}()
		}
	}()
	return Server{Host: "127.0.0.1", Port: l.Addr().(*net.TCPAddr).Port, Timeout: time.Second}
}

func TestProbeMailbox(t *testing.T) {
	ca := newAuthority(t)
	cert := ca.issue(t, nil)
	for _, c := range []struct{ greeting, answer, want string }{
		{"* OK ready\r\n", "* CAPABILITY IMAP4rev1\r\na1 OK go\r\n", "dns tcp greeting tls"},
		{"* OK ready\r\n", "a1 NO not here\r\n", "dns tcp greeting tls=retry/tls"},
		{"220 mail.example ESMTP\r\n", "", "dns tcp greeting=retry/answer"},
		{"* BYE go away\r\n", "", "dns tcp greeting=retry/answer"},
	} {
		v := imap(t, cert, c.greeting, c.answer)
		v.CAFile = ca.file
		var found []Finding
		ProbeMailbox(t.Context(), v, func(f Finding) { found = append(found, f) })
		if got := summary(found); got != c.want {
			t.Errorf("%q: %s", c.greeting, got)
		}
	}
}
