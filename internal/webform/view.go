package webform

import (
	"strings"

	"ticketpp/internal/l10n"
	"ticketpp/internal/rules"
	"ticketpp/internal/ticket"
)

// Person is who opens the ticket in one line.
func (p page) Person() string {
	c := p.f.ticket.Contact
	var parts []string
	for _, s := range []string{c.Name, c.Phone, c.Email, c.Office, c.Hours} {
		if s = strings.TrimSpace(s); s != "" {
			parts = append(parts, s)
		}
	}
	if c.ContactBy == ticket.ByEmail {
		parts = append(parts, p.T("contact_by.email"))
	}
	return strings.Join(parts, " · ")
}

// PersonOpen reports whether the person's fields must be seen: something is
// missing in them.
func (p page) PersonOpen() bool {
	c := p.f.ticket.Contact
	return !rules.IsComplete(p.f.draft.Ticket().Contact, nil, nil) || p.f.tried && !rules.IsComplete(c, nil, p.f.coach) ||
		p.f.desk.HoursRequired && c.Hours == "" ||
		is(rules.Field(p.Focus), rules.Name, rules.Phone, rules.Email, rules.Office, rules.Hours)
}

// MoreOpen reports whether the fields that few tickets need must be seen.
func (p page) MoreOpen() bool {
	t := p.f.ticket
	used := t.AlreadySpoken != "" || len(t.BCC) > 0 || t.OnBehalf != ticket.Person{}
	return used || is(rules.Field(p.Focus), rules.BCC, rules.Spoken, rules.WhoName, rules.WhoPhone)
}

// Facts are what the workstation says of itself.
func (p page) Facts() (list []option) {
	for _, x := range p.f.ticket.Facts {
		list = append(list, option{Value: x.Key, Chosen: x.Included, Label: p.f.o.Texts.Get("compose.fact", l10n.Vars{
			"Label": p.T("fact." + x.Key), "Value": rules.Shorten(x.Value, 90),
		})})
	}
	return list
}

// shot is one screenshot as the templates show it.
type shot struct {
	N             int
	File, Title   string
	Alt           string
	Caption       string // the user's own
	In            bool
	Width, Height int
	Marked        bool   // something was drawn on it
	Undo          bool   // and can be taken back here
	Front         bool   // it can be cut to the window that was in front
	Pointer       string // the words that show the pointer, or hide it; "": there is none
	First, Last   bool
}

// Shots are the screenshots.
func (p page) Shots() (list []shot) {
	all := p.f.ticket.Screenshots
	for i, s := range all {
		vars := l10n.Vars{"N": i + 1, "All": len(all), "Width": s.Width, "Height": s.Height}
		key := "compose.shot.one"
		if len(all) > 1 {
			key = "compose.shot.many"
		}
		x := shot{
			N: i + 1, File: s.File, In: s.Included, Width: s.Width, Height: s.Height, Alt: p.f.o.Texts.Get(key, vars), Caption: s.Caption,
			Marked: len(s.Marks) > 0, Undo: len(p.f.past[s.Taken()]) > 0, First: i == 0, Last: i == len(all)-1,
			Front: !s.Front.Empty() && len(s.Marks) == 0 && (s.Front.Dx() < s.Width || s.Front.Dy() < s.Height),
		}
		if x.Title = x.Alt; !s.Included {
			x.Title = p.T("compose.shot.out")
		}
		switch {
		case s.Pointer != nil && s.Pointer.Shown:
			x.Pointer = p.T("compose.shot.no_pointer")
		case s.Pointer != nil:
			x.Pointer = p.T("compose.shot.pointer")
		}
		list = append(list, x)
	}
	return list
}

// NoShots says why there is no picture.
func (p page) NoShots() string {
	key := "compose.shots." + p.f.o.NoPicture
	if words := p.T(key); p.f.o.NoPicture != "" && words != key {
		return words
	}
	return p.T("compose.shots.none")
}

