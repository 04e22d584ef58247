package mail

import (
	"bufio"
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/pem"
	"io"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// authority is a certificate authority for one test.
type authority struct {
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
	file string // PEM
}

func newAuthority(t testing.TB) *authority {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "Test CA"},
		NotBefore: time.Now().AddDate(-3, 0, 0), NotAfter: time.Now().AddDate(1, 0, 0),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	a := &authority{key: key, file: filepath.Join(t.TempDir(), "ca.pem")}
	if a.cert, err = x509.ParseCertificate(der); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(a.file, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o600); err != nil {
		t.Fatal(err)
	}
	return a
}

// issue makes a certificate for 127.0.0.1, or what change makes of it.
func (a *authority) issue(t testing.TB, change func(*x509.Certificate)) tls.Certificate {
	t.Helper()
	c := &x509.Certificate{
		SerialNumber: big.NewInt(2), NotBefore: time.Now().AddDate(-1, 0, 0), NotAfter: time.Now().AddDate(0, 1, 0),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, DNSNames: []string{"localhost"},
	}
	if change != nil {
		change(c)
	}
	der, err := x509.CreateCertificate(rand.Reader, c, a.cert, &a.key.PublicKey, a.key)
	if err != nil {
		t.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: a.key}
}

// What a scripted server does instead of an answer.
const (
	drop    = "DROP"    // closes
	hang    = "HANG"    // says nothing
	huge    = "HUGE"    // an answer of 10 MB without an end of line
	endless = "ENDLESS" // lines that announce another, for ever
	trickle = "TRICKLE" // the same, a byte at a time
	cutOff  = "CUTOFF"  // the usual answer but for its end of line
	late    = "LATE"    // the usual answer, later than who is logged off waits
	nothing = ""
)

// scripted is a real SMTP server on loopback that fails as it is told.
type scripted struct {
	cert     tls.Certificate
	implicit bool              // TLS from the first byte
	noTLS    bool              // does not offer STARTTLS
	faults   map[string]string // by command: greeting ehlo starttls auth mail rcpt bcc data body dot quit
	size     string            // announced, "" for none
	auth     string            // mechanisms, "" for AUTH PLAIN
	login    func(mechanism, secret string) string
	onBody   func(c net.Conn, r *bufio.Reader) // instead of reading the mail

	addr *net.TCPAddr
	done chan struct{}

	mu       sync.Mutex
	commands []string
	mails    [][]byte
}

func (s *scripted) start(t testing.TB) *scripted {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.addr = l.Addr().(*net.TCPAddr)
	s.done = make(chan struct{})
	t.Cleanup(func() { close(s.done); l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go s.talk(c)
		}
	}()
	return s
}

// server is how a transport reaches it.
func (s *scripted) server(ca *authority) Server {
	v := Server{Host: "127.0.0.1", Port: s.addr.Port, CAFile: ca.file, Timeout: 700 * time.Millisecond, DotTimeout: 900 * time.Millisecond}
	if s.implicit {
		v.Security = TLS
	}
	return v
}

func (s *scripted) said() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return strings.Join(s.commands, "\n")
}

func (s *scripted) got() [][]byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.mails
}

// answer gives the usual answer to a command or does what the script says;
// it reports whether the conversation goes on.
func (s *scripted) answer(c net.Conn, command, usual string) bool {
	fault := s.faults[command]
	switch fault {
	case nothing:
		fault = usual
	case drop:
		return false
	case hang:
		<-s.done
		return false
	case late:
		time.Sleep(graceAfterDot + time.Second)
		fault = usual
	case huge:
		_, _ = c.Write(append([]byte("250 "), bytes.Repeat([]byte("x"), 10<<20)...))
		<-s.done
		return false
	case endless, trickle:
		s.lines(c, fault)
		return false
	case cutOff:
		_, _ = io.WriteString(c, strings.ReplaceAll(usual, "\n", "\r\n"))
		<-s.done
		return false
	}
	_, err := io.WriteString(c, strings.ReplaceAll(fault, "\n", "\r\n")+"\r\n")
	return err == nil && !strings.HasPrefix(fault, "421")
}

func (s *scripted) lines(c net.Conn, how string) {
	for {
		var err error
		if how == endless {
			_, err = io.WriteString(c, "250-and more\r\n")
		} else {
			_, err = io.WriteString(c, "2")
			select {
			case <-s.done:
				return
			case <-time.After(20 * time.Millisecond):
			}
		}
		if err != nil {
			return
		}
	}
}

