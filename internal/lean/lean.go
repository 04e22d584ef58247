// Package lean gives memory back that an idle program does not need. It must
// not know when the program is idle, nor what it does.
package lean

import "runtime/debug"

// Trim returns free heap to the system, and takes the program's own code and
// constants out of its memory where the system can tell that they are unchanged
// on disk: start-up touches nearly all of them, an idle agent a quarter. What
// is needed comes back by itself, from the system's file cache. Call it some
// seconds after work was done; it takes a few milliseconds.
func Trim() {
	debug.FreeOSMemory()
	trim()
}
