package identity

import (
	"slices"
	"strings"
	"unicode/utf8"

	"homeward/name"
)

// maxColumns is how many columns are compared at most: the levels of all fit one number of 64 bits.
const maxColumns = 24

// pattern is the level of each column.
type pattern [maxColumns]uint8

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

const rememberBits = 14

func newComparer(k *Linkage) *comparer { return &comparer{make([][]remembered, len(k.Columns))} }

// levels compares two records column by column.
func (k *Linkage) levels(l, r []uint32, memory *comparer) (p pattern) {
	for c := range l {
		a, b := l[c], r[c]
		switch {
		case a == 0 || b == 0:
			p[c] = levelMissing
			continue
		case a == b:
			p[c] = levelSame
			continue
		}
		level := k.valueLevel(c, min(a, b), max(a, b), memory)
		if x, y := k.swapped[0], k.swapped[1]; level == levelOther && y >= 0 && (c == x || c == y) {
			other := x + y - c
			crossed, back := a == r[other], l[other] != 0 && l[other] == b
			switch {
			case crossed && back:
				level = levelNear
			case crossed || back:
				level = levelSimilar
			}
		}
		p[c] = level
	}
	return p
}

// valueLevel compares two different values of a column.
func (k *Linkage) valueLevel(c int, a, b uint32, memory *comparer) uint8 {
	if memory.cache[c] == nil {
		memory.cache[c] = make([]remembered, 1<<rememberBits)
	}
	slot := &memory.cache[c][(a*0x9E3779B1^b*0x85EBCA77)>>(32-rememberBits)]
	if slot.a != a || slot.b != b || a == 0 {
		*slot = remembered{a, b, k.compareValues(c, a, b)}
	}
	return slot.level
}

func (k *Linkage) compareValues(c int, number, other uint32) uint8 {
	x := &k.lexicon[c]
	a, b := x.words[number], x.words[other]
	switch k.Columns[c].Kind {
	case DateColumn:
		return dateLevel(a, b)
	case NumberColumn:
		switch slips(a, b, 2) {
		case 1:
			return levelNear
		case 2:
			if len(a) > 4 {
				return levelSimilar
			}
		}
		return levelOther
	case NameColumn:
		far := name.Far
		for _, s := range x.sounds[number] {
			for _, t := range x.sounds[other] {
				far = min(far, name.DistanceWithin(s, t, 5))
			}
		}
		n := slips(a, b, 3)
		switch {
		case n == 1 && min(utf8.RuneCountInString(a), utf8.RuneCountInString(b)) >= 3 || far <= 1.5:
			return levelNear
		case n == 2 && min(len(a), len(b)) >= 5, far <= 4.5 && min(len(a), len(b)) >= 4, begun(a, b):
			return levelSimilar
		}
		return levelOther
	}
	switch n := slips(a, b, 4); {
	case n == 1:
		return levelNear
	case n <= 4 && n*2 <= min(len(a), len(b)), begun(a, b):
		return levelSimilar
	}
	return levelOther
}

// begun reports that one value is the beginning of the other.
func begun(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	return len(a) >= 3 && strings.HasPrefix(b, a)
}

// dateLevel compares dates of eight digits by the slips that are made with dates.
func dateLevel(a, b string) uint8 {
	if len(a) != 8 || len(b) != 8 {
		if min(len(a), len(b)) >= 4 && a[:4] == b[:4] {
			return levelSimilar
		}
		return levelOther
	}
	if a[:4] == b[:4] && a[4:6] == b[6:] && a[6:] == b[4:6] {
		return levelNear
	}
	switch slips(a, b, 2) {
	case 1:
		return levelNear
	case 2:
		return levelSimilar
	}
	same := 0
	for _, part := range [3][2]int{{0, 4}, {4, 6}, {6, 8}} {
		if a[part[0]:part[1]] == b[part[0]:part[1]] {
			same++
		}
	}
	if same == 2 {
		return levelSimilar
	}
	return levelOther
}

// slips counts characters left out, put in, replaced, or exchanged with their neighbour, up to most; more count as
// most+1.
func slips(a, b string, most int) int {
	var roomA, roomB [64]rune
	x, y := appendRunes(roomA[:0], a), appendRunes(roomB[:0], b)
	if len(x)-len(y) > most || len(y)-len(x) > most || len(x) > 64 || len(y) > 64 {
		return most + 1
	}
	for len(x) > 0 && len(y) > 0 && x[0] == y[0] {
		x, y = x[1:], y[1:]
	}
	for len(x) > 0 && len(y) > 0 && x[len(x)-1] == y[len(y)-1] {
		x, y = x[:len(x)-1], y[:len(y)-1]
	}
	if len(x) == 0 || len(y) == 0 {
		return min(len(x)+len(y), most+1)
	}
	var rows [3][65]int
	for j := range len(y) + 1 {
		rows[1][j] = j
	}
	for i := 1; i <= len(x); i++ {
		now, last, before := &rows[(i+1)%3], &rows[i%3], &rows[(i+2)%3]
		for j := range now[:len(y)+1] {
			now[j] = most + 1
		}
		now[0] = i
		least := i
		for j := max(1, i-most); j <= min(len(y), i+most); j++ {
			c := last[j-1]
			if x[i-1] != y[j-1] {
				c++
			}
			c = min(c, last[j]+1, now[j-1]+1)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				c = min(c, before[j-2]+1)
			}
			now[j] = c
			least = min(least, c)
		}
		if least > most {
			return most + 1
		}
	}
	return min(rows[(len(x)+1)%3][len(y)], most+1)
}

func appendRunes(to []rune, s string) []rune {
	if len(s) > 4*64 {
		return slices.Grow(to, 65)[:65] // too long to compare, whatever it says
	}
	for _, r := range s {
		to = append(to, r)
	}
	return to
}
