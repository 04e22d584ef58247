//go:build desktop

package browser

import (
	"fmt"
	"image"
	"image/color"
	"net/mail"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ticketpp/test/browser/chromium"
	"ticketpp/test/desktop/office"
	"ticketpp/test/desktop/stage"
)

// quiet is a desktop without a panel: nothing changes on it by itself.
var quiet = office.Options{Stage: stage.Options{NoPanel: true}}

// tabTo presses Tab until an element has the keyboard, as somebody without a
// mouse does.
func (d *desk) tabTo(t *testing.T, id string) {
	t.Helper()
	var way []string
	for range 80 {
		at, err := d.Focus(t.Context())
		must(t, err)
		if at == id {
			return
		}
		way = append(way, at)
		must(t, d.Type(t.Context(), chromium.Tab))
	}
	t.Fatalf("the keyboard does not come to %s: %q", id, way)
}

// write fills the form by the keyboard alone.
func (d *desk) write(t *testing.T, w office.Ticket) {
	t.Helper()
	for _, field := range []struct{ id, text string }{
		{"subject", w.Subject}, {"doing", w.Doing}, {"data", w.Data}, {"happened", w.Happened},
	} {
		d.tabTo(t, field.id)
		must(t, d.Type(t.Context(), field.text))
	}
}

// becomes waits for the words of the page that follows Send.
func (d *desk) becomes(t *testing.T, title string) {
	t.Helper()
	must(t, d.Wait(t.Context(), title, fmt.Sprintf("return document.querySelector('h1')?.textContent === %q", title)))
}

// From the first field to the helpdesk's mailbox without a mouse.
func TestJobByKeyboard(t *testing.T) {
	ctx := t.Context()
	d := work(t, quiet, chromium.Options{})
	before, err := d.Still(ctx)
	must(t, err)
	c := d.open(t)
	if at, err := d.Focus(ctx); at != "subject" || err != nil {
		t.Errorf("the keyboard is at %q, %v", at, err)
	}
	d.write(t, office.Mandate)
	d.tabTo(t, "send")
	must(t, d.Wait(ctx, "all is well", "return !!document.querySelector('#status .good')"))
	must(t, d.Picture(ctx, filepath.Join(pictures, "1-written.png")))
	must(t, d.Type(ctx, chromium.Enter))
	d.becomes(t, "Consegnato al server di posta")
	must(t, d.Picture(ctx, filepath.Join(pictures, "2-taken.png")))
	if title, err := d.Title(ctx); !strings.HasPrefix(title, "Consegnato al server di posta") || err != nil {
		t.Errorf("the tab is called %q, %v", title, err)
	}

	mails, err := d.Mail.WaitFor(ctx, office.Helpdesk, 1)
	must(t, err)
	m := mails[0]
	from, err := mail.ParseAddress(m.Header.Get("From"))
	if err != nil || from.Address != "anna.bianchi@comune.example" || m.Header.Get("To") != "<"+office.Helpdesk+">" || m.Subject != office.Mandate.Subject {
		t.Errorf("from %v (%v) to %s: %q", from, err, m.Header.Get("To"), m.Subject)
	}
	for _, want := range []string{office.Mandate.Doing, office.Mandate.Data, office.Mandate.Happened, "\n-- \nAnna Bianchi"} {
		if !strings.Contains(m.Text, want) {
			t.Errorf("the body lacks %q:\n%s", want, m.Text)
		}
	}
	if len(m.Attachments) != 1 {
		t.Fatalf("%d things attached", len(m.Attachments))
	}
	picture, err := stage.FromPNG(m.Attachments[0].Data)
	must(t, err)
	if diff := picture.Diff(before); !diff.Empty() {
		t.Errorf("the delivered picture differs from the desktop in %v", diff)
	}
	c.ends(t)
	if err := d.Open(ctx, d.address(t, 1)); err == nil {
		t.Error("the page is still served")
	}
}

