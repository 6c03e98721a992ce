package casefile_test

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"homeward/casefile"
	"homeward/statement"
)

var (
	him   = statement.ID{1}
	alias = statement.ID{2} // a second subject joined as the same person
	other = statement.ID{3}
	pair  = statement.ID{9} // a group
)

// said makes an entry of one speaker about him.
func said(number int64, speaker string, statements ...statement.Statement) *statement.Entry {
	e := &statement.Entry{
		Number: number, Subject: him, Kind: statement.Person, By: "tester",
		Recorded: time.Unix(1_740_000_000+number, 0).UTC(), Statements: statements,
	}
	if speaker != "" {
		e.SaidBy = []statement.Speaker{{Name: speaker}}
	}
	return e
}

func on(day string, e *statement.Entry) *statement.Entry    { e.SaidOn = day; return e }
func grade(rel string, e *statement.Entry) *statement.Entry { e.Reliability = rel; return e }
func about(id statement.ID, e *statement.Entry) *statement.Entry {
	e.Subject = id
	return e
}
func ofGroup(e *statement.Entry) *statement.Entry {
	e.Subject, e.Kind = pair, statement.Group
	return e
}
func via(e *statement.Entry, more ...string) *statement.Entry {
	for _, m := range more {
		e.SaidBy = append(e.SaidBy, statement.Speaker{Name: m})
	}
	return e
}

func st(property, value string) statement.Statement {
	return statement.Statement{Property: property, Value: value, Stance: statement.Asserts}
}
func stance(s statement.Stance, x statement.Statement) statement.Statement { x.Stance = s; return x }
func of(when string, x statement.Statement) statement.Statement            { x.TrueOf = when; return x }
func cred(n int, x statement.Statement) statement.Statement                { x.Credibility = n; return x }
func acts(ref string, x statement.Statement) statement.Statement           { x.Acts = ref; return x }
func unknownMember(x statement.Statement) statement.Statement              { x.Member = "unknown"; return x }
func withdrawn(ref string) statement.Statement                             { return acts(ref, st("withdrawn", "entered in error")) }

var sameNames = strings.NewReplacer("Іваненко Остап", "ivanenko ostap")

// sameName stands for the comparing of names: letters but for case, and one pair of
// scripts.
func sameName(a, b string) bool {
	plain := sameNames
	return strings.EqualFold(plain.Replace(a), plain.Replace(b))
}

func fold(entries ...*statement.Entry) *casefile.File {
	return casefile.Fold(casefile.Input{Subjects: []statement.ID{him}, Entries: entries}, statement.DefaultVocabulary(), sameName)
}

