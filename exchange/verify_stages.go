package exchange

// stages checks the crossings day by day and the table of stages.
func (a *audit) stages(plan Plan) {
	type day struct {
		crossing string
		stage    int
	}
	load := map[day]int64{}
	lastOwed, firstOther := map[string]int{}, map[string]int{} // per crossing
	people, dead, home := map[int]int64{}, map[int]int64{}, map[int]int64{}
	last := 0
	for k := range plan.Releases {
		r, i := &plan.Releases[k], a.at[k]
		if i < 0 {
			continue
		}
		last = max(last, r.Stage)
		if r.Stage < 1 {
			a.fail("%s has the stage %d; stages count from 1", r.ID, r.Stage)
		}
		over := a.crossingOf(&a.people[i])
		load[day{over, r.Stage}]++
		if r.Owed {
			lastOwed[over] = max(lastOwed[over], r.Stage)
		} else if n, some := firstOther[over]; !some || r.Stage < n {
			firstOther[over] = r.Stage
		}
		if r.Remains {
			dead[r.Stage]++
			continue
		}
		people[r.Stage]++
		if r.To == a.people[i].Home {
			home[r.Stage]++
		}
	}
	for _, t := range a.inForce(KindCrossing) {
		for d, n := range load {
			if d.crossing == t.Name && (n > t.PerDay || t.Days > 0 && int64(d.stage) > t.Days) {
				a.fail("%s: %d people on day %d; at most %d a day, %d days (0: any)", t.Name, n, d.stage, t.PerDay, t.Days)
			}
		}
	}
	for over, n := range firstOther {
		if over != "" && lastOwed[over] > n {
			a.fail("somebody owed crosses in stage %d, and others over the same crossing in stage %d; the owed go first", lastOwed[over], n)
		}
	}
	if len(plan.Stages) != last {
		a.fail("the plan lists %d stages and uses %d", len(plan.Stages), last)
		return
	}
	sofar := int64(0)
	for k, s := range plan.Stages {
		sofar += home[k+1]
		if s.Stage != k+1 || s.People != people[k+1] || s.Remains != dead[k+1] || s.HomeSoFar != sofar {
			a.fail("stage %d of the plan does not count what goes in it", k+1)
		}
	}
	a.trusted(plan)
}
