package oauth

import (
	"context"
	"errors"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/zalando/go-keyring"

	"ticketpp/internal/secret"
	"ticketpp/test/authserver"
)

const anna = "anna@comune.example"

// signedIn is a provider with a user who has signed in.
func signedIn(t *testing.T) (*authserver.Server, Provider, *secret.Vault) {
	t.Helper()
	keyring.MockInit()
	server, p := provider(t, nil)
	v := &secret.Vault{}
	if err := v.Set(t.Context(), p.Account(anna), server.Give(scope)); err != nil {
		t.Fatal(err)
	}
	return server, p, v
}

func TestATokenIsRenewedAheadOfTime(t *testing.T) {
	server, p, v := signedIn(t)
	now := time.Now()
	tokens := Tokens{now: func() time.Time { return now }}
	first, err := tokens.Get(t.Context(), p, anna, v)
	if err != nil || server.Check(first, scope) != nil {
		t.Fatal(err)
	}
	now = now.Add(54 * time.Minute)
	if again, _ := tokens.Get(t.Context(), p, anna, v); again != first || server.Asked() != 1 {
		t.Errorf("%d requests for a token that holds", server.Asked())
	}
	now = now.Add(2 * time.Minute) // four before its end
	if next, err := tokens.Get(t.Context(), p, anna, v); err != nil || next == first {
		t.Errorf("not renewed: %v", err)
	}
}

func TestManyCallersShareOneRequest(t *testing.T) {
	server, p, v := signedIn(t)
	var tokens Tokens
	var group sync.WaitGroup
	for range 50 {
		group.Go(func() {
			if _, err := tokens.Get(t.Context(), p, anna, v); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	if n := server.Asked(); n != 1 {
		t.Errorf("%d requests", n)
	}
}

func TestARotatedRefreshTokenIsKept(t *testing.T) {
	server, p, v := signedIn(t)
	server.Set(authserver.Switches{Rotate: true, Life: time.Minute})
	var tokens Tokens
	before, _ := v.Get(t.Context(), p.Account(anna))
	for range 3 {
		if _, err := tokens.Get(t.Context(), p, anna, v); err != nil {
			t.Fatal(err)
		}
	}
	if after, err := v.Get(t.Context(), p.Account(anna)); err != nil || after == before {
		t.Errorf("not kept: %v", err)
	}
}

func TestARenewedTokenWithoutAKeyringLastsTheSession(t *testing.T) {
	server, p, _ := signedIn(t)
	keyring.MockInitWithError(errors.New("no secret service"))
	v := &secret.Vault{}
	v.Keep(p.Account(anna), server.Give(scope))
	server.Set(authserver.Switches{Rotate: true, Life: time.Minute})
	var tokens Tokens
	for range 2 {
		if _, err := tokens.Get(t.Context(), p, anna, v); err != nil {
			t.Fatal(err)
		}
	}
}

func TestWhatNeedsASignIn(t *testing.T) {
	for name, c := range map[string]struct {
		sw   authserver.Switches
		want error
	}{
		"expired":          {authserver.Switches{Refusal: "invalid_grant", Told: "AADSTS700082: The refresh token has expired due to inactivity."}, ErrExpired},
		"revoked":          {authserver.Switches{Refusal: "invalid_grant", Told: "AADSTS50173: The provided grant has expired due to it being revoked"}, ErrRevoked},
		"second factor":    {authserver.Switches{Refusal: "interaction_required"}, ErrRevoked},
		"scope missing":    {authserver.Switches{Scope: "openid"}, ErrScope},
		"program unknown":  {authserver.Switches{Refusal: "unauthorized_client"}, ErrNotAllowed},
		"answer with junk": {authserver.Switches{Refusal: "invalid_grant", Told: "a\r\nX: b\x00" + strings.Repeat("x", 9000)}, ErrRevoked},
	} {
		t.Run(name, func(t *testing.T) {
			server, p, v := signedIn(t)
			server.Set(c.sw)
			var tokens Tokens
			_, err := tokens.Get(t.Context(), p, anna, v)
			if !errors.Is(err, c.want) || IsNetwork(err) {
				t.Fatalf("got %v", err)
			}
			if len(err.Error()) > 400 || strings.ContainsAny(err.Error(), "\r\n\x00") {
				t.Errorf("the error is %q", err)
			}
		})
	}
}

func TestWithoutASignInNobodyIsAsked(t *testing.T) {
	keyring.MockInit()
	server, p := provider(t, nil)
	var tokens Tokens
	if _, err := tokens.Get(t.Context(), p, anna, &secret.Vault{}); !errors.Is(err, ErrNotSignedIn) || server.Asked() != 0 {
		t.Errorf("%v after %d requests", err, server.Asked())
	}
}

func TestARefusedSignInIsAskedOnceUntilThereIsAnother(t *testing.T) {
	server, p, v := signedIn(t)
	server.Revoke()
	var tokens Tokens
	for range 3 {
		if _, err := tokens.Get(t.Context(), p, anna, v); !errors.Is(err, ErrRevoked) {
			t.Fatal(err)
		}
	}
	if n := server.Asked(); n != 1 {
		t.Errorf("%d requests with a token that is refused", n)
	}
	if err := v.Set(t.Context(), p.Account(anna), server.Give(scope)); err != nil {
		t.Fatal(err)
	}
	if _, err := tokens.Get(t.Context(), p, anna, v); err != nil {
		t.Errorf("after the new sign-in: %v", err)
	}
}

func TestWhatPassesByItself(t *testing.T) {
	server, p, v := signedIn(t)
	now := time.Now()
	tokens := Tokens{now: func() time.Time { return now }}
	server.Set(authserver.Switches{Down: true})
	_, err := tokens.Get(t.Context(), p, anna, v)
	var request *url.Error // what the mail room takes for the network
	if !errors.As(err, &request) {
		t.Errorf("a provider in maintenance: %v", err)
	}
	server.Set(authserver.Switches{})
	first, err := tokens.Get(t.Context(), p, anna, v)
	if err != nil {
		t.Fatal(err)
	}
	server.Close()
	now = now.Add(57 * time.Minute)
	if still, err := tokens.Get(t.Context(), p, anna, v); err != nil || still != first {
		t.Errorf("three minutes before its end: %v", err)
	}
	now = now.Add(5 * time.Minute)
	if _, err := tokens.Get(t.Context(), p, anna, v); !IsNetwork(err) {
		t.Errorf("after its end: %v", err)
	}
}

func TestWhoeverLeavesDoesNotEndItForTheOthers(t *testing.T) {
	_, p, v := signedIn(t)
	var tokens Tokens
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := tokens.Get(ctx, p, anna, v); err != nil && !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if _, err := tokens.Get(t.Context(), p, anna, v); err != nil {
		t.Error(err)
	}
}

func TestARejectedTokenIsNotGivenAgain(t *testing.T) {
	_, p, v := signedIn(t)
	var tokens Tokens
	first, err := tokens.Get(t.Context(), p, anna, v)
	if err != nil {
		t.Fatal(err)
	}
	if !tokens.Reject(time.Now().Add(time.Second)) {
		t.Error("nothing to reject")
	}
	next, err := tokens.Get(t.Context(), p, anna, v)
	if err != nil || next == first {
		t.Errorf("the same again: %v", err)
	}
	if tokens.Reject(time.Now().Add(-time.Minute)) {
		t.Error("a newer one was rejected")
	}
}
