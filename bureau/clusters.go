package bureau

import (
	"bytes"
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
	latest := map[[2]statement.ID]linkFact{}
	for _, l := range links {
		if active(l.Entry, l.Ordinal) {
			pair := pairOf(l.A, l.B)
			if was, has := latest[pair]; !has || was.Entry < l.Entry {
				latest[pair] = l
			}
		}
	}
	for pair, l := range latest {
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
