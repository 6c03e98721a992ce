package intake

import "strings"

// Where one cue stands in what another introduces: what each keeps.

// merge fits a new attribution to those the sentence already has. A cue inside
// what an earlier speaker says is told by him and makes no statement of its own;
// a cue after a parting word ends what was said before it.
func (r *reading) merge(a *attribution, first int) bool {
	for k := len(r.out) - 1; k >= max(first, len(r.out)-32); k-- {
		b := &r.out[k]
		head := a.cue.a
		if a.kind == "unverified" {
			head = a.whole.a
		}
		if a.kind == "impersonal" && r.is(head-1, "it") {
			head--
		}
		if !a.source.empty() && (a.source.a >= b.whole.a || a.source.b > b.cue.b && a.source.a < b.whole.a) {
			head = min(head, a.source.a) // a shared subject stands before both
		}
		if b.cue.a == a.cue.a {
			return false
		}
		inside := head >= b.whole.a && head < b.whole.b
		switch {
		case a.whole.a <= b.cue.a && a.whole.b >= b.cue.b && a.whole.b <= head && !b.cue.empty() && outranks(a, b):
			r.out = append(r.out[:k], r.out[k+1:]...)
			continue
		case inside && a.whole.a < b.whole.b && a.whole.b <= head:
			// "A said that X, B reported": the last source passes on what the first said.
			if !b.cue.empty() && b.cue.a >= a.whole.a && !a.source.empty() {
				b.via = append(b.via, r.untimed(a.source))
				r.cut(b, r.trimRight(rng{b.whole.a, head}).b)
				return false
			}
			return false
		case inside && r.toldWithin(a, b, head):
			return false // "said the kidnappers contacted him and demanded a ransom": they demanded it
		case inside && r.speaksWithin(a, b, head):
			r.cut(b, head-2)
			a.inner, b.parted = true, true
			a.via = append(a.via, r.untimed(b.source))
		case inside && a.verb != nil && a.verb.lemma == "tell" && r.is(a.cue.b, "him", "her", "them", "me") && r.is(head-1, "and") && r.has(b.whole, "had") >= 0 && r.has(b.whole, "had") < head:
			return false // "said an officer had phoned and told her": told by the officer
		case inside && r.conditionOf(b, head):
			return false // "stated that if they ask for it, the government would accept them"
		case inside:
			cut, ok := r.parting(b.whole.a, head)
			if !ok {
				return false
			}
			r.cut(b, cut)
		case a.whole.a <= b.cue.a && a.whole.b >= b.whole.b && !b.whole.empty() && a.whole.b <= a.cue.a && outranks(a, b):
			// "They understood the rules, officials said": what is said is all of it.
			r.out = append(r.out[:k], r.out[k+1:]...)
			continue
		case a.whole.a <= b.cue.a && a.whole.b >= b.whole.b && !b.whole.empty() && a.whole.b <= a.cue.a:
			if !a.source.empty() {
				b.via = append(b.via, r.untimed(a.source))
			}
			return false
		}
	}
	return true
}

// conditionOf: up to the comma before head stands the condition of what b tells there.
func (r *reading) conditionOf(b *attribution, head int) bool {
	from := b.whole.a
	if r.is(from, "that") {
		from++
	}
	return b.cue.b <= b.whole.a && r.is(from, "if", "once", "unless", "should") && r.is(head-1, ",") && r.clauseEnd(from, b.whole.b) == head-1
}

