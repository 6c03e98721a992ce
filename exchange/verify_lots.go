package exchange

import (
	"crypto/sha256"
	"runtime"
	"slices"
	"sync"
)

// lots checks that where part of a cell goes, it is those whom the lot names.
func (a *audit) lots(k *reckoning, r *Roll, sorts []sortOfPeople, of []uint32, goes []uint64) {
	cut := make([]bool, len(sorts))
	some := false
	for x := range sorts {
		if c := sorts[x].cell; c >= 0 && k.cells[c].goes > 0 && k.cells[c].goes < k.cells[c].people {
			cut[x], some = true, true
		}
	}
	if !some {
		return
	}
	type ticket struct {
		number [8]byte
		id     string
	}
	less := func(x, y ticket) bool {
		if c := slices.Compare(x.number[:], y.number[:]); c != 0 {
			return c < 0
		}
		return x.id < y.id
	}
	type ends struct {
		last, first   ticket // last who goes, first who stays
		anyGo, anyOut bool
	}
	parts := make([][]ends, max(1, min(runtime.GOMAXPROCS(0), len(of)/20_000)))
	var wait sync.WaitGroup
	for w := range parts {
		wait.Go(func() {
			mine := make([]ends, len(k.cells))
			text := append([]byte(a.terms.Seed), '\n')
			from, to := len(of)/len(parts)*w, len(of)/len(parts)*(w+1)
			if w == len(parts)-1 {
				to = len(of)
			}
			for i := from; i < to; i++ {
				x := of[i]
				if !cut[x] {
					continue
				}
				sum := sha256.Sum256(append(text[:len(a.terms.Seed)+1], r.IDs[i]...))
				t := ticket{[8]byte(sum[:8]), r.IDs[i]}
				e := &mine[sorts[x].cell]
				if goes[i/64]>>(i%64)&1 == 1 {
					if !e.anyGo || less(e.last, t) {
						e.last, e.anyGo = t, true
					}
				} else if !e.anyOut || less(t, e.first) {
					e.first, e.anyOut = t, true
				}
			}
			parts[w] = mine
		})
	}
	wait.Wait()
	for c := range k.cells {
		var e ends
		for w := range parts {
			p := &parts[w][c]
			if p.anyGo && (!e.anyGo || less(e.last, p.last)) {
				e.last, e.anyGo = p.last, true
			}
			if p.anyOut && (!e.anyOut || less(p.first, e.first)) {
				e.first, e.anyOut = p.first, true
			}
		}
		if e.anyGo && e.anyOut && less(e.first, e.last) {
			a.fail("%s goes and %s stays, who are equal, against the lot", e.last.id, e.first.id)
		}
	}
}
