package compose

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"
	"fyne.io/fyne/v2/test"

	"ticketpp/internal/l10n"
	"ticketpp/internal/ticket"
	"ticketpp/internal/window/parts"
)

// drop drops files on the form.
func (r *rig) drop(paths ...string) {
	var uris []fyne.URI
	for _, p := range paths {
		uris = append(uris, storage.NewFileURI(p))
	}
	r.form.dropped(fyne.Position{}, uris)
}

// plainly is what is said of pictures that go as files.
func (r *rig) plainly() (said []string) {
	p := r.form.shots.plain
	if !p.box.Visible() {
		return nil
	}
	for _, row := range p.rows.Objects {
		said = append(said, row.(*fyne.Container).Objects[0].(*parts.Text).Words())
	}
	return said
}

func TestAPictureThatCannotBeOpenedIsSaidToGoAsAFile(t *testing.T) {
	r, _ := newStudio(t, nil)
	f := r.form
	r.drop("/broken.png", "/a.PNG", "/b.pdf")
	r.until("all are there", func() bool { return len(f.ticket.Screenshots) == 2 && len(f.ticket.Attachments) == 2 })
	want := r.text("compose.shots.as_file", l10n.Vars{"Name": "broken.png"})
	if said := r.plainly(); len(said) != 1 || said[0] != want {
		t.Fatalf("said %q, want %q", said, want)
	}
	f.shots.flip() // what is done to the pictures does not take it away
	if len(r.plainly()) != 1 {
		t.Error("it is not said any more, and is still so")
	}
	test.Tap(f.shots.plain.rows.Objects[0].(*fyne.Container).Objects[1].(*parts.Link))
	r.until("its copy goes", func() bool {
		r.mu.Lock()
		defer r.mu.Unlock()
		return len(r.removed) == 1
	})
	if len(f.ticket.Attachments) != 1 || strings.Contains(f.ticket.Attachments[0].Name, "broken") || r.plainly() != nil {
		t.Errorf("left: %+v, said %q", f.ticket.Attachments, r.plainly())
	}
}

func TestTheChosenFileThatIsNoPictureIsSaidToGoAsAFile(t *testing.T) {
	r, _ := newStudio(t, nil)
	r.form.shots.open("/broken.png")
	r.until("it is said", func() bool { return len(r.plainly()) == 1 })
	if len(r.form.ticket.Attachments) != 1 || len(r.form.ticket.Screenshots) != 1 {
		t.Errorf("%+v", r.form.ticket)
	}
	r.fileError = &FileError{Name: "broken.jpg", Reason: Unreadable}
	r.form.shots.open("/broken.jpg")
	r.until("what keeps it from being a file is said too", func() bool { return r.form.files.advice.isShown() })
	if len(r.plainly()) != 1 {
		t.Error("a file that was not taken is said to go")
	}
	r.form.Load(ticket.Ticket{ID: "2", Helpdesk: "h"}, false)
	if r.plainly() != nil {
		t.Error("another ticket has what was said of the one before")
	}
}

func TestPicturesBeyondTheTenthGoAsFilesAndThatIsSaid(t *testing.T) {
	r, _ := newStudio(t, nil)
	var paths []string
	for i := range mostShots + 1 {
		paths = append(paths, "/a"+itoa(i)+".png")
	}
	r.drop(paths...)
	r.until("all are there", func() bool {
		return len(r.form.ticket.Screenshots) == mostShots && len(r.form.ticket.Attachments) == 2
	})
	if n := included(r.form.ticket.Screenshots); n != mostShots {
		t.Errorf("%d go", n)
	}
	said := r.plainly()
	if len(said) != 2 || !strings.Contains(said[0], itoa(mostShots)) || !strings.Contains(said[1], r.form.ticket.Attachments[1].Name) {
		t.Errorf("said %q", said)
	}
}

func TestACopiedPictureThatCannotBeOpenedIsSaid(t *testing.T) {
	r, s := newStudio(t, nil)
	s.fail = ErrNotOpened
	r.form.paste()
	r.until("it is said", func() bool { return r.form.shots.remark.Words() == r.text("compose.shots.bad_copy") })
	if len(r.form.ticket.Screenshots) != 1 || r.form.shots.coming != 0 {
		t.Errorf("%+v", r.form.ticket)
	}
}
