package exchange

// groupsKeep checks one term about groups, person by person. Those who stand
// outside every ratio and limit are no part of it.
func (a *audit) groupsKeep(t *Term, place []string) {
	if t.Kind == KindApart && len(t.IDs) > 0 {
		n := 0
		for id := range a.ties[t.Name] {
			if i := a.index.find(id); i >= 0 && place[i] != "" && !a.outside(&a.people[i]) {
				n++
			}
		}
		if n > 1 {
			a.fail("%s: %d of them go", t.Name, n)
		}
		return
	}
	for _, g := range t.Groups {
		goes, could := 0, 0
		for i := range a.people {
			p := &a.people[i]
			if p.Status == StatusRemains || !holds([]string{g}, p.Group...) || a.outside(p) {
				continue
			}
			if place[i] != "" {
				goes++
			}
			if a.mayGo(p) {
				could++
			}
		}
		if t.Kind == KindApart && goes > 1 {
			a.fail("%s: %d people of %s go", t.Name, goes, g)
		}
		if t.Kind == KindTogether && goes != 0 && goes != could {
			a.fail("%s: %d of %d people of %s go; all or nobody", t.Name, goes, could, g)
		}
	}
}

// heldBack names the groups of which law and wish let somebody go, but no term
// opens a way.
func (a *audit) heldBack(t *Term, r *Roll) map[string]bool {
	out := map[string]bool{}
	for i := range r.IDs {
		words := r.Group.of(i)
		if !holds(t.Groups, words...) {
			continue
		}
		p := r.Person(i)
		if p.Status != StatusRemains && !a.outside(&p) && a.mayGo(&p) && a.judge(&p) == "" {
			for _, g := range words {
				out[g] = true
			}
		}
	}
	return out
}
