package name

// cyrillicSounds reads Ukrainian, Russian and Belarusian letters. The letters with two values in the two
// languages (г, и) get one sound here; the distance makes the other cheap. A stop or affricate before х is the
// aspirate of Kontsevich's Korean transcription (пх, тх, кх, чх).
func cyrillicSounds(out []byte, normal string) []byte {
	runes := []rune(normal)
	for i, r := range runes {
		if len(out) >= 2*MaxSounds {
			break
		}
		var prev rune
		if i > 0 {
			prev = runes[i-1]
		}
		switch r {
		case 'х':
			switch prev {
			case 'п', 'т', 'к', 'ч':
				continue
			}
			out = append(out, 'h')
		case 'ж':
			if prev == 'д' && len(out) > 0 {
				out[len(out)-1] = 'J'
				continue
			}
			out = append(out, 'Z')
		case 'з':
			if prev == 'д' && len(out) > 0 {
				out[len(out)-1] = 'J'
				continue
			}
			out = append(out, 'z')
		case 'с':
			if prev == 'т' && i+1 < len(runes) && runes[i+1] == 'я' && len(out) > 0 {
				out[len(out)-1] = 'c'
				continue
			}
			out = append(out, 's')
		case 'е':
			if i == 0 || cyrillicVowel(prev) || prev == 'ь' || prev == 'ъ' {
				out = append(out, 'j')
			}
			out = append(out, 'e')
		default:
			out = append(out, cyrillicLetter(r)...)
		}
	}
	return out
}

func cyrillicVowel(r rune) bool {
	switch r {
	case 'а', 'е', 'ё', 'и', 'о', 'у', 'ы', 'э', 'ю', 'я', 'і', 'є', 'ї':
		return true
	}
	return false
}

func cyrillicLetter(r rune) string {
	switch r {
	case 'а':
		return "a"
	case 'б':
		return "b"
	case 'в':
		return "v"
	case 'г', 'ґ', 'ғ':
		return "g"
	case 'д':
		return "d"
	case 'ё':
		return "jo"
	case 'є':
		return "je"
	case 'и', 'і', 'ї', 'ѝ':
		return "i"
	case 'й', 'ј':
		return "j"
	case 'к', 'қ':
		return "k"
	case 'л':
		return "l"
	case 'љ':
		return "lj"
	case 'м':
		return "m"
	case 'н', 'ң':
		return "n"
	case 'њ':
		return "nj"
	case 'о', 'ө':
		return "o"
	case 'п':
		return "p"
	case 'р':
		return "r"
	case 'т':
		return "t"
	case 'ћ', 'ч':
		return "C"
	case 'ђ', 'џ':
		return "J"
	case 'у', 'ў', 'ү', 'ұ':
		return "u"
	case 'ф':
		return "f"
	case 'ц':
		return "c"
	case 'ш', 'щ':
		return "S"
	case 'ы':
		return "y"
	case 'э', 'ә':
		return "e"
	case 'ю':
		return "ju"
	case 'я':
		return "ja"
	}
	return ""
}
