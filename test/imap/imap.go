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
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"text/template"
	"time"
)

// The one account.
const (
	User     = "anna.bianchi@comune.example"
	Password = "una password, con spazi e \"virgolette\""
)

// Server is a Dovecot instance. It is not safe for concurrent Start and Stop.
type Server struct {
	dir   string
	ports [2]int // STARTTLS, TLS
	owner owner
	proc  *exec.Cmd
	out   bytes.Buffer
	mails int // written so far, for their names
}

// limits of waiting for the server; it needs about a second.
const (
	startWithin = 30 * time.Second
	stopWithin  = 20 * time.Second
)

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
			if err := os.Chown(s.path(sub), s.owner.uid, s.owner.gid); err != nil {
				return fmt.Errorf("dovecot must be started by root: %w", err)
			}
		}
	}
	if err := writeCertificates(s.CAFile(), s.path("etc/cert.pem"), s.path("etc/key.pem")); err != nil {
		return err
	}
	for i := range s.ports {
		if s.ports[i], err = freePort(); err != nil {
			return err
		}
	}
	var b bytes.Buffer
	err = template.Must(template.New("dovecot.conf").Parse(dovecotConf)).Execute(&b, map[string]any{
		"Dir": s.dir, "StartTLS": s.ports[0], "TLS": s.ports[1], "UID": s.owner.uid, "GID": s.owner.gid,
	})
	if err != nil {
		return err
	}
	if err := os.WriteFile(s.path("etc/users"), []byte(User+":{PLAIN}"+Password+"\n"), 0o644); err != nil {
		return err
	}
	return os.WriteFile(s.path("etc/dovecot.conf"), b.Bytes(), 0o644)
}

type owner struct{ uid, gid int }

// mailOwner is the account to which the mails belong on disk.
func mailOwner() (owner, error) {
	u, err := user.Lookup("mail")
	if err != nil {
		return owner{}, err
	}
	if _, err := user.Lookup("dovecot"); err != nil {
		return owner{}, fmt.Errorf("dovecot is not installed (scripts/setup.sh mta): %w", err)
	}
	var o owner
	if o.uid, err = strconv.Atoi(u.Uid); err != nil {
		return o, err
	}
	o.gid, err = strconv.Atoi(u.Gid)
	return o, err
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
	return string(b) + s.out.String()
}

// Start runs the server and returns when it greets.
func (s *Server) Start(ctx context.Context) error {
	if s.proc != nil {
		return fmt.Errorf("imap: already started")
	}
	// -F: stay in the foreground as our child.
	s.proc = exec.Command("/usr/sbin/dovecot", "-F", "-c", s.path("etc/dovecot.conf"))
	s.proc.Stdout, s.proc.Stderr = &s.out, &s.out
	s.proc.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGTERM}
	s.proc.WaitDelay = time.Second
	if err := s.proc.Start(); err != nil {
		s.proc = nil
		return fmt.Errorf("imap: %w", err)
	}
	ctx, cancel := context.WithTimeout(ctx, startWithin)
	defer cancel()
	for {
		if greets(net.JoinHostPort(s.Host(), strconv.Itoa(s.ports[0]))) {
			return nil
		}
		select {
		case <-ctx.Done():
			_ = s.Stop()
			return fmt.Errorf("imap: does not greet: %w\n%s", ctx.Err(), s.Log())
		case <-time.After(50 * time.Millisecond):
		}
	}
}

func greets(addr string) bool {
	c, err := net.DialTimeout("tcp", addr, time.Second)
	if err != nil {
		return false
	}
	defer c.Close()
	_ = c.SetDeadline(time.Now().Add(2 * time.Second))
	b := make([]byte, 4)
	n, _ := c.Read(b)
	return string(b[:n]) == "* OK"
}

// Stop ends the server with all its processes; connections are then refused.
func (s *Server) Stop() error {
	if s.proc == nil {
		return nil
	}
	group := -s.proc.Process.Pid
	_ = s.proc.Process.Signal(syscall.SIGTERM)
	done := make(chan struct{})
	go func() { _ = s.proc.Wait(); close(done) }()
	select {
	case <-done:
	case <-time.After(stopWithin):
	}
	_ = syscall.Kill(group, syscall.SIGKILL) // whoever is left
	<-done
	s.proc = nil
	return nil
}

// Close stops the server and removes its folder.
func (s *Server) Close() error {
	if err := s.Stop(); err != nil {
		return err
	}
	return os.RemoveAll(s.dir)
}

func freePort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port, nil
}
