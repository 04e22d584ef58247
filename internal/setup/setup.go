// Package setup is what the installer asks of the program: to end what runs of
// it, in every session, before its files go, and to start it again when the
// new ones are there. It must not know what the programs do; that they may end
// at any moment without losing a ticket is all that it builds on.
package setup

import "errors"

// ErrNotHere: this system's packages do it their own way.
var ErrNotHere = errors.New("this is for the installer of Windows alone")

// Stop ends every program that was started from this program's own folder but
// this one: agents are asked and have some seconds to put their icons away,
// what is left is ended. With remember the sessions that had an agent are noted
// for Start. Who is not an administrator ends only what is their own. dataDir
// is our own agent's, which can be asked by its name.
func Stop(dataDir string, remember bool) error { return stop(dataDir, remember) }

// Start starts the agent in the sessions that Stop remembered, and with
// everywhere in every session in which somebody works.
func Start(everywhere bool) error { return start(everywhere) }