// attached is one file as the templates show it.
type attached struct{ Name, File, Size string }

// Files are the attachments.
func (p page) Files() (list []attached) {
	for _, a := range p.f.ticket.Attachments {
		list = append(list, attached{a.Name, a.File, rules.Size(a.Size, p.Lang)})
	}
	return list
}

// FileSaid is what there is to say of a file that was not taken.
func (p page) FileSaid() string { return p.f.fileSaid }

// Sum says how much goes with the ticket, and how much may.
func (p page) Sum() string {
	sum, limit := rules.Weight(p.f.ticket), p.f.o.MaxTotal()
	vars := l10n.Vars{"Sum": rules.Size(sum, p.Lang), "Limit": rules.Size(limit, p.Lang)}
	switch {
	case sum == 0:
		return ""
	case limit > 0:
		return p.f.o.Texts.Get("compose.files.sum", vars)
	}
	return p.f.o.Texts.Get("compose.files.sum_free", vars)
}

// Shrink is what can be done about the size of the screenshots: "shrink",
// "unshrink" or "".
func (p page) Shrink() string {
	limit, can := p.f.o.MaxTotal(), false
	for _, s := range p.f.ticket.Screenshots {
		if s.Smaller {
			return "unshrink"
		}
		can = can || s.Included
	}
	if can && limit > 0 && rules.Weight(p.f.ticket) > limit {
		return "shrink"
	}
	return ""
}

// notice is the line at the top that speaks of the ticket as a whole.
type notice struct {
	Words  string
	Error  bool
	Resume bool // the ticket that was left can be taken up
	Hide   string
}

// Notice is what stands there now.
func (p page) Notice() notice {
	s, t := &p.f.state, p.f.o.Texts
	switch {
	case s.saveErr != nil:
		return notice{Words: p.f.saveWords(s.saveErr), Error: true}
	case s.moved:
		return notice{Words: t.Get("webform.moved"), Hide: t.Get("compose.notice.ok")}
	case s.gone:
		return notice{Words: t.Get("compose.notice.gone"), Hide: t.Get("compose.notice.ok")}
	case s.resumed:
		return notice{Words: rules.PastWords(s.ticket, true, t), Hide: t.Get("compose.notice.ok")}
	case s.left != nil:
		key := "compose.notice.left"
		if s.left.Subject == "" {
			key = "compose.notice.left-untitled"
		}
		at := s.left.At.Local()
		return notice{Resume: true, Hide: t.Get("compose.notice.later"), Words: t.Get(key, l10n.Vars{
			"Subject": rules.Shorten(s.left.Subject, 80), "Day": at.Format("02/01"), "Time": at.Format("15:04"),
		})}
	}
	return notice{}
}

// status is the state of the whole ticket in one line.
type status struct{ Words, Class string }

// Status is that of the ticket now.
func (p page) Status() status {
	s, t := &p.f.state, p.f.o.Texts
	v := s.verdict
	switch {
	case s.sendErr != nil:
		return status{p.f.sendWords(s.sendErr), "error"}
	case s.leaveErr && s.saveErr != nil:
		return status{t.Get("compose.close.anyway"), "error"}
	case len(v.Faults()) > 0:
		return status{p.naming("compose.status.missing", v.Faults(), nil), "muted"}
	case len(v.Personal()) > 0:
		return status{p.naming("compose.status.personal", v.Personal(), nil), "advice"}
	case v.IsClear():
		return status{t.Get("compose.status.clear"), "good"}
	}
	return status{t.Get("compose.status.hints"), "muted"}
}

// naming says a text with the names of fields in it.
func (p page) naming(key string, ids []rules.Field, vars l10n.Vars) string {
	v := l10n.Vars{"Names": p.names(ids)}
	for k, x := range vars {
		v[k] = x
	}
	return p.f.o.Texts.Get(key, v)
}

