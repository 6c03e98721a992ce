package sample

import "math"

// random is SplitMix64 (Steele, Lea, Flood 2014): one word of state, so that every
// person and every listing can have a stream of its own at no cost.
type random struct{ state uint64 }

func newRandom(seed, stream uint64) random {
	r := random{seed ^ 0x9E3779B97F4A7C15*(stream+1)}
	r.state = r.next()
	return r
}

func (r *random) next() uint64 {
	r.state += 0x9E3779B97F4A7C15
	z := r.state
	z = (z ^ z>>30) * 0xBF58476D1CE4E5B9
	z = (z ^ z>>27) * 0x94D049BB133111EB
	return z ^ z>>31
}

// below is a number from 0 to n-1.
func (r *random) below(n int) int { return int((r.next() >> 32) * uint64(n) >> 32) }

// between is a number from low to high, both included.
func (r *random) between(low, high int) int { return low + r.below(high-low+1) }

// permille is true n times in a thousand.
func (r *random) permille(n int) bool { return r.below(1000) < n }

// ranked is a table from which a rank is drawn with one look-up; the rank's
// frequency falls like 1/(rank+head), as surnames do.
type ranked [1 << 15]uint16

func newRanked(n int, head float64) *ranked {
	t := new(ranked)
	for i := range t {
		u := (float64(i) + 0.5) / float64(len(t))
		t[i] = uint16(min(n-1, int(head*(math.Pow(1+float64(n)/head, u)-1))))
	}
	return t
}

func (t *ranked) draw(r *random) int { return int(t[r.next()>>49]) }
