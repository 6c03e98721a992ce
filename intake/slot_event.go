package intake

import (
	"strings"

	"homeward/statement/edtf"
)

// Slots of what happened to a person: sent, captured, missing, brought elsewhere, held,
// released, dead. What is to come, is asked for or did not happen fills nothing.

// datedTo is the date told of the word at tok, where it is at least a month and no bound: what
// happened "by 3 May" or "after 3 May" did not happen on that day.
func (c *cast) datedTo(x rng, tok int) string {
	on := c.dateOf(x, tok)
	if d, err := edtf.Parse(on); on == "" || err != nil || d.Precision() < edtf.MonthPrecision || c.bounded(x, on, "until", "till", "by", "before", "after", "than") {
		return ""
	}
	return on
}

// bounded: one of the words stands before the date.
func (c *cast) bounded(x rng, on string, words ...string) bool {
	for _, t := range c.timesIn(x) {
		if t.value.String() == on && c.is(t.a-1, words...) {
			return true
		}
	}
	return false
}

func (c *cast) front(x rng, hits []slotHit, fill func(string, string)) {
	if h, ok := hit(hits, "front"); ok && c.telling(x, h.at).fact() {
		fill("sent.to.front", c.datedTo(x, h.at.b-1))
	}
}

func (c *cast) missing(x rng, hits []slotHit, fill func(string, string)) {
	if h, ok := hit(hits, "missing"); ok && c.telling(x, h.at).fact() {
		fill("missing.since", c.datedTo(x, h.at.b-1))
	}
}

func (c *cast) capture(x rng, hits []slotHit, s *Statement, fill func(string, string)) {
	for _, h := range hits {
		switch h.kind {
		case "detained":
			civil := c.hasSet(x, c.lx.humanOne) >= 0 || c.has(x, "people", "persons") >= 0
			if civil && c.has(x, "soldiers", "scouts", "fighters", "marines", "airmen", "pilots", "troops", "sailors", "soldier", "scout", "pilot", "marine") < 0 {
				continue
			}
		case "captured":
			if c.takesThing(x, h.at) {
				continue
			}
		default:
			continue
		}
		if !c.telling(x, h.at).fact() {
			return
		}
		if on := c.datedTo(x, h.at.a); on != "" {
			s.EventOn = on
			fill("capture.date", on)
		}
		fill("capture.place", c.placeAfter(x, h.at.b))
		return
	}
}

// takesThing: what is captured is a village or a gun, and nobody.
func (c *cast) takesThing(x, at rng) bool {
	for k := max(x.a, at.a-4); k < at.b; k++ {
		if c.lx.be[c.low(k)] || c.is(k, "been", "being", "get", "got") {
			return false
		}
	}
	for k := at.b; k < min(x.b, at.b+5); k++ {
		l := c.low(k)
		switch {
		case c.lx.place[l], c.is(k, "position", "positions", "trench", "trenches", "tank", "tanks", "weapons", "equipment", "vehicle", "vehicles", "territory", "kilometres", "kilometers", "bridge", "hill", "height", "heights", "ship", "ships", "drone", "drones", "stronghold", "attention"):
			return true
		case c.toks[k].kind != word && c.toks[k].kind != number, c.lx.preposition[l] && l != "of", c.time[k] != 0, c.lx.humanStem[l] != "", c.lx.pronoun[l], c.owner[k] != 0 && c.all[c.owner[k]-1].kind != OtherMention:
			return false
		case c.toks[k].cap && !demonym(l):
			return true // a name that is no person's
		}
	}
	return false
}

// placeAfter is the place told after an event: "in the village of X", "not in X but in Y".
func (c *cast) placeAfter(x rng, from int) string {
	for k := from; k+1 < x.b && k < from+10; k++ {
		if c.is(k, "not") {
			for k < x.b && k < from+10 && !c.is(k, "but") {
				k++
			}
			continue
		}
		if c.is(k, ";", "while", "when", "after", "as", "before", "who", "which", "and", "but", "because", "then", "until", "where") || c.is(k, "to") && c.time[k] == 0 {
			return ""
		}
		if !c.is(k, "in", "near", "at", "outside", "on", "by", "around") || c.time[k+1] != 0 || c.time[k] != 0 {
			continue
		}
		if n, e := c.placeAt(k+1, x.b); e > n {
			return c.text(rng{n, e})
		}
	}
	return ""
}

