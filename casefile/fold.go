package casefile

import (
	"cmp"
	"slices"

	"homeward/statement"
)

// Fold makes the file of one person. The entries are neither changed nor kept in
// another order; the file points to them. A nil NameComparer takes two names for one
// only if they are written alike but for case and punctuation.
func Fold(input Input, v *statement.Vocabulary, same NameComparer) *File {
	if same == nil {
		same = sameText
	}
	same = remembering(same)
	f := &folding{file: &File{Subjects: each(input.Subjects)}}
	if len(f.file.Subjects) > fewSubjects {
		f.many = make(map[statement.ID]bool, len(f.file.Subjects))
		for _, id := range f.file.Subjects {
			f.many[id] = true
		}
	}
	f.gather(input.Entries)
	f.act()
	f.distribute(v)
	for i := range f.file.Properties {
		p := &f.file.Properties[i]
		p.choose(same)
		p.Conflict = p.findConflict(same)
	}
	f.file.addLinks(input.Links)
	f.file.entitle(same)
	return f.file
}

// remembering compares every pair of names once: the rules ask for the same pair many
// times, and comparing names across scripts is the dearest step of folding.
func remembering(same NameComparer) NameComparer {
	var answers map[[2]string]bool
	return func(a, b string) bool {
		if a > b {
			a, b = b, a
		}
		pair := [2]string{a, b}
		answer, known := answers[pair]
		if !known {
			answer = same(a, b)
			if answers == nil {
				answers = map[[2]string]bool{}
			}
			answers[pair] = answer
		}
		return answer
	}
}

// folding is the work on one file.
type folding struct {
	file *File
	many map[statement.ID]bool // the subjects, where they are many

	entries []*statement.Entry // by number
	whose   []whose            // of each entry
	starts  []int              // where each entry's claims begin in claims
	claims  []Claim
	acts    []int // claims that act on earlier ones
	groups  bool  // some entry speaks of a group
}

// whose says what an entry speaks of.
type whose uint8

const (
	ofOther whose = iota
	ofPerson
	ofGroup
)

// each keeps the subjects in the order given, each once.
func each(ids []statement.ID) []statement.ID {
	if len(ids) < 2 {
		return slices.Clone(ids)
	}
	out := make([]statement.ID, 0, len(ids))
	seen := make(map[statement.ID]bool, len(ids))
	for _, id := range ids {
		if !seen[id] {
			out = append(out, id)
			seen[id] = true
		}
	}
	return out
}

// fewSubjects are compared one by one, more by a map.
const fewSubjects = 16

func (f *folding) isSubject(id statement.ID) bool {
	if f.many != nil {
		return f.many[id]
	}
	return slices.Contains(f.file.Subjects, id)
}

// gather puts the entries in the order of the ledger and makes a claim of every statement.
func (f *folding) gather(entries []*statement.Entry) {
	f.entries = slices.Clone(entries)
	slices.SortFunc(f.entries, func(a, b *statement.Entry) int { return cmp.Compare(a.Number, b.Number) })
	f.entries = slices.CompactFunc(f.entries, func(a, b *statement.Entry) bool { return a.Number == b.Number })

	total := 0
	for _, e := range f.entries {
		total += len(e.Statements)
	}
	f.claims = make([]Claim, 0, total)
	f.starts = make([]int, len(f.entries))
	f.whose = make([]whose, len(f.entries))
	for i, e := range f.entries {
		f.starts[i] = len(f.claims)
		var group statement.ID
		switch {
		case f.isSubject(e.Subject):
			f.whose[i] = ofPerson
		case e.Kind == statement.Group:
			f.whose[i], f.groups, group = ofGroup, true, e.Subject
		}
		for j := range e.Statements {
			s := &e.Statements[j]
			if s.Acts != "" {
				f.acts = append(f.acts, len(f.claims))
			}
			f.claims = append(f.claims, Claim{
				Ref: statement.Ref{Entry: e.Number, Ordinal: j + 1}, Entry: e, Statement: s, Status: Active, Group: group,
			})
		}
	}
}

// act lets corrections and withdrawals take effect. An act reaches earlier entries
// only, so that going from the latest back, every act that could undo an act has been
// weighed before it. A withdrawn act does nothing; a corrected correction still keeps
// back what it corrected.
func (f *folding) act() {
	for _, k := range slices.Backward(f.acts) {
		by := &f.claims[k]
		if by.Status == Withdrawn {
			continue
		}
		target, err := statement.ParseRef(by.Statement.Acts)
		if err != nil || target.Entry >= by.Ref.Entry {
			continue
		}
		at, found := slices.BinarySearchFunc(f.entries, target.Entry, func(e *statement.Entry, n int64) int { return cmp.Compare(e.Number, n) })
		if !found || !f.reaches(by.Entry, at) {
			continue
		}
		withdraws := by.Statement.Property == "withdrawn"
		if !withdraws && by.Strength() == NoValue {
			continue // a denial gives no other value: it stands against the claim and corrects nothing
		}
		for j := range f.entries[at].Statements {
			c := &f.claims[f.starts[at]+j]
			if target.Ordinal != 0 && target.Ordinal != j+1 {
				continue
			}
			if target.Ordinal == 0 && !withdraws && c.Statement.Property != by.Statement.Property {
				continue
			}
			switch {
			case withdraws:
				c.Status = Withdrawn
			case c.Status == Active:
				c.Status = Corrected
			}
			c.ActedOnBy = append(c.ActedOnBy, by.Ref)
		}
	}
	for i := range f.claims {
		if len(f.claims[i].ActedOnBy) > 1 {
			slices.SortFunc(f.claims[i].ActedOnBy, compareRefs)
		}
	}
}

