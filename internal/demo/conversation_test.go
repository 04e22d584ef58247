package demo

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"ticketpp/internal/mailbox"
	"ticketpp/internal/ticket"
)

// user looks into the demo's mailbox as the program does.
type user struct {
	reader mailbox.Reader
	place  mailbox.Place
	mails  []mailbox.Mail
}

func newUser(t *testing.T, h *Helpdesk) *user {
	t.Helper()
	addr, name, password := h.MailAddr()
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		t.Fatal(err)
	}
	n, err := strconv.Atoi(port)
	if err != nil {
		t.Fatal(err)
	}
	u := &user{}
	u.reader = mailbox.Reader{
		Server: mailbox.Server{
			Host: host, Port: n, CAFile: h.CAFile(), Username: name, Timeout: 10 * time.Second,
			Password: func(context.Context) (string, error) { return password, nil },
		},
		Wanted: func(a string) bool { return a == "assistenza@demo.example" },
		Each:   func(_ context.Context, m mailbox.Mail) error { u.mails = append(u.mails, m); return nil },
	}
	return u
}

// next looks, and returns what the one new mail says about the ticket "one".
func (u *user) next(t *testing.T) (mailbox.Mail, mailbox.Verdict) {
	t.Helper()
	u.mails = nil
	place, err := u.reader.Look(t.Context(), u.place)
	if err != nil {
		t.Fatal(err)
	}
	u.place = place
	if len(u.mails) != 1 {
		t.Fatalf("%d new mails", len(u.mails))
	}
	desk := ticket.Helpdesk{Domains: []string{"demo.example"}, Tag: regexp.MustCompile(`#Standard# Ticket #\[(?P<number>\d+)\]`)}
	return u.mails[0], mailbox.Judge(u.mails[0], desk, mailbox.Known{Message: func(id string) (string, bool) {
		return "t1", id == "one@comune.example" || id == "two@comune.example"
	}})
}

func TestAConversation(t *testing.T) {
	dir := t.TempDir()
	h := start(t, Options{Dir: dir})
	u := newUser(t, h)
	if err := deliver(h, letter("one@comune.example", "=?utf-8?q?Mandato_1532_=C3=A8_fermo?=")); err != nil {
		t.Fatal(err)
	}
	var last mailbox.Mail
	step := func(do func() error, want mailbox.Kind, state State, words string) {
		t.Helper()
		if err := do(); err != nil {
			t.Fatal(err)
		}
		m, v := u.next(t)
		if v.Kind != want || v.TicketID != "t1" || v.Number != "12345" || v.Tag != "#Standard# Ticket #[12345]" {
			t.Errorf("%+v, not %s", v, want)
		}
		if got := h.Tickets()[0].State; got != state || !strings.Contains(m.Text, words) {
			t.Errorf("state %s, not %s; %q", got, state, m.Text)
		}
		if last.MessageID != "" && !slices.Contains(m.References, last.MessageID) || m.Subject != "#Standard# Ticket #[12345] Mandato 1532 è fermo" {
			t.Errorf("out of the thread: %+v", m)
		}
		last = m
	}
	say := func(a Action, words string) func() error { return func() error { return h.Say(12345, a, words) } }
	reply := func() error {
		return deliver(h, letter("two@comune.example", "Re: #Standard# Ticket #[12345] Mandato", "In-Reply-To: <"+last.MessageID+">"))
	}
	nothing := func() error { return nil }
	step(nothing, mailbox.Confirmed, Open, "presa in carico con il numero 12345")
	step(say(Ask, "Che cosa compare a video?"), mailbox.Question, Waiting, "Che cosa compare a video?")
	step(say(Suspend, "Quale esercizio?"), mailbox.Suspended, Suspended, "Quale esercizio?")
	step(reply, mailbox.Confirmed, Open, "è stato riattivato")
	step(say(Answer, "ora il flusso è ripartito."), mailbox.Answered, Open, "ora il flusso è ripartito.")
	step(say(Resolve, ""), mailbox.Resolved, Resolved, "è stato risolto")
	step(reply, mailbox.Confirmed, Open, "è stato riaperto")
	for a, want := range map[Action]mailbox.Kind{Ask: mailbox.Question, Suspend: mailbox.Suspended, Answer: mailbox.Answered, Resolve: mailbox.Resolved} {
		if err := h.Say(12345, a, ""); err != nil { // in the words that are ready
			t.Fatal(err)
		}
		if _, v := u.next(t); v.Kind != want {
			t.Errorf("%s: %+v", a, v)
		}
	}
	if err := h.Say(99, Ask, ""); !errors.Is(err, errNoTicket) {
		t.Errorf("%v", err)
	}
	if err := h.Say(12345, "dance", ""); !errors.Is(err, errNoAction) {
		t.Errorf("%v", err)
	}
	before := h.Tickets()[0]
	if err := h.Close(); err != nil {
		t.Fatal(err)
	}
	again := start(t, Options{Dir: dir})
	if after := again.Tickets()[0]; len(after.Thread) != len(before.Thread) || after.State != before.State || len(after.Thread) != 12 {
		t.Errorf("%+v\nwas\n%+v", after, before)
	}
	place := u.place
	u = newUser(t, again)
	u.place = place
	if err := again.Say(12345, Answer, "di nuovo qui"); err != nil {
		t.Fatal(err)
	}
	if m, _ := u.next(t); !strings.Contains(m.Text, "di nuovo qui") { // and only that: the mails keep their numbers
		t.Errorf("%+v", m)
	}
}

