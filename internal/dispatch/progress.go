package dispatch

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"ticketpp/internal/safefile"
)

// progressFile says in the data folder how far the mail is that is being sent,
// for a window whose ticket another process delivers. One mail is sent at a
// time. Nothing depends on the file: it is not synced, and whoever cannot read
// it shows no bar.
const progressFile = "sending"

// How long a mail is on its way before it is worth a file, and how often the
// file is written.
const (
	progressAfter = 500 * time.Millisecond
	progressEvery = 250 * time.Millisecond
)

// progress writes how far one attempt is.
type progress struct {
	file    string // "": nowhere
	id      string
	next    time.Time
	written bool
}

func (d *Dispatcher) newProgress(id string) *progress {
	p := &progress{id: id, next: time.Now().Add(progressAfter)}
	if d.Data != "" {
		p.file = filepath.Join(d.Data, progressFile)
	}
	return p
}

// step notes that so many of the mail's bytes have been handed over.
func (p *progress) step(sent, total int64) {
	now := time.Now()
	if p.file == "" || now.Before(p.next) {
		return
	}
	p.next = now.Add(progressEvery)
	temporary := p.file + ".new"
	_ = os.Remove(temporary) // never through a link that somebody left there
	f, err := os.OpenFile(temporary, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return
	}
	_, err = fmt.Fprintf(f, "%s %d %d\n", p.id, sent, total)
	if f.Close() != nil || err != nil {
		return
	}
	p.written = os.Rename(temporary, p.file) == nil || p.written
}

// done ends an attempt.
func (p *progress) done() {
	if p.written {
		_ = os.Remove(p.file)
	}
}

// Progress returns how many bytes of an item's mail have been handed over to
// the server, and of how many; ok is false while it is not being sent, or so
// quickly that it is not worth saying.
func (d *Dispatcher) Progress(id string) (sent, total int64, ok bool) {
	if d.Data == "" {
		return 0, 0, false
	}
	f, err := safefile.OpenRegular(filepath.Join(d.Data, progressFile))
	if err != nil {
		return 0, 0, false
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, 200))
	if err != nil {
		return 0, 0, false
	}
	var who string
	if n, err := fmt.Sscanf(string(text), "%s %d %d\n", &who, &sent, &total); n != 3 || err != nil || who != id {
		return 0, 0, false
	}
	return sent, total, sent >= 0 && total > 0 && sent <= total
}
