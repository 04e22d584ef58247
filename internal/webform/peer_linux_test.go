package webform

import (
	"fmt"
	"net"
	"net/netip"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
)

const table = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1 1 0 100 0 0 10 0
   1: 0100007F:D431 0100007F:1F90 01 00000000:00000000 00:00000000 00000000  1000        0 2 1 0 20 4 30 10 -1
   2: 0100007F:1F90 0100007F:D431 01 00000000:00000000 00:00000000 00000000     7        0 3 1 0 20 4 30 10 -1
   3: 0000000000000000FFFF00000100007F:D432 0000000000000000FFFF00000100007F:1F90 01 0:0 00:0 0  1001        0 4
   4: ZZ:1 0100007F:1F90 01 x x x 5
`

func TestOwnerOfASocket(t *testing.T) {
	server := netip.MustParseAddrPort("127.0.0.1:8080")
	for from, want := range map[string]int{"127.0.0.1:54321": 1000, "127.0.0.1:54322": 1001, "127.0.0.1:54323": -1, "127.0.0.2:54321": -1} {
		uid, found := owner(strings.NewReader(table), netip.MustParseAddrPort(from), server)
		if !found {
			uid = -1
		}
		if uid != want {
			t.Errorf("%s belongs to %d, not %d", from, uid, want)
		}
	}
}

// The kernel's own tables, by sockets of both families.
func TestOwnSocketIsOurs(t *testing.T) {
	l, err := net.Listen("tcp4", "127.0.0.1:0")
	must(t, err)
	defer l.Close()
	c, err := net.Dial("tcp", l.Addr().String())
	must(t, err)
	defer c.Close()
	r, _ := address(c.LocalAddr())
	at, _ := address(l.Addr())
	if v := whose(r, at); v != ours {
		t.Errorf("our own socket is %v", v)
	}
	if v := whose(netip.AddrPortFrom(r.Addr(), r.Port()^1), at); v != foreign {
		t.Errorf("a socket that is not there is %v", v)
	}
	six, err := syscall.Socket(syscall.AF_INET6, syscall.SOCK_STREAM, 0)
	if err != nil {
		t.Logf("no IPv6 here: %v", err)
		return
	}
	defer syscall.Close(six)
	mapped := &syscall.SockaddrInet6{Port: int(at.Port())}
	copy(mapped.Addr[:], net.ParseIP("127.0.0.1").To16())
	must(t, syscall.Connect(six, mapped))
	self, err := syscall.Getsockname(six)
	must(t, err)
	from := netip.AddrPortFrom(netip.MustParseAddr("127.0.0.1"), uint16(self.(*syscall.SockaddrInet6).Port))
	if v := whose(from, at); v != ours {
		t.Errorf("our own socket of the other family is %v", v)
	}
}

// Another user of this computer who has read the address off the browser's
// command line is turned away, and the address still works for its owner.
func TestAnotherUsersProcess(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("to become another user takes root")
	}
	s := serve(t, nil)
	address := s.form.Address()
	path := strings.TrimPrefix(address, "http://"+s.form.guard.host)
	_, port, _ := net.SplitHostPort(s.form.guard.host)
	ask := func(uid uint32) string {
		cmd := exec.Command("/bin/bash", "-c", fmt.Sprintf(
			`exec 3<>/dev/tcp/127.0.0.1/%s && printf 'GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n' >&3 && cat <&3`, port, path, s.form.guard.host))
		cmd.Dir = "/"
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uid, Gid: uid}}
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		return string(out)
	}
	if got := ask(65534); !strings.HasPrefix(got, "HTTP/1.1 403 ") || strings.Contains(got, "Set-Cookie") {
		t.Errorf("another user got %s", got)
	}
	if got := ask(0); !strings.HasPrefix(got, "HTTP/1.1 303 ") {
		t.Errorf("its owner got %s", got)
	}
}
