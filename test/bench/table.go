package main

import (
	"fmt"
	"io"
	"slices"
	"time"
)

// row is one thing measured: of ours and, where they do it too, of others.
type row struct {
	what   string
	unit   string
	ours   float64
	others map[string]float64
	limit  limit
}

// limit is what the project promises of a row.
type limit struct {
	most  float64 // ours at most this, when above zero
	of    string  // or at most factor of this program
	times float64
}

// rivals are the programs beside which ours is measured, in the table's order.
var rivals = []string{"scrot", "maim", "optipng", "flameshot", "ksnip", "msmtp", imaplib, library}

// ours is our own name among the measurements of several programs.
const ours = "ticketpp"

// take fills the row with the medians of what was timed, by program.
func (r *row) take(took map[string][]time.Duration) {
	for name, d := range took {
		if name == ours {
			r.ours = median(d)
			continue
		}
		r.others[name] = median(d)
	}
}

// holds reports whether the row keeps its limit, and the limit in words.
func (r row) holds() (bool, string) {
	switch {
	case r.limit.most > 0:
		return r.ours <= r.limit.most, fmt.Sprintf("≤ %.4g", r.limit.most)
	case r.limit.of != "":
		return r.ours <= r.limit.times*r.others[r.limit.of], fmt.Sprintf("≤ %.2g × %s", r.limit.times, r.limit.of)
	}
	return true, ""
}

// printTable writes the rows as a table and reports whether all limits hold.
// A ratio is ours to the other's: below 1 ours is smaller or quicker.
func printTable(w io.Writer, rows []row) bool {
	fmt.Fprintf(w, "%-44s %-5s %8s", "", "", "ours")
	for _, name := range rivals {
		fmt.Fprintf(w, " %16s", name)
	}
	fmt.Fprintf(w, "  %s\n", "limit")
	all := true
	for _, r := range rows {
		fmt.Fprintf(w, "%-44s %-5s %8.1f", r.what, r.unit, r.ours)
		for _, name := range rivals {
			cell := "–"
			switch v, ok := r.others[name]; {
			case ok && v > 0:
				cell = fmt.Sprintf("%.1f (×%.2f)", v, r.ours/v)
			case ok:
				cell = "0.0"
			}
			fmt.Fprintf(w, " %16s", cell)
		}
		ok, words := r.holds()
		switch {
		case words == "":
		case ok:
			words += "  holds"
		default:
			words += "  BROKEN"
			all = false
		}
		fmt.Fprintf(w, "  %s\n", words)
	}
	return all
}

// median of several runs, in milliseconds.
func median(d []time.Duration) float64 {
	s := slices.Sorted(slices.Values(d))
	return float64(s[len(s)/2].Microseconds()) / 1000
}
