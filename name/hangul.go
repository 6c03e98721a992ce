package name

// The sounds of the 19 initials, 21 vowels and 28 finals of a Hangul syllable, in the order of the Unicode
// Standard, section 3.12, which makes decomposition arithmetic.
var (
	hangulInitials = [19]string{"g", "k", "n", "d", "t", "l", "m", "b", "p", "s", "s", "", "J", "J", "C", "k", "t", "p", "h"}
	hangulVowels   = [21]string{"a", "e", "ja", "je", "O", "e", "jO", "je", "o", "wa", "we", "oe", "jo", "u", "wO", "we", "wi", "ju", "U", "Ui", "i"}
	hangulFinals   = [28]string{"", "k", "k", "k", "n", "n", "n", "t", "l", "k", "m", "l", "l", "l", "p", "l", "m", "p", "p", "t", "t", "N", "t", "t", "k", "t", "p", ""}
	// Before a syllable that begins with a vowel the final is spoken, and often written, as an initial.
	hangulLinked = [28]string{"", "g", "k", "ks", "n", "nJ", "n", "d", "l", "lg", "lm", "lb", "ls", "lt", "lp", "l", "m", "b", "ps", "s", "s", "N", "J", "C", "k", "t", "p", ""}
)

func hangulSounds(out []byte, normal string) []byte {
	runes := []rune(normal)
	for i, r := range runes {
		if len(out) >= 2*MaxSounds {
			break
		}
		if r < 0xAC00 || r > 0xD7A3 {
			continue
		}
		s := r - 0xAC00
		out = append(out, hangulInitials[s/588]...)
		out = append(out, hangulVowels[s%588/28]...)
		if i+1 < len(runes) && runes[i+1] >= 0xAC00 && runes[i+1] <= 0xD7A3 && (runes[i+1]-0xAC00)/588 == 11 {
			out = append(out, hangulLinked[s%28]...)
		} else {
			out = append(out, hangulFinals[s%28]...)
		}
	}
	return out
}
