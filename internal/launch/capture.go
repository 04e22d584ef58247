package launch

import (
	"context"
	"errors"
)

// Capture captures the screens into a new draft, for a form that is not a
// window of ours, and returns the draft's id and why it holds no picture, ""
// when it does. In a session without a screen it leaves no draft:
// [ErrNoScreen].
func (l Launcher) Capture(ctx context.Context) (id, noPicture string, err error) {
	front := inFront(ctx)
	d, err := l.Drafts.Create(l.Draft)
	if err != nil {
		return "", "", err
	}
	l.makeRoom(ctx)
	noPicture = l.fill(ctx, d, front)
	if err := d.Close(); err != nil {
		l.log().Warn("draft not closed", "draft", d.ID(), "err", err)
	}
	if noPicture != "" && !l.hasScreen(ctx) {
		return "", noPicture, errors.Join(ErrNoScreen, l.Drafts.Discard(d.ID()))
	}
	return d.ID(), noPicture, nil
}
