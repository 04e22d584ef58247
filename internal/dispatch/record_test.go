package dispatch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"ticketpp/internal/history"
	"ticketpp/internal/outbox"
	"ticketpp/internal/ticket"
)

// remembering gives a house a history.
func remembering(t *testing.T, d *Dispatcher, dir string) *Dispatcher {
	t.Helper()
	var err error
	if d.History, err = history.Open(dir); err != nil {
		t.Fatal(err)
	}
	return d
}

// outcomes is a server that answers as it is told.
type outcomes []outbox.Outcome

func (o *outcomes) Send(_ context.Context, _ outbox.Item, open func() (io.ReadCloser, error), _ func(int64, int64)) outbox.Outcome {
	out := (*o)[0]
	*o = (*o)[1:]
	if out.Class == outbox.Perhaps || out.Class == outbox.Delivered {
		f, err := open()
		if err != nil {
			return outbox.Outcome{Class: outbox.Retry}
		}
		defer f.Close()
		_, _ = io.Copy(io.Discard, f)
	}
	return out
}

func deliver(t *testing.T, q *outbox.Queue, s outbox.Sender, id string) {
	t.Helper()
	held, err := q.Lock()
	if err != nil {
		t.Fatal(err)
	}
	if err := held.Once(context.Background(), s, id); err != nil {
		t.Fatal(err)
	}
	if err := held.Unlock(); err != nil {
		t.Fatal(err)
	}
}

func stateOf(t *testing.T, d *Dispatcher, id string) history.State {
	t.Helper()
	r, err := d.History.Get(id)
	if err != nil {
		t.Fatal(err)
	}
	return r.State
}

func TestTheHistoryFollowsTheQueue(t *testing.T) {
	dir := t.TempDir()
	d := remembering(t, houseIn(t, dir, nobody(t)), dir)
	it, err := d.Submit(written(t, d))
	if err != nil {
		t.Fatal(err)
	}
	if got := stateOf(t, d, it.ID); got != history.Queued {
		t.Errorf("after Submit: %s", got)
	}
	for _, step := range []struct {
		class outbox.Class
		want  history.State
	}{{outbox.Pause, history.Paused}, {outbox.Retry, history.Queued}, {outbox.Refused, history.Failed}} {
		deliver(t, d.Queue, &outcomes{{Class: step.class, Answer: "550 no"}}, it.ID)
		if err := d.Reconcile(); err != nil {
			t.Fatal(err)
		}
		if got := stateOf(t, d, it.ID); got != step.want {
			t.Errorf("after %s: %s, want %s", step.class, got, step.want)
		}
	}
	if r, _ := d.History.Get(it.ID); r.LastError != "550 no" {
		t.Errorf("the reason is %q", r.LastError)
	}
	if err := d.Queue.Retry(it.ID); err != nil {
		t.Fatal(err)
	}
	deliver(t, d.Queue, &outcomes{{Class: outbox.Delivered}}, it.ID)
	for range 2 {
		if err := d.Reconcile(); err != nil {
			t.Fatal(err)
		}
	}
	r, err := d.History.Get(it.ID)
	if err != nil || r.State != history.Sent || r.SentAt.IsZero() || r.LastError != "" || len(r.Conversation) != 1 {
		t.Errorf("%+v, %v", r, err)
	}
}

// Tickets that were sent by an older version are found in sent/, with what was
// said about them later.
func TestTicketsFromBeforeTheHistory(t *testing.T) {
	dir := t.TempDir()
	d := houseIn(t, dir, nobody(t))
	var first string
	for n := range 7 {
		draft := written(t, d)
		if n == 6 {
			tk := draft.Ticket()
			tk.FollowUp = &ticket.FollowUp{Of: first, Kind: ticket.Reminder, Number: "12345"}
			if err := draft.Save(tk); err != nil {
				t.Fatal(err)
			}
		}
		it, err := d.Submit(draft)
		if err != nil {
			t.Fatal(err)
		}
		if first == "" {
			first = it.ID
		}
		deliver(t, d.Queue, &outcomes{{Class: outbox.Delivered}}, it.ID)
	}
	remembering(t, d, dir)
	for range 2 {
		if err := d.Reconcile(); err != nil {
			t.Fatal(err)
		}
		all, err := d.History.List()
		if err != nil || len(all) != 6 {
			t.Fatalf("%d tickets, %v", len(all), err)
		}
	}
	r, err := d.History.Get(first)
	if err != nil || len(r.Conversation) != 2 || r.Conversation[1].Kind != history.Reminder || r.Ticket.Description.Text != "Il mandato 1532 torna con esito 3" {
		t.Errorf("%+v, %v", r, err)
	}
}

