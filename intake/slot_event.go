package intake

import (
	"homeward/statement/edtf"
)

// Slots of what happened to a person: sent, captured, brought elsewhere, released, dead.

func (c *cast) front(x rng, s *Statement, fill func(string, string)) {
	i := c.hasRow(x, "sent to the front", "deployed to the front", "sent to the frontline", "taken to the front", "arrived at the front", "moved to the front", "brought to the front", "sent into battle", "sent into combat", "sent to the war")
	if i >= 0 && s.EventOn != "" {
		fill("sent.to.front", s.EventOn)
	}
}

func (c *cast) capture(x rng, s *Statement, fill func(string, string)) {
	for i := x.a; i < x.b; i++ {
		l := c.low(i)
		detained := l == "detained" && c.hasSet(x, c.lx.humanOne) < 0 || l == "detained" && c.has(x, "soldiers", "scouts", "fighters", "marines", "airmen", "pilots", "troops", "sailors", "soldier", "scout", "pilot", "marine") >= 0
		gaveUp := l == "gave" && c.is(i+1, "himself", "herself", "themselves") && c.is(i+2, "up")
		if !detained && !gaveUp && !(eventVerb(l) == "capture" && (l != "taken" || c.is(i+1, "prisoner", "captive") || c.is(i+1, "into") && c.is(i+2, "captivity"))) && !(l == "surrendered") {
			continue
		}
		if c.is(i-1, "be") || c.has(rng{max(x.a, i-5), i}, "not", "no", "nobody", "never", "manage") >= 0 {
			return
		}
		if on := c.dateOf(x, i); on != "" {
			if d, err := edtf.Parse(on); err == nil && d.Precision() >= edtf.MonthPrecision {
				s.EventOn = on
				fill("capture.date", on)
			}
		}
		for k := i + 1; k < x.b && k < i+10; k++ {
			if c.is(k, "in", "near", "at", "outside", "on", "by", "around") && k+1 < x.b && c.time[k+1] == 0 {
				n := k + 1
				if c.is(n, "the") {
					n++
				}
				if n+2 < x.b && c.lx.place[c.low(n)] && c.is(n+1, "of") && c.toks[n+2].cap {
					n += 2 // "on the island of X", "near the village of X"
				}
				e := n
				for e < x.b && (c.toks[e].cap || e > n && (c.lx.place[c.low(e)] || c.is(e, "'s", "region", "oblast", "district", "village", "town", "city", "province", "sector", "direction", "forest", "valley", "area", "heights", "peninsula", "island"))) && c.time[e] == 0 && c.toks[e].kind == word {
					e++
				}
				if e > n && c.toks[n].cap {
					fill("capture.place", c.text(rng{n, e}))
					return
				}
			}
		}
		return
	}
}

func (c *cast) death(x rng, s *Statement, fill func(string, string)) {
	i := -1
	for k := x.a; k < x.b; k++ {
		if c.is(k, "died", "killed", "dead", "perished", "slain", "suicide") || c.is(k, "blew", "blown", "shot", "killing", "hanged") && c.has(rng{k, min(x.b, k+3)}, "himself", "herself", "themselves") >= 0 || c.is(k, "own") && c.is(k+1, "life", "lives") {
			i = k
			break
		}
		if c.is(k, "death") && c.is(k+1, "occurred", "came", "happened") && s.EventOn != "" && s.Quantity == nil {
			fill("death.date", s.EventOn)
			return
		}
	}
	if i < 0 || s.Quantity != nil {
		return
	}
	for k := i - 1; k >= max(x.a, i-4) && !c.is(k, ","); k-- {
		if c.is(k, "not", "no", "nobody", "to", "intention", "instructed") {
			return
		}
	}
	if s.EventOn != "" {
		fill("death.date", s.EventOn)
	}
	end := x.b
	of := false
	for k := i; k < x.b; k++ {
		of = of || c.is(k, "of", "from", "by")
		// "died of burns on March 10 and was buried": the cause alone; "died on July 18 of
		// heart failure" has it after the day.
		if c.is(k, "when", "after", "while", ",", "and") || c.time[k] != 0 && of {
			end = k
			break
		}
	}
	for of && end > i+1 && c.is(end-1, "on", "in", "late", "early", "the") {
		end--
	}
	if c.is(i, "died", "dead") && !of && end == x.b || c.is(i, "killed", "died", "dead") && end == i+1 {
		return // where or that he died, and not of what
	}
	if c.is(i, "died") && !of && c.is(i+1, "in") && c.is(i+2, "hospital", "captivity", "custody", "prison", "detention", "a", "the") && !c.is(i+3, "crash", "explosion", "fire", "attack", "shelling", "air", "blast") {
		return
	}
	if cause := c.text(rng{i, end}); cause != "" {
		fill("death.cause", cause)
	}
}

// transfer: brought to a hospital, a camp, a prison; and released or exchanged, on a
// day that is told. What is to come, is asked for or did not happen fills nothing.
func (c *cast) transfer(x rng, s *Statement, fill func(string, string)) {
	for i := x.a; i < x.b; i++ {
		property := ""
		switch {
		case c.is(i, "transferred", "moved", "evacuated", "flown", "brought", "taken"):
			to := c.has(rng{i, min(x.b, i+5)}, "to")
			if c.is(i, "transferred", "moved") && to < 0 && c.has(rng{max(x.a, i-5), i}, "which", "where") < 0 && c.has(rng{x.a, i}, "hospital", "camp", "prison") < 0 {
				continue
			}
			if !c.is(i, "transferred", "moved") && (to < 0 || c.has(rng{to, min(x.b, to+6)}, "hospital", "camp", "prison", "colony", "capital", "facility", "jail") < 0) {
				continue
			}
			property = "transfer.date"
		case c.is(i, "released", "exchanged", "freed", "repatriated", "swapped"):
			property = "release.date"
		default:
			continue
		}
		passive := false
		for k := max(x.a, i-5); k < i; k++ {
			passive = passive || c.is(k, "was", "were", "been")
			if c.is(k, "not", "never", "nobody", "no", "will", "would", "to", "could", "may", "might", "if", "video", "footage", "recording", "should") {
				return
			}
		}
		if !passive || c.has(rng{x.a, i}, "if", "whether", "unless") >= 0 {
			continue
		}
		on := c.dateOf(x, i)
		for _, t := range c.timesIn(x) {
			if t.value.String() == on && c.is(t.a-1, "since", "until", "by", "before") {
				on = "" // from then on, or till then: not that day
			}
		}
		if d, err := edtf.Parse(on); on != "" && err == nil && d.Precision() >= edtf.MonthPrecision {
			fill(property, on)
		}
		return
	}
}
