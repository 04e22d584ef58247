package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/pelletier/go-toml/v2"
)

// product is what FyneApp.toml and the commit say of what is built.
type product struct {
	Root    string // of the sources
	Name    string // as people read it
	ID      string // reversed domain
	Version string // x.y.z
	Icon    string // path from Root
	Commit  string
	Date    time.Time // of the commit: the only time that goes into what is made
}

// file is the name of our programs and packages.
const file = "trayapp"

func readProduct(ctx context.Context, root string) (product, error) {
	root, err := filepath.Abs(root)
	if err != nil {
		return product{}, err
	}
	text, err := os.ReadFile(filepath.Join(root, "FyneApp.toml"))
	if err != nil {
		return product{}, fmt.Errorf("not the project's folder: %w", err)
	}
	var app struct{ Details product }
	if err := toml.Unmarshal(text, &app); err != nil {
		return product{}, err
	}
	p := app.Details
	p.Root = root
	if p.Name == "" || p.ID == "" || strings.Count(p.Version, ".") != 2 {
		return p, errors.New("FyneApp.toml: Name, ID and Version x.y.z are needed")
	}
	// Sources without a repository are built as well: as of no commit.
	p.Commit, p.Date = "unknown", time.Unix(0, 0).UTC()
	if out, err := p.git(ctx, "rev-parse", "--short=12", "HEAD"); err == nil {
		p.Commit = out
	}
	if out, err := p.git(ctx, "log", "-1", "--format=%cI"); err == nil {
		if t, err := time.Parse(time.RFC3339, out); err == nil {
			p.Date = t.UTC()
		}
	}
	return p, nil
}

func (p product) git(ctx context.Context, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, "git", args...)
	cmd.Dir = p.Root
	out, err := cmd.Output()
	return strings.TrimSpace(string(out)), err
}

// command runs a program in the sources' folder, its words on our own streams.
func (p product) command(ctx context.Context, env []string, name string, args ...string) error {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir, cmd.Stdout, cmd.Stderr = p.Root, os.Stdout, os.Stderr
	cmd.Env = append(os.Environ(), env...)
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

// source is a file of the project.
func (p product) source(path string) string { return filepath.Join(p.Root, filepath.FromSlash(path)) }
