package launch

import (
	"context"
	"errors"
	"image"

	"ticketpp/internal/capture"
	"ticketpp/internal/drafts"
	"ticketpp/internal/safefile"
	"ticketpp/internal/ticket"
	"ticketpp/internal/workstation"
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
	got := l.fill(ctx, d, front, l.makeRoom(ctx))
	noPicture = l.write(d, got)
	if err := d.Close(); err != nil {
		l.log().Warn("draft not closed", "draft", d.ID(), "err", err)
	}
	if noPicture != "" && !l.hasScreen(ctx) {
		return "", noPicture, errors.Join(ErrNoScreen, l.Drafts.Discard(d.ID()))
	}
	return d.ID(), noPicture, nil
}

// makeRoom waits until what does not belong into the picture is off the screen:
// our own messages, and the menu that was clicked. See [capture.Menu.Gone] for
// what it returns.
func (l Launcher) makeRoom(ctx context.Context) (settled func() bool) {
	if l.Clear != nil {
		l.Clear(ctx)
	}
	if l.menuGone != nil {
		return l.menuGone(ctx)
	}
	return l.Menu.Gone(ctx)
}

// fill puts the screens' previews and the workstation's facts into the draft:
// what a form's first frame shows. What fails costs the pictures, never the
// ticket. The screens themselves are still to be written, see write.
//
// The previews are made while the screen settles, since what was captured
// mostly holds; else it is captured once more.
func (l Launcher) fill(ctx context.Context, d *drafts.Draft, front window, settled func() bool) taken {
	holds := make(chan bool, 1)
	go func() { holds <- settled() }()
	got := l.take(ctx, d, front)
	if !<-holds {
		got.drop(d)
		got = l.take(ctx, d, front)
	}
	l.log().Debug("captured", "draft", d.ID(), "shots", len(got.shots))
	if got.err != nil {
		l.log().Warn("capture", "draft", d.ID(), "shots", len(got.shots), "err", got.err)
	}
	t := d.Ticket()
	t.Screenshots = got.made
	t.Facts = workstation.Facts(ctx, l.Version, got.screens(), front.title)
	l.save(d, t)
	return got
}

// write writes the screens into the draft. It returns in one word, for the
// form, why there is no picture, or not all of them; empty where they are there.
func (l Launcher) write(d *drafts.Draft, got taken) string {
	kept, err := writeShots(d, got.made, got.shots)
	if err = errors.Join(got.keepErr, err); err != nil {
		l.log().Error("screenshot not kept", "draft", d.ID(), "err", err)
	}
	t := d.Ticket()
	t.Screenshots = kept
	l.save(d, t)
	switch {
	case errors.Is(err, safefile.ErrNoSpace):
		return "not-kept"
	case err != nil:
		return "lost"
	case len(kept) > 0:
		return ""
	}
	return capture.Reason(got.err)
}

func (l Launcher) save(d *drafts.Draft, t ticket.Ticket) {
	if err := d.Save(t); err != nil {
		l.log().Error("draft not saved", "draft", d.ID(), "err", err)
	}
}

// taken is what one capture has brought.
type taken struct {
	shots   []capture.Shot
	made    []ticket.Screenshot // of the first of shots, in the draft but for their files
	err     error               // why there are not all screens
	keepErr error               // why not all of them are in the draft
}

// take captures the screens and puts their previews into the draft.
func (l Launcher) take(ctx context.Context, d *drafts.Draft, front window) (got taken) {
	shoot := l.shoot
	if shoot == nil {
		shoot = func(ctx context.Context, w window) ([]capture.Shot, error) { return w.capture(ctx) }
	}
	got.shots, got.err = shoot(ctx, front)
	got.made, got.keepErr = addPreviews(d, got.shots)
	return got
}

// screens are where the screens are on the desktop.
func (got taken) screens() (all []image.Rectangle) {
	for _, s := range got.shots {
		all = append(all, s.Bounds)
	}
	return all
}

// drop takes the pictures out of the draft again. One that stays is named by
// nobody, and goes with the draft.
func (got taken) drop(d *drafts.Draft) {
	for _, s := range got.made {
		_ = d.Remove(s.Preview)
		if s.Pointer != nil {
			_ = d.Remove(s.Pointer.File)
		}
	}
}
