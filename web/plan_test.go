package web

import (
	"context"
	"fmt"
	"io"
	"strings"
	"testing"

	"homeward/bureau"
	"homeward/exchange"
)

func TestPlanSaysWhoStaysAndWhy(t *testing.T) {
	b, o := theSample(t, 120)
	w := browse(t, b, o)
	a := w.page(t, "/plans/1")
	var home, left int
	for _, fig := range a.all(".fig") {
		n := 0
		fmt.Sscan(strings.ReplaceAll(fig.one(t, "b").text(), "\u202f", ""), &n)
		switch {
		case strings.HasSuffix(fig.text(), " home"):
			home = n
		case strings.HasSuffix(fig.text(), " stay"):
			left = n
		}
	}
	grouped := 0
	for _, g := range a.all(".reason", "summary", "b") {
		n := 0
		fmt.Sscan(strings.ReplaceAll(g.text(), "\u202f", ""), &n)
		grouped += n
	}
	if home == 0 || left == 0 || grouped != left {
		t.Errorf("%d home, %d stay, %d of them with a reason", home, left, grouped)
	}
	if len(a.all("#goes")) == 0 || len(a.all(".people", "li", "bdi")) == 0 {
		t.Error("the plan names nobody")
	}
	if len((node{a.one(t, "#tiers").Parent}).all("tbody", "tr")) == 0 {
		t.Error("no measure with its bound is shown")
	}
	if words := (node{a.one(t, "#tiers").Parent}).text(); !strings.Contains(words, "to a third country, as they wish") || strings.Contains(words, "third_country") {
		t.Errorf("a measure is called by its code: %s", words)
	}
	if a := w.get(t, "/plans/3"); a.status != 404 {
		t.Errorf("a plan that is not there: status %d", a.status)
	}
}

// planned is a bureau whose plan is changed on its way to the page.
type planned struct {
	*bureau.Bureau
	change func(*exchange.Plan)
}

func (p planned) Plan(ctx context.Context, terms io.Reader, name string) (exchange.Plan, error) {
	plan, err := p.Bureau.Plan(ctx, terms, name)
	p.change(&plan)
	return plan, err
}

// The page of a plan claims no more than homeward plan does: that it is the best
// only if people are different, how many more could come home where that is open.
func TestPlanClaimsNoMoreThanIsProved(t *testing.T) {
	b, o := theSample(t, 120)
	const proved = "This is proved to be the best"
	for name, c := range map[string]struct {
		change  func(*exchange.Plan)
		says    []string
		not     string
		doubles int
	}{
		"proved":              {func(p *exchange.Plan) { p.Doubles = nil }, []string{proved}, "Only if the pairs", 0},
		"two who may be one":  {func(p *exchange.Plan) { p.Doubles = double(p, 1) }, []string{"Only if the pairs below are two people each", "12.0 bits"}, proved, 1},
		"more than are named": {func(p *exchange.Plan) { p.Doubles = double(p, 101) }, []string{"The first 100 are named here"}, proved, 100},
		"a gap in people": {func(p *exchange.Plan) { p.Status, p.GapPeople = exchange.Feasible, 7 },
			[]string{"that this is the best is not proved", "At most 7 more could come home"}, proved, 0},
		"no gap in people": {func(p *exchange.Plan) { p.Status = exchange.Feasible }, []string{"No plan brings more people home"}, proved, 0},
		"the search ended": {func(p *exchange.Plan) { p.Status, p.GapPeople = exchange.Undecided, 9 }, []string{"The search ended", "At most 9 could come home"}, proved, 0},
		"terms left out":   {func(p *exchange.Plan) { p.Dropped = []string{"the bridge"} }, []string{"Terms it does without: the bridge"}, "", 0},
		"a neutral country": {func(p *exchange.Plan) {
			p.Accommodated = []exchange.Accommodation{{ID: p.Left[0].ID, From: "VER", To: "MRN"}}
		}, []string{"Taken in by a neutral country"}, "", 0},
	} {
		t.Run(name, func(t *testing.T) {
			w := browse(t, planned{b, func(p *exchange.Plan) { p.Doubles = nil; c.change(p) }}, o)
			a := w.page(t, "/plans/1")
			words := a.text()
			for _, s := range c.says {
				if !strings.Contains(words, s) {
					t.Errorf("the page does not say %q", s)
				}
			}
			if c.not != "" && strings.Contains(words, c.not) {
				t.Errorf("the page says %q", c.not)
			}
			if n := len(a.all(".notice", "li")); n != c.doubles {
				t.Errorf("%d pairs who may be one person are shown, %d are wanted", n, c.doubles)
			}
		})
	}
}

func double(p *exchange.Plan, n int) (doubles []exchange.Double) {
	for range n {
		doubles = append(doubles, exchange.Double{ID: p.Releases[0].ID, Other: p.Left[0].ID, Bits: 12})
	}
	return doubles
}
