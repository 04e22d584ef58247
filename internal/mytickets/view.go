package mytickets

import (
	"sync/atomic"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/theme"

	"ticketpp/internal/editor"
	"ticketpp/internal/history"
	"ticketpp/internal/l10n"
	"ticketpp/internal/window"
	"ticketpp/internal/window/parts"
)

// Window is the window. It lives on Fyne's goroutine: its methods must be
// called there.
type Window struct {
	app    fyne.App
	win    fyne.Window
	o      Options
	texts  *l10n.Texts
	events *window.Events
	do     func(func()) // runs a function on Fyne's goroutine
	now    func() time.Time

	search  *parts.Entry
	count   *parts.Text
	waiting *parts.Link // leads to what waits for the user, and back
	none    *parts.Text // there is nothing to list
	list    *list
	left    *fyne.Container
	line    *parts.Card // between the list and the ticket
	head    *head
	talk    *talk
	foot    *foot
	files   *window.FileDialog
	empty   *fyne.Container // in the place of a ticket when none is shown
	closeUp *closeUp
	root    *fyne.Container
	asking  *dialog.CustomDialog // a question over all; nil when nothing is asked
	editing *editor.Editor       // over all, while a screenshot is marked up; else nil

	id       string // of the ticket that is shown or being read; "" when none is
	record   history.Record
	ready    bool          // record is the ticket's
	mine     bool          // only what waits for the user is listed
	wanted   string        // a ticket to choose once it is listed
	before   string        // the ticket that was put away when a search found nothing
	asked    atomic.Int64  // counts the searches
	answered int64         // the search whose answer is listed
	latest   atomic.Int64  // the ticket asked for last
	work     chan func()   // everything but searches, one after the other
	finished chan struct{} // closed with the window
	onScreen bool
	leaving  bool // closing failed once for want of a save; the next time closes
	closed   bool
}

// New makes the window; Show puts it on the screen.
func New(app fyne.App, o Options) *Window {
	w := &Window{app: app, o: o, texts: o.Texts, do: o.do, now: time.Now, events: window.OpenEvents(), wanted: o.Ticket}
	if w.do == nil {
		w.do = fyne.Do
	}
	w.win = app.NewWindow(w.texts.Get("mytickets.title"))
	w.win.SetPadded(false)
	if o.Icon != nil {
		w.win.SetIcon(o.Icon)
	}
	w.work, w.finished = make(chan func(), 256), make(chan struct{})
	go w.runWork()
	w.files = window.NewFileDialog(w.win, o.Callbacks.AskFiles, w.do)
	w.build()
	w.win.SetCloseIntercept(w.Leave)
	w.win.SetOnDropped(w.dropped)
	w.keys()
	return w
}

// build puts the window together.
func (w *Window) build() {
	t := w.texts
	w.search = parts.NewEntry(w, 1)
	w.search.PlaceHolder = t.Get("mytickets.search")
	w.search.OnChanged = func(string) { w.find() }
	w.search.OnKey = w.searchKey
	w.count, w.none = parts.NewRemark(""), parts.NewText("")
	w.count.Single = true
	w.none.Color, w.none.Align = window.ColorMuted, fyne.TextAlignCenter
	w.none.Hide()
	w.waiting = parts.NewLink(w, "", func() { w.mine = !w.mine; w.find() })
	w.waiting.Hide()
	w.list = newList(w)
	room := canvas.NewRectangle(nil) // the line is as high without the link
	room.SetMinSize(fyne.NewSize(1, w.waiting.MinSize().Height))
	top := parts.NewInset(14, 12, parts.NewStack(7, w.search, parts.NewRow(8, 0, []float32{1, 0, 0}, w.count, w.waiting, room)))
	w.left = container.New(&pane{}, top, w.list.scroll, parts.NewInset(20, 24, w.none))
	w.head, w.talk, w.foot = newHead(w), newTalk(w), newFoot(w)
	hint := parts.NewText(t.Get("mytickets.none.chosen"))
	hint.Color, hint.Align = window.ColorMuted, fyne.TextAlignCenter
	w.empty = parts.NewMiddle(380, 8, hint)
	w.closeUp = newCloseUp(w)
	w.line = parts.NewCard(window.ColorLine, parts.ColorNone)
	w.line.Radius = 0
	w.root = container.New(&page{w}, w.left, w.line, w.head.box, w.talk.scroll, w.foot.box, w.empty, w.closeUp.box)
	w.root.Add(window.FrameMark(w.painted))
	for id, o := range map[string]fyne.CanvasObject{"search": w.search, "count": w.count, "waiting": w.waiting, "none": w.none, "list": w.list.scroll} {
		w.events.Name(id, o)
	}
	w.hideTicket()
	w.win.SetContent(w.root)
	size := w.o.Size
	if size.IsZero() {
		size = UsualSize()
	}
	w.win.Resize(size)
	w.win.CenterOnScreen()
}

