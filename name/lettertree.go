package name

import "math"

// letterTree holds tokens of one alphabet as one tree of units, and how many tokens stand below each node: a beginning
// that the token asked for is hardly ever written with is given up, the sooner the fewer begin so.
type letterTree struct {
	of      side
	letter  []byte
	depth   []uint8
	skip    []int32
	below   []int32 // tokens
	ends    []int32 // the tokens of node i are ends[i] to ends[i+1]
	numbers []int32 // of tokens in the order of the tree
}

// newLetterTree takes tokens in the order of their units.
func newLetterTree(of side, all []spelledToken) *letterTree {
	t := &letterTree{of: of}
	var path [maxUnits + 2]int32
	t.node(0, 0)
	var before []byte
	for number, token := range all {
		units := token.units
		same := 0
		for same < len(before) && same < len(units) && before[same] == units[same] {
			same++
		}
		for d := len(before); d > same; d-- {
			t.skip[path[d]] = int32(len(t.letter))
		}
		for d := same; d < len(units); d++ {
			path[d+1] = int32(len(t.letter))
			t.node(units[d], d+1)
		}
		t.numbers = append(t.numbers, int32(number))
		t.ends[len(t.letter)] = int32(len(t.numbers))
		before = units
	}
	for d := len(before); d >= 0; d-- {
		t.skip[path[d]] = int32(len(t.letter))
	}
	t.below = make([]int32, len(t.letter))
	for i := range t.below {
		t.below[i] = t.ends[t.skip[i]] - t.ends[i]
	}
	return t
}

func (t *letterTree) node(letter byte, depth int) {
	if len(t.ends) == 0 {
		t.ends = append(t.ends, 0)
	}
	t.letter = append(t.letter, letter)
	t.depth = append(t.depth, uint8(depth))
	t.skip = append(t.skip, 0)
	t.ends = append(t.ends, int32(len(t.numbers)))
}

// spelledAs is a token of a tree and the binary logarithm of the probability that the one asked for is written so.
type spelledAs struct {
	token int32
	bits  float64
}

// search appends the tokens that the one asked for may be written as. Given up are beginnings that are less likely, by
// q.within bits, than one of the tree's tokens taken blindly; it looks at no more than so many nodes.
func (t *letterTree) search(q asking, nodes int, to []spelledAs) []spelledAs {
	c := columnPool.Get().(*columns)
	defer columnPool.Put(c)
	readings := len(q.spelled)
	for d := range c.at {
		for len(c.at[d].f) < readings {
			c.at[d].f = append(c.at[d].f, [maxUnits + 1]float64{})
			c.at[d].low = append(c.at[d].low, 0)
			c.at[d].high = append(c.at[d].high, 0)
		}
	}
	start := &c.at[0]
	start.family, start.since = 0, 0
	for k, s := range q.spelled {
		f := &start.f[k]
		f[0] = s.none
		for i, r := range s.rows {
			f[i+1] = f[i] * r.none
		}
		start.low[k], start.high[k] = 0, len(s.rows)
	}
	share := math.Exp2(-q.within) / float64(max(len(t.numbers), 1))
	gap := t.of.gap()
	for i := int32(1); int(i) < len(t.letter) && nodes > 0; nodes-- {
		d := int(t.depth[i])
		c.path[d-1] = t.letter[i]
		best := c.step(q, d, t.letter[i] == gap, 0)
		least := share * float64(t.below[i])
		if best < least && !c.pending(q, d, least) {
			i = t.skip[i]
			continue
		}
		if from, until := t.ends[i], t.ends[i+1]; from < until {
			sum := 0.0
			for k, s := range q.spelled {
				n := len(s.rows)
				sum += q.shares[k] * c.at[d].f[k][n] * inside(&c.at[d], k, n)
			}
			if sum > share {
				bits := math.Log2(sum)
				for _, number := range t.numbers[from:until] {
					to = append(to, spelledAs{number, bits})
				}
			}
		}
		i++
	}
	return to
}
