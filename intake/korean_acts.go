package intake

import (
	"slices"
	"strings"

	"homeward/statement"
)

// "According to X", denials and refusals, nods, and "X said so" after a quotation, in Korean.

// writerKo is who writes of himself ("저는 … 오순자입니다"), where the verb is one of asking
// in the polite form of a letter.
func (g cueGrammar) writerKo(r *reading, cue rng) rng {
	if cue.empty() || !strings.HasSuffix(r.low(cue.b-1), "니다") {
		return rng{}
	}
	if s, is := g.saying(r.low(cue.a)); !is || s != statement.Requests {
		return rng{}
	}
	for _, s := range r.sents[:min(len(r.sents), 20)] {
		b := r.sentenceBody(s)
		if r.is(s.a, "저는", "나는", "저희는") && b-s.a > 1 && strings.HasSuffix(r.low(b-1), "입니다") {
			return rng{b - 1, b}
		}
	}
	return rng{}
}

// accordingKo: "X에 따르면 …".
func (g cueGrammar) accordingKo(r *reading, si, start, body int) bool {
	for i := start + 1; i < body && i < start+14; i++ {
		if r.inQuote(i) || !slices.Contains(g.lx.According, r.low(i)) {
			continue
		}
		src := rng{start, i}
		for k := start; k < i-1; k++ {
			if r.time[k] != 0 || r.is(k, ",") {
				src.a = k + 1
			}
		}
		if r.is(src.a, "그에", "그녀에") && src.b-src.a == 1 {
			if k := r.lastSpeaker(si); k >= 0 {
				src = r.out[k].source // "according to him"
			}
		}
		n := i + 1
		if r.is(n, ",") {
			n++
		}
		end := body
		if k := body - 1; stem(r.low(k), g.lx.Known) || stem(r.low(k), []string{"합니다", "한다", "했다", "전해졌"}) && g.thatEnd(r, k-1) {
			end = k
		}
		said := r.trim(rng{n, end})
		if said.empty() || !r.worded(src) {
			return false
		}
		a := attribution{source: src, cue: rng{i, i + 1}, whole: said, kind: "according", stance: statement.Asserts, mode: r.modeOf(said), sent: si, certain: 1}
		a.contents = g.splitKo(r, said)
		r.add(a)
		return true
	}
	return false
}

// declinesKo: "…을 거부했다", "…에 답하지 않았다".
func (g cueGrammar) declinesKo(r *reading, i, body int) bool {
	return i > 0 && strings.HasPrefix(r.low(i), "않") && stem(r.low(i-1), g.lx.Answers)
}

// objectKo: what is denied, asked for or refused is a thing: "의혹을 부인했다".
func (g cueGrammar) objectKo(r *reading, si int, src rng, from, i, body int, stance statement.Stance) bool {
	if own := g.writerKo(r, rng{i, i + 1}); !r.worded(src) && r.worded(own) {
		src = own
	}
	if !r.worded(src) {
		k := r.lastSpeaker(si)
		if k < 0 {
			return false
		}
		src = r.out[k].source
	}
	a := attribution{source: src, cue: rng{i, i + 1}, kind: "say", stance: stance, sent: si, certain: 1, mode: "indirect"}
	switch {
	case g.declinesKo(r, i, body), stance == statement.Declines && g.lx.declines[r.low(i-1)]:
		a.kind, a.stance, a.mode, a.cue = "decline", statement.Declines, "act", rng{i - 1, i + 1}
		a.whole = r.trim(rng{from, i + 1})
	case stance == statement.Declines, stance == "":
		return false
	default:
		k := i - 1
		for k > from && (stem(r.low(k), g.lx.between2()) || !endsIn(r.low(k), []string{"을", "를", "것을", "기를", "달라고", "행을"})) && k > i-4 {
			k--
		}
		if k < from || !endsIn(r.low(k), []string{"을", "를"}) || r.inQuote(k) {
			return false
		}
		if stance == statement.Asserts || stance == statement.Estimates || stance == statement.Predicts {
			return false // "gave his name", "announced the result": nothing is told
		}
		// "asked the government for …": of whom, is no part of what is asked for.
		if stance == statement.Requests && k > from && strings.HasSuffix(r.low(from), "에") && r.time[from] == 0 {
			from++
		}
		a.whole = r.trim(rng{from, k + 1})
	}
	if a.whole.empty() || !r.worded(a.whole) {
		return false
	}
	a.contents = []rng{a.whole}
	r.add(a)
	return true
}

// between2 are the adverbs that may stand before a verb.
func (lx *cueLexicon) between2() []string {
	return []string{"강하게", "즉각", "전면", "거듭", "간절히", "공식", "모두", "이날", "정식으로"}
}

// gestureKo: "…느냐는 질문에 그는 고개를 끄덕였다".
func (g cueGrammar) gestureKo(r *reading, si, start, body int) bool {
	q := -1
	for i := start; i < body; i++ {
		if stem(r.low(i), g.lx.Question) && endsIn(r.low(i-1), []string{"냐는", "지를", "냐고"}) && !r.inQuote(i) {
			q = i
		}
	}
	if q < 0 {
		return false
	}
	stance, kind := statement.Stance(""), "gesture"
	for k := q + 1; k < body; k++ {
		switch {
		case stem(r.low(k), g.lx.Nods):
			stance = statement.Confirms
		case stem(r.low(k), g.lx.Shakes) && stem(r.low(k-1), g.lx.Heads):
			stance = statement.DeniesNonverbal
		}
	}
	if stance == "" {
		return false
	}
	src := rng{}
	for k := q + 1; k < body; k++ {
		if g.topic(r, k) {
			src = rng{q + 1, k + 1}
			break
		}
	}
	if !r.worded(src) {
		k := r.lastSpeaker(si)
		if k < 0 {
			return false
		}
		src = r.out[k].source
	}
	x := rng{start, q}
	if slices.Contains(g.lx.He, r.low(x.a)) && q-x.a > 2 {
		x.a++ // "he, to the question whether …"
	}
	r.add(attribution{source: src, cue: rng{body - 1, body}, contents: []rng{x}, whole: x, kind: kind, stance: stance, mode: "indirect", sent: si, certain: 1, question: true})
	return true
}

// thusKo: a quotation, and then "X said so": the sentence before is his.
func (g cueGrammar) thusKo(r *reading, si, start, body int) {
	cue := -1
	for i := start; i < body; i++ {
		if _, verb := g.saying(r.low(i)); verb && !r.inQuote(i) {
			cue = i
		}
	}
	if cue < body-1 || si == 0 {
		return
	}
	src := rng{}
	for i := start; i < cue; i++ {
		if g.topic(r, i) {
			src = rng{start, i + 1}
			break
		}
	}
	prev := r.sents[si-1]
	if !r.worded(src) || r.paraOf(prev.a) != r.paraOf(start) || !r.inQuote(prev.a) {
		return
	}
	stance, _ := g.saying(r.low(cue))
	if n := len(r.out) - 1; n >= 0 && r.out[n].sent == si-1 {
		if r.out[n].kind == "continue" {
			r.out[n].source, r.out[n].cue, r.out[n].kind, r.out[n].sent = src, rng{cue, cue + 1}, "say", si
		}
		return
	}
	whole := rng{prev.a, prev.b}
	qs := r.quotesIn(whole)
	if len(qs) == 0 {
		return
	}
	r.add(attribution{source: src, cue: rng{cue, cue + 1}, contents: qs, whole: whole, kind: "say", stance: stance, mode: "direct", sent: si, certain: 1})
}
