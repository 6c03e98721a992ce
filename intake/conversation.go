package intake

import (
	"strings"

	"homeward/statement"
)

// Conversations: each turn ("NAME: …") is its speaker's; of who leads them or reports in them only
// what he passes on is read.

// transcript: "NAME: what he says" to the end of the paragraph.
func (r *reading) transcript(para paragraph) bool {
	if para.a < leadDate(r.page) {
		return false
	}
	i := para.a
	for i < para.b && i < para.a+6 && (r.toks[i].cap || r.is(i, "(", ")", ".", "-")) {
		i++
	}
	if i == para.a || i >= para.b-2 || !r.is(i, ":") || r.time[para.a] != 0 {
		return false
	}
	if !r.toks[i].glued || r.toks[i+1].glued {
		return false
	}
	if i == para.a+1 && r.label(para.a) {
		return false
	}
	if r.labelEnd(para.a) > para.a {
		return false
	}
	if r.passesOn(rng{para.a, i}) {
		return false // "DAHL: The minister told parliament that …": read sentence by sentence
	}
	end := para.b
	if r.is(end-1, "?") && r.sentOf[i] == r.sentOf[end-1] && !r.inQuote(end-2) {
		for k := para.a; k < para.b; k++ {
			r.used[k] = true // who asks states nothing
		}
		return true
	}
	if end-i < 9 && !r.spokeBefore(rng{para.a, i}) || r.is(para.a, "q") || !strings.ContainsAny(r.low(end-1), ".!?…”\"") {
		return false // a headline
	}
	r.add(attribution{source: rng{para.a, i}, cue: rng{i, i + 1}, contents: []rng{{i + 1, end}}, whole: rng{i + 1, end}, kind: "colon",
		stance: statement.Asserts, mode: "direct", sent: int(r.sentOf[para.a]), certain: 1})
	return true
}

// label: a word before a colon that tells what follows and speaks for nobody: "Unconfirmed:", "Update:".
func (r *reading) label(i int) bool {
	return strings.HasSuffix(r.low(i), "ed") || strings.HasSuffix(r.low(i), "ing") ||
		r.is(i, "update", "correction", "note", "background", "summary", "analysis", "context", "remark", "live", "photo", "video", "source", "sources", "caption", "headline", "lead", "date", "place", "time", "subject", "re", "ps", "p.s")
}

// passesOn: the one whose turn it is leads the conversation, or was called its correspondent before.
func (r *reading) passesOn(name rng) bool {
	for k := name.a; k < name.b; k++ {
		if r.lx.moderator[r.low(k)] {
			return true
		}
	}
	last := r.low(name.b - 1)
	for k := max(0, name.a-longest); k < name.a; k++ {
		if r.lx.moderator[r.low(k)] {
			for j := k + 1; j < min(k+5, name.a) && (r.toks[j].cap || r.is(j, "(")); j++ {
				if r.low(j) == last {
					return true
				}
			}
		}
	}
	return false
}

// spokeBefore: somebody of that name has spoken so before, and may be short.
func (r *reading) spokeBefore(name rng) bool {
	for k := len(r.out) - 1; k >= max(0, len(r.out)-20); k-- {
		if r.out[k].kind == "colon" && r.text(r.out[k].source) == r.text(name) {
			return true
		}
	}
	return false
}

// questioned is who answers the question above, in an interview whose questions are lines of their
// own: the first whom the text calls by his full name. It is empty where no such line stands before
// the paragraph, or where another has been quoted since.
func (r *reading) questioned(si int) rng {
	para := r.paraOf(r.sents[si].a)
	if para == 0 {
		return rng{}
	}
	if p := r.paras[para-1]; !r.is(p.b-1, "?") || p.b-p.a > 24 || r.inQuote(p.a) || r.sentOf[p.a] != r.sentOf[p.b-1] || !r.inQuote(r.paras[para].a) {
		return rng{}
	}
	for k := len(r.out) - 1; k >= 0 && r.paraOf(r.sents[r.out[k].sent].a) == para; k-- {
		if a := r.out[k]; !a.source.empty() && a.kind != "continue" && !(a.source.b-a.source.a == 1 && r.lx.pronoun[r.low(a.source.a)]) {
			return rng{}
		}
	}
	for _, p := range r.paras {
		if p.heading || p.b-p.a < 16 {
			continue
		}
		for i := p.a; i < min(p.b, p.a+12); i++ {
			if !r.toks[i].cap || r.toks[i].kind != word || r.time[i] != 0 {
				continue
			}
			e := i
			for e < p.b && r.toks[e].cap && r.toks[e].kind == word {
				e++
			}
			if e-i >= 2 && e-i <= 4 && !r.lx.authority[r.low(e-1)] {
				return rng{i, e}
			}
			i = e
		}
		return rng{}
	}
	return rng{}
}
