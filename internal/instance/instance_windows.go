package instance

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"golang.org/x/sys/windows"
)

// pipeRoot is where all named pipes live.
const pipeRoot = `\\.\pipe\`

// Acquire takes the place of the agent for this user, session and data folder:
// a mutex in the session's own namespace, which vanishes with its holder, and
// a pipe that only this user can open. ErrRunning when the place is taken.
func Acquire(dataDir string) (*Server, error) {
	p, err := placeFor(dataDir)
	if err != nil {
		return nil, err
	}
	name, err := windows.UTF16PtrFromString(`Local\trayapp-` + p.sid + "-" + p.key)
	if err != nil {
		return nil, err
	}
	mutex, err := windows.CreateMutex(nil, false, name)
	if errors.Is(err, windows.ERROR_ALREADY_EXISTS) || errors.Is(err, windows.ERROR_ACCESS_DENIED) {
		if mutex != 0 {
			_ = windows.CloseHandle(mutex)
		}
		return nil, ErrRunning
	}
	if err != nil {
		return nil, fmt.Errorf("take the place: %w", err)
	}
	first, err := createPipe(p, true)
	if err != nil {
		_ = windows.CloseHandle(mutex)
		return nil, fmt.Errorf("listen for messages: %w", err)
	}
	s := newServer()
	ended := make(chan struct{})
	s.release = func() error {
		unblock(p, ended)
		return windows.CloseHandle(mutex)
	}
	s.wait.Add(1)
	go func() {
		defer s.wait.Done()
		defer close(ended)
		s.servePipe(p, first)
	}()
	return s, nil
}

// servePipe takes one caller after the other until the server is closed. The
// next instance of the pipe exists before the present one is gone, so that the
// name is never free for somebody else.
func (s *Server) servePipe(p place, h windows.Handle) {
	for {
		err := windows.ConnectNamedPipe(h, nil)
		closing := false
		select {
		case <-s.done:
			closing = true
		default:
		}
		next := windows.InvalidHandle
		if !closing {
			var nextErr error
			if next, nextErr = createPipe(p, false); nextErr != nil {
				next = windows.InvalidHandle
			}
		}
		if !closing && (err == nil || errors.Is(err, windows.ERROR_PIPE_CONNECTED)) {
			s.receive(pipe(h))
			_ = windows.FlushFileBuffers(h)
		}
		_ = windows.DisconnectNamedPipe(h)
		if closing {
			_ = windows.CloseHandle(h)
			return
		}
		if next != windows.InvalidHandle {
			_ = windows.CloseHandle(h)
			h = next
		}
	}
}

// unblock wakes servePipe from waiting for a caller by being one.
func unblock(p place, ended <-chan struct{}) {
	for {
		if h, err := openPipe(p.pipeName()); err == nil {
			_ = windows.CloseHandle(h)
		}
		select {
		case <-ended:
			return
		case <-time.After(10 * time.Millisecond):
		}
	}
}

// Send gives m to the agent of this session, and returns when the agent has
// taken it. ErrNotRunning when there is none.
func Send(dataDir string, m Message) error {
	p, err := placeFor(dataDir)
	if err != nil {
		return err
	}
	return sendTo(p.pipeName(), m)
}

// Broadcast gives m to the agents of all of the user's sessions on this data
// folder, since any of them may be the one that delivers. It returns how many
// took it, and ErrNotRunning when none did.
func Broadcast(dataDir string, m Message) (int, error) {
	p, err := placeFor(dataDir)
	if err != nil {
		return 0, err
	}
	names, err := pipeNames(p)
	if err != nil {
		return 0, err
	}
	n, errs := 0, error(nil)
	for _, name := range names {
		switch err := sendTo(name, m); {
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

// pipeNames finds the pipes of the user's agents on the data folder.
func pipeNames(p place) ([]string, error) {
	return pipesNamed("trayapp-"+p.sid+"-", "-"+p.key)
}

// pipesNamed finds the pipes whose names begin and end so.
func pipesNamed(prefix, suffix string) ([]string, error) {
	pattern, err := windows.UTF16PtrFromString(pipeRoot + "*")
	if err != nil {
		return nil, err
	}
	var found windows.Win32finddata
	h, err := windows.FindFirstFile(pattern, &found)
	if err != nil {
		return nil, fmt.Errorf("list the pipes: %w", err)
	}
	defer windows.FindClose(h)
	var names []string
	for {
		name := windows.UTF16ToString(found.FileName[:])
		if strings.HasPrefix(name, prefix) && strings.HasSuffix(name, suffix) {
			names = append(names, pipeRoot+name)
		}
		if err := windows.FindNextFile(h, &found); err != nil {
			return names, nil
		}
	}
}

func sendTo(name string, m Message) error {
	h, err := openPipe(name)
	if errors.Is(err, windows.ERROR_FILE_NOT_FOUND) {
		return ErrNotRunning
	}
	if err != nil {
		return fmt.Errorf("reach the running program: %w", err)
	}
	defer windows.CloseHandle(h)
	if err := serverIsOurs(h); err != nil {
		return err
	}
	if err := say(pipe(h), m); err != nil {
		return fmt.Errorf("the running program does not answer: %w", err)
	}
	return nil
}

// openPipe connects to a pipe, waiting while all its instances are busy. The
// server may learn who we are but not act as us.
func openPipe(name string) (windows.Handle, error) {
	n, err := windows.UTF16PtrFromString(name)
	if err != nil {
		return windows.InvalidHandle, err
	}
	for until := time.Now().Add(exchange); ; {
		h, err := windows.CreateFile(n, windows.GENERIC_READ|windows.GENERIC_WRITE, 0, nil,
			windows.OPEN_EXISTING, windows.SECURITY_SQOS_PRESENT|windows.SECURITY_IDENTIFICATION, 0)
		if !errors.Is(err, windows.ERROR_PIPE_BUSY) || time.Now().After(until) {
			return h, err
		}
		time.Sleep(10 * time.Millisecond)
	}
}

// pipe reads and writes a pipe's handle, with the exchange's limit on each.
type pipe windows.Handle

func (p pipe) Read(b []byte) (int, error) {
	defer p.limit()()
	var n uint32
	if err := windows.ReadFile(windows.Handle(p), b, &n, nil); err != nil {
		return int(n), os.NewSyscallError("ReadFile", err)
	}
	return int(n), nil
}

func (p pipe) Write(b []byte) (int, error) {
	defer p.limit()()
	var n uint32
	if err := windows.WriteFile(windows.Handle(p), b, &n, nil); err != nil {
		return int(n), os.NewSyscallError("WriteFile", err)
	}
	return int(n), nil
}

// limit cancels what runs on the pipe when it takes too long; call what it
// returns when that is done.
func (p pipe) limit() func() {
	t := time.AfterFunc(exchange, func() { _ = windows.CancelIoEx(windows.Handle(p), nil) })
	return func() { t.Stop() }
}

// Everyone gives m to every agent on this machine that we may speak to, of
// whatever user and session, and returns how many took it. It is for the
// installer: what it says is no secret, so it does not matter who listens.
func Everyone(m Message) int {
	names, err := pipesNamed("trayapp-", "")
	if err != nil {
		return 0
	}
	n := 0
	for _, name := range names {
		h, err := openPipe(name)
		if err != nil {
			continue
		}
		if say(pipe(h), m) == nil {
			n++
		}
		_ = windows.CloseHandle(h)
	}
	return n
}
