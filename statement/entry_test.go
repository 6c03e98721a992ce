package statement_test

import (
	"strings"
	"testing"

	"homeward/statement"

	"pgregory.net/rapid"
)

func TestRefNamesAnEntryOrAStatement(t *testing.T) {
	for _, test := range []struct {
		text string
		want statement.Ref
	}{
		{"812", statement.Ref{Entry: 812}}, {"812.3", statement.Ref{Entry: 812, Ordinal: 3}}, {" 0 ", statement.Ref{}},
		{"9223372036854775807.1", statement.Ref{Entry: 1<<63 - 1, Ordinal: 1}}, {"0812", statement.Ref{Entry: 812}},
	} {
		if got, err := statement.ParseRef(test.text); err != nil || got != test.want {
			t.Errorf("ParseRef(%q) = %v, %v; want %v", test.text, got, err, test.want)
		}
	}
	for _, bad := range []string{"", "x", "-1", "+1", "812.", "812.0", "812.-1", "812.+3", "812.x", "812.3.4", "9223372036854775808", ".3"} {
		if got, err := statement.ParseRef(bad); err == nil {
			t.Errorf("ParseRef(%q) = %v; want an error", bad, got)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		r := statement.Ref{Entry: rapid.Int64Min(0).Draw(t, "entry"), Ordinal: int(rapid.Int32Min(0).Draw(t, "ordinal"))}
		if got, err := statement.ParseRef(r.String()); err != nil || got != r {
			t.Fatalf("%v is read back as %v, %v", r, got, err)
		}
	})
}

// good is an entry that passes.
func good() *statement.Entry {
	return &statement.Entry{Kind: statement.Person, By: "Officer A", Reliability: "B", SaidOn: "2025-01-12",
		Statements: []statement.Statement{{Property: "capture.date", Value: "2025-01-03", Stance: statement.Asserts, Credibility: 2, TrueOf: "2025"}}}
}

func TestEntryCheckRefuses(t *testing.T) {
	for _, test := range []struct {
		rule   string
		change func(*statement.Entry)
		want   string
	}{
		{"nothing said", func(e *statement.Entry) { e.Statements = nil }, "says nothing"},
		{"nobody recorded it", func(e *statement.Entry) { e.By = "" }, "nobody is named"},
		{"no kind", func(e *statement.Entry) { e.Kind = "" }, "kind of subject"},
		{"unknown kind", func(e *statement.Entry) { e.Kind = "soldier" }, "kind of subject"},
		{"reliability beyond F", func(e *statement.Entry) { e.Reliability = "G" }, "A to F"},
		{"two reliabilities", func(e *statement.Entry) { e.Reliability = "AB" }, "A to F"},
		{"said on no date", func(e *statement.Entry) { e.SaidOn = "last week" }, "said on"},
		{"said on, in another spelling", func(e *statement.Entry) { e.SaidOn = "2025-01-12T10:00:00-04" }, "is written"},
		{"unknown property", func(e *statement.Entry) { e.Statements[0].Property = "shoe.size" }, "not a property"},
		{"unknown stance", func(e *statement.Entry) { e.Statements[0].Stance = "thinks" }, "closed list"},
		{"no stance", func(e *statement.Entry) { e.Statements[0].Stance = "" }, "closed list"},
		{"credibility beyond 6", func(e *statement.Entry) { e.Statements[0].Credibility = 7 }, "1 to 6"},
		{"credibility below 0", func(e *statement.Entry) { e.Statements[0].Credibility = -1 }, "1 to 6"},
		{"true of no date", func(e *statement.Entry) { e.Statements[0].TrueOf = "soon" }, "true of"},
		{"a member of a person", func(e *statement.Entry) { e.Statements[0].Member = "unknown" }, "not a group"},
		{"a member by name", func(e *statement.Entry) { e.Kind, e.Statements[0].Member = statement.Group, "Ivan" }, "unknown:2"},
		{"no unknown members", func(e *statement.Entry) { e.Kind, e.Statements[0].Member = statement.Group, "unknown:0" }, "unknown:2"},
		{"acts on nothing", func(e *statement.Entry) { e.Statements[0].Acts = "that one" }, "names no entry"},
		{"acts on, in another spelling", func(e *statement.Entry) { e.Statements[0].Acts = "0812.3" }, "812.3"},
		{"the second statement is bad", func(e *statement.Entry) { e.Statements = append(e.Statements, statement.Statement{}) }, "statement 2"},
	} {
		t.Run(test.rule, func(t *testing.T) {
			e := good()
			if err := e.Check(statement.DefaultVocabulary()); err != nil {
				t.Fatal(err)
			}
			test.change(e)
			if err := e.Check(statement.DefaultVocabulary()); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("Check: %v; want an error with %q", err, test.want)
			}
		})
	}
}

