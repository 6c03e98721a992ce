package intake

import (
	"slices"

	"homeward/statement"
)

// Who says it where no verb of saying governs it: "according to X", "as X told", "it is
// reported", "this was told by X".

// frame reads "according to" at i: where the source begins and ends, and whose words
// they are where only "his" tells it.
func (g cueGrammar) frame(r *reading, i, end int) (cue, src rng, his bool, stance statement.Stance) {
	stance = statement.Asserts
	if slices.Contains(g.lx.FrameAny, r.low(i)) {
		n := i + 1
		if r.is(n, "з", "із", "зі", "до", "с") {
			n++
		}
		e := min(r.clauseEnd(n, end), n+12)
		for k := n; k < e; k++ {
			if stem(r.low(k), g.lx.Laws) {
				return rng{}, rng{}, false, stance
			}
		}
		return rng{i, n}, rng{n, e}, false, stance
	}
	if !slices.Contains(g.lx.FramePre, r.low(i)) {
		return rng{}, rng{}, false, stance
	}
	for n := i + 1; n < end && n < i+4; n++ {
		if r.toks[n].kind != word {
			break
		}
		if _, verb := g.lx.verb[r.low(n)]; verb {
			break
		}
		if !stem(r.low(n), g.lx.FrameNouns) {
			continue
		}
		if stem(r.low(n), g.lx.Estimates) {
			stance = statement.Estimates
		}
		e := n + 1
		for e < end && e < n+15 && (r.inQuote(e) || !r.is(e, ",", ";", "—", "–", ":", "(", ")", ".")) {
			e++
		}
		his = n > i+1 && slices.Contains(g.lx.Whose, r.low(i+1))
		src = rng{n + 1, e}
		if !r.worded(src) && !his {
			if r.is(i+1, "нашу", "мою", "нашим", "моїм", "нашему", "моему", "нашим", "моим") {
				return rng{}, rng{}, false, stance // the writer's own opinion
			}
			src = rng{i + 1, n + 1} // "according to unconfirmed data": the words themselves
		}
		if his {
			e = n + 1
			src = rng{i + 1, i + 2}
		}
		return rng{i, n + 1}, src, his, stance
	}
	return rng{}, rng{}, false, stance
}

// named: the person or office a sentence begins with, whose words "his" may be.
func (g cueGrammar) named(r *reading, a, i int) rng {
	e := a
	for e < i && e < a+4 && (r.toks[e].cap || stem(r.low(e), g.lx.Roles) || e > a && r.is(e, ".")) {
		e++
	}
	if e == a || !r.toks[a].cap || !(stem(r.low(a), g.lx.Roles) || e-a > 1) {
		return rng{}
	}
	return r.trimRight(rng{a, e})
}

// allegedly: "Мовляв, …": what he said of whom the sentence before tells that he spoke.
func (g cueGrammar) allegedly(r *reading, si int, s rng, body int) bool {
	if !slices.Contains(g.lx.Allegedly, r.low(s.a)) || si == 0 {
		return false
	}
	src := rng{}
	prev := r.sents[si-1]
	if k := g.verbIn(r, prev.a, prev.b); k >= 0 {
		src = g.subject(r, k, prev.a)
	}
	if !r.worded(src) {
		k := r.lastSpeaker(si)
		if k < 0 {
			return false
		}
		src = r.out[k].source
	}
	a := attribution{source: src, cue: rng{s.a, s.a + 1}, whole: r.trim(rng{s.a + 1, body}), kind: "say", stance: statement.Asserts, sent: si, certain: 0}
	if a.whole.empty() {
		return false
	}
	g.fill(r, &a)
	r.add(a)
	return true
}

// framed: another frame stands between two tokens.
func (g cueGrammar) framed(r *reading, a, b int) bool {
	for i := a; i < b; i++ {
		if cue, _, _, _ := g.frame(r, i, b); !cue.empty() && !r.inQuote(i) {
			return true
		}
	}
	return false
}

