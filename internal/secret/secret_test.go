package secret

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/zalando/go-keyring"
)

func TestCommandGivesItsFirstLine(t *testing.T) {
	var v Vault
	got, err := v.Get(t.Context(), Account{Host: "h", User: "u", Command: []string{"printf", `segreto $(id)\nseconda riga\n`}})
	if err != nil || got != "segreto $(id)" {
		t.Errorf("got %q, %v", got, err)
	}
}

func TestCommandThatFailsOrSaysNothingIsAnError(t *testing.T) {
	var v Vault
	for _, command := range [][]string{{"false"}, {"true"}, {"/no/such/program"}, {"printf", strings.Repeat("x", maxSecret+1)}} {
		if got, err := v.Get(t.Context(), Account{Command: command}); err == nil {
			t.Errorf("%v gave %q", command, got)
		}
	}
}

func TestCommandThatHangsIsEnded(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	var v Vault
	if _, err := v.Get(ctx, Account{Command: []string{"sleep", "60"}}); err == nil {
		t.Error("a hanging command gave a password")
	}
}

func TestKeyringKeepsOneSecretPerHostAndUser(t *testing.T) {
	keyring.MockInit()
	var v Vault
	a := Account{Host: "relay.example", User: "anna"}
	if _, err := v.Get(t.Context(), a); !errors.Is(err, ErrNone) {
		t.Fatalf("before: %v", err)
	}
	if err := v.Set(t.Context(), a, "uno"); err != nil {
		t.Fatal(err)
	}
	if got, err := v.Get(t.Context(), a); err != nil || got != "uno" {
		t.Errorf("after: %q, %v", got, err)
	}
	if _, err := v.Get(t.Context(), Account{Host: "other.example", User: "anna"}); !errors.Is(err, ErrNone) {
		t.Errorf("another host got the secret: %v", err)
	}
}

func TestWithoutAKeyringTheSecretLastsTheSession(t *testing.T) {
	keyring.MockInitWithError(errors.New("no secret service"))
	var v Vault
	a := Account{Host: "relay.example", User: "anna"}
	if err := v.Set(t.Context(), a, "due"); !errors.Is(err, ErrSessionOnly) {
		t.Errorf("Set did not say that the keyring is missing: %v", err)
	}
	if got, err := v.Get(t.Context(), a); err != nil || got != "due" {
		t.Errorf("got %q, %v", got, err)
	}
	var later Vault
	if _, err := later.Get(t.Context(), a); err == nil {
		t.Error("the secret outlived the session")
	}
}

func TestKeyringThatNeverAnswersIsLeft(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	block := make(chan struct{})
	defer close(block)
	if _, err := ask(ctx, func() (string, error) { <-block; return "", nil }); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
}

func TestASecretTooLongForTheKeyringLastsTheSession(t *testing.T) {
	keyring.MockInit()
	var v Vault
	a := Account{Host: "login.example", User: "anna"}
	long := strings.Repeat("x", maxSecret+1)
	if err := v.Set(t.Context(), a, long); !errors.Is(err, ErrSessionOnly) {
		t.Errorf("Set: %v", err)
	}
	if got, err := v.Get(t.Context(), a); err != nil || got != long {
		t.Errorf("%d bytes, %v", len(got), err)
	}
}

func TestTheKeyringsNewSecretReplacesTheSessions(t *testing.T) {
	keyring.MockInit()
	var v Vault
	a := Account{Host: "relay.example", User: "anna"}
	v.Keep(a, "vecchia")
	if got, _ := v.Get(t.Context(), a); got != "vecchia" {
		t.Errorf("kept %q", got)
	}
	if err := v.Set(t.Context(), a, "nuova"); err != nil {
		t.Fatal(err)
	}
	if got, _ := v.Get(t.Context(), a); got != "nuova" {
		t.Errorf("got %q", got)
	}
	v.Keep(a, "vecchia")
	v.Forget(a)
	if got, _ := v.Get(t.Context(), a); got != "nuova" {
		t.Errorf("forgot the keyring's: %q", got)
	}
}
