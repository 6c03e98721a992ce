package bureau

import (
	"bytes"
	"context"
	"fmt"
	"slices"

	"homeward/identity"
	"homeward/statement"
	"homeward/store"
)

// The register is what the bureau keeps in memory of the whole log, so that no
// question needs a pass over it: the search index, the statements that join
// subjects, the members of groups, the documents. It is a fold of the log, saved
// as sealed segments each of which accounts for a range of entries; any process
// loads the segments and follows the log from there.
type register struct {
	reach  int64 // entries accounted for
	index  *identity.Index
	facts  facts
	tail   []identity.Person               // people of entries no saved segment accounts for
	top    *identity.Segment               // the tail, as the index has it
	groups map[statement.ID][]statement.ID // group → enumerated members
	within map[statement.ID][]statement.ID // member → groups
	joined *clusters
}

// register returns the register, loaded if need be and brought up to the log's
// end. What it points to is not changed in place by later calls that find new
// entries, save the search index, which allows that.
func (b *Bureau) register(ctx context.Context) (*register, error) {
	head, err := b.store.Head(ctx)
	if err != nil {
		return nil, err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.reg != nil && b.reg.reach < head.Size {
		next := *b.reg
		if err := b.follow(ctx, &next, head.Size); err != nil {
			return nil, err
		}
		if next.facts.erasures == b.reg.facts.erasures {
			b.reg = &next
		} else { // somebody was erased by another process: nothing read before is kept
			b.reg = nil
			b.quoted.forget()
		}
	}
	if b.reg == nil {
		r, err := b.loadSegments(ctx)
		if err == nil && r.reach < head.Size {
			err = b.follow(ctx, r, head.Size)
		}
		if err != nil {
			return nil, fmt.Errorf("loading the search index: %w", err)
		}
		b.reg = r
	}
	return b.reg, nil
}

// follow reads the entries from the register's reach up to size.
func (b *Bureau) follow(ctx context.Context, r *register, size int64) error {
	people, err := b.gather(ctx, r.reach, size, &r.facts)
	if err != nil {
		return fmt.Errorf("following the ledger from entry %d: %w", r.reach, err)
	}
	if len(people) > 0 {
		// The few entries since the last saved segment are kept as one segment, so
		// that a long day of single entries does not end with thousands of them.
		if len(r.tail) > tailEntries {
			r.tail, r.top = nil, nil
		}
		r.tail = append(r.tail[:len(r.tail):len(r.tail)], people...)
		top := identity.Build(r.tail)
		if r.top == nil || !r.index.Replace(r.top, top) {
			r.index.Add(top)
		}
		r.top = top
	}
	r.reach = size
	r.settle()
	return nil
}

// gather reads a range of the log, adds to f what it says, and returns what the
// search index should hold of it. A person of whom the range holds only a part is
// returned whole, with what earlier entries say.
func (b *Bureau) gather(ctx context.Context, from, to int64, f *facts) ([]identity.Person, error) {
	var people []identity.Person
	var continued []statement.ID
	err := b.readRange(ctx, from, to, func(e *statement.Entry) error {
		f.take(e)
		p, ok := indexed(e)
		acts := e.Kind == statement.Person && slices.ContainsFunc(e.Statements, func(s statement.Statement) bool { return s.Acts != "" })
		switch {
		case ok && e.Continues || acts: // what is withdrawn or corrected is no longer found
			continued = append(continued, e.Subject)
		case ok:
			people = append(people, p)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	slices.SortFunc(continued, func(a, b statement.ID) int { return bytes.Compare(a[:], b[:]) })
	for _, id := range slices.Compact(continued) {
		entries, err := b.said(ctx, id)
		if err != nil {
			return nil, err
		}
		whole := identity.Person{ID: identity.ID(id)}
		// Entry by entry: the parts of one name stand in one.
		for _, e := range standingEntries(entries) {
			if p, ok := indexed(e); ok {
				merge(&whole, p)
			}
		}
		people = append(people, whole)
	}
	return people, nil
}

func merge(into *identity.Person, p identity.Person) {
	add := func(into *[]string, more []string) {
		for _, s := range more {
			if !slices.Contains(*into, s) {
				*into = append(*into, s)
			}
		}
	}
	add(&into.Names, p.Names)
	add(&into.Numbers, p.Numbers)
	add(&into.Units, p.Units)
	add(&into.Places, p.Places)
	if p.Born != "" {
		into.Born = p.Born
	}
}

// readRange opens entries in order, batch by batch on all cores, leaving out the
// erased.
func (b *Bureau) readRange(ctx context.Context, from, to int64, visit func(*statement.Entry) error) error {
	const batch = 4096
	records := make([]store.Entry, 0, batch)
	flush := func() error {
		entries, err := b.openAll(ctx, records)
		if err != nil {
			return err
		}
		records = records[:0]
		for _, e := range entries {
			if err := visit(e); err != nil {
				return err
			}
		}
		return nil
	}
	for r, err := range b.store.Entries(ctx, from, to) {
		if err != nil {
			return err
		}
		if records = append(records, r); len(records) == batch {
			if err := flush(); err != nil {
				return err
			}
		}
	}
	return flush()
}

// indexed returns what the search index should hold of an entry, if anything.
func indexed(e *statement.Entry) (identity.Person, bool) {
	p := identity.Person{ID: identity.ID(e.Subject)}
	if e.Kind != statement.Person {
		return p, false
	}
	var full, family, given, father string
	for _, s := range e.Statements {
		switch s.Property {
		case "name":
			full = s.Value
		case "name.family":
			family = s.Value
		case "name.given":
			given = s.Value
		case "name.father":
			father = s.Value
		case "name.alias":
			p.Names = append(p.Names, s.Value)
		case "birth.date":
			p.Born = s.Value
		case "service.number", "prisoner.number", "reference":
			p.Numbers = append(p.Numbers, s.Value)
		case "unit":
			p.Units = append(p.Units, s.Value)
		case "birth.place":
			p.Places = append(p.Places, s.Value)
		}
	}
	if written := joinName(family, given, father); written != "" {
		p.Names = append([]string{written}, p.Names...)
	}
	if full != "" {
		p.Names = append([]string{full}, p.Names...)
	}
	return p, len(p.Names) > 0 || len(p.Numbers) > 0
}

// joinName puts the parts of a name into one, in the order lists are sorted by.
func joinName(family, given, father string) string {
	name := family
	for _, part := range []string{given, father} {
		if part != "" && name != "" {
			name += " "
		}
		name += part
	}
	return name
}

func (r *register) settle() {
	active := r.facts.active()
	r.joined = joinAll(r.facts.Links, active)
	r.groups, r.within = map[statement.ID][]statement.ID{}, map[statement.ID][]statement.ID{}
	for _, m := range r.facts.Members {
		if active(m.Entry, m.Ordinal) && !slices.Contains(r.groups[m.Group], m.Member) {
			r.groups[m.Group] = append(r.groups[m.Group], m.Member)
			r.within[m.Member] = append(r.within[m.Member], m.Group)
		}
	}
}
