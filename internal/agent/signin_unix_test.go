//go:build !windows

package agent

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/zalando/go-keyring"

	"ticketpp/internal/config"
	"ticketpp/internal/dispatch"
	"ticketpp/internal/outbox"
	"ticketpp/internal/secret"
)

// withWindow is an agent whose window program is a script.
func withWindow(t *testing.T, script string) *agent {
	t.Helper()
	keyring.MockInitWithError(errors.New("no secret service"))
	program := filepath.Join(t.TempDir(), "window")
	if err := os.WriteFile(program, []byte("#!/bin/sh\n"+script), 0o700); err != nil {
		t.Fatal(err)
	}
	return &agent{
		Options:  Options{Window: program, Where: config.Options{DataDir: t.TempDir()}},
		dispatch: &dispatch.Dispatcher{Vault: &secret.Vault{}},
	}
}

func TestTheAgentTakesOverWhatTheWindowIsGiven(t *testing.T) {
	account := secret.Account{Host: "relay.example", User: "anna"}
	var line bytes.Buffer
	if err := secret.HandOver(&line, account, "segreta"); err != nil {
		t.Fatal(err)
	}
	a := withWindow(t, `test "$1" = signin || exit 3
case "$*" in *--handover*) ;; *) exit 4;; esac
echo "ready 1.0"
echo "`+strings.TrimSpace(line.String())+`"
exit 11
`)
	told := 0
	signedIn, err := a.signInWindow(t.Context(), func() { told++ })
	if err != nil || !signedIn || told != 1 {
		t.Fatal(signedIn, told, err)
	}
	if got, err := a.dispatch.Vault.Get(t.Context(), account); err != nil || got != "segreta" {
		t.Errorf("the vault has %q, %v", got, err)
	}
}

func TestTheEndsOfASignInWindow(t *testing.T) {
	for script, want := range map[string]error{
		"echo 'ready 1.0'; exit 0": nil, // the user said no
		"exit 20":                  errNoWindow,
		"exit 1":                   errNoWindow,
	} {
		signedIn, err := withWindow(t, script).signInWindow(t.Context(), func() { t.Error("nobody has logged in") })
		if signedIn || !errors.Is(err, want) {
			t.Errorf("%s: %v, %v", script, signedIn, err)
		}
	}
}

func TestOnlyALoginThatWasRefusedWantsASignIn(t *testing.T) {
	login := config.Server{Host: "relay.example", Auth: config.PasswordAuth, Username: "anna"}
	command := login
	command.PasswordCommand = []string{"pass"}
	for _, c := range []struct {
		server config.Server
		item   outbox.Item
		want   bool
	}{
		{login, outbox.Item{State: outbox.Paused, Reason: "auth"}, true},
		{login, outbox.Item{State: outbox.Sending, Reason: "auth"}, true}, // the hourly probe
		{login, outbox.Item{State: outbox.Paused, Reason: "relay"}, false},
		{login, outbox.Item{State: outbox.Failed, Reason: "auth"}, false},
		{command, outbox.Item{State: outbox.Paused, Reason: "auth"}, false},
		{config.Server{Host: "relay.example", Auth: config.NoAuth}, outbox.Item{State: outbox.Paused, Reason: "auth"}, false},
	} {
		s := &config.Settings{}
		s.SMTP = []config.Server{c.server}
		a := &agent{settings: &watchedSettings{now: s}}
		if got := a.wantsSignIn(c.item); got != c.want {
			t.Errorf("%+v: %v", c, got)
		}
	}
}
