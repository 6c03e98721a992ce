package intake

import (
	"slices"
	"sort"
	"strconv"
	"strings"

	"homeward/statement"
	"homeward/statement/edtf"
)

// dateIn is the first dated expression of a content.
func (c *cast) dateIn(x rng) string {
	for _, t := range c.timesIn(x) {
		if !t.value.IsZero() && !t.vague && t.anchor != "speech" {
			return t.value.String()
		}
	}
	return ""
}

// timesIn are the expressions of time that lie within x.
func (c *cast) timesIn(x rng) []timex {
	i := sort.Search(len(c.times), func(i int) bool { return c.times[i].a >= x.a })
	j := i
	for j < len(c.times) && c.times[j].b <= x.b {
		j++
	}
	return c.times[i:j]
}

// dateOf is the date told of the word at tok: the nearest after it, else the
// nearest before it.
func (c *cast) dateOf(x rng, tok int) string {
	before := ""
	for _, t := range c.timesIn(x) {
		if t.value.IsZero() || t.vague || t.anchor == "speech" {
			continue
		}
		if t.a > tok {
			if t.a-tok <= 8 || before == "" {
				return t.value.String()
			}
			break
		}
		before = t.value.String()
	}
	return before
}

func (c *reading) has(x rng, words ...string) int {
	for i := x.a; i < x.b; i++ {
		if slices.Contains(words, c.low(i)) {
			return i
		}
	}
	return -1
}

func (c *cast) hasSet(x rng, s set) int {
	for i := x.a; i < x.b; i++ {
		if s[c.low(i)] {
			return i
		}
	}
	return -1
}

// hasRow finds a run of words; "*" is any one word.
func (c *cast) hasRow(x rng, rows ...string) int {
	for _, row := range rows {
		first, _, _ := strings.Cut(row, " ")
		for i := x.a; i < x.b; i++ {
			if first != "*" && c.low(i) != first {
				continue
			}
			// The words of the row, one by one, without a list of them.
			k, rest, more := i, row, true
			for more && k < x.b {
				var w string
				if w, rest, more = strings.Cut(rest, " "); w != "*" && c.low(k) != w {
					k = -1
					break
				}
				k++
			}
			if k >= 0 && !more {
				return i
			}
		}
	}
	return -1
}

// stanceOf looks at what is said for a stance stronger than that of the cue.
func (c *cast) stanceOf(a *attribution, x rng) statement.Stance {
	st := a.stance
	switch a.kind {
	case "observe", "unverified", "neither", "publish", "decline":
		return st
	case "gesture", "affirm":
		if w := c.wish(x); w != "" && st == statement.Confirms {
			return statement.Wishes
		}
		return st
	}
	if st == statement.Offers {
		if (c.has(a.whole, "if", "unless", "provided") >= 0 || c.hasRow(a.whole, "on condition that", "as long as") >= 0) && c.inWhole(a, x) {
			return statement.OffersConditional
		}
		return st
	}
	if st != statement.Asserts && st != statement.Confirms {
		return st
	}
	firstPerson := c.has(x, "i", "we") >= 0 && c.inQuote(x.a)
	switch {
	case c.lawful(a.whole):
		return statement.AssertsLaw
	case c.hasRow(x, "cannot comment", "can't comment", "won't comment", "not comment", "no comment", "refrain from commenting") >= 0:
		return statement.Declines
	case c.hasRow(x, "do not know", "don't know", "doesn't know", "does not know", "did not know", "didn't know", "have no information", "has no information", "no information about", "not aware of", "unaware of") >= 0 && c.early(x, "know", "information", "aware", "unaware") && c.has(x, "family", "families", "relatives", "mother", "parents") < 0:
		return statement.ProfessesIgnorance
	case c.wish(x) != "" && (firstPerson || a.mode != "direct" && c.has(rng{x.a, x.a + 3}, "he", "she", "they", "if", "whether") >= 0):
		return statement.Wishes
	case c.offers(x):
		if c.has(x, "if", "unless", "provided", "who") >= 0 || c.hasRow(x, "as soon as", "in exchange for", "in return for", "on condition that") >= 0 {
			return statement.OffersConditional
		}
		return statement.Offers
	case firstPerson && c.hasRow(x, "we continue", "we are continuing", "we are interested", "we remain", "we are ready to continue", "i continue") >= 0:
		return statement.Confirms
	case c.estimates(a, x):
		return statement.Estimates
	case c.future(x) && !firstPerson:
		return statement.Predicts
	case c.hasRow(x, "did not", "was not true", "is not true", "is false", "are false", "is a lie", "never happened", "has nothing to do") == x.a || c.has(x, "false", "untrue", "fabricated", "fabrication", "fake") >= 0 && c.clauseLike(x):
		return statement.Denies
	case firstPerson && c.hasRow(x, "we demand", "we ask", "we urge", "we call on", "i ask", "please") >= 0:
		return statement.Requests
	}
	return st
}

