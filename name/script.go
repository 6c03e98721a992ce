package name

import "unicode"

// Script is the writing system of one token.
type Script uint8

// The scripts told apart. Other covers every remaining one, and tokens without letters.
const (
	Other Script = iota
	Latin
	Cyrillic
	Hangul
)

// String returns the English name of the script.
func (s Script) String() string {
	switch s {
	case Latin:
		return "Latin"
	case Cyrillic:
		return "Cyrillic"
	case Hangul:
		return "Hangul"
	}
	return "other"
}

// ScriptOf returns the script that most letters of token belong to; at equal counts the first of Latin,
// Cyrillic, Hangul. A token without letters of these is Other.
func ScriptOf(token string) Script {
	var n [4]int
	for _, r := range token {
		if s, letter := scriptOfRune(r); letter {
			n[s]++
		}
	}
	best := Other
	for _, s := range [...]Script{Latin, Cyrillic, Hangul} {
		if n[s] > 0 && (best == Other || n[s] > n[best]) {
			best = s
		}
	}
	if n[Other] > n[best] {
		return Other
	}
	return best
}

func scriptOfRune(r rune) (s Script, letter bool) {
	switch {
	case r < 0x80:
		return Latin, 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z'
	case 0xAC00 <= r && r <= 0xD7A3:
		return Hangul, true
	case 0x400 <= r && r <= 0x52F:
		return Cyrillic, unicode.IsLetter(r)
	case !unicode.IsLetter(r):
		return Other, false
	case unicode.Is(unicode.Latin, r):
		return Latin, true
	case unicode.Is(unicode.Cyrillic, r):
		return Cyrillic, true
	case unicode.Is(unicode.Hangul, r):
		return Hangul, true
	}
	return Other, true
}
