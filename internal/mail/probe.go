package mail

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"time"
)

// Step is one step of the way to a server.
type Step string

// The steps, in the order of a way with STARTTLS; with TLS from the first
// byte the greeting comes behind it.
const (
	StepDNS       Step = "dns"
	StepTCP       Step = "tcp"
	StepGreeting  Step = "greeting"
	StepTLS       Step = "tls"
	StepLogin     Step = "login"
	StepSize      Step = "size"
	StepSender    Step = "sender"    // MAIL FROM
	StepRecipient Step = "recipient" // RCPT TO of one helpdesk, then RSET
)

// Finding is what was found at one step. Class is Delivered where the step
// went well; otherwise Class, Reason and Answer say what a mail would have met
// there.
type Finding struct {
	Step        Step
	Class       Class
	Reason      Reason
	Answer      string        // the server's own answer, or what the system said
	Took        time.Duration // of StepDNS and StepTCP
	Addresses   []string      // StepDNS: the server's; StepTCP: the one that answered
	Certificate *Certificate  // StepTLS, also of a certificate that was not accepted; nil where none was seen
	Size        *Size         // StepSize; nil where the server does not say
	Mailbox     string        // StepSender, StepRecipient: the address; StepLogin: the user's name, "" without a login
}

// Certificate is what the server shows of itself.
type Certificate struct {
	Names    []string // the host names and addresses that it is for
	Issuer   string
	From, To time.Time // its first and its last moment
	Version  string    // "TLS 1.3"; "" when the handshake failed
}

// Probe goes the way to a server as Send does and tells each step by itself:
// name, connection, encryption, login, size, and whether the server takes a
// mail from this author to each of the helpdesks, which it then takes back
// with RSET. It ends behind the first step of the way that fails; no mail is
// sent. Without an author's address the last two steps are left out.
func Probe(ctx context.Context, server Server, from string, to []string, tell func(Finding)) {
	p := &probe{ctx: ctx, server: server, tell: tell}
	s, ok := p.connect()
	if s != nil {
		defer s.close()
	}
	if !ok || !p.login(s) {
		return
	}
	p.size(s)
	if from != "" {
		p.envelopes(s, from, to)
	}
	s.quit()
}

// probe is one Probe under way.
type probe struct {
	ctx    context.Context
	server Server
	tell   func(Finding)
	seen   *tls.ConnectionState // of the handshake that went well
}

// say tells of a step; err is nil where it went well.
func (p *probe) say(step Step, err error, f Finding) bool {
	r := classify(p.ctx, err)
	f.Step, f.Class, f.Reason, f.Answer = step, r.Class, r.Reason, r.Answer
	p.tell(f)
	return err == nil
}

// resolve asks for the server's addresses.
func (p *probe) resolve() bool {
	began := time.Now()
	found, err := net.DefaultResolver.LookupHost(p.ctx, p.server.Host)
	if err != nil {
		err = &stageError{stageConnect, err}
	}
	return p.say(StepDNS, err, Finding{Addresses: found, Took: time.Since(began)})
}

// config is the server's TLS configuration, with an eye on the certificate.
func (p *probe) config() (*tls.Config, error) {
	config, err := tlsConfig(p.server)
	if err != nil {
		return nil, err
	}
	config.VerifyConnection = func(cs tls.ConnectionState) error {
		p.seen = &cs
		return nil
	}
	return config, nil
}

// connect goes as far as the encryption.
func (p *probe) connect() (*session, bool) {
	if !p.resolve() {
		return nil, false
	}
	config, err := p.config()
	if err != nil {
		return nil, p.say(StepTLS, &stageError{stageStartTLS, err}, Finding{})
	}
	began := time.Now()
	s, err := connect(p.ctx, p.server, config)
	if s == nil {
		return nil, p.say(StepTCP, err, Finding{})
	}
	p.say(StepTCP, nil, Finding{Addresses: []string{s.wire.RemoteAddr().String()}, Took: time.Since(began)})
	if se := new(stageError); errors.As(err, &se) && se.stage == stageStartTLS {
		return s, p.say(StepTLS, err, Finding{Certificate: refused(err)})
	}
	if p.server.Security == TLS {
		p.say(StepTLS, nil, Finding{Certificate: p.certificate()})
	}
	if !p.say(StepGreeting, err, Finding{}) {
		return s, false
	}
	if p.server.Security == TLS || p.server.Security == None {
		return s, true
	}
	err = s.secure(p.server, config)
	cert := refused(err)
	if err == nil {
		cert = p.certificate()
	}
	return s, p.say(StepTLS, err, Finding{Certificate: cert})
}

