package config

import (
	"os"
	"path/filepath"
	"regexp"
	"sort"
	"strings"
	"testing"
	"time"

	"ticketpp/internal/ticket"
)

// reference reads one of the helpdesks' own documents.
func reference(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "references", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func profile(t *testing.T, name string) ticket.Helpdesk {
	t.Helper()
	h, ok := ProfileHelpdesk(name)
	if !ok {
		_, problems := profileValues(name)
		t.Fatalf("no profile %s: %v", name, codes(problems))
	}
	return h
}

var (
	addressPattern = regexp.MustCompile(`[A-Za-z0-9._-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+`)
	phonePattern   = regexp.MustCompile(`\b0\d{2,3}[./-]?\d[\d./]+\d`)
)

// addresses lists what a profile sends to, and documents what a text names;
// sorted, each once.
func addresses(h ticket.Helpdesk) []string {
	all := []string{}
	if h.Address != "" {
		all = append(all, h.Address)
	}
	for _, m := range h.Modules {
		all = append(all, m.Address)
	}
	return unique(all)
}

func unique(list []string) []string {
	seen, out := map[string]bool{}, []string{}
	for _, s := range list {
		if !seen[s] {
			seen[s] = true
			out = append(out, s)
		}
	}
	sort.Strings(out)
	return out
}

func TestThereAreFourProfiles(t *testing.T) {
	wantStrings(t, Profiles(), []string{"01s", "cwol", "projectpp", "sian"})
	for _, name := range Profiles() {
		h := profile(t, name)
		if h.Name == "" || h.Coach != ticket.Block || h.ConfirmWithin <= 0 {
			t.Errorf("%s: %+v", name, h)
		}
	}
	if _, ok := ProfileHelpdesk("none"); ok {
		t.Error("a profile that is not there is found")
	}
}

func TestProjectppIsItsDocument(t *testing.T) {
	text, h := reference(t, "projectpp-ticketing.txt"), profile(t, "projectpp")
	wantStrings(t, addresses(h), unique(addressPattern.FindAllString(text, -1)))
	wantStrings(t, unique([]string{h.Phone, h.Fax}), unique(phonePattern.FindAllString(text, -1)))
	for _, said := range []string{
		"help-desk con operatore allo " + h.Phone, "invio su carta intestata allo " + h.Fax,
		"selezionare la categoria del ticket (" + strings.Join(h.Categories, ", "), "entro i successivi 5 minuti", "Entro 7 giorni",
	} {
		if !strings.Contains(text, said) {
			t.Errorf("the document does not say %q", said)
		}
	}
	if h.ConfirmWithin != 5*time.Minute || h.ReopenWithin != 7*24*time.Hour || h.Portal != "" || len(h.Kinds) != 0 {
		t.Errorf("got %+v", h)
	}
	tags := h.Tag.FindAllStringSubmatch(text, -1)
	if len(tags) != strings.Count(text, "#Standard# Ticket #[12345]") || len(tags) != 2 || tags[0][1] != "12345" {
		t.Errorf("the tag finds %q", tags)
	}
	if !h.OwnsAddress("tecnico@projectpp.it") || h.OwnsAddress("a@projectpp.it.example") {
		t.Error("the staff's addresses are not told from others")
	}
	wordsOfDocument(t, text, h)
}

func TestCWOLIsItsDocuments(t *testing.T) {
	text, h := reference(t, "cwol-guidelines-2025.txt"), profile(t, "cwol")
	// «OTRS-Cityware-Citybase: citybase@palitalsoft.it»
	rows := regexp.MustCompile(`(?m)^OTRS-(?:CWOL|Cityware)-(\w+): (\S+)$`).FindAllStringSubmatch(text, -1)
	var want, got []string
	for _, r := range rows {
		want = append(want, r[1]+" "+r[2])
	}
	for _, m := range h.Modules {
		got = append(got, m.Name+" "+m.Address)
	}
	wantStrings(t, got, want)
	if len(got) != 7 {
		t.Errorf("got %d modules", len(got))
	}
	// Every other address in both years' documents is the helpdesk's own too.
	for _, a := range addressPattern.FindAllString(text+reference(t, "cwol-guidelines-2024.txt"), -1) {
		if !h.OwnsAddress(a) {
			t.Errorf("%s is not known as the helpdesk's", a)
		}
	}
	for _, d := range h.Domains {
		if !strings.Contains(text, "@"+d) {
			t.Errorf("the document knows no %s", d)
		}
	}
	// The numbers in the document are those of users, in its examples.
	if h.Address != "" || h.Phone != "" || h.Fax != "" || h.Tag != nil {
		t.Errorf("got %+v", h)
	}
	if !strings.Contains(text, "<"+h.Portal+">") {
		t.Errorf("the document does not name %s", h.Portal)
	}
	if strings.Count(text, "tali operazioni sono a pagamento") != len(h.Charged) || !h.IsCharged(ticket.Support) || !h.IsCharged(ticket.Training) || len(h.Kinds) != 3 {
		t.Errorf("kinds %v, charged %v", h.Kinds, h.Charged)
	}
	wordsOfDocument(t, text, h)
}

func TestSIANIsItsDocument(t *testing.T) {
	text, h := reference(t, "sian-ticketing-manual.txt"), profile(t, "sian")
	if found := append(addressPattern.FindAllString(text, -1), phonePattern.FindAllString(text, -1)...); len(found) != 0 {
		t.Errorf("the document names %q", found)
	}
	if len(addresses(h)) != 0 || h.Phone+h.Fax+h.Portal != "" || len(h.Domains) != 0 || h.Tag != nil {
		t.Errorf("invented: %+v", h)
	}
	if len(h.Severities) != 2 || !strings.Contains(text, "indicare se il problema è normale o bloccante") {
		t.Errorf("severities %v", h.Severities)
	}
	wordsOfDocument(t, text, h)
}

func TestO1SIsItsDocument(t *testing.T) {
	text, h := reference(t, "01s-address-directory.txt"), profile(t, "01s")
	var want, got []string
	for _, row := range strings.Split(text, "\n") {
		if name, address, ok := strings.Cut(row, "\t"); ok && strings.Contains(address, "@") {
			want = append(want, name+"\t"+address)
		}
	}
	for _, m := range h.Modules {
		got = append(got, m.Name+"\t"+m.Address)
	}
	wantStrings(t, got, want)
	if len(got) != 38 {
		t.Errorf("got %d modules", len(got))
	}
	wantStrings(t, addresses(h), unique(addressPattern.FindAllString(text, -1)))
	for _, a := range addresses(h) {
		if !h.OwnsAddress(a) {
			t.Errorf("%s is not known as the helpdesk's", a)
		}
	}
	if h.Phone+h.Fax+h.Portal+h.Address != "" || len(h.Severities) != 0 {
		t.Errorf("invented: %+v", h)
	}
	wordsOfDocument(t, text, h)
}

// wordsOfDocument makes sure that products, staff and categories are the
// document's words.
func wordsOfDocument(t *testing.T, text string, h ticket.Helpdesk) {
	t.Helper()
	lower := strings.ToLower(text)
	for _, list := range [][]string{h.Products, h.Staff, h.Categories} {
		for _, w := range list {
			if !strings.Contains(lower, strings.ToLower(w)) {
				t.Errorf("%s: the document does not name %q", h.ID, w)
			}
		}
	}
}
