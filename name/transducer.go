package name

import (
	"bytes"
	"math"
	"slices"
	"strings"
)

// Transducer knows, from examples, how names of one script are written in another: Hangul and Cyrillic in Latin
// letters, Ukrainian names in Russian. What it knows are counts of chunks of letters, no names.
type Transducer struct {
	pairings [pairings]pairing
}

// pairing is what is learned of two sides: how each is written in the other, and how likely a name of each is.
//
// Korean full names are read in more than one way: a Chinese name is written in Hangul by its Korean reading and in
// Latin letters by another, of Mandarin or of Cantonese. Each reading is a transducer of its own, with its share of
// the examples. Beside them stands a family name, spelled, with a given name that is not (Eric Mun): such a name is
// told by what given names people adopt.
type pairing struct {
	readings     []reading
	from, to     background
	given        background // names of this pairing alone, where given names may be adopted
	adopted      background // given names that do not spell the other side's; empty where none were learned
	adoptedShare float64
}

// reading is one way in which names are read, and its share.
type reading struct {
	there, back channel
	share       float64
}

// adopts reports that names of this pairing are full names, family name first, whose given name may be adopted.
func (p *pairing) adopts() bool { return p.from.of == koreanSide }

const (
	koreanLatin = iota
	hangulLatin
	cyrillicLatin
	ukrainianRussian
	pairings
)

var pairingSides = [pairings][2]side{
	koreanLatin:      {koreanSide, latinSide},
	hangulLatin:      {hangulSide, latinSide},
	cyrillicLatin:    {cyrillicSide, latinSide},
	ukrainianRussian: {cyrillicSide, cyrillicSide},
}

// cantonese is the reading of Korean full names whose bearers write them as in Hong Kong. It begins with no example,
// only with what characters are read as.
const cantonese = 2

// readingsOf is the number of readings of each pairing.
var readingsOf = [pairings]int{koreanLatin: 3, hangulLatin: 1, cyrillicLatin: 1, ukrainianRussian: 1}

func newTransducer() *Transducer {
	t := new(Transducer)
	for i, s := range pairingSides {
		p := pairing{
			from:    background{of: s[0], counts: map[uint32]float32{}},
			to:      background{of: s[1], counts: map[uint32]float32{}},
			given:   background{of: s[1], counts: map[uint32]float32{}},
			adopted: background{of: s[1], counts: map[uint32]float32{}},
		}
		for range readingsOf[i] {
			p.readings = append(p.readings, reading{
				there: newChannel(s[0], s[1], map[context]chunkCounts{}),
				back:  newChannel(s[1], s[0], map[context]chunkCounts{}),
				share: 1 / float64(readingsOf[i]),
			})
		}
		t.pairings[i] = p
	}
	return t
}

// Heard is a name in the units of one alphabet, in each order its tokens may stand in. The zero value is a name
// that cannot be heard.
type Heard struct {
	side   side
	orders []order
}

// order is the tokens of a name in one order, with one of them left out or none.
type order struct {
	units []byte
	cost  float64 // bits for the token left out
	turns int     // of the last token to the front
}

const (
	// maxTurns bounds the orders of all tokens that are tried, maxOrders those with one left out as well.
	maxTurns  = 4
	maxOrders = 10
	// leftOut is the surprise of a token that only one side has.
	leftOut = 7.0
)

// turns are the orders in which nothing is left out.
func (h Heard) turns() [][]byte {
	var out [][]byte
	for _, o := range h.orders {
		if o.cost == 0 {
			out = append(out, o.units)
		}
	}
	return out
}

// Hear takes a parsed name apart for [Transducer.Bits]. Titles and ranks are left out.
func Hear(n Name) Heard {
	var tokens []string
	var script Script
	for _, t := range n.Tokens {
		if t.Role == Title || t.Script == Other || len(tokens) == MaxTokens {
			continue
		}
		if script == Other {
			script = t.Script
		}
		if t.Script != script {
			continue
		}
		word := t.Normal
		if script == Latin {
			word = strings.Trim(Normal(t.Written), "-")
		}
		tokens = append(tokens, word)
	}
	h := Heard{side: latinSide}
	switch script {
	case Other:
		return Heard{}
	case Cyrillic:
		h.side = cyrillicSide
	case Hangul:
		h.side = hangulSide
		// A Korean full name stands family name first, written as one word or as two.
		if whole := strings.Join(tokens, ""); FamilyCut(whole) > 0 {
			h.side, tokens = koreanSide, []string{whole}
		}
	}
	// The last token to the front, then the next: "Jung-soo Kim" is "Kim Jung-soo".
	h.turn(tokens, 0)
	if h.side == latinSide && len(tokens) > 2 {
		for i := range tokens {
			h.turn(slices.Delete(slices.Clone(tokens), i, i+1), leftOut)
		}
	}
	return h
}

