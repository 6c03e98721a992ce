package exchange

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"math/bits"
	"slices"
	"sync"

	"github.com/dchest/siphash"
)

// The lot. Everybody's number is SipHash-2-4 (Aumasson and Bernstein 2012) of
// his id under the first sixteen bytes of the seed's SHA-256, its eight bytes
// read in the order in which they are printed: anyone who knows the seed can
// check it (docs/exchange.md has the command), and nobody who published the seed
// beforehand can choose it. Lower goes first.

// A lottery gives people's numbers under one seed: it is the two halves of its key.
type lottery struct{ k0, k1 uint64 }

func newLottery(seed string) lottery {
	key := sha256.Sum256([]byte(seed))
	return lottery{binary.LittleEndian.Uint64(key[:]), binary.LittleEndian.Uint64(key[8:])}
}

func (l lottery) number(id []byte) uint64 {
	return bits.ReverseBytes64(siphash.Hash(l.k0, l.k1, id))
}

type drawn struct {
	lot uint64
	i   int32
}

// byLot sorts people (indexes) by lot, then id.
func (m *model) byLot(people []int32) []int32 {
	d := make([]drawn, len(people))
	l := newLottery(m.terms.Seed)
	for k, i := range people {
		d[k] = drawn{l.number([]byte(m.roll.IDs[i])), i}
	}
	m.inOrder(d, new(sortingRoom))
	out := make([]int32, len(people))
	for k := range d {
		out[k] = d[k].i
	}
	return out
}

// tickets draws the numbers of everybody in the cells of the open variables: per variable, in
// the order of the lot. They are kept by cell: whoever marks those who go needs them again.
func (m *model) tickets(cells, open []int32) []queue {
	varOf := make([]int32, len(m.cells))
	for c := range varOf {
		varOf[c] = -1
	}
	for _, j := range open {
		varOf[cells[j]] = j
	}
	lists, out := m.numbers(varOf, len(cells)), make([]queue, len(cells))
	rooms := make([]sortingRoom, workers(m.roll.Len()))
	m.sideBySide(len(open), func(w, e int) { out[open[e]] = m.queueUp(lists[open[e]], &rooms[w]) })
	if m.lots == nil {
		m.lots = map[int32][]drawn{}
	}
	for _, j := range open {
		m.lots[cells[j]] = lists[j]
	}
	return out
}

// sideBySide does n pieces of work, each worker every so many of them.
func (m *model) sideBySide(n int, work func(w, e int)) {
	var wait sync.WaitGroup
	k := workers(m.roll.Len())
	for w := range k {
		wait.Go(func() {
			for e := w; e < n; e += k {
				work(w, e)
			}
		})
	}
	wait.Wait()
}

// less is the order of the lot: by number, and people of one number by id.
func (m *model) less(a, b drawn) int {
	if a.lot != b.lot {
		return cmp.Compare(a.lot, b.lot)
	}
	return cmp.Compare(m.roll.IDs[a.i], m.roll.IDs[b.i])
}

// A sortingRoom is memory for inOrder, used again for one list after another.
type sortingRoom struct {
	list []drawn
	at   []int32
}

// A queue is people in the order of the lot, and where in it who has a place (see inOrder) of
// every so many begins: so whoever asks up to which of them a number goes looks at few.
type queue struct {
	people []drawn
	begins []int32
}

const everySoMany = 8

// queueUp makes a queue of people.
func (m *model) queueUp(people []drawn, room *sortingRoom) queue {
	m.inOrder(people, room)
	q := queue{people, make([]int32, 1+(len(people)-1)/everySoMany)}
	if len(people) >= leastPlaces {
		for k := 1; k < len(q.begins); k++ {
			q.begins[k] = room.at[k*everySoMany-1]
		}
	}
	return q
}

