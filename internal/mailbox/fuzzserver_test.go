package mailbox

import (
	"context"
	"io"
	"net"
	"runtime"
	"strings"
	"testing"
	"time"
)

// FuzzServer: whatever a server says in the middle of a look, the look ends,
// soon, without a panic and with little memory.
func FuzzServer(f *testing.F) {
	for _, said := range []string{
		"* 1 FETCH (UID 1 RFC822.SIZE 5 BODY[]<0> {5}\r\nabcde)\r\n$ OK\r\n",
		"* 1 FETCH (UID 1 BODY[HEADER.FIELDS (\"From\")]<0> {99999999}\r\nFrom: a",
		"* 1 FETCH (UID 4294967295 BODY[]<0> NIL INTERNALDATE \"99-Xxx-0000\")\r\n$ OK\r\n",
		"* 1 FETCH ((((((((((((((\r\n", "+ \r\n+ \r\n+ \r\n", "* BYE\r\n", "$ BAD\r\n", "* CAPABILITY\r\n$ NO\r\n", "* LIST () NIL {3}\r\n",
		"* 1 FETCH (UID 1 BODYSTRUCTURE ((((\"text\" \"plain\"", "* 1 FETCH (ENVELOPE (NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL) UID 1)\r\n$ OK\r\n",
		"* ESEARCH (TAG \"T9\") UID MIN 1\r\n", "* SEARCH 1 2 3 (MODSEQ 1)\r\n$ OK\r\n", "\r\n\r\n\x00\xff",
	} {
		f.Add(said)
	}
	f.Fuzz(func(t *testing.T, said string) {
		client, server := net.Pipe()
		defer client.Close()
		go func() {
			defer server.Close()
			buf := make([]byte, 4096)
			for _, answer := range []string{"* OK [CAPABILITY IMAP4rev1] x\r\n", "$ OK [CAPABILITY IMAP4rev1] x\r\n", "* 3 EXISTS\r\n* OK [UIDVALIDITY 7] x\r\n$ OK\r\n", said, said} {
				tag := "T1"
				if !strings.HasPrefix(answer, "* OK [CAP") {
					n, err := server.Read(buf)
					if err != nil {
						return
					}
					tag, _, _ = strings.Cut(string(buf[:n]), " ")
				}
				if _, err := io.WriteString(server, strings.ReplaceAll(answer, "$ ", tag+" ")); err != nil {
					return
				}
			}
		}()
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		began := time.Now()
		s := &session{wire: newWire(client, 10*time.Second), news: make(chan struct{}, 1), timeout: 100 * time.Millisecond, stop: func() bool { return true }}
		err := s.connect(Server{Security: None}, nil)
		if err == nil {
			err = s.client.WaitGreeting()
		}
		if err == nil {
			err = s.login(t.Context(), Server{Username: "a", Password: func(context.Context) (string, error) { return "b", nil }})
		}
		if err == nil {
			err = s.examine("")
		}
		if err != nil {
			t.Fatal(err)
		}
		s.wire.mu.Lock()
		s.wire.timeout = 100 * time.Millisecond
		s.wire.mu.Unlock()
		r := Reader{Wanted: func(string) bool { return true }, Each: func(_ context.Context, m Mail) error { check(t, m); return nil }}
		_, _ = r.look(t.Context(), s, Place{UIDValidity: 7, NextUID: 1})
		s.close()
		runtime.ReadMemStats(&after)
		if took := time.Since(began); took > 8*time.Second {
			t.Errorf("took %v", took)
		}
		if grown := after.TotalAlloc - before.TotalAlloc; grown > 32<<20 {
			t.Errorf("%d bytes of memory went through", grown)
		}
	})
}
