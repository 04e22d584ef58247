package network

import (
	"context"
	"encoding/binary"
	"errors"
	"os/exec"
	"runtime"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// In a network of its own, a real kernel tells of an address that comes, and
// not of one that goes.
func TestARealAddressIsTold(t *testing.T) {
	if _, err := exec.LookPath("ip"); err != nil {
		t.Fatalf("%v (scripts/setup.sh build installs it)", err)
	}
	runtime.LockOSThread() // not unlocked: the thread ends with its network
	if err := unix.Unshare(unix.CLONE_NEWNET); errors.Is(err, unix.EPERM) {
		t.Skip("only root may make a network")
	} else if err != nil {
		t.Fatal(err)
	}
	ip := func(args ...string) {
		t.Helper()
		if out, err := exec.Command("ip", args...).CombinedOutput(); err != nil {
			t.Fatalf("ip %v: %v\n%s", args, err, out)
		}
	}
	if exec.Command("ip", "link", "add", "tpp0", "type", "veth", "peer", "name", "tpp1").Run() != nil {
		t.Skip("this kernel has no pairs of links")
	}
	for _, l := range []string{"tpp0", "tpp1"} { // no addresses of its own making, which come when they like
		ip("link", "set", l, "addrgenmode", "none")
	}
	ip("link", "set", "tpp1", "up")
	ip("link", "set", "tpp0", "up")
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	told := make(chan struct{}, 100)
	if err := watch(ctx, func() { told <- struct{}{} }); err != nil {
		t.Fatal(err)
	}
	expect := func(what string, want bool) {
		t.Helper()
		patience := 5 * time.Second
		if !want {
			patience = 300 * time.Millisecond
		}
		select {
		case <-told:
			if !want {
				t.Errorf("%s was told", what)
			}
		case <-time.After(patience):
			if want {
				t.Errorf("%s was not told", what)
			}
		}
		for { // what else it brings, such as an address of IPv6
			select {
			case <-told:
			case <-time.After(200 * time.Millisecond):
				return
			}
		}
	}
	ip("addr", "add", "192.0.2.10/24", "dev", "tpp0")
	expect("an address", true)
	ip("addr", "change", "192.0.2.10/24", "dev", "tpp0", "valid_lft", "600", "preferred_lft", "300")
	expect("an address whose time was renewed", false)
	ip("route", "add", "default", "via", "192.0.2.1")
	expect("a way out", true)
	ip("route", "add", "198.51.100.0/24", "via", "192.0.2.1")
	expect("a way to one network", false)
	ip("addr", "del", "192.0.2.10/24", "dev", "tpp0")
	expect("an address that goes", false)
	ip("addr", "add", "192.0.2.10/24", "dev", "tpp0")
	expect("an address that comes back", true)
	ip("link", "set", "tpp0", "down")
	expect("a link that goes", false)
	ip("link", "set", "tpp0", "up")
	expect("a link that comes back", true)
	cancel()
	ip("addr", "add", "192.0.2.11/24", "dev", "tpp0")
	expect("something behind the end", false)
}

// What cannot be read is of no interest, and breaks nothing.
func TestShortMessages(t *testing.T) {
	for _, kind := range []uint16{unix.RTM_NEWLINK, unix.RTM_NEWADDR, unix.RTM_NEWROUTE, unix.RTM_NEWNEIGH, 0} {
		for n := range 40 {
			m := syscall.NetlinkMessage{Header: syscall.NlMsghdr{Type: kind}, Data: make([]byte, n)}
			view{}.take(m)
		}
	}
}

func TestLoopbackIsNoNetwork(t *testing.T) {
	data := make([]byte, unix.SizeofIfInfomsg)
	binary.NativeEndian.PutUint32(data[4:], 1)
	for flags, want := range map[uint32]bool{
		unix.IFF_RUNNING | unix.IFF_LOOPBACK: false, unix.IFF_UP: false, unix.IFF_RUNNING | unix.IFF_UP: true,
	} {
		binary.NativeEndian.PutUint32(data[8:], flags)
		m := syscall.NetlinkMessage{Header: syscall.NlMsghdr{Type: unix.RTM_NEWLINK}, Data: data}
		v := view{}
		if got := v.take(m); got != want {
			t.Errorf("flags %x: %v", flags, got)
		}
		if v.take(m) {
			t.Errorf("flags %x: told twice", flags)
		}
	}
}
