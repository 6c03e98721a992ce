package exchange

import (
	"bytes"
	"encoding/json"
	"io"
	"math/rand/v2"
	"testing"
)

// A plan's file comes from outside: whatever it says, it is refused, or checked
// and found wanting, but nothing breaks.
func FuzzReadPlan(f *testing.F) {
	r := rand.New(rand.NewPCG(3, 61))
	people, terms := stagingInstance(r, 12)
	for len(terms.List) < 2 || terms.List[len(terms.List)-1].Kind != KindTrust {
		people, terms = stagingInstance(r, 12)
	}
	plan, err := Solve(people, terms, Options{})
	if err != nil {
		f.Fatal(err)
	}
	text, err := json.Marshal(plan)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(text)
	f.Add([]byte(`{"status":"optimal","tiers":["owed","home"],"objective":[0],"bound":[0,1],"stages":[{"stage":-1,"ahead":[1,2]}],"trust":[{"term":"x","gives":-1,"gets":-9223372036854775808}]}`))
	f.Add([]byte(`{"status":"feasible","releases":[{"id":"p0","stage":-5},{"id":"p0","stage":9223372036854775807}],"accommodated":[{"id":"p1"}],"stage_bound":-1}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		p, err := ReadPlan(bytes.NewReader(text))
		if err != nil {
			return
		}
		verified := Verify(people, terms, p) == nil
		if err := p.WriteText(io.Discard); err != nil {
			t.Fatal(err)
		}
		for _, person := range people {
			if why, err := p.Why(person.ID); err == nil {
				if err := why.WriteText(io.Discard); err != nil {
					t.Fatal(err)
				}
			} else if verified {
				t.Fatalf("the plan verifies without %s", person.ID)
			}
		}
		if done, err := Reconcile(people, p, []Round{{"a", []Handed{{ID: "p0"}, {ID: "px", Name: "y"}}}}, ReconcileOptions{}); err == nil {
			if err := done.WriteText(io.Discard); err != nil {
				t.Fatal(err)
			}
		}
	})
}
