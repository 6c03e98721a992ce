package name

import (
	"math/bits"
	"strings"
)

// Kind says what an addend of a comparison is about.
type Kind uint8

// The kinds, with the bits they carry where these are fixed.
const (
	SameSpelling      Kind = iota // equal normal forms: the rarity of the name
	SameSound                     // equal skeletons: the rarity, less 0.3 within one script
	SimilarSound                  // the rarity less the distance
	JoinedTokens                  // two tokens written as one: as SimilarSound
	InitialAgrees                 // 1.5
	Differs                       // a part of each side that has no counterpart: -4
	PatronymicDiffers             // -3
	InitialDiffers                // -2
	OneSided                      // a part more on one side: -1
	Missing                       // a patronymic or initial more on one side: 0
	LanguageForm                  // the same given name in another language (Микола, Николай): the rarity less 1
	LearnedSpelling               // the rarity less the surprise of the spelling, by what was learned
	Diminutive                    // a short form of the same given name (Саша, Олександр): half the rarity less 1
	AdoptedName                   // a given name that does not spell the other: what adopted ones are like
	ByRules                       // a whole name told by sound, and not by what was learned of such names: -3
	Reading                       // a whole name read as Korean ones are: the share of the reading, and all other readings beside it
	ReadingChinese                // the same, read as Chinese names written by their Korean sound
	ReadingHongKong               // the same, read as Hong Kong writes them
)

// String returns the kind as words for an explanation.
func (k Kind) String() string {
	return [...]string{"same spelling", "same sound", "similar sound", "joined tokens", "initial agrees", "differs",
		"patronymic differs", "initial differs", "only on one side", "missing on one side", "form of the name",
		"learned spelling", "short form", "adopted given name", "told by sound alone", "reading", "read as Chinese", "read as in Hong Kong"}[min(int(k), 17)]
}

const (
	spelledOtherwise  = -0.3
	initialAgrees     = 1.5
	differs           = -4.0
	patronymicDiffers = -3.0
	initialDiffers    = -2.0
	oneSided          = -1.0
	// comparable is the share of a skeleton's information that a distance may take before two tokens count as
	// different names.
	comparable = 0.55
	// joinCost is the surprise of writing two tokens as one.
	joinCost = 0.4
	// learnedMost is the surprise above which a learned spelling is not followed.
	learnedMost = 12.0
)

// Addend is one line of the explanation of a comparison.
type Addend struct {
	Kind        Kind
	Bits        float64
	Left, Right string // written tokens; empty where a side has none
	LeftToken   int    // index of the (first) token in Name.Tokens, -1 where a side has none
	RightToken  int
	LeftSound   Skeleton // the readings compared, where sounds were
	RightSound  Skeleton
	Rarity      float64 // bits that agreement on this name is worth before the distance is taken off

	spelled *spelledPart // of a whole name; otherwise nil
}

// Edits returns the alignment behind an addend: sound by sound where sounds were compared, letter by letter with the
// surprise of each step in one direction where learned spellings were; otherwise nil.
func (a Addend) Edits() []Edit {
	switch a.Kind {
	case LearnedSpelling:
		if a.spelled != nil {
			return a.spelled.edits()
		}
		var out []Edit
		for _, s := range Learned().Spelling(Hear(Parse(a.Left)), Hear(Parse(a.Right))) {
			out = append(out, Edit{s.Left, s.Right, s.Bits})
		}
		return out
	case SameSpelling, SameSound, SimilarSound, JoinedTokens:
		return Align(a.LeftSound, a.RightSound)
	}
	return nil
}

// Comparison is the evidence that two written names are one name. Bits is the sum of the addends in their
// order; positive speaks for, negative against, zero when one side has nothing to compare.
type Comparison struct {
	Bits    float64
	Addends []Addend
}

// Compare compares two written names, taking [Skeleton.Info] for how rare each token is. It is symmetric, and
// the order of family and given name, letter case, composition and invisible characters do not matter.
func Compare(a, b string) Comparison { return Match(Parse(a), Parse(b), nil) }

type compared struct {
	token   int
	info    float64
	joined  Skeleton // this token and the next as one, the last with the first
	joinLen int      // 0 where it cannot be joined
}

// prepare picks the tokens to compare and sounds out neighbours as one.
func (n *Name) prepare() {
	for i, t := range n.Tokens {
		if t.Role == Title || len(n.compared) == MaxTokens {
			continue
		}
		n.compared = append(n.compared, compared{token: i, info: t.Sounds[0].Info()})
	}
	if len(n.compared) < 2 {
		return
	}
	for i := range n.compared {
		t, u := n.Tokens[n.compared[i].token], n.Tokens[n.compared[(i+1)%len(n.compared)].token]
		if t.Role != Part || u.Role != Part || t.Script != u.Script || t.Script == Other {
			continue
		}
		if len(t.Sounds[0])+len(u.Sounds[0]) > 16 {
			continue
		}
		n.compared[i].joined = Sounds(t.Normal + u.Normal)[0]
		n.compared[i].joinLen = 2
	}
}

