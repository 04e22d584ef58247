package window

import (
	"context"
	"errors"
	"io/fs"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/driver"
	"fyne.io/fyne/v2/storage"

	"ticketpp/internal/filedialog"
	"ticketpp/internal/l10n"
)

// FileQuestion is what a user is asked who is to choose files.
type FileQuestion = filedialog.Question

// AskFiles shows the desktop's own dialog, and returns the files that were
// chosen, none when the user cancelled. Any error means that there is no such
// dialog. It takes the dialog away, where it can, when ctx ends.
type AskFiles func(ctx context.Context, q FileQuestion) ([]string, error)

// FileDialog asks for files, one question at a time: in the desktop's own
// dialog, else in the toolkit's, which takes one file. It lives on Fyne's
// goroutine.
type FileDialog struct {
	win     fyne.Window
	native  AskFiles
	do      func(func())
	dismiss func() // takes the dialog away; nil: none is open
	asked   time.Time
}

// NewFileDialog returns a dialog above win. Where native is nil the toolkit's
// is shown. do runs a function on Fyne's goroutine.
func NewFileDialog(win fyne.Window, native AskFiles, do func(func())) *FileDialog {
	return &FileDialog{win: win, native: native, do: do}
}

// doubleClick is how soon a second click belongs to the first.
const doubleClick = 700 * time.Millisecond

// Ask asks, and calls take with the files that were chosen. A dialog that is
// open gives way to the new one, which stands in front.
func (d *FileDialog) Ask(q FileQuestion, take func(paths []string)) {
	if d.Asking() && time.Since(d.asked) < doubleClick {
		return
	}
	d.Dismiss()
	d.asked = time.Now()
	if d.native == nil {
		d.askToolkit(q, take)
		return
	}
	q.Over = nativeHandle(d.win)
	ctx, cancel := context.WithCancel(context.Background())
	d.dismiss = cancel
	go func() {
		files, err := d.native(ctx, q)
		d.do(func() {
			if ctx.Err() != nil {
				return // it was taken away; who has chosen nevertheless was too late
			}
			cancel()
			d.dismiss = nil
			if err != nil {
				d.askToolkit(q, take)
				return
			}
			if len(files) > 0 {
				take(files)
			}
		})
	}()
}

// Asking reports whether a question waits for its answer.
func (d *FileDialog) Asking() bool { return d.dismiss != nil }

// Dismiss takes the dialog away, and reports whether one was open.
func (d *FileDialog) Dismiss() bool {
	if !d.Asking() {
		return false
	}
	dismiss := d.dismiss
	d.dismiss = nil
	dismiss()
	return true
}

func (d *FileDialog) askToolkit(q FileQuestion, take func(paths []string)) {
	open := dialog.NewFileOpen(func(r fyne.URIReadCloser, err error) {
		d.dismiss = nil
		var failed *fs.PathError
		switch {
		case r != nil:
			_ = r.Close()
			take([]string{r.URI().Path()})
		case errors.As(err, &failed): // who takes it says why it cannot be read
			take([]string{failed.Path})
		}
	}, d.win)
	d.dismiss = open.Dismiss
	open.SetTitleText(q.Title)
	open.SetConfirmText(q.Accept)
	if len(q.Ends) > 0 {
		open.SetFilter(storage.NewExtensionFileFilter(q.Ends))
	}
	open.Show() // before Resize, which Fyne takes only of a dialog that shows
	open.Resize(d.win.Canvas().Size().SubtractWidthHeight(120, 80))
}

// mostRefused is of how many files at once it is said why they were not taken;
// the others are counted.
const mostRefused = 3

// Refused is what is said of several files that were not taken, from what is
// said of each, a line for each.
func Refused(texts *l10n.Texts, each []string) string {
	all := strings.Join(each[:min(len(each), mostRefused)], "\n")
	if more := len(each) - mostRefused; more > 0 {
		all += "\n" + texts.Count("files.refused_more", more)
	}
	return all
}

// nativeHandle is the window's handle with the desktop; 0 where it has none.
func nativeHandle(w fyne.Window) (handle uintptr) {
	native, ok := w.(driver.NativeWindow)
	if !ok {
		return 0
	}
	native.RunNative(func(context any) { handle = handleOf(context) })
	return handle
}
