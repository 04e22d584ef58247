package compose

import "fyne.io/fyne/v2"

// Form is the window with one ticket in it. It lives on Fyne's goroutine.
type Form struct{ win fyne.Window }

// New makes the form's window; Show puts it on the screen.
func New(app fyne.App, o Options) *Form { return &Form{win: app.NewWindow("")} }

// Window returns the form's window.
func (f *Form) Window() fyne.Window { return f.win }
