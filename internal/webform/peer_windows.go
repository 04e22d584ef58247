package webform

import (
	"encoding/binary"
	"net/netip"
	"unsafe"

	"golang.org/x/sys/windows"
)

// The table of GetExtendedTcpTable that names each connection's process, and
// the size of its rows (MIB_TCPROW_OWNER_PID: state, local address and port,
// remote address and port, process, each 32 bits).
const (
	tableOwnerPIDAll = 5
	rowSize          = 24
)

// whose looks the process up that holds the peer's socket, and the user that
// it runs as. A process that we may not look at is another user's.
func whose(remote, local netip.AddrPort) verdict {
	table, err := tcpTable()
	if err != nil {
		return cannotTell
	}
	pid, found := owner(table, remote, local)
	if !found {
		return foreign
	}
	if pid == 0 { // no process is named
		return cannotTell
	}
	theirs, err := userOf(pid)
	if err != nil {
		return foreign
	}
	us, err := windows.GetCurrentProcessToken().GetTokenUser()
	if err != nil {
		return cannotTell
	}
	if us.User.Sid.Equals(theirs) {
		return ours
	}
	return foreign
}

// tcpTable returns MIB_TCPTABLE_OWNER_PID: a count, then the rows. A browser
// reaches 127.0.0.1 by IPv4, whose connections this table holds.
func tcpTable() ([]byte, error) {
	get := windows.NewLazySystemDLL("iphlpapi.dll").NewProc("GetExtendedTcpTable")
	if err := get.Find(); err != nil {
		return nil, err
	}
	size := uint32(64 << 10)
	for range 8 { // it grows while we ask
		table := make([]byte, size)
		code, _, _ := get.Call(uintptr(unsafe.Pointer(&table[0])), uintptr(unsafe.Pointer(&size)), 0,
			windows.AF_INET, tableOwnerPIDAll, 0)
		switch errno := windows.Errno(code); errno {
		case windows.ERROR_SUCCESS:
			return table, nil
		case windows.ERROR_INSUFFICIENT_BUFFER:
		default:
			return nil, errno
		}
	}
	return nil, windows.ERROR_INSUFFICIENT_BUFFER
}

// owner finds the process of the connection from one address to another.
func owner(table []byte, from, to netip.AddrPort) (pid uint32, found bool) {
	if len(table) < 4 {
		return 0, false
	}
	rows := table[4:]
	for n := binary.LittleEndian.Uint32(table); n > 0 && len(rows) >= rowSize; n-- {
		if endpoint(rows[4:12]) == from && endpoint(rows[12:20]) == to {
			return binary.LittleEndian.Uint32(rows[20:24]), true
		}
		rows = rows[rowSize:]
	}
	return 0, false
}

// endpoint reads an address and a port, both in the network's order.
func endpoint(b []byte) netip.AddrPort {
	a, _ := netip.AddrFromSlice(b[:4])
	return netip.AddrPortFrom(a, binary.BigEndian.Uint16(b[4:6]))
}

// userOf returns the user that a process runs as.
func userOf(pid uint32) (*windows.SID, error) {
	p, err := windows.OpenProcess(windows.PROCESS_QUERY_LIMITED_INFORMATION, false, pid)
	if err != nil {
		return nil, err
	}
	defer windows.CloseHandle(p)
	var token windows.Token
	if err := windows.OpenProcessToken(p, windows.TOKEN_QUERY, &token); err != nil {
		return nil, err
	}
	defer token.Close()
	user, err := token.GetTokenUser()
	if err != nil {
		return nil, err
	}
	return user.User.Sid.Copy()
}
