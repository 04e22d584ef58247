package capture

import (
	"bytes"
	"context"
	"errors"
	"image/png"
	"net/url"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"

	"ticketpp/test/bus"
)

const (
	portalName = "org.freedesktop.portal.Desktop"
	portalPath = "/org/freedesktop/portal/desktop"
	requestAPI = "org.freedesktop.portal.Request"
)

// fakePortal is a desktop that answers as the test wants.
type fakePortal struct {
	conn    *dbus.Conn
	answer  answerFunc
	closed  chan struct{}
	options map[string]dbus.Variant
}

func (p *fakePortal) Screenshot(_ string, options map[string]dbus.Variant) (dbus.ObjectPath, *dbus.Error) {
	token, _ := options["handle_token"].Value().(string)
	request := dbus.ObjectPath("/org/freedesktop/portal/desktop/request/1_1/" + token)
	p.options = options
	_ = p.conn.Export(requestObject{p.closed}, request, requestAPI)
	return request, p.answer(p, func(code uint32, results map[string]dbus.Variant) {
		_ = p.conn.Emit(request, requestAPI+".Response", code, results)
	})
}

type requestObject struct{ closed chan struct{} }

func (r requestObject) Close() *dbus.Error { close(r.closed); return nil }

type signalFunc = func(uint32, map[string]dbus.Variant)

type answerFunc = func(p *fakePortal, signal signalFunc) *dbus.Error

func startPortal(t *testing.T, answer answerFunc) *fakePortal {
	t.Helper()
	p := &fakePortal{conn: bus.Connect(t, bus.Start(t)), answer: answer, closed: make(chan struct{})}
	if err := p.conn.Export(p, portalPath, "org.freedesktop.portal.Screenshot"); err != nil {
		t.Fatal(err)
	}
	bus.Own(t, p.conn, portalName)
	return p
}

// savedPicture writes a picture where a portal would, under a name with spaces
// and accents, and returns its URI.
func savedPicture(t *testing.T) (path, uri string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "Schermata è 1.png")
	var b bytes.Buffer
	if err := png.Encode(&b, desktop(320, 200)); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return path, (&url.URL{Scheme: "file", Path: path}).String()
}

func file(uri string) map[string]dbus.Variant {
	return map[string]dbus.Variant{"uri": dbus.MakeVariant(uri)}
}

func TestPortalGivesThePicture(t *testing.T) {
	path, uri := savedPicture(t)
	// The answer comes before the call's return, as it may.
	p := startPortal(t, func(_ *fakePortal, signal signalFunc) *dbus.Error {
		signal(0, file(uri))
		return nil
	})
	shots, err := NewPortal(Options{}).Capture(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	want := desktop(320, 200)
	if len(shots) != 1 || !bytes.Equal(shots[0].Image.Pix, want.Pix) || shots[0].Bounds != want.Rect {
		t.Errorf("not the picture that the portal took")
	}
	if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the portal's file stays behind: %v", err)
	}
	if p.options["interactive"].Value() != false {
		t.Errorf("options %v", p.options)
	}
}

func TestPortalLetsTheUserChoose(t *testing.T) {
	_, uri := savedPicture(t)
	p := startPortal(t, func(_ *fakePortal, signal signalFunc) *dbus.Error {
		signal(0, file(uri))
		return nil
	})
	shots, err := NewPortal(Options{Ask: true}).Capture(context.Background())
	if err != nil || len(shots) != 1 || !shots[0].Chosen {
		t.Errorf("%+v, %v", shots, err)
	}
	if p.options["interactive"].Value() != true {
		t.Errorf("options %v", p.options)
	}
}

func TestPortalOfAnotherRequestIsNotOurs(t *testing.T) {
	_, uri := savedPicture(t)
	startPortal(t, func(p *fakePortal, signal signalFunc) *dbus.Error {
		_ = p.conn.Emit(portalPath+"/request/1_9/other", requestAPI+".Response", uint32(1), map[string]dbus.Variant{})
		time.AfterFunc(20*time.Millisecond, func() { signal(0, file(uri)) })
		return nil
	})
	if shots, err := NewPortal(Options{}).Capture(context.Background()); err != nil || len(shots) != 1 {
		t.Errorf("%d shots, %v", len(shots), err)
	}
}

