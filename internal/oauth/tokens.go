package oauth

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"ticketpp/internal/secret"
)

// ahead is how long before its end an access token is renewed.
const ahead = 5 * time.Minute

// Tokens gives access tokens and remembers them until shortly before their
// end. The zero value is ready; it is safe for concurrent use. Several that
// ask at once share one request.
type Tokens struct {
	mu       sync.Mutex
	accounts map[string]*account
	now      func() time.Time // nil: the clock
}

// account is what is known of one user at one provider.
type account struct {
	access  string
	since   time.Time
	until   time.Time
	refused string // a refresh token that the provider takes no more
	why     error
	running *renewal
}

// renewal is a request under way.
type renewal struct {
	done   chan struct{}
	access string
	err    error
}

// Get returns the user's access token. See the package's errors for those
// after which somebody must sign in; a *url.Error means that the provider
// could not be asked just now.
func (t *Tokens) Get(ctx context.Context, p Provider, user string, v *secret.Vault) (string, error) {
	a := p.Account(user)
	t.mu.Lock()
	known := t.account(a)
	if t.clock().Before(known.until.Add(-ahead)) {
		defer t.mu.Unlock()
		return known.access, nil
	}
	r := known.running
	if r == nil {
		r = &renewal{done: make(chan struct{})}
		known.running = r
		// Whoever asked first may leave; the others still wait for it.
		go t.renew(context.WithoutCancel(ctx), p, a, v, known, r)
	}
	t.mu.Unlock()
	select {
	case <-r.done:
		return r.access, r.err
	case <-ctx.Done():
		return "", ctx.Err()
	}
}

// account returns what is known of an account. The lock is held.
func (t *Tokens) account(a secret.Account) *account {
	if t.accounts == nil {
		t.accounts = map[string]*account{}
	}
	key := a.Host + "\n" + a.User
	if t.accounts[key] == nil {
		t.accounts[key] = &account{}
	}
	return t.accounts[key]
}

func (t *Tokens) clock() time.Time {
	if t.now != nil {
		return t.now()
	}
	return time.Now().Round(0) // the wall clock: a computer sleeps
}

// renew gets a new access token with the refresh token that is kept now: the
// window may have put another there a moment ago.
func (t *Tokens) renew(ctx context.Context, p Provider, a secret.Account, v *secret.Vault, known *account, r *renewal) {
	refresh, err := v.Get(ctx, a)
	if errors.Is(err, secret.ErrNone) {
		err = ErrNotSignedIn
	}
	t.mu.Lock()
	if err == nil && refresh == known.refused {
		err = known.why // nothing has changed since; the provider is not asked again
	}
	t.mu.Unlock()
	var g Grant
	if err == nil {
		g, err = p.renew(ctx, refresh)
	}
	if err == nil && g.Refresh != refresh {
		// Where it cannot be kept, the vault holds it for this session.
		if e := v.Set(ctx, a, g.Refresh); e != nil && !errors.Is(e, secret.ErrSessionOnly) {
			err = fmt.Errorf("the renewed sign-in cannot be kept: %w", e)
		}
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	now := t.clock()
	switch answer := new(AnswerError); {
	case err == nil:
		known.access, known.since, known.until = g.Access, now, g.Until
		known.refused, known.why = "", nil
	case IsNetwork(err) && now.Before(known.until):
		err = nil // the old one still holds
	case errors.As(err, &answer) && !IsNetwork(err):
		known.refused, known.why = refresh, err
	}
	r.err = err
	if err == nil {
		r.access = known.access
	}
	known.running = nil
	close(r.done)
}

// Reject forgets the access tokens that are older than the given time, since
// a server did not take one, and reports whether there were any: then it is
// worth to try again at once with a new one.
func (t *Tokens) Reject(before time.Time) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	found := false
	for _, a := range t.accounts {
		if a.access != "" && a.since.Before(before) {
			a.access, a.until, found = "", time.Time{}, true
		}
	}
	return found
}
