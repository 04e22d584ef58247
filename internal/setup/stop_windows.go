package setup

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
	"unsafe"

	"golang.org/x/sys/windows"
	"golang.org/x/sys/windows/registry"

	"ticketpp/internal/instance"
)

const (
	agentName = "trayapp.exe"
	// politely is how long agents have to put their icons away.
	politely = 5 * time.Second
	// dying is how long a process takes to be gone once it was ended.
	dying = 5 * time.Second
)

// memory is where the sessions are noted between the old version's Stop and
// the new one's Start. It is no part of the settings.
const memory = `Software\trayapp-setup`

// process is one of ours.
type process struct {
	handle  windows.Handle
	session uint32
	agent   bool
}

func stop(dataDir string, remember bool) error {
	found, err := running()
	if err != nil {
		return err
	}
	defer func() {
		for _, p := range found {
			_ = windows.CloseHandle(p.handle)
		}
	}()
	if remember {
		err = note(found)
	}
	instance.Everyone(instance.Quit)
	_ = instance.Send(dataDir, instance.Quit) // one that is going does not hear it
	until := time.Now().Add(politely)
	for _, p := range found {
		if !p.agent {
			continue
		}
		left := max(time.Until(until), 0)
		_, _ = windows.WaitForSingleObject(p.handle, uint32(left.Milliseconds())) // what is left is ended below
	}
	for _, p := range found {
		if state, _ := windows.WaitForSingleObject(p.handle, 0); state == windows.WAIT_OBJECT_0 {
			continue
		}
		if e := windows.TerminateProcess(p.handle, 0); e != nil {
			err = errors.Join(err, fmt.Errorf("end a program: %w", e))
			continue
		}
		_, _ = windows.WaitForSingleObject(p.handle, uint32(dying.Milliseconds()))
	}
	return err
}

// running finds the processes of the programs in our folder and below it.
func running() ([]process, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	folder := strings.ToLower(filepath.Dir(self)) + `\`
	snapshot, err := windows.CreateToolhelp32Snapshot(windows.TH32CS_SNAPPROCESS, 0)
	if err != nil {
		return nil, fmt.Errorf("list the processes: %w", err)
	}
	defer windows.CloseHandle(snapshot)
	var found []process
	entry := windows.ProcessEntry32{}
	entry.Size = uint32(unsafe.Sizeof(entry))
	for err = windows.Process32First(snapshot, &entry); err == nil; err = windows.Process32Next(snapshot, &entry) {
		name := strings.ToLower(windows.UTF16ToString(entry.ExeFile[:]))
		if entry.ProcessID == uint32(os.Getpid()) || !strings.HasPrefix(name, "trayapp") {
			continue
		}
		const rights = windows.PROCESS_QUERY_LIMITED_INFORMATION | windows.PROCESS_TERMINATE | windows.SYNCHRONIZE
		h, err := windows.OpenProcess(rights, false, entry.ProcessID)
		if err != nil {
			continue // somebody else's, whom we may not end
		}
		path := make([]uint16, windows.MAX_LONG_PATH)
		size := uint32(len(path))
		if err := windows.QueryFullProcessImageName(h, 0, &path[0], &size); err != nil ||
			!strings.HasPrefix(strings.ToLower(windows.UTF16ToString(path)), folder) {
			_ = windows.CloseHandle(h)
			continue
		}
		p := process{handle: h, agent: name == agentName}
		_ = windows.ProcessIdToSessionId(entry.ProcessID, &p.session) // session 0 where it is not known
		found = append(found, p)
	}
	return found, nil
}

// note keeps the sessions in which agents run until the next start of the
// machine at most.
func note(found []process) error {
	var sessions []string
	for _, p := range found {
		if p.agent {
			sessions = append(sessions, strconv.FormatUint(uint64(p.session), 10))
		}
	}
	if len(sessions) == 0 {
		return nil
	}
	k, _, err := registry.CreateKey(registry.LOCAL_MACHINE, memory, registry.SET_VALUE|registry.WOW64_64KEY)
	if err != nil {
		return fmt.Errorf("note the sessions: %w", err)
	}
	defer k.Close()
	if err := k.SetQWordValue("at", uint64(time.Now().Unix())); err != nil {
		return err
	}
	return k.SetStringsValue("sessions", sessions)
}

// noted returns the sessions that note kept, and forgets them.
func noted() []uint32 {
	k, err := registry.OpenKey(registry.LOCAL_MACHINE, memory, registry.QUERY_VALUE|registry.WOW64_64KEY)
	if err != nil {
		return nil
	}
	list, _, _ := k.GetStringsValue("sessions")
	at, _, _ := k.GetIntegerValue("at")
	_ = k.Close()
	_ = registry.DeleteKey(registry.LOCAL_MACHINE, memory)
	// Numbers of another day mean other people.
	if age := time.Since(time.Unix(int64(at), 0)); age < 0 || age > time.Hour {
		return nil
	}
	var sessions []uint32
	for _, s := range list {
		if n, err := strconv.ParseUint(s, 10, 32); err == nil {
			sessions = append(sessions, uint32(n))
		}
	}
	return sessions
}