func (c *cast) inWhole(a *attribution, x rng) bool { return x.a >= a.whole.a && x.b <= a.whole.b }

// early: one of the words stands among the first eight.
func (c *cast) early(x rng, words ...string) bool {
	return c.has(rng{x.a, min(x.b, x.a+8)}, words...) >= 0
}

// lawful: an instrument of law is the subject of a rule.
func (c *cast) lawful(x rng) bool {
	i := c.hasSet(x, c.lx.law)
	return i >= 0 && i < x.a+8 && c.hasSet(rng{i, min(x.b, i+6)}, c.lx.oblige) >= 0
}

// offers: "is ready to hand over", "there may be other options".
func (c *cast) offers(x rng) bool {
	if i := c.hasRow(x, "offered to", "offers to", "proposed to", "proposes to", "pledged to"); i >= 0 && i < x.a+6 {
		return c.gives(rng{i, min(x.b, i+6)})
	}
	if i := c.hasRow(x, "ready to", "willing to", "prepared to", "agree to", "agrees to"); i >= 0 && i < x.a+18 {
		return c.gives(rng{i, min(x.b, i+6)})
	}
	i := c.has(x, "option", "options", "alternative", "alternatives", "possibility", "possibilities")
	return i >= 0 && i < x.a+8 && c.has(rng{x.a, i}, "may", "can", "could", "are", "is", "might") >= 0 && c.has(x, "for") >= 0
}

// gives: what is offered is to hand over, to receive, to speak of it.
func (c *cast) gives(x rng) bool {
	return c.has(x, "send", "return", "hand", "release", "exchange", "swap", "transfer", "free", "give", "accept", "receive", "repatriate", "deliver", "consider", "offer", "host", "take", "accommodate") >= 0
}

// future: the first finite auxiliary is will or shall.
func (c *cast) future(x rng) bool {
	for i := x.a; i < x.b && !c.is(i, "."); i++ {
		if c.is(i, "will", "shall", "won't") {
			return true
		}
		if c.lx.auxiliary[c.low(i)] {
			return false
		}
	}
	return false
}

// estimates: a large round number of people that a party gives.
func (c *cast) estimates(a *attribution, x rng) bool {
	q := c.quantity(x)
	if q == nil {
		return false
	}
	n, err := strconv.Atoi(q.Value)
	return strings.Contains(q.Value, "..") && a.kind == "according" || err == nil && n >= 1000 && n%100 == 0 || c.hasRow(x, "up to", "more than", "at least", "some", "about", "around", "approximately", "nearly") == x.a && n >= 20
}

