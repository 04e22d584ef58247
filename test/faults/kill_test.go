//go:build mta

package faults

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"ticketpp/test/mta"
)

// ways are the processes that deliver.
var ways = []string{"send", "outbox retry", "agent"}

// death is one kill: which process, at which step.
type death struct {
	way     string
	fault   Fault
	taken   bool // the server has the mail by then
	subject string
	err     error
}

func (d *death) String() string {
	return fmt.Sprintf("%s, killed at %s (%s)", d.way, d.fault.At, d.fault.Deed)
}

// deaths: each process at each step, and once more while the answer to the
// final dot is on its way.
func deaths() []*death {
	var all []*death
	for _, way := range ways {
		for _, at := range Steps() {
			if at == Auth { // no login here
				continue
			}
			all = append(all, &death{way: way, fault: Fault{At: at, Deed: Silent}})
		}
		all = append(all, &death{way: way, fault: Fault{At: Dot, Deed: Mute}, taken: true})
	}
	for i, d := range all {
		d.subject = fmt.Sprintf("Mandato %d non trasmesso al tesoriere", 3000+i)
	}
	return all
}

// The real program is killed at every step of a delivery to a real server:
// every ticket arrives, and twice only one that the server had and that the
// program could not yet write down.
func TestKilledAtEveryStep(t *testing.T) {
	t.Parallel()
	s := newMTA(t)
	all := deaths()
	file := filepath.Join(t.TempDir(), "mandato.bin")
	must(t, os.WriteFile(file, bytes.Repeat([]byte("mandato "), 8<<10), 0o600))
	base := t.TempDir()
	turns := make(chan struct{}, 4)
	var running sync.WaitGroup
	for i, d := range all {
		turns <- struct{}{}
		running.Go(func() {
			defer func() { <-turns }()
			d.err = d.die(t.Context(), s, filepath.Join(base, fmt.Sprint(i)), file)
		})
	}
	running.Wait()
	_, mails := arrived(t, s, helpdesk)
	times, ids := make(map[string]int), make(map[string]string)
	for _, m := range mails {
		times[m.Subject]++
		if id := m.Header.Get("Message-Id"); ids[m.Subject] != "" && ids[m.Subject] != id {
			t.Errorf("%q arrived under two Message-IDs", m.Subject)
		} else {
			ids[m.Subject] = id
		}
	}
	var twice []string
	for _, d := range all {
		n := times[d.subject]
		switch {
		case d.err != nil:
			t.Errorf("%s: %v", d, d.err)
		case n == 0:
			t.Errorf("%s: lost", d)
		case n > 2 || n > 1 && !d.taken:
			t.Errorf("%s: arrived %d times", d, n)
		case n > 1:
			twice = append(twice, d.String())
		}
	}
	t.Logf("%d kills, %d arrived twice: %s", len(all), len(twice), strings.Join(twice, "; "))
}

// die kills the program once, and lets it send what is left.
func (d *death) die(ctx context.Context, s *mta.Server, home, file string) error {
	w, err := newWorkplace(home, Options{Server: s.Addr(), ServerCA: s.CAFile(), Door: Shut}, d.fault)
	if err != nil {
		return err
	}
	defer w.proxy.Close()
	victim, err := d.start(w, file)
	if err != nil {
		return err
	}
	err = w.reached(ctx)
	if d.fault.At == Quit && err == nil { // the server's farewell is not waited for
		err = w.recorded()
	}
	_ = victim.Process.Kill()
	_ = victim.Wait()
	if err != nil {
		return err
	}
	if err := w.proxy.Lift(); err != nil {
		return err
	}
	if d.way == "agent" {
		again, err := w.agent()
		if err != nil {
			return err
		}
		defer again.Wait()
		defer again.Process.Kill()
	}
	return w.empty()
}

// recorded waits until a ticket is written down as sent.
func (w *workplace) recorded() error {
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		if sent, _ := os.ReadDir(filepath.Join(w.data, "sent")); len(sent) > 0 {
			return nil
		}
	}
	return errors.New("not written down as sent")
}

// start starts the process that will deliver the ticket.
func (d *death) start(w *workplace, file string) (*exec.Cmd, error) {
	queue := sendArgs(d.subject, "--attach", file)
	switch d.way {
	case "outbox retry": // of a ticket that found no server
		if out, complaints, status, err := w.run(queue...); err != nil || status != 0 || out == "" {
			return nil, fmt.Errorf("send: %d, %w: %s", status, err, complaints)
		}
		if err := w.proxy.listen(); err != nil {
			return nil, err
		}
		cmd := w.command("outbox", "retry")
		return cmd, cmd.Start()
	case "agent":
		if err := w.proxy.listen(); err != nil {
			return nil, err
		}
		cmd, err := w.agent()
		if err != nil {
			return nil, err
		}
		if out, complaints, status, err := w.run(queue...); err != nil || status != 0 || out == "" {
			return cmd, fmt.Errorf("send: %d, %w: %s", status, err, complaints)
		}
		return cmd, nil
	default:
		if err := w.proxy.listen(); err != nil {
			return nil, err
		}
		cmd := w.command(queue...)
		return cmd, cmd.Start()
	}
}

// agent starts the agent and waits until it can be spoken to.
func (w *workplace) agent() (*exec.Cmd, error) {
	started := func() int {
		log, _ := os.ReadFile(filepath.Join(w.data, "log", "trayapp.log"))
		return strings.Count(string(log), "agent started")
	}
	before := started()
	cmd := w.command()
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if started() > before {
			return cmd, nil
		}
	}
	return cmd, errors.New("the agent does not start")
}
