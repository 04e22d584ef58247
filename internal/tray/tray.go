// Package tray is the "++" icon beside the clock and its menu: it shows the
// state it is given and calls back. It must not know tickets, queues, files or
// any other logic.
package tray

import "errors"

// What keeps the icon from being seen. None of them ends the program: the
// icon appears once the desktop can show it.
var (
	// ErrNoHost: nothing on this desktop shows tray icons (Linux: no
	// org.kde.StatusNotifierWatcher with a host, as on plain GNOME; Windows:
	// the shell is not there).
	ErrNoHost = errors.New("no tray on this desktop")
	// ErrNoBus: there is no session bus, by which icons are shown on Linux.
	ErrNoBus = errors.New("no session bus")
	// ErrStuck: the system's tray did not take the icon in time. The library
	// cannot begin again in the same process: start the program again.
	ErrStuck = errors.New("the tray did not take the icon in time")
)

// Callbacks are called each in a goroutine of its own, so they may block. A
// nil one greys its menu item.
type Callbacks struct {
	OnMenu    func()              // the menu is opening, where the desktop tells; more than once does no harm
	OnNew     func()              // first item, and a left click: open a ticket with the screenshot
	OnResume  func()              // open the ticket left half-way
	OnTickets func()              // My tickets
	OnTicket  func(id string)     // one of the recent tickets
	OnReply   func(id string)     // go on with the reply left half-way
	OnLook    func()              // look for the helpdesk's answers now
	OnSignIn  func()              // log in to the mail server
	OnRetry   func()              // send now what waits
	OnEdit    func()              // put right the ticket that was refused for good
	OnMail    func()              // open what no server takes in the user's own mail program
	OnOpen    func(target string) // an https: or tel: URL of a helpdesk
	OnQuit    func()
	OnHost    func(err error) // the icon can be seen (nil) or cannot (ErrNoHost, ErrNoBus); called at the start and at each change
}

// State is what the icon and the menu show.
type State struct {
	Waiting   int    // tickets that wait for the network or the server
	Paused    int    // tickets that wait for the account to be put right
	SignIn    bool   // the user can put the account right by logging in
	Failed    int    // tickets refused for good
	ByMail    bool   // the user's own mail program can send one of them
	Left      int    // drafts left half-way
	Reply     Ticket // a reply left half-way; its title is the whole line, no ID is none
	Refused   int    // tickets that the helpdesk refused, or that came back
	Lost      int    // the queue could not read them any more; My tickets has their words
	Yours     int    // tickets that wait for the user's answer
	Late      int    // tickets sent whose confirmation should have come by now
	Recent    []Ticket
	Problem   string // one line, already in the user's language, shown first among the states; "" for none
	Helpdesks []Helpdesk
}

// Ticket is one of the recent tickets. Title is one line, already in the
// user's language, with the number where there is one; State is said behind it
// and is never cut off.
type Ticket struct{ ID, Title, State string }

// Helpdesk is how to reach a helpdesk without a ticket. Empty fields are not
// shown.
type Helpdesk struct{ Name, Phone, Fax, Portal string }
