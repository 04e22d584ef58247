package faults

import (
	"bufio"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"strings"
	"time"
)

// errOver ends a conversation as its fault asks.
var errOver = errors.New("the conversation is over")

// conversation is one client's, with the one that the proxy has with the
// server for it.
type conversation struct {
	p      *Proxy
	raw    *net.TCPConn // of the client, beneath the encryption
	client net.Conn
	in     *bufio.Reader // of the client
	server net.Conn
	back   *bufio.Reader // of the server
	rcpts  int
	secure bool
}

// talk leads a conversation to its end.
func (p *Proxy) talk(raw *net.TCPConn) {
	_ = raw.SetReadBuffer(32 << 10) // so that a client soon feels that nobody reads
	server, err := net.Dial("tcp", p.o.Server)
	if err != nil {
		_ = raw.Close()
		return
	}
	c := &conversation{p: p, raw: raw, client: raw, in: bufio.NewReader(raw), server: server, back: bufio.NewReader(server)}
	over := make(chan struct{})
	defer close(over)
	p.talks.Go(func() { // Close ends what hangs
		select {
		case <-p.done:
		case <-over:
		}
		_ = raw.Close()
		_ = server.Close()
	})
	err = c.exchange(Greeting, "")
	for err == nil {
		var line string
		if line, err = c.in.ReadString('\n'); err == nil {
			err = c.exchange(c.step(line), line)
		}
	}
}

// step names what the client says.
func (c *conversation) step(line string) Step {
	verb, _, _ := strings.Cut(strings.TrimSpace(line), " ")
	switch strings.ToUpper(verb) {
	case "EHLO", "HELO":
		if c.secure {
			return HelloTLS
		}
		return Hello
	case "STARTTLS":
		return StartTLS
	case "AUTH":
		return Auth
	case "MAIL":
		c.rcpts = 0
		return Mail
	case "RCPT":
		if c.rcpts++; c.rcpts > 1 {
			return Copy
		}
		return Rcpt
	case "DATA":
		return Data
	case "QUIT":
		return Quit
	default:
		return ""
	}
}

// exchange passes on what the client said at a step, and the server's answer.
func (c *conversation) exchange(s Step, line string) error {
	f, lifted := c.p.at(s)
	if err := c.instead(s, f, lifted); err != nil || f.Deed == Say {
		return err
	}
	answer, err := c.ask(s, line)
	if err != nil {
		return err
	}
	if err := c.pass(f, lifted, answer); err != nil {
		return err
	}
	switch {
	case s == StartTLS && strings.HasPrefix(answer, "220"):
		return c.encrypt()
	case s == Data && strings.HasPrefix(answer, "354"):
		return c.body()
	case s == Quit:
		return errOver
	}
	return nil
}

// instead does what keeps the client's words from the server.
func (c *conversation) instead(s Step, f Fault, lifted <-chan struct{}) error {
	switch f.Deed {
	case Say:
		if _, err := io.WriteString(c.client, f.Text+"\r\n"); err != nil {
			return err
		}
		if s == Body { // what is left of the mail is of no interest
			_, _ = io.Copy(io.Discard, c.in)
		}
		if strings.HasPrefix(f.Text, "421") || s == Body {
			return errOver
		}
	case Reset:
		_ = c.raw.SetLinger(0)
		return errOver
	case Silent:
		c.p.note()
		c.hold(lifted)
		return errOver
	default:
	}
	return nil
}

// hold waits until the fault is lifted or the proxy closed.
func (c *conversation) hold(lifted <-chan struct{}) {
	select {
	case <-lifted:
	case <-c.p.done:
	}
}

// ask gives the line to the server and returns its whole answer; a login is
// the proxy's own.
func (c *conversation) ask(s Step, line string) (string, error) {
	if s == Auth && c.p.o.Login {
		return "235 2.7.0 Authentication successful\r\n", nil
	}
	if _, err := io.WriteString(c.server, line); err != nil {
		return "", err
	}
	var answer strings.Builder
	for {
		l, err := c.back.ReadString('\n')
		if err != nil {
			return "", err
		}
		if s == HelloTLS && c.p.o.Login && answer.Len() == 0 && len(l) > 4 {
			l = l[:3] + "-" + l[4:] + "250-AUTH PLAIN\r\n"
		}
		answer.WriteString(l)
		if len(l) > 3 && l[3] == ' ' {
			return answer.String(), nil
		}
	}
}

// pass gives the server's answer to the client, as the fault lets it.
func (c *conversation) pass(f Fault, lifted <-chan struct{}, answer string) error {
	if f.Deed != "" {
		c.p.note()
	}
	code := answer[:min(3, len(answer))]
	switch f.Deed {
	case Lose:
		return errOver
	case Mute:
		c.hold(lifted)
		return errOver
	case Held:
		c.hold(lifted)
	case Late:
		select {
		case <-time.After(f.Wait):
		case <-c.p.done:
		}
	case Drip:
		return c.drip(answer, lifted)
	case Flood:
		_, err := io.WriteString(c.client, code+" "+strings.Repeat("x", floodSize)+"\r\n")
		return err
	case Endless:
		for {
			if _, err := io.WriteString(c.client, code+"-and more\r\n"); err != nil {
				return err
			}
		}
	case Strip:
		answer = strings.Replace(answer, "250-STARTTLS\r\n", "", 1)
	default:
	}
	_, err := io.WriteString(c.client, answer)
	return err
}

// drip writes a byte a second.
func (c *conversation) drip(answer string, lifted <-chan struct{}) error {
	for i := range len(answer) {
		if _, err := io.WriteString(c.client, answer[i:i+1]); err != nil {
			return err
		}
		select {
		case <-time.After(dripPace):
		case <-lifted:
			return errOver
		case <-c.p.done:
			return errOver
		}
	}
	return nil
}

// encrypt changes both sides to TLS.
func (c *conversation) encrypt() error {
	server := tls.Client(c.server, c.p.server)
	if err := server.Handshake(); err != nil {
		return err
	}
	c.server, c.back = server, bufio.NewReader(server)
	f, lifted := c.p.at(Handshake)
	if err := c.instead(Handshake, f, lifted); err != nil {
		return err
	}
	client := tls.Server(c.raw, &tls.Config{Certificates: []tls.Certificate{c.p.certificate()}})
	if err := client.Handshake(); err != nil {
		return err
	}
	c.client, c.in, c.secure = client, bufio.NewReader(client), true
	return nil
}

// middle is how much of a mail has passed when a fault at Body happens.
const middle = 8 << 10

// body passes the mail on, and then its final dot as a step of its own.
func (c *conversation) body() error {
	passed, struck := 0, false
	for {
		line, err := c.in.ReadString('\n')
		if err != nil {
			return err
		}
		if line == ".\r\n" {
			return c.exchange(Dot, line)
		}
		if _, err := io.WriteString(c.server, line); err != nil {
			return err
		}
		if passed += len(line); passed < middle || struck {
			continue
		}
		struck = true
		f, lifted := c.p.at(Body)
		if f.Deed == Slow {
			return c.crawl(lifted)
		}
		if err := c.instead(Body, f, lifted); err != nil {
			return err
		}
	}
}

// crawl takes a byte a second of the mail until the fault is lifted.
func (c *conversation) crawl(lifted <-chan struct{}) error {
	for {
		if _, err := c.raw.Read(make([]byte, 1)); err != nil {
			return err
		}
		select {
		case <-time.After(dripPace):
		case <-lifted:
			return errOver
		case <-c.p.done:
			return errOver
		}
	}
}
