package doctor

import (
	"context"
	"errors"
	"image"
	"image/color"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/zalando/go-keyring"

	"ticketpp/internal/capture"
	"ticketpp/internal/config"
	"ticketpp/internal/dispatch"
	"ticketpp/internal/l10n"
	"ticketpp/internal/mail"
	"ticketpp/internal/secret"
)

// patient is what a test examines: settings and a data folder of its own.
func patient(t *testing.T, settings string) Options {
	t.Helper()
	dir := t.TempDir()
	file := filepath.Join(dir, "config.toml")
	if err := os.WriteFile(file, []byte(settings), 0o600); err != nil {
		t.Fatal(err)
	}
	where := config.Options{ConfigFile: file, DataDir: filepath.Join(dir, "data")}
	s, err := config.Load(where)
	if err != nil {
		t.Fatal(err)
	}
	texts, err := l10n.New("en")
	if err != nil {
		t.Fatal(err)
	}
	return Options{Settings: s, Where: where, Texts: texts, Dispatch: &dispatch.Dispatcher{
		Settings: func() *config.Settings { return s }, Texts: texts, Vault: &secret.Vault{},
		Log: slog.New(slog.DiscardHandler), Data: where.DataDir,
	}}
}

// examined runs an area; a row is "step status".
func examined(t *testing.T, o Options, a Area) ([]Row, string) {
	t.Helper()
	var rows []Row
	var words []string
	Run(t.Context(), o, []Area{a}, func(r Row) {
		rows = append(rows, r)
		words = append(words, r.Step+" "+string(r.Status))
		if r.Area != a || r.Message == "" || strings.HasPrefix(r.Message, "doctor.") || strings.Contains(r.Message, "<no value>") ||
			strings.Contains(r.Hint, "<no value>") || (r.Status != OK) != (r.Hint != "") {
			t.Errorf("odd row %+v", r)
		}
	})
	return rows, strings.Join(words, ", ")
}

func TestWindowProgram(t *testing.T) {
	a := func(context.Context) (string, error) { return "a screen", nil }
	none := func(context.Context) (string, error) { return "", errors.New("no screen") }
	for _, c := range []struct {
		script, settings string
		screens          func(context.Context) (string, error)
		want, says       string
	}{
		{"exit 0", "", a, "window ok", "OpenGL"},
		{"echo no driver >&2; exit 20", "", a, "window fail", "no driver"},
		{"exit 20", "[form]\nui = \"browser\"\n", a, "window warn", "OpenGL"},
		{"kill -9 $$", "", a, "window fail", "unexpectedly"},
		{"echo no driver >&2; exit 20", "", none, "window warn", "no screen"}, // the driver is not to blame
		{"kill -9 $$", "", none, "window warn", "no screen"},
	} {
		o := patient(t, c.settings)
		o.screens = c.screens
		o.Window = filepath.Join(t.TempDir(), "trayapp-ui")
		if err := os.WriteFile(o.Window, []byte("#!/bin/sh\n[ \"$1\" = probe ] || exit 7\n"+c.script+"\n"), 0o700); err != nil {
			t.Fatal(err)
		}
		if rows, got := examined(t, o, OpenGL); got != c.want || !strings.Contains(rows[0].Message, c.says) {
			t.Errorf("%q: %s %+v", c.script, got, rows)
		}
	}
	o := patient(t, "")
	o.Window = filepath.Join(t.TempDir(), "gone")
	if rows, got := examined(t, o, OpenGL); got != "window fail" || !strings.Contains(rows[0].Message, o.Window) {
		t.Errorf("missing: %s %+v", got, rows)
	}
}

