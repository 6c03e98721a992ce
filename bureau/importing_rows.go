package bureau

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"homeward/list"
	"homeward/statement"
	"homeward/store"
)

// rowBatch is what the reading goroutine hands over.
type rowBatch struct {
	rows   []list.Row
	bad    []*list.RowError
	last   int
	offset int64
	err    error
}

// readAhead reads rows in a goroutine of its own, a batch or two ahead of the
// one being sealed and committed.
func readAhead(ctx context.Context, l *list.List) (<-chan rowBatch, func()) {
	ctx, cancel := context.WithCancel(ctx)
	out := make(chan rowBatch, 1)
	go func() {
		defer close(out)
		send := func(b rowBatch) bool {
			select {
			case out <- b:
				return true
			case <-ctx.Done():
				return false
			}
		}
		var b rowBatch
		size := firstBatch
		for row, err := range l.Rows() {
			var bad *list.RowError
			switch {
			case err == nil:
				b.rows, b.last, b.offset = append(b.rows, row), row.Number, row.Offset
			case errors.As(err, &bad):
				b.bad, b.last = append(b.bad, bad), bad.Row
			default:
				b.err = err
				send(b)
				return
			}
			if len(b.rows)+len(b.bad) >= size {
				if !send(b) {
					return
				}
				b, size = rowBatch{}, min(2*size, fullBatch)
			}
		}
		if len(b.rows)+len(b.bad) > 0 {
			send(b)
		}
	}()
	return out, func() {
		cancel()
		for range out {
		}
	}
}

// pending is a row on its way into the ledger.
type pending struct {
	row        list.Row
	speakers   []statement.Speaker
	said       string // SaidOn
	plain      []byte // what the dedupe key is made of
	occurrence int
	tag        store.Tag
	of         statement.ID // the subject of a row that is known, where columns are read anew
}

// take seals and commits a batch of rows.
func (run *importRun) take(ctx context.Context, rows []list.Row) error {
	fresh, err := run.unknown(ctx, rows)
	if err == nil {
		fresh, err = run.supplements(ctx, fresh)
	}
	if err != nil || len(fresh) == 0 {
		return err
	}
	keyOf := map[statement.ID]uint64{}
	drafts := make([]draft, len(fresh))
	numbering := &numbering{run: run, inBatch: map[store.Tag]int{}}
	if err := numbering.lookUp(ctx, fresh); err != nil {
		return err
	}
	for i, p := range fresh {
		d, err := run.draft(ctx, p, numbering, keyOf)
		if err != nil {
			return fmt.Errorf("row %d: %w", p.row.Number, err)
		}
		drafts[i] = d
	}
	placed, err := run.b.append(ctx, drafts, keyOf)
	if err != nil {
		return err
	}
	for i, p := range placed {
		run.seen.add(p.Number)
		if p.Known {
			run.done.Known++
			continue
		}
		run.done.Added++
		run.done.Entries += len(drafts[i].entries)
		run.unsaved += int64(len(drafts[i].entries))
	}
	return run.claim(ctx, fresh, drafts, placed)
}

// unknown leaves out the rows the bureau has already. A row is known by what it
// says and who says it; of several equal rows of one file the second is known by
// a second equal entry, and so on. Each entry stands for one row of a file at
// most, so an inserted row does not shift the rest.
func (run *importRun) unknown(ctx context.Context, rows []list.Row) ([]*pending, error) {
	open := make([]*pending, len(rows))
	for i, row := range rows {
		for _, warning := range row.Warnings {
			run.warned[warning]++
		}
		open[i] = run.pend(row)
	}
	var fresh []*pending
	claimed := map[store.Tag]bool{}
	for len(open) > 0 {
		tags := make([]store.Tag, len(open))
		for i, p := range open {
			p.tag = run.b.keys.Tag("row", fmt.Appendf(p.plain, "\x00%d", p.occurrence))
			tags[i] = p.tag
		}
		found, err := run.b.store.Find(ctx, tags)
		if err != nil {
			return nil, err
		}
		var again []*pending
		for i, p := range open {
			switch n := found[i].Number; {
			case n >= 0 && !run.seen.has(n):
				run.seen.add(n)
				run.done.Known++
				if len(run.anew) > 0 {
					p.of = statement.ID(found[i].Subject)
					run.known = append(run.known, p)
				}
			case n < 0 && !claimed[p.tag]:
				claimed[p.tag] = true
				fresh = append(fresh, p)
			default:
				p.occurrence++
				again = append(again, p)
			}
		}
		open = again
	}
	return fresh, nil
}

