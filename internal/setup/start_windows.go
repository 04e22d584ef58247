package setup

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"unsafe"

	"golang.org/x/sys/windows"
)

func start(everywhere bool) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	agent := filepath.Join(filepath.Dir(self), agentName)
	var own uint32
	if err := windows.ProcessIdToSessionId(windows.GetCurrentProcessId(), &own); err != nil {
		return fmt.Errorf("which session is this: %w", err)
	}
	sessions := noted()
	if everywhere {
		for _, s := range append(occupied(), own) {
			if s == 0 { // the services', where nobody works
				continue
			}
			if !slices.Contains(sessions, s) {
				sessions = append(sessions, s)
			}
		}
	}
	var errs error
	for _, s := range sessions {
		var token windows.Token
		err := windows.WTSQueryUserToken(s, &token)
		switch {
		case err == nil:
			err = startAs(token, agent)
			_ = token.Close()
		case s == own:
			// Not the system's account: the user's own, who installs for
			// themselves.
			err = startHere(agent)
		}
		if err != nil {
			errs = errors.Join(errs, fmt.Errorf("start in session %d: %w", s, err))
		}
	}
	return errs
}

// occupied lists the sessions in which somebody works.
func occupied() []uint32 {
	var first *windows.WTS_SESSION_INFO
	var n uint32
	if err := windows.WTSEnumerateSessions(0, 0, 1, &first, &n); err != nil || first == nil {
		return nil
	}
	defer windows.WTSFreeMemory(uintptr(unsafe.Pointer(first)))
	var sessions []uint32
	for _, s := range unsafe.Slice(first, n) {
		if s.State == windows.WTSActive {
			sessions = append(sessions, s.SessionID)
		}
	}
	return sessions
}

// startAs starts a program as a logged-on user, on that user's desktop and with
// that user's environment.
func startAs(token windows.Token, program string) error {
	var block *uint16
	if err := windows.CreateEnvironmentBlock(&block, token, false); err != nil {
		return fmt.Errorf("the user's environment: %w", err)
	}
	defer windows.DestroyEnvironmentBlock(block)
	desktop, err := windows.UTF16PtrFromString(`winsta0\default`)
	if err != nil {
		return err
	}
	return create(program, func(name, line, dir *uint16, flags uint32, si *windows.StartupInfo, pi *windows.ProcessInformation) error {
		si.Desktop = desktop
		return windows.CreateProcessAsUser(token, name, line, nil, nil, false, flags|windows.CREATE_UNICODE_ENVIRONMENT, block, dir, si, pi)
	})
}

func startHere(program string) error {
	return create(program, func(name, line, dir *uint16, flags uint32, si *windows.StartupInfo, pi *windows.ProcessInformation) error {
		return windows.CreateProcess(name, line, nil, nil, false, flags, nil, dir, si, pi)
	})
}

// create starts a program by what do asks of the system, and lets it go.
func create(program string, do func(name, line, dir *uint16, flags uint32, si *windows.StartupInfo, pi *windows.ProcessInformation) error) error {
	name, err := windows.UTF16PtrFromString(program)
	if err != nil {
		return err
	}
	line, err := windows.UTF16PtrFromString(`"` + program + `"`)
	if err != nil {
		return err
	}
	dir, err := windows.UTF16PtrFromString(filepath.Dir(program))
	if err != nil {
		return err
	}
	si, pi := windows.StartupInfo{}, windows.ProcessInformation{}
	si.Cb = uint32(unsafe.Sizeof(si))
	const apart = windows.DETACHED_PROCESS | windows.CREATE_NEW_PROCESS_GROUP
	if err := do(name, line, dir, apart, &si, &pi); err != nil {
		return err
	}
	_ = windows.CloseHandle(pi.Thread)
	return windows.CloseHandle(pi.Process)
}
