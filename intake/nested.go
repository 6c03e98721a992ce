package intake

import "strings"

// What one passes on of another: "according to the staff, the soldiers stated that …" is said
// by the soldiers, through the staff. The seed of a claim is its first speaker; who passes it
// on stands behind him in the chain.

// nested gives what is passed on to him who said it.
func (r *reading) nested(as []attribution) []attribution {
	out := make([]attribution, 0, len(as))
	for i := range as {
		a := as[i]
		b, ok := attribution{}, false
		if adjustable(&a) && !a.question && !a.source.empty() && a.kind != "nominal" {
			b, ok = r.within(&a)
		}
		if ok && len(b.contents) > 0 {
			out = append(out, b)
			var keep []rng
			for _, x := range a.contents {
				if x.b <= b.source.a {
					keep = append(keep, x)
				}
			}
			if keep == nil {
				continue
			}
			a.contents, a.wholes = keep, nil
			a.whole.b = b.source.a
		}
		out = append(out, a)
	}
	return out
}

// within is the attribution that opens one of the contents: a subject, a plain verb of
// saying and "that".
func (r *reading) within(a *attribution) (attribution, bool) {
	for _, x := range a.contents {
		if r.inQuote(x.a) || x.b-x.a < 6 {
			continue
		}
		s := r.sents[r.sentOf[x.a]]
		for k := x.a + 1; k < min(x.b-3, x.a+14); k++ {
			v := r.lx.verb[r.low(k)]
			if v == nil || r.inQuote(k) || !v.class.clause || v.class.Weak || v.form == ing || v.form == base || v.form == participle {
				continue
			}
			g := r.groupAt(k, x.a)
			if g.negated || g.be || g.to || !r.finite(g, v, s) {
				break
			}
			src := r.leftPhrase(g.a, x.a)
			if src.empty() || src.a != x.a || r.lx.pronoun[r.low(src.a)] || r.has(src, "who", "which") >= 0 || !r.person(src) {
				break
			}
			that := g.b
			for that < min(x.b, g.b+8) && !r.is(that, "that") {
				if r.toks[that].kind == punct || r.lx.auxiliary[r.low(that)] {
					return attribution{}, false
				}
				that++
			}
			if !r.is(that, "that") || that+3 >= x.b {
				break
			}
			end := a.whole.b
			if a.contents[len(a.contents)-1].b > end || a.whole.a > x.a {
				end = a.contents[len(a.contents)-1].b
			}
			// "…, while the ministry denied": a clause with a speaker of its own is no part of it.
			for j := that; j < end; j++ {
				if r.is(j, ",") && r.is(j+1, "while", "but", "although") {
					end = j
				}
			}
			b := attribution{source: src, cue: g.rng, verb: v, kind: "say", stance: v.class.Stance, sent: a.sent, certain: 1, tagged: a.tagged}
			b.whole = r.trimRight(rng{that, end})
			b.via = append([]string{strings.TrimSpace(r.untimed(a.source))}, a.via...)
			r.fill(&b)
			return b, true
		}
	}
	return attribution{}, false
}

// person: the phrase is of people by their noun: the soldiers, his mother, one of the wounded.
// What a body says in the words of another body stays with the one the report quotes.
func (r *reading) person(c rng) bool {
	for k := c.a; k < c.b; k++ {
		if l := r.low(k); r.lx.preposition[l] && k > c.a+1 {
			break
		} else if r.lx.humanStem[l] != "" || sexOfNoun(l) != "" || r.is(k, "relatives", "family", "parents") {
			return true
		}
	}
	return r.is(c.a, "one", "another")
}
