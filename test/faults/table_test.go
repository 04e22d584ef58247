//go:build mta

package faults

import (
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"text/tabwriter"
	"time"

	"ticketpp/internal/mail"
	"ticketpp/internal/outbox"
	"ticketpp/test/mta"
)

// row is a fault and what must become of a ticket that meets it.
type row struct {
	name    string
	fault   Fault
	door    State
	real    bool // the program's own time-outs, instead of short ones
	big     bool // an attachment that no buffer on the way holds
	state   outbox.State
	reasons []mail.Reason // one of them; nil: whatever
	copies  int           // that arrive in the end; 2: "perhaps"
}

// result is what became of it.
type result struct {
	first     outbox.Item // after the one attempt with the fault
	read      string
	last      outbox.Item // after the fault was lifted
	err       error
	messageID string
}

// answers are what real servers say with these codes.
var answers = []string{
	"421 4.3.2 Service shutting down, closing transmission channel",
	"450 4.2.0 Recipient address rejected: Greylisted, try again later",
	"451 4.3.0 Temporary lookup failure",
	"452 4.3.1 Insufficient system storage",
	"454 4.7.0 Temporary authentication failure",
	"530 5.7.0 Authentication required",
	"535 5.7.8 Authentication credentials invalid",
	"550 5.1.1 User unknown in virtual mailbox table",
	"552 5.3.4 Message size exceeds fixed limit",
	"554 5.7.1 Message rejected as spam",
}

// meaning is the rule: what speaks of the mail is final, where the mail is
// spoken of; what speaks of the account pauses it; all else is tried again.
func meaning(at Step, code string) outbox.State {
	switch {
	case code[0] == '4':
		return outbox.Waiting
	case code == "530", code == "535", at == Auth:
		return outbox.Paused
	case at == Mail, at == Rcpt, at == Data, at == Body, at == Dot:
		return outbox.Failed
	default:
		return outbox.Waiting
	}
}

// rows is the whole table.
func rows() []row {
	all := others() // the longest first
	for _, at := range Steps() {
		if at == Handshake || at == Quit {
			continue
		}
		for _, text := range answers {
			code := text[:3]
			r := row{name: code + " at " + string(at), fault: Fault{At: at, Deed: Say, Text: text}, state: meaning(at, code), copies: 1}
			if at == Copy && code != "421" {
				r.state = outbox.Sent // without the copy, with a warning
			}
			all = append(all, r)
		}
	}
	for _, at := range Steps() {
		all = append(all, lost(at)...)
	}
	return all
}

// lost is the connection that breaks, falls silent or talks without end.
func lost(at Step) []row {
	one := func(d Deed, what string, reasons ...mail.Reason) row {
		r := row{name: what + " at " + string(at), fault: Fault{At: at, Deed: d}, state: outbox.Waiting, reasons: reasons, copies: 1}
		switch at {
		case Dot:
			r.reasons = []mail.Reason{mail.ReasonPerhaps}
		case Quit: // all that matters is done
			r.state, r.reasons = outbox.Sent, nil
		}
		return r
	}
	twice := func(r row) row {
		if at == Dot { // the server has it
			r.copies = 2
		}
		return r
	}
	all := []row{one(Reset, "connection reset", mail.ReasonNetwork), one(Silent, "silence", mail.ReasonTimeout)}
	switch at {
	case Handshake:
		return all
	case Body:
		// A small mail may lie in the system's buffers with its final dot
		// when the line breaks: then nobody can know.
		for _, r := range all {
			r.big, r.name = true, r.name+", a large mail"
			all = append(all, r)
		}
		for i := range all[:2] {
			all[i].reasons = append(all[i].reasons, mail.ReasonPerhaps)
		}
		return all
	default:
	}
	flood := one(Flood, "an answer of 10 MB", mail.ReasonAnswer)
	if at == Dot || at == Quit {
		flood.state, flood.reasons = outbox.Sent, nil // its code is a yes
	}
	return append(all,
		twice(one(Lose, "closed in place of the answer", mail.ReasonNetwork, mail.ReasonTLS)),
		flood,
		twice(one(Endless, "an answer without end", mail.ReasonAnswer)),
		twice(one(Drip, "an answer of 1 byte/s", mail.ReasonTimeout)),
	)
}

func others() []row {
	cert := func(c Certificate, reason mail.Reason) row {
		return row{name: "certificate " + string(c), fault: Fault{Cert: c}, state: outbox.Waiting, reasons: []mail.Reason{reason}, copies: 1}
	}
	return []row{
		{name: "latency of 5 s", fault: Fault{At: Every, Deed: Late, Wait: 5 * time.Second}, real: true, state: outbox.Sent, copies: 1},
		{name: "connection refused", door: Shut, state: outbox.Waiting, reasons: []mail.Reason{mail.ReasonNetwork}, copies: 1},
		{name: "black hole", door: Hole, state: outbox.Waiting, reasons: []mail.Reason{mail.ReasonTimeout}, copies: 1},
		{name: "the mail taken at 1 byte/s", fault: Fault{At: Body, Deed: Slow}, big: true, state: outbox.Waiting, reasons: []mail.Reason{mail.ReasonTimeout}, copies: 1},
		{name: "latency of 5 s, time-out shorter", fault: Fault{At: Every, Deed: Late, Wait: 5 * time.Second}, state: outbox.Waiting, reasons: []mail.Reason{mail.ReasonTimeout}, copies: 1},
		{name: "taken, and the answer kept back", fault: Fault{At: Dot, Deed: Mute}, state: outbox.Waiting, reasons: []mail.Reason{mail.ReasonPerhaps}, copies: 2},
		cert(WrongName, mail.ReasonTLSName),
		cert(Expired, mail.ReasonTLSExpired),
		cert(Unknown, mail.ReasonTLSCA),
		{name: "STARTTLS stripped", fault: Fault{At: Hello, Deed: Strip}, state: outbox.Waiting, reasons: []mail.Reason{mail.ReasonTLS}, copies: 1},
	}
}

