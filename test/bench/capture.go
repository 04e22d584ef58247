package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"time"

	"ticketpp/test/desktop/office"
	"ticketpp/test/desktop/stage"
)

// capture measures from the click on the menu's line to the pixels in memory,
// beside the others as whole processes that write a file (the least that one
// can ask of them from outside).
func (b *bench) capture(ctx context.Context) ([]row, error) {
	r := row{
		what: "click → pixels in memory (others: process)", unit: "ms",
		others: map[string]float64{}, limit: limit{of: "maim", times: 1},
	}
	dir, err := os.MkdirTemp(b.office.Home, "shots-")
	if err != nil {
		return nil, err
	}
	took := map[string][]time.Duration{}
	for i := range b.rounds { // by turns, as in form
		for name, args := range map[string][]string{
			"scrot": {}, "maim": {}, "flameshot": {"full", "-p"}, "ksnip": {"-f", "-p"},
		} {
			d, err := b.rivalCapture(ctx, filepath.Join(dir, fmt.Sprintf("%s-%d.png", name, i)), name, args...)
			if err != nil {
				return nil, err
			}
			took[name] = append(took[name], d)
		}
		d, err := b.clickCapture(ctx)
		if err != nil {
			return nil, err
		}
		took[ours] = append(took[ours], d)
	}
	r.take(took)
	return []row{r}, nil
}

// clickCapture clicks the menu's line, when the menu has long been open, waits
// for the pixels, and closes the form. Until they are there it only reads the
// agent's log: looking for windows would take processor time from what is
// measured.
func (b *bench) clickCapture(ctx context.Context) (time.Duration, error) {
	form := b.office.Expect(office.UI)
	if err := b.aimAtLine(ctx); err != nil {
		return 0, err
	}
	if err := sleep(ctx, 200*time.Millisecond); err != nil {
		return 0, err
	}
	clicked := time.Now()
	if err := b.office.ClickHere(ctx, stage.Left); err != nil {
		return 0, err
	}
	at, err := b.captured(ctx, clicked)
	if err != nil {
		return 0, err
	}
	if err := form.Appear(ctx); err != nil {
		return 0, err
	}
	return at.Sub(clicked), b.closeForm(ctx, form)
}

// rivalCapture runs another program until it has written a picture.
func (b *bench) rivalCapture(ctx context.Context, file, name string, args ...string) (time.Duration, error) {
	start := time.Now()
	if _, err := b.office.Run(ctx, name, append(args, file)...); err != nil {
		return 0, err
	}
	took := time.Since(start)
	if info, err := os.Stat(file); err != nil || info.Size() == 0 {
		return 0, fmt.Errorf("%s wrote no picture: %w", name, err)
	}
	return took, nil
}

// capturedLine is what the agent logs when the pixels are in memory.
var capturedLine = regexp.MustCompile(`(?m)^time=(\S+) level=\S+ msg=captured\b.*$`)

// captured waits for the agent's log line of the capture after a moment.
func (b *bench) captured(ctx context.Context, after time.Time) (time.Time, error) {
	var found time.Time
	err := stage.Until(ctx, "the log line of the capture", func() (bool, error) {
		text, err := os.ReadFile(filepath.Join(b.office.Data(), "log/trayapp.log"))
		if err != nil {
			return false, err
		}
		for _, m := range capturedLine.FindAllSubmatch(text, -1) {
			at, err := time.Parse(time.RFC3339Nano, string(m[1]))
			if err != nil {
				return false, err
			}
			if at.After(after) {
				found = at
				return true, nil
			}
		}
		return false, nil
	})
	return found, err
}