// wish is the code of a wish to return, stay or go elsewhere, or "".
func (c *cast) wish(x rng) string {
	i := -1
	for k := x.a; k < x.b; k++ {
		if c.is(k, "want", "wants", "wanted", "wish", "wishes", "wished", "hope", "hopes", "hoped", "desire", "desires", "prefer", "prefers", "preferred", "asked", "asks") || c.is(k, "like") && c.is(k-1, "would") {
			i = k
			break
		}
	}
	if k := c.has(x, "refused", "refuses", "refusing"); i < 0 && k >= 0 && c.is(k+1, "to") {
		if c.has(rng{k, min(x.b, k+7)}, "return", "repatriated", "home", "back", "exchanged") >= 0 && !c.is(k-1, "not", "never") {
			return "no_return"
		}
		return ""
	}
	if i < 0 {
		return ""
	}
	negated := c.is(i-1, "not", "don't", "doesn't", "didn't", "never", "longer") || c.is(i+1, "not")
	tail := rng{i + 1, min(x.b, i+8)}
	home := c.has(tail, "return", "repatriated", "home", "back", "exchanged", "swapped") >= 0
	stay := c.has(tail, "stay", "remain", "live", "settle", "asylum") >= 0
	third := c.hasRow(tail, "third country", "another country", "other country", "neutral country") >= 0
	switch {
	case third && !negated:
		return "third_country"
	case home && negated:
		return "no_return"
	case home:
		return "return"
	case stay && !negated:
		return "stay"
	case stay, third:
		return "unknown" // not to stay is not yet to return
	}
	return ""
}

// slots fills property and value of a statement, and what else the words tell.
func (c *cast) slots(s *Statement, a *attribution, x rng) {
	text := c.text(x)
	fill := func(property, value string) {
		if value == "" {
			return
		}
		if s.Property == "" {
			s.Property, s.Value = property, value
			return
		}
		s.Also = append(s.Also, Slot{property, value})
	}
	s.Quantity = c.quantity(x)
	s.EventOn = c.dateIn(x)
	switch {
	case a.kind == "publish":
		fill("publication", text)
	case a.kind == "unverified":
		fill("verification", "not verified")
	case a.kind == "neither":
		fill("verification", "neither denied nor confirmed")
	case a.kind == "decline", s.Stance == statement.Declines, s.Stance == statement.ProfessesIgnorance:
		fill("statement", text)
	case s.Stance == statement.AssertsLaw:
		fill("statement", text)
	case s.Stance == statement.Offers, s.Stance == statement.OffersConditional:
		fill("offer", text)
		k := c.has(x, "if", "unless", "provided")
		if k < 0 {
			k = c.hasRow(x, "on condition that", "as long as", "as soon as")
		}
		if k >= 0 {
			end := x.b
			if k == x.a {
				end = c.clauseEnd(k, x.b) // "If …, we are ready to …"
			}
			cond := c.over(rng{k, end})
			s.Condition = &cond
			fill("offer.condition", cond.Text)
		} else if k := c.hasRow(x, "in exchange for", "in return for", "who do not wish", "who wish", "who want"); k >= 0 {
			cond := c.over(rng{k, x.b})
			s.Condition = &cond
			fill("offer.condition", cond.Text)
		}
	}
	if s.Property != "" {
		return
	}
	// A question is no statement of what it asks: only a plain yes fills the slot.
	denied := a.question && (s.Stance == statement.DeniesNonverbal || s.Stance == statement.Denies || s.Stance == statement.ProfessesIgnorance)
	if denied {
		fill("statement", text)
		return
	}
	told := x // with the cue, where that is itself a word of wishing: "wished to be sent …"
	if a.verb != nil && a.cue.b <= x.a && x.a-a.cue.b <= 2 && !a.cue.empty() && c.is(a.cue.a, "wish", "wishes", "wished", "want", "wants", "wanted", "hope", "hopes", "hoped", "refused", "refuses", "asked", "asks") {
		told.a = a.cue.a
	}
	if w := c.wish(told); w != "" && (a.question || !c.conditional(x)) {
		fill("wish", w)
	}
	c.family(x, s.Speaker, fill)
	c.front(x, s, fill)
	c.papers(x, fill)
	c.capture(x, s, fill)
	c.transfer(x, s, fill)
	c.death(x, s, fill)
	c.health(x, a, s, fill)
	if s.Quantity != nil {
		fill("count", strings.TrimSpace(s.Quantity.Value+" "+s.Quantity.Counted))
	}
	if s.Property == "" {
		fill("statement", text)
	}
}