// placeAt is the name of a place at n, without what only says its kind; empty for none.
func (c *cast) placeAt(n, end int) (int, int) {
	if c.is(n, "the", "a", "an") {
		n++
	}
	// "on the island of X", "near the village X", "in the hospital of the town of X"
	for n+1 < end && (c.lx.place[c.low(n)] || c.is(n, "hospital", "ward")) && !c.toks[n].cap {
		k := n + 1
		if c.is(k, "of", "in", "at", "near") {
			k++
		}
		if c.is(k, "the", "a") {
			k++
		}
		if k >= end || c.time[k] != 0 || !c.toks[k].cap && !c.lx.place[c.low(k)] {
			break
		}
		n = k
	}
	e := n
	for e < end && (c.toks[e].cap || e > n && (c.lx.place[c.low(e)] || c.is(e, "'s", "sector", "direction", "heights"))) && c.time[e] == 0 && c.toks[e].kind == word {
		e++
	}
	if e == n || !c.toks[n].cap || c.owner[n] != 0 && c.all[c.owner[n]-1].kind == PersonMention {
		return n, n
	}
	return n, e
}

// siteAfter is where somebody is held or brought, with the kind of place: "colony in Marn".
func (c *cast) siteAfter(x rng, n int) string {
	if c.is(n, "the", "a", "an") {
		n++
	}
	e, site := n, false
	for e < x.b && e < n+9 && c.time[e] == 0 && (c.toks[e].kind == word || c.toks[e].kind == number || c.is(e, ".") && c.is(e-1, "no")) &&
		!c.is(e, "since", "without", "for", "and", "while", "where", "as", "by", "under", "with", "who", "which", "after", "when", "from", "on", "during", "or", "but", "to", "because") && !c.lx.auxiliary[c.low(e)] {
		site = site || c.lx.place[c.low(e)] || c.toks[e].cap || c.is(e, "hospital", "jail", "facility", "clinic", "barracks", "ward", "cellar", "basement")
		e++
	}
	for e > n && c.is(e-1, "in", "at", "near", "of", "the", "a") {
		e--
	}
	if !site {
		return ""
	}
	return c.text(rng{n, e})
}

func (c *cast) death(x rng, hits []slotHit, s *Statement, fill func(string, string)) {
	if h, ok := hit(hits, "death-noun"); ok && s.EventOn != "" && s.Quantity == nil && c.telling(x, h.at).fact() {
		fill("death.date", s.EventOn)
		return
	}
	if s.Quantity != nil {
		return
	}
	h, ok := c.dies(x, hits)
	if !ok {
		return
	}
	on := s.EventOn
	if c.bounded(x, on, "until", "till", "by", "before", "after", "than") {
		on = ""
	}
	cause := c.causeOf(x, h.at)
	fill("death.place", c.placeAfter(x, h.at.b))
	if on == "" && cause == "" {
		if s.Property == "" && (!c.is(h.at.a, "killed") || c.inPassive(x, h.at.a)) {
			fill("condition", "dead")
		}
		return
	}
	fill("death.date", on)
	fill("death.cause", cause)
}

// dies is the row that tells as a fact that somebody is dead.
func (c *cast) dies(x rng, hits []slotHit) (slotHit, bool) {
	for _, h := range hits {
		if h.kind == "died" && c.telling(x, h.at).fact() && !c.meant(x, h.at) {
			return h, true
		}
	}
	return slotHit{}, false
}

// meant: only an order or an aim is told.
func (c *cast) meant(x, at rng) bool {
	return c.has(rng{max(x.a, at.a-4), at.a}, "intention", "instructed", "ordered", "order", "orders", "threatened") >= 0
}

func (c *cast) inPassive(x rng, i int) bool {
	return c.has(rng{max(x.a, i-4), i}, "was", "were", "been", "is", "are", "be", "being") >= 0
}

// causeOf is of what somebody died, from the row to the end of what tells it: "died of
// burns", "killed in the crash", "shot dead by guards". Empty where only the day or the
// place is told.
func (c *cast) causeOf(x, at rng) string {
	end, of := at.b, false
	for k := at.b; k < x.b && !c.is(k, "when", "after", "while", ",", ";", "and", "before", "who", "which", "where", "but", "as"); k++ {
		event := c.is(k, "in") && c.has(rng{k, min(x.b, k+5)}, "crash", "explosion", "fire", "attack", "shelling", "air", "blast", "strike", "strikes", "accident", "combat", "battle", "action", "fighting", "bombardment", "ambush", "collapse") >= 0
		switch {
		case c.is(k, "of", "from", "by") && c.time[k] == 0, event && !of:
			of, end = true, k+1
			continue
		case c.time[k] != 0 && of, !of && c.time[k] != 0:
			if of {
				return c.cause(at, end)
			}
			continue
		}
		if of {
			if c.is(k, "on", "in", "at", "near", "late", "early") && !c.is(k, "in") {
				return c.cause(at, end)
			}
			if c.is(k, "in") && (c.time[min(k+1, x.b-1)] != 0 || k+1 < x.b && c.toks[k+1].cap || c.is(k+1, "captivity", "custody", "hospital", "a", "prison")) && !event {
				return c.cause(at, end)
			}
			end = k + 1
		}
	}
	return c.cause(at, end)
}

