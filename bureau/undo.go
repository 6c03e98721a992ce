package bureau

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"homeward/statement"
	"homeward/store"
)

// Undo takes back a decision of staff whole: a link, a correction, a withdrawal, a
// target of the bureau's own, an accepted or rejected proposal with all that it
// let into files. Any entry of the decision names it. What is taken back stays on
// file; undoing the undoing restores it. An entry that came in from a source is
// not undone but withdrawn, with a reason of substance.
func (b *Bureau) Undo(ctx context.Context, number int64, d Decision) (int64, error) {
	if d.Because == "" {
		d.Because = fmt.Sprintf("entry %d undone", number)
	}
	if err := d.check(); err != nil {
		return 0, err
	}
	named, err := b.entry(ctx, statement.Ref{Entry: number})
	if err != nil {
		return 0, err
	}
	if !undoable(named) {
		return 0, fmt.Errorf("entry %d came in from a source: it was not a decision of this bureau; use: homeward withdraw %d --because …", number, number)
	}
	if slices.ContainsFunc(named.Statements, func(s statement.Statement) bool { return kept(s) && !mayBeUndone(s) }) {
		return 0, fmt.Errorf("entry %d cannot be undone: it keeps this bureau's books (%s)", number, named.Statements[0].Property)
	}
	whole, err := b.together(ctx, named)
	if err != nil {
		return 0, err
	}
	first := whole[0]
	about, err := b.said(ctx, first.Subject)
	if err != nil {
		return 0, err
	}
	if err := takenBack(first, about); err != nil {
		return 0, err
	}
	var back []*statement.Entry
	for _, e := range whole {
		entries, err := b.said(ctx, e.Subject)
		if err == nil {
			err = notCorrected(entries, statement.Ref{Entry: e.Number})
		}
		if err != nil {
			return 0, err
		}
		back = append(back, withdrawal(e, statement.Ref{Entry: e.Number}, d.Because))
	}
	if proposal, acts, is := proposalOf(first, about); is {
		// Restoring a decision whose proposal has been decided anew would make two.
		if v, has := decisionsOf(about)[proposal]; has && acts%2 == 1 {
			return 0, decidedAlready(proposal, v)
		}
		placed, err := b.decideTogether(ctx, b.turnOfProposal(about, first.Subject, proposal), d, back...)
		return b.inTurn(placed, err, number)
	}
	reg, err := b.register(ctx)
	if err != nil {
		return 0, err
	}
	if reg.facts.isAboutLinks(first.Number) {
		return b.decideOnLinks(ctx, d, func(reg *register) ([]*statement.Entry, error) {
			entries, err := b.said(ctx, first.Subject)
			if err == nil {
				err = takenBack(first, entries)
			}
			if err != nil {
				return nil, err
			}
			after := reg.facts
			after.Acts = after.Acts[:len(after.Acts):len(after.Acts)]
			for i, e := range back {
				after.Acts = append(after.Acts, actFact{Entry: reg.reach + int64(i), Ordinal: 1, Acts: e.Statements[0].Acts})
			}
			return back, contradicted(reg, &after)
		})
	}
	placed, err := b.decideTogether(ctx, b.turnOfEntry(about, first.Number), d, back...)
	if err != nil || placed.Known {
		return b.inTurn(placed, err, number)
	}
	if first.Kind == statement.Bureau {
		err = b.loadSettings(ctx)
	}
	return placed.Number, err
}

// inTurn is the answer to a decision that somebody else may have come before.
func (b *Bureau) inTurn(placed store.Placed, err error, number int64) (int64, error) {
	if err == nil && placed.Known {
		err = fmt.Errorf("entry %d was taken back by somebody else just now", number)
	}
	return placed.Number, err
}

// undoable tells decisions of staff from what came in from outside.
func undoable(e *statement.Entry) bool {
	fromStaff := len(e.SaidBy) > 0 && e.SaidBy[len(e.SaidBy)-1].Role == "bureau"
	return fromStaff || e.Part.Of > 1
}

// mayBeUndone tells which of the bureau's own bookkeeping can be taken back.
func mayBeUndone(s statement.Statement) bool {
	return s.Property == "withdrawn" || s.Property == "decision" || s.Property == "bureau.target"
}

