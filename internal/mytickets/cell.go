package mytickets

import (
	"image"
	"reflect"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"ticketpp/internal/history"
	"ticketpp/internal/l10n"
	"ticketpp/internal/ticket"
	"ticketpp/internal/window"
	"ticketpp/internal/window/parts"
)

// What of a mail is shown at once: longer ones are opened by a click.
const (
	mostText  = 6000 // bytes
	mostLinks = 8
)

// cell is one thing that was said. The text is plain: nothing in it can be
// clicked. Where a mail leads to stands below it.
type cell struct {
	w        *Window
	entry    history.Entry
	name     string // in the tests' event log
	box      *fyne.Container
	stack    *fyne.Container
	question *fyne.Container // whether to open a link; nil before one was clicked
	names    []string
}

func newCell(w *Window, e history.Entry, n int) *cell {
	c := &cell{w: w, entry: e, name: "entry." + strconv.Itoa(n+1)}
	if e.Kind == history.NumberTyped {
		key := "mytickets.typed"
		if e.Given {
			key = "mytickets.given"
		}
		c.box = parts.NewInset(0, 2, c.remark(w.texts.Get(key, l10n.Vars{"Number": e.Number, "When": when(w.texts, e.At, w.now())})))
		return c
	}
	fill := window.ColorPanel
	if e.Ours {
		fill = window.ColorSelected
	}
	c.stack = parts.NewStack(7, c.head())
	c.text()
	c.links()
	c.shots()
	c.trouble()
	ground := parts.NewInset(14, 10, parts.NewCard(fill, lineOf(e)), c.stack)
	c.box = container.New(&side{ours: e.Ours}, ground)
	c.call("", c.box)
	return c
}

func lineOf(e history.Entry) fyne.ThemeColorName {
	if e.Ours {
		return parts.ColorNone
	}
	return window.ColorLine
}

// shows reports whether the cell shows just this entry.
func (c *cell) shows(e history.Entry) bool { return reflect.DeepEqual(c.entry, e) }

// call names a part for the tests.
func (c *cell) call(part string, o fyne.CanvasObject) {
	name := c.name
	if part != "" {
		name += "." + part
	}
	c.names = append(c.names, name)
	c.w.events.Name(name, o)
}

func (c *cell) forget() { c.w.events.Forget(c.names...) }

func (c *cell) remark(words string) *parts.Text {
	r := parts.NewRemark(words)
	r.Align = fyne.TextAlignCenter
	return r
}

// head says who said it, what it was and when.
func (c *cell) head() fyne.CanvasObject {
	e, t := c.entry, c.w.texts
	who := c.w.deskName(c.w.record.Ticket.Helpdesk)
	key := "mytickets.said.helpdesk." + string(e.Kind)
	if e.Ours {
		who, key = t.Get("mytickets.you"), "mytickets.said.you."+string(e.Kind)
	}
	name, what, at := parts.NewText(who), parts.NewRemark(t.Get(key)), parts.NewRemark(when(t, e.At, c.w.now()))
	name.Bold, name.Whole, what.Single, at.Whole = true, true, true, true
	if !e.Ours {
		what.Color = entryColor(e.Kind)
	}
	return parts.NewRow(8, 0, []float32{0, 1, 0}, name, what, at)
}

// entryColor makes what asks something of the user stand out.
func entryColor(k history.Kind) fyne.ThemeColorName {
	switch k {
	case history.Question, history.Suspends:
		return window.ColorAdvice
	case history.NoTicket, history.Bounced:
		return theme.ColorNameError
	case history.Confirmed, history.Resolves:
		return window.ColorGood
	}
	return window.ColorMuted
}

// text shows what was said; what is quoted below it and what is very long, by
// a click.
func (c *cell) text() {
	e, t := c.entry, c.w.texts
	if e.Ours {
		body := e.Text
		if !e.Description.IsEmpty() {
			body = e.Description.Compose(ticket.Headings{
				Doing: t.Get("guide.doing"), Data: t.Get("guide.data"), Happened: t.Get("guide.happened"),
			})
		}
		c.long(strings.TrimSpace(body))
		return
	}
	words, quoted := fold(e.Text)
	if words == "" && quoted == "" {
		c.stack.Add(parts.NewRemark(t.Get("mytickets.body.unread")))
	}
	if words == "" {
		words = e.Subject
	}
	c.long(words)
	if quoted != "" {
		c.opens("quoted", t.Get("mytickets.quoted"), quoted)
	}
}

