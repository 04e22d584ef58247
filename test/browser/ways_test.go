//go:build desktop

package browser

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ticketpp/test/browser/chromium"
	"ticketpp/test/desktop/office"
	"ticketpp/test/desktop/stage"
	"ticketpp/test/mta"
)

const taken = "Consegnato al server di posta"

// choose clicks a line of the icon's menu.
func (d *desk) choose(t *testing.T, text string) {
	t.Helper()
	menu, err := d.OpenMenu(t.Context(), d.Icon)
	must(t, err)
	must(t, d.Choose(t.Context(), d.Item, menu, text))
}

// A desktop that draws no window: from the icon's first line to the helpdesk's
// mailbox by the browser; the next ticket asks no window any more.
func TestWithoutOpenGL(t *testing.T) {
	ctx := t.Context()
	d := work(t, office.Options{Stage: stage.Options{NoOpenGL: true}}, chromium.Options{})
	must(t, d.StartAgent(ctx))
	before, err := d.Still(ctx)
	must(t, err)
	d.choose(t, "Apri un ticket")
	must(t, d.Open(ctx, d.address(t, 1)))
	must(t, d.Wait(ctx, "the form", "return !!document.getElementById('subject')"))
	d.write(t, office.Mandate)

	// Another click is not another ticket: the form comes to the front, as a
	// new tab, and the page before gives way.
	old, err := d.Address(ctx)
	must(t, err)
	d.choose(t, "Apri un ticket")
	second := d.address(t, 2)
	must(t, d.Open(ctx, second))
	must(t, d.Wait(ctx, "the same words", fmt.Sprintf("return document.getElementById('happened')?.value === %q", office.Mandate.Happened)))
	if now, _ := d.Address(ctx); now != old {
		t.Errorf("the form is at %s, it was at %s", now, old)
	}
	must(t, d.Chord(ctx, chromium.Enter, chromium.Ctrl))
	d.becomes(t, taken)
	mails, err := d.Mail.WaitFor(ctx, office.Helpdesk, 1)
	must(t, err)
	if mails[0].Subject != office.Mandate.Subject || len(mails[0].Attachments) != 1 {
		t.Fatalf("%q with %d files", mails[0].Subject, len(mails[0].Attachments))
	}
	picture, err := stage.FromPNG(mails[0].Attachments[0].Data)
	must(t, err)
	if diff := picture.Diff(before); !diff.Empty() {
		t.Errorf("the picture differs from the desktop in %v", diff)
	}

	d.choose(t, "Apri un ticket") // the first one is done with
	must(t, d.Open(ctx, d.address(t, 3)))
	must(t, d.Wait(ctx, "an empty form", "return document.getElementById('subject')?.value === ''"))
	must(t, d.Click(ctx, "#close"))
	if n := strings.Count(d.Agent.Output(), "OpenGL"); n > 1 {
		t.Errorf("said %d times:\n%s", n, d.Agent.Output())
	}
	if d.Agent.Ended() {
		t.Error("the agent has ended")
	}
}

// Neither a window nor a browser: the mail file.
func TestWithoutOpenGLAndBrowser(t *testing.T) {
	ctx := t.Context()
	d := work(t, office.Options{Stage: stage.Options{NoOpenGL: true}}, chromium.Options{})
	script := "#!/bin/sh\ncase \"$1\" in http*) exit 3;; esac\necho \"$1\" >>'" + d.opened + "'\n"
	must(t, os.WriteFile(filepath.Join(filepath.Dir(d.opened), "xdg-open"), []byte(script), 0o700))
	must(t, os.WriteFile(filepath.Join(filepath.Dir(d.opened), "xdg-mime"), []byte("#!/bin/sh\necho mail.desktop\n"), 0o700))
	must(t, d.StartAgent(ctx))
	d.choose(t, "Apri un ticket")
	raw, err := os.ReadFile(d.address(t, 1))
	must(t, err)
	m, err := mta.Parse(raw)
	must(t, err)
	if m.Header.Get("X-Unsent") != "1" || len(m.Attachments) != 1 {
		t.Errorf("X-Unsent %q, %d files", m.Header.Get("X-Unsent"), len(m.Attachments))
	}
}