// silenceEnds is the time-out of the rows that do not keep the real ones.
const silenceEnds = 3 * time.Second

// atOnce is how many rows run side by side: most of them only wait.
const atOnce = 12

// Every fault, between the program's chain and a real server: what the user
// reads, what becomes of the ticket, and once the fault is gone it arrives,
// once. Twice only where the server had it and its word was lost.
func TestFaults(t *testing.T) {
	t.Parallel()
	s := newMTA(t)
	all := rows()
	small, big := make([]byte, 24<<10), make([]byte, 4<<20)
	_, _ = rand.Read(small)
	_, _ = rand.Read(big)
	results := make([]result, len(all))
	tickets := make(chan struct{}, atOnce)
	var running sync.WaitGroup
	base := t.TempDir()
	for i, r := range all {
		data := small
		if r.big {
			data = big
		}
		tickets <- struct{}{}
		running.Go(func() {
			defer func() { <-tickets }()
			dir := filepath.Join(base, fmt.Sprint(i))
			results[i] = r.meet(t.Context(), s, dir, data)
		})
	}
	running.Wait()
	times, mails := arrived(t, s, helpdesk)
	for _, m := range mails {
		if len(m.Attachments) != 1 || !bytes.Equal(m.Attachments[0].Data, small) && !bytes.Equal(m.Attachments[0].Data, big) {
			t.Errorf("%s: the mail is not whole", m.Subject)
		}
	}
	report(t, all, results, times)
}

// meet sends a ticket through the fault, lifts that, and lets the queue go on.
func (r row) meet(ctx context.Context, s *mta.Server, dir string, data []byte) (res result) {
	if res.err = os.Mkdir(dir, 0o700); res.err != nil {
		return res
	}
	h, err := newHouse(dir, Options{Server: s.Addr(), ServerCA: s.CAFile(), Door: r.door, Login: true}, r.fault)
	if res.err = err; err != nil {
		return res
	}
	defer h.proxy.Close()
	it, err := h.submit(ctx, usual("Mandato 1532 non trasmesso: "+r.name), data)
	if res.err = err; err != nil {
		return res
	}
	res.messageID = it.MessageID
	if !r.real {
		h.Timeout = silenceEnds
	}
	if res.err = h.DeliverOnce(ctx, it.ID); res.err != nil {
		return res
	}
	if res.first, res.err = h.Queue.Get(it.ID); res.err != nil {
		return res
	}
	res.read, res.last = h.read(res.first), res.first
	if res.first.State == outbox.Sent {
		return res
	}
	h.Timeout = 0
	if res.err = h.proxy.Lift(); res.err != nil {
		return res
	}
	if res.first.State == outbox.Failed { // final until the user says "again"
		if res.err = h.Queue.Retry(it.ID); res.err != nil {
			return res
		}
	}
	res.last, res.err = h.deliver(ctx, it.ID)
	return res
}

// report prints the table and says where it is not as it must be.
func report(t *testing.T, all []row, results []result, times map[string]int) {
	t.Helper()
	var out strings.Builder
	w := tabwriter.NewWriter(&out, 0, 8, 2, ' ', 0)
	fmt.Fprintln(w, "FAULT\tTHEN\tIN THE END\tWHAT THE USER READS")
	var perhaps []string
	for i, r := range all {
		res := results[i]
		copies := times[res.messageID]
		end := fmt.Sprintf("%s, arrived %d×", res.last.State, copies)
		read := res.read
		for _, warning := range res.first.Warnings {
			read += "(" + warning + ")"
		}
		fmt.Fprintf(w, "%s\t%s %s\t%s\t%s\n", r.name, res.first.State, res.first.Reason, end, read)
		if copies > 1 {
			perhaps = append(perhaps, r.name)
		}
		r.judge(t, res, copies)
	}
	w.Flush()
	t.Logf("%d faults before a real mail server:\n%s", len(all), out.String())
	t.Logf("arrived twice, because the server had it and its answer was lost: %d: %s", len(perhaps), strings.Join(perhaps, "; "))
}

// judge compares what became of a ticket with what must.
func (r row) judge(t *testing.T, res result, copies int) {
	t.Helper()
	wrong := func(format string, args ...any) {
		t.Helper()
		t.Errorf("%s: %s (%s, %s: %s)", r.name, fmt.Sprintf(format, args...), res.first.State, res.first.Reason, res.first.LastError)
	}
	if res.err != nil {
		wrong("%v", res.err)
		return
	}
	if res.first.State != r.state {
		wrong("is %s, not %s", res.first.State, r.state)
	}
	if res.last.State != outbox.Sent || copies != r.copies {
		wrong("is %s in the end and arrived %d times, not %d", res.last.State, copies, r.copies)
	}
	reason := mail.Reason(res.first.Reason)
	known := len(r.reasons) == 0
	for _, one := range r.reasons {
		known = known || reason == one
	}
	if !known {
		wrong("the reason is not one of %v", r.reasons)
	}
	if r.state != outbox.Sent && (res.read == "" || strings.Contains(res.read, "mail.reason")) {
		wrong("the user reads %q", res.read)
	}
	if r.fault.At == Copy && r.fault.Deed == Say && r.state == outbox.Sent && len(res.first.Warnings) != 1 {
		wrong("warnings %q", res.first.Warnings)
	}
}
