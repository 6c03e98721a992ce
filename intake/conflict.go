package intake

import (
	"fmt"
	"slices"
	"strings"

	"homeward/statement"
	"homeward/statement/edtf"
)

// window is how many statements further on a statement is still compared; a
// report has fewer.
const window = 200

// conflicts compares statements slot by slot. Two are compared only where the
// text says that they are of the same person: of one mention, or of a group and
// of a man the text counts to it. What is said of an unknown member conflicts
// with nothing. Numbers never conflict here: they measure what they measure.
func (c *cast) conflicts(sts []Statement) []Conflict {
	out := []Conflict{}
	add := func(kind string, a, b *Statement, what string) {
		out = append(out, Conflict{Kind: kind, A: a.ID, B: b.ID, What: what})
	}
	identity := set{}
	bears := make([]bearing, len(sts)) // most pairs of statements have nothing to compare
	for i := range sts {
		bears[i] = c.bearingOf(&sts[i])
	}
	for i := range sts {
		a := &sts[i]
		for j := i + 1; j < min(len(sts), i+window); j++ {
			b := &sts[j]
			both, either := bears[i]&bears[j], bears[i]|bears[j]
			if both&fillsOne != 0 {
				if who := c.shared(a, b); who >= 0 {
					c.compare(a, b, who, add)
				}
			}
			if either&offers != 0 && either&wishes != 0 {
				c.intent(a, b, add)
			}
			if either&hedges != 0 {
				c.hedged(a, b, add)
			}
			if bears[j]&ofUnknown == 0 {
				continue
			}
			if k := c.unknownOf(b); k >= 0 && !identity[b.ID] && c.memberOf(a, k) {
				if !identity[mentionID(k)] {
					identity[mentionID(k)] = true
					add("identity", a, b, fmt.Sprintf("said of a member of %q, the text does not say which: do not join", c.all[k].best()))
				}
				identity[b.ID] = true
			}
		}
	}
	c.statusConflicts(sts, add)
	c.scope(sts, add)
	c.spokeAfterDeclining(sts, add)
	return out
}

// bearing is what a statement may conflict by.
type bearing uint8

const (
	fillsOne  bearing = 1 << iota // a slot that can have one value at a time
	offers                        // an offer
	wishes                        // a wish
	hedges                        // speaks with reserve
	ofUnknown                     // is said of an unknown member
)

func (c *cast) bearingOf(s *Statement) (r bearing) {
	if s.fillsOne() {
		r |= fillsOne
	}
	switch s.Property {
	case "offer":
		r |= offers
	case "wish":
		r |= wishes
	}
	if s.hedged {
		r |= hedges
	}
	if c.unknownOf(s) >= 0 {
		r |= ofUnknown
	}
	return r
}

// compare holds slot against slot of two statements of the same person.
func (c *cast) compare(a, b *Statement, who int, add func(string, *Statement, *Statement, string)) {
	for _, x := range a.slots() {
		for _, y := range b.slots() {
			if x.Property != y.Property {
				continue
			}
			switch x.Property {
			case "capture.date", "death.date", "sent.to.front":
				if apart(x.Value, y.Value) {
					add("date", a, b, fmt.Sprintf("%s of %q: %s (%s) or %s (%s)", x.Property, c.all[who].best(), x.Value, a.Speaker, y.Value, b.Speaker))
				}
			case "wish", "family.informed":
				if x.Value != y.Value && sameDay(a, b) {
					add("value", a, b, fmt.Sprintf("%s of %q: %s or %s", x.Property, c.all[who].best(), x.Value, y.Value))
				}
			case "capture.place":
				if !strings.Contains(strings.ToLower(x.Value), strings.ToLower(y.Value)) && !strings.Contains(strings.ToLower(y.Value), strings.ToLower(x.Value)) {
					add("value", a, b, fmt.Sprintf("%s of %q: %s or %s", x.Property, c.all[who].best(), x.Value, y.Value))
				}
			}
		}
	}
}

// fillsOne: the statement fills a slot that can have one value at a time.
func (s *Statement) fillsOne() bool {
	one := func(property string) bool {
		switch property {
		case "capture.date", "death.date", "sent.to.front", "wish", "family.informed", "capture.place":
			return true
		}
		return false
	}
	return one(s.Property) || slices.ContainsFunc(s.Also, func(x Slot) bool { return one(x.Property) })
}

func (s *Statement) slots() []Slot {
	return append([]Slot{{s.Property, s.Value}}, s.Also...)
}