func TestData(t *testing.T) {
	const well = "folder ok, write ok, space ok, drafts ok, queue ok"
	for _, c := range []struct {
		name  string
		spoil func(data string) error
		want  string
	}{
		{"new", func(string) error { return nil }, well},
		{"open to others", func(d string) error { return os.Chmod(d, 0o755) }, "folder warn" + strings.TrimPrefix(well, "folder ok")},
		{"newer", func(d string) error { return os.WriteFile(filepath.Join(d, "format"), []byte("99\n"), 0o600) }, "folder fail"},
		{"a damaged ticket", func(d string) error {
			id := filepath.Join(d, "damaged", strings.Repeat("0a", 16))
			return errors.Join(os.MkdirAll(id, 0o700), os.WriteFile(filepath.Join(id, "reason.txt"), []byte("torn"), 0o600))
		}, strings.Replace(well, "queue ok", "queue warn", 1)},
		{"a damaged draft", func(d string) error {
			id := filepath.Join(d, "drafts", strings.Repeat("0a", 16))
			return errors.Join(os.MkdirAll(id, 0o700), os.WriteFile(filepath.Join(id, "draft.json"), []byte("torn"), 0o600))
		}, strings.Replace(well, "drafts ok", "drafts warn", 1)},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := patient(t, "")
			if err := errors.Join(os.MkdirAll(o.Where.DataDir, 0o700), c.spoil(o.Where.DataDir)); err != nil {
				t.Fatal(err)
			}
			if rows, got := examined(t, o, Data); got != c.want {
				t.Errorf("%s\n%+v", got, rows)
			}
			if _, err := os.Stat(filepath.Join(o.Where.DataDir, ".doctor")); !errors.Is(err, os.ErrNotExist) {
				t.Errorf("something was left behind: %v", err)
			}
		})
	}
	o := patient(t, "")
	if err := os.WriteFile(o.Where.DataDir, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, got := examined(t, o, Data); got != "folder fail" {
		t.Errorf("a file in its place: %s", got)
	}
}

func TestKeyring(t *testing.T) {
	const password = "[smtp]\nhost = \"relay.example\"\nauth = \"password\"\nusername = \"anna\"\n"
	defer keyring.MockInit()
	for _, c := range []struct {
		err            error
		settings, want string
	}{
		{nil, "", "entry ok"},
		{errors.New("no service"), "", "entry warn"},
		{errors.New("no service"), password, "entry fail"},
		{errors.New("no service"), password + "password_command = [\"pass\", \"mail\"]\n", "entry warn"},
		{context.DeadlineExceeded, password, "entry fail"},
	} {
		keyring.MockInit()
		if c.err != nil {
			keyring.MockInitWithError(c.err)
		}
		if rows, got := examined(t, patient(t, c.settings), Keyring); got != c.want {
			t.Errorf("%v, %q: %s %+v", c.err, c.settings, got, rows)
		}
	}
}

// tested turns findings into the rows of one server.
func tested(t *testing.T, found ...mail.Finding) []Row {
	t.Helper()
	o := patient(t, "[user]\nemail = \"anna@comune.example\"\n")
	w := &way{exam: &exam{Options: o, area: SMTP}, server: mail.Server{Host: "relay.example", Port: 587}}
	for _, f := range found {
		w.found(f)
	}
	return w.rows
}

func TestCertificateNearItsEnd(t *testing.T) {
	for days, want := range map[int]Status{400: OK, 22: OK, 20: Warn, 1: Warn} {
		rows := tested(t, mail.Finding{Step: mail.StepTLS, Class: mail.Delivered, Certificate: &mail.Certificate{
			Names: []string{"relay.example"}, Issuer: "CA", Version: "TLS 1.3",
			From: time.Now().AddDate(-1, 0, 0), To: time.Now().Add(time.Duration(days)*24*time.Hour + time.Hour),
		}})
		if rows[0].Status != want || !strings.Contains(rows[0].Message, "relay.example") || (want == Warn) != (rows[0].Hint != "") {
			t.Errorf("%d days: %+v", days, rows[0])
		}
	}
}

func TestARefusedCertificateIsShown(t *testing.T) {
	to := time.Date(2026, 11, 19, 12, 0, 0, 0, time.Local)
	row := tested(t, mail.Finding{
		Step: mail.StepTLS, Class: mail.Retry, Reason: mail.ReasonTLSExpired, Answer: "x509: expired",
		Certificate: &mail.Certificate{Names: []string{"old.example"}, Issuer: "CA", From: to.AddDate(-1, 0, 0), To: to},
	})[0]
	for _, want := range []string{"not valid today", "old.example", "2025-11-19", "2026-11-19", "x509: expired"} {
		if !strings.Contains(row.Message, want) {
			t.Errorf("%q lacks %q", row.Message, want)
		}
	}
	if row.Status != Fail || !strings.Contains(row.Hint, "date") {
		t.Errorf("%+v", row)
	}
}

