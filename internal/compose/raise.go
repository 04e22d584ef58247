package compose

// Raise brings the form's window to the front, from any goroutine.
func (f *Form) Raise() { f.do(f.win.RequestFocus) }
