package mail

import (
	"context"
	"errors"
	"io"
	"net"
	"net/textproto"
	"net/url"
	"os"
	"regexp"
	"strings"
)

// classify says what an attempt's error means for the ticket. The rules:
//
//   - final is only a 5xx answer to MAIL, to RCPT of the helpdesk or to DATA
//     that speaks of the mail or the address;
//   - 530, 535, 538, 550 5.7.30 and "relay denied" speak of the account or the
//     place: the ticket waits;
//   - a connection lost behind the final dot is "perhaps";
//   - everything else is tried again.
func classify(ctx context.Context, err error) Result {
	if err == nil {
		return Result{Class: Delivered}
	}
	at := stageConnect
	if se := new(stageError); errors.As(err, &se) {
		at = se.stage
	}
	r := Result{Class: Retry, Answer: answerOf(err), Err: err}
	te := new(textproto.Error)
	switch {
	case errors.As(err, &te) && te.Code >= 200 && te.Code < 300 && at == stageDot:
		return Result{Class: Delivered} // 250 is usual, any 2xx is a yes
	case errors.As(err, &te) && te.Code >= 400 && te.Code < 600:
		r.Class, r.Reason = reply(at, te.Code, te.Msg)
	case at == stageDot:
		r.Class, r.Reason = Perhaps, ReasonPerhaps
	case ctx.Err() != nil:
		r.Reason = ReasonCancelled
	case errors.Is(err, errPlaintext):
		r.Class, r.Reason = Pause, ReasonPlaintext
	case errors.Is(err, errTooLarge):
		r.Class, r.Reason = Refused, ReasonSize
	case errors.Is(err, errMailFile):
		r.Reason = ReasonFile
	case errors.Is(err, errNoSecret) && isNetwork(err): // a token could not be renewed just now
		r.Reason = wireReason(at, err)
	case errors.Is(err, errNoSecret), errors.Is(err, errNoLogin):
		r.Class, r.Reason = Pause, ReasonAuth
	default:
		r.Reason = wireReason(at, err)
	}
	return r
}

// wireReason names what went wrong without an answer from the server.
func wireReason(at stage, err error) Reason {
	if reason := tlsReason(err); reason != ReasonNone {
		return reason
	}
	var dns *net.DNSError
	var protocol textproto.ProtocolError
	var timeout net.Error
	te := new(textproto.Error)
	switch {
	case errors.As(err, &dns):
		return ReasonDNS
	case errors.Is(err, os.ErrDeadlineExceeded), errors.Is(err, context.DeadlineExceeded),
		errors.As(err, &timeout) && timeout.Timeout():
		return ReasonTimeout
	case errors.Is(err, errAnswerTooLong), errors.As(err, &protocol), errors.As(err, &te):
		return ReasonAnswer
	case at == stageStartTLS && !isLost(err):
		return ReasonTLS
	}
	return ReasonNetwork
}

// isNetwork reports whether err comes from a connection, to whatever server.
func isNetwork(err error) bool {
	var op *net.OpError
	var dns *net.DNSError
	var request *url.Error
	return errors.As(err, &op) || errors.As(err, &dns) || errors.As(err, &request)
}

// isLost reports whether the connection simply ended.
func isLost(err error) bool {
	var op *net.OpError
	return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.As(err, &op)
}

// reply says what a 4xx or 5xx answer means.
func reply(at stage, code int, text string) (Class, Reason) {
	text = strings.ToLower(strings.Join(strings.Fields(text), " "))
	enhanced := regexp.MustCompile(`\b[45]\.\d{1,3}\.\d{1,3}\b`).FindString(text)
	switch {
	case code < 500 && at == stageStartTLS:
		return Retry, ReasonTLS
	case code < 500:
		return Retry, ReasonBusy
	case code == 530 && strings.Contains(text, "starttls"):
		return Pause, ReasonTLS
	case speaksOfAccount(at, code, enhanced, text):
		return Pause, ReasonAuth
	case speaksOfPlace(text):
		return Pause, ReasonRelay
	case at == stageStartTLS:
		return Retry, ReasonTLS
	case at == stageConnect:
		return Retry, ReasonBusy
	}
	if reason, ok := speaksOfMail(at, code, enhanced, text); ok {
		return Refused, reason
	}
	return Retry, ReasonAnswer
}

// speaksOfAccount: the login is missing or refused. 5.7.30 is Microsoft 365's
// answer to password logins. Any final answer to a login counts, because to
// try it again and again may lock the account.
func speaksOfAccount(at stage, code int, enhanced, text string) bool {
	switch code {
	case 530, 534, 535, 538:
		return true
	}
	switch enhanced {
	case "5.7.30", "5.7.57", "5.7.8", "5.7.9":
		return true
	}
	return at == stageAuth || matches(text,
		`authentication (is )?(required|needed|failed)|must (be )?(first )?(authenticate|issue auth|log ?in)|authenticate first|auth(entication)? first|not authenticated|not logged in|turn on smtp auth|smtp auth(entication)? (is )?required`)
}

// speaksOfPlace: the server would take the mail from elsewhere, usually from
// inside the office's network.
func speaksOfPlace(text string) bool {
	return matches(text,
		`relay(ing)?( access| is| mail)* (denied|not (permitted|allowed)|prohibited|refused|disallowed|rejected)`,
		`(unable|not (permitted|allowed|authori[sz]ed)|unauthori[sz]ed|refus\w+|do(es)? not|denied|prohibited|cannot|can't|won't|no)( \w+){0,3} relay`,
		`(list of allowed )?rcpthosts|client host .*(rejected|blocked)|blocked using|your (ip|host|network)\b.*(block|reject|denied|not allowed|listed)|(ip|host) address .*(blocked|not allowed|blacklist|blocklist)|dynamic ip|dial-?up`)
}

// speaksOfMail tells whether a 5xx answer to MAIL, RCPT or DATA is about the
// mail or its addresses, and about which.
func speaksOfMail(at stage, code int, enhanced, text string) (Reason, bool) {
	_, subject, _ := strings.Cut(enhanced, ".")
	subject, _, _ = strings.Cut(subject, ".")
	if code == 552 && subject != "2" && subject != "7" || code == 523 || enhanced == "5.3.4" || enhanced == "5.2.3" ||
		matches(text, `(message|mail) (size|is too (big|large))|too large|size (limit )?exceed|exceeds.*size`) {
		return ReasonSize, true
	}
	about := map[stage]Reason{stageMail: ReasonSender, stageRcpt: ReasonAddress, stageData: ReasonContent, stageDot: ReasonContent}[at]
	if matches(text, `(sender|recipient) address|user unknown|unknown user|no such (user|mailbox|recipient|person)|mailbox (unavailable|not found|full|disabled)|unknown (recipient|mailbox)|does not exist|invalid (recipient|mailbox|sender)`) {
		return about, true
	}
	switch code {
	case 500, 502, 503, 504, 521, 555:
		return "", false // of the conversation: commands, order, a host that takes no mail
	case 501:
		return about, subject == "1" || matches(text, `address|mailbox|recipient|sender|domain`)
	}
	switch subject { // of the enhanced status code (RFC 3463)
	case "3", "4", "5": // the server's own state, its network, the protocol
		return "", false
	}
	return about, true
}

func matches(text string, patterns ...string) bool {
	for _, p := range patterns {
		if regexp.MustCompile(p).MatchString(text) {
			return true
		}
	}
	return false
}