func TestBest(t *testing.T) {
	tests := []struct {
		name     string
		entries  []*statement.Entry
		property string
		want     string // "" for no best value
		rule     casefile.Rule
		conflict bool
	}{
		{"one claim", []*statement.Entry{said(1, "A", st("capture.date", "2025-01-09"))}, "capture.date", "2025-01-09", casefile.RuleOnly, false},
		{"all agree", []*statement.Entry{said(1, "A", st("sex", "male")), said(2, "B", st("sex", "male"))}, "sex", "male", casefile.RuleAgree, false},
		{"the last note does not win", []*statement.Entry{
			said(1, "A", cred(2, st("capture.date", "2025-01-05"))), said(2, "B", cred(3, st("capture.date", "2025-01-09")))},
			"capture.date", "2025-01-05", casefile.RuleCredibility, true},
		{"an assertion before an estimate, and no conflict", []*statement.Entry{
			said(1, "A", cred(1, stance(statement.Estimates, st("birth.date", "1990")))), said(2, "B", st("birth.date", "1999"))},
			"birth.date", "1999", casefile.RuleStance, false},
		{"estimates that differ give no best value", []*statement.Entry{
			said(1, "A", stance(statement.Estimates, st("birth.date", "1990"))), said(2, "B", stance(statement.Estimates, st("birth.date", "1995")))},
			"birth.date", "", casefile.RuleUndecided, false},
		{"a denial gives no value", []*statement.Entry{said(1, "A", stance(statement.Denies, st("held.by", "RU")))}, "held.by", "", casefile.RuleNone, false},
		{"a denial does not unseat an assertion", []*statement.Entry{
			said(1, "A", st("held.by", "RU")), said(2, "RU", cred(1, stance(statement.Denies, st("held.by", "RU"))))}, "held.by", "RU", casefile.RuleOnly, false},
		{"an offer of release is no release", []*statement.Entry{said(1, "A", stance(statement.Offers, st("release.date", "2025-02-01")))}, "release.date", "", casefile.RuleNone, false},
		{"what changes: the latest time it is true of, whatever was recorded last", []*statement.Entry{
			said(1, "A", of("2025-03", st("held.at", "Camp 4"))), said(2, "B", of("2025-01", cred(1, st("held.at", "Camp 1"))))},
			"held.at", "Camp 4", casefile.RuleTime, false},
		{"what changes: said on, where no time is given", []*statement.Entry{
			on("2025-03-02", said(1, "A", st("rank", "sergeant"))), on("2025-01-10", said(2, "B", st("rank", "private")))},
			"rank", "sergeant", casefile.RuleTime, false},
		{"what changes: two of one time are a conflict", []*statement.Entry{
			on("2025-03-02", said(1, "A", st("rank", "sergeant"))), on("2025-03", said(2, "B", st("rank", "private")))},
			"rank", "", casefile.RuleUndecided, true},
		{"what changes: both undated are a conflict", []*statement.Entry{said(1, "A", st("rank", "sergeant")), said(2, "B", st("rank", "private"))},
			"rank", "", casefile.RuleUndecided, true},
		{"credibility before reliability", []*statement.Entry{
			grade("A", said(1, "A", cred(3, st("birth.place", "Lviv")))), grade("C", said(2, "B", cred(2, st("birth.place", "Stryi"))))},
			"birth.place", "Stryi", casefile.RuleCredibility, true},
		{"reliability", []*statement.Entry{grade("B", said(1, "A", st("birth.place", "Lviv"))), grade("A", said(2, "B", st("birth.place", "Stryi")))},
			"birth.place", "Stryi", casefile.RuleReliability, true},
		{"not graded comes last", []*statement.Entry{said(1, "A", st("birth.place", "Lviv")), grade("E", said(2, "B", st("birth.place", "Stryi")))},
			"birth.place", "Stryi", casefile.RuleReliability, true},
		{"the shorter chain", []*statement.Entry{
			via(said(1, "A", st("birth.place", "Lviv")), "interpreter", "video"), said(2, "B", st("birth.place", "Stryi"))},
			"birth.place", "Stryi", casefile.RuleDirectness, true},
		{"more independent first speakers", []*statement.Entry{
			said(1, "A", st("birth.place", "Lviv")), said(2, "B", st("birth.place", "Stryi")), said(3, "C", st("birth.place", "Stryi"))},
			"birth.place", "Stryi", casefile.RuleSources, true},
		{"one speaker twice is one source", []*statement.Entry{
			said(1, "A", st("birth.place", "Lviv")), said(2, "B", st("birth.place", "Stryi")), said(3, "b", st("birth.place", "Stryi"))},
			"birth.place", "", casefile.RuleUndecided, true},
		{"still tied: they stand against each other", []*statement.Entry{said(1, "A", st("capture.date", "2025-01-05")), said(2, "B", st("capture.date", "2025-01-09"))},
			"capture.date", "", casefile.RuleUndecided, true},
		{"dates that agree: the more precise, even from a lesser source", []*statement.Entry{
			said(1, "A", cred(1, st("birth.date", "1999"))), said(2, "B", cred(4, st("birth.date", "1999-05-02")))},
			"birth.date", "1999-05-02", casefile.RuleAgree, false},
		{"the more precise of what agrees with the best", []*statement.Entry{
			said(1, "A", cred(1, st("birth.date", "1999"))), said(2, "B", st("birth.date", "1999-05-02")), said(3, "C", st("birth.date", "1998"))},
			"birth.date", "1999-05-02", casefile.RulePrecision, true},
		{"no more precise date where two such differ", []*statement.Entry{
			said(1, "A", cred(1, st("birth.date", "1999"))), said(2, "B", st("birth.date", "1999-05-02")), said(3, "C", st("birth.date", "1999-06-01"))},
			"birth.date", "1999", casefile.RuleCredibility, true},
		{"another script is no other name", []*statement.Entry{said(1, "A", st("name", "Іваненко Остап")), said(2, "B", st("name", "Ivanenko Ostap"))},
			"name", "Іваненко Остап", casefile.RuleAgree, false},
		{"another name is a conflict", []*statement.Entry{said(1, "A", st("name", "Ivanenko Ostap")), said(2, "B", st("name", "Bondar Danylo"))},
			"name", "", casefile.RuleUndecided, true},
		{"text but for case and punctuation", []*statement.Entry{said(1, "A", st("service.number", "AB-123")), said(2, "B", st("service.number", "ab123"))},
			"service.number", "AB-123", casefile.RuleAgree, false},
		{"many values stand beside one another", []*statement.Entry{said(1, "A", st("phone", "1")), said(2, "B", st("phone", "2"))},
			"phone", "", casefile.RuleManyStand, false},
		{"numbers by source are never merged", []*statement.Entry{
			said(1, "A", stance(statement.Estimates, st("count", "4000 casualties"))), said(2, "B", st("count", "17 dead"))},
			"count", "", casefile.RuleManyStand, false},
		{"two wishes of one day, one better graded: no single wish", []*statement.Entry{
			on("2025-01-12", said(1, "A", cred(1, stance(statement.Wishes, st("wish", "stay"))))), on("2025-01-12", said(2, "B", cred(3, stance(statement.Wishes, st("wish", "return")))))},
			"wish", "", casefile.RuleUndecided, true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			f := fold(test.entries...)
			p := f.Property(test.property)
			got, _ := f.Value(test.property)
			if got != test.want || p.Rule != test.rule {
				t.Errorf("best %q by %q (%s), want %q by %q", got, p.Rule, p.Why, test.want, test.rule)
			}
			if (p.Conflict != nil) != test.conflict {
				t.Errorf("conflict %v, want %v", p.Conflict, test.conflict)
			}
			if p.Why == "" {
				t.Error("no reason is given")
			}
		})
	}
}

