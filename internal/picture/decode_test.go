package picture

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"testing"

	"golang.org/x/image/bmp"
)

// quarters is a picture whose four corners differ.
func quarters(w, h int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := color.RGBA{255, 0, 0, 255}
			switch {
			case x >= w/2 && y >= h/2:
				c = color.RGBA{0, 0, 255, 255}
			case x >= w/2:
				c = color.RGBA{0, 255, 0, 255}
			case y >= h/2:
				c = color.RGBA{255, 255, 255, 255}
			}
			img.SetRGBA(x, y, c)
		}
	}
	return img
}

// corners names the colours of the corners, clockwise from the upper left.
func corners(img *image.RGBA) string {
	name := func(x, y int) string {
		c := img.RGBAAt(x, y)
		switch {
		case c.R > 200 && c.G > 200 && c.B > 200:
			return "w"
		case c.R > 200:
			return "r"
		case c.G > 200:
			return "g"
		}
		return "b"
	}
	right, bottom := img.Rect.Max.X-2, img.Rect.Max.Y-2
	return name(1, 1) + name(right, 1) + name(right, bottom) + name(1, bottom)
}

func TestDecodeReadsTheUsualFormats(t *testing.T) {
	src := quarters(32, 16)
	files := map[string]*bytes.Buffer{"png": {}, "jpeg": {}, "gif": {}, "bmp": {}}
	for _, err := range []error{
		png.Encode(files["png"], src), jpeg.Encode(files["jpeg"], src, nil),
		gif.Encode(files["gif"], src, nil), bmp.Encode(files["bmp"], src),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	for format, file := range files {
		img, err := Decode(file)
		if err != nil {
			t.Errorf("%s: %v", format, err)
		} else if got := corners(img); got != "rgbw" || img.Rect != src.Rect {
			t.Errorf("%s: %s %v", format, got, img.Rect)
		}
	}
	webp, err := base64.StdEncoding.DecodeString("UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==")
	if err != nil {
		t.Fatal(err)
	}
	if img, err := Decode(bytes.NewReader(webp)); err != nil || img.Rect != image.Rect(0, 0, 1, 1) {
		t.Errorf("webp: %v", err)
	}
}

// What is transparent shows white, as paper does, and never what a program
// left under it.
func TestDecodeForgetsWhatIsTransparent(t *testing.T) {
	src := image.NewNRGBA(image.Rect(0, 0, 2, 1))
	src.SetNRGBA(0, 0, color.NRGBA{12, 34, 56, 0})
	src.SetNRGBA(1, 0, color.NRGBA{0, 0, 0, 128})
	var b bytes.Buffer
	if err := png.Encode(&b, src); err != nil {
		t.Fatal(err)
	}
	img, err := Decode(&b)
	if err != nil {
		t.Fatal(err)
	}
	if img.RGBAAt(0, 0) != (color.RGBA{255, 255, 255, 255}) || img.RGBAAt(1, 0) != (color.RGBA{127, 127, 127, 255}) {
		t.Errorf("%v %v", img.RGBAAt(0, 0), img.RGBAAt(1, 0))
	}
}

func TestDecodeTurnsPhotographsUpright(t *testing.T) {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, quarters(64, 32), nil); err != nil {
		t.Fatal(err)
	}
	for orientation, want := range map[byte]string{
		0: "rgbw", 1: "rgbw", 2: "grwb", 3: "bwrg", 4: "wbgr", 5: "rwbg", 6: "wrgb", 7: "bgrw", 8: "gbwr", 9: "rgbw",
	} {
		for _, order := range []binary.AppendByteOrder{binary.LittleEndian, binary.BigEndian} {
			img, err := Decode(bytes.NewReader(withExif(b.Bytes(), orientation, order)))
			if err != nil {
				t.Fatal(err)
			}
			lying := orientation >= 5 && orientation <= 8
			if got := corners(img); got != want || lying != (img.Rect.Dy() > img.Rect.Dx()) {
				t.Errorf("orientation %d: %s %v, want %s", orientation, got, img.Rect, want)
			}
		}
	}
}

// withExif puts an Exif segment into a JPEG, as a camera does.
func withExif(file []byte, orientation byte, order binary.AppendByteOrder) []byte {
	t := []byte("II*\x00")
	if order == binary.AppendByteOrder(binary.BigEndian) {
		t = []byte("MM\x00*")
	}
	t = order.AppendUint32(t, 8)
	t = order.AppendUint16(t, 1)
	t = order.AppendUint16(t, 0x0112)
	t = order.AppendUint16(t, 3)
	t = order.AppendUint32(t, 1)
	t = order.AppendUint16(t, uint16(orientation))
	t = append(t, 0, 0, 0, 0, 0, 0)
	segment := append([]byte("Exif\x00\x00"), t...)
	out := append([]byte{0xff, 0xd8, 0xff, 0xe1}, byte((len(segment)+2)>>8), byte(len(segment)+2))
	out = append(out, segment...)
	return append(out, file[2:]...)
}

func TestDecodeRefuses(t *testing.T) {
	huge := []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR\x00\x00\xff\xff\x00\x00\xff\xff\x08\x02\x00\x00\x00")
	huge = binary.BigEndian.AppendUint32(huge, crc32.ChecksumIEEE(huge[12:]))
	var good bytes.Buffer
	if err := png.Encode(&good, quarters(64, 64)); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		file []byte
		want error
	}{
		"nothing":      {nil, ErrNotPicture},
		"a text":       {[]byte("Siamo bloccati"), ErrNotPicture},
		"a torn file":  {good.Bytes()[:good.Len()/2], ErrNotPicture},
		"a huge size":  {huge, ErrTooManyPixels},
		"a bare start": {good.Bytes()[:8], ErrNotPicture},
	} {
		if _, err := Decode(bytes.NewReader(c.file)); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzDecode(f *testing.F) {
	var a, b, c bytes.Buffer
	_, _, _ = png.Encode(&a, quarters(8, 8)), jpeg.Encode(&b, quarters(8, 8), nil), gif.Encode(&c, quarters(8, 8), nil)
	f.Add(a.Bytes())
	f.Add(withExif(b.Bytes(), 6, binary.LittleEndian))
	f.Add(c.Bytes())
	f.Fuzz(func(t *testing.T, data []byte) {
		if c, _, err := image.DecodeConfig(bytes.NewReader(data)); err == nil && c.Width*c.Height > 1<<22 {
			return // large is slow, not wrong
		}
		img, err := Decode(bytes.NewReader(data))
		if (img == nil) == (err == nil) {
			t.Fatalf("%v, %v", img, err)
		}
		if err == nil && !img.Opaque() {
			t.Error("not opaque")
		}
	})
}

// endless is a file of zeros that counts what is read of it.
type endless struct{ read int }

func (e *endless) Read(p []byte) (int, error) {
	clear(p)
	e.read += len(p)
	return len(p), nil
}

// A file that is no picture was read up to the limit, for seconds and into
// memory, before it was taken for what it is.
func TestWhatIsNoPictureIsNotRead(t *testing.T) {
	e := &endless{}
	if _, err := Decode(e); !errors.Is(err, ErrNotPicture) || e.read > 64<<10 {
		t.Errorf("%v after %d bytes", err, e.read)
	}
}
