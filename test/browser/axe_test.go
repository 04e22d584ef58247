//go:build desktop

package browser

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ticketpp/test/browser/chromium"
	"ticketpp/test/desktop/office"
	"ticketpp/test/desktop/stage"
)

// axeFile is the checker of accessibility, brought by scripts/axe.sh.
const axeFile = "../../build/axe/axe.min.js"

// rich are settings in which the form asks all that it ever asks.
const rich = `language = "LANG"

[organisation]
bodies = ["Comune di Esempio", "Unione dei Comuni"]

{{RELAY}}
[[helpdesk]]
id = "cwol"
name = "CWOL"
phone = "0731 538419"
hours_required = true
kinds = ["anomaly", "support", "training"]
charged = ["support", "training"]
severities = ["normal", "blocking"]
categories = ["Amministrazione", "Web"]
[[helpdesk.module]]
name = "Cityfinancing"
address = "` + office.Helpdesk + `"
[[helpdesk.module]]
name = "Citypeople"
address = "citypeople@projectpp.example"

[[helpdesk]]
id = "projectpp"
profile = "projectpp"
address = "` + office.Helpdesk + `"
`

// violation is what the checker found.
type violation struct {
	ID, Help string
	Nodes    []struct{ HTML, FailureSummary string }
}

// accessible checks the page as it is, light and dark, by all rules that axe
// knows of WCAG 2.2 A and AA and its own best practices, and that it can be
// read without scrolling sideways at 320 pixels (1.4.10).
func (d *desk) accessible(t *testing.T, state string) {
	t.Helper()
	ctx := t.Context()
	axe, err := os.ReadFile(axeFile)
	if err != nil {
		t.Fatalf("the checker (scripts/axe.sh): %v", err)
	}
	for _, scheme := range []string{"light", "dark"} {
		must(t, d.Scheme(ctx, scheme))
		must(t, d.Do(ctx, string(axe), nil))
		var found struct {
			Passed     int
			Violations []violation
		}
		must(t, d.DoAsync(ctx, `const done = arguments[arguments.length - 1];
axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})
  .then((r) => done({Passed: r.passes.length, Violations: r.violations.map((v) => ({ID: v.id, Help: v.help, Nodes: v.nodes.map((n) => ({HTML: n.html, FailureSummary: n.failureSummary}))}))}));`, &found))
		if found.Passed < 10 {
			t.Errorf("%s, %s: only %d rules were checked", state, scheme, found.Passed)
		}
		for _, v := range found.Violations {
			t.Errorf("%s, %s: %s: %s", state, scheme, v.ID, v.Help)
			for _, n := range v.Nodes {
				t.Logf("  %s\n  %s", n.HTML, n.FailureSummary)
			}
		}
		must(t, d.Picture(ctx, filepath.Join(pictures, fmt.Sprintf("%s-%s.png", state, scheme))))
	}
	must(t, d.Scheme(ctx, "light"))
	must(t, d.Size(ctx, 320, 640))
	var wide float64
	must(t, d.Do(ctx, "return document.documentElement.scrollWidth - window.innerWidth", &wide))
	if wide > 0 {
		t.Errorf("%s: %v pixels too wide at 320", state, wide)
		must(t, d.Picture(ctx, filepath.Join(pictures, "FAILED-"+state+"-narrow.png")))
	}
	must(t, d.Browser.Command(ctx, "Emulation.clearDeviceMetricsOverride", map[string]any{}))
}

// Every state of the page, in both languages, light and dark.
func TestAccessible(t *testing.T) {
	for _, lang := range []string{"it", "en"} {
		t.Run(lang, func(t *testing.T) { everyState(t, lang) })
	}
}

