package exchange

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// Numbers of the lot as docs/exchange.md has anybody find them, by sha256sum and openssl.
func TestNumbersOfTheLotAreWhatOpenSSLPrints(t *testing.T) {
	for id, want := range map[string]uint64{
		"P00000001": 0xADDAC3B034ADD077,
		"ВТ-17":     0xC93B5261671C7135,
		"A":         0x23DF3A58E5BFBFF6,
	} {
		const seed = "drawn in Geneva"
		if drawn, checked := newLottery(seed).number([]byte(id)), numbering(seed)(id); drawn != want || checked != want {
			t.Errorf("%s: drawn %X, checked %X, want %X", id, drawn, checked, want)
		}
	}
}

// The draw between classes carries its evidence, and a plan of which two equals of
// different classes have changed places, against the lot, is rejected.
func TestVerifyDrawsTheLotBetweenClasses(t *testing.T) {
	t.Parallel()
	rounds := 1500
	if testing.Short() {
		rounds = 300
	}
	shown, told, forged, let, stripped := 0, 0, 0, 0, 0
	for seed := range uint64(rounds) {
		people, terms := randomInstance(rand.New(rand.NewPCG(seed, 35)), 30)
		plan, err := Solve(people, terms, Options{})
		if err != nil {
			t.Fatal(err)
		}
		unchecked, err := Examine(people, terms, plan)
		if err != nil {
			t.Fatalf("instance %d: %v\n%s", seed, err, describeInstance(people, terms))
		}
		if plan.Status != Optimal || !plan.LotDrawn || len(plan.Certificate.Draw) == 0 {
			continue
		}
		shown++
		if slices.ContainsFunc(unchecked, func(s string) bool { return strings.Contains(s, "the lot") }) {
			told++
		}
		// The same sheet under another seed: as good in every tier, and drawn otherwise.
		other := *terms
		other.Seed += " another"
		wrong, err := Solve(people, &other, Options{})
		if err != nil {
			t.Fatal(err)
		}
		wrong.Seed = plan.Seed
		if differ(plan, wrong) {
			// Within a class the lot may be kept: then only the draw between classes is wrong.
			unchecked, err := Examine(people, terms, wrong)
			if err == nil && !slices.ContainsFunc(unchecked, func(s string) bool { return strings.Contains(s, "the lot") }) {
				t.Fatalf("instance %d: drawn under another seed, and the plan still verifies\n%s", seed, describeInstance(people, terms))
			}
			if err != nil {
				forged++
			} else {
				let++
			}
		}
		wrong.Certificate.Draw = nil
		if unchecked, err := Examine(people, terms, wrong); err == nil && differ(plan, wrong) {
			if !slices.ContainsFunc(unchecked, func(s string) bool { return strings.Contains(s, "the lot") }) {
				t.Fatalf("instance %d: without evidence, and nothing is said of it", seed)
			}
			stripped++
		}
	}
	t.Logf("%d draws shown, %d not to the end; %d of another seed rejected, %d let pass as not shown to the end; %d without evidence told", shown, told, forged, let, stripped)
	if shown < rounds/20 || told > shown/10 || forged < rounds/100 || let > forged/20 {
		t.Error("too few to show anything")
	}
}

// differ says whether different people go.
func differ(a, b Plan) bool {
	ids := func(p Plan) (out []string) {
		for _, r := range p.Releases {
			out = append(out, r.ID)
		}
		slices.Sort(out)
		return out
	}
	return !slices.Equal(ids(a), ids(b))
}

// Places in a queue against counting.
func TestQueueCounts(t *testing.T) {
	for seed := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, 36))
		list := make([]drawn, r.IntN(400))
		for i := range list {
			if list[i].lot = r.Uint64(); seed%3 == 0 {
				list[i].lot >>= r.IntN(64) // crowded
			}
		}
		m := &model{roll: &Roll{IDs: make([]string, len(list))}}
		q := m.queueUp(list, new(sortingRoom))
		for range 40 {
			lot := r.Uint64() >> r.IntN(64)
			if len(list) > 0 && r.IntN(3) == 0 {
				lot = list[r.IntN(len(list))].lot
			}
			want := 0
			for _, d := range list {
				if d.lot <= lot {
					want++
				}
			}
			lo, hi := r.IntN(want+1), want+r.IntN(len(list)-want+1)
			if got := q.upTo(lot, lo, hi); got != want {
				t.Fatalf("instance %d: %d of %d are no higher, not %d", seed, want, len(list), got)
			}
		}
	}
}

// The order of the lot: numbers that are spread evenly, crowded into one corner, and equal.
func TestInOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 300).Draw(t, "people")
		m := &model{roll: &Roll{}}
		list := make([]drawn, n)
		shift := rapid.IntRange(0, 63).Draw(t, "crowded")
		for i := range list {
			lot := rapid.Uint64().Draw(t, "lot") >> shift
			if rapid.IntRange(0, 4).Draw(t, "same") == 0 {
				lot = 7
			}
			list[i] = drawn{lot, int32(i)}
			m.roll.IDs = append(m.roll.IDs, fmt.Sprint("P", n-i))
		}
		want := slices.Clone(list)
		slices.SortFunc(want, m.less)
		m.inOrder(list, new(sortingRoom))
		if !slices.Equal(list, want) {
			t.Fatalf("%v, want %v", list, want)
		}
	})
}
