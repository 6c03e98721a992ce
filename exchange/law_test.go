package exchange

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func person(id, holder, home string, change func(*Person)) Person {
	p := Person{ID: id, Holder: holder, Home: home, Wish: WishReturn, FitToTravel: FitYes, CapturedOn: Date{2023, 1, 1}}
	if change != nil {
		change(&p)
	}
	p.fillBlanks()
	return p
}

func sheetOf(terms ...Term) *Terms {
	t := &Terms{On: Date{2025, 1, 13}, Seed: "s", Parties: []string{"VER", "SOK", "HAN", "NEU"}, List: terms}
	for i := range t.List {
		if t.List[i].Name == "" {
			t.List[i].Name = fmt.Sprint(t.List[i].Kind, " ", i)
		}
	}
	return t
}

var manForMan = Term{Kind: KindParity, Name: "man for man", Between: [2]string{"VER", "SOK"}, Ratio: [2]int64{1, 1}}

// One man of SOK is held by VER and changed by each case; one man of VER is
// held by SOK and able to go. want is where the first goes ("" stays).
func TestByArticle(t *testing.T) {
	withTerms := func(extra ...Term) *Terms { return sheetOf(append([]Term{manForMan}, extra...)...) }
	toNeu := Term{Kind: KindThirdCountry, Way: Lane{From: "VER"}, To: "NEU"}
	for _, c := range []struct {
		rule   string
		change func(*Person)
		terms  *Terms
		want   string
		reason Reason
		home   int64
		owed   int64
	}{
		{"plain: goes man for man", nil, withTerms(), "SOK", "", 2, 0},
		{"109(3): wishes to stay, never sent home", func(p *Person) { p.Wish = WishStay }, withTerms(), "", ReasonWish, 0, 0},
		{"109(3): wishes to stay though found 110_direct", func(p *Person) { p.Wish = WishStay; p.Finding = FindingDirect }, withTerms(), "", ReasonWish, 0, 0},
		{"109(3): wishes to stay though a way elsewhere is offered", func(p *Person) { p.Wish = WishStay }, withTerms(toNeu), "", ReasonWish, 0, 0},
		{"third country: not home, and nobody offers one", func(p *Person) { p.Wish = WishThirdCountry }, withTerms(), "", ReasonWish, 0, 0},
		{"third country: goes where one is offered, and counts for nobody", func(p *Person) { p.Wish = WishThirdCountry }, withTerms(toNeu), "NEU", "", 0, 0},
		{"third country: not to another than he named", func(p *Person) { p.Wish = WishThirdCountry; p.Destination = "HAN" }, withTerms(toNeu), "", ReasonWish, 0, 0},
		{"a return wish is not sent to a third country", nil, sheetOf(toNeu), "", ReasonNoTerm, 0, 0},
		{"unknown wish: needs an interview", func(p *Person) { p.Wish = WishUnknown }, withTerms(), "", ReasonInterview, 0, 0},
		{"unknown wish: goes on condition", func(p *Person) { p.Wish = WishUnknown },
			&Terms{On: Date{2025, 1, 13}, Parties: []string{"VER", "SOK"}, IfInterviewed: true, List: []Term{manForMan}}, "SOK", "", 2, 0},
		{"109(1): found 110_direct, goes outside the ratio and buys nobody", func(p *Person) { p.Finding = FindingDirect }, withTerms(), "SOK", "", 1, 1},
		{"109(1): goes though no term opens a way", func(p *Person) { p.Finding = FindingDirect }, sheetOf(), "SOK", "", 1, 1},
		{"109(1): goes though excluded by name", func(p *Person) { p.Finding = FindingDirect }, withTerms(Term{Kind: KindExclude, IDs: []string{"S"}}), "SOK", "", 1, 1},
		{"109(1): no limit holds him", func(p *Person) { p.Finding = FindingDirect }, withTerms(Term{Kind: KindAtMost}), "SOK", "", 1, 1},
		{"109(1): not fit to travel, waits and is no currency", func(p *Person) { p.Finding = FindingDirect; p.FitToTravel = FitNo }, withTerms(), "", ReasonUnfit, 0, 0},
		{"109(1): fitness not known", func(p *Person) { p.Finding = FindingDirect; p.FitToTravel = FitUnknown }, withTerms(), "", ReasonFitness, 0, 0},
		{"110: gravely wounded is no finding", func(p *Person) { p.Condition = "seriously wounded" }, withTerms(), "SOK", "", 2, 0},
		{"109(2): 110_neutral is not owed home", func(p *Person) { p.Finding = FindingNeutral }, sheetOf(), "", ReasonNoTerm, 0, 0},
		{"GCI 30: medical goes outside the ratio", func(p *Person) { p.Status = StatusMedical }, withTerms(), "SOK", "", 1, 1},
		{"GCI 30: religious goes outside the ratio", func(p *Person) { p.Status = StatusReligious }, sheetOf(), "SOK", "", 1, 1},
		{"GCI 28: medical retained", func(p *Person) { p.Status = StatusMedical }, withTerms(Term{Kind: KindRetain, Way: Lane{From: "VER"}}), "", ReasonRetained, 0, 0},
		{"GCI 28: retention is the holder's own", func(p *Person) { p.Status = StatusMedical }, withTerms(Term{Kind: KindRetain, Way: Lane{From: "SOK"}}), "SOK", "", 1, 1},
		{"GCI 28: a soldier is not retained", nil, withTerms(Term{Kind: KindRetain, Way: Lane{From: "VER"}}), "SOK", "", 2, 0},
		{"GCI 28, 109: a retained doctor found 110_direct goes", func(p *Person) { p.Status = StatusMedical; p.Finding = FindingDirect },
			withTerms(Term{Kind: KindRetain, Way: Lane{From: "VER"}}), "SOK", "", 1, 1},
		{"119(5): under prosecution, kept back", func(p *Person) { p.Hold = HoldProsecution }, withTerms(), "", ReasonHold, 0, 0},
		{"115: owed but sentenced, only with consent", func(p *Person) { p.Hold = HoldSentence; p.Finding = FindingDirect }, withTerms(), "", ReasonHold, 0, 0},
		{"115: owed and sentenced, with consent", func(p *Person) { p.Hold = HoldSentence; p.Finding = FindingDirect },
			withTerms(Term{Kind: KindConsent, Way: Lane{From: "VER"}}), "SOK", "", 1, 1},
		{"119(5): with consent", func(p *Person) { p.Hold = HoldSentence }, withTerms(Term{Kind: KindConsent, Way: Lane{From: "VER"}}), "SOK", "", 2, 0},
		{"excluded by name", nil, withTerms(Term{Kind: KindExclude, IDs: []string{"S"}, Why: "asked for time"}), "", ReasonExcluded, 0, 0},
		{"remains are not counted with the living", func(p *Person) { p.Status = StatusRemains; p.Wish = WishUnknown }, withTerms(), "", ReasonNoTerm, 0, 0},
		{"remains go by a term of their own", func(p *Person) { p.Status = StatusRemains; p.Wish = WishUnknown },
			withTerms(Term{Kind: KindRelease, Way: Lane{From: "VER", People: &Selector{Status: []string{"remains"}}}}), "SOK", "", 0, 0},
		{"a condition not met shuts the way", nil, withTerms(Term{Kind: KindCondition, Says: "grain", Met: "no", For: []string{"man for man"}}), "", ReasonCondition, 0, 0},
		{"a condition met does not", nil, withTerms(Term{Kind: KindCondition, Says: "grain", Met: "yes", For: []string{"man for man"}}), "SOK", "", 2, 0},
		{"a limit opens no way", nil, sheetOf(Term{Kind: KindAtMost, Count: 5}), "", ReasonNoTerm, 0, 0},
		{"holder is home", func(p *Person) { p.Home = "VER" }, withTerms(), "", ReasonHome, 0, 0},
	} {
		t.Run(c.rule, func(t *testing.T) {
			people := []Person{person("S", "VER", "SOK", c.change), person("V", "SOK", "VER", nil)}
			p := mustSolve(t, people, c.terms)
			if p.Status != Optimal {
				t.Fatalf("status %s", p.Status)
			}
			if got := goesTo(p, "S"); got != c.want {
				t.Errorf("goes to %q, want %q", got, c.want)
			}
			if l := leftOf(p, "S"); l.Reason != c.reason {
				t.Errorf("left for %q (%s), want %q", l.Reason, l.Detail, c.reason)
			}
			if p.Home != c.home || p.Owed != c.owed {
				t.Errorf("home %d, owed %d; want %d, %d", p.Home, p.Owed, c.home, c.owed)
			}
		})
	}
}

