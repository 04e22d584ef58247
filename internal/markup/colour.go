package markup

import (
	"encoding/hex"
	"fmt"
	"image"
	"image/color"
)

// Colour is an opaque colour, "#rrggbb" in JSON.
type Colour struct{ R, G, B uint8 }

// The colours of Okabe and Ito (Color Universal Design, 2008), which people
// with any kind of colour blindness can tell from each other.
var (
	Vermillion = Colour{0xd5, 0x5e, 0x00}
	Blue       = Colour{0x00, 0x72, 0xb2}
	Green      = Colour{0x00, 0x9e, 0x73}
	Orange     = Colour{0xe6, 0x9f, 0x00}
	SkyBlue    = Colour{0x56, 0xb4, 0xe9}
	Purple     = Colour{0xcc, 0x79, 0xa7}
	Yellow     = Colour{0xf0, 0xe4, 0x42}
	Black      = Colour{}
)

// Swatch is a colour to choose, with a key for its name in the user's words.
type Swatch struct {
	Name   string // "vermillion", "blue" …
	Colour Colour
}

// Swatches lists the colours to choose from, the first for a start. Highlights
// begin with Yellow.
func Swatches() []Swatch {
	return []Swatch{
		{"vermillion", Vermillion},
		{"blue", Blue},
		{"green", Green},
		{"orange", Orange},
		{"sky", SkyBlue},
		{"purple", Purple},
		{"yellow", Yellow},
		{"black", Black},
	}
}

// RGBA makes a Colour a color.Color.
func (c Colour) RGBA() (r, g, b, a uint32) {
	return color.RGBA{c.R, c.G, c.B, 0xff}.RGBA()
}

// MarshalText writes "#rrggbb".
func (c Colour) MarshalText() ([]byte, error) {
	return fmt.Appendf(nil, "#%02x%02x%02x", c.R, c.G, c.B), nil
}

// UnmarshalText reads "#rrggbb".
func (c *Colour) UnmarshalText(text []byte) error {
	var rgb [3]byte
	if len(text) != 7 || text[0] != '#' {
		return fmt.Errorf("colour %.20q", text)
	}
	if _, err := hex.Decode(rgb[:], text[1:]); err != nil {
		return fmt.Errorf("colour %.20q: %w", text, err)
	}
	*c = Colour{rgb[0], rgb[1], rgb[2]}
	return nil
}

// ink is black or white, whichever is read better on c: in WCAG 2 the two
// contrasts are equal at a luminance of 0.179.
func (c Colour) ink() color.RGBA {
	if c.luminance() > 0.179 {
		return color.RGBA{0, 0, 0, 255}
	}
	return color.RGBA{255, 255, 255, 255}
}

// luminance is how light c looks, from 0 to 1, near enough to WCAG's.
func (c Colour) luminance() float64 {
	return 0.2126*square(c.R) + 0.7152*square(c.G) + 0.0722*square(c.B)
}

func square(v uint8) float64 { return float64(v) * float64(v) / (255 * 255) }

// Widths proposes how wide a new shape of a kind is on a picture of some size:
// what looks right on 1920×1080, more on a denser screen.
func Widths(k Kind, picture image.Point) int {
	dense := max(1, float64(max(picture.X, picture.Y*16/9))/1920)
	base := 4.0
	switch k {
	case Text:
		base = 28
	case Step:
		base = 36
	}
	return int(base*dense + 0.5)
}
