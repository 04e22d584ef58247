//go:build desktop

package desktop

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ticketpp/test/desktop/office"
	"ticketpp/test/desktop/stage"
)

// easel is the editor of screenshots in a form's window.
type easel struct {
	*testing.T
	f     *office.Office
	form  *stage.Form
	board image.Rectangle // on the screen
}

// openEditor opens the large screenshot by a widget of the form.
func openEditor(t *testing.T, f *office.Office, form *stage.Form, by string) *easel {
	t.Helper()
	n := len(form.Texts("editing"))
	must(t, form.Click(t.Context(), by))
	must(t, stage.Until(t.Context(), "the editor", func() (bool, error) { return len(form.Texts("editing")) > n, nil }))
	board, err := form.At(t.Context(), "editor.board")
	must(t, err)
	return &easel{t, f, form, board}
}

// at is where a pixel of the picture stands on the screen.
func (e *easel) at(x, y int) image.Point {
	e.Helper()
	places := e.form.Texts("place")
	var scale float64
	var left, top int
	if _, err := fmt.Sscanf(places[len(places)-1], "%f %d %d", &scale, &left, &top); err != nil {
		e.Fatal(err)
	}
	return e.board.Min.Add(image.Pt(left+int((float64(x)+0.5)*scale), top+int((float64(y)+0.5)*scale)))
}

// draw draws with the tool of a key from one pixel of the picture to another.
func (e *easel) draw(key string, from, to image.Point) {
	e.Helper()
	ctx := e.Context()
	must(e.T, e.f.Press(ctx, key))
	must(e.T, e.f.Drag(ctx, e.at(from.X, from.Y), e.at(to.X, to.Y)))
}

// done leaves the editor and waits until the picture is drawn for good.
func (e *easel) done() {
	e.Helper()
	n := len(e.form.Texts("drawn"))
	must(e.T, e.form.Click(e.Context(), "editor.done"))
	must(e.T, stage.Until(e.Context(), "the picture drawn for good", func() (bool, error) {
		return len(e.form.Texts("drawn")) > n, nil
	}))
}

// added waits until the form has so many screenshots.
func added(t *testing.T, form *stage.Form, n int) {
	t.Helper()
	must(t, form.WaitText(t.Context(), "shot-added", fmt.Sprint(n)))
}

// drawing is a picture from another program.
func drawing(width, height int, ink color.Color) *stage.Picture {
	p := stage.NewPicture(width, height)
	for y := range height {
		for x := range width {
			if (x/16+y/16)%2 == 0 {
				p.Set(x, y, ink)
			} else {
				p.Set(x, y, color.White)
			}
		}
	}
	return p
}

// noise is a picture of which no part is like another.
func noise(width, height int) *stage.Picture {
	p := stage.NewPicture(width, height)
	r := rand.New(rand.NewPCG(1, 2))
	for y := range height {
		for x := range width {
			v := r.Uint32()
			p.Set(x, y, color.RGBA{byte(v), byte(v >> 8), byte(v >> 16), 255})
		}
	}
	return p
}

func pngOf(t *testing.T, p *stage.Picture) []byte {
	t.Helper()
	var b bytes.Buffer
	must(t, png.Encode(&b, p))
	return b.Bytes()
}

