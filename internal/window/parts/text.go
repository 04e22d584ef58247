package parts

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"ticketpp/internal/window"
)

// Text is a piece of text that wraps at words and knows its height at a
// width. Unlike Fyne's label it has no room around it.
type Text struct {
	widget.BaseWidget
	Color   fyne.ThemeColorName
	Letters fyne.ThemeSizeName
	Bold    bool
	Single  bool     // one line, cut with an ellipsis
	Whole   bool     // one line, never cut
	Shorter []string // the same in fewer and fewer words, for where it would need a third line
	Most    int      // how many lines at most, the last one cut; 0: no limit
	Align   fyne.TextAlign

	words string
}

// NewText returns text of the usual size and colour.
func NewText(s string) *Text {
	t := &Text{words: s, Color: theme.ColorNameForeground, Letters: theme.SizeNameText}
	t.ExtendBaseWidget(t)
	return t
}

// NewRemark returns small, quiet text.
func NewRemark(s string) *Text {
	t := NewText(s)
	t.Color, t.Letters = window.ColorMuted, window.SizeSmall
	return t
}

// NewLabel returns the small text above a field.
func NewLabel(s string) *Text {
	t := NewRemark(s)
	t.Single = true
	return t
}

// FieldLabel is the small text above a field. A click on it goes to the field.
type FieldLabel struct {
	Text
	tapped func()
}

// NewFieldLabel returns a label that calls tapped.
func NewFieldLabel(s string, tapped func()) *FieldLabel {
	l := &FieldLabel{Text: Text{words: s, Color: window.ColorMuted, Letters: window.SizeSmall, Single: true}, tapped: tapped}
	l.ExtendBaseWidget(l)
	return l
}

// Tapped is Fyne's.
func (l *FieldLabel) Tapped(*fyne.PointEvent) { l.tapped() }

// Words returns what the text says.
func (t *Text) Words() string { return t.words }

// Set changes what the text says.
func (t *Text) Set(s string) {
	if t.words != s {
		t.words = s
		t.Refresh()
	}
}

// Paint changes what the text says, and its colour.
func (t *Text) Paint(s string, color fyne.ThemeColorName) {
	if t.words != s || t.Color != color {
		t.words, t.Color = s, color
		t.Refresh()
	}
}

func (t *Text) style() fyne.TextStyle { return fyne.TextStyle{Bold: t.Bold} }

func (t *Text) pixels() float32 { return t.Theme().Size(t.Letters) }

func (t *Text) measure(s string) float32 {
	return fyne.MeasureText(s, t.pixels(), t.style()).Width
}

func (t *Text) lineHeight() float32 {
	return fyne.MeasureText("Ag", t.pixels(), t.style()).Height
}

// Lines returns the text as it breaks in a width.
func (t *Text) Lines(width float32) []string {
	if t.Whole {
		return []string{t.words}
	}
	if t.Single {
		return []string{cut(t.words, width, t.measure)}
	}
	lines := wrap(t.words, width, t.measure)
	for _, s := range t.Shorter {
		if len(lines) <= 2 {
			break
		}
		lines = wrap(s, width, t.measure)
	}
	if t.Most > 0 && len(lines) > t.Most {
		lines = lines[:t.Most]
		last := &lines[t.Most-1]
		*last = cut(*last+"…", width, t.measure)
	}
	return lines
}

// HeightFor is the height of the text at a width.
func (t *Text) HeightFor(width float32) float32 {
	return t.lineHeight() * float32(max(len(t.Lines(width)), 1))
}

// MinSize is that of the longest word, so that text never keeps a window
// from becoming narrow.
func (t *Text) MinSize() fyne.Size {
	t.ExtendBaseWidget(t)
	if t.Whole {
		return fyne.NewSize(t.measure(t.words)+1, t.lineHeight())
	}
	if t.Single {
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
func (t *Text) CreateRenderer() fyne.WidgetRenderer { return &textRenderer{text: t} }

type textRenderer struct {
	text  *Text
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
	color := r.text.Theme().Color(r.text.Color, fyne.CurrentApp().Settings().ThemeVariant())
	lines, height := r.text.Lines(size.Width), r.text.lineHeight()
	for len(r.lines) < len(lines) {
		r.lines = append(r.lines, canvas.NewText("", color))
	}
	r.lines = r.lines[:len(lines)]
	for i, s := range lines {
		line := r.lines[i].(*canvas.Text)
		line.Color, line.TextSize, line.TextStyle, line.Alignment = color, r.text.pixels(), r.text.style(), r.text.Align
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