// toldWithin: a verb without a subject of its own goes on with the clause that is being told,
// whose subject is another than the speaker and whose verb has the same simple past: "said that
// the kidnappers called him twice and demanded a ransom". After "had been taken … and demanded"
// it is the speaker who demands.
func (r *reading) toldWithin(a, b *attribution, head int) bool {
	if a.verb == nil || a.verb.form != past || !r.is(head-1, "and") || r.is(head-2, ",") || r.is(a.whole.a, "that") || r.inQuote(a.whole.a) || !a.verb.class.object && a.verb.class.Class != "request" || b.cue.empty() || b.cue.b > b.whole.a || r.modeOf(b.whole) == "direct" {
		return false
	}
	if r.is(a.cue.a, "has", "have") && r.is(b.cue.a, "has", "have") {
		return false // "has denied that … and has offered to …": the speaker does both
	}
	from := b.whole.a
	if r.is(from, "that") {
		from++
	}
	if r.lx.pronoun[r.low(from)] || !r.lx.determiner[r.low(from)] && !r.toks[from].cap {
		return false // "he": the speaker himself
	}
	// The finite verb of what is told.
	for k := from + 1; k < head-1; k++ {
		l := r.low(k)
		if r.is(k, "does", "do", "did") {
			return true // "that he does not want to return and asked for asylum": he asked
		}
		if r.lx.auxiliary[l] || r.toks[k].kind == punct {
			return false
		}
		if r.lx.irregular[l] || strings.HasSuffix(l, "ed") && r.toks[k-1].kind == word && !r.lx.determiner[r.low(k-1)] && !r.lx.preposition[r.low(k-1)] {
			return true
		}
	}
	return false
}

// speaksWithin: "spoke to him for a few seconds, in which he confirmed that …": who speaks in
// what is told is a speaker of his own.
func (r *reading) speaksWithin(a, b *attribution, head int) bool {
	return a.verb != nil && !a.verb.class.Weak && a.kind == "say" && a.source.b-a.source.a == 1 && a.source.a == head && r.lx.pronoun[r.low(head)] && !b.cue.empty() && b.whole.a >= b.cue.b &&
		r.is(head-1, "which") && r.is(head-2, "in", "during") && r.is(a.whole.a, "that") && head-2 > b.whole.a+3
}

// untimed is a source without the time that follows it: "the ministry on Tuesday".
func (r *reading) untimed(source rng) string {
	for i := source.a + 1; i < source.b; i++ {
		if r.time[i] != 0 {
			if source.b = i; i-1 > source.a && r.lx.preposition[r.low(i-1)] {
				source.b--
			}
			break
		}
	}
	return r.text(source)
}

// outranks: a is plainly said of all that b tells, and b's cue is no plain word of
// saying ("They understood the rules, officials said").
func outranks(a, b *attribution) bool {
	if a.verb == nil || a.kind != "say" || a.verb.class.Weak {
		return false
	}
	return b.kind == "nominal" || b.kind == "impersonal" || b.kind == "say" && b.verb != nil && (b.certain < a.certain || a.verb.class.Class == "say" && b.verb.class.Class != "say" || a.verb.class.Class == "tell-of" && (b.verb.class.Class == "wish" || b.verb.class.Class == "intend"))
}

// parting finds where content before a new cue at head ends: at a comma with or
// without a conjunction, or at a conjunction.
func (r *reading) parting(from, head int) (int, bool) {
	k := head - 1
	for k > from && r.lx.adverb[r.low(k)] {
		k--
	}
	if r.is(k, "and", "but", "although", "though", "while", "whereas", "yet", "also", "where") {
		k--
		if r.is(k, ",") {
			k--
		}
		return k + 1, k >= from
	}
	// ", but late on Saturday he …": a time or an adverb may stand after the parting word.
	for j := k; j > from && j > k-7 && !r.inQuote(j); j-- {
		if r.is(j, "and", "but", "while", "although") && r.is(j-1, ",") {
			return j - 1, j-1 > from
		}
		if r.time[j] == 0 && !r.lx.preposition[r.low(j)] && !r.lx.adverb[r.low(j)] && !r.is(j, "as", "then") {
			break
		}
	}
	if r.is(k, ",", ";", "—", "–") || k >= 0 && (r.toks[k].kind == closeMark || r.endsQuote(k)) {
		if r.is(k, ",", ";", "—", "–") {
			k--
		}
		return k + 1, k >= from
	}
	return 0, false
}

func (r *reading) cut(b *attribution, end int) {
	for i := end; i < b.whole.b; i++ {
		r.used[i] = false
	}
	b.whole.b = end
	var keep []rng
	for _, c := range b.contents {
		if c.a >= end {
			continue
		}
		c.b = min(c.b, end)
		if c = r.trim(c); !c.empty() {
			keep = append(keep, c)
		}
	}
	if keep == nil {
		keep = []rng{r.trim(b.whole)}
	}
	b.contents = keep
}
