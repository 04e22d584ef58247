//go:build desktop

package desktop

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ticketpp/test/desktop/office"
	"ticketpp/test/desktop/stage"
)

// A ticket in the queue whose file is damaged is named by the menu, found in My
// tickets, and written anew from there; and what is pasted into that form and
// is too long for its field goes along as a file. In both languages.
func TestADamagedTicketIsWrittenAnew(t *testing.T) {
	for _, c := range []struct {
		name, lost string
		words      spoken
		options    office.Options
	}{
		{"it", "1 ticket danneggiato", italian, office.Options{NoMail: true}},
		{"en", "1 damaged ticket", english, office.Options{NoMail: true, Settings: englishSettings(), Stage: stage.Options{Language: "en_GB.UTF-8"}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			ctx := t.Context()
			f := work(t, c.options)
			must(t, f.StartAgent(ctx))
			r, err := f.CLI(ctx, "send", "--subject", office.Mandate.Subject, "--description", office.Mandate.Happened)
			must(t, err)
			if r.Status != 0 {
				t.Fatalf("send: %d, %s", r.Status, r.Err)
			}
			must(t, stage.Until(ctx, "the first attempt", func() (bool, error) {
				items, err := f.Outbox(ctx)
				return len(items) == 1 && items[0].LastError != "", err
			}))
			files, err := filepath.Glob(filepath.Join(f.Data(), "outbox/*/item.json"))
			if err != nil || len(files) != 1 {
				t.Fatalf("%q, %v", files, err)
			}
			// As a disk does it, or somebody's editor: another file in its place.
			must(t, os.WriteFile(files[0]+".torn", []byte("{"), 0o600))
			must(t, os.Rename(files[0]+".torn", files[0]))
			_, err = f.CLI(ctx, "outbox", "retry")
			must(t, err)
			waitMenu(t, f, c.lost)
			menu, err := f.OpenMenu(ctx, f.Icon)
			must(t, err)
			shot(t, f, "damaged-1-menu-"+c.name)
			window := f.Expect(office.UI)
			must(t, f.Choose(ctx, f.Item, menu, c.words.tickets))
			must(t, window.Appear(ctx))
			must(t, window.WaitText(ctx, "state", "failed"))
			shot(t, f, "damaged-2-tickets-"+c.name)
			_, err = f.Run(ctx, "xdotool", "windowsize", "--sync", fmt.Sprint(window.Window.ID), "720", "500")
			must(t, err)
			shot(t, f, "damaged-3-narrow-"+c.name)

			form := f.Expect(office.UI)
			must(t, window.Click(ctx, "do.redo"))
			must(t, form.Appear(ctx))
			_, err = f.Run(ctx, "sh", "-c", "seq 1 40000 | xclip -selection clipboard -i >/dev/null 2>&1")
			must(t, err)
			must(t, form.Click(ctx, "happened"))
			must(t, f.Press(ctx, "ctrl+v"))
			must(t, stage.Until(ctx, "the pasted text as a file", func() (bool, error) {
				drafts, err := office.Drafts(f.Data())
				return len(drafts) == 1 && strings.Contains(drafts[0], office.Mandate.Subject) && strings.Contains(drafts[0], "att-1"), err
			}))
			shot(t, f, "damaged-4-anew-"+c.name)
		})
	}
}
