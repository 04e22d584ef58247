package capture

import (
	"encoding/binary"
	"image"
	"image/color"
	"testing"
)

func TestFormats(t *testing.T) {
	for _, c := range []struct {
		name   string
		format pixelFormat
		pixel  uint32
		want   color.RGBA
	}{
		{"depth 24", pixelFormat{32, 32, false, 0xff0000, 0xff00, 0xff}, 0x00102030, color.RGBA{0x10, 0x20, 0x30, 255}},
		{"depth 24, BGR", pixelFormat{32, 32, false, 0xff, 0xff00, 0xff0000}, 0x00302010, color.RGBA{0x10, 0x20, 0x30, 255}},
		{"depth 24, packed", pixelFormat{24, 32, false, 0xff0000, 0xff00, 0xff}, 0x102030, color.RGBA{0x10, 0x20, 0x30, 255}},
		{"depth 24, big endian", pixelFormat{32, 32, true, 0xff0000, 0xff00, 0xff}, 0x00102030, color.RGBA{0x10, 0x20, 0x30, 255}},
		{"depth 30", pixelFormat{32, 32, false, 0x3ff00000, 0xffc00, 0x3ff}, 1023<<20 | 512<<10, color.RGBA{255, 128, 0, 255}},
		{"depth 16", pixelFormat{16, 32, false, 0xf800, 0x7e0, 0x1f}, 31<<11 | 32<<5, color.RGBA{255, 130, 0, 255}},
	} {
		const w, h = 5, 3 // an odd width shows a wrong stride
		stride := c.format.stride(w)
		data := make([]byte, stride*h)
		for y := range h {
			for x := range w {
				var b [4]byte
				at := data[y*stride+x*c.format.bitsPerPixel/8:]
				if c.format.bigEndian {
					binary.BigEndian.PutUint32(b[:], c.pixel)
				} else {
					binary.LittleEndian.PutUint32(b[:], c.pixel)
				}
				copy(at[:c.format.bitsPerPixel/8], b[:])
			}
		}
		img := image.NewRGBA(image.Rect(0, 0, w, h))
		if !c.format.readable() || !c.format.convert(img, data) {
			t.Errorf("%s: not read", c.name)
			continue
		}
		for y := range h {
			for x := range w {
				if got := img.RGBAAt(x, y); got != c.want {
					t.Fatalf("%s: pixel %d,%d is %v, want %v", c.name, x, y, got, c.want)
				}
			}
		}
		if c.format.convert(img, data[:len(data)-1]) {
			t.Errorf("%s: too few bytes were read", c.name)
		}
	}
	if (pixelFormat{8, 32, false, 0xff, 0xff, 0xff}).readable() {
		t.Error("a palette was read")
	}
}

func TestPreview(t *testing.T) {
	src := image.NewRGBA(image.Rect(0, 0, 1920, 1080))
	for y := range 1080 {
		for x := range 1920 {
			v := uint8(0)
			if (x+y)%2 == 0 {
				v = 200
			}
			src.SetRGBA(x, y, color.RGBA{v, 0, 0, 255})
		}
	}
	for _, c := range []struct{ w, h, wantW, wantH int }{
		{480, 480, 480, 270}, {480, 100, 177, 100}, {5000, 5000, 1920, 1080}, {1, 1, 1, 1}, {0, 0, 1, 1}, {700, 700, 700, 393},
	} {
		p := Preview(src, c.w, c.h)
		if p.Rect.Dx() != c.wantW || p.Rect.Dy() != c.wantH {
			t.Errorf("within %d×%d: %v, want %d×%d", c.w, c.h, p.Rect, c.wantW, c.wantH)
		}
		if p.Rect.Dx() <= 480 {
			if got := p.RGBAAt(p.Rect.Dx()/2, p.Rect.Dy()/2); got.R < 88 || got.R > 112 || got.G != 0 || got.A != 255 {
				t.Errorf("within %d×%d: the mean of 0 and 200 is %v", c.w, c.h, got)
			}
		}
	}
	part := src.SubImage(image.Rect(100, 100, 1700, 1000))
	if p := Preview(part, 160, 160); p.Rect != image.Rect(0, 0, 160, 90) {
		t.Errorf("a part's preview is %v", p.Rect)
	}
	if p := Preview(image.NewGray(image.Rect(10, 10, 110, 60)), 50, 50); p.Rect != image.Rect(0, 0, 50, 25) {
		t.Errorf("a grey picture's preview is %v", p.Rect)
	}
}