func TestWhatIsThrownAwayIsForgotten(t *testing.T) {
	dir := t.TempDir()
	d := remembering(t, houseIn(t, dir, nobody(t)), dir)
	for name, throw := range map[string]func(id string) error{
		"by the program": d.Discard,
		"behind our back": func(id string) error {
			return errors.Join(d.Queue.Discard(id), d.Reconcile())
		},
	} {
		it, err := d.Submit(written(t, d))
		if err != nil {
			t.Fatal(err)
		}
		if err := throw(it.ID); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := d.History.Get(it.ID); !errors.Is(err, history.ErrNotFound) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// sentTicket is a ticket that the server has, with a number.
func sentTicket(t *testing.T, d *Dispatcher) string {
	t.Helper()
	it, err := d.Submit(written(t, d))
	if err != nil {
		t.Fatal(err)
	}
	deliver(t, d.Queue, &outcomes{{Class: outbox.Delivered}}, it.ID)
	if err := d.Reconcile(); err != nil {
		t.Fatal(err)
	}
	_, _, _, err = d.History.Hear(it.ID, history.Heard{
		Entry: history.Entry{Kind: history.Confirmed, At: time.Now(), MessageID: "c@helpdesk.example", InReplyTo: it.MessageID, Number: "12345"},
		Tag:   "#Standard# Ticket #[12345]",
	})
	if err != nil {
		t.Fatal(err)
	}
	return it.ID
}

// A further mail goes through the same queue, in the thread, and stands in the
// conversation of its ticket.
func TestAFollowUpGoesThroughTheSameQueue(t *testing.T) {
	dir := t.TempDir()
	d := remembering(t, houseIn(t, dir, nobody(t)), dir)
	of := sentTicket(t, d)
	r, err := d.History.Get(of)
	if err != nil {
		t.Fatal(err)
	}
	f, err := r.FollowUp(ticket.Reminder, d.Settings().Helpdesks()[0], time.Now())
	if err != nil {
		t.Fatal(err)
	}
	f.Description.Text = "Ci sono novità sul mandato 1532?"
	draft, err := d.Drafts.Create(f)
	if err != nil {
		t.Fatal(err)
	}
	it, err := d.Submit(draft)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	if err := d.Queue.Export(it.ID, &b); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"To: <help@helpdesk.example>", "#Standard# Ticket #[12345]", "In-Reply-To: <c@helpdesk.example>", "References: <" + r.Ticket.MessageID + ">",
	} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("the mail lacks %q:\n%s", want, b.String())
		}
	}
	all, _ := d.History.List()
	if r, _ = d.History.Get(of); len(all) != 1 || len(r.Conversation) != 3 || r.Conversation[2].State != history.Queued || r.State != history.WaitingForHelpdesk {
		t.Errorf("%d tickets, %+v", len(all), r.Conversation)
	}
	deliver(t, d.Queue, &outcomes{{Class: outbox.Delivered}}, it.ID)
	if err := d.Reconcile(); err != nil {
		t.Fatal(err)
	}
	if r, _ = d.History.Get(of); r.Conversation[2].State != history.Sent {
		t.Errorf("%+v", r.Conversation[2])
	}
}

// What the helpdesk refused, or what came back, is in the user's hands again,
// with its text, and is not offered twice.
func TestARefusedTicketComesBack(t *testing.T) {
	dir := t.TempDir()
	d := remembering(t, houseIn(t, dir, nobody(t)), dir)
	it, err := d.Submit(written(t, d))
	if err != nil {
		t.Fatal(err)
	}
	deliver(t, d.Queue, &outcomes{{Class: outbox.Delivered}}, it.ID)
	if err := d.Reconcile(); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Edit(it.ID); !errors.Is(err, ErrNotFailed) {
		t.Errorf("a ticket that was sent: %v", err)
	}
	_, _, _, err = d.History.Hear(it.ID, history.Heard{Entry: history.Entry{
		Kind: history.Bounced, At: time.Now(), MessageID: "dsn@mx.example", InReplyTo: it.MessageID, Detail: "5.1.1 user unknown",
	}})
	if err != nil {
		t.Fatal(err)
	}
	id, err := d.Edit(it.ID)
	if err != nil {
		t.Fatal(err)
	}
	draft, err := d.Drafts.Resume(id)
	if err != nil {
		t.Fatal(err)
	}
	if tk := draft.Ticket(); tk.Subject != "Mandato 1532 non trasmesso" || tk.Description.Text == "" || tk.MessageID != "" {
		t.Errorf("%+v", tk)
	}
	for range 2 {
		if err := d.Reconcile(); err != nil {
			t.Fatal(err)
		}
		r, err := d.History.Get(it.ID)
		if err != nil || r.State != history.Failed || r.Redone != id || r.LastError != "5.1.1 user unknown" {
			t.Errorf("%+v, %v", r, err)
		}
	}
}

