//go:build !windows

package instance

import (
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

// Acquire takes the place of the agent for this user, session and data folder.
// It returns ErrRunning when it is taken. A holder that was killed leaves the
// place free at once: the kernel drops its lock.
func Acquire(dataDir string) (*Server, error) {
	path, err := socketPath(dataDir)
	if err != nil {
		return nil, err
	}
	lock, err := hold(path + ".lock")
	if err != nil {
		return nil, err
	}
	// The lock is ours, so a socket found here is a dead agent's.
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		lock.Close()
		return nil, fmt.Errorf("remove a stale socket: %w", err)
	}
	l, err := net.ListenUnix("unix", &net.UnixAddr{Name: path, Net: "unix"})
	if err != nil {
		lock.Close()
		return nil, fmt.Errorf("listen for messages: %w", err)
	}
	s := newServer()
	s.release = func() error { return errors.Join(l.Close(), lock.Close()) } // the listener removes its socket
	s.wait.Add(1)
	go s.accept(l, sameUser)
	return s, nil
}

// hold takes the lock file at path, which the kernel releases with the process.
func hold(path string) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR|unix.O_NOFOLLOW, 0o600)
	if err != nil {
		return nil, fmt.Errorf("lock the place: %w", err)
	}
	err = unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB)
	if errors.Is(err, unix.EWOULDBLOCK) {
		f.Close()
		return nil, ErrRunning
	}
	if err != nil {
		f.Close()
		return nil, fmt.Errorf("lock the place: %w", err)
	}
	return f, nil
}

// Send gives m to the agent of this session, and returns when the agent has
// taken it. ErrNotRunning when there is none.
func Send(dataDir string, m Message) error {
	path, err := socketPath(dataDir)
	if err != nil {
		return err
	}
	return sendTo(path, m)
}

// Broadcast gives m to the agents of all of the user's sessions on this data
// folder, since any of them may be the one that delivers. It returns how many
// took it, and ErrNotRunning when none did.
func Broadcast(dataDir string, m Message) (int, error) {
	path, err := socketPath(dataDir)
	if err != nil {
		return 0, err
	}
	name := filepath.Base(path)
	all, err := filepath.Glob(filepath.Join(filepath.Dir(path), name[:strings.Index(name, "-")]+"-*.sock"))
	if err != nil {
		return 0, err
	}
	n, errs := 0, error(nil)
	for _, p := range all {
		switch err := sendTo(p, m); {
		case err == nil:
			n++
		case !errors.Is(err, ErrNotRunning):
			errs = errors.Join(errs, err)
		}
	}
	if n == 0 && errs == nil {
		errs = ErrNotRunning
	}
	return n, errs
}

func sendTo(path string, m Message) error {
	c, err := net.DialTimeout("unix", path, exchange)
	if errors.Is(err, os.ErrNotExist) || errors.Is(err, unix.ECONNREFUSED) {
		return ErrNotRunning
	}
	if err != nil {
		return fmt.Errorf("reach the running program: %w", err)
	}
	defer c.Close()
	if !sameUser(c) {
		return fmt.Errorf("%w: the socket belongs to another user", ErrNotRunning)
	}
	_ = c.SetDeadline(time.Now().Add(2 * exchange))
	if err := say(c, m); err != nil {
		return fmt.Errorf("the running program does not answer: %w", err)
	}
	return nil
}

// socketPath returns where the agent of this session listens. The session is
// the display, since that is where the icon stands: XDG_SESSION_ID is missing
// from what a desktop starts through systemd.
func socketPath(dataDir string) (string, error) {
	dir, err := runtimeDir()
	if err != nil {
		return "", err
	}
	k, err := key(dataDir)
	if err != nil {
		return "", err
	}
	return filepath.Join(dir, k+"-"+digest(session())[:8]+".sock"), nil
}

// session names the graphical session: the Wayland or X11 display, without the
// X11 screen's number.
func session() string {
	if w := os.Getenv("WAYLAND_DISPLAY"); w != "" {
		return "wayland:" + filepath.Base(w)
	}
	host, number, _ := strings.Cut(os.Getenv("DISPLAY"), ":")
	number, _, _ = strings.Cut(number, ".")
	return "x11:" + strings.TrimPrefix(host, "unix") + ":" + number
}

// longestBase leaves room for a socket's name within the 104 bytes that the
// systems give to a socket's path.
const longestBase = 64

// runtimeDir returns a folder that is ours alone: below $XDG_RUNTIME_DIR, or
// the user's one of systemd where the variable is missing (cron, ssh), or one
// in the folder for temporary files, whose owner and mode are checked because
// anybody may have made it before us.
func runtimeDir() (string, error) {
	uid := os.Getuid()
	var errs error
	for _, base := range []string{os.Getenv("XDG_RUNTIME_DIR"), fmt.Sprintf("/run/user/%d", uid)} {
		if !filepath.IsAbs(base) || len(base) > longestBase || ours(base, uid) != nil {
			continue
		}
		dir, err := private(filepath.Join(base, "trayapp"), uid)
		if err == nil {
			return dir, nil
		}
		errs = errors.Join(errs, err)
	}
	dir, err := private(filepath.Join(os.TempDir(), fmt.Sprintf("trayapp-%d", uid)), uid)
	if err != nil {
		return "", errors.Join(errs, err)
	}
	return dir, nil
}

// private makes dir if need be and insists that it is ours.
func private(dir string, uid int) (string, error) {
	if err := os.Mkdir(dir, 0o700); err != nil && !errors.Is(err, os.ErrExist) {
		return "", fmt.Errorf("folder for the socket: %w", err)
	}
	return dir, ours(dir, uid)
}

// ours says what is wrong with dir as a folder that only uid can enter.
func ours(dir string, uid int) error {
	var st unix.Stat_t
	if err := unix.Lstat(dir, &st); err != nil {
		return fmt.Errorf("folder for the socket: %w", err)
	}
	if st.Mode&unix.S_IFMT != unix.S_IFDIR || int(st.Uid) != uid || st.Mode&0o077 != 0 {
		return fmt.Errorf("folder for the socket: %s is not a folder of yours alone (mode 0700)", dir)
	}
	return nil
}
