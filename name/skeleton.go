package name

import "strings"

// Skeleton is a token as sounds, one byte each:
//
//	p b f v w m n N(ng) t d s z S(sh) Z(zh) c(ts) C(ch) J(dzh) k g h l r j(the y of "yes")
//	a e i o u O(Korean eo) U(Korean eu) y(Cyrillic ы)
//
// A token of another script, or digits, is "?" followed by its normal form: comparable with its like only.
type Skeleton string

// MaxSounds is the number of sounds of a token that are compared.
const MaxSounds = 32

// Sounds returns the skeletons of a token in normal form (a hyphen in it parts syllables that would otherwise
// read as a letter group, Seok-hee not Se-okhee): the likeliest reading, and a second where the
// spelling leaves open which sound is meant (Latin j as in Jin or as in Jurij). There is always at least one.
func Sounds(normal string) []Skeleton {
	switch ScriptOf(normal) {
	case Hangul:
		return []Skeleton{settle(hangulSounds(nil, normal))}
	case Cyrillic:
		return []Skeleton{settle(cyrillicSounds(nil, normal))}
	case Latin:
		plain := plainLatin(normal)
		first := settle(latinSounds(nil, plain, 'J'))
		if strings.IndexByte(plain, 'j') < 0 {
			return []Skeleton{first}
		}
		if second := settle(latinSounds(nil, plain, 'j')); second != first {
			return []Skeleton{first, second}
		}
		return []Skeleton{first}
	}
	cut := 0
	for i := range normal {
		if i >= MaxSounds {
			break
		}
		cut = i
	}
	if len(normal) <= MaxSounds {
		cut = len(normal)
	}
	return []Skeleton{Skeleton("?" + normal[:cut])}
}

// settle evens out what scripts and romanisations write differently at the seams of sounds: doubled sounds
// count once, i before a vowel is the glide j (Maria, Mariya, Мария), and a glide beside i is not heard (-ij, -iy, -ий, yi-).
func settle(s []byte) Skeleton {
	out := make([]byte, 0, len(s))
	for i, c := range s {
		last := byte(0)
		if len(out) > 0 {
			last = out[len(out)-1]
		}
		next := byte(0)
		if i+1 < len(s) {
			next = s[i+1]
		}
		switch {
		case c == last,
			c == 'w' && next == 'u',                                                   // Woo is U
			last == 'k' && c == 'g', last == 't' && c == 'd', last == 'p' && c == 'b': // one stop to the ear
			continue
		case c == 'g' && last == 'n':
			out[len(out)-1] = 'N'
		case c == 'j' && (last == 'i' || last == 'y'):
			if vowel(next) {
				out[len(out)-1] = 'j'
			}
			continue
		case c == 'i' && last == 'j':
			out[len(out)-1] = 'i' // Yi is I, ї after a consonant is і
			continue
		case vowel(c) && c != 'i' && c != 'y' && last == 'i' && len(out) > 1:
			out[len(out)-1] = 'j'
		}
		out = append(out, c)
		if len(out) == MaxSounds {
			break
		}
	}
	if n := len(out); n > 4 && string(out[n-3:]) == "aja" { // Russian -ая beside Ukrainian -а
		out = out[:n-2]
	}
	if len(out) == 0 {
		return "?"
	}
	return Skeleton(out)
}

func vowel(c byte) bool {
	switch c {
	case 'a', 'e', 'i', 'o', 'u', 'O', 'U', 'y':
		return true
	}
	return false
}

// maxKey is the length of a key.
const maxKey = 8

// Key returns the broad class of each consonant, at most eight: k for k g h, t for t d, p for p b f, v for v w,
// s for all sibilants and affricates, m, n with ng, l for l r. Vowels and glides are left out; a skeleton
// without consonants has its first vowel as key. Spellings of one name nearly always share a key or are one
// class apart.
func (s Skeleton) Key() string {
	if len(s) > 0 && s[0] == '?' {
		if len(s) > 2*maxKey {
			return string(s[:2*maxKey])
		}
		return string(s)
	}
	key := make([]byte, 0, maxKey)
	for i := 0; i < len(s) && len(key) < maxKey; i++ {
		c := class(s[i])
		if c == 0 || len(key) > 0 && key[len(key)-1] == c && !vowel(s[i-1]) {
			continue
		}
		// Where romanisation writes ng before a vowel, Hangul has only the ng.
		if s[i] == 'g' && i > 0 && s[i-1] == 'N' {
			continue
		}
		key = append(key, c)
	}
	if len(key) == 0 {
		for i := 0; i < len(s); i++ {
			if vowel(s[i]) {
				return "_"
			}
		}
		return "-"
	}
	return string(key)
}

// KeyClasses are the letters of a key.
const KeyClasses = "ktpvsmnl"

func class(c byte) byte {
	switch c {
	case 'k', 'g', 'h':
		return 'k'
	case 't', 'd':
		return 't'
	case 'p', 'b', 'f':
		return 'p'
	case 'v', 'w':
		return 'v'
	case 's', 'z', 'S', 'Z', 'c', 'C', 'J':
		return 's'
	case 'm':
		return 'm'
	case 'n', 'N':
		return 'n'
	case 'l', 'r':
		return 'l'
	}
	return 0
}

// Info is the number of bits by which two people sharing this skeleton by chance would surprise, for lack of a
// count of how common it is: 2.6 bits a consonant, 1.2 a vowel, 0.5 a glide, at most 16.
func (s Skeleton) Info() float64 {
	bits := 0.0
	for i := 0; i < len(s); i++ {
		switch {
		case s[0] == '?' && i == 0:
		case vowel(s[i]):
			bits += 1.2
		case s[i] == 'j' || s[i] == 'w':
			bits += 0.5
		default:
			bits += 2.6
		}
	}
	return min(bits, 16)
}
