//go:build desktop

package desktop

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"image"
	"image/color"
	"io"
	"io/fs"
	"mime"
	"mime/multipart"
	"net/mail"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ticketpp/test/desktop/stage"
)

// checkMarked compares a delivered picture with what the editor showed and
// with the desktop: crop, secret and marked, the part of secret that was drawn
// on, are in the desktop's pixels, origin is where its first pixel stood on the
// screen.
func checkMarked(t *testing.T, sent, desktop, shown *stage.Picture, crop, secret, marked, board image.Rectangle, origin image.Point) {
	t.Helper()
	const hand = 2 // the pointer draws by whole pixels of the view, which shows the picture smaller
	size := sent.Rect.Size()
	if d := size.Sub(crop.Size()); max(d.X, -d.X, d.Y, -d.Y) > 2*hand {
		t.Fatalf("cropped to %v, wanted %v", size, crop)
	}
	at, ok := find(sent, desktop, crop.Min, 2*hand)
	if !ok {
		t.Fatal("what was not marked is not as it was on the desktop")
	}
	hidden, seenAbove := secret.Sub(at), 0
	for y := hidden.Min.Y; y < hidden.Max.Y; y++ {
		for x := hidden.Min.X; x < hidden.Max.X; x++ {
			if sent.RGBAAt(x, y) == (color.RGBA{0, 0, 0, 255}) {
				continue
			}
			if !image.Pt(x, y).In(marked.Sub(at)) {
				t.Fatalf("pixel %d,%d of what was covered is %v", x, y, sent.RGBAAt(x, y))
			}
			seenAbove++
		}
	}
	if seenAbove < 500 {
		t.Errorf("only %d pixels of what was drawn on the cover are seen", seenAbove)
	}
	// What the editor showed pixel by pixel is what was sent.
	seen := image.Rectangle{Max: size}.Add(at).Add(origin).Intersect(board.Inset(4))
	if seen.Dx() < 400 || seen.Dy() < 300 {
		t.Fatalf("only %v was seen", seen)
	}
	if d := sent.Crop(seen.Sub(origin).Sub(at)).Diff(shown.Crop(seen)); !d.Empty() {
		must(t, shown.Crop(seen).Save(pictures+"/FAILED-shown.png"))
		must(t, sent.Crop(seen.Sub(origin).Sub(at)).Save(pictures+"/FAILED-sent.png"))
		t.Errorf("what was sent differs from what was shown in %v of %v", d, seen)
	}
}

// find looks for the place on the desktop, near a guess, from which a cropped
// picture's first rows were taken.
func find(sent, desktop *stage.Picture, guess image.Point, slack int) (image.Point, bool) {
	strip := image.Rect(0, 0, sent.Rect.Dx(), 40)
	for y := -slack; y <= slack; y++ {
		for x := -slack; x <= slack; x++ {
			at := guess.Add(image.Pt(x, y))
			if sent.Crop(strip).Equal(desktop.Crop(strip.Add(at))) {
				return at, true
			}
		}
	}
	return guess, false
}

// noTrace looks through every file of a folder, through the pictures in it and
// the pictures in the mails in it, for pixels that were covered.
func noTrace(t *testing.T, dir string, desktop *stage.Picture, secret image.Rectangle) {
	t.Helper()
	files := 0
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		files++
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		rel, _ := filepath.Rel(dir, path)
		if strings.HasPrefix(rel, "drafts/") && strings.Contains(rel, ".png") {
			t.Errorf("%s stays in the data folder", rel)
		}
		return trace(data, desktop, secret, func(how string) { t.Errorf("%s: %s shows what was covered", rel, how) })
	})
	if err != nil || files == 0 {
		t.Errorf("%d files looked through, %v", files, err)
	}
}

// trace calls found when data holds pixels that were covered.
func trace(data []byte, desktop *stage.Picture, secret image.Rectangle, found func(how string)) error {
	if holds(data, desktop, secret) {
		found("a row of pixels")
	}
	if bytes.HasPrefix(data, []byte("\x89PNG")) {
		p, err := stage.FromPNG(data)
		if err != nil {
			return err
		}
		if holds(p.Pix, desktop, secret) {
			found("its picture")
		}
	}
	if m, err := mail.ReadMessage(bytes.NewReader(data)); err == nil {
		_, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
		if err != nil {
			return nil
		}
		for r, n := multipart.NewReader(m.Body, params["boundary"]), 1; ; n++ {
			part, err := r.NextRawPart()
			if err != nil {
				return nil // the mail's end; a draft's file is no mail
			}
			body, err := io.ReadAll(base64.NewDecoder(base64.StdEncoding, part))
			if err == nil && len(body) > 0 {
				err = trace(body, desktop, secret, func(how string) { found(fmt.Sprintf("part %d, %s", n, how)) })
			}
			if err != nil && strings.HasPrefix(part.Header.Get("Content-Type"), "image/") {
				return err
			}
		}
	}
	return nil
}

// holds reports whether data holds a run of covered pixels, as RGB or RGBA.
func holds(data []byte, desktop *stage.Picture, secret image.Rectangle) bool {
	const run = 16 // pixels
	for y := secret.Min.Y; y < secret.Max.Y; y += 7 {
		for x := secret.Min.X; x+run <= secret.Max.X; x += run {
			var rgb, rgba []byte
			colours := map[color.RGBA]bool{}
			for i := range run {
				c := desktop.RGBAAt(x+i, y)
				colours[c] = true
				rgb, rgba = append(rgb, c.R, c.G, c.B), append(rgba, c.R, c.G, c.B, 255)
			}
			if len(colours) < run/2 { // paper, or a frame's line, of which there is more
				continue
			}
			if bytes.Contains(data, rgb) || bytes.Contains(data, rgba) {
				return true
			}
		}
	}
	return false
}
