package webform

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"net"
	"net/http"
	"strings"
	"sync"
)

// guard lets in one browser of one user, and nobody who merely knows the
// port: other users' programs, other pages in the same browser, and names
// that were made to point here.
type guard struct {
	host string // "127.0.0.1:PORT", the only name by which we are asked
	root string // the path below which the form lies; the cookie goes nowhere else
	peer peerFunc

	mu      sync.Mutex
	token   string // opens the form once; "": none is valid
	session string // the cookie's value; "": no browser has come
}

// peerFunc reports whether the program at the other end of a connection is
// run by this user: yes, no, or the system cannot tell.
type peerFunc func(remote, local net.Addr) verdict

type verdict int

// The answers of a peerFunc.
const (
	cannotTell verdict = iota
	ours
	foreign
)

func newGuard(host string, peer peerFunc) *guard {
	return &guard{host: host, root: "/" + rand.Text() + "/", peer: peer}
}

// cookieName is the session's. Cookies do not keep ports apart: the path does.
const cookieName = "trayapp_form"

// address mints the token of the next browser.
func (g *guard) address() string {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.token = rand.Text()
	return "http://" + g.host + "/open/" + g.token
}

// exchange takes a token and gives a session for it, once. A page that had
// the session before has it no more.
func (g *guard) exchange(token string) (session string, ok bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.token == "" || !same(token, g.token) {
		return "", false
	}
	g.token, g.session = "", rand.Text()
	return g.session, true
}

// knows reports whether a request carries the session.
func (g *guard) knows(r *http.Request) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.session == "" {
		return false
	}
	for _, c := range r.CookiesNamed(cookieName) {
		if same(c.Value, g.session) {
			return true
		}
	}
	return false
}

func same(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }

// cookie is the session's cookie.
func (g *guard) cookie(session string) *http.Cookie {
	return &http.Cookie{Name: cookieName, Value: session, Path: g.root, HttpOnly: true, SameSite: http.SameSiteStrictMode}
}

// why a request was refused.
type refusal string

const (
	badHost   refusal = "host"
	badOrigin refusal = "origin"
	badPeer   refusal = "peer"
)

// refuse says why a request must not be served, "" when it may.
func (g *guard) refuse(r *http.Request) refusal {
	switch {
	case r.Host != g.host: // a name of somebody else's that points here
		return badHost
	case !g.sameOrigin(r):
		return badOrigin
	case connection(r.Context())() == foreign:
		return badPeer
	}
	return ""
}

// sameOrigin reports whether a request comes from our own page, or from the
// user's hand: a browser says whose page made it ask. A post must say so.
func (g *guard) sameOrigin(r *http.Request) bool {
	switch r.Header.Get("Sec-Fetch-Site") { // Fetch Metadata Request Headers
	case "", "same-origin":
	case "none": // typed, or handed over by another program
		if r.Method != http.MethodGet {
			return false
		}
	default:
		return false
	}
	origin := r.Header.Values("Origin") // RFC 6454
	if len(origin) == 0 {
		return r.Method == http.MethodGet
	}
	return len(origin) == 1 && origin[0] == "http://"+g.host
}

// peerKey is where a connection's answer lies in a request's context.
type peerKey struct{}

// remember asks once for a connection who is at its other end, when its first
// request is looked at.
func (g *guard) remember(ctx context.Context, c net.Conn) context.Context {
	return context.WithValue(ctx, peerKey{}, sync.OnceValue(func() verdict {
		return g.peer(c.RemoteAddr(), c.LocalAddr())
	}))
}

func connection(ctx context.Context) func() verdict {
	if ask, ok := ctx.Value(peerKey{}).(func() verdict); ok {
		return ask
	}
	return func() verdict { return foreign } // not by our server
}

// policy: nothing runs, loads or is sent to but what is our own, and nothing
// that is written on the page can become a script (Content Security Policy
// Level 3, Trusted Types).
var policy = strings.Join([]string{
	"default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self'", "connect-src 'self'",
	"form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'",
	"require-trusted-types-for 'script'", "trusted-types trayapp",
}, "; ")

// headers go with every answer.
func headers(h http.Header) {
	h.Set("Content-Security-Policy", policy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	// Not "no-referrer": a browser would then not say in a post whose page it is.
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
	h.Set("Cache-Control", "no-store")
}
