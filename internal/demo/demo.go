// Package demo is a helpdesk in the box, for trying the program out and for
// tests: a real SMTP server on loopback that keeps each mail as a file and
// gives it a number; a real IMAP server with the user's mailbox, into which it
// confirms as Project++ would, asks, suspends, answers and resolves; and a
// small local page with the tickets, where a technician does so. Nothing
// leaves the machine. It knows mails as anybody on the other side of SMTP sees
// them; it must not know how ours are made, nor the settings, the queue or any
// window.
package demo

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"sync"

	"github.com/emersion/go-smtp"
)

// Options say where the helpdesk lies and what it is called.
type Options struct {
	Dir     string // its folder, made when missing; it may be started again on it
	Name    string // of the helpdesk; "": «Assistenza dimostrativa»
	Address string // its mail address; "": assistenza@demo.example
	Sector  string // who is said to be in charge of tickets; "": «Assistenza applicativi»
	Lang    string // of the page: "it", "en"; "": as the browser asks
	MaxSize int64  // bytes of a mail, announced as SIZE; 0: 30 MB
}

func (o Options) withDefaults() Options {
	if o.Name == "" {
		o.Name = "Assistenza dimostrativa"
	}
	if o.Address == "" {
		o.Address = "assistenza@demo.example"
	}
	if o.Sector == "" {
		o.Sector = "Assistenza applicativi"
	}
	if o.MaxSize <= 0 {
		o.MaxSize = 30 << 20
	}
	return o
}

// Helpdesk is a running helpdesk. Its methods may be called from several
// goroutines.
type Helpdesk struct {
	opts     Options
	store    *store
	cert     certificate
	addr     string // of the SMTP server
	page     *page
	stop     func() bool  // ends the watch over the context
	shutdown func() error // ends it, once

	mu     sync.Mutex
	server *smtp.Server // nil while it is down
	listen net.Listener
	faults map[Step][]Fault
}

// Start starts the helpdesk. It ends with ctx or with Close.
func Start(ctx context.Context, o Options) (*Helpdesk, error) {
	o = o.withDefaults()
	if o.Dir == "" {
		return nil, errors.New("demo: no folder given")
	}
	dir, err := filepath.Abs(o.Dir)
	if err != nil {
		return nil, fmt.Errorf("demo: %w", err)
	}
	o.Dir = dir
	s, err := openStore(o)
	if err != nil {
		return nil, fmt.Errorf("demo: %w", err)
	}
	h := &Helpdesk{opts: o, store: s, addr: "127.0.0.1:0", faults: map[Step][]Fault{}}
	if h.cert, err = newCertificate(); err != nil {
		return nil, fmt.Errorf("demo: %w", err)
	}
	if err := writeFile(h.CAFile(), h.cert.ca); err != nil {
		return nil, fmt.Errorf("demo: %w", err)
	}
	if s.inbox, err = openInbox(s.path("mailbox"), h.cert.server); err != nil {
		return nil, fmt.Errorf("demo: %w", err)
	}
	if err := h.Up(); err != nil {
		return nil, errors.Join(err, s.inbox.close())
	}
	if h.page, err = startPage(o, s); err != nil {
		h.Down()
		return nil, errors.Join(fmt.Errorf("demo: %w", err), s.inbox.close())
	}
	h.shutdown = sync.OnceValue(h.end) // the context's end and Close may come together
	h.stop = context.AfterFunc(ctx, func() { _ = h.shutdown() })
	return h, nil
}

// Up lets the SMTP server listen, again on the same port after Down.
func (h *Helpdesk) Up() error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.server != nil {
		return nil
	}
	l, err := net.Listen("tcp", h.addr)
	if err != nil {
		return fmt.Errorf("demo: %w", err)
	}
	h.addr, h.listen = l.Addr().String(), l
	h.server = h.newServer()
	go func(s *smtp.Server) { _ = s.Serve(l) }(h.server)
	return nil
}

// Down stops the SMTP server, as when it is switched off: connections are
// refused and those that are open are cut. The page stays.
func (h *Helpdesk) Down() {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.server != nil {
		_ = h.server.Close()
		_ = h.listen.Close() // the server knows it only once Serve has begun
		h.server = nil
	}
}

// Close ends the helpdesk. Its folder stays.
func (h *Helpdesk) Close() error {
	h.stop()
	return h.shutdown()
}

func (h *Helpdesk) end() error {
	h.Down()
	return errors.Join(closed(h.store.inbox.close()), closed(h.page.close()))
}

// closed is the error of a close, but for that of one that came second: a
// server closes the listener that we have closed.
func closed(err error) error {
	if errors.Is(err, net.ErrClosed) {
		return nil
	}
	return err
}

// Addr returns the SMTP server's "127.0.0.1:port".
func (h *Helpdesk) Addr() string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.addr
}

// CAFile returns the file with the certificate authority, PEM, that signed the
// server's certificate for 127.0.0.1 and localhost. It is a new one with each
// start, and its key is never written.
func (h *Helpdesk) CAFile() string { return filepath.Join(h.opts.Dir, "ca.pem") }

// PageURL returns where the tickets can be read. It carries a secret, because
// other users of this computer can reach the port too.
func (h *Helpdesk) PageURL() string { return h.page.url }

// Tickets returns the tickets that it holds, the oldest first.
func (h *Helpdesk) Tickets() []Ticket { return h.store.list() }

// Wait waits for the ticket that the mail with the given Message-ID (without
// angle brackets) opened.
func (h *Helpdesk) Wait(ctx context.Context, messageID string) (Ticket, error) {
	for {
		changed := h.store.changes()
		for _, t := range h.store.list() {
			if t.MessageID == messageID {
				return t, nil
			}
		}
		select {
		case <-ctx.Done():
			return Ticket{}, ctx.Err()
		case <-changed:
		}
	}
}

// writeFile replaces a file of the helpdesk's folder.
func writeFile(path string, data []byte) error {
	temp := path + ".new"
	if err := os.WriteFile(temp, data, 0o600); err != nil {
		return err
	}
	return os.Rename(temp, path)
}
