//go:build mta

package faults

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// programs is the folder of what build makes, for the time of the tests.
var programs string

// build makes the real program once.
var build = sync.OnceValues(func() (string, error) {
	bin := filepath.Join(programs, "trayapp")
	out, err := exec.Command("go", "build", "-buildvcs=false", "-o", bin, "ticketpp/cmd/trayapp").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("%w: %s", err, out)
	}
	return bin, nil
})

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "faults-")
	if err == nil {
		err = os.Chmod(dir, 0o755) // other users run the program too
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	programs = dir
	status := m.Run()
	_ = os.RemoveAll(dir)
	os.Exit(status)
}

// workplace is the real program with a home of its own, behind a proxy.
type workplace struct {
	proxy *Proxy
	bin   string
	home  string
	data  string
	as    *syscall.Credential // nil: as who runs the test
}

func newWorkplace(home string, o Options, f Fault) (*workplace, error) {
	bin, err := build()
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(home, 0o700); err != nil {
		return nil, err
	}
	o.Dir = home
	p, err := NewProxy(o, f)
	if err != nil {
		return nil, err
	}
	w := &workplace{proxy: p, bin: bin, home: home, data: filepath.Join(home, "data")}
	return w, os.WriteFile(filepath.Join(home, "config.toml"), []byte(settingsFor(p)), 0o644)
}

// command prepares a run of the program.
func (w *workplace) command(args ...string) *exec.Cmd {
	cmd := exec.Command(w.bin, append([]string{"--config", filepath.Join(w.home, "config.toml"), "--data", w.data}, args...)...)
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + w.home, "XDG_RUNTIME_DIR=" + w.home, "LANG=it_IT.UTF-8"}
	cmd.Dir = w.home
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL, Credential: w.as}
	return cmd
}

// run runs the program to its end.
func (w *workplace) run(args ...string) (out, complaints string, status int, err error) {
	cmd := w.command(args...)
	var o, e bytes.Buffer
	cmd.Stdout, cmd.Stderr = &o, &e
	late := time.AfterFunc(patience, func() { _ = cmd.Process.Kill() })
	defer late.Stop()
	err = cmd.Run()
	if exit := new(exec.ExitError); errors.As(err, &exit) && exit.Exited() {
		err = nil
	}
	return strings.TrimSpace(o.String()), strings.TrimSpace(e.String()), cmd.ProcessState.ExitCode(), err
}

// sendArgs are a ticket from the command line.
func sendArgs(subject string, more ...string) []string {
	return append([]string{
		"send", "--subject", subject, "--bcc", copyTo,
		"--description", "Trasmettendo il mandato del 18/11/2026 appare «Errore 2718: mandato non trasmesso».",
	}, more...)
}

// queued is a line of `outbox list --json`.
type queued struct {
	ID        string `json:"id"`
	MessageID string `json:"message_id"`
	State     string `json:"state"`
	Attempts  int    `json:"attempts"`
	LastError string `json:"last_error"`
}

func (w *workplace) outbox() ([]queued, error) {
	out, complaints, status, err := w.run("outbox", "list", "--json")
	if err != nil || status != 0 {
		return nil, fmt.Errorf("outbox list: status %d, %w: %s", status, err, complaints)
	}
	var items []queued
	return items, json.Unmarshal([]byte(out), &items)
}

// empty retries until nothing waits.
func (w *workplace) empty() error {
	var said string
	for range 10 {
		out, complaints, status, err := w.run("outbox", "retry")
		said += fmt.Sprintf("\noutbox retry: %d, %v: %s %s", status, err, out, complaints)
		items, err := w.outbox()
		if err != nil {
			return err
		}
		if len(items) == 0 {
			return nil
		}
	}
	return fmt.Errorf("the outbox does not empty: %s", said)
}

// reached waits until the proxy's fault happens.
func (w *workplace) reached(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	return w.proxy.Reached(ctx)
}
