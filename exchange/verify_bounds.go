package exchange

import (
	"cmp"
	"fmt"
	"slices"
)

// The check of a certificate. From the list and the sheet it works out anew the
// classes, what a term demands of their numbers (rows), and which classes hang
// together (parts). Then it takes each branch of each proof by itself. For any
// multipliers m, and any numbers x that keep the rows,
//
//	what a tier counts  =  Σ mᵢ·rowᵢ(x)  +  Σ over people of (gain - Σ mᵢ·aᵢ)
//
// and the right side is at most: every row at the end its multiplier's sign
// points to, and of every class those people for whom the bracket is positive.
// With a list of multipliers per row, one per tier, "at most" is in the order of
// the tiers. So whatever the multipliers are, the bound is true; whether it is
// good enough is all that depends on them.

// Sharers are part of a class: its people who are equal in every tier.
type sharers struct {
	grade        int // its class
	people, goes int64
	gain         []int64
}

// A grade is a class as the verifier finds it.
type grade struct {
	from, to  string
	owed      bool
	dead      bool
	third     bool
	counted   []int // demands' sides that count it
	terms     []string
	cells     []int
	most, out int64 // people, and those who go
}

// A demand is one row.
type demand struct {
	term     string
	at       []int // classes; questions are numbered on after them
	times    []int64
	lo, hi   int64
	noLo, no bool // no end below, above
}

// A reckoning is the verifier's classes, rows and parts.
type reckoning struct {
	grades    []grade
	cells     []sharers
	demands   []demand
	questions int
	kept      map[int]string // questions whether a term is kept
	optional  map[int]bool   // of those, whether an optional one is
	keptTier  int            // -1: none
	part      []int          // of each class and question: its lowest member
	size      []int64        // most of each
	tiers     int
	steps     map[int][]stepTie // per part: classes that go in step
	members   map[int][]int     // per part: its classes and questions
	ratios    map[int][]int     // per part: the rows kept in whole rounds
	narrows   map[int][]*demand // per part: the rows that narrow, in their order
	spot      []int             // of each class, question and rounds: its place in the part
	sides     [][2]demand       // of each row kept in whole rounds
	round     []within          // of each row: how many rounds there may be
	follows   []follower        // of each class
	only      []string          // the terms a proof may lean on; nil: all
}

// join finds the parts.
func (k *reckoning) join() {
	n := len(k.grades) + k.questions
	k.part = make([]int, n)
	next := make([][]int, n)
	for i := range k.part {
		k.part[i] = -1
	}
	for d := range k.demands {
		at := k.demands[d].at
		for e := 1; e < len(at); e++ {
			next[at[0]] = append(next[at[0]], at[e])
			next[at[e]] = append(next[at[e]], at[0])
		}
	}
	for i := range n {
		if k.part[i] >= 0 {
			continue
		}
		k.part[i] = i
		for stack := []int{i}; len(stack) > 0; {
			v := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			for _, w := range next[v] {
				if k.part[w] < 0 {
					k.part[w] = i
					stack = append(stack, w)
				}
			}
		}
	}
	k.members, k.ratios, k.narrows, k.steps = map[int][]int{}, map[int][]int{}, map[int][]*demand{}, map[int][]stepTie{}
	k.layRounds()
	k.findFollowers()
	k.spot = make([]int, n+len(k.demands))
	for v, p := range k.part {
		k.spot[v] = len(k.members[p])
		k.members[p] = append(k.members[p], v)
	}
	for d := range k.demands {
		r := &k.demands[d]
		if len(r.at) == 0 {
			continue
		}
		p := k.part[r.at[0]]
		if len(r.at) == 2 && r.at[0] != r.at[1] && r.at[0] < len(k.grades) && r.at[1] < len(k.grades) && !r.noLo && !r.no && r.lo == 0 && r.hi == 0 &&
			(r.times[0] > 0) != (r.times[1] > 0) && r.times[0] != 0 && r.times[1] != 0 {
			k.steps[p] = append(k.steps[p], stepTie{d, r.at[0], r.at[1], max(r.times[0], -r.times[0]), max(r.times[1], -r.times[1])})
		}
		if len(k.sides[d][0].at) > 0 {
			k.spot[k.rounds(d)] = len(k.members[p]) + len(k.ratios[p])
			k.ratios[p] = append(k.ratios[p], d)
		}
		if k.mayNarrow(r) {
			k.narrows[p] = append(k.narrows[p], r)
		}
	}
	for d := range k.demands {
		for s := range k.sides[d] {
			if side := &k.sides[d][s]; len(side.at) > 0 && k.mayNarrow(side) {
				p := k.part[k.demands[d].at[0]]
				k.narrows[p] = append(k.narrows[p], side)
			}
		}
	}
}

