package kb

import (
	"bufio"
	"encoding/json"
	"errors"
	"io/fs"
	"time"

	"ticketpp/internal/safefile"
)

const (
	solvedName = "kb/solved.jsonl"
	solvedLock = "kb/solved.lock"
	maxSolved  = 1000 // the newest that are remembered
)

// Solution is an article that made a ticket needless.
type Solution struct {
	At      time.Time `json:"at"`
	Subject string    `json:"subject"` // what the user had typed
	Title   string    `json:"title"`
	URL     string    `json:"url"`
}

// Remember keeps a solution: its article is suggested first the next time that
// it is among the ones that may help.
func (l *Library) Remember(s Solution) error {
	if err := safefile.EnsureDir(l.files, folder); err != nil {
		return err
	}
	lock, err := safefile.LockSoon(l.files, solvedLock, time.Second)
	if err != nil {
		return err
	}
	defer lock.Close()
	all, err := l.Solutions()
	if err != nil {
		return err
	}
	all = append(all, s)
	all = all[max(0, len(all)-maxSolved):]
	var out []byte
	for _, one := range all {
		data, err := json.Marshal(one)
		if err != nil {
			return err
		}
		out = append(append(out, data...), '\n')
	}
	return safefile.ReplaceBytes(l.files, solvedName, out)
}

// Solutions returns what is remembered, oldest first. A line that cannot be
// read is passed over.
func (l *Library) Solutions() ([]Solution, error) {
	f, err := l.files.Open(solvedName)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var out []Solution
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var s Solution
		if json.Unmarshal(lines.Bytes(), &s) == nil {
			out = append(out, s)
		}
	}
	return out, lines.Err()
}

// helped is what an article earns by having helped before.
const helped = 0.08

// Prefer makes the articles that have helped before come before others that
// answer about as much.
func (x *Index) Prefer(solutions []Solution) {
	x.helped = map[string]bool{}
	for _, s := range solutions {
		x.helped[s.URL] = true
	}
}
