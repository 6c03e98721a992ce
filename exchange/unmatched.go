package exchange

import (
	"fmt"
	"slices"
	"strings"
	"sync"
)

// A selector takes words as they are written. A word that nobody on the list has
// is no fault: a sheet is agreed before the lists are. But a limit on "ofiser"
// limits nobody, and whoever wrote it must hear of it; so must who writes
// "officer" where part of the list says "Officer".

// An attribute is one thing a selector asks for by words that lists spell freely.
type attribute struct {
	name  string
	asked func(*Selector) []string
	of    func() []string // all that the list has, sorted; worked out once
}

// attributesOf lists the words of a roll.
func attributesOf(r *Roll) []attribute {
	single := func(c *Column[string]) func() []string {
		return sync.OnceValue(func() []string { return slices.Compact(slices.Sorted(slices.Values(c.Words))) })
	}
	several := func(c *Column[[]string]) func() []string {
		return sync.OnceValue(func() []string { return slices.Compact(slices.Sorted(slices.Values(slices.Concat(c.Words...)))) })
	}
	return []attribute{
		{"holder", func(s *Selector) []string { return s.Holder }, single(&r.Holder)},
		{"home", func(s *Selector) []string { return s.Home }, single(&r.Home)},
		{"destination", func(s *Selector) []string { return s.Destination }, single(&r.Destination)},
		{"rank", func(s *Selector) []string { return s.Rank }, single(&r.Rank)},
		{"condition", func(s *Selector) []string { return s.Condition }, single(&r.Condition)},
		{"unit", func(s *Selector) []string { return s.Unit }, single(&r.Unit)},
		{"group", func(s *Selector) []string { return s.Group }, several(&r.Group)},
		{"priority", func(s *Selector) []string { return s.Priority }, several(&r.Priority)},
	}
}

// mostWordsNamed is how many words of the list a note repeats.
const mostWordsNamed = 8

// unmatched gives a note for every word of the sheet that nobody on the list has,
// and for every one that others on the list have in other capitals.
func (m *model) unmatched() []string {
	attributes := attributesOf(m.roll)
	var notes []string
	say := func(note string) {
		if !slices.Contains(notes, note) {
			notes = append(notes, note)
		}
	}
	word := func(who string, a *attribute, asked []string) {
		for _, w := range asked {
			words := a.of()
			_, has := slices.BinarySearch(words, w)
			var like []string
			for _, other := range words {
				if other != w && strings.EqualFold(other, w) && !slices.Contains(asked, other) {
					like = append(like, fmt.Sprintf("%q", other))
				}
			}
			known := slices.DeleteFunc(slices.Clone(words), func(s string) bool { return s == "" })
			switch {
			case has && len(like) > 0:
				say(fmt.Sprintf("%s asks for %s %q; %s on the list is another word and does not count", who, a.name, w, strings.Join(like, ", ")))
			case has:
			case len(like) > 0:
				say(fmt.Sprintf("%s asks for %s %q, which nobody on the list has; the list writes %s", who, a.name, w, strings.Join(like, ", ")))
			case len(known) > 0 && len(known) <= mostWordsNamed:
				say(fmt.Sprintf("%s asks for %s %q, which nobody on the list has; the list has %s", who, a.name, w, strings.Join(known, ", ")))
			default:
				say(fmt.Sprintf("%s asks for %s %q, which nobody on the list has", who, a.name, w))
			}
		}
	}
	var walk func(who string, s *Selector)
	walk = func(who string, s *Selector) {
		if s == nil {
			return
		}
		for k := range attributes {
			word(who, &attributes[k], attributes[k].asked(s))
		}
		walk(who, s.Not)
		for _, any := range s.Any {
			walk(who, any)
		}
	}
	for i := range m.terms.List {
		t := &m.terms.List[i]
		who := fmt.Sprintf("term %q", t.Name)
		for _, s := range []*Selector{t.People, t.Returns.People, t.If.People, t.Way.People} {
			walk(who, s)
		}
		for _, c := range t.Categories {
			walk(who, c.People)
		}
		if i := slices.IndexFunc(attributes, func(a attribute) bool { return a.name == "group" }); len(t.Groups) > 0 {
			word(who, &attributes[i], t.Groups)
		}
	}
	return notes
}