func TestQuietHelpdesk(t *testing.T) {
	h := start(t, Options{})
	h.Quiet(true)
	if err := deliver(h, letter("one@comune.example", "x")); err != nil {
		t.Fatal(err)
	}
	u := newUser(t, h)
	if place, err := u.reader.Look(t.Context(), u.place); err != nil || len(u.mails) != 0 || h.Tickets()[0].Confirmation != "" {
		t.Errorf("%v, %v, %+v", place, err, u.mails)
	}
	if err := h.Say(12345, Confirm, ""); err != nil {
		t.Fatal(err)
	}
	if _, v := u.next(t); v.Kind != mailbox.Confirmed {
		t.Errorf("%+v", v)
	}
	if err := h.Say(12345, Confirm, ""); !errors.Is(err, errNoAction) {
		t.Errorf("confirmed twice: %v", err)
	}
}

// The mailbox tells of a mail by itself, and lets in only who has its password.
func TestMailbox(t *testing.T) {
	h := start(t, Options{})
	u := newUser(t, h)
	came := make(chan string, 10)
	watching := make(chan struct{}, 10)
	r := u.reader
	r.Each = func(_ context.Context, m mailbox.Mail) error { came <- m.Subject; return nil }
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	go func() {
		_ = r.Watch(ctx, mailbox.Place{}, time.Hour, nil, func(mailbox.Place) error { watching <- struct{}{}; return nil })
	}()
	<-watching
	if err := deliver(h, letter("one@comune.example", "x")); err != nil {
		t.Fatal(err)
	}
	select {
	case s := <-came:
		if s != "#Standard# Ticket #[12345] x" {
			t.Errorf("%q", s)
		}
	case <-time.After(20 * time.Second):
		t.Fatal("no mail came")
	}
	r.Server.Password = func(context.Context) (string, error) { return "wrong", nil }
	var refused *mailbox.Error
	if _, err := r.Look(t.Context(), mailbox.Place{}); !errors.As(err, &refused) || refused.Reason != mailbox.ReasonAuth {
		t.Errorf("%v", err)
	}
	r = u.reader
	r.Server.Security = mailbox.None
	if _, err := r.Look(t.Context(), mailbox.Place{}); !errors.As(err, &refused) || refused.Reason != mailbox.ReasonAuth {
		t.Errorf("in the clear: %v", err)
	}
}

