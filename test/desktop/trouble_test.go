//go:build desktop

package desktop

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"ticketpp/test/desktop/office"
	"ticketpp/test/desktop/stage"
)

// startPlain starts the agent without root's right to read and write
// everything, so that permissions count.
func startPlain(t *testing.T, f *office.Office) {
	t.Helper()
	if os.Geteuid() != 0 {
		must(t, f.StartAgent(t.Context()))
		return
	}
	must(t, f.StartAgentBy(t.Context(), "setpriv", "--bounding-set=-dac_override,-dac_read_search", "--"))
}

// Files dropped on the form that cannot go: each is said beside the files and
// costs nothing else; one that vanishes after it was taken goes all the same.
func TestBadFiles(t *testing.T) {
	ctx := t.Context()
	f := work(t, office.Options{})
	startPlain(t, f)
	form, _, err := f.OpenForm(ctx)
	must(t, err)
	must(t, office.Mandate.Write(ctx, form))

	in := func(name string) string { return filepath.Join(f.Home, name) }
	must(t, os.Mkdir(in("cartella"), 0o755))
	must(t, os.WriteFile(in("segreto.txt"), []byte("x"), 0o000))
	must(t, os.WriteFile(in("video.avi"), nil, 0o644))
	must(t, os.Truncate(in("video.avi"), 2<<30))
	for _, bad := range []struct{ name, words string }{
		{"sparito.pdf", "non si trova più"},
		{"cartella", "è una cartella"},
		{"segreto.txt", "non si può leggere"},
		{"video.avi", "è troppo grande"},
	} {
		before := len(form.Texts("file-refused"))
		must(t, f.Drop(ctx, form.Window, in(bad.name)))
		must(t, stage.Until(ctx, "words about "+bad.name, func() (bool, error) {
			said := form.Texts("file-refused")
			if len(said) <= before || !strings.Contains(said[before], bad.name) || !strings.Contains(said[before], bad.words) {
				return false, fmt.Errorf("it said %q", said)
			}
			return true, nil
		}))
		must(t, stage.Until(ctx, "the advice beside the files", func() (bool, error) { return form.Shows("attachments.advice"), nil }))
		if form.Shows("file.1.remove") {
			t.Errorf("%s is in the list", bad.name)
		}
	}
	shot(t, f, "10-bad-file")

	must(t, os.WriteFile(in("elenco mandati.csv"), []byte("1532;respinto\n"), 0o644))
	must(t, f.Drop(ctx, form.Window, in("elenco mandati.csv")))
	_, err = form.At(ctx, "file.1.remove")
	must(t, err)
	must(t, os.Remove(in("elenco mandati.csv")))
	must(t, f.Press(ctx, "ctrl+Return"))
	must(t, form.WaitText(ctx, "stage", "taken"))
	mails, err := f.Mail.WaitFor(ctx, office.Helpdesk, 1)
	must(t, err)
	checkBody(t, mails[0])
	if len(mails[0].Attachments) != 2 || string(mails[0].Attachments[1].Data) != "1532;respinto\n" {
		t.Errorf("attached: %d things, last %.40q", len(mails[0].Attachments), mails[0].Attachments[len(mails[0].Attachments)-1].Data)
	}
}