// The setting alone brings the form into the browser, and a draft back into it.
func TestBySetting(t *testing.T) {
	ctx := t.Context()
	settings := strings.Replace(office.UsualSettings, "{{RELAY}}", "[form]\nui = \"browser\"\n\n{{RELAY}}", 1)
	d := work(t, office.Options{Settings: settings}, chromium.Options{})
	must(t, d.StartAgent(ctx))
	d.choose(t, "Apri un ticket")
	must(t, d.Open(ctx, d.address(t, 1)))
	must(t, d.Wait(ctx, "the form", "return !!document.getElementById('subject')"))
	must(t, d.Type(ctx, office.Mandate.Subject))
	must(t, d.Open(ctx, "about:blank")) // the tab goes at once, with its last words
	must(t, stage.Until(ctx, "the draft in the menu", func() (bool, error) {
		items, err := d.Menu(d.Item)
		for _, m := range items {
			if m.Visible && m.Enabled && strings.Contains(m.Label, "Riprendi") {
				return true, err
			}
		}
		return false, err
	}))
	d.choose(t, "Riprendi")
	must(t, d.Open(ctx, d.address(t, 2)))
	must(t, d.Wait(ctx, "its words", fmt.Sprintf("return document.getElementById('subject')?.value === %q", office.Mandate.Subject)))
	if words, err := d.Text(ctx, "#notice"); !strings.Contains(words, "rimasto a metà") || err != nil {
		t.Errorf("the page says %q, %v", words, err)
	}
}

// The essentials without JavaScript: written, attached, held up, sent.
func TestWithoutScript(t *testing.T) {
	ctx := t.Context()
	d := work(t, quiet, chromium.Options{NoScript: true})
	c := d.newTicket(t)
	must(t, d.Open(ctx, d.address(t, 1)))
	note := filepath.Join(t.TempDir(), "nota.txt")
	must(t, os.WriteFile(note, []byte("registro"), 0o600))
	for _, f := range [][2]string{{"subject", office.Mandate.Subject}, {"file", note}} {
		must(t, d.Fill(ctx, "#"+f[0], f[1]))
	}
	must(t, d.Click(ctx, "#send"))
	must(t, stage.Until(ctx, "a word of what is missing", func() (bool, error) {
		return d.Has(ctx, "#happened[aria-invalid=true]") && d.Has(ctx, "#say-happened p"), nil
	}))
	if !d.Has(ctx, ".files .name") {
		t.Error("the file is not in the list")
	}
	must(t, d.Picture(ctx, filepath.Join(pictures, "8-without-script.png")))
	must(t, d.Fill(ctx, "#happened", office.Mandate.Happened))
	must(t, d.Click(ctx, "#send"))
	must(t, stage.Until(ctx, "a question, or the last page", func() (bool, error) {
		return d.Has(ctx, "#question-yes") || d.Has(ctx, "#after"), nil
	}))
	if d.Has(ctx, "#question-yes") {
		must(t, d.Click(ctx, "#question-yes"))
	}
	mails, err := d.Mail.WaitFor(ctx, office.Helpdesk, 1)
	must(t, err)
	if m := mails[0]; m.Subject != office.Mandate.Subject || len(m.Attachments) != 2 || !strings.Contains(m.Text, office.Mandate.Happened) {
		t.Errorf("%q with %d files:\n%s", m.Subject, len(m.Attachments), m.Text)
	}
	must(t, stage.Until(ctx, "the last word", func() (bool, error) {
		if words, err := d.Text(ctx, "h1"); words == taken || err != nil {
			return words == taken, err
		}
		return false, d.Click(ctx, "noscript a")
	}))
	c.ends(t)
}

// A program that dies takes nothing with it: the page says so, and the draft
// is offered in the next form.
func TestKill(t *testing.T) {
	ctx := t.Context()
	d := work(t, quiet, chromium.Options{})
	c := d.open(t)
	must(t, d.Type(ctx, office.Mandate.Subject))
	d.kept(t, office.Mandate.Subject)
	must(t, c.cmd.Process.Kill())
	<-c.done
	must(t, d.Type(ctx, " e altro"))
	must(t, d.Wait(ctx, "the page's word", "return !document.getElementById('lost').hidden"))
	must(t, d.Picture(ctx, filepath.Join(pictures, "9-lost.png")))
	c = d.newTicket(t)
	must(t, d.Open(ctx, d.address(t, 2)))
	must(t, d.Wait(ctx, "the offer", "return !!document.getElementById('resume')"))
	must(t, d.Picture(ctx, filepath.Join(pictures, "10-offer.png")))
	must(t, d.Click(ctx, "#resume"))
	must(t, d.Wait(ctx, "its words", fmt.Sprintf("return document.getElementById('subject').value.startsWith(%q)", office.Mandate.Subject)))
	must(t, d.Click(ctx, "#close"))
	c.ends(t)
}

