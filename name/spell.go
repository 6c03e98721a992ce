package name

import (
	"math"
	"strings"
)

// Learned spellings inside [Match]: a Cyrillic and a Latin token, or a Ukrainian and a Russian one, are as far apart as
// it is surprising, by what was learned, that one was written as the other: the mean of both directions, in bits.
// The rules still judge slips of the pen, and Hangul: token by token they find more Korean names than what was learned
// of whole names (docs/identity.md).

// byRule is added to a distance by rules where a learned one is known too: what was learned goes first.
const byRule = 2.0

// maxSpelled bounds the units of a token that are compared by learned spellings.
const maxSpelled = 24

// hearToken sets what the learned side needs to know of a token.
func (t *Token) hearToken() {
	if t.Role != Part {
		return
	}
	switch t.Script {
	case Latin:
		t.side = latinSide
		word := t.Normal
		if strings.ContainsRune(t.Written, '-') {
			word = strings.Trim(Normal(t.Written), "-")
		}
		t.units = latinUnits(nil, word)
	case Cyrillic:
		t.side = cyrillicSide
		t.units = cyrillicUnits(nil, t.Normal)
	}
	if len(t.units) > maxSpelled {
		t.units = nil
	}
}

// surprise is how surprising it is, by learned spellings, that one is written as the other; false where nothing was learned. It
// gives up above limit.
func surprise(a side, left []byte, b side, right []byte, limit float64) (float64, bool) {
	which, turned, ok := between(a, b)
	if !ok || len(left) == 0 || len(right) == 0 {
		return 0, false
	}
	if turned {
		left, right = right, left
	}
	p := &Learned().pairings[which]
	bits := p.surprise(left, right, limit)
	if a == b {
		bits = min(bits, p.surprise(right, left, limit))
	}
	return bits, true
}

func (p *pairing) surprise(left, right []byte, limit float64) float64 {
	r := &p.readings[0]
	forth := -r.there.spell(left).logProbability(right)
	if forth > 2*limit {
		return Far
	}
	back := -r.back.spell(right).logProbability(left)
	return max((forth+back)/2, 0)
}

// nearer replaces a distance by rules with what was learned, where that is known.
func nearer(far float64, t, u *Token, limit float64) (float64, bool) {
	s, ok := surprise(t.side, t.units, u.side, u.units, limit)
	if !ok {
		return far, false
	}
	return math.Round(min(s, far+byRule)*1024) / 1024, true // one value in both directions
}
