package kb

import (
	"bytes"
	"encoding/xml"
	"errors"
	"net/http"
	"strings"

	"golang.org/x/net/html/charset"
)

// feed takes the entries of RSS 0.9 to 2.0 and Atom with the text that they
// bring; their pages are not asked for.
func (r *remote) feed(data []byte) error {
	type entry struct {
		Title   string `xml:"title"`
		Links   []link `xml:"link"`
		Texts   string `xml:"description"`
		Summary string `xml:"summary"`
		Content string `xml:"content"`
		Encoded string `xml:"encoded"`
	}
	var f struct {
		Channel []entry `xml:"channel>item"`
		Items   []entry `xml:"item"`
		Entries []entry `xml:"entry"`
	}
	if err := decodeXML(data, &f); err != nil {
		return err
	}
	for _, e := range append(append(f.Channel, f.Items...), f.Entries...) {
		address := ""
		for _, l := range e.Links {
			if to := l.to(); isWeb(to) && (address == "" || l.Rel == "alternate") {
				address = to
			}
		}
		text, err := readHTML(strings.NewReader(e.Texts+" "+e.Summary+" "+e.Content+" "+e.Encoded), "text/html; charset=utf-8", address)
		if err != nil || address == "" {
			continue
		}
		text.Title = e.Title
		r.now.put(address, stored{Article: text})
	}
	return nil
}

// link is RSS's, which holds the address, or Atom's, which has it as a mark.
type link struct {
	Text string `xml:",chardata"`
	Href string `xml:"href,attr"`
	Rel  string `xml:"rel,attr"`
}

func (l link) to() string {
	if l.Href != "" {
		return strings.TrimSpace(l.Href)
	}
	return strings.TrimSpace(l.Text)
}

// rootOf names what a file begins with: "[" for JSON, the first element of
// XML, "html" for a page.
func rootOf(data []byte) string {
	data = bytes.TrimPrefix(bytes.TrimSpace(data), []byte("\xef\xbb\xbf"))
	if bytes.HasPrefix(data, []byte("[")) {
		return "["
	}
	if strings.HasPrefix(http.DetectContentType(data), "text/html") {
		return "html"
	}
	d := xml.NewDecoder(bytes.NewReader(data))
	d.CharsetReader = charset.NewReaderLabel
	d.Strict = false
	for {
		t, err := d.Token()
		if err != nil {
			return ""
		}
		if e, ok := t.(xml.StartElement); ok {
			return e.Name.Local
		}
	}
}

func decodeXML(data []byte, into any) error {
	d := xml.NewDecoder(bytes.NewReader(data))
	d.CharsetReader = charset.NewReaderLabel
	d.Strict = false
	d.Entity = xml.HTMLEntity
	if err := d.Decode(into); err != nil {
		return errors.Join(ErrFormat, err)
	}
	return nil
}
