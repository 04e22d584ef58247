package demo

import (
	"time"

	"github.com/emersion/go-imap/v2/imapserver"
)

// telling is a session that tells of every mail while its client idles. The
// library's own tells only of those that come after the client has begun to,
// and forgets one that came a moment before, which no other server does.
type telling struct{ imapserver.Session }

// tellEvery is how soon a client that idles is told of a mail.
const tellEvery = 100 * time.Millisecond

// Idle tells of mails until the client has enough.
func (t telling) Idle(w *imapserver.UpdateWriter, stop <-chan struct{}) error {
	tick := time.NewTicker(tellEvery)
	defer tick.Stop()
	for {
		if err := t.Poll(w, true); err != nil {
			return err
		}
		select {
		case <-stop:
			return nil
		case <-tick.C:
		}
	}
}
