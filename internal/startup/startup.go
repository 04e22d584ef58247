// Package startup is what a program of ours does before anything else: it
// makes sure that libraries come from the system's folder and its own alone,
// that it outlives whoever reads its output, where it is to, and, where it was called as a command line without a console of its own,
// speaks on the caller's. It must not know what the program does.
package startup

import "os"

// Begin prepares the process, which was started with these arguments (without
// its name). It is to be called first in main. What the system refuses is left
// as it was: an older one is no reason not to start.
func Begin(args []string) {
	onlyOurLibraries()
	if len(args) == 0 || speaks(os.Stdout) && speaks(os.Stderr) {
		return // the agent outlives the console from which it was started
	}
	callersConsole()
}

// Windows prepares a process that shows windows. Until loaded is called, which
// is to be done once OpenGL is there, no library comes from the PATH. Not by
// [Begin]'s stricter rule: graphics drivers bring libraries in folders of their
// own.
func Windows() (loaded func()) {
	Outlive()
	return withoutPath()
}

// Outlive lets the process go on when nobody reads its standard output and
// errors any more: the agent that started a window may be killed, and a terminal
// closed. What is written there is lost then; without this, Unix ends the
// process at the first line of its log, in the middle of what the user does.
func Outlive() { outlive() }
