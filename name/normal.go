package name

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Normal returns the normal form of s, for comparison only: Unicode NFKC (so NFC, and full-width or half-width
// letters as plain ones), lower case by simple folding, format characters dropped (zero-width characters,
// bidirectional controls, soft hyphens, variation selectors), every apostrophe as ' and every hyphen as -,
// white space as single spaces, and in each word that mixes Latin with Cyrillic the letters that merely look
// like the other script's replaced, so that the word is of one script where it can be.
//
// Normal is idempotent. Invalid UTF-8 becomes U+FFFD.
func Normal(s string) string {
	if plain(s) {
		return s
	}
	// Folding can undo composition and composition can undo folding for a handful of exotic letters; the
	// form is stable after two rounds for all but constructed strings, hence the bound.
	for range 4 {
		t := evenOut(s)
		if t == s || settled(t) {
			return t
		}
		s = t
	}
	return s
}

// settled reports that s consists of letters that no further round changes: small ASCII and Cyrillic letters and
// Hangul syllables.
func settled(s string) bool {
	for _, r := range s {
		switch {
		case r < utf8.RuneSelf, 0x430 <= r && r <= 0x45F, r == 0x491, 0xAC00 <= r && r <= 0xD7A3:
		default:
			return false
		}
	}
	return true
}

// plain reports that s is lower-case ASCII letters with single spaces between: already normal.
func plain(s string) bool {
	space := true
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case 'a' <= c && c <= 'z' || c == '-' || c == '\'' || c == '.':
			space = false
		case c == ' ' && !space:
			space = true
		default:
			return false
		}
	}
	return !space || s == ""
}

func evenOut(s string) string {
	if t, ok := evenOutASCII(s); ok {
		return t
	}
	s = norm.NFKC.String(strings.ToValidUTF8(s, "\uFFFD"))
	s = strings.Map(func(r rune) rune {
		switch {
		case r < utf8.RuneSelf:
		case isApostrophe(r):
			return '\''
		case isHyphen(r):
			return '-'
		case unicode.Is(unicode.Cf, r), unicode.Is(unicode.Variation_Selector, r),
			unicode.Is(unicode.Other_Default_Ignorable_Code_Point, r):
			return -1
		}
		if unicode.IsControl(r) && !unicode.IsSpace(r) {
			return -1
		}
		// Upper first: dotless i, final sigma and long s then meet their plain forms.
		return unicode.ToLower(unicode.ToUpper(r))
	}, s)
	words := strings.Fields(norm.NFC.String(s))
	for i, w := range words {
		words[i] = foldLookalikes(w)
	}
	return strings.Join(words, " ")
}

// evenOutASCII is evenOut for printable ASCII with single spaces, most of what lists hold.
func evenOutASCII(s string) (string, bool) {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' || s[i] == '`' || s[i] == ' ' && (i == 0 || i+1 == len(s) || s[i+1] == ' ') {
			return "", false
		}
	}
	return strings.ToLower(s), true
}

func isApostrophe(r rune) bool {
	switch r {
	case '\'', '’', '‘', 'ʼ', 'ʹ', '′', '`', '´', 'ʻ', 'ʾ', 'ʿ', '＇':
		return true
	}
	return false
}

func isHyphen(r rune) bool {
	switch r {
	case '-', '‐', '‑', '‒', '–', '—', '−', '－', '﹣':
		return true
	}
	return false
}

// lookalikes pairs Cyrillic with Latin letters whose upper or lower forms look alike in common typefaces
// (Unicode Technical Standard 39, confusables, the Latin–Cyrillic part).
const lookalikes = "аaвbсcеeнhіiїïјjкkмmоoрpѕsтtхxуyԛqԝw"

func lookalike(r rune) (other rune, to Script) {
	runes := lookalikes
	for len(runes) > 0 {
		c, n := utf8.DecodeRuneInString(runes)
		l, m := utf8.DecodeRuneInString(runes[n:])
		if r == c {
			return l, Latin
		}
		if r == l {
			return c, Cyrillic
		}
		runes = runes[n+m:]
	}
	return 0, Other
}

// foldLookalikes makes a word that mixes Latin and Cyrillic one script, when every letter of the weaker script
// has a twin in the stronger. Letters without a twin decide which is stronger, then the larger number of
// letters, then Cyrillic, the script of the lists in which such slips are found.
func foldLookalikes(w string) string {
	var seen [4]bool
	for _, r := range w {
		if s, letter := scriptOfRune(r); letter {
			seen[s] = true
		}
	}
	if !seen[Latin] || !seen[Cyrillic] {
		return w
	}
	var all, sure [4]int
	for _, r := range w {
		s, letter := scriptOfRune(r)
		if !letter || s != Latin && s != Cyrillic {
			continue
		}
		all[s]++
		if other, _ := lookalike(r); other == 0 {
			sure[s]++
		}
	}
	if sure[Latin] > 0 && sure[Cyrillic] > 0 {
		return w
	}
	target := Cyrillic
	switch {
	case sure[Latin] > 0, sure[Cyrillic] == 0 && all[Latin] > all[Cyrillic]:
		target = Latin
	}
	return strings.Map(func(r rune) rune {
		if other, to := lookalike(r); to == target {
			return other
		}
		return r
	}, w)
}
