package intake

import (
	"slices"

	"homeward/statement"
)

// Deeds that answer: no comment, "called it a lie", a published recording, a nod.

// declined: who gave no word.
func (g cueGrammar) declined(r *reading, si int, s rng, body, i, first int) bool {
	end := g.asked(r, r.clauseEnd(i, body), body)
	add := func(from, to, at int) bool {
		src := g.subject(r, at, s.a)
		if !r.worded(src) {
			return false
		}
		if k := from; k < at {
			src = g.subject(r, k, s.a)
			if !r.worded(src) {
				src = g.stripped(r, rng{k, at})
			}
		}
		a := attribution{source: src, cue: rng{i, i + 1}, contents: []rng{{from, to}}, whole: rng{from, to}, kind: "decline",
			stance: statement.Declines, mode: "act", sent: si, certain: 1}
		r.add(a)
		return true
	}
	switch {
	case r.is(i, ",") && g.unanswered(r, si, s, body, i):
		return true
	case slices.Contains(g.lx.Either, r.low(i)) && g.neither(r, si, s, body, i):
		return true
	case r.is(i, "не") && stem(r.low(i+1), g.lx.Admits) && g.guilt(r, i) > 0:
		// "did not admit his guilt": a denial.
		src, from := g.subject(r, i, s.a), i
		for k := src.a; k < src.b; k++ {
			if k == g.guilt(r, i) {
				from, src.b = k, k
			}
		}
		for r.is(src.a, "сам", "сама", "сами", "самі") && src.b-src.a > 1 {
			src.a++
		}
		if !r.worded(src) {
			return false
		}
		x := rng{from, max(i+2, min(end, i+4))}
		r.add(attribution{source: src, cue: rng{i, i + 2}, contents: []rng{r.trim(x)}, whole: x, kind: "say", stance: statement.Denies, mode: "indirect", sent: si, certain: 1})
		return true
	case r.is(i, "не") && stem(r.low(i+1), g.lx.Discloses) && g.withholds(r, si, s, i, end):
		return true
	case r.is(i, "не") && g.commentSoon(r, i, end) > 0:
		// "was not ready to comment", "did not comment": the verb between may be any.
		src := g.subject(r, i, s.a)
		if !r.worded(src) {
			return false
		}
		r.add(attribution{source: src, cue: rng{i, g.commentSoon(r, i, end) + 1}, contents: []rng{{i, end}}, whole: rng{i, end}, kind: "decline",
			stance: statement.Declines, mode: "act", sent: si, certain: 1})
		return true
	case g.lx.declines[r.low(i)]:
		for k := i + 1; k < end && k < i+5; k++ {
			if g.lx.comment[r.low(k)] {
				return add(i, end, i)
			}
		}
		// "From further comment the office abstained."
		for k := i - 1; k > s.a && k > i-9; k-- {
			if g.lx.comment[r.low(k)] {
				a := k
				for !g.infinitive(r, k) && a > s.a && !r.is(a-1, ",", ";", "—") && !r.is(a, "від", "от") {
					a-- // "to speak of it he declined" begins at the verb
				}
				src := g.subject(r, a, s.a)
				if k := g.opening(r, a, k); !r.worded(src) && k > s.a {
					src = g.conjunct(r, s.a, a)
				}
				if !r.worded(src) {
					src = g.stripped(r, rng{k + 1, i})
				}
				if !r.worded(src) {
					return false
				}
				end := g.objectEnd(r, i+1, end)
				r.add(attribution{source: src, cue: rng{i, i + 1}, contents: []rng{{a, end}}, whole: rng{a, end}, kind: "decline",
					stance: statement.Declines, mode: "act", sent: si, certain: 1})
				if said := r.trim(rng{end + 1, s.b}); r.is(end, ":") && r.inQuote(said.a) {
					also := attribution{source: src, cue: rng{i, i + 1}, whole: said, kind: "say", stance: statement.Asserts, sent: si, certain: 0}
					g.fill(r, &also)
					r.add(also)
				}
				return true
			}
		}
	case g.lx.verb[r.low(i)] == statement.Confirms && g.lx.not[r.low(i-1)] && i-1 > s.a:
		// "did not confirm, but did not deny either"
		for k := i + 1; k < body && k < i+8; k++ {
			if g.lx.verb[r.low(k)] != statement.Denies || !g.lx.not[r.low(k-1)] {
				continue
			}
			src := g.subject(r, i-1, s.a)
			from := i - 1
			for n := src.a + 1; n < src.b; n++ {
				if stem(r.low(n), g.lx.Told) {
					from, src.b = n, n
				}
			}
			if !r.worded(src) {
				return false
			}
			r.add(attribution{source: src, cue: rng{i - 1, k + 1}, contents: []rng{{from, body}}, whole: rng{from, body}, kind: "neither",
				stance: statement.Neither, mode: "meta", sent: si, certain: 1})
			return true
		}
		// "The staff did not confirm the capture": it gave no word, and nothing is confirmed.
		src := g.subject(r, i-1, s.a)
		from := i - 1
		for n := src.a + 1; n < src.b; n++ {
			if stem(r.low(n), g.lx.Told) {
				from, src.b = n, n
			}
		}
		if !r.worded(src) || !g.somebody(r, src) {
			return false
		}
		x := r.trim(rng{from, g.objectEnd(r, i+1, body)})
		r.add(attribution{source: src, cue: rng{i - 1, i + 1}, contents: []rng{x}, whole: x, kind: "decline",
			stance: statement.Declines, mode: "act", sent: si, certain: 0})
		return true
	case g.lx.answers[r.low(i)] && g.lx.not[r.low(i-1)] && i-1 > s.a:
		src := g.subject(r, i-1, s.a)
		from := i - 1
		for k := src.a + 1; k < src.b; k++ {
			if r.is(k, "цю", "це", "ці", "цього", "цих", "эту", "это", "эти", "этого", "этих") {
				from, src.b = k, k // "Ardania this offer has not commented on"
			}
		}
		// "In X to this demand nobody answered": what about stands before the verb.
		for k := src.a + 1; k < src.b; k++ {
			if r.is(k, "на", "від", "от", "до") {
				from = k
				src.b = k
				break
			}
		}
		// "To our request they did not answer there": who, stands behind what about.
		if r.is(src.a, "на") && src.b-src.a > 2 {
			from = src.a
			who := rng{}
			for k := src.b - 1; k > src.a+1 && !r.worded(who); k-- {
				if g.somebody(r, rng{k, src.b}) {
					who, from = rng{k, src.b}, i-1
				}
			}
			if k := r.lastSpeaker(si); !r.worded(who) && k >= 0 {
				who = r.out[k].source
			}
			src = who
		}
		if !r.worded(src) || src.b-src.a > 8 {
			return false
		}
		r.add(attribution{source: src, cue: rng{i - 1, i + 1}, contents: []rng{{from, end}}, whole: rng{from, end}, kind: "decline",
			stance: statement.Declines, mode: "act", sent: si, certain: 1})
		return true
	case slices.Contains(g.lx.Knows, r.low(i)) && g.lx.not[r.low(i-1)]:
		// "Of the navigator he knows nothing."
		nothing := false
		for k := s.a; k < end; k++ {
			nothing = nothing || r.is(k, "ничего", "нічого")
		}
		src := rng{}
		for k := s.a; k < i; k++ {
			if slices.Contains(g.lx.He, r.low(k)) {
				src = rng{k, k + 1}
			}
		}
		if !r.worded(src) {
			src = g.subject(r, i-1, s.a)
			for src.b > src.a && r.is(src.b-1, "ничего", "нічого") {
				src.b--
			}
		}
		if !nothing || !r.worded(src) || stem(r.low(src.a), g.lx.Kin) || slices.Contains(g.lx.Of, r.low(src.a)) {
			return false
		}
		x := r.trim(rng{g.opening(r, s.a, i), end})
		r.add(attribution{source: src, cue: rng{i - 1, i + 1}, contents: []rng{x}, whole: x, kind: "say",
			stance: statement.ProfessesIgnorance, mode: "indirect", sent: si, certain: 1})
		return true
	case slices.Contains(g.lx.Believes, r.low(i)) && g.lx.not[r.low(i-1)] && i-1 > s.a && r.is(i+1, ",") && g.lx.that[r.low(i+2)]:
		// "does not believe that he is dead"
		src, x := g.subject(r, i-1, s.a), r.trim(rng{i + 3, g.objectEnd(r, i+3, body)})
		if !r.worded(src) || !r.worded(x) {
			return false
		}
		r.add(attribution{source: src, cue: rng{i - 1, i + 1}, contents: []rng{x}, whole: x, kind: "say",
			stance: statement.Denies, mode: "indirect", sent: si, certain: 1})
		return true
	case slices.Contains(g.lx.Believes, r.low(i)) && g.lx.not[r.low(i-1)] && i-1 > s.a && !r.is(i+1, ","):
		src := g.subject(r, i-1, s.a)
		if !r.worded(src) {
			return false
		}
		r.add(attribution{source: src, cue: rng{i - 1, i + 1}, contents: []rng{{i - 1, end}}, whole: rng{i - 1, end}, kind: "say",
			stance: statement.Denies, mode: "indirect", sent: si, certain: 1})
		return true
	}
	return false
}

