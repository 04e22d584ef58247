// Command trayapp-com is trayapp.com on Windows: the command line for cmd and
// PowerShell. They do not wait for a program without a console, as trayapp.exe
// is one; of the two names they take this one first (PATHEXT), and with it the
// other's words and its exit status.
package main

import (
	"os"

	"ticketpp/internal/passon"
	"ticketpp/internal/startup"
)

func main() {
	startup.Begin(os.Args[1:])
	os.Exit(passon.To("trayapp.exe", os.Args[1:], passon.Streams{In: os.Stdin, Out: os.Stdout, Err: os.Stderr}))
}
