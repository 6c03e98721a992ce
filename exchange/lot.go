package exchange

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"math/bits"

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

// half is the first half of a number.
func (l lottery) half(id []byte) uint32 { return uint32(l.number(id) >> 32) }

// A drawn is a person (index) with the first half of his number, and on which of several
// lists he is. The other half is drawn again where two are the same: one pair in 2³² is.
type drawn struct {
	lot     uint32
	i, list int32
}

// less is the order of the lot: by number, and people of one number by id.
func (m *model) less(a, b drawn) int {
	if a.lot != b.lot {
		return cmp.Compare(a.lot, b.lot)
	}
	l, one, other := newLottery(m.terms.Seed), m.roll.IDs[a.i], m.roll.IDs[b.i]
	return cmp.Or(cmp.Compare(l.number([]byte(one)), l.number([]byte(other))), cmp.Compare(one, other))
}

// byLot sorts people (indexes) by lot, then id.
func (m *model) byLot(people []int32) []int32 {
	h := newHeaps(len(people), len(people))
	l := newLottery(m.terms.Seed)
	for _, i := range people {
		h.put(drawn{l.half([]byte(m.roll.IDs[i])), i, 0})
	}
	out := make([]int32, len(people))
	for k, s := range m.inOrder([]*heaps{h}) {
		out[k] = s.i
	}
	return out
}

// inLine draws the number of everybody in some cells, and puts them in the order of the lot.
// cells are the cells of each list; -1 is a list without people.
func (m *model) inLine(cells []int32) []ticket {
	listOf := make([]int32, len(m.cells))
	for c := range listOf {
		listOf[c] = -1
	}
	total := int64(0)
	for l, c := range cells {
		if c >= 0 {
			listOf[c] = int32(l)
			total += m.cells[c].n
		}
	}
	if total == 0 {
		return nil
	}
	of := make([]int32, len(m.cellOfKey)) // per profile
	for key, c := range m.cellOfKey {
		of[key] = -1
		if c >= 0 {
			of[key] = listOf[c]
		}
	}
	// Whose share of the roll has how many of them was counted with the census.
	n, lottery := m.roll.Len(), newLottery(m.terms.Seed)
	shares := make([]*heaps, workers(n))
	share(n, func(w, from, to int) {
		mine := 0
		for key, count := range m.census.shares[w] {
			if of[key] >= 0 {
				mine += int(count)
			}
		}
		h := newHeaps(mine, int(total))
		shares[w] = h
		keys := m.census.keys
		var batch [256]drawn
		var ids [256]string
		var ends [256]int32
		var bytes []byte
		for from < to {
			// Ids lie scattered in memory. A batch of them is gathered before it is drawn, so that
			// the processor waits for many at a time and not for each.
			b := 0
			for ; from < to && b < len(batch); from++ {
				l := of[keys[from]]
				batch[b].i, batch[b].list = int32(from), l
				b += 1 + int(l>>31) // no list is -1
			}
			for j := range batch[:b] {
				ids[j] = m.roll.IDs[batch[j].i]
			}
			bytes = bytes[:0]
			for j, id := range ids[:b] {
				bytes = append(bytes, id...)
				ends[j] = int32(len(bytes))
			}
			begin := int32(0)
			for j := range batch[:b] {
				batch[j].lot = lottery.half(bytes[begin:ends[j]])
				h.put(batch[j])
				begin = ends[j]
			}
		}
	})
	return m.inOrder(shares)
}