// upTo counts those whose number is at most so high, where it is known that they are lo at
// least and hi at most.
func (q *queue) upTo(lot uint64, lo, hi int) int {
	if lo == hi {
		return lo
	}
	share, _ := bits.Mul64(lot, uint64(len(q.people)))
	from := min(max(int(q.begins[share/everySoMany]), lo), hi)
	to := from // people[:from] are no higher, people[to:] are, once found
	for step := everySoMany; to < hi && q.people[to].lot <= lot; step *= 2 {
		from, to = to+1, min(hi, to+step)
	}
	for from < to {
		if middle := (from + to) / 2; q.people[middle].lot <= lot {
			from = middle + 1
		} else {
			to = middle
		}
	}
	return from
}

// leastPlaces is how many people are worth a bucket sort.
const leastPlaces = 16

// inOrder puts people in the order of the lot, and leaves in the room how many stand in each
// place and those before it. Numbers are spread evenly, so each has a place
// near which it belongs; from there few move on (bucket sort; Knuth, TAOCP 3, 5.2.5).
func (m *model) inOrder(list []drawn, room *sortingRoom) {
	n := len(list)
	if n < leastPlaces {
		slices.SortFunc(list, m.less)
		return
	}
	place := func(d drawn) int {
		share, _ := bits.Mul64(d.lot, uint64(n))
		return int(share)
	}
	room.at = append(room.at[:0], make([]int32, n+1)...)
	at := room.at
	for _, d := range list {
		at[place(d)+1]++
	}
	for k := range n {
		at[k+1] += at[k]
	}
	room.list = append(room.list[:0], list...)
	sorted := room.list
	for _, d := range list {
		k := place(d)
		sorted[at[k]] = d
		at[k]++
	}
	// Insertion: whoever stands out of order moves within his place.
	for i, d := range sorted {
		k := i
		for ; k > 0 && m.less(d, list[k-1]) < 0; k-- {
			list[k] = list[k-1]
		}
		list[k] = d
	}
}

// numbers draws the number of everybody in cells that have a list, in no order. listOf says
// which of the lists a cell has, -1 for none.
func (m *model) numbers(listOf []int32, lists int) [][]drawn {
	if lists == 0 {
		return nil
	}
	of := make([]int32, len(m.cellOfKey)) // per profile
	for key, c := range m.cellOfKey {
		of[key] = -1
		if c >= 0 {
			of[key] = listOf[c]
		}
	}
	out := make([][]drawn, lists)
	total := int64(0)
	for c, l := range listOf {
		if l >= 0 {
			total += m.cells[c].n
		}
	}
	all := make([]drawn, total)
	for c, l := range listOf {
		if l >= 0 {
			out[l], all = all[:m.cells[c].n:m.cells[c].n], all[m.cells[c].n:]
		}
	}
	// How many of a list are in whose share is known when they are read: one half of the roll
	// fills each list from its beginning, the other from its end.
	n, draw := m.roll.Len(), newLottery(m.terms.Seed)
	fill := func(from, to int, back bool) {
		next := make([]int32, lists)
		var who, ends [256]int32
		var each [256]string
		var ids []byte
		for from < to {
			// Ids lie scattered in memory. A batch of them is gathered before it is drawn, so that
			// the processor waits for many at a time and not for each.
			k := 0
			for ; from < to && k < len(who); from++ {
				who[k] = int32(from)
				k += 1 + int(of[m.census.keys[from]]>>31) // no list is -1
			}
			for j, i := range who[:k] {
				each[j] = m.roll.IDs[i]
			}
			ids = ids[:0]
			for j, id := range each[:k] {
				ids = append(ids, id...)
				ends[j] = int32(len(ids))
			}
			begin := int32(0)
			for j, i := range who[:k] {
				l := of[m.census.keys[i]]
				at := next[l]
				next[l]++
				if back {
					at = int32(len(out[l])) - 1 - at
				}
				out[l][at] = drawn{draw.number(ids[begin:ends[j]]), i}
				begin = ends[j]
			}
		}
	}
	if workers(n) == 1 {
		fill(0, n, false)
		return out
	}
	var wait sync.WaitGroup
	wait.Go(func() { fill(0, n/2, true) })
	wait.Go(func() { fill(n/2, n, false) })
	wait.Wait()
	return out
}
