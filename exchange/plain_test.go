package exchange

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// plainSheet is a sheet with terms of nearly every kind at once: ratios in ranks and
// across them, some as alternatives; crews together and rivals apart; all for all;
// deals of three parties; limits per party, unit, rank and day; the under-age.
// Everybody wishes to return and nobody is owed, so that who may go is a matter of
// the terms alone.
func plainSheet(seed uint64) ([]Person, *Terms) {
	r := rand.New(rand.NewPCG(seed, 91))
	parties := []string{"VER", "SOK", "HAN", "TAL", "ORO", "MIR"}[:3+r.IntN(4)]
	ranks := []string{"private", "sergeant", "officer"}
	units := []string{"u0", "u1", "u2", "u3"}[:2+r.IntN(3)]
	t := &Terms{On: Date{2025, 1, 13}, Seed: fmt.Sprint("plain ", seed), Parties: parties}
	pick := func(words []string) string { return words[r.IntN(len(words))] }
	some := func(words []string) (out []string) {
		for _, w := range words {
			if r.IntN(3) == 0 {
				out = append(out, w)
			}
		}
		if len(out) == 0 {
			out = []string{pick(words)}
		}
		return out
	}
	var people []Person
	most := 2 + r.IntN(30)
	for _, from := range parties {
		for _, of := range parties {
			for _, unit := range units {
				for _, rank := range ranks {
					if from == of || r.IntN(5) == 0 {
						continue
					}
					for range 1 + r.IntN(most) {
						p := Person{ID: fmt.Sprint("p", len(people)), Holder: from, Home: of, Unit: unit, Rank: rank, Sex: pick([]string{"f", "m", "m"}),
							Born: Date{int16(1975 + r.IntN(30)), 3, 1}, Wish: WishReturn, CapturedOn: Date{2023, 1, 1}}
						if r.IntN(12) == 0 {
							p.Born.Year = 2008
						}
						p.fillBlanks()
						people = append(people, p)
					}
				}
			}
		}
	}
	groups := func(name string, n, size int) (out []string) {
		for g := range n {
			out = append(out, fmt.Sprint(name, " ", g))
			for range 2 + r.IntN(size) {
				people[r.IntN(len(people))].Group = []string{out[g]}
			}
		}
		return out
	}
	crews := groups("crew", 5+r.IntN(40), 6)
	rivals := groups("rivals", 2+r.IntN(4), 2)
	add := func(x Term) {
		x.Name = fmt.Sprint(x.Kind, " ", len(t.List))
		t.List = append(t.List, x)
	}
	var pairs [][2]string
	for i, a := range parties {
		for _, b := range parties[i+1:] {
			pairs = append(pairs, [2]string{a, b})
		}
	}
	ratio := func(most int64) [2]int64 { return [2]int64{1 + r.Int64N(most), 1 + r.Int64N(most)} }
	var byRank []Category
	for _, rank := range ranks {
		byRank = append(byRank, Category{rank, &Selector{Rank: []string{rank}}})
	}
	for _, pair := range pairs {
		switch r.IntN(6) {
		case 0:
			add(Term{Kind: KindParity, Between: pair, Ratio: ratio(3)})
		case 1: // an alternative
			word := strings.Join(pair[:], " ")
			add(Term{Kind: KindParity, Between: pair, Ratio: ratio(4), OneOf: word})
			add(Term{Kind: KindParity, Between: pair, Ratio: [2]int64{1, 1}, Categories: byRank, OneOf: word})
		case 2:
			add(Term{Kind: KindRelease, Way: Lane{From: pair[0], Of: pair[1], People: &Selector{Unit: some(units)}}})
			add(Term{Kind: KindAllForAll, Between: pair, People: &Selector{Unit: []string{pick(units)}, Rank: []string{pick(ranks)}}})
		default:
			add(Term{Kind: KindParity, Between: pair, Ratio: ratio(4), Categories: byRank})
		}
	}
	for range 5 + r.IntN(25) {
		add(Term{Kind: KindParity, Between: pairs[r.IntN(len(pairs))], Ratio: ratio(5), People: &Selector{Unit: some(units), Sex: []string{pick([]string{"f", "m"})}}, Optional: r.IntN(4) == 0})
	}
	for range 1 + r.IntN(3) {
		o := r.Perm(len(parties))
		d := Term{Kind: KindDeal, Returns: Lane{parties[o[0]], parties[o[1]], &Selector{Rank: []string{pick(ranks)}}},
			If: Lane{parties[o[2]], parties[o[0]], &Selector{Unit: []string{pick(units)}}}, Optional: r.IntN(3) == 0}
		if r.IntN(2) == 0 {
			d.Ratio = ratio(3)
		} else {
			d.Count = 1 + r.Int64N(6)
		}
		add(d)
	}
	for range 1 + r.IntN(4) {
		add(Term{Kind: KindAllForAll, Between: pairs[r.IntN(len(pairs))], Optional: r.IntN(2) == 0, People: &Selector{Unit: []string{pick(units)}, Sex: []string{"f"}}})
	}
	add(Term{Kind: KindAllForAll, Between: pairs[r.IntN(len(pairs))], People: &Selector{AgeUnder: 18}, Optional: true})
	per := int64(len(people)/len(parties)) + 1
	for range 10 + r.IntN(60) {
		s := &Selector{}
		if r.IntN(2) == 0 {
			s.Holder = some(parties)
		}
		if r.IntN(2) == 0 {
			s.Home = some(parties)
		}
		if r.IntN(2) == 0 {
			s.Unit = some(units)
		}
		if r.IntN(2) == 0 {
			s.Rank = some(ranks)
		}
		if r.IntN(5) == 0 {
			s.AgeFrom = 18 + r.IntN(30)
		}
		x := Term{Kind: KindAtMost, Count: 1 + r.Int64N(per), People: s}
		switch r.IntN(12) {
		case 0:
			x.Kind, x.Count = KindAtLeast, 1+r.Int64N(3)
		case 1:
			x.Kind, x.Optional = KindExactly, true
		}
		add(x)
	}
	add(Term{Kind: KindTogether, Groups: crews})
	add(Term{Kind: KindApart, Groups: rivals})
	for _, p := range some(parties) {
		add(Term{Kind: KindCrossing, At: "bridge of " + p, PerDay: 1 + per/8, Days: 1 + r.Int64N(8), People: &Selector{Holder: []string{p}}})
	}
	return people, t
}

