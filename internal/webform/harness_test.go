package webform

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/color"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"ticketpp/internal/coach"
	"ticketpp/internal/drafts"
	"ticketpp/internal/l10n"
	"ticketpp/internal/picture"
	"ticketpp/internal/rules"
	"ticketpp/internal/ticket"
)

// desk is the helpdesk of the tests.
var desk = ticket.Helpdesk{
	ID: "h", Name: "Project++", Address: "help@helpdesk.example", Domains: []string{"helpdesk.example"}, Phone: "0881 666679",
	Coach: ticket.Block, Categories: []string{"Amministrazione", "Web"}, Kinds: ticket.Kinds(), Severities: ticket.Severities(),
	Charged: []ticket.Kind{ticket.Support},
}

var anna = ticket.Contact{Name: "Anna Bianchi", Phone: "0731 538419", Email: "anna@comune.example"}

// served is a form that is being served, and a browser for it.
type served struct {
	t      testing.TB
	form   *Form
	store  *drafts.Store
	client *http.Client
	sent   []ticket.Ticket // what was handed over
	steps  chan Progress
	result chan result
	origin string // of its posts; "-": none
}

type result struct {
	outcome Outcome
	err     error
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// serve starts a form for a new draft with a picture in it.
func serve(t testing.TB, change func(*Options)) *served {
	t.Helper()
	texts, err := l10n.New("it")
	must(t, err)
	s := &served{t: t, steps: make(chan Progress, 4), result: make(chan result, 1)}
	s.store, err = drafts.Open(t.TempDir())
	must(t, err)
	d, err := s.store.Create(ticket.Ticket{Helpdesk: "h", Kind: ticket.Anomaly, Severity: ticket.Normal, Contact: anna, Facts: []ticket.Fact{
		{Key: ticket.FactComputer, Value: "PC-12", Included: true}, {Key: ticket.FactWindow, Value: "Contabilità", Included: true},
	}})
	must(t, err)
	tk := d.Ticket()
	size, err := d.AddFrom("shot-1.png", func(w io.Writer) error { return picture.EncodePNG(w, screen()) })
	must(t, err)
	tk.Screenshots = []ticket.Screenshot{{File: "shot-1.png", Width: 200, Height: 100, Size: size, Included: true, Front: image.Rect(20, 10, 120, 60)}}
	must(t, d.Save(tk))
	o := Options{
		Texts: texts, Helpdesks: []ticket.Helpdesk{desk}, Contact: anna, Draft: d,
		Coach: func(h ticket.Helpdesk) (rules.Coach, error) { return coach.New(texts, h) },
		Callbacks: Callbacks{Send: func(d *drafts.Draft) (<-chan Progress, error) {
			s.sent = append(s.sent, d.Ticket())
			return s.steps, d.Discard()
		}},
		lingers: 500 * time.Millisecond, comesBack: time.Millisecond,
	}
	if change != nil {
		change(&o)
	}
	s.form, err = New(o)
	must(t, err)
	s.origin = "http://" + s.form.guard.host
	jar, err := cookiejar.New(nil)
	must(t, err)
	s.client = &http.Client{Jar: jar, Timeout: 20 * time.Second}
	t.Cleanup(func() { _ = s.form.server.Close() })
	return s
}

// screen is a picture of which no two neighbours are alike.
func screen() *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, 200, 100))
	for y := range 100 {
		for x := range 200 {
			img.SetRGBA(x, y, color.RGBA{uint8(x), uint8(y), uint8(x ^ y), 255})
		}
	}
	return img
}

// run runs the form and opens it in the browser.
func (s *served) run() *served {
	s.t.Helper()
	address := make(chan string, 1)
	go func() {
		o, err := s.form.Run(context.Background(), func(_ context.Context, a string) error {
			address <- a
			return nil
		}, func() {})
		s.result <- result{o, err}
	}()
	r, err := s.client.Get(<-address)
	must(s.t, err)
	defer r.Body.Close()
	if r.StatusCode != http.StatusOK {
		s.t.Fatalf("the form answers %s", r.Status)
	}
	return s
}

// ends waits for what became of the form.
func (s *served) ends() Outcome {
	s.t.Helper()
	select {
	case r := <-s.result:
		must(s.t, r.err)
		return r.outcome
	case <-time.After(20 * time.Second):
		s.t.Fatal("the form goes on")
		return ""
	}
}

// get fetches the page.
func (s *served) get() string {
	s.t.Helper()
	r, err := s.client.Get("http://" + s.form.guard.host + s.form.guard.root)
	must(s.t, err)
	return s.body(r)
}

func (s *served) body(r *http.Response) string {
	s.t.Helper()
	defer r.Body.Close()
	text, err := io.ReadAll(r.Body)
	must(s.t, err)
	if r.StatusCode != http.StatusOK {
		s.t.Fatalf("%s: %s", r.Status, text)
	}
	return string(text)
}

// pair is one field of a post; with a file's name its value is the file.
type pair struct{ name, value, file string }

// request is a post of the page's that is shown.
func (s *served) request(fields ...pair) *http.Request {
	s.t.Helper()
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	for _, f := range fields {
		if f.file == "" {
			must(s.t, m.WriteField(f.name, f.value))
			continue
		}
		w, err := m.CreateFormFile(f.name, f.file)
		must(s.t, err)
		_, err = io.WriteString(w, f.value)
		must(s.t, err)
	}
	must(s.t, m.Close())
	s.form.mu.Lock()
	page := strconv.Itoa(s.form.serial)
	s.form.mu.Unlock()
	r, err := http.NewRequest(http.MethodPost, "http://"+s.form.guard.host+s.form.guard.root+"?page="+url.QueryEscape(page), &b)
	must(s.t, err)
	r.Header.Set("Content-Type", m.FormDataContentType())
	if s.origin != "-" {
		r.Header.Set("Origin", s.origin)
	}
	return r
}

// post posts fields, given as name, value, name, value, and returns the page
// that follows.
func (s *served) post(fields ...string) string {
	s.t.Helper()
	var pairs []pair
	for i := 0; i < len(fields); i += 2 {
		pairs = append(pairs, pair{name: fields[i], value: fields[i+1]})
	}
	r, err := s.client.Do(s.request(pairs...))
	must(s.t, err)
	return s.body(r)
}

// kept is the draft's ticket on the disk.
func (s *served) kept() ticket.Ticket {
	s.form.mu.Lock()
	defer s.form.mu.Unlock()
	return s.form.draft.Ticket()
}

// whole is a ticket that the coach lets through.
var whole = []string{
	"subject", "Mandato 1532 non trasmesso al tesoriere", "doing", "Trasmettevo i mandati della settimana",
	"data", "Mandato n. 1532 del 18/11/2026", "happened", "Errore 2718: il mandato non è stato trasmesso",
}

func contains(t testing.TB, page string, wants ...string) {
	t.Helper()
	for _, want := range wants {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q:\n%s", want, page)
		}
	}
}

var errTest = errors.New("as the test wants it")
