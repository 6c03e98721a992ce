package name

import "strings"

// The learned side of the package hears names in units: a letter of Latin or Cyrillic, or a jamo of Hangul with
// its place in the syllable. A unit is one byte; 0 stands for the edge of the name.

// side is an alphabet of units.
type side uint8

const (
	latinSide    side = iota
	cyrillicSide      // Ukrainian, Russian, Belarusian
	hangulSide        // foreigners' names written in Hangul
	koreanSide        // Korean full names: the family name's jamo are units of their own
	sides
)

// The letters of the two alphabets, in the order of their units; the last unit of each parts two tokens.
const (
	latinLetters    = "abcdefghijklmnopqrstuvwxyz"
	cyrillicLetters = "абвгдежзийклмнопрстуфхцчшщъыьэюяёіїєґў"
)

// Units of a Hangul syllable: 19 initials, 21 vowels, 27 finals, then the gap, then the same for family names.
const (
	firstInitial = 1
	firstVowel   = firstInitial + 19
	firstFinal   = firstVowel + 21
	hangulGap    = firstFinal + 27
	familyUnits  = hangulGap
)

// maxUnits bounds the units of a name that are heard; the rest carries no weight.
const maxUnits = 48

// gap returns the unit that parts tokens.
func (s side) gap() byte {
	switch s {
	case latinSide:
		return byte(len(latinLetters) + 1)
	case cyrillicSide:
		return 39
	}
	return hangulGap
}

// size is one more than the largest unit.
func (s side) size() int {
	switch s {
	case koreanSide:
		return 2 * hangulGap
	default:
		return int(s.gap()) + 1
	}
}

// units reads tokens in normal form. What is not of the side's script is left out.
func (s side) units(tokens []string) []byte {
	out := make([]byte, 0, 24)
	for _, t := range tokens {
		before := len(out)
		if before > 0 {
			out = append(out, s.gap())
		}
		switch s {
		case latinSide:
			out = latinUnits(out, t)
		case cyrillicSide:
			out = cyrillicUnits(out, t)
		default:
			family := 0
			if s == koreanSide && before == 0 {
				family = FamilyCut(t)
			}
			out = hangulUnits(out, t, family)
		}
		if before > 0 && len(out) == before+1 {
			out = out[:before]
		}
	}
	return out[:min(len(out), maxUnits)]
}

func latinUnits(out []byte, t string) []byte {
	plain := plainLatin(t)
	for i := range len(plain) {
		switch c := plain[i]; {
		case 'a' <= c && c <= 'z':
			out = append(out, c-'a'+1)
		case c == '-' && len(out) > 0 && i+1 < len(plain):
			out = append(out, latinSide.gap())
		}
	}
	return out
}

func cyrillicUnits(out []byte, t string) []byte {
	for _, r := range t {
		if 'а' <= r && r <= 'я' && r != 'ё' {
			out = append(out, byte(cyrillicRank(r)))
		} else if i := strings.IndexRune("ёіїєґў", r); i >= 0 {
			out = append(out, byte(33+i/2))
		}
	}
	return out
}

func cyrillicRank(r rune) int { return int(r-'а') + 1 }

func hangulUnits(out []byte, t string, family int) []byte {
	for at, r := range t {
		if r < 0xAC00 || r > 0xD7A3 {
			continue
		}
		shift := 0
		if at < family {
			shift = familyUnits
		}
		s := int(r - 0xAC00)
		out = append(out, byte(shift+firstInitial+s/588), byte(shift+firstVowel+s%588/28))
		if f := s % 28; f > 0 {
			out = append(out, byte(shift+firstFinal+f-1))
		}
	}
	return out
}

var (
	jamoInitials = []rune("ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ")
	jamoVowels   = []rune("ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ")
	jamoFinals   = []rune("ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ")
)

// show writes units as letters, for an alignment.
func (s side) show(units []byte) string {
	var b strings.Builder
	for _, u := range units {
		n := int(u)
		if s == koreanSide && n > hangulGap {
			n -= familyUnits
		}
		switch {
		case n == 0:
		case n == int(s.gap()):
			b.WriteByte('-')
		case s == latinSide:
			b.WriteByte(latinLetters[n-1])
		case s == cyrillicSide:
			b.WriteRune([]rune(cyrillicLetters)[n-1])
		case n < firstVowel:
			b.WriteRune(jamoInitials[n-firstInitial])
		case n < firstFinal:
			b.WriteRune(jamoVowels[n-firstVowel])
		default:
			b.WriteRune(jamoFinals[n-firstFinal])
		}
	}
	return b.String()
}
