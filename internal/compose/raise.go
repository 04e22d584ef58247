package compose

// NoPicture says why the screens are not in the draft, in the agent's word
// (see window.Orders). It is called before Load.
func (f *Form) NoPicture(why string) { f.noPicture = why }

// Raise brings the form's window to the front, from any goroutine.
func (f *Form) Raise() { f.do(f.win.RequestFocus) }
