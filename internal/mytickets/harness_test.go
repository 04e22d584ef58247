package mytickets

import (
	"context"
	"errors"
	"fmt"
	"image"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"ticketpp/internal/coach"
	"ticketpp/internal/history"
	"ticketpp/internal/l10n"
	"ticketpp/internal/ticket"
	"ticketpp/internal/window"
)

// desk is a helpdesk like the documents' own.
func desk() ticket.Helpdesk {
	return ticket.Helpdesk{
		ID: "h", Name: "Project++", Address: "help@helpdesk.example", Domains: []string{"helpdesk.example"}, Phone: "0881 666679",
		Portal: "https://portal.helpdesk.example/", Coach: ticket.Block, ConfirmWithin: 5 * time.Minute, ReopenWithin: 168 * time.Hour,
	}
}

// rig is a window without a screen, on a history of its own, with all that it
// calls noted down.
type rig struct {
	*testing.T
	w       *Window
	store   *history.Store
	queue   chan func()
	changed chan struct{}

	mu        sync.Mutex
	calls     []string // what was called, in order
	saved     []ticket.Ticket
	sent      []ticket.Ticket
	opened    []string
	left      map[string]ticket.Ticket // follow-ups by the ticket's id
	saveError error
	lookError error
	doubt     error // of a confirmation that is pasted
	steps     chan Progress
}

// newRig shows a window on the tickets that fill makes.
func newRig(t *testing.T, fill func(*rig), change func(*Options)) *rig {
	t.Helper()
	texts, err := l10n.New("it")
	if err != nil {
		t.Fatal(err)
	}
	store, err := history.Open(folder(t))
	if err != nil {
		t.Fatal(err)
	}
	r := &rig{
		T: t, store: store, queue: make(chan func(), 4000), changed: make(chan struct{}, 1),
		left: map[string]ticket.Ticket{}, steps: make(chan Progress, 4),
	}
	fill(r)
	app := test.NewTempApp(t)
	app.Settings().SetTheme(window.NewTheme())
	o := Options{
		Texts: texts, Helpdesks: []ticket.Helpdesk{desk()}, Mailbox: true, Changed: r.changed,
		Coach:     func(ticket.Helpdesk) (Coach, error) { return strict{}, nil },
		Callbacks: r.callbacks(),
		do:        func(fn func()) { r.queue <- fn },
	}
	if change != nil {
		change(&o)
	}
	r.w = New(app, o)
	r.w.win.Resize(fyne.NewSize(1120, 690))
	r.w.Show()
	r.until("the tickets are listed", func() bool { return r.w.count.Words() != "" || r.w.none.Visible() })
	t.Cleanup(func() {
		if !r.w.closed {
			r.w.Leave()
		}
	})
	return r
}

// folder is a data folder that goes with the test. What the window still does
// on other goroutines when the test ends makes a deleted folder again.
func folder(t *testing.T) string {
	dir, err := os.MkdirTemp("", "mytickets-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		for range 100 {
			if os.RemoveAll(dir) == nil {
				time.Sleep(5 * time.Millisecond)
				if _, err := os.Stat(dir); err != nil {
					return
				}
			}
			time.Sleep(10 * time.Millisecond)
		}
	})
	return dir
}

// strict is a coach that knows one fault.
type strict struct{}

func (strict) FollowUp(text string) []coach.Finding {
	switch {
	case strings.Contains(text, "!!!"):
		return []coach.Finding{{Rule: "noise", Level: coach.Reject, Message: "Togli i punti esclamativi."}}
	case strings.Contains(text, "boh"):
		return []coach.Finding{{Rule: "vague", Level: coach.Hint, Message: "Scrivi i dati esatti."}}
	}
	return nil
}

// went is what was handed over.
func (r *rig) went() []ticket.Ticket {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]ticket.Ticket(nil), r.sent...)
}

func (r *rig) note(call string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.calls = append(r.calls, call)
}

// called reports whether something was called.
func (r *rig) called(call string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, c := range r.calls {
		if c == call {
			return true
		}
	}
	return false
}

