package bureau

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"homeward/statement"
	"homeward/statement/edtf"
	"homeward/store"
)

// Decision names who decides and why; both are recorded with it.
type Decision struct {
	By      string
	Because string
}

func (d Decision) check() error {
	if strings.TrimSpace(d.By) == "" {
		return ErrNobody
	}
	if strings.TrimSpace(d.Because) == "" {
		return errors.New("a decision needs its reason: say it with --because")
	}
	return nil
}

// Same records that two subjects are one person. Nothing is rewritten: the
// statement joins their files until it is withdrawn. It returns the entry number.
func (b *Bureau) Same(ctx context.Context, a, other statement.ID, d Decision) (int64, error) {
	return b.relate(ctx, "same.person", a, other, d)
}

// NotSame records that two subjects are two people.
func (b *Bureau) NotSame(ctx context.Context, a, other statement.ID, d Decision) (int64, error) {
	return b.relate(ctx, "not.same.person", a, other, d)
}

func (b *Bureau) relate(ctx context.Context, property string, a, other statement.ID, d Decision) (int64, error) {
	if err := d.check(); err != nil {
		return 0, err
	}
	if a == other {
		return 0, fmt.Errorf("%s and %s are one subject", a, other)
	}
	for _, id := range []statement.ID{a, other} {
		kind, err := b.kindOf(ctx, id)
		if err != nil {
			return 0, err
		}
		if kind != statement.Person {
			return 0, fmt.Errorf("%s is a %s, not a person: only persons can be said to be the same", id, kind)
		}
	}
	return b.decide(ctx, &statement.Entry{Subject: a, Kind: statement.Person,
		Statements: []statement.Statement{{Property: property, Value: other.String(), Stance: statement.Asserts}}}, d)
}

// decide records one entry made by the bureau's own staff.
func (b *Bureau) decide(ctx context.Context, e *statement.Entry, d Decision) (int64, error) {
	e.By, e.Because = d.By, d.Because
	e.SaidBy = []statement.Speaker{{Name: d.By, Role: "bureau"}}
	e.SaidOn = b.today()
	placed, err := b.record(ctx, e)
	if err != nil {
		return 0, err
	}
	return placed.Number, b.saveIndex(ctx, tailEntries)
}

// today is the day on which something said now is said, on the bureau's own clock.
func (b *Bureau) today() string { return b.now().In(b.zone()).Format(time.DateOnly) }

func (b *Bureau) zone() *time.Location {
	zone, err := time.LoadLocation(b.settings.TimeZone)
	if err != nil {
		return time.UTC // checked when the bureau was founded; the machine may lack the table
	}
	return zone
}

func (b *Bureau) kindOf(ctx context.Context, id statement.ID) (statement.Kind, error) {
	records, err := b.store.OfSubject(ctx, store.SubjectID(id))
	if err != nil {
		return "", err
	}
	if len(records) == 0 {
		return "", fmt.Errorf("%s: %w", id, ErrUnknown)
	}
	e, err := b.open(records[0])
	if err != nil {
		return "", fmt.Errorf("%s: %w", id, err)
	}
	return e.Kind, nil
}

// Correct records a new value in the place of an earlier statement, which stays
// on file as corrected. The value may be written as in a list.
func (b *Bureau) Correct(ctx context.Context, ref statement.Ref, value string, d Decision) (int64, error) {
	if err := d.check(); err != nil {
		return 0, err
	}
	if ref.Ordinal == 0 {
		return 0, fmt.Errorf("entry %d has several statements: name the one to correct, such as %d.1", ref.Entry, ref.Entry)
	}
	e, err := b.entry(ctx, ref)
	if err != nil {
		return 0, err
	}
	old := e.Statements[ref.Ordinal-1]
	p := b.vocab.Property(old.Property)
	if p == nil {
		return 0, fmt.Errorf("statement %s is of %q, which the vocabulary no longer knows", ref, old.Property)
	}
	canonical, ambiguous, err := p.Canonical(value, edtf.AsWritten)
	if err != nil {
		return 0, err
	}
	if ambiguous {
		return 0, fmt.Errorf("%s %q can be read in two ways: write it as year-month-day", p.LabelIn("en"), value)
	}
	s := statement.Statement{Property: old.Property, Value: canonical, Stance: old.Stance, TrueOf: old.TrueOf, Member: old.Member, Acts: ref.String()}
	if value != canonical {
		s.Written = value
	}
	return b.decide(ctx, &statement.Entry{Subject: e.Subject, Kind: e.Kind, Statements: []statement.Statement{s}}, d)
}

