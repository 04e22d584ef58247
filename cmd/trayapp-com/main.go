// Command trayapp-com is trayapp.com on Windows: the command line for cmd and
// PowerShell. They do not wait for a program without a console, as trayapp.exe
// is one; of the two names they take this one first (PATHEXT), and with it the
// other's words and its exit status.
package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
)

func main() { os.Exit(run(os.Args[1:])) }

func run(args []string) int {
	self, err := os.Executable()
	if err != nil {
		fmt.Fprintln(os.Stderr, "trayapp:", err)
		return 1
	}
	cmd := exec.Command(filepath.Join(filepath.Dir(self), "trayapp.exe"), args...)
	if len(args) == 0 { // the agent, which outlives the console
		if err := cmd.Start(); err != nil {
			fmt.Fprintln(os.Stderr, "trayapp:", err)
			return 1
		}
		return 0
	}
	// By pipes: a console's own handles are of no use to a program without one.
	cmd.Stdout, cmd.Stderr = struct{ io.Writer }{os.Stdout}, struct{ io.Writer }{os.Stderr}
	in, err := cmd.StdinPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "trayapp:", err)
		return 1
	}
	go func() {
		_, _ = io.Copy(in, os.Stdin)
		_ = in.Close()
	}()
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, os.Interrupt)
	go func() {
		<-stop
		_ = cmd.Process.Kill() // nothing is lost: what is on the disk is whole at every moment
	}()
	var ended *exec.ExitError
	if err := cmd.Wait(); errors.As(err, &ended) {
		return ended.ExitCode()
	} else if err != nil {
		fmt.Fprintln(os.Stderr, "trayapp:", err)
		return 1
	}
	return 0
}