// Show puts the window on the screen, with the keyboard in the search.
func (w *Window) Show() {
	w.win.Show()
	w.win.Canvas().Focus(w.search)
	w.find()
	go w.follow()
}

// Raise brings the window to the front.
func (w *Window) Raise() {
	w.do(func() {
		w.win.Show()
		w.win.RequestFocus()
	})
}

// Window returns the toolkit's window.
func (w *Window) Window() fyne.Window { return w.win }

func (w *Window) painted() {
	w.onScreen = true
	w.laidOut()
	w.events.Note("ready", "")
	if w.o.FirstFrame != nil {
		w.o.FirstFrame()
	}
}

// clockTick is how often what depends on the time is looked at: a ticket that
// should have been confirmed by now.
const clockTick = 20 * time.Second

// settle is how long several changes are taken together.
const settle = 80 * time.Millisecond

// follow shows what changes, until the window closes.
func (w *Window) follow() {
	clock := time.NewTicker(clockTick)
	defer clock.Stop()
	changed := w.o.Changed
	for {
		select {
		case <-w.finished:
			return
		case _, ok := <-changed:
			if !ok {
				changed = nil
				continue
			}
			time.Sleep(settle)
			select {
			case <-changed:
			default:
			}
			w.do(w.refresh)
		case <-clock.C:
			w.do(w.tick)
		}
	}
}

// refresh reads anew what is shown.
func (w *Window) refresh() {
	w.find()
	if w.id != "" {
		w.read(w.id)
	}
}

// tick shows what follows from the time alone.
func (w *Window) tick() {
	w.list.fill()
	if w.ready {
		w.head.show()
		w.foot.offer()
		w.relayout()
	}
}

// find searches as the user types. Of several searches only the last one
// counts.
func (w *Window) find() {
	if w.closed {
		return
	}
	query, order := w.search.Text, w.asked.Add(1)
	go func() {
		if order != w.asked.Load() {
			return
		}
		found, err := w.o.Callbacks.Search(query)
		var begun []string
		if w.o.Callbacks.Begun != nil {
			begun = w.o.Callbacks.Begun()
		}
		w.do(func() {
			if order == w.asked.Load() && !w.closed {
				w.list.begun = begun
				w.answered = order
				w.found(query, found, err)
			}
		})
	}()
}

// found lists what a search has found.
func (w *Window) found(query string, found []history.Summary, err error) {
	t := w.texts
	if err != nil {
		w.events.Note("search-failed", err.Error())
		w.none.Paint(t.Get("mytickets.unreadable"), theme.ColorNameError)
		w.none.Show()
		w.list.set(nil)
		return
	}
	need := 0
	for i := range found {
		if found[i].State.NeedsYou() && found[i].Redone == "" {
			need++
		}
	}
	if need == 0 {
		w.mine = false
	}
	total := len(found)
	if w.mine {
		kept := found[:0]
		for _, s := range found {
			if s.State.NeedsYou() && s.Redone == "" {
				kept = append(kept, s)
			}
		}
		found = kept
	}
	w.count.Set(t.Count("mytickets.count", total))
	w.waiting.Hidden = need == 0
	w.waiting.SetWords(t.Count("mytickets.waiting", need))
	if w.mine {
		w.waiting.SetWords(t.Get("mytickets.all"))
	}
	w.none.Hidden = len(found) > 0
	w.none.Paint(t.Get("mytickets.nothing"), window.ColorMuted)
	if query != "" {
		w.none.Paint(t.Get("mytickets.nothing.found", l10n.Vars{"Query": query}), window.ColorMuted)
	}
	w.list.set(found)
	if len(found) == 0 && query != "" {
		w.putAway()
	}
	w.relayout()
	w.events.Note("found", query)
	w.pick(found)
}

// pick chooses the ticket that was asked for; when the window has just opened,
// the one to which a word was begun, else the first one.
func (w *Window) pick(found []history.Summary) {
	switch {
	case w.wanted != "":
		id := w.wanted
		w.wanted = ""
		w.choose(id)
		if i := w.list.index(); i >= 0 {
			w.list.reveal(i)
		}
	case w.id == "" && known(found, w.before):
		w.choose(w.before)
		w.list.reveal(w.list.index())
	case w.id == "" && len(w.list.begun) > 0 && known(found, w.list.begun[0]):
		w.choose(w.list.begun[0])
		w.list.reveal(w.list.index())
	case w.id == "" && len(found) > 0:
		w.choose(found[0].ID)
	}
}

func known(found []history.Summary, id string) bool {
	for i := range found {
		if found[i].ID == id {
			return true
		}
	}
	return false
}

// runWork runs what takes its time, one after the other, off the UI loop.
func (w *Window) runWork() {
	for job := range w.work {
		job()
	}
}
