package instance

import (
	"net"
	"os"

	"golang.org/x/sys/unix"
)

// sameUser asks the kernel who holds the other end of c.
func sameUser(c net.Conn) bool {
	u, ok := c.(*net.UnixConn)
	if !ok {
		return false
	}
	raw, err := u.SyscallConn()
	if err != nil {
		return false
	}
	var cred *unix.Xucred
	var credErr error
	err = raw.Control(func(fd uintptr) {
		cred, credErr = unix.GetsockoptXucred(int(fd), unix.SOL_LOCAL, unix.LOCAL_PEERCRED)
	})
	return err == nil && credErr == nil && int(cred.Uid) == os.Getuid()
}
