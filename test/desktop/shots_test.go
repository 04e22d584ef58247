//go:build desktop

package desktop

import (
	"encoding/json"
	"fmt"
	"image"
	"image/color"
	"strings"
	"testing"

	"ticketpp/test/desktop/office"
	"ticketpp/test/desktop/stage"
)

// kept reads the draft that a form has open, from the disk.
func kept(t *testing.T, f *office.Office) (d struct {
	Ticket struct {
		Screenshots []struct {
			File     string          `json:"file"`
			Original string          `json:"original"`
			Stale    bool            `json:"stale"`
			Marks    json.RawMessage `json:"marks"`
		} `json:"screenshots"`
	} `json:"ticket"`
},
) {
	t.Helper()
	drafts, err := office.Drafts(f.Data())
	if err != nil || len(drafts) != 1 {
		t.Fatalf("drafts: %v, %v", drafts, err)
	}
	must(t, json.Unmarshal([]byte(drafts[0]), &d))
	return d
}

// The window is killed while a screenshot is covered: the cover is there when
// the ticket is taken up again, and in what is sent.
func TestEditorKilled(t *testing.T) {
	ctx := t.Context()
	f := work(t, office.Options{})
	must(t, f.StartAgent(ctx))
	secret := image.Rect(300, 200, 560, 320)
	away, err := f.Put(noise(secret.Dx(), secret.Dy()), secret.Min)
	must(t, err)
	form, before, err := f.OpenForm(ctx)
	must(t, err)
	must(t, away())
	must(t, office.Mandate.Write(ctx, form))
	e := openEditor(t, f, form, "shot.redact")
	must(t, f.Drag(ctx, e.at(secret.Min.X-3, secret.Min.Y-3), e.at(secret.Max.X+3, secret.Max.Y+3)))
	must(t, stage.Until(ctx, "the cover on the disk", func() (bool, error) {
		shots := kept(t, f).Ticket.Screenshots
		return len(shots) == 1 && shots[0].Stale && strings.Contains(string(shots[0].Marks), "redact"), nil
	}))
	kill(t, f, office.UI)

	form, _, err = f.OpenForm(ctx)
	must(t, err)
	must(t, form.Click(ctx, "notice.open"))
	_, err = form.Wait(ctx, "switched")
	must(t, err)
	_, err = form.Wait(ctx, "drawn")
	must(t, err)
	shot(t, f, "editor-killed")
	must(t, f.Press(ctx, "ctrl+Return"))
	must(t, form.WaitText(ctx, "painted", "taken"))
	must(t, form.Gone(ctx))
	mails, err := f.Mail.WaitFor(ctx, office.Helpdesk, 1)
	must(t, err)
	p, err := stage.FromPNG(mails[0].Attachments[0].Data)
	must(t, err)
	for y := secret.Min.Y; y < secret.Max.Y; y++ {
		for x := secret.Min.X; x < secret.Max.X; x++ {
			if p.RGBAAt(x, y) != (color.RGBA{0, 0, 0, 255}) {
				t.Fatalf("pixel %d,%d of what was covered is %v", x, y, p.RGBAAt(x, y))
			}
		}
	}
	noTrace(t, f.Data(), before, secret)
}