func TestActs(t *testing.T) {
	born := func(n int64, year string) *statement.Entry {
		return said(n, "A", st("birth.date", year), st("sex", "male"))
	}
	tests := []struct {
		name    string
		entries []*statement.Entry
		want    map[string]casefile.Status
		best    string
	}{
		{"a correction", []*statement.Entry{born(1, "1999"), said(2, "B", acts("1.1", st("birth.date", "1989")))},
			map[string]casefile.Status{"1.1": casefile.Corrected, "1.2": casefile.Active, "2.1": casefile.Active}, "1989"},
		{"a withdrawal of one statement", []*statement.Entry{born(1, "1999"), said(2, "", withdrawn("1.1"))},
			map[string]casefile.Status{"1.1": casefile.Withdrawn, "1.2": casefile.Active}, ""},
		{"a withdrawal of an entry", []*statement.Entry{born(1, "1999"), said(2, "", withdrawn("1"))},
			map[string]casefile.Status{"1.1": casefile.Withdrawn, "1.2": casefile.Withdrawn}, ""},
		{"its undoing revives", []*statement.Entry{born(1, "1999"), said(2, "", withdrawn("1")), said(3, "", withdrawn("2"))},
			map[string]casefile.Status{"1.1": casefile.Active, "1.2": casefile.Active}, "1999"},
		{"the undoing undone", []*statement.Entry{born(1, "1999"), said(2, "", withdrawn("1")), said(3, "", withdrawn("2")), said(4, "", withdrawn("3"))},
			map[string]casefile.Status{"1.1": casefile.Withdrawn, "1.2": casefile.Withdrawn}, ""},
		{"a correction withdrawn", []*statement.Entry{born(1, "1999"), said(2, "B", acts("1.1", st("birth.date", "1989"))), said(3, "", withdrawn("2"))},
			map[string]casefile.Status{"1.1": casefile.Active, "2.1": casefile.Withdrawn}, "1999"},
		{"a corrected correction does not revive", []*statement.Entry{born(1, "1999"), said(2, "B", acts("1.1", st("birth.date", "1989"))), said(3, "B", acts("2.1", st("birth.date", "1988")))},
			map[string]casefile.Status{"1.1": casefile.Corrected, "2.1": casefile.Corrected, "3.1": casefile.Active}, "1988"},
		{"an act on a later entry does nothing", []*statement.Entry{said(1, "", withdrawn("2")), born(2, "1999")},
			map[string]casefile.Status{"2.1": casefile.Active}, "1999"},
		{"a denial corrects nothing", []*statement.Entry{born(1, "1999"), said(2, "B", acts("1.1", stance(statement.Denies, st("birth.date", "1999"))))},
			map[string]casefile.Status{"1.1": casefile.Active, "2.1": casefile.Active}, "1999"},
		{"a group's entry does not act on what is his own", []*statement.Entry{born(1, "1999"), ofGroup(said(2, "B", st("member", him.String()), withdrawn("1")))},
			map[string]casefile.Status{"1.1": casefile.Active}, "1999"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			f := fold(test.entries...)
			got := statuses(f)
			for ref, want := range test.want {
				if got[ref] != want {
					t.Errorf("%s is %q, want %q", ref, got[ref], want)
				}
			}
			if best, _ := f.Value("birth.date"); best != test.best {
				t.Errorf("best %q, want %q", best, test.best)
			}
		})
	}
}

