package clipboard

import (
	"bytes"
	"encoding/binary"
	"errors"
	"image/color"
	"slices"
	"testing"

	"golang.org/x/image/bmp"
)

// header is a BITMAPINFOHEADER, or a longer one.
func header(size, width, height, depth, compression, colours int) []byte {
	h := make([]byte, size)
	le := binary.LittleEndian
	for at, v := range map[int]int{0: size, 4: width, 8: height, 16: compression, 32: colours} {
		le.PutUint32(h[at:], uint32(int32(v)))
	}
	le.PutUint16(h[12:], 1)
	le.PutUint16(h[14:], uint16(depth))
	return h
}

func u32(v ...uint32) (b []byte) {
	for _, x := range v {
		b = binary.LittleEndian.AppendUint32(b, x)
	}
	return b
}

// Two by two pixels, the upper row red and green, the lower one blue and white,
// in every way in which programs copy them.
func TestEverySortOfCopiedPicture(t *testing.T) {
	masks := []uint32{0xff0000, 0xff00, 0xff}
	inHeader := header(124, 2, 2, 32, biBitfields, 0)
	copy(inHeader[40:], u32(masks...))
	for name, data := range map[string][]byte{
		"32 bits, nothing in the fourth byte":  slices.Concat(header(40, 2, 2, 32, biRGB, 0), u32(0x0000ff, 0xffffff, 0xff0000, 0x00ff00)),
		"32 bits from the top down":            slices.Concat(header(40, 2, -2, 32, biRGB, 0), u32(0xff0000, 0x00ff00, 0x0000ff, 0xffffff)),
		"masks behind the header":              slices.Concat(header(40, 2, 2, 32, biBitfields, 0), u32(masks...), u32(0x0000ff, 0xffffff, 0xff0000, 0x00ff00)),
		"masks in a long header":               slices.Concat(inHeader, u32(0x0000ff, 0xffffff, 0xff0000, 0x00ff00)),
		"red and blue the other way round":     slices.Concat(header(40, 2, 2, 32, biBitfields, 0), u32(0xff, 0xff00, 0xff0000), u32(0xff0000, 0xffffff, 0x0000ff, 0x00ff00)),
		"24 bits, rows to the next four bytes": slices.Concat(header(40, 2, 2, 24, biRGB, 0), []byte{255, 0, 0, 255, 255, 255, 0, 0, 0, 0, 255, 0, 255, 0, 0, 0}),
		"16 bits":                              slices.Concat(header(40, 2, 2, 16, biRGB, 0), []byte{0x1f, 0, 0xff, 0x7f, 0, 0x7c, 0xe0, 0x03}),
		"a palette":                            slices.Concat(header(40, 2, 2, 8, biRGB, 4), u32(0xff0000, 0x00ff00, 0x0000ff, 0xffffff), []byte{2, 3, 0, 0, 0, 1, 0, 0}),
		"four bits":                            slices.Concat(header(40, 2, 2, 4, biRGB, 4), u32(0xff0000, 0x00ff00, 0x0000ff, 0xffffff), []byte{0x23, 0, 0, 0, 0x01, 0, 0, 0}),
	} {
		file, err := bitmapFile(data)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		img, err := bmp.Decode(bytes.NewReader(file))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for i, want := range []color.RGBA{{255, 0, 0, 255}, {0, 255, 0, 255}, {0, 0, 255, 255}, {255, 255, 255, 255}} {
			if got := color.RGBAModel.Convert(img.At(i%2, i/2)); got != want {
				t.Errorf("%s: pixel %d is %v, want %v", name, i, got, want)
			}
		}
	}
	if got, err := bitmapFile(append(header(40, 2, 2, 0, biPNG, 0), "PNG…"...)); err != nil || string(got) != "PNG…" {
		t.Errorf("a file inside: %q, %v", got, err)
	}
}

func FuzzBitmap(f *testing.F) {
	f.Add(slices.Concat(header(40, 2, 2, 32, biRGB, 0), u32(1, 2, 3, 4)))
	f.Add(slices.Concat(header(40, 2, -2, 4, biRGB, 4), u32(1, 2, 3, 4), u32(1, 2)))
	f.Add(header(124, 65536, 65536, 1, biBitfields, 2))
	f.Fuzz(func(t *testing.T, data []byte) {
		file, err := bitmapFile(data)
		if err != nil && !errors.Is(err, ErrNoPicture) && !errors.Is(err, ErrTooLarge) {
			t.Fatal(err)
		}
		if err == nil && bytes.HasPrefix(file, []byte("BM")) && len(file) > 54 {
			if _, err := bmp.Decode(bytes.NewReader(file)); err != nil {
				t.Fatal(err)
			}
		}
	})
}
