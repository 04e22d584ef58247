package drafts

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ticketpp/internal/safefile"
)

// meanwhile lets another process work between the listing of the drafts and
// the look into one.
type meanwhile struct {
	safefile.FS
	do func()
}

func (m *meanwhile) Lock(name string, wait bool) (io.Closer, error) {
	if do := m.do; do != nil {
		m.do = nil
		do()
	}
	return m.FS.Lock(name, wait)
}

// A draft that is sent while another process looks at the drafts is no trouble
// to that process, which leaves no lock file for it behind.
func TestADraftThatGoesWhileItIsLookedAt(t *testing.T) {
	dir := t.TempDir()
	window := open(t, dir)
	for _, look := range []func(*Store) ([]Summary, error){(*Store).Left, (*Store).FollowUps, (*Store).Sealed} {
		d := create(t, window, example("Mandato 1532"))
		fsys := &meanwhile{FS: safefile.Folder(dir)}
		agent := open(t, "", WithFS(fsys))
		fsys.do = func() {
			if err := d.Discard(); err != nil {
				t.Error(err)
			}
		}
		if left, err := look(agent); err != nil || len(left) != 0 {
			t.Errorf("%v, %v", left, err)
		}
		entries, err := os.ReadDir(filepath.Join(dir, folder))
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			if strings.HasSuffix(e.Name(), lockSuffix) {
				t.Errorf("left behind: %s", e.Name())
			}
		}
	}
}
