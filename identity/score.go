package identity

import (
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"homeward/name"
)

// Addend is one line of an explanation: what was compared, what it says in bits (positive for, negative against),
// and the two sides as written. Left is the query's, Right the person's; empty where a side has none.
type Addend struct {
	What  string  `json:"what"`
	Bits  float64 `json:"bits"`
	Left  string  `json:"left"`
	Right string  `json:"right"`
}

// The bits of what is not counted by frequency.
const (
	numberAgrees = 20.0 // a document number shared by chance: about one in a million
	numberMore   = 3.0  // each further number: the same document often lists both
	unitAgrees   = 3.0  // units have some hundred men and are named loosely
	placeAgrees  = 2.0
	relativeMost = 8.0 // relatives share family names with each other: half the evidence of the name, at most this
	priorPeople  = 200 // the weight, in people, of a skeleton's own information beside the counts of the index
)

// subject is a query made ready: what is compared with every candidate.
type subject struct {
	names     []name.Name
	sought    [][]*sought // for each name, and for before: set by scorer.seek
	typed     string      // last token of the name, still being typed; empty otherwise
	typedBits float64
	before    name.Name // the name without that token
	born      string
	numbers   []string
	units     []string
	places    []string
	relatives []name.Name

	asking, kin []*name.Asking // names and relatives, made ready to be compared: set by scorer.ask
	begun       *name.Asking   // before, likewise
}

// scorer knows how common names are in one view of the index. It serves one search at a time.
type scorer struct {
	view   *view
	people int                       // of all segments
	own    map[name.Skeleton]float64 // rarity of single skeletons, kept between searches
	asked  map[name.Skeleton]float64 // what the tokens of the current subject are worth
	work   *scratch                  // remembers how names on record are read; may be nil
	alike  map[string]scoredName     // names on record compared with the current subject; may be nil
}

// scoredName is what one written name says beside a subject's names.
type scoredName struct {
	bits    float64
	addends []Addend
}

func newScorer(v *view) *scorer {
	c := &scorer{view: v, own: map[name.Skeleton]float64{}}
	for _, s := range v.segments {
		c.people += s.Len()
	}
	return c
}

// rare returns the bits that agreement on a skeleton is worth: of a token asked for, by all names near it; of any
// other, by its own bearers.
func (c *scorer) rare(s name.Skeleton) float64 {
	if bits, ok := c.asked[s]; ok {
		return bits
	}
	if bits, ok := c.own[s]; ok {
		return bits
	}
	bearers := 0
	for _, seg := range c.view.segments {
		if t, ok := seg.findTerm(s); ok {
			bearers += seg.bearers(t)
		}
	}
	bits := rarity(float64(bearers), float64(c.people), s.Info())
	c.own[s] = bits
	return bits
}

// rarity is the negative logarithm of the share of bearers, smoothed by what the skeleton alone says, so that
// neither an unseen name nor a small index makes wild claims.
func rarity(bearers, people, info float64) float64 {
	share := (bearers + priorPeople*math.Exp2(-info)) / (people + priorPeople)
	return -math.Log2(min(share, 1))
}

// ask makes the names of a subject ready to be compared, once it is known what they are worth.
func (c *scorer) ask(q *subject) {
	q.asking, q.kin = q.asking[:0], q.kin[:0]
	for _, n := range q.names {
		q.asking = append(q.asking, name.Ask(n, c.rare))
	}
	for _, n := range q.relatives {
		q.kin = append(q.kin, name.Ask(n, c.rare))
	}
	if q.typed != "" {
		q.begun = name.Ask(q.before, c.rare)
	}
}

// score adds up all evidence between a subject and a person. The bits are the sum of the addends in their order.
func (c *scorer) score(q *subject, p *Person) Candidate {
	out := Candidate{ID: p.ID, Names: p.Names, Why: c.scoreNames(q, p.Names)}
	if a, ok := compareBorn(q.born, p.Born); ok {
		out.Why = append(out.Why, a)
	}
	out.Why = append(out.Why, compareNumbers(q.numbers, p.Numbers)...)
	if a, ok := shared("unit agrees", unitAgrees, q.units, p.Units); ok {
		out.Why = append(out.Why, a)
	}
	if a, ok := shared("place agrees", placeAgrees, q.places, p.Places); ok {
		out.Why = append(out.Why, a)
	}
	if a, ok := c.scoreRelatives(q, p.Relatives); ok {
		out.Why = append(out.Why, a)
	}
	for _, a := range out.Why {
		out.Bits += a.Bits
	}
	return out
}

