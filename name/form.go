package name

import (
	_ "embed"
	"strings"
	"sync"
)

//go:embed forms.txt
var formsText string

// form is one use of a given name: of which name of the file, and whether it is what he is called at home.
type form struct {
	name int16
	home bool
}

// forms are the given names of the file, by sound.
var forms = sync.OnceValue(func() map[Skeleton][]form { return readForms(formsText) })

func readForms(text string) map[Skeleton][]form {
	out := map[Skeleton][]form{}
	name := int16(0)
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		whole, home, _ := strings.Cut(line, "|")
		for i, words := range []string{whole, home} {
			for _, w := range strings.Fields(words) {
				for _, s := range Sounds(letters(Normal(w))) {
					out[formKey(s)] = append(out[formKey(s)], form{name, i == 1})
				}
			}
		}
		name++
	}
	return out
}

// formKey evens out what languages and romanisations write differently in given names: Ukrainian г, the vowel ы, glides.
func formKey(s Skeleton) Skeleton {
	var key [MaxSounds + 2]byte
	n := 0
	for i := range len(s) {
		c := s[i]
		switch c {
		case 'h':
			c = 'g'
		case 'y', 'j':
			c = 'i'
		case 'w':
			c = 'v'
		}
		if c == 'i' && n > 0 && key[n-1] == 'i' || n == len(key) {
			continue
		}
		key[n] = c
		n++
	}
	return Skeleton(key[:n])
}

// formsOf returns the names that a token may be a form of.
func formsOf(t *Token) []form {
	if t.Role != Part || t.Script != Cyrillic && t.Script != Latin {
		return nil
	}
	known := forms()
	for _, s := range t.Sounds {
		if f := known[formKey(s)]; f != nil {
			return f
		}
	}
	return nil
}

// What forms of one name are worth: the same name in another language nearly what the name is, one called by a short form
// half, because short forms are shared by several names, and two short forms less still.
const (
	otherLanguage = 1.0 // bits taken off
	shortened     = 1.0 // bits taken off the half
)

// sameName compares two tokens as forms of one name.
func sameName(t, u *Token, rarity float64) (kind Kind, bits float64, ok bool) {
	for _, f := range t.forms {
		for _, g := range u.forms {
			if f.name != g.name {
				continue
			}
			k, b := LanguageForm, rarity-otherLanguage
			if f.home || g.home {
				k, b = Diminutive, rarity/2-shortened
			}
			if f.home && g.home {
				b -= shortened
			}
			if b = max(b, 0.5); !ok || b > bits {
				kind, bits, ok = k, b, true
			}
		}
	}
	return kind, bits, ok
}
