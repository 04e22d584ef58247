package mail

import (
	"bufio"
	"bytes"
	"context"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

func TestTheBytesArriveAsTheyAre(t *testing.T) {
	ca := newAuthority(t)
	for name, s := range map[string]*scripted{"starttls": {}, "tls": {implicit: true}} {
		s.cert, s.size = ca.issue(t, nil), "10240000"
		s.start(t)
		data := letter(3 << 20)
		var steps []int64
		v := s.server(ca)
		v.Timeout, v.DotTimeout = 10*time.Second, 10*time.Second
		tr := Transport{Servers: []Server{v}}
		r := tr.Send(t.Context(), "a@comune.example", "help@desk.example", []string{"copy@x.example"}, bytesOf(data), int64(len(data)),
			func(n int64) { steps = append(steps, n) })
		if r.Class != Delivered || r.Server != v.Addr() {
			t.Fatalf("%s: %+v", name, r)
		}
		if len(s.got()) != 1 || !bytes.Equal(s.got()[0], data) {
			t.Errorf("%s: other bytes arrived", name)
		}
		if len(steps) < 10 || steps[len(steps)-1] != int64(len(data)) {
			t.Errorf("%s: progress %v", name, steps)
		}
		if len(r.Sizes) != 1 || r.Sizes[0] != (Size{v.Addr(), 10240000}) {
			t.Errorf("%s: sizes %v", name, r.Sizes)
		}
		said := s.said()
		for _, want := range []string{
			"MAIL FROM:<a@comune.example> SIZE=" + strconv.Itoa(len(data)), "RCPT TO:<help@desk.example>\nRCPT TO:<copy@x.example>\nDATA", "EHLO ",
		} {
			if !strings.Contains(said, want) {
				t.Errorf("%s: %q was not said in\n%s", name, want, said)
			}
		}
	}
}

func TestCertificates(t *testing.T) {
	ca, other := newAuthority(t), newAuthority(t)
	for _, c := range []struct {
		name   string
		change func(*x509.Certificate)
		ca     *authority
		want   Reason
	}{
		{"for another name", func(c *x509.Certificate) { c.IPAddresses, c.DNSNames = nil, []string{"mail.example"} }, ca, ReasonTLSName},
		{"expired", func(c *x509.Certificate) { c.NotAfter = time.Now().Add(-time.Hour) }, ca, ReasonTLSExpired},
		{"not yet valid", func(c *x509.Certificate) { c.NotBefore = time.Now().Add(time.Hour) }, ca, ReasonTLSExpired},
		{"of an unknown authority", nil, other, ReasonTLSCA},
		{"not for servers", func(c *x509.Certificate) { c.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth} }, ca, ReasonTLS},
	} {
		for _, implicit := range []bool{false, true} {
			s := (&scripted{cert: ca.issue(t, c.change), implicit: implicit}).start(t)
			r := send(t.Context(), letter(100), s.server(c.ca))
			if r.Class != Retry || r.Reason != c.want {
				t.Errorf("%s (implicit %v): %s, %s: %s", c.name, implicit, r.Class, r.Reason, r.Answer)
			}
			if strings.Contains(s.said(), "MAIL") {
				t.Errorf("%s: a mail was begun", c.name)
			}
		}
	}
}

func TestNothingGoesUnencrypted(t *testing.T) {
	ca := newAuthority(t)
	stripped := (&scripted{noTLS: true}).start(t)
	v := stripped.server(ca)
	v.Auth, v.Username, v.Password = AuthPassword, "anna", constant("secret")
	r := send(t.Context(), letter(100), v)
	if r.Class != Retry || r.Reason != ReasonTLS {
		t.Errorf("STARTTLS stripped: %+v", r)
	}
	if said := stripped.said(); strings.Contains(said, "AUTH") || strings.Contains(said, "MAIL") {
		t.Errorf("said in the clear:\n%s", said)
	}
	v.Security = TLS
	if r := send(t.Context(), letter(100), v); r.Class != Retry || r.Reason != ReasonTLS {
		t.Errorf("plain text on a TLS port: %+v", r)
	}
	v.Security = None
	if r := send(t.Context(), letter(100), v); r.Class != Delivered {
		t.Errorf("plain text on loopback: %+v", r)
	}
	beyond := Server{Host: "192.0.2.1", Port: 25, Security: None, Timeout: 300 * time.Millisecond}
	if r := send(t.Context(), letter(100), beyond); r.Class != Pause || r.Reason != ReasonPlaintext {
		t.Errorf("plain text beyond loopback: %+v", r)
	}
	beyond.AllowPlaintext = true
	if r := send(t.Context(), letter(100), beyond); r.Class != Retry || r.Reason == ReasonPlaintext {
		t.Errorf("plain text that is allowed: %+v", r)
	}
}

