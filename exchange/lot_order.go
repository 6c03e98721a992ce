package exchange

import (
	"math"
	"slices"
	"sync"
)

// People are thrown on heaps of about heapOf by their numbers as they are drawn; a heap
// stays in the nearest cache, and is sorted by places of about placeOf. Numbers are spread
// evenly, so heaps and places are of like size (bucket sort; Knuth, TAOCP 3, 5.2.5).
const (
	heapOf  = 2048
	placeOf = 3
)

// heaps are one worker's.
type heaps struct {
	room   int // for each heap
	people []drawn
	many   []int32 // on each heap
	over   []drawn // those whose heap was full: nobody, if ids are not chosen
}

// newHeaps makes heaps for one share of all who are sorted.
func newHeaps(share, all int) *heaps {
	n := 1 + all/heapOf
	mean := float64(share) / float64(n)
	h := &heaps{room: int(mean+6*math.Sqrt(mean)) + 16, many: make([]int32, n)}
	h.people = make([]drawn, n*h.room)
	return h
}

func (h *heaps) put(d drawn) {
	k := partOf(d.lot, len(h.many))
	if n := int(h.many[k]); n < h.room {
		h.people[k*h.room+n] = d
		h.many[k]++
		return
	}
	h.over = append(h.over, d)
}

func (h *heaps) heap(k int) []drawn { return h.people[k*h.room:][:h.many[k]] }

// inOrder gives the people of all shares in the order of the lot.
func (m *model) inOrder(shares []*heaps) []ticket {
	n, over := len(shares[0].many), 0
	begins := make([]int, n+1)
	for _, h := range shares {
		over += len(h.over)
		for k, many := range h.many {
			begins[k+1] += int(many)
		}
	}
	for k := range n {
		begins[k+1] += begins[k]
	}
	out := make([]ticket, begins[n]+over)
	if over > 0 {
		return m.compared(shares, out)
	}
	var wait sync.WaitGroup
	for w, k := 0, workers(len(out)); w < k; w++ {
		wait.Go(func() {
			s := heapSorter{m: m, shares: shares}
			for h := n * w / k; h < n*(w+1)/k; h++ {
				s.sort(h, out[begins[h]:begins[h+1]])
			}
		})
	}
	wait.Wait()
	return out
}

// compared sorts people by comparing only, into out.
func (m *model) compared(shares []*heaps, out []ticket) []ticket {
	var all []drawn
	for _, h := range shares {
		for k := range h.many {
			all = append(all, h.heap(k)...)
		}
		all = append(all, h.over...)
	}
	slices.SortFunc(all, m.less)
	for k, d := range all {
		out[k] = ticket{d.i, d.list}
	}
	return out
}

// A heapSorter sorts one heap after another.
type heapSorter struct {
	m      *model
	shares []*heaps
	at     []int32 // per place, where its next goes
	list   []drawn
}

// sort brings the k-th heap of all shares together, in the order of the lot.
func (s *heapSorter) sort(k int, out []ticket) {
	count, places := uint32(len(s.shares[0].many)), 1+len(out)/placeOf
	place := func(lot uint32) int { return partOf(lot*count, places) } // of what of the number does not tell the heap
	s.at = append(s.at[:0], make([]int32, places+1)...)
	s.list = append(s.list[:0], make([]drawn, len(out))...)
	at, list := s.at, s.list
	for _, h := range s.shares {
		for _, d := range h.heap(k) {
			at[place(d.lot)+1]++
		}
	}
	for p := range places {
		at[p+1] += at[p]
	}
	for _, h := range s.shares {
		for _, d := range h.heap(k) {
			p := place(d.lot)
			list[at[p]] = d
			at[p]++
		}
	}
	begin := int32(0)
	for _, end := range at[:places] {
		s.m.sortFew(list[begin:end])
		begin = end
	}
	for k, d := range list {
		out[k] = ticket{d.i, d.list}
	}
}

// partOf gives which of n equal parts of all numbers a number is in.
func partOf(lot uint32, n int) int { return int(uint64(lot) * uint64(n) >> 32) }

// sortFew sorts people who are few, if nobody has chosen their ids.
func (m *model) sortFew(list []drawn) {
	if len(list) > 64 {
		slices.SortFunc(list, m.less)
		return
	}
	for i, d := range list {
		k := i
		for ; k > 0 && (d.lot < list[k-1].lot || d.lot == list[k-1].lot && m.less(d, list[k-1]) < 0); k-- {
			list[k] = list[k-1]
		}
		list[k] = d
	}
}
