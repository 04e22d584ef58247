package dispatch

import (
	"context"
	"io"
	"log/slog"
	"regexp"
	"time"

	"ticketpp/internal/config"
	"ticketpp/internal/mail"
	"ticketpp/internal/outbox"
)

// Sender returns the queue's way to the servers that the settings name at the
// time of each attempt.
func (d *Dispatcher) Sender() outbox.Sender { return sender{d} }

type sender struct{ d *Dispatcher }

// Send is one attempt to deliver an item.
func (s sender) Send(ctx context.Context, it outbox.Item, open func() (io.ReadCloser, error), progress func(sent, total int64)) outbox.Outcome {
	if out, known := s.d.perhapsThere(ctx, it); known {
		return out
	}
	began := time.Now()
	r := s.once(ctx, it, open, progress)
	// A token may end before its time. Nothing of the mail has been sent when
	// a login is refused, and a new token may be all that it takes.
	if r.Class == mail.Pause && r.Reason == mail.ReasonAuth && s.d.tokens.Reject(began) {
		r = s.once(ctx, it, open, progress)
	}
	return outcome(r)
}

func (s sender) once(ctx context.Context, it outbox.Item, open func() (io.ReadCloser, error), progress func(sent, total int64)) mail.Result {
	t := mail.Transport{Servers: s.d.Servers()}
	shown := s.d.newProgress(it.ID)
	defer shown.done()
	r := t.Send(ctx, it.Envelope.From, it.Envelope.To, it.Envelope.BCC, open, it.Size, func(sent int64) {
		shown.step(sent, it.Size)
		progress(sent, it.Size)
	})
	s.d.Learn(r.Sizes)
	if r.Class == mail.Delivered {
		s.d.Log.Debug("taken by the server", "ticket", it.ID, "server", r.Server)
	} else {
		level := slog.LevelWarn
		if r.Class == mail.Pause || r.Class == mail.Refused {
			level = slog.LevelError // not without somebody's doing: the administrator's, most of the time
		}
		s.d.Log.Log(ctx, level, "not taken by the server", "ticket", it.ID, "server", r.Server, "class", r.Class, "reason", r.Reason, "answer", loggable(r.Answer))
	}
	return r
}

// loggable is of a server's answer its codes alone, for its words may quote
// the mail or name people; what the system says of a connection is whole. The
// whole answer is in the queue, for its owner.
func loggable(answer string) string {
	if codes := regexp.MustCompile(`^[2-5]\d\d\b( [245]\.\d{1,3}\.\d{1,3}\b)?`).FindString(answer); codes != "" {
		return codes
	}
	return answer
}

// Servers returns the servers of the settings in force, in their order.
func (d *Dispatcher) Servers() []mail.Server {
	configured := d.Settings().SMTP
	servers := make([]mail.Server, len(configured))
	for i, c := range configured {
		servers[i] = d.server(c)
	}
	return servers
}

// outcome says a result in the queue's words. The two rooms do not know each
// other; a class that this room does not know is tried again.
func outcome(r mail.Result) outbox.Outcome {
	o := outbox.Outcome{Class: outbox.Retry, Reason: outbox.Reason(r.Reason), Answer: r.Answer}
	for _, w := range r.Warnings {
		o.Warnings = append(o.Warnings, w.Address+": "+w.Answer)
	}
	switch r.Class {
	case mail.Delivered:
		o.Class = outbox.Delivered
	case mail.Pause:
		o.Class = outbox.Pause
	case mail.Refused:
		o.Class = outbox.Refused
	case mail.Perhaps:
		o.Class = outbox.Perhaps
	case mail.Retry:
	}
	return o
}

// server is a configured server as the mail room knows one.
func (d *Dispatcher) server(c config.Server) mail.Server {
	return mail.Server{
		Host: c.Host, Port: c.Port, CAFile: c.CAFile, Username: c.Username,
		Timeout: d.Timeout, DotTimeout: d.Timeout,
		Security: mail.Security(c.Security), AllowPlaintext: c.AllowPlaintext, Auth: mail.AuthMethod(c.Auth),
		Password: func(ctx context.Context) (string, error) { return d.Password(ctx, c) },
		Token:    func(ctx context.Context) (string, error) { return d.token(ctx, c) },
	}
}