// A screenshot is cropped, marked and covered, a menu, a copied and a dropped
// picture are added, and all of it arrives as it was shown.
func TestEditor(t *testing.T) {
	ctx := t.Context()
	f := work(t, office.Options{})
	must(t, f.StartAgent(ctx))
	crop, secret := image.Rect(60, 40, 1100, 700), image.Rect(300, 200, 560, 320)
	marked := image.Rect(310, 205, 460, 295)                        // of what is covered: an arrow and words lie on it
	away, err := f.Put(noise(secret.Dx(), secret.Dy()), secret.Min) // what nothing else on the screen looks like
	must(t, err)
	form, before, err := f.OpenForm(ctx)
	must(t, err)
	must(t, away())
	shot(t, f, "editor-1-form")
	must(t, office.Mandate.Write(ctx, form))

	e := openEditor(t, f, form, "shot.edit")
	shot(t, f, "editor-2-open")
	e.draw("c", crop.Min, crop.Max)
	e.draw("a", image.Pt(900, 600), image.Pt(700, 450))
	e.draw("r", secret.Min.Sub(image.Pt(3, 3)), secret.Max.Add(image.Pt(3, 3)))
	e.draw("a", marked.Min.Add(image.Pt(20, 15)), marked.Min.Add(image.Pt(60, 50)))
	e.draw("t", marked.Min.Add(image.Pt(70, 45)), marked.Min.Add(image.Pt(70, 45)))
	must(t, f.Type(ctx, "qui"))
	must(t, f.Press(ctx, "Return")) // nothing is selected any more
	shot(t, f, "editor-3-drawn")
	must(t, f.Press(ctx, "1")) // pixel by pixel
	shown, err := f.Still(ctx)
	must(t, err)
	shot(t, f, "editor-4-actual")
	origin := e.at(0, 0)
	e.done()
	shot(t, f, "editor-5-back")

	must(t, form.Click(ctx, "shots.delay.5"))
	_, err = form.Wait(ctx, "away")
	must(t, err)
	menu, err := f.OpenMenu(ctx, f.Icon)
	must(t, err)
	open, err := f.See()
	must(t, err)
	shot(t, f, "editor-6-countdown")
	added(t, form, 2)
	must(t, f.Press(ctx, "Escape"))
	shot(t, f, "editor-7-menu")

	copied, dropped := drawing(320, 200, color.RGBA{0, 0x72, 0xb2, 255}), drawing(200, 320, color.RGBA{0xd5, 0x5e, 0, 255})
	file := filepath.Join(f.Home, "foto.png")
	must(t, os.WriteFile(file, pngOf(t, copied), 0o600))
	_, err = f.Start(nil, "xclip", "-selection", "clipboard", "-t", "image/png", "-quiet", "-i", file)
	must(t, err)
	must(t, form.Click(ctx, "subject"))
	must(t, f.Press(ctx, "ctrl+v"))
	added(t, form, 3)
	second := filepath.Join(f.Home, "Foto della stampa.png")
	must(t, os.WriteFile(second, pngOf(t, dropped), 0o600))
	must(t, f.Drop(ctx, form.Window, second))
	added(t, form, 4)
	must(t, form.Fill(ctx, "shot.caption", "la stampa"))
	shot(t, f, "editor-8-four")
	must(t, f.Press(ctx, "ctrl+Return"))
	must(t, form.WaitText(ctx, "painted", "taken"))
	must(t, form.Gone(ctx))

	mails, err := f.Mail.WaitFor(ctx, office.Helpdesk, 1)
	must(t, err)
	m := mails[0]
	if !strings.Contains(m.Text, "la stampa") {
		t.Errorf("the mail lacks the caption:\n%s", m.Text)
	}
	var sent []*stage.Picture
	for i, a := range m.Attachments {
		if want := fmt.Sprintf("schermata-%d.png", i+1); a.Name != want {
			t.Errorf("attached as %q, want %q", a.Name, want)
		}
		p, err := stage.FromPNG(a.Data)
		must(t, err)
		must(t, p.Save(pictures+"/editor-sent-"+fmt.Sprint(i+1)+".png"))
		sent = append(sent, p)
	}
	if len(sent) != 4 {
		t.Fatalf("%d pictures were sent", len(sent))
	}
	checkMarked(t, sent[0], before, shown, crop, secret, marked, e.board, origin)
	if d := sent[1].Crop(menu).Diff(open.Crop(menu)); !d.Empty() {
		t.Errorf("the open menu at %v is not in the picture: it differs in %v", menu, d)
	}
	if d := sent[2].Diff(copied); !d.Empty() {
		t.Errorf("the copied picture differs in %v", d)
	}
	if d := sent[3].Diff(dropped); !d.Empty() {
		t.Errorf("the dropped picture differs in %v", d)
	}
	noTrace(t, f.Data(), before, secret)
}
