// Command dist makes everything that is handed out, on Linux: the programs for
// Windows and Linux, the MSI, the zip, the .deb, the .tar.gz, the policy
// templates, checksums and a bill of materials. Name, ID, version and icon
// come from FyneApp.toml alone. It must not know what the programs do.
//
//	go run ./packaging/dist [-out dist] [-only windows|linux]
//
// Programs, archives and the .deb depend on the commit alone: whoever builds
// it again gets the same bytes. Signing puts a time stamp in, and wixl a random
// id: signed files and the MSI differ.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "dist:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	out := flag.String("out", "dist", "folder for what is made")
	only := flag.String("only", "", "windows or linux; both when empty")
	version := flag.String("version", "", "another version than FyneApp.toml's, to try an upgrade with")
	flag.Parse()
	p, err := readProduct(ctx, ".")
	if err != nil {
		return err
	}
	if *version != "" {
		p.Version = *version
	}
	dir, err := filepath.Abs(*out)
	if err != nil {
		return err
	}
	d := &dist{product: p, out: dir, stage: filepath.Join(dir, "stage")}
	return d.make(ctx, *only)
}

// dist is one run.
type dist struct {
	product
	out   string // what is handed out
	stage string // programs and what is made on the way
	made  []string
}

// make does the steps in their order.
func (d *dist) make(ctx context.Context, only string) error {
	if err := os.RemoveAll(d.stage); err != nil {
		return err
	}
	if err := os.MkdirAll(d.stage, 0o755); err != nil {
		return err
	}
	steps := []struct {
		system string
		name   string
		do     func(context.Context) error
	}{
		{"windows", "programs for Windows", d.windowsPrograms},
		{"windows", "portable zip", d.portable},
		{"windows", "policy templates", d.policies},
		{"windows", "installer", d.installer},
		{"linux", "programs for Linux", d.linuxPrograms},
		{"linux", ".deb and .tar.gz", d.linuxPackages},
		{"", "bill of materials", d.materials},
		{"", "checksums", d.sums},
	}
	for _, s := range steps {
		if only != "" && s.system != "" && s.system != only {
			continue
		}
		fmt.Println("dist:", s.name)
		if err := s.do(ctx); err != nil {
			return fmt.Errorf("%s: %w", s.name, err)
		}
	}
	return nil
}

// handOut names a new file in the output folder.
func (d *dist) handOut(name string) string {
	d.made = append(d.made, name)
	return filepath.Join(d.out, name)
}
