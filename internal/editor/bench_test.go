package editor

import (
	"image"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"ticketpp/internal/l10n"
	"ticketpp/internal/markup"
	"ticketpp/internal/window"
)

// A frame while a frame is drawn on a picture of 3840×2160 with thirty marks.
func BenchmarkFrame4K(b *testing.B) {
	texts, err := l10n.New("it")
	if err != nil {
		b.Fatal(err)
	}
	app := test.NewTempApp(b)
	app.Settings().SetTheme(window.NewTheme())
	win := test.NewTempWindow(b, nil)
	d := markup.Drawing{}
	for i := range 30 {
		kind := markup.Kinds()[i%len(markup.Kinds())]
		at := image.Pt(100*i, 60*i)
		s := markup.Shape{Kind: kind, Points: markup.Points{at, at.Add(image.Pt(400, 200))}, Colour: markup.Blue, Width: markup.Widths(kind, image.Pt(3840, 2160)), Text: "qui"}
		if isPoint(kind) {
			s.Points = s.Points[:1]
		}
		d = d.Add(s)
	}
	e := New(Options{Texts: texts, Canvas: win.Canvas(), Picture: scene(3840, 2160), Drawing: d, Tool: Frame})
	win.SetContent(e.Object())
	win.SetPadded(false)
	win.Resize(fyne.NewSize(1920, 1040))
	win.Canvas().Capture()
	size := e.board.size()
	e.begin(image.Pt(500, 500), 3, false)
	i := 0
	for b.Loop() {
		i++
		e.drag(image.Pt(600+i%2000, 600+i%1000))
		e.board.paint(size.X, size.Y)
	}
}
