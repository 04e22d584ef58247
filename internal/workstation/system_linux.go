package workstation

import (
	"bufio"
	"io"
	"os"
	"strings"
)

// system is the distribution's name for itself (os-release(5)) and the
// desktop's.
func system() string {
	name := "Linux"
	for _, file := range []string{"/etc/os-release", "/usr/lib/os-release"} {
		if f, err := os.Open(file); err == nil {
			if n := prettyName(f); n != "" {
				name = n
			}
			f.Close()
			break
		}
	}
	if desktop := os.Getenv("XDG_CURRENT_DESKTOP"); desktop != "" {
		name += ", " + strings.ReplaceAll(desktop, ":", " ")
	}
	return name
}

// prettyName reads PRETTY_NAME, else NAME and VERSION.
func prettyName(r io.Reader) string {
	values := map[string]string{}
	for lines := bufio.NewScanner(io.LimitReader(r, 64<<10)); lines.Scan(); {
		key, value, ok := strings.Cut(strings.TrimSpace(lines.Text()), "=")
		if ok {
			values[key] = unquote(value)
		}
	}
	if n := values["PRETTY_NAME"]; n != "" {
		return n
	}
	return strings.TrimSpace(values["NAME"] + " " + values["VERSION"])
}

// unquote undoes the shell quoting that os-release allows.
func unquote(s string) string {
	if len(s) >= 2 && (s[0] == '"' || s[0] == '\'') && s[len(s)-1] == s[0] {
		s = s[1 : len(s)-1]
	}
	return strings.NewReplacer(`\"`, `"`, `\$`, `$`, `\\`, `\`, "\\`", "`").Replace(s)
}
