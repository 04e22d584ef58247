package uiapp

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"ticketpp/internal/config"
	"ticketpp/internal/dispatch"
	"ticketpp/internal/instance"
	"ticketpp/internal/l10n"
	"ticketpp/internal/mail"
	"ticketpp/internal/oauth"
	"ticketpp/internal/opener"
	"ticketpp/internal/outbox"
	"ticketpp/internal/secret"
	"ticketpp/internal/signin"
	"ticketpp/internal/window"
)

// checkPatience is how long the mail server may take to say whether it takes
// a login.
const checkPatience = 30 * time.Second

// signer is the process while it shows the sign-in window.
type signer struct {
	process  Process
	settings *config.Settings
	options  config.Options
	texts    *l10n.Texts
	log      *slog.Logger
	vault    *secret.Vault
	logins   []config.Server
	handover bool // an agent listens to standard output
}

// signInWindow shows the window in which the user logs in to the mail server.
func signInWindow(p Process, a arguments) int {
	log := p.logger()
	options := config.Options{ConfigFile: a.config, DataDir: a.data}
	ready := make(chan prepared, 1)
	go func() { ready <- prepare(options, log) }()
	app := window.NewApp(icon())
	release, err := p.openGL()
	if err != nil {
		log.Error("no window", "err", err)
		return window.ExitNoOpenGL
	}
	pre := <-ready
	if pre.err != nil {
		log.Error("texts", "err", pre.err)
		return 1
	}
	p.speak(pre.texts, log)
	s := &signer{
		process: p, settings: pre.settings, options: options, texts: pre.texts, log: log,
		vault: &secret.Vault{}, logins: dispatch.Logins(pre.settings), handover: a.handover,
	}
	w := signin.New(app, signin.Options{
		Texts: s.texts, Logins: s.shown(), Icon: icon(),
		Callbacks: signin.Callbacks{Password: s.password, Browser: s.browser, Device: s.device, Open: s.open},
		FirstFrame: func() {
			window.SayReady(p.Out, p.Version)
			release()
		},
	})
	app.Lifecycle().SetOnStarted(w.Show)
	app.Run()
	if w.SignedIn() {
		return window.ExitSignedIn
	}
	return window.ExitClosed
}

// shown are the logins as the window shows them.
func (s *signer) shown() []signin.Login {
	var list []signin.Login
	for _, c := range s.logins {
		l := signin.Login{Host: c.Host, User: c.Username}
		if c.Auth == config.XOAuth2 {
			l.Way, l.Provider = signin.Browser, s.providerName()
			if p, err := dispatch.Provider(s.settings); err == nil && p.ByDevice() {
				l.Way = signin.Device
			}
		}
		list = append(list, l)
	}
	return list
}

// providerName is who asks in the browser.
func (s *signer) providerName() string {
	switch s.settings.OAuth.Provider {
	case "microsoft":
		return "Microsoft"
	case "google":
		return "Google"
	}
	p, _ := dispatch.Provider(s.settings)
	return p.Host()
}

// password logs in with a password, if the server takes it.
func (s *signer) password(ctx context.Context, login int, password string) (signin.Result, error) {
	c := s.logins[login]
	give := func(context.Context) (string, error) { return password, nil }
	away, answer := s.check(ctx, c, func(m *mail.Server) { m.Password = give })
	if answer != "" {
		s.log.Info("password refused", "host", c.Host, "user", c.Username, "answer", answer)
		return signin.Result{}, errors.New(s.texts.Get("signin.password.wrong"))
	}
	r, err := s.keep(ctx, c, password)
	r.Away = away
	return r, err
}

// browser logs in on the provider's page.
func (s *signer) browser(ctx context.Context, login int, opened func(string, error)) (signin.Result, error) {
	return s.token(ctx, login, func(in oauth.SignIn) (oauth.Grant, error) {
		in.Open, in.Opened = opener.URL, func(address string, err error) {
			if err != nil {
				s.log.Warn("no browser") // the address holds this sign-in's state
			}
			opened(address, err)
		}
		return in.Browser(ctx)
	})
}

// device logs in by a code on another device.
func (s *signer) device(ctx context.Context, login int, show func(code, address string)) (signin.Result, error) {
	return s.token(ctx, login, func(in oauth.SignIn) (oauth.Grant, error) {
		return in.Device(ctx, func(c oauth.Code) { show(c.Code, c.Address) })
	})
}

