package exchange

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

var counterfactuals = flag.Int("counterfactuals", 400, "changes of unlock lists to solve again from a changed sheet")

// changed gives the sheet an unlock stands for, where a sheet can say it.
func changed(t *Terms, u Unlock) (*Terms, bool) {
	i := slices.IndexFunc(t.List, func(x Term) bool { return x.Name == u.Term })
	out := *t
	out.List = slices.Clone(t.List)
	term := &out.List[i]
	if u.Removed && term.droppable() && term.Kind.opens() {
		// The others of its kind bring no more than before: it alone is in effect.
		if word := term.OneOf; word != "" {
			own := out.List[i]
			out.List = slices.DeleteFunc(out.List, func(x Term) bool { return x.OneOf == word && x.Name != own.Name })
			i = slices.IndexFunc(out.List, func(x Term) bool { return x.Name == own.Name })
		}
		term = &out.List[i]
		term.Optional, term.OneOf = false, ""
	}
	switch {
	case u.Removed && term.droppable() && !term.Kind.opens():
		out.List[i] = Term{Name: term.Name, Kind: KindAtLeast, Optional: term.Optional, OneOf: term.OneOf} // asks nothing
	case u.Removed && (term.Kind == KindExclude || term.Kind == KindRetain || !term.Kind.opens() && term.Kind != KindCrossing):
		out.List = slices.Delete(out.List, i, i+1)
	case u.Removed && term.Kind == KindCrossing:
		term.Days = 0
	case u.Removed && term.Kind == KindDeal:
		out.List = append(out.List, Term{Name: "one way", Kind: KindRelease, Way: term.Returns})
		out.List[i] = Term{Name: term.Name, Kind: KindRelease, Way: term.If}
	case u.Removed && (term.Kind == KindParity && len(term.Categories) == 0 || term.Kind == KindAllForAll):
		out.List = append(out.List, Term{Name: "one way", Kind: KindRelease, Way: Lane{term.Between[0], term.Between[1], term.People}})
		out.List[i] = Term{Name: term.Name, Kind: KindRelease, Way: Lane{term.Between[1], term.Between[0], term.People}}
	case u.Change == "the condition is met":
		term.Met = "yes"
	case strings.HasSuffix(u.Change, fmt.Sprintf("instead of %d", term.Count)) && term.Kind != KindDeal && term.Kind != KindCrossing:
		if _, err := fmt.Sscanf(u.Change[strings.LastIndex(u.Change[:strings.Index(u.Change, " instead")], " ")+1:], "%d", &term.Count); err != nil {
			return nil, false
		}
	case term.Kind == KindCrossing:
		term.PerDay++
	default:
		return nil, false
	}
	return &out, true
}

// What an unlock list says a change brings is what a plan made under the changed
// sheet brings: on lists far too long to try every subset.
func TestUnlockIsWhatTheChangedSheetBrings(t *testing.T) {
	tried, dropped, kinds := 0, 0, map[Kind]int{}
	for seed := uint64(0); tried < *counterfactuals && seed < 200_000; seed++ {
		people, terms := randomInstance(rand.New(rand.NewPCG(seed, 71)), 120)
		for i := range terms.List { // limits to match a longer list
			if k := terms.List[i].Kind; k == KindAtMost || k == KindExactly || k == KindAtLeast {
				terms.List[i].Count *= 7
			}
		}
		plan, err := Solve(people, terms, Options{Nodes: 20_000})
		if err != nil {
			t.Fatal(err)
		}
		if plan.Status != Optimal {
			continue
		}
		for _, u := range plan.Unlock {
			sheet, can := changed(terms, u)
			if !can {
				continue
			}
			again, err := Solve(people, sheet, Options{Nodes: 20_000})
			if err != nil {
				t.Fatal(err)
			}
			if again.Status != Optimal && again.Bound[1] != again.Objective[1] {
				continue
			}
			if gain := again.Home - plan.Home; gain < u.Gain || u.Proved && gain > u.Gain {
				t.Fatalf("instance %d: %+v, but under the changed sheet %d more come home\n%s", seed, u, gain, describeInstance(people, terms))
			}
			tried++
			if terms.List[slices.IndexFunc(terms.List, func(x Term) bool { return x.Name == u.Term })].droppable() {
				dropped++
			}
			kinds[terms.List[slices.IndexFunc(terms.List, func(x Term) bool { return x.Name == u.Term })].Kind]++
		}
	}
	t.Logf("%d changes solved again, %d of them of terms that may be dropped: %v", tried, dropped, kinds)
	if tried < *counterfactuals || dropped < tried/100 || len(kinds) < 8 {
		t.Error("too few changes, or of too few kinds")
	}
}