// conditional: "If they want to stay …" tells nobody's wish.
func (c *cast) conditional(x rng) bool {
	k := c.has(x, "if", "whether", "unless")
	return k >= 0 && k < x.a+3
}

// kinWords are relatives as reports call them.
var kinWords = []string{"family", "families", "relatives", "parents", "mother", "father", "wife", "husband", "kin", "loved", "sister", "brother", "son", "daughter"}

// family: whether the family knows. A relative may say it of himself.
func (c *cast) family(x rng, speaker string, fill func(string, string)) {
	i := c.has(x, kinWords[:11]...)
	if i < 0 {
		kin := false
		for _, w := range strings.Fields(strings.ToLower(speaker)) {
			kin = kin || slices.Contains(kinWords, w)
		}
		know := c.has(x, "told", "informed", "notified", "contacted", "called")
		if !kin || know < 0 || c.has(rng{x.a, know}, "i", "we", "she", "he", "they", "nobody", "none") < 0 && c.hasRow(rng{x.a, know}, "no one") < 0 || c.has(x, "nobody", "no", "not", "never", "hasn't", "haven't", "hadn't", "wasn't", "weren't") < 0 {
			return
		}
		fill("family.informed", "no")
		return
	}
	know := c.has(x, "knowledge", "know", "knows", "known", "informed", "notified", "told", "aware", "unaware", "idea", "contact", "learned", "learnt", "heard")
	if know < 0 {
		return
	}
	if c.is(know-1, "be") && !c.is(know-2, "will") {
		return // asked for, not done
	}
	if c.is(know, "learned", "learnt", "heard") && c.has(x, "no", "not", "never", "nothing") < 0 && c.has(x, "capture", "captured", "captivity", "prisoner", "alive", "whereabouts", "fate", "held") < 0 {
		return // of something else
	}
	if c.is(know, "unaware") || c.has(x, "no", "not", "never", "nothing", "don't", "doesn't", "didn't", "hasn't", "haven't", "nobody", "without", "wasn't", "weren't", "isn't", "aren't") >= 0 {
		fill("family.informed", "no")
		return
	}
	fill("family.informed", "yes")
}

func (c *cast) front(x rng, s *Statement, fill func(string, string)) {
	i := c.hasRow(x, "sent to the front", "deployed to the front", "sent to the frontline", "taken to the front", "arrived at the front", "moved to the front", "brought to the front", "sent into battle", "sent into combat", "sent to the war")
	if i >= 0 && s.EventOn != "" {
		fill("sent.to.front", s.EventOn)
	}
}

