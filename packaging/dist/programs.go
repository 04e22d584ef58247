package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// program is one that we build.
type program struct {
	out     string // its file, below the stage
	pkg     string
	cgo     bool
	console bool   // Windows: with a console of its own
	what    string // what Windows shows for it
}

var (
	windowsPrograms = []program{
		{out: "windows/trayapp.exe", pkg: "./cmd/trayapp", what: "agent and command line"},
		{out: "windows/trayapp-ui.exe", pkg: "./cmd/trayapp-ui", cgo: true, what: "windows"},
		// The shells look for a .com first, wait for it and take its status.
		{out: "windows/trayapp.com", pkg: "./cmd/trayapp-com", console: true, what: "command line"},
	}
	linuxPrograms = []program{
		{out: "linux/trayapp", pkg: "./cmd/trayapp"},
		{out: "linux/trayapp-ui", pkg: "./cmd/trayapp-ui", cgo: true},
	}
)

// windowsPrograms builds the programs with icon, version and manifest, and
// signs them.
func (d *dist) windowsPrograms(ctx context.Context) error {
	for _, p := range windowsPrograms {
		remove, err := d.resources(ctx, p)
		if err != nil {
			return err
		}
		err = d.build(ctx, p, "windows")
		remove()
		if err != nil {
			return err
		}
		if err := d.sign(ctx, filepath.Join(d.stage, p.out)); err != nil {
			return err
		}
	}
	return nil
}

func (d *dist) linuxPrograms(ctx context.Context) error {
	for _, p := range linuxPrograms {
		if err := d.build(ctx, p, "linux"); err != nil {
			return err
		}
	}
	return nil
}

// build compiles one program so that only sources and compilers count: no
// path of this machine, no time, no build id.
func (d *dist) build(ctx context.Context, p program, system string) error {
	env := []string{"GOOS=" + system, "GOARCH=amd64", "GOAMD64=v1", "CGO_ENABLED=0"}
	if p.cgo {
		env = append(env, "CGO_ENABLED=1")
	}
	if p.cgo && system == "windows" {
		env = append(env, "CC=x86_64-w64-mingw32-gcc")
	}
	flags := fmt.Sprintf("-s -w -buildid= -X main.version=%s -X main.commit=%s -X main.date=%s",
		d.Version, d.Commit, d.Date.Format("2006-01-02T15:04:05Z"))
	if system == "windows" && !p.console {
		flags += " -H=windowsgui"
	}
	return d.command(ctx, env, "go", "build", "-trimpath", "-buildvcs=false", "-ldflags", flags,
		"-o", filepath.Join(d.stage, p.out), p.pkg)
}

// winres is go-winres, run from the module cache at one version.
const winres = "github.com/tc-hib/go-winres@v0.3.3"

// resources puts icon, version and manifest beside the package's sources,
// where the Go compiler picks them up; remove takes them away again.
func (d *dist) resources(ctx context.Context, p program) (remove func(), err error) {
	dir := filepath.Join(d.stage, "resources")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	name := filepath.Base(p.out)
	inner := strings.TrimSuffix(name, filepath.Ext(name))
	manifest, err := os.ReadFile(d.source("packaging/windows/trayapp.manifest"))
	if err != nil {
		return nil, err
	}
	text := strings.NewReplacer("@ID@", d.ID+"."+inner, "@VERSION@", d.Version+".0", "@NAME@", d.Name).Replace(string(manifest))
	if err := os.WriteFile(filepath.Join(dir, "program.manifest"), []byte(text), 0o644); err != nil {
		return nil, err
	}
	icon, err := os.ReadFile(d.source("assets/icons/trayapp.ico"))
	if err == nil { // winres looks beside its own file alone
		err = os.WriteFile(filepath.Join(dir, "trayapp.ico"), icon, 0o644)
	}
	if err != nil {
		return nil, err
	}
	json := fmt.Sprintf(resourceFile, "trayapp.ico", d.Version+".0", d.Version+".0",
		d.Name, d.Name+" – "+p.what, d.Version, inner, name, d.Name, d.Version)
	if err := os.WriteFile(filepath.Join(dir, "winres.json"), []byte(json), 0o644); err != nil {
		return nil, err
	}
	object := filepath.Join(d.source(p.pkg), "rsrc_windows_amd64.syso")
	err = d.command(ctx, nil, "go", "run", winres, "make", "--arch", "amd64",
		"--in", filepath.Join(dir, "winres.json"), "--out", object, "--no-suffix")
	return func() { _ = os.Remove(object) }, err
}

const resourceFile = `{
  "RT_GROUP_ICON": {"APP": {"0000": %q}},
  "RT_MANIFEST": {"#1": {"0409": "program.manifest"}},
  "RT_VERSION": {"#1": {"0000": {
    "fixed": {"file_version": %q, "product_version": %q},
    "info": {"0409": {"CompanyName": %q, "FileDescription": %q, "FileVersion": %q, "InternalName": %q,
      "OriginalFilename": %q, "ProductName": %q, "ProductVersion": %q}}}}}
}
`
