package main

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"ticketpp/test/desktop/stage"
)

// settling is how long the programs are left alone before they count as idle.
const settling = 15 * time.Second

// unwanted is how long a form waits that nobody asks for.
const unwanted = 20 * time.Second

// idle measures what the programs cost while they do nothing in the tray, all
// at the same time.
func (b *bench) idle(ctx context.Context) ([]row, error) {
	procs := map[string]*stage.Process{"": b.office.Agent}
	for _, name := range []string{"flameshot", "ksnip"} {
		p, err := b.office.Start(nil, name)
		if err != nil {
			return nil, err
		}
		defer p.Kill()
		if _, err := b.office.ItemOf(ctx, p); err != nil {
			return nil, fmt.Errorf("%s does not come to the tray: %w", name, err)
		}
		procs[name] = p
	}
	if err := sleep(ctx, settling); err != nil {
		return nil, err
	}
	before := make(map[string]int)
	for name, p := range procs {
		n, err := switches(p.PID())
		if err != nil {
			return nil, err
		}
		before[name] = n
	}
	if err := sleep(ctx, time.Minute); err != nil {
		return nil, err
	}
	memory := row{what: "idle in the tray: memory (PSS)", unit: "MB", others: map[string]float64{}, limit: limit{most: 8}}
	wakes := row{what: "idle in the tray: wake-ups in a minute", unit: "", others: map[string]float64{}, limit: limit{most: 5}}
	for name, p := range procs {
		n, err := switches(p.PID())
		if err != nil {
			return nil, err
		}
		mb, err := pss(p.PID())
		if err != nil {
			return nil, err
		}
		if name == "" {
			memory.ours, wakes.ours = mb, float64(n-before[name])
			continue
		}
		memory.others[name], wakes.others[name] = mb, float64(n-before[name])
	}
	again, err := b.idleAgain(ctx)
	return []row{memory, again, wakes}, err
}

// idleAgain measures the memory of ours once the menu was opened and closed again:
// a form was made ready meanwhile, and nobody wanted it.
func (b *bench) idleAgain(ctx context.Context) (row, error) {
	r := row{what: "the same after a look at the menu", unit: "MB", limit: limit{most: 8}}
	_, err := b.office.OpenMenu(ctx, b.office.Icon)
	if err == nil {
		err = sleep(ctx, time.Second)
	}
	if err == nil {
		err = b.office.Press(ctx, "Escape")
	}
	if err == nil {
		err = sleep(ctx, unwanted+settling)
	}
	if err == nil {
		r.ours, err = pss(b.office.Agent.PID())
	}
	return r, err
}

// switches counts how often a process has been given the processor: the
// context switches of all its threads.
func switches(pid int) (int, error) {
	files, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/status", pid))
	if err != nil || len(files) == 0 {
		return 0, fmt.Errorf("process %d has no threads: %w", pid, err)
	}
	total := 0
	for _, f := range files {
		n, err := sum(f, "voluntary_ctxt_switches:", "nonvoluntary_ctxt_switches:")
		if err != nil && !os.IsNotExist(err) {
			return 0, err
		}
		total += n
	}
	return total, nil
}

// pss is a process's memory in megabytes, its share of what it shares.
func pss(pid int) (float64, error) {
	kb, err := sum(fmt.Sprintf("/proc/%d/smaps_rollup", pid), "Pss:")
	return float64(kb) / 1024, err
}

// sum adds the first numbers behind the given words of a /proc file.
func sum(path string, words ...string) (int, error) {
	f, err := os.Open(path)
	if err != nil {
		return 0, err
	}
	defer f.Close()
	total := 0
	for lines := bufio.NewScanner(f); lines.Scan(); {
		fields := strings.Fields(lines.Text())
		for _, w := range words {
			if len(fields) > 1 && fields[0] == w {
				n, err := strconv.Atoi(fields[1])
				if err != nil {
					return 0, err
				}
				total += n
			}
		}
	}
	return total, nil
}

func sleep(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}
