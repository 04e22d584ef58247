package compose

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"ticketpp/internal/editor"
	"ticketpp/internal/l10n"
	"ticketpp/internal/rules"
	"ticketpp/internal/ticket"
	"ticketpp/internal/window"
	"ticketpp/internal/window/parts"
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

	noPicture string // why nothing was captured, in the agent's word

	editing  *editor.Editor    // while a screenshot is drawn on
	covering fyne.CanvasObject // a view over the form; nil when there is none

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
	right  *fyne.Container // its second column
	layer  *fyne.Container // where lists float
	root   *fyne.Container

	watch watch
	saver *window.Saver[ticket.Ticket]
	work  chan func() // the files' goroutine

	state    state
	editedAt time.Time    // when the editor was left
	onScreen bool         // the first frame was painted
	loading  bool         // Load is at work
	asked    string       // the doubts in spite of which the user was asked whether to send
	soon     bool         // Send was pressed and waits for what is on its way into the ticket
	leaving  bool         // closing failed once for want of a save; the next time closes
	do       func(func()) // runs a function on Fyne's goroutine
}

// state is where the form is in its life.
type state int

const (
	writing    state = iota
	asking           // Send was pressed, there are doubts, the form asks once
	handing          // the ticket is being handed over
	handed           // the outbox has it
	discarding       // the form asks whether to throw the ticket away
	away             // the form is not on the screen, or what it shows is being made ready
	closing          // the last save is under way
	closed
)

// New makes the form's window and all that is in it; Load fills it when the
// ticket was not known yet, Show puts it on the screen.
func New(app fyne.App, o Options) *Form {
	f := &Form{app: app, o: o, texts: o.Texts, fields: map[fieldID]*field{}, events: window.OpenEvents()}
	f.do = o.do
	if f.do == nil {
		f.do = fyne.Do
	}
	f.win = app.NewWindow(f.texts.Get("compose.title"))
	f.win.SetPadded(false)
	if o.Icon != nil {
		f.win.SetIcon(o.Icon)
	}
	f.work = make(chan func(), 64)
	go f.runWork()
	f.saver = window.NewSaver(o.Callbacks.Save, f.saved)
	f.watch.init(f)
	f.build()
	f.win.SetCloseIntercept(f.cross)
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
	f.left = parts.NewStack(gap, f.notice.box, f.head.box, f.matter.box, f.person.box, f.more.box)
	f.right = parts.NewStack(gap, f.shots.box, f.files.box)
	f.body = parts.NewInset(18, 10, parts.NewTopRow(20, 820, []float32{64, 36}, f.left, f.right))
	f.scroll = container.NewVScroll(f.body)
	f.root = container.New(&page{form: f}, f.scroll, f.bar.box, f.layer, f.after.box)
	f.after.box.Hide()
	f.win.SetContent(f.root)
	size := f.o.Size
	if size.IsZero() {
		size = UsualSize()
	}
	f.win.Resize(size)
	f.win.CenterOnScreen()
}

// painted is called when the first frame is on the screen.
func (f *Form) painted() {
	if f.onScreen {
		return
	}
	f.onScreen = true
	f.laidOut()
	f.shots.tighten()
	f.events.Note("ready", "")
	if f.o.FirstFrame != nil {
		f.o.FirstFrame()
	}
}

// theme returns a size of the theme.
func (f *Form) theme(name fyne.ThemeSizeName) float32 {
	return f.app.Settings().Theme().Size(name)
}

// Load fills the form from a ticket. It may be called as long as the window
// was not shown.
func (f *Form) Load(t ticket.Ticket, resumed bool) {
	f.loading = true
	f.ticket, f.known, f.o.Resumed = t, f.o.Contact, resumed
	rules.FillContact(&f.ticket.Contact, f.o.Contact, f.o.Bodies)
	f.obey(&f.ticket.Contact)
	f.desk = rules.DeskOf(f.ticket.Helpdesk, f.o.Helpdesks, f.o.MoreDesks)
	rules.FitDesk(&f.ticket, f.desk)
	f.watch.newDesk()
	f.head.load()
	f.matter.show()
	f.person.show()
	f.shots.load()
	f.files.show()
	f.more.show()
	f.notice.show()
	f.bar.show()
	f.loading = false
	f.relayout()
}

// DrawUnseen paints the form while nobody sees it, so that Show is quick. It
// may be called once, before Load, while the app runs.
func (f *Form) DrawUnseen() {
	if window.DrawUnseen(f.win, f.root) {
		f.events.Note("unseen", "")
	}
}

// Show puts the window on the screen, with the keyboard where the user
// begins. The app must run: the first frame is painted before it returns.
func (f *Form) Show() {
	f.win.Show()
	f.focusFirst()
	f.painted()
	f.watch.makeCoach()
	f.shots.drawStale()
}

// changed says that the ticket is not as it was.
func (f *Form) changed() {
	if f.state == asking { // what was asked about is not the ticket any more
		f.back()
	}
	if f.state == writing || f.state == discarding {
		f.saver.Put(copyOf(f.ticket))
	}
}

// typed is called for every change of a text.
func (f *Form) typed(id fieldID) {
	f.shots.typed()
	f.changed()
	f.watch.typed(id)
	if fd := f.fields[id]; fd != nil && f.win.Canvas().Focused() == fd.focus {
		f.backIntoView(fd.entry)
	}
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
