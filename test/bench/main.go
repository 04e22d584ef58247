// Command bench measures the program's size and speed from outside, on a
// desktop without a screen, beside scrot, maim, Flameshot, ksnip and other
// programs of their field in the same run, and prints a table with the ratios and the limits that the
// project has set itself. It ends with 1 when a limit is broken.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
)

func main() {
	bin := flag.String("bin", "bin", "`folder` with trayapp and trayapp-ui")
	only := flag.String("only", "", "one part: idle, pixels, png, frame, capture, form, send, mailbox")
	rounds := flag.Int("rounds", 7, "how often each thing is timed; the median counts")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	ok, err := run(ctx, os.Stdout, *bin, *only, *rounds)
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
	}
	if !ok || err != nil {
		stop()
		os.Exit(1)
	}
}