func (h *Heard) turn(tokens []string, cost float64) {
	for k := range min(max(len(tokens), 1), maxTurns) {
		turned := append(append([]string(nil), tokens[len(tokens)-k:]...), tokens[:len(tokens)-k]...)
		if u := h.side.units(turned); len(u) > 0 && len(h.orders) < maxOrders {
			h.orders = append(h.orders, order{u, cost, k})
		}
	}
}

// familyLength is the number of units of the family name at the start of a Korean full name.
func familyLength(units []byte) int {
	n := 0
	for n < len(units) && units[n] > familyUnits {
		n++
	}
	return n
}

// between returns the pairing of two sides and whether the first is its right side.
func between(a, b side) (which int, turned, ok bool) {
	for i, s := range pairingSides {
		if s[0] == a && s[1] == b {
			return i, false, true
		}
		if s[0] == b && s[1] == a {
			return i, true, true
		}
	}
	return 0, false, false
}

// Bits returns the evidence that one name is the other's spelling: the binary logarithm of how much likelier the
// spelling is than any name of its script, the mean of both directions, for the best order of tokens. It is
// symmetric. It reports false for scripts that nothing was learned for.
func (t *Transducer) Bits(a, b Heard) (float64, bool) {
	which, turned, ok := between(a.side, b.side)
	if !ok || len(a.orders) == 0 || len(b.orders) == 0 {
		return 0, false
	}
	if turned {
		a, b = b, a
	}
	p := &t.pairings[which]
	best := p.bits(a, b)
	if a.side == b.side {
		best = max(best, p.bits(b, a))
	}
	return best, true
}

func (p *pairing) bits(a, b Heard) float64 {
	w := p.ask(a.orders[0].units)
	best := math.Inf(-1)
	for _, right := range b.orders {
		best = max(best, w.bits(right))
	}
	return best
}

// wanted is one left name made ready to be compared with many right ones.
type wanted struct {
	p          *pairing
	units      []byte
	spelled    []spelling // by reading
	own        float64
	family     int
	familyBits float64
}

func (p *pairing) ask(units []byte) *wanted {
	w := &wanted{p: p, units: units, own: p.from.logProbability(units)}
	for k := range p.readings {
		w.spelled = append(w.spelled, p.readings[k].there.spell(units))
	}
	if p.adopts() {
		w.family = familyLength(units)
		w.familyBits = p.from.beginning(units[:w.family])
	}
	return w
}

// bits is the evidence that a right name, in one order, spells the left one in any reading.
func (w *wanted) bits(o order) float64 {
	adopted := 0.0
	if cut := w.cut(o.units); cut > 0 {
		adopted = w.p.adoptedBits(o.units, cut)
	}
	return w.bitsKnown(o, w.p.to.logProbability(o.units), adopted)
}

// cut is the length of the right name's first token, where that may be a family name; otherwise 0.
func (w *wanted) cut(units []byte) int {
	if w.family == 0 {
		return 0
	}
	return max(bytes.IndexByte(units, w.p.to.of.gap()), 0)
}

// bitsKnown is bits where it is known how likely any name is this one, and what it adds that the given name is adopted.
func (w *wanted) bitsKnown(o order, to, adopted float64) float64 {
	sum := 0.0
	cut, begun := w.begun(o.units)
	for k := range w.p.readings {
		if e, ok := w.evidence(k, o.units, to, adopted, cut, begun, sum*hopeless); ok {
			sum += math.Exp2(e.spelled) + math.Exp2(e.taken)
		}
	}
	return math.Log2(sum) - o.cost
}

// hopeless is the share of what the readings before say below which another is not read the other way.
const hopeless = 1.0 / 4096

// evidence is the bits of one reading, its share taken off: that the whole name is spelled, and that the family name is
// and the given name adopted.
type evidence struct{ spelled, taken float64 }

// each returns the evidence of every reading.
func (w *wanted) each(units []byte, to, adopted float64) []evidence {
	cut, begun := w.begun(units)
	out := make([]evidence, len(w.p.readings))
	for k := range out {
		out[k], _ = w.evidence(k, units, to, adopted, cut, begun, 0)
	}
	return out
}

// begun is where the right name's family name ends, and the binary logarithm of how likely any name begins with it.
func (w *wanted) begun(units []byte) (cut int, bits float64) {
	if cut = w.cut(units); cut > 0 {
		bits = w.p.to.beginning(units[:cut])
	}
	return cut, bits
}

// evidence is that of one reading. It reports false where that cannot be more than least (no logarithm), whatever the
// way back says: nothing is likelier than certain.
func (w *wanted) evidence(k int, units []byte, to, adopted float64, cut int, begun, least float64) (evidence, bool) {
	r, there := &w.p.readings[k], w.spelled[k]
	share := math.Log2(r.share)
	e := evidence{spelled: share + (there.logProbability(units)-to-w.own)/2, taken: impossible}
	family := there.first(w.family)
	if cut > 0 {
		e.taken = share + (family.logProbability(units[:cut])-begun-w.familyBits)/2 + adopted
	}
	if math.Exp2(e.spelled)+math.Exp2(e.taken) < least {
		return e, false
	}
	back := r.back.spell(units)
	e.spelled += back.logProbability(w.units) / 2
	if cut > 0 {
		e.taken += back.first(cut).logProbability(w.units[:w.family]) / 2
	}
	return e, true
}

