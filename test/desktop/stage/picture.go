package stage

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"os"
	"path/filepath"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
)

// Picture is a piece of the screen in plain opaque pixels, from (0, 0).
type Picture struct{ *image.RGBA }

// NewPicture returns a black picture.
func NewPicture(width, height int) *Picture {
	return &Picture{image.NewRGBA(image.Rect(0, 0, width, height))}
}

// FromPNG decodes a picture.
func FromPNG(data []byte) (*Picture, error) {
	img, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	p := NewPicture(img.Bounds().Dx(), img.Bounds().Dy())
	draw.Draw(p.RGBA, p.Rect, img, img.Bounds().Min, draw.Src)
	return p, nil
}

// Save writes the picture as PNG, as small as it gets, with the folders above
// it.
func (p *Picture) Save(path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	var b bytes.Buffer
	small := png.Encoder{CompressionLevel: png.BestCompression}
	if err := small.Encode(&b, p); err != nil {
		return err
	}
	return os.WriteFile(path, b.Bytes(), 0o644)
}

// Crop returns a copy of a part.
func (p *Picture) Crop(r image.Rectangle) *Picture {
	r = r.Intersect(p.Rect)
	c := NewPicture(r.Dx(), r.Dy())
	draw.Draw(c.RGBA, c.Rect, p.RGBA, r.Min, draw.Src)
	return c
}

// Equal reports whether every pixel is the same.
func (p *Picture) Equal(q *Picture) bool {
	return p.Rect == q.Rect && bytes.Equal(p.Pix, q.Pix)
}

// Diff returns the smallest rectangle that holds all pixels that differ;
// it is empty when the pictures are equal. Pictures of unlike size differ
// everywhere.
func (p *Picture) Diff(q *Picture) image.Rectangle {
	if p.Rect != q.Rect {
		return p.Rect.Union(q.Rect)
	}
	var d image.Rectangle
	for y := range p.Rect.Dy() {
		row, other := p.Pix[y*p.Stride:(y+1)*p.Stride], q.Pix[y*q.Stride:(y+1)*q.Stride]
		if bytes.Equal(row, other) {
			continue
		}
		for x := 0; x < len(row); x += 4 {
			if !bytes.Equal(row[x:x+4], other[x:x+4]) {
				d = d.Union(image.Rect(x/4, y, x/4+1, y+1))
			}
		}
	}
	return d
}

// Colours counts the different colours: a picture of nothing has one or two.
func (p *Picture) Colours() int {
	seen := make(map[[4]byte]bool)
	for i := 0; i+3 < len(p.Pix); i += 4 {
		seen[[4]byte(p.Pix[i:i+4])] = true
	}
	return len(seen)
}

// Wallpaper is a desktop on which each place looks unlike any other, so that
// a picture that is shifted, scaled or recoloured by a hair differs, with a
// program's window that shows an error.
func Wallpaper(width, height int) *Picture {
	p := NewPicture(width, height)
	for y := range height {
		for x := range width {
			p.SetRGBA(x, y, color.RGBA{uint8(40 + x*80/width), uint8(70 + y*90/height), uint8(120 + (x*7+y*13)%64), 0xff})
		}
	}
	window := image.Rect(0, 0, 620, 330).Add(image.Pt(60, 60))
	draw.Draw(p.RGBA, window, image.NewUniform(color.RGBA{0x33, 0x44, 0x66, 0xff}), image.Point{}, draw.Src)
	inside := image.Rect(window.Min.X+2, window.Min.Y+28, window.Max.X-2, window.Max.Y-2)
	draw.Draw(p.RGBA, inside, image.NewUniform(color.RGBA{0xf4, 0xf4, 0xf0, 0xff}), image.Point{}, draw.Src)
	for i, line := range []string{
		"Contabilità finanziaria – Mandati di pagamento",
		"", "Mandato n. 1532 del 18/11/2026", "Creditore: Edilizia Conero S.r.l.", "Importo: € 12.480,00", "",
		"Errore 2718: il mandato non è stato trasmesso al tesoriere.",
		"Il codice IBAN del beneficiario non è valido per la data di esecuzione.",
	} {
		ink := color.RGBA{0x20, 0x20, 0x20, 0xff}
		switch i {
		case 0:
			ink = color.RGBA{0xff, 0xff, 0xff, 0xff}
		case 6:
			ink = color.RGBA{0xb0, 0x10, 0x10, 0xff}
		}
		write(p, line, window.Min.X+16, window.Min.Y+20+i*34, ink)
	}
	return p
}

func write(p *Picture, text string, x, y int, ink color.Color) {
	face, err := goFace()
	if err != nil {
		return // the font is part of the program: it parses
	}
	(&font.Drawer{Dst: p.RGBA, Src: image.NewUniform(ink), Face: face, Dot: fixed.P(x, y)}).DrawString(text)
}

func goFace() (font.Face, error) {
	f, err := opentype.Parse(goregular.TTF)
	if err != nil {
		return nil, err
	}
	return opentype.NewFace(f, &opentype.FaceOptions{Size: 16, DPI: 72, Hinting: font.HintingFull})
}
