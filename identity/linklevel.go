package identity

import (
	"slices"

	"homeward/name"
)

// MaxColumns is how many columns are compared at most: the levels of all fit one number of 64 bits.
const MaxColumns = 24

// pattern is the level of each column.
type pattern [MaxColumns]uint8

// code is a pattern as a number to the base of the levels.
func (p *pattern) code(columns int) uint64 {
	code := uint64(0)
	for c := columns - 1; c >= 0; c-- {
		code = code*levels + uint64(p[c])
	}
	return code
}

func patternOf(code uint64, columns int) (p pattern) {
	for c := range columns {
		p[c] = uint8(code % levels)
		code /= levels
	}
	return p
}

// comparer remembers the levels of pairs of values met lately: the same values meet again and again. It serves one
// goroutine.
type comparer struct {
	cache [][]remembered // by column
}

type remembered struct {
	a, b  uint32
	level uint8
}

const rememberBits = 17

func newComparer(k *Linkage) *comparer { return &comparer{make([][]remembered, len(k.Columns))} }

// levels compares two records column by column.
func (k *Linkage) levels(left, right int, memory *comparer) (p pattern) {
	l, r := k.row(left), k.row(right)
	n := len(k.Columns)
	lm, rm := k.marks[left*n:left*n+n:left*n+n], k.marks[right*n:right*n+n:right*n+n]
	whole := k.wholeLevel(l, r)
	for c := range l {
		a, b := l[c], r[c]
		switch {
		case k.silent(c, whole):
			p[c] = levelMissing
			continue
		case c == k.whole:
			p[c] = whole
			continue
		case a == 0 || b == 0:
			p[c] = levelMissing
			continue
		case a == b:
			p[c] = levelSame
			continue
		}
		level := uint8(levelOther)
		if !lm[c].apart(rm[c], k.Columns[c].Kind) || k.lexicon[c].sounds != nil && k.Columns[c].Kind == WordsColumn {
			level = k.valueLevel(c, min(a, b), max(a, b), memory)
		}
		if x, y := k.swapped[0], k.swapped[1]; level == levelOther && y >= 0 && (c == x || c == y) {
			level = k.crossed(c, a, b, l[x+y-c], r[x+y-c])
		}
		p[c] = level
	}
	return p
}

// crossed compares two names that differ, a and b, with the other column's names of either record: given and family name
// may have been exchanged, in another script too.
func (k *Linkage) crossed(c int, a, b, otherA, otherB uint32) uint8 {
	x := &k.lexicon[c]
	alike := func(v, w uint32) bool {
		return v == w && v != 0 || x.sound[v] == x.sound[w] && x.sound[v] != 0 && x.acrossScripts(v, w)
	}
	switch crossed, back := alike(a, otherB), alike(otherA, b); {
	case crossed && back:
		return levelNear
	case a == otherB || b == otherA:
		return levelSimilar
	}
	return levelOther
}

// valueLevel compares two different values of a column.
func (k *Linkage) valueLevel(c int, a, b uint32, memory *comparer) uint8 {
	if memory == nil || k.lexicon[c].sounds == nil {
		return k.compareValues(c, a, b) // quickly told, or they hardly meet again
	}
	if memory.cache[c] == nil {
		memory.cache[c] = make([]remembered, 1<<rememberBits)
	}
	slot := &memory.cache[c][(a*0x9E3779B1^b*0x85EBCA77)>>(32-rememberBits)]
	if slot.a != a || slot.b != b || a == 0 {
		*slot = remembered{a, b, k.compareValues(c, a, b)}
	}
	return slot.level
}

