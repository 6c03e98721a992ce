package exchange

import (
	"fmt"
	"slices"
	"sync"
)

// A Roll is a list of people as coded columns: what is known of everybody, with
// every different word written once. It is what planning counts on; a list of
// [Person] is coded into one by [NewRoll], and a caller who holds millions of
// people keeps them so from the start.
//
// All columns have as many codes as there are IDs, or none. IDs must all be
// different; [Roll.Check] says whether they are. A blank closed word (wish,
// finding, fitness, status, hold, confirmed) means what it means in a list.
type Roll struct {
	IDs                                                              []string
	Holder, Home, Destination, Sex, Rank, Condition, Unit, Confirmed Column[string]
	Born, CapturedOn                                                 Column[Date]
	Finding                                                          Column[Finding]
	FitToTravel                                                      Column[Fitness]
	Status                                                           Column[Status]
	Wish                                                             Column[Wish]
	Hold                                                             Column[Hold]
	Group, Priority                                                  Column[[]string]
}

// A Column is one thing known of everybody: person i has Words[Codes[i]].
// Without codes nothing is known of anybody. The same word may stand under
// several codes.
type Column[T any] struct {
	Words []T
	Codes []uint32
}

func (c *Column[T]) of(i int) (word T) {
	if len(c.Codes) > 0 {
		word = c.Words[c.Codes[i]]
	}
	return word
}

// Len is the number of people.
func (r *Roll) Len() int { return len(r.IDs) }

// Person gives person i of the roll. Name and the day of the wish are not on
// it: no term asks for them.
func (r *Roll) Person(i int) Person {
	p := Person{ID: r.IDs[i], Holder: r.Holder.of(i), Home: r.Home.of(i), Destination: r.Destination.of(i), Born: r.Born.of(i),
		Sex: r.Sex.of(i), Rank: r.Rank.of(i), CapturedOn: r.CapturedOn.of(i), Condition: r.Condition.of(i), Finding: r.Finding.of(i),
		FitToTravel: r.FitToTravel.of(i), Status: r.Status.of(i), Unit: r.Unit.of(i), Group: r.Group.of(i), Wish: r.Wish.of(i),
		Confirmed: r.Confirmed.of(i), Hold: r.Hold.of(i), Priority: r.Priority.of(i)}
	p.fillBlanks()
	return p
}

// Check says whether the columns are whole: as many codes as ids or none, every
// code a word, no id twice. Solving takes that for granted.
func (r *Roll) Check() error {
	n := len(r.IDs)
	for _, c := range []struct {
		name  string
		codes []uint32
		words int
	}{
		{"holder", r.Holder.Codes, len(r.Holder.Words)}, {"home", r.Home.Codes, len(r.Home.Words)},
		{"destination", r.Destination.Codes, len(r.Destination.Words)}, {"sex", r.Sex.Codes, len(r.Sex.Words)},
		{"rank", r.Rank.Codes, len(r.Rank.Words)}, {"condition", r.Condition.Codes, len(r.Condition.Words)},
		{"unit", r.Unit.Codes, len(r.Unit.Words)}, {"confirmed", r.Confirmed.Codes, len(r.Confirmed.Words)},
		{"born", r.Born.Codes, len(r.Born.Words)}, {"captured_on", r.CapturedOn.Codes, len(r.CapturedOn.Words)},
		{"finding", r.Finding.Codes, len(r.Finding.Words)}, {"fit_to_travel", r.FitToTravel.Codes, len(r.FitToTravel.Words)},
		{"status", r.Status.Codes, len(r.Status.Words)}, {"wish", r.Wish.Codes, len(r.Wish.Words)},
		{"hold", r.Hold.Codes, len(r.Hold.Words)}, {"group", r.Group.Codes, len(r.Group.Words)},
		{"priority", r.Priority.Codes, len(r.Priority.Words)},
	} {
		must := c.name == "holder" || c.name == "home"
		if len(c.codes) != n && (must || len(c.codes) != 0) {
			return fmt.Errorf("roll: column %s has %d codes for %d people", c.name, len(c.codes), n)
		}
		for i, code := range c.codes {
			if int(code) >= c.words {
				return fmt.Errorf("roll: column %s has code %d for person %d, but %d words", c.name, code, i+1, c.words)
			}
		}
	}
	index := newIDIndex(n)
	for i := range r.IDs {
		if earlier := index.put(r.IDs, int32(i)); earlier >= 0 {
			return fmt.Errorf("people %d and %d of the list have the same id %q; every person has one row", earlier+1, i+1, r.IDs[i])
		}
	}
	return nil
}

