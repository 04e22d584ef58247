// Package oauth logs in without a password: the user says yes once, in the
// browser or with a code on another device, and from then on a refresh token
// in the keyring gives the short-lived access tokens of XOAUTH2. Only the
// refresh token is ever kept; access tokens live in memory. It knows no mail,
// no windows and no settings.
package oauth

import (
	"errors"
	"fmt"
	"net"
	"net/url"

	"golang.org/x/oauth2"

	"ticketpp/internal/secret"
)

// Registration is what the administrator got from the provider.
type Registration struct {
	Provider     string // "microsoft", "google", "custom"
	ClientID     string
	ClientSecret string // Google's desktop clients have one, which Google itself does not call secret; else ""
	Tenant       string // Microsoft's; "" means any
	DeviceCode   bool   // sign in by a code on another device instead of the browser here
	AuthURL      string // "custom" only
	TokenURL     string // "custom" only
	DeviceURL    string // "custom" only
	Scopes       []string
	Send, Read   bool // what for: sending mail, reading the mailbox; neither means sending
}

// Provider is where a user signs in and tokens come from.
type Provider struct {
	config oauth2.Config
	extra  []oauth2.AuthCodeOption
	device bool
}

// For returns the registration's provider. It fails when something is missing
// or a secret would travel unencrypted.
//
// Microsoft has a scope for sending mail and one for reading it, each for
// nothing else; whoever wants both must ask for both at the sign-in. Google
// has no smaller one for SMTP or IMAP than all of the mailbox.
func For(r Registration) (Provider, error) {
	c := oauth2.Config{ClientID: r.ClientID, ClientSecret: r.ClientSecret, Scopes: r.Scopes}
	p := Provider{}
	switch r.Provider {
	case "microsoft":
		tenant := r.Tenant
		if tenant == "" {
			tenant = "common"
		}
		base := "https://login.microsoftonline.com/" + url.PathEscape(tenant) + "/oauth2/v2.0/"
		c.Endpoint = oauth2.Endpoint{AuthURL: base + "authorize", TokenURL: base + "token", DeviceAuthURL: base + "devicecode"}
		c.Scopes = microsoftScopes(r)
	case "google":
		// No device address: Google does not give the mail scope to devices.
		c.Endpoint = oauth2.Endpoint{AuthURL: "https://accounts.google.com/o/oauth2/v2/auth", TokenURL: "https://oauth2.googleapis.com/token"}
		c.Scopes = []string{"https://mail.google.com/"}
		p.extra = []oauth2.AuthCodeOption{oauth2.AccessTypeOffline, oauth2.ApprovalForce} // or there is no refresh token the second time
	default:
		c.Endpoint = oauth2.Endpoint{AuthURL: r.AuthURL, TokenURL: r.TokenURL, DeviceAuthURL: r.DeviceURL}
	}
	c.Endpoint.AuthStyle = oauth2.AuthStyleInParams // a program on a user's desk cannot keep a secret
	p.config, p.device = c, r.DeviceCode && c.Endpoint.DeviceAuthURL != ""
	if c.ClientID == "" {
		return p, errors.New("the program's client_id is missing")
	}
	addresses := []string{c.Endpoint.AuthURL, c.Endpoint.TokenURL}
	if p.device {
		addresses = append(addresses, c.Endpoint.DeviceAuthURL)
	}
	for _, a := range addresses {
		if !isSafe(a) {
			return p, fmt.Errorf("the provider's address %q is not an https one", a)
		}
	}
	return p, nil
}

// microsoftScopes are the permissions for what the registration is for.
func microsoftScopes(r Registration) []string {
	var scopes []string
	if r.Send || !r.Read {
		scopes = append(scopes, "https://outlook.office.com/SMTP.Send")
	}
	if r.Read {
		scopes = append(scopes, "https://outlook.office.com/IMAP.AccessAsUser.All")
	}
	return append(scopes, "offline_access")
}

// isSafe reports whether a secret may be sent to the address: encrypted, or
// to this machine.
func isSafe(address string) bool {
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" {
		return false
	}
	ip := net.ParseIP(u.Hostname())
	return u.Scheme == "https" || u.Scheme == "http" && (u.Hostname() == "localhost" || ip != nil && ip.IsLoopback())
}

// ByDevice reports whether the administrator wants the sign-in on another
// device, and the provider has one.
func (p Provider) ByDevice() bool { return p.device }

// Host is the provider's name for a person's eyes.
func (p Provider) Host() string {
	u, err := url.Parse(p.config.Endpoint.AuthURL)
	if err != nil {
		return ""
	}
	return u.Host
}

// Account is where the user's refresh token is kept. It names the address
// that alone gets the token, and the program for which it was given: after a
// change of the settings no token goes where it does not belong.
func (p Provider) Account(user string) secret.Account {
	return secret.Account{Host: p.config.Endpoint.TokenURL + "#" + p.config.ClientID, User: user}
}
