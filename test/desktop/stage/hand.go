package stage

import (
	"context"
	"image"
	"strconv"
	"time"
)

// Button is a button of the mouse.
type Button int

// The buttons.
const (
	Left    Button = 1
	Right   Button = 3
	WheelUp Button = 4
)

// settle is how long a hand rests before it clicks; a pointer that arrives
// and clicks in the same instant is not seen by some toolkits.
const settle = 150 * time.Millisecond

// Click moves the pointer to a place, nudges it, and clicks.
func (s *Stage) Click(ctx context.Context, at image.Point, b Button) error {
	if err := s.approach(ctx, at); err != nil {
		return err
	}
	return s.ClickHere(ctx, b)
}

// approach moves the pointer to a place and nudges it.
func (s *Stage) approach(ctx context.Context, at image.Point) error {
	if err := s.Move(ctx, at.Add(image.Pt(1, 0))); err != nil {
		return err
	}
	if err := rest(ctx); err != nil {
		return err
	}
	if err := s.Move(ctx, at); err != nil {
		return err
	}
	return rest(ctx)
}

// ClickHere presses and releases a button where the pointer is, at once.
func (s *Stage) ClickHere(ctx context.Context, b Button) error {
	return s.hand(ctx, "click", strconv.Itoa(int(b)))
}

// Move moves the pointer.
func (s *Stage) Move(ctx context.Context, to image.Point) error {
	return s.hand(ctx, "mousemove", strconv.Itoa(to.X), strconv.Itoa(to.Y))
}

// Type types text as a quick typist would, accents included.
func (s *Stage) Type(ctx context.Context, text string) error {
	return s.hand(ctx, "type", "--delay", "12", "--", text)
}

// Press presses keys one after the other, "ctrl+Return", "Down".
func (s *Stage) Press(ctx context.Context, keys ...string) error {
	return s.hand(ctx, append([]string{"key", "--delay", "40"}, keys...)...)
}

func (s *Stage) hand(ctx context.Context, args ...string) error {
	// It reads its arguments in the locale, which must exist on this machine.
	_, err := s.run(ctx, s.Env("LC_ALL=C.UTF-8"), "xdotool", args...)
	return err
}

func rest(ctx context.Context) error { return sleep(ctx, settle) }

func sleep(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}

// Drag presses the left button at one place, goes to another by several steps,
// and lets go.
func (s *Stage) Drag(ctx context.Context, from, to image.Point) error {
	if err := s.approach(ctx, from); err != nil {
		return err
	}
	if err := s.hand(ctx, "mousedown", "1"); err != nil {
		return err
	}
	const steps = 6
	for i := 1; i <= steps; i++ {
		way := to.Sub(from).Mul(i).Div(steps)
		if err := s.Move(ctx, from.Add(way)); err != nil {
			return err
		}
		if err := sleep(ctx, settle/5); err != nil {
			return err
		}
	}
	if err := rest(ctx); err != nil {
		return err
	}
	return s.hand(ctx, "mouseup", "1")
}
