package compose

import "ticketpp/internal/window"

// busy reports whether something is still on its way into the ticket: a file
// that is copied, a picture that is opened or pasted, or one that is not
// written yet, so that nobody knows its size.
func (f *Form) busy() bool {
	return f.files.trying > 0 || f.shots.coming > 0 || !f.shots.weighed()
}

// sendSoon has Send wait until all of the ticket is there: what is judged, and
// what is sent, would else lack it.
func (f *Form) sendSoon() {
	f.soon = true
	f.bar.say(f.texts.Get("compose.send.soon"), window.ColorMuted)
	f.bar.show()
	f.relayout()
	f.events.Note("soon", "")
}

// arrived says that something is no longer on its way. Where it is not in the
// ticket after all, the user must see that before the ticket goes.
func (f *Form) arrived(well bool) {
	if !f.soon || well && f.busy() {
		return
	}
	f.notSoon()
	if well {
		f.send()
	}
}

// notSoon takes a Send that waits back, and reports whether there was one.
func (f *Form) notSoon() bool {
	if !f.soon {
		return false
	}
	f.soon = false
	f.bar.say("", "")
	f.bar.show()
	f.relayout()
	return true
}
