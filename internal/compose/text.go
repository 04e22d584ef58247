package compose

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"ticketpp/internal/window"
)

// text is a piece of text that wraps at words and knows its height at a
// width. Unlike Fyne's label it has no room around it.
type text struct {
	widget.BaseWidget
	words   string
	shorter []string // the same in fewer and fewer words, for where it would need a third line
	color   fyne.ThemeColorName
	size    fyne.ThemeSizeName
	bold    bool
	single  bool // one line, cut with an ellipsis
	whole   bool // one line, never cut
	align   fyne.TextAlign
}

func newText(s string) *text {
	t := &text{words: s, color: theme.ColorNameForeground, size: theme.SizeNameText}
	t.ExtendBaseWidget(t)
	return t
}

// newRemark returns small, quiet text.
func newRemark(s string) *text {
	t := newText(s)
	t.color, t.size = window.ColorMuted, window.SizeSmall
	return t
}

// newLabel returns the small text above a field.
func newLabel(s string) *text {
	t := newRemark(s)
	t.single = true
	return t
}

func (t *text) set(s string, color fyne.ThemeColorName) {
	if t.words == s && t.color == color {
		return
	}
	t.words, t.color = s, color
	t.Refresh()
}

func (t *text) style() fyne.TextStyle { return fyne.TextStyle{Bold: t.bold} }

func (t *text) pixels() float32 { return t.Theme().Size(t.size) }

func (t *text) measure(s string) float32 {
	return fyne.MeasureText(s, t.pixels(), t.style()).Width
}

func (t *text) lineHeight() float32 {
	return fyne.MeasureText("Ag", t.pixels(), t.style()).Height
}

func (t *text) lines(width float32) []string {
	if t.whole {
		return []string{t.words}
	}
	if t.single {
		return []string{cut(t.words, width, t.measure)}
	}
	lines := wrap(t.words, width, t.measure)
	for _, s := range t.shorter {
		if len(lines) <= 2 {
			break
		}
		lines = wrap(s, width, t.measure)
	}
	return lines
}

func (t *text) HeightFor(width float32) float32 {
	return t.lineHeight() * float32(max(len(t.lines(width)), 1))
}

// MinSize is that of the longest word, so that text never keeps a window
// from becoming narrow.
func (t *text) MinSize() fyne.Size {
	t.ExtendBaseWidget(t)
	if t.whole {
		return fyne.NewSize(t.measure(t.words)+1, t.lineHeight())
	}
	if t.single {
		return fyne.NewSize(fyne.Min(t.measure(t.words), 24), t.lineHeight())
	}
	var w float32
	for _, word := range strings.Fields(t.words) {
		w = fyne.Max(w, t.measure(word))
	}
	w = fyne.Min(w, 120)
	return fyne.NewSize(w, t.HeightFor(fyne.Max(w, t.Size().Width)))
}

// CreateRenderer is Fyne's.
func (t *text) CreateRenderer() fyne.WidgetRenderer { return &textRenderer{text: t} }

type textRenderer struct {
	text  *text
	lines []fyne.CanvasObject
}

func (r *textRenderer) Destroy()                     {}
func (r *textRenderer) Objects() []fyne.CanvasObject { return r.lines }
func (r *textRenderer) MinSize() fyne.Size           { return r.text.MinSize() }
func (r *textRenderer) Layout(size fyne.Size)        { r.build(size) }

func (r *textRenderer) Refresh() {
	r.build(r.text.Size())
	canvas.Refresh(r.text)
}

func (r *textRenderer) build(size fyne.Size) {
	color := r.text.Theme().Color(r.text.color, fyne.CurrentApp().Settings().ThemeVariant())
	lines, height := r.text.lines(size.Width), r.text.lineHeight()
	for len(r.lines) < len(lines) {
		r.lines = append(r.lines, canvas.NewText("", color))
	}
	r.lines = r.lines[:len(lines)]
	for i, s := range lines {
		line := r.lines[i].(*canvas.Text)
		line.Color, line.TextSize, line.TextStyle, line.Alignment = color, r.text.pixels(), r.text.style(), r.text.align
		if line.Text != s {
			line.Text = s
		}
		line.Move(fyne.NewPos(0, float32(i)*height))
		line.Resize(fyne.NewSize(size.Width, height))
		line.Refresh()
	}
}

// wrap breaks s into lines no wider than width, at spaces where it can and
// within a word where it must. Line ends in s are kept.
func wrap(s string, width float32, measure func(string) float32) []string {
	var lines []string
	for _, paragraph := range strings.Split(s, "\n") {
		line := ""
		for _, word := range strings.Fields(paragraph) {
			next := word
			if line != "" {
				next = line + " " + word
			}
			if measure(next) <= width || width <= 0 {
				line = next
				continue
			}
			if line != "" {
				lines = append(lines, line)
			}
			head := ""
			for _, part := range breakWord(word, width, measure) {
				if head != "" {
					lines = append(lines, head)
				}
				head = part
			}
			line = head
		}
		lines = append(lines, line)
	}
	return lines
}

// breakWord cuts a word into pieces no wider than width; a piece has at least
// one letter.
func breakWord(word string, width float32, measure func(string) float32) []string {
	var parts []string
	letters := []rune(word)
	for len(letters) > 0 {
		n := 1
		for n < len(letters) && measure(string(letters[:n+1])) <= width {
			n++
		}
		parts = append(parts, string(letters[:n]))
		letters = letters[n:]
	}
	return parts
}

// cut shortens s to the width with an ellipsis. A width of 0 or less, before
// anything is laid out, leaves it alone.
func cut(s string, width float32, measure func(string) float32) string {
	if width <= 0 || measure(s) <= width {
		return s
	}
	letters := []rune(s)
	for len(letters) > 0 && measure(string(letters)+"…") > width {
		letters = letters[:len(letters)-1]
	}
	return strings.TrimRight(string(letters), " ") + "…"
}
