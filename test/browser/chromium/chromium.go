// Package chromium drives Debian's Chromium without a screen, by ChromeDriver
// and the WebDriver protocol (W3C WebDriver Level 2), as a person at a
// keyboard would. It knows pages, not what is on them.
package chromium

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"regexp"
	"syscall"
	"time"
)

// Browser is one Chromium with one profile of its own.
type Browser struct {
	driver  *exec.Cmd
	profile string
	at      string // address of the session
}

// Options says which browser.
type Options struct {
	Width, Height int    // of the page, pixels; 0: 1280×900
	NoScript      bool   // JavaScript is switched off, as an administrator may have it
	Proxy         string // host:port through which every page comes, this machine's own too; "": none
}

// arguments: no screen, no first-run pages, and no conversation with anybody
// but the pages that the test names.
func arguments(o Options, profile string) []string {
	args := []string{
		"--headless", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
		"--disable-component-update", "--disable-sync", "--hide-scrollbars", "--user-data-dir=" + profile,
		fmt.Sprintf("--window-size=%d,%d", o.Width, o.Height),
	}
	if o.Proxy != "" {
		args = append(args, "--proxy-server=http://"+o.Proxy, "--proxy-bypass-list=<-loopback>")
	}
	if os.Getuid() == 0 { // Chromium's sandbox refuses root
		args = append(args, "--no-sandbox")
	}
	return args
}

// Start starts a browser; Close ends it.
func Start(ctx context.Context, o Options) (*Browser, error) {
	if o.Width == 0 || o.Height == 0 {
		o.Width, o.Height = 1280, 900
	}
	profile, err := os.MkdirTemp("", "chromium-")
	if err != nil {
		return nil, err
	}
	b := &Browser{profile: profile}
	if err := b.start(ctx, o); err != nil {
		return nil, errors.Join(fmt.Errorf("chromium (scripts/setup.sh browser): %w", err), b.Close())
	}
	return b, nil
}

// started is what ChromeDriver says when it listens.
var started = regexp.MustCompile(`started successfully on port (\d+)`)

func (b *Browser) start(ctx context.Context, o Options) error {
	b.driver = exec.CommandContext(ctx, "chromedriver", "--port=0")
	// Without a locale, as in a fresh container, Chromium finds no file whose
	// name has an accent.
	b.driver.Env = append(os.Environ(), "LC_ALL=C.UTF-8")
	b.driver.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
	out, err := b.driver.StdoutPipe()
	if err != nil {
		return err
	}
	if err := b.driver.Start(); err != nil {
		return err
	}
	port := ""
	lines := bufio.NewScanner(out)
	for port == "" && lines.Scan() {
		if m := started.FindStringSubmatch(lines.Text()); m != nil {
			port = m[1]
		}
	}
	if port == "" {
		return errors.New("chromedriver did not start")
	}
	go func() { _, _ = io.Copy(io.Discard, out) }()
	b.at = "http://127.0.0.1:" + port + "/session"
	chrome := map[string]any{"args": arguments(o, b.profile)}
	if o.NoScript {
		chrome["prefs"] = map[string]any{"profile.managed_default_content_settings.javascript": 2}
	}
	var session struct {
		SessionID string `json:"sessionId"`
	}
	err = b.call(ctx, "", map[string]any{"capabilities": map[string]any{"alwaysMatch": map[string]any{
		"goog:chromeOptions": chrome, "unhandledPromptBehavior": "dismiss",
	}}}, &session)
	b.at += "/" + session.SessionID
	return err
}

// Close ends the browser and removes its profile.
func (b *Browser) Close() error {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	if b.driver != nil && b.driver.Process != nil {
		if r, err := http.NewRequestWithContext(ctx, http.MethodDelete, b.at, nil); err == nil {
			if answer, err := http.DefaultClient.Do(r); err == nil {
				answer.Body.Close()
			}
		}
		_ = syscall.Kill(-b.driver.Process.Pid, syscall.SIGKILL)
		_ = b.driver.Wait()
	}
	var err error
	for range 50 { // its last processes may still be writing
		if err = os.RemoveAll(b.profile); err == nil {
			break
		}
		time.Sleep(50 * time.Millisecond)
	}
	return err
}

// Error is what the driver answered instead.
type Error struct {
	Code    string `json:"error"`
	Message string `json:"message"`
}

func (e *Error) Error() string { return e.Code + ": " + e.Message }

// call posts a command, or gets one that has no body, and reads its value.
func (b *Browser) call(ctx context.Context, command string, body, value any) error {
	method, data := http.MethodGet, []byte(nil)
	if body != nil {
		var err error
		if data, err = json.Marshal(body); err != nil {
			return err
		}
		method = http.MethodPost
	}
	r, err := http.NewRequestWithContext(ctx, method, b.at+command, bytes.NewReader(data))
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", "application/json")
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	var got struct{ Value json.RawMessage }
	if err := json.NewDecoder(answer.Body).Decode(&got); err != nil {
		return err
	}
	if answer.StatusCode != http.StatusOK {
		e := &Error{}
		if err := json.Unmarshal(got.Value, e); err != nil {
			return fmt.Errorf("%s: %s", answer.Status, got.Value)
		}
		return e
	}
	if value == nil {
		return nil
	}
	return json.Unmarshal(got.Value, value)
}
