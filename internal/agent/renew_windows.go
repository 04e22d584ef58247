package agent

import (
	"os"
	"os/exec"
	"syscall"

	"golang.org/x/sys/windows"
)

// startAgain starts the program beside this process, which ends.
func startAgain(program string) error {
	cmd := exec.Command(program, os.Args[1:]...)
	cmd.SysProcAttr = &syscall.SysProcAttr{CreationFlags: windows.DETACHED_PROCESS | windows.CREATE_NEW_PROCESS_GROUP}
	return cmd.Start()
}
