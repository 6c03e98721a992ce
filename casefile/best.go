package casefile

import (
	"slices"
	"strconv"
	"strings"

	"homeward/statement"
	"homeward/statement/edtf"
)

// Rule is the rule that chose a best value. The rules are tried in the order below on
// the claims that stand and give a value; each leaves aside the claims it places
// lower, and the first after which all that are left agree has chosen.
//
// That a claim was recorded last is no rule: the last note is not the truest.
type Rule string

// The rules, in their order, and the ways in which none is needed or none decides.
const (
	RuleOnly        Rule = "only"        // one claim gives a value
	RuleAgree       Rule = "agree"       // all claims that give a value agree
	RuleStance      Rule = "stance"      // what is said to be so comes before what is estimated or predicted
	RuleTime        Rule = "time"        // of what changes over time, what holds at the latest time
	RuleCredibility Rule = "credibility" // the better grade of the information, 1 to 6; not graded comes last
	RuleReliability Rule = "reliability" // the better grade of the source, A to F; not graded comes last
	RuleDirectness  Rule = "directness"  // the shorter chain from whoever said it first; nobody named comes last
	RuleSources     Rule = "sources"     // more first speakers, independent of one another, agree
	RulePrecision   Rule = "precision"   // of dates that agree, the more precise
	RuleNone        Rule = "none"        // nobody gives a value
	RuleManyStand   Rule = "many"        // several values may be true beside one another
	RuleUndecided   Rule = "undecided"   // what is left stands against each other: no best value
)

// choose finds the best value, the rule that chose it, and says so in words.
func (p *Property) choose(same NameComparer) {
	left := make([]*Claim, 0, len(p.Claims))
	for i := range p.Claims {
		if c := &p.Claims[i]; c.Counts() && c.Strength() > NoValue {
			left = append(left, c)
		}
	}
	switch {
	case len(left) == 0:
		p.Rule, p.Why = RuleNone, p.whyNone()
		return
	case len(left) == 1:
		p.Best, p.Rule, p.Why = left[0], RuleOnly, "the only one that gives a value"
		if left[0].Strength() == Guess {
			p.Why = "the only value given, and it is only estimated"
		}
		return
	}
	if p.per() == statement.Many {
		p.chooseOfMany(left, same)
		return
	}
	all := left
	rule := RuleAgree
	for _, r := range [...]Rule{RuleStance, RuleTime, RuleCredibility, RuleReliability, RuleDirectness, RuleSources} {
		// Time is asked even of claims that agree: which of them holds last is told.
		if r != RuleStance && r != RuleTime && p.allAgree(left, same) {
			break
		}
		if p.Name == "wish" && r != RuleStance && r != RuleTime {
			break // no grade of a source decides what a human being wants
		}
		if rest := p.apply(r, left, all, same); len(rest) > 0 && len(rest) < len(left) {
			left, rule = rest, r
		}
	}
	if !p.allAgree(left, same) {
		p.Rule = RuleUndecided
		p.Why = "no best value: " + p.standAgainst(left)
		return
	}
	p.Best = p.pick(left)
	p.Rule, p.Why = rule, p.why(rule, all)
	if finer := p.finer(all, same); finer != nil {
		p.Best, p.Rule, p.Why = finer, RulePrecision, "the most precise of the dates that agree; "+p.Why
	}
}

// per is how many values of the property can be true at once. Of a property the
// vocabulary does not know, any number.
func (p *Property) per() statement.Per {
	if p.def == nil {
		return statement.Many
	}
	return p.def.Per
}

func (p *Property) typ() statement.Type {
	if p.def == nil {
		return statement.TextType
	}
	return p.def.Type
}

func (p *Property) whyNone() string {
	why := "no claim that stands gives a value"
	for i := range p.Claims {
		if c := &p.Claims[i]; c.Counts() && c.Strength() == NoValue {
			return why + "; " + who(c) + " " + stanceInWords(c.Statement.Stance)
		}
	}
	return why
}

func (p *Property) chooseOfMany(left []*Claim, same NameComparer) {
	if p.allAgree(left, same) {
		p.Best, p.Rule = p.pick(p.apply(RuleStance, left, left, same)), RuleAgree
		p.Why = "all " + strconv.Itoa(len(left)) + " that give a value agree"
		return
	}
	p.Rule, p.Why = RuleManyStand, strconv.Itoa(len(left))+" values stand beside one another"
}

// apply returns the claims that a rule leaves, in their order.
func (p *Property) apply(r Rule, left, all []*Claim, same NameComparer) []*Claim {
	switch r {
	case RuleStance:
		return least(left, func(c *Claim) int { return -int(c.Strength()) })
	case RuleTime:
		if p.per() != statement.Changes {
			return left
		}
		return latest(left)
	case RuleCredibility:
		return least(left, func(c *Claim) int { return ungradedLast(c.Statement.Credibility) })
	case RuleReliability:
		return least(left, func(c *Claim) int {
			if c.Entry.Reliability == "" {
				return ungradedLast(0)
			}
			return int(c.Entry.Reliability[0])
		})
	case RuleDirectness:
		return least(left, func(c *Claim) int { return ungradedLast(len(c.Entry.SaidBy)) })
	case RuleSources:
		return least(left, func(c *Claim) int { return -p.speakersAgreeing(c, all, same) })
	}
	return left
}

func ungradedLast(n int) int {
	if n == 0 {
		return 1 << 20
	}
	return n
}

// least keeps the claims for which key is smallest.
func least(claims []*Claim, key func(*Claim) int) []*Claim {
	lowest, differ := key(claims[0]), false
	for _, c := range claims[1:] {
		if k := key(c); k != lowest {
			lowest, differ = min(lowest, k), true
		}
	}
	if !differ {
		return claims
	}
	out := make([]*Claim, 0, len(claims))
	for _, c := range claims {
		if key(c) == lowest {
			out = append(out, c)
		}
	}
	return out
}

