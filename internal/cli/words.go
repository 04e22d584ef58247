package cli

import (
	"context"
	"errors"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"unicode"

	"ticketpp/internal/capture"
	"ticketpp/internal/config"
	"ticketpp/internal/dispatch"
	"ticketpp/internal/drafts"
	"ticketpp/internal/l10n"
	"ticketpp/internal/safefile"
)

// asLine is what somebody gave for one line as one line: control characters,
// which would end a line or a header, become spaces.
func asLine(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == '\u2028' || r == '\u2029' {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
	return strings.Join(strings.Fields(s), " ")
}

// folderError says in plain words what is wrong with the data folder, and
// what to do.
func (p *program) folderError(t *l10n.Texts, err error) error {
	folder := config.Paths(p.where).Data
	said := dispatch.DataError(t, folder, err)
	var path *fs.PathError
	if err == nil || said != err || !errors.As(err, &path) || !concerns(folder, path.Path) {
		return said
	}
	return &exitError{code: exitFailed, msg: t.Get("cli.data-unusable", l10n.Vars{"Folder": folder, "Err": path.Err}), err: err}
}

// concerns reports whether a path is the folder, in it or above it.
func concerns(folder, path string) bool {
	folder, err := filepath.Abs(folder)
	if err != nil {
		return false
	}
	if path, err = filepath.Abs(path); err != nil {
		return false
	}
	slash := string(filepath.Separator)
	folder, path = folder+slash, path+slash
	return strings.HasPrefix(folder, path) || strings.HasPrefix(path, folder)
}

// fileError says why the file of a flag cannot be used, and what to do. An
// error that is not about the file is returned as it is.
func fileError(t *l10n.Texts, flag, file string, err error) error {
	for _, c := range []struct {
		cause error
		key   string
	}{
		{drafts.ErrElsewhere, "elsewhere"},
		{drafts.ErrVanished, "vanished"},
		{drafts.ErrIsFolder, "folder"},
		{drafts.ErrNotRegular, "not-regular"},
		{drafts.ErrUnreadable, "unreadable"},
		{syscall.EISDIR, "folder"},
		{safefile.ErrNotRegular, "not-regular"},
		{fs.ErrNotExist, "vanished"},
		{fs.ErrPermission, "unreadable"},
	} {
		if errors.Is(err, c.cause) {
			return errors.New(t.Get("cli.file."+c.key, l10n.Vars{"Flag": flag, "File": file}))
		}
	}
	return err
}

// attachError is [fileError] for a file to attach, which may be too big too.
func attachError(t *l10n.Texts, file string, err error) error {
	var big *drafts.TooBigError
	if errors.As(err, &big) {
		return errors.New(t.Get("cli.file.too-big", l10n.Vars{
			"Flag": "--attach", "File": file, "Size": megabytes(t, big.Size), "Limit": megabytes(t, max(big.Limit, 0)),
		}))
	}
	return fileError(t, "--attach", file, err)
}

// captureError says why there is no picture of the screens, and what to do.
func captureError(ctx context.Context, t *l10n.Texts, err error) error {
	switch reason := capture.Reason(err); reason {
	case "refused", "timeout", "locked", "remote", "no-permission":
		return errors.New(t.Get("cli.capture." + reason))
	}
	if errors.Is(err, capture.ErrNoPortal) {
		return errors.New(t.Get("cli.capture.no-portal"))
	}
	if _, none := capture.Screens(ctx); none != nil {
		return errors.New(t.Get("cli.capture.no-screen"))
	}
	return errors.New(t.Get("cli.capture.none", l10n.Vars{"Err": once(err)}))
}

// once is an error's lines, each once: several ways that failed may have
// failed for the same reason.
func once(err error) string {
	if err == nil {
		return ""
	}
	var lines []string
	for _, line := range strings.Split(err.Error(), "\n") {
		if !slices.Contains(lines, line) {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "; ")
}

// megabytes is a size as people read it, in the texts' language.
func megabytes(t *l10n.Texts, bytes int64) string {
	const mega = 1_000_000
	if bytes < mega/10 {
		return strconv.FormatInt((bytes+999)/1000, 10) + " kB"
	}
	s := strings.TrimSuffix(strconv.FormatFloat(float64(bytes)/mega, 'f', 1, 64), ".0")
	if t.Lang() == "it" {
		s = strings.Replace(s, ".", ",", 1)
	}
	return s + " MB"
}
