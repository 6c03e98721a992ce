package name

import (
	"math/bits"
	"strings"
	"sync"
)

// soundTree holds skeletons as one tree of sounds, so that the distance of a beginning many share is worked out once,
// and all below it is passed over where it is too far already. Its nodes lie in the order of the tree; what is below
// one ends where skip says.
type soundTree struct {
	sound   []byte
	depth   []uint8
	skip    []int32
	below   []uint8 // the classes of consonants below each node, a bit each
	ends    []int32 // the entries of node i are ends[i] to ends[i+1]
	numbers []int32 // of entries, in the order of the tree
}

// newSoundTree takes skeletons in order; those too long and those without sounds are left out.
func newSoundTree(all []sounded) *soundTree {
	t := new(soundTree)
	var path [MaxSounds + 1]int32 // node at each depth
	t.node(0, 0)
	parents := []int32{0}
	before := Skeleton("")
	for i, e := range all {
		s := e.skeleton
		if len(s) == 0 || s[0] == '?' || len(s) > MaxSounds {
			continue
		}
		same := 0
		for same < len(before) && same < len(s) && before[same] == s[same] {
			same++
		}
		for d := len(before); d > same; d-- {
			t.skip[path[d]] = int32(len(t.sound))
		}
		for d := same; d < len(s); d++ {
			path[d+1] = int32(len(t.sound))
			t.node(s[d], d+1)
			parents = append(parents, path[d])
		}
		t.numbers = append(t.numbers, int32(i))
		t.ends[len(t.sound)] = int32(len(t.numbers))
		before = s
	}
	for d := len(before); d >= 0; d-- {
		t.skip[path[d]] = int32(len(t.sound))
	}
	t.below = make([]uint8, len(t.sound))
	for i := len(t.sound) - 1; i > 0; i-- {
		t.below[parents[i]] |= t.below[i] | classBit(t.sound[i])
	}
	return t
}

// classBit is the class of a consonant as a bit; vowels and the glide of "yes" have none.
func classBit(sound byte) uint8 {
	if c := class(sound); c != 0 {
		return 1 << strings.IndexByte(KeyClasses, c)
	}
	return 0
}

// lacking is the least that the sounds of s from each on cost where below a node there are consonants of some classes only:
// those of other classes must be left out, or written by something else. It is worked out for each set of classes when
// first asked for.
type lacking struct {
	s     Skeleton
	each  [MaxSounds][9]uint16 // for each sound, the least by which one of each class is written for it; the last: any vowel, or dropped
	known [256]bool
	from  [256][MaxSounds + 1]uint16
}

func (h *lacking) ask(s Skeleton, drop *[MaxSounds + 1]uint16) {
	h.s = s
	clear(h.known[:])
	for i := range len(s) {
		each := &h.each[i]
		for k := range each {
			each[k] = 1 << 14
		}
		each[8] = drop[i]
		for _, c := range []byte(sounds) {
			k := 8
			if bit := classBit(c); bit != 0 {
				k = bits.TrailingZeros8(bit)
			}
			each[k] = min(each[k], costs.swapCost(s[i], c, i == 0))
		}
	}
}

func (h *lacking) in(classes uint8) *[MaxSounds + 1]uint16 {
	from := &h.from[classes]
	if !h.known[classes] {
		h.known[classes] = true
		from[len(h.s)] = 0
		for i := len(h.s) - 1; i >= 0; i-- {
			least := h.each[i][8]
			for left := classes; left != 0; left &= left - 1 {
				least = min(least, h.each[i][bits.TrailingZeros8(left)])
			}
			from[i] = from[i+1] + least
		}
	}
	return from
}

var lackingPool = sync.Pool{New: func() any { return new(lacking) }}

func (t *soundTree) node(sound byte, depth int) {
	if len(t.ends) == 0 {
		t.ends = append(t.ends, 0)
	}
	t.sound = append(t.sound, sound)
	t.depth = append(t.depth, uint8(depth))
	t.skip = append(t.skip, 0)
	t.ends = append(t.ends, int32(len(t.numbers)))
}

