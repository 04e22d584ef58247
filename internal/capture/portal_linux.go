package capture

import (
	"context"
	"errors"
	"fmt"
	"image"
	"image/draw"
	"image/png"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/godbus/dbus/v5"

	"ticketpp/internal/sessionbus"
)

// portal captures through the desktop portal, the one way on Wayland
// (org.freedesktop.portal.Screenshot). The desktop may ask the user. It gives
// one picture of all displays; where each is, the compositor says.
//
// It speaks over a connection of its own: github.com/rymdport/portal shares the
// tray's, takes the first signal of any kind for the answer, and can be neither
// bounded nor cancelled.
type portal struct{ o Options }

// NewPortal returns the capturer that asks the desktop portal.
func NewPortal(o Options) Capturer { return portal{o} }

const (
	portalName    = "org.freedesktop.portal.Desktop"
	portalPath    = "/org/freedesktop/portal/desktop"
	screenshotAPI = "org.freedesktop.portal.Screenshot.Screenshot"
	requestAPI    = "org.freedesktop.portal.Request"
	portalTime    = 30 * time.Second
	askTime       = 3 * time.Minute
)

func (p portal) Capture(ctx context.Context) ([]Shot, error) {
	limit := p.o.Timeout
	if limit == 0 {
		limit = portalTime
		if p.o.Ask {
			limit = askTime
		}
	}
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	conn, err := sessionbus.Connect(context.WithoutCancel(ctx)) // it must live to withdraw the request
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNoDisplay, err)
	}
	defer conn.Close()
	uri, err := ask(ctx, conn, p.o.Ask)
	if errors.Is(err, context.DeadlineExceeded) {
		return nil, fmt.Errorf("%w: %w", ErrTimeout, err)
	}
	if err != nil {
		return nil, err
	}
	img, err := load(uri)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNoDisplay, err)
	}
	displays, err := outputs(ctx)
	if err != nil {
		displays = nil // one picture of all of them
	}
	shots := split(img, displays, p.o.Front)
	choose(shots)
	return shots, nil
}

// ask makes the request and waits for its answer, a file's URI. A request that
// is not answered in time is withdrawn, so that no dialog stays behind.
func ask(ctx context.Context, conn *dbus.Conn, interactive bool) (string, error) {
	answers := make(chan *dbus.Signal, 8)
	conn.Signal(answers)
	// The rule comes before the call, since the answer may come before its
	// return.
	if err := conn.AddMatchSignalContext(ctx, dbus.WithMatchInterface(requestAPI), dbus.WithMatchMember("Response")); err != nil {
		return "", fmt.Errorf("desktop portal: %w", err)
	}
	options := map[string]dbus.Variant{
		"interactive":  dbus.MakeVariant(interactive),
		"modal":        dbus.MakeVariant(false),
		"handle_token": dbus.MakeVariant(fmt.Sprintf("trayapp%d", time.Now().UnixNano())),
	}
	var request dbus.ObjectPath
	if err := conn.Object(portalName, portalPath).CallWithContext(ctx, screenshotAPI, 0, "", options).Store(&request); err != nil {
		if ctx.Err() != nil {
			return "", ctx.Err()
		}
		return "", portalError(err)
	}
	for {
		select {
		case s, ok := <-answers:
			if !ok {
				return "", fmt.Errorf("%w: the session bus went away", ErrNoDisplay)
			}
			if s.Path == request && s.Name == requestAPI+".Response" {
				return answer(s.Body)
			}
		case <-ctx.Done():
			conn.Object(portalName, request).Go(requestAPI+".Close", dbus.FlagNoReplyExpected, nil)
			return "", ctx.Err()
		}
	}
}

// answer reads the portal's Response: 0 and the results, 1 when the user
// cancelled, 2 when it ended otherwise.
func answer(body []any) (string, error) {
	if len(body) != 2 {
		return "", fmt.Errorf("%w: the portal's answer has %d parts", ErrRefused, len(body))
	}
	code, _ := body[0].(uint32)
	if code != 0 {
		return "", fmt.Errorf("%w (%d)", ErrRefused, code)
	}
	results, _ := body[1].(map[string]dbus.Variant)
	uri, ok := results["uri"].Value().(string)
	if !ok {
		return "", fmt.Errorf("%w: the portal's answer names no file", ErrRefused)
	}
	return uri, nil
}

// portalError tells a desktop that refuses from one that has no portal, or none
// that takes pictures.
func portalError(err error) error {
	var e dbus.Error
	if errors.As(err, &e) {
		if strings.HasSuffix(e.Name, ".AccessDenied") || strings.HasSuffix(e.Name, ".NotAllowed") {
			return fmt.Errorf("%w: %w", ErrRefused, err)
		}
		for _, missing := range []string{".ServiceUnknown", ".UnknownInterface", ".UnknownMethod", ".UnknownObject", ".NameHasNoOwner"} {
			if strings.HasSuffix(e.Name, missing) {
				return fmt.Errorf("%w: %w: %w", ErrNoDisplay, ErrNoPortal, err)
			}
		}
	}
	return fmt.Errorf("%w: desktop portal: %w", ErrNoDisplay, err)
}

// load reads the portal's file and removes it: the picture may hold other
// people's data, and the portal leaves it among the user's pictures.
func load(uri string) (*image.RGBA, error) {
	u, err := url.Parse(uri)
	if err != nil {
		return nil, fmt.Errorf("the portal's picture: %w", err)
	}
	if u.Scheme != "file" || u.Host != "" && u.Host != "localhost" {
		return nil, fmt.Errorf("the portal's picture is not a file: %s", u.Redacted())
	}
	f, err := os.Open(u.Path)
	if err != nil {
		return nil, fmt.Errorf("the portal's picture: %w", err)
	}
	defer os.Remove(u.Path)
	defer f.Close()
	img, err := png.Decode(f)
	if err != nil {
		return nil, fmt.Errorf("the portal's picture: %w", err)
	}
	return opaque(img), nil
}

// opaque copies img to an opaque picture whose bounds begin at 0,0.
func opaque(img image.Image) *image.RGBA {
	b := img.Bounds()
	out := image.NewRGBA(image.Rect(0, 0, b.Dx(), b.Dy()))
	draw.Draw(out, out.Rect, image.Black, image.Point{}, draw.Src)
	draw.Draw(out, out.Rect, img, b.Min, draw.Over)
	return out
}