func apart(x, y string) bool {
	a, err1 := edtf.Parse(x)
	b, err2 := edtf.Parse(y)
	return err1 == nil && err2 == nil && !edtf.Overlaps(a, b)
}

func sameDay(a, b *Statement) bool { return a.SaidOn == "" || b.SaidOn == "" || a.SaidOn == b.SaidOn }

func index(id string) int {
	n := 0
	for _, r := range id[1:] {
		n = n*10 + int(r-'0')
	}
	return n - 1
}

// shared is the mention both statements are of: the same, or a group and its member.
func (c *cast) shared(a, b *Statement) int {
	for _, x := range a.About {
		for _, y := range b.About {
			i, j := index(x), index(y)
			if c.all[i].kind == UnknownMember || c.all[j].kind == UnknownMember {
				continue
			}
			if i == j || slices.Contains(c.all[j].members, i) {
				return i
			}
			if slices.Contains(c.all[i].members, j) {
				return j
			}
		}
	}
	return -1
}

func (c *cast) unknownOf(s *Statement) int {
	for _, x := range s.About {
		if m := c.all[index(x)]; m.kind == UnknownMember {
			return m.of
		}
	}
	return -1
}

func (c *cast) memberOf(s *Statement, g int) bool {
	for _, x := range s.About {
		if slices.Contains(c.all[g].members, index(x)) {
			return true
		}
	}
	return false
}

// intent: an offer to return a group, and a member who wants to stay.
func (c *cast) intent(a, b *Statement, add func(string, *Statement, *Statement, string)) {
	for _, p := range [2][2]*Statement{{a, b}, {b, a}} {
		offer, wish := p[0], p[1]
		if offer.Property != "offer" || wish.Property != "wish" || wish.Value == "return" || wish.Value == "unknown" || c.shared(offer, wish) < 0 {
			continue
		}
		if strings.Contains(strings.ToLower(offer.Value), "return") || strings.Contains(offer.Value, "send") || strings.Contains(offer.Value, "hand") {
			add("intent", offer, wish, "the offer to return covers somebody who wishes otherwise")
		}
	}
}

// hedged: "apparently injured" beside a plain wound of a member.
func (c *cast) hedged(a, b *Statement, add func(string, *Statement, *Statement, string)) {
	for _, p := range [2][2]*Statement{{a, b}, {b, a}} {
		if !p[0].hedged || c.shared(p[0], p[1]) < 0 {
			continue
		}
		for _, s := range p[1].slots() {
			if s.Property == "condition" && s.Value != "good" {
				add("hedge", p[0], p[1], "one speaks of the wound with reserve, the other without")
			}
		}
	}
}

// status: told as fact, and elsewhere said not to be verified.
func (c *cast) statusConflicts(sts []Statement, add func(string, *Statement, *Statement, string)) {
	for i := range sts {
		if sts[i].Stance != statement.NotVerified {
			continue
		}
		for j := max(0, i-window); j < min(len(sts), i+window); j++ {
			if j != i && sts[j].Verification == "not_verified" {
				add("status", &sts[j], &sts[i], "told as a fact, and said not to be verified")
				break
			}
		}
	}
}

// scope: the writer gives an offer a number that the quoted words do not have.
func (c *cast) scope(sts []Statement, add func(string, *Statement, *Statement, string)) {
	for i := range sts {
		for j := max(0, i-window); j < min(len(sts), i+window); j++ {
			a, b := &sts[i], &sts[j]
			if i == j || a.Property != "offer" || b.Property != "offer" || a.Mode != "indirect" || b.Mode != "direct" || a.Speaker != b.Speaker || a.Quantity == nil || b.Quantity != nil {
				continue
			}
			add("scope", a, b, "the report counts whom the offer covers, the quoted words do not")
			return
		}
	}
}

// spokeAfterDeclining: the same side declines to comment and then speaks.
func (c *cast) spokeAfterDeclining(sts []Statement, add func(string, *Statement, *Statement, string)) {
	for i := range sts {
		a := &sts[i]
		if a.Stance != statement.Declines {
			continue
		}
		for j := i + 1; j < len(sts); j++ {
			b := &sts[j]
			if b.a.sent-a.a.sent > 6 {
				break
			}
			if b.Stance != statement.Confirms && b.Stance != statement.Asserts {
				continue
			}
			if b.Speaker == a.Speaker {
				add("stance", a, b, "declines to comment, yet speaks: see whether it is on the same matter")
				return
			}
		}
	}
}
