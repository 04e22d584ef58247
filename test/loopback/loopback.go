// Package loopback is what real servers have in common that a test starts for
// itself: a free port on this machine, an authority and a certificate, a
// process that is awaited and ended with all that it has started. It knows no
// protocol.
package loopback

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"net"
	"os/exec"
	"os/user"
	"strconv"
	"syscall"
	"time"
)

// limits of waiting for a server; it needs about a second.
const (
	startWithin = 30 * time.Second
	stopWithin  = 20 * time.Second
)

// FreePorts chooses ports of 127.0.0.1 on which nobody listens, each another
// one. They lie below those that the system gives to whoever asks for any, so
// that none is taken before the server begins.
func FreePorts(n int) ([]int, error) {
	const low, high = 20000, 32768 // Linux gives from 32768 on
	var ports []int
	for tries := 0; len(ports) < n; tries++ {
		l, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(low+rand.IntN(high-low))))
		if err != nil && tries < 1000 {
			continue
		}
		if err != nil {
			return nil, err
		}
		defer l.Close() // at the end: until then none is chosen twice
		ports = append(ports, l.Addr().(*net.TCPAddr).Port)
	}
	return ports, nil
}

// Owner is an account of the machine's to which a server's files belong.
type Owner struct{ UID, GID int }

// OwnerOf looks an account up by name.
func OwnerOf(name string) (Owner, error) {
	u, err := user.Lookup(name)
	if err != nil {
		return Owner{}, err
	}
	var o Owner
	if o.UID, err = strconv.Atoi(u.Uid); err != nil {
		return o, err
	}
	o.GID, err = strconv.Atoi(u.Gid)
	return o, err
}

// Process is a server's program with everything below it. It is not safe for
// concurrent Start and Stop.
type Process struct {
	cmd *exec.Cmd // nil: it does not run
	out bytes.Buffer
}

// Output returns what the program has written so far.
func (p *Process) Output() string { return p.out.String() }

// Start runs cmd, which stays in the foreground, and returns when the server
// says greeting to whoever connects to addr, to whom leave is the last word.
func (p *Process) Start(ctx context.Context, cmd *exec.Cmd, addr, greeting, leave string) error {
	if p.cmd != nil {
		return fmt.Errorf("already started")
	}
	cmd.Stdout, cmd.Stderr = &p.out, &p.out
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGTERM}
	cmd.WaitDelay = time.Second
	if err := cmd.Start(); err != nil {
		return err
	}
	p.cmd = cmd
	ctx, cancel := context.WithTimeout(ctx, startWithin)
	defer cancel()
	for !greets(addr, greeting, leave) {
		select {
		case <-ctx.Done():
			p.Stop()
			return fmt.Errorf("does not greet: %w", ctx.Err())
		case <-time.After(50 * time.Millisecond):
		}
	}
	return nil
}

// greets reports whether a server says its greeting, and takes its leave.
func greets(addr, greeting, leave string) bool {
	c, err := net.DialTimeout("tcp", addr, time.Second)
	if err != nil {
		return false
	}
	defer c.Close()
	_ = c.SetDeadline(time.Now().Add(2 * time.Second))
	b := make([]byte, len(greeting))
	n, _ := c.Read(b)
	if string(b[:n]) != greeting {
		return false
	}
	_, _ = c.Write([]byte(leave))
	return true
}

// Stop ends the server with all its processes.
func (p *Process) Stop() {
	if p.cmd == nil {
		return
	}
	cmd := p.cmd
	p.cmd = nil
	done := make(chan struct{})
	go func() { _ = cmd.Wait(); close(done) }()
	// The first process ends its children by itself; those that it leaves
	// behind are in its group.
	_ = cmd.Process.Signal(syscall.SIGTERM)
	select {
	case <-done:
	case <-time.After(stopWithin):
	}
	_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL)
	<-done
}

// Closed waits until nobody listens on addr any more.
func Closed(addr string) error {
	for deadline := time.Now().Add(stopWithin); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		c, err := net.DialTimeout("tcp", addr, time.Second)
		if err != nil {
			return nil
		}
		_ = c.Close()
	}
	return fmt.Errorf("somebody still listens on %s", addr)
}
