package bureau

import (
	"bytes"
	"cmp"
	"slices"

	"homeward/statement"
)

// clusters are the subjects that reviewed statements join as one person. Only
// subjects that some statement names are in it; every other one stands alone.
type clusters struct {
	parent map[statement.ID]statement.ID
	sets   map[statement.ID][]statement.ID // root → members, in order
}

// joinAll joins along the active "same person" statements. A "not same person"
// statement joins nothing; where both are said of one pair, the later one holds,
// and the earlier stays on file.
func joinAll(links []linkFact, active func(entry int64, ordinal int) bool) *clusters {
	c := &clusters{parent: map[statement.ID]statement.ID{}, sets: map[statement.ID][]statement.ID{}}
	for pair, l := range latestLinks(links, active) {
		if l.Same {
			a, b := c.find(pair[0]), c.find(pair[1])
			if bytes.Compare(a[:], b[:]) > 0 {
				a, b = b, a
			}
			c.parent[b] = a
		}
	}
	for id := range c.parent {
		root := c.find(id)
		c.sets[root] = append(c.sets[root], id)
	}
	for _, set := range c.sets {
		slices.SortFunc(set, func(a, b statement.ID) int { return bytes.Compare(a[:], b[:]) })
	}
	return c
}

// linkDecisions counts the decisions that join or part people, and those that take
// one back or restore it. Only [Bureau.decideOnLinks] makes such, so that each takes
// the next number.
func (f *facts) linkDecisions() int {
	about := map[string]bool{}
	for _, l := range f.Links {
		about[statement.Ref{Entry: l.Entry}.String()] = true
	}
	n := len(f.Links)
	for _, a := range f.Acts { // an act reaches only earlier entries
		if about[a.Acts] {
			about[statement.Ref{Entry: a.Entry}.String()] = true
			n++
		}
	}
	return n
}

// isAboutLinks tells whether an entry joins or parts people, or takes such a
// decision back, or restores it.
func (f *facts) isAboutLinks(entry int64) bool {
	ref := statement.Ref{Entry: entry}
	for range f.Acts {
		if slices.ContainsFunc(f.Links, func(l linkFact) bool { return l.Entry == ref.Entry }) {
			return true
		}
		i := slices.IndexFunc(f.Acts, func(a actFact) bool { return a.Entry == ref.Entry })
		if i < 0 {
			return false
		}
		target, err := statement.ParseRef(f.Acts[i].Acts)
		if err != nil {
			return false
		}
		ref = target
	}
	return slices.ContainsFunc(f.Links, func(l linkFact) bool { return l.Entry == ref.Entry })
}

// latestLinks is what holds of each pair of subjects.
func latestLinks(links []linkFact, active func(entry int64, ordinal int) bool) map[[2]statement.ID]linkFact {
	latest := map[[2]statement.ID]linkFact{}
	for _, l := range links {
		if active(l.Entry, l.Ordinal) {
			pair := pairOf(l.A, l.B)
			if was, has := latest[pair]; !has || was.Entry < l.Entry {
				latest[pair] = l
			}
		}
	}
	return latest
}

// link is what holds of a pair of subjects, if anything was said of it.
func (r *register) link(a, b statement.ID) (linkFact, bool) {
	l, has := latestLinks(r.facts.Links, r.facts.active())[pairOf(a, b)]
	return l, has
}

// contradiction is a pair that is said to be two people while others join it.
type contradiction struct {
	parted linkFact
	joined []linkFact // the way from the one to the other
}

// contradictions finds every pair that is parted and joined at once.
func (f *facts) contradictions() []contradiction {
	active := f.active()
	joined := joinAll(f.Links, active)
	neighbours := map[statement.ID][]linkFact{}
	var parted []linkFact
	for _, l := range latestLinks(f.Links, active) {
		if !l.Same {
			if slices.Contains(joined.of(l.A), l.B) {
				parted = append(parted, l)
			}
			continue
		}
		neighbours[l.A] = append(neighbours[l.A], l)
		neighbours[l.B] = append(neighbours[l.B], l)
	}
	slices.SortFunc(parted, func(a, b linkFact) int { return cmp.Compare(a.Entry, b.Entry) })
	var all []contradiction
	for _, p := range parted {
		all = append(all, contradiction{parted: p, joined: way(p.A, p.B, neighbours)})
	}
	return all
}

// way is a shortest way from a subject to another along the links that join them.
func way(from, to statement.ID, neighbours map[statement.ID][]linkFact) []linkFact {
	came := map[statement.ID]linkFact{}
	for queue := []statement.ID{from}; len(queue) > 0; queue = queue[1:] {
		for _, l := range neighbours[queue[0]] {
			next := l.A
			if next == queue[0] {
				next = l.B
			}
			if _, seen := came[next]; !seen && next != from {
				came[next] = l
				queue = append(queue, next)
			}
		}
	}
	var links []linkFact
	for at := to; at != from; {
		l, has := came[at]
		if !has {
			break
		}
		links = append(links, l)
		if at == l.A {
			at = l.B
		} else {
			at = l.A
		}
	}
	slices.Reverse(links)
	return links
}

func pairOf(a, b statement.ID) [2]statement.ID {
	if bytes.Compare(a[:], b[:]) > 0 {
		a, b = b, a
	}
	return [2]statement.ID{a, b}
}

func (c *clusters) find(id statement.ID) statement.ID {
	p, has := c.parent[id]
	if !has {
		c.parent[id] = id
		return id
	}
	for p != c.parent[p] {
		p = c.parent[p]
	}
	c.parent[id] = p
	return p
}

// of returns the subjects of the person that id belongs to, itself included.
func (c *clusters) of(id statement.ID) []statement.ID {
	if _, has := c.parent[id]; !has {
		return []statement.ID{id}
	}
	root := id
	for root != c.parent[root] {
		root = c.parent[root]
	}
	return c.sets[root]
}
