//go:build !windows

package l10n

import "os"

// systemLanguage follows the order of setlocale(3): LC_ALL, LC_MESSAGES, LANG;
// LANGUAGE, where it is set, comes first, as gettext reads it.
func systemLanguage() string {
	for _, name := range []string{"LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"} {
		if v := os.Getenv(name); v != "" {
			return v
		}
	}
	return ""
}
