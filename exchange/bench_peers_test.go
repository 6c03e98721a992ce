package exchange

import (
	"bufio"
	"context"
	"encoding/binary"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// twoSides is n people held across two alliances of three, in ten categories,
// one for one in each, and a limit on whom each party lets go: what a network
// simplex can be given person by person.
func twoSides(n int, seed uint64) (*Roll, *Terms) {
	r := rand.New(rand.NewPCG(seed, 3))
	left, right := []string{"VER", "HAN", "ORO"}, []string{"SOK", "TAL", "MIR"}
	parties := append(slices.Clone(left), right...)
	roll := &Roll{IDs: make([]string, n)}
	roll.Holder = Column[string]{Words: parties, Codes: make([]uint32, n)}
	roll.Home = Column[string]{Words: parties, Codes: make([]uint32, n)}
	roll.Wish = Column[Wish]{Words: []Wish{WishReturn, WishStay, WishUnknown}, Codes: make([]uint32, n)}
	roll.Priority = Column[[]string]{Words: [][]string{nil, {"minors"}}, Codes: make([]uint32, n)}
	roll.Rank = Column[string]{Codes: make([]uint32, n)}
	roll.CapturedOn = Column[Date]{Codes: make([]uint32, n)}
	for k := range 10 {
		roll.Rank.Words = append(roll.Rank.Words, fmt.Sprint("rank ", k))
	}
	for y := 2021; y < 2025; y++ {
		for m := 1; m <= 12; m++ {
			for d := 1; d <= 28; d++ {
				roll.CapturedOn.Words = append(roll.CapturedOn.Words, Date{int16(y), int8(m), int8(d)})
			}
		}
	}
	for i := range n {
		a, b := uint32(r.IntN(3)), uint32(3+r.IntN(3))
		if r.IntN(2) == 0 {
			a, b = b, a
		}
		roll.IDs[i] = fmt.Sprintf("P%08d", i)
		roll.Holder.Codes[i], roll.Home.Codes[i] = a, b
		roll.Wish.Codes[i] = uint32(max(0, r.IntN(10)-7))
		roll.Rank.Codes[i] = uint32(r.IntN(10))
		roll.CapturedOn.Codes[i] = uint32(r.IntN(len(roll.CapturedOn.Words)))
		if r.IntN(20) == 0 {
			roll.Priority.Codes[i] = 1
		}
	}
	t := &Terms{On: Date{2025, 1, 13}, Seed: "bench", Parties: parties, Priorities: []string{"minors"}}
	var ranks []Category
	for k := range 10 {
		ranks = append(ranks, Category{fmt.Sprint("rank ", k), &Selector{Rank: []string{fmt.Sprint("rank ", k)}}})
	}
	for _, a := range left {
		for _, b := range right {
			t.List = append(t.List, Term{Name: a + "-" + b, Kind: KindParity, Between: [2]string{a, b}, Ratio: [2]int64{1, 1}, Categories: ranks})
		}
	}
	for k, p := range parties {
		t.List = append(t.List, Term{Name: "cap " + p, Kind: KindAtMost, Count: int64(n) * int64(80+5*k) / 1000, People: &Selector{Holder: []string{p}}})
	}
	return roll, t
}

// writeFlow writes the same as a circulation, an arc per person: home counts
// 2^21, a minor one more, so that it keeps the order of the first tiers.
func writeFlow(path string, roll *Roll, t *Terms) error {
	const home = 1 << 21
	type arc struct{ from, to, capacity, cost int64 }
	var arcs []arc
	mid := func(a, b, rank uint32) int64 { return 8 + int64(a*3+b-3)*10 + int64(rank) }
	for k := range 6 {
		c := t.List[9+k].Count
		if k < 3 {
			arcs = append(arcs, arc{6, int64(k), c, 0})
		} else {
			arcs = append(arcs, arc{int64(k), 7, c, 0})
		}
	}
	arcs = append(arcs, arc{7, 6, 1 << 40, 0})
	for i := range roll.IDs {
		if roll.Wish.Codes[i] != 0 {
			continue
		}
		cost := -int64(home) - int64(roll.Priority.Codes[i])
		a, b := roll.Holder.Codes[i], roll.Home.Codes[i]
		if a < 3 {
			arcs = append(arcs, arc{int64(a), mid(a, b, roll.Rank.Codes[i]), 1, cost})
		} else {
			arcs = append(arcs, arc{mid(b, a, roll.Rank.Codes[i]), int64(a), 1, cost})
		}
	}
	slices.SortStableFunc(arcs, func(x, y arc) int { return int(x.from - y.from) })
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	w := bufio.NewWriter(f)
	binary.Write(w, binary.LittleEndian, [2]int64{8 + 90, int64(len(arcs))})
	buf := make([]byte, 0, 32)
	for _, a := range arcs {
		buf = buf[:0]
		for _, v := range []int64{a.from, a.to, a.capacity, a.cost} {
			buf = binary.LittleEndian.AppendUint64(buf, uint64(v))
		}
		w.Write(buf)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return f.Close()
}

// crews is n people as in pairwise, a crossing with days for each party, and
// groups of two to five of which all go or nobody.
func crews(n, groups int, seed uint64) ([]Person, *Terms) {
	people, terms := crowd(n, seed), pairwise()
	r := rand.New(rand.NewPCG(seed, 4))
	var names []string
	for g := range groups {
		names = append(names, fmt.Sprint("crew ", g))
		for range 2 + r.IntN(4) {
			people[r.IntN(n)].Group = []string{names[g]}
		}
	}
	if groups > 0 {
		terms.List = append(terms.List, Term{Name: "crews", Kind: KindTogether, Groups: names})
	}
	for _, p := range terms.Parties {
		terms.List = append(terms.List, Term{Name: "bridge of " + p, Kind: KindCrossing, At: "bridge", PerDay: int64(n) / 200, Days: 20, People: &Selector{Holder: []string{p}}})
	}
	return people, terms
}

func median(d []time.Duration) time.Duration {
	if len(d) == 0 {
		return 0
	}
	d = slices.Clone(d)
	slices.Sort(d)
	return d[len(d)/2]
}

func setting(name string, usual int) int {
	if n, err := strconv.Atoi(os.Getenv(name)); err == nil {
		return n
	}
	return usual
}

// peer runs a program that prints seconds and a number; -1 if it found none.
func peer(t *testing.T, limit time.Duration, name string, args ...string) (time.Duration, int64) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	text, err := exec.CommandContext(ctx, name, args...).Output()
	if ctx.Err() != nil {
		return limit, -1
	}
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	words := strings.Fields(string(text))
	seconds, _ := strconv.ParseFloat(words[0], 64)
	v, err := strconv.ParseInt(words[1], 10, 64)
	if err != nil {
		v = -1
	}
	return time.Duration(seconds * float64(time.Second)), v
}

// glpk gives GLPK's best number; -1 if it found none in time.
func glpk(t *testing.T, limit time.Duration, lp string) (time.Duration, int64) {
	t.Helper()
	begin := time.Now()
	out := lp + ".glpk"
	if text, err := exec.Command("glpsol", "--lp", lp, "--cuts", "--tmlim", strconv.Itoa(int(limit.Seconds())), "-o", out).CombinedOutput(); err != nil {
		t.Fatalf("glpsol: %v\n%s", err, text)
	}
	d := time.Since(begin)
	text, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(text), "INTEGER OPTIMAL") {
		return d, -1
	}
	_, rest, _ := strings.Cut(string(text), "Objective:")
	_, rest, _ = strings.Cut(rest, "=")
	v, _ := strconv.ParseFloat(strings.Fields(rest)[0], 64)
	return d, int64(v + 0.5)
}