// frames: "According to X, …", "…, according to X", "The third man, according to X, was …".
func (g cueGrammar) frames(r *reading, si int, s rng, body int) {
	from := s.a
	for i := s.a; i < body; i++ {
		if r.inQuote(i) || r.is(i, ";") {
			if r.is(i, ";") {
				from = i + 1
			}
			continue
		}
		cue, src, his, stance := g.frame(r, i, body)
		if cue.empty() {
			continue
		}
		end := max(cue.b, src.b)
		if his {
			k := r.lastSpeaker(si)
			switch own := g.named(r, s.a, i); {
			case k >= 0:
				src = r.out[k].source
			case r.worded(own):
				src = own
			default:
				continue
			}
		}
		a := attribution{source: src, cue: cue, kind: "according", stance: stance, sent: si, certain: 1}
		lead := g.opening(r, from, i) >= i
		whole := false // one piece, with the frame in it
		stop := body
		for k := end; k < body; k++ {
			if r.is(k, ";") && !r.inQuote(k) && (g.verbIn(r, k, body) >= 0 || g.framed(r, k, body)) {
				stop = k // another speaks after it
				break
			}
		}
		switch {
		case lead:
			from := end
			// "According to an official, who wished to remain unnamed, …": what is told of her is nothing she says.
			if k := r.clauseEnd(end+1, stop); r.is(end, ",") && r.is(k, ",") && k-end < 9 && (g.participle(r, rng{end + 1, k}) || stem(r.low(end+1), g.lx.Relative)) {
				from = k
			}
			a.whole = r.trim(rng{from, stop})
		case r.is(i-1, ",", "(", "—", "–") && end < stop && r.is(end, ",", ")", "—", "–"):
			// Set off in the middle: the whole clause is his. What another tells ends before it.
			a.whole = r.trim(rng{g.opening(r, from, i), stop})
			if g.verbIn(r, from, i) >= 0 {
				continue // told by whom the verb before names
			}
			whole = true
		case end >= stop || r.is(end, ",", ";"):
			a.whole = r.trim(rng{g.opening(r, from, i), i})
			if g.verbIn(r, from, i) >= 0 {
				continue
			}
		default:
			continue
		}
		if a.whole.b-a.whole.a < 2 || !r.worded(src) {
			continue
		}
		for k := cue.a; k < cue.b; k++ {
			a.unnamed = a.unnamed || stem(r.low(k), g.lx.Rumours)
		}
		g.fill(r, &a)
		if whole && a.mode == "indirect" {
			a.contents = g.split(r, r.trim(rng{end, a.whole.b}))
			a.contents[0].a = a.whole.a
		}
		r.add(a)
		for k := cue.a; k < end; k++ {
			r.used[k] = true
		}
		i = max(i, end)
		if lead || end >= stop || a.whole.b >= stop {
			i = max(i, stop)
			from = stop + 1
		}
	}
}

// before: "This was told by X", "Such a statement made X": the sentence before is his.
func (g cueGrammar) before(r *reading, si int, s rng, body int) bool {
	i := g.opening(r, s.a, body)
	n := i
	switch {
	case slices.Contains(g.lx.Of, r.low(i)) && r.is(i+1, g.lx.This...):
		n = i + 2
	case stem(r.low(i), g.lx.Such):
		for k := i + 1; k < i+4; k++ {
			if stem(r.low(k), g.lx.SuchNouns) {
				n = k + 1
			}
		}
	}
	if n == i || si == 0 || body-s.a > 24 {
		return false
	}
	cue := -1
	for k := n; k < body && k < n+9; k++ {
		if r.is(k, ",", ";", ":") {
			break
		}
		if _, is := g.lx.verb[r.low(k)]; is || stem(r.low(k), g.lx.Made) && n > i+1 && !slices.Contains(g.lx.Of, r.low(i)) {
			cue = k
			break
		}
	}
	if cue < 0 {
		return false
	}
	src := g.stripped(r, rng{n, cue})
	if !r.worded(src) {
		src = g.after(r, rng{cue + 1, r.clauseEnd(cue+1, body)})
	}
	if !r.worded(src) {
		return false
	}
	prev := r.sents[si-1]
	if r.paraOf(prev.a) != r.paraOf(s.a) {
		return false
	}
	for k := len(r.out) - 1; k >= 0 && r.out[k].sent == si-1; k-- {
		if r.out[k].unnamed {
			r.out[k].unnamed, r.out[k].source = false, src
			g.tail(r, si, s, body, cue+1)
			return true
		}
		if r.out[k].kind != "continue" {
			return false
		}
	}
	pb := r.sentenceBody(prev)
	whole := r.trim(rng{g.opening(r, prev.a, pb), pb})
	if whole.b-whole.a < 3 || r.used[whole.a] {
		return false
	}
	a := attribution{source: src, cue: rng{cue, cue + 1}, whole: whole, kind: "say", stance: statement.Asserts, sent: si, certain: 1}
	g.fill(r, &a)
	r.add(a)
	g.tail(r, si, s, body, cue+1)
	return true
}