// unanswered: "Whether they were told, he does not know", "When it will be, the official did not say": the question
// opens the sentence, and who leaves it open ends it.
func (g cueGrammar) unanswered(r *reading, si int, s rng, body, comma int) bool {
	from, not := g.opening(r, s.a, comma), body-2
	refused := g.lx.declines[r.low(body-1)] && g.lx.comment[r.low(body-2)] || g.lx.declines[r.low(body-2)] && g.lx.comment[r.low(body-1)]
	question := r.is(from, "чи", "почему", "чому", "сколько", "скільки", "куда", "куди", "как", "як", "зачем", "навіщо", "где", "де", "когда", "коли", "кто", "хто") || r.is(from+1, "ли")
	if !question || comma-from < 3 || body-comma > 9 || not <= comma+1 || !g.lx.not[r.low(not)] && !refused {
		return false
	}
	a := attribution{source: g.stripped(r, rng{comma + 1, not}), cue: rng{not, body}, kind: "say", mode: "indirect", sent: si, certain: 1}
	switch l := r.low(body - 1); {
	case slices.Contains(g.lx.Knows, l):
		a.stance, a.whole = statement.ProfessesIgnorance, rng{from, comma}
	case refused, stem(l, g.lx.Discloses), g.lx.verb[l] == statement.Asserts, g.lx.answers[l]:
		a.kind, a.stance, a.mode, a.whole = "decline", statement.Declines, "act", rng{from, body}
	default:
		return false
	}
	if !r.worded(a.source) || !g.somebody(r, a.source) {
		return false
	}
	a.contents = []rng{a.whole}
	r.add(a)
	return true
}