// scoreNames takes the pair of spellings that agree best: a person with many spellings is no further away for it.
func (c *scorer) scoreNames(q *subject, names []string) []Addend {
	var best []Addend
	most := math.Inf(-1)
	keep := func(bits float64, addends []Addend) {
		if len(addends) > 0 && bits > most {
			most, best = bits, addends
		}
	}
	for _, written := range names {
		s, ok := c.alike[written]
		if !ok {
			s = c.scoreName(q, written)
			if c.alike != nil {
				c.alike[written] = s
			}
		}
		keep(s.bits, s.addends)
	}
	return slices.Clone(best)
}

// scoreName compares one written name with all names of a subject.
func (c *scorer) scoreName(q *subject, written string) scoredName {
	best := scoredName{bits: math.Inf(-1)}
	keep := func(bits float64, addends []Addend) {
		if len(addends) > 0 && bits > best.bits {
			best = scoredName{bits, addends}
		}
	}
	n := c.parse(written)
	for _, own := range q.asking {
		m := own.Match(n)
		keep(m.Bits, nameAddends(m))
	}
	if q.typed != "" {
		keep(c.scoreTyped(q, n))
	}
	return best
}

func (c *scorer) parse(written string) name.Name {
	if c.work == nil {
		return name.Parse(written)
	}
	return c.work.parse(written)
}

func nameAddends(m name.Comparison) []Addend {
	out := make([]Addend, len(m.Addends))
	for i, a := range m.Addends {
		out[i] = Addend{What: "name: " + a.Kind.String(), Bits: a.Bits, Left: a.Left, Right: a.Right}
	}
	return out
}

// scoreTyped compares the finished tokens as names and the last one as the beginning of a token.
func (c *scorer) scoreTyped(q *subject, n name.Name) (float64, []Addend) {
	m := q.begun.Match(n)
	taken := map[int]bool{}
	for _, a := range m.Addends {
		if a.Kind != name.OneSided && a.Kind != name.Missing {
			taken[a.RightToken] = true
		}
	}
	begun := -1
	for i, t := range n.Tokens {
		if !taken[i] && (t.Role == name.Part || t.Role == name.Patronymic) && begins(q.typed, &t) {
			begun = i
			break
		}
	}
	if begun < 0 {
		return 0, nil
	}
	bits := 0.0
	var out []Addend
	for _, a := range m.Addends {
		if a.RightToken == begun {
			continue // it is compared below
		}
		out = append(out, Addend{What: "name: " + a.Kind.String(), Bits: a.Bits, Left: a.Left, Right: a.Right})
		bits += a.Bits
	}
	out = append(out, Addend{What: "name: begins as typed", Bits: q.typedBits, Left: q.typed, Right: n.Tokens[begun].Written})
	return bits + q.typedBits, out
}

// begins reports that a token begins with what was typed, in letters or, across scripts, in sound.
func begins(typed string, t *name.Token) bool {
	if strings.HasPrefix(t.Normal, typed) {
		return true
	}
	for _, x := range name.Sounds(typed) {
		for _, y := range t.Sounds {
			if soundsBegin(x, y) {
				return true
			}
		}
	}
	return false
}

// beginningCost is the distance that the typed part and the beginning of a token may have.
const beginningCost = 1.5

func soundsBegin(typed, s name.Skeleton) bool {
	return len(typed) >= 2 && typed[0] != '?' && len(s) >= len(typed) &&
		name.DistanceWithin(typed, s[:len(typed)], beginningCost) <= beginningCost
}

// compareNumbers lists each number both sides have. Different numbers say nothing: they may be of different kinds.
func compareNumbers(left, right []string) []Addend {
	var out []Addend
	seen := map[string]bool{}
	for _, l := range left {
		key := numberKey(l)
		if key == "" || seen[key] {
			continue
		}
		for _, r := range right {
			if numberKey(r) == key {
				seen[key] = true
				bits := numberAgrees
				if len(out) > 0 {
					bits = numberMore
				}
				// Two or three digits are a running number on some list, not an identity document.
				bits = min(bits, 3*float64(utf8.RuneCountInString(key)))
				out = append(out, Addend{What: "number agrees", Bits: bits, Left: l, Right: r})
				break
			}
		}
	}
	return out
}

// shared finds the first string that both lists have in normal form. Lists without one say nothing: people are
// moved, and places are named in many ways.
func shared(what string, bits float64, left, right []string) (Addend, bool) {
	for _, l := range left {
		for _, r := range right {
			if n := name.Normal(l); n != "" && n == name.Normal(r) {
				return Addend{What: what, Bits: bits, Left: l, Right: r}, true
			}
		}
	}
	return Addend{}, false
}

func (c *scorer) scoreRelatives(q *subject, right []string) (Addend, bool) {
	best := Addend{What: "relative's name agrees"}
	for _, written := range right {
		r := c.parse(written)
		for i, l := range q.kin {
			if bits := min(l.Match(r).Bits/2, relativeMost); bits > best.Bits {
				best.Bits, best.Left, best.Right = bits, q.relatives[i].Written, written
			}
		}
	}
	return best, best.Bits > 0
}
