package intake

// Slots of health: wounds and how grave they are, illness, good health, and what a body
// has lost, in the report's own words.

func (c *cast) health(x rng, hits []slotHit, a *attribution, s *Statement, fill func(string, string)) {
	if a.kind == "observe" {
		fill("condition.detail", c.text(x))
		return
	}
	several := s.Quantity != nil && s.Quantity.Value != "1"
	_, dead := c.dies(x, hits)
	detail := false
	code := ""
	for _, h := range hits {
		t := c.telling(x, h.at)
		v := ""
		switch h.kind {
		case "hurt":
			v = c.wound(x, h.at.a, t)
			if several && (s.Quantity.Measure == "wounded" || s.Quantity.Start < c.toks[h.at.a].start) {
				return // of several: no one man's
			}
		case "unhurt":
			if t.fact() {
				v = "not_wounded"
			}
		case "ill":
			if several && s.Quantity.Start < c.toks[h.at.a].start {
				return
			}
			if t.fact() && c.has(rng{max(x.a, h.at.a-4), h.at.a}, "is", "are", "was", "were", "been", "fell", "fallen", "became", "seriously", "gravely", "falls", "being") >= 0 {
				v = "sick"
				if c.graveBefore(x, h.at.a) {
					v = "seriously_ill"
				}
			}
		case "illness":
			if t.fact() && c.has(rng{max(x.a, h.at.a-5), h.at.a}, "has", "have", "had", "with", "from", "contracted", "developed", "for", "caught") >= 0 {
				v = "sick"
			}
		case "well":
			if t.fact() && (h.at.b >= x.b || c.toks[h.at.b].kind == punct || !c.is(h.at.b-1, "well") || c.is(h.at.b, "and", "but", "in")) {
				v = "good"
			}
		case "recovered":
			if t.fact() {
				v = "recovered"
			}
		case "ailment":
			detail = detail || t.fact()
		}
		if code == "" && !dead {
			code = v
		}
	}
	fill("condition", code)
	if dead || several {
		return
	}
	if !detail && code == "" {
		if k := c.hasSet(x, c.lx.health); k >= 0 && c.hasSet(x, c.lx.bodyPart) >= 0 && c.telling(x, rng{k, k + 1}).fact() {
			detail = true
		}
	}
	if detail && code != "sick" {
		fill("condition.detail", c.text(x))
	}
}

// wound is the code of a wound told at i.
func (c *cast) wound(x rng, i int, t telling) string {
	before := rng{max(x.a, i-6), i}
	noun := c.is(i, "wound", "wounds", "injury", "injuries")
	has := c.has(before, "has", "have", "had", "suffered", "received", "sustained", "with", "from", "for", "his", "her", "their", "my", "'s") >= 0
	be := false
	for k := max(x.a, i-4); k < i; k++ {
		be = be || c.lx.be[c.low(k)] || c.is(k, "been", "being", "got", "getting")
	}
	switch {
	case t.open || t.modal != "":
		return ""
	case t.not && (be && !noun || noun && c.is(i-1, "no", "any", "without")):
		return "not_wounded"
	case t.not, noun && !has && !be, !noun && !be && !has:
		return ""
	case !noun && c.is(i-1, "the", "a", "an", "other", "all", "these", "those") && !be:
		return "" // the wounded
	case c.graveBefore(x, i):
		return "seriously_wounded"
	case c.has(rng{max(x.a, i-2), i}, "slightly", "lightly", "minor", "light", "slight", "superficial") >= 0:
		return "slightly_wounded"
	}
	return "wounded"
}

func (c *cast) graveBefore(x rng, i int) bool {
	return c.has(rng{max(x.a, i-2), i}, "seriously", "severely", "gravely", "badly", "heavily", "critically", "serious", "severe", "grave", "critical") >= 0
}
