// Package browser opens one ticket in the user's own browser: it gives the
// page a draft, opens it, and puts the ticket into the queue when it is sent.
// It is the way for desktops on which no window can be drawn, and for whoever
// prefers it. It must not know windows or the tray.
package browser

import (
	"context"
	"errors"
	"log/slog"

	"ticketpp/internal/coach"
	"ticketpp/internal/config"
	"ticketpp/internal/dispatch"
	"ticketpp/internal/drafts"
	"ticketpp/internal/kb"
	"ticketpp/internal/launch"
	"ticketpp/internal/opener"
	"ticketpp/internal/rules"
	"ticketpp/internal/ticket"
	"ticketpp/internal/webform"
)

// ErrNoBrowser: no browser has come for the form; the draft is kept.
var ErrNoBrowser = errors.New("no browser has opened the form")

// Opener opens tickets in the browser. All fields are needed but Shown,
// Handed and Open.
type Opener struct {
	Where    config.Options
	Settings *config.Settings
	Dispatch *dispatch.Dispatcher
	Log      *slog.Logger

	// Shown is called once when a browser shows the page, with what opens it again;
	// Handed when the ticket is in the queue.
	Shown  func(raise func())
	Handed func()

	// Open shows an address in the user's browser; nil: the desktop's way.
	Open func(ctx context.Context, address string) error
}

// Form shows the form for a draft that nobody has open and returns when it is
// done with, and nothing of its ticket is in this process's hands. noPicture
// says in the launcher's word why the draft holds no picture.
// [launch.NoWindow] with [ErrNoBrowser]: nobody saw it, take the next way.
func (o Opener) Form(ctx context.Context, id, noPicture string) (launch.Result, error) {
	d, err := o.Dispatch.Drafts.Resume(id)
	if err != nil {
		return launch.Closed, errors.Join(launch.ErrNoDraft, err)
	}
	if o.Open == nil {
		o.Open = opener.Local
	}
	s := o.counter()
	options := o.options(ctx, d, s)
	options.NoPicture = noPicture
	form, err := webform.New(options)
	if err != nil {
		return launch.NoWindow, errors.Join(ErrNoBrowser, err, d.Close())
	}
	outcome, err := form.Run(ctx, o.Open, func() {
		if o.Shown != nil {
			o.Shown(func() { o.again(ctx, form) })
		}
	})
	s.Wait()
	switch {
	case err != nil:
		return launch.NoWindow, errors.Join(ErrNoBrowser, err)
	case outcome == webform.Sent:
		return launch.Sent, nil
	}
	return launch.Closed, nil
}

// again brings the form to the front, in the only way that a browser has: as
// a new tab, to which the one before gives way.
func (o Opener) again(ctx context.Context, form *webform.Form) {
	if err := o.Open(ctx, form.Address()); err != nil {
		o.Log.Warn("form not opened again", "err", err)
	}
}

func (o Opener) options(ctx context.Context, d *drafts.Draft, s *counter) webform.Options {
	t, data := d.Ticket(), config.Paths(o.Where).Data
	w := webform.Options{
		Texts: o.Dispatch.Texts, Helpdesks: o.Settings.Helpdesks(), MoreDesks: o.Settings.MoreHelpdesks(), Contact: o.Settings.User,
		Bodies: o.Settings.Organisation.Bodies, Draft: d, Resumed: rules.IsBegun(t) || t.Past != nil, Log: o.Log, Managed: rules.Managed(o.Settings.UserLocked),
		MaxTotal: func() int64 { return dispatch.SizeLimit(data, o.Settings) },
		Coach:    func(h ticket.Helpdesk) (rules.Coach, error) { return coach.New(o.Dispatch.Texts, h) },
		Callbacks: webform.Callbacks{
			Send:        func(d *drafts.Draft) (<-chan webform.Progress, error) { return o.send(ctx, s, d) },
			HandOff:     s.HandOff,
			Explain:     explain,
			SaveContact: func(p ticket.Contact) error { return config.SaveUser(o.Where, p) },
		},
	}
	a := &kb.Shelf[webform.Suggestion]{Data: data, Log: o.Log, Page: opener.Page}
	w.Callbacks.Suggest, w.Callbacks.Show, w.Callbacks.Solved = a.Suggest, a.Open, a.Solved
	if w.Resumed {
		return w
	}
	left, err := o.Dispatch.Drafts.Left()
	if err != nil {
		o.Log.Warn("earlier drafts", "err", err)
	}
	for _, l := range left {
		if l.Damaged || l.ID == d.ID() {
			continue
		}
		w.Left = &webform.LeftDraft{Subject: l.Subject, At: l.UpdatedAt}
		w.Callbacks.Switch = func() (*drafts.Draft, error) { return o.Dispatch.Drafts.Resume(l.ID) }
		break
	}
	return w
}

// explain says in the page's word what a user can do about an error, and the
// file that it is about.
func explain(err error) (reason, file string) {
	cause, file := dispatch.CauseOf(err)
	return string(cause), file
}