// Withdraw records that a statement, or all of an entry, no longer holds. It
// stays on file as withdrawn.
func (b *Bureau) Withdraw(ctx context.Context, ref statement.Ref, d Decision) (int64, error) {
	if err := d.check(); err != nil {
		return 0, err
	}
	e, err := b.entry(ctx, ref)
	if err != nil {
		return 0, err
	}
	if e.Kind == statement.Bureau {
		return 0, fmt.Errorf("entry %d says whose bureau this is: it can be replaced by a newer one, not withdrawn", ref.Entry)
	}
	return b.decide(ctx, withdrawal(e, ref, d.Because), d)
}

func withdrawal(e *statement.Entry, ref statement.Ref, because string) *statement.Entry {
	return &statement.Entry{Subject: e.Subject, Kind: e.Kind,
		Statements: []statement.Statement{{Property: "withdrawn", Value: because, Stance: statement.Asserts, Acts: ref.String()}}}
}

// Undo takes back an entry that staff made: a link, a correction, a withdrawal,
// an accepted proposal (whose decision is then open again). An entry that came in
// from a source is not undone but withdrawn, with a reason of substance.
func (b *Bureau) Undo(ctx context.Context, number int64, d Decision) (int64, error) {
	if d.Because == "" {
		d.Because = fmt.Sprintf("entry %d undone", number)
	}
	if err := d.check(); err != nil {
		return 0, err
	}
	e, err := b.entry(ctx, statement.Ref{Entry: number})
	if err != nil {
		return 0, err
	}
	if !undoable(e) {
		return 0, fmt.Errorf("entry %d came in from a source: it was not a decision of this bureau; use: homeward withdraw %d --because …", number, number)
	}
	decision := withdrawal(e, statement.Ref{Entry: number}, d.Because)
	// The decision on a proposal stands directly behind what it let in.
	if e.Source.Start != e.Source.End {
		next, err := b.entry(ctx, statement.Ref{Entry: number + 1})
		if err == nil && isReviewDecision(next) && next.Subject == e.Source.Document {
			other := withdrawal(next, statement.Ref{Entry: number + 1}, d.Because)
			return b.decideBoth(ctx, decision, other, d)
		}
	}
	return b.decide(ctx, decision, d)
}

func (b *Bureau) decideBoth(ctx context.Context, first, second *statement.Entry, d Decision) (int64, error) {
	for _, e := range []*statement.Entry{first, second} {
		e.By, e.Because = d.By, d.Because
		e.SaidBy = []statement.Speaker{{Name: d.By, Role: "bureau"}}
		e.SaidOn = b.today()
	}
	placed, err := b.record(ctx, first, second)
	if err != nil {
		return 0, err
	}
	return placed.Number, b.saveIndex(ctx, tailEntries)
}

// undoable tells decisions of staff from what came in from outside.
func undoable(e *statement.Entry) bool {
	if e.Kind == statement.Bureau {
		return false
	}
	fromStaff := len(e.SaidBy) > 0 && e.SaidBy[len(e.SaidBy)-1].Role == "bureau"
	return fromStaff || e.Source.Start != e.Source.End
}

func isReviewDecision(e *statement.Entry) bool {
	return slices.ContainsFunc(e.Statements, func(s statement.Statement) bool { return s.Property == "decision" })
}

// entry opens the entry that ref names and checks that it has the statement.
func (b *Bureau) entry(ctx context.Context, ref statement.Ref) (*statement.Entry, error) {
	r, err := b.store.Entry(ctx, ref.Entry)
	if errors.Is(err, store.ErrNotFound) {
		return nil, fmt.Errorf("entry %d: %w", ref.Entry, ErrUnknown)
	}
	if err != nil {
		return nil, err
	}
	e, err := b.open(r)
	if err != nil {
		return nil, err
	}
	if ref.Ordinal > len(e.Statements) {
		return nil, fmt.Errorf("entry %d has %d statements, not %d: %w", ref.Entry, len(e.Statements), ref.Ordinal, ErrUnknown)
	}
	return e, nil
}

// Resolve finds the subject that an id, or its beginning, names.
func (b *Bureau) Resolve(ctx context.Context, text string) (statement.ID, error) {
	lo, hi, err := statement.ParseIDPrefix(text)
	if err != nil {
		return statement.ID{}, err
	}
	found, err := b.store.SubjectsBetween(ctx, store.SubjectID(lo), store.SubjectID(hi), 3)
	switch {
	case err != nil:
		return statement.ID{}, err
	case len(found) == 0:
		return statement.ID{}, fmt.Errorf("%s: %w", text, ErrUnknown)
	case len(found) > 1:
		return statement.ID{}, fmt.Errorf("%s is the beginning of several ids (%s, %s …): write more of it", text, statement.ID(found[0]), statement.ID(found[1]))
	}
	return statement.ID(found[0]), nil
}
