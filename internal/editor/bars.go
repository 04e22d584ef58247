package editor

import (
	"bytes"
	"embed"
	"fmt"
	"image/color"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"ticketpp/internal/l10n"
	"ticketpp/internal/markup"
	"ticketpp/internal/window"
	"ticketpp/internal/window/parts"
)

// icons are drawings of 24 by 24, in black.
//
//go:embed icons/*.svg
var icons embed.FS

func icon(name string) fyne.Resource {
	data, err := icons.ReadFile("icons/" + name + ".svg")
	if err != nil { // it would be missing from the program
		return theme.QuestionIcon()
	}
	return fyne.NewStaticResource("editor-"+name+".svg", data)
}

// inked is an icon in a colour. Fyne's own colouring leaves lines alone.
func inked(r fyne.Resource, c color.Color) fyne.Resource {
	red, green, blue, _ := c.RGBA()
	hex := fmt.Sprintf("#%02x%02x%02x", red>>8, green>>8, blue>>8)
	return fyne.NewStaticResource(hex+r.Name(), bytes.ReplaceAll(r.Content(), []byte("#000"), []byte(hex)))
}

// toolbar is the strip above the picture: the tools and the colours.
func (e *Editor) toolbar() fyne.CanvasObject {
	strip := container.New(&flow{gap: 2})
	for _, t := range tools {
		id := string(t.tool)
		k := newKey(e, icon(id), e.texts.Get("editor."+id), string(t.key), e.texts.Get("editor."+id+".hint"), func() { e.Use(t.tool) })
		e.tools[t.tool] = k
		e.o.Events.Name("editor."+id, k)
		strip.Add(k)
		if t.tool == Crop || t.tool == Highlight {
			strip.Add(newGap(8))
		}
	}
	strip.Add(newGap(8))
	dyes := container.New(&flow{gap: 0})
	for _, s := range markup.Swatches() {
		d := newSwatch(e, s.Colour, e.texts.Get("editor.colour."+s.Name))
		e.dyes = append(e.dyes, d)
		e.o.Events.Name("editor.colour."+s.Name, d)
		dyes.Add(d)
	}
	strip.Add(dyes)
	return strip
}

// bottom is the strip below the picture: what the tool does, undo, zoom and
// the way out.
func (e *Editor) bottom() fyne.CanvasObject {
	t := e.texts
	named := func(id string, icon fyne.Resource, label, letter string, tapped func()) *key {
		k := newKey(e, icon, label, letter, t.Get("editor."+id+".hint"), tapped)
		e.o.Events.Name("editor."+id, k)
		return k
	}
	back := func(do func()) func() {
		return func() {
			do()
			e.Focus()
		}
	}
	e.undo = named("undo", icon("undo"), "", "", back(e.Undo))
	e.redo = named("redo", icon("redo"), "", "", back(e.Redo))
	e.remove = named("delete", icon("delete"), "", "", back(e.Delete))
	e.whole = named("fit", icon("fit"), "", "", back(e.fit))
	less := named("less", icon("less"), "", "", back(func() { e.rune('-') }))
	e.zoom = named("zoom", nil, "100%", "", back(e.actual))
	more := named("more", icon("more"), "", "", back(func() { e.rune('+') }))
	done := named("done", nil, t.Get("editor.done"), "", e.Finish)
	done.strong = true
	e.legend = parts.NewText("")
	e.legend.Letters = window.SizeSmall
	e.foot = container.New(&ends{gap: 2}, e.legend, e.undo, e.redo, e.remove, newGap(8), less, e.zoom, more, e.whole, newGap(8), done)
	return e.foot
}

// hint says what something is for; empty: what the tool in use does.
func (e *Editor) hint(s string) {
	if e.legend == nil {
		return
	}
	if s == "" {
		s = e.texts.Get("editor." + string(e.tool) + ".hint")
		if e.selected >= 0 {
			s = e.texts.Get("editor.selected.hint")
		}
	}
	if e.legend.Words() != s {
		e.legend.Set(s)
		e.foot.Layout.Layout(e.foot.Objects, e.foot.Size()) // in more lines, or fewer
	}
}

// show brings all around the picture up to date, and the picture.
func (e *Editor) show() {
	for t, k := range e.tools {
		k.set(t == e.tool, false)
	}
	chosen, coloured := e.colour(), e.tool.isColoured()
	if e.selected >= 0 {
		s := e.now.Shapes[e.selected]
		chosen, coloured = s.Colour, s.Kind != markup.Redact
	}
	for _, d := range e.dyes {
		if on := coloured && d.colour == chosen; d.on != on {
			d.on = on
			d.Refresh()
		}
	}
	e.undo.set(false, !e.history.CanUndo())
	e.redo.set(false, !e.history.CanRedo())
	e.remove.set(false, e.selected < 0 && (e.tool != Crop || e.now.Crop.Empty()))
	e.board.show()
	e.showZoom()
	e.hint("")
	e.tellPlace()
	e.tellLayout()
}

// showZoom says how large the picture is shown.
func (e *Editor) showZoom() {
	if s := e.view.Place().Scale; s > 0 {
		e.zoom.setLabel(e.texts.Get("editor.percent", l10n.Vars{"N": strconv.Itoa(int(s*100 + 0.5))}))
	}
}
