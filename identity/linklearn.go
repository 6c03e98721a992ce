package identity

import (
	"cmp"
	"maps"
	"math"
	"math/rand/v2"
	"slices"
)

// How learning goes about it.
const (
	blockMost      = 60      // records of one side in a block of equal values; larger ones are left to finer blocks
	blockMostLarge = 12      // the same from largeLists records
	largeLists     = 300_000 //
	blindPairs     = 400_000 // pairs picked blindly to learn what agrees by chance
	learnRounds    = 60      // of expectation maximisation, fewer when settled
	leastKept      = 1e-4    // probability below which a pair is not kept
)

// blocked is a record in a block: the hash of what it shares, its side and number.
type blocked struct {
	hash   uint64
	record int32
	right  bool
}

// candidatePairs gathers the pairs that share a value of a column, the sound of a name column, or the values of
// two columns, in blocks that are not too large. Pairs come sorted, each once, as left<<32 | right.
func (k *Linkage) candidatePairs(tell func(string, int, int)) []uint64 {
	most := blockMost
	if k.records >= largeLists {
		most = blockMostLarge
	}
	var keys []func(*linkRecord) uint64
	n := len(k.Columns)
	for c := range n {
		keys = append(keys, func(r *linkRecord) uint64 { return blockHash(c, r.values[c], 0) })
		for d := c + 1; d < n; d++ {
			keys = append(keys, func(r *linkRecord) uint64 {
				return both(blockHash(c, r.values[c], 0), blockHash(d, r.values[d], 0))
			})
		}
		if k.Columns[c].Kind == NameColumn {
			keys = append(keys, func(r *linkRecord) uint64 { return k.soundHash(c, r) })
			for d := range n {
				if d != c && k.Columns[d].Kind == NameColumn {
					if d > c {
						keys = append(keys, func(r *linkRecord) uint64 { return both(k.soundHash(c, r), k.soundHash(d, r)) })
					}
				} else if d != c {
					keys = append(keys, func(r *linkRecord) uint64 { return both(k.soundHash(c, r), blockHash(d, r.values[d], 0)) })
				}
			}
		}
	}
	if x, y := k.swapped[0], k.swapped[1]; y >= 0 { // given and family name, in either order
		keys = append(keys, func(r *linkRecord) uint64 {
			if r.values[x] == "" || r.values[y] == "" {
				return 0
			}
			return blockHash(n, r.values[x], 0) + blockHash(n, r.values[y], 0)
		})
	}
	var pairs []uint64
	var block []blocked
	for i, key := range keys {
		tell("looking for candidates", i, len(keys))
		block = block[:0]
		gather := func(records []linkRecord, right bool) {
			for n := range records {
				if h := key(&records[n]); h != 0 {
					block = append(block, blocked{h, int32(n), right})
				}
			}
		}
		gather(k.left, false)
		if !k.dedupe {
			gather(k.right, true)
		}
		slices.SortFunc(block, func(a, b blocked) int {
			return cmp.Or(cmp.Compare(a.hash, b.hash), cmp.Compare(a.record, b.record))
		})
		for from := 0; from < len(block); {
			to := from + 1
			for to < len(block) && block[to].hash == block[from].hash {
				to++
			}
			if to-from > 1 && to-from <= 2*most {
				pairs = k.pairUp(pairs, block[from:to])
			}
			from = to
		}
		if len(pairs) > 1<<24 || i+1 == len(keys) {
			slices.Sort(pairs)
			pairs = slices.Compact(pairs)
		}
	}
	return pairs
}

func (k *Linkage) pairUp(pairs []uint64, block []blocked) []uint64 {
	for i, a := range block {
		for _, b := range block[i+1:] {
			switch {
			case k.dedupe:
				pairs = append(pairs, uint64(min(a.record, b.record))<<32|uint64(max(a.record, b.record)))
			case !a.right && b.right:
				pairs = append(pairs, uint64(a.record)<<32|uint64(b.record))
			case a.right && !b.right:
				pairs = append(pairs, uint64(b.record)<<32|uint64(a.record))
			}
		}
	}
	return pairs
}

// blockHash is 0 for a missing value.
func blockHash(column int, value string, kind uint64) uint64 {
	if value == "" {
		return 0
	}
	h := uint64(14695981039346656037) ^ uint64(column+1)*0x9E3779B97F4A7C15 ^ kind
	for i := range len(value) {
		h = (h ^ uint64(value[i])) * 1099511628211
	}
	return max(h^h>>29, 1)
}

func (k *Linkage) soundHash(c int, r *linkRecord) uint64 {
	if len(r.sounds[c]) == 0 {
		return 0
	}
	return blockHash(c, r.sounds[c][0].Key(), 7)
}

func both(a, b uint64) uint64 {
	if a == 0 || b == 0 {
		return 0
	}
	return max(a*31+b*0x9E3779B97F4A7C15, 1)
}

// pattern is the level of each column, three bits each.
type pattern [maxColumns]uint8

const maxColumns = 24

func (k *Linkage) pattern(a, b *linkRecord) pattern {
	var p pattern
	for c := range min(len(k.Columns), maxColumns) {
		p[c] = uint8(k.level(c, a, b))
	}
	return p
}