func (k *Linkage) compareValues(c int, a, b uint32) uint8 {
	x := &k.lexicon[c]
	short := min(x.marks[a].length(), x.marks[b].length())
	switch k.Columns[c].Kind {
	case CodeColumn:
		return levelOther
	case DateColumn:
		return x.dateLevel(a, b)
	case NumberColumn:
		switch x.slips(a, b, 2) {
		case 1:
			return levelNear
		case 2:
			if short > 4 {
				return levelSimilar
			}
		}
		return levelOther
	case NameColumn:
		far := x.soundsApart(a, b)
		n := x.slips(a, b, 2)
		switch {
		case n == 1 && short >= 3 || far <= 1.5:
			return levelNear
		case n == 2 && short >= 5, far <= 4.5 && short >= 2, far <= 3 && x.acrossScripts(a, b), x.begun(a, b): // 박, Park: one syllable
			return levelSimilar
		}
		return levelOther
	}
	if x.sounds != nil && x.acrossScripts(a, b) {
		// A place is written by its sounds; of a unit in two languages, its number is the same.
		switch far := x.soundsApart(a, b); {
		case far <= 1.5:
			return levelNear
		case far <= 4.5 && short >= 3:
			return levelSimilar
		}
		if n := dateDigits(x.words[a]); n != "" && n == dateDigits(x.words[b]) {
			return levelSimilar
		}
		return levelOther
	}
	most := max(1, min(4, short/2))
	switch n := x.slips(a, b, most); {
	case n == 1:
		return levelNear
	case n <= most, x.begun(a, b):
		return levelSimilar
	}
	return levelOther
}

// soundsApart is the distance of the nearest readings of two words, where it is near at all.
func (x *lexicon) soundsApart(a, b uint32) float64 {
	far := name.Far
	for _, s := range x.sounds[a] {
		for _, t := range x.sounds[b] {
			far = min(far, name.DistanceWithin(s, t, 5))
		}
	}
	return far
}

// begun reports that one word is the beginning of the other.
func (x *lexicon) begun(a, b uint32) bool {
	if !x.marks[a].mayBegin(x.marks[b]) {
		return false
	}
	s, t := x.letters(a), x.letters(b)
	if len(s) > len(t) {
		s, t = t, s
	}
	return len(s) >= 3 && s[0] == t[0] && slices.Equal(s, t[:len(s)])
}

// dateLevel compares dates of eight digits by the slips that are made with dates.
func (x *lexicon) dateLevel(number, other uint32) uint8 {
	m, o := x.marks[number], x.marks[other]
	if m&o&fullDate == 0 {
		a, b := x.words[number], x.words[other]
		if min(len(a), len(b)) >= 4 && a[:4] == b[:4] {
			return levelSimilar
		}
		return levelOther
	}
	if m.turned(o) {
		return levelNear
	}
	switch slips(x.letters(number), x.letters(other), 2) {
	case 1:
		return levelNear
	case 2:
		return levelSimilar
	}
	if m.sameParts(o) == 2 {
		return levelSimilar
	}
	return levelOther
}

// slips counts characters left out, put in, replaced, or exchanged with their neighbour, up to most; more count as
// most+1. Words longer than 64 characters are too long to compare.
func slips(a, b []uint16, most int) int {
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	if len(a)-len(b) > most || len(b)-len(a) > most || len(a) > 64 || len(b) > 64 {
		return most + 1
	}
	if len(a) == 0 || len(b) == 0 {
		return len(a) + len(b)
	}
	var rows [3][65]uint8
	far := uint8(most + 1)
	before, last, now := &rows[0], &rows[1], &rows[2]
	for j := range len(b) + 1 {
		last[j] = uint8(min(j, most+1))
	}
	for i, x := range a {
		from, to := max(0, i-most), min(len(b), i+1+most)
		now[from] = far
		if from == 0 {
			now[0] = uint8(min(i+1, most+1))
		}
		least := now[from]
		for j := from; j < to; j++ {
			c := last[j]
			if x != b[j] {
				c++
			}
			c = min(c, last[j+1]+1, now[j]+1)
			if i > 0 && j > 0 && x == b[j-1] && a[i-1] == b[j] {
				c = min(c, before[j-1]+1)
			}
			now[j+1] = c
			least = min(least, c)
		}
		if to < len(b) {
			now[to+1] = far // the next row looks one beyond
		}
		if least > uint8(most) {
			return most + 1
		}
		before, last, now = last, now, before
	}
	return int(min(last[len(b)], far))
}

// letters are the characters of a word, folded into 16 bits each: enough to tell them apart.
func letters(s string) []uint16 {
	out := make([]uint16, 0, len(s))
	for _, r := range s {
		if len(out) == 65 {
			break // too long to compare, whatever follows
		}
		out = append(out, uint16(r^r>>16))
	}
	return out
}

// slips is the same slips between two words of a lexicon; most of those far apart are told by their characters alone.
func (x *lexicon) slips(a, b uint32, most int) int {
	if x.marks[a].far(x.marks[b]) > most {
		return most + 1
	}
	return slips(x.letters(a), x.letters(b), most)
}
