package office

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// Drafts returns the records of the drafts below a data folder, as they lie on
// the disk.
func Drafts(data string) (records []string, err error) {
	folders, err := filepath.Glob(filepath.Join(data, "drafts", strings.Repeat("[0-9a-f]", 32)))
	if err != nil {
		return nil, err
	}
	for _, folder := range folders {
		text, err := record(folder)
		if errors.Is(err, fs.ErrNotExist) {
			continue // in the making, or just gone
		}
		if err != nil {
			return nil, err
		}
		records = append(records, text)
	}
	return records, nil
}

// record reads a draft's record. While it is saved, there is for a moment
// the version before alone, under its own name.
func record(folder string) (string, error) {
	for end := time.Now().Add(200 * time.Millisecond); ; {
		for _, name := range []string{"draft.json", "draft.json.bak"} {
			text, err := os.ReadFile(filepath.Join(folder, name))
			if !errors.Is(err, fs.ErrNotExist) {
				return string(text), err
			}
		}
		if time.Now().After(end) {
			return "", fs.ErrNotExist
		}
		time.Sleep(time.Millisecond)
	}
}
