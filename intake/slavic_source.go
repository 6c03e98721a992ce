package intake

import (
	"slices"
	"strings"
	"unicode"
)

// The words that name who speaks, around a verb of saying.

// opening is where a sentence's own words begin: after "also", "at the same time".
func (g cueGrammar) opening(r *reading, a, end int) int {
	for a < end {
		switch {
		case r.is(a, ",", "—", "–", "-", "•", "·"), r.sign(a), a+1 < end && g.lx.between[r.low(a)]:
			a++
			continue
		}
		n := a
		for _, phrase := range g.lx.openers {
			if r.matches(a, phrase) {
				n = max(n, a+len(phrase))
			}
		}
		if n == a {
			return a
		}
		a = n
	}
	return a
}

// sign: a picture or an arrow that opens a line of a message.
func (p *page) sign(i int) bool {
	for _, c := range p.toks[i].low {
		if !unicode.IsSymbol(c) && !unicode.Is(unicode.Mn, c) && !unicode.Is(unicode.Cf, c) {
			return false
		}
	}
	return p.toks[i].low != "" && p.toks[i].kind != word
}

// verbIn is the first verb of saying between two tokens, −1 for none.
func (g cueGrammar) verbIn(r *reading, a, b int) int {
	for k := a; k < b; k++ {
		if _, is := g.lx.verb[r.low(k)]; is && !r.inQuote(k) && r.toks[k].kind == word {
			return k
		}
	}
	return -1
}

// subject is the words before a cue that name who speaks: without openings, times,
// and without an earlier verb he shares.
func (g cueGrammar) subject(r *reading, i, from int) rng {
	end := i
	for {
		if end-1 > from && r.is(end-1, ")") {
			k := end - 1
			for k > from && !r.is(k, "(") {
				k--
			}
			if k > from {
				end = k // "prisoner K. (no. 117) complains"
			}
		}
		a := end
		for a > from && !r.is(a-1, ",", ";", "—", "–", ":", "(", ")") && !(r.toks[a-1].kind == closeMark && !r.inQuote(a-2)) {
			a--
		}
		if a < end && g.lx.that[r.low(a)] {
			a++ // "we know that X published"
		}
		x := g.stripped(r, rng{a, end})
		if x.empty() || stem(r.low(x.a), g.lx.Relative) || g.participle(r, x) {
			// "X, who asked not to be named, says"; "One of them, sergeant X, says"
			if a-1 > from && r.is(a-1, ",") {
				end = a - 1
				if r.is(end-1, ",") {
					return rng{}
				}
				continue
			}
			return rng{}
		}
		return x
	}
}

// participle: "…, having come back in an exchange,".
func (g cueGrammar) participle(r *reading, x rng) bool {
	if r.is(x.a, "не") && x.b-x.a > 1 {
		x.a++ // "who did not give his name"
	}
	l := r.low(x.a)
	return !r.toks[x.a].cap && endsIn(l, []string{"ений", "ена", "ені", "аний", "ана", "ані", "енный", "енная", "енные", "анный", "анная", "анные", "ённый", "ённая", "ённые",
		"вшая", "вшей", "вшую", "вшихся", "вшиеся", "вшегося", "вших", "вшего", "вшие", "вший", "вшийся", "вшаяся", "вшись", "ючи", "ши"}) && !stem(l, g.lx.Roles)
}

