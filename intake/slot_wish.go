package intake

// Slots of the will of a person: his wish. A wish is read only where the words say whose
// it is and that it is one: "has not decided whether he wants to return", "his mother wants
// him to come home" tell nobody's.

// wish is the wish a content tells, in the code of the vocabulary; empty for none.
// What was asked is read as if it were said: see [cast.conditional].
func (c *cast) wish(x rng) string {
	x = c.asked(x)
	value := ""
	for _, h := range c.slotHits(x) {
		v := ""
		switch h.kind {
		case "wishing":
			v = c.wished(x, h.at)
		case "refusing":
			if t := c.telling(x, h.at); !t.open && !t.not && c.homeIn(c.behind(x, h.at.b-1)) {
				v = "no_return"
			}
		case "asylum":
			if c.telling(x, h.at).fact() {
				v = "stay"
			}
		}
		switch {
		case v == "" || v == value, v == "no_return" && value != "return" && value != "":
		case value == "no_return" && v == "stay" && c.has(rng{h.at.a, min(x.b, h.at.b+4)}, "asylum") >= 0:
			// asylum is asked for where somebody is, and not always to stay there
		case value == "", value == "no_return" && v != "return", c.has(rng{h.at.a - 3, h.at.a}, "now", "later", "then") >= 0:
			value = v
		default:
			return "" // two wishes, and the text does not say which holds
		}
	}
	return value
}

// asked is a question without its "if" or "whether".
func (c *cast) asked(x rng) rng {
	if c.is(x.a, "if", "whether") {
		x.a++
	}
	return x
}

// behind is what a word of wishing governs.
func (c *cast) behind(x rng, from int) rng {
	end := from
	for end < min(x.b, from+9) && !c.is(end, ",", ";", "but", "because", "until", "unless") {
		end++
	}
	return rng{from, end}
}

// homeIn: going home, and not back to the front or a call home.
func (c *cast) homeIn(x rng) bool {
	for k := x.a; k < x.b; k++ {
		switch {
		case c.is(k, "home") && c.has(rng{max(x.a, k-2), k}, "call", "write", "phone", "telephone", "ring", "contact") < 0, c.is(k, "repatriated", "repatriation", "exchanged", "swapped", "exchange", "homeland"):
			return true
		case c.is(k, "return", "returned", "returning", "back"):
			return !(c.is(k+1, "to") && c.has(rng{k, min(x.b, k+5)}, "front", "unit", "service", "duty", "work", "battle", "fight", "fighting", "war", "ranks") >= 0)
		}
	}
	return false
}

func (c *cast) wished(x, at rng) string {
	t := c.telling(x, at)
	if t.open || t.modal != "" && t.modal != "would" {
		return ""
	}
	if t.not && c.is(at.a-1, "a", "any", "the", "his", "her", "their") {
		return "" // "did not express a wish to stay"
	}
	n := at.b
	not := t.not
	if c.is(n, "not") {
		not, n = !not, n+1
	}
	// "to go", "of going", "rather stay", "staying"; "wants him to go" is wished for another.
	bare := c.is(n-1, "rather", "to", "of", "for", "be", "on")
	switch {
	case c.is(n, "to", "of", "for"):
		if c.is(n+1, "not") {
			not = !not
		}
	case bare, c.is(n, "returning", "staying", "going", "remaining", "asylum"):
	default:
		return ""
	}
	tail := c.behind(x, min(n, x.b))
	home := c.homeIn(tail)
	stay := c.has(tail, "stay", "remain", "live", "settle", "asylum", "staying", "remaining") >= 0
	third := c.hasRow(tail, "third country", "another country", "other country", "neutral country") >= 0
	switch {
	case third && !not:
		return "third_country"
	case home && not:
		return "no_return"
	case home:
		return "return"
	case stay && !not:
		return "stay"
	case stay, third:
		return "unknown" // not to stay is not yet to return
	}
	return ""
}

// conditional: "If they want to stay …" tells nobody's wish.
func (c *cast) conditional(x rng) bool {
	k := c.has(x, "if", "whether", "unless")
	return k >= 0 && k < x.a+3
}
