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

// bits returns the binary logarithm of the probability of u behind x and y.
func (b *background) bits(x, y, u byte) float64 {
	p := 1 / float64(b.of.size())
	for level := range uint32(3) {
		n := float64(b.counts[backgroundKey(level, x, y, u)])
		sum := float64(b.counts[backgroundKey(level+3, x, y, 0)])
		p = (n + backOffBackground*p) / (sum + backOffBackground)
	}
	return math.Log2(p)
}

// logProbability returns the binary logarithm of the probability of a name.
func (b *background) logProbability(units []byte) float64 { return b.beginning(units) + b.end(units) }

// beginning returns the binary logarithm of the probability that a name begins with units.
func (b *background) beginning(units []byte) float64 {
	bits := 0.0
	x, y := byte(0), byte(0)
	for _, u := range units {
		bits += b.bits(x, y, u)
		x, y = y, u
	}
	return bits
}

// end returns the binary logarithm of the probability that a name beginning with units ends there.
func (b *background) end(units []byte) float64 {
	x, y := twoBefore(units, len(units))
	return b.bits(x, y, 0)
}

// remembered is bits, kept once computed: for many names at a time, by one goroutine.
func (b *background) remembered() func(x, y, u byte) float64 {
	size := b.of.size()
	if size > 64 {
		known := map[uint32]float64{}
		return func(x, y, u byte) float64 {
			key := backgroundKey(2, x, y, u)
			v, ok := known[key]
			if !ok {
				v = b.bits(x, y, u)
				known[key] = v
			}
			return v
		}
	}
	known := make([]float32, size*size*size) // 0 is not known yet: no probability is 1
	return func(x, y, u byte) float64 {
		at := (int(x)*size+int(y))*size + int(u)
		if known[at] == 0 {
			known[at] = float32(b.bits(x, y, u))
		}
		return float64(known[at])
	}
}

// over adds bits up over units from the given one to the end of the name.
func over(bits func(x, y, u byte) float64, units []byte, from int) float64 {
	sum := 0.0
	for i := from; i <= len(units); i++ {
		x, y := twoBefore(units, i)
		u := byte(0)
		if i < len(units) {
			u = units[i]
		}
		sum += bits(x, y, u)
	}
	return sum
}

// twoBefore are the two units before unit i, 0 where there are none.
func twoBefore(units []byte, i int) (x, y byte) {
	if i > 1 {
		x = units[i-2]
	}
	if i > 0 {
		y = units[i-1]
	}
	return x, y
}