// With a full disk a new ticket is refused in words. The disk fills up while
// the form is open: the form says that what is typed is only in the window,
// and that the ticket did not leave; with room again it is saved and sent.
func TestDiskFull(t *testing.T) {
	ctx := t.Context()
	if os.Geteuid() != 0 {
		t.Skip("only root may mount a small disk")
	}
	f := work(t, office.Options{})
	must(t, os.MkdirAll(f.Data(), 0o700))
	must(t, exec.Command("mount", "-t", "tmpfs", "-o", "size=8m,mode=700", "none", f.Data()).Run())
	t.Cleanup(func() { _ = exec.Command("umount", "-l", f.Data()).Run() })
	must(t, f.StartAgent(ctx))
	ballast := filepath.Join(f.Data(), "ballast")
	fill := func() { _ = exec.Command("dd", "if=/dev/zero", "of="+ballast, "bs=4k").Run() } // ends with the disk

	fill()
	choose(t, f, "Apri un ticket")
	saidBy(t, f.Agent, "Il disco è pieno")
	waitMenu(t, f, "Il disco è pieno")
	must(t, os.Remove(ballast))

	form, _, err := f.OpenForm(ctx)
	must(t, err)
	must(t, form.Fill(ctx, "subject", office.Mandate.Subject))
	fill()
	must(t, f.Type(ctx, " "))
	_, err = form.Wait(ctx, "save-failed") // its words move the fields
	must(t, err)
	for _, field := range []struct{ id, text string }{
		{"doing", office.Mandate.Doing}, {"data", office.Mandate.Data}, {"happened", office.Mandate.Happened},
	} {
		must(t, form.Fill(ctx, field.id, field.text))
	}
	must(t, f.Press(ctx, "ctrl+Return"))
	_, err = form.Wait(ctx, "hand-over-failed")
	must(t, err)
	shot(t, f, "11-disk-full")
	// A window that is left goes at once; this one has words that nobody keeps,
	// and comes back.
	must(t, f.Press(ctx, "Escape"))
	_, err = form.Wait(ctx, "not-left")
	must(t, err)
	must(t, form.Appear(ctx))
	shot(t, f, "11-disk-full-not-left")
	r, err := f.CLI(ctx, "send", "--subject", "Reversale 77 non trasmessa", "--description", office.Mandate.Doing+" "+office.Mandate.Happened)
	must(t, err)
	if r.Status != 1 || !strings.Contains(r.Err, "Il disco è pieno") || strings.Contains(r.Err, "goroutine") {
		t.Errorf("send: status %d, said %q", r.Status, r.Err)
	}

	must(t, os.Remove(ballast))
	must(t, form.Click(ctx, "send"))
	must(t, form.WaitText(ctx, "stage", "taken"))
	mails, err := f.Mail.WaitFor(ctx, office.Helpdesk, 1)
	must(t, err)
	checkBody(t, mails[0])
	whole(t, mails[0])
	must(t, form.Gone(ctx))
	waitMenu(t, f, "Tutto inviato")
	waitNoMenu(t, f, "disco")
}

// A data folder that cannot be written: the agent says so in its menu, and in
// words when a ticket is asked for.
func TestReadOnlyFolder(t *testing.T) {
	ctx := t.Context()
	f := work(t, office.Options{})
	_, err := f.CLI(ctx, "outbox", "list") // makes the folder
	must(t, err)
	must(t, exec.Command("chmod", "-R", "a-w", f.Data()).Run())
	t.Cleanup(func() { _ = exec.Command("chmod", "-R", "u+w", f.Data()).Run() })
	startPlain(t, f)
	waitMenu(t, f, "non si può scrivere")
	choose(t, f, "Apri un ticket")
	saidBy(t, f.Agent, "Il ticket non si può aprire. Sul disco non si può scrivere")
	shot(t, f, "12-read-only")
	must(t, f.Expect(office.UI).Gone(ctx)) // also the one that the menu had started
	if f.Agent.Ended() {
		t.Error("the agent has ended")
	}
	must(t, exec.Command("chmod", "-R", "u+w", f.Data()).Run())
	form, _, err := f.OpenForm(ctx)
	must(t, err)
	must(t, office.Mandate.Write(ctx, form))
	must(t, f.Press(ctx, "ctrl+Return"))
	must(t, form.WaitText(ctx, "stage", "taken"))
}

