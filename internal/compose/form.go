package compose

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"

	"ticketpp/internal/l10n"
	"ticketpp/internal/ticket"
	"ticketpp/internal/window"
)

// Form is the window with one ticket in it. It lives on Fyne's goroutine: its
// methods must be called there.
type Form struct {
	app    fyne.App
	win    fyne.Window
	o      Options
	texts  *l10n.Texts
	events *window.Events

	ticket ticket.Ticket
	desk   ticket.Helpdesk
	known  ticket.Contact // the person as remembered

	fields map[fieldID]*field
	head   *head
	matter *matter
	person *person
	shots  *shots
	files  *files
	more   *more
	bar    *bar
	notice *notice
	after  *after

	scroll *container.Scroll
	body   *fyne.Container // what is scrolled
	left   *fyne.Container // its first column
	layer  *fyne.Container // where lists float
	root   *fyne.Container

	watch watch
	saver *saver
	work  chan func() // the files' goroutine

	state   state
	leaving bool         // closing failed once for want of a save; the next time closes
	do      func(func()) // runs a function on Fyne's goroutine
}

// state is where the form is in its life.
type state int

const (
	writing    state = iota
	asking           // Send was pressed, there are warnings, the form asks once
	handing          // the ticket is being handed over
	handed           // the outbox has it
	discarding       // the form asks whether to throw the ticket away
	closing          // the last save is under way
	closed
)

// field is one field of the form.
type field struct {
	id     fieldID
	label  string
	focus  fyne.Focusable // what gets the keyboard; may be nil
	entry  *entry         // where text is written; may be nil
	advice *advice
	column *fyne.Container
}

// New makes the form's window and all that is in it; Load fills it when the
// ticket was not known yet, Show puts it on the screen.
func New(app fyne.App, o Options) *Form {
	f := &Form{app: app, o: o, texts: o.Texts, fields: map[fieldID]*field{}, do: fyne.Do, events: window.OpenEvents()}
	f.win = app.NewWindow(f.texts.Get("compose.title"))
	f.win.SetPadded(false)
	if o.Icon != nil {
		f.win.SetIcon(o.Icon)
	}
	f.work = make(chan func(), 64)
	go f.runWork()
	f.saver = newSaver(o.Callbacks.Save, f.saved)
	f.watch.init(f)
	f.build()
	f.win.SetCloseIntercept(f.escape)
	f.win.SetOnDropped(f.dropped)
	f.keys()
	f.Load(o.Ticket, o.Resumed)
	return f
}

// Window returns the form's window.
func (f *Form) Window() fyne.Window { return f.win }

// build puts the window together.
func (f *Form) build() {
	f.layer = container.NewWithoutLayout()
	f.notice = newNotice(f)
	f.head = newHead(f)
	f.matter = newMatter(f)
	f.person = newPerson(f)
	f.more = newMore(f)
	f.shots = newShots(f)
	f.files = newFiles(f)
	f.bar = newBar(f)
	f.after = newAfter(f)

	gap := f.theme(window.SizeGap)
	f.left = newStack(gap, f.notice.box, f.head.box, f.matter.box, f.person.box, f.more.box)
	right := newStack(gap, f.shots.box, f.files.box)
	f.body = newInset(18, 10, newTopRow(20, 820, []float32{64, 36}, f.left, right))
	f.scroll = container.NewVScroll(f.body)
	f.root = container.New(&page{form: f}, f.scroll, f.bar.box, f.layer, f.after.box)
	f.after.box.Hide()
	if f.o.FirstFrame != nil {
		f.root.Add(window.FrameMark(f.o.FirstFrame))
	}
	f.win.SetContent(f.root)
	f.win.Resize(fyne.NewSize(1120, 690))
	f.win.CenterOnScreen()
}

// theme returns a size of the theme.
func (f *Form) theme(name fyne.ThemeSizeName) float32 {
	return f.app.Settings().Theme().Size(name)
}

// page lays out the window: the form above, the bar below, lists and the last
// page over all.
type page struct{ form *Form }

