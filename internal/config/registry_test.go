package config

import (
	"strings"
	"testing"
	"time"
)

func policyOf(key registryKey) []registrySource {
	return []registrySource{{layer: Policy, root: `HKLM\Software\Policies\trayapp`, key: key}}
}

func TestRegistryHoldsWhatAFileHolds(t *testing.T) {
	m := newMachine(t)
	m.registry = policyOf(registryKey{
		values: []registryValue{
			{name: "Language", text: "it"},
			{name: "smtp.host", text: "relay.example"},
			{name: "imap.poll", text: "5m"},
			{name: "imap.host", text: "mail.example"},
			{name: "helpdesk", text: "[[helpdesk]]\nid = \"erp\"\naddress = \"erp@example.it\"\n[[helpdesk.module]]\nname = \"M\"\naddress = \"m@example.it\"\n"},
			{name: "kb", kind: registryList, list: []string{"[[kb]]", `source = "https://wiki.example/"`}},
		},
		keys: []registryKey{
			{name: "SMTP", values: []registryValue{
				{name: "port", kind: registryNumber, number: 2525},
				{name: "allow_plaintext", kind: registryNumber, number: 1},
				{name: "security", text: "none"},
			}},
			{
				name: "oauth", values: []registryValue{{name: "device_code", text: "true"}, {name: "client_id", text: "abc"}},
				keys: []registryKey{{name: "scopes", values: []registryValue{{name: "10", text: "c"}, {name: "2", text: "b"}, {name: "1", text: "a"}}}},
			},
			{name: "organisation", values: []registryValue{{name: "bodies", kind: registryList, list: []string{"A", "B"}}}},
		},
	})
	s := m.load()
	wantStrings(t, codes(s.Problems()), nil)
	if s.Language != "it" || len(s.SMTP) != 1 || s.SMTP[0].Host != "relay.example" || s.SMTP[0].Port != 2525 || !s.SMTP[0].AllowPlaintext {
		t.Errorf("got %+v", s.Config)
	}
	if !s.OAuth.DeviceCode || strings.Join(s.OAuth.Scopes, "") != "abc" || len(s.Organisation.Bodies) != 2 || s.IMAP.Poll != 5*time.Minute {
		t.Errorf("got %+v", s.Config)
	}
	if len(s.Helpdesks()) != 1 || len(s.Helpdesks()[0].Modules) != 1 || len(s.KB) != 1 {
		t.Errorf("got %+v, %+v", s.Helpdesks(), s.KB)
	}
	o := s.Origin("smtp.port")
	if o.Layer != Policy || !o.Locked || o.File != `HKLM\Software\Policies\trayapp\SMTP\port` {
		t.Errorf("smtp.port comes from %+v", o)
	}
}

func TestMistakesInTheRegistry(t *testing.T) {
	m := newMachine(t)
	m.registry = policyOf(registryKey{
		values: []registryValue{
			{name: "langage", text: "it"},
			{name: "keep_sent", kind: registryNumber, number: 90},
			{name: "log_level", kind: registryOther},
			{name: "smtp", text: "[[smtp]]\nhost = \"a\"\nport = \"x\"\n"},
			{name: "helpdesk", text: "id = \"x\"\n[[helpdesk]]\nid = \"ok\"\naddress = \"ok@example.it\"\n"},
			{name: "user.name", text: "A"},
			{name: "user", text: "B"},
		},
		keys: []registryKey{{name: "form", values: []registryValue{{name: "ui", text: "window"}}}},
	})
	s := m.load()
	wantStrings(t, codes(s.Problems()), []string{
		"helpdesk:1:1 wrong-type id", "log_level wrong-type log_level", "user.name duplicate user",
		"keep_sent wrong-type keep_sent", "langage unknown-key langage", "smtp:3:8 wrong-type smtp.port", "user wrong-type user",
	})
	if s.Form.UI != "window" || len(s.Helpdesks()) != 1 || len(s.SMTP) != 1 {
		t.Errorf("a mistake cost others their value: %+v", s.Config)
	}
}

func TestMachinePolicyComesLast(t *testing.T) {
	m := newMachine(t)
	m.registry = []registrySource{
		{layer: Policy, root: `HKCU\Software\Policies\trayapp`, key: registryKey{values: []registryValue{{name: "language", text: "en"}, {name: "log_level", text: "warn"}}}},
		{layer: Policy, root: `HKLM\Software\Policies\trayapp`, key: registryKey{values: []registryValue{{name: "language", text: "it"}}}},
	}
	if s := m.load(); s.Language != "it" || s.LogLevel != "warn" {
		t.Errorf("got %+v", s.Config)
	}
}

func TestInstallersEmptyTextsSetNothing(t *testing.T) {
	m := newMachine(t)
	m.registry = []registrySource{{layer: Installer, root: `HKLM\Software\trayapp`, key: registryKey{
		values: []registryValue{{name: "smtp.host", text: ""}, {name: "log_level", text: ""}, {name: "keep_sent", text: "5d"}},
	}}}
	s := m.load()
	wantStrings(t, unexpected(s.Problems()), nil)
	if s.LogLevel != "info" || s.KeepSent != 5*day {
		t.Errorf("got %+v", s.Config)
	}
}

func TestDeepRegistryEnds(t *testing.T) {
	key := registryKey{name: "a"}
	for range 100 {
		key = registryKey{name: "a", keys: []registryKey{key}}
	}
	doc := fromRegistry("HKLM", key)
	if len(doc.problems) != 1 {
		t.Errorf("got %v", codes(doc.problems))
	}
}
