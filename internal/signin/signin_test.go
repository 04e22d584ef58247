package signin

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"ticketpp/internal/l10n"
	"ticketpp/internal/window"
)

// rig is the window without a screen.
type rig struct {
	*testing.T
	w     *Window
	app   fyne.App
	queue chan func()
}

func newRig(t *testing.T, lang string, cb Callbacks, logins ...Login) *rig {
	t.Helper()
	texts, err := l10n.New(lang)
	if err != nil {
		t.Fatal(err)
	}
	r := &rig{T: t, app: test.NewTempApp(t), queue: make(chan func(), 100)}
	r.app.Settings().SetTheme(window.NewTheme())
	r.w = New(r.app, Options{Texts: texts, Logins: logins, Callbacks: cb, do: func(fn func()) { r.queue <- fn }})
	r.w.Show()
	return r
}

// until runs what other goroutines ask for until something is so.
func (r *rig) until(what string, so func() bool) {
	r.Helper()
	late := time.After(5 * time.Second)
	for !so() {
		select {
		case fn := <-r.queue:
			fn()
		case <-late:
			r.Fatalf("%s: it never came; the window says %q", what, r.words())
		}
	}
}

// words is all the text that shows.
func (r *rig) words() string {
	var all []string
	var read func(o fyne.CanvasObject)
	read = func(o fyne.CanvasObject) {
		if !o.Visible() {
			return
		}
		switch o := o.(type) {
		case *fyne.Container:
			for _, c := range o.Objects {
				read(c)
			}
		case *widget.RichText:
			all = append(all, o.String())
		case *button:
			all = append(all, "["+o.Text+"]")
		}
	}
	read(r.w.page)
	return strings.Join(all, "\n")
}

func (r *rig) shows(what string) bool { return strings.Contains(r.words(), what) }

var (
	byPassword = Login{Host: "relay.example", User: "anna"}
	byBrowser  = Login{Host: "smtp.office365.com", User: "anna@comune.example", Provider: "Microsoft", Way: Browser}
	byDevice   = Login{Host: "smtp.office365.com", User: "anna@comune.example", Provider: "Microsoft", Way: Device}
)

func TestThePasswordIsAskedForAndAskedAgain(t *testing.T) {
	var given []string
	r := newRig(t, "it", Callbacks{Password: func(_ context.Context, login int, password string) (Result, error) {
		given = append(given, password)
		if password != "giusta" {
			return Result{}, errors.New("Il server non ha accettato la password.")
		}
		return Result{}, nil
	}}, byPassword)
	if r.w.win.Canvas().Focused() != r.w.pass || !r.shows("Password di anna") {
		t.Errorf("the keyboard is elsewhere: %s", r.words())
	}
	enter := &fyne.KeyEvent{Name: fyne.KeyReturn}
	r.w.pass.TypedKey(enter)
	if !r.shows("Scrivi la password") || given != nil {
		t.Errorf("an empty password was taken: %s", r.words())
	}
	test.Type(r.w.pass, "sbagliata")
	r.w.pass.TypedKey(enter)
	if !r.w.ok.Disabled() || !r.shows("Controllo la password") || r.shows("Scrivi la password") {
		t.Errorf("nothing says that it is checked: %s", r.words())
	}
	r.w.pass.TypedKey(enter) // an impatient user
	r.until("the refusal", func() bool { return r.shows("non ha accettato") })
	if r.w.ok.Disabled() || r.w.pass.Disabled() || r.w.win.Canvas().Focused() != r.w.pass {
		t.Error("the field is not ready for another one")
	}
	r.w.pass.SetText("giusta")
	test.Tap(r.w.ok)
	r.until("the last page", r.w.SignedIn)
	if !r.shows("Accesso riuscito") || !r.shows("[Chiudi]") || r.shows("[Accedi]") || r.w.pass.Text != "" {
		t.Errorf("at the end: %s", r.words())
	}
	if len(given) != 2 {
		t.Errorf("%d logins", len(given))
	}
}

func TestWhatTheLastPageSays(t *testing.T) {
	for _, c := range []struct {
		result Result
		want   string
	}{
		{Result{}, "goes out now. You will not"},
		{Result{Session: true}, "while Ticket++ runs"},
		{Result{Away: true}, "does not answer"},
	} {
		r := newRig(t, "en", Callbacks{Password: func(context.Context, int, string) (Result, error) { return c.result, nil }}, byPassword)
		r.w.pass.SetText("x")
		test.Tap(r.w.ok)
		r.until("the last page", r.w.SignedIn)
		if !r.shows(c.want) {
			t.Errorf("%+v: %s", c.result, r.words())
		}
	}
}

