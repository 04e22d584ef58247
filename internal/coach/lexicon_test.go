package coach

import (
	"errors"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"ticketpp/assets"
	"ticketpp/internal/l10n"
	"ticketpp/internal/ticket"
)

func TestLexiconSigns(t *testing.T) {
	lex, err := readLexicon(fstest.MapFS{
		"lexicon/README.txt": {Data: []byte("this is no lexicon")},
		"lexicon/it.txt":     {Data: []byte("# remark\n[problem] # more\nguast~ Errore \"va male\"\n[matter]\nguastatore stamp*\n")},
		"lexicon/en.txt":     {Data: []byte("[help time]\nassist~\n")},
	})
	if err != nil {
		t.Fatal(err)
	}
	for word, want := range map[string]class{
		"guasto": problem, "guasti": problem, "guastatore": matter, "guastxyz": 0, "errore": problem,
		"stampante": matter, "stampe": matter, "assisting": help | timeWord, "assistiamo": 0,
	} {
		if got := lex.lookup(word); got != want {
			t.Errorf("lookup(%q) = %b, want %b", word, got, want)
		}
	}
	if p := lex.phrases["va"]; len(p) != 1 || p[0].class != problem || p[0].rest[0] != "male" {
		t.Errorf("phrase read as %+v", p)
	}
}

func TestLexiconErrorsNameFileAndLine(t *testing.T) {
	for text, line := range map[string]int{"[nosuch]\nx": 1, "word\n": 1, "[help]\na\n\n[tiem]\n": 4} {
		_, err := readLexicon(fstest.MapFS{"lexicon/it.txt": {Data: []byte(text)}})
		var wrong *LexiconError
		if !errors.As(err, &wrong) || wrong.File != "lexicon/it.txt" || wrong.Line != line {
			t.Errorf("%q: %v, want an error in line %d", text, err, line)
		}
	}
}

// A word that says nothing must not stand among the matters too: the one
// would undo the other without a word.
func TestNoWordIsBothHollowAndMatter(t *testing.T) {
	lex, err := readLexicon(assets.Lexicon)
	if err != nil {
		t.Fatal(err)
	}
	for word, c := range lex.words {
		if c&matter != 0 && c&(hollow|weak) != 0 {
			t.Errorf("%q is both hollow and a matter", word)
		}
	}
	for _, stems := range []map[string]class{lex.italian, lex.english} {
		for stem, c := range stems {
			if c&matter != 0 && c&(hollow|weak) != 0 {
				t.Errorf("%s~ is both hollow and a matter", stem)
			}
		}
	}
}

// A helpdesk's own products and people count beside the lexicon's.
func TestHelpdesksWords(t *testing.T) {
	plain, own := newCoach(t, ticket.Helpdesk{}), newCoach(t, ticket.Helpdesk{
		Name: "Zarbix", Products: []string{"Folyos", "Nuvola Verde"}, Staff: []string{"Zoltan", "Anna Verdi"},
		Modules: []ticket.Module{{Name: "Pluvia"}, {Name: "F24"}, {Name: "Contabilità ordinaria"}},
	})
	for subject, want := range map[string]string{
		"Errore Folyos": RuleGeneric, "Nuvola Verde non funziona": RuleGeneric, "Errore Zarbix": RuleGeneric, "problema Pluvia": RuleGeneric,
		"Errore F24": "", "errore contabilità ordinaria": "", "Nuvola nera": "",
		"Errore stampa F24 per Zoltan": RulePerson, "Zoltan: stampa F24": RulePerson,
	} {
		if got := gravest(own.Subject(subject)); got != want {
			t.Errorf("%q: %q, want %q", subject, got, want)
		}
	}
	for _, subject := range []string{"Errore Folyos", "Errore stampa F24 per Zoltan"} {
		if got := gravest(plain.Subject(subject)); got != "" {
			t.Errorf("%q is rejected without the helpdesk's words: %q", subject, got)
		}
	}
}

func TestEveryRuleHasWords(t *testing.T) {
	for _, lang := range []string{"it", "en"} {
		texts, err := l10n.New(lang)
		if err != nil {
			t.Fatal(err)
		}
		c, err := New(texts, ticket.Helpdesk{})
		if err != nil {
			t.Fatal(err)
		}
		asking, err := New(texts, ticket.Helpdesk{Severities: ticket.Severities()})
		if err != nil {
			t.Fatal(err)
		}
		for field, rules := range map[Field][]string{
			FieldSubject:     {RuleEmpty, RuleGeneric, RuleMeaningless, RuleCallback, RulePointer, RulePerson, RuleUrgency, RuleReply, RuleReservation, RuleTooLong, RuleCapitals},
			FieldDescription: {RuleEmpty, RuleGeneric, RuleMeaningless, RuleCallback, RulePointer, RuleUrgency, RuleReservation, RuleData, RuleErrorText, RuleOnBehalf},
			FieldName:        {RuleName}, FieldPhone: {RulePhone}, FieldEmail: {RuleEmail}, FieldHours: {RuleHours}, FieldBody: {RuleBody}, FieldBCC: {RuleBCC},
		} {
			for _, rule := range rules {
				key := "coach." + string(field) + "." + rule
				if strings.HasPrefix(c.say(field, rule), key) || strings.HasPrefix(asking.say(field, rule), key) {
					t.Errorf("%s has no words for %s", lang, key)
				}
			}
		}
	}
}

func TestLexiconFilesAreThere(t *testing.T) {
	files, err := fs.Glob(assets.Lexicon, "lexicon/*.txt")
	if err != nil || len(files) < 8 {
		t.Errorf("lexicon files: %v, %v", files, err)
	}
}
