// Command admx writes the templates by which an administrator sets policy on
// Windows (ADMX and ADML, English and Italian) and a sample for Intune, from
// the settings' own description. What it writes is committed; its test fails
// when the two drift apart.
//
//	go run ./packaging/admx          (from the project's folder)
package main

import (
	"fmt"
	"os"
	"path/filepath"
)

// folder is where the templates stand.
const folder = "packaging/windows"

func main() {
	if err := run(folder); err != nil {
		fmt.Fprintln(os.Stderr, "admx:", err)
		os.Exit(1)
	}
}

func run(dir string) error {
	files, err := templates()
	if err != nil {
		return err
	}
	for name, text := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// templates returns each file's text by its name.
func templates() (map[string]string, error) {
	policies, tables, err := read()
	if err != nil {
		return nil, err
	}
	files := map[string]string{
		"trayapp.admx":               admx(policies, tables),
		"samples/intune-oma-uri.csv": intune(policies),
	}
	for folder, language := range map[string]string{"en-US": "en", "it-IT": "it"} {
		files[folder+"/trayapp.adml"] = adml(policies, tables, language)
	}
	return files, nil
}
