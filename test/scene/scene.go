// Package scene draws a busy desktop by code, for tests and measurements:
// windows full of small smooth text, a table, a gradient, a photograph with
// its noise. It is the same at each run, and no screen of anybody's. It knows
// nothing of the program.
package scene

import (
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"math"
	"math/rand/v2"
	"strings"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gomono"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
)

// Desktop draws a screen of some size, in pixels.
func Desktop(w, h int) *image.RGBA {
	s := &stage{img: image.NewRGBA(image.Rect(0, 0, w, h)), rand: rand.New(rand.NewPCG(7, 11)), f: float64(w) / 1920}
	s.text, s.mono = s.face(goregular.TTF, 14), s.face(gomono.TTF, 13)
	s.wallpaper()
	s.accounts(s.rect(60, 40, 1010, 700))
	s.photograph(s.rect(1180, 60, 1860, 520))
	s.terminal(s.rect(820, 380, 1640, 900))
	s.letter(s.rect(200, 470, 760, 1000))
	s.panel()
	return s.img
}

// stage is the screen while it is drawn; measures are those of a screen 1920
// pixels wide.
type stage struct {
	img        *image.RGBA
	rand       *rand.Rand
	f          float64
	text, mono font.Face
}

// px scales a length; on the smallest pictures it is still one pixel, so that
// what is drawn line by line comes to an end.
func (s *stage) px(v int) int { return max(1, int(float64(v)*s.f+0.5)) }

func (s *stage) rect(x0, y0, x1, y1 int) image.Rectangle {
	return image.Rect(s.px(x0), s.px(y0), s.px(x1), s.px(y1))
}

func (s *stage) face(ttf []byte, size float64) font.Face {
	f, err := opentype.Parse(ttf)
	if err != nil {
		panic(err) // the fonts are part of the program
	}
	face, err := opentype.NewFace(f, &opentype.FaceOptions{Size: max(1, size*s.f), DPI: 72})
	if err != nil {
		panic(err)
	}
	return face
}

func (s *stage) fill(r image.Rectangle, c color.Color) {
	draw.Draw(s.img, r, image.NewUniform(c), image.Point{}, draw.Src)
}

// write puts a line of text with its left end on the base line at x, y.
func (s *stage) write(clip image.Rectangle, x, y int, face font.Face, c color.Color, words string) {
	d := font.Drawer{Dst: s.img.SubImage(clip).(*image.RGBA), Src: image.NewUniform(c), Face: face, Dot: fixed.P(x, y)}
	d.DrawString(words)
}

// wallpaper is a gradient across the screen.
func (s *stage) wallpaper() {
	b := s.img.Rect
	for y := range b.Dy() {
		for x := range b.Dx() {
			s.img.SetRGBA(x, y, color.RGBA{uint8(30 + 50*y/b.Dy()), uint8(60 + 70*x/b.Dx()), uint8(110 + 60*y/b.Dy()), 255})
		}
	}
}

// window draws a frame with a shadow and a title and returns what is inside.
func (s *stage) window(r image.Rectangle, title string, ground color.Color) image.Rectangle {
	for i := s.px(14); i > 0; i-- {
		draw.Draw(s.img, r.Inset(-i).Add(image.Pt(0, s.px(4))), image.NewUniform(color.RGBA{0, 0, 0, 5}), image.Point{}, draw.Over)
	}
	bar := image.Rect(r.Min.X, r.Min.Y, r.Max.X, r.Min.Y+s.px(30))
	for y := bar.Min.Y; y < bar.Max.Y; y++ {
		v := uint8(235 - 20*(y-bar.Min.Y)/max(1, bar.Dy()))
		s.fill(image.Rect(bar.Min.X, y, bar.Max.X, y+1), color.RGBA{v, v, v + 4, 255})
	}
	s.write(bar, bar.Min.X+s.px(12), bar.Max.Y-s.px(10), s.text, color.Black, title)
	for i, c := range []color.RGBA{{0xe0, 0x50, 0x40, 255}, {0xe0, 0xb0, 0x30, 255}, {0x40, 0xb0, 0x50, 255}} {
		s.fill(image.Rect(bar.Max.X-s.px(24*(i+1)), bar.Min.Y+s.px(9), bar.Max.X-s.px(24*(i+1)-12), bar.Min.Y+s.px(21)), c)
	}
	in := image.Rect(r.Min.X, bar.Max.Y, r.Max.X, r.Max.Y)
	s.fill(in, ground)
	return in
}

