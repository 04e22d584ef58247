package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime/debug"
	"strings"
	"time"

	"github.com/kbinani/screenshot"

	"ticketpp/internal/capture"
)

// pixels measures the capture itself, as an agent does it that has been idle,
// beside the library's own call on the same screen, by turns.
func (b *bench) pixels(ctx context.Context) ([]row, error) {
	var rows []row
	for _, size := range []string{"1920x1080", "3840x2160"} {
		r := row{
			what: "capture of " + strings.Replace(size, "x", "×", 1), unit: "ms",
			others: map[string]float64{}, limit: limit{of: library, times: 0.25},
		}
		took, err := capturesOn(ctx, size, 3*b.rounds)
		if err != nil {
			return nil, err
		}
		r.take(took)
		rows = append(rows, r)
	}
	return rows, nil
}

// library is github.com/kbinani/screenshot in the table.
const library = "kbinani"

// capturesOn times captures of a screen of its own.
func capturesOn(ctx context.Context, size string, rounds int) (took map[string][]time.Duration, err error) {
	end, err := screen(ctx, size)
	if err != nil {
		return nil, err
	}
	defer end()
	took = map[string][]time.Duration{}
	for range rounds {
		for name, do := range map[string]func() error{
			ours: func() error {
				shots, err := capture.New(capture.Options{}).Capture(ctx)
				if err == nil && len(shots) != 1 {
					err = fmt.Errorf("%d shots", len(shots))
				}
				return err
			},
			library: func() error { _, err := screenshot.CaptureDisplay(0); return err },
		} {
			debug.FreeOSMemory() // as an idle agent does
			start := time.Now()
			if err := do(); err != nil {
				return nil, fmt.Errorf("%s on %s: %w", name, size, err)
			}
			took[name] = append(took[name], time.Since(start))
		}
	}
	return took, nil
}

// screen starts an X server and makes it this process's, until end is called.
// Its screen is painted: the memory of one that never was is not there yet.
func screen(ctx context.Context, size string) (end func(), err error) {
	r, w, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	cmd := exec.CommandContext(ctx, "Xvfb", "-displayfd", "3", "-screen", "0", size+"x24", "-noreset", "-nolisten", "tcp")
	cmd.ExtraFiles = []*os.File{w}
	err = errors.Join(cmd.Start(), w.Close())
	if err != nil {
		return nil, err
	}
	end = func() { _ = cmd.Process.Kill(); _ = cmd.Wait() }
	number, err := bufio.NewReader(r).ReadString('\n')
	if err == nil {
		err = os.Setenv("DISPLAY", ":"+strings.TrimSpace(number))
	}
	if err == nil {
		err = exec.CommandContext(ctx, "xsetroot", "-mod", "3", "5").Run()
	}
	if err != nil {
		end()
		return nil, fmt.Errorf("a screen of %s: %w", size, err)
	}
	return end, nil
}
