package exchange

import (
	"runtime"
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
	type ends struct {
		last, first   stub // last who goes, first who stays
		anyGo, anyOut bool
	}
	number := numbering(a.terms.Seed)
	parts := make([][]ends, max(1, min(runtime.GOMAXPROCS(0), len(of)/20_000)))
	var wait sync.WaitGroup
	for w := range parts {
		wait.Go(func() {
			mine := make([]ends, len(k.cells))
			from, to := len(of)/len(parts)*w, len(of)/len(parts)*(w+1)
			if w == len(parts)-1 {
				to = len(of)
			}
			for i := from; i < to; i++ {
				x := of[i]
				if !cut[x] {
					continue
				}
				t := stub{number(r.IDs[i]), r.IDs[i]}
				e := &mine[sorts[x].cell]
				if goes[i/64]>>(i%64)&1 == 1 {
					if !e.anyGo || e.last.before(t) {
						e.last, e.anyGo = t, true
					}
				} else if !e.anyOut || t.before(e.first) {
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
			if p.anyGo && (!e.anyGo || e.last.before(p.last)) {
				e.last, e.anyGo = p.last, true
			}
			if p.anyOut && (!e.anyOut || p.first.before(e.first)) {
				e.first, e.anyOut = p.first, true
			}
		}
		if e.anyGo && e.anyOut && e.first.before(e.last) {
			a.fail("%s goes and %s stays, who are equal, against the lot", e.last.id, e.first.id)
		}
	}
}
