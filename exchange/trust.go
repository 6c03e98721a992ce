package exchange

// A Trust is one trust limit of a sheet, with what the plan sends both ways. A
// party is ahead by what it has released beyond the share of its releases that
// equals the share it has got back:
//
//	released - got back * Gives/Gets
//
// in people; one for one, that is simply the difference. Those who stand
// outside every ratio, those who go to a third country and remains are not
// counted. A party that gets nobody back in the plan (Gets is 0) waits for nobody.
type Trust struct {
	Term    string `json:"term"`
	Party   string `json:"party"`
	Towards string `json:"towards,omitempty"` // the other party; blank: all others together
	Limit   int64  `json:"limit"`             // people the party may be ahead at any instant
	Gives   int64  `json:"gives"`             // people it releases in the whole plan
	Gets    int64  `json:"gets"`              // people it gets back
}

// counted says whether any trust limit counts the release.
func (r *Release) counted() bool { return !r.Owed && !r.ThirdCountry && !r.Remains }

// side says whether the release puts the party ahead (+1), brings it back (-1)
// or is none of its business (0).
func (t *Trust) side(r *Release) int {
	switch {
	case !r.counted():
		return 0
	case r.From == t.Party && (t.Towards == "" || r.To == t.Towards):
		return 1
	case r.To == t.Party && (t.Towards == "" || r.From == t.Towards):
		return -1
	}
	return 0
}

// weights gives, in lowest terms, how far one released person puts the party
// ahead and how far one got back brings it back, and the limit in that unit.
func (t *Trust) weights() (give, get, most int64) {
	a, b := t.Gives, t.Gets
	for b != 0 {
		a, b = b, a%b
	}
	if a == 0 {
		return 0, 0, 0
	}
	give, get = t.Gets/a, t.Gives/a
	// Nobody can be ahead by more than all that is released: so the product
	// stays far inside 64 bits whatever limit the sheet writes.
	return give, get, min(t.Limit, t.Gives) * give
}

// trusts lists the trust limits in force with what the releases send both ways.
func trusts(t *Terms, inForce []bool, releases []Release) []Trust {
	var out []Trust
	for i := range t.List {
		term := &t.List[i]
		if term.Kind != KindTrust || !inForce[i] {
			continue
		}
		if term.Party != "" {
			out = append(out, Trust{Term: term.Name, Party: term.Party, Limit: term.Ahead[0]})
			continue
		}
		for side := range 2 {
			out = append(out, Trust{Term: term.Name, Party: term.Between[side], Towards: term.Between[1-side], Limit: term.Ahead[side]})
		}
	}
	for k := range releases {
		for c := range out {
			switch out[c].side(&releases[k]) {
			case 1:
				out[c].Gives++
			case -1:
				out[c].Gets++
			}
		}
	}
	return out
}

// A Balance follows a handover as it happens: who has really crossed, and how
// far each party is ahead. It is what those at the crossing ask before anybody
// is released, so that no failure on one side is paid by the other.
type Balance struct {
	trust []Trust
	ahead []int64 // in the unit of weights
}

// NewBalance begins a handover of the plan.
func NewBalance(p Plan) *Balance {
	return &Balance{p.Trust, make([]int64, len(p.Trust))}
}

// May says whether r may be released now: whether, if nobody else crosses after
// him, no party is ahead by more than its limit. If not, it names the trust
// limit that holds him back for now.
func (b *Balance) May(r Release) (limit Trust, ok bool) {
	for c := range b.trust {
		if b.trust[c].side(&r) == 1 {
			if give, _, most := b.trust[c].weights(); b.ahead[c]+give > most {
				return b.trust[c], false
			}
		}
	}
	return Trust{}, true
}

// Delivered records that r has crossed.
func (b *Balance) Delivered(r Release) {
	for c := range b.trust {
		give, get, _ := b.trust[c].weights()
		switch b.trust[c].side(&r) {
		case 1:
			b.ahead[c] += give
		case -1:
			b.ahead[c] -= get
		}
	}
}

// Ahead gives, for every trust limit of the plan in its order, by how many
// people the party is ahead, rounded up; below nought it is behind.
func (b *Balance) Ahead() []int64 {
	out := make([]int64, len(b.trust))
	for c := range b.trust {
		out[c] = b.trust[c].people(b.ahead[c])
	}
	return out
}

// people turns a lead in the unit of weights into people, rounded up.
func (t *Trust) people(ahead int64) int64 {
	give, _, _ := t.weights()
	if give == 0 {
		return 0
	}
	return -floorDiv(-ahead, give)
}
