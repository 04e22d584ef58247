package mail

import (
	"context"
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"
	"text/tabwriter"
)

// letter is a mail as bytes, with a line that begins with a dot.
func letter(size int) []byte {
	var b strings.Builder
	b.WriteString("Subject: x\r\n\r\n.dots\r\n..\r\n.\r\n")
	for b.Len() < size {
		b.WriteString("abcdefghijklmnopqrstuvwxyz0123456789abcdefghijklmnopqrstuvwxyz0123456789\r\n")
	}
	return []byte(b.String())
}

func bytesOf(b []byte) func() (io.ReadCloser, error) {
	return func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(string(b))), nil }
}

func send(ctx context.Context, data []byte, servers ...Server) Result {
	t := Transport{Servers: servers}
	return t.Send(ctx, "a@comune.example", "help@desk.example", []string{"copy@x.example"}, bytesOf(data), int64(len(data)), nil)
}

// faultTable says for every step of the conversation and every fault what
// becomes of the ticket: D delivered, r tried again, P pause, F refused for
// good, ? perhaps, w delivered with a warning.
const faultTable = `
          421 450 451 452 454 530 535 538 550 552 554 30  relay DROP HANG HUGE ENDLESS TRICKLE
greeting  r   r   r   r   r   P   P   P   r   r   r   P   P     r    r    r    r       r
ehlo      r   r   r   r   r   P   P   P   r   r   r   P   P     r    r    r    r       r
starttls  r   r   r   r   r   P   P   P   r   r   r   P   P     r    r    r    r       r
auth      r   r   r   r   r   P   P   P   P   P   P   P   P     r    r    r    r       r
mail      r   r   r   r   r   P   P   P   F   F   F   P   P     r    r    r    r       r
rcpt      r   r   r   r   r   P   P   P   F   F   F   P   P     r    r    r    r       r
bcc       r   w   w   w   w   w   w   w   w   w   w   w   w     r    r    r    r       r
data      r   r   r   r   r   P   P   P   F   F   F   P   P     r    r    r    r       r
body      r   r   r   r   r   P   P   P   F   F   F   P   P     r    r    r    r       r
dot       r   r   r   r   r   P   P   P   F   F   F   P   P     ?    ?    D    ?       ?
quit      D   D   D   D   D   D   D   D   D   D   D   D   D     D    D    D    D       D
`

func faultOf(name string) string {
	switch name {
	case "30":
		return "550 5.7.30 Basic authentication is not supported"
	case "relay":
		return "554 5.7.1 <help@desk.example>: Relay access denied"
	case drop, hang, huge, endless, trickle:
		return name
	}
	return name + "-first line\n" + name + " and no more\x1b[31m"
}

// TestEveryFaultAtEveryCommand is the table of faults over commands.
func TestEveryFaultAtEveryCommand(t *testing.T) {
	ca := newAuthority(t)
	cert := ca.issue(t, nil)
	lines := strings.Split(strings.TrimSpace(faultTable), "\n")
	faults := strings.Fields(lines[0])
	var mu sync.Mutex
	rows := map[string]string{}
	t.Run("table", func(t *testing.T) {
		for _, line := range lines[1:] {
			cells := strings.Fields(line)
			for i, fault := range faults {
				command, want := cells[0], cells[i+1]
				t.Run(command+"/"+fault, func(t *testing.T) {
					t.Parallel()
					s := (&scripted{cert: cert, faults: map[string]string{command: faultOf(fault)}, size: "10240000"}).start(t)
					v := s.server(ca)
					v.Auth, v.Username, v.Password = AuthPassword, "anna", constant("secret")
					size := 2000
					if command == "body" { // more than the buffers between hold
						size = 2 << 20
					}
					r := send(t.Context(), letter(size), v)
					if got := mark(r); got != want {
						t.Errorf("got %s (%s, %s: %s), want %s", got, r.Class, r.Reason, r.Answer, want)
					}
					checkResult(t, r)
					if taken := len(s.got()); command != "dot" && taken > 0 != (r.Class == Delivered) {
						t.Errorf("%s, but the server holds %d mails", r.Class, taken)
					}
					mu.Lock()
					rows[command+"/"+fault] = fmt.Sprintf("%s\t%s\t%s\t%s\t%s", command, fault, r.Class, r.Reason, r.Answer)
					mu.Unlock()
				})
			}
		}
	})
	var b strings.Builder
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "command\tfault\tticket\treason\tanswer kept")
	for _, line := range lines[1:] {
		for _, fault := range faults {
			fmt.Fprintln(w, rows[strings.Fields(line)[0]+"/"+fault])
		}
	}
	w.Flush()
	t.Log("\n" + b.String())
}

func mark(r Result) string {
	switch r.Class {
	case Delivered:
		if len(r.Warnings) > 0 {
			return "w"
		}
		return "D"
	case Retry:
		return "r"
	case Pause:
		return "P"
	case Refused:
		return "F"
	case Perhaps:
		return "?"
	}
	return "no class"
}

// checkResult checks what every result promises.
func checkResult(t *testing.T, r Result) {
	t.Helper()
	if (r.Class == Delivered) != (r.Reason == ReasonNone && r.Err == nil) {
		t.Errorf("class %s with reason %q and error %v", r.Class, r.Reason, r.Err)
	}
	if r.Class != Delivered && r.Answer == "" {
		t.Error("nothing is said of what went wrong")
	}
	if len(r.Answer) > maxAnswer || r.Answer != oneLine(r.Answer) {
		t.Errorf("the answer is kept as %q", r.Answer)
	}
	if r.Server == "" {
		t.Error("the server is not named")
	}
}

func constant(s string) func(context.Context) (string, error) {
	return func(context.Context) (string, error) { return s, nil }
}
