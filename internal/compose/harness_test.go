package compose

import (
	"bytes"
	"errors"
	"image"
	"image/png"
	"io"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"ticketpp/internal/l10n"
	"ticketpp/internal/rules"
	"ticketpp/internal/ticket"
	"ticketpp/internal/window"
)

// desks are two helpdesks of different sorts, like the documents' own.
func desks() []ticket.Helpdesk {
	return []ticket.Helpdesk{
		{
			ID: "h", Name: "Helpdesk", Address: "help@helpdesk.example", Phone: "0881.666679", Coach: ticket.Block,
			Categories: []string{"Amministrazione", "Mago"}, Severities: ticket.Severities(),
		},
		{
			ID: "m", Name: "Moduli", Coach: ticket.Block, Kinds: ticket.Kinds(), Charged: []ticket.Kind{ticket.Support}, Severities: ticket.Severities(),
			Modules: []ticket.Module{{Name: "Contabilità IVA", Address: "iva@m.example"}, {Name: "Contabilità ordinaria", Address: "ord@m.example"}, {Name: "F24", Address: "f24@m.example"}},
		},
	}
}

func anna() ticket.Contact {
	return ticket.Contact{Name: "Anna Bianchi", Phone: "0731 538419", Email: "anna@comune.example", ContactBy: ticket.ByPhone}
}

// rig is a form without a screen, with all that it calls noted down.
type rig struct {
	*testing.T
	form  *Form
	queue chan func()
	waits []*func() // what waits for a pause, in order

	mu        sync.Mutex
	saved     []ticket.Ticket
	sent      []ticket.Ticket
	contacts  []ticket.Contact
	removed   []string
	outcome   Outcome
	saveError error
	sendError error
	fileError error
	progress  chan Progress
}

// newRig shows a form for a new ticket; change may alter what it starts from.
func newRig(t *testing.T, change func(*Options)) *rig {
	t.Helper()
	texts, err := l10n.New("it")
	if err != nil {
		t.Fatal(err)
	}
	r := &rig{T: t, queue: make(chan func(), 1000), progress: make(chan Progress, 8)}
	app := test.NewTempApp(t)
	app.Settings().SetTheme(window.NewTheme())
	o := Options{
		Texts: texts, Helpdesks: desks(), Contact: anna(), MaxTotal: 7_000_000,
		Ticket: ticket.Ticket{
			ID: "1", Helpdesk: "h",
			Screenshots: []ticket.Screenshot{{File: "shot-1.png", Preview: "preview-1.png", Width: 1920, Height: 1080, Size: 1_200_000, Included: true}},
			Facts: []ticket.Fact{
				{Key: ticket.FactComputer, Value: "PC-7", Included: true},
				{Key: ticket.FactWindow, Value: "Mago4 – Fatture di vendita", Included: true},
			},
		},
		Coach:     func(ticket.Helpdesk) (rules.Coach, error) { return secretive{}, nil },
		Callbacks: r.callbacks(),
		do:        func(fn func()) { r.queue <- fn },
		later:     r.later,
	}
	if change != nil {
		change(&o)
	}
	r.form = New(app, o)
	r.form.win.Resize(fyne.NewSize(1120, 690))
	r.form.Show()
	if o.Coach != nil {
		r.until("the coach is made", func() bool { return r.form.watch.coach != nil })
	}
	return r
}

// ended is how the form ended, "" while it has not.
func (r *rig) ended() Outcome {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.outcome
}

func (r *rig) callbacks() Callbacks {
	return Callbacks{
		Save: func(t ticket.Ticket) error {
			r.mu.Lock()
			defer r.mu.Unlock()
			if r.saveError == nil {
				r.saved = append(r.saved, t)
			}
			return r.saveError
		},
		Open: func(string) (io.ReadCloser, int64, error) {
			var b bytes.Buffer
			err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 16, 9)))
			return io.NopCloser(&b), int64(b.Len()), err
		},
		AddFile: func(path string) (ticket.Attachment, error) {
			if r.fileError != nil {
				return ticket.Attachment{}, r.fileError
			}
			return ticket.Attachment{Name: path[1:], File: "att-" + path[1:], Size: 500_000}, nil
		},
		Remove: func(file string) error {
			r.mu.Lock()
			defer r.mu.Unlock()
			r.removed = append(r.removed, file)
			return nil
		},
		SaveContact: func(c ticket.Contact) error {
			r.mu.Lock()
			defer r.mu.Unlock()
			r.contacts = append(r.contacts, c)
			return nil
		},
		Send: func(t ticket.Ticket) (<-chan Progress, error) {
			r.mu.Lock()
			defer r.mu.Unlock()
			if r.sendError != nil {
				return nil, r.sendError
			}
			r.sent = append(r.sent, t)
			return r.progress, nil
		},
		Closed: func(o Outcome) {
			r.mu.Lock()
			defer r.mu.Unlock()
			r.outcome = o
		},
	}
}

