// Package faults stands between the program and a real mail server and lets
// the conversation go wrong at a chosen step: a proxy on loopback that ends
// the encryption towards both sides. It knows SMTP and nothing of tickets;
// its tests know the program's rooms.
package faults

import "time"

// Step is a step of the conversation, named for what the client says at it.
type Step string

// The steps, in their order.
const (
	Greeting  Step = "greeting"
	Hello     Step = "ehlo"
	StartTLS  Step = "starttls"
	Handshake Step = "tls"      // the encryption itself
	HelloTLS  Step = "ehlo-tls" // the second EHLO, encrypted
	Auth      Step = "auth"     // the proxy's own: the server behind it asks for none
	Mail      Step = "mail"
	Rcpt      Step = "rcpt" // the first recipient
	Copy      Step = "bcc"  // any other
	Data      Step = "data"
	Body      Step = "body" // in the middle of the mail
	Dot       Step = "dot"
	Quit      Step = "quit"
	Every     Step = "every"
)

// Steps lists the steps of one conversation.
func Steps() []Step {
	return []Step{Greeting, Hello, StartTLS, Handshake, HelloTLS, Auth, Mail, Rcpt, Copy, Data, Body, Dot, Quit}
}

// Deed is what goes wrong.
type Deed string

// The deeds. Those of the first group keep what the client said from the
// server; in the second the server does as it was told.
const (
	Say    Deed = "say"    // Fault.Text instead of the server's answer; a 421, or one in the middle of the mail, ends the conversation
	Reset  Deed = "reset"  // the connection is reset
	Silent Deed = "silent" // nothing more is heard until the fault is lifted, which ends the conversation
	Slow   Deed = "slow"   // at Body: the mail is taken a byte a second

	Lose    Deed = "lose"    // the answer is lost and the connection closed
	Mute    Deed = "mute"    // the answer is kept back until the fault is lifted, which ends the conversation
	Held    Deed = "held"    // the answer is kept back until the fault is lifted, and then given
	Late    Deed = "late"    // the answer comes Fault.Wait later
	Drip    Deed = "drip"    // the answer comes a byte a second
	Flood   Deed = "flood"   // the answer is a line of 10 MB
	Endless Deed = "endless" // the answer announces another line for ever
	Strip   Deed = "strip"   // at Hello: the answer without STARTTLS
)

// Fault is what goes wrong, and where.
type Fault struct {
	At   Step
	Deed Deed
	Text string        // of Say, with its code
	Wait time.Duration // of Late
	Cert Certificate   // the one that the proxy shows, whatever the rest says
}

// State is how the proxy's door stands.
type State string

// The states of the door.
const (
	Open State = "open"
	Shut State = "shut" // connections are refused
	Hole State = "hole" // what is sent there disappears
)

// size of a flood, and pace of what drips.
const (
	floodSize = 10 << 20
	dripPace  = time.Second
)
