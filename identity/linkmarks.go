package identity

import "math/bits"

// marks tell most pairs of values apart without looking at their letters. Of a word: which characters it has once
// (29 bits) and twice (29 bits), and its length (6 bits, 63 and more alike). Of a date: its eight digits, four bits
// each, which of the ten it has once and twice, and whether it is full.
type marks uint64

const (
	markedChars = 29
	charMarks   = 1<<(2*markedChars) - 1
	fullDate    = 1 << 20
	digitMarks  = fullDate - 1
)

func marksOf(word []uint16) (m marks) {
	for _, c := range word {
		if once := marks(1) << (uint32(c) * 0x9E3779B1 >> 8 % markedChars); m&once == 0 {
			m |= once
		} else {
			m |= once << markedChars
		}
	}
	return m | marks(min(len(word), 63))<<(2*markedChars)
}

// marksOfDate are those of a date of eight digits; of any other, none that say it is full.
func marksOfDate(digits string) (m marks) {
	if len(digits) != 8 {
		return 0
	}
	for _, c := range []byte(digits) {
		if once := marks(1) << (c - '0'); m&once == 0 {
			m |= once
		} else {
			m |= once << 10
		}
		m = m&digitMarks | m>>32<<36 | marks(c-'0')<<32
	}
	return m | fullDate
}

// length is that of a word, 63 where it is longer.
func (m marks) length() int { return int(m >> (2 * markedChars)) }

// far is how many slips at least lie between two words: one changes the length by one and at most two marks.
func (m marks) far(o marks) int {
	l, r := m.length(), o.length()
	return max(l-r, r-l, (bits.OnesCount64(uint64((m^o)&charMarks))+1)/2)
}

// mayBegin reports that one of two words may be the beginning of the other: it has no character that the other has not.
func (m marks) mayBegin(o marks) bool {
	both := m & o & charMarks
	return both == m&charMarks || both == o&charMarks
}

// turned reports that two dates are the same with day and month exchanged.
func (m marks) turned(o marks) bool {
	a, b := uint32(m>>32), uint32(o>>32)
	return a>>16 == b>>16 && a>>8&0xff == b&0xff && a&0xff == b>>8&0xff
}

// sameParts counts what two dates have in common of year, month and day.
func (m marks) sameParts(o marks) (n int) {
	x := uint32((m ^ o) >> 32)
	for _, differs := range [3]bool{x>>16 != 0, x&0xff00 != 0, x&0xff != 0} {
		if !differs {
			n++
		}
	}
	return n
}

// apart reports that two different values are at the level of differing, as comparing them would show. It says so of
// most that are, and never of others.
func (m marks) apart(o marks, kind ColumnKind) bool {
	switch kind {
	case CodeColumn:
		return true
	case NumberColumn:
		return m.far(o) > 2
	case DateColumn:
		return m&o&fullDate != 0 && bits.OnesCount64(uint64((m^o)&digitMarks)) > 4 && m.sameParts(o) < 2
	case WordsColumn:
		return m.far(o) > max(1, min(4, min(m.length(), o.length())/2)) && !m.mayBegin(o)
	}
	return false // sounds may be near where letters are not
}
