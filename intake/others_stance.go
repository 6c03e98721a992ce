package intake

import (
	"slices"
	"strings"

	"homeward/statement"
)

// stanceIn looks at what is said in Ukrainian, Russian or Korean for a stance
// stronger than that of its cue: a wish of one's own, an offer with its condition,
// a rule of law, ignorance.
func (c *cast) stanceIn(lx *cueLexicon, s *Statement, a *attribution, x rng) statement.Stance {
	st := a.stance
	wish := c.wishIn(lx, x)
	switch a.kind {
	case "gesture", "affirm":
		if st == statement.Confirms && wish != "" {
			return statement.Wishes
		}
		return st
	case "observe", "unverified", "publish", "decline":
		return st
	}
	if st == statement.Offers {
		if !c.conditionIn(lx, x).empty() {
			return statement.OffersConditional
		}
		return st
	}
	if st != statement.Asserts {
		return st
	}
	direct := a.mode == "direct"
	has := func(words []string) int {
		for i := x.a; i < x.b; i++ {
			if stem(c.low(i), words) {
				return i
			}
		}
		return -1
	}
	if has(lx.Laws) >= 0 && has(lx.Oblige) >= 0 || c.lawBefore(lx, a, x) && has(lx.Oblige) >= 0 {
		return statement.AssertsLaw
	}
	for _, row := range lx.Untrue {
		if at := c.stands(x, row); !at.empty() && at.a <= x.a+1 {
			return statement.Denies
		}
	}
	for _, row := range lx.NoWord {
		if !c.stands(x, row).empty() {
			return statement.Declines
		}
	}
	if has(lx.Kin) < 0 {
		if i := has(lx.Ignorance); i >= 0 && (c.low(i) != "확인할" || strings.HasPrefix(c.low(i+2), "없")) && (c.low(i) != "알지" || strings.HasPrefix(c.low(i+1), "못")) {
			return statement.ProfessesIgnorance
		}
	}
	if wish != "" && c.ownWish(lx, s, a, x) || (direct || c.language == "ko") && c.plainWish(lx, x) {
		return statement.Wishes
	}
	if stem(c.low(x.a), lx.Ready) && endsIn(c.low(x.a+1), lx.Infinitive) && c.language != "ko" {
		if !c.conditionIn(lx, x).empty() {
			return statement.OffersConditional
		}
		return statement.Offers // "declared its readiness to show"
	}
	cond := !c.conditionIn(lx, x).empty()
	give := has(lx.Give) >= 0
	switch {
	case cond && give && (has(lx.Ready) >= 0 || has(lx.Will) >= 0 || c.promised(lx, x)):
		return statement.OffersConditional
	case give && has(lx.Ready) >= 0:
		return statement.Offers
	case c.language == "ko" && give && c.able(x):
		if cond {
			return statement.OffersConditional
		}
		return statement.Offers
	case c.language == "ko" && cond && c.able(x) && a.kind == "say" && len(s.SaidBy) > 0 && strings.HasPrefix(c.low(a.cue.a), "달았"):
		return statement.OffersConditional
	case c.language == "ko" && c.comingKo(x):
		return statement.Predicts
	case has(lx.Will) >= 0 && !slices.ContainsFunc(lx.Mine, func(w string) bool { return c.has(x, w) >= 0 }):
		return statement.Predicts
	}
	return st
}

// lawBefore: the rule's name stands before what it says, in the same sentence.
func (c *cast) lawBefore(lx *cueLexicon, a *attribution, x rng) bool {
	s := c.sents[c.sentOf[x.a]]
	for i := s.a; i < s.b; i++ {
		if stem(c.low(i), lx.Laws) && !c.inQuote(i) && (i < x.a || i >= x.b) {
			return true
		}
	}
	return false
}

// wishIn is the code of the wish the words tell, or "".
func (c *cast) wishIn(lx *cueLexicon, x rng) string {
	for _, rule := range lx.Slots {
		if rule.Property != "wish" {
			continue
		}
		for _, row := range rule.Any {
			if at := c.stands(x, row); !at.empty() {
				if c.deniedIn(lx, x, at) {
					return rule.Denied
				}
				return rule.Value
			}
		}
	}
	return ""
}

// deniedIn: "not" stands before the words or between them.
func (c *cast) deniedIn(lx *cueLexicon, x, at rng) bool {
	if c.language == "ko" {
		return lx.denies(c.page, x, at.a)
	}
	for i := at.a; i < at.b; i++ {
		if lx.not[c.low(i)] && !strings.Contains(c.low(at.a), "не") {
			return true
		}
	}
	return lx.denies(c.page, x, at.a) || lx.not[c.low(at.a-1)]
}