// cause is the words of a cause; a bare "died" or "killed" is none.
func (c *cast) cause(at rng, end int) string {
	for end > at.b && c.is(end-1, "on", "in", "late", "early", "the", "of", "from", "by") {
		end--
	}
	if end == at.b {
		first := c.low(at.a)
		if at.b-at.a == 1 && first != "executed" || c.is(at.b-1, "dead") && first != "shot" || first == "passed" || first == "fallen" || first == "fell" || strings.HasPrefix(first, "succumb") {
			return ""
		}
	}
	return c.text(rng{at.a, end})
}

// transfer: brought to a hospital, a camp, a prison; released or exchanged on a day that
// is told; held at a place.
func (c *cast) transfer(x rng, hits []slotHit, fill func(string, string)) {
	for _, h := range hits {
		switch h.kind {
		case "moved":
			c.moved(x, h.at, fill)
		case "released":
			if c.has(x, "body", "bodies", "corpse", "coffin") >= 0 || c.hasRow(x, "the remains", "his remains", "her remains", "their remains", "remains of") >= 0 {
				continue // the dead are given back too
			}
			if on := c.datedTo(x, h.at.b-1); c.telling(x, h.at).fact() && !c.bounded(x, on, "since") && c.has(rng{max(x.a, h.at.a-4), h.at.a}, "video", "footage", "recording") < 0 {
				fill("release.date", on)
			}
		case "held":
			from := h.at.b
			if c.is(h.at.a, "in") { // "is in a hospital", not "was treated in a hospital"
				if from = h.at.a + 1; !c.lx.be[c.low(h.at.a-1)] && !c.is(h.at.a-1, "been", "now", "still") {
					continue
				}
			}
			if c.telling(x, h.at).fact() && c.ofPeopleBefore(x, h.at.a) {
				fill("held.at", c.siteAfter(x, from))
			}
		}
	}
}

// ofPeopleBefore: somebody is spoken of before the word at i: talks are held too.
func (c *cast) ofPeopleBefore(x rng, i int) bool {
	for k := x.a; k < i; k++ {
		if c.is(k, "talks", "meeting", "negotiations", "exchange", "ceremony", "election", "elections", "trial", "hearing") {
			return false
		}
	}
	for k := x.a; k < i; k++ {
		if c.lx.humanStem[c.low(k)] != "" || c.is(k, "he", "she", "they", "him", "them", "i", "we", "who", "people") || c.toks[k].cap && c.toks[k].kind == word && !c.lx.determiner[c.low(k)] && !c.lx.preposition[c.low(k)] || c.owner[k] != 0 && c.all[c.owner[k]-1].kind != OtherMention {
			return true
		}
	}
	return false
}

func (c *cast) moved(x, at rng, fill func(string, string)) {
	if !c.telling(x, at).fact() || !c.inPassive(x, at.a) || c.is(at.a-1, "being") {
		return
	}
	to := c.has(rng{at.a, min(x.b, at.a+12)}, "to")
	site := ""
	if to >= 0 && c.time[to] == 0 {
		site = c.siteAfter(x, to+1)
	}
	if c.is(at.a, "transferred", "moved") {
		// "the camp to which he was moved", "the hospital where he was transferred"
		if to < 0 && c.has(rng{max(x.a, at.a-5), at.a}, "which", "where") < 0 && c.has(rng{x.a, at.a}, "hospital", "camp", "prison") < 0 {
			return
		}
	} else if to < 0 || c.has(rng{to, min(x.b, to+6)}, "hospital", "camp", "prison", "colony", "capital", "facility", "jail") < 0 {
		return
	}
	if on := c.datedTo(x, at.a); !c.bounded(x, on, "since") {
		fill("transfer.date", on)
	}
	fill("transfer.to", site)
}
