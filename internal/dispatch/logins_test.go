package dispatch

import (
	"testing"

	"ticketpp/internal/config"
)

// Who signs in at a provider opens the mailbox with the same sign-in; a
// mailbox with a password of its own is one login more.
func TestLoginsOfTheMailbox(t *testing.T) {
	microsoft := config.OAuth{Provider: "microsoft", ClientID: "x"}
	box := func(auth config.Auth, user string) config.IMAP {
		return config.IMAP{Server: config.Server{Host: "imap.example", Port: 993, Auth: auth, Username: user}}
	}
	smtp := func(auth config.Auth) []config.Server {
		return []config.Server{{Host: "smtp.example", Port: 587, Auth: auth, Username: "anna@x.example"}}
	}
	command := box(config.PasswordAuth, "anna")
	command.PasswordCommand = []string{"pass"}
	for name, c := range map[string]struct {
		smtp []config.Server
		imap config.IMAP
		want int
	}{
		"no mailbox":             {smtp(config.PasswordAuth), config.IMAP{}, 1},
		"two passwords":          {smtp(config.PasswordAuth), box(config.PasswordAuth, "anna@x.example"), 2},
		"one sign-in":            {smtp(config.XOAuth2), box(config.XOAuth2, "anna@x.example"), 1},
		"two people's":           {smtp(config.XOAuth2), box(config.XOAuth2, "carla@x.example"), 2},
		"a relay and a mailbox":  {smtp(config.NoAuth), box(config.XOAuth2, "anna@x.example"), 1},
		"a command of its own":   {smtp(config.PasswordAuth), command, 1},
		"a password and a token": {smtp(config.PasswordAuth), box(config.XOAuth2, "anna@x.example"), 2},
	} {
		s := &config.Settings{}
		s.SMTP, s.IMAP, s.OAuth = c.smtp, c.imap, microsoft
		if got := Logins(s); len(got) != c.want {
			t.Errorf("%s: %d logins, want %d", name, len(got), c.want)
		}
	}
}
