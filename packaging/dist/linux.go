package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// iconSizes are those of the icon theme that every desktop looks for.
var iconSizes = []int{16, 22, 24, 32, 48, 64, 128, 256}

// linuxPackages writes the .deb and the .tar.gz.
func (d *dist) linuxPackages(ctx context.Context) error {
	files, err := d.linuxFiles(ctx)
	if err != nil {
		return err
	}
	var deb, loose []entry
	for _, e := range files {
		system := e
		if !strings.HasPrefix(e.name, "etc/") {
			system.name = "usr/" + e.name
		}
		deb, loose = append(deb, system), append(loose, e)
	}
	libc, err := libcNeeded(filepath.Join(d.stage, "linux/trayapp"), filepath.Join(d.stage, "linux/trayapp-ui"))
	if err != nil {
		return err
	}
	control := map[string]string{}
	for _, part := range []string{"control", "prerm"} {
		text, err := d.template("packaging/linux/deb/" + part)
		if err != nil {
			return err
		}
		control[part] = strings.ReplaceAll(text, "@LIBC@", libc)
	}
	if err := d.writeDeb(d.handOut(fmt.Sprintf("%s_%s_amd64.deb", file, d.Version)), deb, control); err != nil {
		return err
	}
	name := fmt.Sprintf("%s-%s-linux-amd64", file, d.Version)
	readme, err := d.template("packaging/linux/README")
	if err != nil {
		return err
	}
	loose = append(loose, entry{name: "README", data: []byte(readme), mode: 0o644})
	data, err := tarball(name, loose, d.Date)
	if err != nil {
		return err
	}
	return os.WriteFile(d.handOut(name+".tar.gz"), data, 0o644)
}

// linuxFiles lists what is installed below /usr, and in /etc.
func (d *dist) linuxFiles(ctx context.Context) ([]entry, error) {
	files := []entry{
		{name: "lib/trayapp/trayapp", source: filepath.Join(d.stage, "linux/trayapp"), mode: 0o755},
		{name: "lib/trayapp/trayapp-ui", source: filepath.Join(d.stage, "linux/trayapp-ui"), mode: 0o755},
		{name: "bin/trayapp", link: "../lib/trayapp/trayapp"},
		{name: "share/icons/hicolor/scalable/apps/" + d.ID + ".svg", source: d.source("assets/icons/trayapp.svg"), mode: 0o644},
		{name: "share/doc/trayapp/guida.md", source: d.source("docs/guida.md"), mode: 0o644},
		{name: "share/doc/trayapp/settings.md", source: d.source("docs/settings.md"), mode: 0o644},
		{name: "share/doc/trayapp/deploy.md", source: d.source("docs/deploy.md"), mode: 0o644},
	}
	for _, n := range iconSizes {
		files = append(files, entry{
			name:   fmt.Sprintf("share/icons/hicolor/%dx%d/apps/%s.png", n, n, d.ID),
			source: d.source(fmt.Sprintf("assets/icons/trayapp-%d.png", n)), mode: 0o644,
		})
	}
	for name, from := range map[string]string{
		"share/applications/" + d.ID + ".desktop":  "packaging/linux/trayapp.desktop",
		"etc/xdg/autostart/trayapp.desktop":        "packaging/linux/autostart.desktop",
		"share/metainfo/" + d.ID + ".metainfo.xml": "packaging/linux/metainfo.xml",
		"share/doc/trayapp/copyright":              "packaging/linux/copyright",
		"share/doc/trayapp/examples/policy.toml":   "packaging/linux/policy.toml",
		"share/man/man1/trayapp.1.gz":              "packaging/linux/trayapp.1",
		"share/doc/trayapp/changelog.gz":           "CHANGELOG.md",
	} {
		text, err := d.template(from)
		if err != nil {
			return nil, err
		}
		e := entry{name: name, data: []byte(text), mode: 0o644}
		if strings.HasSuffix(name, ".gz") {
			if e.data, err = zipped(e.data); err != nil {
				return nil, err
			}
		}
		files = append(files, e)
	}
	for shell, name := range map[string]string{
		"bash": "share/bash-completion/completions/trayapp",
		"zsh":  "share/zsh/vendor-completions/_trayapp",
		"fish": "share/fish/vendor_completions.d/trayapp.fish",
	} {
		out, err := exec.CommandContext(ctx, filepath.Join(d.stage, "linux/trayapp"), "completion", shell).Output()
		if err != nil {
			return nil, fmt.Errorf("completion for %s: %w", shell, err)
		}
		files = append(files, entry{name: name, data: out, mode: 0o644})
	}
	slices.SortFunc(files, func(a, b entry) int { return strings.Compare(a.name, b.name) })
	return files, nil
}

// template reads a file of the project and fills in what FyneApp.toml says.
func (d *dist) template(path string) (string, error) {
	text, err := os.ReadFile(d.source(path))
	if err != nil {
		return "", err
	}
	return strings.NewReplacer("@NAME@", d.Name, "@ID@", d.ID, "@VERSION@", d.Version,
		"@DATE@", d.Date.Format("2006-01-02")).Replace(string(text)), nil
}
