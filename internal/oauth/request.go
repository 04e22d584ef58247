package oauth

import (
	"context"
	"net/http"
	"strings"
	"time"

	"golang.org/x/oauth2"
)

// requestPatience bounds one request to the provider. A mail server waits
// meanwhile, five minutes and more (RFC 5321, 4.5.3.2).
const requestPatience = 20 * time.Second

// Grant is what a sign-in gave.
type Grant struct {
	Refresh string    // to be kept in the keyring, and nowhere else
	Access  string    // never kept
	Until   time.Time // of Access; zero when the provider does not say
}

// asking bounds ctx and gives it our client.
func asking(ctx context.Context) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithTimeout(ctx, requestPatience)
	return withClient(ctx), cancel
}

// withClient returns a context in which the oauth2 library asks with our
// client: each request bounded, no connection kept, and no redirect followed,
// which would carry the token elsewhere.
func withClient(ctx context.Context) context.Context {
	client := &http.Client{
		Timeout:       requestPatience,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	if transport, ok := http.DefaultTransport.(*http.Transport); ok {
		own := transport.Clone()
		own.DisableKeepAlives = true
		client.Transport = own
	}
	return context.WithValue(ctx, oauth2.HTTPClient, client)
}

// renew asks for an access token.
func (p Provider) renew(ctx context.Context, refresh string) (Grant, error) {
	ctx, cancel := asking(ctx)
	defer cancel()
	// A token that has expired is how the library is told to ask.
	old := &oauth2.Token{RefreshToken: refresh, Expiry: time.Unix(1, 0)}
	t, err := p.config.TokenSource(ctx, old).Token()
	if err != nil {
		return Grant{}, understand(p.config.Endpoint.TokenURL, err)
	}
	return p.granted(t, refresh)
}

// exchange asks for the tokens of a sign-in that came back to redirect.
func (p Provider) exchange(ctx context.Context, redirect, code, verifier string) (Grant, error) {
	ctx, cancel := asking(ctx)
	defer cancel()
	c := p.config
	c.RedirectURL = redirect
	t, err := c.Exchange(ctx, code, oauth2.VerifierOption(verifier))
	if err != nil {
		return Grant{}, understand(c.Endpoint.TokenURL, err)
	}
	return p.granted(t, "")
}

// granted reads an answer; before is the refresh token that stays in force
// where the answer has no new one.
func (p Provider) granted(t *oauth2.Token, before string) (Grant, error) {
	g := Grant{Access: t.AccessToken, Refresh: t.RefreshToken}
	if !t.Expiry.IsZero() {
		g.Until = t.Expiry.Round(0) // by the wall clock: a computer sleeps
	}
	if g.Refresh == "" {
		g.Refresh = before
	}
	if got, _ := t.Extra("scope").(string); !covers(got, p.config.Scopes) {
		return Grant{}, ErrScope
	}
	if g.Refresh == "" {
		return Grant{}, ErrNoRefresh
	}
	return g, nil
}

// covers reports whether the permissions given hold those wanted. Google lets
// the user untick some. No word means that all were given (RFC 6749, 5.1);
// what the provider knows without naming it in its answer does not count.
func covers(given string, wanted []string) bool {
	if strings.TrimSpace(given) == "" {
		return true
	}
	have := make(map[string]bool)
	for _, s := range strings.Fields(given) {
		have[shortScope(s)] = true
	}
	for _, s := range wanted {
		switch s {
		case "offline_access", "openid", "profile", "email":
		default:
			if !have[shortScope(s)] {
				return false
			}
		}
	}
	return true
}

// shortScope is a scope without the address of what it belongs to, which
// Microsoft's answers leave out at times.
func shortScope(s string) string {
	s = strings.ToLower(strings.TrimRight(s, "/"))
	return s[strings.LastIndexByte(s, '/')+1:]
}
