package exchange

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// A plan that claims a stage more than is needed is rejected, one that claims what is
// needed is not; what was not checked is told.
func TestVerifyTriesTheLeastStages(t *testing.T) {
	t.Parallel()
	forged, held, told := 0, 0, 0
	for seed := range uint64(900) {
		people, terms := stagingInstance(rand.New(rand.NewPCG(seed, 33)), 14)
		plan, err := Solve(people, terms, Options{})
		if err != nil {
			t.Fatal(err)
		}
		unchecked, err := Examine(people, terms, plan)
		if err != nil {
			t.Fatalf("instance %d: %v", seed, err)
		}
		if len(plan.Stages) < 2 {
			continue
		}
		if held++; slices.ContainsFunc(unchecked, func(s string) bool { return strings.Contains(s, "no schedule has fewer") }) {
			told++
		}
		// The same releases, the last stage once more empty but for one of its people.
		late := clonePlan(plan)
		last := len(late.Stages)
		some := 0
		for k := range late.Releases {
			if late.Releases[k].Stage == last && !late.Releases[k].Owed && !late.Releases[k].Remains {
				some++
			}
		}
		if plan.StageBound != last || some == 0 {
			continue
		}
		for k := range late.Releases {
			if r := &late.Releases[k]; r.Stage == last && !r.Owed && !r.Remains {
				r.Stage++ // all who go last go a day later
			}
		}
		late.tellStages()
		if Verify(people, terms, late) != nil {
			continue // a crossing has no such day, or the last stage holds none any more
		}
		late.StageBound++
		if Verify(people, terms, late) == nil {
			t.Fatalf("instance %d: %d stages are enough, and a bound of %d verifies\n%s", seed, last, late.StageBound, describeInstance(people, terms))
		}
		forged++
	}
	t.Logf("%d bounds checked, %d of them not to the end; %d forged rejected", held, told, forged)
	if held < 100 || told > held/50 || forged < 50 {
		t.Error("too few to show anything")
	}
}
