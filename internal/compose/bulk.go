package compose

import (
	"ticketpp/internal/l10n"
	"ticketpp/internal/rules"
	"ticketpp/internal/ticket"
	"ticketpp/internal/window"
	"ticketpp/internal/window/parts"
)

// keptText is how much of a text stays in its field when the whole of it
// becomes a file.
const keptText = 2_000

// pasteBulk makes a file of the ticket of a pasted text that is more than its
// field takes, and reports whether it does so. What cannot be written is still
// where it was copied from.
func (f *Form) pasteBulk(e *entry, text string) bool {
	if f.o.Callbacks.AddText == nil || !parts.IsBulk(e.Text, text) {
		return false
	}
	f.attachText(text, "compose.files.pasted", func(bool) {})
	return true
}

// attachText makes a file of a text, off the UI loop, tells came whether it is
// there, and the user what was done; said is the key of that.
func (f *Form) attachText(text, said string, came func(there bool)) {
	name := f.texts.Get("compose.files.text_name")
	f.files.copy(name, func() (ticket.Attachment, error) { return f.o.Callbacks.AddText(name, text) }, func(a *ticket.Attachment) {
		came(a != nil)
	}, func() {
		f.files.say(f.texts.Get(said, l10n.Vars{"Name": name}), window.ColorAdvice)
		f.arrived(false) // it must be seen
	})
}

// unload fills a field from the ticket. Of what it would not take it shows the
// beginning, and the whole becomes a file; until that is written, the ticket
// keeps every word, and nobody can write into the field.
func (f *Form) unload(id fieldID, words *string) {
	fd, whole := f.fields[id], *words
	if f.o.Callbacks.AddText == nil || !parts.IsBulk("", whole) {
		fd.fill(whole)
		return
	}
	short := rules.Shorten(whole, keptText)
	fd.fill(short)
	fd.entry.Disable()
	f.attachText(whole, "compose.files.unloaded", func(there bool) {
		fd.entry.Enable()
		if there {
			*words = short
		} else {
			fd.fill(whole)
		}
	})
}
