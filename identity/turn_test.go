package identity

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

func TestTurnsAreOnTheOtherSide(t *testing.T) {
	people, names := inventPeople(5, 400)
	x := indexOf(people...)
	rapid.Check(t, func(t *rapid.T) {
		i := rapid.IntRange(0, len(names)-1).Draw(t, "person")
		least := rapid.Float64Range(-10, 50).Draw(t, "least")
		for _, f := range x.Search(Query{Name: names[i].latin, Born: people[i].Born}, 3) {
			sum := 0.0
			for _, a := range f.Why {
				sum += a.Bits
			}
			if math.Abs(sum-f.Bits) > 1e-9 {
				t.Fatalf("addends %v, bits %v", sum, f.Bits)
			}
			for _, turn := range Turns(f.Why, least) {
				if (turn.After >= least) == (f.Bits >= least) {
					t.Fatalf("%v does not bring %v over %v", turn, f.Bits, least)
				}
			}
		}
	})
	why := []Addend{{"name: same spelling", 9, "a", "a"}, {"born: same day", 13, "1990-01-01", "1990-01-01"}}
	if turns := Turns(why, 13); len(turns) != 2 || turns[0].After != 9 || turns[1].After != 9+bornDiffers {
		t.Errorf("%v", turns)
	}
}

// A single candidate is no more likely for being single.
func TestALoneCandidateGainsNothing(t *testing.T) {
	people, names := inventPeople(6, 3000)
	x := indexOf(people...)
	for i := range 200 {
		q := Query{Name: names[i].latin, Born: people[i].Born}
		many, one := x.Search(q, 50), x.Search(q, 1)
		if len(one) != 1 || one[0].Bits != many[0].Bits || one[0].ID != many[0].ID {
			t.Fatalf("%s: alone %v, first of %d %v", q.Name, one, len(many), many[0])
		}
		for _, f := range many {
			alone, _ := x.Explain(q, f.ID)
			if math.Abs(alone.Bits-f.Bits) > 1e-9 {
				t.Fatalf("%s: %v asked for alone, %v among %d", q.Name, alone.Bits, f.Bits, len(many))
			}
		}
	}
	// Nor does a pair of lists: the last record alone with its partner has the bits it had among all.
	left, right := twoLists(400, 9)
	k, err := LinkLists(t.Context(), linkColumns, left, right, Course{})
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range k.Links(k.Threshold) {
		sum := 0.0
		for _, a := range k.Explain(l) {
			sum += a.Bits
		}
		if l.Probability > Probability(sum)+1e-9 {
			t.Fatalf("%v is likelier than its addends say (%v)", l, sum)
		}
	}
}