// Joined returns the skeletons of neighbouring tokens read as one, in the order of the tokens, the last with
// the first at the end: what an index needs to find "Min Su" under "Minsu".
func (n Name) Joined() []Skeleton {
	var out []Skeleton
	for i, c := range n.compared {
		if c.joinLen > 0 && (i+1 < len(n.compared) || len(n.compared) > 2) {
			out = append(out, c.joined)
		}
	}
	return out
}

// Match compares a name asked for with another: see [Ask].
func Match(asked, other Name, rarity func(Skeleton) float64) Comparison {
	return Ask(asked, rarity).Match(other)
}

// byRules compares two names token by token. The smaller rarity of two aligned tokens counts.
func byRules(a, b Name, rarity func(Skeleton) float64) Comparison {
	// One order of computation for both directions makes the symmetry exact.
	if a.Written <= b.Written {
		return match(a, b, rarity)
	}
	c := match(b, a, rarity)
	for i := range c.Addends {
		c.Addends[i] = c.Addends[i].turned()
	}
	return c
}

// matching is the work space of one comparison.
type matching struct {
	a, b   Name
	rarity func(Skeleton) float64
	rareA  [MaxTokens]float64
	rareB  [MaxTokens]float64
	single [MaxTokens][MaxTokens]Addend
	can    [MaxTokens]uint16 // bit j: token i of a can pair with token j of b
}

func match(a, b Name, rarity func(Skeleton) float64) Comparison {
	if len(a.compared) == 0 || len(b.compared) == 0 {
		return Comparison{}
	}
	m := &matching{a: a, b: b, rarity: rarity}
	for i, c := range a.compared {
		m.rareA[i] = rarity(a.Tokens[c.token].Sounds[0])
	}
	for j, c := range b.compared {
		m.rareB[j] = rarity(b.Tokens[c.token].Sounds[0])
	}
	for i := range a.compared {
		for j := range b.compared {
			if d, ok := m.pair(i, j); ok {
				m.single[i][j] = d
				m.can[i] |= 1 << j
			}
		}
	}
	freeA, freeB := uint16(1)<<len(a.compared)-1, uint16(1)<<len(b.compared)-1
	best := m.assign(freeA, freeB, nil)
	joins := m.joins(freeA, freeB)
	for i, first := range joins {
		if p := m.assign(freeA&^first.a, freeB&^first.b, []joining{first}); p.value > best.value+1e-9 {
			best = p
		}
		for _, second := range joins[i+1:] {
			if first.a&second.a != 0 || first.b&second.b != 0 {
				continue
			}
			if p := m.assign(freeA&^(first.a|second.a), freeB&^(first.b|second.b), []joining{first, second}); p.value > best.value+1e-9 {
				best = p
			}
		}
	}
	return m.explain(best)
}

// pair values token i of a against token j of b.
func (m *matching) pair(i, j int) (Addend, bool) {
	ca, cb := m.a.compared[i], m.b.compared[j]
	t, u := &m.a.Tokens[ca.token], &m.b.Tokens[cb.token]
	d := Addend{Left: t.Written, Right: u.Written, LeftToken: ca.token, RightToken: cb.token}
	if t.Role == Initial || u.Role == Initial {
		if !sameInitial(t, u) {
			return d, false
		}
		d.Kind, d.Bits = InitialAgrees, initialAgrees
		return d, true
	}
	d.Rarity = min(m.rareA[i], m.rareB[j])
	d.LeftSound, d.RightSound = t.Sounds[0], u.Sounds[0]
	if t.Normal == u.Normal {
		d.Kind, d.Bits = SameSpelling, d.Rarity
		return d, true
	}
	limit := comparable * min(ca.info, cb.info)
	far := Far
	wide := limit
	if len(t.units) > 0 && len(u.units) > 0 && (t.side != u.side || t.side == cyrillicSide) {
		wide = 2 * limit
	}
	for _, x := range t.Sounds {
		for _, y := range u.Sounds {
			if c := DistanceWithin(x, y, min(wide, far)); c < far {
				far, d.LeftSound, d.RightSound = c, x, y
			}
		}
	}
	m.asCyrillic(t, u, limit, &far, &d)
	learned := false
	if wide > limit && far > 0 && far <= wide {
		most := limit
		if far <= limit {
			limit = Far // what the rules call one name stays comparable
		}
		far, learned = nearer(far, t, u, min(most, learnedMost))
	}
	kind, bits, form := sameName(t, u, d.Rarity)
	if form && far != 0 && (far > limit || d.Rarity-far < bits) {
		d.Kind, d.Bits = kind, bits
		return d, true
	}
	switch {
	case far > limit:
		return d, false
	case far == 0:
		d.Kind, d.Bits = SameSound, d.Rarity
		if t.Script == u.Script {
			d.Bits += spelledOtherwise
		}
	default:
		d.Kind, d.Bits = SimilarSound, d.Rarity-far
		if learned {
			d.Kind = LearnedSpelling
		}
	}
	d.Bits = max(d.Bits, differs)
	return d, true
}

