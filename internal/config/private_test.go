package config

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// What a provider issues is used, and never shown.
func TestShowHoldsNoClientSecret(t *testing.T) {
	file := filepath.Join(t.TempDir(), "config.toml")
	text := "[oauth]\nprovider = \"google\"\nclient_id = \"id\"\nclient_secret = \"GOCSPX-1532\"\n"
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := Load(Options{ConfigFile: file, DataDir: t.TempDir()})
	if err != nil || s.OAuth.ClientSecret != "GOCSPX-1532" {
		t.Fatalf("it is not read: %q, %v", s.OAuth.ClientSecret, err)
	}
	if shown := fmt.Sprint(s.Show()); strings.Contains(shown, "GOCSPX") {
		t.Errorf("it is shown: %s", shown)
	}
}
