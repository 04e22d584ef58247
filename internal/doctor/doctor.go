// Package doctor examines what the program needs of its machine and of its
// servers, each step by itself, and says of each whether it is well and what
// to do where it is not. It must not know windows, the command line, or how
// what it finds is printed; it changes nothing and sends no mail.
package doctor

import (
	"context"

	"ticketpp/internal/capture"
	"ticketpp/internal/config"
	"ticketpp/internal/dispatch"
	"ticketpp/internal/l10n"
)

// Area is a part of what is examined.
type Area string

// The areas, in the order in which they are examined.
const (
	Config  Area = "config"
	Display Area = "display"
	Tray    Area = "tray"
	OpenGL  Area = "opengl"
	Capture Area = "capture"
	Data    Area = "data"
	Keyring Area = "keyring"
	SMTP    Area = "smtp"
	IMAP    Area = "imap"
)

// Areas lists every area in its order.
func Areas() []Area {
	return []Area{Config, Display, Tray, OpenGL, Capture, Data, Keyring, SMTP, IMAP}
}

// Status says how a step is.
type Status string

// The statuses.
const (
	OK   Status = "ok"
	Warn Status = "warn" // tickets go all the same
	Fail Status = "fail"
)

// Row is one step that was examined. Area, Step and Status are the same in
// every language.
type Row struct {
	Area    Area   `json:"area"`
	Step    string `json:"step"`
	Status  Status `json:"status"`
	Message string `json:"message"`
	Hint    string `json:"hint"` // what to do next; "" where nothing is to be done
}

// Options are what an examination needs.
type Options struct {
	Settings *config.Settings
	Trouble  error // why the --config file could not be read; nil when it was
	Where    config.Options
	Texts    *l10n.Texts
	Dispatch *dispatch.Dispatcher // only its servers are asked, and what they take is kept
	Window   string               // path of the window program

	screens func(context.Context) (string, error) // another way to look for screens, in tests
}

// Run examines the given areas one after the other and tells each step as soon
// as it is known (the mail servers' steps together).
func Run(ctx context.Context, o Options, areas []Area, tell func(Row)) {
	e := &exam{Options: o, tell: tell}
	if e.screens == nil {
		e.screens = capture.Screens
	}
	for _, a := range areas {
		if ctx.Err() != nil {
			return
		}
		e.area = a
		switch a {
		case Config:
			e.config()
		case Display:
			e.display(ctx)
		case Tray:
			e.tray(ctx)
		case OpenGL:
			e.openGL(ctx)
		case Capture:
			e.capture(ctx)
		case Data:
			e.data()
		case Keyring:
			e.keyring(ctx)
		case SMTP:
			e.smtp(ctx)
		case IMAP:
			e.imap(ctx)
		}
	}
}

// exam is one examination under way.
type exam struct {
	Options
	area Area
	tell func(Row)
}

// say tells of a step by the text "doctor.KEY", and by "doctor.KEY.hint" where
// there is one and all is not well.
func (e *exam) say(step string, status Status, key string, vars l10n.Vars) {
	r := Row{Area: e.area, Step: step, Status: status, Message: e.text(key, vars)}
	if status != OK {
		r.Hint = e.hint(key, vars)
	}
	e.tell(r)
}

func (e *exam) text(key string, vars l10n.Vars) string { return e.Texts.Get("doctor."+key, vars) }

func (e *exam) hint(key string, vars l10n.Vars) string {
	key = "doctor." + key + ".hint"
	if s := e.Texts.Get(key, vars); s != key {
		return s
	}
	return ""
}
