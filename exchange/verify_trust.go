package exchange

// trusted checks trust limits, groups and the least number of stages a plan
// claims, from the releases alone and in their plainest reading: at the worst
// instant of a stage everything that puts a party ahead has happened in it, and
// nothing of it that brings the party back.
func (a *audit) trusted(plan Plan) {
	at := 0
	for _, t := range a.inForceInOrder(KindTrust) {
		sides := [][2]string{{t.Party, ""}}
		if t.Party == "" {
			sides = [][2]string{{t.Between[0], t.Between[1]}, {t.Between[1], t.Between[0]}}
		}
		for i, side := range sides {
			if at >= len(plan.Trust) {
				a.fail("%s is missing among the plan's trust limits", t.Name)
				return
			}
			a.trust(plan, at, Trust{Term: t.Name, Party: side[0], Towards: side[1], Limit: t.Ahead[i]})
			at++
		}
	}
	if at != len(plan.Trust) {
		a.fail("the plan has %d trust limits, the sheet %d", len(plan.Trust), at)
	}
	for k := range plan.Stages {
		if len(plan.Stages[k].Ahead) != at {
			a.fail("stage %d gives %d leads for %d trust limits", k+1, len(plan.Stages[k].Ahead), at)
		}
	}
	if plan.StageBound < 0 || plan.StageBound > len(plan.Stages) || plan.StageBound == 0 && len(plan.Stages) > 0 {
		a.fail("the plan says that %d stages are needed and has %d", plan.StageBound, len(plan.Stages))
	}
	a.groups(plan)
	a.fewest(plan)
}

func (a *audit) inForceInOrder(k Kind) []*Term {
	var out []*Term
	for i := range a.terms.List {
		if t := &a.terms.List[i]; t.Kind == k && !a.waits[t.Name] {
			out = append(out, t)
		}
	}
	return out
}

// trust follows one limit through the stages, in products of whole numbers.
func (a *audit) trust(plan Plan, at int, want Trust) {
	gives, gets := make([]int64, len(plan.Stages)+1), make([]int64, len(plan.Stages)+1)
	for k := range plan.Releases {
		r, i := &plan.Releases[k], a.at[k]
		if i < 0 || r.Stage < 1 || r.Stage > len(plan.Stages) {
			continue
		}
		p := &a.people[i]
		if p.Status == StatusRemains || r.To != p.Home || a.outside(p) {
			continue
		}
		if r.From == want.Party && (want.Towards == "" || r.To == want.Towards) {
			gives[r.Stage]++
			want.Gives++
		}
		if r.To == want.Party && (want.Towards == "" || r.From == want.Towards) {
			gets[r.Stage]++
			want.Gets++
		}
	}
	if plan.Trust[at] != want {
		a.fail("%s: the plan's trust limit of %s is not that of the sheet and the releases", want.Term, want.Party)
		return
	}
	if want.Gets == 0 || want.Gives == 0 {
		return
	}
	released, back := int64(0), int64(0)
	for k := 1; k <= len(plan.Stages); k++ {
		released += gives[k]
		// released - back*Gives/Gets, times Gets.
		lead := released*want.Gets - back*want.Gives
		if lead > min(want.Limit, want.Gives)*want.Gets {
			a.fail("%s: %s may be ahead by more than %d in stage %d", want.Term, want.Party, want.Limit, k)
		}
		if told := plan.Stages[k-1].Ahead; at < len(told) && (told[at]*want.Gets < lead || (told[at]-1)*want.Gets >= lead) {
			a.fail("%s: stage %d gives %d as the lead of %s, which it is not", want.Term, k, told[at], want.Party)
		}
		back += gets[k]
	}
}

// groups checks that those of a group who go the same way over the same
// crossing go in one stage, the owed apart, unless the plan says it is divided;
// and, as it has everybody in hand, who is said to go to a third country.
func (a *audit) groups(plan Plan) {
	divided := map[string]bool{} // said to be; true: and is
	for _, g := range plan.GroupsDivided {
		if _, twice := divided[g]; twice {
			a.fail("group %s is said to be divided twice", g)
		}
		divided[g] = false
	}
	type key struct{ group, from, to, crossing string }
	stage := map[key]int{}
	for x := range plan.Releases {
		r, i := &plan.Releases[x], a.at[x]
		known := i >= 0
		if known && r.ThirdCountry != (r.To != a.people[i].Home) {
			a.fail("%s: whether the release is to a third country is wrong", r.ID)
		}
		if !known || r.Owed || r.Remains {
			continue
		}
		for _, g := range a.people[i].Group {
			k := key{g, r.From, r.To, a.crossingOf(&a.people[i])}
			if k.crossing == "" && len(plan.Trust) == 0 {
				continue
			}
			first, seen := stage[k]
			if !seen {
				stage[k] = r.Stage
				continue
			}
			if first == r.Stage {
				continue
			}
			if _, said := divided[g]; !said {
				a.fail("group %s is divided: some go in stage %d, %s in stage %d", g, first, r.ID, r.Stage)
			}
			divided[g] = true
		}
	}
	for g, is := range divided {
		if !is {
			a.fail("group %s is said to be divided and is not", g)
		}
	}
}
