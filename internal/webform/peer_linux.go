package webform

import (
	"bufio"
	"encoding/hex"
	"io"
	"net/netip"
	"os"
	"slices"
	"strconv"
	"strings"
)

// whose looks the peer's own socket up in the kernel's tables. A browser may
// reach 127.0.0.1 through a socket of either family. A connection that is in
// neither table is nobody's that we know.
func whose(remote, local netip.AddrPort) verdict {
	read := 0
	for _, name := range []string{"/proc/self/net/tcp", "/proc/self/net/tcp6"} {
		f, err := os.Open(name)
		if err != nil {
			continue
		}
		read++
		uid, found := owner(f, remote, local)
		f.Close()
		if found {
			if uid == os.Getuid() {
				return ours
			}
			return foreign
		}
	}
	if read == 0 {
		return cannotTell
	}
	return foreign
}

// owner finds in a table of proc_net_tcp(5) the user id of the socket that is
// bound to from and connected to to.
func owner(table io.Reader, from, to netip.AddrPort) (uid int, found bool) {
	lines := bufio.NewScanner(table)
	for lines.Scan() {
		// sl local_address rem_address st tx:rx tr:when retrnsmt uid …
		fields := strings.Fields(lines.Text())
		if len(fields) < 8 {
			continue
		}
		l, ok1 := socketAddress(fields[1])
		r, ok2 := socketAddress(fields[2])
		if !ok1 || !ok2 || l != from || r != to {
			continue
		}
		n, err := strconv.ParseUint(fields[7], 10, 31)
		return int(n), err == nil
	}
	return 0, false
}

// socketAddress reads "0100007F:1F90": the address in words of four bytes,
// each in the machine's own order (little-endian on all that we build for).
func socketAddress(s string) (netip.AddrPort, bool) {
	host, port, ok := strings.Cut(s, ":")
	raw, err := hex.DecodeString(host)
	if !ok || err != nil || len(raw)%4 != 0 {
		return netip.AddrPort{}, false
	}
	for word := range slices.Chunk(raw, 4) {
		slices.Reverse(word)
	}
	a, ok := netip.AddrFromSlice(raw)
	n, err := strconv.ParseUint(port, 16, 16)
	if !ok || err != nil {
		return netip.AddrPort{}, false
	}
	return netip.AddrPortFrom(a.Unmap(), uint16(n)), true
}
