package dispatch

import (
	"errors"
	"fmt"
	"io/fs"
	"syscall"
	"testing"

	"ticketpp/internal/l10n"
	"ticketpp/internal/safefile"
)

// What a user reads of the data folder is a sentence in their language with
// something to do in it, and never what the system said.
func TestTroubleWithTheDataFolderIsWorded(t *testing.T) {
	it, err := l10n.New("it")
	if err != nil {
		t.Fatal(err)
	}
	gone := fmt.Errorf("locking the draft: %w", &fs.PathError{Op: "open", Path: "/d/drafts/1.lock", Err: syscall.ENOENT})
	for _, c := range []struct {
		err  error
		want string
	}{
		{gone, "La cartella dei dati /d non si può usare: riprova; se non basta, avvisa chi gestisce il computer"},
		{errors.New("odd"), "La cartella dei dati /d non si può usare: riprova; se non basta, avvisa chi gestisce il computer"},
		{safefile.WithCause(safefile.ErrNoSpace, gone), "Il disco è pieno: libera un po' di spazio e riprova"},
		{fmt.Errorf("x: %w", safefile.ErrNewerFormat), "La cartella dei dati /d è di una versione più recente di Ticket++: aggiorna il programma"},
	} {
		got := Unusable(it, "/d", c.err)
		if got.Error() != c.want || !errors.Is(got, c.err) {
			t.Errorf("%v: %q, want %q", c.err, got, c.want)
		}
	}
	if got := Unusable(it, "/d", nil); got != nil {
		t.Errorf("no error: %v", got)
	}
	if got := DataError(it, "/d", gone); got != gone {
		t.Errorf("an error that is perhaps not about the folder: %v", got)
	}
}
