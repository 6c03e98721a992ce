package name

import (
	"cmp"
	"math"
	"runtime"
	"slices"
	"strings"
	"sync"
)

// Lexicon is the vocabulary of many names, laid out so that the tokens near one asked for are found without looking
// at the rest: a tree of their sounds, walked with the costs of the distance, and for each alphabet a tree of letters or
// jamo, walked with what was learned of spellings ([Transducer]). Forms of given names are looked up beside. It holds
// the words it was made of and knows nothing of people. It is safe for concurrent use.
type Lexicon struct {
	entries []sounded
	sounds  *soundTree
	tokens  [sides][]spelledToken
	letters [sides]*letterTree
	forms   map[int16][]formed // by given name of the file of forms
	roles   []uint8            // by word
	seconds []bool             // by number: a reading of some token that is not its likeliest
}

// sounded is a skeleton, the caller's number for it, and how far, in bits, what [Match] compares with it may be.
type sounded struct {
	skeleton Skeleton
	number   int32
	apart    float32
}

// apartFrom is the share of a token's information that a distance may take. The likeliest reading tells it.
func apartFrom(first Skeleton) float32 { return float32(comparable * first.Info()) }

// spelledToken is a token in units of one alphabet, and the caller's number for its sounds.
type spelledToken struct {
	units  []byte
	number int32
	bits   float32 // of Hangul and Latin letters: how surprising any name is that is this one
}

// formed is a token that is a form of a given name.
type formed struct {
	form
	number int32
}

// Way says how a token of a lexicon is near one asked for.
type Way uint8

// The ways, and what each leaves of the bits that agreement on the name is worth.
const (
	BySound     Way = iota // less the distance
	ByLetters              // less the surprise of the spelling, by what was learned
	ByForm                 // the same given name in another language: less 1
	ByShortForm            // a short form of it: the half, less 1, or less 2 where both are short
)

// Near is a token near one asked for, by the caller's number for its sounds.
type Near struct {
	Number int32
	Way    Way
	Far    float64 // bits taken off
}

// What [Match] gives, in bits: for a part on each side without a counterpart, for one on one side only, for an initial
// that agrees; and what it takes off for two tokens written as one.
const (
	Unmatched    = differs
	OneSidedBits = oneSided
	InitialBits  = initialAgrees
	JoinBits     = joinCost
)

// Reach bounds one look-up.
type Reach struct {
	Far     float64 // bits of distance
	Unlike  float64 // bits by which a beginning may be unlikelier than one of the vocabulary taken blindly
	Nodes   int     // of one tree
	Spelled int     // learned spellings weighed in both directions
}

// NewLexicon makes a lexicon of skeletons, numbered by their places, and of words as written; number gives the place
// of a skeleton, and false for one that is not there. Words are read on all cores.
func NewLexicon(skeletons []Skeleton, words []string, number func(Skeleton) (int, bool)) *Lexicon {
	l := &Lexicon{forms: map[int16][]formed{}, roles: make([]uint8, len(words)), seconds: make([]bool, len(skeletons))}
	parts := make([]lexiconPart, runtime.GOMAXPROCS(0))
	var wait sync.WaitGroup
	for w := range parts {
		wait.Go(func() {
			for i := w; i < len(words); i += len(parts) {
				if parts[w].add(words[i], number) || len(words[i]) <= longInitials {
					l.roles[i] = rolesOf(words[i])
				}
			}
		})
	}
	l.entries = make([]sounded, 0, len(skeletons))
	for i, s := range skeletons {
		l.entries = append(l.entries, sounded{s, int32(i), apartFrom(s)})
	}
	wait.Wait()
	for _, p := range parts {
		l.entries = append(l.entries, p.sounds...)
		for _, at := range p.seconds {
			l.seconds[at] = true
		}
		for s := range sides {
			l.tokens[s] = append(l.tokens[s], p.tokens[s]...)
		}
		for _, f := range p.forms {
			if !slices.Contains(l.forms[f.name], f) {
				l.forms[f.name] = append(l.forms[f.name], f)
			}
		}
	}
	for s := range sides {
		wait.Go(func() {
			all := l.tokens[s]
			slices.SortFunc(all, func(a, b spelledToken) int {
				return cmp.Or(slices.Compare(a.units, b.units), cmp.Compare(a.number, b.number))
			})
			all = slices.CompactFunc(all, func(a, b spelledToken) bool { return a.number == b.number && slices.Equal(a.units, b.units) })
			l.tokens[s] = slices.Clip(all)
			l.letters[s] = newLetterTree(s, l.tokens[s])
		})
	}
	slices.SortFunc(l.entries, func(a, b sounded) int {
		return cmp.Or(cmp.Compare(a.skeleton, b.skeleton), cmp.Compare(a.number, b.number), cmp.Compare(b.apart, a.apart))
	})
	l.entries = slices.Clip(slices.CompactFunc(l.entries, func(a, b sounded) bool { return a.skeleton == b.skeleton && a.number == b.number }))
	l.sounds = newSoundTree(l.entries)
	wait.Wait()
	return l
}

