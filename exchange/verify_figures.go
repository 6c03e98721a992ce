package exchange

import (
	"sort"
	"strings"
)

// figures counts every tier by its name.
func (a *audit) figures(place []string) (names []string, values []int64) {
	classes := make([]int64, len(a.terms.Priorities))
	bands := map[int]int64{} // of whole years
	known := map[Date]int{}
	var owed, home, third, dead int64
	for i, to := range place {
		p := &a.people[i]
		years, seen := known[p.CapturedOn]
		if !seen {
			years = captive(p, a.terms.On)
			known[p.CapturedOn] = years
			if _, some := bands[years]; !some {
				bands[years] = 0
			}
		}
		switch {
		case to == "":
		case p.Status == StatusRemains:
			dead++
		case to != p.Home:
			third++
		default:
			home++
			if a.outside(p) {
				owed++
			}
			bands[years]++
			if len(p.Priority) > 0 {
				for c, class := range a.terms.Priorities {
					if holds([]string{class}, p.Priority...) {
						classes[c]++
					}
				}
			}
		}
	}
	put := func(name string, value int64) { names, values = append(names, name), append(values, value) }
	put("owed", owed)
	put("home", home)
	if n, some := a.optionalKept(); some {
		put("optional terms kept", n)
	}
	for c, class := range a.terms.Priorities {
		put("priority "+class, classes[c])
	}
	var years []int
	for y := range bands {
		if y >= 0 {
			years = append(years, y)
		}
	}
	sort.Sort(sort.Reverse(sort.IntSlice(years)))
	for _, y := range years {
		put(yearsName(y), bands[y])
	}
	put("third_country", third)
	put("remains", dead)
	return names, values
}

func (a *audit) counts(plan Plan, place []string) {
	if len(plan.Objective) != len(plan.Tiers) || len(plan.Bound) != len(plan.Tiers) || len(plan.Tiers) < 2 {
		a.fail("%d tiers, %d figures reached, %d bounds", len(plan.Tiers), len(plan.Objective), len(plan.Bound))
		return
	}
	names, values := a.figures(place)
	k := 0
	for i, name := range names {
		if k < len(plan.Tiers) && plan.Tiers[k] == name {
			if plan.Objective[k] != values[i] {
				a.fail("tier %q is given as %d and is %d", name, plan.Objective[k], values[i])
			}
			k++
		} else if values[i] != 0 {
			a.fail("tier %q is missing or out of order", name)
		}
	}
	if k != len(plan.Tiers) {
		a.fail("tiers are not those of the sheet: %s", strings.Join(plan.Tiers, ", "))
	}
	proved := true
	for i := range plan.Tiers {
		proved = proved && plan.Bound[i] == plan.Objective[i]
	}
	if plan.Status == Optimal && !proved {
		a.fail("called optimal, but a bound is not reached")
	}
	get := func(name string) int64 {
		for i := range names {
			if names[i] == name {
				return values[i]
			}
		}
		return 0
	}
	for _, c := range []struct {
		what  string
		given int64
		is    int64
	}{{"home", plan.Home, get("home")}, {"owed", plan.Owed, get("owed")}, {"third_country", plan.ThirdCountry, get("third_country")},
		{"remains", plan.Remains, get("remains")}, {"gap_people", plan.GapPeople, plan.Bound[1] - plan.Objective[1]}} {
		if c.given != c.is {
			a.fail("%s is given as %d and is %d", c.what, c.given, c.is)
		}
	}
	conditional := false
	for _, r := range plan.Releases {
		conditional = conditional || r.Interview
	}
	if conditional != plan.Conditional {
		a.fail("whether the plan is conditional on interviews is wrong")
	}
}
