package exchange

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"homeward/exchange/schema"
)

const head = "on: 2025-01-13\nparties: [VER, SOK, HAN]\n"

// Every fault has its line and says what was expected.
func TestMalformedSheets(t *testing.T) {
	for _, c := range []struct{ rule, text, want string }{
		{"empty", "", "terms: the sheet is empty"},
		{"only a comment", "# nothing\n", "the sheet is empty"},
		{"not YAML", "on: [2025\n", "line 1: is not YAML"},
		{"not UTF-8", "on: 2025-01-13\ntitle: \xd7\xe5\n", "line 2: is not UTF-8; save the sheet as text in UTF-8"},
		{"UTF-16", "\xff\xfeo\x00n\x00", "line 1: is not UTF-8"},
		{"tab", "on: 2025-01-13\nterms:\n\t- x\n", "line 3: is not YAML"},
		{"a list at the top", "- a\n", `line 1: sheet: expected words with a colon`},
		{"two documents", head + "terms: []\n---\non: 2025-01-13\n", "line 5: a second document"},
		{"same key twice", head + "on: 2025-01-14\n", "line 3: is not YAML"},
		{"unknown word", head + "temrs: []\n", `line 3: sheet: "temrs" is not known here; expected title`},
		{"no day", "parties: [VER]\nterms: []\n", "on is missing"},
		{"half a day", "on: 2025-01\nparties: [VER]\nterms: []\n", `line 1: on: expected a day as YYYY-MM-DD, found "2025-01"`},
		{"no such day", "on: 2025-02-29\nparties: [VER]\nterms: []\n", "line 1: on: expected a day"},
		{"no parties", "on: 2025-01-13\nterms: []\n", "parties is missing"},
		{"no terms", head, "terms is missing"},
		{"terms not a list", head + "terms: {a: 1}\n", "line 3: terms: expected a list"},
		{"term without kind", head + "terms:\n  - name: x\n", "line 4: term has no kind"},
		{"optional exclusion", head + "terms:\n  - optional: yes\n    exclude: {ids: P1}\n", `line 5: exclude cannot be optional or one of several`},
		{"one alternative", head + "terms:\n  - one_of: x\n    at_most: {count: 1}\n", `"x" stands here only; expected two terms or more`},
		{"apart from nobody", head + "terms:\n  - apart: {}\n", `apart: expected ids or groups, one of them`},
		{"kind not supported", head + "terms:\n  - name: x\n    ransom: [A, B]\n", `line 5: "ransom" is not a kind of term that can be solved`},
		{"two kinds", head + "terms:\n  - at_most: {count: 1}\n    at_least: {count: 1}\n", `line 5: a term has one kind; "at_most" stands in line 4`},
		{"same name", head + "terms:\n  - {name: x, at_most: {count: 1}}\n  - {name: x, at_most: {count: 2}}\n", `line 5: the name "x" is used in line 4`},
		{"anchor", head + "terms:\n  - at_most: &a {count: 1}\n", "line 4: at_most: expected words with a colon (key: value), found an anchor"},
		{"tag", head + "terms:\n  - at_most: !!map {count: 1}\n", "line 4: at_most: expected words with a colon (key: value), found a tag"},
		{"unknown party", head + "terms:\n  - parity: {between: [VER, XXX], ratio: 1:1}\n", `line 4: parity, between: "XXX" is not among the parties VER, SOK, HAN`},
		{"parity with itself", head + "terms:\n  - parity: {between: [VER, VER], ratio: 1:1}\n", "line 4: parity, between"},
		{"parity of three", head + "terms:\n  - parity: {between: [VER, SOK, HAN], ratio: 1:1}\n", "expected two different parties"},
		{"no ratio", head + "terms:\n  - parity: {between: [VER, SOK]}\n", "line 4: parity: ratio is missing"},
		{"ratio nought", head + "terms:\n  - parity: {between: [VER, SOK], ratio: 0:1}\n", `expected N:M, two whole numbers from 1 to 1000000 such as 1:1, found "0:1"`},
		{"ratio broken", head + "terms:\n  - parity: {between: [VER, SOK], ratio: 1.5:1}\n", "expected N:M"},
		{"count in words", head + "terms:\n  - at_most: {count: many}\n", `line 4: at_most, count: expected a whole number from 0 to 1000000000, found "many"`},
		{"count below nought", head + "terms:\n  - at_most:\n      count: -1\n", `line 5: at_most, count: expected a whole number`},
		{"count missing", head + "terms:\n  - at_least: {people: {sex: f}}\n", "line 4: at_least: count is missing"},
		{"unknown attribute", head + "terms:\n  - at_most:\n      count: 1\n      people:\n        hair: red\n", `line 7: at_most, people: "hair" is not known here; expected id, holder`},
		{"wish is no term", head + "terms:\n  - at_most: {count: 1, people: {wish: stay}}\n", "line 4: at_most, people: a prisoner's wish is not a term"},
		{"unknown status", head + "terms:\n  - at_most: {count: 1, people: {status: sailor}}\n", `expected military or civilian`},
		{"remains with the living", head + "terms:\n  - at_most: {count: 1, people: {status: [remains, military]}}\n", "remains are counted apart"},
		{"remains under not", head + "terms:\n  - at_most: {count: 1, people: {not: {status: remains}}}\n", "remains are counted apart"},
		{"age without bound", head + "terms:\n  - at_most: {count: 1, people: {age: {on: 2025-01-01}}}\n", "expected under or from"},
		{"age in words", head + "terms:\n  - at_most: {count: 1, people: {age: {under: young}}}\n", "age, under: expected a whole number"},
		{"empty any", head + "terms:\n  - at_most: {count: 1, people: {any: []}}\n", "expected a list of selectors"},
		{"empty list", head + "terms:\n  - include: []\n", "expected at least one word, found an empty list"},
		{"name twice in a list", head + "terms:\n  - include: [P1, P1]\n", `"P1" stands twice`},
		{"exclude without ids", head + "terms:\n  - exclude: {why: x}\n", "exclude: ids is missing"},
		{"deal without if", head + "terms:\n  - deal: {returns: {from: VER, of: HAN}}\n", "line 4: deal: if is missing"},
		{"deal with both", head + "terms:\n  - deal: {returns: {from: VER, of: HAN}, if: {from: SOK, of: VER}, ratio: 1:1, at_least: 2}\n", "one or the other"},
		{"deal with itself", head + "terms:\n  - deal: {returns: {from: VER, of: VER}, if: {from: SOK, of: VER}}\n", "the same party"},
		{"condition for nothing", head + "terms:\n  - condition: {says: x, for: y}\n", `is for "y", but no term has that name`},
		{"condition for a condition", head + "terms:\n  - {name: a, condition: {says: x, for: b}}\n  - {name: b, condition: {says: x, for: a}}\n", "which is a condition itself"},
		{"condition neither yes nor no", head + "terms:\n  - {name: a, at_most: {count: 1}}\n  - condition: {says: x, for: a, met: perhaps}\n", `line 5: condition, met: expected yes or no, found "perhaps"`},
		{"crossing of none", head + "terms:\n  - crossing: {at: bridge, per_day: 0}\n", "per_day: expected a whole number from 1"},
		{"third country to itself", head + "terms:\n  - third_country: {from: VER, to: VER}\n", "the same party"},
		{"unknown_wish", head + "unknown_wish: return\nterms: []\n", `line 3: unknown_wish: expected stays or if_interviewed, found "return"`},
		{"too many digits", head + "terms:\n  - at_most: {count: 99999999999999999999}\n", "expected a whole number"},
	} {
		t.Run(c.rule, func(t *testing.T) {
			_, err := ReadTerms(strings.NewReader(c.text))
			if err == nil {
				t.Fatalf("the sheet is taken:\n%s", c.text)
			}
			if !strings.Contains(err.Error(), c.want) {
				t.Errorf("says %q\nwant %q", err, c.want)
			}
		})
	}
}

