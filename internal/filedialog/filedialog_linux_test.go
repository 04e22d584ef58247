package filedialog

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"

	"ticketpp/test/bus"
)

// desktop is a portal whose user chooses what the test says.
type desktop struct {
	conn    *dbus.Conn
	code    uint32
	results map[string]dbus.Variant
	asked   chan asked
	after   time.Duration // until the answer
}

type asked struct {
	over, title string
	options     map[string]dbus.Variant
}

func (d *desktop) OpenFile(over, title string, options map[string]dbus.Variant) (dbus.ObjectPath, *dbus.Error) {
	d.asked <- asked{over, title, options}
	token, _ := options["handle_token"].Value().(string)
	handle := dbus.ObjectPath("/org/freedesktop/portal/desktop/request/1_1/" + token)
	time.AfterFunc(d.after, func() {
		_ = d.conn.Emit(handle, "org.freedesktop.portal.Request.Response", d.code, d.results)
	})
	return handle, nil
}

func start(t *testing.T, code uint32, uris any) *desktop {
	t.Helper()
	return slow(t, code, uris, 0)
}

// slow is start for a desktop that takes a while to answer.
func slow(t *testing.T, code uint32, uris any, after time.Duration) *desktop {
	t.Helper()
	d := &desktop{after: after, conn: bus.Connect(t, bus.Start(t)), code: code, results: map[string]dbus.Variant{}, asked: make(chan asked, 1)}
	if uris != nil {
		d.results["uris"] = dbus.MakeVariant(uris)
	}
	if err := d.conn.Export(d, "/org/freedesktop/portal/desktop", "org.freedesktop.portal.FileChooser"); err != nil {
		t.Fatal(err)
	}
	bus.Own(t, d.conn, "org.freedesktop.portal.Desktop")
	return d
}

func TestChosenFiles(t *testing.T) {
	want := []string{"/home/anna/Ticket++ è già 100% & più.pdf", "/mnt/rete/a b#1?.xml"}
	elsewhere := []string{
		"smb://server/share/Fattura 1.pdf", "file://another/x", "mtp://[usb:001,007]/Internal/DCIM/a.jpg",
		"gphoto2://[usb:001,007]/a.jpg", "smb://file server/share/a.pdf", "sftp://srv/",
	}
	var uris []string
	for _, f := range want {
		uris = append(uris, (&url.URL{Scheme: "file", Path: f}).String())
	}
	uris = append(uris, "smb://anna:parola@server/share/Fattura%201.pdf", "file://another/x", "%zz", "",
		"mtp://[usb:001,007]/Internal/DCIM/a.jpg", "gphoto2://%5Busb%3A001%2C007%5D/a.jpg", "smb://file%20server/share/a.pdf", "sftp://srv")
	want = append(want, elsewhere...)
	d := start(t, 0, uris)
	got, err := Open(t.Context(), Question{Title: "Scegli", Accept: "Allega", Over: 0x2a00007})
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("%q, %v", got, err)
	}
	a := <-d.asked
	if a.over != "x11:2a00007" || a.title != "Scegli" || a.options["accept_label"].Value() != "Allega" || a.options["multiple"].Value() != true {
		t.Errorf("asked %+v", a)
	}
	if _, ok := a.options["filters"]; ok {
		t.Error("a filter, where all files will do")
	}
}

func TestKindsOfFiles(t *testing.T) {
	d := start(t, 1, nil)
	q := Question{Title: "Scegli", Kind: "Immagini", Ends: []string{".png", ".jp2"}, All: "Tutti"}
	got, err := Open(t.Context(), q)
	if len(got) != 0 || err != nil {
		t.Errorf("cancelled: %q, %v", got, err)
	}
	a := <-d.asked
	const pictures, all = "[Immagini [[0 *.[pP][nN][gG]] [0 *.[jJ][pP]2]]]", "[Tutti [[0 *]]]"
	if got := fmt.Sprint(a.options["filters"].Value()); got != "["+pictures+" "+all+"]" {
		t.Errorf("filters %s", got)
	}
	if got := fmt.Sprint(a.options["current_filter"].Value()); got != pictures {
		t.Errorf("the first is %s", got)
	}
	// As the portal's description has them.
	if f := q.filters(); dbus.SignatureOf(f).String() != "a(sa(us))" || dbus.SignatureOf(f[0]).String() != "(sa(us))" {
		t.Errorf("signatures %v, %v", dbus.SignatureOf(f), dbus.SignatureOf(f[0]))
	}
	if a.over != "" {
		t.Errorf("over %q", a.over)
	}
}

// Esc ends GTK's dialog as if there had been none.
func TestEscInTheDialog(t *testing.T) {
	slow(t, 2, nil, seenTime+100*time.Millisecond)
	if got, err := Open(t.Context(), Question{}); len(got) > 0 || err != nil {
		t.Errorf("%q, %v", got, err)
	}
}

// Whatever else the desktop says, the user gets another dialog.
func TestNoDialog(t *testing.T) {
	for name, c := range map[string]struct {
		code uint32
		uris any
	}{
		"ended":        {2, nil},
		"no URIs":      {0, nil},
		"other URIs":   {0, "file:///a"},
		"an empty one": {0, []string{}},
		"no names":     {0, []string{"", "x", "smb:"}},
	} {
		start(t, c.code, c.uris)
		if got, err := Open(t.Context(), Question{}); !errors.Is(err, ErrNone) || len(got) > 0 {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
	bus.Start(t)
	if _, err := Open(t.Context(), Question{}); !errors.Is(err, ErrNone) {
		t.Errorf("no portal: %v", err)
	}
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus")
	if _, err := Open(t.Context(), Question{}); !errors.Is(err, ErrNone) {
		t.Errorf("no bus: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Open(ctx, Question{}); !errors.Is(err, context.Canceled) {
		t.Errorf("taken back: %v", err)
	}
}