// What the coach would stop, the page stops: the first field that is wrong
// has the keyboard; a suggestion is taken by a key, and a doubt is asked once.
func TestCoachInThePage(t *testing.T) {
	ctx := t.Context()
	d := work(t, quiet, chromium.Options{})
	c := d.open(t)
	must(t, d.Type(ctx, "URGENTISSIMO!!! Mandato 1532 non trasmesso"))
	must(t, d.Wait(ctx, "advice after a pause", "return !!document.querySelector('#say-subject #take-subject')"))
	must(t, d.Picture(ctx, filepath.Join(pictures, "3-advice.png")))
	must(t, d.Chord(ctx, chromium.Enter, chromium.Alt))
	must(t, d.Wait(ctx, "the suggestion", "return document.getElementById('subject').value === 'Mandato 1532 non trasmesso'"))
	must(t, d.Chord(ctx, chromium.Enter, chromium.Ctrl))
	must(t, d.Wait(ctx, "what is missing", "return document.activeElement.id === 'happened' && document.activeElement.getAttribute('aria-invalid') === 'true'"))
	must(t, d.Picture(ctx, filepath.Join(pictures, "4-missing.png")))
	must(t, d.Type(ctx, "Errore 2718 sul mandato 1532: la mia password è Pippo2024!"))
	must(t, d.Chord(ctx, chromium.Enter, chromium.Ctrl))
	must(t, d.Wait(ctx, "the question", "return document.activeElement.id === 'question' && !!document.getElementById('question-yes')"))
	must(t, d.Picture(ctx, filepath.Join(pictures, "5-question.png")))
	must(t, d.Type(ctx, chromium.Escape))
	must(t, d.Wait(ctx, "no question", "return !document.getElementById('question-yes')"))
	must(t, d.Chord(ctx, chromium.Enter, chromium.Ctrl)) // asked once
	d.becomes(t, "Consegnato al server di posta")
	c.ends(t)
}

// Who types on for a while gets the advice as well, after the last word: what
// is kept meanwhile is kept without it.
func TestAdviceAfterSlowTyping(t *testing.T) {
	ctx := t.Context()
	d := work(t, quiet, chromium.Options{})
	c := d.open(t)
	must(t, d.Type(ctx, "URGENTISSIMO!!! Mandato 1532"))
	time.Sleep(500 * time.Millisecond) // shorter than the pause, and then too long to wait for it before keeping
	must(t, d.Type(ctx, " non trasmesso"))
	must(t, d.Wait(ctx, "advice after a pause", "return !!document.querySelector('#say-subject #take-subject')"))
	must(t, d.Click(ctx, "#close"))
	c.ends(t)
}