// asked is the end of an indirect question that begins at a comma, or the comma: "declined to say, whether …".
func (g cueGrammar) asked(r *reading, comma, body int) int {
	if !r.is(comma, ",") {
		return comma
	}
	for k := comma + 1; k < body && k < comma+4; k++ {
		if r.is(k, "чи", "ли", "почему", "чому", "сколько", "скільки", "куда", "куди", "каким", "яким", "как", "як") || r.is(k, g.lx.Whether...) {
			return r.clauseEnd(comma+1, body)
		}
	}
	return comma
}

// guilt is the guilt that stands beside "did not admit" at i, 0 for none.
func (g cueGrammar) guilt(r *reading, i int) int {
	for k := max(1, i-2); k < min(len(r.toks), i+5); k++ {
		if stem(r.low(k), g.lx.Guilt) && r.sentOf[k] == r.sentOf[i] {
			return k
		}
	}
	return 0
}

// commentSoon is the "comment" after "not ready to", "would not"; 0 for none.
func (g cueGrammar) commentSoon(r *reading, i, end int) int {
	for k := i + 2; k < end && k < i+5; k++ {
		if g.lx.comment[r.low(k)] && stem(r.low(i+1), g.lx.Unready) {
			return k
		}
	}
	return 0
}

// withholds: "Details she did not give", "The office did not disclose details".
func (g cueGrammar) withholds(r *reading, si int, s rng, i, end int) bool {
	from := g.opening(r, s.a, i)
	details := -1
	for k := from; k < end; k++ {
		if stem(r.low(k), g.lx.Details) && !r.inQuote(k) {
			details = k
			break
		}
	}
	if details < 0 || details > i+5 {
		return false
	}
	a := attribution{source: g.subject(r, i, from), cue: rng{i, i + 2}, whole: rng{i, end}, kind: "decline", stance: statement.Declines, mode: "act", sent: si, certain: 1}
	if details < i {
		a.source, a.whole.a = g.stripped(r, rng{details + 1, i}), from
	}
	if !r.worded(a.source) {
		k := r.lastSpeaker(si)
		if k < 0 {
			return false
		}
		a.source = r.out[k].source
	}
	a.contents = []rng{a.whole}
	r.add(a)
	return true
}

