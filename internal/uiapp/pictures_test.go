package uiapp

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"ticketpp/internal/compose"
	"ticketpp/internal/drafts"
	"ticketpp/internal/ticket"
)

// opened is a composer with a draft open.
func opened(t *testing.T) *composer {
	t.Helper()
	store, err := drafts.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	d, err := store.Create(ticket.Ticket{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	return &composer{draft: d, log: slog.New(slog.DiscardHandler)}
}

// gradient is a picture in which every pixel differs from its neighbours.
func gradient(w, h int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			img.SetRGBA(x, y, color.RGBA{uint8(x), uint8(y), uint8(x * y), 255})
		}
	}
	return img
}

// grain is a picture that no PNG makes small.
func grain(w, h int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	_, _ = rand.NewChaCha8([32]byte{}).Read(img.Pix)
	for i := 3; i < len(img.Pix); i += 4 {
		img.Pix[i] = 255
	}
	return img
}

func write(t *testing.T, name string, data []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestAPictureFileBecomesAScreenshotOfItsPixelsAlone(t *testing.T) {
	c := opened(t)
	var b bytes.Buffer
	if err := png.Encode(&b, gradient(300, 200)); err != nil {
		t.Fatal(err)
	}
	// A text chunk, as programs write where and by whom a picture was made.
	chunk := append([]byte("tEXtAuthor\x00"), "Anna"...)
	data := slices.Concat(b.Bytes()[:33], binary.BigEndian.AppendUint32(nil, uint32(len(chunk)-4)), chunk,
		binary.BigEndian.AppendUint32(nil, crc32.ChecksumIEEE(chunk)), b.Bytes()[33:])
	for _, file := range []string{write(t, "a.png", b.Bytes()), write(t, "b.PNG", data)} {
		sc, err := c.addPicture(file)
		if err != nil || sc.Width != 300 || sc.Height != 200 || !sc.Included || sc.Size == 0 || sc.Preview == "" {
			t.Fatalf("%s: %+v, %v", file, sc, err)
		}
		r, _, err := c.open().Open(sc.File)
		if err != nil {
			t.Fatal(err)
		}
		var kept bytes.Buffer
		_, _ = kept.ReadFrom(r)
		_ = r.Close()
		if bytes.Contains(kept.Bytes(), []byte("Author")) {
			t.Error("what the file said of itself was kept")
		}
		img, err := png.Decode(&kept)
		if err != nil || img.At(7, 9) != (color.RGBA{7, 9, 63, 255}) && img.At(7, 9) != (color.NRGBA{7, 9, 63, 255}) {
			t.Errorf("its pixels are %v, %v", img.At(7, 9), err)
		}
	}
	b.Reset()
	if err := jpeg.Encode(&b, gradient(64, 48), nil); err != nil {
		t.Fatal(err)
	}
	if sc, err := c.addPicture(write(t, "c.jpg", b.Bytes())); err != nil || filepath.Ext(sc.File) != ".png" {
		t.Errorf("a JPEG: %+v, %v", sc, err)
	}
}

func TestWhatIsNoPictureIsSaidSo(t *testing.T) {
	c := opened(t)
	good := encoded(t, gradient(300, 200))
	huge := slices.Clone(good) // by what it says of itself: 100,000 × 100,000
	binary.BigEndian.PutUint32(huge[16:], 100_000)
	binary.BigEndian.PutUint32(huge[20:], 100_000)
	binary.BigEndian.PutUint32(huge[29:], crc32.ChecksumIEEE(huge[12:29]))
	for _, path := range []string{
		write(t, "a.png", []byte("this is a text")), write(t, "b.png", nil), filepath.Join(t.TempDir(), "gone.png"), t.TempDir(),
		write(t, "torn.png", good[:len(good)/2]), write(t, "huge.png", huge),
	} {
		if _, err := c.addPicture(path); !errors.Is(err, compose.ErrNotOpened) {
			t.Errorf("%s: %v", path, err)
		}
	}
}

func TestSmallerFormsAreSeenAndKept(t *testing.T) {
	c := opened(t)
	sc, err := c.addPicture(write(t, "a.png", encoded(t, grain(900, 600))))
	if err != nil {
		t.Fatal(err)
	}
	forms, err := c.smaller(sc)
	if err != nil || len(forms) == 0 {
		t.Fatalf("%d forms, %v", len(forms), err)
	}
	for i, f := range forms {
		img, err := f.See()
		if err != nil || img.Bounds().Dx() > 900 || i > 0 && (f.Size >= forms[i-1].Size || f.Level <= forms[i-1].Level) {
			t.Errorf("form %d: %d bytes, level %d, %v", i, f.Size, f.Level, err)
		}
		kept, err := f.Keep()
		if err != nil || kept.Size != f.Size || !kept.Smaller || kept.Width != img.Bounds().Dx() {
			t.Errorf("form %d kept: %+v, %v", i, kept, err)
		}
	}
}

func encoded(t *testing.T, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestWithoutADisplayTheReasonIsSaid(t *testing.T) {
	t.Setenv("DISPLAY", "")
	t.Setenv("WAYLAND_DISPLAY", "")
	c := opened(t)
	if taken, why := c.take(true); len(taken) != 0 || why == "" {
		t.Errorf("took %d, said %q", len(taken), why)
	}
	if _, err := c.paste(); !errors.Is(err, compose.ErrNoPicture) {
		t.Errorf("pasted: %v", err)
	}
	if c.pictures().Countdown(1, func(int) string { return "" }) == nil {
		t.Error("a countdown on no screen")
	}
}