// A program that dies while Send is pressed may have heard it: nobody is told to
// open the ticket again, however often the page asks in vain afterwards.
func TestKillAtSend(t *testing.T) {
	ctx := t.Context()
	d := work(t, quiet, chromium.Options{})
	c := d.open(t)
	d.write(t, office.Mandate)
	d.kept(t, "2718")
	must(t, c.cmd.Process.Kill())
	<-c.done
	must(t, d.Chord(ctx, chromium.Enter, chromium.Ctrl))
	d.word(t, "perhaps")
	must(t, d.Do(ctx, `window.asked = 0;
const before = fetch;
window.fetch = (...all) => { asked++; return before(...all); };`, nil))
	must(t, d.Wait(ctx, "that the page has asked again", "return asked > 1"))
	d.word(t, "perhaps")
	must(t, d.Picture(ctx, filepath.Join(pictures, "14-perhaps.png")))
}

// No relay: the page says that the ticket waits, and the command ends.
func TestWaiting(t *testing.T) {
	ctx := t.Context()
	d := work(t, office.Options{Stage: stage.Options{NoPanel: true}, NoMail: true}, chromium.Options{})
	c := d.open(t)
	d.write(t, office.Mandate)
	must(t, d.Chord(ctx, chromium.Enter, chromium.Ctrl))
	d.becomes(t, "In attesa: partirà da solo")
	must(t, d.Picture(ctx, filepath.Join(pictures, "11-waiting.png")))
	c.ends(t)
	items, err := d.Outbox(ctx)
	must(t, err)
	if len(items) != 1 || items[0].State != "waiting" {
		t.Errorf("outbox %+v", items)
	}
}

// Pages of somebody else's in the same browser, with its cookies: on another
// site, on another port of this machine, by a name that points here. None of
// them reads the form, changes it or is shown it in a frame.
func TestForeignPages(t *testing.T) {
	ctx := t.Context()
	d := work(t, quiet, chromium.Options{})
	c := d.open(t)
	must(t, d.Fill(ctx, "#subject", office.Mandate.Subject))
	must(t, d.Type(ctx, chromium.Tab))
	form, err := d.Address(ctx)
	must(t, err)
	must(t, d.Wait(ctx, "the words kept", "return !!document.querySelector('#say-subject') && document.activeElement.id !== 'subject'"))

	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprintf(w, `<!doctype html><title>evil</title><iframe id=f src=%q></iframe>
<form id=p method=post enctype=multipart/form-data action=%q><input name=subject value=evil><input name=do value=send></form>`, form, form+"?page=1")
	}))
	defer site.Close()
	for _, origin := range []string{site.URL, strings.Replace(site.URL, "127.0.0.1", "localhost", 1)} {
		must(t, d.Open(ctx, origin))
		var got struct{ Fetch, Frame string }
		must(t, d.DoAsync(ctx, fmt.Sprintf(`const done = arguments[arguments.length - 1], form = %q;
const tell = (r) => r.then((x) => x.status + ' ' + x.type, (e) => 'refused');
Promise.all([tell(fetch(form, {credentials: 'include'})), tell(fetch(form, {credentials: 'include', mode: 'no-cors', method: 'POST', body: new FormData(document.getElementById('p'))}))])
  .then((all) => { let frame = 'closed'; try { frame = document.getElementById('f').contentDocument ? 'open' : 'closed' } catch {} done({Fetch: all.join(', '), Frame: frame}); });`, form), &got))
		if strings.Contains(got.Fetch, "200") || got.Frame == "open" {
			t.Errorf("%s: %+v", origin, got)
		}
		must(t, d.Do(ctx, "document.getElementById('p').submit()", nil))
		must(t, d.Wait(ctx, "the refusal", "return document.title.startsWith('Questa pagina non si può aprire')"))
		must(t, d.Open(ctx, origin))
		must(t, d.Do(ctx, fmt.Sprintf("location = %q", form), nil)) // a link from there
		must(t, d.Wait(ctx, "the refusal", "return document.title.startsWith('Questa pagina non si può aprire')"))
	}
	must(t, d.Open(ctx, strings.Replace(form, "127.0.0.1", "localhost", 1)))
	must(t, d.Wait(ctx, "the refusal", "return document.title.startsWith('Questa pagina non si può aprire')"))

	must(t, d.Open(ctx, form)) // by the user's own hand
	var subject string
	must(t, d.Do(ctx, "return document.getElementById('subject').value", &subject))
	if subject != office.Mandate.Subject {
		t.Errorf("the subject is %q", subject)
	}
	mails, err := d.Mail.Mails(office.Helpdesk)
	if len(mails) > 0 || err != nil {
		t.Errorf("%d mails, %v", len(mails), err)
	}
	must(t, d.Click(ctx, "#close"))
	c.ends(t)
}
