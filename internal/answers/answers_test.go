package answers

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapserver"
	"github.com/emersion/go-imap/v2/imapserver/imapmemserver"

	"ticketpp/internal/config"
	"ticketpp/internal/history"
	"ticketpp/internal/mailbox"
	"ticketpp/internal/ticket"
)

// box is an IMAP server on loopback with the user's mailbox.
type box struct {
	t      *testing.T
	user   *imapmemserver.User
	server *imapserver.Server
	addr   string
	n      int
}

func newBox(t *testing.T) *box {
	t.Helper()
	b := &box{t: t, user: imapmemserver.NewUser("anna", "secret")}
	if err := b.user.Create("INBOX", nil); err != nil {
		t.Fatal(err)
	}
	mem := imapmemserver.New()
	mem.AddUser(b.user)
	b.server = imapserver.New(&imapserver.Options{
		NewSession: func(*imapserver.Conn) (imapserver.Session, *imapserver.GreetingData, error) {
			return telling{mem.NewSession()}, nil, nil
		},
		InsecureAuth: true, Caps: imap.CapSet{imap.CapIMAP4rev1: {}, imap.CapIdle: {}},
		Logger: slog.NewLogLogger(slog.DiscardHandler, slog.LevelInfo),
	})
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	b.addr = l.Addr().String()
	go b.server.Serve(l)
	t.Cleanup(func() { b.server.Close() })
	return b
}

// telling is a session that tells of every mail while its client idles; the
// library's own forgets one that came a moment before.
type telling struct{ imapserver.Session }

func (t telling) Idle(w *imapserver.UpdateWriter, stop <-chan struct{}) error {
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		if err := t.Poll(w, true); err != nil {
			return err
		}
		select {
		case <-stop:
			return nil
		case <-tick.C:
		}
	}
}

// put puts a mail into the mailbox.
func (b *box) put(raw string) {
	b.t.Helper()
	raw = strings.ReplaceAll(raw, "\n", "\r\n")
	if _, err := b.user.Append("INBOX", literal{strings.NewReader(raw), int64(len(raw))}, &imap.AppendOptions{Time: time.Now()}); err != nil {
		b.t.Fatal(err)
	}
}

type literal struct {
	io.Reader
	size int64
}

func (l literal) Size() int64 { return l.size }

// write puts a mail of the helpdesk's into the mailbox that answers another.
func (b *box) write(answers, subject, text string) {
	b.n++
	b.put(fmt.Sprintf(`From: Assistenza <help@helpdesk.example>
To: anna@comune.example
Date: %s
Message-ID: <answer-%d@helpdesk.example>
In-Reply-To: <%s>
References: <%s>
Subject: %s

%s
`, time.Now().Format(time.RFC1123Z), b.n, answers, answers, subject, text))
}

// house is a user with one ticket sent and a mailbox.
type house struct {
	*Answers
	box      *box
	settings atomic.Pointer[config.Settings]
	mu       sync.Mutex
	news     []News
}

const ticketID = "00000000000000000000000000000001"

func newHouse(t *testing.T) *house {
	t.Helper()
	h := &house{box: newBox(t)}
	h.Answers = &Answers{
		Log:      slog.New(slog.DiscardHandler),
		Password: func(context.Context, config.Server) (string, error) { return "secret", nil },
		OnNews: func(n News) {
			h.mu.Lock()
			defer h.mu.Unlock()
			h.news = append(h.news, n)
		},
	}
	dir := t.TempDir()
	h.settings.Store(load(t, dir, h.box.addr))
	h.Settings = h.settings.Load
	var err error
	if h.History, err = history.Open(dir); err != nil {
		t.Fatal(err)
	}
	sent := time.Now().Add(-time.Minute)
	err = h.History.Said(history.Own{
		Ticket: ticket.Ticket{
			ID: ticketID, MessageID: "ours@comune.example", Date: sent, Helpdesk: "h", Subject: "Mandato 1532 non trasmesso",
			Description: ticket.Description{Text: "Torna con esito 3"},
		},
		State: history.Sent, QueuedAt: sent, SentAt: sent,
	})
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// load reads settings with a mailbox at an address; "" is none.
func load(t *testing.T, dir, addr string) *config.Settings {
	t.Helper()
	text := "[smtp]\nhost = \"127.0.0.1\"\nport = 1\nsecurity = \"none\"\n"
	if addr != "" {
		host, port, _ := net.SplitHostPort(addr)
		text += fmt.Sprintf("[imap]\nhost = %q\nport = %s\nsecurity = \"none\"\nauth = \"password\"\nusername = \"anna\"\npoll = \"1h\"\n", host, port)
	}
	text += `[[helpdesk]]
id = "h"
name = "Assistenza"
address = "help@helpdesk.example"
domains = ["helpdesk.example"]
portal = "https://portal.helpdesk.example/"
tag = '#Standard# Ticket #\[(?P<number>\d+)\]'
`
	file := filepath.Join(dir, fmt.Sprintf("config-%d.toml", time.Now().UnixNano()))
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := config.Load(config.Options{ConfigFile: file, DataDir: dir})
	if err != nil || len(s.Problems()) > 0 {
		t.Fatal(err, s.Problems())
	}
	return s
}

func (h *house) look(t *testing.T) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	if err := h.Look(ctx); err != nil {
		t.Fatalf("Look: %v", err)
	}
}

