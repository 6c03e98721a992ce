package exchange

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
func trivialProof() Proof { return Proof{1, []ProofNode{{Over: 1}}} }

// proofNodes writes the tree of a search for the certificate. vars names what
// each variable is: a class or question as the model numbers it, or a cell c as
// -1-c. Rows after those of the piece are settled tiers; variables after vars,
// and the rows of theirs, are rounds.
func (m *model) proofNodes(t proofTree, pc *piece, vars []int32, settled []int) []ProofNode {
	numbers, rows := len(m.blocks)+len(m.binaries), len(m.rows)
	var out []ProofNode
	var write func(i int32)
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
			out = append(out, ProofNode{Split: s})
			write(n.low)
			write(n.high)
			return
		}
		end := ProofNode{Over: n.over, Empty: n.empty, Open: n.open}
		for r, y := range n.multipliers {
			if y == 0 {
				continue
			}
			switch i := int(t.drill.rows[r]); {
			case i < 0:
				end.Rows = append(end.Rows, []int64{int64(rows + 2*int(pc.rows[(-1-i)/2]) + (-1-i)%2), y})
			case i < len(pc.rows):
				end.Rows = append(end.Rows, []int64{int64(pc.rows[i]), y})
			default:
				end.Tiers = append(end.Tiers, []int64{int64(settled[i-len(pc.rows)]), y})
			}
		}
		out = append(out, end)
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
