package exchange

import "fmt"

// A ReserveClass is who may go in the place of people of one class who were not
// produced: people whom no term tells apart from them, so that the plan with
// one in the place of the other keeps every term.
type ReserveClass struct {
	From     string   `json:"from"`
	To       string   `json:"to"`
	Missing  []string `json:"missing"`  // of the plan, not produced
	Reserves []string `json:"reserves"` // first to last: by the tiers, then by lot
	Of       int      `json:"of"`       // how many reserves there are in all
}

// mostReserves is how many reserves are listed for each person missing.
const mostReserves = 5

// Reserves ranks, for every class of which somebody of the plan is missing, who
// may go instead: the rest of the class, in the order in which they would have
// gone. gone says who has crossed already or cannot be asked. A reserve whose
// wish is not known needs a private interview like everybody else.
func Reserves(people []Person, t *Terms, plan Plan, missing []string, gone map[string]bool) ([]ReserveClass, error) {
	roll := NewRoll(people)
	named, err := checkIDs(roll.IDs, t)
	if err != nil {
		return nil, fmt.Errorf("ranking reserves: %w", err)
	}
	m := newModel(roll, named, t)
	m.people = people
	m.listPeople()
	index := newIDIndex(len(people))
	for i := range people {
		index.put(roll.IDs, int32(i))
	}
	goes := make(map[string]bool, len(plan.Releases))
	for i := range plan.Releases {
		goes[plan.Releases[i].ID] = true
	}
	at := map[int32]int{} // block → its place in the list
	var out []ReserveClass
	var blocks []int32
	for _, id := range missing {
		i := index.find(roll.IDs, id)
		if i < 0 || m.cellOf[i] < 0 {
			return nil, fmt.Errorf("ranking reserves: %s cannot go under these terms; is this the list and the sheet the plan was made from?", id)
		}
		b := m.cells[m.cellOf[i]].block
		k, known := at[b]
		if !known {
			k = len(out)
			at[b] = k
			out = append(out, ReserveClass{From: people[i].Holder, To: people[i].Home, Missing: []string{}, Reserves: []string{}})
			blocks = append(blocks, b)
		}
		out[k].Missing = append(out[k].Missing, id)
	}
	for k, b := range blocks {
		c := &out[k]
		for _, cell := range m.blocks[b].cells {
			for _, i := range m.byLot(m.cells[cell].people) {
				if p := &people[i]; !goes[p.ID] && !gone[p.ID] {
					c.Of++
					if len(c.Reserves) < mostReserves*len(c.Missing) {
						c.Reserves = append(c.Reserves, p.ID)
					}
				}
			}
		}
	}
	return out, nil
}
