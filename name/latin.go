package name

import (
	"strings"

	"golang.org/x/text/unicode/norm"
)

// plainLatin writes a Latin token in the letters a to z: marks that change the sound as the digraph English
// uses (č ch, š sh, ž zh, McCune–Reischauer ŏ eo, ŭ eu), other marks dropped.
func plainLatin(normal string) string {
	ascii := true
	for i := 0; i < len(normal); i++ {
		if (normal[i] < 'a' || normal[i] > 'z') && normal[i] != '-' {
			ascii = false
			break
		}
	}
	if ascii {
		return normal
	}
	var b strings.Builder
	for _, r := range norm.NFC.String(normal) {
		if 'a' <= r && r <= 'z' || r == '-' {
			b.WriteRune(r)
			continue
		}
		if s := markedLatin(r); s != "" {
			b.WriteString(s)
			continue
		}
		for _, d := range norm.NFD.String(string(r)) {
			if 'a' <= d && d <= 'z' {
				b.WriteRune(d)
			}
		}
	}
	return b.String()
}

func markedLatin(r rune) string {
	switch r {
	case 'č', 'ć', 'ĉ', 'ċ':
		return "ch"
	case 'š', 'ś', 'ş', 'ș', 'ŝ':
		return "sh"
	case 'ž', 'ź', 'ż':
		return "zh"
	case 'ŏ':
		return "eo"
	case 'ŭ':
		return "eu"
	case 'ł':
		return "l"
	case 'đ', 'ð':
		return "d"
	case 'þ':
		return "th"
	case 'ß', 'ç':
		return "s"
	case 'æ':
		return "ae"
	case 'œ':
		return "oe"
	case 'ø':
		return "o"
	case 'ı':
		return "i"
	case 'ě':
		return "ie"
	}
	return ""
}

// latinGroups are letter groups with a sound of their own, longest first.
var latinGroups = []struct{ letters, sounds string }{
	{"schtsch", "S"}, {"shtsh", "S"}, {"shch", "S"}, {"szcz", "S"}, {"tsch", "C"}, {"dsch", "J"},
	{"tch", "C"}, {"sch", "S"}, {"dzh", "J"}, {"dzi", "Ji"}, {"eoi", "Oi"}, {"you", "ju"}, {"weo", "wO"},
	{"ch", "C"}, {"cz", "C"}, {"sh", "S"}, {"sz", "S"}, {"zh", "Z"}, {"ts", "c"}, {"tz", "c"}, {"dz", "J"}, {"dj", "J"},
	{"kh", "h"}, {"gh", "g"}, {"ph", "f"}, {"th", "t"}, {"ck", "k"}, {"qu", "kv"}, {"rh", "r"},
	{"eo", "O"}, {"eu", "U"}, {"oo", "u"}, {"ou", "u"}, {"ee", "i"}, {"ae", "e"}, {"ow", "ov"},
}

// latinSounds reads a token of letters a to z and hyphens. j is the sound given to a j before a vowel; elsewhere it is the
// glide, as in the Slavic and German spellings that write it there.
func latinSounds(out []byte, w string, j byte) []byte {
next:
	for i := 0; i < len(w) && len(out) < 2*MaxSounds; {
		rest := w[i:]
		for _, g := range latinGroups {
			if rest[0] != g.letters[0] || !strings.HasPrefix(rest, g.letters) {
				continue
			}
			after := at(w, i+len(g.letters))
			if g.letters == "rh" && i > 0 && w[i-1] != '-' {
				continue // Rhee, and not Serhii
			}
			if g.letters == "ch" && (after == 'r' || after == 'l') {
				out = append(out, 'k') // Christian, Chloe
			} else {
				out = append(out, g.sounds...)
			}
			i += len(g.letters)
			continue next
		}
		if rest[0] == '-' {
			i++
			continue
		}
		c, before, after := w[i], at(w, i-1), at(w, i+1)
		switch c {
		case 'n':
			if after == 'g' {
				out = append(out, 'N')
				if latinVowel(at(w, i+2)) {
					out = append(out, 'g')
				}
				i += 2
				continue
			}
			out = append(out, 'n')
		case 'c':
			switch after {
			case 'e', 'i', 'y':
				out = append(out, 'c')
			default:
				out = append(out, 'k')
			}
		case 'h':
			// Noh, Ahn, Johnson: after a vowel and before none, h only lengthens.
			if !latinVowel(before) || latinVowel(after) || after == 'w' {
				out = append(out, 'h')
			}
		case 'j':
			switch {
			case before != 0 && before != '-' && !latinVowel(before) && before != 'n' && before != 'g' && before != 'k' && before != 'm' && before != 'l',
				!latinVowel(after):
				out = append(out, 'j')
			default:
				out = append(out, j)
			}
		case 'y':
			if latinVowel(after) || latinVowel(before) {
				out = append(out, 'j')
			} else {
				out = append(out, 'i')
			}
		case 'q':
			out = append(out, 'k')
		case 'x':
			out = append(out, 'k', 's')
		default:
			out = append(out, c)
		}
		i++
	}
	return out
}

// at returns the byte of w at i, or 0 outside.
func at(w string, i int) byte {
	if i < 0 || i >= len(w) {
		return 0
	}
	return w[i]
}

func latinVowel(c byte) bool {
	switch c {
	case 'a', 'e', 'i', 'o', 'u', 'y':
		return true
	}
	return false
}
