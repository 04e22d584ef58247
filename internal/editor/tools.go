package editor

import (
	"fyne.io/fyne/v2"

	"ticketpp/internal/markup"
)

// Tool is what the pointer does to the picture.
type Tool string

// The tools, beside those that draw a [markup.Kind].
const (
	Select Tool = "select" // chooses, moves and shapes what was drawn
	Crop   Tool = "crop"   // keeps a part of the picture
)

// The tools that draw.
const (
	Frame     = Tool(markup.Frame)
	Arrow     = Tool(markup.Arrow)
	Line      = Tool(markup.Line)
	Text      = Tool(markup.Text)
	Step      = Tool(markup.Step)
	Highlight = Tool(markup.Highlight)
	Redact    = Tool(markup.Redact)
)

// tools lists the tools in the order of the toolbar, each with its key. The
// keys are the same in every language: they stand on the buttons.
var tools = [...]struct {
	tool Tool
	key  fyne.KeyName
}{
	{Select, fyne.KeyV},
	{Crop, fyne.KeyC},
	{Frame, fyne.KeyF},
	{Arrow, fyne.KeyA},
	{Line, fyne.KeyL},
	{Text, fyne.KeyT},
	{Step, fyne.KeyN},
	{Highlight, fyne.KeyH},
	{Redact, fyne.KeyR},
}

// toolOf returns the tool of a key.
func toolOf(key fyne.KeyName) (Tool, bool) {
	for _, t := range tools {
		if t.key == key {
			return t.tool, true
		}
	}
	return "", false
}

// draws returns the kind of shape that a tool draws.
func (t Tool) draws() (markup.Kind, bool) {
	if t == Select || t == Crop {
		return "", false
	}
	return markup.Kind(t), true
}

// isColoured reports whether what a tool draws has a colour to choose.
func (t Tool) isColoured() bool {
	_, draws := t.draws()
	return draws && t != Redact
}