// accounts is a table of invoices, as in the programs of an accounts office.
func (s *stage) accounts(r image.Rectangle) {
	in := s.window(r, "Contabilità finanziaria – Mandati di pagamento 2026", color.RGBA{0xfb, 0xfb, 0xfc, 255})
	for i, word := range []string{"File", "Modifica", "Mandati", "Reversali", "Stampe", "?"} {
		s.write(in, in.Min.X+s.px(14+90*i), in.Min.Y+s.px(20), s.text, color.Gray{0x20}, word)
	}
	high := s.px(22)
	for row := 0; in.Min.Y+s.px(36)+row*high < in.Max.Y; row++ {
		y := in.Min.Y + s.px(36) + row*high
		ground := color.RGBA{0xff, 0xff, 0xff, 255}
		switch {
		case row == 0:
			ground = color.RGBA{0xd8, 0xe2, 0xee, 255}
		case row == 6:
			ground = color.RGBA{0x2f, 0x6f, 0xc0, 255}
		case row%2 == 0:
			ground = color.RGBA{0xf0, 0xf4, 0xf8, 255}
		}
		s.fill(image.Rect(in.Min.X, y, in.Max.X, y+high).Intersect(in), ground)
		s.fill(image.Rect(in.Min.X, y, in.Max.X, y+1), color.RGBA{0xd0, 0xd4, 0xd8, 255})
		ink := color.Color(color.Gray{0x18})
		if row == 6 {
			ink = color.White
		}
		cells := []string{
			fmt.Sprint(1500 + row), fmt.Sprintf("%02d/%02d/2026", 1+row%28, 1+row%11), s.words(3, 5),
			fmt.Sprintf("%d.%03d,%02d", s.rand.IntN(90), s.rand.IntN(1000), s.rand.IntN(100)), s.words(1, 2),
		}
		for i, x := range []int{14, 90, 190, 620, 740} {
			s.write(in, in.Min.X+s.px(x), y+s.px(16), s.text, ink, cells[i])
		}
	}
}

// letter is a page of running text with a coloured heading.
func (s *stage) letter(r image.Rectangle) {
	in := s.window(r, "Determina n. 214 – Editor", color.White)
	s.write(in, in.Min.X+s.px(40), in.Min.Y+s.px(50), s.face(goregular.TTF, 26), color.RGBA{0x1a, 0x4d, 0x8f, 255}, "Determinazione n. 214")
	for y := in.Min.Y + s.px(80); y < in.Max.Y; y += s.px(21) {
		s.write(in.Inset(s.px(8)), in.Min.X+s.px(40), y, s.text, color.Gray{0x28}, s.words(9, 12))
	}
}

// terminal is a log in several colours on a dark ground.
func (s *stage) terminal(r image.Rectangle) {
	in := s.window(r, "registro – terminale", color.RGBA{0x1e, 0x1e, 0x28, 255})
	inks := []color.RGBA{{0xd0, 0xd0, 0xd0, 255}, {0x7f, 0xc8, 0x7f, 255}, {0xe8, 0xc0, 0x60, 255}, {0xf0, 0x70, 0x70, 255}, {0x78, 0xa8, 0xf0, 255}}
	for y := in.Min.Y + s.px(18); y < in.Max.Y; y += s.px(17) {
		when := fmt.Sprintf("09:%02d:%02d.%03d", s.rand.IntN(60), s.rand.IntN(60), s.rand.IntN(1000))
		s.write(in, in.Min.X+s.px(10), y, s.mono, inks[1], when)
		s.write(in, in.Min.X+s.px(120), y, s.mono, inks[s.rand.IntN(len(inks))], s.words(6, 10))
	}
}

// photograph is soft shapes under the noise of a camera.
func (s *stage) photograph(r image.Rectangle) {
	in := s.window(r, "Sopralluogo IMG_2041.JPG", color.Black)
	for y := in.Min.Y; y < in.Max.Y; y++ {
		for x := in.Min.X; x < in.Max.X; x++ {
			u, v := float64(x-in.Min.X)/float64(in.Dx()), float64(y-in.Min.Y)/float64(in.Dy())
			light := 0.5 + 0.3*math.Sin(5*u+3*v*v) + 0.2*math.Cos(9*v-4*u*v)
			grain := s.rand.NormFloat64() * 1.6
			s.img.SetRGBA(x, y, color.RGBA{
				level(70 + 130*light + grain), level(60 + 110*light*(1-0.3*u) + grain + 0.6*s.rand.NormFloat64()),
				level(50 + 90*light*(0.4+0.6*v) + grain + 0.6*s.rand.NormFloat64()), 255,
			})
		}
	}
}

// panel is the bar at the bottom, with icons and a clock.
func (s *stage) panel() {
	b := s.img.Rect
	bar := image.Rect(0, b.Max.Y-s.px(40), b.Max.X, b.Max.Y)
	s.fill(bar, color.RGBA{0x24, 0x28, 0x30, 255})
	for i := range 12 {
		middle := image.Pt(s.px(30+52*i), bar.Min.Y+s.px(20))
		for y := -s.px(14); y <= s.px(14); y++ {
			for x := -s.px(14); x <= s.px(14); x++ {
				if d := math.Hypot(float64(x), float64(y)) / (14 * s.f); d <= 1 {
					s.img.SetRGBA(middle.X+x, middle.Y+y, color.RGBA{level(250 - 120*d), level(float64(40 + 17*i)), level(220 - float64(15*i) - 40*d), 255})
				}
			}
		}
	}
	s.write(bar, bar.Max.X-s.px(130), bar.Max.Y-s.px(14), s.text, color.White, "dom 22 nov  09:41")
}

func level(v float64) uint8 { return uint8(min(255, max(0, v))) }

// words returns some words of office Italian.
func (s *stage) words(least, most int) string {
	all := strings.Fields("mandato fattura pagamento impegno capitolo bilancio fornitore liquidazione " +
		"protocollo determina ufficio ragioneria tributi anagrafe delibera quietanza tesoriere competenza " +
		"residui esercizio variazione allegato scadenza importo causale errore trasmesso registrato")
	out := make([]string, least+s.rand.IntN(most-least+1))
	for i := range out {
		out[i] = all[s.rand.IntN(len(all))]
	}
	return strings.Join(out, " ")
}
