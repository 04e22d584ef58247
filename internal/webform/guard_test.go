package webform

import (
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"strings"
	"testing"
)

const secretWords = "Mandato 1532 segreto"

// refused asks without following anything, and wants to be turned away with
// nothing of the ticket and no cookie.
func (s *served) refused(what string, r *http.Request, status int) {
	s.t.Helper()
	client := &http.Client{Jar: s.client.Jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	got, err := client.Do(r)
	must(s.t, err)
	defer got.Body.Close()
	text, err := io.ReadAll(got.Body)
	must(s.t, err)
	if got.StatusCode != status || len(got.Cookies()) > 0 || strings.Contains(string(text), secretWords) {
		s.t.Errorf("%s: %s, cookies %v, %s", what, got.Status, got.Cookies(), text)
	}
	for name, want := range map[string]string{"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY"} {
		if got.Header.Get(name) != want {
			s.t.Errorf("%s: %s is %q", what, name, got.Header.Get(name))
		}
	}
	if p := got.Header.Get("Content-Security-Policy"); !strings.Contains(p, "default-src 'none'") || strings.Contains(p, "unsafe") {
		s.t.Errorf("%s: policy %q", what, p)
	}
}

func (s *served) asking(method, address string) *http.Request {
	s.t.Helper()
	r, err := http.NewRequest(method, address, nil)
	must(s.t, err)
	return r
}

// A name that was made to point to this computer (DNS rebinding), or any
// other than the one that we gave, is not ours.
func TestOtherHostsAreRefused(t *testing.T) {
	s := serve(t, nil).run()
	s.post("subject", secretWords)
	_, port, _ := net.SplitHostPort(s.form.guard.host)
	for _, host := range []string{"evil.example", "evil.example:" + port, "localhost:" + port, "127.0.0.1", "127.0.0.1:1", "[::1]:" + port, "127.0.0.1." + ":" + port} {
		for _, path := range []string{s.form.guard.root, "/open/x", "/style.css", "/"} {
			r := s.asking(http.MethodGet, "http://"+s.form.guard.host+path)
			r.Host = host
			s.refused(host+path, r, http.StatusForbidden)
		}
		r := s.request(pair{name: "subject", value: "overwritten"})
		r.Host = host
		s.refused("post to "+host, r, http.StatusForbidden)
	}
	if got := s.kept().Subject; got != secretWords {
		t.Errorf("the subject is %q", got)
	}
}

// A page of somebody else's in the same browser asks with our cookie.
func TestOtherOriginsAreRefused(t *testing.T) {
	s := serve(t, nil).run()
	s.post("subject", secretWords)
	home := "http://" + s.form.guard.host
	for _, origin := range []string{"-", "null", "http://evil.example", "http://127.0.0.1:1", "https://" + s.form.guard.host, home + ".evil.example", "http://localhost", ""} {
		s.origin = origin
		s.refused("post from "+origin, s.request(pair{name: "subject", value: "overwritten"}), http.StatusForbidden)
	}
	s.origin = home
	twice := s.request(pair{name: "subject", value: "overwritten"})
	twice.Header.Add("Origin", "http://evil.example")
	s.refused("two origins", twice, http.StatusForbidden)
	for _, site := range []string{"cross-site", "same-site", "anything"} {
		r := s.request(pair{name: "subject", value: "overwritten"})
		r.Header.Set("Sec-Fetch-Site", site)
		s.refused("post, "+site, r, http.StatusForbidden)
		r = s.asking(http.MethodGet, home+s.form.guard.root)
		r.Header.Set("Sec-Fetch-Site", site)
		s.refused("page, "+site, r, http.StatusForbidden)
		r = s.asking(http.MethodGet, s.form.Address())
		r.Header.Set("Sec-Fetch-Site", site)
		s.refused("address, "+site, r, http.StatusForbidden)
	}
	r := s.request(pair{name: "subject", value: "overwritten"})
	r.Header.Set("Sec-Fetch-Site", "none") // a browser's own page does not say so of a post
	s.refused("post, none", r, http.StatusForbidden)
	r = s.asking(http.MethodGet, home+s.form.guard.root)
	r.Header.Set("Origin", "http://evil.example")
	s.refused("page for another origin", r, http.StatusForbidden)
	if got := s.kept().Subject; got != secretWords {
		t.Errorf("the subject is %q", got)
	}
}

// The address works once; a wrong one never; a newer one ends the older.
func TestAddressWorksOnce(t *testing.T) {
	s := serve(t, nil)
	first := s.form.Address()
	home := "http://" + s.form.guard.host
	s.refused("before any browser", s.asking(http.MethodGet, home+s.form.guard.root), http.StatusForbidden)
	for _, token := range []string{"x", strings.ToLower(first[strings.LastIndex(first, "/")+1:]), first[strings.LastIndex(first, "/")+1:] + "A"} {
		s.refused("token "+token, s.asking(http.MethodGet, home+"/open/"+token), http.StatusForbidden)
	}
	s.refused("no token", s.asking(http.MethodGet, home+"/open/"), http.StatusNotFound)
	second := s.form.Address()
	s.refused("an older address", s.asking(http.MethodGet, first), http.StatusForbidden)

	// Whoever looks ahead does not use it up.
	for _, r := range []*http.Request{s.asking(http.MethodHead, second), s.asking(http.MethodGet, second)} {
		if r.Method == http.MethodGet {
			r.Header.Set("Sec-Purpose", "prefetch")
		}
		got, err := http.DefaultClient.Do(r)
		must(t, err)
		got.Body.Close()
		if got.StatusCode != http.StatusNoContent && got.StatusCode != http.StatusForbidden || len(got.Cookies()) > 0 {
			t.Errorf("%s: %s with %v", r.Method, got.Status, got.Cookies())
		}
	}
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	got, err := client.Get(second)
	must(t, err)
	got.Body.Close()
	cookies := got.Cookies()
	if got.StatusCode != http.StatusSeeOther || got.Header.Get("Location") != s.form.guard.root || len(cookies) != 1 {
		t.Fatalf("%s to %s with %v", got.Status, got.Header.Get("Location"), cookies)
	}
	if c := cookies[0]; !c.HttpOnly || c.SameSite != http.SameSiteStrictMode || c.Path != s.form.guard.root || c.Domain != "" || c.MaxAge != 0 || len(c.Value) < 26 {
		t.Errorf("the cookie is %v", c)
	}
	s.refused("a used address", s.asking(http.MethodGet, second), http.StatusForbidden)
}

// Without the cookie, with a wrong one, or with that of a page that gave way.
func TestOnlyTheSessionSeesTheForm(t *testing.T) {
	s := serve(t, nil).run()
	s.post("subject", secretWords)
	with := s.client.Jar
	home := "http://" + s.form.guard.host
	paths := []string{s.form.guard.root, s.form.guard.root + "shot/shot-1.png"}
	try := func(what string) {
		for _, p := range paths {
			s.refused(what+" "+p, s.asking(http.MethodGet, home+p), http.StatusForbidden)
		}
		s.refused(what+" post", s.request(pair{name: "subject", value: "overwritten"}), http.StatusForbidden)
	}
	empty, err := cookiejar.New(nil)
	must(t, err)
	s.client.Jar = empty
	try("no cookie")
	u := s.asking(http.MethodGet, home+s.form.guard.root).URL
	s.client.Jar.SetCookies(u, []*http.Cookie{{Name: cookieName, Value: "wrong", Path: s.form.guard.root}})
	try("a wrong cookie")

	s.client.Jar = empty
	r, err := s.client.Get(s.form.Address()) // another tab
	must(t, err)
	contains(t, s.body(r), secretWords)
	s.client.Jar = with
	try("the page before")
	if got := s.kept().Subject; got != secretWords {
		t.Errorf("the subject is %q", got)
	}
}

// A connection whose owner is another is refused before anything is read.
func TestOtherUsersAreRefused(t *testing.T) {
	s := serve(t, nil).run()
	s.form.guard.peer = func(_, _ net.Addr) verdict { return foreign }
	s.client.CloseIdleConnections()
	for _, path := range []string{s.form.guard.root, "/style.css"} {
		s.refused("foreign "+path, s.asking(http.MethodGet, "http://"+s.form.guard.host+path), http.StatusForbidden)
	}
	s.form.guard.peer = func(_, _ net.Addr) verdict { return cannotTell }
	s.client.CloseIdleConnections()
	http.DefaultTransport.(*http.Transport).CloseIdleConnections()
	s.get() // the address alone guards it
}

func TestOnlyItsOwnPathsAreServed(t *testing.T) {
	s := serve(t, nil).run()
	home := "http://" + s.form.guard.host
	for _, path := range []string{"/", "/index.html", "/web/form.html", s.form.guard.root + "shot/draft.json", s.form.guard.root + "shot/..%2f..%2fdraft.json", s.form.guard.root + "style.css"} {
		s.refused(path, s.asking(http.MethodGet, home+path), http.StatusNotFound)
	}
	r := s.request()
	r.Method, r.Body, r.ContentLength = http.MethodPut, nil, 0
	s.refused("put", r, http.StatusMethodNotAllowed)
}
