package bureau

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"homeward/exchange"
	"homeward/name"
)

// Readers says which language each party reads in lists of a handover: uk, ru,
// ko, or la for any in Latin letters.
type Readers map[string]string

// languages are the ways a reader can be named, with the script they read and
// the standard by which a name of theirs is put into Latin letters.
var languages = map[string]struct {
	script   name.Script
	standard string
}{
	"uk": {name.Cyrillic, "KMU 2010"},
	"ru": {name.Cyrillic, "ICAO 9303 Russian"},
	"ko": {name.Hangul, "Revised Romanization"},
	"la": {name.Latin, ""},
}

// ReadersOf takes for every party the language in which most names of its own
// people are written: the script of most names, and in Cyrillic Russian where
// more of them have letters only Russian has. said overrides; it fails on a
// language it does not know.
func ReadersOf(people []exchange.Person, said map[string]string) (Readers, error) {
	return readersBy(people, said, func(p *exchange.Person) (party, names string) { return p.Home, p.Name })
}

// ReadersOfFiles is [ReadersOf] for people of a bureau's files. There a holder's
// lists name those it holds, in its own language: a party that holds nobody is
// taken to read what most names of its people are written in.
func ReadersOfFiles(people []exchange.Person, said map[string]string) (Readers, error) {
	readers, err := ReadersOf(people, nil)
	if err != nil {
		return nil, err
	}
	asHolders, err := readersBy(people, said, func(p *exchange.Person) (party, names string) {
		first, _, _ := strings.Cut(p.Name, ";") // the others are those of other sources
		return p.Holder, first
	})
	maps.Copy(readers, asHolders)
	return readers, err
}

func readersBy(people []exchange.Person, said map[string]string, of func(*exchange.Person) (party, names string)) (Readers, error) {
	type tally struct{ latin, cyrillic, hangul, ukrainian, russian int }
	count := map[string]*tally{}
	for i := range people {
		party, names := of(&people[i])
		c := count[party]
		if c == nil {
			c = &tally{}
			count[party] = c
		}
		for _, s := range spellings(names) {
			switch name.ScriptOf(s) {
			case name.Latin:
				c.latin++
			case name.Hangul:
				c.hangul++
			case name.Cyrillic:
				c.cyrillic++
				lower := strings.ToLower(s)
				if strings.ContainsAny(lower, "іїєґ") {
					c.ukrainian++
				}
				if strings.ContainsAny(lower, "ыэёъ") {
					c.russian++
				}
			}
		}
	}
	readers := Readers{}
	for party, c := range count {
		switch {
		case c.cyrillic > 0 && c.cyrillic >= c.latin && c.cyrillic >= c.hangul && c.russian > c.ukrainian:
			readers[party] = "ru"
		case c.cyrillic > 0 && c.cyrillic >= c.latin && c.cyrillic >= c.hangul:
			readers[party] = "uk"
		case c.hangul > 0 && c.hangul >= c.latin:
			readers[party] = "ko"
		default:
			readers[party] = "la"
		}
	}
	for party, language := range said {
		if _, known := languages[language]; !known {
			return nil, fmt.Errorf("%q is no language of a party that is known here; write %s=uk, ru, ko, or la for Latin letters", language, party)
		}
		readers[party] = language
	}
	return readers, nil
}

// Labels are the words of a list in the party's language; English for readers of
// Latin letters.
func (r Readers) Labels(party string) exchange.Labels {
	if l, known := listWords[r[party]]; known {
		return l
	}
	return listWords["la"]
}

// spellings are those of a name, as the list gives them: several are separated
// by semicolons.
func spellings(written string) []string {
	var out []string
	for s := range strings.SplitSeq(written, ";") {
		if s = strings.TrimSpace(s); s != "" {
			out = append(out, s)
		}
	}
	return out
}

// Spell writes a name for a party's readers. A spelling that somebody wrote in
// their script is taken as it is. Into Latin letters a name is romanised by a named
// standard, a Korean one for Russian readers written by Kontsevich's, and said to
// be. Where no standard leads into their script nothing is made up: they get the
// name in Latin letters, or else as it stands, and that is said.
func (r Readers) Spell(written, party string) exchange.Spelled {
	l, known := languages[r[party]]
	if !known {
		l = languages["la"]
	}
	all := spellings(written)
	if len(all) == 0 {
		return exchange.Spelled{}
	}
	in := func(script name.Script) int {
		return slices.IndexFunc(all, func(s string) bool { return name.ScriptOf(s) == script })
	}
	if k := in(l.script); k >= 0 {
		return exchange.Spelled{Text: all[k]}
	}
	if r[party] == "ru" {
		if k := in(name.Hangul); k >= 0 {
			if text, ok := byStandard(all[k], "Kontsevich"); ok {
				return exchange.Spelled{Text: text, Standard: "Kontsevich"}
			}
		}
	}
	missing := l.script != name.Latin
	if k := in(name.Latin); k >= 0 {
		return exchange.Spelled{Text: all[k], Missing: missing}
	}
	for _, s := range all {
		standard := languages[languageOf(s)].standard
		if text, ok := byStandard(s, standard); ok {
			return exchange.Spelled{Text: text, Standard: standard, Missing: missing}
		}
	}
	return exchange.Spelled{Text: all[0], Missing: true}
}

// languageOf takes a Cyrillic name with letters only Russian has for Russian,
// every other for Ukrainian; the standard that a list names says which. It is
// blank for scripts no standard reads.
func languageOf(written string) string {
	switch name.ScriptOf(written) {
	case name.Hangul:
		return "ko"
	case name.Cyrillic:
		if strings.ContainsAny(strings.ToLower(written), "ыэёъ") {
			return "ru"
		}
		return "uk"
	}
	return ""
}

// byStandard writes a name, word by word, as a named standard does.
func byStandard(written, called string) (string, bool) {
	standards := name.Standards()
	k := slices.IndexFunc(standards, func(s name.Standard) bool { return s.Name == called })
	if k < 0 {
		return "", false
	}
	tokens := strings.Fields(written)
	if standards[k].Language == "ko" { // family name and given name are often written as one
		tokens = tokens[:0:0]
		for _, t := range name.Parse(written).Tokens {
			tokens = append(tokens, t.Written)
		}
	}
	var out []string
	for _, t := range tokens {
		w, whole := standards[k].Write(t)
		if !whole || w == "" {
			return "", false
		}
		out = append(out, capital(w))
	}
	return strings.Join(out, " "), len(out) > 0
}

// capital begins a word, and what follows a hyphen in it, with a capital.
func capital(w string) string {
	parts := strings.Split(w, "-")
	for i, p := range parts {
		first, size := utf8.DecodeRuneInString(p)
		if size > 0 {
			parts[i] = string(unicode.ToUpper(first)) + p[size:]
		}
	}
	return strings.Join(parts, "-")
}

// NamesAlike compares two names, each in whatever spellings are known, in bits:
// the best of all pairs.
func NamesAlike(a, b string) float64 {
	best, some := 0.0, false
	for _, x := range spellings(a) {
		for _, y := range spellings(b) {
			if bits := name.Compare(x, y).Bits; !some || bits > best {
				best, some = bits, true
			}
		}
	}
	return best
}
