package exchange

import (
	"runtime"
	"slices"
	"sync"
)

// A sortOfPeople is those of whom the same is true.
type sortOfPeople struct {
	first        int // in the list
	people, goes int64
	judged       uint64 // what law and terms ask
	named        bool
	cell         int
}

// sorts counts a roll. It gives the sorts in the order of the list, and of
// everybody the sort's number as the list shows it.
func (a *audit) sorts(r *Roll, goes []uint64) ([]sortOfPeople, []uint32) {
	n := r.Len()
	list := a.facets(r)
	named := map[string]bool{}
	var walk func(*Selector)
	walk = func(s *Selector) {
		if s == nil {
			return
		}
		for _, id := range s.ID {
			named[id] = true
		}
		walk(s.Not)
		for _, x := range s.Any {
			walk(x)
		}
	}
	for i := range a.terms.List {
		t := &a.terms.List[i]
		for _, id := range t.IDs {
			named[id] = true
		}
		for _, s := range []*Selector{t.People, t.Returns.People, t.If.People, t.Way.People} {
			walk(s)
		}
		for _, c := range t.Categories {
			walk(c.People)
		}
	}
	slices.SortStableFunc(list, func(x, y facet) int { // judged first: they are the upper digits
		if x.ranked == y.ranked {
			return 0
		}
		if x.ranked {
			return 1
		}
		return -1
	})
	// Where the digits do not fit one number, everybody is put in words.
	place, lower, fits := uint64(1), uint64(1), true
	for i := len(list) - 1; i >= 0; i-- {
		for c := range list[i].tells {
			list[i].tells[c] *= place
		}
		if place > 1<<61/list[i].kinds {
			fits = false
			break
		}
		if place *= list[i].kinds; list[i].ranked {
			lower = place
		}
	}
	of := make([]uint32, n)
	type bunch struct {
		sorts []sortOfPeople
		keys  []uint64
		local []uint32 // renumbering, later
	}
	parts := make([]bunch, max(1, min(runtime.GOMAXPROCS(0), n/20_000)))
	var wait sync.WaitGroup
	for w := range parts {
		wait.Go(func() {
			from, to := n/len(parts)*w, n/len(parts)*(w+1)
			if w == len(parts)-1 {
				to = n
			}
			b := &parts[w]
			words := map[string]uint64{}
			seen := map[uint64]uint32{}
			var direct []uint32
			if fits && place <= 1<<22 {
				direct = make([]uint32, place) // number + 1
			}
			block := make([]uint64, 4096)
			for ; from < to; from += len(block) {
				keys := block[:min(len(block), to-from)]
				clear(keys)
				for f := range list {
					tells := list[f].tells
					for i, code := range list[f].codes[from : from+len(keys)] {
						keys[i] += tells[code]
					}
				}
				for i, key := range keys {
					at := from + i
					if !fits {
						key = wordsKey(list, at, words)
					}
					x := uint32(0)
					own := len(named) > 0 && named[r.IDs[at]]
					switch {
					case own:
					case direct != nil:
						x = direct[key]
					default:
						x = seen[key]
					}
					if x == 0 {
						s := sortOfPeople{first: at, judged: key / lower, named: own || !fits}
						b.sorts, b.keys = append(b.sorts, s), append(b.keys, key)
						x = uint32(len(b.sorts))
						switch {
						case own:
						case direct != nil:
							direct[key] = x
						default:
							seen[key] = x
						}
					}
					s := &b.sorts[x-1]
					s.people++
					s.goes += int64(goes[at/64] >> (at % 64) & 1)
					of[at] = x - 1
				}
			}
		})
	}
	wait.Wait()
	all := parts[0].sorts
	byKey := map[uint64]uint32{}
	byWords := map[string]uint32{}
	name := func(b *bunch, x int) (uint32, bool) {
		if fits {
			y, known := byKey[b.keys[x]]
			return y, known
		}
		y, known := byWords[facetWords(list, b.sorts[x].first)]
		return y, known
	}
	for w := range parts {
		b := &parts[w]
		b.local = make([]uint32, len(b.sorts))
		for x := range b.sorts {
			own := len(named) > 0 && named[r.IDs[b.sorts[x].first]]
			y, known := name(b, x)
			switch {
			case w == 0:
				y = uint32(x)
			case known && !own:
				all[y].people += b.sorts[x].people
				all[y].goes += b.sorts[x].goes
			default:
				known = false
				y = uint32(len(all))
				all = append(all, b.sorts[x])
			}
			if b.local[x] = y; !own && !known {
				if fits {
					byKey[b.keys[x]] = y
				} else {
					byWords[facetWords(list, b.sorts[x].first)] = y
				}
			}
		}
	}
	for w := 1; w < len(parts); w++ {
		from, to := n/len(parts)*w, n/len(parts)*(w+1)
		if w == len(parts)-1 {
			to = n
		}
		for i := from; i < to; i++ {
			of[i] = parts[w].local[of[i]]
		}
	}
	return all, of
}
