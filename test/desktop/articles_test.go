//go:build desktop

package desktop

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ticketpp/test/desktop/office"
	"ticketpp/test/desktop/stage"
)

// pages are a small knowledge base.
var pages = map[string]string{
	"mandati.html": "<html><head><title>Wiki</title></head><body><h1>Trasmissione dei mandati alla tesoreria</h1><p>Un mandato che torna con esito 3 si corregge e si trasmette di nuovo.</p></body></html>",
	"annullo.md":   "# Annullare un mandato già inviato\n\nUn ordinativo trasmesso non si cancella: si chiede alla banca.\n",
	"toner.txt":    "Cambio del toner\n================\n\nSi apre lo sportello.\n",
}

// A knowledge base answers: an article stands under the subject while it is
// typed, opens in the browser, and when it has helped, the ticket is closed
// and nothing is sent.
func TestAnArticleAnswersBeforeTheTicket(t *testing.T) {
	for _, language := range []string{"it", "en"} {
		t.Run(language, func(t *testing.T) {
			ctx := t.Context()
			folder := t.TempDir()
			for name, text := range pages {
				must(t, os.WriteFile(filepath.Join(folder, name), []byte(text), 0o644))
			}
			settings := strings.Replace(office.UsualSettings, `language = "it"`, `language = "`+language+`"`, 1)
			f := work(t, office.Options{NoMail: true, Settings: settings + "\n[[kb]]\nsource = '" + folder + "'\n"})
			r, err := f.CLI(ctx, "kb", "sync")
			must(t, err)
			if !strings.Contains(r.Out, "     3  ") {
				t.Fatalf("kb sync: %+v", r)
			}
			opened := pageReader(t, f)
			must(t, f.StartAgent(ctx))
			form, _, err := f.OpenForm(ctx)
			must(t, err)
			must(t, form.Fill(ctx, "subject", "Mandato 1532 non trasm"))
			must(t, stage.Until(ctx, "the articles", func() (bool, error) { return form.Shows("suggest.1") && form.Shows("suggest.2"), nil }))
			shot(t, f, "articles-"+language)
			if form.Shows("suggest.1.solved") {
				t.Error("an article is said to have helped before it was read")
			}
			must(t, form.Click(ctx, "suggest.1"))
			must(t, stage.Until(ctx, "the browser", func() (bool, error) {
				b, err := os.ReadFile(opened)
				if os.IsNotExist(err) {
					return false, nil
				}
				return strings.Contains(string(b), "mandati.html"), err
			}))
			must(t, stage.Until(ctx, "the question", func() (bool, error) { return form.Shows("suggest.1.solved"), nil }))
			must(t, form.Click(ctx, "suggest.1.solved"))
			shot(t, f, "articles-solved-"+language)
			must(t, form.Click(ctx, "send"))
			must(t, form.Gone(ctx))
			solved, err := os.ReadFile(filepath.Join(f.Data(), "kb/solved.jsonl"))
			must(t, err)
			if !strings.Contains(string(solved), "Mandato 1532") || !strings.Contains(string(solved), "mandati.html") {
				t.Errorf("remembered: %s", solved)
			}
			drafts, err := office.Drafts(f.Data())
			must(t, err)
			if len(drafts) != 0 {
				t.Errorf("left: %v", drafts)
			}
			nothingOfOurs(t, f)
		})
	}
}

// pageReader makes a program the desktop's own for web pages; it writes down
// what it is asked to open.
func pageReader(t *testing.T, f *office.Office) (asked string) {
	t.Helper()
	asked = filepath.Join(f.Home, "read")
	program := filepath.Join(f.Home, "reader")
	must(t, os.WriteFile(program, []byte("#!/bin/sh\nprintf '%s\\n' \"$1\" > "+asked+"\n"), 0o755))
	for path, text := range map[string]string{
		".local/share/applications/reader.desktop": "[Desktop Entry]\nType=Application\nName=Reader\nExec=" + program + " %u\nMimeType=text/html;x-scheme-handler/https;\n",
		".config/mimeapps.list":                    "[Default Applications]\ntext/html=reader.desktop\nx-scheme-handler/https=reader.desktop\n",
	} {
		path = filepath.Join(f.Home, path)
		must(t, os.MkdirAll(filepath.Dir(path), 0o755))
		must(t, os.WriteFile(path, []byte(text), 0o644))
	}
	return asked
}