func (c *cast) papers(x rng, fill func(string, string)) {
	none := c.has(x, "undocumented")
	if none < 0 {
		none = c.hasRow(x, "no documents", "no papers", "without documents", "without papers", "no identification", "without identification", "no identity", "without identity", "no passport", "carried nothing")
	}
	if none >= 0 {
		fill("paper", "none")
		x.b = none // of what stands before, another's papers may be told
	}
	i := c.hasRow(x, "identity card", "identity cards", "military id", "id card", "military ticket", "military card", "identity document", "identity papers", "identification card", "military identity", "dog tag", "identity disc", "identity discs", "dog tags")
	if i < 0 && none < 0 {
		i = c.has(x, "passport", "passports", "papers", "documents", "logbook")
		if i < 0 || c.has(x, "carrying", "carried", "had", "held", "bore", "found", "possession", "with") < 0 {
			return
		}
	} else if i < 0 {
		return
	}
	// The paper with its adjectives, to the end of what is said of it.
	a := i
	for a > x.a && !c.lx.determiner[c.low(a)] && !c.lx.preposition[c.low(a-1)] && c.toks[a-1].kind == word && !c.lx.auxiliary[c.low(a-1)] {
		a--
	}
	end := x.b
	for k := i; k < x.b; k++ {
		if c.is(k, ",", ";") || c.is(k, "and", "while") && none >= 0 {
			end = k
			break
		}
	}
	fill("paper", c.text(rng{a, end}))
	for _, row := range []string{"in the name of", "under the name of", "in the name", "issued to", "belonging to"} {
		if k := c.hasRow(x, row); k >= 0 {
			n := k + len(strings.Fields(row))
			end := n
			for end < x.b && !c.is(end, ",", ";", "while", "but") {
				end++
			}
			if end > n {
				fill("paper.name", c.text(rng{n, end}))
			}
			return
		}
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

func (c *cast) health(x rng, a *attribution, s *Statement, fill func(string, string)) {
	if a.kind == "observe" {
		fill("condition.detail", c.text(x))
		return
	}
	i := c.has(x, "wounded", "injured", "wounds", "injuries", "ill", "sick")
	if i >= 0 && s.Quantity != nil && s.Quantity.Start < c.toks[i].start && s.Quantity.Value != "1" {
		return // of several: no one man's
	}
	if i < 0 || s.Quantity != nil && s.Quantity.Measure == "wounded" {
		if k := c.has(x, "unhurt", "unharmed", "uninjured", "unscathed"); i < 0 && k >= 0 {
			fill("condition", "not_wounded")
			return
		}
		if k := c.hasSet(x, c.lx.health); k >= 0 && c.hasSet(x, c.lx.bodyPart) >= 0 {
			fill("condition.detail", c.text(x))
		}
		return
	}
	be := false
	for k := max(x.a, i-4); k < i; k++ {
		be = be || c.lx.be[c.low(k)] || c.is(k, "been", "suffered", "received", "sustained", "has", "had")
	}
	if !be || c.has(rng{max(x.a, i-6), i}, "no", "not", "nobody", "none", "apparently", "allegedly") >= 0 {
		return
	}
	code := "wounded"
	switch {
	case c.is(i, "ill", "sick"):
		code = "sick"
		if c.is(i-1, "seriously", "gravely", "severely") {
			code = "seriously_ill"
		}
	case c.is(i-1, "seriously", "severely", "gravely", "badly", "heavily", "critically", "serious", "severe", "grave"):
		code = "seriously_wounded"
	case c.is(i-1, "slightly", "lightly", "minor", "light", "slight"):
		code = "slightly_wounded"
	}
	fill("condition", code)
}

// quantity is the first number of people in a content.
func (c *cast) quantity(x rng) *Quantity {
	for i := x.a; i < x.b; i++ {
		if c.time[i] != 0 {
			continue
		}
		value, end := "", i+1
		bound := ""
		switch {
		case c.toks[i].kind == number:
			s := strings.ReplaceAll(c.low(i), ",", "")
			if !isDigits(s) || len(s) > 9 {
				continue
			}
			value = s
			if c.is(end, "thousand") {
				value, end = s+"000", end+1
			}
			if c.is(end, "%", "percent", "per", "years", "-", "year-old") {
				continue
			}
		case c.is(i, "thousands", "hundreds", "dozens", "tens") && (c.is(i+1, "of") || i+1 == x.b):
			value = map[string]string{"thousands": "1000..", "hundreds": "100..", "dozens": "24..", "tens": "20.."}[c.low(i)]
			end = i + 1
			if c.is(end, "of") {
				end++
			}
		case c.is(i, "no", "none", "nobody") && c.noOne(i, x):
			value = "0"
		default:
			n, e, ok := c.smallNumber(i)
			if !ok || c.is(i, "a", "an", "one") || n == 0 {
				continue
			}
			value, end = strconv.Itoa(n), e
		}
		counted, e := c.counted(end, x)
		if counted == "" {
			// "casualties at 4,000", "losses of 300"
			if c.is(i-1, "at", "of", "to", "numbered") {
				k := i - 2
				for k > x.a && c.toks[k-1].kind == word && !c.lx.preposition[c.low(k-1)] && !c.lx.auxiliary[c.low(k-1)] && i-k < 6 {
					k--
				}
				if k >= x.a && c.countNoun(rng{k, i - 1}) {
					counted, e = c.text(rng{k, i - 1}), end
				}
			}
		}
		if counted == "" {
			continue
		}
		switch {
		case c.is(i-1, "than") && c.is(i-2, "more"), c.is(i-1, "least", "over"):
			bound = "lower"
		case c.is(i-1, "to") && c.is(i-2, "up"), c.is(i-1, "most") || c.is(i-1, "than") && c.is(i-2, "fewer", "less"):
			bound = "upper"
		}
		switch {
		case strings.Contains(value, ".."):
		case bound == "lower":
			value += ".."
		case bound == "upper":
			value = ".." + value
		}
		return &Quantity{Span: c.over(rng{i, max(e, end)}), Value: value, Counted: counted, Measure: c.measureOf(rng{end, max(e, end)}, x, i)}
	}
	return nil
}

// measureOf takes what is counted before the words around it: "11 dead".
func (c *cast) measureOf(counted, x rng, at int) string {
	switch {
	case c.has(counted, "dead", "killed", "bodies") >= 0:
		return "killed"
	case c.has(counted, "wounded", "injured") >= 0:
		return "wounded"
	}
	return c.measure(x, at)
}

func (c *cast) noOne(i int, x rng) bool {
	if c.is(i, "nobody", "none") {
		return true
	}
	for k := i + 1; k < x.b && k < i+4; k++ {
		if c.lx.humanStem[c.low(k)] != "" {
			return true
		}
	}
	return false
}

func (c *cast) countNoun(x rng) bool {
	for i := x.a; i < x.b; i++ {
		if c.lx.humanStem[c.low(i)] != "" || c.is(i, "losses", "deaths", "dead", "killed", "wounded", "toll", "people", "personnel", "number", "strength") {
			return true
		}
	}
	return false
}

// counted is the noun phrase for people after a number.
func (c *cast) counted(i int, x rng) (string, int) {
	for k := i; k < x.b && k < i+7; k++ {
		l := c.low(k)
		if k == i+1 && c.is(i, "of") && c.is(k, "them", "those", "these", "us") {
			return c.text(rng{i, k + 1}), k + 1
		}
		if c.lx.humanStem[l] != "" || c.is(k, "people", "personnel", "others", "ukrainians", "russians", "koreans", "dead", "killed", "wounded", "forces", "children", "bodies", "persons", "members") || demonym(l) && strings.HasSuffix(l, "s") && c.toks[k].cap {
			return c.text(rng{i, k + 1}), k + 1
		}
		if c.toks[k].kind != word || c.lx.auxiliary[l] || c.lx.pronoun[l] || c.lx.conjunction[l] || c.lx.preposition[l] && !c.is(k, "of") {
			return "", i
		}
	}
	return "", i
}

// measure says what a number of people measures, by the words around it.
func (c *cast) measure(x rng, at int) string {
	pick, best, rank := "people", 1<<30, 0
	for i := x.a; i < x.b; i++ {
		m, r := "", 2
		switch {
		case c.is(i, "casualties", "losses"):
			m, r = "casualties", 3
		case c.is(i, "killed", "dead", "died", "deaths", "perished", "slain"):
			m = "killed"
		case c.is(i, "wounded", "injured"):
			m = "wounded"
		case c.is(i, "captured", "prisoners", "pows", "captives"):
			m = "captured"
		case c.is(i, "missing", "disappeared"):
			m = "missing"
		case c.is(i, "exchanged", "released", "returned", "freed", "repatriated", "swapped"):
			m = "released"
		case c.is(i, "deployed", "sent", "stationed", "dispatched", "fighting"):
			m, r = "deployed", 1 // how it ended counts more than how they came there
		default:
			continue
		}
		d := max(i-at, at-i)
		if r > rank || r == rank && d < best {
			pick, best, rank = m, d, r
		}
	}
	return pick
}
