package identity

import (
	"cmp"
	"math"
	"slices"
)

// Two records of one person may have little in common but a third that agrees with both: one has the name and the
// date, another the name and the number, the third all. What the third says is evidence for the pair.

// What other records say of a pair, as an addend.
const (
	ThirdAgrees   = "a third record is one with both"
	OthersSayLess = "others who are one with either say less"
)

// third is what the third record that says most adds to a pair; record is -1 where others take from it.
type third struct {
	record int32
	bits   float64
}

const (
	thirdLeast  = 0.9  // probability of the links to a third record from which it is asked
	thirdMost   = 100  // links of a record, at most: who is like so many says little about any
	thirdSays   = 4.25 // bits: odds of 19 to 1
	thirdRounds = 2    // so that a chain over two others is seen too
)

// throughThird adds to every pair within one list what a third record says of it. With the odds of a and c, and of b
// and c, being one person, the three are one person or any two of them or none; the evidence between a and b counts
// in full where it is against. Where it is for, it counts once: what a and b share, c mostly has from the same
// source, and it is in the other two links already. So the odds of a and b are
//
//	(odds(ac) · odds(bc) · min(1, evidence(ab)) + odds(ab)) / (1 + odds(ac) + odds(bc)).
//
// No pair loses by it, and none is lifted above odds of 19 to 1: one wrong link would carry to every pair beside it.
func (k *Linkage) throughThird() {
	if !k.dedupe {
		return
	}
	k.via = map[[2]int32]third{}
	direct := map[[2]int32]float64{}
	for _, l := range k.links {
		direct[[2]int32{int32(l.Left), int32(l.Right)}] = l.Bits
	}
	for range thirdRounds {
		near := map[int32][]Link{} // by record: its links, the other end on the right
		for _, l := range k.links {
			if l.Probability < thirdLeast {
				break
			}
			near[int32(l.Left)] = append(near[int32(l.Left)], l)
			near[int32(l.Right)] = append(near[int32(l.Right)], Link{l.Right, l.Left, l.Bits, l.Probability})
		}
		better := map[[2]int32]third{}
		for c, links := range near {
			if len(links) > thirdMost {
				continue
			}
			for i, x := range links {
				for _, y := range links[i+1:] {
					pair := [2]int32{int32(min(x.Right, y.Right)), int32(max(x.Right, y.Right))}
					bits, known := direct[pair]
					if !known {
						bits = k.bits(int(pair[0]), int(pair[1]))
						direct[pair] = bits
					}
					ac, bc, ab := math.Exp2(min(x.Bits, 100)), math.Exp2(min(y.Bits, 100)), math.Exp2(min(bits, 100))
					with := math.Log2((ac*bc*min(1, math.Exp2(bits-k.Prior)) + ab) / (1 + ac + bc))
					with = min(with, thirdSays)
					if more := with - bits; more > 0.01 && (more > better[pair].bits || more == better[pair].bits && c < better[pair].record) {
						better[pair] = third{c, more}
					}
				}
			}
		}
		for pair, t := range better {
			if t.bits > k.via[pair].bits {
				k.via[pair] = t
			}
		}
		kept := k.links[:0]
		for _, l := range k.links {
			if _, ok := k.via[[2]int32{int32(l.Left), int32(l.Right)}]; !ok {
				kept = append(kept, l)
			}
		}
		k.links = kept
		for pair, t := range k.via {
			bits := direct[pair] + t.bits
			k.links = append(k.links, Link{int(pair[0]), int(pair[1]), bits, Probability(bits)})
		}
		slices.SortFunc(k.links, byProbability)
	}
	k.amongOthers()
}

// amongOthers takes back what chance picked: of a record and the many of one person, the likest pair may look likely
// where the rest does not. A pair that is not likely in itself keeps no more than the mean of all pairs between the two
// and those with whom either is likely one person.
func (k *Linkage) amongOthers() {
	near := map[int][]int{}
	for _, l := range k.links {
		if l.Probability < thirdLeast {
			break
		}
		near[l.Left], near[l.Right] = append(near[l.Left], l.Right), append(near[l.Right], l.Left)
	}
	for i := range k.links {
		l := &k.links[i]
		if l.Probability >= thirdLeast {
			continue
		}
		sum, n := l.Bits, 1.0
		for _, c := range near[l.Left] {
			sum, n = sum+k.bits(c, l.Right), n+1
		}
		for _, c := range near[l.Right] {
			sum, n = sum+k.bits(l.Left, c), n+1
		}
		if more := sum/n - l.Bits; more < -0.01 {
			pair := [2]int32{int32(l.Left), int32(l.Right)}
			k.via[pair] = third{-1, k.via[pair].bits + more}
			l.Bits = sum / n
			l.Probability = Probability(l.Bits)
		}
	}
	slices.SortFunc(k.links, byProbability)
	n, _ := slices.BinarySearchFunc(k.links, leastKept, func(l Link, p float64) int { return cmp.Compare(p, l.Probability) })
	k.links = k.links[:n]
}

// bits adds up what two records say, third ones left aside.
func (k *Linkage) bits(a, b int) float64 {
	l, r := k.row(a), k.row(b)
	own := k.levels(a, b, nil)
	bits := k.Prior
	for c := range k.Columns {
		if own[c] != levelMissing {
			bits += k.weight(c, own, l, r)
		}
	}
	return bits
}
