package exchange

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

// mostListed is how many names of one kind the text reads out; the JSON has all.
const mostListed = 40

// WriteText writes the plan in words that can be read out on the telephone:
// what is proved, how many go on each way, who stays and why, which term
// unlocks most. People appear by id only.
func (p Plan) WriteText(w io.Writer) error {
	out := bufio.NewWriter(w)
	say := func(format string, args ...any) { fmt.Fprintf(out, format+"\n", args...) }
	if p.Title != "" {
		say("%s", p.Title)
	}
	switch p.Status {
	case Optimal:
		switch n := len(p.Doubles); n {
		case 0:
			say("%s home. This is proved to be the best these terms allow.", persons(p.Home))
		case 1:
			say("%s home, if two of them, who may be one person, are two (below). Only then is this proved to be the best these terms allow.", persons(p.Home))
		default:
			say("%s home, if all are different people: %d pairs may be one person each (below). Only then is this proved to be the best these terms allow.", persons(p.Home), n)
		}
	case Feasible:
		say("%s home. Every term is kept; that this is the best is not proved.", persons(p.Home))
		if p.GapPeople > 0 {
			say("At most %d more could come home.", p.GapPeople)
		} else {
			say("No plan brings more people home; what is open is who.")
		}
	case Infeasible:
		say("No plan keeps all terms.")
		say("These cannot stand together: %s.", strings.Join(p.Conflict, "; "))
	default:
		if len(p.Conflict) > 0 {
			say("No plan was found that can be handed over in stages under %s.", strings.Join(p.Conflict, " and "))
			say("At most %d could come home.", p.GapPeople)
		} else {
			say("The search ended before it found a plan. At most %d could come home.", p.GapPeople)
		}
	}
	if p.Owed > 0 {
		say("Of them %d are owed: they go outside every ratio (GCIII Art. 109, GCI Art. 30).", p.Owed)
	}
	if p.ThirdCountry > 0 {
		say("%s to another country, as they wish.", persons(p.ThirdCountry))
	}
	if p.Remains > 0 {
		say("The remains of %s are returned, counted apart.", persons(p.Remains))
	}
	if p.Conditional {
		n := int64(0)
		for _, r := range p.Releases {
			if r.Interview {
				n++
			}
		}
		say("CONDITIONAL: for %s the wish is not known. Each goes only if a private interview finds the wish to return.", persons(n))
	}
	p.sayWays(say)
	if len(p.Accommodated) > 0 {
		say("\nUntil they can go home, taken in by a neutral country as they agree (GCIII Art. 109(2), 110), %s:", persons(int64(len(p.Accommodated))))
		for i, a := range p.Accommodated {
			if i == mostListed {
				say("  and %d more", len(p.Accommodated)-i)
				break
			}
			say("  %s: %s to %s", a.ID, a.From, a.To)
		}
	}
	p.sayStages(say)
	p.sayLeft(say)
	if len(p.Unlock) > 0 {
		if p.Status == Infeasible {
			say("\nWhat would let a plan be, and how many then come home:")
		} else {
			say("\nWhat would bring more home:")
		}
		for i, u := range p.Unlock {
			if i == 10 {
				say("  and %d more, in the plan's file", len(p.Unlock)-i)
				break
			}
			sure := ""
			if !u.Proved {
				sure = "at least "
			}
			more := " more"
			if p.Status == Infeasible {
				more = ""
			}
			say("  %s: %s: %s%d%s", u.Term, u.Change, sure, u.Gain, more)
		}
	}
	if len(p.Doubles) > 0 {
		say("\nMay be one person each, and count as two until somebody decides (homeward link):")
		for i, d := range p.Doubles {
			if i == mostListed {
				say("  and %d more", len(p.Doubles)-i)
				break
			}
			say("  %s and %s (%.0f bits)", d.ID, d.Other, d.Bits)
		}
	}
	if len(p.Notes) > 0 {
		say("\nNotes:")
		for _, n := range p.Notes {
			say("  %s", n)
		}
	}
	return out.Flush()
}

func persons(n int64) string {
	if n == 1 {
		return "1 person"
	}
	return fmt.Sprintf("%d people", n)
}

// sayWays reads out who goes, way by way, in the order of the list.
func (p Plan) sayWays(say func(string, ...any)) {
	type path struct{ from, to string }
	var order []path
	on := map[path][]Release{}
	for _, r := range p.Releases {
		w := path{r.From, r.To}
		if on[w] == nil {
			order = append(order, w)
		}
		on[w] = append(on[w], r)
	}
	if len(order) > 0 {
		say("\nWho goes:")
	}
	for _, w := range order {
		var ids []string
		for _, r := range on[w] {
			if len(ids) == mostListed {
				ids = append(ids, fmt.Sprintf("and %d more", len(on[w])-mostListed))
				break
			}
			ids = append(ids, r.ID)
		}
		say("  %s to %s, %s: %s", w.from, w.to, persons(int64(len(on[w]))), strings.Join(ids, ", "))
	}
}

// sayStages reads out what goes in each stage, who is home if it breaks off
// then, and by how many people a party under a trust limit is ahead at worst.
func (p Plan) sayStages(say func(string, ...any)) {
	if len(p.Stages) < 2 && len(p.Trust) == 0 || len(p.Stages) == 0 {
		return
	}
	say("\nStages:")
	for _, s := range p.Stages {
		var leads []string
		for c, ahead := range s.Ahead {
			if c >= len(p.Trust) {
				break
			}
			if t := &p.Trust[c]; ahead > 0 {
				leads = append(leads, fmt.Sprintf("%s ahead by %d at most", t.Party, ahead))
			}
		}
		lead := ""
		if len(leads) > 0 {
			lead = "; " + strings.Join(leads, ", ")
		}
		say("  stage %d: %s; %d home if it breaks off then%s", s.Stage, persons(s.People+s.Remains), s.HomeSoFar, lead)
	}
	if p.StageBound == len(p.Stages) {
		say("  No schedule takes fewer stages.")
	} else {
		say("  No schedule takes fewer than %d stages; whether one takes fewer than %d is not proved.", p.StageBound, len(p.Stages))
	}
}

// sayLeft reads out who stays: one by one if they are few, else by reason.
func (p Plan) sayLeft(say func(string, ...any)) {
	if len(p.Left) == 0 {
		return
	}
	say("\nWho stays, %s:", persons(int64(len(p.Left))))
	if len(p.Left) <= mostListed {
		for _, l := range p.Left {
			place := ""
			if l.Rank > 0 {
				place = fmt.Sprintf(" (place %d, %d behind the last who goes)", l.Rank, l.Distance)
			}
			say("  %s: %s%s", l.ID, l.Detail, place)
		}
		return
	}
	type why struct {
		reason Reason
		term   string
	}
	var order []why
	count := map[why]int64{}
	for _, l := range p.Left {
		w := why{l.Reason, l.Term}
		if count[w] == 0 {
			order = append(order, w)
		}
		count[w]++
	}
	for _, w := range order {
		term := ""
		if w.term != "" {
			term = " (" + w.term + ")"
		}
		say("  %s: %s%s", persons(count[w]), strings.ReplaceAll(string(w.reason), "_", " "), term)
	}
}
