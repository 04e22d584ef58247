package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"ticketpp/test/desktop/office"
	"ticketpp/test/desktop/stage"
)

// bench is one run: an office with a full-HD screen.
type bench struct {
	office *office.Office
	rounds int
}

// run measures everything, or one part, and prints the table. It reports
// whether every limit holds.
func run(ctx context.Context, w io.Writer, bin, only string, rounds int) (ok bool, err error) {
	bin, err = filepath.Abs(bin)
	if err != nil {
		return false, err
	}
	f, err := office.Open(ctx, bin, office.Options{Stage: stage.Options{Width: 1920, Height: 1080}, BigMail: true, Settings: settings})
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if err := quietRivals(f); err != nil {
		return false, err
	}
	if err := f.StartAgent(ctx); err != nil {
		return false, err
	}
	b := &bench{office: f, rounds: rounds}
	var rows []row
	for _, part := range []struct {
		name string
		do   func(context.Context) ([]row, error)
	}{{"idle", b.idle}, {"pixels", b.pixels}, {"png", b.png}, {"frame", b.frame}, {"capture", b.capture}, {"form", b.form}, {"send", b.send}, {"mailbox", b.mailbox}} {
		if only != "" && only != part.name {
			continue
		}
		more, err := part.do(ctx)
		if err != nil {
			return false, fmt.Errorf("%s: %w", part.name, err)
		}
		rows = append(rows, more...)
	}
	fmt.Fprintln(w, "Ticket++ beside others, in one run, on a 1920×1080 screen; ×: ours to theirs")
	fmt.Fprintln(w, machine())
	return printTable(w, rows), nil
}

// machine says how busy the machine is: times taken while others work on it
// tell little.
func machine() string {
	load, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return ""
	}
	return fmt.Sprintf("%d processors, load %s in the last minute, this run included", runtime.NumCPU(), strings.Fields(string(load))[0])
}

// settings let 25 MB through: what is measured must not be refused.
const settings = `language = "it"
log_level = "debug"

[user]
name = "Anna Bianchi"
phone = "0731 538419"
email = "anna.bianchi@comune.example"

[attachments]
max_total = "40MB"

{{RELAY}}
[[helpdesk]]
id = "projectpp"
profile = "projectpp"
address = "` + office.Helpdesk + `"
domains = ["projectpp.example"]
`

// quietRivals keeps the others from asking questions and from the network;
// else they are as shipped.
func quietRivals(f *office.Office) error {
	for path, text := range map[string]string{
		".config/flameshot/flameshot.ini": "[General]\nshowStartupLaunchMessage=false\nshowDesktopNotification=false\ncheckForUpdates=false\n",
		".config/ksnip/ksnip.conf":        "[Application]\nUseTrayIcon=true\nStartMinimizedToTray=true\nTrayIconNotificationsEnabled=false\nPromptSaveBeforeExit=false\n",
	} {
		path = filepath.Join(f.Home, path)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			return err
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			return err
		}
	}
	return nil
}
