package exchange

import (
	"encoding/binary"
	"fmt"
)

// What the sheet, the law and the tiers ask of each column.

// A facet is a question about a column: which of its words are told apart.
type facet struct {
	codes  []uint32
	tells  []uint64 // per code, times what comes before
	kinds  uint64
	ranked bool // only the tiers ask
}

func facetOf[T any](out *[]facet, c *Column[T], ranked bool, sayOf func(T) string) {
	if len(c.Codes) == 0 {
		return
	}
	says := map[string]uint64{}
	f := facet{codes: c.Codes, tells: make([]uint64, len(c.Words)), ranked: ranked}
	for i, w := range c.Words {
		say := sayOf(w)
		if _, known := says[say]; !known {
			says[say] = uint64(len(says))
		}
		f.tells[i] = says[say]
	}
	if f.kinds = uint64(len(says)); f.kinds > 1 {
		*out = append(*out, f)
	}
}

// simple takes selectors apart into those of one field.
func simple(s *Selector, out *[]*Selector) {
	if s == nil {
		return
	}
	for _, one := range []Selector{{Destination: s.Destination}, {Sex: s.Sex}, {Rank: s.Rank}, {Condition: s.Condition}, {Unit: s.Unit},
		{Group: s.Group}, {Confirmed: s.Confirmed}, {Priority: s.Priority}, {AgeUnder: s.AgeUnder, AgeOn: s.AgeOn}, {AgeFrom: s.AgeFrom, AgeOn: s.AgeOn},
		{CapturedBefore: s.CapturedBefore}, {CapturedFrom: s.CapturedFrom}, {CaptiveYears: s.CaptiveYears}} {
		*out = append(*out, &one)
	}
	simple(s.Not, out)
	for _, x := range s.Any {
		simple(x, out)
	}
}

// facets lists what is asked of a roll.
func (a *audit) facets(r *Roll) []facet {
	var asked []*Selector
	for i := range a.terms.List {
		t := &a.terms.List[i]
		for _, s := range []*Selector{t.People, t.Returns.People, t.If.People, t.Way.People} {
			simple(s, &asked)
		}
		for _, c := range t.Categories {
			simple(c.People, &asked)
		}
		for _, g := range t.Groups {
			simple(&Selector{Group: []string{g}}, &asked)
		}
	}
	about := func(has func(*Selector) bool) (list []*Selector) {
		for _, s := range asked {
			if has(s) {
				list = append(list, s)
			}
		}
		return list
	}
	answers := func(list []*Selector, p *Person) string {
		b := make([]byte, len(list))
		for i, s := range list {
			if a.is(s, p) {
				b[i] = 1
			}
		}
		return string(b)
	}
	var out []facet
	facetOf(&out, &r.Holder, false, func(w string) string { return w })
	facetOf(&out, &r.Home, false, func(w string) string { return w })
	facetOf(&out, &r.Wish, false, func(w Wish) string { return string(w) })
	facetOf(&out, &r.Finding, false, func(w Finding) string { return string(w) })
	facetOf(&out, &r.FitToTravel, false, func(w Fitness) string { return string(w) })
	facetOf(&out, &r.Status, false, func(w Status) string { return string(w) })
	facetOf(&out, &r.Hold, false, func(w Hold) string { return string(w) })
	facetOf(&out, &r.Destination, false, func(w string) string { return w })
	text := func(c *Column[string], has func(*Selector) bool, put func(*Person, string)) {
		if list := about(has); len(list) > 0 {
			facetOf(&out, c, false, func(w string) string {
				var p Person
				put(&p, w)
				return answers(list, &p)
			})
		}
	}
	text(&r.Sex, func(s *Selector) bool { return len(s.Sex) > 0 }, func(p *Person, w string) { p.Sex = w })
	text(&r.Rank, func(s *Selector) bool { return len(s.Rank) > 0 }, func(p *Person, w string) { p.Rank = w })
	text(&r.Condition, func(s *Selector) bool { return len(s.Condition) > 0 }, func(p *Person, w string) { p.Condition = w })
	text(&r.Unit, func(s *Selector) bool { return len(s.Unit) > 0 }, func(p *Person, w string) { p.Unit = w })
	text(&r.Confirmed, func(s *Selector) bool { return len(s.Confirmed) > 0 }, func(p *Person, w string) { p.Confirmed = w; p.fillBlanks() })
	if list := about(func(s *Selector) bool { return len(s.Group) > 0 }); len(list) > 0 {
		facetOf(&out, &r.Group, false, func(w []string) string { return answers(list, &Person{Group: w}) })
	}
	if list := about(func(s *Selector) bool { return len(s.Priority) > 0 }); len(list) > 0 {
		facetOf(&out, &r.Priority, false, func(w []string) string { return answers(list, &Person{Priority: w}) })
	}
	if list := about(func(s *Selector) bool { return s.AgeUnder+s.AgeFrom > 0 }); len(list) > 0 {
		facetOf(&out, &r.Born, false, func(w Date) string { return answers(list, &Person{Born: w}) })
	}
	if list := about(func(s *Selector) bool { return s.CapturedBefore.Year+s.CapturedFrom.Year != 0 || s.CaptiveYears > 0 }); len(list) > 0 {
		facetOf(&out, &r.CapturedOn, false, func(w Date) string { return answers(list, &Person{CapturedOn: w}) })
	}
	facetOf(&out, &r.CapturedOn, true, func(w Date) string { return fmt.Sprint(captive(&Person{CapturedOn: w}, a.terms.On)) })
	facetOf(&out, &r.Priority, true, func(w []string) string { return a.published(w) })
	return out
}

// published writes which published classes a list of words names.
func (a *audit) published(words []string) string {
	b := make([]byte, len(a.terms.Priorities))
	for i, name := range a.terms.Priorities {
		if holds([]string{name}, words...) {
			b[i] = 1
		}
	}
	return string(b)
}

func facetWords(list []facet, at int) string {
	b := make([]byte, 0, 8*len(list))
	for f := range list {
		b = binary.BigEndian.AppendUint64(b, uint64(list[f].tells[list[f].codes[at]]))
	}
	return string(b)
}

func wordsKey(list []facet, at int, words map[string]uint64) uint64 {
	w := facetWords(list, at)
	if _, known := words[w]; !known {
		words[w] = uint64(len(words))
	}
	return words[w]
}
