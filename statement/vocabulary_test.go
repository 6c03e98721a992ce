package statement_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"homeward/statement"
	"homeward/statement/edtf"

	"pgregory.net/rapid"
)

func TestEveryPropertyIsWhole(t *testing.T) {
	guards := []string{"particulars", "contact", "medical", "legal", "wish", "identity", "internal", "open"}
	types := []statement.Type{statement.NameType, statement.TextType, statement.DateType, statement.CodeType, statement.NumberType,
		statement.PlaceType, statement.PowerType, statement.RefType, statement.QuantityType}
	article := regexp.MustCompile(`^((\d+(\(\d+\))?|Annex IV B|GCI \d+)([,;] |$))+$`)
	name := regexp.MustCompile(`^[a-z]+(\.[a-z]+)*$`)
	for _, p := range statement.DefaultVocabulary().Properties {
		if !name.MatchString(p.Name) {
			t.Errorf("%q is no name of a property", p.Name)
		}
		if !slices.Contains(guards, p.Guards) {
			t.Errorf("%s guards %q, which is not of the closed list", p.Name, p.Guards)
		}
		if !slices.Contains(types, p.Type) {
			t.Errorf("%s is of type %q, which is not of the closed list", p.Name, p.Type)
		}
		if !slices.Contains([]statement.Per{statement.One, statement.Changes, statement.Many}, p.Per) {
			t.Errorf("%s is per %q, which is not of the closed list", p.Name, p.Per)
		}
		if !article.MatchString(p.Article) {
			t.Errorf("%s rests on article %q", p.Name, p.Article)
		}
		if (p.Type == statement.CodeType) != (len(p.Codes) > 0) {
			t.Errorf("%s is of type %s and has %d codes", p.Name, p.Type, len(p.Codes))
		}
	}
}

func TestEveryLabelIsThereInFiveLanguages(t *testing.T) {
	for _, p := range statement.DefaultVocabulary().Properties {
		whole := func(what string, label map[string]string) {
			for _, language := range statement.Languages() {
				if strings.TrimSpace(label[language]) == "" {
					t.Errorf("%s has no label in %q", what, language)
				}
			}
			if len(label) != len(statement.Languages()) {
				t.Errorf("%s has labels in %d languages", what, len(label))
			}
		}
		whole(p.Name, p.Label)
		for _, c := range p.Codes {
			whole(p.Name+" "+c.Code, c.Label)
		}
	}
}

// TestEveryHeaderIsOfOneProperty: a row's person, his next of kin, and the row
// itself are told apart by the kind of list, so the same word may stand for one
// of each, but never for two of one.
func TestEveryHeaderIsOfOneProperty(t *testing.T) {
	v := statement.DefaultVocabulary()
	claimed := map[string]map[string]string{} // about → folded header → claimed by
	claim := func(about, header, by string) {
		if claimed[about] == nil {
			claimed[about] = map[string]string{}
		}
		h := statement.FoldHeader(header)
		if was, has := claimed[about][h]; has && was != by {
			t.Errorf("the header %q is claimed by %s and by %s", header, was, by)
		}
		claimed[about][h] = by
	}
	for _, p := range v.Properties {
		for _, h := range p.Columns {
			claim("person", h, p.Name)
		}
	}
	for _, c := range v.Columns {
		claim(c.About, c.Column, c.Column)
		for _, h := range c.Headers {
			claim(c.About, h, c.Column)
		}
		if c.About != "kin" && c.About != "row" {
			t.Errorf("column %s is about %q, which is not kin or row", c.Column, c.About)
		}
		if (c.About == "kin") != (c.Property != "") || c.Property != "" && v.Property(c.Property) == nil {
			t.Errorf("column %s is about %s and fills %q", c.Column, c.About, c.Property)
		}
	}
}

func TestEveryWordIsOfOneCode(t *testing.T) {
	v := statement.DefaultVocabulary()
	for _, p := range v.Properties {
		words := map[string]string{}
		for _, c := range p.Codes {
			all := append([]string{c.Code}, c.Also...)
			for _, l := range c.Label {
				all = append(all, l)
			}
			for _, w := range all {
				if was, has := words[statement.FoldHeader(w)]; has && was != c.Code {
					t.Errorf("%s: %q means %s and %s", p.Name, w, was, c.Code)
				}
				words[statement.FoldHeader(w)] = c.Code
				if code, ambiguous, err := p.Canonical(" "+strings.ToUpper(w)+" ", edtf.AsWritten); code != c.Code || ambiguous || err != nil {
					t.Errorf("%s: %q is read as %q, %v, %v; want %s", p.Name, w, code, ambiguous, err, c.Code)
				}
			}
		}
	}
	words := map[string]string{}
	for _, e := range v.Events {
		for _, w := range append([]string{e.Code}, e.Also...) {
			if was, has := words[statement.FoldHeader(w)]; has && was != e.Code {
				t.Errorf("event %q means %s and %s", w, was, e.Code)
			}
			words[statement.FoldHeader(w)] = e.Code
		}
	}
}

func TestEveryEventPartExists(t *testing.T) {
	v := statement.DefaultVocabulary()
	parts := map[string][]statement.Type{"date": {statement.DateType}, "place": {statement.PlaceType, statement.TextType}, "detail": {statement.TextType}, "code": {statement.CodeType}}
	filled, dated := map[string]string{}, map[string]bool{}
	for _, p := range v.Properties {
		if p.Event == "" {
			continue
		}
		code, part, _ := strings.Cut(p.Event, ":")
		if !slices.ContainsFunc(v.Events, func(e statement.EventCode) bool { return e.Code == code }) {
			t.Errorf("%s is filled by the event %q, which there is not", p.Name, code)
		}
		if !slices.Contains(parts[part], p.Type) {
			t.Errorf("%s, of type %s, is filled by the part %q of an event", p.Name, p.Type, part)
		}
		if was := filled[p.Event]; was != "" {
			t.Errorf("%s and %s are both filled by %s", was, p.Name, p.Event)
		}
		filled[p.Event] = p.Name
		dated[code] = dated[code] || part == "date"
	}
	for _, e := range v.Events {
		if !dated[e.Code] && filled[e.Code+":code"] == "" && filled[e.Code+":place"] == "" {
			t.Errorf("no property is filled by the event %s", e.Code)
		}
	}
}