func TestLaterIsAWarning(t *testing.T) {
	rows := tested(t,
		mail.Finding{Step: mail.StepRecipient, Class: mail.Retry, Reason: mail.ReasonBusy, Answer: "451 greylisted", Mailbox: "h@desk.example"},
		mail.Finding{Step: mail.StepRecipient, Class: mail.Pause, Reason: mail.ReasonRelay, Answer: "554 relay access denied", Mailbox: "h@desk.example"},
		mail.Finding{Step: mail.StepRecipient, Class: mail.Refused, Reason: mail.ReasonAddress, Answer: "550 no such user", Mailbox: "h@desk.example"})
	if rows[0].Status != Warn || rows[1].Status != Fail || rows[2].Status != Fail {
		t.Errorf("%+v", rows)
	}
}

func TestASmallServerIsKept(t *testing.T) {
	o := patient(t, "[smtp]\nhost = \"relay.example\"\n")
	if err := os.MkdirAll(o.Where.DataDir, 0o700); err != nil {
		t.Fatal(err)
	}
	w := &way{exam: &exam{Options: o, area: SMTP}, server: o.Dispatch.Servers()[0]}
	w.found(mail.Finding{Step: mail.StepSize, Class: mail.Delivered, Size: &mail.Size{Server: w.server.Addr(), Max: 3_000_000}})
	if !strings.Contains(w.rows[0].Message, "instead of 7.0 MB") {
		t.Errorf("%+v", w.rows[0])
	}
	if got := dispatch.SizeLimit(o.Where.DataDir, o.Settings); got != dispatch.Fits(3_000_000) {
		t.Errorf("the form would allow %d", got)
	}
}

func TestEveryReasonHasWordsAndANextStep(t *testing.T) {
	for _, lang := range []string{"it", "en"} {
		texts, err := l10n.New(lang)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range mail.Reasons() {
			for _, key := range []string{"doctor.reason." + string(r), "doctor.reason." + string(r) + ".hint"} {
				if texts.Get(key, l10n.Vars{"Host": "h"}) == key {
					t.Errorf("%s: no %s", lang, key)
				}
			}
		}
		for _, s := range []mail.Step{mail.StepDNS, mail.StepTCP, mail.StepGreeting, mail.StepTLS, mail.StepLogin, mail.StepSize, mail.StepSender, mail.StepRecipient} {
			for _, key := range []string{"doctor.way." + string(s), "doctor.way." + string(s) + "-bad"} {
				if texts.Get(key, l10n.Vars{}) == key {
					t.Errorf("%s: no %s", lang, key)
				}
			}
		}
	}
}

func TestEveryReasonForNoPictureHasItsWords(t *testing.T) {
	for _, lang := range []string{"it", "en"} {
		texts, err := l10n.New(lang)
		if err != nil {
			t.Fatal(err)
		}
		for _, why := range []error{
			capture.ErrNoDisplay, capture.ErrNoPortal, capture.ErrRefused, capture.ErrTimeout,
			capture.ErrLocked, capture.ErrRemote, capture.ErrNoPermission,
		} {
			key := "doctor.capture." + captureReason(why)
			if texts.Get(key, l10n.Vars{"Err": "e"}) == key || texts.Get(key+".hint", nil) == key+".hint" {
				t.Errorf("%s: no %s, or no hint", lang, key)
			}
		}
	}
}

func TestAPictureOfOneColour(t *testing.T) {
	img := image.NewRGBA(image.Rect(0, 0, 40, 30))
	shots := []capture.Shot{{Image: img}}
	if !blank(shots) {
		t.Error("a black screen is not seen as such")
	}
	img.SetRGBA(39, 29, color.RGBA{R: 1, A: 255})
	if blank(shots) {
		t.Error("a picture is taken for a black screen")
	}
}

func TestAnEndedContextEndsTheExamination(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	Run(ctx, patient(t, ""), Areas(), func(r Row) { t.Errorf("told of %+v", r) })
}
