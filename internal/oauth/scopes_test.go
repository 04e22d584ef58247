package oauth

import (
	"slices"
	"testing"
)

// Microsoft is asked for what is needed and for nothing else.
func TestMicrosoftsPermissions(t *testing.T) {
	const send, read, lasting = "https://outlook.office.com/SMTP.Send", "https://outlook.office.com/IMAP.AccessAsUser.All", "offline_access"
	for _, c := range []struct {
		send, read bool
		want       []string
	}{
		{false, false, []string{send, lasting}},
		{true, false, []string{send, lasting}},
		{false, true, []string{read, lasting}},
		{true, true, []string{send, read, lasting}},
	} {
		p, err := For(Registration{Provider: "microsoft", ClientID: "x", Send: c.send, Read: c.read})
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(p.config.Scopes, c.want) {
			t.Errorf("%+v: %v", c, p.config.Scopes)
		}
	}
	// One sign-in for both serves either; one for sending alone does not read.
	given := send + " " + read
	for _, wanted := range [][]string{{send, lasting}, {read, lasting}, {send, read, lasting}} {
		if !covers(given, wanted) {
			t.Errorf("%q does not cover %v", given, wanted)
		}
	}
	if covers(send, []string{read, lasting}) {
		t.Error("sending covers reading")
	}
}
