package duty

import (
	"slices"
	"strings"
	"testing"

	"homeward/statement"
)

func TestEveryArticleIsDeclared(t *testing.T) {
	// The rows of the table of duties, with the number of rules each is split into at least.
	articles := []struct {
		article string
		rules   int
	}{
		{"122(2)", 1}, {"122(3)", 2}, {"GCIII 70", 6}, {"122(5)", 3}, {"122(6)", 1}, {"122(7)", 2}, {"122(8)", 1}, {"122(9)", 2},
		{"GCIII 69", 2}, {"GCIII 71", 2}, {"GCIII 17", 3}, {"GCIII 18", 1}, {"GCIII 13", 1}, {"GCIII 104", 1}, {"GCIII 105", 2},
		{"GCIII 101", 1}, {"GCIII 103", 1}, {"109(1), 109(3), 110", 1}, {"109(2), 110, 111", 1}, {"GCI 28, 30; GCIII 33", 1},
		{"118, 119(5)", 1}, {"GCIII 117", 1}, {"GCIII 120", 3}, {"GCIII 121", 2}, {"123", 1}, {"GCIV 136", 2}, {"GCI 16", 1},
	}
	for _, a := range articles {
		n := 0
		for _, r := range Rules() {
			if strings.Contains(r.Article, a.article) {
				n++
			}
		}
		if n < a.rules {
			t.Errorf("article %s has %d rules, want at least %d", a.article, n, a.rules)
		}
	}
}

func TestRulesNameWhatTheVocabularyHas(t *testing.T) {
	v := statement.DefaultVocabulary()
	waiting := 0
	for _, r := range Rules() {
		can, why := r.CanFire(v)
		if can != (r.WaitsFor == "") || can && (why != "") != (r.Done.WaitsFor != "") {
			t.Errorf("%s can fire: %v, %q", r.ID, can, why)
		}
		if !can {
			waiting++
			if r.WaitsFor == "" {
				t.Errorf("%s: %s", r.ID, why)
			}
			continue
		}
		for _, property := range r.Trigger.Events {
			if v.Property(property).Type != statement.DateType {
				t.Errorf("%s: %s is no date", r.ID, property)
			}
		}
		for _, by := range slices.Concat(r.Done.By, r.Trigger.Unless) {
			property, value, valued := strings.Cut(by, "=")
			p := v.Property(property)
			if valued && !slices.ContainsFunc(p.Codes, func(c statement.Code) bool { return c.Code == value }) {
				t.Errorf("%s: %s has no code %s", r.ID, property, value)
			}
		}
		if p := v.Property(r.Trigger.State); r.Trigger.State != "" && p.Type == statement.CodeType {
			for _, value := range r.Trigger.Values {
				if !slices.ContainsFunc(p.Codes, func(c statement.Code) bool { return c.Code == value }) {
					t.Errorf("%s: %s has no code %s", r.ID, p.Name, value)
				}
			}
		}
	}
	if waiting == 0 || waiting == len(Rules()) {
		t.Errorf("%d of %d rules wait", waiting, len(Rules()))
	}
}

func TestTitlesInFiveLanguages(t *testing.T) {
	for _, r := range Rules() {
		for _, language := range statement.Languages() {
			if r.Title[language] == "" {
				t.Errorf("%s has no title in %s", r.ID, language)
			}
		}
		if r.TitleIn("xx") != r.Title["en"] {
			t.Errorf("%s: a language without a title does not fall back to English", r.ID)
		}
	}
}

func TestImmediatelyHasNoNumber(t *testing.T) {
	for _, r := range Rules() {
		switch r.Clock.Kind {
		case Immediately, Shortest, NoDelay, NoClock, Always:
			if r.Clock.N != 0 || strings.ContainsAny(r.Clock.Words, "0123456789") {
				t.Errorf("%s: %q has a number", r.ID, r.Clock.Words)
			}
		}
	}
}

func TestRefusedRules(t *testing.T) {
	const good = `{id: a, article: b, title: {en: c}, duty: d, owes: bureau, power: any, who: anyone,
  trigger: {events: [x], words: w}, clock: {kind: none, words: w, source: s}, discharge: {by: [y], words: w}}`
	if _, err := readRules([]byte("- " + good)); err != nil {
		t.Fatal(err)
	}
	tests := []struct{ name, old, new, want string }{
		{"no English title", "en: c", "fr: c", "English title"},
		{"unknown debtor", "bureau", "nobody", "none of those who owe"},
		{"unknown power", "power: any", "power: all", "is not ours"},
		{"unknown people", "anyone", "someone", "is not prisoner"},
		{"a number without a clock that has one", "kind: none", "kind: none, n: 7", "a stated clock has a number"},
		{"a stated clock without its number", "kind: none", "kind: days", "a stated clock has a number"},
		{"unknown clock", "kind: none", "kind: soon", "is not known"},
		{"two triggers", "events: [x]", "events: [x], held: true", "exactly one trigger"},
		{"nothing discharges it", "by: [y], ", "", "nothing discharges it"},
		{"counting back from nothing", "kind: none", "kind: days_before, n: 3", "counts back"},
		{"an unknown key", "duty: d", "duty: d, color: red", "color"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			bad := strings.Replace(good, test.old, test.new, 1)
			if _, err := readRules([]byte("- " + bad)); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error %v, want one with %q", err, test.want)
			}
		})
	}
	if _, err := readRules([]byte("- " + good + "\n- " + good)); err == nil || !strings.Contains(err.Error(), "twice") {
		t.Errorf("a rule that stands twice: %v", err)
	}
}
