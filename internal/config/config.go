// Package config reads the settings: what is built in, what the installer,
// the administrator and the user wrote, and what policy commands. It says of
// each value where it comes from, and of each mistake where it stands and
// what to write instead. One bad value never costs another.
//
// It must not know who uses the settings: no mail, no windows, no texts in a
// language; a problem is a code that [Problem.Text] words by a function of
// the caller's.
package config

import (
	"ticketpp/internal/ticket"
)

// Options say where the settings are read.
type Options struct {
	ConfigFile string // --config: read instead of the machine's and the user's file; policy still applies
	DataDir    string // --data: the data folder; "" is the usual one

	system *system // the files and the registry of a test; nil is the machine's own
}

// Layer is a place where a value may be set. Later layers win.
type Layer string

// The layers, from the weakest to the strongest.
const (
	BuiltIn   Layer = "built-in"
	Profile   Layer = "profile"   // a helpdesk's built-in profile
	Installer Layer = "installer" // Windows: HKLM\Software\trayapp
	Machine   Layer = "machine"   // the machine's file
	User      Layer = "user"      // the user's file
	File      Layer = "file"      // the file given with --config, which stands for the two before
	Policy    Layer = "policy"    // Windows: Software\Policies\trayapp; Linux: /etc/trayapp/policy.toml
)

// Origin is where a value comes from.
type Origin struct {
	Layer  Layer  `json:"layer"`
	File   string `json:"file,omitempty"` // path, registry key, or the profile's name
	Line   int    `json:"line,omitempty"` // from 1; 0 in the registry and for what is built in
	Locked bool   `json:"locked"`         // set by policy: nobody else can change it
}

// Settings is all that is set, with its origins and its problems. It does not
// change after Load.
type Settings struct {
	Config

	helpdesks   []ticket.Helpdesk
	incomplete  []ticket.Helpdesk
	nameless    bool // a helpdesk without an id of its own stands there
	entries     []Entry
	problems    []Problem
	fingerprint string
}

// Entry is one setting in force, for "config show".
type Entry struct {
	Key   string `json:"key"`   // "user.name", "smtp.host" or "smtp.2.host", "helpdesk.ID.name"
	Value any    `json:"value"` // string, number, bool or list of strings, as one writes it in a file
	Origin
}

// Problems lists what is wrong, in the order of the layers and the files.
func (s *Settings) Problems() []Problem { return s.problems }

// Helpdesks lists the helpdesks that can take a ticket: profiles applied,
// merged by id, each with an address.
func (s *Settings) Helpdesks() []ticket.Helpdesk { return s.helpdesks }

// Incomplete lists the helpdesks that are set but have no address to send to
// (the SIAN manual publishes none): the administrator has to give one.
func (s *Settings) Incomplete() []ticket.Helpdesk { return s.incomplete }

// OnlyHelpdesk returns the helpdesk that leaves no choice: the one that stands
// in the settings. With one beside it that cannot be used there is a choice:
// what the mistake keeps from its helpdesk must not go to another one unasked.
func (s *Settings) OnlyHelpdesk() (ticket.Helpdesk, bool) {
	if len(s.helpdesks) != 1 || s.MoreHelpdesks() {
		return ticket.Helpdesk{}, false
	}
	return s.helpdesks[0], true
}

// MoreHelpdesks reports whether helpdesks stand in the settings that cannot be
// used, for want of an address or of an id of their own.
func (s *Settings) MoreHelpdesks() bool { return len(s.incomplete) > 0 || s.nameless }

// Show lists every setting in force with its origin. It holds no secrets.
func (s *Settings) Show() []Entry { return s.entries }

// Fingerprint changes when any layer's content has changed. Compare it with
// the function [Fingerprint] to know when to Load again.
func (s *Settings) Fingerprint() string { return s.fingerprint }
