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

// DataError says in plain words what is wrong with the data folder, to whoever
// types commands, with the cause behind it. An error that is not about the
// folder is returned as it is.
func DataError(t *l10n.Texts, folder string, err error) error {
	if what := wrongWithData(err); what != "" {
		return &dataError{t.Get("data."+what, l10n.Vars{"Folder": folder}), err}
	}
	return err
}

// Unusable says to the user at the desktop, who knows neither folders nor
// flags, what an error means that can be about nothing else than the data
// folder, and what to do.
func Unusable(t *l10n.Texts, err error) error {
	if err == nil {
		return nil
	}
	what := wrongWithData(err)
	if what == "" {
		what = "broken"
	}
	return &dataError{t.Get("data." + what + ".desk"), err}
}

// wrongWithData names what is wrong with the data folder; "" where the error is
// about something else.
func wrongWithData(err error) string {
	for _, c := range []struct {
		cause error
		name  string
	}{
		{safefile.ErrNewerFormat, "newer"},
		{safefile.ErrNoSpace, "full"},
		{safefile.ErrReadOnly, "read-only"},
		{safefile.ErrNotOurs, "not-ours"},
		{safefile.ErrSymlink, "linked"},
	} {
		if errors.Is(err, c.cause) {
			return c.name
		}
	}
	return ""
}
