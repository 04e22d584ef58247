package oauth

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"ticketpp/test/authserver"
)

const scope = "https://mail.example/SMTP.Send"

// provider starts a provider of the test's own.
func provider(t *testing.T, change func(*Registration)) (*authserver.Server, Provider) {
	t.Helper()
	s := authserver.Start()
	t.Cleanup(s.Close)
	r := Registration{
		Provider: "custom", ClientID: authserver.ClientID, AuthURL: s.URL + "/authorize", TokenURL: s.URL + "/token",
		DeviceURL: s.URL + "/devicecode", Scopes: []string{scope, "offline_access"},
	}
	if change != nil {
		change(&r)
	}
	p, err := For(r)
	if err != nil {
		t.Fatal(err)
	}
	return s, p
}

// surf is a browser: it follows redirects and returns the last page.
func surf(ctx context.Context, address string) (status int, page string, header http.Header, err error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return 0, "", nil, err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0, "", nil, err
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	return resp.StatusCode, string(data), resp.Header, err
}

// browser returns an Open that follows the address, and the page it ends on.
func browser() (open func(context.Context, string) error, page <-chan string) {
	pages := make(chan string, 1)
	return func(ctx context.Context, address string) error {
		go func() {
			_, text, _, err := surf(context.WithoutCancel(ctx), address)
			if err != nil {
				text = err.Error()
			}
			pages <- text
		}()
		return nil
	}, pages
}