func TestNoWayToTheServer(t *testing.T) {
	ca := newAuthority(t)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	port := l.Addr().(*net.TCPAddr).Port
	l.Close()
	nonsense := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(nonsense, []byte("nonsense"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		server Server
		class  Class
		want   Reason
	}{
		{Server{Host: "127.0.0.1", Port: port, CAFile: ca.file}, Retry, ReasonNetwork},
		{Server{Host: "no-such-host.invalid", Port: 25}, Retry, ReasonDNS},
		{Server{Host: "127.0.0.1", Port: port, CAFile: nonsense}, Retry, ReasonCAFile},
		{Server{Host: "127.0.0.1", Port: port, CAFile: nonsense + "x"}, Retry, ReasonCAFile},
	} {
		if r := send(t.Context(), letter(100), c.server); r.Class != c.class || r.Reason != c.want {
			t.Errorf("%+v: %s, %s: %s", c.server, r.Class, r.Reason, r.Answer)
		}
	}
	var none Transport
	if r := none.Send(t.Context(), "a@b.example", "c@d.example", nil, nil, 0, nil); r.Class != Pause || r.Reason != ReasonNoServer {
		t.Errorf("no server: %+v", r)
	}
}

func TestLogins(t *testing.T) {
	ca := newAuthority(t)
	good := func(mechanism, secret string) string {
		if mechanism == "PLAIN" && secret == "\x00anna\x00segreta" || mechanism == "XOAUTH2" && secret == "user=anna\x01auth=Bearer token\x01\x01" {
			return "235 2.7.0 welcome"
		}
		if mechanism == "XOAUTH2" {
			return "334 eyJzdGF0dXMiOiI0MDEifQ=="
		}
		return "535 5.7.8 Error: authentication failed"
	}
	offline := &url.Error{Op: "Post", URL: "https://login.example/token", Err: errors.New("no route")}
	for _, c := range []struct {
		name   string
		offers string
		method AuthMethod
		secret func(context.Context) (string, error)
		class  Class
		reason Reason
	}{
		{"password", "PLAIN LOGIN", AuthPassword, constant("segreta"), Delivered, ReasonNone},
		{"wrong password", "PLAIN", AuthPassword, constant("altra"), Pause, ReasonAuth},
		{"no password", "PLAIN", AuthPassword, func(context.Context) (string, error) { return "", errors.New("keyring is locked") }, Pause, ReasonAuth},
		{"empty password", "PLAIN", AuthPassword, constant(""), Pause, ReasonAuth},
		{"no mechanism", "GSSAPI", AuthPassword, constant("segreta"), Pause, ReasonAuth},
		{"token", "PLAIN XOAUTH2", AuthXOAUTH2, constant("token"), Delivered, ReasonNone},
		{"expired token", "XOAUTH2", AuthXOAUTH2, constant("old"), Pause, ReasonAuth},
		{"no XOAUTH2", "PLAIN", AuthXOAUTH2, constant("token"), Pause, ReasonAuth},
		{"token cannot be renewed now", "XOAUTH2", AuthXOAUTH2, func(context.Context) (string, error) { return "", offline }, Retry, ReasonNetwork},
		{"unknown method", "PLAIN", "magic", constant("x"), Pause, ReasonAuth},
	} {
		s := (&scripted{cert: ca.issue(t, nil), auth: c.offers, login: good}).start(t)
		v := s.server(ca)
		v.Auth, v.Username, v.Password, v.Token = c.method, "anna", c.secret, c.secret
		r := send(t.Context(), letter(100), v)
		if r.Class != c.class || r.Reason != c.reason {
			t.Errorf("%s: %s, %s: %s", c.name, r.Class, r.Reason, r.Answer)
		}
		if strings.Contains(r.Answer, "segreta") || r.Err != nil && strings.Contains(r.Err.Error(), "segreta") {
			t.Errorf("%s: the password is in the result", c.name)
		}
	}
}

func TestSize(t *testing.T) {
	ca := newAuthority(t)
	for size, want := range map[string]Class{"": Delivered, "0": Delivered, "5000": Delivered, "100": Refused} {
		s := (&scripted{cert: ca.issue(t, nil), size: size}).start(t)
		r := send(t.Context(), letter(1000), s.server(ca))
		if r.Class != want || want == Refused && r.Reason != ReasonSize {
			t.Errorf("SIZE %q: %s, %s", size, r.Class, r.Reason)
		}
		if want == Refused && strings.Contains(s.said(), "MAIL") {
			t.Error("a mail that is too large was begun")
		}
		if (len(r.Sizes) == 1) != (size != "") {
			t.Errorf("SIZE %q was learnt as %v", size, r.Sizes)
		}
	}
}

func TestSeveralServers(t *testing.T) {
	ca := newAuthority(t)
	down := Server{Host: "127.0.0.1", Port: 1, CAFile: ca.file, Timeout: time.Second}
	with := func(command, fault string) Server {
		s := (&scripted{cert: ca.issue(t, nil), faults: map[string]string{command: fault}}).start(t)
		return s.server(ca)
	}
	for _, c := range []struct {
		name    string
		servers []Server
		class   Class
		reason  Reason
	}{
		{"second", []Server{down, with("", "")}, Delivered, ReasonNone},
		{"refused, then taken", []Server{with("rcpt", "550 5.1.1 no"), with("", "")}, Delivered, ReasonNone},
		{"perhaps ends it", []Server{with("dot", drop), with("", "")}, Perhaps, ReasonPerhaps},
		{"all refuse", []Server{with("rcpt", "550 5.1.1 no"), with("mail", "552 5.3.4 no")}, Refused, ReasonAddress},
		{"one refuses, one is down", []Server{with("rcpt", "550 5.1.1 no"), down}, Retry, ReasonNetwork},
		{"outside the office, one is down", []Server{with("rcpt", "554 5.7.1 Relay access denied"), down}, Retry, ReasonNetwork},
		{"login refused, one is down", []Server{down, with("mail", "535 5.7.8 no")}, Pause, ReasonAuth},
		{"refused and outside", []Server{with("rcpt", "550 5.1.1 no"), with("rcpt", "554 5.7.1 Relay access denied")}, Pause, ReasonRelay},
	} {
		if r := send(t.Context(), letter(100), c.servers...); r.Class != c.class || r.Reason != c.reason {
			t.Errorf("%s: %s, %s: %s", c.name, r.Class, r.Reason, r.Answer)
		}
	}
}

func TestTheEnvelopeHoldsAddressesOnly(t *testing.T) {
	s := (&scripted{noTLS: true}).start(t)
	tr := Transport{Servers: []Server{{Host: "127.0.0.1", Port: s.addr.Port, Security: None}}}
	for _, bad := range []string{"", "a@b.example> SIZE=1", "a@b.example>\r\nRCPT TO:<x@y.example", " a@b.example", "a@b.example, c@d.example"} {
		for _, e := range [][3]string{{bad, "c@d.example", "e@f.example"}, {"a@b.example", bad, "e@f.example"}, {"a@b.example", "c@d.example", bad}} {
			r := tr.Send(t.Context(), e[0], e[1], []string{e[2]}, bytesOf(letter(100)), 100, nil)
			if r.Class != Refused || r.Reason != ReasonAddress {
				t.Errorf("%q: %s, %s", e, r.Class, r.Reason)
			}
		}
	}
	if said := s.said(); said != "" {
		t.Errorf("said %q", said)
	}
}

func TestTheMailsFileMustBeWhole(t *testing.T) {
	ca := newAuthority(t)
	data := letter(1000)
	for name, c := range map[string]struct {
		open func() (io.ReadCloser, error)
		size int64
	}{
		"shorter":    {bytesOf(data), int64(len(data)) + 1},
		"longer":     {bytesOf(data), int64(len(data)) - 1},
		"gone":       {func() (io.ReadCloser, error) { return nil, os.ErrNotExist }, 10},
		"unreadable": {func() (io.ReadCloser, error) { return io.NopCloser(&badReader{3}), nil }, 10},
	} {
		s := (&scripted{cert: ca.issue(t, nil)}).start(t)
		tr := Transport{Servers: []Server{s.server(ca)}}
		r := tr.Send(t.Context(), "a@b.example", "c@d.example", nil, c.open, c.size, nil)
		if r.Class != Retry || r.Reason != ReasonFile {
			t.Errorf("%s: %s, %s: %s", name, r.Class, r.Reason, r.Answer)
		}
		if len(s.got()) != 0 {
			t.Errorf("%s: the server took a mail that was cut", name)
		}
	}
}

func TestCancel(t *testing.T) {
	ca := newAuthority(t)
	for _, c := range []struct {
		at    string
		class Class
	}{{"greeting", Retry}, {"mail", Retry}, {"body", Retry}, {"dot", Perhaps}} {
		t.Run(c.at, func(t *testing.T) {
			t.Parallel()
			s := (&scripted{cert: ca.issue(t, nil), faults: map[string]string{c.at: hang}}).start(t)
			v := s.server(ca)
			v.Timeout, v.DotTimeout = time.Minute, time.Minute
			ctx, cancel := context.WithCancel(t.Context())
			time.AfterFunc(300*time.Millisecond, cancel)
			started := time.Now()
			size := 1000
			if c.at == "body" { // more than the buffers between hold
				size = 3 << 20
			}
			r := send(ctx, letter(size), v)
			if r.Class != c.class {
				t.Errorf("%s, %s: %s", r.Class, r.Reason, r.Answer)
			}
			if c.class == Retry && r.Reason != ReasonCancelled {
				t.Errorf("reason %s", r.Reason)
			}
			if took := time.Since(started); took > graceAfterDot+3*time.Second {
				t.Errorf("took %v", took)
			}
		})
	}
}

// A command whose time is up behind the final dot waits for the answer: without
// it the ticket would be sent again, and be there twice.
func TestTimeIsUpBehindTheDot(t *testing.T) {
	t.Parallel()
	ca := newAuthority(t)
	s := (&scripted{cert: ca.issue(t, nil), faults: map[string]string{"dot": late}}).start(t)
	v := s.server(ca)
	v.Timeout, v.DotTimeout = time.Minute, time.Minute
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	if r := send(ctx, letter(1000), v); r.Class != Delivered {
		t.Errorf("%s, %s: %s", r.Class, r.Reason, r.Answer)
	}
}

// Half an answer is none: what is told is that the rest did not come, and
// nothing is concluded from what may have been in it. Behind the dot its code
// is all that matters.
func TestHalfAnAnswer(t *testing.T) {
	ca := newAuthority(t)
	for fault, reason := range map[string]Reason{cutOff: ReasonTimeout, huge: ReasonAnswer} {
		for _, at := range []string{"greeting", "ehlo", "starttls", "auth", "mail", "rcpt", "bcc", "data", "dot"} {
			t.Run(fault+" at "+at, func(t *testing.T) {
				t.Parallel()
				s := (&scripted{cert: ca.issue(t, nil), faults: map[string]string{at: fault}}).start(t)
				v := s.server(ca)
				v.Auth, v.Username, v.Password = AuthPassword, "anna", constant("segreta")
				if at == "ehlo" { // the one in which the ways to log in stand
					v.Security = None
				}
				r := send(t.Context(), letter(100), v)
				if at == "dot" {
					if r.Class != Delivered {
						t.Errorf("%s, %s: %s", r.Class, r.Reason, r.Answer)
					}
				} else if r.Class != Retry || r.Reason != reason {
					t.Errorf("%s, %s: %s", r.Class, r.Reason, r.Answer)
				}
			})
		}
	}
}

// A server that does not say good-bye keeps nobody: its word is written down
// meanwhile, or a kill would make a second mail of this one.
func TestNobodyWaitsForTheFarewell(t *testing.T) {
	ca := newAuthority(t)
	s := (&scripted{cert: ca.issue(t, nil), faults: map[string]string{"quit": hang}}).start(t)
	v := s.server(ca)
	v.Timeout, v.DotTimeout = time.Minute, time.Minute
	started := time.Now()
	if r := send(t.Context(), letter(100), v); r.Class != Delivered {
		t.Fatalf("%s, %s: %s", r.Class, r.Reason, r.Answer)
	}
	if took := time.Since(started); took >= lastWordsTime {
		t.Errorf("took %v", took)
	}
	for end := time.Now().Add(10 * time.Second); !strings.Contains(s.said(), "QUIT"); time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("left without a word")
		}
	}
}

