package oauth

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/oauth2"
)

// What keeps a token from being had. After the first four somebody must act;
// anything else that [Tokens.Get] returns passes by itself.
var (
	// ErrNotSignedIn: nobody has signed in yet, or not on this computer.
	ErrNotSignedIn = errors.New("nobody has signed in to the mail account yet")
	// ErrExpired: the sign-in is too old for the provider.
	ErrExpired = errors.New("the sign-in to the mail account has expired")
	// ErrRevoked: the provider takes the sign-in no more: a new password, or
	// somebody took the permission back.
	ErrRevoked = errors.New("the sign-in to the mail account was revoked")
	// ErrNotAllowed: the provider does not know the program, or does not let
	// it do this. The administrator's registration is to be looked at.
	ErrNotAllowed = errors.New("the provider does not allow this program to sign in")
)

// What ends a sign-in without one.
var (
	// ErrDenied: the user, or a policy of the provider's, said no.
	ErrDenied = errors.New("the permission was not given")
	// ErrScope: the user signed in without the permission to send mail.
	ErrScope = errors.New("the permission to send mail was not given")
	// ErrNoRefresh: the provider gave a token for an hour only.
	ErrNoRefresh = errors.New("the provider gave no lasting sign-in")
	// ErrTimeout: nobody ended the sign-in in time; the browser may be closed.
	ErrTimeout = errors.New("nobody ended the sign-in in time")
	// ErrNoPort: no port on this computer to which the browser could come back.
	ErrNoPort = errors.New("no free port on this computer")
	// ErrNoBrowser: no browser could be opened.
	ErrNoBrowser = errors.New("no browser opened")
)

// AnswerError is a refusal in the provider's own words: Err is one of this
// package's errors.
type AnswerError struct {
	Err  error
	Code string // as RFC 6749, 5.2 has them, "invalid_grant"
	Text string // the first line of the provider's explanation, bounded; "" when there is none
}

func (e *AnswerError) Error() string {
	s := fmt.Sprintf("%v (%s)", e.Err, e.Code)
	if e.Text != "" {
		s += ": " + e.Text
	}
	return s
}
func (e *AnswerError) Unwrap() error { return e.Err }

// IsNetwork reports whether err says nothing about the sign-in, only that the
// provider could not be asked.
func IsNetwork(err error) bool {
	var request *url.Error
	return errors.As(err, &request)
}

// understand turns the library's error of a request to address into one of
// this package's. What speaks of the sign-in is an [AnswerError]; whatever
// else, such as a gateway's error page, comes back as a *url.Error, which is
// what a broken connection gives, since it passes in the same way. The
// answer's body is never repeated: it might hold a token.
func understand(address string, err error) error {
	if err == nil {
		return nil
	}
	var request *url.Error
	if errors.As(err, &request) {
		return err
	}
	passing := func(why error) error { return &url.Error{Op: "Post", URL: address, Err: why} }
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return passing(err)
	}
	var answer *oauth2.RetrieveError
	if !errors.As(err, &answer) {
		return passing(errors.New("the provider's answer makes no sense"))
	}
	status := 0
	if answer.Response != nil {
		status = answer.Response.StatusCode
	}
	// An unknown error code of a working provider is an answer all the same.
	if answer.ErrorCode == "" || status >= 500 || status == http.StatusTooManyRequests ||
		slices.Contains([]string{"temporarily_unavailable", "server_error"}, answer.ErrorCode) {
		return passing(fmt.Errorf("the provider answers %d %s", status, clean(answer.ErrorCode, 40)))
	}
	return answerError(answer.ErrorCode, answer.ErrorDescription)
}

// answerError names what the provider's code and explanation say.
func answerError(code, text string) error {
	e := &AnswerError{Err: ErrNotAllowed, Code: clean(code, 40), Text: clean(text, 200)}
	switch code {
	case "invalid_grant", "interaction_required", "consent_required", "login_required":
		e.Err = ErrRevoked
		// Microsoft tells an old sign-in apart; Google says "expired or revoked".
		if regexp.MustCompile(`AADSTS(70008|700082|700084|70043|50089)\b`).MatchString(text) {
			e.Err = ErrExpired
		}
	case "access_denied":
		e.Err = ErrDenied
	case "expired_token": // of a device code
		e.Err = ErrTimeout
	case "invalid_scope":
		e.Err = ErrScope
	}
	return e
}

// clean makes one short line of what a server said.
func clean(s string, most int) string {
	s, _, _ = strings.Cut(strings.TrimSpace(s), "\n")
	s = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, ""))
	s = strings.TrimSpace(s)
	if letters := []rune(s); len(letters) > most {
		return string(letters[:most-1]) + "…"
	}
	return s
}
