//go:build desktop

package desktop

import (
	"bytes"
	"crypto/rand"
	"fmt"
	mathrand "math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ticketpp/test/desktop/office"
)

// `trayapp send` is killed at random moments, a hundred times, with a real
// relay that is there, is not there, or comes and goes. Whatever printed its
// Message-ID arrives; nothing arrives under two; a mail comes twice only when
// the kill fell between the server's word and its being written down, which
// no mail program can tell apart.
func TestKillCommand(t *testing.T) {
	ctx := t.Context()
	f := work(t, office.Options{NoScreen: true})
	file := filepath.Join(f.Home, "schermata.bin")
	data := make([]byte, 300<<10)
	_, _ = rand.Read(data)
	must(t, os.WriteFile(file, data, 0o600))

	whole := min(timeOfOne(t, f, file, -1), timeOfOne(t, f, file, -2), timeOfOne(t, f, file, -3))
	t.Logf("an undisturbed send takes %v", whole)
	n := rounds(90, 3000)
	promised := make(map[string]int) // Message-ID → round
	killed, sent, down := 0, 3, false
	for round := 0; killed < n; round++ {
		if away := killed >= n/3 && killed < 2*n/3; away != down {
			down = away
			if down {
				must(t, f.Mail.Stop())
			} else {
				must(t, f.Mail.Start(ctx))
			}
		}
		sent++
		cmd := f.Command(ctx, sendArgs(round, file)...)
		var out bytes.Buffer
		cmd.Stdout = &out
		must(t, cmd.Start())
		late := time.AfterFunc(time.Duration(mathrand.Int64N(int64(whole)*5/4)), func() { _ = cmd.Process.Kill() })
		if err := cmd.Wait(); cmd.ProcessState.Exited() {
			must(t, err)
		} else {
			killed++
		}
		late.Stop()
		if id := strings.TrimSpace(out.String()); id != "" {
			promised["<"+strings.Trim(id, "<>")+">"] = round
		}
	}
	t.Logf("%d of %d killed, %d had promised a Message-ID", killed, sent, len(promised))
	drain(t, f)

	mails, err := f.Mail.Mails(office.Helpdesk)
	must(t, err)
	ids, subjects := make(map[string]int), make(map[string]map[string]bool)
	for _, m := range mails {
		id := m.Header.Get("Message-Id")
		ids[id]++
		if subjects[m.Subject] == nil {
			subjects[m.Subject] = make(map[string]bool)
		}
		subjects[m.Subject][id] = true
		if len(m.Attachments) != 1 || !bytes.Equal(m.Attachments[0].Data, data) {
			t.Errorf("%s %q: its attachment is not whole", id, m.Subject)
		}
	}
	for id, round := range promised {
		if ids[id] == 0 {
			t.Errorf("round %d: lost %s", round, id)
		}
	}
	for subject, under := range subjects {
		if len(under) > 1 {
			t.Errorf("%q arrived under %d Message-IDs", subject, len(under))
		}
	}
	doubled := 0
	for _, times := range ids {
		doubled += times - 1
	}
	// The moment between the server's word and the disk's is a few
	// milliseconds of each send.
	if most := 1 + n/30; doubled > most {
		t.Errorf("%d mails came twice, more than %d", doubled, most)
	}
	t.Logf("%d tickets arrived, %d of them twice", len(ids), doubled)
}

func sendArgs(round int, file string) []string {
	return []string{
		"send", "--subject", fmt.Sprintf("Mandato %d non trasmesso al tesoriere", 2000+round),
		"--description", "Trasmettendo il mandato del 18/11/2026 appare «Errore 2718: mandato non trasmesso».",
		"--attach", file,
	}
}

// timeOfOne sends a ticket undisturbed, and returns how long it took.
func timeOfOne(t *testing.T, f *office.Office, file string, round int) time.Duration {
	t.Helper()
	start := time.Now()
	r, err := f.CLI(t.Context(), sendArgs(round, file)...)
	must(t, err)
	if r.Status != 0 || strings.TrimSpace(r.Out) == "" {
		t.Fatalf("status %d, %q, %s", r.Status, r.Out, r.Err)
	}
	return time.Since(start)
}

// drain sends what waits, until nothing does.
func drain(t *testing.T, f *office.Office) {
	t.Helper()
	for range 20 {
		r, err := f.CLI(t.Context(), "outbox", "retry")
		must(t, err)
		items, err := f.Outbox(t.Context())
		must(t, err)
		if len(items) == 0 {
			must(t, waitQueue(t, f))
			return
		}
		t.Logf("outbox retry: status %d, %d left: %s", r.Status, len(items), r.Err)
	}
	t.Fatal("the outbox does not empty")
}
