package webform

import (
	"net"
	"net/netip"
	"sync"
)

// peer returns the system's way to tell whose program is at the other end of
// a connection. Where it cannot tell, the log says so once.
func (f *Form) peer() peerFunc {
	said := sync.OnceFunc(func() {
		f.o.Log.Warn("the system does not tell which user's program asks for the form; the one-time address alone guards it")
	})
	return func(remote, local net.Addr) verdict {
		r, ok1 := address(remote)
		l, ok2 := address(local)
		if !ok1 || !ok2 {
			return foreign
		}
		v := whose(r, l)
		if v == cannotTell {
			said()
		}
		return v
	}
}

// address is a TCP address without what an IPv6 socket makes of IPv4.
func address(a net.Addr) (netip.AddrPort, bool) {
	t, ok := a.(*net.TCPAddr)
	if !ok {
		return netip.AddrPort{}, false
	}
	ap := t.AddrPort()
	return netip.AddrPortFrom(ap.Addr().Unmap(), ap.Port()), true
}
