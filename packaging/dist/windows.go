package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// portable writes the zip that runs without being installed.
func (d *dist) portable(context.Context) error {
	name := fmt.Sprintf("%s-%s-windows-amd64", file, d.Version)
	readme, err := d.template("packaging/windows/portable.txt")
	if err != nil {
		return err
	}
	entries := []entry{{name: name + "/README.txt", data: crlf(readme), mode: 0o644}}
	for _, p := range windowsPrograms {
		entries = append(entries, entry{name: name + "/" + filepath.Base(p.out), source: filepath.Join(d.stage, p.out), mode: 0o755})
	}
	return writeZip(d.handOut(name+".zip"), entries, d.Date)
}

// policies writes the zip with the administrator's templates and samples.
func (d *dist) policies(context.Context) error {
	var entries []entry
	for _, name := range []string{
		"trayapp.admx", "en-US/trayapp.adml", "it-IT/trayapp.adml", "samples/intune-oma-uri.csv",
		"samples/rmm-install.ps1", "samples/rmm-install.cmd",
	} {
		text, err := d.template("packaging/windows/" + name)
		if err != nil {
			return err
		}
		entries = append(entries, entry{name: name, data: crlf(text), mode: 0o644})
	}
	return writeZip(d.handOut(fmt.Sprintf("%s-%s-policy.zip", file, d.Version)), entries, d.Date)
}

// crlf ends lines as Windows' own editors do.
func crlf(text string) []byte { return []byte(strings.ReplaceAll(text, "\n", "\r\n")) }

// installer writes the MSI.
func (d *dist) installer(ctx context.Context) error {
	// wixl finds its sources beside the script alone.
	dir := filepath.Join(d.stage, "windows")
	for from, to := range map[string]string{"packaging/windows/trayapp.wxs": "trayapp.wxs", "assets/icons/trayapp.ico": "trayapp.ico"} {
		data, err := os.ReadFile(d.source(from))
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(dir, to), data, 0o644); err != nil {
			return err
		}
	}
	out := d.handOut(fmt.Sprintf("%s-%s-x64.msi", file, d.Version))
	if err := d.command(ctx, nil, "wixl", "--arch", "x64", "-o", out,
		"-D", "Name="+d.Name, "-D", "Version="+d.Version, filepath.Join(dir, "trayapp.wxs")); err != nil {
		return err
	}
	after, err := d.template("packaging/windows/after.sql")
	if err != nil {
		return err
	}
	args := []string{out}
	for query := range strings.Lines(after) {
		if !strings.HasPrefix(query, "--") {
			args = append(args, "-q", strings.TrimSpace(query))
		}
	}
	if err := d.command(ctx, nil, "msibuild", args...); err != nil {
		return err
	}
	return d.sign(ctx, out)
}

// sign signs a program or an installer where the environment holds a
// certificate: SIGN_CERT and SIGN_KEY (PEM; SIGN_KEY_PASS) or SIGN_PKCS12
// (SIGN_PASS), and SIGN_TIMESTAMP, the address of a time-stamping server.
func (d *dist) sign(ctx context.Context, path string) error {
	var args []string
	switch {
	case os.Getenv("SIGN_PKCS12") != "":
		args = []string{"-pkcs12", os.Getenv("SIGN_PKCS12")}
	case os.Getenv("SIGN_CERT") != "":
		args = []string{"-certs", os.Getenv("SIGN_CERT"), "-key", os.Getenv("SIGN_KEY")}
	default:
		return nil
	}
	if pass := os.Getenv("SIGN_PASS"); pass != "" {
		// Not on the command line, where others of this machine could read it.
		secret := filepath.Join(d.stage, "pass")
		if err := os.WriteFile(secret, []byte(pass), 0o600); err != nil {
			return err
		}
		defer os.Remove(secret)
		args = append(args, "-readpass", secret)
	}
	if server := os.Getenv("SIGN_TIMESTAMP"); server != "" {
		args = append(args, "-ts", server)
	}
	args = append([]string{"sign", "-h", "sha256", "-n", d.Name}, args...)
	signed := path + ".signed"
	out, err := exec.CommandContext(ctx, "osslsigncode", append(args, "-in", path, "-out", signed)...).CombinedOutput()
	if err != nil {
		return fmt.Errorf("sign %s: %w\n%s", filepath.Base(path), err, out)
	}
	return os.Rename(signed, path)
}
