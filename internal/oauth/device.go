package oauth

import (
	"context"
	"fmt"
	"time"

	"golang.org/x/oauth2"
)

// Code is what the user types on another device.
type Code struct {
	Code    string
	Address string // the page on which it is typed
	Until   time.Time
}

// Device signs the user in by a code on another device (RFC 8628). show gets
// the code; then Device waits until it was typed, refused, or too old.
func (s SignIn) Device(ctx context.Context, show func(Code)) (Grant, error) {
	c := s.Provider.config
	asked, cancel := asking(ctx)
	code, err := c.DeviceAuth(asked)
	cancel()
	if err != nil {
		return Grant{}, understand(c.Endpoint.DeviceAuthURL, err)
	}
	if code.UserCode == "" || !isSafe(code.VerificationURI) {
		return Grant{}, fmt.Errorf("%w: no code, or no https page for it", ErrNotAllowed)
	}
	until := code.Expiry
	if until.IsZero() {
		until = time.Now().Add(browserPatience)
	}
	code.Expiry = time.Time{} // the library's own bound would only hide ours
	ctx, stop := context.WithDeadlineCause(ctx, until, ErrTimeout)
	defer stop()
	show(Code{Code: code.UserCode, Address: code.VerificationURI, Until: until})
	for {
		g, err := s.poll(ctx, code)
		if ctx.Err() != nil {
			return Grant{}, context.Cause(ctx)
		}
		if !IsNetwork(err) {
			return g, err
		}
		// A lost connection is no refusal (RFC 8628, 3.5); the library waits
		// its interval before it asks again.
	}
}

// poll asks until there is an answer.
func (s SignIn) poll(ctx context.Context, code *oauth2.DeviceAuthResponse) (Grant, error) {
	t, err := s.Provider.config.DeviceAccessToken(withClient(ctx), code)
	if err != nil {
		return Grant{}, understand(s.Provider.config.Endpoint.TokenURL, err)
	}
	return s.Provider.granted(t, "")
}
