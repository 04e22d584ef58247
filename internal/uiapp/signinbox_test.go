package uiapp

import (
	"net"
	"strconv"
	"testing"

	"ticketpp/internal/config"
	"ticketpp/internal/demo"
	"ticketpp/internal/dispatch"
)

// The mailbox has a password of its own, and says itself whether it is right.
func TestTheMailboxsPassword(t *testing.T) {
	desk, err := demo.Start(t.Context(), demo.Options{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	defer desk.Close()
	addr, user, right := desk.MailAddr()
	host, port, _ := net.SplitHostPort(addr)
	number, _ := strconv.Atoi(port)
	a := newSigner(t, config.PasswordAuth)
	a.settings.IMAP = config.IMAP{Mailbox: "INBOX", Server: config.Server{
		Host: host, Port: number, Security: config.StartTLS, CAFile: desk.CAFile(), Auth: config.PasswordAuth, Username: user,
	}}
	if a.logins = dispatch.Logins(a.settings); len(a.logins) != 2 {
		t.Fatalf("%d logins", len(a.logins))
	}
	if _, err := a.password(t.Context(), 1, "sbagliata"); err == nil {
		t.Error("a wrong password was taken")
	}
	r, err := a.password(t.Context(), 1, right)
	if err != nil || r.Away {
		t.Errorf("the right one: %+v, %v", r, err)
	}
	account, _ := dispatch.Account(a.settings, a.logins[1])
	if got, err := a.vault.Get(t.Context(), account); err != nil || got != right {
		t.Errorf("kept %q, %v", got, err)
	}
}
