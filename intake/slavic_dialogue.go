package intake

import (
	"slices"
	"strings"

	"homeward/statement"
)

// dialogue reads direct speech set off by dashes: "— Text, — said X. — Text." A turn
// that asks is a question and no statement; a turn without the writer's words goes on
// with whoever answered last.
func (g cueGrammar) dialogue(r *reading, para paragraph) bool {
	if !r.is(para.a, "—", "–", "-") || para.b-para.a < 3 || r.toks[para.a+1].glued {
		return false
	}
	type turn struct {
		rng
		author bool
	}
	var turns []turn
	start := para.a + 1
	for i := start; i <= para.b; i++ {
		if i < para.b && !(r.is(i, "—", "–", "-") && !r.toks[i].glued && i > start && r.toks[i-1].kind != word && r.toks[i-1].kind != number) {
			continue
		}
		x := rng{start, i}
		author := false
		if len(turns) > 0 && start < len(r.toks) && !r.toks[start].cap {
			for k := start; k < i && k < start+5 && !r.is(k, ","); k++ {
				if _, verb := g.lx.verb[r.low(k)]; verb || stem(r.low(k), g.lx.Voices) {
					author = true
				}
			}
			// "…, — shrugs the sergeant. — …": a short deed of his between two turns.
			if n := i - start; !author && n <= 7 && r.is(i-1, ".", ",") && i+1 < para.b && r.toks[i+1].cap {
				author = stem(r.low(i-2), g.lx.Roles) || r.toks[i-2].cap
			}
		}
		turns = append(turns, turn{x, author})
		start = i + 1
	}
	a := attribution{kind: "dialogue", stance: statement.Asserts, mode: "direct", sent: int(r.sentOf[para.a]), certain: 1, whole: rng{para.a, para.b}}
	for _, t := range turns {
		if t.author && a.cue.empty() && g.verbIn(r, t.a, t.b) < 0 && !slices.ContainsFunc(r.toks[t.a:t.b], func(x token) bool { return stem(x.low, g.lx.Voices) }) {
			k := t.b - 2 // who does it stands last
			a.cue, a.source = rng{t.a, k}, rng{k, k + 1}
		}
		if t.author && a.cue.empty() {
			for k := t.a; k < t.b; k++ {
				stance, verb := g.lx.verb[r.low(k)]
				if !verb && !stem(r.low(k), g.lx.Voices) {
					continue
				}
				a.cue = rng{k, k + 1}
				if verb {
					a.stance = stance
				}
				a.source = g.after(r, rng{k + 1, r.clauseEnd(k+1, t.b)})
				if !r.worded(a.source) {
					a.source = g.stripped(r, rng{t.a, k})
				}
				break
			}
		}
		if !t.author {
			if x := r.trim(t.rng); x.b-x.a >= 1 {
				a.contents = append(a.contents, r.withStop(x, t.b))
			}
		}
	}
	first := r.text(rng{turns[0].a, turns[0].b})
	if a.cue.empty() && strings.HasSuffix(strings.TrimSpace(first), "?") {
		for i := para.a; i < para.b; i++ {
			r.used[i] = true
		}
		return true
	}
	if !r.worded(a.source) {
		k := r.lastSpeaker(int(r.sentOf[para.a]))
		for n := len(r.out) - 1; k < 0 && n >= 0 && n >= len(r.out)-3; n-- {
			if r.out[n].kind == "dialogue" {
				k = n
			}
		}
		a.certain = 0
		if k >= 0 {
			a.source = r.out[k].source
		} else if a.source = g.interviewed(r); !r.worded(a.source) {
			return false
		}
		if a.cue.empty() && k >= 0 {
			a.kind = "continue"
		}
	}
	if len(a.contents) == 0 {
		return false
	}
	r.add(a)
	return true
}

// interviewed is who answers in an interview, as its head tells: "Interview with the nurse X".
func (g cueGrammar) interviewed(r *reading) rng {
	for i := 0; i+2 < min(len(r.toks), 120); i++ {
		if r.is(i, g.lx.Interviews...) && r.is(i+1, "с", "со", "з", "із", "зі") {
			end := i + 2
			for end < len(r.toks) && r.paraOf(end) == r.paraOf(i) && !r.is(end, ".", ",", ":", "—", "(") && r.time[end] == 0 {
				end++
			}
			return rng{i + 2, end}
		}
	}
	return rng{}
}

// withStop gives back the stop that ends a turn of more than one sentence.
func (r *reading) withStop(x rng, end int) rng {
	if x.b < end && r.is(x.b, "!", "?", "…") {
		x.b++
	}
	return x
}