// latest leaves aside the claims that surely hold earlier than another, and those of
// no known time if there are others.
func latest(claims []*Claim) []*Claim {
	when := make([]edtf.Date, len(claims))
	dated := 0
	for i, c := range claims {
		if d, ok := c.Holds(); ok {
			when[i] = d.Plain()
			dated++
		}
	}
	if dated == 0 {
		return claims
	}
	out := make([]*Claim, 0, len(claims))
	for i, c := range claims {
		if when[i].IsZero() {
			continue
		}
		if !slices.ContainsFunc(when, func(other edtf.Date) bool { return !other.IsZero() && when[i].Before(other) }) {
			out = append(out, c)
		}
	}
	return out
}

// speakersAgreeing counts the independent first speakers whose claims agree with c.
func (p *Property) speakersAgreeing(c *Claim, all []*Claim, same NameComparer) int {
	var keys []string
	for _, o := range all {
		if o.Strength() == Firm && (o == c || p.agree(o, c, same)) {
			if k := speakerKey(o); !slices.Contains(keys, k) {
				keys = append(keys, k)
			}
		}
	}
	return len(keys)
}

// speakerKey tells first speakers apart. Where nobody is named, all that stands in one
// document counts as one speaker, and so does all that has no document.
func speakerKey(c *Claim) string {
	if n := c.FirstSpeaker(); n != "" {
		return foldText(n)
	}
	return "\x00" + string(c.Entry.Source.Document[:])
}

func (p *Property) allAgree(claims []*Claim, same NameComparer) bool {
	for i, a := range claims {
		for _, b := range claims[i+1:] {
			if !p.agree(a, b, same) {
				return false
			}
		}
	}
	return true
}

// pick takes one of claims that agree: of dates the most precise, else the value most
// often given, else the one recorded first.
func (p *Property) pick(claims []*Claim) *Claim {
	best, bestScore := claims[0], -1
	for _, c := range claims {
		score := 0
		if p.typ() == statement.DateType {
			if d, ok := c.Date(); ok {
				score = int(d.Precision()) * len(claims) * 2
			}
		}
		for _, o := range claims {
			if o.Statement.Value == c.Statement.Value {
				score++
			}
		}
		if score > bestScore {
			best, bestScore = c, score
		}
	}
	return best
}

// finer is a firm date within the best one that is more precise, if all such dates
// agree with one another and with every other firm claim the best agrees with.
func (p *Property) finer(all []*Claim, same NameComparer) *Claim {
	if p.typ() != statement.DateType || p.per() != statement.One {
		return nil
	}
	best, ok := p.Best.Date()
	if !ok {
		return nil
	}
	var within []*Claim
	for _, c := range all {
		d, ok := c.Date()
		if ok && c.Strength() == Firm && d.Precision() > best.Precision() && best.Plain().Contains(d.Plain()) {
			within = append(within, c)
		}
	}
	if len(within) == 0 || !p.allAgree(within, same) {
		return nil
	}
	return p.pick(within)
}

// why says in words how a rule chose.
func (p *Property) why(rule Rule, all []*Claim) string {
	best := p.Best
	switch rule {
	case RuleAgree:
		why := "all " + strconv.Itoa(len(all)) + " that give a value agree"
		if best.Strength() == Guess {
			why += ", and all only estimate"
		}
		return why
	case RuleStance:
		return who(best) + " says that it is so; others only estimate"
	case RuleTime:
		when := best.Statement.TrueOf
		if when == "" {
			when = best.Entry.SaidOn
		}
		return "what holds at the latest time, " + when
	case RuleCredibility:
		return "the most credible information, graded " + strconv.Itoa(best.Statement.Credibility)
	case RuleReliability:
		return "the most reliable source, graded " + best.Entry.Reliability
	case RuleDirectness:
		return "the most direct: " + who(best) + ", " + plural(len(best.Entry.SaidBy), "link", "links") + " in the chain"
	case RuleSources:
		return "more independent first speakers agree on it than on any other value"
	}
	return string(rule)
}

// standAgainst names the values that no rule could choose between.
func (p *Property) standAgainst(left []*Claim) string {
	var parts []string
	var shown []*Claim
	for _, c := range left {
		if slices.ContainsFunc(shown, func(o *Claim) bool { return o.Statement.Value == c.Statement.Value }) {
			continue
		}
		shown = append(shown, c)
		parts = append(parts, c.Statement.Value+" ("+who(c)+")")
	}
	if left[0].Strength() == Guess {
		return strings.Join(parts, " and ") + " are only estimated, and differ"
	}
	return strings.Join(parts, " and ") + " stand against each other"
}

// who names whoever said a claim first, or where it stands if nobody is named.
func who(c *Claim) string {
	switch {
	case c.FirstSpeaker() != "":
		return c.FirstSpeaker()
	case c.Entry.Channel != "":
		article := "a "
		if strings.ContainsAny(c.Entry.Channel[:1], "aeiouAEIOU") {
			article = "an "
		}
		return article + c.Entry.Channel + " whose author is not named"
	}
	return "entry " + c.Ref.String()
}

func stanceInWords(s statement.Stance) string {
	switch s {
	case statement.Denies:
		return "denies it"
	case statement.DeniesNonverbal:
		return "denies it without words"
	case statement.ProfessesIgnorance:
		return "says that he does not know"
	case statement.Declines:
		return "declines to say"
	case statement.Neither:
		return "neither confirms nor denies"
	case statement.NotVerified:
		return "has not verified it"
	}
	return "only " + string(s) + " it"
}

func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}
