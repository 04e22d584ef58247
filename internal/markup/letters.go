package markup

import (
	"image"
	"math"
	"strings"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/opentype"
)

// faces are the sizes of one font, Go Bold, which is part of the program: what
// is drawn looks the same on every machine.
type faces struct {
	parsed *opentype.Font
	sized  map[float64]font.Face
}

// maxFaces bounds the sizes kept: zooming makes a new one at each step.
const maxFaces = 24

// at returns the font in a size, in pixels; nil where nobody could read it.
func (f *faces) at(size float64) font.Face {
	size = math.Round(size*4) / 4
	if size < 3 {
		return nil
	}
	if face, ok := f.sized[size]; ok {
		return face
	}
	if f.parsed == nil {
		parsed, err := opentype.Parse(gobold.TTF)
		if err != nil {
			return nil // the font is part of the program: a test parses it
		}
		f.parsed = parsed
	}
	face, err := opentype.NewFace(f.parsed, &opentype.FaceOptions{Size: size, DPI: 72, Hinting: font.HintingNone})
	if err != nil {
		return nil
	}
	if f.sized == nil || len(f.sized) >= maxFaces {
		f.sized = make(map[float64]font.Face)
	}
	f.sized[size] = face
	return face
}

// The measures of a text follow from its Width, the height of a line.

func (s Shape) letters() float64 { return 0.8 * float64(s.Width) }
func (s Shape) padding() float64 { return float64(s.Width) / 3 }
func (s Shape) lines() []string  { return strings.Split(s.Text, "\n") }

// plate is the rectangle of the picture that a text covers.
func (s Shape) plate(f *faces) image.Rectangle {
	if len(s.Points) == 0 {
		return image.Rectangle{}
	}
	wide := 0.0
	// Measured large, so that the measure is the same at any scale.
	if face := f.at(measured); face != nil {
		for _, words := range s.lines() {
			wide = max(wide, float64(font.MeasureString(face, words))/64*s.letters()/measured)
		}
	}
	high := float64(s.Width*len(s.lines())) + s.padding()
	return image.Rectangle{Max: image.Pt(int(wide+2*s.padding()+1), int(high+1))}.Add(s.Points[0])
}

// measured is the size in which texts are measured, in pixels.
const measured = 64
