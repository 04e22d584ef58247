package config

import (
	"time"

	"ticketpp/internal/ticket"
)

// Security says how the connection to a server is kept secret.
type Security string

// The ways to keep a connection secret.
const (
	StartTLS  Security = "starttls" // plain at first, then TLS; refused when the server has none
	TLS       Security = "tls"      // TLS from the first byte
	Plaintext Security = "none"     // nothing: loopback only, unless AllowPlaintext
)

// Auth says how we log in at a server.
type Auth string

// The ways to log in.
const (
	NoAuth       Auth = "none"     // a relay that takes mail from the inside
	PasswordAuth Auth = "password" // user name and password
	XOAuth2      Auth = "xoauth2"  // user name and a token from [oauth]
)

// Server is a mail server, for sending ([smtp]) or for reading ([imap]).
type Server struct {
	Host            string
	Port            int // never 0: the usual one of Security where the settings give none
	Security        Security
	AllowPlaintext  bool   // "none" beyond loopback; only ever true from a machine file or policy
	CAFile          string // absolute path of an extra CA in PEM, or ""
	Auth            Auth
	Username        string   // the user's mail address where the settings give none and Auth is not "none"
	PasswordCommand []string // program and arguments; its first line is the password; empty: the keyring
}

// IMAP is the mailbox with the helpdesk's answers. Host is "" when there is
// none.
type IMAP struct {
	Server
	Mailbox string
	Poll    time.Duration
}

// OAuth is the registration at an identity provider.
type OAuth struct {
	Provider     string // "microsoft", "google", "custom"
	ClientID     string
	ClientSecret string // Google's desktop programs only; no secret there, by Google's own word
	Tenant       string
	DeviceCode   bool
	AuthURL      string   // "custom" only
	TokenURL     string   // "custom" only
	DeviceURL    string   // "custom" only, for DeviceCode
	Scopes       []string // "custom" only
}

// Organisation is what the administrator says of the place.
type Organisation struct {
	Bodies []string // the Enti for which a person may work
}

// Form says which form opens.
type Form struct {
	UI string // "auto", "window", "browser"
}

// Attachments limits what goes with a ticket.
type Attachments struct {
	MaxTotal int64 // bytes, screenshots included
}

// KB is a source of knowledge-base articles.
type KB struct {
	Source string // a folder, a file or an address on the web
}

// Config is every setting in force except the helpdesks, which
// [Settings.Helpdesks] gives.
type Config struct {
	Language     string        // "" (the system's), "it", "en"
	KeepSent     time.Duration // how long pictures and files of sent tickets are kept
	LogLevel     string        // "debug", "info", "warn", "error"
	User         ticket.Contact
	Organisation Organisation
	Form         Form
	SMTP         []Server // tried in order; empty when no server is set
	OAuth        OAuth
	IMAP         IMAP
	Attachments  Attachments
	KB           []KB
}