func TestTheBrowserSignsIn(t *testing.T) {
	server, p := provider(t, nil)
	open, page := browser()
	g, err := SignIn{Provider: p, User: "anna@comune.example", Lang: "it", Open: open}.Browser(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := server.Check(g.Access, scope); err != nil || g.Refresh == "" || time.Until(g.Until) < 50*time.Minute {
		t.Errorf("granted until %v, refresh token %v: %v", g.Until, g.Refresh != "", err)
	}
	if text := <-page; !strings.Contains(text, "signin.page.done.title") || !strings.Contains(text, `lang="it"`) {
		t.Errorf("the last page is %s", text)
	}
	if q := server.Last(); q.Get("login_hint") != "anna@comune.example" || q.Get("scope") != scope+" offline_access" {
		t.Errorf("asked for %v", q)
	}
}

func TestAClientWithASecretSendsItToTheTokenPageOnly(t *testing.T) {
	server, p := provider(t, func(r *Registration) { r.ClientSecret = "not-so-secret" })
	server.Set(authserver.Switches{Secret: "not-so-secret"})
	open, _ := browser()
	if _, err := (SignIn{Provider: p, Open: open}).Browser(t.Context()); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(server.Last().Encode(), "not-so-secret") {
		t.Error("the secret is in the browser's address")
	}
}

func TestWhatEndsASignIn(t *testing.T) {
	for name, c := range map[string]struct {
		sw   authserver.Switches
		want error
		page string
	}{
		"the user says no":           {authserver.Switches{Deny: true}, ErrDenied, "denied"},
		"the user unticks a scope":   {authserver.Switches{Scope: "openid"}, ErrScope, "denied"},
		"no refresh token":           {authserver.Switches{Once: true}, ErrNoRefresh, "failed"},
		"the client is unknown":      {authserver.Switches{Secret: "x"}, ErrNotAllowed, "failed"},
		"the provider is not there":  {authserver.Switches{Down: true}, nil, "failed"},
		"a code that came too late":  {authserver.Switches{Refusal: "invalid_grant"}, ErrRevoked, "failed"},
		"an error of its own making": {authserver.Switches{Refusal: "whatever"}, ErrNotAllowed, "failed"},
	} {
		t.Run(name, func(t *testing.T) {
			server, p := provider(t, nil)
			server.Set(c.sw)
			open, page := browser()
			_, err := SignIn{Provider: p, Open: open}.Browser(t.Context())
			if c.want == nil && !IsNetwork(err) || c.want != nil && (!errors.Is(err, c.want) || IsNetwork(err)) {
				t.Errorf("got %v, want %v", err, c.want)
			}
			text := <-page
			if !strings.Contains(text, "signin.page."+c.page+".title") {
				t.Errorf("the last page is %s", text)
			}
			if strings.Contains(text, "alert(1)") {
				t.Error("the provider's words are on our page")
			}
		})
	}
}

func TestAClosedBrowserEndsWithTime(t *testing.T) {
	_, p := provider(t, nil)
	var port string
	s := SignIn{Provider: p, Patience: 50 * time.Millisecond, Open: func(_ context.Context, address string) error {
		port = redirectOf(t, address)
		return nil
	}}
	if _, err := s.Browser(t.Context()); !errors.Is(err, ErrTimeout) {
		t.Errorf("got %v", err)
	}
	if c, err := net.Dial("tcp", port); err == nil {
		c.Close()
		t.Error("the port still listens")
	}
}

func TestTheBrowserOutlivesTheSignIn(t *testing.T) {
	_, p := provider(t, nil)
	open, _ := browser()
	var its context.Context
	s := SignIn{Provider: p, Open: func(ctx context.Context, address string) error {
		its = ctx
		return open(ctx, address)
	}}
	if _, err := s.Browser(t.Context()); err != nil {
		t.Fatal(err)
	}
	if its.Err() != nil {
		t.Error("a browser that was started for the sign-in would be ended with it")
	}
}

func TestTheUserMayStopWaiting(t *testing.T) {
	_, p := provider(t, nil)
	ctx, cancel := context.WithCancel(t.Context())
	s := SignIn{Provider: p, Open: func(context.Context, string) error { cancel(); return nil }}
	if _, err := s.Browser(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestWithoutABrowser(t *testing.T) {
	_, p := provider(t, nil)
	none := func(context.Context, string) error { return errors.New("no xdg-open") }
	if _, err := (SignIn{Provider: p, Open: none}).Browser(t.Context()); !errors.Is(err, ErrNoBrowser) {
		t.Errorf("got %v", err)
	}
	// Whoever shows the address lets the user carry it there.
	s := SignIn{Provider: p, Open: none, Opened: func(address string, err error) {
		if err == nil {
			t.Error("the missing browser was not told")
		}
		go func() { _, _, _, _ = surf(context.Background(), address) }()
	}}
	if _, err := s.Browser(t.Context()); err != nil {
		t.Error(err)
	}
}

// redirectOf returns the loopback address in an authorization address.
func redirectOf(t *testing.T, address string) string {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	back, err := url.Parse(u.Query().Get("redirect_uri"))
	if err != nil {
		t.Fatal(err)
	}
	return back.Host
}

func TestOnlyTheRightReturnCounts(t *testing.T) {
	server, p := provider(t, nil)
	opened := make(chan string, 1)
	s := SignIn{Provider: p, Open: func(_ context.Context, address string) error { opened <- address; return nil }}
	ended := make(chan error, 1)
	go func() {
		_, err := s.Browser(t.Context())
		ended <- err
	}()
	address := <-opened
	port := "http://" + redirectOf(t, address)
	for _, stray := range []string{"/?code=x&state=wrong", "/?code=x", "/?error=access_denied", "/favicon.ico", "/?error=access_denied&state=wrong"} {
		status, page, header, err := surf(t.Context(), port+stray)
		if err != nil || status < 400 {
			t.Errorf("%s: %d, %v", stray, status, err)
		}
		if strings.Contains(page, "<html") && !strings.Contains(header.Get("Content-Security-Policy"), "default-src 'none'") {
			t.Errorf("%s: a page without a policy", stray)
		}
	}
	// A page on the web that names our address (DNS rebinding).
	req, _ := http.NewRequestWithContext(t.Context(), http.MethodGet, port+"/", nil)
	req.Host = "evil.example"
	if resp, err := http.DefaultClient.Do(req); err != nil || resp.StatusCode != http.StatusNotFound {
		t.Errorf("another name: %v, %v", resp, err)
	}
	if n := server.Asked(); n != 0 {
		t.Errorf("%d codes were exchanged for a wrong return", n)
	}
	select {
	case err := <-ended:
		t.Fatalf("a wrong return ended the sign-in: %v", err)
	default:
	}
	if status, _, _, err := surf(t.Context(), address); err != nil || status != http.StatusOK {
		t.Errorf("the right return: %d, %v", status, err)
	}
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

func TestAPortThatSomebodyHasIsNotOurs(t *testing.T) {
	taken := 0
	listen := func(network, address string) (net.Listener, error) {
		if network == "tcp6" && address != "[::1]:0" && taken < 2 {
			taken++
			return nil, errors.New("address already in use")
		}
		if network == "tcp6" { // whether or not this machine has IPv6
			return net.Listen("tcp4", "127.0.0.1:0")
		}
		return net.Listen(network, address)
	}
	all, redirect, err := loopback(listen)
	if err != nil || len(all) != 2 || taken != 2 {
		t.Fatalf("%d listeners after %d tries: %v", len(all), taken, err)
	}
	for _, l := range all {
		l.Close()
	}
	if !strings.HasPrefix(redirect, "http://localhost:") {
		t.Errorf("redirect %s", redirect)
	}
	_, p := provider(t, nil)
	s := SignIn{Provider: p, Open: func(context.Context, string) error { t.Error("the browser was opened"); return nil }}
	s.listen = func(string, string) (net.Listener, error) { return nil, errors.New("address already in use") }
	if _, err := s.Browser(t.Context()); !errors.Is(err, ErrNoPort) {
		t.Errorf("no port at all: %v", err)
	}
}

func TestADeviceCodeSignsIn(t *testing.T) {
	server, p := provider(t, func(r *Registration) { r.DeviceCode = true })
	if !p.ByDevice() {
		t.Fatal("no device code")
	}
	server.Set(authserver.Switches{Pending: 1})
	var shown Code
	g, err := SignIn{Provider: p}.Device(t.Context(), func(c Code) { shown = c })
	if err != nil || g.Refresh == "" || shown.Code != "KFPW-QXTB" || !strings.HasSuffix(shown.Address, "/device") {
		t.Errorf("%+v, %v", shown, err)
	}
	server.Set(authserver.Switches{Deny: true})
	if _, err := (SignIn{Provider: p}).Device(t.Context(), func(Code) {}); !errors.Is(err, ErrDenied) {
		t.Errorf("denied: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	if _, err := (SignIn{Provider: p}).Device(ctx, func(Code) { cancel() }); !errors.Is(err, context.Canceled) {
		t.Errorf("stopped: %v", err)
	}
}

func TestProviders(t *testing.T) {
	p, err := For(Registration{Provider: "microsoft", ClientID: "c", DeviceCode: true, Tenant: "comune.example/../x"})
	if err != nil || !strings.HasPrefix(p.config.Endpoint.TokenURL, "https://login.microsoftonline.com/comune.example%2F..%2Fx/") || !p.ByDevice() {
		t.Errorf("%+v, %v", p, err)
	}
	if p, err = For(Registration{Provider: "microsoft", ClientID: "c"}); err != nil || p.ByDevice() || !strings.Contains(p.config.Endpoint.AuthURL, "/common/") {
		t.Errorf("%+v, %v", p, err)
	}
	if p, err = For(Registration{Provider: "google", ClientID: "c", DeviceCode: true}); err != nil || p.ByDevice() || p.config.Scopes[0] != "https://mail.google.com/" {
		t.Errorf("%+v, %v", p, err)
	}
	for _, bad := range []Registration{
		{Provider: "microsoft"},
		{Provider: "custom", ClientID: "c", AuthURL: "https://id.example/a"},
		{Provider: "custom", ClientID: "c", AuthURL: "https://id.example/a", TokenURL: "http://id.example/t"},
		{Provider: "custom", ClientID: "c", AuthURL: "file:///a", TokenURL: "https://id.example/t"},
	} {
		if _, err := For(bad); err == nil {
			t.Errorf("%+v was taken", bad)
		}
	}
}

func TestScopes(t *testing.T) {
	wanted := []string{"https://outlook.office.com/SMTP.Send", "offline_access"}
	for given, want := range map[string]bool{
		"":                                     true,
		"https://outlook.office.com/SMTP.Send": true,
		"SMTP.Send profile":                    true,
		"https://outlook.office.com/IMAP.AccessAsUser.All offline_access": false,
	} {
		if got := covers(given, wanted); got != want {
			t.Errorf("%q: %v", given, got)
		}
	}
	if covers("openid email", []string{"https://mail.google.com/"}) || !covers("https://mail.google.com/ openid", []string{"https://mail.google.com/"}) {
		t.Error("Google's scope")
	}
}