// plainlyHolds says whether the words a plainSheet uses hold of somebody.
func (s *Selector) plainlyHolds(p *Person, on Date) bool {
	if s == nil {
		return true
	}
	word := func(words []string, w string) bool { return len(words) == 0 || slices.Contains(words, w) }
	age := int(on.Year) - int(p.Born.Year)
	if on.Month < p.Born.Month || on.Month == p.Born.Month && on.Day < p.Born.Day {
		age--
	}
	return word(s.Holder, p.Holder) && word(s.Home, p.Home) && word(s.Unit, p.Unit) && word(s.Rank, p.Rank) && word(s.Sex, string(p.Sex)) &&
		(s.AgeUnder == 0 || age < s.AgeUnder) && (s.AgeFrom == 0 || age >= s.AgeFrom)
}

// A plainRow is least <= sum of counts and questions <= most.
type plainRow struct {
	of, asks    map[int]int64 // by class, by question
	least, most int64
}

const plainNone = int64(1) << 40

// plainLP writes a plainSheet as docs/exchange.md words it, with nothing of the
// package's model: the most people home.
func plainLP(path string, people []Person, t *Terms) error {
	var marks []func(*Person) bool
	mark := func(f func(*Person) bool) int { marks = append(marks, f); return len(marks) - 1 }
	lane := func(from, of string, s *Selector) int {
		return mark(func(p *Person) bool { return p.Holder == from && p.Home == of && s.plainlyHolds(p, t.On) })
	}
	type side struct {
		mark int
		by   int64
	}
	type ask struct {
		sides       []side
		asks        map[int]int64
		least, most int64
		kept        int // question that must be yes, or -1
	}
	var rows []ask
	questions := 0
	question := func() int { questions++; return questions - 1 }
	type way struct{ mark, kept int }
	var ways []way
	type whole struct{ mark, yes, kept int }
	var wholes []whole
	choice := map[string][]int{}
	var firsts []*Selector
	for i := range t.List {
		x := &t.List[i]
		kept := -1
		if x.Optional || x.OneOf != "" {
			kept = question()
		}
		if x.OneOf != "" {
			choice[x.OneOf] = append(choice[x.OneOf], kept)
		}
		row := func(least, most int64, asks map[int]int64, sides ...side) {
			rows = append(rows, ask{sides, asks, least, most, kept})
		}
		both := func(s *Selector, in *Selector) (int, int) {
			two := func(from, of string) int {
				return mark(func(p *Person) bool {
					return p.Holder == from && p.Home == of && s.plainlyHolds(p, t.On) && in.plainlyHolds(p, t.On)
				})
			}
			a, b := two(x.Between[0], x.Between[1]), two(x.Between[1], x.Between[0])
			ways = append(ways, way{a, kept}, way{b, kept})
			return a, b
		}
		switch x.Kind {
		case KindParity:
			in := x.Categories
			if len(in) == 0 {
				in = []Category{{}}
			}
			for _, c := range in {
				a, b := both(x.People, c.People)
				row(0, 0, nil, side{a, x.Ratio[1]}, side{b, -x.Ratio[0]})
			}
		case KindAllForAll:
			a, b := both(x.People, nil)
			yes := question()
			wholes = append(wholes, whole{a, yes, kept}, whole{b, yes, kept})
		case KindRelease:
			ways = append(ways, way{lane(x.Way.From, x.Way.Of, x.Way.People), kept})
		case KindDeal:
			a, b := lane(x.Returns.From, x.Returns.Of, x.Returns.People), lane(x.If.From, x.If.Of, x.If.People)
			ways = append(ways, way{a, kept}, way{b, kept})
			if x.Ratio[0] > 0 {
				row(0, 0, nil, side{a, x.Ratio[1]}, side{b, -x.Ratio[0]})
				break
			}
			yes, n := question(), int64(len(people))
			row(-plainNone, 0, map[int]int64{yes: -n}, side{a, 1})
			row(-plainNone, 0, map[int]int64{yes: -n}, side{b, 1})
			row(0, plainNone, map[int]int64{yes: -1}, side{a, 1})
			row(0, plainNone, map[int]int64{yes: -x.Count}, side{b, 1})
		case KindAtMost, KindAtLeast, KindExactly:
			least, most := x.Count, x.Count
			if x.Kind == KindAtMost {
				least = -plainNone
			}
			if x.Kind == KindAtLeast {
				most = plainNone
			}
			row(least, most, nil, side{mark(func(p *Person) bool { return x.People.plainlyHolds(p, t.On) }), 1})
		case KindTogether:
			for _, g := range x.Groups {
				yes := question()
				wholes = append(wholes, whole{mark(func(p *Person) bool { return slices.Contains(p.Group, g) }), yes, kept})
			}
		case KindApart:
			for _, g := range x.Groups {
				row(-plainNone, 1, nil, side{mark(func(p *Person) bool { return slices.Contains(p.Group, g) }), 1})
			}
		case KindCrossing:
			before := slices.Clone(firsts)
			firsts = append(firsts, x.People)
			row(-plainNone, x.PerDay*x.Days, nil, side{mark(func(p *Person) bool {
				return x.People.plainlyHolds(p, t.On) && !slices.ContainsFunc(before, func(s *Selector) bool { return s.plainlyHolds(p, t.On) })
			}), 1})
		default:
			return fmt.Errorf("a plain sheet has no %s", x.Kind)
		}
	}
	// Classes: those with the same marks.
	var sizes []int64
	var marked [][]bool
	known := map[string]int{}
	for i := range people {
		bits := make([]bool, len(marks))
		key := make([]byte, len(marks))
		for k, f := range marks {
			if bits[k] = f(&people[i]); bits[k] {
				key[k] = 1
			}
		}
		c, ok := known[string(key)]
		if !ok {
			c = len(sizes)
			known[string(key)], sizes, marked = c, append(sizes, 0), append(marked, bits)
		}
		sizes[c]++
	}
	var out []plainRow
	for _, x := range rows {
		r := plainRow{map[int]int64{}, map[int]int64{}, x.least, x.most}
		var low, high int64
		for _, s := range x.sides {
			for c := range sizes {
				if marked[c][s.mark] {
					r.of[c] += s.by
					low, high = low+min(0, s.by*sizes[c]), high+max(0, s.by*sizes[c])
				}
			}
		}
		for q, by := range x.asks {
			r.asks[q] += by
			low, high = low+min(0, by), high+max(0, by)
		}
		if x.kept < 0 {
			out = append(out, r)
			continue
		}
		if r.most < plainNone && high > r.most { // sum + (high - most) kept <= high
			s := plainRow{r.of, map[int]int64{x.kept: high - r.most}, -plainNone, high}
			for q, by := range r.asks {
				s.asks[q] += by
			}
			out = append(out, s)
		}
		if r.least > -plainNone && low < r.least {
			s := plainRow{r.of, map[int]int64{x.kept: low - r.least}, low, plainNone}
			for q, by := range r.asks {
				s.asks[q] += by
			}
			out = append(out, s)
		}
	}
	for _, w := range wholes {
		for c, n := range sizes {
			if !marked[c][w.mark] {
				continue
			}
			if w.kept < 0 {
				out = append(out, plainRow{map[int]int64{c: 1}, map[int]int64{w.yes: -n}, 0, 0})
				continue
			}
			out = append(out, plainRow{map[int]int64{c: 1}, map[int]int64{w.yes: -n, w.kept: n}, -plainNone, n}, // n + n yes - n kept
				plainRow{map[int]int64{c: 1}, map[int]int64{w.yes: -n, w.kept: -n}, -n, plainNone})
		}
	}
	for c, n := range sizes { // who has no way
		r := plainRow{map[int]int64{c: 1}, map[int]int64{}, -plainNone, 0}
		for _, w := range ways {
			if marked[c][w.mark] && w.kept < 0 {
				r.most = n
			} else if marked[c][w.mark] {
				r.asks[w.kept] = -n
			}
		}
		if r.most == 0 {
			out = append(out, r)
		}
	}
	for _, asks := range choice {
		r := plainRow{nil, map[int]int64{}, 1, 1}
		for _, q := range asks {
			r.asks[q] = 1
		}
		out = append(out, r)
	}
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	w := bufio.NewWriter(f)
	fmt.Fprint(w, "Maximize\n home:")
	for c := range sizes {
		fmt.Fprintf(w, " + x%d\n", c)
	}
	fmt.Fprint(w, "Subject To\n")
	for i, r := range out {
		if len(r.of)+len(r.asks) == 0 {
			if r.least > 0 || r.most < 0 { // nobody is asked for: no plan
				fmt.Fprintf(w, " n%d: x0 >= %d\n", i, sizes[0]+1)
			}
			continue
		}
		sum := func() {
			for c := range sizes {
				if by := r.of[c]; by != 0 {
					fmt.Fprintf(w, " %+d x%d\n", by, c)
				}
			}
			for q := range questions {
				if by := r.asks[q]; by != 0 {
					fmt.Fprintf(w, " %+d y%d\n", by, q)
				}
			}
		}
		if r.least == r.most {
			fmt.Fprintf(w, " e%d:", i)
			sum()
			fmt.Fprintf(w, " = %d\n", r.least)
			continue
		}
		if r.least > -plainNone {
			fmt.Fprintf(w, " l%d:", i)
			sum()
			fmt.Fprintf(w, " >= %d\n", r.least)
		}
		if r.most < plainNone {
			fmt.Fprintf(w, " h%d:", i)
			sum()
			fmt.Fprintf(w, " <= %d\n", r.most)
		}
	}
	fmt.Fprint(w, "Bounds\n")
	for c, n := range sizes {
		fmt.Fprintf(w, " 0 <= x%d <= %d\n", c, n)
	}
	for q := range questions {
		fmt.Fprintf(w, " 0 <= y%d <= 1\n", q)
	}
	fmt.Fprint(w, "Generals\n")
	for c := range sizes {
		fmt.Fprintf(w, " x%d\n", c)
	}
	for q := range questions {
		fmt.Fprintf(w, " y%d\n", q)
	}
	fmt.Fprint(w, "End\n")
	if err := w.Flush(); err != nil {
		return err
	}
	return f.Close()
}

