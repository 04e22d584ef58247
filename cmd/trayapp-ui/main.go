// Command trayapp-ui shows one window and ends with it.
package main

import (
	"os"
	"time"

	"ticketpp/internal/startup"
	"ticketpp/internal/uiapp"
)

// Set by the linker; FyneApp.toml holds the version.
var version = "0.0.0-dev"

func main() {
	start := time.Now()
	loaded := startup.Windows()
	os.Exit(uiapp.Run(uiapp.Process{
		Version: version, Args: os.Args[1:], In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Start: start, Loaded: loaded,
	}, uiapp.QueueSender))
}
