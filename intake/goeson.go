package intake

import (
	"strings"

	"homeward/statement"
)

// Speech without a cue of its own: a quotation that stands alone, a paragraph told by what ends it.

// bareQuotes: a quotation that stands alone goes on with the last speaker.
func (r *reading) bareQuotes(si, first int) {
	s := r.sents[si]
	for i := s.a; i < s.b; i++ {
		qi := r.quoteOf[i]
		if qi == 0 {
			continue
		}
		q := r.quotes[qi-1]
		c := r.trim(q.in)
		whole := rng{q.in.a, q.in.b}
		if q.open >= 0 {
			whole.a = q.open
		}
		if q.shut >= 0 {
			whole.b = q.shut + 1
		}
		if whole.a != s.a && i != s.a || r.used[i] || c.b-c.a < 4 || !r.endsSentence(q) {
			i = max(i, q.in.b)
			continue
		}
		if who := r.questioned(si); !who.empty() {
			r.add(attribution{source: who, contents: []rng{q.in}, whole: whole, kind: "continue", stance: statement.Asserts, mode: "direct", sent: si, certain: 1})
			r.out[len(r.out)-1].verb = r.lx.verb["said"]
			i = max(i, q.in.b)
			continue
		}
		if prev := r.lastSpeaker(si); prev >= 0 {
			p := r.out[prev]
			certain := 1
			if p.mode == "indirect" || r.paraOf(r.sents[p.sent].a) != r.paraOf(s.a) {
				certain = 0
			}
			// The stop inside the marks belongs to the last sentence quoted.
			in := q.in
			r.add(attribution{source: rng{}, contents: []rng{in}, whole: whole, kind: "continue", stance: statement.Asserts, mode: "direct",
				sent: si, certain: certain, via: p.via})
			r.out[len(r.out)-1].source = p.source
			r.out[len(r.out)-1].verb = p.verb
		}
		i = max(i, q.in.b)
	}
}

func (r *reading) endsSentence(q quote) bool {
	last := q.in.b - 1
	return last >= q.in.a && strings.ContainsAny(r.low(last), ".!?…") || q.shut < 0
}

func (r *reading) lastSpeaker(si int) int {
	here := r.paraOf(r.sents[si].a)
	for k := len(r.out) - 1; k >= max(0, len(r.out)-40); k-- {
		a := r.out[k]
		if a.narrator || a.unnamed || a.kind == "neither" || a.kind == "unverified" || a.source.empty() && a.kind != "continue" {
			continue
		}
		if here-r.paraOf(r.sents[a.sent].a) > 1 {
			return -1
		}
		return k
	}
	return -1
}

// freeIndirect: a paragraph that ends ", says the note" is told by the note from
// its beginning.
func (r *reading) freeIndirect(first, firstSent, lastSent int) {
	if len(r.out) == first || lastSent-firstSent < 2 {
		return
	}
	last := r.out[len(r.out)-1]
	if last.sent != lastSent-1 || last.whole.a > last.cue.a || last.source.a < last.cue.b || last.verb == nil {
		return
	}
	doc := false
	for i := last.source.a; i < last.source.b; i++ {
		doc = doc || r.lx.document[r.low(i)]
	}
	if !doc {
		return
	}
	for si := firstSent; si < lastSent-1; si++ {
		s := r.sents[si]
		taken := false
		for i := s.a; i < s.b; i++ {
			taken = taken || r.used[i]
		}
		if taken {
			continue
		}
		body := r.trim(rng{s.a, r.sentenceBody(s)})
		if body.b-body.a < 4 {
			continue
		}
		r.add(attribution{source: last.source, cue: last.cue, contents: r.split(body), whole: body, verb: last.verb, kind: "free",
			stance: statement.Asserts, mode: "free-indirect", sent: si, certain: 1})
	}
}
