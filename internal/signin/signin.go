// Package signin is the small window in which the user logs in to a mail
// server: with a password, in the browser, or by a code on another device. It
// knows the Fyne toolkit and its texts; what a login is, where a secret is
// kept and what an error means come in as callbacks.
package signin

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"ticketpp/internal/l10n"
	"ticketpp/internal/window"
)

// Way is how the user logs in.
type Way int

// The ways.
const (
	Password Way = iota // typed here
	Browser             // on the provider's page, in the browser
	Device              // on the provider's page, on another device
)

// Login is a server to which the user can log in.
type Login struct {
	Host     string // the mail server
	User     string
	Provider string // who asks in the browser, for the user's eyes
	Way      Way
}

// Result is what a login came to.
type Result struct {
	Session bool // it is kept for this session only
	Away    bool // the mail server could not be asked
}

// Callbacks do the work. Those that return run on a goroutine of their own
// until their context ends; the text of their errors is shown as it is, so it
// says what to do.
type Callbacks struct {
	Password func(ctx context.Context, login int, password string) (Result, error)
	// Browser tells opened the address and whether a browser took it.
	Browser func(ctx context.Context, login int, opened func(address string, err error)) (Result, error)
	// Device tells show what the user types and where.
	Device func(ctx context.Context, login int, show func(code, address string)) (Result, error)
	// Open opens a page in the browser here.
	Open func(address string)
}

// Options say what the window is for.
type Options struct {
	Texts      *l10n.Texts
	Logins     []Login // empty: the window says that there is nothing to do
	Callbacks  Callbacks
	Icon       fyne.Resource
	FirstFrame func() // called once when the window is on the screen; may be nil

	do func(func()) // tests: runs a function on Fyne's goroutine
}

// Window is the window. It lives on Fyne's goroutine.
type Window struct {
	app    fyne.App
	win    fyne.Window
	o      Options
	texts  *l10n.Texts
	events *window.Events
	do     func(func())

	page  *fyne.Container // all of it
	body  *fyne.Container // above the bar
	way   *fyne.Container // what the login's way shows
	error *widget.RichText
	pass  *entry
	ok    *button
	leave *button

	login int
	stop  context.CancelFunc // ends the login under way; nil when none is
	done  bool
}

// New makes the window; Show puts it on the screen.
func New(app fyne.App, o Options) *Window {
	w := &Window{app: app, o: o, texts: o.Texts, do: o.do, events: window.OpenEvents()}
	if w.do == nil {
		w.do = fyne.Do
	}
	w.win = app.NewWindow(w.texts.Get("signin.title"))
	w.win.SetPadded(false)
	if o.Icon != nil {
		w.win.SetIcon(o.Icon)
	}
	w.win.SetCloseIntercept(w.escape)
	w.win.Canvas().SetOnTypedKey(func(k *fyne.KeyEvent) {
		if k.Name == fyne.KeyEscape {
			w.escape()
		}
	})
	w.build()
	return w
}

// Show puts the window on the screen, with the keyboard where the user
// begins.
func (w *Window) Show() {
	w.win.CenterOnScreen()
	w.win.Show()
	w.focus()
}

// SignedIn reports whether the user has logged in.
func (w *Window) SignedIn() bool { return w.done }

// escape gives the login up, or closes the window when none is under way.
func (w *Window) escape() {
	if w.stop != nil && !w.done {
		w.stop()
		if w.o.Logins[w.login].Way != Password {
			return // back to the beginning of the way
		}
	}
	w.close()
}

func (w *Window) close() {
	if w.stop != nil {
		w.stop()
	}
	w.events.Note("closed", "")
	w.win.Close()
}

// begin starts the login on its way.
func (w *Window) begin() {
	if w.stop != nil || w.done {
		return
	}
	login, cb := w.o.Logins[w.login], w.o.Callbacks
	n, password := w.login, w.pass.Text
	if login.Way == Password && password == "" {
		w.say(w.texts.Get("signin.password.empty"))
		w.win.Canvas().Focus(w.pass)
		return
	}
	w.say("")
	ctx, cancel := context.WithCancel(context.Background())
	w.stop = cancel
	run := func() (Result, error) { return cb.Password(ctx, n, password) }
	switch login.Way {
	case Browser:
		run = func() (Result, error) {
			return cb.Browser(ctx, n, func(address string, err error) { w.do(func() { w.opened(address, err) }) })
		}
	case Device:
		run = func() (Result, error) {
			return cb.Device(ctx, n, func(code, address string) { w.do(func() { w.showCode(code, address) }) })
		}
	case Password:
	}
	w.busy()
	go func() {
		r, err := run()
		w.do(func() { w.ended(ctx, r, err) })
	}()
}

// ended shows what the login came to.
func (w *Window) ended(ctx context.Context, r Result, err error) {
	gaveUp := ctx.Err() != nil
	w.stop()
	w.stop = nil
	if err == nil && !gaveUp {
		w.done = true
		w.pass.SetText("")
		w.events.Note("signed-in", "")
		w.showDone(r)
		return
	}
	w.showWay()
	if !gaveUp {
		w.events.Note("refused", err.Error())
		w.say(err.Error())
	}
	w.focus()
}

// focus puts the keyboard where the user goes on.
func (w *Window) focus() {
	if len(w.o.Logins) > 0 && w.o.Logins[w.login].Way == Password && !w.done {
		w.win.Canvas().Focus(w.pass)
		return
	}
	if w.ok.Visible() && !w.ok.Disabled() {
		w.win.Canvas().Focus(w.ok)
		return
	}
	w.win.Canvas().Focus(w.leave)
}