// A mail that was perhaps delivered is looked for before it is sent again.
func TestAPerhapsIsLookedForFirst(t *testing.T) {
	for name, c := range map[string]struct {
		found bool
		err   error
		ago   time.Duration
		want  outbox.Class // "": it is sent again
	}{
		"confirmed":              {found: true, want: outbox.Delivered},
		"not yet":                {want: outbox.Retry},
		"the mailbox is away":    {err: errors.New("no network"), want: outbox.Retry},
		"the time is over":       {ago: time.Hour},
		"away, the time is over": {err: errors.New("no network"), ago: time.Hour},
		"no mailbox":             {err: ErrCannotLook},
		"confirmed late":         {found: true, ago: time.Hour, want: outbox.Delivered},
	} {
		t.Run(name, func(t *testing.T) {
			d := house(t, nobody(t))
			looked := 0
			d.Confirmed = func(context.Context, outbox.Item) (bool, error) { looked++; return c.found, c.err }
			it := outbox.Item{ID: "0123456789abcdef", Helpdesk: "h", Envelope: envelope(), Perhaps: true, PerhapsAt: time.Now().Add(-c.ago)}
			out := d.Sender().Send(context.Background(), it, func() (io.ReadCloser, error) {
				return io.NopCloser(strings.NewReader("")), nil
			}, func(int64, int64) {})
			if looked != 1 {
				t.Errorf("looked %d times", looked)
			}
			again := out.Reason == "network"
			if again != (c.want == "") || !again && out.Class != c.want {
				t.Errorf("%+v, want %q", out, c.want)
			}
		})
	}
	d := house(t, nobody(t))
	if out := d.Sender().Send(context.Background(), outbox.Item{Envelope: envelope(), Perhaps: true}, nil, func(int64, int64) {}); out.Reason != "network" {
		t.Errorf("without a mailbox it is sent again: %+v", out)
	}
}

func envelope() outbox.Envelope {
	return outbox.Envelope{From: "anna@comune.example", To: "help@helpdesk.example"}
}

func BenchmarkReconcileNothingNew(b *testing.B) {
	dir := b.TempDir()
	h, err := history.Open(dir)
	if err != nil {
		b.Fatal(err)
	}
	q, err := outbox.Open(dir)
	if err != nil {
		b.Fatal(err)
	}
	var batch []history.Record
	for n := range 10_000 {
		id := fmt.Sprintf("%032x", n+1)
		batch = append(batch, history.Imported(history.Own{Ticket: ticket.Ticket{ID: id, MessageID: id + "@x.example", Subject: "Mandato"}, State: history.Sent}))
	}
	if err := h.Import(batch); err != nil {
		b.Fatal(err)
	}
	d := &Dispatcher{Queue: q, History: h}
	b.ReportAllocs()
	for b.Loop() {
		if err := d.Reconcile(); err != nil {
			b.Fatal(err)
		}
	}
}

// Why a mail did not go is kept in the server's words; where it is the program
// that says so, as a code: its own words are English, and for the log.
func TestTheHistoryKnowsWhy(t *testing.T) {
	for _, c := range []struct{ answer, reason, want string }{
		{"552 5.3.4 too large", "size", "552 5.3.4 too large"},
		{"the mail is larger than the server takes: 9 bytes of at most 8", "size", "size"},
		{"", "size", "size"},
		{"no idea", "", "no idea"},
	} {
		it := outbox.Item{State: outbox.Failed, LastError: c.answer, Reason: outbox.Reason(c.reason)}
		if got := own(it).LastError; got != c.want {
			t.Errorf("%q, %q: %q", c.answer, c.reason, got)
		}
	}
}
