package name

import (
	_ "embed"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

//go:embed standards.txt
var standardsText string

// Standard is a published way to write names of one language in Latin letters, or Korean ones in Cyrillic. Standards only explain a spelling
// ("KMU 2010: Сергій → Serhii"); comparing does not depend on them, because people seldom do.
type Standard struct {
	Name     string // as it is cited
	Language string // uk, ru or ko
	Into     Script // Latin or Cyrillic
	Source   string
	rules    map[string]string // by the letters, with the sign of their place before them
	longest  int               // letters of a rule
}

// Standards returns the standards in the order of the file of standards.
var Standards = sync.OnceValue(func() []Standard { return readStandards(standardsText) })

// kontsevich returns the standard for Korean in Cyrillic letters.
var kontsevich = sync.OnceValue(func() *Standard {
	for _, s := range Standards() {
		if s.Name == "Kontsevich" {
			return &s
		}
	}
	panic("name/standards.txt has no standard named Kontsevich") // it is part of the binary: only a wrong build gets here
})

func readStandards(text string) []Standard {
	var out []Standard
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		switch {
		case line == "", strings.HasPrefix(line, "#"):
		case strings.HasPrefix(line, "["):
			head, source, _ := strings.Cut(line[1:], " | ")
			called, language, _ := strings.Cut(head, "] ")
			language, other, _ := strings.Cut(language, ">")
			into := Latin
			if other != "" {
				into = Cyrillic
			}
			out = append(out, Standard{Name: called, Language: language, Into: into, Source: source, rules: map[string]string{}})
		default:
			s := &out[len(out)-1]
			fields := strings.Fields(line)
			for i := 0; i+1 < len(fields); i += 2 {
				if fields[i+1] == "-" {
					fields[i+1] = ""
				}
				s.rules[fields[i]] = fields[i+1]
				s.longest = max(s.longest, utf8.RuneCountInString(strings.TrimLeft(fields[i], "^+~=")))
			}
		}
	}
	return out
}

// Write writes a token, or words, as the standard does: lower case, apostrophes as ' and ". It reports false where
// a letter is not one of the language's.
func (s *Standard) Write(token string) (string, bool) {
	normal := Normal(token)
	var b strings.Builder
	if s.Language == "ko" {
		words := strings.Fields(normal)
		for i, w := range words {
			words[i] = s.writeKorean(w)
		}
		return strings.Join(words, " "), ScriptOf(normal) == Hangul
	}
	runes := []rune(normal)
	for i := 0; i < len(runes); {
		if !unicode.IsLetter(runes[i]) && runes[i] != '\'' {
			b.WriteRune(runes[i])
			i++
			continue
		}
		n := min(s.longest, len(runes)-i)
		for ; n > 0; n-- {
			letters := string(runes[i : i+n])
			to, ok := s.rules[s.place(runes, i)+letters]
			if !ok {
				to, ok = s.rules[letters]
			}
			if ok {
				b.WriteString(to)
				break
			}
		}
		if n == 0 {
			return "", false
		}
		i += n
	}
	return b.String(), true
}

// writeKorean writes a word of Hangul, jamo by jamo. What a final becomes is told with the initial behind it.
func (s *Standard) writeKorean(normal string) string {
	var jamo []string
	for _, u := range hangulUnits(nil, normal, 0) {
		j := hangulSide.show([]byte{u})
		if int(u) >= firstFinal {
			j = "=" + j
		}
		jamo = append(jamo, j)
	}
	var b strings.Builder
	for i := 0; i < len(jamo); {
		place := "~"
		switch {
		case i == 0:
			place = "^"
		case !strings.HasPrefix(jamo[i-1], "="):
			place = "+" // an initial always has a vowel or a final before it
		}
		n := min(s.longest, len(jamo)-i)
		for ; n > 0; n-- {
			letters := strings.Join(jamo[i:i+n], "")
			to, ok := s.rules[place+letters]
			if !ok {
				to, ok = s.rules[letters]
			}
			if !ok && jamo[i][0] == '=' {
				to, ok = s.rules["="+finalAsHeard(jamo[i][1:])+letters[len(jamo[i]):]]
			}
			if ok {
				b.WriteString(to)
				break
			}
		}
		i += max(n, 1)
	}
	return b.String()
}

// finalAsHeard is which of the seven finals that are told apart a final is heard as (Standard Pronunciation, article 8).
func finalAsHeard(jamo string) string {
	for i, j := range jamoFinals {
		if string(j) != jamo {
			continue
		}
		switch hangulFinals[i+1] {
		case "k":
			return "ㄱ"
		case "n":
			return "ㄴ"
		case "t":
			return "ㄷ"
		case "l":
			return "ㄹ"
		case "m":
			return "ㅁ"
		case "p":
			return "ㅂ"
		case "N":
			return "ㅇ"
		}
	}
	return "ㅎ"
}

// place is the sign for what stands before a letter. The letter behind an apostrophe stands inside the word.
func (s *Standard) place(runes []rune, i int) string {
	if i > 0 && runes[i-1] == '\'' {
		return "'"
	}
	switch {
	case i == 0 || !unicode.IsLetter(runes[i-1]):
		return "^"
	case cyrillicVowel(runes[i-1]) || strings.ContainsRune("йъь", runes[i-1]):
		return "+"
	}
	return "~"
}

// Following returns the standards by which the second written token is the spelling of the first, in the order of
// the file. Case, hyphens and apostrophes do not count; marks do. Nor does it count whether т, с and ч behind ль are
// doubled: Kontsevich's table has льсс, the map Ульсан.
func Following(token, spelled string) []Standard {
	var out []Standard
	want := spelledOut(spelled)
	script, into := ScriptOf(Normal(token)), ScriptOf(Normal(spelled))
	if want == "" || script != Cyrillic && script != Hangul {
		return nil
	}
	for _, s := range Standards() {
		if (s.Language == "ko") != (script == Hangul) || s.Into != into {
			continue
		}
		if got, ok := s.Write(token); ok && spelledOut(got) == want {
			out = append(out, s)
		}
	}
	return out
}

func spelledOut(s string) string {
	s = strings.Map(func(r rune) rune {
		if r == '-' || r == '\'' || r == '"' || r == '”' || r == '·' {
			return -1
		}
		return r
	}, Normal(strings.ReplaceAll(s, "´", "'"))) // a spacing acute would come apart into a space and a mark
	return singleBehindL.Replace(s)
}

var singleBehindL = strings.NewReplacer("льтт", "льт", "льсс", "льс", "льчч", "льч")