// neither: "They could neither confirm nor deny it", in whatever order.
func (g cueGrammar) neither(r *reading, si int, s rng, body, i int) bool {
	second, not := -1, -1
	for k := i + 1; k < body && k < i+5; k++ {
		if slices.Contains(g.lx.Either, r.low(k)) {
			second = k
		}
	}
	from := g.opening(r, s.a, i)
	for k := from; k < body; k++ {
		if g.lx.not[r.low(k)] && stem(r.low(k+1), g.lx.Unready) && !r.inQuote(k) {
			not = k
		}
	}
	if second < 0 || not < 0 {
		return false
	}
	a := attribution{cue: rng{not, not + 2}, whole: r.trim(rng{min(i, not), body}), kind: "neither", stance: statement.Neither, mode: "meta", sent: si, certain: 1}
	if not < i {
		a.source = g.subject(r, not, from)
	}
	if !r.worded(a.source) {
		k := r.lastSpeaker(si)
		if k < 0 {
			return false
		}
		a.source = r.out[k].source
	}
	a.contents = []rng{a.whole}
	r.add(a)
	return true
}

// conjunct is the subject of an earlier clause of the sentence that "but" goes on with.
func (g cueGrammar) conjunct(r *reading, from, i int) rng {
	k := from
	for k < i && (r.toks[k].cap || g.lx.between[r.low(k)] || stem(r.low(k), g.lx.Roles)) {
		k++
	}
	return g.stripped(r, rng{from, k})
}

// calledIt: "called the reports a lie", "rejected the estimate".
func (g cueGrammar) calledIt(r *reading, si int, s rng, body, i, first int) bool {
	if !stem(r.low(i), g.lx.Called) || r.toks[i].kind != word {
		return false
	}
	end := g.objectEnd(r, i+1, body)
	lie, stance := -1, statement.Denies
	for k := i + 1; k < end && k < i+12; k++ {
		if stem(r.low(k), g.lx.Lies) {
			lie = k
			break
		}
	}
	if q := end - 2; lie < 0 && q > i+1 && r.inQuote(q) && r.quotes[r.quoteOf[q]-1].in.b-r.quotes[r.quoteOf[q]-1].in.a <= 5 && r.quotes[r.quoteOf[q]-1].in.a > i+2 {
		lie, stance = r.quotes[r.quoteOf[q]-1].in.a, statement.Asserts // "called the number “plucked from the air”"
	}
	if lie < 0 {
		return false
	}
	src := g.subject(r, i, s.a)
	if !r.worded(src) {
		if k := r.lastSpeaker(si); k >= 0 {
			src = r.out[k].source
		}
	}
	if !r.worded(src) {
		return false
	}
	for k := src.a + 1; k < src.b; k++ {
		if stem(r.low(k), g.lx.Told) {
			x := rng{k, end} // "The ombudsman this figure called too high"
			r.add(attribution{source: rng{src.a, k}, cue: rng{i, i + 1}, contents: []rng{x}, whole: x, kind: "say", stance: stance, mode: "indirect", sent: si, certain: 1})
			return true
		}
	}
	x := r.trim(rng{i + 1, end})
	if lie <= i+2 {
		x = r.trim(rng{lie + 1, end})
	}
	if x.b-x.a < 2 {
		x = r.trim(rng{i + 1, end})
	}
	if lie > i+1 && r.inQuote(lie) {
		x.a = i // "called the offer “cynical”": what he said is the word
	}
	r.add(attribution{source: src, cue: rng{i, i + 1}, contents: []rng{x}, whole: x, kind: "say", stance: stance, mode: "indirect", sent: si, certain: 1})
	return true
}