// asCyrillic compares a Hangul token with a Cyrillic one as Kontsevich's standard writes it, where that is nearer.
func (m *matching) asCyrillic(t, u *Token, limit float64, far *float64, d *Addend) {
	switch {
	case t.kontsevich != "" && u.Script == Cyrillic:
		if c := DistanceWithin(t.kontsevich, u.Sounds[0], min(limit, *far)); c < *far {
			*far, d.LeftSound, d.RightSound = c, t.kontsevich, u.Sounds[0]
		}
	case u.kontsevich != "" && t.Script == Cyrillic:
		if c := DistanceWithin(t.Sounds[0], u.kontsevich, min(limit, *far)); c < *far {
			*far, d.LeftSound, d.RightSound = c, t.Sounds[0], u.kontsevich
		}
	}
}

// sameInitial: one of the two is an initial, and its sound begins the other.
func sameInitial(t, u *Token) bool {
	if t.Role != Initial {
		t, u = u, t
	}
	for _, x := range t.Sounds {
		for _, y := range u.Sounds {
			if begins(x) == begins(y) || begins(x) == "i" && len(y) > 1 && begins(y) == "i" {
				return true
			}
			// E. for Євген: the glide is not written.
			if len(y) > 1 && y[0] == 'j' && x[0] == y[1] {
				return true
			}
		}
	}
	return strings.HasPrefix(u.Normal, t.Normal) && t.Normal != ""
}

// begins is the broad class of the first sound.
func begins(s Skeleton) string {
	switch c := class(s[0]); {
	case c != 0:
		return string(c)
	case s[0] == 'j' || s[0] == 'i' || s[0] == 'y':
		return "i"
	}
	return string(s[:1])
}

// joining is two tokens of one side against one of the other, by bit masks over the compared tokens.
type joining struct {
	a, b uint16
	d    Addend
}

// joins lists the joinings close enough to consider.
func (m *matching) joins(freeA, freeB uint16) []joining {
	var out []joining
	m.joinsOf(&out, m.a, m.b, &m.rareB, false)
	m.joinsOf(&out, m.b, m.a, &m.rareA, true)
	if len(out) > 6 {
		out = out[:6]
	}
	return out
}

func (m *matching) joinsOf(out *[]joining, two, one Name, rareOne *[MaxTokens]float64, flipped bool) {
	n := len(two.compared)
	for i, c := range two.compared {
		if c.joinLen == 0 {
			continue
		}
		next := (i + 1) % n
		for j, o := range one.compared {
			u := &one.Tokens[o.token]
			if u.Role == Initial {
				continue
			}
			limit := comparable * min(o.info, c.joined.Info())
			for _, y := range u.Sounds {
				if len(y)+4 < len(c.joined) || len(c.joined)+4 < len(y) {
					continue
				}
				far := DistanceWithin(c.joined, y, limit)
				if far > limit {
					continue
				}
				rare := min(rareOne[j], m.rarity(c.joined))
				d := Addend{
					Kind: JoinedTokens, Bits: max(rare-far-joinCost, differs), Rarity: rare,
					Left: two.Tokens[c.token].Written + " " + two.Tokens[two.compared[next].token].Written, LeftToken: c.token, LeftSound: c.joined,
					Right: u.Written, RightToken: o.token, RightSound: y,
				}
				if i > next {
					d.Left = two.Tokens[two.compared[next].token].Written + " … " + two.Tokens[c.token].Written
				}
				g := joining{a: 1<<i | 1<<next, b: 1 << j, d: d}
				if flipped {
					g.a, g.b = g.b, g.a
					g.d.Left, g.d.Right = d.Right, d.Left
					g.d.LeftToken, g.d.RightToken = d.RightToken, d.LeftToken
					g.d.LeftSound, g.d.RightSound = d.RightSound, d.LeftSound
				}
				*out = append(*out, g)
				break
			}
		}
	}
}

// plan is one way to align all tokens.
type plan struct {
	value        float64
	joined       []joining
	pairs        [MaxTokens]int8 // for token i of a: 1 + token of b, or 0
	leftA, leftB uint16          // tokens without a counterpart
}

