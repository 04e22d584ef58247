//go:build !windows

package agent

import (
	"os"
	"syscall"
)

// startAgain puts the program into the place of this process, under the same
// number: whoever looks after it goes on doing so.
func startAgain(program string) error { return syscall.Exec(program, os.Args, os.Environ()) }
