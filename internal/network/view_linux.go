package network

import (
	"encoding/binary"
	"fmt"
	"net"
	"syscall"

	"golang.org/x/sys/unix"
)

// view is what is known of the network: the links that are up, the addresses,
// and the ways out. It tells what is new from what the kernel only repeats,
// such as an address whose lifetime a router has renewed.
type view map[string]bool

// present is the network as it is now. What cannot be asked is told as new
// once.
func present() view {
	v := view{}
	links, _ := net.Interfaces()
	for _, l := range links {
		if l.Flags&net.FlagRunning != 0 {
			v[link(l.Index)] = true
		}
		addresses, _ := l.Addrs()
		for _, a := range addresses {
			if ip, ok := a.(*net.IPNet); ok {
				v[address(l.Index, ip.IP)] = true
			}
		}
	}
	return v
}

func link(index int) string { return fmt.Sprintf("link %d", index) }

func address(index int, ip net.IP) string { return fmt.Sprintf("address %d %s", index, ip) }

// take notes a message and reports whether it brings something new that may
// lead to a server.
func (v view) take(m syscall.NetlinkMessage) bool {
	key, there := read(m)
	if key == "" {
		return false
	}
	if !there {
		delete(v, key)
		return false
	}
	was := v[key]
	v[key] = true
	return !was
}

// read returns what a message is about, "" when it is of no interest, and
// whether that is there from now on.
func read(m syscall.NetlinkMessage) (key string, there bool) {
	switch m.Header.Type {
	case unix.RTM_NEWLINK, unix.RTM_DELLINK:
		if len(m.Data) < unix.SizeofIfInfomsg {
			return "", false
		}
		index := int(int32(binary.NativeEndian.Uint32(m.Data[4:])))
		flags := binary.NativeEndian.Uint32(m.Data[8:])
		return link(index), m.Header.Type == unix.RTM_NEWLINK && flags&unix.IFF_RUNNING != 0 && flags&unix.IFF_LOOPBACK == 0
	case unix.RTM_NEWADDR, unix.RTM_DELADDR:
		if len(m.Data) < unix.SizeofIfAddrmsg {
			return "", false
		}
		flags, scope := m.Data[2], m.Data[3]
		ip := net.IP(attribute(m, unix.IFA_LOCAL, unix.IFA_ADDRESS))
		if scope == unix.RT_SCOPE_HOST || flags&unix.IFA_F_TENTATIVE != 0 || len(ip) == 0 {
			return "", false
		}
		return address(int(binary.NativeEndian.Uint32(m.Data[4:])), ip), m.Header.Type == unix.RTM_NEWADDR
	case unix.RTM_NEWROUTE, unix.RTM_DELROUTE:
		if len(m.Data) < unix.SizeofRtMsg {
			return "", false
		}
		bits, table, kind := m.Data[1], m.Data[4], m.Data[7]
		if bits != 0 || table != unix.RT_TABLE_MAIN || kind != unix.RTN_UNICAST {
			return "", false // only the way out of the house
		}
		return fmt.Sprintf("route %d %x %x", m.Data[0], attribute(m, unix.RTA_GATEWAY), attribute(m, unix.RTA_OIF)),
			m.Header.Type == unix.RTM_NEWROUTE
	}
	return "", false
}

// attribute returns the first attribute of the given types, in their order.
func attribute(m syscall.NetlinkMessage, types ...uint16) []byte {
	all, err := syscall.ParseNetlinkRouteAttr(&m)
	if err != nil {
		return nil
	}
	for _, t := range types {
		for _, a := range all {
			if a.Attr.Type == t {
				return a.Value
			}
		}
	}
	return nil
}
