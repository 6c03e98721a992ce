package casefile

import (
	"slices"
	"strings"
	"unicode"
)

// entitle finds the name to head the file with, and the other writings of it.
func (f *File) entitle(same NameComparer) {
	var writings []Writing
	if p := f.Property("name"); p != nil {
		for i := range p.Claims {
			if c := &p.Claims[i]; c.Counts() && c.Strength() == Firm {
				writings = append(writings, writing(c, c.Statement.Value))
			}
		}
		switch {
		case p.Best != nil:
			f.Title = p.Best.Value()
		case p.Rule == RuleUndecided:
			f.Title = standBeside(writings, same)
		}
	}
	family, hasFamily := f.Value("name.family")
	given, hasGiven := f.Value("name.given")
	whole := strings.TrimSpace(family + " " + given)
	switch {
	case f.Title == "" && (hasFamily || hasGiven):
		f.Title = whole
	case hasFamily && hasGiven && (f.Title == "" || same(f.Title, whole)):
		writings = append(writings, Writing{Value: whole, Script: scriptOf(whole)})
	}
	if f.Title == "" {
		if alias, ok := f.Value("name.alias"); ok {
			f.Title = alias
		}
	}
	for _, w := range writings {
		if w.Value == f.Title || slices.ContainsFunc(f.AlsoWritten, func(o Writing) bool { return o.Value == w.Value }) {
			continue
		}
		if same(f.Title, w.Value) {
			f.AlsoWritten = append(f.AlsoWritten, w)
		}
	}
}

// standBeside gives names that stand against each other side by side, each once.
func standBeside(writings []Writing, same NameComparer) string {
	var names []string
	for _, w := range writings {
		if !slices.ContainsFunc(names, func(n string) bool { return n == w.Value || same(n, w.Value) }) {
			names = append(names, w.Value)
		}
	}
	return strings.Join(names, " / ")
}

func writing(c *Claim, value string) Writing {
	w := Writing{Value: value, Script: c.Statement.Script, Ref: c.Ref}
	if w.Script == "" {
		w.Script = scriptOf(value)
	}
	return w
}

// scriptOf is the ISO 15924 code of the first letter's script, "" if it is none of
// those the bureau's names are mostly written in.
func scriptOf(s string) string {
	for _, r := range s {
		switch {
		case !unicode.IsLetter(r):
		case unicode.Is(unicode.Latin, r):
			return "Latn"
		case unicode.Is(unicode.Cyrillic, r):
			return "Cyrl"
		case unicode.Is(unicode.Hangul, r):
			return "Hang"
		case unicode.Is(unicode.Han, r):
			return "Hani"
		default:
			return ""
		}
	}
	return ""
}
