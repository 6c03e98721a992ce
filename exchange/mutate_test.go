package exchange

import (
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"testing"
)

// mutations is how many damaged plans are tried: MUTATIONS sets it.
func mutations(t *testing.T) int {
	if text := os.Getenv("MUTATIONS"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil {
			t.Fatal("MUTATIONS: ", err)
		}
		return n
	}
	return 1500
}

func cloneSelection(s Selection) Selection {
	s.Goes, s.Objective, s.Bound, s.Tiers = slices.Clone(s.Goes), slices.Clone(s.Objective), slices.Clone(s.Bound), slices.Clone(s.Tiers)
	s.Certificate.Classes = slices.Clone(s.Certificate.Classes)
	parts := slices.Clone(s.Certificate.Parts)
	for i := range parts {
		parts[i].Proofs = slices.Clone(parts[i].Proofs)
		for j := range parts[i].Proofs {
			nodes := slices.Clone(parts[i].Proofs[j].Nodes)
			for n := range nodes {
				nodes[n].Rows = slices.Clone(nodes[n].Rows)
				for r := range nodes[n].Rows {
					nodes[n].Rows[r] = slices.Clone(nodes[n].Rows[r])
				}
			}
			parts[i].Proofs[j].Nodes = nodes
		}
	}
	s.Certificate.Parts = parts
	return s
}

// mutate damages a selection so that what it says is no longer true, whatever
// the multipliers; it gives what it did.
func mutate(s *Selection, n int, r *rand.Rand) string {
	for {
		switch k := r.IntN(9); k {
		case 0:
			i := r.IntN(n)
			s.Goes[i/64] ^= 1 << (i % 64)
			return "one goes or stays besides"
		case 1: // two change places, wherever they are
			i, j := r.IntN(n), r.IntN(n)
			if s.Has(i) != s.Has(j) {
				s.Goes[i/64] ^= 1 << (i % 64)
				s.Goes[j/64] ^= 1 << (j % 64)
				return "two change places"
			}
		case 2:
			t := r.IntN(len(s.Objective))
			s.Objective[t] += int64(1 - 2*r.IntN(2))
			return "a figure"
		case 3:
			t := r.IntN(len(s.Bound))
			s.Bound[t] += int64(1 - 2*r.IntN(2))
			return "a bound"
		case 4:
			t := r.IntN(len(s.Bound))
			d := int64(1 - 2*r.IntN(2))
			s.Objective[t] += d
			s.Bound[t] += d
			return "a figure and its bound"
		case 5:
			s.Status = []PlanStatus{Feasible, Infeasible, Undecided, "best"}[r.IntN(4)]
			return "the status"
		case 6:
			c := &s.Certificate.Classes[r.IntN(len(s.Certificate.Classes))]
			switch r.IntN(3) {
			case 0:
				c.People++
			case 1:
				c.Go++
			case 2:
				c.Terms = append(slices.Clone(c.Terms), "another")
			}
			return "a class"
		case 7:
			s.Tiers[r.IntN(len(s.Tiers))] += "?"
			return "a tier's name"
		case 8:
			s.Certificate.Classes = s.Certificate.Classes[1:]
			return "a class is lost"
		}
	}
}

// Damaged selections of many people are all rejected.
func TestVerifyRejectsMutatedSelections(t *testing.T) {
	t.Parallel()
	people, terms := crowd(20_000, 5), pairwise()
	for _, p := range terms.Parties {
		terms.List = append(terms.List, Term{Name: "cap " + p, Kind: KindAtMost, Count: 2_001, People: &Selector{Holder: []string{p}}})
	}
	roll := NewRoll(people)
	s, err := Select(roll, terms, Options{})
	if err != nil || s.Status != Optimal || len(s.Certificate.Parts) == 0 {
		t.Fatal(s.Status, err)
	}
	if err := VerifySelection(roll, terms, s); err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(1, 31))
	for k := range mutations(t) / 10 {
		bad := cloneSelection(s)
		what := mutate(&bad, len(people), r)
		if what == "two change places" && slices.Equal(bad.Goes, s.Goes) {
			continue
		}
		if VerifySelection(roll, terms, bad) == nil {
			t.Fatalf("mutation %d: %s, and it still verifies", k, what)
		}
	}
}

// On small instances, where what is best is known by trying: whatever plan is
// called best and is not, with whatever multipliers, is rejected.
func TestVerifyRejectsForgedProofs(t *testing.T) {
	t.Parallel()
	most := mutations(t)
	forged, rejected := 0, 0
	for seed := uint64(0); forged < most; seed++ {
		r := rand.New(rand.NewPCG(seed, 41))
		people, terms := randomInstance(r, 10)
		roll := NewRoll(people)
		s, err := Select(roll, terms, Options{})
		if err != nil || s.Status != Optimal {
			continue
		}
		if err := VerifySelection(roll, terms, s); err != nil {
			t.Fatalf("instance %d: %v", seed, err)
		}
		for range 8 {
			bad := cloneSelection(s)
			// Another set of people, with figures that are true of it and said to be
			// the best.
			for range 1 + r.IntN(3) {
				i := r.IntN(len(people))
				bad.Goes[0] ^= 1 << i
			}
			a := auditOf(nil, terms)
			a.drop(bad.Dropped)
			k, _ := a.reckon(roll, bad.Goes)
			bad.Objective = k.reached(a)
			bad.Bound = slices.Clone(bad.Objective)
			if slices.Equal(bad.Objective, s.Objective) {
				continue
			}
			for i := range bad.Certificate.Classes {
				bad.Certificate.Classes[i].Go = k.grades[i].out
			}
			for i := range bad.Certificate.Parts {
				for _, proof := range bad.Certificate.Parts[i].Proofs {
					for n := range proof.Nodes {
						for _, row := range proof.Nodes[n].Rows {
							for e := 1; e < len(row); e++ {
								row[e] += int64(r.IntN(5) - 2)
							}
						}
						if r.IntN(6) == 0 {
							proof.Nodes[n].Empty = !proof.Nodes[n].Empty
						}
						if r.IntN(6) == 0 && proof.Nodes[n].Split != nil {
							proof.Nodes[n].Split = &Split{Of: proof.Nodes[n].Split.Of, AtMax: proof.Nodes[n].Split.AtMax + int64(r.IntN(3)-1)}
						}
					}
				}
			}
			forged++
			if VerifySelection(roll, terms, bad) == nil {
				t.Fatalf("instance %d: %v is called best, %v is\n%s", seed, bad.Objective, s.Objective, describeInstance(people, terms))
			}
			rejected++
		}
	}
	t.Logf("%d forged plans, all rejected", rejected)
}
