package dispatch

import (
	"errors"
	"fmt"

	"ticketpp/internal/l10n"
	"ticketpp/internal/safefile"
)

// DataError says in plain words what is wrong with the data folder, with the
// cause behind it. An error that is not about the folder is returned as it is.
func DataError(t *l10n.Texts, folder string, err error) error {
	for _, c := range []struct {
		cause error
		key   string
	}{
		{safefile.ErrNewerFormat, "data.newer"},
		{safefile.ErrNoSpace, "data.full"},
		{safefile.ErrReadOnly, "data.read-only"},
		{safefile.ErrNotOurs, "data.not-ours"},
	} {
		if errors.Is(err, c.cause) {
			return fmt.Errorf("%s (%w)", t.Get(c.key, l10n.Vars{"Folder": folder}), err)
		}
	}
	return err
}
