// Package instance sees to it that one agent runs per user, session and data
// folder, and carries short messages to it. It knows nothing of what the
// messages do.
package instance

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"path/filepath"
	"strings"
)

// Message is a word to the running agent.
type Message string

// The messages.
const (
	Kick Message = "kick" // something was put into the queue: look
	Show Message = "show" // a second start: say that you are here
	New  Message = "new"  // open a ticket with the screenshot
	// Browse: open a ticket with the screenshot, in the browser.
	Browse Message = "browse"
	Look   Message = "look"  // look for the helpdesk's answers
	Clear  Message = "clear" // take your messages off the screen: it is captured soon
	Quit   Message = "quit"  // end, as the menu's last item does
)

// known are the messages that a server passes on; anything else is dropped.
func known(m Message) bool {
	switch m {
	case Kick, Show, New, Browse, Look, Clear, Quit:
		return true
	}
	_, ok := m.Draft()
	return ok
}

// reply is the first word of the message that Reply makes.
const reply = "reply "

// Reply asks for My tickets on a further mail about a ticket that was begun:
// draft is its id.
func Reply(draft string) Message { return Message(reply + draft) }

// Draft returns the draft of a message that Reply made.
func (m Message) Draft() (id string, ok bool) {
	id, ok = strings.CutPrefix(string(m), reply)
	return id, ok && id != "" && len(id) <= maxID && strings.Trim(id, "0123456789abcdef") == ""
}

// maxID is how long a draft's id may be: it must leave room in a message.
const maxID = 48

var (
	// ErrRunning: an agent holds this user's session and data folder.
	ErrRunning = errors.New("already running")
	// ErrNotRunning: nobody is there to take the message.
	ErrNotRunning = errors.New("not running")
)

// maxMessage bounds what a server reads from a connection, bytes.
const maxMessage = 64

// key names a data folder in a socket's or pipe's name: short, and safe there.
func key(dataDir string) (string, error) {
	abs, err := filepath.Abs(dataDir)
	if err != nil {
		return "", err
	}
	if real, err := filepath.EvalSymlinks(abs); err == nil {
		abs = real // two ways to one folder are one folder
	}
	return digest(abs), nil
}

// digest shortens s to 16 hex digits.
func digest(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:8])
}