// Sheets with terms of nearly every kind: what is proved is what CBC finds for rows
// written from the words of the sheet alone, and that there is no plan likewise.
func TestSameAsPlainRows(t *testing.T) {
	needCBC(t)
	times := setting("PLAIN", 6)
	proved, compared, none := 0, 0, 0
	for seed := range uint64(times) {
		people, terms := plainSheet(seed)
		roll := NewRoll(people)
		before := processorTime()
		s, err := Select(roll, terms, Options{Nodes: setting("NODES", 10_000), NoDraw: true})
		if err != nil {
			t.Fatal(err)
		}
		used := processorTime() - before
		if err := VerifySelection(roll, terms, s); err != nil {
			t.Fatalf("sheet %d: %v", seed, err)
		}
		lp := filepath.Join(t.TempDir(), "plain.lp")
		if err := plainLP(lp, people, terms); err != nil {
			t.Fatal(err)
		}
		home, first, theirs := cbcSays(t, lp, setting("LIMIT", 1))
		best := strings.HasPrefix(first, "Optimal")
		never := strings.HasPrefix(first, "Infeasible") || strings.HasPrefix(first, "Integer infeasible")
		t.Logf("sheet %d: %d people, %d terms: %s %v of %v in %v; CBC %v %d %.30s", seed, len(people), len(terms.List), s.Status, s.Objective, s.Bound, used, theirs, home, first)
		if s.Status == Optimal || s.Status == Infeasible {
			proved++
		}
		switch {
		case s.Status == Infeasible:
			if none++; best {
				t.Errorf("sheet %d: told to have no plan, and CBC brings %d home", seed, home)
			}
		case len(s.Objective) > 1 && never:
			t.Errorf("sheet %d: a plan of %v, and CBC says there is none", seed, s.Objective)
		case len(s.Objective) > 1 && best && s.Objective[1] == s.Bound[1]:
			if compared++; home != s.Objective[1] {
				t.Errorf("sheet %d: CBC's best is %d, Homeward's %v", seed, home, s.Objective)
			}
		}
	}
	if t.Logf("%d of %d proved, %d the same as CBC's, %d without a plan", proved, times, compared, none); proved < times*3/4 || compared == 0 {
		t.Errorf("only %d of %d are proved, %d compared", proved, times, compared)
	}
}
