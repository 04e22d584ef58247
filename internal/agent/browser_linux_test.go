package agent

import (
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/zalando/go-keyring"

	"ticketpp/internal/config"
	"ticketpp/internal/dispatch"
	"ticketpp/internal/l10n"
	"ticketpp/internal/secret"
	"ticketpp/test/authserver"
)

// Where no window can open, the browser still can.
func TestWithoutAWindowTheBrowserSignsIn(t *testing.T) {
	keyring.MockInitWithError(errors.New("no secret service"))
	provider := authserver.Start()
	defer provider.Close()
	tools := t.TempDir()
	if err := os.WriteFile(filepath.Join(tools, "xdg-open"), []byte("#!/bin/sh\nexec curl -sL -o /dev/null \"$1\"\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", tools+":"+os.Getenv("PATH"))
	texts, err := l10n.New("it")
	if err != nil {
		t.Fatal(err)
	}
	s := &config.Settings{}
	s.SMTP = []config.Server{{Host: "mail.example", Auth: config.XOAuth2, Username: "anna@comune.example"}}
	s.OAuth = config.OAuth{
		Provider: "custom", ClientID: authserver.ClientID, Scopes: []string{"send"},
		AuthURL: provider.URL + "/authorize", TokenURL: provider.URL + "/token",
	}
	a := &agent{
		texts: texts, log: slog.New(slog.DiscardHandler), settings: &watchedSettings{now: s},
		dispatch: &dispatch.Dispatcher{Vault: &secret.Vault{}},
	}
	if signedIn, err := a.signInWithout(t.Context()); err != nil || !signedIn {
		t.Fatal(signedIn, err)
	}
	account, err := dispatch.Account(s, s.SMTP[0])
	if err != nil {
		t.Fatal(err)
	}
	if got, err := a.dispatch.Vault.Get(t.Context(), account); err != nil || !strings.HasPrefix(got, "refresh-") {
		t.Errorf("the vault has %q, %v", got, err)
	}
}
