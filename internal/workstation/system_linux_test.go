package workstation

import (
	"strings"
	"testing"
)

func TestPrettyName(t *testing.T) {
	for in, want := range map[string]string{
		"PRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\nNAME=\"Debian\"": "Debian GNU/Linux 12 (bookworm)",
		"# comment\nNAME=Fedora\nVERSION='42 (KDE)'\n":                    "Fedora 42 (KDE)",
		`PRETTY_NAME="The \"best\" \$"`:                                   `The "best" $`,
		"garbage":                                                         "",
		"":                                                                "",
	} {
		if got := prettyName(strings.NewReader(in)); got != want {
			t.Errorf("%q gives %q, want %q", in, got, want)
		}
	}
}

func TestOldTitles(t *testing.T) {
	for in, want := range map[string]string{
		"perch\xe9": "perché", "perché": "perché", "plain": "plain",
		"Contabilit\xe0 \x1b%G–\x1b%@ Mandati": "Contabilità – Mandati", "\x1b%Gè\xff": "è", "\x1b%@": "\x1b%@", "": "",
	} {
		if got := legacy(in); got != want {
			t.Errorf("legacy(%q) = %q, want %q", in, got, want)
		}
	}
}
