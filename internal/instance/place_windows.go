package instance

import (
	"fmt"
	"os"
	"strconv"
	"unsafe"

	"golang.org/x/sys/windows"
)

// place names one agent: who, in which session, on which data.
type place struct {
	sid     string
	session uint32
	key     string
}

func placeFor(dataDir string) (place, error) {
	u, err := windows.GetCurrentProcessToken().GetTokenUser()
	if err != nil {
		return place{}, fmt.Errorf("who is the user: %w", err)
	}
	var session uint32
	if err := windows.ProcessIdToSessionId(uint32(os.Getpid()), &session); err != nil {
		return place{}, fmt.Errorf("which session is this: %w", err)
	}
	k, err := key(dataDir)
	if err != nil {
		return place{}, err
	}
	return place{sid: u.User.Sid.String(), session: session, key: k}, nil
}

func (p place) pipeName() string {
	return pipeRoot + "trayapp-" + p.sid + "-" + strconv.Itoa(int(p.session)) + "-" + p.key
}

// createPipe makes an instance of the pipe that only the user and the system
// can open, and only from this machine. The first one fails if somebody else
// holds the name.
func createPipe(p place, first bool) (windows.Handle, error) {
	sd, err := windows.SecurityDescriptorFromString("O:" + p.sid + "D:P(A;;GA;;;" + p.sid + ")(A;;GA;;;SY)")
	if err != nil {
		return windows.InvalidHandle, fmt.Errorf("the pipe's access list: %w", err)
	}
	sa := &windows.SecurityAttributes{SecurityDescriptor: sd}
	sa.Length = uint32(unsafe.Sizeof(*sa))
	name, err := windows.UTF16PtrFromString(p.pipeName())
	if err != nil {
		return windows.InvalidHandle, err
	}
	flags := uint32(windows.PIPE_ACCESS_DUPLEX)
	if first {
		flags |= windows.FILE_FLAG_FIRST_PIPE_INSTANCE
	}
	h, err := windows.CreateNamedPipe(name, flags,
		windows.PIPE_TYPE_BYTE|windows.PIPE_WAIT|windows.PIPE_REJECT_REMOTE_CLIENTS,
		windows.PIPE_UNLIMITED_INSTANCES, maxMessage, maxMessage, 0, sa)
	if err != nil {
		return windows.InvalidHandle, os.NewSyscallError("CreateNamedPipe", err)
	}
	return h, nil
}

// serverIsOurs insists that the pipe belongs to this user: the name alone could
// be taken by anybody while no agent runs.
func serverIsOurs(h windows.Handle) error {
	sd, err := windows.GetSecurityInfo(h, windows.SE_KERNEL_OBJECT, windows.OWNER_SECURITY_INFORMATION)
	if err != nil {
		return fmt.Errorf("who owns the pipe: %w", err)
	}
	owner, _, err := sd.Owner()
	if err != nil {
		return fmt.Errorf("who owns the pipe: %w", err)
	}
	u, err := windows.GetCurrentProcessToken().GetTokenUser()
	if err != nil {
		return fmt.Errorf("who is the user: %w", err)
	}
	if !owner.Equals(u.User.Sid) {
		return fmt.Errorf("%w: the pipe belongs to another user", ErrNotRunning)
	}
	return nil
}