// Mistakes in the settings: the agent starts, says each with its place, the
// menu says that there are some, and a ticket goes where the rest allows it:
// beside a helpdesk that cannot be used the other one is chosen by the user.
func TestBadSettings(t *testing.T) {
	ctx := t.Context()
	f := work(t, office.Options{Settings: "colour = \"red\"\nkeep_sent = 90\n" + office.UsualSettings + "[[helpdesk]]\nid = \"due\"\nname = \"Due\"\naddress = \"nessuno\"\n"})
	must(t, f.StartAgent(ctx))
	for _, place := range []string{":1:1: ", ":2:13: "} {
		saidBy(t, f.Agent, "config.toml"+place)
	}
	saidBy(t, f.Agent, "nessuno")
	waitMenu(t, f, "Nelle impostazioni c'è un errore")
	form, _, err := f.OpenForm(ctx)
	must(t, err)
	must(t, office.Mandate.Write(ctx, form))
	must(t, f.Press(ctx, "ctrl+Return"))
	must(t, form.WaitText(ctx, "blocked", "helpdesk"))
	shot(t, f, "12-one-helpdesk-of-two")
	must(t, f.Press(ctx, "Down")) // the keyboard is there
	must(t, f.Press(ctx, "ctrl+Return"))
	must(t, form.WaitText(ctx, "stage", "taken"))
	must(t, form.Gone(ctx))

	// Put right, the menu has nothing to say any more.
	must(t, f.Configure(office.UsualSettings))
	must(t, f.OpenAndLeave(ctx))
	waitNoMenu(t, f, "impostazioni")
}

// No helpdesk at all: the menu and the form say so, and what was written is
// kept until there is one.
func TestNoHelpdesk(t *testing.T) {
	ctx := t.Context()
	f := work(t, office.Options{Settings: "language = \"it\"\n"})
	must(t, f.StartAgent(ctx))
	waitMenu(t, f, "Nessun helpdesk configurato")
	form, _, err := f.OpenForm(ctx)
	must(t, err)
	must(t, office.Mandate.Write(ctx, form))
	must(t, f.Press(ctx, "ctrl+Return"))
	missing, err := form.Wait(ctx, "blocked")
	must(t, err)
	if !strings.Contains(missing, "helpdesk") {
		t.Errorf("blocked for %q, not for the helpdesk", missing)
	}
	shot(t, f, "13-no-helpdesk")
	must(t, f.Press(ctx, "Escape"))
	must(t, form.Gone(ctx))
	must(t, f.Configure(office.UsualSettings))
	waitMenu(t, f, "Riprendi")
	form = f.Expect(office.UI)
	choose(t, f, "Riprendi")
	must(t, form.Appear(ctx))
	must(t, f.Press(ctx, "ctrl+Return"))
	must(t, form.WaitText(ctx, "stage", "taken"))
	mails, err := f.Mail.WaitFor(ctx, office.Helpdesk, 1)
	must(t, err)
	checkBody(t, mails[0])
}

// A draft whose file breaks off, and the one before it too: it is offered
// again with the text that can still be read.
func TestTruncatedDraft(t *testing.T) {
	ctx := t.Context()
	f := work(t, office.Options{})
	must(t, f.StartAgent(ctx))
	form, _, err := f.OpenForm(ctx)
	must(t, err)
	must(t, office.Mandate.Write(ctx, form))
	must(t, f.Press(ctx, "Escape"))
	must(t, form.Gone(ctx))
	files, err := filepath.Glob(filepath.Join(f.Data(), "drafts/*/draft.json*"))
	must(t, err)
	if len(files) == 0 {
		t.Fatal("no draft")
	}
	for _, name := range files {
		data, err := os.ReadFile(name)
		must(t, err)
		cut := strings.Index(string(data), "Edilizia")
		if cut < 0 {
			cut = len(data) / 2
		}
		must(t, os.Truncate(name, int64(cut)))
	}
	waitMenu(t, f, "Riprendi")
	form = f.Expect(office.UI)
	choose(t, f, "Riprendi")
	must(t, form.Appear(ctx))
	shot(t, f, "14-salvaged")
	must(t, form.Fill(ctx, "happened", office.Mandate.Happened))
	must(t, form.Click(ctx, "shot.1.toggle")) // nobody knows whether it was to be sent
	must(t, f.Press(ctx, "ctrl+Return"))
	must(t, form.WaitText(ctx, "stage", "taken"))
	mails, err := f.Mail.WaitFor(ctx, office.Helpdesk, 1)
	must(t, err)
	if len(mails[0].Attachments) != 1 {
		t.Errorf("%d attachments", len(mails[0].Attachments))
	}
	for _, want := range []string{office.Mandate.Doing, "Mandato n. 1532 del 18/11/2026", office.Mandate.Happened} {
		if !strings.Contains(mails[0].Text, want) {
			t.Errorf("lost %q:\n%s", want, mails[0].Text)
		}
	}
}