// A rectangle drawn over the picture is black in the mail, and a file goes
// along; a second page of the same ticket takes over from the first.
func TestRedactAttachAndReload(t *testing.T) {
	ctx := t.Context()
	d := work(t, quiet, chromium.Options{Height: 1400})
	c := d.open(t)
	note := filepath.Join(t.TempDir(), "nota però.txt")
	must(t, os.WriteFile(note, []byte("registro"), 0o600))
	must(t, d.Fill(ctx, "#file", note))
	must(t, d.Wait(ctx, "the file", "return document.querySelector('.files .name')?.textContent === 'nota però.txt'"))

	var box struct{ X, Y, W, H float64 }
	must(t, d.Do(ctx, "const r = document.querySelector('.picture img').getBoundingClientRect(); return {x: r.x, y: r.y, w: r.width, h: r.height}", &box))
	at := func(fx, fy float64) (int, int) { return int(box.X + fx*box.W), int(box.Y + fy*box.H) }
	x1, y1 := at(0.25, 0.25)
	x2, y2 := at(0.5, 0.5)
	must(t, d.Drag(ctx, x1, y1, x2, y2))
	must(t, d.Picture(ctx, filepath.Join(pictures, "6-rectangle.png")))
	var numbers [4]float64
	must(t, d.Do(ctx, "return ['x', 'y', 'w', 'h'].map((s) => Number(document.getElementById('mark-1-' + s).value))", &numbers))
	r := image.Rect(int(numbers[0]), int(numbers[1]), int(numbers[0]+numbers[2]), int(numbers[1]+numbers[3]))
	if r.Dx() < 300 || r.Dy() < 150 {
		t.Fatalf("the numbers say %v", r)
	}
	must(t, d.Click(ctx, "#redact-1"))
	must(t, d.Wait(ctx, "the mark", "return !!document.getElementById('unmark-1')"))
	must(t, d.Wait(ctx, "the picture", "return document.querySelector('.picture img').complete"))
	must(t, d.Picture(ctx, filepath.Join(pictures, "7-redacted.png")))

	must(t, d.Fill(ctx, "#subject", office.Mandate.Subject))
	must(t, d.Fill(ctx, "#happened", office.Mandate.Happened))
	must(t, d.Wait(ctx, "all is well", "return !!document.querySelector('#status span:not(.muted), #status span')"))
	must(t, d.Do(ctx, "location.reload()", nil)) // at once: the last words are kept on the way out
	must(t, d.Wait(ctx, "the words again", fmt.Sprintf("return document.getElementById('happened')?.value === %q", office.Mandate.Happened)))
	must(t, d.Click(ctx, "#send"))
	d.becomes(t, "Consegnato al server di posta")
	mails, err := d.Mail.WaitFor(ctx, office.Helpdesk, 1)
	must(t, err)
	m := mails[0]
	if len(m.Attachments) != 2 || m.Attachments[1].Name != "nota però.txt" || string(m.Attachments[1].Data) != "registro" {
		t.Fatalf("attached: %+v", m.Attachments)
	}
	picture, err := stage.FromPNG(m.Attachments[0].Data)
	must(t, err)
	black := color.RGBA{A: 255}
	for _, p := range []image.Point{r.Min, {X: r.Max.X - 1, Y: r.Max.Y - 1}, {X: (r.Min.X + r.Max.X) / 2, Y: (r.Min.Y + r.Max.Y) / 2}} {
		if got := color.RGBAModel.Convert(picture.At(p.X, p.Y)); got != black {
			t.Errorf("%v is %v", p, got)
		}
	}
	if got := color.RGBAModel.Convert(picture.At(5, 5)); got == black {
		t.Error("more is black than was drawn")
	}
	c.ends(t)
}

// A picture that is pasted is one more screenshot; words that are typed while
// a post is on its way are not lost.
func TestPasteAndTypeOn(t *testing.T) {
	ctx := t.Context()
	d := work(t, quiet, chromium.Options{})
	c := d.open(t)
	must(t, d.Type(ctx, "Mandato"))
	must(t, d.DoAsync(ctx, `const done = arguments[arguments.length - 1], c = document.createElement('canvas');
c.width = 60; c.height = 40; c.getContext('2d').fillRect(0, 0, 30, 40);
c.toBlob((b) => {
  const data = new DataTransfer();
  data.items.add(new File([b], 'incolla.png', {type: 'image/png'}));
  document.getElementById('subject').dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true}));
  const e = document.getElementById('subject');
  e.value += ' 1532';
  e.dispatchEvent(new Event('input', {bubbles: true}));
  done(true);
});`, nil))
	must(t, d.Wait(ctx, "a second screenshot", "return document.querySelectorAll('figure.shot').length === 2"))
	must(t, d.Picture(ctx, filepath.Join(pictures, "12-pasted.png")))
	var subject string
	must(t, d.Do(ctx, "return document.getElementById('subject').value", &subject))
	if subject != "Mandato 1532" {
		t.Errorf("the subject is %q", subject)
	}
	must(t, stage.Until(ctx, "the words on the disk", func() (bool, error) {
		drafts, err := office.Drafts(d.Data())
		return len(drafts) == 1 && strings.Contains(drafts[0], "Mandato 1532"), err
	}))
	must(t, d.Click(ctx, "#discard"))
	must(t, d.Wait(ctx, "the question", "return document.getElementById('question-yes')?.value === 'discard-yes'"))
	must(t, d.Chord(ctx, chromium.Enter, chromium.Ctrl)) // Send is no answer to it
	must(t, d.Click(ctx, "#question-yes"))
	must(t, d.Wait(ctx, "the end", "return !document.getElementById('form')"))
	c.ends(t)
	if drafts, err := office.Drafts(d.Data()); len(drafts) > 0 || err != nil {
		t.Errorf("left: %v, %v", drafts, err)
	}
}