func (r *rig) callbacks() Callbacks {
	var open *ticket.Ticket
	return Callbacks{
		Search: r.store.Search, Get: r.store.Get,
		Read: func(id string) error { r.note("read " + id); return r.store.MarkRead(id) },
		Pictures: func(history.Entry) ([]image.Image, error) {
			return []image.Image{image.NewGray(image.Rect(0, 0, 16, 9))}, nil
		},
		Begun: func() (ids []string) {
			r.mu.Lock()
			defer r.mu.Unlock()
			for id := range r.left {
				ids = append(ids, id)
			}
			return ids
		},
		Resume: func(id string) (ticket.Ticket, bool, error) {
			r.mu.Lock()
			defer r.mu.Unlock()
			t, ok := r.left[id]
			if ok {
				open = &t
			}
			return t, ok, nil
		},
		Save: func(t ticket.Ticket) error {
			r.mu.Lock()
			defer r.mu.Unlock()
			if r.saveError != nil {
				return r.saveError
			}
			open = &t
			r.saved = append(r.saved, t)
			return nil
		},
		Leave: func() error {
			r.mu.Lock()
			defer r.mu.Unlock()
			if open != nil {
				r.left[open.FollowUp.Of] = *open
			}
			open = nil
			return nil
		},
		Discard: func() error {
			r.note("discard")
			r.mu.Lock()
			defer r.mu.Unlock()
			open = nil
			return nil
		},
		Capture: func(ticket.Ticket, time.Duration) ([]ticket.Screenshot, error) {
			return []ticket.Screenshot{{File: "shot-1.png", Width: 16, Height: 9, Included: true}}, nil
		},
		AddFile: func(_ ticket.Ticket, path string) (ticket.Ticket, error) {
			if strings.HasSuffix(path, ".iso") {
				return ticket.Ticket{}, ErrTooBig
			}
			if strings.HasPrefix(path, "smb:") {
				return ticket.Ticket{}, ErrElsewhere
			}
			return ticket.Ticket{Attachments: []ticket.Attachment{{Name: path[1:], File: "att-1"}}}, nil
		},
		AddText: func(_ ticket.Ticket, name, text string) (ticket.Ticket, error) {
			r.note(fmt.Sprintf("text of %d", len(text)))
			return ticket.Ticket{Attachments: []ticket.Attachment{{Name: name, File: "att-2"}}}, nil
		},
		Picture: func(ticket.Screenshot) (image.Image, error) { return image.NewGray(image.Rect(0, 0, 160, 90)), nil },
		Draw: func(s ticket.Screenshot) (ticket.Screenshot, error) {
			r.note("draw " + s.Taken())
			s.Original, s.File, s.Stale = s.Taken(), "drawn-"+s.Taken(), false
			return s, nil
		},
		Preview: func(ticket.Screenshot) (image.Image, error) { return image.NewGray(image.Rect(0, 0, 16, 9)), nil },
		Send: func(t ticket.Ticket) (<-chan Progress, error) {
			r.mu.Lock()
			defer r.mu.Unlock()
			if r.saveError != nil {
				return nil, r.saveError
			}
			open = nil
			r.sent = append(r.sent, t)
			return r.steps, nil
		},
		Number: func(id, number string, sure bool) error {
			if strings.Trim(number, "0123456789") != "" {
				return ErrNotNumber
			}
			return r.confirmed(r.store.KeepNumber(id, history.GivenNumber{Number: number, Sure: sure}))
		},
		TakeMail: func(_, path string, _ bool) (string, error) { r.note("mail " + path); return "", ErrNotOurs },
		TakeText: func(id, text string, sure bool) (string, error) {
			if r.note(fmt.Sprint("text ", text, " ", sure)); r.doubt != nil && !sure {
				return "", r.doubt
			}
			return id, r.store.KeepNumber(id, history.GivenNumber{Number: "777", InAMail: true, Sure: sure})
		},
		Look:  func(context.Context) error { r.note("look"); return r.lookError },
		Again: func(id string, how Again) error { r.note(fmt.Sprint("again ", id, " ", how)); return nil },
		OpenLink: func(a string) error {
			r.mu.Lock()
			defer r.mu.Unlock()
			r.opened = append(r.opened, a)
			return nil
		},
	}
}

// confirmed says as the window knows it that the helpdesk gave the number.
func (r *rig) confirmed(err error) error {
	if errors.Is(err, history.ErrConfirmed) {
		return ErrConfirmed
	}
	return err
}

// id is the n-th ticket's.
func id(n int) string { return fmt.Sprintf("%016x", n) }

// mail tells the history of the n-th ticket, sent so long ago.
func (r *rig) mail(n int, subject string, ago time.Duration, state history.State) {
	at := time.Now().Add(-ago)
	own := history.Own{State: state, QueuedAt: at, Ticket: ticket.Ticket{
		ID: id(n), MessageID: fmt.Sprintf("%d@comune.example", n), Date: at, Helpdesk: "h", Subject: subject,
		Description: ticket.Description{Doing: "Trasmettevo i mandati.", Happened: "Errore 2718."},
	}}
	if state == history.Sent {
		own.SentAt = at
	}
	if err := r.store.Said(own); err != nil {
		r.Fatal(err)
	}
}

// hear tells the history of a helpdesk's mail.
func (r *rig) hear(n int, kind history.Kind, ago time.Duration, number, text string, links ...string) {
	e := history.Entry{
		Kind: kind, At: time.Now().Add(-ago), MessageID: fmt.Sprintf("%d-%s-%s@helpdesk.example", n, kind, ago), Number: number, Text: text,
		From: "Helpdesk <help@helpdesk.example>",
	}
	for _, l := range links {
		e.Links = append(e.Links, history.Link{URL: l})
	}
	h := history.Heard{Entry: e}
	if number != "" {
		h.Tag, h.Portal = "#Standard# Ticket #["+number+"]", "https://portal.helpdesk.example/"+number
	}
	if _, _, _, err := r.store.Hear(id(n), h); err != nil {
		r.Fatal(err)
	}
}

// until runs what waits for the UI loop until ok.
func (r *rig) until(what string, ok func() bool) {
	r.Helper()
	late := time.After(10 * time.Second)
	for !ok() {
		select {
		case fn := <-r.queue:
			fn()
		case <-time.After(2 * time.Millisecond):
		case <-late:
			r.Fatalf("not so: %s", what)
		}
	}
}

// shown waits until the n-th ticket is shown.
func (r *rig) shown(n int) {
	r.Helper()
	r.until(fmt.Sprintf("ticket %d is shown", n), func() bool { return r.w.ready && r.w.record.ID == id(n) })
}

// look shows the n-th ticket.
func (r *rig) look(n int) {
	r.Helper()
	r.w.choose(id(n))
	r.shown(n)
}

// write types into the follow-up.
func (r *rig) write(text string) {
	r.w.win.Canvas().Focus(r.w.foot.reply.entry)
	test.Type(r.w.foot.reply.entry, text)
}

// status is what is said above the buttons.
func (r *rig) status() string {
	if !r.w.foot.status.Visible() {
		return ""
	}
	return r.w.foot.status.Words()
}
