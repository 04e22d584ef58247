// Package pc is a workstation with Windows for tests: Wine on a screen of its
// own, with a prefix of its own, where our installer and programs run and are
// driven from outside. It must not import any room of the program.
//
// Wine is not Windows: what only the real one can show stands in
// docs/manual-checks.md.
package pc

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/jezek/xgb"

	"ticketpp/test/desktop/stage"
)

// PC is a workstation.
type PC struct {
	*stage.Stage
	Prefix string // the folder in which Wine keeps the machine
	User   string // the user's folder

	width, height int
	x             *xgb.Conn
}

// Options says what kind of workstation.
type Options struct {
	Prefix   string // an existing machine's folder, or an empty one
	NoOpenGL bool   // a screen without OpenGL, as by remote desktop
}

// the screen's size.
const width, height = 1280, 800

// Open switches a workstation on: nobody is logged on yet.
func Open(ctx context.Context, o Options) (*PC, error) {
	s, err := stage.Open(ctx, stage.Options{Width: width, Height: height, Bare: true, NoOpenGL: o.NoOpenGL})
	if err != nil {
		return nil, err
	}
	p := &PC{Stage: s, Prefix: o.Prefix, width: width, height: height}
	if err := p.boot(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("pc: %w", err), p.Close())
	}
	return p, nil
}

func (p *PC) boot(ctx context.Context) error {
	var err error
	if p.x, err = xgb.NewConnDisplay(p.Display()); err != nil {
		return err
	}
	system32 := filepath.Join(p.Prefix, "drive_c/windows/system32")
	if _, err := os.Stat(system32); errors.Is(err, os.ErrNotExist) {
		if out, code, err := p.Run(ctx, "wineboot", "-i"); err != nil || code != 0 {
			return fmt.Errorf("wineboot: status %d, %w\n%s", code, err, out)
		}
		if err := p.shim(ctx, system32); err != nil {
			return err
		}
	}
	users, err := os.ReadDir(filepath.Join(p.Prefix, "drive_c/users"))
	for _, u := range users {
		if u.IsDir() && u.Name() != "Public" {
			p.User = filepath.Join(p.Prefix, "drive_c/users", u.Name())
		}
	}
	return err
}

// shimSource is a library that Windows has and Wine 8 has not: Go's programs
// take their random numbers from it. It is for the test only.
const shimSource = `#include <windows.h>
BOOLEAN NTAPI SystemFunction036(PVOID, ULONG);
__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE p, SIZE_T n) { return SystemFunction036(p, (ULONG)n); }
`

func (p *PC) shim(ctx context.Context, system32 string) error {
	source := filepath.Join(p.Home, "shim.c")
	if err := os.WriteFile(source, []byte(shimSource), 0o600); err != nil {
		return err
	}
	out, err := exec.CommandContext(ctx, "x86_64-w64-mingw32-gcc", "-shared", "-O2", "-o",
		filepath.Join(system32, "bcryptprimitives.dll"), source, "-ladvapi32").CombinedOutput()
	if err != nil {
		return fmt.Errorf("the shim: %w\n%s", err, out)
	}
	return nil
}

// env is what Wine needs in its environment.
func (p *PC) env() []string {
	return p.Env("WINEPREFIX="+p.Prefix, "WINEARCH=win64", "WINEDLLOVERRIDES=mscoree=;mshtml=;winemenubuilder.exe=d",
		"WINEDEBUG=-all", "FYNE_SCALE=1", "TRAYAPP_TEST_EVENTS="+Path(p.events()))
}

// Path is a file of this machine as Windows' programs name it.
func Path(file string) string { return `Z:` + strings.ReplaceAll(file, "/", `\`) }

// File is one of Windows' files on drive C as this machine names it.
func (p *PC) File(path string) string {
	return filepath.Join(p.Prefix, "drive_c", filepath.FromSlash(strings.ReplaceAll(strings.TrimPrefix(path, `C:\`), `\`, "/")))
}

func (p *PC) events() string { return filepath.Join(p.Home, "events.jsonl") }

// Run runs a program of Windows to its end; it returns what it printed and
// its exit status.
func (p *PC) Run(ctx context.Context, args ...string) (string, int, error) {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, "wine", args...)
	cmd.Env, cmd.Dir = p.env(), p.Home
	cmd.WaitDelay = time.Second
	// By a file: what a program leaves running would hold a pipe open.
	out, err := os.CreateTemp(p.Home, "out-")
	if err != nil {
		return "", 0, err
	}
	defer out.Close()
	cmd.Stdout, cmd.Stderr = out, out
	err = cmd.Run()
	text, readErr := os.ReadFile(out.Name())
	var ended *exec.ExitError
	if errors.As(err, &ended) {
		err = nil
	}
	code := -1
	if cmd.ProcessState != nil {
		code = cmd.ProcessState.ExitCode()
	}
	return strings.ReplaceAll(string(text), "\r\n", "\n"), code, errors.Join(err, readErr)
}

// Close switches the workstation off.
func (p *PC) Close() error {
	cmd := exec.Command("wineserver", "-k")
	cmd.Env = p.env()
	err := cmd.Run()
	var ended *exec.ExitError
	if errors.As(err, &ended) { // none runs
		err = nil
	}
	if p.x != nil {
		p.x.Close()
	}
	return errors.Join(err, p.Stage.Close())
}

// LogOff ends everything that runs.
func (p *PC) LogOff(ctx context.Context) error {
	for _, arg := range []string{"-k", "-w"} {
		cmd := exec.CommandContext(ctx, "wineserver", arg)
		cmd.Env = p.env()
		if err := cmd.Run(); err != nil && arg == "-w" {
			return fmt.Errorf("wineserver %s: %w", arg, err)
		}
	}
	return nil
}

// LogOn shows the desktop and starts what starts at logon. more is put into
// the environment.
func (p *PC) LogOn(more ...string) error {
	_, err := p.Start(append(p.env(), more...), "wine", "explorer", fmt.Sprintf("/desktop=test,%dx%d", p.width, p.height), "wineboot.exe")
	return err
}

// Begin starts a program of Windows and leaves it running.
func (p *PC) Begin(args ...string) error {
	_, err := p.Start(p.env(), "wine", args...)
	return err
}

// Pids are the processes of one of our programs, by its name.
func (p *PC) Pids(name string) []int {
	var pids []int
	dirs, _ := filepath.Glob("/proc/[0-9]*")
	for _, d := range dirs {
		line, err := os.ReadFile(d + "/cmdline")
		program, _, _ := strings.Cut(string(line), "\x00")
		if err != nil || !strings.EqualFold(program[strings.LastIndexByte(program, '\\')+1:], name) {
			continue
		}
		env, err := os.ReadFile(d + "/environ")
		var pid int
		if _, e := fmt.Sscanf(filepath.Base(d), "%d", &pid); err == nil && e == nil && strings.Contains(string(env), "WINEPREFIX="+p.Prefix+"\x00") {
			pids = append(pids, pid)
		}
	}
	return pids
}
