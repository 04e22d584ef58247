package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"debug/buildinfo"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// bom is a bill of materials, CycloneDX 1.5.
type bom struct {
	Format     string      `json:"bomFormat"`
	Spec       string      `json:"specVersion"`
	Version    int         `json:"version"`
	Metadata   metadata    `json:"metadata"`
	Components []component `json:"components"`
}

type metadata struct {
	Timestamp string    `json:"timestamp"`
	Component component `json:"component"`
}

type component struct {
	Type       string     `json:"type"`
	Name       string     `json:"name"`
	Version    string     `json:"version"`
	PURL       string     `json:"purl,omitempty"`
	Hashes     []hash     `json:"hashes,omitempty"`
	Properties []property `json:"properties,omitempty"`
}

type hash struct {
	Alg     string `json:"alg"`
	Content string `json:"content"`
}

type property struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// materials lists every library in the programs, as they themselves say.
func (d *dist) materials(context.Context) error {
	found := map[string]component{}
	users := map[string][]string{}
	for _, p := range slices.Concat(windowsPrograms, linuxPrograms) {
		info, err := buildinfo.ReadFile(filepath.Join(d.stage, p.out))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return fmt.Errorf("%s: %w", p.out, err)
		}
		goVersion := strings.TrimPrefix(info.GoVersion, "go")
		found["std"] = component{Type: "library", Name: "std", Version: goVersion, PURL: "pkg:golang/std@" + goVersion}
		users["std"] = append(users["std"], p.out)
		for _, m := range info.Deps {
			if m.Replace != nil {
				m = m.Replace
			}
			c := component{Type: "library", Name: m.Path, Version: m.Version, PURL: "pkg:golang/" + m.Path + "@" + m.Version}
			// go.sum's own: the hash of the module's files, not of one file.
			if sum, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(m.Sum, "h1:")); err == nil && len(sum) == sha256.Size {
				c.Properties = []property{{"go:h1", m.Sum}}
			}
			found[m.Path] = c
			users[m.Path] = append(users[m.Path], p.out)
		}
	}
	b := bom{Format: "CycloneDX", Spec: "1.5", Version: 1, Metadata: metadata{
		Timestamp: d.Date.Format("2006-01-02T15:04:05Z"),
		Component: component{Type: "application", Name: d.Name, Version: d.Version},
	}}
	for path, c := range found {
		for _, u := range users[path] {
			c.Properties = append(c.Properties, property{"used-by", u})
		}
		b.Components = append(b.Components, c)
	}
	slices.SortFunc(b.Components, func(a, b component) int { return strings.Compare(a.Name, b.Name) })
	for _, p := range slices.Concat(windowsPrograms, linuxPrograms) {
		data, err := os.ReadFile(filepath.Join(d.stage, p.out))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return err
		}
		sum := sha256.Sum256(data)
		b.Components = append(b.Components, component{
			Type: "file", Name: p.out, Version: d.Version, Hashes: []hash{{"SHA-256", hex.EncodeToString(sum[:])}},
		})
	}
	var text bytes.Buffer
	e := json.NewEncoder(&text)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	if err := e.Encode(b); err != nil {
		return err
	}
	return os.WriteFile(d.handOut("bom.json"), text.Bytes(), 0o644)
}

// sums writes the checksums of all that is handed out.
func (d *dist) sums(context.Context) error {
	slices.Sort(d.made)
	var text strings.Builder
	for _, name := range d.made {
		data, err := os.ReadFile(filepath.Join(d.out, name))
		if err != nil {
			return err
		}
		fmt.Fprintf(&text, "%x  %s\n", sha256.Sum256(data), name)
	}
	return os.WriteFile(filepath.Join(d.out, "SHA256SUMS"), []byte(text.String()), 0o644)
}
