//go:build desktop

package desktop

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"os"
	"path/filepath"
	"testing"

	"ticketpp/test/desktop/office"
	"ticketpp/test/desktop/stage"
)

// Pictures that cannot be opened go as files: that is said beside the pictures,
// one is taken out again there, and the other arrives as it was.
func TestShotsThatCannotBeOpened(t *testing.T) {
	for _, look := range []struct {
		name string
		o    office.Options
	}{
		{"it", office.Options{}},
		{"en", office.Options{Settings: englishSettings(), Stage: stage.Options{Language: "en_GB.UTF-8"}}},
	} {
		t.Run(look.name, func(t *testing.T) {
			ctx := t.Context()
			f := work(t, look.o)
			must(t, f.StartAgent(ctx))
			form, _, err := f.OpenForm(ctx)
			must(t, err)
			must(t, office.Mandate.Write(ctx, form))
			torn := pngOf(t, noise(300, 200))[:4000]
			huge := bytes.Clone(torn) // by what it says of itself
			binary.BigEndian.PutUint32(huge[16:], 100_000)
			binary.BigEndian.PutUint32(huge[20:], 100_000)
			binary.BigEndian.PutUint32(huge[29:], crc32.ChecksumIEEE(huge[12:29]))
			for i, data := range [][]byte{torn, huge} {
				file := filepath.Join(f.Home, fmt.Sprintf("foto-%d.png", i+1))
				must(t, os.WriteFile(file, data, 0o600))
				must(t, f.Drop(ctx, form.Window, file))
				must(t, form.WaitText(ctx, "picture-as-file", filepath.Base(file)))
			}
			good := drawing(320, 200, image.Black)
			file := filepath.Join(f.Home, "buona.png")
			must(t, os.WriteFile(file, pngOf(t, good), 0o600))
			must(t, f.Drop(ctx, form.Window, file))
			added(t, form, 2)
			shot(t, f, "bad-picture-1-"+look.name)
			must(t, form.Click(ctx, "plain.2.remove"))
			shot(t, f, "bad-picture-2-"+look.name)
			must(t, f.Press(ctx, "ctrl+Return"))
			must(t, form.WaitText(ctx, "painted", "taken"))
			must(t, form.Gone(ctx))
			mails, err := f.Mail.WaitFor(ctx, office.Helpdesk, 1)
			must(t, err)
			var names []string
			for _, a := range mails[0].Attachments {
				names = append(names, a.Name)
				if a.Name == "foto-1.png" && !bytes.Equal(a.Data, torn) {
					t.Error("the file is not as it was")
				}
			}
			if want := "[schermata-1.png schermata-2.png foto-1.png]"; fmt.Sprint(names) != want {
				t.Errorf("arrived: %v, want %s", names, want)
			}
		})
	}
}