// longInitials is the length in bytes up to which a word without sounds of its own is looked at for initials (Ю.Б.).
const longInitials = 12

// lexiconPart is what one goroutine read.
type lexiconPart struct {
	sounds  []sounded
	tokens  [sides][]spelledToken
	forms   []formed
	seconds []int32
}

// add reads a word and reports whether it is one of a name.
func (p *lexiconPart) add(word string, number func(Skeleton) (int, bool)) bool {
	n := Parse(word)
	known := false
	for i := range n.Tokens {
		t := &n.Tokens[i]
		at, ok := number(t.Sounds[0])
		if !ok {
			continue
		}
		known = true
		apart := apartFrom(t.Sounds[0])
		if t.kontsevich != "" {
			p.sounds = append(p.sounds, sounded{t.kontsevich, int32(at), apart})
		}
		for _, second := range t.Sounds[1:] {
			if at, ok := number(second); ok {
				p.sounds = append(p.sounds, sounded{second, int32(at), max(apart, apartFrom(second))})
				p.seconds = append(p.seconds, int32(at))
			}
		}
		for _, f := range t.forms {
			p.forms = append(p.forms, formed{f, int32(at)})
		}
		for s, units := range t.heard() {
			p.tokens[s] = append(p.tokens[s], spelledToken{units, int32(at), float32(partOfWhole(s, units))})
		}
		// What looks like a Korean full name may be one word of a foreigner's.
		if i > 0 && t.Script == Hangul {
			for _, joined := range n.Joined() {
				p.sounds = append(p.sounds, sounded{joined, int32(at), apartFrom(joined)})
			}
		}
	}
	return known
}

// rolesOf counts the parts of a word, and its initials, as they are told in a name of three words or more: there
// patronymics and titles are no parts.
func rolesOf(word string) uint8 {
	var parts, initials uint8
	n := Parse("Ok Om " + word)
	for _, t := range n.Tokens[min(2, len(n.Tokens)):] {
		switch {
		case t.Role == Part && parts < 15:
			parts++
		case t.Role == Initial && initials < 15:
			initials++
		}
	}
	return parts | initials<<4
}

// Roles returns how many parts a word of the lexicon has in any name, and how many initials.
func (l *Lexicon) Roles(word int) (parts, initials int) {
	return int(l.roles[word] & 15), int(l.roles[word] >> 4)
}

// maxSyllables bounds the syllables of a Hangul token that learned spellings are looked up for.
const maxSyllables = 8

// heard yields the alphabets in which a token is spelled, and its units there. A Hangul token may be a family name, a
// given name, or a foreigner's.
func (t *Token) heard() func(yield func(side, []byte) bool) {
	return func(yield func(side, []byte) bool) {
		if len(t.units) > 0 {
			yield(t.side, t.units)
			return
		}
		if t.Script != Hangul || t.Role != Part || len(t.Normal) > 3*maxSyllables {
			return
		}
		plain := hangulUnits(nil, t.Normal, 0)
		if len(plain) == 0 ||
			familyAlone(t.Normal) && !yield(koreanSide, hangulUnits(nil, t.Normal, len(t.Normal))) ||
			len(t.Normal) <= 6 && !yield(koreanSide, plain) {
			return
		}
		yield(hangulSide, plain)
	}
}

// familyAlone reports that a Hangul token is a known family name and nothing else.
func familyAlone(normal string) bool {
	return len(normal) == 3 && strings.Contains(koreanFamilies, normal) || len(normal) == 6 && strings.Contains(koreanFamilies2, "|"+normal+"|")
}

// Joining is two neighbouring tokens of a name read as one.
type Joining struct {
	Sounds        Skeleton
	First, Second int // places in Tokens
}

// Joinings returns what [Name.Joined] does, with the places of the tokens.
func (n Name) Joinings() []Joining {
	var out []Joining
	for i, c := range n.compared {
		if c.joinLen > 0 && (i+1 < len(n.compared) || len(n.compared) > 2) {
			out = append(out, Joining{c.joined, c.token, n.compared[(i+1)%len(n.compared)].token})
		}
	}
	return out
}

// Second reports that a skeleton is a reading of some word that is not its likeliest.
func (l *Lexicon) Second(number int) bool { return l.seconds[number] }