// Within is the least and most of a number in a branch.
type within struct{ lo, hi int64 }

// A branch is the ranges of the classes, questions and rounds of a part, each in
// its place, and of cells.
type branch struct {
	numbers []within
	cells   map[int]within
	some    bool // something is left of it
}

// prove checks the proofs of a part and gives what they prove of every tier;
// without proofs, what the ranges do. none is true if they prove that there is
// no plan.
func (k *reckoning) prove(part int, proofs []Proof) (value []int64, none bool, err error) {
	members := k.members[part]
	if len(members) == 0 {
		return nil, false, fmt.Errorf("there is no part that begins with %d", part)
	}
	full := map[int]bool{}
	var cuts []*derived
	for len(value) < k.tiers {
		proof := Proof{Tiers: k.tiers - len(value), Nodes: []ProofNode{{Over: 1}}}
		if len(proofs) > 0 {
			proof, proofs = proofs[0], proofs[1:]
		}
		if proof.Tiers < 0 || proof.Tiers > k.tiers-len(value) {
			return nil, false, fmt.Errorf("a proof covers %d tiers", proof.Tiers)
		}
		b := &branch{cells: map[int]within{}, some: true}
		for _, v := range members {
			w := within{0, k.size[v]}
			if full[v] {
				w.lo = w.hi
			}
			b.numbers = append(b.numbers, w)
		}
		for _, row := range k.ratios[part] {
			b.numbers = append(b.numbers, k.round[row])
		}
		grain, besides := k.grains(members, full)
		r := &treeReader{k: k, part: part, members: members, nodes: proof.Nodes, from: len(value), tiers: proof.Tiers, settled: value, grain: grain, besides: besides, touched: map[int]int{}, cuts: cuts}
		if len(proof.Cuts) > 0 {
			base := &branch{}
			for _, v := range members {
				base.numbers = append(base.numbers, within{0, k.size[v]})
			}
			for _, row := range k.ratios[part] {
				base.numbers = append(base.numbers, k.round[row])
			}
			if !k.narrow(part, base) {
				return nil, true, nil // the rows alone leave nothing
			}
			for i := range proof.Cuts {
				c, err := r.cut(&proof.Cuts[i], base.numbers)
				if err != nil {
					return nil, false, err
				}
				r.cuts = append(r.cuts, c)
			}
			cuts = r.cuts
		}
		if err := r.read(b); err != nil {
			return nil, false, err
		}
		if len(r.nodes) > 0 {
			return nil, false, fmt.Errorf("a proof has %d nodes too many", len(r.nodes))
		}
		if r.best == nil && len(value) > 0 && proof.Tiers > 0 {
			// No plan has what the tiers before allow: one of them is not reached, and
			// of those after it nothing is asked.
			return append(value, make([]int64, k.tiers-len(value))...), false, nil
		}
		if r.best == nil {
			return nil, true, nil
		}
		value = append(value, r.best...)
		k.fill(members, value, full)
	}
	if len(proofs) > 0 {
		return nil, false, fmt.Errorf("a part has %d proofs too many", len(proofs))
	}
	return value, false, nil
}

