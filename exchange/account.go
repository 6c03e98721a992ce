package exchange

// account adds a piece's solution to the outcome, with bounds equal to what is
// reached. Of each block the best go.
func (m *model) account(pc *piece, x []int64, tiers []tier, out *outcome) {
	for k, v := range pc.vars {
		out.perBlock[v] = x[k]
		if int(v) >= len(m.blocks) {
			if m.keptTier >= 0 && m.keptTier < len(tiers) {
				g := m.binaryGain(int(v) - len(m.blocks))[m.keptTier]
				out.objective[m.keptTier] += g * x[k]
				out.bound[m.keptTier] += g * x[k]
			}
			continue
		}
		bl := &m.blocks[v]
		rest := x[k]
		for _, c := range bl.cells {
			n := min(rest, m.cells[c].n)
			rest -= n
			out.perCell[c] = n
			if n == 0 {
				continue
			}
			for t := range tiers {
				if tiers[t].counts(bl, &m.cells[c]) {
					out.objective[t] += n
					out.bound[t] += n
				}
			}
		}
	}
}

// most is the number of people of a piece a tier could ever count.
func (m *model) most(pc *piece, t tier) int64 {
	var sum int64
	for _, v := range pc.vars {
		if int(v) >= len(m.blocks) && t.name == "optional terms kept" {
			sum += m.binaryGain(int(v) - len(m.blocks))[m.keptTier]
		}
		if int(v) < len(m.blocks) {
			for _, c := range m.blocks[v].cells {
				if t.counts(&m.blocks[v], &m.cells[c]) {
					sum += m.cells[c].n
				}
			}
		}
	}
	return sum
}

// admit sets the bounds of a piece's tiers from the given one on to all there
// are: nothing is proved of them.
func (m *model) admit(pc *piece, tiers []tier, from int, out *outcome) {
	for t := from; t < len(tiers); t++ {
		for _, v := range pc.vars {
			if int(v) >= len(m.blocks) {
				if t == m.keptTier {
					out.bound[t] += m.binaryGain(int(v) - len(m.blocks))[t] * (1 - out.perBlock[v])
				}
				continue
			}
			for _, c := range m.blocks[v].cells {
				if tiers[t].counts(&m.blocks[v], &m.cells[c]) {
					out.bound[t] += m.cells[c].n - out.perCell[c]
				}
			}
		}
	}
}