func TestTheBrowserIsOpenedAndOpenedAgain(t *testing.T) {
	again := make(chan string, 1)
	finish := make(chan error)
	r := newRig(t, "it", Callbacks{
		Browser: func(ctx context.Context, _ int, opened func(string, error)) (Result, error) {
			opened("https://login.example/?x", nil)
			select {
			case err := <-finish:
				return Result{}, err
			case <-ctx.Done():
				return Result{}, ctx.Err()
			}
		},
		Open: func(address string) { again <- address },
	}, byBrowser)
	test.Tap(r.w.ok)
	r.until("the word that it waits", func() bool { return r.shows("In attesa dell'accesso") })
	for _, o := range r.w.way.Objects[2].(*fyne.Container).Objects {
		test.Tap(o.(*button))
	}
	if got := <-again; got != "https://login.example/?x" || r.app.Clipboard().Content() != got || !r.shows("[Indirizzo copiato]") {
		t.Errorf("opened %q, copied %q: %s", got, r.app.Clipboard().Content(), r.words())
	}
	// The user closes the browser and gives up: back to the beginning.
	r.w.leave.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	r.until("the beginning", func() bool { return r.shows("[Apri il browser]") })
	if r.shows("canceled") || r.w.error.Visible() {
		t.Errorf("giving up is told as an error: %s", r.words())
	}
	test.Tap(r.w.ok)
	r.until("the second try", func() bool { return r.shows("In attesa dell'accesso") })
	finish <- errors.New("Il permesso non è stato dato.")
	r.until("the refusal", func() bool { return r.shows("Il permesso non è stato dato.") })
	test.Tap(r.w.ok)
	finish <- nil
	r.until("the last page", r.w.SignedIn)
}

func TestWithoutABrowserTheAddressIsShown(t *testing.T) {
	r := newRig(t, "it", Callbacks{Browser: func(ctx context.Context, _ int, opened func(string, error)) (Result, error) {
		opened("https://login.example/", errors.New("no xdg-open"))
		<-ctx.Done()
		return Result{}, ctx.Err()
	}}, byBrowser)
	test.Tap(r.w.ok)
	r.until("what to do", func() bool { return r.shows("Copia l'indirizzo e incollalo") && r.shows("[Copia l'indirizzo]") })
	r.w.escape()
}

func TestTheCodeForAnotherDevice(t *testing.T) {
	finish := make(chan error)
	r := newRig(t, "en", Callbacks{Device: func(_ context.Context, _ int, show func(code, address string)) (Result, error) {
		show("KFPW-QXTB", "https://login.example/device")
		return Result{}, <-finish
	}}, byDevice)
	test.Tap(r.w.ok)
	r.until("the code", func() bool { return r.shows("KFPW-QXTB") && r.shows("https://login.example/device") })
	finish <- nil
	r.until("the last page", r.w.SignedIn)
}

func TestSeveralServersAreChosenFrom(t *testing.T) {
	asked := -1
	r := newRig(t, "it", Callbacks{Password: func(_ context.Context, login int, _ string) (Result, error) { asked = login; return Result{}, nil }},
		byBrowser, byPassword)
	for _, o := range r.w.body.Objects {
		if s, ok := o.(*widget.Select); ok {
			s.SetSelectedIndex(1)
		}
	}
	if !r.shows("Password di anna") {
		t.Fatalf("the other server's way is not shown: %s", r.words())
	}
	r.w.pass.SetText("x")
	test.Tap(r.w.ok)
	r.until("the last page", r.w.SignedIn)
	if asked != 1 {
		t.Errorf("asked for login %d", asked)
	}
}

func TestNothingToDo(t *testing.T) {
	r := newRig(t, "it", Callbacks{})
	if !r.shows("non c'è niente da fare") || !r.shows("[Chiudi]") {
		t.Errorf("says %s", r.words())
	}
	r.w.escape()
}

func TestEveryPageHasRoom(t *testing.T) {
	for _, lang := range []string{"it", "en"} {
		for _, login := range []Login{byPassword, byBrowser, byDevice} {
			r := newRig(t, lang, Callbacks{}, login)
			r.w.say(strings.Repeat("Parole lunghe che riempiono la riga. ", 6))
			bottom := r.w.body.Position().Y + r.w.body.Size().Height
			bar := r.w.page.Objects[1].Position().Y
			if bottom > bar {
				t.Errorf("%s, way %d: the text ends at %v, the bar begins at %v", lang, login.Way, bottom, bar)
			}
		}
	}
}
