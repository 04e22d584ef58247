package network

import (
	"context"
	"errors"
	"fmt"
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// groups of rtnetlink(7) that tell of links, addresses and routes.
const groups = unix.RTMGRP_LINK | unix.RTMGRP_IPV4_IFADDR | unix.RTMGRP_IPV6_IFADDR |
	unix.RTMGRP_IPV4_ROUTE | unix.RTMGRP_IPV6_ROUTE

// maxMessage is the largest datagram of netlink, in bytes.
const maxMessage = 32 << 10

// watch listens to the kernel's own messages until ctx ends. The socket waits
// in Go's poller: no thread and no wake-up while nothing happens.
func watch(ctx context.Context, changed func()) error {
	fd, err := unix.Socket(unix.AF_NETLINK, unix.SOCK_RAW|unix.SOCK_CLOEXEC|unix.SOCK_NONBLOCK, unix.NETLINK_ROUTE)
	if err != nil {
		return fmt.Errorf("network changes: %w", err)
	}
	if err := unix.Bind(fd, &unix.SockaddrNetlink{Family: unix.AF_NETLINK, Groups: groups}); err != nil {
		unix.Close(fd)
		return fmt.Errorf("network changes: %w", err)
	}
	file := os.NewFile(uintptr(fd), "rtnetlink")
	known := present()
	stop := context.AfterFunc(ctx, func() { file.Close() })
	go func() {
		defer stop()
		defer file.Close()
		listen(file, known, changed)
	}()
	return nil
}

// listen reads messages until the socket is closed.
func listen(file *os.File, known view, changed func()) {
	buffer := make([]byte, maxMessage)
	for {
		n, err := file.Read(buffer)
		switch {
		case errors.Is(err, unix.ENOBUFS): // messages were lost
			changed()
		case err != nil:
			return
		default:
			messages, err := syscall.ParseNetlinkMessage(buffer[:n])
			if err != nil {
				continue
			}
			for _, m := range messages {
				if known.take(m) {
					changed()
				}
			}
		}
	}
}
