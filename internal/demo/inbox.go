package demo

import (
	"bytes"
	"crypto/tls"
	"fmt"
	"io"
	"log"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapserver"
	"github.com/emersion/go-imap/v2/imapserver/imapmemserver"
)

// mailUser is the account of the demo's only mailbox.
const mailUser = "demo"

// inbox is the user's mailbox: mailbox/000001.eml and so on in the helpdesk's
// folder, read over IMAP on loopback with STARTTLS. Its mails keep their
// numbers (UIDs) over a restart; what a mail program marks or deletes does not
// last.
type inbox struct {
	dir      string
	password string
	server   *imapserver.Server
	listen   net.Listener

	mu   sync.Mutex
	user *imapmemserver.User
	last int // number of the newest mail
}

// openInbox reads the folder and serves it on a free port of 127.0.0.1.
func openInbox(dir string, cert tls.Certificate) (*inbox, error) {
	b := &inbox{dir: dir, password: random()}
	b.user = imapmemserver.NewUser(mailUser, b.password)
	if err := b.user.Create("INBOX", nil); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	names, err := filepath.Glob(filepath.Join(dir, "*.eml"))
	if err != nil {
		return nil, err
	}
	for _, name := range names { // sorted, as they came
		if err := b.load(name); err != nil {
			return nil, err
		}
	}
	if err := writeFile(b.passwordFile(), []byte(b.password+"\n")); err != nil {
		return nil, err
	}
	mem := imapmemserver.New()
	mem.AddUser(b.user)
	b.server = imapserver.New(&imapserver.Options{
		NewSession: func(*imapserver.Conn) (imapserver.Session, *imapserver.GreetingData, error) {
			return telling{mem.NewSession()}, nil, nil
		},
		Logger:    log.New(io.Discard, "", 0),
		TLSConfig: &tls.Config{Certificates: []tls.Certificate{cert}, MinVersion: tls.VersionTLS12},
	})
	if b.listen, err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
		return nil, err
	}
	go func() { _ = b.server.Serve(b.listen) }()
	return b, nil
}

// passwordFile holds the password of this start; a new one each time.
func (b *inbox) passwordFile() string { return filepath.Join(filepath.Dir(b.dir), "password") }

func (b *inbox) addr() string { return b.listen.Addr().String() }

// load takes a mail from its file into the mailbox.
func (b *inbox) load(name string) error {
	raw, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	info, err := os.Stat(name)
	if err != nil {
		return err
	}
	var n int
	if _, err := fmt.Sscanf(strings.TrimSuffix(filepath.Base(name), ".eml"), "%d", &n); err == nil {
		b.last = max(b.last, n)
	}
	return b.append(raw, info.ModTime())
}

func (b *inbox) append(raw []byte, received time.Time) error {
	_, err := b.user.Append("INBOX", bytes.NewReader(raw), &imap.AppendOptions{Time: received})
	return err
}

// deliver keeps a mail as a file, and lets whoever looks into the mailbox know.
func (b *inbox) deliver(raw []byte, received time.Time) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.last++
	name := filepath.Join(b.dir, fmt.Sprintf("%06d.eml", b.last))
	if err := writeFile(name, raw); err != nil {
		return err
	}
	if err := os.Chtimes(name, received, received); err != nil {
		return err
	}
	return b.append(raw, received)
}

func (b *inbox) close() error {
	_ = b.listen.Close() // the server knows it only once Serve has begun
	return b.server.Close()
}