func statuses(f *casefile.File) map[string]casefile.Status {
	out := map[string]casefile.Status{}
	for _, c := range everything(f) {
		out[c.Ref.String()] = c.Status
	}
	return out
}

func everything(f *casefile.File) []casefile.Claim {
	var out []casefile.Claim
	for _, p := range f.Properties {
		out = append(out, p.Claims...)
	}
	for _, l := range f.Links {
		out = append(out, l.Claim)
	}
	return append(append(out, f.Acts...), f.Unassigned...)
}

func TestGroups(t *testing.T) {
	group := []*statement.Entry{
		ofGroup(said(1, "service", st("member", him.String()), st("member", other.String()), st("name", "the two soldiers"))),
		ofGroup(said(2, "service", st("capture.date", "2025-01-09"), unknownMember(st("paper", "identity card in another's name")))),
	}
	own := said(3, "prisoner", st("capture.date", "2025-01-05"))

	t.Run("what is said of every member counts for conflicts", func(t *testing.T) {
		f := fold(append(group, own)...)
		p := f.Property("capture.date")
		if p.Conflict == nil || len(p.Conflict.Sides) != 2 {
			t.Fatalf("conflict %+v, want two sides", p.Conflict)
		}
		if want := "2025-01-09 (service) against 2025-01-05 (prisoner)"; p.Conflict.What != want {
			t.Errorf("%q, want %q", p.Conflict.What, want)
		}
		if !p.Claims[0].OfGroup() || p.Claims[1].OfGroup() {
			t.Error("the claim of the group is not marked, or the other is")
		}
	})
	t.Run("what is said of an unknown member is given to nobody", func(t *testing.T) {
		f := fold(append(group, own)...)
		if f.Property("paper") != nil {
			t.Error("the paper was given to a member")
		}
		if len(f.Unassigned) != 1 || f.Unassigned[0].Ref.String() != "2.2" {
			t.Errorf("unassigned %v, want 2.2", f.Unassigned)
		}
	})
	t.Run("in the group's own file it does not count either", func(t *testing.T) {
		f := casefile.Fold(casefile.Input{Subjects: []statement.ID{pair}, Entries: group}, statement.DefaultVocabulary(), sameName)
		if p := f.Property("paper"); p == nil || p.Best != nil {
			t.Errorf("paper %+v, want it listed without a best value", p)
		}
		if f.Title != "the two soldiers" {
			t.Errorf("title %q", f.Title)
		}
	})
	t.Run("the group's name is not his", func(t *testing.T) {
		if f := fold(append(group, own)...); f.Title != "" {
			t.Errorf("title %q, want none", f.Title)
		}
	})
	t.Run("who is not enumerated, or no longer, gets nothing", func(t *testing.T) {
		left := append(slices.Clone(group), ofGroup(said(4, "service", withdrawn("1.1"))), own)
		if f := fold(left...); len(f.Property("capture.date").Claims) != 1 {
			t.Error("a claim of a group he is not in was given to him")
		}
		f := casefile.Fold(casefile.Input{Subjects: []statement.ID{alias}, Entries: group}, statement.DefaultVocabulary(), sameName)
		if len(f.Properties) != 0 {
			t.Error("a stranger got the group's claims")
		}
	})
}

