package identity

import (
	"math"
	"math/rand/v2"
	"testing"
)

// TestLookingUpPairsKeepsWhoScoresBest compares a search by pairs of sounds, within its bounds, with one that walks
// everybody who bears any sound near one asked for: of the people whom that puts first, 99.5 % must be kept with
// their score, and 97.5 % of the first twenty scores.
func TestLookingUpPairsKeepsWhoScoresBest(t *testing.T) {
	people, names := inventPeople(31, 20_000)
	x := indexOf(people...)
	v := x.view()
	everybody := searchBounds
	everybody.paired, everybody.walked, everybody.dated, everybody.scored = math.MaxInt, math.MaxInt, math.MaxInt, 400
	paired := searchBounds
	paired.paired = 0
	r := rand.New(rand.NewPCG(3, 31))
	first, firstKept, all, kept := 0, 0, 0, 0
	for i := range 300 {
		q := Query{Name: names[i].latin}
		if i%2 == 0 {
			q.Name = typo(r, q.Name)
		}
		if i%3 == 0 {
			q.Born = people[i].Born
		}
		want := x.find(v, newScorer(v), subjectOf(q), 20, everybody)
		got := x.find(v, newScorer(v), subjectOf(q), 20, paired)
		for k, f := range want {
			same := k < len(got) && math.Abs(got[k].Bits-f.Bits) < 1e-9
			all++
			if same {
				kept++
			}
			if k == 0 {
				first++
				if same {
					firstKept++
				}
			}
		}
	}
	t.Logf("kept %d of %d first, %d of %d among the first twenty", firstKept, first, kept, all)
	if float64(firstKept) < 0.995*float64(first) {
		t.Errorf("only %d of %d first are kept", firstKept, first)
	}
	if float64(kept) < 0.975*float64(all) {
		t.Errorf("only %d of %d of the first twenty are kept", kept, all)
	}
}
