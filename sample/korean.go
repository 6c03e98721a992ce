package sample

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Hangul syllables are taken apart by arithmetic (The Unicode Standard, 3.12) and
// written letter by letter: in Latin as Hanul's own papers do, in Russian after
// Kontsevich, in Ukrainian alike. A soft consonant after a vowel, n, m, ng or l
// sounds voiced; that is written only inside a word.
type transcription struct{ initials, voiced, medials, finals [28]string }

func letters(s string) (out [28]string) {
	for i, part := range strings.Fields(s) {
		out[i] = strings.Trim(part, "-")
	}
	return out
}

func newTranscription(initials, voiced, medials, finals string) *transcription {
	return &transcription{letters(initials), letters(voiced), letters(medials), letters(finals)}
}

func koreanLatin() *transcription {
	return newTranscription(
		"k kk n t tt r m p pp s ss - j jj ch k t p h",
		"g kk n d tt r m b pp s ss - j jj ch k t p h",
		"a ae ya yae o e yo ye o wa wae oe yo u wo we wi yu u ui i",
		"- k k k n n n t l k m l l l p l m p p t t ng t t k t p t")
}

func koreanRussian() *transcription {
	return newTranscription(
		"к кк н т тт л м п пп с сс - ч чч чх кх тх пх х",
		"г кк н д тт р м б пп с сс - дж чч чх кх тх пх х",
		"а э я йя о е ё йе о ва вэ ве ё у во ве ви ю ы ый и",
		"- к к к н н н т ль к м ль ль ль п ль м п п т т н т т к т п т")
}

func koreanUkrainian() *transcription {
	return newTranscription(
		"к кк н т тт л м п пп с сс - ч чч чх кх тх пх х",
		"ґ кк н д тт р м б пп с сс - дж чч чх кх тх пх х",
		"а е я є о е йо є о ва ве ве йо у во ве ві ю и ий і",
		"- к к к н н н т ль к м ль ль ль п ль м п п т т н т т к т п т")
}

// write writes Hangul in another alphabet with a capital first letter; between
// stands between syllables, and where it is empty they are one word.
func (t *transcription) write(hangul, between string) string {
	var b strings.Builder
	soft := false
	for i, r := range []rune(hangul) {
		n := int(r - 0xAC00)
		initial, medial, final := n/588, n%588/28, n%28
		set := &t.initials
		if i > 0 {
			b.WriteString(between)
			if between == "" && soft {
				set = &t.voiced
			}
		}
		syllable := set[initial] + t.medials[medial] + t.finals[final]
		if between != "" || i == 0 {
			syllable = capital(syllable)
		}
		b.WriteString(syllable)
		soft = final == 0 || final == 4 || final == 8 || final == 16 || final == 21
	}
	return b.String()
}

func capital(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(first)) + s[size:]
}
