package agent

import (
	"bytes"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"ticketpp/internal/config"
	"ticketpp/internal/drafts"
	"ticketpp/internal/l10n"
	"ticketpp/internal/launch"
)

// A data folder that is deleted under the agent is made again for the next
// ticket; one that cannot be is said in words, with what to do.
func TestTroubleWithTheDataFolderIsSaidInWords(t *testing.T) {
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent")
	texts, err := l10n.New("it")
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "data")
	store, err := drafts.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "config.toml")
	if err := os.WriteFile(file, []byte("[[helpdesk]]\nid = \"h\"\nname = \"Project++\"\naddress = \"h@desk.example\"\nphone = \"0881.666679\"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	settings, err := config.Load(config.Options{ConfigFile: file})
	if err != nil {
		t.Fatal(err)
	}
	var said bytes.Buffer
	a := &agent{
		settings: &watchedSettings{now: settings},
		Options:  Options{Err: &said, Where: config.Options{DataDir: dir}}, texts: texts, drafts: store,
		log: slog.New(slog.DiscardHandler), changed: make(chan struct{}, 1),
	}
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	a.checkFolder()
	if a.folder.get() != "" || said.Len() != 0 {
		t.Errorf("after the folder was deleted: %q, %q", a.folder.get(), said.String())
	}
	cause := &fs.PathError{Op: "open", Path: filepath.Join(dir, "drafts/1.lock"), Err: syscall.ENOENT}
	a.ended(t.Context(), "", launch.Closed, cause)
	want := "Il ticket non si può aprire. I dati di Ticket++ non si possono usare. Riprova; se non basta, avvisa chi segue i computer. Se è urgente, Project++ risponde al numero 0881.666679."
	if got := said.String(); !strings.Contains(got, want) || strings.Contains(got, "no such file") {
		t.Errorf("said %q, want %q", got, want)
	}
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(dir, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	a.checkFolder()
	if got := a.folder.get(); !strings.HasPrefix(got, "I dati di Ticket++") || strings.Contains(got, "directory") {
		t.Errorf("the icon says %q", got)
	}
}
