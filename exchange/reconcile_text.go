package exchange

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"
)

// WriteText says in words what came of the handovers: alarms first, then round
// by round. People appear by id; who is not known, as the crossing wrote him.
func (r Reconciliation) WriteText(w io.Writer) error {
	out := bufio.NewWriter(w)
	say := func(format string, args ...any) { fmt.Fprintf(out, format+"\n", args...) }
	for _, round := range r.Rounds {
		for _, f := range round.Found {
			if f.Alarm {
				say("ALARM: %s, handed over in round %d (%s, row %d): %s", f.ID, round.Round, round.List, f.Row, f.Detail)
			}
		}
	}
	for _, round := range r.Rounds {
		count := map[Outcome]int64{}
		for _, f := range round.Found {
			count[f.Is]++
		}
		say("Round %d, %s: %d due, %d delivered, %d substituted, %d not produced", round.Round, round.List, round.Due,
			count[Delivered]+count[OtherWay], count[Substituted], len(round.NotProduced))
		for _, o := range []struct {
			is    Outcome
			words string
		}{{OtherWay, "another way than planned"}, {Substituted, "substituted"}, {Unplanned, "not of the plan"}, {Unknown, "not known"}, {Again, "handed over twice"}} {
			for _, f := range round.Found {
				if f.Is == o.is {
					r.sayFound(say, o.words, f)
				}
			}
		}
		r.sayDelivered(say, round.Found)
		for k, a := range round.NotProduced {
			if k == mostListed {
				say("  not produced: and %d more", len(round.NotProduced)-k)
				break
			}
			instead := ""
			if a.ReplacedBy != "" {
				instead = "; " + a.ReplacedBy + " came instead"
			}
			say("  not produced: %s, %s to %s, stage %d%s", a.ID, a.From, a.To, a.Stage, instead)
		}
		for _, b := range round.Balance {
			say("  so far %s has released %d and %s %d; counted by ratios %d of %d and %d of %d", b.Between[0], b.Released[0], b.Between[1], b.Released[1],
				b.Counted[0], b.Planned[0], b.Counted[1], b.Planned[1])
		}
		for _, l := range round.Leads {
			if l.Ahead > 0 {
				over := ""
				if l.Ahead > l.Limit {
					over = ": MORE THAN THE LIMIT"
				}
				say("  %s is ahead by %d, limit %d (%s)%s", l.Party, l.Ahead, l.Limit, l.Term, over)
			}
		}
	}
	if r.ToCome > 0 {
		say("%s of the plan are due later.", persons(int64(r.ToCome)))
	}
	for _, c := range r.Reserves {
		if len(c.Reserves) == 0 {
			say("Reserves for %s (%s to %s): nobody of the class is left", strings.Join(c.Missing, ", "), c.From, c.To)
			continue
		}
		more := ""
		if c.Of > len(c.Reserves) {
			more = fmt.Sprintf(" and %d more", c.Of-len(c.Reserves))
		}
		say("Reserves for %s (%s to %s), first to last: %s%s", strings.Join(c.Missing, ", "), c.From, c.To, strings.Join(c.Reserves, ", "), more)
	}
	return out.Flush()
}

// sayDelivered says what is to be looked at of those who came as planned; once, where it is the same of many.
func (r Reconciliation) sayDelivered(say func(string, ...any), found []Found) {
	of := map[string][]Found{}
	var details []string // in the order of the list
	for _, f := range found {
		if f.Is != Delivered || f.Detail == "" {
			continue
		}
		if of[f.Detail] == nil {
			details = append(details, f.Detail)
		}
		of[f.Detail] = append(of[f.Detail], f)
	}
	for _, d := range details {
		if len(of[d]) <= 3 {
			for _, f := range of[d] {
				r.sayFound(say, "delivered", f)
			}
			continue
		}
		var who []string
		for _, f := range of[d][:min(len(of[d]), mostListed)] {
			who = append(who, fmt.Sprintf("%s (row %d)", f.ID, f.Row))
		}
		more := ""
		if n := len(of[d]) - len(who); n > 0 {
			more = fmt.Sprintf(", and %d more", n)
		}
		say("  delivered, %s, each: %s %s%s", persons(int64(len(of[d]))), d, strings.Join(who, ", "), more)
	}
}

func (r Reconciliation) sayFound(say func(string, ...any), words string, f Found) {
	who := f.ID
	if f.Is == Unknown {
		who = strings.TrimSpace(strings.Join([]string{f.ID, f.Name}, " "))
	}
	line := fmt.Sprintf("  %s: %s", words, who)
	if f.InsteadOf != "" {
		line += " in the place of " + f.InsteadOf
	}
	if f.Detail != "" {
		line += ": " + f.Detail
	}
	say("%s (row %d)", line, f.Row)
	for _, n := range f.Near {
		say("    may be %s: %s; nobody is taken for another by that", n.ID, n.Why)
	}
}

// Broken says whether something happened that must not: an alarm, or a party
// ahead by more than its trust limit after some round.
func (r Reconciliation) Broken() bool {
	return slices.ContainsFunc(r.Rounds, func(round RoundReport) bool {
		return slices.ContainsFunc(round.Found, func(f Found) bool { return f.Alarm }) ||
			slices.ContainsFunc(round.Leads, func(l Lead) bool { return l.Ahead > l.Limit })
	})
}
