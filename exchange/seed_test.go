package exchange

import (
	"bytes"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"homeward/exchange/schema"
)

func readCase(t *testing.T, name string) ([]Person, *Terms) {
	t.Helper()
	list, err := os.Open("testdata/" + name + ".csv")
	if err != nil {
		t.Fatal(err)
	}
	defer list.Close()
	people, err := ReadPeople(list)
	if err != nil {
		t.Fatal(err)
	}
	sheet, err := os.Open("testdata/" + name + ".yaml")
	if err != nil {
		t.Fatal(err)
	}
	defer sheet.Close()
	terms, err := ReadTerms(sheet)
	if err != nil {
		t.Fatal(err)
	}
	return people, terms
}

func leftOf(p Plan, id string) Left {
	for _, l := range p.Left {
		if l.ID == id {
			return l
		}
	}
	return Left{}
}

func goesTo(p Plan, id string) string {
	for _, r := range p.Releases {
		if r.ID == id {
			return r.To
		}
	}
	return ""
}

func mustSolve(t *testing.T, people []Person, terms *Terms) Plan {
	t.Helper()
	p, err := Solve(people, terms, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := Verify(people, terms, p); err != nil {
		t.Fatalf("the plan does not verify: %v", err)
	}
	return p
}

// The offer of the report: both men's wishes are honoured, and one man returned
// brings one home, the one who has been held longest and whose wish is known.
func TestSeedOffer(t *testing.T) {
	people, terms := readCase(t, "seed")
	p := mustSolve(t, people, terms)
	if p.Status != Optimal || p.Home != 2 {
		t.Fatalf("%s, %d home; want optimal, 2", p.Status, p.Home)
	}
	if goesTo(p, "H2") != "HAN" || goesTo(p, "V1") != "VER" {
		t.Errorf("releases %+v; want H2 to HAN and V1 to VER", p.Releases)
	}
	if l := leftOf(p, "H1"); l.Reason != ReasonWish {
		t.Errorf("H1 wishes to stay and is left for %q", l.Reason)
	}
	if l := leftOf(p, "V2"); l.Reason != ReasonBelowCut || l.Rank != 2 || l.Distance != 1 || l.Term != "the offer" || l.Gain != 1 {
		t.Errorf("V2: %+v; want place 2, 1 behind, held back by the offer, 1 more with one more released", l)
	}
	if l := leftOf(p, "V3"); l.Reason != ReasonInterview {
		t.Errorf("V3 has no known wish and is left for %q", l.Reason)
	}
	var text bytes.Buffer
	if err := p.WriteText(&text); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"2 people home. This is proved", "VER to HAN, 1 person: H2", "SOK to VER, 1 person: V1", "H1: wishes to stay"} {
		if !strings.Contains(text.String(), want) {
			t.Errorf("the text does not say %q:\n%s", want, text.String())
		}
	}
}

// Nothing moves while the third party has not arranged the exchange.
func TestSeedOfferNotArranged(t *testing.T) {
	people, terms := readCase(t, "seed")
	terms.List[1].Met = ""
	p := mustSolve(t, people, terms)
	if p.Home != 0 || p.Status != Optimal {
		t.Fatalf("%s, %d home; want optimal, 0", p.Status, p.Home)
	}
	if l := leftOf(p, "H2"); l.Reason != ReasonCondition || l.Term != "the offer" || !strings.Contains(l.Detail, "HAN arranges it") {
		t.Errorf("H2: %+v", l)
	}
	if len(p.Notes) != 1 || !strings.Contains(p.Notes[0], "not known to be met") {
		t.Errorf("notes %q", p.Notes)
	}
}

func compileSchema(t *testing.T, text []byte) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("schema.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestPlansFitTheirSchema(t *testing.T) {
	s := compileSchema(t, schema.Plan())
	people, terms := readCase(t, "seed")
	impossible := *terms
	impossible.List = append([]Term{{Name: "both", Kind: KindInclude, IDs: []string{"H1"}}}, terms.List...)
	for _, sheet := range []*Terms{terms, &impossible} {
		text, err := json.Marshal(mustSolve(t, people, sheet))
		if err != nil {
			t.Fatal(err)
		}
		doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Validate(doc); err != nil {
			t.Errorf("%v\n%s", err, text)
		}
	}
	if s.Validate(map[string]any{"status": "best"}) == nil {
		t.Error("the schema takes anything")
	}
}