func (h *house) ticket(t *testing.T) history.Record {
	t.Helper()
	r, err := h.History.Get(ticketID)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// told returns what was told since the last call.
func (h *house) told() []News {
	h.mu.Lock()
	defer h.mu.Unlock()
	news := h.news
	h.news = nil
	return news
}

const confirmation = "#Standard# Ticket #[12345] Mandato 1532 non trasmesso"

func TestAConversationFromTheMailbox(t *testing.T) {
	h := newHouse(t)
	h.look(t)
	if h.ticket(t).State != history.Sent || len(h.told()) > 0 {
		t.Fatal("an empty mailbox says something")
	}
	for _, step := range []struct {
		subject, text string
		state         history.State
		numbered      bool
	}{
		{confirmation, "Abbiamo ricevuto la richiesta. Segui il ticket su https://portal.helpdesk.example/t/12345", history.Opened, true},
		{"Re: " + confirmation, "Per favore, può indicare il numero della fattura?", history.WaitingForYou, false},
		{"Re: " + confirmation, "Il ticket è stato sospeso in attesa di informazioni.", history.Suspended, false},
		{"Re: " + confirmation, "Il ticket è stato risolto.", history.Resolved, false},
	} {
		h.box.write("ours@comune.example", step.subject, step.text)
		h.look(t)
		r := h.ticket(t)
		if r.State != step.state || r.Number != "12345" || r.Tag != "#Standard# Ticket #[12345]" {
			t.Fatalf("after %q: %s, number %q, tag %q", step.text, r.State, r.Number, r.Tag)
		}
		news := h.told()
		if len(news) != 1 || news[0].Numbered() != step.numbered || news[0].Helpdesk.ID != "h" {
			t.Fatalf("after %q: %d told", step.text, len(news))
		}
	}
	r := h.ticket(t)
	if len(r.Conversation) != 5 || r.Portal != "https://portal.helpdesk.example/t/12345" || r.Conversation[1].From != "Assistenza <help@helpdesk.example>" {
		t.Errorf("%d words, portal %q, from %q", len(r.Conversation), r.Portal, r.Conversation[1].From)
	}
	h.look(t)
	if len(h.told()) > 0 || len(h.ticket(t).Conversation) != 5 {
		t.Error("the same mails are read again")
	}
	if s, err := StatusOf(h.History); err != nil || s.Failed() || time.Since(s.LookedAt) > time.Minute {
		t.Errorf("%+v, %v", s, err)
	}
}

func TestOnlyTheHelpdeskIsBelieved(t *testing.T) {
	h := newHouse(t)
	h.box.put("From: x@elsewhere.example\nMessage-ID: <1@elsewhere.example>\nIn-Reply-To: <ours@comune.example>\nSubject: " + confirmation + "\n\nIl ticket è stato risolto.\n")
	h.box.put("From: help@helpdesk.example\nMessage-ID: <2@helpdesk.example>\nIn-Reply-To: <another@comune.example>\nSubject: #Standard# Ticket #[99999] Altro\n\nIl ticket è stato risolto.\n")
	h.look(t)
	if r := h.ticket(t); r.State != history.Sent || len(h.told()) > 0 {
		t.Errorf("the ticket is %s, %d words", r.State, len(r.Conversation))
	}
}

func TestARefusalAndABounce(t *testing.T) {
	h := newHouse(t)
	h.box.write("ours@comune.example", "Permission Denied", "No permission to create tickets in the queue 'General'")
	h.look(t)
	r, news := h.ticket(t), h.told()
	if r.State != history.Failed || r.Number != "" || r.LastError == "" || len(news) != 1 || !news[0].Refused() {
		t.Fatalf("%s, %q, %d told", r.State, r.LastError, len(news))
	}

	h = newHouse(t)
	h.box.put(bounce)
	h.look(t)
	r, news = h.ticket(t), h.told()
	if r.State != history.Failed || !strings.Contains(r.LastError, "5.1.1") || len(news) != 1 || !news[0].Refused() {
		t.Errorf("%s, %q, %d told", r.State, r.LastError, len(news))
	}
}

// bounce is a mail server's report (RFC 3464).
const bounce = `From: MAILER-DAEMON@mx.comune.example
To: anna@comune.example
Message-ID: <dsn-1@mx.comune.example>
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

The mail system: <help@helpdesk.example>: user unknown

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.comune.example

Final-Recipient: rfc822; help@helpdesk.example
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 user unknown

--b
Content-Type: message/rfc822-headers

From: anna@comune.example
Message-ID: <ours@comune.example>
Subject: Mandato 1532 non trasmesso

--b--
`

func TestWhyTheMailboxCannotBeRead(t *testing.T) {
	h := newHouse(t)
	h.Password = func(context.Context, config.Server) (string, error) { return "wrong", nil }
	err := h.Look(context.Background())
	if e := new(mailbox.Error); !errors.As(err, &e) || e.Reason != mailbox.ReasonAuth {
		t.Fatalf("a wrong password: %v", err)
	}
	if s, _ := StatusOf(h.History); s.Reason != mailbox.ReasonAuth || !s.LookedAt.IsZero() || s.TriedAt.IsZero() {
		t.Errorf("%+v", s)
	}
	h.settings.Store(load(t, t.TempDir(), ""))
	if err := h.Look(context.Background()); !errors.Is(err, ErrNoMailbox) || h.On() {
		t.Errorf("without a mailbox: %v", err)
	}
}

// A mail may be given by hand where no mailbox can be read.
func TestAConfirmationGivenByHand(t *testing.T) {
	eml := "From: help@helpdesk.example\r\nMessage-ID: <a@helpdesk.example>\r\nIn-Reply-To: <ours@comune.example>\r\nSubject: " + confirmation + "\r\n\r\nAbbiamo ricevuto la richiesta.\r\n"
	for name, c := range map[string]struct {
		give  func(h *house) (News, error)
		want  error
		words int
	}{
		"its file":                {func(h *house) (News, error) { return h.File("", strings.NewReader(eml), false) }, nil, 2},
		"its file, on the ticket": {func(h *house) (News, error) { return h.File(ticketID, strings.NewReader(eml), false) }, nil, 2},
		"forwarded, on the ticket": {func(h *house) (News, error) {
			return h.File(ticketID, strings.NewReader("From: b@comune.example\r\nSubject: I: "+confirmation+"\r\n\r\nx\r\n"), false)
		}, nil, 2},
		"another helpdesk's": {func(h *house) (News, error) {
			return h.File("", strings.NewReader("From: a@b.example\r\nSubject: "+confirmation+"\r\n\r\nx\r\n"), false)
		}, ErrNotOurs, 1},
		"its text": {func(h *house) (News, error) {
			return h.Text(ticketID, "Oggetto: "+confirmation+"\n\nAbbiamo ricevuto…", false)
		}, nil, 2},
		"a text without a number":    {func(h *house) (News, error) { return h.Text(ticketID, "Buongiorno, grazie.", false) }, ErrNoNumber, 1},
		"the number":                 {func(h *house) (News, error) { return h.Number(ticketID, " 12345 ", false) }, nil, 2},
		"the tag":                    {func(h *house) (News, error) { return h.Number(ticketID, "#Standard# Ticket #[12345]", false) }, nil, 2},
		"no number":                  {func(h *house) (News, error) { return h.Number(ticketID, "boh", false) }, history.ErrBadNumber, 1},
		"a ticket that nobody knows": {func(h *house) (News, error) { return h.Number("0123456789abcdef", "1", false) }, history.ErrNotFound, 1},
		"binary":                     {func(h *house) (News, error) { return h.File(ticketID, strings.NewReader("\x00\xff\xfe\x01"), false) }, ErrNoNumber, 1},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHouse(t)
			n, err := c.give(h)
			if !errors.Is(err, c.want) {
				t.Fatalf("%v, want %v", err, c.want)
			}
			r := h.ticket(t)
			if len(r.Conversation) != c.words {
				t.Errorf("%d words: %+v", len(r.Conversation), r.Conversation)
			}
			if c.want == nil && (r.State != history.Opened || r.Number != "12345" || !n.Numbered()) {
				t.Errorf("%s, number %q, numbered %v", r.State, r.Number, n.Numbered())
			}
		})
	}
}