func TestPortalThatGivesNoPicture(t *testing.T) {
	dir := t.TempDir()
	text := filepath.Join(dir, "text.png")
	if err := os.WriteFile(text, []byte("no picture"), 0o600); err != nil {
		t.Fatal(err)
	}
	denied := dbus.NewError("org.freedesktop.DBus.Error.AccessDenied", nil)
	for name, c := range map[string]struct {
		code    uint32
		results map[string]dbus.Variant
		refused *dbus.Error
		want    error
	}{
		"cancelled by the user": {code: 1, want: ErrRefused},
		"refused":               {code: 2, want: ErrRefused},
		"access denied":         {refused: denied, want: ErrRefused},
		"no URI":                {results: map[string]dbus.Variant{"colour": dbus.MakeVariant(1)}, want: ErrRefused},
		"a URI that is none":    {results: map[string]dbus.Variant{"uri": dbus.MakeVariant(7)}, want: ErrRefused},
		"a missing file":        {results: file("file://" + dir + "/missing.png"), want: ErrNoDisplay},
		"a web address":         {results: file("https://x.example/a.png"), want: ErrNoDisplay},
		"a file that is text":   {results: file("file://" + text), want: ErrNoDisplay},
	} {
		t.Run(name, func(t *testing.T) {
			startPortal(t, func(_ *fakePortal, signal signalFunc) *dbus.Error {
				if c.refused != nil {
					return c.refused
				}
				signal(c.code, c.results)
				return nil
			})
			shots, err := NewPortal(Options{Timeout: 10 * time.Second}).Capture(context.Background())
			if !errors.Is(err, c.want) || len(shots) != 0 {
				t.Errorf("%d shots, %v; want %v", len(shots), err, c.want)
			}
		})
	}
}

func TestPortalThatNeverAnswers(t *testing.T) {
	p := startPortal(t, func(*fakePortal, signalFunc) *dbus.Error { return nil })
	_, err := NewPortal(Options{Timeout: 50 * time.Millisecond}).Capture(context.Background())
	if !errors.Is(err, ErrTimeout) {
		t.Errorf("got %v, want ErrTimeout", err)
	}
	select {
	case <-p.closed:
	case <-time.After(10 * time.Second):
		t.Error("the request was not withdrawn: its dialog would stay")
	}
}

func TestPortalWhileTheUserChangesHisMind(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	startPortal(t, func(*fakePortal, signalFunc) *dbus.Error { cancel(); return nil })
	if _, err := NewPortal(Options{}).Capture(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want the context's error", err)
	}
}

func TestNoPortal(t *testing.T) {
	address := bus.Start(t)
	for _, there := range []bool{false, true} { // a portal for other things, as without a back end
		if there {
			bus.Own(t, bus.Connect(t, address), portalName)
		}
		_, err := NewPortal(Options{}).Capture(context.Background())
		if !errors.Is(err, ErrNoDisplay) || !errors.Is(err, ErrNoPortal) || Reason(err) != "no-display" {
			t.Errorf("a portal is there: %v; got %v, want ErrNoPortal", there, err)
		}
	}
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus")
	if _, err := NewPortal(Options{}).Capture(context.Background()); !errors.Is(err, ErrNoDisplay) {
		t.Errorf("without a bus: got %v, want ErrNoDisplay", err)
	}
}

func TestWaylandAsksThePortal(t *testing.T) {
	t.Setenv("WAYLAND_DISPLAY", "wayland-9")
	t.Setenv("DISPLAY", ":9999") // XWayland would give black
	var asked atomic.Bool
	startPortal(t, func(_ *fakePortal, signal signalFunc) *dbus.Error {
		asked.Store(true)
		signal(1, nil)
		return nil
	})
	if _, err := New(Options{}).Capture(context.Background()); !errors.Is(err, ErrRefused) || !asked.Load() {
		t.Errorf("got %v, asked %v", err, asked.Load())
	}
}

func TestNoDisplayAtAll(t *testing.T) {
	t.Setenv("WAYLAND_DISPLAY", "")
	for _, display := range []string{"", ":9999"} {
		t.Setenv("DISPLAY", display)
		for name, c := range map[string]Capturer{"New": New(Options{}), "X11": NewX11(Options{}), "library": NewLibrary(Options{})} {
			if shots, err := c.Capture(context.Background()); !errors.Is(err, ErrNoDisplay) || len(shots) != 0 {
				t.Errorf("%s on %q: %d shots, %v; want ErrNoDisplay", name, display, len(shots), err)
			}
		}
		(*Menu)(nil).Gone(context.Background())() // returns
	}
}
