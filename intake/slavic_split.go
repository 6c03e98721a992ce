package intake

import (
	"slices"
	"strings"

	"homeward/statement"
)

// What is said, and where one thing said ends and another begins.

// fill gives the contents of what a cue introduces: quotations as they stand,
// indirect speech by its clauses.
func (g cueGrammar) fill(r *reading, a *attribution) {
	a.mode = r.modeOf(a.whole)
	a.contents = nil
	if a.mode == "direct" {
		a.contents = r.quotesIn(a.whole)
	}
	if (a.mode == "indirect" || a.mode == "mixed") && a.kind != "dialogue" {
		a.contents = g.split(r, a.whole)
	}
	if len(a.contents) == 0 {
		a.contents = []rng{r.trim(a.whole)}
	}
}

// split parts indirect speech where another "that" or a clause with a subject of its
// own begins.
func (g cueGrammar) split(r *reading, x rng) []rng {
	var out []rng
	start := x.a
	cut := func(end, next int) {
		if piece := r.trim(rng{start, end}); piece.b-piece.a >= 2 {
			out = append(out, piece)
			start = next
		}
	}
	for i := x.a + 1; i < x.b-1; i++ {
		if r.inQuote(i) {
			continue
		}
		if r.is(i, ";") && i-start >= 2 && x.b-i > 3 {
			cut(i, i+1)
			continue
		}
		// "and that …"
		k := i
		if r.is(k, ",") {
			k++
		}
		if r.is(k, "і", "й", "та", "а", "и", "но", "але") && k < x.b {
			n := k + 1
			if r.is(n, "також", "также") {
				n++
			}
			if g.lx.that[r.low(n)] && g.finite(r, n+1, x.b) && !g.finite(r, k+1, n) {
				cut(i, n+1)
				i = n
				continue
			}
		}
		if !r.is(i, ",") || !g.finite(r, start, i) {
			continue
		}
		n := i + 1
		for n < i+3 && (r.is(n, "а", "і", "й", "та", "и", "але", "но", "однак", "однако", "ще", "ещё", "еще") || g.lx.between[r.low(n)]) {
			n++
		}
		// "one weighs less than fifty kilograms, the other has gone blind"
		pair := r.is(start, "один", "одна", "перший", "перша", "первый", "первая") && r.is(n, "другий", "друга", "другой", "другая", "второй", "вторая", "інший", "інша")
		if g.counting(r, n) && (pair || g.finite(r, n+1, x.b)) && !r.is(n, "які", "що", "которые") {
			cut(i, n-b2i(r.is(n-1, "ще", "ещё", "еще")))
			i = n
		}
	}
	cut(x.b, x.b)
	if len(out) == 0 {
		return []rng{x}
	}
	return out
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

// counting: a clause's own subject that tells somebody apart: "the second", "two of
// them", "the others".
func (g cueGrammar) counting(r *reading, i int) bool {
	_, n := g.lx.Numbers[r.low(i)]
	return n || slices.Contains(g.lx.Apart, r.low(i))
}

// finite: a word that looks like a verb in the past, a short participle or "is" stands
// there before the clause ends.
func (g cueGrammar) finite(r *reading, a, b int) bool {
	for i := a; i < b && i < a+14; i++ {
		if r.is(i, ",", ";", ":") && i > a {
			return false
		}
		if r.toks[i].kind != word || r.toks[i].cap && i > a {
			continue
		}
		l := r.low(i)
		if g.lx.Ends != nil && len([]rune(l)) > 3 && endsIn(l, g.lx.Ends) || slices.Contains(g.lx.Is, l) {
			return true
		}
		if _, verb := g.lx.verb[l]; verb {
			return true
		}
	}
	return false
}

// objective: what is denied, confirmed, asked for or offered may be a thing.
func (g cueGrammar) objective(s statement.Stance) bool {
	return s == statement.Denies || s == statement.Confirms || s == statement.Requests || s == statement.Offers || s == statement.Wishes
}

// infinitive: a verb's basic form by its ending.
func (g cueGrammar) infinitive(r *reading, k int) bool {
	l := r.low(k)
	return k < len(r.toks) && r.toks[k].kind == word && len([]rune(l)) > 3 && endsIn(l, g.lx.Infinitive) && !stem(l, g.lx.NoInfinitive) && !strings.HasSuffix(l, "ость")
}

// sayingEnd is where what "that" opens ends: before a converb of saying or "and added".
func (g cueGrammar) sayingEnd(r *reading, a, body int) int {
	for k := a + 1; k < body; k++ {
		if r.inQuote(k) {
			continue
		}
		if g.lx.converb[r.low(k)] && r.is(k-1, ",") {
			return k - 1
		}
		if r.is(k, ":") && r.inQuote(k+1) && g.finite(r, a, k) {
			return k
		}
		if st, verb := g.lx.verb[r.low(k)]; verb && r.is(k-1, "і", "й", "та", "и", "але", "но", "а") && !g.lx.that[r.low(k-2)] && (r.is(k+1, ",") && g.lx.that[r.low(k+2)] || st == statement.Requests && g.infinitive(r, k+1) || st == statement.Offers && r.is(k-2, ",")) {
			return k - 1
		}
		// "…, however he refused": a clause of his own deed.
		if g.lx.declines[r.low(k)] && r.lastComma(k, a) > a {
			return r.lastComma(k, a)
		}
	}
	return body
}

// objectEnd is the end of a thing that is denied or told of.
func (g cueGrammar) objectEnd(r *reading, a, body int) int {
	for k := a; k < body; k++ {
		if r.inQuote(k) {
			continue
		}
		if r.is(k, ":", ";") || r.is(k, ",") && (slices.Contains(g.lx.He, r.low(k+1)) || g.lx.converb[r.low(k+1)] || r.is(k+1, "але", "но", "а", "однак", "однако")) {
			return k
		}
		if _, verb := g.lx.verb[r.low(k)]; verb && r.is(k-1, "і", "й", "та", "и") && k > a+1 {
			return k - 1
		}
		if r.is(k, ",") && k > a && k+2 < body && g.counting(r, k+1) && g.finite(r, k+2, body) {
			return k // "one spoke of two shots, another heard five"
		}
		if r.is(k, ",") && k > a && k+2 < body && stem(r.low(k+1), g.lx.Roles) && g.finite(r, k+2, body) {
			return k // "asked to show the grave, the commander agreed"
		}
	}
	return body
}

// aside: the words between two commas only describe, so that "that" may follow.
func (g cueGrammar) aside(r *reading, k, body int) bool {
	for n := k + 1; n < body && n < k+9; n++ {
		if r.is(n, ",") {
			return g.lx.that[r.low(n+1)] && g.verbIn(r, k+1, n) < 0 && !slices.Contains(g.lx.He, r.low(k+1))
		}
	}
	return false
}