// TestASlowLineIsNoDeadLine sends over a line on which the whole mail takes
// several times the time-out, but bytes keep moving.
func TestASlowLineIsNoDeadLine(t *testing.T) {
	ca := newAuthority(t)
	taken := make(chan int, 1)
	s := &scripted{cert: ca.issue(t, nil)}
	s.onBody = func(c net.Conn, r *bufio.Reader) {
		total := 0
		for {
			line, err := r.ReadString('\n')
			if total += len(line); err != nil || line == ".\r\n" {
				break
			}
			if total%(128<<10) < len(line) {
				time.Sleep(60 * time.Millisecond)
			}
		}
		_, _ = io.WriteString(c, "250 ok\r\n")
		taken <- total
	}
	s.start(t)
	v := s.server(ca)
	v.Timeout, v.DotTimeout = 500*time.Millisecond, 5*time.Second
	started := time.Now()
	if r := send(t.Context(), letter(4<<20), v); r.Class != Delivered {
		t.Fatalf("%s, %s: %s", r.Class, r.Reason, r.Answer)
	}
	if took := time.Since(started); took < 2*v.Timeout {
		t.Errorf("took %v: the line was not slow", took)
	}
	<-taken
}

func TestHELOIsAFullNameOrAnAddress(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	c, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if got := helo(Server{HELO: "pc7.comune.example"}, c); got != "pc7.comune.example" {
		t.Errorf("%q", got)
	}
	if got := helo(Server{HELO: "a b\r\n"}, c); strings.ContainsAny(got, " \r\n") || !strings.ContainsAny(got, ".[") {
		t.Errorf("%q", got)
	}
}