// The command in the settings prints the password.
func TestPasswordCommand(t *testing.T) {
	h := start(t, Options{Dir: filepath.Join(t.TempDir(), "a folder")})
	command := showFile(h.store.inbox.passwordFile())
	out, err := exec.Command(command[0], command[1:]...).Output()
	_, _, password := h.MailAddr()
	if err != nil || strings.TrimSpace(string(out)) != password {
		t.Errorf("%q, %v", out, err)
	}
	if info, err := os.Stat(h.store.inbox.passwordFile()); err != nil || info.Mode().Perm()&0o077 != 0 && os.PathSeparator == '/' {
		t.Errorf("%v, %v", info, err)
	}
}

func post(t *testing.T, to string, form url.Values, change func(*http.Request)) *http.Response {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, to, strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if change != nil {
		change(r)
	}
	resp, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	return resp
}

func TestTechniciansButtons(t *testing.T) {
	h := start(t, Options{Lang: "it"})
	if err := deliver(h, letter("one@comune.example", "x")); err != nil {
		t.Fatal(err)
	}
	say := h.PageURL() + "ticket/12345/say"
	resp := post(t, say, url.Values{"action": {"ask"}, "text": {"Quale <b>esercizio</b>?\x00"}}, nil)
	if resp.StatusCode != http.StatusSeeOther || !strings.HasSuffix(h.PageURL()+"ticket/12345", resp.Header.Get("Location")) {
		t.Errorf("%s to %s", resp.Status, resp.Header.Get("Location"))
	}
	_, body := get(t, h.PageURL()+"ticket/12345", nil)
	for _, want := range []string{"Quale &lt;b&gt;esercizio&lt;/b&gt;?", "In attesa del cliente", "Richiesta di informazioni", `value="resolve"`, "Sospendi e chiedi"} {
		if !strings.Contains(body, want) {
			t.Errorf("%q is not on the page:\n%s", want, body)
		}
	}
	if strings.Contains(body, ">demo.") || strings.Contains(body, `value="confirm"`) {
		t.Errorf("%s", body)
	}
	own := strings.TrimSuffix(strings.Join(strings.SplitAfterN(h.PageURL(), "/", 4)[:3], ""), "/")
	for name, c := range map[string]struct {
		change func(*http.Request)
		status int
	}{
		"its own page":      {func(r *http.Request) { r.Header.Set("Origin", own); r.Header.Set("Sec-Fetch-Site", "same-origin") }, http.StatusSeeOther},
		"another site":      {func(r *http.Request) { r.Header.Set("Origin", "https://evil.example") }, http.StatusForbidden},
		"no site at all":    {func(r *http.Request) { r.Header.Set("Origin", "null") }, http.StatusForbidden},
		"another site's":    {func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "cross-site") }, http.StatusForbidden},
		"another name":      {func(r *http.Request) { r.Host = "evil.example" }, http.StatusForbidden},
		"without a secret":  {func(r *http.Request) { r.URL.Path = "/ticket/12345/say" }, http.StatusNotFound},
		"no such ticket":    {func(r *http.Request) { r.URL.Path = strings.Replace(r.URL.Path, "12345", "12", 1) }, http.StatusNotFound},
		"to read, not say":  {func(r *http.Request) { r.Method = http.MethodGet }, http.StatusMethodNotAllowed},
		"what is no action": {func(r *http.Request) { r.URL.RawQuery = "action=ask"; r.Header.Set("Content-Type", "text/plain") }, http.StatusBadRequest},
	} {
		before := len(h.Tickets()[0].Thread)
		if resp := post(t, say, url.Values{"action": {"answer"}}, c.change); resp.StatusCode != c.status {
			t.Errorf("%s: %s", name, resp.Status)
		}
		if said := len(h.Tickets()[0].Thread) - before; said > 0 != (c.status == http.StatusSeeOther) {
			t.Errorf("%s: %d mails", name, said)
		}
	}
	if resp := post(t, say, url.Values{"action": {"ask"}, "text": {strings.Repeat("x", maxWords)}}, nil); resp.StatusCode != http.StatusBadRequest {
		t.Errorf("too long: %s", resp.Status)
	}
	if n := fmt.Sprint(len(h.Tickets()[0].Thread)); n != "2" {
		t.Errorf("%s mails", n)
	}
}