func TestConditionalPlanIsMarked(t *testing.T) {
	people := []Person{person("S", "VER", "SOK", func(p *Person) { p.Wish = WishUnknown }), person("V", "SOK", "VER", nil)}
	terms := sheetOf(manForMan)
	terms.IfInterviewed = true
	p := mustSolve(t, people, terms)
	if !p.Conditional || !p.Releases[0].Interview || p.Releases[1].Interview {
		t.Errorf("conditional %v, releases %+v", p.Conditional, p.Releases)
	}
}

func TestIncludeAgainstAWishIsAConflict(t *testing.T) {
	people := []Person{person("S", "VER", "SOK", func(p *Person) { p.Wish = WishStay }), person("D", "VER", "SOK", func(p *Person) { p.Finding = FindingDirect })}
	p := mustSolve(t, people, sheetOf(manForMan, Term{Name: "him", Kind: KindInclude, IDs: []string{"S"}}))
	if p.Status != Infeasible || !slices.Equal(p.Conflict, []string{"him"}) {
		t.Fatalf("%s, conflict %q", p.Status, p.Conflict)
	}
	if l := leftOf(p, "S"); l.Reason != ReasonWish {
		t.Errorf("S is left for %q", l.Reason)
	}
	if l := leftOf(p, "D"); l.Reason != ReasonTermsConflict || !strings.Contains(l.Detail, "owed") {
		t.Errorf("D: %+v", l)
	}
}

