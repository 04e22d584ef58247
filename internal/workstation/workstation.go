// Package workstation says on what the user works: the computer, its system,
// its screens, the window in front. All of it is shown to the user before it is
// sent. It must not know mails, windows of ours or files of ours.
package workstation

import (
	"context"
	"fmt"
	"image"
	"os"
	"os/user"
	"strings"
	"time"
	"unicode"

	"ticketpp/internal/ticket"
)

// Facts returns what the workstation says of itself, all of it included, in
// the order of the mail. Version is this program's; screens are the displays'
// places in physical pixels; window is the title of the window in front, empty
// where it is not known. What cannot be found out is left out.
func Facts(_ context.Context, version string, screens []image.Rectangle, window string) []ticket.Fact {
	return facts(time.Now(), version, screens, window)
}

func facts(now time.Time, version string, screens []image.Rectangle, window string) []ticket.Fact {
	host, _ := os.Hostname()
	var list []ticket.Fact
	for _, f := range []ticket.Fact{
		{Key: ticket.FactComputer, Value: host},
		{Key: ticket.FactUser, Value: userName()},
		{Key: ticket.FactSystem, Value: system()},
		{Key: ticket.FactWindow, Value: window},
		{Key: ticket.FactVersion, Value: version},
		{Key: ticket.FactScreens, Value: sizes(screens)},
		{Key: ticket.FactTime, Value: now.Format("2006-01-02 15:04:05 -07:00 (MST)")},
	} {
		f.Value, f.Included = oneLine(f.Value), true
		if f.Value != "" {
			list = append(list, f)
		}
	}
	return list
}

// Foreground returns the title of the window in front and its frame on the
// desktop in physical pixels (on Wayland in the compositor's own coordinates),
// both empty where the desktop does not tell (Wayland but for sway, a locked
// screen) or no program's window is in front: one of our own programs is never
// what the user reports. Ask before a window of ours opens.
func Foreground(ctx context.Context) (title string, frame image.Rectangle) {
	title, frame = foreground(ctx)
	return oneLine(title), frame
}

// userName is the account's name, with Windows' domain.
func userName() string {
	if u, err := user.Current(); err == nil {
		return u.Username
	}
	return ""
}

// sizes lists the screens' sizes, "1920×1080, 1280×1024".
func sizes(screens []image.Rectangle) string {
	var all []string
	for _, s := range screens {
		all = append(all, fmt.Sprintf("%d×%d", s.Dx(), s.Dy()))
	}
	return strings.Join(all, ", ")
}

// longest is how many characters of a fact are kept; a browser's title can be
// a whole article.
const longest = 200

// oneLine keeps a foreign text from breaking the mail's lines: no line breaks,
// no control or direction characters, valid UTF-8, not too long.
func oneLine(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r == unicode.ReplacementChar, unicode.Is(unicode.Bidi_Control, r):
			return -1
		case unicode.IsSpace(r), unicode.IsControl(r):
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, ""))
	s = strings.Join(strings.Fields(s), " ")
	if r := []rune(s); len(r) > longest {
		s = strings.TrimSpace(string(r[:longest-1])) + "…"
	}
	return s
}
