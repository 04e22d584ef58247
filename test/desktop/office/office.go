// Package office is a workplace for tests: the program installed for one
// user, the settings that an administrator would give, a real mail server as
// the office's relay, and a desktop to work at. It starts the program and
// drives it from outside; it must not import any room of the program.
package office

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"ticketpp/test/desktop/stage"
	"ticketpp/test/mta"
)

// Helpdesk is the address to which the office's tickets go.
const Helpdesk = "helpdesk@projectpp.example"

// UI is the window program.
const UI = "trayapp-ui"

// Options says what kind of office.
type Options struct {
	Stage    stage.Options
	NoScreen bool   // no desktop at all: a service, a cron job
	NoMail   bool   // no relay is ever started
	Settings string // instead of the usual ones; {{RELAY}} stands for the relay's table
	BigMail  bool   // the relay takes 60 MB instead of 10
}

// Office is a workplace. Its Stage is nil where Options.NoScreen asked for none.
type Office struct {
	*stage.Stage
	Mail *mta.Server // nil in an empty office
	Bin  string      // the folder with the two programs
	Home string      // the user's home folder

	Agent *stage.Process
	Item  stage.Item      // the agent's icon on the bus
	Icon  image.Rectangle // and on the screen

	dir string // of an office without a stage
}

// Programs is the folder with the programs to test: what TRAYAPP_BIN names,
// set by `make`.
func Programs() (string, error) {
	bin := os.Getenv("TRAYAPP_BIN")
	if bin == "" {
		return "", errors.New("TRAYAPP_BIN is not set: run by `make test-desktop`, or set it to the folder with trayapp and trayapp-ui")
	}
	for _, name := range []string{"trayapp", UI} {
		if _, err := os.Stat(filepath.Join(bin, name)); err != nil {
			return "", fmt.Errorf("TRAYAPP_BIN: %w", err)
		}
	}
	return bin, nil
}

// Open sets up an office with the programs in bin. The agent is not started.
func Open(ctx context.Context, bin string, o Options) (*Office, error) {
	f := &Office{Bin: bin}
	if err := f.open(ctx, o); err != nil {
		return nil, errors.Join(fmt.Errorf("office: %w", err), f.Close())
	}
	return f, nil
}

// Empty sets up a desktop with the programs in bin and nothing else: no relay,
// no settings.
func Empty(ctx context.Context, bin string, o stage.Options) (*Office, error) {
	s, err := stage.Open(ctx, o)
	if err != nil {
		return nil, err
	}
	return &Office{Stage: s, Bin: bin, Home: s.Home}, nil
}

func (f *Office) open(ctx context.Context, o Options) error {
	var err error
	if o.NoScreen {
		if f.dir, err = os.MkdirTemp("", "office-"); err != nil {
			return err
		}
		f.Home = f.dir
	} else {
		if f.Stage, err = stage.Open(ctx, o.Stage); err != nil {
			return err
		}
		f.Home = f.Stage.Home
	}
	limit := int64(0)
	if o.BigMail {
		limit = 60 << 20
	}
	if f.Mail, err = mta.New(mta.Options{Mailboxes: []string{Helpdesk, "consulente@studio.example"}, SizeLimit: limit}); err != nil {
		return err
	}
	if !o.NoMail {
		if err := f.Mail.Start(ctx); err != nil {
			return err
		}
	}
	if o.Settings == "" {
		o.Settings = UsualSettings
	}
	return f.Configure(o.Settings)
}

// Configure writes the user's settings file anew.
func (f *Office) Configure(settings string) error {
	relay := fmt.Sprintf("[smtp]\nhost = %q\nport = %d\nsecurity = \"starttls\"\nca_file = %q\n", f.Mail.Host(), f.Mail.Port(), f.Mail.CAFile())
	if err := os.MkdirAll(filepath.Dir(f.Config()), 0o700); err != nil {
		return err
	}
	return os.WriteFile(f.Config(), []byte(strings.ReplaceAll(settings, "{{RELAY}}", relay)), 0o600)
}

// UsualSettings: one helpdesk, the relay, and a person known from before.
const UsualSettings = `language = "it"

[user]
name = "Anna Bianchi"
phone = "0731 538419"
email = "anna.bianchi@comune.example"
office = "Ufficio Ragioneria"

{{RELAY}}
[[helpdesk]]
id = "projectpp"
profile = "projectpp"
address = "` + Helpdesk + `"
domains = ["projectpp.example"]
`

// Config is the user's settings file, Data the user's data folder.
func (f *Office) Config() string { return filepath.Join(f.Home, ".config/trayapp/config.toml") }

// Data is the user's data folder.
func (f *Office) Data() string { return filepath.Join(f.Home, ".local/share/trayapp") }

// Env is the environment of the office's programs.
func (f *Office) Env() []string {
	if f.Stage != nil {
		return f.Stage.Env()
	}
	return []string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + f.Home, "LANG=it_IT.UTF-8", "XDG_RUNTIME_DIR=" + f.Home,
		"XDG_CONFIG_HOME=" + filepath.Join(f.Home, ".config"), "XDG_DATA_HOME=" + filepath.Join(f.Home, ".local/share"),
	}
}

// Close ends everything.
func (f *Office) Close() error {
	var errs []error
	if f.Stage != nil {
		errs = append(errs, f.Stage.Close())
	}
	if f.Mail != nil {
		errs = append(errs, f.Mail.Close())
	}
	if f.dir != "" {
		errs = append(errs, os.RemoveAll(f.dir))
	}
	return errors.Join(errs...)
}

// Command prepares a run of the command line.
func (f *Office) Command(ctx context.Context, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, filepath.Join(f.Bin, "trayapp"), args...)
	cmd.Env, cmd.Dir, cmd.WaitDelay = f.Env(), f.Home, time.Second
	return cmd
}

// Result is what a command of the program did.
type Result struct {
	Out, Err string
	Status   int
}

// CLI runs a command of the program to its end.
func (f *Office) CLI(ctx context.Context, args ...string) (Result, error) {
	ctx, cancel := context.WithTimeout(ctx, 2*stage.Patience)
	defer cancel()
	cmd := f.Command(ctx, args...)
	var out, complaints bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &complaints
	err := cmd.Run()
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.Exited() {
		err = nil
	}
	return Result{out.String(), complaints.String(), cmd.ProcessState.ExitCode()}, err
}

// Queued is one line of `trayapp outbox list --json`.
type Queued struct {
	ID        string `json:"id"`
	MessageID string `json:"message_id"`
	Subject   string `json:"subject"`
	Helpdesk  string `json:"helpdesk"`
	State     string `json:"state"`
	Attempts  int    `json:"attempts"`
	LastError string `json:"last_error"`
}

// Outbox lists what waits, is paused or has failed.
func (f *Office) Outbox(ctx context.Context) ([]Queued, error) {
	r, err := f.CLI(ctx, "outbox", "list", "--json")
	if err != nil || r.Status != 0 {
		return nil, fmt.Errorf("outbox list: status %d, %w: %s", r.Status, err, r.Err)
	}
	var items []Queued
	if err := json.Unmarshal([]byte(r.Out), &items); err != nil {
		return nil, fmt.Errorf("outbox list: %w: %s", err, r.Out)
	}
	return items, nil
}
