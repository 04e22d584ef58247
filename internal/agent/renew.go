package agent

import (
	"context"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/fsnotify/fsnotify"
)

// How long a new program file must lie still before it is believed whole, and
// how often the agent looks whether nobody needs it now.
const (
	stillFor  = 3 * time.Second
	idleEvery = 30 * time.Second
)

// againEnv counts how often the agent has started itself again for want of an
// icon, so that a desktop that never takes one is left alone in the end.
const (
	againEnv  = "TRAYAPP_AGAIN"
	mostAgain = 5
)

// programFile is the agent's own program as it was at the start.
type programFile struct {
	path string
	was  os.FileInfo
}

// changed reports whether the file is another one now. One that is missing is
// about to come, or is being removed: no reason to start anything.
func (p programFile) changed() bool {
	now, err := os.Stat(p.path)
	if err != nil || !now.Mode().IsRegular() || now.Size() == 0 {
		return false
	}
	return !os.SameFile(p.was, now) || !now.ModTime().Equal(p.was.ModTime()) || now.Size() != p.was.Size()
}

// renewWhenChanged returns true when another program has taken the place of
// p's and lain still, and idle says that nobody needs the old one; false when
// ctx ends first, or nobody can watch.
func (p programFile) renewWhenChanged(ctx context.Context, still, every time.Duration, idle func() bool) bool {
	w, err := fsnotify.NewWatcher()
	if err != nil {
		return false
	}
	defer w.Close()
	if err := w.Add(filepath.Dir(p.path)); err != nil {
		return false
	}
	look := time.NewTimer(still) // it may have changed since the start
	defer look.Stop()
	for {
		select {
		case <-ctx.Done():
			return false
		case e, ok := <-w.Events:
			if !ok {
				return false
			}
			if e.Name == p.path {
				look.Reset(still)
			}
		case <-w.Errors: // the next event tells
		case <-look.C:
			switch {
			case !p.changed():
			case idle():
				return true
			default:
				look.Reset(every)
			}
		}
	}
}

// followProgram ends the agent, to be started again by Run, once an upgrade
// has brought a new program and no window is open.
func (a *agent) followProgram(ctx context.Context, quit func()) {
	if a.Program == "" {
		return
	}
	info, err := os.Stat(a.Program)
	if err != nil {
		return
	}
	p := programFile{path: a.Program, was: info}
	if p.renewWhenChanged(ctx, stillFor, idleEvery, a.idle) {
		a.log.Info("a new program has come: starting again")
		a.again.Store(true)
		quit()
	}
}

// idle reports whether nobody looks at a window of ours, or waits for one.
func (a *agent) idle() bool {
	if a.watching.Load() > 0 || !a.launching.TryLock() {
		return false
	}
	a.launching.Unlock()
	return true
}

// stuck ends the agent to be started again, where the desktop did not take the
// icon in time: the tray's library can only be started once in a process.
func (a *agent) stuck(quit func()) {
	n, _ := strconv.Atoi(os.Getenv(againEnv)) // not set: 0
	if a.Program == "" || n >= mostAgain {
		return
	}
	_ = os.Setenv(againEnv, strconv.Itoa(n+1))
	a.again.Store(true)
	quit()
}
