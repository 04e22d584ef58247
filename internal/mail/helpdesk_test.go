package mail

import (
	"bufio"
	"bytes"
	"io"
	"net"
	"os"
	"runtime"
	"strconv"
	"testing"
	"time"

	"ticketpp/internal/demo"
)

// TestATicketReachesTheHelpdesk goes the whole way: a ticket, its bytes, a
// real server, and the same bytes in the helpdesk's folder.
func TestATicketReachesTheHelpdesk(t *testing.T) {
	desk, tr := helpdesk(t)
	m, _ := fixture(t)
	raw := render(t, m)
	from, to, bcc, err := m.Envelope()
	if err != nil {
		t.Fatal(err)
	}
	r := tr.Send(t.Context(), from, to, bcc, bytesOf(raw), int64(len(raw)), nil)
	if r.Class != Delivered || len(r.Sizes) != 1 || r.Sizes[0].Max != 30<<20 {
		t.Fatalf("%+v", r)
	}
	tk, err := desk.Wait(t.Context(), m.Ticket.MessageID)
	if err != nil {
		t.Fatal(err)
	}
	if kept, err := os.ReadFile(tk.File); err != nil || !bytes.Equal(kept, raw) {
		t.Errorf("the helpdesk holds other bytes (%v)", err)
	}
	if tk.Subject != m.Subject() || len(tk.Recipients) != 2 || tk.Confirmation == "" {
		t.Errorf("%+v", tk)
	}
}

func TestFaultsOfTheHelpdesk(t *testing.T) {
	desk, tr := helpdesk(t)
	raw := letter(500)
	for _, c := range []struct {
		at      demo.Step
		fault   demo.Fault
		class   Class
		reason  Reason
		tickets int
	}{
		{demo.AtMail, demo.Fault{Code: 451, Text: "later"}, Retry, ReasonBusy, 0},
		{demo.AtRcpt, demo.Fault{Code: 550, Enhanced: [3]int{5, 1, 1}, Text: "no such user"}, Refused, ReasonAddress, 0},
		{demo.AtRcpt, demo.Fault{Code: 554, Enhanced: [3]int{5, 7, 1}, Text: "Relay access denied"}, Pause, ReasonRelay, 0},
		{demo.AtDot, demo.Fault{Drop: true}, Perhaps, ReasonPerhaps, 0},
		{demo.AtDot, demo.Fault{Drop: true, Keep: true}, Perhaps, ReasonPerhaps, 1},
	} {
		desk.Fail(c.at, c.fault)
		before := len(desk.Tickets())
		r := tr.Send(t.Context(), "a@b.example", "help@desk.example", nil, bytesOf(raw), int64(len(raw)), nil)
		if r.Class != c.class || r.Reason != c.reason {
			t.Errorf("%s %+v: %s, %s: %s", c.at, c.fault, r.Class, r.Reason, r.Answer)
		}
		if n := len(desk.Tickets()) - before; n != c.tickets {
			t.Errorf("%s %+v: %d tickets", c.at, c.fault, n)
		}
	}
}

// TestMemoryOfALargeMailStaysFlat sends 25 MB to a server that throws them
// away.
func TestMemoryOfALargeMailStaysFlat(t *testing.T) {
	s := &scripted{noTLS: true}
	s.onBody = func(c net.Conn, r *bufio.Reader) {
		tail := make([]byte, 0, 5)
		buf := make([]byte, 32<<10)
		for !bytes.Equal(tail, []byte("\r\n.\r\n")) {
			n, err := r.Read(buf)
			if err != nil {
				return
			}
			tail = append(tail, buf[max(0, n-5):n]...)
			tail = tail[max(0, len(tail)-5):]
		}
		_, _ = io.WriteString(c, "250 ok\r\n")
	}
	s.start(t)
	tr := Transport{Servers: []Server{{Host: "127.0.0.1", Port: s.addr.Port, Security: None}}}
	line := bytes.Repeat([]byte("x"), 76)
	line = append(line, '\r', '\n')
	allocated := func(lines int64) uint64 {
		size := lines * int64(len(line))
		open := func() (io.ReadCloser, error) {
			return io.NopCloser(io.LimitReader(&repeating{line: line}, size)), nil
		}
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		if r := tr.Send(t.Context(), "a@b.example", "c@d.example", nil, open, size, nil); r.Class != Delivered {
			t.Fatalf("%+v", r)
		}
		runtime.ReadMemStats(&after)
		return after.TotalAlloc - before.TotalAlloc
	}
	allocated(10)
	if small, large := allocated(1000), allocated(25<<20/78); large > small+(256<<10) {
		t.Errorf("78 kB allocate %d bytes, 25 MB %d", small, large)
	}
}

// repeating gives the same line again and again.
type repeating struct {
	line []byte
	at   int
}

func (r *repeating) Read(p []byte) (int, error) {
	n := 0
	for n < len(p) {
		c := copy(p[n:], r.line[r.at:])
		n += c
		r.at = (r.at + c) % len(r.line)
	}
	return n, nil
}

func helpdesk(t *testing.T) (*demo.Helpdesk, *Transport) {
	t.Helper()
	desk, err := demo.Start(t.Context(), demo.Options{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = desk.Close() })
	host, port, err := net.SplitHostPort(desk.Addr())
	if err != nil {
		t.Fatal(err)
	}
	n, err := strconv.Atoi(port)
	if err != nil {
		t.Fatal(err)
	}
	return desk, &Transport{Servers: []Server{{Host: host, Port: n, CAFile: desk.CAFile(), Timeout: 10 * time.Second, DotTimeout: 10 * time.Second}}}
}
