package agent

import (
	"os"
	"strings"
	"testing"
)

// checkLog: one line a change of state, each with the id, and nothing of what
// was written in the ticket.
func checkLog(t *testing.T, file, id string) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	log := string(text)
	for _, private := range []string{"Mandato", "1532", "esito", "Nicoletta", "Verdi", "538419", "comune.example", "altrove.example"} {
		if strings.Contains(log, private) {
			t.Errorf("the log tells %q:\n%s", private, log)
		}
	}
	for what, want := range map[string]int{"outbox: accepted": 1, "outbox: sending": 2, "outbox: waiting": 1, "not taken by the server": 1, "outbox: sent": 1, "answer=": 1} {
		n := 0
		for line := range strings.Lines(log) {
			if strings.Contains(line, "ticket="+id) && strings.Contains(line, what) {
				n++
			}
		}
		if n != want {
			t.Errorf("%d lines say %q of the ticket, want %d:\n%s", n, what, want, log)
		}
	}
}
