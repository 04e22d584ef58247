//go:build desktop

package desktop

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"ticketpp/test/desktop/office"
	"ticketpp/test/desktop/stage"
)

// Files are chosen in the desktop's own dialog, several at once, and arrive.
// The form's Esc takes the dialog away.
func TestFilesAreChosenInTheDesktopsDialog(t *testing.T) {
	ctx := t.Context()
	f := work(t, office.Options{})
	must(t, f.StartDialogs(ctx))
	folder := filepath.Join(f.Home, "Pratiche è già")
	must(t, os.Mkdir(folder, 0o700))
	for _, name := range []string{"mandato++ 100.xml", "nota.txt"} {
		must(t, os.WriteFile(filepath.Join(folder, name), []byte(name), 0o600))
	}
	must(t, f.StartAgent(ctx))
	form, _, err := f.OpenForm(ctx)
	must(t, err)
	must(t, office.Mandate.Write(ctx, form))
	const title = "Scegli i file da allegare"
	must(t, form.Click(ctx, "attachments"))
	dialog, err := f.WindowTitled(ctx, title)
	must(t, err)
	chooseAll(t, f, folder)
	shot(t, f, "choose-1-chosen")
	must(t, f.Press(ctx, "Return"))
	must(t, f.WindowGone(ctx, title))
	_, err = form.At(ctx, "file.2.remove")
	must(t, err)
	shot(t, f, "choose-2-attached")

	must(t, form.Click(ctx, "attachments"))
	again, err := f.WindowTitled(ctx, title)
	must(t, err)
	if again.ID == dialog.ID {
		t.Error("the same window")
	}
	time.Sleep(time.Second) // as one who looks at it
	must(t, f.Press(ctx, "Escape"))
	must(t, f.WindowGone(ctx, title))
	must(t, form.Click(ctx, "subject"))
	must(t, f.Press(ctx, "ctrl+Return"))
	must(t, form.WaitText(ctx, "painted", "taken"))
	must(t, form.Gone(ctx))
	mails, err := f.Mail.WaitFor(ctx, office.Helpdesk, 1)
	must(t, err)
	arrived := map[string]string{}
	for _, a := range mails[0].Attachments {
		arrived[a.Name] = string(a.Data)
	}
	delete(arrived, "schermata-1.png")
	if want := map[string]string{"mandato++ 100.xml": "mandato++ 100.xml", "nota.txt": "nota.txt"}; fmt.Sprint(arrived) != fmt.Sprint(want) {
		t.Errorf("arrived: %v, want %v", arrived, want)
	}
}

// chooseAll goes to a folder in GTK's dialog and marks all that is in it.
func chooseAll(t *testing.T, f *office.Office, folder string) {
	t.Helper()
	ctx := t.Context()
	for _, step := range []func() error{
		func() error { return f.Type(ctx, "/") }, // shows a field for the path
		func() error { return f.Type(ctx, folder[1:]) },
		func() error { return f.Press(ctx, "Return") }, // completes the path
		func() error { return f.Press(ctx, "Return") },
		func() error { return f.Press(ctx, "ctrl+a") },
	} {
		_, err := f.Still(ctx)
		must(t, err)
		must(t, step())
	}
	_, err := f.Still(ctx)
	must(t, err)
}

// A desktop without dialogs of its own, which is most of the tests': the
// toolkit's serves, in the program's language.
func TestFilesAreChosenWithoutADesktopsDialog(t *testing.T) {
	for _, look := range []struct {
		name string
		o    office.Options
	}{
		{"it", office.Options{Stage: stage.Options{Language: "en_GB.UTF-8"}}},
		{"en", office.Options{Settings: englishSettings(), Stage: stage.Options{Language: "en_GB.UTF-8"}}},
	} {
		t.Run(look.name, func(t *testing.T) {
			ctx := t.Context()
			f := work(t, look.o)
			must(t, f.StartAgent(ctx))
			form, _, err := f.OpenForm(ctx)
			must(t, err)
			before, err := f.Still(ctx)
			must(t, err)
			must(t, form.Click(ctx, "attachments"))
			must(t, stage.Until(ctx, "a dialog in the form", func() (bool, error) {
				now, err := f.See()
				return err == nil && now.Diff(before).Dx() > 900, err // it dims all of it
			}))
			shot(t, f, "choose-toolkit-"+look.name)
		})
	}
}
