package webform

import (
	"encoding/binary"
	"net"
	"net/netip"
	"testing"
)

// A table as GetExtendedTcpTable fills it: addresses and ports in the
// network's order.
func TestOwnerOfAConnection(t *testing.T) {
	row := func(from, to netip.AddrPort, pid uint32) []byte {
		b := binary.LittleEndian.AppendUint32(nil, 5)
		for _, a := range []netip.AddrPort{from, to} {
			ip := a.Addr().As4()
			b = append(b, ip[:]...)
			b = append(binary.BigEndian.AppendUint16(b, a.Port()), 0, 0)
		}
		return binary.LittleEndian.AppendUint32(b, pid)
	}
	a, b := netip.MustParseAddrPort("127.0.0.1:54321"), netip.MustParseAddrPort("127.0.0.1:8080")
	table := binary.LittleEndian.AppendUint32(nil, 2)
	table = append(append(table, row(b, a, 7)...), row(a, b, 42)...)
	if pid, found := owner(table, a, b); pid != 42 || !found {
		t.Errorf("the process is %d, %v", pid, found)
	}
	for _, cut := range [][]byte{nil, table[:3], table[:30], binary.LittleEndian.AppendUint32(nil, 9)} {
		if pid, found := owner(cut, a, b); found {
			t.Errorf("%d bytes hold process %d", len(cut), pid)
		}
	}
}

func TestOwnConnectionIsOurs(t *testing.T) {
	l, err := net.Listen("tcp4", "127.0.0.1:0")
	must(t, err)
	defer l.Close()
	c, err := net.Dial("tcp4", l.Addr().String())
	must(t, err)
	defer c.Close()
	r, _ := address(c.LocalAddr())
	at, _ := address(l.Addr())
	if v := whose(r, at); v != ours {
		t.Errorf("our own connection is %v", v)
	}
	if v := whose(netip.AddrPortFrom(r.Addr(), r.Port()^1), at); v != foreign {
		t.Errorf("a connection that is not there is %v", v)
	}
}