func (p page) names(ids []rules.Field) string {
	var names []string
	for _, id := range ids {
		names = append(names, p.T("compose.short."+string(id)))
	}
	return strings.Join(names, ", ")
}

// question is what the page asks before it goes on.
type question struct{ Words, Yes, No, Do, Class string }

// Question is the one that is asked now; its Words are empty when none is.
func (p page) Question() question {
	s := &p.f.state
	switch s.asking {
	case ifSolved:
		return p.solvedQuestion()
	case discarding:
		return question{p.T("compose.discard.ask"), p.T("compose.discard.yes"), p.T("compose.discard.no"), "discard-yes", "danger"}
	case whetherSend:
		q := question{Yes: p.T("compose.ask.send"), No: p.T("compose.ask.back"), Do: "send-anyway", Class: "primary"}
		faults, personal := s.verdict.Faults(), s.verdict.Personal()
		switch {
		case len(personal) == 0:
			q.Words = p.naming("compose.ask", faults, nil)
		case len(faults) == 0:
			q.Words, q.No = p.naming("compose.ask.personal", personal, nil), p.T("compose.ask.back.personal")
		default:
			q.Words = p.naming("compose.ask.personal_too", faults, l10n.Vars{"Personal": p.names(personal)})
		}
		return q
	}
	return question{}
}

// Help says whom to ring, or where else to write.
func (p page) Help() string {
	d := p.f.desk
	vars := l10n.Vars{"Helpdesk": d.Name, "Phone": d.Phone, "Portal": d.Portal}
	switch {
	case d.Phone != "":
		return p.f.o.Texts.Get("compose.phone_us", vars)
	case d.Portal != "":
		return p.f.o.Texts.Get("compose.portal_us", vars)
	}
	return ""
}

// after is the page that follows Send.
type after struct {
	Title, Class string
	Words        []string
	Progress     bool
	Sent, Total  int64
	Count        string
	HandOff      bool
	Again        bool // something more will come
}

// After is how far the ticket is.
func (p page) After() after {
	t, s := p.f.o.Texts, p.f.step
	if s.Stage == opening {
		return after{Title: t.Get("compose.after.opening"), Class: "muted", Again: true}
	}
	a := after{
		Title: t.Get("compose.after." + string(s.Stage)), Class: string(s.Stage),
		HandOff: s.HandOff && p.f.followed && p.f.o.Callbacks.HandOff != nil, Again: !p.f.followed,
	}
	if s.Stage == Sending && s.Total > 0 {
		a.Progress, a.Sent, a.Total = true, s.Sent, s.Total
		a.Count = t.Get("compose.after.progress", l10n.Vars{"Sent": rules.Size(s.Sent, p.Lang), "Total": rules.Size(s.Total, p.Lang)})
	}
	words := t.Get("compose.after."+string(s.Stage)+".more", l10n.Vars{"Helpdesk": p.f.desk.Name, "File": s.File})
	if s.Reason != "" && s.Stage != Taken {
		words = s.Reason
	}
	a.Words = strings.Split(words, "\n")
	if s.Answer != "" && (s.Stage == Refused || s.Stage == Paused) {
		a.Words = append(a.Words, t.Get("compose.after.answer", l10n.Vars{"Answer": rules.Shorten(s.Answer, 200)}))
	}
	if a.HandOff && s.Stage != Unopened {
		a.Words = append(a.Words, t.Get("compose.after.offer"))
	}
	if s.Stage != Taken && s.Stage != Sending && s.Stage != Opened && p.f.desk.Phone != "" {
		a.Words = append(a.Words, t.Get("compose.after.phone", l10n.Vars{"Helpdesk": p.f.desk.Name, "Phone": p.f.desk.Phone}))
	}
	return a
}

// Closed says what became of the form that was closed.
func (p page) Closed() string {
	if p.f.outcome == Discarded {
		return p.T("webform.closed.discarded")
	}
	return p.T("webform.closed.left")
}
