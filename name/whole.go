package name

import "math"

// Korean full names inside [Match]. A full name in Hangul beside one in Latin letters is judged by what was learned of
// whole names, as a ranking does ([Ranker]), and not by the rules: the family name by the token it may be, the given name
// by those behind it, in each reading of such names, both directions averaged, against how likely any name is. Where it is
// known how common names are, each part is worth no more than that. The rules judge where one side has an initial, or one
// part only, names of other lengths, and where they find more in slips of the pen than what was learned does.

const (
	wholeLeast = 2 // parts of a Latin name
	wholeMost  = 4
	// wordMore is the surprise of a family or given name written as a word more.
	wordMore = 1.0
	// inAnotherScript is taken off each part: what the rules take off where the sounds are near.
	inAnotherScript = 0.6
	// Up to so many bits, the mean of both directions, a spelling surprises as most do. What is more is taken off, however
	// rare such letters are: a slip of the pen makes them rare.
	usualFamily = 4.0
	usualGiven  = 7.0
	// atLarge is how much more than in Hangul a name is worth at most where nobody says how common it is: Latin letters tell
	// more names apart.
	atLarge = 4.0
	// bySound is taken off what the rules say: what was learned goes first.
	bySound = 3.0
)

// maxReadings bounds the readings of a pairing.
const maxReadings = 4

// readingBits is a number for each reading.
type readingBits [maxReadings]float64

// spelledNames is what was worked out of the names met beside one asked for.
type spelledNames struct {
	p      *pairing
	family map[string]readingBits
	given  map[string]readingBits
	key    []byte
}

// remember looks a pair of units up, and works out what is not known.
func (s *spelledNames) remember(known map[string]readingBits, a, b []byte, find func() readingBits) readingBits {
	s.key = append(append(append(s.key[:0], a...), 0), b...)
	if bits, ok := known[string(s.key)]; ok {
		return bits
	}
	bits := find()
	known[string(s.key)] = bits
	return bits
}

// spell makes a full name ready in each reading.
func (s *spelledNames) spell(f *fullName) []spelling {
	if f.spelled == nil {
		for k := range s.p.readings {
			f.spelled = append(f.spelled, s.p.readings[k].there.spell(f.units))
		}
	}
	return f.spelled
}

// part is the spelling of some of its units, those around them there for their context, no gap told at its end.
func (s spelling) part(from, until int) spelling {
	out := spelling{rows: s.rows[from:until], gap: s.gap, none: 1}
	out.gaps = append(make([]float64, 0, until-from+1), s.gaps[from:until]...)
	last := 0.0
	if until == len(s.rows) {
		last = s.gaps[until]
	}
	out.gaps = append(out.gaps, last)
	for _, odds := range out.gaps {
		out.none /= 1 + odds
	}
	return out
}

// familyOf is the evidence, by reading, that the family name is spelled so.
func (s *spelledNames) familyOf(f *fullName, o *latinOrder) readingBits {
	x := o.units[:o.family]
	bits := s.remember(s.family, f.units[:f.family+1], x, func() (out readingBits) {
		for k, there := range s.spell(f) {
			forth := there.part(0, f.family).logProbability(x)
			back := s.p.readings[k].back.spell(o.units[:o.family+1]).part(0, o.family).logProbability(f.units[:f.family])
			out[k] = (forth + back) / 2
		}
		return out
	})
	for k := range s.p.readings {
		bits[k] -= (o.begun + f.familyBits) / 2
	}
	return bits
}

// givenOf is the evidence, by reading, that the given name is spelled so.
func (s *spelledNames) givenOf(f *fullName, o *latinOrder) readingBits {
	y := o.units[o.family:] // with the gap before it
	bits := s.remember(s.given, f.units[f.family-1:], y, func() (out readingBits) {
		for k, there := range s.spell(f) {
			forth := there.part(f.family, len(f.units)).logProbability(y)
			back := s.p.readings[k].back.spell(y).logProbability(f.units[f.family:])
			out[k] = (forth + back) / 2
		}
		return out
	})
	for k := range s.p.readings {
		bits[k] -= (o.to - o.begun + f.own - f.familyBits) / 2
	}
	return bits
}

// judged is what is said of a full name beside a Latin one, in one order.
type judged struct {
	bits          float64
	full          *fullName
	order         *latinOrder
	way           way
	family, given readingBits
}

// way is how two names go together.
type way uint8

const (
	bothSpelled way = iota
	givenAdopted
	givenDiffers
	familyDiffers
	bothDiffer
)

// judge weighs a full name beside a Latin one.
func (s *spelledNames) judge(f *fullName, o *latinOrder, w worth) judged {
	j := judged{full: f, order: o, family: s.familyOf(f, o), given: s.givenOf(f, o)}
	for k := range s.p.readings {
		j.family[k] = w.of(j.family[k], w.family, w.familyThere, -(o.begun+f.familyBits)/2, usualFamily)
		j.given[k] = w.of(j.given[k], w.given, w.givenThere, -(o.to-o.begun+f.own-f.familyBits)/2, usualGiven)
	}
	both, oneOf := 0.0, [2]float64{}
	for k := range s.p.readings {
		share := s.p.readings[k].share
		both += share * math.Exp2(j.family[k]+j.given[k])
		oneOf[0] += share * math.Exp2(j.family[k])
		oneOf[1] += share * math.Exp2(j.given[k])
	}
	cost := wordMore * float64(len(o.tokens)-2)
	if o.left >= 0 {
		cost += leftOut
	}
	spelled, familyBits, givenBits := math.Log2(both), math.Log2(oneOf[0]), math.Log2(oneOf[1])
	given, other := givenDiffers, differs
	if o.adopted > differs-1 {
		given, other = givenAdopted, o.otherGiven()
	}
	for _, w := range [...]struct {
		way
		bits float64
	}{{bothSpelled, spelled}, {given, familyBits + other}, {familyDiffers, givenBits + differs}, {bothDiffer, 2 * differs}} {
		if w.way == bothSpelled || w.bits > j.bits {
			j.way, j.bits = w.way, w.bits
		}
	}
	j.bits -= cost
	return j
}

