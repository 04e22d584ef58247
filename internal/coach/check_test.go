package coach

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"ticketpp/internal/ticket"
)

func run(t *testing.T, kind, in string, asJSON bool) string {
	t.Helper()
	var out bytes.Buffer
	if err := CheckLines(context.Background(), strings.NewReader(in), &out, kind, newCoach(t, ticket.Helpdesk{}), asJSON); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestCheckWritesALineForEachLine(t *testing.T) {
	out := run(t, "subject", "Fido calcolato male\n\nurgente: mandati non partono\r\nFATTURE DUPLICATE\nAiuto!!", false)
	lines := strings.Split(strings.TrimSuffix(out, "\n"), "\n")
	if len(lines) != 5 {
		t.Fatalf("%d lines: %q", len(lines), out)
	}
	for i, want := range []string{"ok", "reject\tempty\t", "reject\turgency\t", "hint\tcapitals\t", "reject\tgeneric\t"} {
		if !strings.HasPrefix(lines[i], want) || want != "ok" && strings.Count(lines[i], "\t") != 3 {
			t.Errorf("line %d: %q, want %q and four columns", i, lines[i], want)
		}
	}
	if !strings.HasSuffix(lines[2], "\tMandati non partono") {
		t.Errorf("no suggestion in %q", lines[2])
	}
}

func TestCheckReadsNewLinesInDescriptions(t *testing.T) {
	out := run(t, "description", `Utente abianchi\npassword: Estate2024`+"\n"+`Mi chiami, per favore?\nGrazie, ciao.`+"\n", false)
	lines := strings.Split(out, "\n")
	if !strings.HasSuffix(lines[0], `Utente abianchi\npassword: ****`) || !strings.HasPrefix(lines[0], "hint\tpersonal-data\t") {
		t.Errorf("%q", lines[0])
	}
	if !strings.HasPrefix(lines[1], "reject\tcallback\t") {
		t.Errorf("%q", lines[1])
	}
}

func TestCheckPhoneAndEmail(t *testing.T) {
	if out := run(t, "phone", "0731538419\n12\n", false); !strings.HasPrefix(out, "ok\nreject\tphone\t") {
		t.Errorf("%q", out)
	}
	if out := run(t, "email", "a@b.it\nAnna <a@b.it>\n", false); !strings.HasPrefix(out, "ok\nreject\temail\t") || !strings.HasSuffix(out, "\ta@b.it\n") {
		t.Errorf("%q", out)
	}
}

func TestCheckJSONHasAllFindings(t *testing.T) {
	var all []Checked
	if err := json.Unmarshal([]byte(run(t, "subject", "Re: urgente: stampa F24\nFido calcolato male\n", true)), &all); err != nil {
		t.Fatal(err)
	}
	if len(all) != 2 || all[0].Result != "reject" || rules(all[0].Findings) != "reject reply, reject urgency" || all[1].Result != "ok" || all[1].Findings == nil {
		t.Errorf("%+v", all)
	}
	if out := run(t, "subject", "", true); out != "[]\n" {
		t.Errorf("nothing to check: %q", out)
	}
}

func TestCheckRefusesAnUnknownKind(t *testing.T) {
	var unknown *UnknownKindError
	err := CheckLines(context.Background(), strings.NewReader("x\n"), &bytes.Buffer{}, "fax", newCoach(t, ticket.Helpdesk{}), false)
	if !errors.As(err, &unknown) || unknown.Kind != "fax" {
		t.Errorf("%v", err)
	}
}

func TestCheckStopsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := CheckLines(ctx, strings.NewReader("x\n"), &bytes.Buffer{}, "subject", newCoach(t, ticket.Helpdesk{}), false); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}
