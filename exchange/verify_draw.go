package exchange

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"math/bits"
	"runtime"
	"slices"
	"sort"
	"sync"

	"github.com/dchest/siphash"
)

// The lot between classes. By its definition people are drawn one by one, and each
// goes if a best plan with everybody drawn before still exists. Of those who go the
// plan is the witness: it is a best one, and has them all. Of those who stay it is
// enough to look at the first of each cell: whoever is drawn after him is in his
// place. That no best plan has him and those who were drawn before him and go,
// the certificate shows by multipliers; what it does not show is told.

// A stub is somebody's number in the lot.
type stub struct {
	number uint64
	id     string
}

func (s stub) before(o stub) bool {
	return s.number < o.number || s.number == o.number && s.id < o.id
}

// numbering gives the number of an id in the lot of a seed: SipHash-2-4 under the
// first sixteen bytes of the seed's SHA-256, the first byte weighing most.
func numbering(seed string) func(id string) uint64 {
	sum := sha256.Sum256([]byte(seed))
	low, high := binary.LittleEndian.Uint64(sum[:8]), binary.LittleEndian.Uint64(sum[8:16])
	return func(id string) uint64 { return bits.ReverseBytes64(siphash.Hash(low, high, []byte(id))) }
}

// stubs gives, per cell, those who go in the order of the lot, and the first who
// stays; nil if nobody does. Cells that nothing ties to others are left out.
func (a *audit) stubs(k *reckoning, goes []uint64) (going [][]stub, first []*stub) {
	asked := make([]bool, len(k.cells))
	for c := range asked {
		asked[c] = !k.alone(k.cells[c].grade)
	}
	parts := max(1, min(runtime.GOMAXPROCS(0), len(a.people)/20_000))
	number := numbering(a.terms.Seed)
	goings, firsts := make([][][]stub, parts), make([][]*stub, parts)
	var wait sync.WaitGroup
	for w := range parts {
		wait.Go(func() {
			going, first := make([][]stub, len(k.cells)), make([]*stub, len(k.cells))
			for i := len(a.people) * w / parts; i < len(a.people)*(w+1)/parts; i++ {
				c := a.sortList[a.sortOf[i]].cell
				if c < 0 || !asked[c] {
					continue
				}
				id := a.people[i].ID
				s := stub{number(id), id}
				if goes[i/64]>>(i%64)&1 == 1 {
					going[c] = append(going[c], s)
				} else if first[c] == nil || s.before(*first[c]) {
					first[c] = &s
				}
			}
			goings[w], firsts[w] = going, first
		})
	}
	wait.Wait()
	going, first = goings[0], firsts[0]
	for w := range parts {
		wait.Go(func() {
			for c := w; c < len(k.cells); c += parts {
				for o := 1; o < parts; o++ {
					going[c] = append(going[c], goings[o][c]...)
					if f := firsts[o][c]; f != nil && (first[c] == nil || f.before(*first[c])) {
						first[c] = f
					}
				}
				slices.SortFunc(going[c], func(x, y stub) int {
					if x.before(y) {
						return -1
					}
					return 1
				})
			}
		})
	}
	wait.Wait()
	return going, first
}

// draws checks the evidence of the draw, where everything is proved to be best.
func (a *audit) draws(k *reckoning, plan *Plan, goes []uint64) {
	if !plan.LotDrawn || len(a.faults) > 0 {
		return
	}
	cert := &plan.Certificate
	going, first := a.stubs(k, goes)
	shown := map[int]bool{}
	for i := range cert.Draw {
		d := &cert.Draw[i]
		if d.First < 0 || d.First >= len(k.part) || k.part[d.First] != d.First {
			a.fail("the draw names a part %d there is not", d.First)
			return
		}
		proofs := []Proof(nil)
		for _, p := range cert.Parts {
			if p.First == d.First {
				proofs = p.Proofs
			}
		}
		value, none, err := k.prove(d.First, proofs)
		if none || err != nil {
			a.fail("the draw of part %d leans on a proof that does not hold", d.First)
			return
		}
		for _, r := range d.Refused {
			if len(r) != 2 || r[0] < 0 || r[0] >= len(k.cells) || first[r[0]] == nil || k.part[k.cells[r[0]].grade] != d.First || r[1] < 0 || r[1] >= len(d.Ends) {
				a.fail("the draw of part %d names a cell or an end there is not", d.First)
				return
			}
			if err := a.refused(k, d.First, value, r[0], going, *first[r[0]], d.Ends[r[1]]); err != nil {
				a.fail("%s stays, and the lot does not show why: %v", first[r[0]].id, err)
				return
			}
			shown[r[0]] = true
		}
	}
	open := 0
	for c := range first {
		if first[c] != nil && !shown[c] {
			open++
		}
	}
	if open > 0 {
		a.unchecked = append(a.unchecked, fmt.Sprintf("that the lot between classes refused the first who stay of %d groups of equals", open))
	}
}

// alone says that nothing ties a class to another: its best go, and who is equal is
// drawn within.
func (k *reckoning) alone(grade int) bool { return len(k.members[k.part[grade]]) == 1 }

// refused checks that no best plan has somebody together with all who go and were
// drawn before him.
func (a *audit) refused(k *reckoning, part int, value []int64, cell int, going [][]stub, who stub, end ProofNode) error {
	if !end.Empty || end.Split != nil || end.Open {
		return fmt.Errorf("its end shows nothing")
	}
	b := &branch{cells: map[int]within{}, some: true}
	touched := map[int]int{}
	for _, v := range k.members[part] {
		b.numbers = append(b.numbers, within{0, k.size[v]})
		if v >= len(k.grades) {
			continue
		}
		touched[v] = 1
		for _, c := range k.grades[v].cells {
			n := int64(sort.Search(len(going[c]), func(i int) bool { return !going[c][i].before(who) }))
			if c == cell {
				n = k.cells[c].goes + 1
			}
			b.cells[c] = within{n, k.cells[c].people}
		}
	}
	for _, row := range k.ratios[part] {
		b.numbers = append(b.numbers, k.round[row])
	}
	r := &treeReader{k: k, part: part, members: k.members[part], nodes: []ProofNode{end}, from: k.tiers, settled: value, touched: touched}
	if err := r.read(b); err != nil {
		return err
	}
	return nil
}
