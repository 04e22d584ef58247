// Package mta starts a real mail server, Postfix, as a private instance on
// loopback: its own folder, a free port, STARTTLS with a CA made for the
// occasion, delivery into Maildirs that the test reads back. The machine's
// own mail service, if any, is not touched.
//
// It knows nothing of tickets: it takes mail as any office's relay would.
package mta

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"text/template"

	"ticketpp/test/loopback"
)

// Options says what kind of server to start.
type Options struct {
	Mailboxes []string // the addresses it takes mail for; others are refused
	SizeLimit int64    // bytes of one message, announced as SIZE; 0: 10,240,000, Postfix's own
}

// Server is a Postfix instance. It is not safe for concurrent Start and Stop.
type Server struct {
	dir     string
	port    int
	bin     string // the path of its first process, once the folder was checked
	process loopback.Process
}

// New prepares the folder of an instance and chooses its port; Start runs it.
// Its folder is a short one of its own, because Postfix's sockets lie in it
// and its processes, which are not root, must reach it.
func New(o Options) (*Server, error) {
	dir, err := os.MkdirTemp("", "mta-")
	if err != nil {
		return nil, err
	}
	s := &Server{dir: dir}
	if err := s.prepare(o); err != nil {
		_ = os.RemoveAll(dir)
		return nil, fmt.Errorf("mta: %w", err)
	}
	return s, nil
}

func (s *Server) prepare(o Options) error {
	if err := os.Chmod(s.dir, 0o755); err != nil {
		return err
	}
	for _, sub := range []string{"etc", "queue", "data", "mail"} {
		if err := os.Mkdir(filepath.Join(s.dir, sub), 0o755); err != nil {
			return err
		}
	}
	if err := loopback.WriteCertificates(s.CAFile(), s.path("etc/cert.pem"), s.path("etc/key.pem")); err != nil {
		return err
	}
	owner, err := s.giveFolders()
	if err != nil {
		return err
	}
	ports, err := loopback.FreePorts(1)
	if err != nil {
		return err
	}
	s.port = ports[0]
	if o.SizeLimit == 0 {
		o.SizeLimit = 10240000
	}
	settings := struct {
		Options
		Dir      string
		Port     int
		UID, GID int
	}{o, s.dir, s.port, owner.UID, owner.GID}
	for name, text := range map[string]string{"main.cf": mainCF, "master.cf": masterCF, "boxes": boxesMap} {
		var b bytes.Buffer
		if err := template.Must(template.New(name).Funcs(split).Parse(text)).Execute(&b, settings); err != nil {
			return err
		}
		if err := os.WriteFile(s.path("etc/"+name), b.Bytes(), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// split gives the templates the two halves of an address.
var split = template.FuncMap{
	"local":  func(address string) string { l, _, _ := strings.Cut(address, "@"); return l },
	"domain": func(address string) string { _, d, _ := strings.Cut(address, "@"); return d },
}

// giveFolders hands the state and the mailboxes to the user postfix, which
// the delivering process becomes (it refuses to be root).
func (s *Server) giveFolders() (loopback.Owner, error) {
	o, err := loopback.OwnerOf("postfix")
	if err != nil {
		return o, fmt.Errorf("postfix is not installed (scripts/setup.sh mta): %w", err)
	}
	for _, sub := range []string{"data", "mail"} {
		if err := os.Chown(s.path(sub), o.UID, o.GID); err != nil {
			return o, fmt.Errorf("postfix must be started by root: %w", err)
		}
	}
	return o, nil
}

func (s *Server) path(rel string) string { return filepath.Join(s.dir, rel) }

// CAFile is the PEM file of the authority that signed the server's certificate.
func (s *Server) CAFile() string { return s.path("etc/ca.pem") }

// Host and Port say where the server listens; they stay the same over Stop
// and Start.
func (s *Server) Host() string { return "127.0.0.1" }

// Port is the server's port.
func (s *Server) Port() int { return s.port }

// Addr is host and port as one.
func (s *Server) Addr() string { return net.JoinHostPort(s.Host(), strconv.Itoa(s.port)) }

// Log returns what the server has logged so far.
func (s *Server) Log() string {
	b, _ := os.ReadFile(s.path("log"))
	return string(b) + s.process.Output()
}

// Start runs the server and returns when it greets.
func (s *Server) Start(ctx context.Context) error {
	if s.bin == "" {
		var err error
		if s.bin, err = s.master(); err != nil {
			return fmt.Errorf("mta: %w", err)
		}
	}
	// -d: stay in the foreground as our child, with everything below it in
	// one process group.
	if err := s.process.Start(ctx, exec.Command(s.bin, "-c", s.path("etc"), "-d"), s.Addr(), "220 ", "QUIT\r\n"); err != nil {
		return fmt.Errorf("mta: %w\n%s", err, s.Log())
	}
	return nil
}

// master lets Postfix check the folder and make what is missing in it, and
// returns the path of its first process.
func (s *Server) master() (string, error) {
	check := exec.Command("/usr/sbin/postfix", "-c", s.path("etc"), "check")
	if out, err := check.CombinedOutput(); err != nil {
		return "", fmt.Errorf("postfix check: %w: %s\n%s", err, out, s.Log())
	}
	dir, err := exec.Command("/usr/sbin/postconf", "-c", s.path("etc"), "-h", "daemon_directory").Output()
	if err != nil {
		return "", fmt.Errorf("postconf: %w", err)
	}
	return filepath.Join(strings.TrimSpace(string(dir)), "master"), nil
}

// Stop ends the server with all its processes; connections are then refused.
// Mail that it has taken stays, and Start takes up again.
func (s *Server) Stop() error {
	s.process.Stop()
	if err := loopback.Closed(s.Addr()); err != nil {
		return fmt.Errorf("mta: after it was stopped: %w", err)
	}
	return nil
}

// Close stops the server and removes everything of it.
func (s *Server) Close() error {
	err := s.Stop()
	if e := os.RemoveAll(s.dir); err == nil {
		err = e
	}
	return err
}
