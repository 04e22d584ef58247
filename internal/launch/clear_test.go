package launch

import (
	"context"
	"image/color"
	"testing"
	"time"

	"ticketpp/internal/capture"
)

// The program's own messages were in the picture.
func TestOurOwnMessagesAreGoneBeforeTheCapture(t *testing.T) {
	for name, open := range map[string]func(Launcher) error{
		"in a window": func(l Launcher) error {
			_, _, err := l.New(t.Context())
			return err
		},
		"in the browser": func(l Launcher) error {
			_, _, err := l.Capture(t.Context())
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			l, _ := launcher(t, "closes")
			up := make(chan struct{})
			l.Clear = func(context.Context) {
				time.Sleep(50 * time.Millisecond) // longer than anything else that is waited for
				close(up)
			}
			captured := false
			l.shoot = func(context.Context, window) ([]capture.Shot, error) {
				captured = true
				select {
				case <-up:
				default:
					t.Error("they are in the picture")
				}
				return []capture.Shot{{Image: solid(color.White), Chosen: true}}, nil
			}
			if err := open(l); err != nil || !captured {
				t.Errorf("captured: %v, %v", captured, err)
			}
		})
	}
}
