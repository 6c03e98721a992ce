package intake

import (
	"strings"

	"homeward/statement"
)

// observations are what the writer himself saw: wounds, bandages, a cot. They are
// read outside what others say.
func (r *reading) observations() {
	for si, s := range r.sents {
		for i := s.a; i < s.b; i++ {
			if r.used[i] || r.inQuote(i) {
				continue
			}
			l := r.low(i)
			look := r.lx.look[l] && !(l == "seen" && r.is(i-1, "last", "was", "were", "been") && !r.is(i-1, "is"))
			with := l == "with" && (i == s.a || r.is(i-1, ",", "(")) && r.lx.determiner[r.low(i+1)] || l == "with" && r.is(i-1, ",")
			if !look && !with {
				continue
			}
			end := i + 1
			health := false
			for end < s.b && !r.is(end, ",", ".", ";", ")") && !r.inQuote(end) && !r.used[end] {
				health = health || r.lx.health[r.low(end)]
				end++
			}
			for end > i && (r.lx.conjunction[r.low(end-1)] || r.lx.pronoun[r.low(end-1)]) {
				end--
			}
			if !health || end-i < 3 {
				continue
			}
			// The one observed stands before.
			a := attribution{contents: []rng{{i, end}}, whole: rng{i, end}, kind: "observe", stance: statement.Observes, mode: "act", sent: si, certain: 1, narrator: true}
			if look {
				a.cue = rng{i, i + 1}
			}
			r.add(a)
			i = end
		}
	}
}

// narration proposes what the writer tells on nobody's authority, where it would
// fill a slot of a person: a capture, a death, a wound, a transfer with a date.
func (r *reading) narration() {
	for si, s := range r.sents {
		if r.is(s.b-1, "?") {
			continue // a question tells nothing
		}
		if r.paras[r.paraOf(s.a)].heading {
			continue
		}
		free := true
		for i := s.a; i < s.b; i++ {
			if r.used[i] || r.inQuote(i) {
				free = false
				break
			}
		}
		if !free {
			continue
		}
		body := r.trim(rng{s.a, r.sentenceBody(s)})
		if body.b-body.a < 4 {
			continue
		}
		for _, piece := range r.split(body) {
			if !r.tellsOfPerson(piece) {
				continue
			}
			r.add(attribution{contents: []rng{piece}, whole: body, kind: "narrate", stance: statement.Asserts, mode: "indirect", sent: si, certain: 0, narrator: true})
		}
	}
}

// tellsOfPerson: somebody was captured, killed, wounded, transferred or returned.
func (r *reading) tellsOfPerson(c rng) bool {
	for i := c.a; i < c.b; i++ {
		l := r.low(i)
		if eventVerb(l) == "" || strings.HasSuffix(l, "ing") {
			continue
		}
		for k := i - 1; k >= c.a && k >= i-4; k-- {
			if r.lx.be[r.low(k)] && r.low(k) != "be" || r.is(k, "been") {
				return true
			}
		}
	}
	return false
}

// eventVerb gives the slot family a participle belongs to.
func eventVerb(l string) string {
	switch l {
	case "captured", "seized", "caught", "apprehended", "taken":
		return "capture"
	case "killed", "died", "dead", "slain", "perished":
		return "death"
	case "wounded", "injured":
		return "wound"
	case "transferred", "moved", "relocated":
		return "transfer"
	case "repatriated", "released", "freed", "exchanged":
		return "release"
	}
	return ""
}
