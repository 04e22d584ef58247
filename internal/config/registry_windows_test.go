package config

import (
	"strings"
	"testing"

	"golang.org/x/sys/windows/registry"
)

// What is written into the real registry comes back as settings.
func TestRealRegistry(t *testing.T) {
	const path = `Software\trayapp-test-of-config`
	remove := func() {
		for _, p := range []string{path + `\smtp`, path} {
			_ = registry.DeleteKey(registry.CURRENT_USER, p) // it may not be there
		}
	}
	remove()
	t.Cleanup(remove)
	k, _, err := registry.CreateKey(registry.CURRENT_USER, path, registry.ALL_ACCESS)
	if err != nil {
		t.Fatal(err)
	}
	defer k.Close()
	smtp, _, err := registry.CreateKey(k, "smtp", registry.ALL_ACCESS)
	if err != nil {
		t.Fatal(err)
	}
	defer smtp.Close()
	for _, err := range []error{
		k.SetStringValue("language", "it"), k.SetStringsValue("organisation.bodies", []string{"A", "B"}),
		k.SetExpandStringValue("user.office", "%OS%"), k.SetBinaryValue("log_level", []byte{1}),
		k.SetStringValue("helpdesk", "[[helpdesk]]\r\nprofile = \"cwol\"\r\n"),
		smtp.SetStringValue("host", "relay.example"), smtp.SetDWordValue("port", 2525), smtp.SetQWordValue("allow_plaintext", 1),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	left := maxValues
	key, err := readKey(registry.CURRENT_USER, path, 0, &left)
	if err != nil {
		t.Fatal(err)
	}
	m := newMachine(t)
	m.registry = policyOf(key)
	s := m.load()
	wantStrings(t, codes(s.Problems()), []string{"log_level wrong-type log_level"})
	if s.Language != "it" || len(s.Organisation.Bodies) != 2 || s.User.Office == "" || strings.Contains(s.User.Office, "%") {
		t.Errorf("got %+v", s.Config)
	}
	if len(s.SMTP) != 1 || s.SMTP[0].Port != 2525 || !s.SMTP[0].AllowPlaintext || len(s.Helpdesks()) != 1 {
		t.Errorf("got %+v", s.SMTP)
	}
	if len(readRegistry()) > 3 {
		t.Error("more layers than there are keys")
	}
}
