// Package authserver is an identity provider for tests, over real HTTP on
// loopback: authorization code with PKCE, refresh tokens, device codes, and
// switches for what goes wrong. It knows nothing of the program; it is as
// strict as RFC 6749, 7636 and 8628 allow.
package authserver

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"
)

// ClientID is the one client that the provider knows.
const ClientID = "ticketpp-test"

// Switches are what a test may have go wrong.
type Switches struct {
	Life    time.Duration // of an access token; 0: an hour
	Rotate  bool          // each refresh gives a new refresh token and ends the old one
	Deny    bool          // the user says no
	Scope   string        // what is granted instead of what was asked for
	Once    bool          // gives no refresh token
	Down    bool          // every answer of the token page is 503 and HTML
	Refusal string        // the error code of every token answer
	Told    string        // and its description
	Secret  string        // the client's secret, which must be given
	Pending int           // so many polls of a device code find it not typed yet
}

// Server is the provider.
type Server struct {
	URL string

	http     *httptest.Server
	mu       sync.Mutex
	switches Switches
	codes    map[string]request // by code
	refresh  map[string]string  // refresh token → scope
	access   map[string]access
	devices  map[string]string // device code → scope
	asked    int               // token requests
	last     url.Values        // of the last authorization request
}

type request struct{ redirect, challenge, scope string }

type access struct {
	scope string
	until time.Time
}

// Start starts a provider; Close ends it.
func Start() *Server {
	s := &Server{codes: map[string]request{}, refresh: map[string]string{}, access: map[string]access{}, devices: map[string]string{}}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /authorize", s.authorize)
	mux.HandleFunc("POST /token", s.token)
	mux.HandleFunc("POST /devicecode", s.device)
	s.http = httptest.NewServer(mux)
	s.URL = s.http.URL
	return s
}

// Close ends the provider.
func (s *Server) Close() { s.http.Close() }

// Set changes the switches.
func (s *Server) Set(sw Switches) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.switches = sw
}

// Asked returns how many requests for tokens there were.
func (s *Server) Asked() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.asked
}

// Last returns the last authorization request.
func (s *Server) Last() url.Values {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.last
}

// Give returns a refresh token as if somebody had signed in.
func (s *Server) Give(scope string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	t := "refresh-" + rand.Text()
	s.refresh[t] = scope
	return t
}

// Revoke ends all that was given, access tokens too.
func (s *Server) Revoke() {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.refresh)
	clear(s.access)
}

// EndAccess ends all access tokens before their time.
func (s *Server) EndAccess() {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.access)
}

// Secrets returns every token in force, for a test that looks where they are
// not to be.
func (s *Server) Secrets() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []string
	for t := range s.refresh {
		all = append(all, t)
	}
	for t := range s.access {
		all = append(all, t)
	}
	return all
}

// Check says whether an access token is good for a scope, as a mail server
// asks.
func (s *Server) Check(token, scope string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	a, ok := s.access[token]
	switch {
	case !ok:
		return errors.New("unknown token")
	case time.Now().After(a.until):
		return errors.New("expired token")
	case !slices.Contains(strings.Fields(a.scope), scope):
		return errors.New("scope missing")
	}
	return nil
}

// authorize is the page on which the user says yes; this user always does at
// once.
func (s *Server) authorize(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.last = q
	back, err := url.Parse(q.Get("redirect_uri"))
	if err != nil || back.Scheme != "http" || back.Hostname() != "localhost" || back.Path != "" ||
		q.Get("client_id") != ClientID || q.Get("response_type") != "code" || q.Get("client_secret") != "" {
		http.Error(w, "bad request", http.StatusBadRequest)
		return
	}
	answer := url.Values{"state": {q.Get("state")}}
	switch {
	case q.Get("code_challenge_method") != "S256" || q.Get("code_challenge") == "" || q.Get("state") == "":
		answer.Set("error", "invalid_request")
	case s.switches.Deny:
		answer.Set("error", "access_denied")
		answer.Set("error_description", "The user said no <script>alert(1)</script>")
	default:
		code := "code-" + rand.Text()
		s.codes[code] = request{q.Get("redirect_uri"), q.Get("code_challenge"), s.granted(q.Get("scope"))}
		answer.Set("code", code)
	}
	back.Path, back.RawQuery = "/", answer.Encode()
	http.Redirect(w, r, back.String(), http.StatusFound)
}

