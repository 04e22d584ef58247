package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"ticketpp/internal/demo"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"trayapp": func() {
			ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
			defer stop()
			os.Exit(Main(ctx, Build{Version: "1.2.3", Commit: "abc", Date: "2026-11-22T00:00:00Z"},
				Streams{In: os.Stdin, Out: os.Stdout, Err: os.Stderr}, os.Args[1:]))
		},
	})
}

// Every script runs with folders of its own, in English, without a display,
// and beside a helpdesk in the box whose settings are $DEMO.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(env *testscript.Env) error {
			home := filepath.Join(env.WorkDir, "home")
			for key, value := range map[string]string{
				"HOME": home, "XDG_CONFIG_HOME": home + "/.config", "XDG_DATA_HOME": home + "/.local/share",
				"XDG_RUNTIME_DIR": filepath.Join(env.WorkDir, "run"), "LANG": "en_US.UTF-8",
				"SUBJECT": "Reversale 77\r\nBcc: x@example.org\tnon trasmessa\x07", "NAME": "Anna\r\nBianchi",
				"DISPLAY": "", "WAYLAND_DISPLAY": "", "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nonexistent",
			} {
				env.Setenv(key, value)
			}
			if err := os.MkdirAll(filepath.Join(env.WorkDir, "run"), 0o700); err != nil {
				return err
			}
			ctx, stop := context.WithCancel(context.Background())
			env.Defer(stop)
			for name, program := range map[string]string{"plain": plain, "governed": governed} {
				if err := os.WriteFile(filepath.Join(env.WorkDir, name), []byte(program), 0o755); err != nil {
					return err
				}
			}
			desk, err := demo.Start(ctx, demo.Options{Dir: filepath.Join(env.WorkDir, "helpdesk")})
			if err != nil {
				return err
			}
			env.Defer(func() { _ = desk.Close() })
			env.Values["desk"] = desk
			return os.WriteFile(filepath.Join(env.WorkDir, "demo.toml"), []byte(desk.Settings()), 0o600)
		},
		Condition: func(name string) (bool, error) {
			return name == "root" && os.Geteuid() == 0, nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"status": status, "opened": opened, "jsonfield": jsonField, "repeat": repeat,
			"says": says, "disk": disk, "sparse": sparse, "technician": technician, "said": saidBy, "lose": lose,
		},
	})
}

// status N COMMAND…: the command ends with exit status N, silent or not.
func status(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: status N command...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		m := regexp.MustCompile(`exit status (\d+)`).FindStringSubmatch(err.Error())
		if m == nil {
			ts.Fatalf("%v", err)
		}
		got, _ = strconv.Atoi(m[1])
	}
	if got != want {
		ts.Fatalf("exit status %d, want %d\n%s", got, want, ts.ReadFile("stderr"))
	}
	if s := ts.ReadFile("stderr"); strings.Contains(s, "goroutine ") || strings.Contains(s, "panic:") {
		ts.Fatalf("a stack trace:\n%s", s)
	}
}

// opened N [TEXT…]: the helpdesk holds N tickets, and the last one's mail
// holds each text.
func opened(ts *testscript.TestScript, neg bool, args []string) {
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	desk := ts.Value("desk").(*demo.Helpdesk)
	deadline := time.Now().Add(20 * time.Second)
	for len(desk.Tickets()) < want && time.Now().Before(deadline) {
		time.Sleep(20 * time.Millisecond)
	}
	tickets := desk.Tickets()
	if len(tickets) != want {
		ts.Fatalf("the helpdesk holds %d tickets, want %d", len(tickets), want)
	}
	for _, text := range args[1:] {
		mail, err := os.ReadFile(tickets[want-1].File)
		ts.Check(err)
		if strings.Contains(string(mail), text) == neg {
			ts.Fatalf("the last mail holds %q: %v\n%s", text, neg, mail)
		}
	}
}

// jsonfield NAME [ENV]: standard output is an array with one object that has
// the field; its value goes into the variable ENV.
func jsonField(ts *testscript.TestScript, _ bool, args []string) {
	var rows []map[string]any
	ts.Check(json.Unmarshal([]byte(ts.ReadFile("stdout")), &rows))
	if len(rows) == 0 {
		ts.Fatalf("the array is empty")
	}
	v, ok := rows[0][args[0]]
	if !ok {
		ts.Fatalf("no field %q in %v", args[0], rows[0])
	}
	if len(args) > 1 {
		ts.Setenv(args[1], fmt.Sprint(v))
	}
}

// repeat FILE N TEXT: FILE holds TEXT N times.
func repeat(ts *testscript.TestScript, _ bool, args []string) {
	n, err := strconv.Atoi(args[1])
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(strings.Repeat(args[2], n)), 0o600))
}
