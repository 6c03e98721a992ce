package name

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// koreanFamilies are family names of one syllable (Statistics Korea, census of 2015, those borne by more than
// some thousand people, and the northern spellings without the initial-sound rule); koreanFamilies2 those of two.
const (
	koreanFamilies  = "김이박최정강조윤장임한오서신권황안송전홍유고문양손배백허남심노하곽성차주우구민류나진지엄채원천방공현함변염여추도소석선설마길연위표명기반왕금옥육인맹제모탁국어은편용예경봉사부가복태목형피두감호온음빈동시범팽승상갈좌화로리림량려련렴룡륙라뢰"
	koreanFamilies2 = "|남궁|황보|제갈|사공|선우|서문|독고|동방|어금|망절|"
)

// divideKorean splits the one Hangul word of a name into family and given name, when its length is that of a
// Korean full name and its beginning is a known family name.
func (n *Name) divideKorean() {
	for i, t := range n.Tokens {
		if t.Script != Hangul || t.Role != Part {
			continue
		}
		cut := FamilyCut(t.Normal)
		if cut == 0 {
			return
		}
		family, given := t, t
		family.Normal, given.Normal = t.Normal[:cut], t.Normal[cut:]
		// Offsets into the written form hold only where the written word is the composed syllables themselves.
		if t.Written == t.Normal {
			family.Written, given.Written, given.Start = t.Written[:cut], t.Written[cut:], t.Start+cut
		} else {
			family.Written, given.Written = family.Normal, given.Normal
		}
		family.Sounds = familyReadings(family.Normal)
		n.Tokens = append(n.Tokens[:i:i], append([]Token{family, given}, n.Tokens[i+1:]...)...)
		n.divided = true
		return
	}
}

// FamilyCut returns the number of bytes of the family name at the start of an unspaced Korean full name in
// normal form, or 0 when it does not look like one: two or three syllables that begin with a family name of one
// syllable, or three or four that begin with one of two.
func FamilyCut(normal string) int {
	count := utf8.RuneCountInString(normal)
	if count < 2 || count > 4 {
		return 0
	}
	for _, r := range normal {
		if r < 0xAC00 || r > 0xD7A3 {
			return 0
		}
	}
	if count >= 3 && strings.Contains(koreanFamilies2, "|"+normal[:6]+"|") {
		return 6
	}
	if count <= 3 && strings.Contains(koreanFamilies, normal[:3]) {
		return 3
	}
	return 0
}

// familyReadings adds, for a Hangul family name to which the initial-sound rule may have applied (이 for 리,
// 노 for 로; Korean Orthography, articles 10 to 12), the reading with the sound that Lee, Rhee, Roh still show.
func familyReadings(normal string) []Skeleton {
	s := Sounds(normal)
	first := s[0]
	if len(first) == 0 {
		return s
	}
	switch first[0] {
	case 'i', 'j':
		return append(s, "l"+first)
	case 'n':
		return append(s, "l"+first[1:])
	}
	return s
}

// norm1 decomposes Latin letters so that accented vowels count as vowels; Hangul and Cyrillic stay composed.
func norm1(s string) string {
	if ScriptOf(s) != Latin {
		return s
	}
	return norm.NFD.String(s)
}
