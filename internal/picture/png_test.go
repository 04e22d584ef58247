package picture

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/adler32"
	"image"
	"image/color"
	"image/png"
	"io"
	"math/rand/v2"
	"slices"
	"testing"

	"ticketpp/test/scene"
)

func TestPNGIsLossless(t *testing.T) {
	for _, size := range []image.Point{{1, 1}, {3, 127}, {5, 128}, {640, 129}, {1920, 1080}} {
		img := scene.Desktop(size.X, size.Y)
		for _, encode := range []func(io.Writer, image.Image) error{EncodePNG, EncodePNGSoon} {
			var b bytes.Buffer
			if err := encode(&b, img); err != nil {
				t.Fatal(err)
			}
			same(t, &b, img)
		}
	}
}

func TestPNGOfPartOfAPicture(t *testing.T) {
	part := scene.Desktop(200, 300).SubImage(image.Rect(20, 30, 120, 290)).(*image.RGBA)
	var b bytes.Buffer
	if err := EncodePNG(&b, part); err != nil {
		t.Fatal(err)
	}
	back, err := png.Decode(&b)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := color.RGBAModel.Convert(back.At(7, 200)), part.RGBAAt(27, 230); got != want || back.Bounds().Dy() != 260 {
		t.Errorf("pixel %v of %v, want %v", got, back.Bounds(), want)
	}
}

func TestPNGWithTransparency(t *testing.T) {
	img := image.NewRGBA(image.Rect(0, 0, 4, 4))
	var b bytes.Buffer
	if err := EncodePNG(&b, img); err != nil {
		t.Fatal(err)
	}
	back, err := png.Decode(&b)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, _, a := back.At(1, 1).RGBA(); a != 0 {
		t.Errorf("alpha %d", a)
	}
}

func TestPNGIsSmall(t *testing.T) {
	img := scene.Desktop(1920, 1080)
	var ours, theirs bytes.Buffer
	if err := EncodePNG(&ours, img); err != nil {
		t.Fatal(err)
	}
	if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&theirs, img); err != nil {
		t.Fatal(err)
	}
	if ratio := float64(ours.Len()) / float64(theirs.Len()); ratio > 0.95 {
		t.Errorf("%d bytes, %.2f of image/png's best", ours.Len(), ratio)
	}
}

// A picture of few colours has a palette, as narrow as may be.
func TestFewColoursTakeAPalette(t *testing.T) {
	for colours, bits := range map[int]byte{1: 1, 2: 1, 3: 2, 4: 2, 5: 4, 16: 4, 17: 8, 256: 8, 257: 0} {
		img := image.NewRGBA(image.Rect(0, 0, 33, 40))
		for i := range 33 * 40 {
			n := i % colours
			img.SetRGBA(i%33, i/33, color.RGBA{uint8(n), uint8(n / 256), 7, 255})
		}
		var b bytes.Buffer
		if err := EncodePNG(&b, img); err != nil {
			t.Fatal(err)
		}
		header := b.Bytes()[16:26] // IHDR: width, height, bits, colour type
		if bits != 0 && (header[8] != bits || header[9] != 3) || bits == 0 && header[9] != 2 {
			t.Errorf("%d colours: %d bits, type %d", colours, header[8], header[9])
		}
		same(t, &b, img)
	}
}

// What the file holds besides the picture would be sent with it.
func TestPNGHoldsThePictureAlone(t *testing.T) {
	for _, img := range []image.Image{scene.Desktop(320, 200), Quantise(scene.Desktop(320, 200))} {
		var b bytes.Buffer
		if err := EncodePNG(&b, img); err != nil {
			t.Fatal(err)
		}
		for rest := b.Bytes()[8:]; len(rest) > 0; {
			kind := string(rest[4:8])
			if !slices.Contains([]string{"IHDR", "PLTE", "IDAT", "IEND"}, kind) {
				t.Errorf("chunk %s", kind)
			}
			rest = rest[12+binary.BigEndian.Uint32(rest):]
		}
	}
}

// same compares a file with the picture that it was made of.
func same(t *testing.T, file io.Reader, img *image.RGBA) {
	t.Helper()
	back, err := png.Decode(file)
	if err != nil {
		t.Fatal(err)
	}
	for y := range img.Rect.Dy() {
		for x := range img.Rect.Dx() {
			got, want := color.RGBAModel.Convert(back.At(x, y)), img.RGBAAt(img.Rect.Min.X+x, img.Rect.Min.Y+y)
			if got != want {
				t.Fatalf("pixel %d,%d is %v, want %v", x, y, got, want)
			}
		}
	}
}

func TestCombine(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 200 {
		data := make([]byte, r.IntN(200000))
		for i := range data {
			data[i] = byte(r.Uint32())
		}
		cut := r.IntN(len(data) + 1)
		got := combine(adler32.Checksum(data[:cut]), adler32.Checksum(data[cut:]), len(data)-cut)
		if want := adler32.Checksum(data); got != want {
			t.Fatalf("%d+%d bytes: %08x, want %08x", cut, len(data)-cut, got, want)
		}
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("disk full") }

func TestPNGOnAFullDisk(t *testing.T) {
	if err := EncodePNG(full{}, scene.Desktop(300, 300)); err == nil {
		t.Error("no error")
	}
}