// fill notes the classes of which all go in every plan that keeps the settled
// tiers: those that a tier counts which counts all it could.
func (k *reckoning) fill(members []int, settled []int64, full map[int]bool) {
	for t, n := range settled {
		all := int64(0)
		for _, v := range members {
			if v >= len(k.grades) {
				if k.optional[v] && t == k.keptTier {
					all++
				}
				continue
			}
			for _, c := range k.grades[v].cells {
				all += k.cells[c].people * k.cells[c].gain[t]
			}
		}
		if all != n {
			continue
		}
		for _, v := range members {
			if v < len(k.grades) && !slices.ContainsFunc(k.grades[v].cells, func(c int) bool { return k.cells[c].gain[t] == 0 }) {
				full[v] = true
			}
		}
	}
}

// certificate checks status, figures and bounds against the evidence.
func (a *audit) certificate(k *reckoning, status PlanStatus, objective, bound []int64, conflict []string, cert *Certificate) {
	if len(cert.Classes) != len(k.grades) {
		a.fail("the certificate has %d classes, the list %d", len(cert.Classes), len(k.grades))
		return
	}
	for i, c := range cert.Classes {
		g := &k.grades[i]
		if c.From != g.from || c.To != g.to || c.Owed != g.owed || c.Dead != g.dead || c.People != g.most || c.Go != g.out || !slices.Equal(c.Terms, g.terms) {
			a.fail("class %d of the certificate is not that of the list", i)
			return
		}
	}
	if len(objective) != k.tiers || len(bound) != k.tiers {
		a.fail("%d tiers, %d figures reached, %d bounds", k.tiers, len(objective), len(bound))
		return
	}
	proofs := map[int][]Proof{}
	for _, p := range cert.Parts {
		if _, twice := proofs[p.First]; twice || p.First < 0 || p.First >= len(k.part) || k.part[p.First] != p.First {
			a.fail("the certificate has no part, or two, that begin with %d", p.First)
			return
		}
		proofs[p.First] = p.Proofs
	}
	if status == Infeasible {
		a.impossible(k, bound, conflict, cert)
		return
	}
	proved, all := make([]int64, k.tiers), make([]int64, k.tiers)
	for _, c := range k.cells {
		for t, g := range c.gain {
			all[t] += g * c.people
		}
	}
	if k.keptTier >= 0 {
		all[k.keptTier] += int64(len(k.optional))
	}
	for v, p := range k.part {
		if v != p {
			continue
		}
		value, none, err := k.prove(p, proofs[p])
		if none && err == nil && status == Undecided {
			return // of what there is not, every bound holds
		}
		if err != nil || none {
			a.fail("the proof of the part that begins with class %d does not hold: %v", p, cmp.Or(err, fmt.Errorf("it leaves no plan")))
			return
		}
		for t := range proved {
			proved[t] += value[t]
		}
	}
	settled := true
	for t := range proved {
		least := all[t]
		if settled {
			least = proved[t]
		}
		if bound[t] < least || bound[t] > all[t] {
			a.fail("the bound %d of tier %d is not what is proved: %d", bound[t], t+1, least)
		}
		reached := objective[t]
		if status == Undecided {
			reached = bound[t]
		}
		settled = settled && proved[t] == reached
	}
}

// impossible checks the proof that the terms named leave no plan.
func (a *audit) impossible(k *reckoning, bound []int64, conflict []string, cert *Certificate) {
	for t := range bound {
		if bound[t] != 0 {
			a.fail("the plan is infeasible and yet has bounds")
		}
	}
	for _, d := range k.demands {
		if len(d.at) == 0 && (!d.noLo && d.lo > 0 || !d.no && d.hi < 0) && len(conflict) == 1 && conflict[0] == d.term && len(cert.Parts) == 0 {
			return // it asks for people of whom there are none
		}
	}
	if len(cert.Parts) != 1 || len(cert.Parts[0].Proofs) != 1 || cert.Parts[0].Proofs[0].Tiers != 0 {
		a.fail("the plan is called infeasible without a proof")
		return
	}
	k.only = conflict
	if _, none, err := k.prove(cert.Parts[0].First, cert.Parts[0].Proofs); err != nil || !none {
		a.fail("the proof that the terms cannot stand together does not hold: %v", err)
	}
}
