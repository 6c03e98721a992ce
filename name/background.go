package name

import "math"

// background is how likely a name is at all, by its units: what agreement on it is worth is measured against
// this. Each unit is told by the two before it, backing off to one and none.
type background struct {
	of     side
	counts map[uint32]float32 // level<<24 | two before<<16 | one before<<8 | unit; the edge is unit 0
}

const backOffBackground = 5.0

func (b *background) learn(units []byte, weight float64) {
	x, y := byte(0), byte(0)
	for i := 0; i <= len(units); i++ {
		u := byte(0)
		if i < len(units) {
			u = units[i]
		}
		for level := range uint32(3) {
			b.counts[backgroundKey(level, x, y, u)] += float32(weight)
			b.counts[backgroundKey(level+3, x, y, 0)] += float32(weight)
		}
		x, y = y, u
	}
}

// backgroundKey: levels 0 to 2 count a unit behind none, one and two; levels 3 to 5 the sums of these.
func backgroundKey(level uint32, x, y, u byte) uint32 {
	key := level<<24 | uint32(u)
	if level%3 >= 1 {
		key |= uint32(y) << 8
	}
	if level%3 == 2 {
		key |= uint32(x) << 16
	}
	return key
}

// logProbability returns the binary logarithm of the probability of a name.
func (b *background) logProbability(units []byte) float64 {
	bits := 0.0
	x, y := byte(0), byte(0)
	for i := 0; i <= len(units); i++ {
		u := byte(0)
		if i < len(units) {
			u = units[i]
		}
		p := 1 / float64(b.of.size())
		for level := range uint32(3) {
			n := float64(b.counts[backgroundKey(level, x, y, u)])
			sum := float64(b.counts[backgroundKey(level+3, x, y, 0)])
			p = (n + backOffBackground*p) / (sum + backOffBackground)
		}
		bits += math.Log2(p)
		x, y = y, u
	}
	return bits
}