func (p *probe) certificate() *Certificate {
	if p.seen == nil || len(p.seen.PeerCertificates) == 0 {
		return nil
	}
	c := certificate(p.seen.PeerCertificates[0])
	c.Version = tls.VersionName(p.seen.Version)
	return c
}

// refused is the certificate that a failed handshake was about.
func refused(err error) *Certificate {
	var verify *tls.CertificateVerificationError
	if !errors.As(err, &verify) || len(verify.UnverifiedCertificates) == 0 {
		return nil
	}
	return certificate(verify.UnverifiedCertificates[0])
}

// maxNames bounds the names that are told of one certificate; a large host has
// hundreds.
const maxNames = 8

func certificate(c *x509.Certificate) *Certificate {
	names := append([]string(nil), c.DNSNames...)
	for _, ip := range c.IPAddresses {
		names = append(names, ip.String())
	}
	if len(names) == 0 && c.Subject.CommonName != "" {
		names = append(names, c.Subject.CommonName)
	}
	if len(names) > maxNames {
		names = append(names[:maxNames], "…")
	}
	for i, n := range names {
		names[i] = clean(n)
	}
	issuer := c.Issuer.CommonName
	if issuer == "" {
		issuer = c.Issuer.String()
	}
	return &Certificate{Names: names, Issuer: clean(issuer), From: c.NotBefore, To: c.NotAfter}
}

func (p *probe) login(s *session) bool {
	user := p.server.Username
	if p.server.Auth == AuthNone || p.server.Auth == "" {
		user = ""
	}
	err := s.login(p.ctx, p.server)
	if err != nil {
		err = &stageError{stageAuth, err}
	}
	return p.say(StepLogin, err, Finding{Mailbox: user})
}

func (p *probe) size(s *session) {
	s.learnSize()
	var f Finding
	if s.sizeKnown {
		f.Size = &Size{Server: p.server.Addr(), Max: s.size}
	}
	p.say(StepSize, nil, f)
}

// envelopes asks, for each helpdesk by itself, whether a mail would be taken.
func (p *probe) envelopes(s *session, from string, to []string) {
	if err := plain("from", from); err != nil {
		p.tell(Finding{Step: StepSender, Class: Refused, Reason: ReasonSender, Answer: clean(err.Error()), Mailbox: from})
		return
	}
	taken := false
	for _, address := range to {
		if err := plain("to", address); err != nil {
			p.tell(Finding{Step: StepRecipient, Class: Refused, Reason: ReasonAddress, Answer: clean(err.Error()), Mailbox: address})
			continue
		}
		if err := s.client.Mail("<" + from + ">"); err != nil {
			p.say(StepSender, &stageError{stageMail, err}, Finding{Mailbox: from})
			return
		}
		if !taken {
			taken = p.say(StepSender, nil, Finding{Mailbox: from})
		}
		if err := s.client.Rcpt("<" + address + ">"); err != nil {
			p.say(StepRecipient, &stageError{stageRcpt, err}, Finding{Mailbox: address})
		} else {
			p.say(StepRecipient, nil, Finding{Mailbox: address})
		}
		if err := s.client.Reset(); err != nil {
			return // the conversation is over; what it has said stands
		}
	}
}

// plain reports an address that would be more than one plain mailbox.
func plain(field, address string) error {
	if a, ok := mailbox(address); !ok || a != address {
		return &AddressError{Field: field, Address: address}
	}
	return nil
}
