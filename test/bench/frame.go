package main

import (
	"context"
	"fmt"
	"image"
	"time"

	"ticketpp/internal/markup"
	"ticketpp/test/scene"
)

// frame measures what one movement of the mouse costs while somebody draws on
// a picture of 3840×2160: from the drawing to the pixels of the view, which
// the window then shows. 16 ms are 60 frames a second.
func (b *bench) frame(context.Context) ([]row, error) {
	src := scene.Desktop(3840, 2160)
	base := markup.Drawing{}
	for i, k := range markup.Kinds() {
		at := image.Pt(300+400*i, 400+150*i)
		s := markup.Shape{
			Kind: k, Points: markup.Points{at, at.Add(image.Pt(500, 300))}, Text: "Qui compare l’errore",
			Colour: markup.Swatches()[i].Colour, Width: markup.Widths(k, src.Rect.Size()),
		}
		if k == markup.Text || k == markup.Step {
			s.Points = s.Points[:1]
		}
		base = base.Add(s)
	}
	var rows []row
	for _, size := range []image.Point{{X: 1280, Y: 720}, {X: 3840, Y: 2160}} {
		v := markup.NewView(src)
		v.Set(size, markup.Fit(src.Rect.Size(), size))
		v.Draw(base, -1)
		took, line := []time.Duration{}, markup.Points{{X: 200, Y: 200}}
		for i := range 30 * b.rounds {
			end := image.Pt(300+i*31%3400, 300+i*17%1800)
			line = append(line, end)
			s := markup.Shape{Kind: markup.Arrow, Points: markup.Points{{X: 200, Y: 200}, end}, Colour: markup.Blue, Width: 8}
			if i%2 == 0 {
				s = markup.Shape{Kind: markup.Line, Points: line, Colour: markup.Green, Width: 8}
			}
			start := time.Now()
			v.Draw(base.Add(s), -1)
			took = append(took, time.Since(start))
		}
		rows = append(rows, row{
			what: fmt.Sprintf("frame while drawing on 4K, seen at %d×%d", size.X, size.Y),
			unit: "ms", ours: median(took), limit: limit{most: 16},
		})
	}
	return rows, nil
}