func schemaTakes(t *testing.T, s *jsonschema.Schema, text []byte) error {
	t.Helper()
	asJSON, err := yaml.YAMLToJSON(text)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(asJSON))
	if err != nil {
		t.Fatal(err)
	}
	return s.Validate(doc)
}

func TestGoodSheetsAreReadAndFitTheSchema(t *testing.T) {
	s := compileSchema(t, schema.Terms())
	sheets, err := filepath.Glob("testdata/*.yaml")
	if err != nil || len(sheets) < 4 {
		t.Fatal(sheets, err)
	}
	for _, name := range sheets {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := ReadTerms(bytes.NewReader(text)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if err := schemaTakes(t, s, text); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, bad := range []string{
		head + "terms:\n  - ransom: [A, B]\n",
		head + "terms:\n  - at_most: {count: 1, people: {wish: stay}}\n",
		head + "terms:\n  - at_most: {count: 1, people: {status: [remains, military]}}\n",
		head + "terms:\n  - at_most: {count: 1}\n    at_least: {count: 1}\n",
	} {
		if schemaTakes(t, s, []byte(bad)) == nil {
			t.Errorf("the schema takes\n%s", bad)
		}
	}
}

// What the schema publishes, the reader takes, and nothing else.
func TestSchemaAndReaderHaveTheSameKinds(t *testing.T) {
	var doc struct {
		Defs struct {
			Term struct{ Properties map[string]any }
		} `json:"$defs"`
	}
	if err := json.Unmarshal(schema.Terms(), &doc); err != nil {
		t.Fatal(err)
	}
	var published []string
	for k := range doc.Defs.Term.Properties {
		if k != "name" && k != "optional" && k != "one_of" {
			published = append(published, k)
		}
	}
	var read []string
	for _, k := range kinds {
		read = append(read, string(k))
	}
	slices.Sort(published)
	slices.Sort(read)
	if !slices.Equal(published, read) {
		t.Errorf("published %q, read %q", published, read)
	}
}

func TestEveryKindIsRead(t *testing.T) {
	f, err := os.Open("testdata/every-kind.yaml")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	terms, err := ReadTerms(f)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[Kind]Term{}
	for _, term := range terms.List {
		if _, again := seen[term.Kind]; !again {
			seen[term.Kind] = term
		}
	}
	last := terms.List[len(terms.List)-3:]
	if !last[0].Optional || last[1].OneOf != "how officers go" || last[2].OneOf != "how officers go" {
		t.Errorf("optional and one_of are not read: %+v", last)
	}
	if len(seen) != len(kinds) {
		t.Errorf("%d kinds read, want %d", len(seen), len(kinds))
	}
	if terms.Seed != "7" || terms.Title != "Every kind of term once" {
		t.Errorf("seed %q, title %q", terms.Seed, terms.Title)
	}
	if p := seen[KindParity]; p.Ratio != [2]int64{2, 3} || len(p.Categories) != 2 || p.Categories[1].People.AgeOn != (Date{2025, 2, 1}) || p.Line != 10 {
		t.Errorf("parity %+v", p)
	}
	if ids := seen[KindInclude].IDs; !slices.Equal(ids, []string{"P1", "002"}) {
		t.Errorf("include %q: an id of digits is read as it is written", ids)
	}
	if d := seen[KindDeal]; d.Count != 2 || d.Ratio[0] != 0 || d.If.People.Group[0] != "marines" || d.ArrangedBy != "HAN" {
		t.Errorf("deal %+v", d)
	}
}

func FuzzReadTerms(f *testing.F) {
	sheets, _ := filepath.Glob("testdata/*.yaml")
	for _, name := range sheets {
		if text, err := os.ReadFile(name); err == nil {
			f.Add(text)
		}
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		terms, err := ReadTerms(bytes.NewReader(text))
		if (terms == nil) == (err == nil) {
			t.Fatalf("terms %v and error %v", terms, err)
		}
		if err == nil {
			// Whatever is read can be solved, and the plan verifies.
			people := []Person{{ID: "a", Holder: "VER", Home: "SOK", Wish: WishReturn}, {ID: "b", Holder: "SOK", Home: "VER", Wish: WishReturn}}
			for i := range people {
				people[i].fillBlanks()
			}
			if plan, err := Solve(people, terms, Options{Nodes: 200}); err == nil {
				if err := Verify(people, terms, plan); err != nil {
					t.Fatal(err)
				}
			}
		}
	})
}
