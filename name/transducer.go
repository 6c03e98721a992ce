package name

import (
	"math"
	"strings"
)

// Transducer knows, from examples, how names of one script are written in another: Hangul and Cyrillic in Latin
// letters, Ukrainian names in Russian. What it knows are counts of chunks of letters, no names.
type Transducer struct {
	pairings [pairings]pairing
}

// pairing is what is learned of two sides: how each is written in the other, and how likely a name of each is.
type pairing struct {
	there, back channel
	from, to    background
}

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

func newTransducer() *Transducer {
	t := new(Transducer)
	for i, s := range pairingSides {
		t.pairings[i] = pairing{
			there: channel{from: s[0], to: s[1], counts: map[context]chunkCounts{}},
			back:  channel{from: s[1], to: s[0], counts: map[context]chunkCounts{}},
			from:  background{of: s[0], counts: map[uint32]float32{}},
			to:    background{of: s[1], counts: map[uint32]float32{}},
		}
	}
	return t
}

// Heard is a name in the units of one alphabet, in each order its tokens may stand in. The zero value is a name
// that cannot be heard.
type Heard struct {
	side   side
	orders [][]byte
}

// maxOrders bounds the orders of tokens that are tried.
const maxOrders = 4

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
	for k := range min(max(len(tokens), 1), maxOrders) {
		// The last token to the front, then the next: "Jung-soo Kim" is "Kim Jung-soo".
		turned := append(append([]string(nil), tokens[len(tokens)-k:]...), tokens[:len(tokens)-k]...)
		if u := h.side.units(turned); len(u) > 0 {
			h.orders = append(h.orders, u)
		}
	}
	return h
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
	best := math.Inf(-1)
	left := a.orders[0]
	rows := p.there.rows(left, nil)
	own := p.from.logProbability(left)
	for _, right := range b.orders {
		forth := logProbability(rows, right) - p.to.logProbability(right)
		back := logProbability(p.back.rows(right, nil), left) - own
		best = max(best, (forth+back)/2)
	}
	return best
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
	left := a.orders[0]
	rows := p.there.rows(left, nil)
	var right []byte
	most := math.Inf(-1)
	for _, o := range b.orders {
		if bits := logProbability(rows, o) - p.to.logProbability(o); bits > most {
			most, right = bits, o
		}
	}
	var out []Spelled
	for _, s := range likeliest(rows, right) {
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