// stripped cuts times, openings and objects from both ends of a source.
func (g cueGrammar) stripped(r *reading, x rng) rng {
	for k := x.a + 1; k < x.b; k++ {
		if g.referring(r, k) {
			x.b = k
		}
	}
	for {
		was := x
		x.a = g.opening(r, x.a, x.b)
		if x.a < x.b && r.is(x.a, "і", "й", "та", "и", "а", "але", "но", "також", "также", "бо", "й") {
			x.a++
		}
		for x.a < x.b && r.time[x.a] != 0 {
			x.a++
		}
		if x.a+1 < x.b && r.time[x.a+1] != 0 && r.is(x.a, "в", "у", "во", "на", "о", "об") {
			x.a++
		}
		for x.b > x.a && (r.time[x.b-1] != 0 || g.lx.between[r.low(x.b-1)] || slices.Contains(g.lx.Objects, r.low(x.b-1)) || r.is(x.b-1, "не", "ще", "уже", "вже")) {
			x.b--
		}
		for x.a < x.b && slices.Contains(g.lx.Objects, r.low(x.a)) {
			x.a++
		}
		if x.b-1 > x.a && r.is(x.b-1, "в", "у", "во", "на") {
			x.b--
		}
		if x == was {
			break
		}
	}
	// "He came in and said": two verbs of one subject.
	if x.b > x.a+1 && r.is(x.b-1, "і", "й", "та", "и", "але", "но", "а") {
		x.b--
		for k := x.a; k < x.b; k++ {
			if stem(r.low(k), g.lx.Roles) || r.is(k, g.lx.He...) {
				return rng{k, k + 1}
			}
		}
		if g.verbIn(r, x.a, x.b) >= 0 {
			return rng{}
		}
	}
	// "At the end of the visit he said": the pronoun is the subject.
	for k := x.b - 1; k > x.a; k-- {
		if r.is(k, g.lx.He...) && k >= x.b-2 {
			return rng{k, k + 1}
		}
	}
	return x
}

// after is who stands after an inverted cue, without "to reporters" and without where
// he said it.
func (g cueGrammar) after(r *reading, x rng) rng {
	for x.a < x.b && (slices.Contains(g.lx.Objects, r.low(x.a)) || g.lx.between[r.low(x.a)] || r.time[x.a] != 0) {
		x.a++
	}
	if slices.Contains(g.lx.ToldIn, r.low(x.a)) && x.b-x.a > 1 {
		return rng{x.a + 1, x.b} // "it is said in the statement of X"
	}
	for k := x.a + 1; k < x.b; k++ {
		if slices.Contains(g.lx.Objects, r.low(k)) && !r.inQuote(k) || g.referring(r, k) {
			return rng{x.a, k} // "said the minister to reporters", "the agency, with reference to a source"
		}
		if r.is(k, "у", "в", "во", "на", "під", "во", "после", "після", "за", "про", "по", "о", "об") && !r.inQuote(k) || r.time[k] != 0 && k > x.a+1 {
			return rng{x.a, k}
		}
	}
	return x
}

// referring: "with reference to", behind who passes something on.
func (g cueGrammar) referring(r *reading, k int) bool {
	return r.is(k, "со") && r.is(k+1, "ссылкой") || r.is(k, "з", "із") && r.is(k+1, "посиланням") || r.is(k, "ссылаясь", "посилаючись")
}

// firstPerson: the verb says that its writer says it.
func (g cueGrammar) firstPerson(l string) bool { return slices.Contains(g.lx.First, l) }

// plural: "they say" may be said by nobody the text names.
func (g cueGrammar) plural(l string) bool {
	return strings.HasSuffix(l, "ли") || strings.HasSuffix(l, "ть") && !strings.HasSuffix(l, "ить") || strings.HasSuffix(l, "ют") || strings.HasSuffix(l, "ат")
}

// writer is who writes of himself: "I, NAME, …", "from NAME", "NAME turns to you".
func (g cueGrammar) writer(r *reading) rng {
	limit := min(len(r.toks), 400)
	for i := 0; i+2 < limit; i++ {
		if r.inQuote(i) {
			continue
		}
		if r.is(i, "я", "ми", "мы") && r.is(i+1, ",") {
			e := r.clauseEnd(i+2, limit)
			if e > i+2 && e < i+12 {
				return rng{i + 2, e}
			}
		}
		if r.is(i, "від", "от") && r.toks[i].kind == word && r.toks[i+1].cap && r.toks[i+2].cap && r.paras[r.paraOf(i)].a >= i-2 {
			return rng{i + 1, i + 3}
		}
		if slices.Contains(g.lx.Turns, r.low(i)) {
			for k := i + 1; k+1 < limit && k < i+5; k++ {
				if r.toks[k].cap && r.toks[k+1].cap {
					return rng{k, k + 2}
				}
			}
		}
	}
	for i := 0; i < limit; i++ {
		if r.is(i, "ми", "мы") && !r.inQuote(i) {
			return rng{i, i + 1}
		}
	}
	return rng{}
}
