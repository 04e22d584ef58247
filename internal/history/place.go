package history

import (
	"errors"
	"fmt"
	"io/fs"

	"ticketpp/internal/safefile"
)

// maxPlace bounds what is read of how far the mailbox was read.
const maxPlace = 1 << 20

// Place returns what was last kept of how far the mailbox was read, as whoever
// reads it wrote it; nil when nothing was.
func (s *Store) Place() ([]byte, error) {
	data, err := safefile.ReadFile(s.fs, placeFile, maxPlace)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading how far the mailbox was read: %w", err)
	}
	return data, nil
}

// KeepPlace keeps how far the mailbox was read. What the mails up to there said
// must be kept before: a crash between the two reads them twice, which does no
// harm.
func (s *Store) KeepPlace(data []byte) error {
	return s.change(func() error {
		if err := safefile.ReplaceBytes(s.fs, placeFile, data); err != nil {
			return fmt.Errorf("keeping how far the mailbox was read: %w", err)
		}
		return nil
	})
}
