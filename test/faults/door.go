package faults

import (
	"net"
	"os"
	"strconv"
	"syscall"
	"time"
)

// door is a port on loopback that is kept from the start, and on which one
// may refuse, swallow or take connections.
type door struct {
	fd    int
	port  int
	stuck []net.Conn // what fills the line before a hole
}

// newDoor takes a port. Nobody listens there yet: connections are refused.
func newDoor() (*door, error) {
	fd, err := syscall.Socket(syscall.AF_INET, syscall.SOCK_STREAM|syscall.SOCK_CLOEXEC, 0)
	if err != nil {
		return nil, err
	}
	d := &door{fd: fd}
	if err := syscall.Bind(fd, &syscall.SockaddrInet4{Addr: [4]byte{127, 0, 0, 1}}); err != nil {
		return nil, err
	}
	name, err := syscall.Getsockname(fd)
	if err != nil {
		return nil, err
	}
	d.port = name.(*syscall.SockaddrInet4).Port
	return d, nil
}

// dig makes a hole: the line before the door is full and nobody serves it, so
// that the system drops what comes.
func (d *door) dig() error {
	if err := syscall.Listen(d.fd, 0); err != nil {
		return err
	}
	for {
		c, err := net.DialTimeout("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(d.port)), 200*time.Millisecond)
		if err != nil {
			return nil // full
		}
		d.stuck = append(d.stuck, c)
	}
}

// close gives back a port that was never opened.
func (d *door) close() {
	for _, c := range d.stuck {
		_ = c.Close()
	}
	_ = syscall.Close(d.fd)
}

// open begins to take connections.
func (d *door) open() (net.Listener, error) {
	for _, c := range d.stuck {
		_ = c.Close()
	}
	if err := syscall.Listen(d.fd, 128); err != nil {
		return nil, err
	}
	f := os.NewFile(uintptr(d.fd), "door")
	defer f.Close() // the listener has a copy
	return net.FileListener(f)
}
