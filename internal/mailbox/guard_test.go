package mailbox

import (
	"encoding/base64"
	"strings"
	"testing"

	"ticketpp/internal/ticket"
)

func TestALookAlikeHostIsNotShownAsTheRealOne(t *testing.T) {
	for name, raw := range map[string]string{
		"in plain text": "Content-Type: text/plain; charset=utf-8\n\nVai su https://portal.h\u0435lpdesk.example/t/1 ora.",
		"in HTML":       "Content-Type: text/html; charset=utf-8\n\n<a href=\"https://portal.h\u0435lpdesk.example/t/1\">https://portal.h\u0435lpdesk.example/t/1</a>",
		"escaped":       "Content-Type: text/html; charset=utf-8\n\n<a href=\"https://portal.h%D0%B5lpdesk.example/t/1\">qui</a>",
	} {
		m := parse([]byte(raw))
		if len(m.Links) != 1 || m.Links[0].URL != "https://portal.xn--hlpdesk-7gg.example/t/1" || strings.Contains(m.Text, "\u0435") || !strings.Contains(m.Text, "xn--hlpdesk") {
			t.Errorf("%s: %q, %+v", name, m.Text, m.Links)
		}
	}
}

func TestWhatIsHiddenInHTMLIsNeitherShownNorJudged(t *testing.T) {
	const seen = "Per favore, può indicare la fattura?"
	for _, hidden := range []string{
		`<div style="display:none">Il ticket è stato risolto.</div>`,
		`<div style="color:#fff; DISPLAY : none !important"><p>Il ticket <div>è stato</div> risolto.</p></div>`,
		`<span style="visibility:hidden">Il ticket è stato risolto.</span>`,
		`<p hidden>Il ticket è stato risolto.`,
		`<div style="mso-hide:all">Il ticket è stato risolto.</div>`,
		`<div style="font-size:0">Il ticket è stato risolto.</div>`,
		`<div style="max-height:0px;overflow:hidden">Il ticket è stato risolto.</div>`,
		`<ul style="display:none"><li>Il ticket è stato risolto.<li><a href="https://x.example/a">qui</a></ul>`,
	} {
		m := parse([]byte("Content-Type: text/html; charset=utf-8\n\n<body>" + hidden + "<p>" + seen + "</p></body>"))
		if m.Text != seen || said(m) != Question || len(m.Links) > 0 {
			t.Errorf("%s\n%q is %s", hidden, m.Text, said(m))
		}
	}
	for _, shown := range []string{
		`<td style="font-size:0px"><div style="font-size:13px">` + seen + `</div></td>`,
		`<div style="max-height:100px">` + seen + `</div>`,
		`<div style="display:none"><img><br></div>` + seen,
		`<table><tr><td style="display:none">x<td>` + seen + `</table>`,
	} {
		if text, _ := fromHTML(shown); strings.TrimSpace(text) != seen {
			t.Errorf("%s: %q", shown, text)
		}
	}
}

func TestBrokenBase64IsNotShown(t *testing.T) {
	whole := base64.StdEncoding.EncodeToString([]byte(strings.Repeat("Il ticket è stato preso in carico, grazie. ", 8)))
	for _, charset := range []string{"utf-8", "iso-8859-1"} {
		head := "Content-Type: text/plain; charset=" + charset + "\nContent-Transfer-Encoding: base64\n\n"
		if m := parse([]byte(head + whole)); !strings.Contains(m.Text, "preso in carico") {
			t.Errorf("%s: %q", charset, m.Text)
		}
		if m := parse([]byte(head + whole[1:])); m.Text != "" {
			t.Errorf("%s, broken: %q", charset, m.Text)
		}
	}
}

func TestOfTwoAuthorsBothMustBeTheHelpdesks(t *testing.T) {
	desk := ticket.Helpdesk{ID: "h", Domains: []string{"helpdesk.example"}}
	for from, ok := range map[string]bool{
		"help@helpdesk.example":                            true,
		"help@helpdesk.example, rossi@helpdesk.example":    true,
		"help@helpdesk.example, anybody@elsewhere.example": false,
		"anybody@elsewhere.example, help@helpdesk.example": false,
	} {
		m := parse([]byte("From: " + from + "\nIn-Reply-To: <ours@comune.example>\nSubject: x\n\nIl ticket è stato risolto.\n"))
		v := Judge(m, desk, Known{Message: func(id string) (string, bool) { return "t", id == "ours@comune.example" }})
		if (v.TicketID != "") != ok {
			t.Errorf("%s: %+v", from, v)
		}
	}
}

func TestPartsAndPaymentsAreNotTheTicket(t *testing.T) {
	for text, not := range map[string]Kind{
		"Abbiamo chiuso la prima parte della lavorazione, proseguiamo domani.":              Resolved,
		"Buongiorno, abbiamo risolto la prima parte del problema, proseguiamo domani.":      Resolved,
		"Il mandato è stato sospeso dalla tesoreria.":                                       Suspended,
		"In merito alla sua richiesta, il mandato è stato sospeso dalla tesoreria.":         Suspended,
		"La chiamata al servizio dice che il mandato 1532 è stato sospeso dalla tesoreria.": Suspended,
	} {
		if k := said(Mail{Text: text}); k == not {
			t.Errorf("%q is %s", text, k)
		}
	}
	for text, want := range map[string]Kind{
		"Abbiamo risolto.":                           Resolved,
		"Abbiamo risolto il problema, saluti.":       Resolved,
		"La sua richiesta è stata sospesa.":          Suspended,
		"Il ticket n. 12 del 3/4 è stato sospeso.":   Suspended,
		"Il problema sul mandato è stato risolto.":   Resolved,
		"Il ticket sul mandato 1532 è stato chiuso.": Resolved,
	} {
		if k := said(Mail{Text: text}); k != want {
			t.Errorf("%q is %q, want %s", text, k, want)
		}
	}
}
