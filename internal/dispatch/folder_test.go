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
	const broken = "I dati di Ticket++ non si possono usare. Riprova; se non basta, avvisa chi segue i computer."
	for _, c := range []struct {
		err           error
		desk, command string
	}{
		{gone, broken, ""},
		{errors.New("odd"), broken, ""},
		{safefile.WithCause(safefile.ErrNoSpace, gone), "Il disco è pieno: libera un po' di spazio e riprova.", "Il disco è pieno: libera un po' di spazio e riprova"},
		{
			safefile.WithCause(safefile.ErrReadOnly, gone), "Sul disco non si può scrivere, e il ticket non si potrebbe conservare. Avvisa chi segue i computer.",
			"Nella cartella dei dati /d non si può scrivere: controlla i permessi o scegline un'altra con --data",
		},
		{
			safefile.WithCause(safefile.ErrSymlink, gone), "Nella cartella dei dati c'è un collegamento al posto di una cartella. Avvisa chi segue i computer.",
			"Nella cartella dei dati /d c'è un collegamento simbolico, che non viene seguito: metti al suo posto la cartella o il file vero, o scegli un'altra cartella con --data",
		},
	} {
		got := Unusable(it, c.err)
		if got.Error() != c.desk || !errors.Is(got, c.err) {
			t.Errorf("%v: %q, want %q", c.err, got, c.desk)
		}
		if got := DataError(it, "/d", c.err); c.command != "" && (got.Error() != c.command || !errors.Is(got, c.err)) {
			t.Errorf("%v: %q, want %q", c.err, got, c.command)
		}
	}
	if got := Unusable(it, nil); got != nil {
		t.Errorf("no error: %v", got)
	}
	if got := DataError(it, "/d", gone); got != gone {
		t.Errorf("an error that is perhaps not about the folder: %v", got)
	}
}