func everyState(t *testing.T, lang string) {
	ctx := t.Context()
	settings := strings.Replace(rich, "LANG", lang, 1)
	d := work(t, office.Options{Stage: stage.Options{NoPanel: true}, Settings: settings}, chromium.Options{Height: 1500})
	articles := filepath.Join(d.Home, "articoli")
	must(t, os.MkdirAll(articles, 0o700))
	must(t, os.WriteFile(filepath.Join(articles, "mandati.md"), []byte("# Mandati non trasmessi al tesoriere\n\nControllare il codice IBAN del mandato.\n"), 0o600))
	must(t, d.Configure(strings.Replace(settings, "{{RELAY}}", "[[kb]]\nsource = \""+articles+"\"\n\n{{RELAY}}", 1)))
	r, err := d.CLI(ctx, "kb", "sync")
	if must(t, err); r.Status != 0 {
		t.Fatalf("kb sync: %s%s", r.Out, r.Err)
	}
	c := d.open(t)
	name := func(state string) string { return lang + "-" + state }
	if got := ""; d.Do(ctx, "return document.documentElement.lang", &got) != nil || got != lang {
		t.Errorf("the page says that it speaks %q", got)
	}
	d.accessible(t, name("empty"))

	must(t, d.Do(ctx, "document.getElementById('helpdesk').value = 'cwol'; document.getElementById('helpdesk').dispatchEvent(new Event('change', {bubbles: true}))", nil))
	must(t, d.Wait(ctx, "the modules", "return !!document.getElementById('module')"))
	must(t, d.Do(ctx, "document.querySelectorAll('details').forEach((d) => { d.open = true })", nil))
	must(t, d.Fill(ctx, "#subject", "AIUTO!!! Mandato 1532 non trasmesso"))
	must(t, d.Click(ctx, "#kind-support"))
	must(t, d.Wait(ctx, "an article", "return !!document.getElementById('article-1')"))
	must(t, d.Wait(ctx, "the remark on charges", "return document.getElementById('charged').textContent !== ''"))
	d.accessible(t, name("unfolded"))

	must(t, d.Chord(ctx, chromium.Enter, chromium.Ctrl))
	must(t, d.Wait(ctx, "the errors", "return !!document.querySelector('#say-email .error')"))
	d.accessible(t, name("errors"))

	for _, f := range [][2]string{
		{"name", "Anna Bianchi"},
		{"phone", "0731 538419"},
		{"email", "anna.bianchi@comune.example"},
		{"hours", "9-13"},
		{"happened", "Errore 2718 sul mandato 1532: la mia password è Pippo2024!"},
	} {
		must(t, d.Fill(ctx, "#"+f[0], f[1]))
	}
	must(t, d.Click(ctx, "#take-subject"))
	for _, choice := range [][2]string{{"module", "Cityfinancing"}, {"category", "Web"}, {"body", "Comune di Esempio"}} {
		must(t, d.Do(ctx, "const e = document.getElementById(arguments[0]); e.value = arguments[1]; e.dispatchEvent(new Event('input', {bubbles: true}))", nil, choice[0], choice[1]))
	}
	must(t, d.Wait(ctx, "nothing missing", "return !!document.querySelector('#status .advice')"))
	must(t, d.Chord(ctx, chromium.Enter, chromium.Ctrl))
	must(t, d.Wait(ctx, "the question", "return !!document.getElementById('question-yes')"))
	d.accessible(t, name("question"))

	must(t, d.Click(ctx, "#question-yes"))
	must(t, d.Wait(ctx, "the outcome", "return !!document.querySelector('h1.taken')"))
	d.accessible(t, name("taken"))
	c.ends(t)

	// What is refused is said as well.
	c = d.newTicket(t)
	must(t, d.Open(ctx, d.address(t, 2)))
	must(t, d.Open(ctx, d.address(t, 2)))
	d.accessible(t, name("used"))
	must(t, d.Do(ctx, "history.back()", nil))
	must(t, d.Wait(ctx, "the form", "return !!document.getElementById('close')"))
	must(t, d.Click(ctx, "#close"))
	must(t, d.Wait(ctx, "the end", "return !document.getElementById('close')"))
	d.accessible(t, name("closed"))
	c.ends(t)
}
