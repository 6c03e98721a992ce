package identity

import (
	"slices"
	"sync/atomic"
)

// Which pairs are compared. Two short lists are compared whole. In longer ones the pairs are looked at that share a
// value of a column, the sound of a name, or two of these, in blocks that are not too large: what a thousand
// records share says little, and who is one person shares something rarer.

const (
	allPairs     = 3_000_000 // up to so many pairs, all are compared
	blockMost    = 120       // records in a block, at most
	pairsARecord = 16        // candidates for a record, on average, at most: larger blocks are left out until it holds
)

// blocking is one way to put records into blocks.
type blocking struct {
	order  []uint32 // records, those of a block together, in their order
	blocks []uint32 // for each record 1 + where its block begins in order; 0 where it is in none
}

// lastOfBlock marks, in order, the last record of a block.
const lastOfBlock = 1 << 31

// part is one thing that records of a block share.
type part struct {
	column int
	sound  bool
}

// blockKey is what the records of a block share: the parts, or, crossed, two names in either order.
type blockKey struct {
	parts   []part
	crossed bool
}

// blockings finds all blocks, on all cores.
func (k *Linkage) blockings(tell func(string, int, int)) []blocking {
	var keys []blockKey
	singles := make([]part, 0, 2*len(k.Columns))
	for c, col := range k.Columns {
		if c == k.whole {
			continue // of one script, its parts are; of two, see compareSpellings
		}
		singles = append(singles, part{c, false})
		if col.Kind == NameColumn {
			singles = append(singles, part{c, true})
		}
	}
	for i, p := range singles {
		keys = append(keys, blockKey{parts: []part{p}})
		for _, q := range singles[i+1:] {
			// A name and the sound of another are not put together: the sounds of both find more.
			if p.column != q.column && (p.sound == q.sound || k.Columns[p.column].Kind != NameColumn || k.Columns[q.column].Kind != NameColumn) {
				keys = append(keys, blockKey{parts: []part{p, q}})
			}
		}
	}
	if y := k.swapped[1]; y >= 0 {
		x := k.swapped[0]
		keys = append(keys, blockKey{[]part{{x, false}, {y, false}}, true}, blockKey{[]part{{x, true}, {y, true}}, true})
	}
	found := make([]blocking, len(keys))
	sizes := make([][blockMost + 1]int, len(keys))
	var done atomic.Int32
	parallel(len(keys), func(i int) {
		found[i], sizes[i] = k.block(keys[i])
		tell("looking for candidates", int(done.Add(1)), len(keys))
	})
	largest, pairs := 1, 0
	for size := 2; size <= blockMost; size++ {
		for i := range sizes {
			pairs += sizes[i][size] * size * (size - 1) / 2
		}
		if pairs > pairsARecord*k.records && size > 12 {
			break
		}
		largest = size
	}
	parallel(len(found), func(i int) { found[i].limit(largest) })
	return slices.DeleteFunc(found, func(b blocking) bool { return b.order == nil })
}

// mix spreads the bits of a number (Steele, Lea and Flood 2014: the finaliser of SplitMix64).
func mix(x uint64) uint64 {
	x = (x ^ x>>30) * 0xBF58476D1CE4E5B9
	x = (x ^ x>>27) * 0x94D049BB133111EB
	return x ^ x>>31
}

// block sorts all records that have the parts of a key by these, and counts the blocks by size.
func (k *Linkage) block(key blockKey) (b blocking, sizes [blockMost + 1]int) {
	const recordBits = 31
	items := make([]uint64, 0, k.records)
	for r := range k.records {
		row := k.row(r)
		hash := uint64(len(key.parts) + 1)
		missing := false
		var own [2]uint32
		for i, p := range key.parts {
			v := row[p.column]
			if p.sound {
				v = k.lexicon[p.column].sound[v]
			}
			missing = missing || v == 0
			own[i] = v
		}
		if key.crossed {
			hash = uint64(len(key.parts) + 2)
			own = [2]uint32{min(own[0], own[1]), max(own[0], own[1])}
		}
		for _, v := range own[:len(key.parts)] {
			hash = mix(hash<<1 ^ uint64(v))
		}
		if !missing {
			items = append(items, hash>>recordBits<<recordBits|uint64(r))
		}
	}
	items = sortByHash(items, recordBits)
	b.order, b.blocks = make([]uint32, 0, len(items)), make([]uint32, k.records)
	for from := 0; from < len(items); {
		to := from + 1
		for to < len(items) && items[to]>>recordBits == items[from]>>recordBits {
			to++
		}
		// A block of right records alone pairs nobody.
		across := k.dedupe || items[from]&(1<<recordBits-1) < uint64(k.left) && items[to-1]&(1<<recordBits-1) >= uint64(k.left)
		if size := to - from; size > 1 && size <= blockMost && across {
			sizes[size]++
			begin := uint32(len(b.order) + 1)
			for _, item := range items[from:to] {
				r := uint32(item & (1<<recordBits - 1))
				b.order = append(b.order, r)
				b.blocks[r] = begin
			}
			b.order[len(b.order)-1] |= lastOfBlock
		}
		from = to
	}
	b.order = slices.Clip(slices.Clone(b.order))
	return b, sizes
}