func (s *Server) granted(asked string) string {
	if s.switches.Scope != "" {
		return s.switches.Scope
	}
	return asked
}

// token answers requests for tokens.
func (s *Server) token(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.asked++
	sw := s.switches
	switch {
	case sw.Down:
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(http.StatusServiceUnavailable)
		_, _ = w.Write([]byte("<h1>Maintenance</h1>"))
	case sw.Refusal != "":
		refuse(w, sw.Refusal, sw.Told)
	case r.FormValue("client_id") != ClientID || r.FormValue("client_secret") != sw.Secret:
		refuse(w, "invalid_client", "client_secret is missing.")
	case r.FormValue("grant_type") == "authorization_code":
		q, known := s.codes[r.FormValue("code")]
		delete(s.codes, r.FormValue("code")) // once
		sum := sha256.Sum256([]byte(r.FormValue("code_verifier")))
		if !known || q.redirect != r.FormValue("redirect_uri") || q.challenge != base64.RawURLEncoding.EncodeToString(sum[:]) {
			refuse(w, "invalid_grant", "code, redirect or verifier")
			return
		}
		s.give(w, q.scope, !sw.Once)
	case r.FormValue("grant_type") == "refresh_token":
		old := r.FormValue("refresh_token")
		scope, known := s.refresh[old]
		if !known {
			refuse(w, "invalid_grant", "Token has been expired or revoked.")
			return
		}
		if sw.Rotate {
			delete(s.refresh, old)
		}
		s.give(w, s.granted(scope), sw.Rotate)
	case r.FormValue("grant_type") == "urn:ietf:params:oauth:grant-type:device_code":
		s.poll(w, r.FormValue("device_code"))
	default:
		refuse(w, "unsupported_grant_type", "")
	}
}

func (s *Server) give(w http.ResponseWriter, scope string, lasting bool) {
	life := s.switches.Life
	if life == 0 {
		life = time.Hour
	}
	answer := map[string]any{"token_type": "Bearer", "access_token": "access-" + rand.Text(), "expires_in": int(life.Seconds()), "scope": scope}
	s.access[answer["access_token"].(string)] = access{scope, time.Now().Add(life)}
	if lasting {
		t := "refresh-" + rand.Text()
		s.refresh[t] = scope
		answer["refresh_token"] = t
	}
	reply(w, http.StatusOK, answer)
}

// device gives a code for another device.
func (s *Server) device(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	code := "device-" + rand.Text()
	s.devices[code] = s.granted(r.FormValue("scope"))
	reply(w, http.StatusOK, map[string]any{
		"device_code": code, "user_code": "KFPW-QXTB", "verification_uri": s.URL + "/device", "expires_in": 900, "interval": 1,
	})
}

func (s *Server) poll(w http.ResponseWriter, code string) {
	scope, known := s.devices[code]
	switch {
	case !known:
		refuse(w, "invalid_grant", "")
	case s.switches.Pending > 0:
		s.switches.Pending--
		refuse(w, "authorization_pending", "")
	case s.switches.Deny:
		refuse(w, "access_denied", "")
	default:
		s.give(w, scope, true)
	}
}

func refuse(w http.ResponseWriter, code, text string) {
	reply(w, http.StatusBadRequest, map[string]any{"error": code, "error_description": text})
}

func reply(w http.ResponseWriter, status int, answer map[string]any) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(answer)
}