func (s *scripted) talk(c net.Conn) {
	defer func() { c.Close() }()
	secure := s.implicit
	if s.implicit {
		c = tls.Server(c, &tls.Config{Certificates: []tls.Certificate{s.cert}})
	}
	if !s.answer(c, "greeting", "220 scripted.example ready") {
		return
	}
	r := bufio.NewReader(c)
	rcpts := 0
	for {
		line, err := r.ReadString('\n')
		if err != nil {
			return
		}
		line = strings.TrimRight(line, "\r\n")
		s.mu.Lock()
		s.commands = append(s.commands, line)
		s.mu.Unlock()
		verb, rest, _ := strings.Cut(line, " ")
		ok := true
		switch strings.ToUpper(verb) {
		case "EHLO", "HELO":
			ok = s.answer(c, "ehlo", s.hello(secure))
		case "STARTTLS":
			if ok = s.answer(c, "starttls", "220 go ahead"); ok && s.faults["starttls"] == nothing {
				t := tls.Server(c, &tls.Config{Certificates: []tls.Certificate{s.cert}})
				if t.Handshake() != nil {
					return
				}
				c, r, secure = t, bufio.NewReader(t), true
			}
		case "AUTH":
			ok = s.answer(c, "auth", s.authenticate(c, r, rest))
		case "MAIL":
			ok = s.answer(c, "mail", "250 2.1.0 ok")
		case "RCPT":
			command := "rcpt"
			if rcpts++; rcpts > 1 {
				command = "bcc"
			}
			ok = s.answer(c, command, "250 2.1.5 ok")
		case "DATA":
			if ok = s.answer(c, "data", "354 go on"); ok && s.faults["data"] == nothing {
				ok = s.body(c, r)
			}
		case "RSET":
			rcpts = 0
			ok = s.answer(c, "rset", "250 2.0.0 forgotten")
		case "QUIT":
			s.answer(c, "quit", "221 bye")
			return
		default:
			ok = s.answer(c, "other", "502 5.5.1 unknown")
		}
		if !ok {
			return
		}
	}
}

func (s *scripted) hello(secure bool) string {
	lines := []string{"scripted.example"}
	if !secure && !s.noTLS {
		lines = append(lines, "STARTTLS")
	}
	if secure || s.noTLS {
		mechanisms := s.auth
		if mechanisms == "" {
			mechanisms = "PLAIN"
		}
		lines = append(lines, "AUTH "+mechanisms)
	}
	if s.size != "" {
		lines = append(lines, "SIZE "+s.size)
	}
	lines = append(lines, "8BITMIME")
	for i := range lines[:len(lines)-1] {
		lines[i] = "250-" + lines[i]
	}
	lines[len(lines)-1] = "250 " + lines[len(lines)-1]
	return strings.Join(lines, "\n")
}

func (s *scripted) authenticate(c net.Conn, r *bufio.Reader, rest string) string {
	if s.login == nil {
		return "235 2.7.0 welcome"
	}
	mechanism, initial, _ := strings.Cut(rest, " ")
	secret, _ := base64.StdEncoding.DecodeString(initial)
	if a := s.login(mechanism, string(secret)); !strings.HasPrefix(a, "334 ") {
		return a
	} else if _, err := io.WriteString(c, a+"\r\n"); err != nil {
		return a
	}
	_, _ = r.ReadString('\n')
	return "535 5.7.8 no"
}

// body reads the mail up to the final dot.
func (s *scripted) body(c net.Conn, r *bufio.Reader) bool {
	if s.faults["body"] != nothing {
		_, _ = io.CopyN(io.Discard, r, 100)
		return s.answer(c, "body", "")
	}
	if s.onBody != nil {
		s.onBody(c, r)
		return false
	}
	var mail bytes.Buffer
	for {
		line, err := r.ReadString('\n')
		if err != nil {
			return false
		}
		if line == ".\r\n" {
			break
		}
		mail.WriteString(strings.TrimPrefix(line, "."))
	}
	s.mu.Lock()
	s.mails = append(s.mails, mail.Bytes())
	s.mu.Unlock()
	return s.answer(c, "dot", "250 2.0.0 taken")
}