// Near returns the tokens near t: by sound in any of its readings, by learned spelling, and as forms of one given name.
// Some stand there in more than one way.
func (l *Lexicon) Near(t *Token, reach Reach) []Near {
	readings := t.Sounds
	if t.kontsevich != "" {
		readings = append(slices.Clone(readings), t.kontsevich)
	}
	out := l.Sounding(readings, reach)
	for _, f := range t.forms {
		for _, g := range l.forms[f.name] {
			n := Near{g.number, ByForm, otherLanguage}
			if f.home || g.home {
				n.Way, n.Far = ByShortForm, shortened
			}
			if f.home && g.home {
				n.Far += shortened
			}
			out = append(out, n)
		}
	}
	return l.spelled(t, reach, out)
}

// Sounding returns the tokens near any of the readings by sound, each once: no farther than the bits of reach, nor
// than two tokens may be apart that [Match] compares. The first reading is the likeliest.
func (l *Lexicon) Sounding(readings []Skeleton, reach Reach) []Near {
	var out []Near
	limit := min(float64(apartFrom(readings[0])), reach.Far)
	for _, r := range readings {
		l.sounds.within(r, limit, reach.Nodes, func(at int32) {
			e := &l.entries[at]
			most := min(limit, float64(e.apart))
			if far := DistanceWithin(r, e.skeleton, most); far <= most {
				out = append(out, Near{e.number, BySound, far})
			}
		})
	}
	slices.SortFunc(out, func(a, b Near) int { return cmp.Or(cmp.Compare(a.Number, b.Number), cmp.Compare(a.Far, b.Far)) })
	return slices.CompactFunc(out, func(a, b Near) bool { return a.Number == b.Number })
}

// asked is a token made ready to be read in another alphabet: the channels it may go through, and those back.
type asked struct {
	of side
	asking
	back  []*channel
	units [][]byte
}

// asks makes a token ready for each alphabet of the lexicon for which spellings were learned.
func (l *Lexicon) asks(t *Token, unlike float64) []asked {
	var out []asked
	add := func(there, back *channel, share float64, units []byte) {
		of := there.to
		if len(l.tokens[of]) == 0 {
			return
		}
		i := slices.IndexFunc(out, func(a asked) bool { return a.of == of })
		if i < 0 {
			i = len(out)
			out = append(out, asked{of: of, asking: asking{within: unlike}})
		}
		a := &out[i]
		a.spelled, a.shares = append(a.spelled, there.spell(units)), append(a.shares, share)
		a.back, a.units = append(a.back, back), append(a.units, units)
	}
	learned := Learned()
	for s, units := range t.heard() {
		for which := range learned.pairings {
			p := &learned.pairings[which]
			for k := range p.readings {
				r := &p.readings[k]
				if p.from.of == s {
					add(&r.there, &r.back, r.share, units)
				}
				if p.to.of == s {
					add(&r.back, &r.there, r.share, units)
				}
			}
		}
	}
	return out
}

// roughly is what a part of a whole name may be nearer than when it is looked at alone.
const roughly = 0.75

// notFollowed is added to a surprise beyond which [Match] does not follow a learned spelling.
const notFollowed = 2.0

// spelled appends the tokens that t may be written as in another alphabet, or in the other language of its own, with
// the surprise of it: the mean of both directions.
func (l *Lexicon) spelled(t *Token, reach Reach, to []Near) []Near {
	var found []spelledAs
	for _, a := range l.asks(t, reach.Unlike) {
		found = l.letters[a.of].search(a.asking, reach.Nodes, found[:0])
		slices.SortFunc(found, func(x, y spelledAs) int {
			return cmp.Or(cmp.Compare(y.bits, x.bits), cmp.Compare(x.token, y.token))
		})
		for _, f := range found[:min(len(found), reach.Spelled)] {
			token := &l.tokens[a.of][f.token]
			back := 0.0
			for k, c := range a.back {
				back += a.shares[k] * math.Exp2(c.spell(token.units).logProbability(a.units[k]))
			}
			if back == 0 {
				continue
			}
			far := max((-f.bits-math.Log2(back))/2, 0)
			if own := partBits(t, a.of); own > 0 {
				// Parts of a whole name are judged against how likely any name is.
				less := (own - float64(token.bits)) / 2
				if a.of == latinSide {
					less = -less
				}
				far = max(far-less-roughly, 0)
			}
			if t.Script != Hangul && a.of < hangulSide && far > min(float64(apartFrom(t.Sounds[0])), learnedMost) {
				far += notFollowed
			}
			to = append(to, Near{token.number, ByLetters, far})
		}
	}
	return to
}

// partBits is partOfWhole of a token that may be a part of a whole name in another alphabet; 0 of any other.
func partBits(t *Token, in side) float64 {
	switch {
	case t.side == latinSide && in == koreanSide && len(t.units) > 0:
		return partOfWhole(latinSide, t.units)
	case t.Script == Hangul && in == latinSide:
		for s, units := range t.heard() {
			if s == koreanSide {
				return partOfWhole(koreanSide, units)
			}
		}
	}
	return 0
}
