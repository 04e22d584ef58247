//go:build desktop

package browser

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"

	"ticketpp/test/browser/chromium"
	"ticketpp/test/desktop/office"
	"ticketpp/test/desktop/stage"
)

// scissors is a proxy that cuts an answer off when it is told to: the browser
// gets the headers, which say that all is well, and half of the page.
type scissors struct {
	*httptest.Server
	next atomic.Pointer[string] // what is asked when the answer is cut next; nil: nothing
}

// What a page asks.
const (
	toKeep = "keep"
	toSend = "send"
	toSee  = "see"
)

func (s *scissors) cut(what string) { s.next.Store(&what) }

// asks tells what a page asks, and leaves the request as it was.
func asks(r *http.Request) (string, error) {
	switch {
	case r.Header.Get("X-Form") == "": // a picture, for instance
		return "", nil
	case r.Method != http.MethodPost:
		return toSee, nil
	}
	body, err := io.ReadAll(r.Body)
	r.Body = io.NopCloser(bytes.NewReader(body))
	if bytes.Contains(body, []byte("name=\"do\"\r\n\r\nsend")) {
		return toSend, err
	}
	return toKeep, err
}

type askedFor struct{}

func cutting(t *testing.T) *scissors {
	t.Helper()
	s := &scissors{}
	proxy := &httputil.ReverseProxy{
		Rewrite: func(*httputil.ProxyRequest) {}, // the address is whole, and the Host stays what it was
		ModifyResponse: func(r *http.Response) error {
			what := s.next.Load()
			if what == nil || *what != r.Request.Context().Value(askedFor{}) || !s.next.CompareAndSwap(what, nil) {
				return nil
			}
			page, err := io.ReadAll(r.Body)
			if err != nil {
				return err
			}
			r.Body = io.NopCloser(io.MultiReader(strings.NewReader(string(page[:len(page)/2])), broken{}))
			return nil
		},
		FlushInterval: -1,
		ErrorLog:      log.New(io.Discard, "", 0),
	}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodConnect || r.URL.Hostname() != "127.0.0.1" {
			http.Error(w, "not from here", http.StatusForbidden) // what Chromium asks its maker
			return
		}
		what, err := asks(r)
		if err != nil {
			return // the browser has thought better of it
		}
		proxy.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), askedFor{}, what)))
	}))
	t.Cleanup(s.Close)
	return s
}

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, errors.New("cut off") }

// word waits for one of the words that the page has for a program that does not
// answer, "" for none.
func (d *desk) word(t *testing.T, what string) {
	t.Helper()
	must(t, d.Wait(t.Context(), "the page's word "+what, fmt.Sprintf(
		"const p = document.getElementById('lost'); return p.className === %q && p.hidden === %v && p.textContent.length > 40 !== p.hidden", what, what == "")))
}

// kept waits until words are in the only draft.
func (d *desk) kept(t *testing.T, words string) {
	t.Helper()
	must(t, stage.Until(t.Context(), "the words on the disk", func() (bool, error) {
		drafts, err := office.Drafts(d.Data())
		return len(drafts) == 1 && strings.Contains(drafts[0], words), err
	}))
}

// The program is killed, or is stopped by a fault, in the middle of an answer.
// The page says so, and goes on as soon as it is answered again: what is typed
// after that is kept, and Send is not dead.
func TestAnswersCutOff(t *testing.T) {
	ctx := t.Context()
	s := cutting(t)
	d := work(t, quiet, chromium.Options{Proxy: s.Listener.Addr().String()})
	c := d.open(t)

	s.cut(toKeep)
	must(t, d.Type(ctx, office.Mandate.Subject))
	d.word(t, "lost")
	d.word(t, "")
	d.tabTo(t, "happened")
	must(t, d.Type(ctx, office.Mandate.Happened))
	d.kept(t, "2718")

	s.cut(toSend)
	must(t, d.Chord(ctx, chromium.Enter, chromium.Ctrl))
	d.word(t, "perhaps") // the ticket may have been handed over, and it was
	d.becomes(t, taken)
	d.word(t, "")
	d.arrived(t)
	c.ends(t)
}

// arrived is the ticket, once.
func (d *desk) arrived(t *testing.T) {
	t.Helper()
	mails, err := d.Mail.WaitFor(t.Context(), office.Helpdesk, 1)
	must(t, err)
	if len(mails) != 1 || mails[0].Subject != office.Mandate.Subject {
		t.Errorf("%d mails, the first is %q", len(mails), mails[0].Subject)
	}
}

// Behind Send the page asks how the ticket goes. An answer that breaks off does
// not make anybody send it again.
func TestAnswersBehindSendCutOff(t *testing.T) {
	ctx := t.Context()
	s := cutting(t)
	d := work(t, quiet, chromium.Options{Proxy: s.Listener.Addr().String()})
	c := d.open(t)
	d.write(t, office.Mandate)
	d.kept(t, "2718")
	must(t, d.Do(ctx, `window.said = [];
const p = document.getElementById('lost');
new MutationObserver(() => said.push(p.className)).observe(p, {attributes: true});`, nil))
	s.cut(toSee)
	must(t, d.Chord(ctx, chromium.Enter, chromium.Ctrl))
	d.becomes(t, taken)
	d.word(t, "")
	var said []string
	must(t, d.Do(ctx, "return said", &said))
	if !slices.Contains(said, "sent") || slices.Contains(said, "lost") {
		t.Errorf("the page said %q", said)
	}
	d.arrived(t)
	c.ends(t)
}

// A program that hangs is noticed, and what was typed meanwhile is kept when it
// comes to itself.
func TestAProgramThatHangs(t *testing.T) {
	ctx := t.Context()
	d := work(t, quiet, chromium.Options{})
	c := d.open(t)
	must(t, d.Type(ctx, office.Mandate.Subject))
	d.kept(t, office.Mandate.Subject)
	must(t, c.cmd.Process.Signal(syscall.SIGSTOP))
	must(t, d.Type(ctx, " e altro"))
	d.word(t, "slow")
	must(t, d.Picture(ctx, filepath.Join(pictures, "13-slow.png")))
	must(t, c.cmd.Process.Signal(syscall.SIGCONT))
	d.word(t, "")
	d.kept(t, office.Mandate.Subject+" e altro")
	must(t, d.Click(ctx, "#close"))
	c.ends(t)
}