func (c *cell) long(words string) {
	if len(words) <= mostText {
		if words != "" {
			c.stack.Add(parts.NewReading(c.w, words))
		}
		return
	}
	cut := strings.LastIndexByte(words[:mostText], '\n')
	if cut < mostText/2 {
		cut = len(strings.ToValidUTF8(words[:mostText], ""))
	}
	c.stack.Add(parts.NewReading(c.w, words[:cut]))
	c.opens("more", c.w.texts.Get("mytickets.more"), words[cut:])
}

// opens adds a link that is replaced by the words it stands for.
func (c *cell) opens(part, label, words string) {
	place := parts.NewStack(0)
	link := parts.NewLink(c.w, label, func() {
		place.Objects = []fyne.CanvasObject{parts.NewReading(c.w, strings.TrimSpace(words))}
		place.Refresh()
		c.w.relayout()
	})
	place.Objects = []fyne.CanvasObject{parts.NewRow(0, 0, nil, link)}
	c.call(part, link)
	c.stack.Add(place)
}

// reasonWords puts the code of a reason into words; a server's own words stay
// what they are.
func reasonWords(t *l10n.Texts, reason string) string {
	return t.Or("mail.reason."+reason, reason)
}

// trouble says why a mail of the user's did not go, or what is missing of it.
func (c *cell) trouble() {
	e, t := c.entry, c.w.texts
	key := ""
	switch e.State {
	case history.Queued:
		key = "mytickets.entry.queued"
	case history.Paused:
		key = "mytickets.entry.paused"
	case history.Failed:
		key = "mytickets.entry.failed"
	default:
		return
	}
	r := parts.NewRemark(t.Get(key, l10n.Vars{"Reason": reasonWords(t, e.LastError)}))
	r.Color = window.ColorAdvice
	if e.State == history.Failed {
		r.Color = theme.ColorNameError
	}
	c.stack.Add(r)
}

// shots shows the pictures that went with a mail, and names its files.
func (c *cell) shots() {
	e, t := c.entry, c.w.texts
	if n := len(e.Screenshots); n > 0 {
		row := parts.NewTopRow(10, 0, []float32{1, 1, 1})
		c.stack.Add(row)
		c.w.talk.pictures(e, func(images []image.Image, err error) {
			if err != nil {
				row.Objects = []fyne.CanvasObject{parts.NewRemark(t.Get("mytickets.pictures.gone"))}
				row.Layout = parts.NewStack(0).Layout
				return
			}
			c.thumbnails(row, images)
		})
	}
	if len(e.Attachments) > 0 {
		names := make([]string, len(e.Attachments))
		for i, a := range e.Attachments {
			names[i] = a.Name
		}
		c.stack.Add(parts.NewRemark(t.Get("mytickets.files", l10n.Vars{"Names": strings.Join(names, ", ")})))
	}
}

// thumbnails shows pictures small; a click shows one large.
func (c *cell) thumbnails(row *fyne.Container, images []image.Image) {
	for i, img := range images {
		b := img.Bounds()
		picture := newPicture(c.w, img, func() { c.w.closeUp.show(img) })
		row.Add(parts.NewRatio(float32(b.Dy())/float32(max(b.Dx(), 1)), 200, picture))
		c.call("shot."+strconv.Itoa(i+1), picture)
	}
	for len(row.Objects) < 3 {
		row.Add(canvas.NewRectangle(nil))
	}
}

// side keeps the user's words to the right and the helpdesk's to the left.
type side struct{ ours bool }

const sideRoom = 56

func (l *side) HeightFor(objects []fyne.CanvasObject, width float32) float32 {
	return parts.HeightOf(objects[0], width-sideRoom)
}

func (l *side) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	var x float32
	if l.ours {
		x = sideRoom
	}
	parts.Place(objects[0], x, 0, size.Width-sideRoom, size.Height)
}

func (l *side) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return objects[0].MinSize().AddWidthHeight(sideRoom, 0)
}
