package exchange

import (
	"cmp"
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

// Places in a line against counting.
func TestLineCounts(t *testing.T) {
	for seed := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, 36))
		lists := 1 + r.IntN(5)
		people := make([]ticket, r.IntN(2000))
		for k := range people {
			people[k] = ticket{int32(k), r.Int32N(int32(lists))}
		}
		cells := make([]int32, lists)
		l := lineIn(cells, people)
		count := func(place int) []int32 {
			out := make([]int32, lists)
			for _, d := range people[:place] {
				out[d.list]++
			}
			return out
		}
		ranks, numbers := make([]int32, lists), make([]int64, lists)
		for range 20 {
			place := r.IntN(len(people) + 1)
			if l.before(place, ranks); !slices.Equal(ranks, count(place)) {
				t.Fatalf("instance %d: before place %d of %d stand %v, not %v", seed, place, len(people), count(place), ranks)
			}
			for j := range numbers {
				numbers[j] = int64(r.IntN(2 + len(people)/lists))
			}
			for j, at := range l.left(numbers) {
				if at < int32(len(people)) && (people[at].list != int32(j) || int64(count(int(at))[j]) != numbers[j]) ||
					at == int32(len(people)) && int64(count(len(people))[j]) > numbers[j] {
					t.Fatalf("instance %d: the first whom %d of list %d leave is not at %d of %d", seed, numbers[j], j, at, len(people))
				}
			}
		}
		var groups [][]int32
		for j := range lists {
			if j == 0 || r.IntN(2) == 0 {
				groups = append(groups, nil)
			}
			groups[len(groups)-1] = append(groups[len(groups)-1], int32(j))
		}
		for g, part := range l.apart(groups) {
			var want []int32
			for _, d := range people {
				if slices.Contains(groups[g], d.list) {
					want = append(want, d.i)
				}
			}
			var got []int32
			for _, d := range part.people {
				if got = append(got, d.i); groups[g][d.list] != people[d.i].list {
					t.Fatalf("instance %d: person %d is on another list", seed, d.i)
				}
			}
			if !slices.Equal(got, want) {
				t.Fatalf("instance %d: %v, want %v", seed, got, want)
			}
		}
	}
}

// The order of the lot, also where the halves of numbers that people are sorted by are
// crowded or the same.
func TestInOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 1500).Draw(t, "people")
		m := &model{roll: &Roll{}, terms: &Terms{Seed: rapid.StringN(0, 9, -1).Draw(t, "seed")}}
		l, number := newLottery(m.terms.Seed), map[int32]uint64{}
		shares := make([]*heaps, rapid.IntRange(1, 3).Draw(t, "shares"))
		for k := range shares {
			shares[k] = newHeaps(n/len(shares), n)
		}
		told := rapid.IntRange(0, 32).Draw(t, "bits told")
		uneven := rapid.Bool().Draw(t, "uneven")
		var want []ticket
		for i := range int32(n) {
			id := fmt.Sprint("P", int32(n)-i)
			m.roll.IDs = append(m.roll.IDs, id)
			number[i] = l.number([]byte(id))
			share := shares[0]
			if !uneven {
				share = shares[int(i)*7919%len(shares)]
			}
			share.put(drawn{l.half([]byte(id)) >> (32 - told) << (32 - told), i, i % 5})
			want = append(want, ticket{i, i % 5})
		}
		slices.SortFunc(want, func(a, b ticket) int {
			return cmp.Or(cmp.Compare(number[a.i], number[b.i]), cmp.Compare(m.roll.IDs[a.i], m.roll.IDs[b.i]))
		})
		if got := m.inOrder(shares); !slices.Equal(got, want) {
			t.Fatalf("%v, want %v", got, want)
		}
	})
}