// leastDrop is the least that leaving out a sound can cost behind another, whatever follows it: what dropCosts may
// come to. The end of a name counts as 0.
var leastDrop = newLeastDrop()

func newLeastDrop() (least [32][32]uint16) {
	const all = "\x00" + sounds
	for _, before := range []byte(all) {
		for _, c := range []byte(sounds) {
			most := uint16(1<<16 - 1)
			for _, after := range []byte(all) {
				s := Skeleton([]byte{c, after})
				if after == 0 {
					s = s[:1]
				}
				at := 0
				if before != 0 {
					s, at = Skeleton(before)+s, 1
				}
				most = min(most, dropIn(s, at))
				if before != 0 { // silent finals and endings cost less in longer names
					most = min(most, dropIn("ptk"+s, at+3))
				}
			}
			least[costs.index[before]][costs.index[c]] = most
		}
	}
	return least
}

func dropIn(s Skeleton, at int) uint16 {
	var to [MaxSounds + 1]uint16
	costs.dropCosts(&to, s)
	return to[at]
}

// within yields the entries whose skeletons may be no farther than limit bits from s: all that are no farther, and a few
// more, because what leaving out a sound costs can depend on what follows. It looks at no more than so many nodes.
func (t *soundTree) within(s Skeleton, limit float64, nodes int, yield func(entry int32)) {
	if len(s) == 0 || s[0] == '?' || len(t.sound) < 2 {
		return
	}
	s = s[:min(len(s), MaxSounds)]
	most := uint16(min(limit, Far) * bit)
	var drop [MaxSounds + 1]uint16
	costs.dropCosts(&drop, s)
	var index [MaxSounds]uint8
	for i := range len(s) {
		index[i] = costs.index[s[i]]
	}
	// rows[d][i] is the distance of the first i sounds of s to the path down to depth d; low and high part off what is
	// beyond most.
	const beyond = 1 << 14
	var rows [MaxSounds + 1][MaxSounds + 2]uint16
	var low, high [MaxSounds + 1]int
	var path [MaxSounds + 1]uint8
	n := len(s)
	rows[0][0] = 0
	for i := range n {
		rows[0][i+1] = rows[0][i] + drop[i]
		if rows[0][i+1] <= most {
			high[0] = i + 1
		}
	}
	h := lackingPool.Get().(*lacking)
	defer lackingPool.Put(h)
	h.ask(s, &drop)
	seen := 0
	for at := int32(1); int(at) < len(t.sound); {
		if seen++; seen > nodes {
			break
		}
		d := int(t.depth[at])
		c := costs.index[t.sound[at]]
		path[d] = c
		lost := leastDrop[path[d-1]][c]
		swap := &costs.swap[c]
		above, row := &rows[d-1], &rows[d]
		from, to := low[d-1], high[d-1]
		alive, first := -1, -1
		left := uint16(beyond)
		for i := from; i <= n; i++ {
			best := uint16(beyond)
			if i <= to {
				best = above[i] + lost
			}
			if i > from && i-1 <= to {
				swapped := above[i-1]
				if index[i-1] != c {
					if d == 1 && i == 1 {
						swapped += costs.swapCost(s[0], t.sound[at], true)
					} else {
						swapped += swap[index[i-1]]
					}
				}
				best = min(best, swapped)
			}
			if i > from {
				best = min(best, left+drop[i-1])
			}
			row[i], left = best, best
			if best <= most {
				alive = i
				if first < 0 {
					first = i
				}
			} else if i > to {
				break
			}
		}
		if alive < 0 {
			at = t.skip[at]
			continue
		}
		if alive == n && row[n] <= most {
			for _, entry := range t.numbers[t.ends[at]:t.ends[at+1]] {
				yield(entry)
			}
		}
		more := h.in(t.below[at])
		for alive >= first && row[alive]+more[alive] > most {
			alive--
		}
		for first <= alive && row[first]+more[first] > most {
			first++
		}
		if alive < first {
			at = t.skip[at]
			continue
		}
		low[d], high[d] = first, alive
		at++
	}
}