// ownWish: the speaker wishes for himself: he says "I", or the words have no subject
// of their own; "he" only where the speaker is told of as a prisoner or a soldier.
func (c *cast) ownWish(lx *cueLexicon, s *Statement, a *attribution, x rng) bool {
	if a.mode == "direct" {
		return true
	}
	if s.SpeakerMention != "" {
		if k := c.all[index(s.SpeakerMention)].kind; k == OtherMention {
			return false
		}
	}
	for i := x.a; i < x.b; i++ {
		if c.language != "ko" && (stem(c.low(i), lx.Roles) || i == x.a && c.is(i, "его", "её", "ее", "их", "його", "її", "їх")) {
			return false
		}
		if c.isPeople(lx, i) && c.language != "ko" || stem(c.low(i), lx.Kin) && c.language != "ko" {
			return false
		}
		if slices.Contains(lx.He, c.low(i)) || c.language == "ko" && i < x.a+3 && endsIn(c.low(i), []string{"은", "는", "이", "가", "들이"}) && !lx.noTopic(c.low(i)) {
			if a.source.empty() {
				return false
			}
			own := false
			for k := a.source.a; k < a.source.b; k++ {
				own = own || c.isPeople(lx, k) || slices.Contains(lx.He, c.low(k))
			}
			return own && c.language != "ko"
		}
		if i > x.a+6 {
			break
		}
	}
	return true
}

// plainWish: "I want …" in one's own words.
func (c *cast) plainWish(lx *cueLexicon, x rng) bool {
	for i := x.a; i < x.b && i < x.a+8; i++ {
		switch c.language {
		case "ko":
		default:
			if c.is(i, "хочу", "хочемо", "хотим") {
				return true
			}
		}
	}
	if c.language == "ko" {
		for i := max(x.a, x.b-3); i < x.b; i++ {
			if c.is(i, "싶다", "싶습니다", "싶어요", "싶다고", "싶다며", "싶다는") {
				return true
			}
		}
	}
	return false
}

// conditionIn is the clause that begins with "if".
func (c *cast) conditionIn(lx *cueLexicon, x rng) rng {
	if c.language == "ko" {
		for i := x.a; i < x.b; i++ {
			if endsIn(c.low(i), []string{"다면", "라면", "으면", "내면", "주면", "하면", "되면"}) {
				return rng{x.a, i + 1}
			}
		}
		return rng{}
	}
	for i := x.a; i < x.b; i++ {
		if slices.Contains(lx.If, c.low(i)) || c.is(i, "за") && c.is(i+1, "умови") || c.is(i, "при") && c.is(i+1, "условии") {
			return rng{i, min(c.clauseEnd(i, x.b), x.b)}
		}
	}
	return rng{}
}

// promised: "we will hand over": the first person of the future by its ending.
func (c *cast) promised(lx *cueLexicon, x rng) bool {
	for i := x.a; i < x.b; i++ {
		if l := c.low(i); stem(l, lx.Give) && endsIn(l, []string{"амо", "имо", "емо", "єм", "ем", "ём", "им", "дим", "аю"}) {
			return true
		}
	}
	return false
}

// able: "can", "will" at the end of what is said in Korean.
func (c *cast) able(x rng) bool {
	for i := max(x.a, x.b-4); i < x.b; i++ {
		if l := c.low(i); strings.Contains(l, "겠") || c.is(i, "수") && strings.HasPrefix(c.low(i+1), "있") || strings.HasPrefix(l, "가능") {
			return true
		}
	}
	return false
}

// comingKo: "… will be" told as 것이라고 after a verb that ends in ㄹ.
func (c *cast) comingKo(x rng) bool {
	for i := x.a + 1; i < x.b; i++ {
		if !strings.HasPrefix(c.low(i), "것이라") && !strings.HasPrefix(c.low(i), "것이다") {
			continue
		}
		rs := []rune(c.low(i - 1))
		if last := rs[len(rs)-1]; last >= 0xAC00 && last <= 0xD7A3 && (last-0xAC00)%28 == 8 {
			return true
		}
	}
	return false
}

// placeOfCapture is the place told of a capture: a name after "at", "near".
func (c *cast) placeOfCapture(lx *cueLexicon, x rng, verb int) string {
	if c.language == "ko" {
		for k := verb - 1; k >= x.a && k > verb-6; k-- {
			l := c.low(k)
			if stem(l, []string{"인근", "근처", "부근"}) && k > x.a {
				a := k - 1
				for a-1 >= x.a && k-a < 3 && c.time[a-1] == 0 && !endsIn(c.low(a-1), []string{"은", "는", "이", "가", "을", "를", "에", "의", "고", "며"}) && c.toks[a-1].kind == word {
					a--
				}
				if c.time[a] == 0 {
					return c.text(rng{a, k})
				}
			}
			if place, is := strings.CutSuffix(l, "에서"); is && c.time[k] == 0 && len([]rune(place)) >= 2 && !stem(l, []string{"전투에서", "교전에서", "과정에서", "상황에서", "작전에서", "가운데"}) {
				return strings.TrimSuffix(c.text(rng{k, k + 1}), "에서")
			}
		}
		return ""
	}
	for k := x.a; k < x.b-1; k++ {
		if !slices.Contains(lx.PlaceOfCapture, c.low(k)) || k < verb-8 || k > verb+10 {
			continue
		}
		n := k + 1
		for n < x.b && n < k+4 && !c.toks[n].cap && c.toks[n].kind == word && c.time[n] == 0 && (stem(c.low(n), lx.Places) || n > k+1) {
			n++
		}
		e := n
		for e < x.b && c.toks[e].kind == word && c.toks[e].cap && c.owner[e] == 0 && c.time[e] == 0 {
			e++
		}
		if e > n && (n == k+1 || stem(c.low(k+1), lx.Places)) {
			if e < x.b && stem(c.low(e), lx.Places) {
				e++
			}
			return c.text(rng{n, e})
		}
	}
	return ""
}
