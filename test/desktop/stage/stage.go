// Package stage sets up a desktop without a screen and drives it from
// outside, as a person would: an X server, a window manager, a panel with a
// tray, a session bus, a home folder of its own; a hand on the mouse and the
// keyboard; eyes that read pixels, windows, the tray and the program's log of
// widget positions.
//
// It must not import any room of the program: it knows it only by what it
// shows. Every wait polls for its effect and has an end.
package stage

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/godbus/dbus/v5"
	"github.com/jezek/xgb"
)

// Options says what stands on the stage.
type Options struct {
	Width, Height int       // pixels; 0: 1366×768
	Language      string    // of the programs; "": it_IT.UTF-8
	NoPanel       bool      // a session bus, but nobody who shows tray icons
	Dark          bool      // the windows are dark
	NoOpenGL      bool      // the X server speaks no GLX
	Bare          bool      // an X server with a keyboard and nothing else, for a desktop of another kind
	Log           io.Writer // what the desktop's programs print; nil: nowhere
}

// Stage is a running desktop.
type Stage struct {
	Home string // the user's home folder, empty but for the panel's settings

	opts    Options
	dir     string // holds Home, the runtime folder and logs
	display string // ":7"
	busAddr string
	procs   []*Process // in the order in which they started
	x       *xgb.Conn
	bus     *dbus.Conn
	strip   *Picture // the panel without icons
	log     io.Writer
}

// Patience is the most that the stage waits for one effect. Machines that
// test are slow; what fails, fails later.
const Patience = 30 * time.Second

// Open sets the stage. On an error everything started is ended again.
func Open(ctx context.Context, o Options) (*Stage, error) {
	if o.Width == 0 || o.Height == 0 {
		o.Width, o.Height = 1366, 768
	}
	if o.Language == "" {
		o.Language = "it_IT.UTF-8"
	}
	dir, err := os.MkdirTemp("", "stage-")
	if err != nil {
		return nil, err
	}
	s := &Stage{opts: o, dir: dir, Home: filepath.Join(dir, "home"), log: o.Log}
	if s.log == nil {
		s.log = io.Discard
	}
	if err := s.set(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("stage: %w", err), s.Close())
	}
	return s, nil
}

func (s *Stage) set(ctx context.Context) error {
	for _, d := range []string{s.Home, s.runtime()} {
		if err := os.MkdirAll(d, 0o700); err != nil {
			return err
		}
	}
	if s.opts.Bare {
		return s.startX(ctx)
	}
	for _, step := range []struct {
		name string
		do   func(context.Context) error
	}{
		{"X server", s.startX},
		{"session bus", s.startBus},
		{"scene", s.paintScene},
		{"window manager", s.startWindowManager},
		{"panel", s.startPanel},
	} {
		if err := step.do(ctx); err != nil {
			return fmt.Errorf("%s: %w", step.name, err)
		}
	}
	return nil
}

func (s *Stage) runtime() string { return filepath.Join(s.dir, "run") }

// Display is the number of the X display, ":7".
func (s *Stage) Display() string { return s.display }

// Env is the environment of a program on this stage. Nothing of the caller's
// own desktop leaks in.
func (s *Stage) Env(more ...string) []string {
	env := []string{
		"PATH=" + os.Getenv("PATH"),
		"HOME=" + s.Home,
		"LANG=" + s.opts.Language,
		"XDG_CONFIG_HOME=" + filepath.Join(s.Home, ".config"),
		"XDG_DATA_HOME=" + filepath.Join(s.Home, ".local/share"),
		"XDG_CACHE_HOME=" + filepath.Join(s.Home, ".cache"),
		"XDG_RUNTIME_DIR=" + s.runtime(),
		"XDG_SESSION_TYPE=x11",
		"XDG_CURRENT_DESKTOP=XFCE",
		"DISPLAY=" + s.display,
		"DBUS_SESSION_BUS_ADDRESS=" + s.busAddr,
		"LIBGL_ALWAYS_SOFTWARE=1",
		"NO_AT_BRIDGE=1",
		"TRAYAPP_TEST_EVENTS=" + s.eventsFile(),
	}
	if s.opts.Dark {
		env = append(env, "FYNE_THEME=dark")
	}
	return append(env, more...)
}

// Close ends everything on the stage, the last started first, and removes
// its folder.
func (s *Stage) Close() error {
	var errs []error
	if s.bus != nil {
		_ = s.bus.Close()
	}
	if s.x != nil {
		s.x.Close()
	}
	for i := len(s.procs) - 1; i >= 0; i-- {
		s.procs[i].Kill()
	}
	if left := s.leftovers(); len(left) > 0 {
		errs = append(errs, fmt.Errorf("stage: left running: %s", strings.Join(left, ", ")))
	}
	// Where the desktop has a document portal, the bus starts it, and what it
	// mounts here outlives it.
	_ = syscall.Unmount(filepath.Join(s.runtime(), "doc"), syscall.MNT_DETACH)
	return errors.Join(append(errs, os.RemoveAll(s.dir))...)
}

// Until polls done until it holds or the stage's patience ends; what names
// the effect for the error.
func Until(ctx context.Context, what string, done func() (bool, error)) error {
	return Within(ctx, Patience, what, done)
}

// Within is [Until] with another patience, for what is meant to take long.
func Within(ctx context.Context, patience time.Duration, what string, done func() (bool, error)) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	for {
		ok, err := done()
		if ok && err == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			if err == nil {
				err = ctx.Err()
			}
			return fmt.Errorf("%s: not within %v: %w", what, patience, err)
		case <-time.After(20 * time.Millisecond):
		}
	}
}