// A desktop of two screens: the one with the pointer goes, with the pointer in
// it, and the other is added at a click.
func TestShotsOfTwoScreens(t *testing.T) {
	ctx := t.Context()
	f := work(t, office.Options{Stage: stage.Options{Width: 2732, Height: 768}})
	for i, m := range []string{"left 1366/361x768/203+0+0", "right 1366/361x768/203+1366+0"} {
		name, geometry, _ := strings.Cut(m, " ")
		output := "none"
		if i == 0 {
			output = "screen"
		}
		_, err := f.Run(ctx, "xrandr", "--setmonitor", name, geometry, output)
		must(t, err)
	}
	must(t, f.StartAgent(ctx))
	form, before, err := f.OpenForm(ctx) // the icon is at the right
	must(t, err)
	must(t, office.Mandate.Write(ctx, form))
	shot(t, f, "shots-1-two")
	must(t, form.Click(ctx, "shot.pointer"))
	_, err = form.Wait(ctx, "drawn")
	must(t, err)
	must(t, form.Click(ctx, "shot.thumb.1"))
	must(t, form.Fill(ctx, "shot.caption", "lo schermo di sinistra"))
	shot(t, f, "shots-2-both")
	must(t, f.Press(ctx, "ctrl+Return"))
	must(t, form.WaitText(ctx, "painted", "taken"))
	must(t, form.Gone(ctx))
	mails, err := f.Mail.WaitFor(ctx, office.Helpdesk, 1)
	must(t, err)
	if n := len(mails[0].Attachments); n != 2 {
		t.Fatalf("%d pictures were sent", n)
	}
	for i, a := range mails[0].Attachments {
		p, err := stage.FromPNG(a.Data)
		must(t, err)
		half := image.Rect(i*1366, 0, (i+1)*1366, 768)
		if d := p.Diff(before.Crop(half)); d.Dx() > 64 || d.Dy() > 64 {
			t.Errorf("picture %d differs from its screen in %v", i+1, d)
		}
	}
}

// Only the window that was in front is kept, at one click, and the whole screen
// again at another.
func TestOnlyTheWindow(t *testing.T) {
	ctx := t.Context()
	f := work(t, office.Options{})
	must(t, f.StartAgent(ctx))
	want := photograph(500, 300)
	area, err := f.PutWindow(ctx, want, image.Pt(200, 150), "Mandati di pagamento")
	must(t, err)
	form, before, err := f.OpenForm(ctx)
	must(t, err)
	must(t, office.Mandate.Write(ctx, form))
	for i := 1; i <= 3; i++ { // only the window, all, only the window
		must(t, form.Click(ctx, "shot.front"))
		must(t, stage.Until(ctx, "the picture drawn", func() (bool, error) { return len(form.Texts("drawn")) >= i, nil }))
		if i < 3 {
			shot(t, f, fmt.Sprintf("front-%d", i))
		}
	}
	must(t, f.Press(ctx, "ctrl+Return"))
	must(t, form.WaitText(ctx, "painted", "taken"))
	must(t, form.Gone(ctx))
	mails, err := f.Mail.WaitFor(ctx, office.Helpdesk, 1)
	must(t, err)
	p, err := stage.FromPNG(mails[0].Attachments[0].Data)
	must(t, err)
	must(t, p.Save(pictures+"/front-sent.png"))
	size := p.Rect.Size()
	if size.X < area.Dx() || size.Y < area.Dy() || size.X > area.Dx()+20 || size.Y > area.Dy()+50 {
		t.Fatalf("sent %v of a window of %v", size, area)
	}
	found := false
	for y := area.Min.Y - 50; y <= area.Min.Y && !found; y++ { // with its frame and title
		for x := area.Min.X - 20; x <= area.Min.X && !found; x++ {
			found = p.Equal(before.Crop(image.Rectangle{Max: size}.Add(image.Pt(x, y))))
		}
	}
	if !found {
		t.Error("what was sent is not the window as it was on the screen")
	}
}

// englishSettings are the usual settings without a language: the system's.
func englishSettings() string {
	return strings.Replace(office.UsualSettings, "language = \"it\"\n", "", 1)
}