func TestStatementCheckWantsTheCanonicalValue(t *testing.T) {
	for _, test := range []struct {
		property, value string
		ok              bool
	}{
		{"name", "Kovalenko Petro", true}, {"name", "Kovalenko  Petro", false}, {"name", " Petro", false}, {"name", "Petro\n", false}, {"name", "", false}, {"name", " ", false},
		{"name", "Ковале\u00a0нко", false},
		{"birth.place", "Kyiv oblast", true}, {"birth.place", "Kyiv\toblast", false},
		{"rank", "starshyi  serzhant", true}, {"rank", "", false}, {"rank", "\n", false},
		{"birth.date", "1999-12-XX", true}, {"birth.date", "12.1999", false}, {"birth.date", "", false},
		{"sex", "male", true}, {"sex", "m", false}, {"sex", "", false},
		{"service.number", "АВ-123456", true}, {"service.number", "АВ 123456", false},
		{"power", "VER", true}, {"power", "ver", false}, {"power", " VER", false},
		{"same.person", "70kf-9qw1-2xnc-h81m", true}, {"same.person", "70KF9QW12XNCH81M", false}, {"same.person", "70kf", false},
		{"count", "4000", true}, {"count", "4000 dead", true}, {"count", "4000..", true}, {"count", "..17 dead men", true}, {"count", "1000..2000 shells", true},
		{"count", "..", false}, {"count", "many", false}, {"count", "4000 ", false}, {"count", "4,000", false}, {"count", "1..2..3", false}, {"count", "4000  dead", false}, {"count", "", false},
	} {
		s := statement.Statement{Property: test.property, Value: test.value, Stance: statement.Asserts}
		if err := s.Check(statement.DefaultVocabulary()); (err == nil) != test.ok {
			t.Errorf("%s %q: %v; want it to pass: %v", test.property, test.value, err, test.ok)
		}
	}
}

func TestUnknownMembers(t *testing.T) {
	for member, want := range map[string]int{"": 0, "unknown": 1, "unknown:2": 2, "unknown:40": 40} {
		if n, err := statement.UnknownMembers(member); err != nil || n != want {
			t.Errorf("UnknownMembers(%q) = %d, %v; want %d", member, n, err, want)
		}
	}
	for _, bad := range []string{"unknown:", "unknown:0", "unknown:-1", "unknown:+2", "unknown:02", "unknown:x", "known", "unknown 2"} {
		if n, err := statement.UnknownMembers(bad); err == nil {
			t.Errorf("UnknownMembers(%q) = %d; want an error", bad, n)
		}
	}
}

func TestClosedListsHaveEachValueOnce(t *testing.T) {
	seen := map[string]bool{}
	for _, s := range statement.Stances() {
		if seen[string(s)] || s == "" {
			t.Errorf("stance %q twice or empty", s)
		}
		seen[string(s)] = true
	}
	clear(seen)
	for _, k := range statement.Kinds() {
		if seen[string(k)] || k == "" {
			t.Errorf("kind %q twice or empty", k)
		}
		seen[string(k)] = true
	}
}
