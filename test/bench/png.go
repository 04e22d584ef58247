package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"

	"ticketpp/internal/picture"
	"ticketpp/test/scene"
)

// png measures the files: a busy desktop on a screen of its own, captured by
// each program as a process, then made smaller by optipng. A file of ours that
// is not the screen, pixel by pixel, is an error.
func (b *bench) png(ctx context.Context) ([]row, error) {
	var rows []row
	for _, size := range []image.Point{{X: 1920, Y: 1080}, {X: 3840, Y: 2160}} {
		more, err := b.files(ctx, scene.Desktop(size.X, size.Y))
		if err != nil {
			return nil, err
		}
		rows = append(rows, more...)
	}
	return rows, nil
}

// files measures on a screen that shows img.
func (b *bench) files(ctx context.Context, img *image.RGBA) ([]row, error) {
	name := fmt.Sprintf("%d×%d", img.Rect.Dx(), img.Rect.Dy())
	old := os.Getenv("DISPLAY")
	end, err := screen(ctx, strings.Replace(name, "×", "x", 1))
	if err != nil {
		return nil, err
	}
	defer func() { end(); _ = os.Setenv("DISPLAY", old) }()
	if err := hang(img); err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "bench-png-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	file := func(program string) string { return filepath.Join(dir, program+".png") }
	commands := [][]string{
		{ours, filepath.Join(b.office.Bin, "trayapp"), "--data", dir, "capture", "--out", dir},
		{"scrot", "scrot", "--overwrite", file("scrot")},
		{"maim", "maim", file("maim")},
		{"optipng", "optipng", "-quiet", "-clobber", "-o1", "-out", file("optipng"), file("scrot")},
	}
	took := map[string][]time.Duration{}
	for range b.rounds {
		for _, c := range commands {
			start := time.Now()
			if out, err := exec.CommandContext(ctx, c[1], c[2:]...).CombinedOutput(); err != nil {
				return nil, fmt.Errorf("%s: %w: %s", c[0], err, out)
			}
			took[c[0]] = append(took[c[0]], time.Since(start))
		}
	}
	if err := os.Rename(filepath.Join(dir, "schermata-1.png"), file(ours)); err != nil {
		return nil, err
	}
	if err := shows(file(ours), img); err != nil {
		return nil, err
	}
	sizes := row{what: "PNG of a busy " + name + ": size", unit: "KB", others: map[string]float64{}, limit: limit{of: "optipng", times: 1}}
	for _, c := range commands {
		info, err := os.Stat(file(c[0]))
		if err != nil {
			return nil, err
		}
		kb := float64(info.Size()) / 1024
		if c[0] == ours {
			sizes.ours = kb
			continue
		}
		sizes.others[c[0]] = kb
	}
	whole := row{what: "capture and PNG of it: process", unit: "ms", others: map[string]float64{}, limit: limit{of: "optipng", times: 1}}
	whole.take(took)
	alone, err := b.encoding(img)
	return []row{sizes, whole, alone}, err
}

// encoding times the encoder alone, in this process. The quickest run counts:
// it needs all processors, and whatever else they do is not its time.
func (b *bench) encoding(img *image.RGBA) (row, error) {
	r := row{what: "PNG of it: encoder alone, its quickest", unit: "ms"}
	if img.Rect.Dx() == 1920 {
		r.limit.most = 100 // "as small as lossless gets in a tenth of a second"
	}
	var took []time.Duration
	var out bytes.Buffer
	for range b.rounds {
		out.Reset()
		start := time.Now()
		if err := picture.EncodePNG(&out, img); err != nil {
			return r, err
		}
		took = append(took, time.Since(start))
	}
	r.ours = float64(slices.Min(took).Microseconds()) / 1000
	return r, nil
}

// hang makes img the background of the screen.
func hang(img *image.RGBA) error {
	x, err := xgb.NewConn()
	if err != nil {
		return err
	}
	defer x.Close()
	s := xproto.Setup(x).DefaultScreen(x)
	pixmap, err := xproto.NewPixmapId(x)
	if err != nil {
		return err
	}
	gc, err := xproto.NewGcontextId(x)
	if err != nil {
		return err
	}
	w, h := img.Rect.Dx(), img.Rect.Dy()
	err = errors.Join(
		xproto.CreatePixmapChecked(x, s.RootDepth, pixmap, xproto.Drawable(s.Root), uint16(w), uint16(h)).Check(),
		xproto.CreateGCChecked(x, gc, xproto.Drawable(pixmap), 0, nil).Check())
	const rows = 16 // in one request, which may have 256 KB
	for y := 0; y < h && err == nil; y += rows {
		n := min(rows, h-y)
		data := bytes.Clone(img.Pix[y*img.Stride:][:n*img.Stride])
		for i := 0; i < len(data); i += 4 {
			data[i], data[i+2] = data[i+2], data[i]
		}
		err = xproto.PutImageChecked(x, xproto.ImageFormatZPixmap, xproto.Drawable(pixmap), gc,
			uint16(w), uint16(n), 0, int16(y), 0, s.RootDepth, data).Check()
	}
	return errors.Join(err,
		xproto.ChangeWindowAttributesChecked(x, s.Root, xproto.CwBackPixmap, []uint32{uint32(pixmap)}).Check(),
		xproto.ClearAreaChecked(x, false, s.Root, 0, 0, 0, 0).Check())
}

// shows reports as an error what a file has that img has not.
func shows(file string, img *image.RGBA) error {
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	defer f.Close()
	got, err := png.Decode(f)
	if err != nil {
		return err
	}
	for y := range img.Rect.Dy() {
		for x := range img.Rect.Dx() {
			r, g, b, _ := got.At(x, y).RGBA()
			if c := img.RGBAAt(x, y); uint8(r>>8) != c.R || uint8(g>>8) != c.G || uint8(b>>8) != c.B {
				return fmt.Errorf("%s: pixel %d,%d is not the screen's", filepath.Base(file), x, y)
			}
		}
	}
	return nil
}
