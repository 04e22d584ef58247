package doctor

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"

	"ticketpp/internal/config"
	"ticketpp/internal/dispatch"
	"ticketpp/internal/drafts"
	"ticketpp/internal/l10n"
	"ticketpp/internal/outbox"
	"ticketpp/internal/safefile"
)

// Free space below which a ticket may not be kept, and below which it is time
// to tidy up, in bytes.
const (
	spaceNone  = 50 << 20
	spaceShort = 500 << 20
)

// data examines the folder of drafts, queue and log.
func (e *exam) data() {
	folder := config.Paths(e.Where).Data
	vars := l10n.Vars{"Folder": folder}
	if _, err := safefile.OpenData(folder); err != nil {
		vars["Err"] = e.wrong(folder, err)
		e.say("folder", Fail, "data.folder-bad", vars)
		return
	}
	if open, err := othersMayRead(folder); err == nil && open {
		e.say("folder", Warn, "data.open-to-others", vars)
	} else {
		e.say("folder", OK, "data.folder", vars)
	}
	if err := writable(folder); err != nil {
		vars["Err"] = e.wrong(folder, err)
		e.say("write", Fail, "data.write-bad", vars)
		return
	}
	e.say("write", OK, "data.write", vars)
	e.space(folder)
	e.drafts(folder)
	e.queue(folder)
}

// wrong is what is wrong with the folder: in words where there are some, else the
// system's own, which the texts put into words.
func (e *exam) wrong(folder string, err error) any {
	if said := dispatch.DataError(e.Texts, folder, err); said != err {
		return said.Error()
	}
	return err
}

var errOtherBytes = errors.New("the file holds something else than was written")

// writable writes a file, reads it and removes it.
func writable(folder string) error {
	name := filepath.Join(folder, ".doctor")
	want := bytes.Repeat([]byte("ticket++"), 512)
	if err := safefile.WriteFile(name, want); err != nil {
		return err
	}
	got, err := os.ReadFile(name)
	if err == nil && !bytes.Equal(got, want) {
		err = errOtherBytes
	}
	return errors.Join(err, os.Remove(name))
}

func (e *exam) space(folder string) {
	free, err := freeSpace(folder)
	vars := l10n.Vars{"Free": e.bytes(free), "Folder": folder}
	switch {
	case err != nil: // the write has shown that there is some
	case free < spaceNone:
		e.say("space", Fail, "data.space-none", vars)
	case free < spaceShort:
		e.say("space", Warn, "data.space-short", vars)
	default:
		e.say("space", OK, "data.space", vars)
	}
}

func (e *exam) drafts(folder string) {
	store, err := drafts.Open(folder)
	var left []drafts.Summary
	if err == nil {
		left, err = store.Left()
	}
	damaged := 0
	for _, s := range left {
		if s.Damaged {
			damaged++
		}
	}
	vars := l10n.Vars{"Left": len(left), "Damaged": damaged, "Err": e.wrong(folder, err)}
	switch {
	case err != nil:
		e.say("drafts", Fail, "data.drafts-bad", vars)
	case damaged > 0:
		e.say("drafts", Warn, "data.drafts-damaged", vars)
	default:
		e.say("drafts", OK, "data.drafts", vars)
	}
}

func (e *exam) queue(folder string) {
	queue, err := outbox.Open(folder)
	if err != nil {
		e.say("queue", Fail, "data.queue-bad", l10n.Vars{"Err": e.wrong(folder, err)})
		return
	}
	items, err := queue.List()
	damaged, derr := queue.Damaged()
	lost := len(damaged)
	if errors.Is(err, outbox.ErrDamaged) { // found just now, and set aside at the next delivery
		lost, err = lost+1, nil
	}
	if err := errors.Join(err, derr); err != nil {
		e.say("queue", Fail, "data.queue-bad", l10n.Vars{"Err": e.wrong(folder, err)})
		return
	}
	count := map[outbox.State]int{}
	for _, it := range items {
		count[it.State]++
	}
	vars := l10n.Vars{
		"Waiting": count[outbox.Waiting] + count[outbox.Sending], "Paused": count[outbox.Paused], "Failed": count[outbox.Failed],
		"Damaged": lost, "Folder": filepath.Join(folder, "damaged"),
	}
	switch {
	case lost > 0:
		e.say("queue", Warn, "data.queue-damaged", vars)
	case count[outbox.Paused]+count[outbox.Failed] > 0:
		e.say("queue", Warn, "data.queue-stuck", vars)
	default:
		e.say("queue", OK, "data.queue", vars)
	}
}
