//go:build linux || windows

package workstation

import (
	"os"
	"testing"
)

func TestWhichProgramsAreOurs(t *testing.T) {
	for _, c := range []struct {
		self, other string
		want        bool
	}{
		{"/opt/x/trayapp", "/opt/x/trayapp-ui", true},
		{"/opt/x/trayapp", "/opt/x/trayapp-ui (deleted)", true},
		{"/opt/x/trayapp", "/usr/bin/trayapp-ui", true},
		{"/opt/x/trayapp-ui", "/opt/x/trayapp-ui", true},
		{"trayapp.exe", "trayapp-ui.exe", true},
		{"/opt/x/trayapp", "/opt/x/firefox", false},
		{"/opt/trayapp/trayapp", "/opt/trayapp/bin", false},
		{"/opt/x/trayapp", "/usr/bin/tray", false},
	} {
		if got := sharesName(c.self, c.other); got != c.want {
			t.Errorf("sharesName(%q, %q) is %v", c.self, c.other, got)
		}
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	if !isOurs(self) || isOurs("") {
		t.Error("this program is not ours, or one that is not known is")
	}
}