// tail reads the converbs after a cue that was read otherwise: "…, adding that …".
func (g cueGrammar) tail(r *reading, si int, s rng, body, from int) {
	for i := from; i < body; i++ {
		if g.lx.converb[r.low(i)] && !r.used[i] && !r.inQuote(i) {
			g.said(r, si, s, body, i, len(r.out)-1)
		}
	}
}

// asTold: "As sailor X told, …"; "…, as X says, …" in the middle or at the end.
func (g cueGrammar) asTold(r *reading, si int, s rng, body int) bool {
	for i := s.a; i < body-2; i++ {
		if r.inQuote(i) || !slices.Contains(g.lx.As, r.low(i)) {
			continue
		}
		lead := g.opening(r, s.a, i) >= i
		if !lead && !r.is(i-1, ",") {
			continue
		}
		end := r.clauseEnd(i+1, body)
		cue, unnamed := -1, false
		for k := i + 1; k < end && k < i+7; k++ {
			if slices.Contains(g.lx.Known, r.low(k)) || g.lx.impersonal[r.low(k)] {
				cue, unnamed = k, true
				break
			}
			if _, is := g.lx.verb[r.low(k)]; is {
				cue = k
				break
			}
		}
		if cue < 0 {
			continue
		}
		src := g.after(r, rng{cue + 1, end})
		if unnamed && r.worded(src) && slices.Contains(g.lx.ToldIn, r.low(cue+1)) {
			unnamed = false // "as is noted in the report"
		}
		if before := g.stripped(r, rng{i + 1, cue}); !r.worded(src) && r.worded(before) {
			src = before
		}
		if !unnamed && !r.worded(src) || src.b-src.a > 16 {
			continue
		}
		a := attribution{source: src, cue: rng{i, cue + 1}, kind: "according", stance: statement.Asserts, sent: si, certain: 1, unnamed: unnamed}
		if unnamed {
			a.source = rng{}
		}
		switch {
		case lead:
			a.whole = r.trim(rng{min(end+1, body), body})
		case end >= body:
			a.whole = r.trim(rng{g.opening(r, s.a, i), i - 1})
		default:
			a.whole = r.trim(rng{g.opening(r, s.a, i), body})
		}
		if a.whole.b-a.whole.a < 2 || !lead && g.verbIn(r, s.a, i) >= 0 {
			continue
		}
		g.fill(r, &a)
		r.add(a)
		return true
	}
	return false
}

// impersonal: "it is reported that", "it became known that": nobody is named.
func (g cueGrammar) impersonal(r *reading, si int, s rng, body, i, first int) bool {
	if slices.Contains(g.lx.Known, r.low(i)) && r.is(i-1, "нам", "мені", "мне", "не") {
		return false // the writer knows it himself
	}
	if !g.lx.impersonal[r.low(i)] && !(slices.Contains(g.lx.Known, r.low(i)) && r.is(r.clauseEnd(i, body), ",") && g.lx.that[r.low(r.clauseEnd(i, body)+1)] && r.clauseEnd(i, body) < i+3) {
		return false
	}
	a := attribution{cue: rng{i, i + 1}, kind: "say", stance: statement.Asserts, sent: si, certain: 1, unnamed: true}
	stop := r.clauseEnd(i, body)
	that := -1
	for k := i + 1; k < body && k < i+10; k++ {
		if r.is(k, ",") && g.lx.that[r.low(k+1)] {
			that = k
			break
		}
	}
	in := func(x rng) rng { // "in the message it is told": its writer
		for k := x.a; k+1 < x.b; k++ {
			if slices.Contains(g.lx.ToldIn, r.low(k)) && r.time[k+1] == 0 {
				return rng{k + 1, x.b}
			}
		}
		return rng{}
	}
	switch {
	case that > 0:
		if src := in(rng{i + 1, that}); r.worded(src) {
			a.source, a.unnamed = src, false
		} else if src := in(g.stripped(r, rng{s.a, i})); r.worded(src) {
			a.source, a.unnamed = src, false
		}
		a.whole = r.trim(rng{that + 2, g.sayingEnd(r, that+2, body)})
	case slices.Contains(g.lx.Of, r.low(i+1)) && !r.is(i+2, g.lx.This...):
		a.whole = r.trim(rng{i + 2, body})
	case i > s.a && r.is(i-1, "—", "–", ",") && g.spokenBefore(r, s.a, i-1):
		if src := in(rng{i + 1, stop}); r.worded(src) {
			a.source, a.unnamed = src, false
		}
		a.whole = r.trim(rng{g.opening(r, s.a, i-1), i - 1})
	default:
		return false
	}
	if a.whole.b-a.whole.a < 2 {
		return false
	}
	g.fill(r, &a)
	r.add(a)
	return true
}