// adoptedBits is the binary logarithm of the probability that what stands behind the family name, up to cut, is an adopted given
// name and not one that spells. That it is the one on the other list it does not say: the family name must.
func (p *pairing) adoptedBits(units []byte, cut int) float64 {
	spelled := p.given.logProbability(units) - p.given.beginning(units[:cut+1])
	return p.adoptedOf(p.adopted.logProbability(units[cut+1:]) - spelled)
}

// adoptedCost is the bits against a name with an adopted given name being of a person who has another in Hangul at
// all: most people called Bruce have none.
const adoptedCost = 1.5

// adoptedOf takes the bits by which a given name is likelier as an adopted one than as any.
func (p *pairing) adoptedOf(bits float64) float64 {
	if len(p.adopted.counts) == 0 || p.adoptedShare == 0 {
		return -100
	}
	return -adoptedCost - math.Log2(1+(1-p.adoptedShare)/p.adoptedShare*math.Exp2(min(-bits, 300)))
}

// Spelled is one step of a learned spelling: letters or jamo of the left name, what they became on the right, and
// how surprising that is in bits.
type Spelled struct {
	Left  string  `json:"left"`
	Right string  `json:"right"`
	Bits  float64 `json:"bits"`
}

// Spelling returns the likeliest way in which one name was written as the other, step by step, in the order of
// tokens that fits best; nil where nothing was learned for the scripts. Hangul and Cyrillic stand on the left of
// the learning, so steps of a Latin name asked first are turned round.
func (t *Transducer) Spelling(a, b Heard) []Spelled {
	which, turned, ok := between(a.side, b.side)
	if !ok || len(a.orders) == 0 || len(b.orders) == 0 {
		return nil
	}
	if turned {
		a, b = b, a
	}
	p := &t.pairings[which]
	left := a.orders[0].units
	w := p.ask(left)
	var right []byte
	var own spelling
	most := math.Inf(-1)
	for _, o := range b.orders {
		for k := range p.readings {
			if bits := math.Log2(p.readings[k].share) + w.spelled[k].logProbability(o.units) - p.to.logProbability(o.units) - o.cost; bits > most {
				most, right, own = bits, o.units, w.spelled[k]
			}
		}
	}
	var out []Spelled
	for _, s := range own.likeliest(right) {
		step := Spelled{a.side.show(left[s.unit : s.unit+1]), b.side.show(right[s.from:s.until]), math.Abs(s.bits)}
		if turned {
			step.Left, step.Right = step.Right, step.Left
		}
		out = append(out, step)
	}
	return out
}

// NativeKorean reports whether a pair of a Hangul and a Latin name is a Korean full name in both: three syllables
// with a known family name, and in Latin some spelling of that family name with as many groups of vowels beside it
// as the given name has syllables. Foreigners' names in Hangul, Chinese readings, stage names and
// adopted first names are not.
func NativeKorean(p Pair) bool {
	h := Parse(p.Left)
	if Hear(h).side != koreanSide || len(h.Tokens) != 2 || FamilyCut(h.Tokens[0].Normal+h.Tokens[1].Normal) != 3 || len(h.Tokens[1].Normal) != 6 {
		return false
	}
	r := Parse(p.Right)
	for i, t := range r.Tokens {
		near := Far
		for _, x := range t.Sounds {
			for _, y := range h.Tokens[0].Sounds {
				near = min(near, Distance(x, y))
			}
		}
		if t.Script != Latin || near > 3 {
			continue
		}
		groups := 0
		for j, u := range r.Tokens {
			if j != i {
				groups += vowelGroups(u)
			}
		}
		if groups == 2 {
			return true
		}
	}
	return false
}

// FullKorean reports whether a pair is a full name in both scripts by its form alone: three syllables of which the first is
// a known family name, and in Latin two or three words, whatever they sound like.
func FullKorean(p Pair) bool {
	n := Normal(p.Left)
	words := len(strings.Fields(p.Right))
	return len(n) == 9 && FamilyCut(n) == 3 && (words == 2 || words == 3)
}

func vowelGroups(t Token) int {
	groups, in := 0, false
	for _, c := range Normal(t.Written) {
		v := c < 0x80 && latinVowel(byte(c)) || markedVowel(c)
		if v && !in {
			groups++
		}
		in = v
	}
	return groups
}

func markedVowel(c rune) bool {
	return strings.ContainsRune("ŏŭōūáéíóúàèöüäâêîôûã", c)
}