// token gets a grant, asks the mail server whether it takes it, and keeps it.
func (s *signer) token(ctx context.Context, login int, get func(oauth.SignIn) (oauth.Grant, error)) (signin.Result, error) {
	c := s.logins[login]
	p, err := dispatch.Provider(s.settings)
	if err != nil {
		return signin.Result{}, s.word(err)
	}
	g, err := get(oauth.SignIn{
		Provider: p, User: c.Username, Lang: s.texts.Lang(),
		Words: func(key string) string { return s.texts.Get(key) },
	})
	if err != nil {
		return signin.Result{}, s.word(err)
	}
	give := func(context.Context) (string, error) { return g.Access, nil }
	away, answer := s.check(ctx, c, func(m *mail.Server) { m.Token = give })
	if answer != "" {
		return signin.Result{}, errors.New(s.texts.Get("signin.error.account", l10n.Vars{"User": c.Username, "Host": c.Host, "Answer": answer}))
	}
	r, err := s.keep(ctx, c, g.Refresh)
	r.Away = away
	return r, err
}

// check asks the mail server whether it takes a login. answer is the server's
// own when it does not; away means that it could not be asked.
func (s *signer) check(ctx context.Context, c config.Server, with func(*mail.Server)) (away bool, answer string) {
	ctx, cancel := context.WithTimeout(ctx, checkPatience)
	defer cancel()
	if s.isMailbox(c) {
		return s.checkMailbox(ctx, with)
	}
	d := &dispatch.Dispatcher{Settings: func() *config.Settings { return s.settings }, Vault: s.vault, Log: s.log}
	away = true
	for _, m := range d.Servers() {
		if m.Host != c.Host || m.Port != c.Port || m.Username != c.Username {
			continue
		}
		with(&m)
		mail.Probe(ctx, m, "", nil, func(f mail.Finding) {
			if f.Step != mail.StepLogin {
				return
			}
			away = f.Class != mail.Delivered
			if f.Class == mail.Pause && f.Reason == mail.ReasonAuth {
				away, answer = false, f.Answer
			}
		})
		break
	}
	return away, answer
}

// keep puts the secret where the next attempt finds it, and lets the queue
// try: by the keyring, or where there is none by the agent's memory.
func (s *signer) keep(ctx context.Context, c config.Server, value string) (signin.Result, error) {
	account, err := dispatch.Account(s.settings, c)
	if err != nil {
		return signin.Result{}, s.word(err)
	}
	err = s.vault.Set(ctx, account, value)
	switch {
	case errors.Is(err, secret.ErrSessionOnly) && !s.handover:
		s.log.Warn("not kept", "host", c.Host, "err", err)
		return signin.Result{}, errors.New(s.texts.Get("signin.alone"))
	case errors.Is(err, secret.ErrSessionOnly):
		s.log.Warn("kept for this session", "host", c.Host, "err", err)
		return signin.Result{Session: true}, secret.HandOver(s.process.Out, account, value)
	case err != nil:
		return signin.Result{}, err
	case s.handover:
		return signin.Result{}, secret.HandOver(s.process.Out, account, "")
	}
	s.resume()
	return signin.Result{}, nil
}

// resume lets the queue try at once where the window was not opened by the
// agent, which does so itself.
func (s *signer) resume() {
	data := config.Paths(s.options).Data
	queue, err := outbox.Open(data, outbox.WithLog(s.log))
	if err == nil {
		err = queue.Retry()
	}
	if err == nil {
		_, err = instance.Broadcast(data, instance.Kick)
	}
	if err != nil {
		s.log.Warn("queue not resumed", "err", err)
	}
}

// open opens the provider's page in the browser here.
func (s *signer) open(address string) {
	if err := opener.URL(context.Background(), address); err != nil {
		s.log.Warn("no browser")
	}
}

// word says what a failed sign-in means and what to do.
func (s *signer) word(err error) error {
	key := "signin.error.other"
	switch {
	case oauth.IsNetwork(err):
		key = "signin.error.network"
	case errors.Is(err, oauth.ErrDenied):
		key = "signin.error.denied"
	case errors.Is(err, oauth.ErrScope):
		key = "signin.error.scope"
	case errors.Is(err, oauth.ErrTimeout), errors.Is(err, oauth.ErrExpired):
		key = "signin.error.timeout"
	case errors.Is(err, oauth.ErrNoPort):
		key = "signin.error.port"
	case errors.Is(err, oauth.ErrNotAllowed):
		key = "signin.error.settings"
	case errors.Is(err, oauth.ErrNoRefresh):
		key = "signin.error.lasting"
	}
	s.log.Info("not signed in", "err", err)
	return errors.New(s.texts.Get(key, l10n.Vars{"Provider": s.providerName(), "Answer": err.Error()}))
}
