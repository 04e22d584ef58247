// Package imap starts a real IMAP server, Dovecot, as a private instance on
// loopback: its own folder, free ports, STARTTLS and TLS with a CA made for
// the occasion, one account whose mailbox the test fills file by file. The
// machine's own mail service, if any, is not touched.
//
// It knows nothing of tickets: it holds mail as any office's server would.
package imap

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

// The one account.
const (
	User     = "anna.bianchi@comune.example"
	Password = "una password, con spazi e \"virgolette\""
)

// Server is a Dovecot instance. It is not safe for concurrent Start and Stop.
type Server struct {
	dir     string
	ports   [2]int // STARTTLS, TLS
	owner   loopback.Owner
	process loopback.Process
	mails   int // written so far, for their names
}

// New prepares the folder of an instance and chooses its ports; Start runs
// it. Its folder is a short one of its own, because sockets lie in it.
func New() (*Server, error) {
	dir, err := os.MkdirTemp("", "imap-")
	if err != nil {
		return nil, err
	}
	s := &Server{dir: dir}
	if err := s.prepare(); err != nil {
		_ = os.RemoveAll(dir)
		return nil, fmt.Errorf("imap: %w", err)
	}
	return s, nil
}

func (s *Server) prepare() error {
	if err := os.Chmod(s.dir, 0o755); err != nil {
		return err
	}
	var err error
	if s.owner, err = mailOwner(); err != nil {
		return err
	}
	for _, sub := range []string{"etc", "run", "home", "home/Maildir", "home/Maildir/new", "home/Maildir/cur", "home/Maildir/tmp", "raw"} {
		if err := os.Mkdir(s.path(sub), 0o755); err != nil {
			return err
		}
		if sub == "raw" || strings.HasPrefix(sub, "home") {
			if err := os.Chown(s.path(sub), s.owner.UID, s.owner.GID); err != nil {
				return fmt.Errorf("dovecot must be started by root: %w", err)
			}
		}
	}
	if err := loopback.WriteCertificates(s.CAFile(), s.path("etc/cert.pem"), s.path("etc/key.pem")); err != nil {
		return err
	}
	ports, err := loopback.FreePorts(len(s.ports))
	if err != nil {
		return err
	}
	copy(s.ports[:], ports)
	var b bytes.Buffer
	err = template.Must(template.New("dovecot.conf").Parse(dovecotConf)).Execute(&b, map[string]any{
		"Dir": s.dir, "StartTLS": s.ports[0], "TLS": s.ports[1], "UID": s.owner.UID, "GID": s.owner.GID,
	})
	if err != nil {
		return err
	}
	if err := os.WriteFile(s.path("etc/users"), []byte(User+":{PLAIN}"+Password+"\n"), 0o644); err != nil {
		return err
	}
	return os.WriteFile(s.path("etc/dovecot.conf"), b.Bytes(), 0o644)
}

// mailOwner is the account to which the mails belong on disk.
func mailOwner() (loopback.Owner, error) {
	if _, err := loopback.OwnerOf("dovecot"); err != nil {
		return loopback.Owner{}, fmt.Errorf("dovecot is not installed (scripts/setup.sh mta): %w", err)
	}
	return loopback.OwnerOf("mail")
}

func (s *Server) path(rel string) string { return filepath.Join(s.dir, rel) }

// CAFile is the PEM file of the authority that signed the server's certificate.
func (s *Server) CAFile() string { return s.path("etc/ca.pem") }

// Host says where the server listens; with its ports it stays the same over
// Stop and Start.
func (s *Server) Host() string { return "127.0.0.1" }

// StartTLSPort is the port on which a conversation begins in the clear.
func (s *Server) StartTLSPort() int { return s.ports[0] }

// TLSPort is the port that is encrypted from the first byte.
func (s *Server) TLSPort() int { return s.ports[1] }

// Log returns what the server has logged so far.
func (s *Server) Log() string {
	b, _ := os.ReadFile(s.path("log"))
	return string(b) + s.process.Output()
}

// Start runs the server and returns when it greets.
func (s *Server) Start(ctx context.Context) error {
	// -F: stay in the foreground as our child.
	cmd := exec.Command("/usr/sbin/dovecot", "-F", "-c", s.path("etc/dovecot.conf"))
	if err := s.process.Start(ctx, cmd, net.JoinHostPort(s.Host(), strconv.Itoa(s.ports[0])), "* OK", "a LOGOUT\r\n"); err != nil {
		return fmt.Errorf("imap: %w\n%s", err, s.Log())
	}
	return nil
}

// Stop ends the server with all its processes; connections are then refused.
func (s *Server) Stop() error {
	s.process.Stop()
	return nil
}

// Close stops the server and removes its folder.
func (s *Server) Close() error {
	if err := s.Stop(); err != nil {
		return err
	}
	return os.RemoveAll(s.dir)
}
