package agent

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"time"

	"ticketpp/internal/config"
	"ticketpp/internal/dispatch"
	"ticketpp/internal/launch"
	"ticketpp/internal/mail"
	"ticketpp/internal/oauth"
	"ticketpp/internal/opener"
	"ticketpp/internal/outbox"
	"ticketpp/internal/secret"
)

// signInWithin is how long the sign-in window's first frame may take.
const signInWithin = 10 * time.Second

// errNoWindow: the sign-in window did not appear.
var errNoWindow = errors.New("the sign-in window did not appear")

// wantsSignIn reports whether an item waits for the user to log in.
func (a *agent) wantsSignIn(it outbox.Item) bool {
	return it.Reason == outbox.Reason(mail.ReasonAuth) && it.State != outbox.Failed && it.State != outbox.Sent &&
		len(dispatch.Logins(a.settings.get())) > 0
}

// canSignInToMailbox reports whether a login would open the mailbox.
func (a *agent) canSignInToMailbox() bool {
	settings := a.settings.get()
	return settings.IMAP.Auth == config.XOAuth2 || len(settings.IMAP.PasswordCommand) == 0
}

// signIn lets the user log in, and sends what waited for it. It never comes
// by itself: the notification says that it is wanted, the menu opens it.
func (a *agent) signIn(ctx context.Context) {
	if !a.signing.TryLock() {
		return // its window is open
	}
	defer a.signing.Unlock()
	a.settings.refresh(a.log)
	signedIn, err := a.signInWindow(ctx, a.signedIn)
	if errors.Is(err, errNoWindow) {
		a.log.Warn("no sign-in window", "err", err)
		signedIn, err = a.signInWithout(ctx)
		switch {
		case signedIn:
			a.signedIn()
		case errors.Is(err, errNoWindow), errors.Is(err, oauth.ErrNoBrowser):
			a.say(ctx, "signin.no-window", nil)
		}
	}
	a.log.Info("sign-in ended", "signed_in", signedIn, "err", err)
}

// signedIn sends what waited.
func (a *agent) signedIn() {
	a.told.again() // a login that is refused again is news
	a.retry()
	a.look()
}

// signInWindow shows the window and takes over what it gives. done is called
// as soon as the user has logged in; the window may stay to say so.
func (a *agent) signInWindow(ctx context.Context, done func()) (signedIn bool, err error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	args := append([]string{"signin"}, launch.GlobalFlags(a.Where)...)
	cmd := exec.CommandContext(ctx, a.Options.Window, append(args, "--handover")...)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		return false, err
	}
	if err := cmd.Start(); err != nil {
		return false, fmt.Errorf("%w: %w", errNoWindow, err)
	}
	late := time.AfterFunc(signInWithin, cancel)
	defer late.Stop()
	var ready bool
	for lines := bufio.NewScanner(out); lines.Scan(); {
		switch {
		case a.dispatch.Vault.TakeOver(lines.Text()):
			signedIn = true
			done()
		case strings.HasPrefix(lines.Text(), "ready "):
			ready = true
			late.Stop()
		}
	}
	err = cmd.Wait()
	switch code := cmd.ProcessState.ExitCode(); {
	case signedIn:
		return true, nil
	case !ready && code != launch.StatusClosed:
		return false, fmt.Errorf("%w: %w", errNoWindow, err)
	default:
		return false, err
	}
}

// signInWithout goes to the browser without a window. A password cannot be
// asked for there.
func (a *agent) signInWithout(ctx context.Context) (signedIn bool, err error) {
	settings := a.settings.get()
	for _, c := range dispatch.Logins(settings) {
		if c.Auth != config.XOAuth2 {
			continue
		}
		p, err := dispatch.Provider(settings)
		if err != nil {
			return false, err
		}
		g, err := oauth.SignIn{
			Provider: p, User: c.Username, Lang: a.texts.Lang(), Open: opener.URL,
			Words: func(key string) string { return a.texts.Get(key) },
		}.Browser(ctx)
		if err != nil {
			return false, err
		}
		if err := a.dispatch.Vault.Set(ctx, p.Account(c.Username), g.Refresh); err != nil && !errors.Is(err, secret.ErrSessionOnly) {
			return false, err
		}
		return true, nil
	}
	return false, errNoWindow
}