func TestTitle(t *testing.T) {
	tests := []struct {
		name    string
		entries []*statement.Entry
		want    string
		also    []string
	}{
		{"nobody gives a name", []*statement.Entry{said(1, "A", st("sex", "male"))}, "", nil},
		{"the best name, and its other writings", []*statement.Entry{
			said(1, "A", cred(2, st("name", "Ivanenko Ostap"))), said(2, "B", st("name", "Іваненко Остап"))}, "Ivanenko Ostap", []string{"Іваненко Остап"}},
		{"surname and first names", []*statement.Entry{said(1, "A", st("name.family", "Ivanenko"), st("name.given", "Ostap"))}, "Ivanenko Ostap", nil},
		{"names that stand against each other", []*statement.Entry{said(1, "A", st("name", "Ivanenko Ostap")), said(2, "B", st("name", "Bondar Danylo"))},
			"Ivanenko Ostap / Bondar Danylo", nil},
		{"the name on a paper is not his name", []*statement.Entry{said(1, "A", st("paper.name", "Bondar Danylo"))}, "", nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			f := fold(test.entries...)
			var also []string
			for _, w := range f.AlsoWritten {
				also = append(also, w.Value)
			}
			if f.Title != test.want || !slices.Equal(also, test.also) {
				t.Errorf("title %q also %q, want %q also %q", f.Title, also, test.want, test.also)
			}
		})
	}
}

func TestLinks(t *testing.T) {
	same := said(1, "caseworker", st("same.person", other.String()))
	f := fold(same, said(2, "", withdrawn("1")), about(other, said(3, "caseworker", st("not.same.person", him.String()), st("sex", "female"))))
	if len(f.Links) != 2 || f.Links[0].Claim.Status != casefile.Withdrawn || f.Links[1].Kind != casefile.NotSamePerson {
		t.Errorf("links %+v", f.Links)
	}
	if len(f.LinksOf(casefile.SamePerson)) != 0 || len(f.LinksOf(casefile.NotSamePerson)) != 1 {
		t.Error("standing links are wrong")
	}
	if f.Property("sex") != nil {
		t.Error("what is said of another subject got into the file")
	}
	again := casefile.Fold(casefile.Input{Subjects: []statement.ID{him}, Entries: []*statement.Entry{same}, Links: f.Links}, statement.DefaultVocabulary(), nil)
	if len(again.Links) != 2 {
		t.Errorf("links given twice are listed %d times, want 2", len(again.Links))
	}
}

func TestAgainstAndVerification(t *testing.T) {
	f := fold(
		said(1, "service", st("capture.date", "2025-01-09")),
		said(2, "ministry", stance(statement.Neither, st("capture.date", "2025-01-09"))),
		said(3, "media", stance(statement.NotVerified, st("verification", "the account of the capture"))),
	)
	if got := f.Property("capture.date").Against(); len(got) != 1 || got[0].FirstSpeaker() != "ministry" {
		t.Errorf("against: %v", got)
	}
	if got := f.Verifications(); len(got) != 2 {
		t.Errorf("verification: %v", got)
	}
}

func TestManySubjects(t *testing.T) {
	var subjects []statement.ID
	var entries []*statement.Entry
	for i := range 40 {
		id := statement.ID{byte(200 - i), 7}
		subjects = append(subjects, id, id)
		entries = append(entries, about(id, said(int64(i+1), "A", st("sex", "male"))))
	}
	f := casefile.Fold(casefile.Input{Subjects: subjects, Entries: entries}, statement.DefaultVocabulary(), nil)
	if len(f.Subjects) != 40 || f.Subjects[0] != subjects[0] || len(f.Property("sex").Claims) != 40 {
		t.Errorf("%d subjects, first %s, %d claims", len(f.Subjects), f.Subjects[0], len(f.Property("sex").Claims))
	}
}

func TestUnknownPropertyIsKept(t *testing.T) {
	f := fold(said(1, "A", st("shoe.size", "43"), st("name", "Ostap")))
	if p := f.Property("shoe.size"); p == nil || p.Definition() != nil || f.Properties[0].Name != "name" {
		t.Errorf("properties %+v", f.Properties)
	}
}

func TestJSON(t *testing.T) {
	f := fold(on("2025-01-12", said(7, "A", st("name", "Ostap"))), said(8, "B", st("name", "Danylo")))
	b, err := json.Marshal(f)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"ref":"7.1"`, `"said_on":"2025-01-12"`, `"claims":["7.1"]`, `"rule":"undecided"`} {
		if !strings.Contains(string(b), want) {
			t.Errorf("%s is missing in %s", want, b)
		}
	}
	var back map[string]any
	if err := json.Unmarshal(b, &back); err != nil || reflect.DeepEqual(back, map[string]any{}) {
		t.Error("the JSON cannot be read back")
	}
}
