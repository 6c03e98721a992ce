package exchange

import "slices"

// part adds a proof to the certificate of a part.
func (out *outcome) part(pc *piece, p Proof) {
	if len(p.Nodes) == 0 {
		return
	}
	first := int(pc.vars[0])
	if n := len(out.parts); n == 0 || out.parts[n-1].First != first {
		out.parts = append(out.parts, CertifiedPart{First: first})
	}
	last := &out.parts[len(out.parts)-1]
	last.Proofs = append(last.Proofs, p)
}

// trivialProof says that the ranges alone prove a tier.
func trivialProof() Proof { return Proof{Tiers: 1, Nodes: []ProofNode{{Over: 1}}} }

// proof writes the tree of a search, and the cuts it leans on, for the
// certificate. vars names what each variable is: a class or question as the model
// numbers it, or a cell c as -1-c. Rows after those of the piece are settled
// tiers; variables after vars, and the rows of theirs, are rounds. earlier is how
// many cuts the part has already.
func (m *model) proof(tiers int, t proofTree, pc *piece, vars []int32, settled []int, earlier int) Proof {
	numbers, rows := len(m.blocks)+len(m.binaries), len(m.rows)
	out := Proof{Tiers: tiers}
	number := make([]int, len(t.cuts)) // of each cut, once it is written
	// lean gives where a row goes and by what number.
	var write func(i int32)
	var cutNumber func(c int32) int
	lean := func(id int32, times []int64, ofRows, ofTiers *[][]int64) {
		switch i := int(id); {
		case i >= cutRow:
			*ofRows = append(*ofRows, append([]int64{int64(cutNumber(id - cutRow))}, times...))
		case i < 0:
			*ofRows = append(*ofRows, append([]int64{int64(rows + 2*int(pc.rows[(-1-i)/2]) + (-1-i)%2)}, times...))
		case i < len(pc.rows):
			*ofRows = append(*ofRows, append([]int64{int64(pc.rows[i])}, times...))
		default:
			*ofTiers = append(*ofTiers, append([]int64{int64(settled[i-len(pc.rows)])}, times...))
		}
	}
	cutNumber = func(c int32) int {
		if number[c] == 0 {
			k := t.cuts[c]
			one := Cut{Over: k.over, Rows: [][]int64{}, Cells: len(vars) > 0 && slices.ContainsFunc(vars, func(v int32) bool { return v < 0 })}
			for e, id := range k.rows {
				lean(id, []int64{k.times[e]}, &one.Rows, &one.Tiers)
			}
			for _, v := range k.top {
				switch {
				case int(v) >= t.drill.own:
					one.Top = append(one.Top, numbers+int(pc.rows[t.drill.of[int(v)-t.drill.own]]))
				case vars[v] < 0:
					one.TopCells = append(one.TopCells, int(-1-vars[v]))
				default:
					one.Top = append(one.Top, int(vars[v]))
				}
			}
			out.Cuts = append(out.Cuts, one) // after those it leans on
			number[c] = 3*rows + earlier + len(out.Cuts) - 1
		}
		return number[c]
	}
	write = func(i int32) {
		n := &t.nodes[i]
		if n.branch >= 0 {
			s := &Split{AtMax: n.at}
			switch {
			case n.branch >= t.drill.own:
				s.Of = numbers + int(pc.rows[t.drill.of[n.branch-t.drill.own]])
			case vars[n.branch] < 0:
				s.Of, s.Cell = int(-1-vars[n.branch]), true
			default:
				s.Of = int(vars[n.branch])
			}
			out.Nodes = append(out.Nodes, ProofNode{Split: s})
			write(n.low)
			write(n.high)
			return
		}
		end := ProofNode{Over: n.over, Empty: n.empty, Open: n.open}
		for r, y := range n.multipliers {
			if y != 0 {
				lean(n.names[r], []int64{y}, &end.Rows, &end.Tiers)
			}
		}
		out.Nodes = append(out.Nodes, end)
	}
	write(0)
	return out
}

// drawCurve draws the lot between classes where a curve program left several
// plans equal in every tier.
func (m *model) drawCurve(c *curve, tiers int, b *budget, out *outcome) {
	if len(c.nodes) == 0 && len(c.settled) == 0 {
		return // everybody who can go goes
	}
	f := c.face()
	if f == nil {
		// Several branches prove it: the tiers as rows say which plans are equal.
		w := m.widen(c.pc, c.p, c.best)
		m.settle(w, tiers)
		f = &face{p: w.p, lower: w.lower, upper: w.upper, x: w.x, cells: w.cells, of: make([]int32, len(w.cells))}
		for k, own := range w.at {
			for _, j := range own {
				f.of[j] = int32(k)
			}
		}
	}
	if len(f.cells) == 0 || onlyPoint(f.p, f.lower, f.upper) {
		return
	}
	x, drawn := m.drawLot(f.p, f.cells, f.lower, f.upper, f.x, b)
	out.lotDrawn = out.lotDrawn && drawn
	if !drawn {
		return
	}
	for j, v := range x {
		d := v - f.x[j]
		if f.cells[j] < 0 {
			out.perBlock[c.pc.vars[f.of[j]]] = v
			continue
		}
		out.perCell[f.cells[j]] += d
		out.perBlock[c.pc.vars[f.of[j]]] += d
	}
}
