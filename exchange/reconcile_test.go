package exchange

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

const handoverPeople = `id,name,holder,home,wish,born,fit_to_travel
V-1001,Іван Сокіл,SOK,VER,return,1990-01-01,yes
V-1002,Olha Bereza,SOK,VER,return,1991,yes
V-1003,Taras Yavir,SOK,VER,return,,yes
V-1004,Petro Klen,SOK,VER,stay,,yes
S-2001,Mark Jelen,VER,SOK,return,,yes
S-2002,Jan Bor,VER,SOK,return,,yes
`

const handoverTerms = `on: 2025-02-01
seed: published
parties: [VER, SOK]
terms:
  - name: one for one
    parity: {between: [VER, SOK], ratio: 1:1}
  - name: step by step
    trust: {between: [VER, SOK], ahead: 1}
`

func handoverPlan(t *testing.T) ([]Person, *Terms, Plan) {
	t.Helper()
	people, err := ReadPeople(strings.NewReader(handoverPeople))
	if err != nil {
		t.Fatal(err)
	}
	terms, err := ReadTerms(strings.NewReader(handoverTerms))
	if err != nil {
		t.Fatal(err)
	}
	plan, err := Solve(people, terms, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if plan.Home != 4 || len(plan.Stages) != 2 {
		t.Fatalf("the plan is not the one of this test: %+v", plan)
	}
	return people, terms, plan
}

// Two rounds of one handover: whom the plan has, a substitute named and one not,
// somebody who wishes to stay, somebody unknown who is alike, and one twice.
func TestReconcileRoundByRound(t *testing.T) {
	people, terms, plan := handoverPlan(t)
	var going, reserve string // of those held by SOK
	var second []string
	for _, r := range plan.Releases {
		if r.From == "SOK" && r.Stage == 1 {
			going = r.ID
		} else if r.From == "SOK" {
			second = append(second, r.ID)
		}
	}
	for _, l := range plan.Left {
		if l.Reason == ReasonBelowCut {
			reserve = l.ID
		}
	}
	first := "id,name,from,to\nS-2001,,VER,SOK\n"
	if plan.Releases[slices.IndexFunc(plan.Releases, func(r Release) bool { return r.ID == "S-2001" })].Stage != 1 {
		first = "id,name,from,to\nS-2002,,VER,SOK\n"
	}
	read := func(s string) []Handed {
		h, err := ReadHanded(strings.NewReader(s))
		if err != nil {
			t.Fatal(err)
		}
		return h
	}
	alike := func(a, b string) float64 {
		if strings.Fields(a)[0] == strings.Fields(b)[0] {
			return 20
		}
		return -20
	}
	got, err := Reconcile(people, plan, []Round{
		{"first.csv", read(first + ",Olha Berezová,SOK,VER\nV-1004,,SOK,VER\n")},
		{"second.csv", read("id,instead_of\n" + reserve + "," + second[0] + "\nV-1004,\n")},
	}, ReconcileOptions{Terms: terms, Alike: alike})
	if err != nil {
		t.Fatal(err)
	}
	one, two := got.Rounds[0], got.Rounds[1]
	if f := one.Found; one.Due != 2 || f[0].Is != Delivered || f[1].Is != Unknown || f[2].Is != Substituted || !f[2].Alarm || f[2].InsteadOf != "" ||
		!strings.Contains(f[2].Detail, "GCIII Art. 109(3)") {
		t.Errorf("first round: %+v", one)
	}
	if n := one.Found[1].Near; len(n) != 1 || n[0].ID != "V-1002" || !strings.Contains(n[0].Why, "the name is alike") {
		t.Errorf("proposed %+v", n)
	}
	if len(one.NotProduced) != 1 || one.NotProduced[0].ID != going {
		t.Errorf("not produced: %+v, want %s", one.NotProduced, going)
	}
	if b := one.Balance; len(b) != 1 || b[0].Released[0]+b[0].Released[1] != 2 || b[0].Planned != [2]int64{2, 2} {
		t.Errorf("balance %+v", b)
	}
	if f := two.Found; f[0].Is != Substituted || f[0].InsteadOf != second[0] || f[1].Is != Again {
		t.Errorf("second round: %+v", two)
	}
	if len(two.NotProduced) != 3 {
		t.Errorf("not produced after the second round: %+v", two.NotProduced)
	}
	if len(got.Reserves) != 2 { // nobody is left to stand in for SOK's; the one of VER is due himself
		t.Errorf("reserves %+v", got.Reserves)
	}
	if got.Counts[Substituted] != 2 || got.Counts[Delivered] != 1 || got.Counts[Unknown] != 1 || got.Counts[Again] != 1 || got.ToCome != 0 {
		t.Errorf("counts %+v, %d to come", got.Counts, got.ToCome)
	}
}

// Handovers made up with known truth: every row is what it was made as, nobody
// is lost or counted twice, and the leads are those of the rows.
func TestReconcileProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		seed := rapid.Uint64().Draw(t, "seed")
		r := rand.New(rand.NewPCG(seed, 31))
		people, terms := stagingInstance(r, 40)
		for i := range people { // some stay behind and may be sent instead
			if r.IntN(3) == 0 {
				people[i].Wish = WishStay
			}
		}
		plan, err := Solve(people, terms, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if plan.Status != Optimal {
			t.Skip("no plan to hand over was found: ", plan.Status)
		}
		var rounds []Round
		want := map[Outcome]int{}
		come := map[string]bool{}
		var crossed []Release
		for stage := range plan.Stages {
			round := Round{Name: fmt.Sprint(stage)}
			for _, rel := range plan.Releases {
				if rel.Stage == stage+1 && r.IntN(4) > 0 {
					round.Handed = append(round.Handed, Handed{Row: len(round.Handed) + 2, ID: rel.ID})
					come[rel.ID] = true
					crossed = append(crossed, rel)
					want[Delivered]++
					if r.IntN(10) == 0 {
						round.Handed = append(round.Handed, Handed{ID: rel.ID})
						want[Again]++
					}
				}
			}
			if r.IntN(2) == 0 {
				round.Handed = append(round.Handed, Handed{ID: "nobody", Name: "unknown"})
				want[Unknown]++
			}
			rounds = append(rounds, round)
		}
		got, err := Reconcile(people, plan, rounds, ReconcileOptions{Terms: terms})
		if err != nil {
			t.Fatal(err)
		}
		for _, o := range []Outcome{Delivered, Again, Unknown, Substituted, Unplanned, OtherWay} {
			if got.Counts[o] != want[o] {
				t.Fatalf("%s: %d, want %d", o, got.Counts[o], want[o])
			}
		}
		if len(rounds) == 0 {
			return
		}
		last := got.Rounds[len(rounds)-1]
		if len(last.NotProduced)+len(come) != len(plan.Releases) {
			t.Fatalf("%d not produced and %d come, of %d", len(last.NotProduced), len(come), len(plan.Releases))
		}
		for c, lead := range leads(plan, crossed) {
			if at := last.Leads[c]; float64(at.Ahead) < lead-1e-9 || float64(at.Ahead) >= lead+1-1e-9 {
				t.Fatalf("%s is ahead by %v, the report says %d", at.Party, lead, at.Ahead)
			}
		}
		// A reserve in the place of somebody missing keeps every term.
		for _, class := range got.Reserves {
			if len(class.Reserves) == 0 {
				continue
			}
			place := make([]string, len(people))
			for i, p := range people {
				for _, rel := range plan.Releases {
					if rel.ID == p.ID && p.ID != class.Missing[0] {
						place[i] = rel.To
					}
				}
				if p.ID == class.Reserves[0] {
					place[i] = p.Home
				}
			}
			a := newAudit(people, terms)
			a.drop(plan.Dropped)
			a.keepsTerms(place)
			a.ways(place)
			if len(a.faults) > 0 {
				t.Fatalf("with %s in the place of %s: %v", class.Reserves[0], class.Missing[0], a.faults)
			}
		}
	})
}