func (p *page) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	f := p.form
	bar := heightOf(f.bar.box, size.Width)
	place(f.bar.box, 0, size.Height-bar, size.Width, bar)
	f.matter.room.extra = 0
	if room := size.Height - bar - heightOf(f.body, size.Width); room > 0 {
		f.matter.room.extra = fyne.Min(room, mostExtra)
	}
	p.setBody(size.Width)
	f.scroll.Resize(fyne.NewSize(size.Width, size.Height-bar))
	f.scroll.Refresh()
	f.layer.Resize(size)
	place(f.after.box, 0, 0, size.Width, size.Height)
	f.laidOut()
}

// mostExtra is how much taller than it must be the last guide may become.
const mostExtra = 220

// setBody tells the body its width before it is asked for its height.
func (p *page) setBody(width float32) {
	f := p.form
	place(f.body, f.body.Position().X, f.body.Position().Y, width, heightOf(f.body, width))
}

func (p *page) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(480, 360) }

// relayout lays everything out again after something came, went or changed
// its height.
func (f *Form) relayout() {
	f.root.Layout.Layout(f.root.Objects, f.root.Size())
	f.root.Refresh()
}

// laidOut tells the tests where everything is.
func (f *Form) laidOut() {
	if f.events == nil {
		return
	}
	f.do(f.tellLayout)
}

func (f *Form) tellLayout() {
	f.events.Layout(f.win.Canvas(), func(o fyne.CanvasObject) (top, bottom float32, clipped bool) {
		if f.after.box.Visible() {
			return 0, f.root.Size().Height, true
		}
		if f.bar.owns(o) {
			return 0, 0, false
		}
		return 0, f.scroll.Size().Height, true
	})
}

// newField makes a field with its label above and its advice below.
func (f *Form) newField(id fieldID, label string, o fyne.CanvasObject) *field {
	fd := &field{id: id, label: f.texts.Get(label), advice: newAdvice(f, f.texts)}
	fd.focus, _ = o.(fyne.Focusable)
	switch e := o.(type) {
	case *entry:
		fd.entry = e
	case *finder:
		fd.entry = e.entry
		fd.focus, o = e.entry, e.entry
	}
	f.events.Name(string(id), o)
	if _, ok := o.(*picker); ok { // the only field that Fyne draws without a frame
		o = container.NewStack(o, newCard(colorNone, theme.ColorNameInputBorder))
	}
	fd.column = newStack(3, newLabel(fd.label), o, fd.advice.box)
	fd.advice.take.tapped = func() { f.take(id) }
	fd.advice.undo.tapped = func() { f.untake(id) }
	fd.advice.more.tapped = f.askWho
	f.fields[id] = fd
	f.events.Name(string(id)+".take", fd.advice.take)
	f.events.Name(string(id)+".undo", fd.advice.undo)
	f.events.Name(string(id)+".advice", fd.advice.message)
	if fd.entry != nil {
		fd.entry.undo = func() bool { return f.untake(id) }
	}
	return fd
}

// textField makes a field of so many lines that writes into a text of the
// ticket.
func (f *Form) textField(id fieldID, label string, lines int, set func(string)) *field {
	e := newEntry(f, lines)
	e.OnChanged = func(s string) {
		set(s)
		f.typed(id)
	}
	return f.newField(id, label, e)
}

// fill sets a field's text without anybody being told.
func (fd *field) fill(s string) {
	if fd.entry.Text == s {
		return
	}
	changed := fd.entry.OnChanged
	fd.entry.OnChanged = nil
	fd.entry.replace(s)
	fd.entry.OnChanged = changed
}

// Load fills the form from a ticket. It may be called as long as the window
// was not shown.
func (f *Form) Load(t ticket.Ticket, resumed bool) {
	f.ticket, f.known, f.o.Resumed = t, f.o.Contact, resumed
	fillContact(&f.ticket.Contact, f.o.Contact, f.o.Bodies)
	f.desk = deskOf(f.ticket.Helpdesk, f.o.Helpdesks)
	fitDesk(&f.ticket, f.desk)
	f.watch.newDesk()
	f.head.show()
	f.matter.show()
	f.person.show()
	f.shots.show()
	f.files.show()
	f.more.show()
	f.notice.show()
	f.bar.show()
	f.relayout()
}