// otherGiven is what it says that the given name is adopted, or another.
func (o *latinOrder) otherGiven() float64 {
	return math.Log2(math.Exp2(o.adopted) + math.Exp2(differs))
}

// Asking is a name asked for, made ready to be compared with many. It serves one goroutine.
type Asking struct {
	name   Name
	rarity func(Skeleton) float64
	worth  worths
	whole  *spelledNames
	fulls  []fullName
	orders []latinOrder
}

// Ask makes a name ready. Rarity gives the bits that agreement on a skeleton is worth where the name is asked for, usually
// the negative binary logarithm of the share of people who bear it; nil stands for what names are worth at large.
func Ask(n Name, rarity func(Skeleton) float64) *Asking {
	q := &Asking{name: n, rarity: rarity}
	p := &Learned().pairings[koreanLatin]
	q.fulls, q.orders = n.fullNames(p), n.latinOrders(p, true)
	if q.fulls == nil && q.orders == nil {
		return q
	}
	q.whole = &spelledNames{p: p, family: map[string]readingBits{}, given: map[string]readingBits{}}
	if rarity != nil {
		q.worth = n.worths(rarity)
	}
	return q
}

// Match compares the name asked for with another.
func (q *Asking) Match(other Name) Comparison {
	rarity := q.rarity
	if rarity == nil {
		rarity = Skeleton.Info
	}
	j, ok := q.judge(&other)
	if !ok {
		return byRules(q.name, other, rarity)
	}
	// The rules know slips of the pen, which hardly any name that was learned from has.
	if r := byRules(q.name, other, rarity); r.Bits-bySound > j.bits {
		r.Bits -= bySound
		r.Addends = append(r.Addends, Addend{Kind: ByRules, Bits: -bySound, Left: q.name.Written, Right: other.Written, LeftToken: -1, RightToken: -1})
		return r
	}
	return q.explain(j, &other)
}

// judge is the best order of both names, where the learned spelling of whole names speaks.
func (q *Asking) judge(other *Name) (best judged, ok bool) {
	if q.whole == nil {
		return best, false
	}
	fulls, orders := q.fulls, q.orders
	if fulls != nil {
		doubled := false
		for i := range fulls {
			doubled = doubled || len(q.name.Tokens[fulls[i].tokens[0]].Normal) > 3
		}
		orders = other.latinOrders(q.whole.p, doubled)
	} else {
		fulls = other.fullNames(q.whole.p)
	}
	var others worths
	if q.rarity != nil && len(fulls) > 0 && len(orders) > 0 {
		others = other.worths(q.rarity)
	}
	for i := range fulls {
		f := &fulls[i]
		for k := range orders {
			o := &orders[k]
			if o.names > 1 && !q.doubled(other, f) {
				continue
			}
			if j := q.whole.judge(f, o, q.worthOf(f, o, &others)); !ok || j.bits > best.bits {
				best, ok = j, true
			}
		}
	}
	return best, ok
}

// doubled reports that a full name has a family name of two syllables.
func (q *Asking) doubled(other *Name, f *fullName) bool {
	n := other
	if q.fulls != nil {
		n = &q.name
	}
	return len(n.Tokens[f.tokens[0]].Normal) > 3
}

// worth is what agreement on the family and on the given name is worth, where the name is asked for and at large.
type worth struct{ family, given, familyThere, givenThere float64 }

// of is what a spelling says: no more than agreement is worth here, there being what it is worth at large. any is the mean
// of what any name of each script is worth, usual the surprise that takes nothing off.
func (w worth) of(bits, here, there, any, usual float64) float64 {
	if w.family == 0 && w.given == 0 {
		return min(bits, there+atLarge) + min(0, bits-any+usual)
	}
	return here + min(bits-there, 0, bits-any+usual) - inAnotherScript
}

// worthOf is what the parts of both names are worth: the less of both sides, so that the score is the same from both.
func (q *Asking) worthOf(f *fullName, o *latinOrder, others *worths) worth {
	if q.rarity == nil {
		return worth{familyThere: -f.familyBits, givenThere: f.familyBits - f.own}
	}
	latin, hangul := &q.worth, others
	if q.fulls != nil {
		latin, hangul = hangul, latin
	}
	return worth{min(hangul.of(f.tokens[:1]), latin.of(o.tokens[:o.names])), min(hangul.of(f.tokens[1:]), latin.of(o.tokens[o.names:])),
		-f.familyBits, f.familyBits - f.own}
}

// worths is what agreement on each of the first tokens is worth.
type worths [MaxTokens]float64

func (n *Name) worths(rarity func(Skeleton) float64) (out worths) {
	for i := range min(len(n.Tokens), MaxTokens) {
		out[i] = rarity(n.Tokens[i].Sounds[0])
	}
	return out
}

func (w *worths) of(tokens []int) float64 {
	sum := 0.0
	for _, t := range tokens {
		sum += w[t]
	}
	return sum
}