// published: somebody shows a recording or a list.
func (g cueGrammar) published(r *reading, si int, s rng, body, i, first int) bool {
	if !stem(r.low(i), g.lx.Publishes) {
		return false
	}
	end := r.clauseEnd(i, body)
	for k := i + 1; k < end && k < i+4; k++ {
		if stem(r.low(k), g.lx.Recordings) {
			src := g.subject(r, i, s.a)
			if !r.worded(src) {
				return false
			}
			r.add(attribution{source: src, cue: rng{i, i + 1}, contents: []rng{{i, end}}, whole: rng{i, end}, kind: "publish",
				stance: statement.Publishes, mode: "act", sent: si, certain: 1})
			return true
		}
	}
	return false
}

// answered: "To the question whether he wants …, X nods", "X shakes his head".
func (g cueGrammar) answered(r *reading, si int, s rng, body, i, first int) bool {
	if !stem(r.low(i), g.lx.Question) || i > s.a+3 {
		return false
	}
	for n := 0; n < 3 && !r.is(i+1, ",", ".") && i+1 < body; n++ {
		i++ // "to the question of the judge, whether …"
	}
	if !r.is(i+1, ",") {
		return false
	}
	end := -1
	for k := i + 2; k < body && k < i+26; k++ {
		if r.is(k, ",") && !r.inQuote(k) && g.gesture(r, k+1, body) != "" {
			end = k
			break
		}
	}
	if end < 0 {
		return false
	}
	cue := end + 1
	for cue < body && !stem(r.low(cue), g.lx.Nods) && !stem(r.low(cue), g.lx.Shakes) && !stem(r.low(cue), g.lx.Affirms) {
		cue++
	}
	src := g.stripped(r, rng{end + 1, cue})
	for k := src.a; k < src.b; k++ {
		if _, verb := g.lx.verb[r.low(k)]; verb {
			src.b = k
			break
		}
	}
	if !r.worded(src) {
		return false
	}
	a := attribution{source: src, cue: rng{cue, cue + 1}, contents: []rng{{i + 2, end}}, whole: rng{i + 2, end}, sent: si, certain: 1, mode: "indirect", question: true}
	switch g.gesture(r, end+1, body) {
	case "yes":
		a.kind, a.stance = "affirm", statement.Confirms
	case "nod":
		a.kind, a.stance = "gesture", statement.Confirms
	default:
		a.kind, a.stance = "gesture", statement.DeniesNonverbal
	}
	r.add(a)
	return true
}

func (g cueGrammar) gesture(r *reading, a, b int) string {
	for k := a; k < b && k < a+9 && !r.is(k, ",", ";"); k++ {
		switch l := r.low(k); {
		case stem(l, g.lx.Nods):
			return "nod"
		case stem(l, g.lx.Shakes) && stem(r.low(k+1), g.lx.Heads):
			return "shake"
		case stem(l, g.lx.Affirms):
			return "yes"
		}
	}
	return ""
}
