//go:build desktop

package browser

import (
	"errors"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"ticketpp/test/browser/chromium"
	"ticketpp/test/desktop/office"
	"ticketpp/test/desktop/stage"
)

// scissors is a proxy that cuts an answer off when it is told to: the browser
// gets the headers, which say that all is well, and half of the page.
type scissors struct {
	*httptest.Server
	armed atomic.Bool
}

func cutting(t *testing.T) *scissors {
	t.Helper()
	s := &scissors{}
	proxy := &httputil.ReverseProxy{
		Rewrite: func(*httputil.ProxyRequest) {}, // the address is whole, and the Host stays what it was
		ModifyResponse: func(r *http.Response) error {
			if r.Request.Method != http.MethodPost || !s.armed.CompareAndSwap(true, false) {
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
		proxy.ServeHTTP(w, r)
	}))
	t.Cleanup(s.Close)
	return s
}

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, errors.New("cut off") }

// The program is killed, or is stopped by a fault, in the middle of an answer.
// The page says so, and goes on as soon as it is answered again: what is typed
// after that is kept, and Send is not dead.
func TestAnswersCutOff(t *testing.T) {
	ctx := t.Context()
	s := cutting(t)
	d := work(t, quiet, chromium.Options{Proxy: s.Listener.Addr().String()})
	c := d.open(t)

	s.armed.Store(true)
	must(t, d.Type(ctx, office.Mandate.Subject))
	must(t, d.Wait(ctx, "the page's word", "return !document.getElementById('lost').hidden"))
	must(t, d.Wait(ctx, "that it is answered again", "return document.getElementById('lost').hidden"))
	d.tabTo(t, "happened")
	must(t, d.Type(ctx, office.Mandate.Happened))
	must(t, stage.Until(ctx, "the words on the disk", func() (bool, error) {
		files, err := filepath.Glob(filepath.Join(d.Data(), "drafts/*/draft.json"))
		if err != nil || len(files) != 1 {
			return false, err
		}
		text, err := os.ReadFile(files[0])
		return strings.Contains(string(text), office.Mandate.Subject) && strings.Contains(string(text), "2718"), err
	}))

	s.armed.Store(true)
	must(t, d.Chord(ctx, chromium.Enter, chromium.Ctrl))
	must(t, d.Wait(ctx, "the page's word", "return !document.getElementById('lost').hidden"))
	must(t, d.Chord(ctx, chromium.Enter, chromium.Ctrl))
	d.becomes(t, taken)
	mails, err := d.Mail.WaitFor(ctx, office.Helpdesk, 1)
	must(t, err)
	if len(mails) != 1 || mails[0].Subject != office.Mandate.Subject {
		t.Errorf("%d mails, the first is %q", len(mails), mails[0].Subject)
	}
	c.ends(t)
}