func TestCanonicalByType(t *testing.T) {
	for _, test := range []struct {
		property, written string
		order             edtf.Convention
		want              string
		ambiguous         bool
	}{
		{"name", "  Коваленко \t Петро ", 0, "Коваленко Петро", false},
		{"rank", "Staff  Sergeant", 0, "Staff Sergeant", false},
		{"birth.place", "Kyiv\u00a0oblast", 0, "Kyiv oblast", false},
		{"birth.date", "17.05.1998", 0, "1998-05-17", false},
		{"birth.date", "03/04/1998", 0, "1998-XX-XX", true},
		{"birth.date", "03/04/1998", edtf.DayFirst, "1998-04-03", false},
		{"birth.date", "03/04/1998", edtf.MonthFirst, "1998-03-04", false},
		{"birth.date", "1998년 5월 17일", 0, "1998-05-17", false},
		{"sex", "Чол.", 0, "male", false},
		{"sex", "여", 0, "female", false},
		{"service.number", " АВ 123 456 ", 0, "АВ123456", false},
		{"power", " ver ", 0, "VER", false},
		{"same.person", "7OKF 9QWL 2XNC H8IM", 0, "70kf-9qw1-2xnc-h81m", false},
		{"count", "4000..  casualties", 0, "4000.. casualties", false},
	} {
		p := statement.DefaultVocabulary().Property(test.property)
		got, ambiguous, err := p.Canonical(test.written, test.order)
		if err != nil || got != test.want || ambiguous != test.ambiguous {
			t.Errorf("%s %q: %q, ambiguous %v, %v; want %q, %v", test.property, test.written, got, ambiguous, err, test.want, test.ambiguous)
		}
	}
	for _, bad := range []struct{ property, written, want string }{
		{"name", " \t ", "empty"}, {"birth.date", "30.02.1998", "Date of birth"}, {"birth.date", "17.05.98", "Date of birth"},
		{"sex", "unclear", "not one of male, female"}, {"same.person", "unknown", "no subject id"}, {"count", "many", "no quantity"},
	} {
		p := statement.DefaultVocabulary().Property(bad.property)
		if got, _, err := p.Canonical(bad.written, 0); err == nil || !strings.Contains(err.Error(), bad.want) {
			t.Errorf("%s %q: %q, %v; want an error with %q", bad.property, bad.written, got, err, bad.want)
		}
	}
}

// TestWhatCanonicalGivesIsCanonical: whatever is written, what Canonical makes of
// it passes the check of an entry, and is its own canonical form.
func TestWhatCanonicalGivesIsCanonical(t *testing.T) {
	v := statement.DefaultVocabulary()
	written := rapid.OneOf(rapid.String(), rapid.StringMatching(`[ \t]?[0-9]{1,4}[./ -][0-9]{1,2}[./ -][0-9]{1,4}`),
		rapid.StringMatching(`[0-9]{0,4}(\.\.)?[0-9]{0,4}( [a-z]{0,3})?`), rapid.Map(anID(), statement.ID.String))
	rapid.Check(t, func(t *rapid.T) {
		p := rapid.SampledFrom(v.Properties).Draw(t, "property")
		text := written.Draw(t, "written")
		value, _, err := p.Canonical(text, edtf.AsWritten)
		if err != nil {
			return
		}
		s := statement.Statement{Property: p.Name, Value: value, Stance: statement.Asserts}
		if err := s.Check(v); err != nil {
			t.Fatalf("%s %q becomes %q: %v", p.Name, text, value, err)
		}
		if p.Type == statement.DateType {
			return // a canonical EDTF date is not always what a list would write
		}
		if again, _, err := p.Canonical(value, edtf.AsWritten); err != nil || again != value {
			t.Fatalf("%s %q becomes %q, and that %q, %v", p.Name, text, value, again, err)
		}
	})
}

func TestLabelsFallBackToEnglish(t *testing.T) {
	p := statement.DefaultVocabulary().Property("sex")
	for _, test := range []struct{ got, want string }{
		{p.LabelIn("ko"), "성별"}, {p.LabelIn("de"), "Sex"}, {p.CodeLabel("male", "uk"), "чоловіча"}, {p.CodeLabel("male", "de"), "male"}, {p.CodeLabel("other", "uk"), "other"},
	} {
		if test.got != test.want {
			t.Errorf("%q; want %q", test.got, test.want)
		}
	}
	if statement.DefaultVocabulary().Property("shoe.size") != nil {
		t.Error("there is a property shoe.size")
	}
}

func TestFoldHeader(t *testing.T) {
	for written, want := range map[string]string{
		" Date_of  Birth: ": "date of birth", "П.І.Б.": "піб", "По батьковi’": "по батьковi'", "\ufeffName": "name", "Full\u00a0Name": "full name", "성 명": "성 명", "": "",
	} {
		if got := statement.FoldHeader(written); got != want {
			t.Errorf("FoldHeader(%q) = %q; want %q", written, got, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		once := statement.FoldHeader(rapid.String().Draw(t, "header"))
		if again := statement.FoldHeader(once); again != once {
			t.Fatalf("%q folds to %q", once, again)
		}
	})
}