// The table of scripts/bench-exchange: ratios first.
func TestBesidePeers(t *testing.T) {
	work := os.Getenv("BENCH_EXCHANGE")
	if work == "" {
		t.Skip("scripts/bench-exchange runs it")
	}
	limit := time.Duration(setting("LIMIT", 60)) * time.Second
	say := func(ratio, format string, args ...any) {
		fmt.Printf("%-9s  %s\n", ratio, fmt.Sprintf(format, args...))
	}
	draw := false
	run := func(roll *Roll, terms *Terms, times int) (time.Duration, Selection) {
		var all []time.Duration
		var s Selection
		for range times {
			runtime.GC() // as before every benchmark of go test: garbage of making the people is not the plan's
			begin := time.Now()
			var err error
			deadline := begin.Add(limit)
			s, err = Select(roll, terms, Options{Nodes: 1 << 30, NoDraw: !draw, Stop: func() bool { return time.Now().After(deadline) }})
			all = append(all, time.Since(begin))
			if err != nil {
				t.Fatal(err)
			}
		}
		return median(all), s
	}
	ratio := func(peer, own time.Duration) string { return fmt.Sprintf("%.2f x", peer.Seconds()/own.Seconds()) }

	roll, terms := twoSides(1_000_000, 1)
	draw = true
	own, s := run(roll, terms, 7)
	draw = false
	undrawn, _ := run(roll, terms, 5)
	flow := filepath.Join(work, "flow")
	if err := writeFlow(flow, roll, terms); err != nil {
		t.Fatal(err)
	}
	var lemons []time.Duration
	var total int64
	for range 5 {
		var one time.Duration
		one, total = peer(t, 10*time.Minute, filepath.Join(work, "lemon"), flow)
		lemons = append(lemons, one)
	}
	lemon := median(lemons)
	say(ratio(lemon, own), "LEMON, person by person, 2 tiers %v; Homeward %v, all %d tiers, the draw by lot and certificate (%v without the draw between classes): 1,000,000 people, 2 alliances of 3, parity in 10 categories, caps", lemon.Round(time.Millisecond), own.Round(100*time.Microsecond), len(s.Tiers), undrawn.Round(100*time.Microsecond))
	if s.Status != Optimal || -total != s.Objective[1]<<21+s.Objective[2] {
		t.Errorf("LEMON's best is %d, Homeward's %v", -total, s.Objective)
	}
	var checks []time.Duration
	for range 5 {
		begin := time.Now()
		if err := VerifySelection(roll, terms, s); err != nil {
			t.Fatal(err)
		}
		checks = append(checks, time.Since(begin))
	}
	say("", "verification of that plan %v", median(checks).Round(100*time.Microsecond))
	roll, terms = twoSides(10_000_000, 2)
	draw = true
	own, s = run(roll, terms, 3)
	draw = false
	undrawn, _ = run(roll, terms, 3)
	say("", "10,000,000 people %v, %s, drawn %v (%v without the draw between classes)", own.Round(100*time.Microsecond), s.Status, s.LotDrawn, undrawn.Round(100*time.Microsecond))
	roll = nil

	for _, groups := range []int{0, 30, 300} {
		people, terms := crews(100_000, groups, 7)
		own, s := run(NewRoll(people), terms, 1)
		lp := filepath.Join(work, "crews.lp")
		if err := writeLP(lp, modelOf(t, people, terms)); err != nil {
			t.Fatal(err)
		}
		begin := time.Now()
		home, _ := cbc(t, lp)
		d := time.Since(begin)
		say(ratio(d, own), "CBC, people home only %v; Homeward %v, %s: 100,000 people, pairwise parity in 10 categories, %d groups together, crossings with days", d.Round(time.Millisecond), own.Round(time.Millisecond), s.Status, groups)
		if s.Status == Optimal && s.Objective[0] == 0 && home != s.Objective[1] {
			t.Errorf("CBC's best is %d, Homeward's %v", home, s.Objective)
		}
	}

	// One family of sheets after the other: CBC has people home alone, Homeward all
	// tiers with certificate. Processor time, because the machine may have other work.
	family := func(name string, n, peers int, sheet func(seed uint64) ([]Person, *Terms)) {
		var ours, theirs, waited []time.Duration
		proved, home, late, differ := 0, 0, 0, 0
		for seed := range uint64(n) {
			people, terms := sheet(seed)
			roll := NewRoll(people)
			before := processorTime()
			own, s := run(roll, terms, 1)
			ours, waited = append(ours, processorTime()-before), append(waited, own)
			m := modelOf(t, people, terms)
			lp := filepath.Join(work, "hard.lp")
			if err := writeLP(lp, m); err != nil {
				t.Fatal(err)
			}
			value, first, used := cbcSays(t, lp, int(limit.Seconds()))
			theirs = append(theirs, used)
			if s.Status == Optimal || s.Status == Infeasible {
				proved++
			}
			if !strings.HasPrefix(first, "Optimal") {
				late++
			}
			switch {
			case s.Status == Infeasible:
				if home++; strings.HasPrefix(first, "Optimal") {
					differ++
					t.Errorf("%s %d: CBC has %d home, Homeward no plan: %v", name, seed, value, s.Conflict)
				}
			case s.Objective[1] == s.Bound[1]:
				if home++; strings.HasPrefix(first, "Optimal") && s.Objective[0] == 0 && value != s.Objective[1] {
					differ++
					t.Errorf("%s %d: CBC's best is %d, Homeward's %v", name, seed, value, s.Objective)
				}
			}
			if int(seed) < peers {
				g, gv := glpk(t, limit, lp)
				h, hv := peer(t, 2*limit, os.Getenv("BENCH_PYTHON"), "../bench/exchange/highs.py", lp, fmt.Sprint(limit.Seconds()))
				say("", "%s %d (%d counts, %d rows): Homeward %v %v, CBC %v %d, GLPK %v %d, HiGHS %v %d (-1: none in time)", name, seed, len(m.blocks), len(m.rows),
					own.Round(time.Millisecond), s.Objective, used.Round(time.Millisecond), value, g.Round(time.Millisecond), gv, h.Round(time.Millisecond), hv)
			}
		}
		sum := func(d []time.Duration) (all time.Duration) {
			for _, x := range d {
				all += x
			}
			return all.Round(time.Millisecond)
		}
		say(ratio(median(theirs), median(ours)), "%d %s: CBC, people home only, median %v, all %v, %d not proved within %v; Homeward, all tiers, median %v (waited for %v), all %v, %d proved in every tier, %d for people home, %d different", n, name,
			median(theirs).Round(time.Millisecond), sum(theirs), late, limit, median(ours).Round(time.Millisecond), median(waited).Round(time.Millisecond), sum(ours), proved, home, differ)
	}
	family("hard", setting("HARD", 300), setting("PEERS", 3), hardSheet)
	family("tangled", setting("MOULDS", 12), 0, tangledSheet)
	family("plain", setting("MOULDS", 12), 0, plainSheet)
	for _, name := range slices.Sorted(maps.Keys(moulds)) {
		family(name, setting("MOULDS", 12), 0, func(seed uint64) ([]Person, *Terms) { return generated(1000+seed, moulds[name]) })
	}
}