func TestMinimalConflict(t *testing.T) {
	var people []Person
	for i := range 4 {
		people = append(people, person(fmt.Sprint("S", i), "VER", "SOK", nil), person(fmt.Sprint("V", i), "SOK", "VER", nil))
	}
	p := mustSolve(t, people, sheetOf(manForMan,
		Term{Name: "three", Kind: KindAtLeast, Count: 3, People: &Selector{Holder: []string{"VER"}}},
		Term{Name: "many", Kind: KindAtMost, Count: 7},
		Term{Name: "two", Kind: KindAtMost, Count: 2, People: &Selector{Holder: []string{"SOK"}}}))
	if p.Status != Infeasible || !slices.Equal(p.Conflict, []string{"man for man", "three", "two"}) {
		t.Errorf("%s, conflict %q", p.Status, p.Conflict)
	}
}

// Longest in captivity first, within the class that the lot does not reach.
func TestTiersInTurn(t *testing.T) {
	people := []Person{person("S", "VER", "SOK", nil),
		person("new", "SOK", "VER", func(p *Person) { p.CapturedOn = Date{2024, 5, 1} }),
		person("old", "SOK", "VER", func(p *Person) { p.CapturedOn = Date{2021, 5, 1} }),
		person("child", "SOK", "VER", func(p *Person) { p.CapturedOn = Date{2024, 5, 1}; p.Priority = []string{"minors"} })}
	terms := sheetOf(manForMan)
	if p := mustSolve(t, people, terms); goesTo(p, "old") == "" || len(p.Notes) != 1 {
		t.Errorf("without classes the longest held goes: %+v, notes %q", p.Releases, p.Notes)
	}
	terms.Priorities = []string{"minors"}
	if p := mustSolve(t, people, terms); goesTo(p, "child") == "" || p.Tiers[2] != "priority minors" || p.Objective[2] != 1 {
		t.Errorf("a published class goes before: %+v", p.Releases)
	}
}

func TestCrossingStages(t *testing.T) {
	var people []Person
	for i := range 10 {
		people = append(people, person(fmt.Sprint("S", i), "VER", "SOK", nil), person(fmt.Sprint("V", i), "SOK", "VER", nil))
	}
	people = append(people, person("D", "VER", "SOK", func(p *Person) { p.Finding = FindingDirect }))
	bridge := Term{Name: "bridge", Kind: KindCrossing, At: "bridge", PerDay: 6}
	p := mustSolve(t, people, sheetOf(manForMan, bridge))
	if p.Home != 21 || len(p.Stages) != 4 || p.Stages[0].People != 6 || p.Stages[3].HomeSoFar != 21 {
		t.Errorf("home %d, stages %+v", p.Home, p.Stages)
	}
	for _, r := range p.Releases {
		if r.ID == "D" && r.Stage != 1 {
			t.Errorf("the owed go first, D goes in stage %d", r.Stage)
		}
	}
	bridge.Days = 2
	p = mustSolve(t, people, sheetOf(manForMan, bridge))
	if p.Home != 11 || p.Owed != 1 {
		t.Errorf("in two days home %d, owed %d; want 11 (12 places, pairs and one owed), 1", p.Home, p.Owed)
	}
	if !slices.Contains(p.Unlock, Unlock{Term: "bridge", Change: "7 a day instead of 6", Gain: 2, Proved: true}) ||
		p.Unlock[0] != (Unlock{Term: "bridge", Change: "as many days as it takes", Gain: 10, Proved: true, Removed: true}) {
		t.Errorf("unlock %+v; one more a day brings two", p.Unlock)
	}
}

// 26 people and seven states went at once in Ankara in 2024; holder, nationality
// and destination all differ. The sample is smaller and invented.
func TestSevenStates(t *testing.T) {
	people, terms := readCase(t, "seven")
	p := mustSolve(t, people, terms)
	if p.Status != Optimal {
		t.Fatalf("%s: %q", p.Status, p.Conflict)
	}
	if goesTo(p, "S1") != "SOK" || goesTo(p, "S4") != "" || leftOf(p, "S5").Reason != ReasonHold || goesTo(p, "A6") != "LUM" {
		t.Errorf("releases %+v, left %+v", p.Releases, p.Left)
	}
	if goesTo(p, "A2") == "" || p.Home != 8 || p.ThirdCountry != 1 {
		t.Errorf("home %d, third %d, A2 (held longest) to %q", p.Home, p.ThirdCountry, goesTo(p, "A2"))
	}
}