// The windows in the other language, dark, and on a larger screen: pictures to
// be looked at.
func TestEditorLooks(t *testing.T) {
	for _, look := range []struct {
		name string
		o    office.Options
	}{
		{"it-dark", office.Options{Stage: stage.Options{Dark: true}}},
		{"en-light", office.Options{Settings: englishSettings(), Stage: stage.Options{Language: "en_GB.UTF-8", Width: 1920, Height: 1080}}},
		{"en-dark", office.Options{Settings: englishSettings(), Stage: stage.Options{Language: "en_GB.UTF-8", Dark: true}}},
	} {
		t.Run(look.name, func(t *testing.T) {
			ctx := t.Context()
			f := work(t, look.o)
			must(t, f.StartAgent(ctx))
			form, _, err := f.OpenForm(ctx)
			must(t, err)
			e := openEditor(t, f, form, "shot.edit")
			e.draw("f", image.Pt(70, 260), image.Pt(520, 300))
			e.draw("h", image.Pt(70, 130), image.Pt(320, 155))
			e.draw("n", image.Pt(640, 100), image.Pt(640, 100))
			e.draw("n", image.Pt(640, 200), image.Pt(640, 200))
			e.draw("t", image.Pt(720, 260), image.Pt(720, 260))
			must(t, f.Type(ctx, "qui è sbagliato"))
			must(t, f.Press(ctx, "Return"))
			e.draw("r", image.Pt(70, 195), image.Pt(240, 225))
			e.draw("l", image.Pt(800, 500), image.Pt(1000, 420))
			e.draw("a", image.Pt(700, 280), image.Pt(540, 280))
			shot(t, f, "looks-"+look.name+"-editor")
			e.draw("r", image.Pt(300, 400), image.Pt(700, 520))
			shot(t, f, "looks-"+look.name+"-selected")
			e.done()
			must(t, f.Move(ctx, image.Pt(700, 730)))
			shot(t, f, "looks-"+look.name+"-form")
			must(t, form.Click(ctx, "shots.paste"))
			_, err = form.Wait(ctx, "picture-refused")
			must(t, err)
			shot(t, f, "looks-"+look.name+"-nothing-copied")
			must(t, f.Press(ctx, "Escape"))
			must(t, form.Gone(ctx))
		})
	}
}

// More than may be sent: the smaller forms are seen, one is chosen, and that
// is what arrives.
func TestSmallerScreenshots(t *testing.T) {
	ctx := t.Context()
	f := work(t, office.Options{Settings: office.UsualSettings + "\n[attachments]\nmax_total = \"1 MB\"\n"})
	must(t, f.StartAgent(ctx))
	photo := photograph(1100, 700)
	away, err := f.Put(photo, image.Pt(100, 20))
	must(t, err)
	form, _, err := f.OpenForm(ctx)
	must(t, err)
	must(t, away())
	must(t, office.Mandate.Write(ctx, form))
	shot(t, f, "smaller-1-too-much")
	must(t, form.Click(ctx, "shots.shrink"))
	_, err = form.Wait(ctx, "smaller-shown")
	must(t, err)
	shot(t, f, "smaller-2-seen")
	must(t, form.Click(ctx, "smaller.use"))
	_, err = form.Wait(ctx, "drawn")
	must(t, err)
	shot(t, f, "smaller-3-taken")
	must(t, f.Press(ctx, "ctrl+Return"))
	must(t, form.WaitText(ctx, "painted", "taken"))
	must(t, form.Gone(ctx))
	mails, err := f.Mail.WaitFor(ctx, office.Helpdesk, 1)
	must(t, err)
	a := mails[0].Attachments
	if len(a) != 1 || len(a[0].Data) > 1_000_000 || !strings.HasPrefix(a[0].Name, "schermata-1.") {
		t.Errorf("arrived: %d things, %s of %d bytes", len(a), a[0].Name, len(a[0].Data))
	}
	t.Logf("%s, %d bytes", a[0].Name, len(a[0].Data))
}

// photograph is a picture that no PNG makes small: soft colours with grain.
func photograph(width, height int) *stage.Picture {
	p, grain := stage.NewPicture(width, height), noise(width, height)
	for y := range height {
		for x := range width {
			g := grain.RGBAAt(x, y)
			p.Set(x, y, color.RGBA{byte(x*200/width) + g.R/16, byte(y*200/height) + g.G/16, 90 + g.B/16, 255})
		}
	}
	return p
}