// NewRoll codes a list of people.
func NewRoll(people []Person) *Roll {
	r := &Roll{IDs: make([]string, len(people))}
	tasks := []func(){
		func() {
			for i := range people {
				r.IDs[i] = people[i].ID
			}
		},
		func() { r.Holder = column(people, func(p *Person) string { return p.Holder }) },
		func() { r.Home = column(people, func(p *Person) string { return p.Home }) },
		func() { r.Destination = column(people, func(p *Person) string { return p.Destination }) },
		func() { r.Sex = column(people, func(p *Person) string { return p.Sex }) },
		func() { r.Rank = column(people, func(p *Person) string { return p.Rank }) },
		func() { r.Condition = column(people, func(p *Person) string { return p.Condition }) },
		func() { r.Unit = column(people, func(p *Person) string { return p.Unit }) },
		func() { r.Confirmed = column(people, func(p *Person) string { return p.Confirmed }) },
		func() { r.Born = column(people, func(p *Person) Date { return p.Born }) },
		func() { r.CapturedOn = column(people, func(p *Person) Date { return p.CapturedOn }) },
		func() { r.Finding = column(people, func(p *Person) Finding { return p.Finding }) },
		func() { r.FitToTravel = column(people, func(p *Person) Fitness { return p.FitToTravel }) },
		func() { r.Status = column(people, func(p *Person) Status { return p.Status }) },
		func() { r.Wish = column(people, func(p *Person) Wish { return p.Wish }) },
		func() { r.Hold = column(people, func(p *Person) Hold { return p.Hold }) },
		func() { r.Group = lists(people, func(p *Person) []string { return p.Group }) },
		func() { r.Priority = lists(people, func(p *Person) []string { return p.Priority }) },
	}
	var wait sync.WaitGroup
	next := make(chan func(), len(tasks))
	for _, t := range tasks {
		next <- t
	}
	close(next)
	for range workers(len(people)) {
		wait.Go(func() {
			for t := range next {
				t()
			}
		})
	}
	wait.Wait()
	return r
}

// column codes one thing; where nobody has it, it has no codes.
func column[T comparable](people []Person, get func(*Person) T) Column[T] {
	var c Column[T]
	var blank T
	codes := map[T]uint32{}
	var last T
	var lastCode uint32
	for i := range people {
		w := get(&people[i])
		if w == blank && c.Codes == nil {
			continue
		}
		if c.Codes == nil {
			c.Codes = make([]uint32, len(people))
			c.Words = append(c.Words, blank)
			codes[blank] = 0
		}
		if w != last {
			code, known := codes[w]
			if !known {
				code = uint32(len(c.Words))
				codes[w] = code
				c.Words = append(c.Words, w)
			}
			last, lastCode = w, code
		}
		c.Codes[i] = lastCode
	}
	return c
}

// lists codes lists of words; the order of a list is kept.
func lists(people []Person, get func(*Person) []string) Column[[]string] {
	c := Column[[]string]{Words: [][]string{nil}}
	one := map[string]uint32{}
	var several []uint32 // codes of longer lists, which are few
	for i := range people {
		w := get(&people[i])
		if len(w) == 0 {
			continue
		}
		if c.Codes == nil {
			c.Codes = make([]uint32, len(people))
		}
		code, known := uint32(0), false
		if len(w) == 1 {
			code, known = one[w[0]]
		} else if k := slices.IndexFunc(several, func(code uint32) bool { return slices.Equal(c.Words[code], w) }); k >= 0 && len(several) <= 64 {
			code, known = several[k], true
		}
		if !known {
			code = uint32(len(c.Words))
			c.Words = append(c.Words, w)
			if len(w) == 1 {
				one[w[0]] = code
			} else if len(several) < 64 {
				several = append(several, code)
			}
		}
		c.Codes[i] = code
	}
	if c.Codes == nil {
		c.Words = nil
	}
	return c
}
