// Command trayapp is the agent with its icon beside the clock, and the
// command line.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"ticketpp/internal/cli"
	"ticketpp/internal/startup"
)

// Set by the linker; FyneApp.toml holds the version.
var version, commit, date = "0.0.0-dev", "unknown", "unknown"

func main() { os.Exit(run()) }

func run() int {
	startup.Begin(os.Args[1:])
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	return cli.Main(ctx, cli.Build{Version: version, Commit: commit, Date: date},
		cli.Streams{In: os.Stdin, Out: os.Stdout, Err: os.Stderr}, os.Args[1:])
}
