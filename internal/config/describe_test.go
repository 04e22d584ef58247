package config

import (
	"strings"
	"testing"
)

func TestDescribe(t *testing.T) {
	settings, several := Describe()
	kinds := map[string]string{}
	for _, s := range settings {
		kinds[s.Key()] = s.Kind + " " + strings.Join(s.Options, "|") + " " + s.BuiltIn
	}
	for key, want := range map[string]string{
		"language": "one-of |it|en ", "log_level": "one-of debug|info|warn|error info", "keep_sent": "duration  90d",
		"user.name": "line  ", "user.contact_by": "one-of phone|email phone", "organisation.bodies": "list  ",
		"smtp.port": "port  ", "smtp.allow_plaintext": "boolean  ", "smtp.password_command": "list  ",
		"oauth.device_code": "boolean  ", "imap.poll": "duration  2m", "attachments.max_total": "size  7MB",
	} {
		if kinds[key] != want {
			t.Errorf("%s: got %q, want %q", key, kinds[key], want)
		}
	}
	wantStrings(t, several, []string{"smtp", "kb", "helpdesk"})
}

// In the registry, helpdesks with a built-in profile are named by it alone.
func TestProfilesInTheRegistry(t *testing.T) {
	for _, c := range []struct {
		text     string
		ids      []string
		problems int
	}{
		{"projectpp", []string{"projectpp"}, 0},
		{" cwol; projectpp,01s ", []string{"cwol", "projectpp", "01s"}, 0},
		{"[[helpdesk]]\nid = \"own\"\naddress = \"a@b.example\"", []string{"own"}, 0},
		{"nobody", nil, 2}, // the unknown profile, and no helpdesk in the end
	} {
		m := newMachine(t)
		m.registry = []registrySource{{layer: Installer, root: `HKLM\` + installerKey, key: registryKey{
			values: []registryValue{{name: "Helpdesk", text: c.text}},
		}}}
		s := m.load()
		var ids []string
		for _, h := range s.Helpdesks() {
			ids = append(ids, h.ID)
		}
		wantStrings(t, ids, c.ids)
		var own []string
		for _, p := range s.Problems() {
			if p.Code != NoServer && !strings.HasPrefix(p.Key, "smtp") {
				own = append(own, string(p.Code)+" "+p.Key)
			}
		}
		if len(own) != c.problems {
			t.Errorf("%q: %v", c.text, own)
		}
	}
}
