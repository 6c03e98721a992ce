package name

import (
	"math"
	"strings"
)

// What is said of a whole name beside another: its addends and alignments.

// joined are the words of some tokens.
func (n *Name) joined(tokens []int) string {
	var b strings.Builder
	for i, t := range tokens {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(n.Tokens[t].Written)
	}
	return b.String()
}

// explain writes out what was judged: the family name, the given name, the reading, what was left out.
func (q *Asking) explain(j judged, other *Name) Comparison {
	hangul, latin := &q.name, other
	if q.fulls == nil {
		hangul, latin = other, &q.name
	}
	reading := 0
	most := math.Inf(-1)
	for k := range q.whole.p.readings {
		bits := math.Log2(q.whole.p.readings[k].share)
		if j.way != familyDiffers {
			bits += j.family[k]
		}
		if j.way == bothSpelled || j.way == familyDiffers {
			bits += j.given[k]
		}
		if bits > most {
			reading, most = k, bits
		}
	}
	o := j.order
	c := Comparison{Bits: j.bits, Addends: make([]Addend, 0, 4)}
	rest := j.bits
	add := func(kind Kind, bits float64, left, right []int) {
		a := Addend{Kind: kind, Bits: bits, Left: hangul.joined(left), Right: latin.joined(right), LeftToken: -1, RightToken: -1}
		if len(left) > 0 {
			a.LeftToken = left[0]
		}
		if len(right) > 0 {
			a.RightToken = right[0]
		}
		if kind == LearnedSpelling {
			a.spelled = &spelledPart{whole: q.whole, full: j.full, order: o, reading: reading, given: &right[0] == &o.tokens[o.names]}
		}
		rest -= bits
		c.Addends = append(c.Addends, a)
	}
	familyLeft, familyRight, givenLeft, givenRight := j.full.tokens[:1], o.tokens[:o.names], j.full.tokens[1:], o.tokens[o.names:]
	if j.way == familyDiffers || j.way == bothDiffer {
		add(Differs, differs, familyLeft, familyRight)
	} else {
		add(LearnedSpelling, j.family[reading], familyLeft, familyRight)
	}
	switch j.way {
	case bothSpelled, familyDiffers:
		add(LearnedSpelling, j.given[reading], givenLeft, givenRight)
	case givenAdopted:
		add(AdoptedName, o.otherGiven(), givenLeft, givenRight)
	default:
		add(Differs, differs, givenLeft, givenRight)
	}
	if more := len(o.tokens) - 2; more > 0 {
		left, right := givenLeft, givenRight
		if o.names > 1 {
			left, right = familyLeft, familyRight
		}
		add(JoinedTokens, -wordMore*float64(more), left, right)
	}
	if o.left >= 0 {
		add(OneSided, -leftOut, nil, []int{o.left})
	}
	if j.way != bothDiffer {
		add(Reading+Kind(reading), rest, j.full.tokens, o.tokens) // the kinds stand in the order of the readings
	}
	if q.fulls == nil {
		for i := range c.Addends {
			c.Addends[i] = c.Addends[i].turned()
		}
	}
	c.Bits = 0
	for _, a := range c.Addends {
		c.Bits += a.Bits
	}
	return c
}

// spelledPart is the part of a whole name behind an addend.
type spelledPart struct {
	whole   *spelledNames
	full    *fullName
	order   *latinOrder
	reading int
	given   bool
	turned  bool
}

// edits is the likeliest way in which the part was spelled, step by step.
func (s *spelledPart) edits() []Edit {
	f, o := s.full, s.order
	left, right := f.units[:f.family], o.units[:o.family]
	spelled := s.whole.spell(f)[s.reading].part(0, f.family)
	if s.given {
		left, right = f.units[f.family:], o.units[o.family:]
		spelled = s.whole.spell(f)[s.reading].part(f.family, len(f.units))
	}
	var out []Edit
	for _, step := range spelled.likeliest(right) {
		e := Edit{koreanSide.show(left[step.unit : step.unit+1]), latinSide.show(right[step.from:step.until]), math.Abs(step.bits)}
		if s.turned {
			e.Left, e.Right = e.Right, e.Left
		}
		out = append(out, e)
	}
	return out
}

// turned is an addend seen from the other side.
func (a Addend) turned() Addend {
	a.Left, a.Right = a.Right, a.Left
	a.LeftToken, a.RightToken = a.RightToken, a.LeftToken
	a.LeftSound, a.RightSound = a.RightSound, a.LeftSound
	if a.spelled != nil {
		s := *a.spelled
		s.turned = !s.turned
		a.spelled = &s
	}
	return a
}
