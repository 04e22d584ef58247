// Package filedialog lets the user choose files in the desktop's own dialog:
// the one that the user knows from all other programs. It must not know what the
// files are for.
package filedialog

import "errors"

// ErrNone: this desktop shows no dialog of its own; whoever asks must.
var ErrNone = errors.New("the desktop has no dialog for files")

// Question is what the user is asked.
type Question struct {
	Title  string
	Accept string // the button that takes the files; "": the desktop's own word
	// Kind names the files that are shown first, and Ends are how their names
	// end, with the dot, in small letters. Without Ends all files are shown.
	Kind string
	Ends []string
	All  string  // names all files, which can always be shown
	Over uintptr // the handle of the window above which the dialog appears; 0: none
}