// later keeps what waits for a pause until rest is called.
func (r *rig) later(_ time.Duration, fn func()) func() {
	r.waits = append(r.waits, &fn)
	return func() { fn = nil }
}

// rest lets the user pause: all that waited happens.
func (r *rig) rest() {
	waits := r.waits
	r.waits = nil
	for _, fn := range waits {
		if *fn != nil {
			(*fn)()
		}
	}
	r.drain()
}

// drain runs what waits for Fyne's goroutine.
func (r *rig) drain() {
	for {
		select {
		case fn := <-r.queue:
			fn()
		default:
			return
		}
	}
}

// until runs Fyne's goroutine until something is so.
func (r *rig) until(what string, is func() bool) {
	r.Helper()
	deadline := time.After(10 * time.Second)
	for !is() {
		select {
		case fn := <-r.queue:
			fn()
		case <-time.After(5 * time.Millisecond):
		case <-deadline:
			r.Fatalf("never: %s", what)
		}
	}
}

func (r *rig) entry(id fieldID) *entry { return r.form.fields[id].entry }

// typeInto puts the keyboard into a field and types.
func (r *rig) typeInto(id fieldID, s string) {
	r.Helper()
	r.focus(id)
	for _, letter := range s {
		if letter == '\n' {
			r.key(fyne.KeyReturn)
			continue
		}
		r.form.win.Canvas().Focused().TypedRune(letter)
	}
	r.drain()
}

// retype replaces a field's text by typing.
func (r *rig) retype(id fieldID, s string) {
	r.Helper()
	r.focus(id)
	r.entry(id).TypedShortcut(&fyne.ShortcutSelectAll{})
	r.key(fyne.KeyDelete)
	r.typeInto(id, s)
}

func (r *rig) focus(id fieldID) {
	r.Helper()
	r.form.win.Canvas().Focus(r.form.fields[id].focus)
	if got := r.focused(); got != id {
		r.Fatalf("the keyboard is in %q, not in %q", got, id)
	}
}

func (r *rig) focused() fieldID {
	id, _ := r.form.idOf(r.form.win.Canvas().Focused())
	return id
}

func (r *rig) key(name fyne.KeyName) {
	if f := r.form.win.Canvas().Focused(); f != nil {
		f.TypedKey(&fyne.KeyEvent{Name: name})
	} else {
		r.form.win.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: name})
	}
	r.drain()
}

// press is a key with Ctrl or Alt, as the window passes it on.
func (r *rig) press(mod fyne.KeyModifier, name fyne.KeyName) {
	s := &desktop.CustomShortcut{KeyName: name, Modifier: mod}
	if f, ok := r.form.win.Canvas().Focused().(fyne.Shortcutable); ok {
		f.TypedShortcut(s)
	} else {
		formShortcut(r.form, s) // as the canvas's own shortcuts do
	}
	r.drain()
}

func (r *rig) ctrlEnter() { r.press(fyne.KeyModifierControl, fyne.KeyReturn) }

// tab is Tab as the window handles it.
func (r *rig) tab() {
	c := r.form.win.Canvas()
	if f, ok := c.Focused().(fyne.Tabbable); ok && f.AcceptsTab() {
		r.key(fyne.KeyTab)
		return
	}
	c.FocusNext()
	r.drain()
}

// advice is what is said beside a field; empty when nothing is.
func (r *rig) advice(id fieldID) string {
	a := r.form.fields[id].advice
	if !a.isShown() || !a.message.Visible() {
		return ""
	}
	return a.message.Words()
}

func (r *rig) status() string { return r.form.bar.state.Words() }

// text is a text of the form.
func (r *rig) text(key string, vars ...l10n.Vars) string { return r.form.texts.Get(key, vars...) }

// writeGood fills the form so that nothing is left to say.
func (r *rig) writeGood() {
	r.typeInto(idSubject, "Fido calcolato male")
	r.typeInto(idHappened, "Il fido è negativo")
	r.rest()
}

var errDisk = &FileError{Reason: DiskFull, Err: errors.New("no space left on device")}