// together returns the entries that one decision recorded, in order, leaving out
// what was erased since.
func (b *Bureau) together(ctx context.Context, e *statement.Entry) ([]*statement.Entry, error) {
	if e.Part.Of < 2 {
		return []*statement.Entry{e}, nil
	}
	var whole []*statement.Entry
	first := e.Number - int64(e.Part.At)
	for n := first; n < first+int64(e.Part.Of); n++ {
		one, err := b.entry(ctx, statement.Ref{Entry: n})
		if errors.Is(err, ErrErased) {
			continue
		}
		if err != nil {
			return nil, err
		}
		whole = append(whole, one)
	}
	return whole, nil
}

// takenBack refuses to take back what was taken back already, and names by what.
func takenBack(e *statement.Entry, about []*statement.Entry) error {
	ref := statement.Ref{Entry: e.Number}.String()
	dead := inactiveOf(about)
	if !dead[ref] {
		return nil
	}
	for _, by := range about {
		if target, is := actsOn(by); is && target == ref && !dead[statement.Ref{Entry: by.Number}.String()] {
			return fmt.Errorf("entry %d was taken back already, by entry %d (%s); to restore it: homeward undo %d", e.Number, by.Number, by.By, by.Number)
		}
	}
	return fmt.Errorf("entry %d was taken back already", e.Number)
}

// actsOn returns what an entry withdraws.
func actsOn(e *statement.Entry) (ref string, is bool) {
	for _, s := range e.Statements {
		if s.Property == "withdrawn" {
			return s.Acts, true
		}
	}
	return "", false
}

// proposalOf returns the proposal that an entry decides on, or whose decision it
// takes back (by one act) or restores (by two), and so on.
func proposalOf(e *statement.Entry, about []*statement.Entry) (proposal string, acts int, is bool) {
	for ; acts <= len(about); acts++ {
		if id, _, is := decisionOn(e); is {
			return id, acts, true
		}
		ref, is := actsOn(e)
		if !is {
			break
		}
		i := slices.IndexFunc(about, func(a *statement.Entry) bool { return statement.Ref{Entry: a.Number}.String() == ref })
		if i < 0 {
			break
		}
		e = about[i]
	}
	return "", 0, false
}

// turnOfEntry is the tag of the next act on an entry or one of its statements.
func (b *Bureau) turnOfEntry(about []*statement.Entry, number int64) store.Tag {
	turns := 0
	for _, e := range about {
		for _, s := range e.Statements {
			if ref, err := statement.ParseRef(s.Acts); s.Acts != "" && err == nil && ref.Entry == number {
				turns++
			}
		}
	}
	return store.Tag(b.keys.Tag("turn", fmt.Appendf(nil, "entry %d %d", number, turns)))
}

// notCorrected refuses to take back what a correction stands in the place of: the
// correction would be left without what it corrects.
func notCorrected(entries []*statement.Entry, ref statement.Ref) error {
	dead := inactiveOf(entries)
	for _, by := range entries {
		if dead[statement.Ref{Entry: by.Number}.String()] {
			continue
		}
		for i, s := range by.Statements {
			target, err := statement.ParseRef(s.Acts)
			if s.Acts == "" || err != nil || s.Property == "withdrawn" || dead[statement.Ref{Entry: by.Number, Ordinal: i + 1}.String()] {
				continue
			}
			if target.Entry == ref.Entry && (ref.Ordinal == 0 || target.Ordinal == 0 || target.Ordinal == ref.Ordinal) {
				return fmt.Errorf("%s was corrected by entry %d (%s), which would be left standing: take that back first, with: homeward undo %d", target, by.Number, by.By, by.Number)
			}
		}
	}
	return nil
}

// turnOfProposal is the tag of the next decision on a proposal: made of how many
// there were, so that of two who decide at once one is told that he is late.
func (b *Bureau) turnOfProposal(about []*statement.Entry, document statement.ID, proposal string) store.Tag {
	turns := 0
	for _, e := range about {
		if id, _, is := proposalOf(e, about); is && id == proposal {
			turns++
		}
	}
	return store.Tag(b.keys.Tag("turn", fmt.Appendf(document[:], "%s %d", proposal, turns)))
}