// reaches says whether an act recorded in entry by may act on the entry at that place:
// one of the same subject, or, in his own file, an act of one of his subjects on another
// of them or on a group he is in. A group's entry never acts on what is his own.
func (f *folding) reaches(by *statement.Entry, at int) bool {
	return by.Subject == f.entries[at].Subject || f.isSubject(by.Subject) && f.whose[at] != ofOther
}

func compareRefs(a, b statement.Ref) int {
	return cmp.Or(cmp.Compare(a.Entry, b.Entry), cmp.Compare(a.Ordinal, b.Ordinal))
}

// enumerating returns the groups that enumerate the person as a member.
func (f *folding) enumerating() []statement.ID {
	if !f.groups {
		return nil
	}
	var out []statement.ID
	for i, e := range f.entries {
		if f.whose[i] != ofGroup || slices.Contains(out, e.Subject) {
			continue
		}
		for j := range e.Statements {
			c := &f.claims[f.starts[i]+j]
			if c.Statement.Property != "member" || c.Status != Active || c.Strength() != Firm || c.Statement.Member != "" {
				continue
			}
			if id, err := statement.ParseID(c.Statement.Value); err == nil && f.isSubject(id) {
				out = append(out, e.Subject)
				break
			}
		}
	}
	return out
}

// distribute puts every claim where it belongs: under its property, among the links,
// among the acts, or among what is said of an unknown member.
func (f *folding) distribute(v *statement.Vocabulary) {
	file := f.file
	groups := f.enumerating()
	var slots []slot
	where := make([]int16, len(f.claims)) // slot of each claim, or -1
	kept := 0
	for i, e := range f.entries {
		his := f.whose[i] == ofPerson || f.whose[i] == ofGroup && slices.Contains(groups, e.Subject)
		for j := range e.Statements {
			k := f.starts[i] + j
			c := &f.claims[k]
			where[k] = -1
			if kind, is := linkKind(c.Statement.Property); is {
				to, err := statement.ParseID(c.Statement.Value)
				if err == nil && (his || f.isSubject(to)) {
					file.Links = append(file.Links, Link{Kind: kind, From: e.Subject, To: to, Claim: *c})
					continue
				}
			}
			switch {
			case !his:
			case c.Statement.Property == "withdrawn":
				file.Acts = append(file.Acts, *c)
			case f.whose[i] == ofGroup && c.Statement.Member != "":
				file.Unassigned = append(file.Unassigned, *c)
			default:
				s := slotOf(&slots, v, c.Statement.Property)
				slots[s].n++
				where[k] = int16(s)
				kept++
			}
		}
	}
	f.fill(slots, order(slots, v), where, kept)
}

// slot counts the claims of one property while the file is made.
type slot struct {
	name string
	def  *statement.Property
	n    int
	at   int // where the property's next claim goes
}

func slotOf(slots *[]slot, v *statement.Vocabulary, name string) int {
	for i := range *slots {
		if (*slots)[i].name == name {
			return i
		}
	}
	if *slots == nil {
		*slots = make([]slot, 0, 12)
	}
	*slots = append(*slots, slot{name: name, def: v.Property(name)})
	return len(*slots) - 1
}

// order gives the slots in the order of the vocabulary; properties it does not know
// come last, by name.
func order(slots []slot, v *statement.Vocabulary) []int {
	out := make([]int, 0, len(slots))
	for i := range v.Properties {
		if len(out) == len(slots) {
			break
		}
		for s := range slots {
			if slots[s].def == &v.Properties[i] {
				out = append(out, s)
				break
			}
		}
	}
	known := len(out)
	for s := range slots {
		if slots[s].def == nil {
			out = append(out, s)
		}
	}
	slices.SortFunc(out[known:], func(a, b int) int { return cmp.Compare(slots[a].name, slots[b].name) })
	return out
}

func (f *folding) fill(slots []slot, order []int, where []int16, kept int) {
	all := make([]Claim, kept)
	f.file.Properties = make([]Property, len(order))
	at := 0
	for i, s := range order {
		sl := &slots[s]
		f.file.Properties[i] = Property{Name: sl.name, def: sl.def, Claims: all[at : at+sl.n : at+sl.n]}
		sl.at = at
		at += sl.n
	}
	for k := range f.claims {
		if where[k] >= 0 {
			sl := &slots[where[k]]
			all[sl.at] = f.claims[k]
			sl.at++
		}
	}
}
