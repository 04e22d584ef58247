package stage

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"
)

// Process is a program on the stage, in a process group of its own.
type Process struct {
	Name string

	cmd  *exec.Cmd
	out  buffer
	done chan struct{} // closed when it has ended
}

// buffer collects what a program prints; it may be read while it grows.
type buffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *buffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func (b *buffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
}

// Start runs a program on the stage with its environment and more; it is
// ended with the stage at the latest.
func (s *Stage) Start(more []string, name string, args ...string) (*Process, error) {
	return s.start(s.Env(more...), nil, name, args...)
}

func (s *Stage) start(env []string, files []*os.File, name string, args ...string) (*Process, error) {
	p := &Process{Name: filepath.Base(name), done: make(chan struct{})}
	p.cmd = exec.Command(name, args...)
	p.cmd.Env, p.cmd.Dir, p.cmd.ExtraFiles = env, s.Home, files
	p.cmd.Stdout, p.cmd.Stderr = &p.out, &p.out
	// A stage whose test is killed takes its programs along.
	p.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
	p.cmd.WaitDelay = time.Second
	if err := p.cmd.Start(); err != nil {
		return nil, err
	}
	go func() {
		_ = p.cmd.Wait()
		close(p.done)
	}()
	s.procs = append(s.procs, p)
	return p, nil
}

// Run runs a program to its end and returns what it printed on standard
// output; the error carries what it printed elsewhere.
func (s *Stage) Run(ctx context.Context, name string, args ...string) (string, error) {
	return s.run(ctx, s.Env(), name, args...)
}

func (s *Stage) run(ctx context.Context, env []string, name string, args ...string) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, 2*Patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Env, cmd.Dir = env, s.Home
	cmd.WaitDelay = time.Second
	var complaints bytes.Buffer
	cmd.Stderr = &complaints
	out, err := cmd.Output()
	if err != nil {
		err = fmt.Errorf("%s %s: %w: %s", filepath.Base(name), strings.Join(args, " "), err, strings.TrimSpace(complaints.String()))
	}
	return string(out), err
}

// PID is the program's process number.
func (p *Process) PID() int { return p.cmd.Process.Pid }

// Output is what the program has printed so far.
func (p *Process) Output() string { return p.out.String() }

// Ended reports whether the program has ended.
func (p *Process) Ended() bool {
	select {
	case <-p.done:
		return true
	default:
		return false
	}
}

// Wait waits for the program's end and returns its exit status (-1 when a
// signal ended it).
func (p *Process) Wait(ctx context.Context) (int, error) {
	ctx, cancel := context.WithTimeout(ctx, Patience)
	defer cancel()
	select {
	case <-p.done:
		return p.cmd.ProcessState.ExitCode(), nil
	case <-ctx.Done():
		return 0, fmt.Errorf("%s has not ended: %w\n%s", p.Name, ctx.Err(), p.Output())
	}
}

// Signal sends a signal to the program alone, not to its children.
func (p *Process) Signal(sig syscall.Signal) error { return p.cmd.Process.Signal(sig) }

// Kill ends the program and everything in its group at once.
func (p *Process) Kill() {
	_ = syscall.Kill(-p.PID(), syscall.SIGKILL)
	<-p.done
}

// Find returns the numbers of the processes that run the given executable on
// this stage.
func (s *Stage) Find(executable string) []int {
	var pids []int
	for pid, exe := range s.running() {
		if exe == executable || filepath.Base(exe) == executable {
			pids = append(pids, pid)
		}
	}
	return pids
}

// running lists the processes that belong to the stage by their environment:
// those that it started and those that they started.
func (s *Stage) running() map[int]string {
	found := make(map[int]string)
	dirs, _ := filepath.Glob("/proc/[0-9]*")
	for _, d := range dirs {
		env, err := os.ReadFile(d + "/environ")
		if err != nil || !bytes.Contains(env, []byte("XDG_RUNTIME_DIR="+s.runtime()+"\x00")) {
			continue
		}
		exe, err := os.Readlink(d + "/exe")
		if err != nil {
			continue // a zombie, or ended meanwhile
		}
		pid, err := strconv.Atoi(filepath.Base(d))
		if err == nil {
			found[pid] = exe
		}
	}
	return found
}

// leftovers ends what outlived its parent (services that the bus started) and
// names what does not go.
func (s *Stage) leftovers() []string {
	for deadline := time.Now().Add(5 * time.Second); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		left := s.running()
		if len(left) == 0 {
			return nil
		}
		for pid := range left {
			if err := syscall.Kill(pid, syscall.SIGKILL); err != nil && !errors.Is(err, syscall.ESRCH) {
				return []string{err.Error()}
			}
		}
	}
	var names []string
	for pid, exe := range s.running() {
		names = append(names, fmt.Sprintf("%s (%d)", exe, pid))
	}
	return names
}
