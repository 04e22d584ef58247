package capture

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"
)

var errNoSession = errors.New("neither DISPLAY nor WAYLAND_DISPLAY is set")

// Screens asks the display servers that the session names.
func Screens(ctx context.Context) (string, error) {
	wayland, x := os.Getenv("WAYLAND_DISPLAY"), os.Getenv("DISPLAY")
	var found []string
	var errs []error
	if wayland != "" {
		err := dialWayland(ctx, wayland)
		if err == nil {
			found = append(found, "Wayland "+wayland)
		}
		errs = append(errs, err)
	}
	if x != "" {
		s, err := askX(ctx)
		if err == nil {
			found = append(found, "X11 "+x+" "+s)
		}
		errs = append(errs, err)
	}
	if wayland == "" && x == "" {
		errs = append(errs, errNoSession)
	}
	if len(found) == 0 {
		return "", errors.Join(errs...)
	}
	return strings.Join(found, ", "), nil
}

func dialWayland(ctx context.Context, name string) error {
	c, err := connectWayland(ctx, name)
	if err != nil {
		return err
	}
	return c.Close()
}

// askX asks the X server for the size of its screens.
func askX(ctx context.Context) (string, error) {
	xgb.Logger.SetOutput(io.Discard) // it would write to a command's standard error
	type answer struct {
		s   string
		err error
	}
	got := make(chan answer, 1)
	go func() { // the library cannot be called back: the goroutine ends with the process
		c, err := xgb.NewConn()
		if err != nil {
			got <- answer{err: fmt.Errorf("x11: %w", err)}
			return
		}
		defer c.Close()
		var sizes []string
		for _, s := range xproto.Setup(c).Roots {
			sizes = append(sizes, fmt.Sprintf("%d×%d", s.WidthInPixels, s.HeightInPixels))
		}
		got <- answer{s: strings.Join(sizes, ", ")}
	}()
	select {
	case a := <-got:
		return a.s, a.err
	case <-ctx.Done():
		return "", fmt.Errorf("x11: %w", ctx.Err())
	}
}