// Show puts the window on the screen, with the keyboard where the user
// begins.
func (f *Form) Show() {
	f.win.Show()
	f.focusFirst()
	f.watch.makeCoach()
	f.shots.follow()
}

// focusFirst puts the keyboard into the first field that waits for the user.
func (f *Form) focusFirst() {
	for _, id := range []fieldID{idModule, idSubject, idDoing} {
		fd := f.fields[id]
		if fd.column.Visible() && fd.entry.Text == "" {
			f.win.Canvas().Focus(fd.focus)
			return
		}
	}
	f.win.Canvas().Focus(f.fields[idHappened].focus)
}

// keys makes the form's keys work where no text field has the keyboard.
func (f *Form) keys() {
	c := f.win.Canvas()
	c.SetOnTypedKey(func(k *fyne.KeyEvent) {
		if k.Name == fyne.KeyEscape {
			f.escape()
		}
	})
	for _, key := range []fyne.KeyName{fyne.KeyReturn, fyne.KeyEnter} {
		for _, mod := range []fyne.KeyModifier{fyne.KeyModifierControl, fyne.KeyModifierAlt} {
			c.AddShortcut(&desktop.CustomShortcut{KeyName: key, Modifier: mod}, func(s fyne.Shortcut) { formShortcut(f, s) })
		}
	}
}

// focusNext is Enter in a field of one line.
func (f *Form) focusNext() { f.win.Canvas().FocusNext() }

// focusChanged follows the keyboard: what is left is looked at, what is
// entered is brought into view.
func (f *Form) focusChanged(o fyne.Focusable, gained bool) {
	if f.scroll == nil {
		return
	}
	if gained {
		if co, ok := o.(fyne.CanvasObject); ok {
			f.bringIntoView(co)
		}
	} else if id, ok := f.idOf(o); ok {
		f.watch.left(id)
	}
	f.laidOut()
}

func (f *Form) idOf(o fyne.Focusable) (fieldID, bool) {
	for id, fd := range f.fields {
		if fd.focus == o {
			return id, true
		}
	}
	return "", false
}

// bringIntoView scrolls so that o shows.
func (f *Form) bringIntoView(o fyne.CanvasObject) {
	if f.bar.owns(o) || f.after.box.Visible() {
		return
	}
	at := f.app.Driver().AbsolutePositionForObject(o).Y - f.app.Driver().AbsolutePositionForObject(f.scroll).Y
	offset := scrollTo(f.scroll.Offset.Y, at, o.Size().Height, f.scroll.Size().Height)
	if offset != f.scroll.Offset.Y {
		f.scroll.Offset.Y = offset
		f.scroll.Refresh()
	}
}

// scrollTo returns the offset at which something that stands at top, so many
// units below the view's edge, is seen with a little room around it.
func scrollTo(offset, top, height, view float32) float32 {
	const around = 28
	if view <= 0 {
		return offset
	}
	if top < around {
		return fyne.Max(offset+top-around, 0)
	}
	if over := top + height + around - view; over > 0 {
		return offset + fyne.Min(over, top-around)
	}
	return offset
}

// changed says that the ticket is not as it was.
func (f *Form) changed() {
	if f.state == writing || f.state == asking || f.state == discarding {
		f.saver.put(copyOf(f.ticket))
	}
}

// typed is called for every change of a text.
func (f *Form) typed(id fieldID) {
	f.changed()
	f.watch.typed(id)
}

// picked is called for every choice.
func (f *Form) picked() {
	f.changed()
	f.watch.look()
}

// saved is told the outcome of every save, on any goroutine.
func (f *Form) saved(err error) {
	f.do(func() { f.notice.saving(err) })
}

// runWork runs what concerns files, one after the other, off the UI loop.
func (f *Form) runWork() {
	for job := range f.work {
		job()
	}
}

// copyOf returns a ticket that shares no slices with t, for another
// goroutine.
func copyOf(t ticket.Ticket) ticket.Ticket {
	t.BCC = append([]string(nil), t.BCC...)
	t.Screenshots = append([]ticket.Screenshot(nil), t.Screenshots...)
	t.Attachments = append([]ticket.Attachment(nil), t.Attachments...)
	t.Facts = append([]ticket.Fact(nil), t.Facts...)
	return t
}
