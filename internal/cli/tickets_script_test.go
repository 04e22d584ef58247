package cli

import (
	"os"
	"regexp"
	"strconv"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"ticketpp/internal/demo"
)

// technician NUMBER ACTION [WORDS]: somebody at the helpdesk does something
// with a ticket.
func technician(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: technician number action [words]")
	}
	number, err := strconv.Atoi(args[0])
	ts.Check(err)
	words := ""
	if len(args) > 2 {
		words = args[2]
	}
	ts.Check(ts.Value("desk").(*demo.Helpdesk).Say(number, demo.Action(args[1]), words))
}

// saidBy is said NUMBER PATTERN…: the user's last mail about a ticket, as the helpdesk
// has it, matches each pattern.
func saidBy(ts *testscript.TestScript, neg bool, args []string) {
	number, err := strconv.Atoi(args[0])
	ts.Check(err)
	desk := ts.Value("desk").(*demo.Helpdesk)
	var last string
	for deadline := time.Now().Add(20 * time.Second); last == "" && time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		for _, t := range desk.Tickets() {
			if t.Number != number {
				continue
			}
			for _, e := range t.Thread {
				if !e.Ours {
					last = e.File
				}
			}
		}
	}
	mail, err := os.ReadFile(last)
	ts.Check(err)
	mail = regexp.MustCompile(`\r?\n[ \t]+`).ReplaceAll(mail, []byte(" ")) // long headers are folded
	for _, pattern := range args[1:] {
		if regexp.MustCompile(pattern).Match(mail) == neg {
			ts.Fatalf("the last mail matches %q: %v\n%s", pattern, neg, mail)
		}
	}
}

// lose lets the next connection to the helpdesk end behind the mail's last
// byte; the helpdesk takes the mail all the same.
func lose(ts *testscript.TestScript, _ bool, _ []string) {
	ts.Value("desk").(*demo.Helpdesk).Fail(demo.AtDot, demo.Fault{Drop: true, Keep: true})
}
