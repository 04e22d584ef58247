// Package passon hands a command line over to another program: its words, its
// output and its exit status. It knows neither.
package passon

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
)

// Streams are the caller's.
type Streams struct {
	In       io.Reader
	Out, Err io.Writer
}

// To runs the program of that name in this program's own folder and returns
// its exit status. Without arguments it is not waited for: it outlives the
// console from which it was started.
func To(name string, args []string, s Streams) int {
	self, err := os.Executable()
	if err != nil {
		return s.failed(err)
	}
	cmd := exec.Command(filepath.Join(filepath.Dir(self), name), args...)
	if len(args) == 0 {
		if err := cmd.Start(); err != nil {
			return s.failed(err)
		}
		return 0
	}
	return s.through(cmd)
}

// through runs cmd with pipes of our own: a console's handles are of no use to
// a program without one.
func (s Streams) through(cmd *exec.Cmd) int {
	cmd.Stdout, cmd.Stderr = struct{ io.Writer }{s.Out}, struct{ io.Writer }{s.Err}
	in, err := cmd.StdinPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		return s.failed(err)
	}
	go func() {
		_, _ = io.Copy(in, s.In)
		_ = in.Close()
	}()
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, os.Interrupt)
	defer signal.Stop(stop)
	go func() {
		<-stop
		_ = cmd.Process.Kill() // nothing is lost: what is on the disk is whole at every moment
	}()
	var ended *exec.ExitError
	if err := cmd.Wait(); errors.As(err, &ended) {
		return ended.ExitCode()
	} else if err != nil {
		return s.failed(err)
	}
	return 0
}

func (s Streams) failed(err error) int {
	fmt.Fprintln(s.Err, "trayapp:", err)
	return 1
}
