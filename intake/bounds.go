package intake

import "strings"

// Where what is said begins and ends: without marks, datelines and openings.

// trimRight drops marks and parting words at the end of a range; trim also at its beginning.
func (r *reading) trimRight(c rng) rng {
	for c.b > c.a {
		t := r.toks[c.b-1]
		if t.kind == punct && strings.ContainsAny(t.low, ",.;:—–-") || t.low == "and" || t.low == "but" || t.low == "as" && c.b-2 > c.a && r.is(c.b-2, ",") {
			c.b--
			continue
		}
		break
	}
	return c
}

func (r *reading) trim(c rng) rng {
	c = r.trimRight(c)
	for c.a < c.b {
		t := r.toks[c.a]
		if t.kind == punct && strings.ContainsAny(t.low, ",.;:—–-") {
			c.a++
			continue
		}
		break
	}
	// Marks around the whole are no part of what is said.
	if c.b-c.a > 2 && r.inQuote(c.a) && r.quoteOf[c.a] == r.quoteOf[c.b-1] {
		q := r.quotes[r.quoteOf[c.a]-1]
		if q.open == c.a && q.shut == c.b-1 {
			return r.quoted(q)
		}
	}
	return c
}

// quoted is what stands between the marks, with its own full stop and without
// the comma that belongs to the sentence around it.
func (r *reading) quoted(q quote) rng {
	in := q.in
	for in.b > in.a && r.is(in.b-1, ",", ";", "—", "–") {
		in.b--
	}
	return in
}

// clauseEnd is the end of the clause that begins at i: a comma outside
// quotations, or the end of the sentence without its stop.
func (r *reading) clauseEnd(i, end int) int {
	for j := i; j < end; j++ {
		if r.quoteOf[j] == r.quoteOf[i] && r.is(j, ",", ";", ".", "!", "?", "—", "–") && !r.falseEnd[j] {
			return j
		}
	}
	return end
}

// writersWhile is the comma before ", while …", where a verb with an object has said all it says; 0 where none stands.
func (r *reading) writersWhile(c rng) int {
	for k := c.a + 3; k+2 < c.b; k++ {
		if r.is(k, ",") && !r.inQuote(k) && r.is(k+1, "while", "whereas", "although", "though") {
			return k
		}
	}
	return 0
}

// writersApposition is the last comma of what is said before its speaker, where behind it the writer tells what it was:
// "…, the largest swap since January, officials said". 0 where none stands.
func (r *reading) writersApposition(c rng) int {
	for k := c.b - 3; k > c.a+3 && k > c.b-18; k-- {
		if r.inQuote(k) {
			return 0
		}
		if !r.is(k, ",") {
			continue
		}
		if !r.is(k+1, "the", "its", "their", "one") {
			return 0
		}
		for n := k + 2; n < min(c.b, k+5); n++ {
			if l := r.low(n); strings.HasSuffix(l, "est") && len(l) > 5 || r.is(n, "first", "second", "third", "fourth", "fifth", "last", "most", "only") {
				if rest := (rng{k + 1, c.b}); !r.finiteIn(rest) {
					return k
				}
			}
		}
		return 0
	}
	return 0
}

// pastAside is the end of a clause that an aside splits, of which the first part ends with the comma at end: "to say
// why the handover, first planned for Thursday, had been delayed".
func (r *reading) pastAside(end, last int) int {
	if !r.is(end, ",") || r.lx.determiner[r.low(end+1)] || r.lx.pronoun[r.low(end+1)] || r.lx.conjunction[r.low(end+1)] {
		return end
	}
	for k := end + 2; k < last && k < end+12; k++ {
		if r.is(k, ",") && !r.inQuote(k) {
			if r.lx.auxiliary[r.low(k+1)] {
				return r.clauseEnd(k+1, last)
			}
			return end
		}
		if r.lx.auxiliary[r.low(k)] {
			return end
		}
	}
	return end
}

func (r *reading) sentenceBody(s rng) int {
	end := s.b
	for end > s.a && r.toks[end-1].kind == punct && strings.ContainsAny(r.low(end-1), ".!?…") {
		end--
	}
	return end
}

// bodyStart is where the content before a cue at i begins: the sentence, without
// an adverb set off by a comma.
func (r *reading) bodyStart(s rng, i int) int {
	a := s.a
	// "16:20 The president": the hour of an entry stands before the sentence.
	if a+4 < i && r.toks[a].kind == number && (strings.Contains(r.low(a), ":") || r.is(a+1, ":", ".") && r.toks[a+2].kind == number) {
		k := a
		for k < i-2 && k < a+6 && (r.toks[k].kind == number || r.is(k, ":", "-", "–", "—", "gmt", "utc", "am", "pm", "p.m", "a.m", ".", "h")) {
			k++
		}
		if r.toks[k].cap && r.toks[k].kind == word && k > a {
			a = k
		}
	}
	// A dateline: "SELM, Nov 2 (Agency) - "
	for k := a + 1; k < i-2 && k < s.a+14; k++ {
		if r.is(k, "-", "—", "–") && !r.toks[k].glued && !r.toks[k+1].glued {
			a = k + 1
			break
		}
		if t := r.toks[k]; t.kind == word && !t.cap && r.time[k] == 0 || r.inQuote(k) {
			break
		}
	}
	if r.is(a+1, ",") && r.lx.adverb[r.low(a)] && a+2 < i {
		a += 2
	}
	if r.is(a, "but", "and") && a+1 < i {
		a++
	}
	return a
}

// modeOf tells direct from indirect and mixed speech.
func (r *reading) modeOf(c rng) string {
	in, out := 0, 0
	for i := c.a; i < c.b; i++ {
		if r.toks[i].kind != word && r.toks[i].kind != number {
			continue
		}
		if r.inQuote(i) {
			in++
		} else {
			out++
		}
	}
	switch {
	case in == 0:
		return "indirect"
	case out == 0:
		return "direct"
	}
	return "mixed"
}
