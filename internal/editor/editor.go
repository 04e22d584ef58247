// Package editor is where a person draws on a screenshot: a view that fills a
// window, with the tools around the picture. What is drawn stays apart from
// the picture (package markup) until whoever opened the editor makes one of
// both. It knows pictures, drawings and the Fyne toolkit; it must not know
// tickets, files, or what becomes of the drawing.
package editor

import (
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"ticketpp/internal/l10n"
	"ticketpp/internal/markup"
	"ticketpp/internal/window"
	"ticketpp/internal/window/parts"
)

// Options is what an editor starts from.
type Options struct {
	Texts   *l10n.Texts
	Canvas  fyne.Canvas // of the window that shows the editor
	Picture image.Image // as it was taken, in full size; it must not change any more
	Drawing markup.Drawing
	History *markup.History // of the drawing, to be undone further back than this editor; may be nil
	Tool    Tool            // to begin with; empty: Arrow

	// Changed is called after every edit, on Fyne's goroutine.
	Changed func(markup.Drawing)
	// Done is called once, when the user is done.
	Done func()

	Events *window.Events // for the tests; may be nil
	Moved  func()         // called when something has moved or has the keyboard; may be nil
}

// Editor is the view. It lives on Fyne's goroutine.
type Editor struct {
	o       Options
	texts   *l10n.Texts
	view    *markup.View
	bounds  image.Rectangle // of the picture
	history *markup.History

	tool     Tool
	colours  map[Tool]markup.Colour // that were chosen
	selected int                    // shape; -1: none
	gesture  *gesture               // while the pointer is pressed
	clicked  func()                 // what follows when it is released; may be nil
	now      markup.Drawing         // what is shown: the history's, or the gesture's
	fitted   bool                   // the whole picture is shown, whatever the window's size

	board   *board
	words   *words
	tools   map[Tool]*key
	dyes    []*swatch
	undo    *key
	redo    *key
	remove  *key
	whole   *key
	zoom    *key
	foot    *fyne.Container // the strip below the picture
	legend  *parts.Text
	content *fyne.Container
	done    bool
}

// New makes an editor. It is shown by putting Object into a window and Focus.
func New(o Options) *Editor {
	e := &Editor{
		o: o, texts: o.Texts, view: markup.NewView(o.Picture), history: markup.NewHistory(o.Drawing),
		tool: o.Tool, colours: map[Tool]markup.Colour{}, selected: -1, now: o.Drawing, fitted: true, tools: map[Tool]*key{},
	}
	if e.tool == "" {
		e.tool = Arrow
	}
	if o.History != nil {
		o.History.Do(o.Drawing)
		e.history = o.History
	}
	e.bounds = image.Rectangle{Max: e.view.Size()}
	e.board = newBoard(e)
	o.Events.Name("editor.board", e.board)
	e.words = newWords(e)
	top, bottom := e.toolbar(), e.bottom()
	e.content = container.New(&frame{}, top, bottom, e.board, e.words.box)
	e.show()
	return e
}

// Object is the view, to be put over a window's content.
func (e *Editor) Object() fyne.CanvasObject { return e.content }

// Focus gives the keyboard to the picture.
func (e *Editor) Focus() { e.focus(e.board) }

// focus gives the keyboard to one of the editor's objects.
func (e *Editor) focus(o fyne.Focusable) { e.o.Canvas.Focus(o) }

// Drawing returns what is drawn now.
func (e *Editor) Drawing() markup.Drawing { return e.history.Now() }

// Finish keeps a text that is being written, and ends the editor.
func (e *Editor) Finish() {
	if e.done {
		return
	}
	e.words.take()
	e.done = true
	if e.o.Done != nil {
		e.o.Done()
	}
}

// Escape is Esc: out of a text, then out of a selection, then out of the
// editor. Nothing that was drawn is lost.
func (e *Editor) Escape() {
	switch {
	case e.words.isOpen():
		e.words.take()
		e.Focus()
	case e.selected >= 0:
		e.choose(-1)
	default:
		e.Finish()
	}
}

// do puts an edit in force.
func (e *Editor) do(d markup.Drawing) {
	if e.history.Do(d) {
		e.changed()
	} else {
		e.now = e.history.Now()
		e.show()
	}
}

// changed shows what the history says, and tells it.
func (e *Editor) changed() {
	e.now = e.history.Now()
	if e.selected >= len(e.now.Shapes) {
		e.selected = -1
	}
	e.show()
	if e.o.Changed != nil {
		e.o.Changed(e.now)
	}
}

// Undo takes the last edit back.
func (e *Editor) Undo() { e.step(e.history.Undo) }

// Redo puts the last edit that was taken back in force again.
func (e *Editor) Redo() { e.step(e.history.Redo) }

func (e *Editor) step(way func() bool) {
	e.words.take()
	if way() {
		e.selected = -1
		e.changed()
	}
}

// Use takes a tool.
func (e *Editor) Use(t Tool) {
	e.words.take()
	e.tool = t
	if e.selected >= 0 && t != Select {
		e.selected = -1
	}
	e.show()
	e.Focus()
}

// choose selects a shape; -1: none.
func (e *Editor) choose(i int) {
	e.selected = i
	e.show()
}

// Delete takes the selected shape away, or with the crop tool the crop.
func (e *Editor) Delete() {
	switch {
	case e.selected >= 0:
		i := e.selected
		e.selected = -1
		e.do(e.history.Now().Delete(i))
	case e.tool == Crop:
		e.do(e.history.Now().SetCrop(image.Rectangle{}))
	}
}

// colour is that of the tool in use.
func (e *Editor) colour() markup.Colour {
	if c, ok := e.colours[e.tool]; ok {
		return c
	}
	if e.tool == Highlight {
		return markup.Yellow
	}
	return markup.Vermillion
}

// width is that of what the tool draws.
func (e *Editor) width() int {
	kind, ok := e.tool.draws()
	if !ok || kind == markup.Redact || kind == markup.Highlight {
		return 0
	}
	return markup.Widths(kind, e.bounds.Max)
}

// dye colours the selected shape and what the tool draws next.
func (e *Editor) dye(c markup.Colour) {
	if e.selected >= 0 {
		s := e.history.Now().Shapes[e.selected]
		e.colours[Tool(s.Kind)] = c
		if s.Kind != markup.Redact {
			s.Colour = c
			e.do(e.history.Now().Replace(e.selected, s))
		}
	}
	if e.tool != Highlight || e.selected < 0 {
		e.colours[e.tool] = c
		for _, t := range tools { // one colour for all, but a highlight's is its own
			if t.tool != Highlight && e.tool != Highlight {
				e.colours[t.tool] = c
			}
		}
	}
	e.show()
}
