package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"

	"ticketpp/internal/mailbox"
	"ticketpp/test/imap"
)

// The mailbox: 20,000 mails of two years, 40 of them the helpdesk's.
const (
	mailsInBox     = 20000
	helpdesksMails = 40
)

// askForHeads is how an office's own script looks into a mailbox: Python's
// imaplib asks for the same header fields, and picks nothing and reads no
// mail. It prints the seconds it took.
const askForHeads = `import imaplib, os, ssl, sys, time
host, port, ca, user = sys.argv[1:]
began = time.perf_counter()
box = imaplib.IMAP4_SSL(host, int(port), ssl_context=ssl.create_default_context(cafile=ca))
box.login(user, os.environ["IMAP_PASSWORD"])
box.select("INBOX", readonly=True)
kind, answer = box.uid("FETCH", "1:*", '(UID INTERNALDATE RFC822.SIZE BODY.PEEK[HEADER.FIELDS ("From" "Subject" "Content-Type" "X-Failed-Recipients")])')
box.logout()
print(time.perf_counter() - began)
`

// mailbox measures the first look into a full mailbox of which the server
// remembers nothing either, in which ours finds and reads the helpdesk's mails.
func (b *bench) mailbox(ctx context.Context) (rows []row, err error) {
	s, err := imap.New()
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	if err := s.Crowd(mailsInBox, helpdesksMails); err != nil {
		return nil, err
	}
	took := map[string][]time.Duration{}
	for range b.rounds { // by turns, as in form
		for name, look := range map[string]func(context.Context, *imap.Server) (time.Duration, error){
			ours: firstLook, imaplib: scriptLook,
		} {
			if err := s.Afresh(ctx); err != nil {
				return nil, err
			}
			d, err := look(ctx, s)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", name, err)
			}
			took[name] = append(took[name], d)
		}
	}
	r := row{what: "first look into 20,000 mails", unit: "ms", others: map[string]float64{}, limit: limit{most: 5000}}
	r.take(took)
	return []row{r}, nil
}

// imaplib is Python's IMAP library in the table.
const imaplib = "imaplib"

func firstLook(ctx context.Context, s *imap.Server) (time.Duration, error) {
	n := 0
	r := mailbox.Reader{
		Server: mailbox.Server{
			Host: s.Host(), Port: s.TLSPort(), Security: mailbox.TLS, CAFile: s.CAFile(), Username: imap.User,
			Password: func(context.Context) (string, error) { return imap.Password, nil },
		},
		Wanted: func(address string) bool { return address == imap.HelpdeskAddress },
		Each:   func(context.Context, mailbox.Mail) error { n++; return nil },
	}
	began := time.Now()
	_, err := r.Look(ctx, mailbox.Place{})
	took := time.Since(began)
	if err == nil && n != helpdesksMails {
		err = fmt.Errorf("%d mails of the helpdesk's %d", n, helpdesksMails)
	}
	return took, err
}

func scriptLook(ctx context.Context, s *imap.Server) (time.Duration, error) {
	cmd := exec.CommandContext(ctx, "python3", "-c", askForHeads, s.Host(), strconv.Itoa(s.TLSPort()), s.CAFile(), imap.User)
	cmd.Env = append(os.Environ(), "IMAP_PASSWORD="+imap.Password)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return 0, err
	}
	seconds, err := strconv.ParseFloat(strings.TrimSpace(string(out)), 64)
	return time.Duration(seconds * float64(time.Second)), err
}
