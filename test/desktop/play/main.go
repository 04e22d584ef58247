// Command play shows the program at work where there is no display: it sets
// up a desktop in memory, starts the program with the helpdesk in the box,
// clicks and types as a person would, from the icon to a ticket that is
// resolved, and leaves a picture of each step. `make demo` runs it.
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
	out := flag.String("out", "build/demo", "`folder` for the pictures")
	pages := flag.String("pages", "", "`folder` for the pictures that the pages show: menu.png, form.png, tickets.png")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := play(ctx, os.Stdout, *bin, *out, *pages)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "demo:", err)
		os.Exit(1)
	}
}
