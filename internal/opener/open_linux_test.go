package opener

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// A browser that was not running yet is xdg-open's own process.
func TestTheProgramOutlivesWhoeverOpenedIt(t *testing.T) {
	dir := t.TempDir()
	script := "#!/bin/sh\necho > " + dir + "/started\nwhile ! [ -e " + dir + "/go ]; do sleep 0.02; done\necho > " + dir + "/ended\n"
	if err := os.WriteFile(filepath.Join(dir, "xdg-open"), []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", dir+":"+os.Getenv("PATH"))
	ctx, cancel := context.WithCancel(t.Context())
	if err := URL(ctx, "https://helpdesk.example/"); err != nil {
		t.Fatal(err)
	}
	until := func(name string) {
		t.Helper()
		for end := time.Now().Add(5 * time.Second); ; time.Sleep(5 * time.Millisecond) {
			if _, err := os.Stat(filepath.Join(dir, name)); err == nil {
				return
			}
			if time.Now().After(end) {
				t.Fatalf("it never %s", name)
			}
		}
	}
	until("started")
	cancel()
	if err := os.WriteFile(filepath.Join(dir, "go"), []byte("on\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	until("ended")
}

// Whether there is a browser is known by what xdg-open says of it.
func TestLocalSaysThatThereIsNoBrowser(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("PATH", dir+":"+os.Getenv("PATH"))
	t.Setenv("SAID", filepath.Join(dir, "said"))
	for script, ok := range map[string]bool{"exit 3": false, "printf %s \"$1\" > \"$SAID\"": true} {
		if err := os.WriteFile(filepath.Join(dir, "xdg-open"), []byte("#!/bin/sh\n"+script+"\n"), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := Local(t.Context(), "http://127.0.0.1:8080/open/x"); (err == nil) != ok {
			t.Errorf("%s: %v", script, err)
		}
	}
	if said, err := os.ReadFile(filepath.Join(dir, "said")); string(said) != "http://127.0.0.1:8080/open/x" || err != nil {
		t.Errorf("opened %q, %v", said, err)
	}
	for _, address := range []string{"https://helpdesk.example/", "http://helpdesk.example/", "tel:1", "file:///etc/passwd"} {
		if Local(t.Context(), address) == nil {
			t.Errorf("%s was opened as a page of ours", address)
		}
	}
}