// pend puts together who says a row and what its dedupe key is made of: speaker,
// time, kind of list, and the cells as written, but not its place in the file.
func (run *importRun) pend(row list.Row) *pending {
	p := &pending{row: row, occurrence: 1, said: run.request.SaidOn}
	switch {
	case row.SaidBy != "" && run.request.SaidBy != "" && row.SaidBy != run.request.SaidBy:
		p.speakers = []statement.Speaker{{Name: row.SaidBy}, {Name: run.request.SaidBy, Role: "list"}}
	case row.SaidBy != "":
		p.speakers = []statement.Speaker{{Name: row.SaidBy}}
	case run.request.SaidBy != "":
		p.speakers = []statement.Speaker{{Name: run.request.SaidBy}}
	}
	if run.done.Kind == list.Cards {
		// A capture card is the prisoner's own word (Art. 70).
		if names := namesOf(row.Person); len(names) > 0 {
			p.speakers = append([]statement.Speaker{{Name: names[0], Role: "prisoner"}}, p.speakers...)
		}
	}
	if row.SaidOn != "" {
		p.said = row.SaidOn
	}
	write := func(parts ...string) {
		for _, s := range parts {
			p.plain = fmt.Appendf(p.plain, "%d:%s", len(s), s)
		}
	}
	write(string(run.done.Kind), run.request.SaidOn, run.request.SaidBy)
	cells := row.PersonCells
	if len(row.KinCells) > 0 { // in the order of the row, however its columns are read
		cells = slices.Concat(row.PersonCells, row.KinCells)
		slices.SortFunc(cells, func(a, b statement.Cell) int { return a.Column - b.Column })
	}
	for _, c := range cells {
		write(c.Header, c.Text)
	}
	p.plain = p.plain[:len(p.plain):len(p.plain)]
	return p
}

// draft makes the entries of a row: one about the person and, where the row names
// a next of kin or enquirer, one about him.
func (run *importRun) draft(ctx context.Context, p *pending, n *numbering, keyOf map[statement.ID]uint64) (draft, error) {
	subject, refs, err := p.of, []store.Tag(nil), error(nil)
	if p.of.IsZero() {
		subject, refs, err = n.subject(ctx, p, keyOf)
	} else {
		refs = n.carried(p)
		keyOf[p.of], _, err = run.b.keyOfSubject(ctx, p.of)
	}
	if err != nil {
		return draft{}, err
	}
	entry := func(id statement.ID, statements []statement.Statement, cells []statement.Cell) *statement.Entry {
		return &statement.Entry{Subject: id, Kind: statement.Person, By: run.request.By, SaidBy: p.speakers, Channel: run.channel(),
			SaidOn: p.said, Reliability: run.request.Reliability, Statements: statements,
			Source: statement.Source{Document: run.document, Row: p.row.Number, Cells: cells}}
	}
	d := draft{tag: p.tag, refs: refs}
	about := p.row.Person
	if len(p.row.Kin) > 0 {
		kin, err := statement.NewID(run.b.random)
		if err != nil {
			return draft{}, err
		}
		about = append(about[:len(about):len(about)], statement.Statement{Property: "kin", Value: kin.String(), Stance: statement.Asserts})
		of := statement.Statement{Property: "kin.of", Value: subject.String(), Stance: statement.Asserts}
		theirs := entry(kin, append([]statement.Statement{of}, p.row.Kin...), p.row.KinCells)
		theirs.SaidBy = slices.Clone(p.speakers)
		for i, s := range theirs.SaidBy {
			if s.Role == "prisoner" { // his name is not copied into another's file
				theirs.SaidBy[i].Name = "the prisoner"
			}
		}
		d.entries = []*statement.Entry{entry(subject, about, p.row.PersonCells), theirs}
		return d, nil
	}
	d.entries = []*statement.Entry{entry(subject, about, p.row.PersonCells)}
	return d, nil
}

// supplements adds to the rows to be recorded those known ones in which columns
// are now read that were not before, or were read as something else: what these
// say is recorded beside what the row said already, of the same person.
func (run *importRun) supplements(ctx context.Context, fresh []*pending) ([]*pending, error) {
	var more []*pending
	var tags []store.Tag
	for _, p := range run.known {
		if _, err := run.b.kindOf(ctx, p.of); errors.Is(err, ErrErased) {
			run.warned["of somebody whose erasure was begun: nothing more is recorded of him"]++
			continue
		}
		before := func(s statement.Statement) bool { return !run.anew[s.Column] }
		p.row.Person = slices.DeleteFunc(slices.Clone(p.row.Person), before)
		if slices.ContainsFunc(p.row.Kin, before) { // he is on file from this row
			if slices.ContainsFunc(p.row.Kin, func(s statement.Statement) bool { return run.anew[s.Column] }) {
				run.warned["what is now read of a next of kin or enquirer is not added to the one on file from this row"]++
			}
			p.row.Kin = nil
		}
		if len(p.row.Person) == 0 && len(p.row.Kin) == 0 {
			continue
		}
		p.plain = append(p.plain, p.tag[:]...)
		for _, s := range slices.Concat(p.row.Person, p.row.Kin) {
			p.plain = fmt.Appendf(p.plain, "\x00%d %s", s.Column, s.Property)
		}
		p.tag = run.b.keys.Tag("supplement", p.plain)
		more, tags = append(more, p), append(tags, p.tag)
	}
	run.known = nil
	if len(more) == 0 {
		return fresh, nil
	}
	found, err := run.b.store.Find(ctx, tags)
	if err != nil {
		return nil, err
	}
	for i, p := range more {
		if found[i].Number < 0 {
			fresh = append(fresh, p)
		}
	}
	return fresh, nil
}

func (run *importRun) channel() string {
	switch run.done.Kind {
	case list.Cards:
		return "capture card"
	case list.Enquiries:
		return "enquiry"
	}
	return "list"
}

// marks is a set of entry numbers, a bit each.
type marks []uint64

func (m marks) has(n int64) bool {
	return n/64 < int64(len(m)) && m[n/64]&(1<<(n%64)) != 0
}

func (m *marks) add(n int64) {
	for int64(len(*m)) <= n/64 {
		*m = append(*m, make([]uint64, max(1024, len(*m)/2))...)
	}
	(*m)[n/64] |= 1 << (n % 64)
}
