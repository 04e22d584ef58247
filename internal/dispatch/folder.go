package dispatch

import (
	"errors"

	"ticketpp/internal/l10n"
	"ticketpp/internal/safefile"
)

// dataError is what is wrong with the data folder in words, and the cause behind
// them, which is for the log.
type dataError struct {
	words string
	err   error
}

func (e *dataError) Error() string { return e.words }
func (e *dataError) Unwrap() error { return e.err }

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
			return &dataError{t.Get(c.key, l10n.Vars{"Folder": folder}), err}
		}
	}
	return err
}

// Unusable is [DataError] for an error that can be about nothing else than the
// folder: for what nobody has words for, it says what to do all the same.
func Unusable(t *l10n.Texts, folder string, err error) error {
	said := DataError(t, folder, err)
	if err == nil || said != err {
		return said
	}
	return &dataError{t.Get("data.broken", l10n.Vars{"Folder": folder}), err}
}