func TestReservesAreRankedAndKeepTerms(t *testing.T) {
	tried := 0
	for seed := range uint64(600) {
		people, terms := randomInstance(rand.New(rand.NewPCG(seed, 4)), 11)
		plan, err := Solve(people, terms, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if plan.Status != Optimal {
			continue
		}
		for _, rel := range plan.Releases {
			classes, err := Reserves(people, terms, plan, []string{rel.ID}, nil)
			if err != nil {
				t.Fatal(err)
			}
			for k, id := range classes[0].Reserves {
				place := make([]string, len(people))
				for i, p := range people {
					for _, other := range plan.Releases {
						if other.ID == p.ID && p.ID != rel.ID {
							place[i] = other.To
						}
					}
					if p.ID == id {
						place[i] = rel.To
						if rel.ThirdCountry == (rel.To == p.Home) {
							t.Fatalf("instance %d: %s is no reserve for %s", seed, id, rel.ID)
						}
					}
				}
				a := newAudit(people, terms)
				a.drop(plan.Dropped)
				a.keepsTerms(place)
				a.ways(place)
				if len(a.faults) > 0 {
					t.Fatalf("instance %d: with %s in the place of %s: %v\n%s", seed, id, rel.ID, a.faults, describeInstance(people, terms))
				}
				l := slices.IndexFunc(plan.Left, func(l Left) bool { return l.ID == id })
				if l < 0 || plan.Left[l].Reason != ReasonBelowCut || k > 0 && plan.Left[l].Distance < 1 {
					t.Fatalf("instance %d: reserve %s is %+v", seed, id, plan.Left)
				}
				tried++
			}
		}
	}
	if tried < 100 {
		t.Errorf("%d reserves tried only", tried)
	}
}

func TestIDsThatDifferByASlip(t *testing.T) {
	for _, c := range []struct {
		a, b string
		near bool
	}{
		{"V-1001", "v1001", true}, {"V-1001", "V-1O01", true}, {"V-1001", "V-1010", true}, {"V-1001", "V-101", true}, {"V-1001", "V-10012", true},
		{"V-1001", "V-1012", false}, {"V-1001", "V-2002", false}, {"12", "13", false},
	} {
		if got := oneSlip(plainID(c.a), plainID(c.b)); got != c.near {
			t.Errorf("%s, %s: %v", c.a, c.b, got)
		}
	}
}

func TestListsOfPeopleHandedOver(t *testing.T) {
	for text, want := range map[string]string{
		"":                          "people, row 1: the list is empty",
		"from,to\n":                 "people, row 1, column id: is missing from the header, and so is name",
		"id,where\n":                `people, row 1, column "where": is not a column`,
		"id,id\n":                   "people, row 1, column id: stands twice",
		"id,stage\n1,0\n":           `people, row 2, column stage: "0" is not a stage`,
		"id,name,from\n,,VER\n":     "people, row 2: has neither id nor name",
		"id,on\n1,2025-02-30\n":     "people, row 2, column on",
		"id\n1,2\n":                 "people, row 2: has 2 cells; expected 1",
		"id\n\"1\n":                 "is not CSV",
		"\xef\xbb\xbfid,name\n1,\n": "",
	} {
		got, err := ReadHanded(strings.NewReader(text))
		if want == "" && (err != nil || len(got) != 1) || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%q: %v, %v, want %q", text, got, err, want)
		}
	}
}

func FuzzReadHanded(f *testing.F) {
	f.Add("id,name,born,from,to,on,stage,instead_of\n1,A,1990,VER,SOK,2025-01-01,1,2\n")
	f.Fuzz(func(t *testing.T, text string) {
		handed, err := ReadHanded(strings.NewReader(text))
		if err != nil && handed != nil {
			t.Fatalf("people %v and error %v", handed, err)
		}
		for _, h := range handed {
			if h.ID == "" && h.Name == "" {
				t.Fatalf("%+v has neither id nor name", h)
			}
		}
	})
}
