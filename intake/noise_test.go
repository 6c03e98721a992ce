package intake

import (
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"strings"
	"testing"
	"unicode"
)

// noise is what careless copying and machine translation do to a text: how often
// in a thousand places of each kind.
var noise = struct{ quotes, stops, capitals, brackets int }{
	quotes:   100, // of quotation marks: the closing one for the opening one, and the other way round
	stops:    20,  // of blanks before a small word: a full stop that ends nothing
	capitals: 100, // of capitals inside a sentence: written small
	brackets: 5,   // of blanks: a foreign word in brackets
}

// foreign are words an editor left in brackets; invented texts need no more.
var foreign = []string{"sobre esta afirmación", "sic", "так в оригинале", "selon lui", "laut Angaben", "원문 그대로"}

// noisy gives the text with noise, and for every code point of the original its
// place in the noisy text.
func noisy(text, name string) (string, []int) {
	h := fnv.New64a()
	h.Write([]byte(name))
	rng := rand.New(rand.NewPCG(h.Sum64(), 17))
	chance := func(of1000 int) bool { return rng.IntN(1000) < of1000 }
	rs := []rune(text)
	at := make([]int, len(rs)+1)
	var out []rune
	for i, r := range rs {
		at[i] = len(out)
		small := i+1 < len(rs) && unicode.IsLower(rs[i+1])
		after := i > 0 && (unicode.IsLetter(rs[i-1]))
		switch {
		case r == '“' && chance(noise.quotes):
			r = '”'
		case r == '”' && chance(noise.quotes):
			r = '“'
		case unicode.IsUpper(r) && i > 1 && rs[i-1] == ' ' && unicode.IsLetter(rs[i-2]) && chance(noise.capitals):
			r = unicode.ToLower(r)
		case r == ' ' && after && small && chance(noise.stops):
			out = append(out, '.')
		case r == ' ' && after && small && chance(noise.brackets):
			out = append(out, []rune(" ["+foreign[rng.IntN(len(foreign))]+"]")...)
		}
		out = append(out, r)
	}
	at[len(rs)] = len(out)
	return string(out), at
}

// TestNoise: what is lost on PolNeAR dev when noise is put into it.
func TestNoise(t *testing.T) {
	docs := readPolnear(t, "dev", 1)
	source, cue, content, _, _ := measure(t, docs, "")
	move := func(in map[[2]int]bool, at []int) map[[2]int]bool {
		out := map[[2]int]bool{}
		for s := range in {
			if s[0] < s[1] && s[1] < len(at) {
				out[[2]int{at[s[0]], at[s[1]-1] + 1}] = true
			}
		}
		return out
	}
	var bad []polnear
	stops, marks := 0, 0
	for _, d := range docs {
		text, at := noisy(d.text, d.text)
		stops += strings.Count(text, ".") - strings.Count(d.text, ".")
		marks += strings.Count(text, "[") - strings.Count(d.text, "[")
		bad = append(bad, polnear{text: text, source: move(d.source, at), cue: move(d.cue, at), contents: move(d.contents, at)})
	}
	s2, c2, x2, _, _ := measure(t, bad, "")
	t.Logf("%d false stops, %d brackets; clean %.1f / %.1f / %.1f, noisy %.1f / %.1f / %.1f", stops, marks, source.f1(), cue.f1(), content.f1(), s2.f1(), c2.f1(), x2.f1())
	lost := max(source.f1()-s2.f1(), cue.f1()-c2.f1(), content.f1()-x2.f1())
	benchRow(t, "noise in PolNeAR dev, points of F1 lost, source / cue / content", "≤ 5", "%.1f / %.1f / %.1f", source.f1()-s2.f1(), cue.f1()-c2.f1(), content.f1()-x2.f1())
	if lost > 5 {
		t.Errorf("%.1f points are lost to noise", lost)
	}
}

// benchRow is a line of the table of make bench-intake.
func benchRow(t *testing.T, what, wanted, format string, measured ...any) {
	t.Helper()
	t.Log("ROW\t" + what + "\t" + wanted + "\t" + fmt.Sprintf(format, measured...))
}