// learn sets prior, weights and threshold, and keeps the pairs that are likely enough.
func (k *Linkage) learn(pairs []uint64, tell func(string, int, int)) {
	n := len(k.Columns)
	unmatched := k.blind()
	patterns := map[pattern]int{}
	of := make([]pattern, len(pairs))
	for i, p := range pairs {
		if i%100_000 == 0 {
			tell("comparing", i, len(pairs))
		}
		of[i] = k.pattern(&k.left[p>>32], &k.right[uint32(p)])
		patterns[of[i]]++
	}
	kinds := slices.SortedFunc(maps.Keys(patterns), func(a, b pattern) int { return slices.Compare(a[:], b[:]) })
	matched := make([][levels]float64, n)
	for c := range matched {
		matched[c] = [levels]float64{levelSame: 0.85, levelNear: 0.08, levelSimilar: 0.03, levelOther: 0.04}
	}
	all := float64(len(k.left)) * float64(len(k.right))
	people := 0.5 * float64(min(len(k.left), len(k.right)))
	most := float64(max(len(k.left), len(k.right))) // a list rarely has one person many times over
	if k.dedupe {
		most *= 3
		all = float64(len(k.left)) * float64(len(k.left)-1) / 2
		people = 0.2 * float64(len(k.left))
	}
	for round := range learnRounds {
		tell("learning", round, learnRounds)
		k.Prior = math.Log2(max(people, 0.5) / max(all-people, 1))
		k.Weights = make([][levels]float64, n)
		for c := range n {
			for l := levelSame; l < levels; l++ {
				k.Weights[c][l] = math.Log2(matched[c][l] / unmatched[c][l])
			}
		}
		sum := 0.0
		counts := make([][levels]float64, n)
		for _, p := range kinds {
			bits := k.Prior
			for c := range n {
				bits += k.Weights[c][p[c]]
			}
			weight := float64(patterns[p]) * probabilityOf(bits)
			sum += weight
			for c := range n {
				counts[c][p[c]] += weight
			}
		}
		for c := range n {
			total := 0.0
			for l := levelSame; l < levels; l++ {
				total += counts[c][l] + smoothing[l]
			}
			for l := levelSame; l < levels; l++ {
				matched[c][l] = (counts[c][l] + smoothing[l]) / total
			}
		}
		if math.Abs(sum-people) < 1e-4*max(people, 1) && round > 5 {
			break
		}
		people = min(sum, most)
	}
	for _, p := range pairs {
		l := Link{Left: int(p >> 32), Right: int(uint32(p))}
		a, b := &k.left[l.Left], &k.right[l.Right]
		l.Bits = k.Prior
		for c := range n {
			if level := k.level(c, a, b); level != levelMissing {
				l.Bits += k.weight(c, level, a, b)
			}
		}
		if l.Probability = probabilityOf(l.Bits); l.Probability >= leastKept {
			k.links = append(k.links, l)
		}
	}
	slices.SortFunc(k.links, byProbability)
	k.setThreshold()
}

// smoothing are pseudo-counts of true pairs, by level.
var smoothing = [levels]float64{levelSame: 1, levelNear: 0.4, levelSimilar: 0.3, levelOther: 0.3}

func probabilityOf(bits float64) float64 { return 1 / (1 + math.Exp2(-bits)) }

// setThreshold takes the probability at which the expected F1 is highest: of the pairs above it, the sum of their
// probabilities is expected to be right.
func (k *Linkage) setThreshold() {
	expected := 0.0
	for _, l := range k.links {
		expected += l.Probability
	}
	right, best := 0.0, 0.0
	k.Threshold = 0.5
	for i, l := range k.links {
		right += l.Probability
		if f1 := 2 * right / (float64(i+1) + expected); f1 > best {
			best, k.Threshold = f1, l.Probability
		}
	}
}

// blind learns how often each level occurs between records picked blindly: the chance agreement. How often two
// such records agree fully is counted from the values themselves.
func (k *Linkage) blind() [][levels]float64 {
	n := len(k.Columns)
	out := make([][levels]float64, n)
	k.chance = make([]float64, n)
	for c, counts := range k.values {
		total, same := 0.0, 0.0
		for _, v := range counts {
			total += float64(v)
			same += float64(v) * float64(v-1)
		}
		if total > 1 {
			k.chance[c] = same / (total * (total - 1))
		}
		k.chance[c] = max(k.chance[c], 1/(total*total+1000))
	}
	r := rand.New(rand.NewPCG(1, uint64(k.records))) // fixed: the same lists give the same answer
	for range blindPairs {
		i, j := r.IntN(max(len(k.left), 1)), r.IntN(max(len(k.right), 1))
		if len(k.left) == 0 || len(k.right) == 0 || k.dedupe && i == j {
			continue
		}
		p := k.pattern(&k.left[i], &k.right[j])
		for c := range n {
			out[c][p[c]]++
		}
	}
	for c := range n {
		total := 4.0
		for l := levelNear; l < levels; l++ {
			total += out[c][l]
		}
		for l := levelNear; l < levels; l++ {
			out[c][l] = (out[c][l] + 1) / total * (1 - k.chance[c])
		}
		out[c][levelSame] = k.chance[c]
	}
	return out
}
