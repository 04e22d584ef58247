package oauth

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"errors"
	"net/http"
	"net/url"
	"sync"
	"time"

	"golang.org/x/oauth2"
)

// browserPatience is how long the user has in the browser: a second factor
// may be in another room.
const browserPatience = 10 * time.Minute

// SignIn is one sign-in of a user.
type SignIn struct {
	Provider Provider
	User     string // the mail address, which the provider is asked to offer
	Lang     string // of the page at the end, "it" or "en"
	// Words gives the page's texts: "signin.page.KEY".
	Words func(key string) string
	// Open opens an address in the user's browser.
	Open func(ctx context.Context, address string) error
	// Opened, which may be nil, is told the address and how opening it went;
	// with it a browser that did not open does not end the sign-in, since the
	// user may carry the address there.
	Opened   func(address string, err error)
	Patience time.Duration // 0: ten minutes

	listen listenFunc // nil: net.Listen
}

// attempt is one way through the browser: authorization code with PKCE (RFC
// 7636) and a state, back over loopback (RFC 8252).
type attempt struct {
	SignIn
	redirect, state, verifier string

	once sync.Once
	end  chan outcome
}

type outcome struct {
	grant Grant
	err   error
}

// Browser signs the user in by the system's browser. It ends with ErrTimeout
// when nobody comes back, as after a closed browser, which cannot be noticed.
func (s SignIn) Browser(ctx context.Context) (Grant, error) {
	patience := s.Patience
	if patience <= 0 {
		patience = browserPatience
	}
	ctx, cancel := context.WithTimeoutCause(ctx, patience, ErrTimeout)
	defer cancel()
	a := &attempt{SignIn: s, state: rand.Text(), verifier: oauth2.GenerateVerifier(), end: make(chan outcome, 1)}
	if a.listen == nil {
		a.listen = listenTCP
	}
	listeners, redirect, err := loopback(a.listen)
	if err != nil {
		return Grant{}, err
	}
	a.redirect = redirect
	server := &http.Server{Handler: a, ReadHeaderTimeout: 10 * time.Second, MaxHeaderBytes: 64 << 10}
	for _, l := range listeners {
		go func() { _ = server.Serve(l) }()
	}
	defer a.close(server)
	if err := a.send(ctx); err != nil {
		return Grant{}, err
	}
	select {
	case o := <-a.end:
		return o.grant, o.err
	case <-ctx.Done():
		return Grant{}, context.Cause(ctx)
	}
}

// close lets the last page arrive.
func (a *attempt) close(server *http.Server) {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	if err := server.Shutdown(ctx); err != nil {
		_ = server.Close()
	}
}

// send opens the provider's page in the browser.
func (a *attempt) send(ctx context.Context) error {
	c := a.Provider.config
	c.RedirectURL = a.redirect
	options := append([]oauth2.AuthCodeOption{oauth2.S256ChallengeOption(a.verifier)}, a.Provider.extra...)
	if a.User != "" {
		options = append(options, oauth2.SetAuthURLParam("login_hint", a.User))
	}
	address := c.AuthCodeURL(a.state, options...)
	// The browser outlives the sign-in: the end of our context must not be its.
	err := a.Open(context.WithoutCancel(ctx), address)
	if a.Opened != nil {
		a.Opened(address, err)
		return nil
	}
	if err != nil {
		return errors.Join(ErrNoBrowser, err)
	}
	return nil
}

// ServeHTTP takes the browser's return. Only one with our state counts, and
// only the first; anything else that comes to the port changes nothing.
func (a *attempt) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	switch {
	case !a.isOurs(r.Host), r.Method != http.MethodGet, r.URL.Path != "/":
		http.Error(w, "not found", http.StatusNotFound)
		return
	case subtle.ConstantTimeCompare([]byte(q.Get("state")), []byte(a.state)) != 1:
		a.page(w, http.StatusBadRequest, "stray")
		return
	}
	first := false
	a.once.Do(func() { first = true })
	if !first {
		a.page(w, http.StatusBadRequest, "stray")
		return
	}
	o := a.finish(r.Context(), q)
	key, status := "done", http.StatusOK
	switch {
	case errors.Is(o.err, ErrDenied), errors.Is(o.err, ErrScope):
		key = "denied"
	case o.err != nil:
		key, status = "failed", http.StatusBadGateway
	}
	a.page(w, status, key)
	a.end <- o
}

// isOurs reports whether the browser asked for this computer by the name we
// gave it: a page on the web could come by another name.
func (a *attempt) isOurs(host string) bool {
	u, err := url.Parse(a.redirect)
	return err == nil && (host == u.Host || host == "127.0.0.1:"+u.Port() || host == "[::1]:"+u.Port())
}

// finish turns the browser's return into a grant.
func (a *attempt) finish(ctx context.Context, q url.Values) outcome {
	if code := q.Get("error"); code != "" {
		return outcome{err: answerError(code, q.Get("error_description"))}
	}
	// A browser that closes its connection now shall not undo the sign-in.
	g, err := a.Provider.exchange(context.WithoutCancel(ctx), a.redirect, q.Get("code"), a.verifier)
	return outcome{g, err}
}
