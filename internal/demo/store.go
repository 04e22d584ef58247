package demo

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// firstNumber is the number of the first ticket: the one in Project++'s own
// page, of five digits.
const firstNumber = 12345

// Ticket is one that the helpdesk holds.
type Ticket struct {
	Number       int       `json:"number"`
	MessageID    string    `json:"message_id"` // of the mail that opened it, without angle brackets
	Subject      string    `json:"subject"`
	From         string    `json:"from"`       // of the envelope
	Author       string    `json:"author"`     // of the header, with the name
	Recipients   []string  `json:"recipients"` // of the envelope: the helpdesk, then the copies
	Received     time.Time `json:"received"`
	File         string    `json:"file"`              // the mail as it came, in the helpdesk's folder
	Confirmation string    `json:"confirmation"`      // the confirmation's file; "" for mail that says a machine wrote it
	Replies      []string  `json:"replies,omitempty"` // later mails with the ticket's tag: files

	State          State   `json:"state"`
	ConfirmationID string  `json:"confirmation_id,omitempty"` // its Message-ID
	Thread         []Entry `json:"thread,omitempty"`          // the replies, and what the helpdesk has said, in their order
}

// Tag returns what a reply must keep in its subject.
func (t Ticket) Tag() string { return fmt.Sprintf("#Standard# Ticket #[%d]", t.Number) }

// store is the helpdesk's folder: tickets/NUMBER.eml with NUMBER.json beside
// it, confirmations/NUMBER.eml, and mailbox/ with what the user gets. The
// highest number in it counts on.
type store struct {
	opts  Options
	now   func() time.Time
	inbox *inbox

	mu      sync.Mutex
	quiet   bool // new tickets are not confirmed
	tickets []Ticket
	changed chan struct{} // closed when a ticket comes
}

func openStore(o Options) (*store, error) {
	s := &store{opts: o, now: time.Now, changed: make(chan struct{})}
	for _, dir := range []string{s.path("tickets"), s.path("confirmations")} {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return nil, err
		}
	}
	names, err := filepath.Glob(s.path("tickets", "*.json"))
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		var t Ticket
		if json.Unmarshal(data, &t) == nil && t.Number > 0 { // a damaged one is left alone
			s.tickets = append(s.tickets, s.here(t))
		}
	}
	slices.SortFunc(s.tickets, func(a, b Ticket) int { return a.Number - b.Number })
	return s, nil
}

// here gives a ticket's files their place in this folder, which may have been
// moved.
func (s *store) here(t Ticket) Ticket {
	t.File = s.path("tickets", filepath.Base(t.File))
	if t.Confirmation != "" {
		t.Confirmation = s.path("confirmations", filepath.Base(t.Confirmation))
	}
	for i, r := range t.Replies {
		t.Replies[i] = s.path("tickets", filepath.Base(r))
	}
	for i, e := range t.Thread {
		t.Thread[i].File = s.path("tickets", filepath.Base(e.File))
	}
	if t.State == "" { // written by a version that had no conversations
		t.State = Open
		for _, r := range t.Replies {
			t.Thread = append(t.Thread, Entry{File: r, At: t.Received})
		}
	}
	return t
}

func (s *store) path(parts ...string) string {
	return filepath.Join(append([]string{s.opts.Dir}, parts...)...)
}

func (s *store) list() []Ticket {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.tickets)
}

func (s *store) get(number int) (Ticket, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	i := s.index(number)
	if i < 0 {
		return Ticket{}, false
	}
	return s.tickets[i], true
}

func (s *store) index(number int) int {
	return slices.IndexFunc(s.tickets, func(t Ticket) bool { return t.Number == number })
}

// changes returns a channel that is closed with the next ticket.
func (s *store) changes() <-chan struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.changed
}

// received is a mail on its way into the folder.
type received struct{ path string }

func (r received) discard() { _ = os.Remove(r.path) }

// receive writes the mail into a file without keeping it in memory.
func (s *store) receive(r io.Reader) (received, error) {
	f, err := os.CreateTemp(s.path("tickets"), "incoming-*")
	if err != nil {
		return received{}, err
	}
	temp := received{f.Name()}
	w := bufio.NewWriter(f)
	_, err = io.Copy(w, r)
	if err == nil {
		err = w.Flush()
	}
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		temp.discard()
		return received{}, err
	}
	return temp, nil
}

// keep makes the mail a ticket, or a reply to the ticket whose tag it carries.
// Like most ticketing systems it does not look whether the same mail has come
// before.
func (s *store) keep(temp received, from string, to []string) error {
	head, err := readHead(temp.path)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if i := s.index(taggedNumber(head.subject)); i >= 0 {
		return s.keepReply(temp, head, i)
	}
	t := Ticket{
		Number: s.nextNumber(), MessageID: head.messageID, Subject: head.subject,
		From: from, Author: head.author, Recipients: slices.Clone(to), Received: s.now(), State: Open,
	}
	t.File = s.path("tickets", fmt.Sprintf("%d.eml", t.Number))
	if err := os.Rename(temp.path, t.File); err != nil {
		return err
	}
	if err := s.write(t); err != nil {
		return err
	}
	s.tickets = append(s.tickets, t)
	if head.automatic || s.quiet {
		s.announce()
		return nil
	}
	return s.confirm(len(s.tickets) - 1)
}

func (s *store) write(t Ticket) error {
	data, err := json.MarshalIndent(t, "", "  ")
	if err != nil {
		return err
	}
	return writeFile(s.path("tickets", fmt.Sprintf("%d.json", t.Number)), data)
}

func (s *store) announce() {
	close(s.changed)
	s.changed = make(chan struct{})
}

// nextNumber looks at the mails too, so that one whose .json was lost in a
// crash does not give its number to another.
func (s *store) nextNumber() int {
	highest := firstNumber - 1
	names, _ := filepath.Glob(s.path("tickets", "*.eml")) // the pattern is well formed
	for _, name := range names {
		n, err := strconv.Atoi(strings.TrimSuffix(filepath.Base(name), ".eml"))
		if err == nil {
			highest = max(highest, n)
		}
	}
	return highest + 1
}

// taggedNumber finds the number of the ticket that a subject names, or 0.
func taggedNumber(subject string) int {
	m := regexp.MustCompile(`#Standard# Ticket #\[(\d{1,9})\]`).FindStringSubmatch(subject)
	if m == nil {
		return 0
	}
	n, _ := strconv.Atoi(m[1]) // at most nine digits
	return n
}
