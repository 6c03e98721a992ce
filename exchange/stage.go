package exchange

// A path is one way over one crossing: where from, where to, which term.
type path struct {
	from, to string
	crossing int32 // the crossing's term; -1 none
	counted  bool  // by trust limits
}

// mostScheduleWork bounds the moves one search for a shorter schedule may try:
// less than a tenth of a second.
const mostScheduleWork = 200_000

// stage sets the stage in which everybody goes. A stage is a day of the
// crossings. Without trust limits and groups each crossing is laid out by
// itself; else [scheduler] finds the stages. who holds the person of each
// release. It gives the names of the terms that no stages keep together, nil if
// all went well.
func (m *model) stage(p *Plan, who []int32) []string {
	p.Trust = trusts(m.terms, m.law.inForce, p.Releases)
	paths := make([]path, len(who))
	simple := len(p.Trust) == 0
	for k, i := range who {
		r := &p.Releases[k]
		paths[k] = path{r.From, r.To, -1, r.counted()}
		for _, c := range m.blocks[m.cells[m.cellOf[i]].block].counters {
			if m.counters[c].crossing {
				paths[k].crossing = int32(m.counters[c].term)
			}
		}
		simple = simple && (paths[k].crossing < 0 || len(m.people[i].Group) == 0)
	}
	if simple {
		m.atPace(p, who, paths)
	} else if conflict := m.inTurn(p, who, paths); conflict != nil {
		return conflict
	}
	p.tellStages()
	if len(p.Trust) > 0 && len(p.Stages) > 1 {
		m.tellShorter(p, who, paths)
	}
	return nil
}