// sortByHash sorts by the bits above low, stably: by digits, the least first. It may use another slice.
func sortByHash(items []uint64, low int) []uint64 {
	if len(items) < 5000 {
		slices.Sort(items)
		return items
	}
	const digit = 11
	other := make([]uint64, len(items))
	for shift := low; shift < 64; shift += digit {
		var count [1 << digit]int
		for _, x := range items {
			count[x>>shift&(1<<digit-1)]++
		}
		at := 0
		for d, n := range count {
			count[d] = at
			at += n
		}
		for _, x := range items {
			d := x >> shift & (1<<digit - 1)
			other[count[d]] = x
			count[d]++
		}
		items, other = other, items
	}
	return items
}

// limit takes out the blocks that are larger.
func (b *blocking) limit(largest int) {
	kept := 0
	for from := 0; from < len(b.order); {
		to := from
		for b.order[to]&lastOfBlock == 0 {
			to++
		}
		to++
		if to-from > largest {
			for _, r := range b.order[from:to] {
				b.blocks[r&^lastOfBlock] = 0
			}
		} else {
			kept++
		}
		from = to
	}
	if kept == 0 {
		b.order, b.blocks = nil, nil
	}
}

// compared is what comparing brought: the pairs, each with the number of its pattern.
type compared struct {
	pairs    []comparedPair // by left, then right
	patterns []pattern      // sorted by code
	counts   []int          // pairs of each
}

type comparedPair struct{ left, right, pattern int32 }

// stretch is how many left records one goroutine compares at a time.
const stretch = 1024

// compareCandidates compares all candidates on all cores, those left that an earlier run did not get to.
func (k *Linkage) compareCandidates(c *underWay) (*compared, error) {
	whole := float64(k.left) * float64(k.records-k.left)
	if k.dedupe {
		whole = float64(k.left) * float64(k.left-1) / 2
	}
	parts := make([]stretched, (k.left+stretch-1)/stretch)
	var found []blocking
	if whole > allPairs && (c.journal == nil || c.journal.Kept() < len(parts)) {
		found = k.blockings(c.tell)
	}
	spare := make(chan *worker, 64)
	var done atomic.Int32
	parallel(len(parts), func(i int) {
		var w *worker
		select {
		case w = <-spare:
		default:
			w = &worker{memory: newComparer(k), met: make([]int32, k.records)}
		}
		defer func() { spare <- w }()
		from, to := i*stretch, min(i*stretch+stretch, k.left)
		parts[i] = c.stretch(i, to, k.records, func() stretched {
			if whole <= allPairs {
				return k.compareWhole(w, from, to)
			}
			return k.compareBlocks(w, found, from, to)
		})
		c.tell("comparing", int(done.Add(1)), len(parts))
	})
	if err := c.err(); err != nil {
		return nil, err
	}
	return merged(len(k.Columns), parts), nil
}

// compareWhole compares left records with all that they can be paired with.
func (k *Linkage) compareWhole(w *worker, from, to int) stretched {
	w.begin()
	for a := from; a < to; a++ {
		b := k.left
		if k.dedupe {
			b = a + 1
		}
		for ; b < k.records; b++ {
			w.compare(k, a, b)
		}
	}
	return w.out
}

// compareBlocks compares left records with those that share a block with them, each once.
func (k *Linkage) compareBlocks(w *worker, found []blocking, from, to int) stretched {
	w.begin()
	least := k.left
	for a := from; a < to; a++ {
		if k.dedupe {
			least = a + 1
		}
		for _, by := range found {
			at := by.blocks[a]
			if at == 0 {
				continue
			}
			for at--; ; at++ {
				item := by.order[at]
				if b := int(item &^ lastOfBlock); b >= least && w.met[b] != int32(a+1) {
					w.met[b] = int32(a + 1)
					w.compare(k, a, b)
				}
				if item&lastOfBlock != 0 {
					break
				}
			}
		}
		if k.whole >= 0 {
			k.compareSpellings(w, a, least)
		}
	}
	return w.out
}

// worker is the memory of one goroutine that compares.
type worker struct {
	memory  *comparer
	met     []int32 // 1 + the last left record compared with each
	out     stretched
	numbers map[uint64]int32 // of the codes in out
}

func (w *worker) begin() {
	w.out, w.numbers = stretched{}, map[uint64]int32{}
}

func (w *worker) compare(k *Linkage, a, b int) {
	p := k.levels(a, b, w.memory)
	code := p.code(len(k.Columns))
	n, ok := w.numbers[code]
	if !ok {
		n = int32(len(w.out.codes))
		w.numbers[code] = n
		w.out.codes = append(w.out.codes, code)
	}
	w.out.pairs = append(w.out.pairs, comparedPair{int32(a), int32(b), n})
}

// merged numbers the patterns of all stretches alike. It empties them.
func merged(columns int, parts []stretched) *compared {
	pairs := 0
	var sorted []uint64
	for i := range parts {
		sorted = append(sorted, parts[i].codes...)
		pairs += len(parts[i].pairs)
	}
	slices.Sort(sorted)
	sorted = slices.Compact(sorted)
	out := &compared{pairs: make([]comparedPair, 0, pairs), counts: make([]int, len(sorted))}
	for _, code := range sorted {
		out.patterns = append(out.patterns, patternOf(code, columns))
	}
	for i := range parts {
		number := make([]int32, len(parts[i].codes))
		for c, code := range parts[i].codes {
			n, _ := slices.BinarySearch(sorted, code)
			number[c] = int32(n)
		}
		for _, p := range parts[i].pairs {
			p.pattern = number[p.pattern]
			out.counts[p.pattern]++
			out.pairs = append(out.pairs, p)
		}
		parts[i] = stretched{}
	}
	return out
}