// assign finds the best one-to-one alignment of the free tokens by dynamic programming over subsets of b.
func (m *matching) assign(freeA, freeB uint16, joined []joining) plan {
	var value [1 << MaxTokens]float64
	var from [MaxTokens + 1][1 << MaxTokens]int8
	full := 1 << len(m.b.compared)
	for s := 1; s < full; s++ {
		value[s] = -1e9
	}
	n := len(m.a.compared)
	for i := range n {
		if freeA&(1<<i) == 0 {
			continue
		}
		// Downwards: each state is read before it is overwritten for this token.
		for s := full - 1; s >= 0; s-- {
			best, how := value[s], int8(0) // token i stays alone
			for can := m.can[i] & freeB & uint16(s); can != 0; can &= can - 1 {
				j := bits.TrailingZeros16(can)
				if v := value[s&^(1<<j)] + m.single[i][j].Bits - m.alone(i, j); v > best {
					best, how = v, int8(j+1)
				}
			}
			value[s], from[i+1][s] = best, how
		}
	}
	p := plan{joined: joined, leftB: freeB, value: -1e9}
	state := 0
	for s := range full {
		if value[s] > p.value {
			p.value, state = value[s], s
		}
	}
	for i := n - 1; i >= 0; i-- {
		if freeA&(1<<i) == 0 {
			continue
		}
		if j := from[i+1][state]; j > 0 {
			p.pairs[i] = j
			state &^= 1 << (j - 1)
			p.leftB &^= 1 << (j - 1)
		} else {
			p.leftA |= 1 << i
		}
	}
	for _, g := range joined {
		p.value += g.d.Bits - 1.5*(differs/2)
	}
	return p
}

// alone is what both tokens of a pair would cost unpaired: pairing them saves it.
func (m *matching) alone(i, j int) float64 {
	cost := 0.0
	if m.a.Tokens[m.a.compared[i].token].Role == Part {
		cost += differs / 2
	}
	if m.b.Tokens[m.b.compared[j].token].Role == Part {
		cost += differs / 2
	}
	return cost
}

// explain writes the plan out as addends: what agrees, in the order of a, then what does not.
func (m *matching) explain(p plan) Comparison {
	c := Comparison{Addends: make([]Addend, 0, len(m.a.compared)+len(m.b.compared))}
	for i := range m.a.compared {
		if j := p.pairs[i]; j > 0 {
			c.Addends = append(c.Addends, m.single[i][j-1])
		}
	}
	for _, g := range p.joined {
		c.Addends = append(c.Addends, g.d)
	}
	leftA, leftB := unpaired(m.a, p.leftA), unpaired(m.b, p.leftB)
	// Parts differ first; then an initial that fits no part left over; a patronymic only against a patronymic.
	m.disagree(&c, leftA, leftB, Part, Part, Differs, differs)
	m.disagree(&c, leftA, leftB, Patronymic, Patronymic, PatronymicDiffers, patronymicDiffers)
	m.disagree(&c, leftA, leftB, Initial, Initial, InitialDiffers, initialDiffers)
	m.disagree(&c, leftA, leftB, Initial, Part, InitialDiffers, initialDiffers)
	m.disagree(&c, leftA, leftB, Part, Initial, InitialDiffers, initialDiffers)
	for role := Part; role <= Initial; role++ {
		kind, bits := Missing, 0.0
		if role == Part {
			kind, bits = OneSided, oneSided
		}
		for _, t := range leftA[role] {
			c.Addends = append(c.Addends, Addend{Kind: kind, Bits: bits, Left: m.a.Tokens[t].Written, LeftToken: t, RightToken: -1})
		}
		for _, t := range leftB[role] {
			c.Addends = append(c.Addends, Addend{Kind: kind, Bits: bits, Right: m.b.Tokens[t].Written, LeftToken: -1, RightToken: t})
		}
	}
	for _, d := range c.Addends {
		c.Bits += d.Bits
	}
	return c
}

// unpaired sorts the tokens without a counterpart by role.
func unpaired(n Name, left uint16) *[Title][]int {
	var out [Title][]int
	for ; left != 0; left &= left - 1 {
		t := n.compared[bits.TrailingZeros16(left)].token
		out[n.Tokens[t].Role] = append(out[n.Tokens[t].Role], t)
	}
	return &out
}

func (m *matching) disagree(c *Comparison, a, b *[Title][]int, roleA, roleB Role, kind Kind, bits float64) {
	n := min(len(a[roleA]), len(b[roleB]))
	for k := range n {
		t, u := a[roleA][k], b[roleB][k]
		c.Addends = append(c.Addends, Addend{Kind: kind, Bits: bits, Left: m.a.Tokens[t].Written, Right: m.b.Tokens[u].Written, LeftToken: t, RightToken: u})
	}
	a[roleA], b[roleB] = a[roleA][n:], b[roleB][n:]
}
