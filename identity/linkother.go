package identity

import "math"

// Others finds, for links, the best other candidate: whoever else one of the two may be.
type Others struct {
	k     *Linkage
	c     *Clusters
	best  [][2]int32 // by record: 1 + the position of its likeliest two links
	leave []int32    // by record: 1 + the position of its likeliest link out of its cluster
}

// Others reads all links once. The clusters are those of the same linkage.
func (k *Linkage) Others(c *Clusters) *Others {
	o := &Others{k, c, make([][2]int32, k.records), make([]int32, k.records)}
	for i, l := range k.links { // the likeliest first
		at := int32(i + 1)
		together := k.Together(c, l)
		for _, r := range [2]int{l.Left, k.rightRow() + l.Right} {
			switch b := &o.best[r]; int32(0) {
			case b[0]:
				b[0] = at
			case b[1]:
				b[1] = at
			}
			if !together && o.leave[r] == 0 {
				o.leave[r] = at
			}
		}
	}
	return o
}

// Other returns the likeliest other link of either record, and whether it is one of the left record. Within one list, the
// links inside the cluster of both do not count: these are no other candidates. Of two lists they do: a record of the one
// mostly has one counterpart in the other.
func (o *Others) Other(l Link) (other Link, ofLeft, ok bool) {
	together := o.k.dedupe && o.k.Together(o.c, l)
	first := int32(math.MaxInt32)
	for i, r := range [2]int{l.Left, o.k.rightRow() + l.Right} {
		at := o.leave[r]
		if !together {
			if at = o.best[r][0]; at > 0 && o.k.links[at-1] == l {
				at = o.best[r][1]
			}
		}
		if at > 0 && at < first {
			first, ofLeft, ok = at, i == 0, true
		}
	}
	if !ok {
		return Link{}, false, false
	}
	return o.k.links[first-1], ofLeft, true
}

// Verdict is what is said of a link.
func (k *Linkage) Verdict(l Link) string {
	if l.Probability >= k.Threshold {
		return "likely one person"
	}
	return "review"
}

// Turns lists what would change the verdict of a link: each column that, found to agree or to differ, would bring the
// sum to the other side of the threshold, in the order of the columns; then what third records say, if the link would
// be judged otherwise without it. Each stands alone.
func (k *Linkage) Turns(l Link) []Turn {
	a, b := k.row(l.Left), k.row(k.rightRow()+l.Right)
	own := k.levels(l.Left, k.rightRow()+l.Right, nil)
	sum := func(p *pattern) float64 {
		bits := k.Prior + k.model.sum(p)
		for c := range k.Columns {
			if p[c] == own[c] {
				bits += k.rarity(c, p[c], a[c], b[c]) // a value that is not there has no rarity of its own
			}
		}
		return bits
	}
	said := l.Bits - sum(&own) // by third records
	likely := l.Probability >= k.Threshold
	var out []Turn
	turn := func(what string, after float64) {
		if Probability(after) >= k.Threshold != likely {
			out = append(out, Turn{what, after})
		}
	}
	whole := k.wholeLevel(a, b)
	for c, column := range k.Columns {
		if k.silent(c, whole) {
			continue
		}
		other := own
		if likely && own[c] != levelOther {
			other[c] = levelOther
			turn(column.Header+" proved to differ", sum(&other)+said)
		} else if !likely && own[c] != levelSame {
			other[c] = levelSame
			turn(column.Header+" proved to agree", sum(&other)+said)
		}
	}
	if math.Abs(said) > 0.01 {
		turn("other records said nothing", l.Bits-said)
	}
	return out
}
