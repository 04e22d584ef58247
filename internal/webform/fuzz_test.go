package webform

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"unicode/utf8"
)

// Whatever a page of somebody's making posts: the answer is one of ours, and
// the ticket stays one that can be kept and shown.
func FuzzPost(f *testing.F) {
	s := serve(f, nil).run()
	for _, seed := range []string{
		"--b\r\nContent-Disposition: form-data; name=\"subject\"\r\n\r\nMandato\r\n--b--\r\n",
		"--b\r\nContent-Disposition: form-data; name=\"do\"\r\n\r\nredact:1\r\n--b\r\nContent-Disposition: form-data; name=\"mark-1-x\"\r\n\r\n5\r\n--b--\r\n",
		"--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"..\\\\x\"\r\n\r\n\x00\xff\r\n--b--\r\n",
		"--b\r\nContent-Disposition: form-data; name=\"picture\"; filename=\"x.png\"\r\n\r\n\x89PNG\r\n--b--\r\n",
		"--b\r\nContent-Disposition: form-data; name=\"helpdesk\"\r\n\r\nh\r\n--b\r\nContent-Disposition: form-data; name=\"touched\"\r\n\r\nsubject x happened\r\n--b--",
		"", "--b--", strings.Repeat("--b\r\n\r\n\r\n", 600),
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		s.t = t
		if bytes.Contains(body, []byte("close")) || bytes.Contains(body, []byte("discard-yes")) || bytes.Contains(body, []byte("send")) {
			return // the form would be over
		}
		r := httptest.NewRequest(http.MethodPost, "/", bytes.NewReader(body))
		r.Header.Set("Content-Type", "multipart/form-data; boundary=b")
		s.form.mu.Lock()
		if p, err := read(r, s.form.take1(r.Context())); err == nil {
			s.form.perform(r, p)
			w := httptest.NewRecorder()
			if s.form.show(w, ""); w.Code != http.StatusOK {
				t.Errorf("the page answers %d", w.Code)
			}
		}
		s.form.mu.Unlock()
		k := s.kept()
		for _, words := range []string{k.Subject, k.Description.Doing, k.Description.Happened, k.Contact.Name, strings.Join(k.BCC, " ")} {
			if !utf8.ValidString(words) || strings.ContainsAny(words, "\x00\r\x1b") || len(words) > 2*maxText {
				t.Fatalf("kept %q", words)
			}
		}
		if strings.Contains(k.Subject, "\n") {
			t.Fatalf("the subject has lines: %q", k.Subject)
		}
	})
}

// Text as a browser sends it.
func FuzzClean(f *testing.F) {
	f.Add("a\r\nb\rc\x00d\xffe\tf\u2028")
	f.Fuzz(func(t *testing.T, s string) {
		got := clean(s)
		if !utf8.ValidString(got) || strings.ContainsAny(got, "\x00\r\x07\x1b\x7f") || clean(got) != got {
			t.Errorf("%q becomes %q", s, got)
		}
	})
}
