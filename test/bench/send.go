package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"ticketpp/test/desktop/office"
)

// sizes of what is attached, in KB: a picture, a file, the most that usual
// servers take, the most that some do.
var sizes = []int{100, 1 << 10, 7 << 10, 25 << 10}

// mails of each size; the median time and the highest peak count.
const mails = 3

// send measures the delivery of tickets that wait in the queue, beside msmtp
// with the same bytes to the same relay. The agent is not running, so that the
// command delivers by itself; it keeps a queue where msmtp keeps nothing.
func (b *bench) send(ctx context.Context) ([]row, error) {
	b.office.Agent.Kill()
	// While the relay is away the tickets wait, each ready to be timed alone.
	if err := b.office.Mail.Stop(); err != nil {
		return nil, err
	}
	queued := make(map[int][]string)
	for _, kb := range sizes {
		ids, err := b.queue(ctx, kb)
		if err != nil {
			return nil, err
		}
		queued[kb] = ids
	}
	if err := b.office.Mail.Start(ctx); err != nil {
		return nil, err
	}
	var rows []row
	sent := 0
	for _, kb := range sizes {
		ours, theirs, err := b.deliver(ctx, queued[kb])
		if err != nil {
			return nil, err
		}
		sent += 2 * mails
		if _, err := b.office.Mail.WaitFor(ctx, office.Helpdesk, sent); err != nil {
			return nil, err
		}
		what := fmt.Sprintf("a waiting mail with %.1f MB attached, sent: ", float64(kb)/1024)
		rows = append(rows,
			row{what: what + "time", unit: "ms", ours: median(ours.took), others: map[string]float64{"msmtp": median(theirs.took)}},
			row{what: what + "peak", unit: "MB", ours: ours.peak, others: map[string]float64{"msmtp": theirs.peak}})
	}
	// What the attachment adds to the smallest is noise, or it is a copy of it.
	for i := 3; i < len(rows); i += 2 {
		rows[i].limit = limit{most: rows[1].ours + 4}
	}
	return rows, nil
}

// queue puts tickets into the outbox, whose relay is away, and returns their
// ids. The bytes of each lie beside, as msmtp wants them.
func (b *bench) queue(ctx context.Context, kb int) ([]string, error) {
	file := filepath.Join(b.office.Home, fmt.Sprintf("allegato-%d.bin", kb))
	data := make([]byte, kb<<10)
	if _, err := rand.Read(data); err != nil {
		return nil, err
	}
	if err := os.WriteFile(file, data, 0o600); err != nil {
		return nil, err
	}
	known := make(map[string]bool)
	items, err := b.office.Outbox(ctx)
	for _, it := range items {
		known[it.ID] = true
	}
	for n := 0; n < mails && err == nil; n++ {
		var r office.Result
		r, err = b.office.CLI(ctx, "send", "--subject", "Mandato 1532 non trasmesso al tesoriere",
			"--description", "Trasmettendo il mandato 1532 del 18/11/2026 appare «Errore 2718: mandato non trasmesso».", "--attach", file)
		if err == nil && r.Status != 0 {
			err = fmt.Errorf("send: status %d: %s", r.Status, r.Err)
		}
	}
	if err != nil {
		return nil, err
	}
	if items, err = b.office.Outbox(ctx); err != nil {
		return nil, err
	}
	var ids []string
	for _, it := range items {
		if !known[it.ID] {
			ids = append(ids, it.ID)
			err = errors.Join(err, b.export(ctx, it.ID))
		}
	}
	return ids, err
}

// bytesOf is the file with a waiting mail's bytes.
func (b *bench) bytesOf(id string) string { return filepath.Join(b.office.Home, id+".eml") }

func (b *bench) export(ctx context.Context, id string) error {
	r, err := b.office.CLI(ctx, "outbox", "export", id, b.bytesOf(id))
	if err != nil || r.Status != 0 {
		return fmt.Errorf("outbox export: status %d, %w: %s", r.Status, err, r.Err)
	}
	data, err := os.ReadFile(b.bytesOf(id))
	if err != nil {
		return err
	}
	// Programs like sendmail read a line's end as the system has it.
	return os.WriteFile(b.bytesOf(id), bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n")), 0o600)
}

// effort is what some deliveries cost.
type effort struct {
	took []time.Duration
	peak float64 // the highest, in MB
}

// deliver sends each waiting mail, and the same bytes by msmtp.
func (b *bench) deliver(ctx context.Context, ids []string) (ours, theirs effort, err error) {
	relay := b.office.Mail
	for _, id := range ids {
		err = errors.Join(err,
			ours.measure(ctx, b.office, os.DevNull, filepath.Join(b.office.Bin, "trayapp"), "outbox", "retry", id),
			b.quiet(ctx),
			theirs.measure(ctx, b.office, b.bytesOf(id), "msmtp", "--host="+relay.Host(), fmt.Sprintf("--port=%d", relay.Port()),
				"--tls=on", "--tls-starttls=on", "--tls-trust-file="+relay.CAFile(), "--from=anna.bianchi@comune.example", "--", office.Helpdesk),
			b.quiet(ctx))
	}
	return ours, theirs, err
}

// quiet waits until the relay has put away what it took, so that nobody pays
// for the mail before.
func (b *bench) quiet(ctx context.Context) error {
	for {
		if n, err := b.office.Mail.Queued(); n == 0 || err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// measure runs a program once. GNU time asks the kernel for its peak at its
// end: nothing is missed.
func (e *effort) measure(ctx context.Context, f *office.Office, stdin string, program ...string) error {
	in, err := os.Open(stdin)
	if err != nil {
		return err
	}
	defer in.Close()
	report := filepath.Join(f.Home, "peak")
	cmd := exec.CommandContext(ctx, "/usr/bin/time", append([]string{"-f", "%M", "-o", report}, program...)...)
	cmd.Stdin, cmd.Env = in, f.Env()
	began := time.Now()
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w: %s", filepath.Base(program[0]), err, out)
	}
	e.took = append(e.took, time.Since(began))
	text, err := os.ReadFile(report)
	if err != nil {
		return err
	}
	kb, err := strconv.Atoi(strings.TrimSpace(string(text)))
	e.peak = max(e.peak, float64(kb)/1024)
	return err
}
