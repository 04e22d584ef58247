package doctor

import (
	"context"
	"net"
	"slices"
	"strconv"
	"strings"
	"time"

	"ticketpp/internal/dispatch"
	"ticketpp/internal/l10n"
	"ticketpp/internal/mail"
)

// How long one server may take to be examined, and to answer one command.
const (
	serverPatience = 2 * time.Minute
	answerPatience = 20 * time.Second
)

// certificateDays is how long before its end a certificate is warned of.
const certificateDays = 21

// smtp goes the way to every configured server. Where one of them is well, the
// failure of another is a warning: tickets go.
func (e *exam) smtp(ctx context.Context) {
	servers := e.Dispatch.Servers()
	if len(servers) == 0 {
		e.say("settings", Fail, "smtp.no-server", nil)
		return
	}
	from, to := e.Settings.User.Email, e.addresses()
	rows := make([][]Row, len(servers))
	anyWell := false
	for i, s := range servers {
		w := &way{exam: e, server: s}
		ctx, cancel := context.WithTimeout(ctx, serverPatience)
		s.Timeout = answerPatience
		mail.Probe(ctx, s, from, to, w.found)
		cancel()
		w.unasked(from, to)
		rows[i] = w.rows
		anyWell = anyWell || !slices.ContainsFunc(w.rows, failed)
	}
	for _, r := range slices.Concat(rows...) {
		if anyWell && failed(r) {
			r.Status = Warn
		}
		e.tell(r)
	}
}

func failed(r Row) bool { return r.Status == Fail }

// addresses are those to which tickets may go, each once.
func (e *exam) addresses() []string {
	var all []string
	add := func(a string) {
		if a != "" && !slices.Contains(all, a) {
			all = append(all, a)
		}
	}
	for _, h := range e.Settings.Helpdesks() {
		if len(h.Modules) == 0 {
			add(h.Address)
		}
		for _, m := range h.Modules {
			add(m.Address)
		}
	}
	return all
}

// way turns what was found on the way to one server into rows.
type way struct {
	*exam
	server mail.Server
	rows   []Row
	taken  bool // the sender was asked for
	ended  bool // a step failed
}

func (w *way) vars(f mail.Finding) l10n.Vars {
	v := l10n.Vars{
		"Server": w.server.Addr(), "Host": w.server.Host, "Addresses": strings.Join(f.Addresses, ", "),
		"Took": strconv.FormatInt(f.Took.Milliseconds(), 10), "Mailbox": f.Mailbox, "Answer": f.Answer,
	}
	if c := f.Certificate; c != nil {
		v["Names"], v["Issuer"], v["Version"] = strings.Join(c.Names, ", "), c.Issuer, c.Version
		v["From"], v["To"] = date(c.From), date(c.To)
		v["Days"] = int(time.Until(c.To).Hours() / 24)
	}
	return v
}

func date(t time.Time) string { return t.Local().Format(time.DateOnly) }

func (w *way) add(step string, status Status, key string, vars l10n.Vars) {
	r := Row{Area: w.area, Step: step, Status: status, Message: w.text(key, vars)}
	if status != OK {
		r.Hint = w.hint(key, vars)
	}
	w.rows = append(w.rows, r)
}

// found is one step as it was found.
func (w *way) found(f mail.Finding) {
	vars := w.vars(f)
	w.taken = w.taken || f.Step == mail.StepSender
	if f.Class != mail.Delivered {
		w.bad(f, vars)
		return
	}
	step := string(f.Step)
	switch f.Step {
	case mail.StepTLS:
		w.encrypted(f, vars)
		return
	case mail.StepLogin:
		if f.Mailbox == "" {
			w.add(step, OK, "way.no-login", vars)
			return
		}
	case mail.StepSize:
		w.takes(f.Size, vars)
		return
	}
	w.add(step, OK, "way."+step, vars)
	if f.Step == mail.StepGreeting && w.server.Security == mail.None {
		w.unencrypted(vars)
	}
}

// bad is a step that failed: which one, why, and what to do. A server that
// says "later" may take a real mail at the second try.
func (w *way) bad(f mail.Finding, vars l10n.Vars) {
	w.ended = true
	vars["Reason"] = w.text("reason."+string(f.Reason), vars)
	message := w.text("way."+string(f.Step)+"-bad", vars)
	if f.Certificate != nil {
		message += "; " + w.text("way.certificate", vars)
	}
	if f.Answer != "" {
		message += " (" + f.Answer + ")"
	}
	status := Fail
	if f.Class == mail.Retry && f.Reason == mail.ReasonBusy {
		status = Warn
	}
	w.rows = append(w.rows, Row{
		Area: w.area, Step: string(f.Step), Status: status, Message: message,
		Hint: w.hint("reason."+string(f.Reason), vars),
	})
}

func (w *way) encrypted(f mail.Finding, vars l10n.Vars) {
	status, key := OK, "way.tls"
	if f.Certificate == nil {
		key = "way.tls-bare"
	} else if time.Until(f.Certificate.To) < certificateDays*24*time.Hour {
		status, key = Warn, "way.tls-ends"
	}
	w.add(string(mail.StepTLS), status, key, vars)
}

// unencrypted: allowed to this computer itself, or because somebody said so.
func (w *way) unencrypted(vars l10n.Vars) {
	ip := net.ParseIP(w.server.Host)
	if w.server.Host == "localhost" || ip != nil && ip.IsLoopback() {
		w.add(string(mail.StepTLS), OK, "way.plain-here", vars)
		return
	}
	w.add(string(mail.StepTLS), Warn, "way.plain", vars)
}

// takes says what the server's SIZE leaves for files, and keeps it.
func (w *way) takes(size *mail.Size, vars l10n.Vars) {
	key := "way.size"
	switch {
	case size == nil:
		key = "way.size-unknown"
	case size.Max == 0:
		key = "way.size-none"
	default:
		vars["Max"], vars["Files"] = w.bytes(size.Max), w.bytes(dispatch.Fits(size.Max))
		if dispatch.Fits(size.Max) < w.Settings.Attachments.MaxTotal {
			key = "way.size-smaller"
			vars["Total"] = w.bytes(w.Settings.Attachments.MaxTotal)
		}
	}
	if size != nil {
		w.Dispatch.Learn([]mail.Size{*size})
	}
	w.add(string(mail.StepSize), OK, key, vars)
}

// unasked says what could not be asked for want of settings.
func (w *way) unasked(from string, to []string) {
	switch {
	case w.ended || w.taken:
	case from == "":
		w.add(string(mail.StepSender), Warn, "way.no-sender", nil)
	case len(to) == 0:
		w.add(string(mail.StepRecipient), Fail, "way.no-recipient", nil)
	}
}

// bytes writes a number of bytes as people read it.
func (e *exam) bytes(n int64) string {
	s := strconv.FormatFloat(float64(n)/1e6, 'f', 1, 64)
	unit := " MB"
	if n >= 10_000_000_000 {
		s, unit = strconv.FormatInt(n/1e9, 10), " GB"
	}
	if e.Texts.Lang() == "it" {
		s = strings.Replace(s, ".", ",", 1)
	}
	return s + unit
}
