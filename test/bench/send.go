package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"ticketpp/test/desktop/office"
)

// send measures the most memory that `trayapp send` takes for a small, a
// usual and a large attachment, to a real relay. The agent is not running, so
// that the command delivers by itself.
func (b *bench) send(ctx context.Context) ([]row, error) {
	b.office.Agent.Kill()
	var rows []row
	sent := 0
	for _, kb := range []int{100, 5 << 10, 25 << 10} {
		file := filepath.Join(b.office.Home, fmt.Sprintf("allegato-%d.bin", kb))
		data := make([]byte, kb<<10)
		if _, err := rand.Read(data); err != nil {
			return nil, err
		}
		if err := os.WriteFile(file, data, 0o600); err != nil {
			return nil, err
		}
		most := 0.0
		for range 3 {
			mb, err := b.sendOnce(ctx, file)
			if err != nil {
				return nil, err
			}
			most = max(most, mb)
			sent++
		}
		if _, err := b.office.Mail.WaitFor(ctx, office.Helpdesk, sent); err != nil {
			return nil, err
		}
		rows = append(rows, row{what: fmt.Sprintf("send with %.1f MB attached: peak memory", float64(kb)/1024), unit: "MB", ours: most})
	}
	// What the attachment adds to the smallest is noise, or it is a copy of it.
	for i := range rows[1:] {
		rows[i+1].limit = limit{most: rows[0].ours + 4}
	}
	return rows, nil
}

// sendOnce sends one ticket and returns the peak of the process's memory.
func (b *bench) sendOnce(ctx context.Context, file string) (float64, error) {
	report := filepath.Join(b.office.Home, "peak")
	// GNU time asks the kernel at the process's end: nothing is missed.
	_, err := b.office.Run(ctx, "/usr/bin/time", "-f", "%M", "-o", report,
		filepath.Join(b.office.Bin, "trayapp"), "send", "--subject", "Mandato 1532 non trasmesso al tesoriere",
		"--description", "Trasmettendo il mandato 1532 del 18/11/2026 appare «Errore 2718: mandato non trasmesso».",
		"--attach", file, "--wait", "60s")
	if err != nil {
		return 0, err
	}
	text, err := os.ReadFile(report)
	if err != nil {
		return 0, err
	}
	kb, err := strconv.Atoi(strings.TrimSpace(string(text)))
	return float64(kb) / 1024, err
}
