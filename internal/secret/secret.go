// Package secret fetches and keeps passwords: from the program that the
// administrator names, or from the system's keyring. A secret belongs to one
// host and one user and is never written to a file, a log or a command line.
// It knows no mail and no windows.
package secret

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strings"
	"sync"
	"time"

	"github.com/zalando/go-keyring"
)

// service is the name under which the keyring shows our secrets to the user.
const service = "trayapp"

// patience bounds every question: a locked keyring would wait for ever.
const patience = 10 * time.Second

// maxSecret is the longest secret in bytes; the Windows credential manager
// holds no more than 2,560.
const maxSecret = 2560

var (
	// ErrNone means that no secret is kept for this host and user.
	ErrNone = errors.New("no password is stored for this server")
	// ErrSessionOnly means that a secret is kept, but only until this program
	// ends: there is no keyring, it is locked, or the secret is too long for it.
	ErrSessionOnly = errors.New("kept for this session only")
)

// Account says whose secret is meant.
type Account struct {
	Host, User string
	Command    []string // program and arguments that print the secret; empty: the keyring
}

// key names the account inside the keyring; host and user both count, so that
// a changed server never receives the old server's password.
func (a Account) key() string { return a.User + "@" + a.Host }

// Vault answers for secrets. What was given for this session only stays in
// memory. It is safe for concurrent use.
type Vault struct {
	mu      sync.Mutex
	session map[string]string
}

// Get returns the account's secret: the session's, else the command's first
// line, else the keyring's. ErrNone means that nobody was ever asked for it.
func (v *Vault) Get(ctx context.Context, a Account) (string, error) {
	v.mu.Lock()
	s, ok := v.session[a.key()]
	v.mu.Unlock()
	if ok {
		return s, nil
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	if len(a.Command) > 0 {
		return fromCommand(ctx, a.Command)
	}
	return ask(ctx, func() (string, error) {
		s, err := keyring.Get(service, a.key())
		if errors.Is(err, keyring.ErrNotFound) {
			return "", ErrNone
		}
		return s, err
	})
}

// Set keeps the secret in the keyring. Where that cannot be, the secret stays
// in memory until the program ends, and the error is an [ErrSessionOnly].
func (v *Vault) Set(ctx context.Context, a Account, value string) error {
	err := fmt.Errorf("the secret has %d bytes, the keyring takes %d", len(value), maxSecret)
	if len(value) <= maxSecret {
		bounded, cancel := context.WithTimeout(ctx, patience)
		defer cancel()
		_, err = ask(bounded, func() (string, error) { return "", keyring.Set(service, a.key(), value) })
	}
	if err == nil {
		v.Forget(a)
		return nil
	}
	v.Keep(a, value)
	return fmt.Errorf("%w, the system's keyring did not take it: %w", ErrSessionOnly, err)
}

// Keep holds a secret in memory until the program ends.
func (v *Vault) Keep(a Account, value string) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.session == nil {
		v.session = map[string]string{}
	}
	v.session[a.key()] = value
}

// Forget drops what Keep holds; the keyring is left alone.
func (v *Vault) Forget(a Account) {
	v.mu.Lock()
	defer v.mu.Unlock()
	delete(v.session, a.key())
}

// ask runs one keyring call that may never return and gives up with ctx. The
// call's goroutine then ends with the process: the libraries offer no way to
// call it back.
func ask(ctx context.Context, call func() (string, error)) (string, error) {
	type answer struct {
		s   string
		err error
	}
	noBusOfOurOwn()
	got := make(chan answer, 1)
	go func() {
		s, err := call()
		got <- answer{s, err}
	}()
	select {
	case a := <-got:
		return a.s, a.err
	case <-ctx.Done():
		return "", fmt.Errorf("the system's keyring does not answer: %w", ctx.Err())
	}
}

// fromCommand runs the administrator's program without a shell and takes the
// first line of its output. The program's own messages are not repeated:
// they might hold the secret.
func fromCommand(ctx context.Context, command []string) (string, error) {
	cmd := exec.CommandContext(ctx, command[0], command[1:]...)
	cmd.WaitDelay = time.Second
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("password_command %q failed: %w", command[0], err)
	}
	line, _ := bufio.NewReader(bytes.NewReader(out)).ReadString('\n')
	line = strings.TrimRight(line, "\r\n")
	if line == "" || len(line) > maxSecret {
		return "", fmt.Errorf("password_command %q printed no password on its first line", command[0])
	}
	return line, nil
}
