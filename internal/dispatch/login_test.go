package dispatch

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/zalando/go-keyring"

	"ticketpp/internal/config"
	"ticketpp/internal/outbox"
	"ticketpp/test/authserver"
)

const sendScope = "https://mail.example/SMTP.Send"

// office is a house whose mail server wants tokens.
type office struct {
	*Dispatcher
	provider *authserver.Server
	server   *authserver.MailServer
	settings *config.Settings
	dir      string
	log      *bytes.Buffer
}

func newOffice(t *testing.T) *office {
	t.Helper()
	keyring.MockInit()
	provider := authserver.Start()
	t.Cleanup(provider.Close)
	server, err := authserver.StartMail("anna@comune.example", "", sendScope, provider)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Close)
	o := &office{provider: provider, server: server, dir: t.TempDir(), log: &bytes.Buffer{}}
	o.Dispatcher = houseIn(t, o.dir, server.Addr)
	s := o.Settings()
	s.SMTP[0].Auth, s.SMTP[0].Username = config.XOAuth2, "anna@comune.example"
	s.OAuth = config.OAuth{
		Provider: "custom", ClientID: authserver.ClientID, AuthURL: provider.URL + "/authorize", TokenURL: provider.URL + "/token",
		Scopes: []string{sendScope},
	}
	o.settings = s
	o.Log = slog.New(slog.NewTextHandler(o.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	if o.Queue, err = outbox.Open(o.dir, outbox.WithLog(o.Log)); err != nil {
		t.Fatal(err)
	}
	return o
}

// signIn is what the window does.
func (o *office) signIn(t *testing.T, scope string) {
	t.Helper()
	a, err := Account(o.settings, o.settings.SMTP[0])
	if err != nil {
		t.Fatal(err)
	}
	if err := o.Vault.Set(t.Context(), a, o.provider.Give(scope)); err != nil {
		t.Fatal(err)
	}
}

// send hands a ticket over and tries it once.
func (o *office) send(t *testing.T) outbox.Item {
	t.Helper()
	it, err := o.Submit(written(t, o.Dispatcher))
	if err != nil {
		t.Fatal(err)
	}
	return o.try(t, it.ID)
}

func (o *office) try(t *testing.T, id string) outbox.Item {
	t.Helper()
	if err := o.Queue.Retry(id); err != nil {
		t.Fatal(err)
	}
	if err := o.DeliverOnce(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	it, err := o.Queue.Get(id)
	if err != nil {
		t.Fatal(err)
	}
	return it
}

func TestATokenSendsTheTicket(t *testing.T) {
	o := newOffice(t)
	o.signIn(t, sendScope)
	for range 3 {
		if it := o.send(t); it.State != outbox.Sent {
			t.Fatalf("%s %s %s", it.State, it.Reason, it.LastError)
		}
	}
	if n := o.provider.Asked(); n != 1 {
		t.Errorf("%d requests for three tickets", n)
	}
}

func TestATokenThatEndsSoonIsRenewedBefore(t *testing.T) {
	o := newOffice(t)
	o.provider.Set(authserver.Switches{Life: 4 * time.Minute, Rotate: true})
	o.signIn(t, sendScope)
	for range 2 {
		if it := o.send(t); it.State != outbox.Sent {
			t.Fatalf("%s %s %s", it.State, it.Reason, it.LastError)
		}
	}
	if n := o.provider.Asked(); n != 2 {
		t.Errorf("%d requests: the token was not renewed", n)
	}
}

func TestATokenThatEndedEarlyIsReplacedInTheSameAttempt(t *testing.T) {
	o := newOffice(t)
	o.signIn(t, sendScope)
	o.send(t)
	o.provider.EndAccess()
	if it := o.send(t); it.State != outbox.Sent || it.Attempts != 1 {
		t.Errorf("%s after %d attempts: %s %s", it.State, it.Attempts, it.Reason, it.LastError)
	}
	if mails, logins := o.server.Mails(), o.server.Logins(); len(mails) != 2 || logins != 3 {
		t.Errorf("%d mails, %d logins", len(mails), logins)
	}
}

func TestWhatPausesTheAccountUntilSomebodySignsIn(t *testing.T) {
	for name, prepare := range map[string]func(t *testing.T, o *office){
		"never signed in": func(*testing.T, *office) {},
		"expired": func(t *testing.T, o *office) {
			o.signIn(t, sendScope)
			o.provider.Set(authserver.Switches{Refusal: "invalid_grant", Told: "AADSTS700082: expired due to inactivity"})
		},
		"revoked": func(t *testing.T, o *office) { o.signIn(t, sendScope); o.provider.Revoke() },
		"revoked while the token is known": func(t *testing.T, o *office) {
			o.signIn(t, sendScope)
			o.send(t)
			o.provider.Revoke()
		},
		"scope missing, as the provider says": func(t *testing.T, o *office) {
			o.signIn(t, sendScope)
			o.provider.Set(authserver.Switches{Scope: "openid"})
		},
		"scope missing, as the server says": func(t *testing.T, o *office) {
			o.settings.OAuth.Scopes = []string{"openid"}
			o.signIn(t, "openid")
		},
	} {
		t.Run(name, func(t *testing.T) {
			o := newOffice(t)
			prepare(t, o)
			it := o.send(t)
			if it.State != outbox.Paused || it.Reason != "auth" {
				t.Fatalf("%s %s %s", it.State, it.Reason, it.LastError)
			}
			// The window signs in, the queue is told, the ticket goes.
			o.provider.Set(authserver.Switches{})
			o.settings.OAuth.Scopes = []string{sendScope}
			o.signIn(t, sendScope)
			if it = o.try(t, it.ID); it.State != outbox.Sent {
				t.Errorf("after the sign-in: %s %s %s", it.State, it.Reason, it.LastError)
			}
		})
	}
}

func TestAProviderThatIsAwayIsAskedAgain(t *testing.T) {
	o := newOffice(t)
	o.signIn(t, sendScope)
	o.provider.Set(authserver.Switches{Down: true})
	it := o.send(t)
	if it.State != outbox.Waiting {
		t.Fatalf("%s %s %s", it.State, it.Reason, it.LastError)
	}
	o.provider.Set(authserver.Switches{})
	if it = o.try(t, it.ID); it.State != outbox.Sent {
		t.Errorf("%s %s %s", it.State, it.Reason, it.LastError)
	}
	o.tokens.Reject(time.Now().Add(time.Hour))
	o.provider.Close()
	if it = o.send(t); it.State != outbox.Waiting || it.Reason != "network" {
		t.Errorf("nobody there: %s %s %s", it.State, it.Reason, it.LastError)
	}
}

func TestNoTokenIsWrittenAnywhere(t *testing.T) {
	o := newOffice(t)
	o.provider.Set(authserver.Switches{Rotate: true, Life: time.Minute})
	o.signIn(t, sendScope)
	secrets := o.provider.Secrets()
	o.send(t)
	secrets = append(secrets, o.provider.Secrets()...)
	o.provider.Set(authserver.Switches{Refusal: "invalid_grant", Told: "no"})
	o.send(t)
	o.provider.Set(authserver.Switches{Scope: "openid"})
	o.send(t)
	secrets = append(secrets, o.provider.Secrets()...)
	slices.Sort(secrets)
	secrets = slices.Compact(secrets)
	if len(secrets) < 3 {
		t.Fatalf("only %d tokens to look for", len(secrets))
	}
	look := func(where string, text []byte) {
		for _, s := range secrets {
			if bytes.Contains(text, []byte(s)) {
				t.Errorf("%s holds a token", where)
			}
		}
	}
	if o.log.Len() == 0 {
		t.Error("nothing was logged")
	}
	look("the log", o.log.Bytes())
	err := filepath.WalkDir(o.dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		text, err := os.ReadFile(path)
		look(path, text)
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

func TestAPasswordIsSentByTheVault(t *testing.T) {
	keyring.MockInitWithError(errors.New("no secret service"))
	d := house(t, nobody(t))
	s := d.Settings()
	s.SMTP[0].Auth, s.SMTP[0].Username = config.PasswordAuth, "anna"
	if got := Logins(s); len(got) != 1 {
		t.Fatalf("%d logins", len(got))
	}
	a, err := Account(s, s.SMTP[0])
	if err != nil {
		t.Fatal(err)
	}
	d.Vault.Keep(a, "segreta")
	if got, err := d.Servers()[0].Password(t.Context()); err != nil || got != "segreta" {
		t.Errorf("%v", err)
	}
	s.SMTP[0].PasswordCommand = []string{"printf", "altra"}
	if got := fmt.Sprint(Logins(s)); got != "[]" {
		t.Errorf("a command that answers by itself is asked for: %s", got)
	}
}
