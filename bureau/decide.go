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
	e := &statement.Entry{Subject: a, Kind: statement.Person,
		Statements: []statement.Statement{{Property: property, Value: other.String(), Stance: statement.Asserts}}}
	return b.decideOnLinks(ctx, d, func(reg *register) ([]*statement.Entry, error) {
		link := linkFact{Entry: reg.reach, Ordinal: 1, A: a, B: other, Same: property == "same.person"}
		if was, has := reg.link(a, other); has && was.Same == link.Same {
			return nil, fmt.Errorf("entry %d says so of %s and %s already", was.Entry, a, other)
		}
		after := reg.facts
		after.Links = append(after.Links[:len(after.Links):len(after.Links)], link)
		return []*statement.Entry{e}, contradicted(reg, &after)
	})
}

// decideOnLinks records a decision that joins or parts people, after checking it
// against all that is decided already. If somebody else decides in between, it is
// checked anew.
func (b *Bureau) decideOnLinks(ctx context.Context, d Decision, check func(*register) ([]*statement.Entry, error)) (int64, error) {
	taken := 0 // turns that decisions erased since have used up
	for reach := int64(-1); ; taken++ {
		reg, err := b.register(ctx)
		if err != nil {
			return 0, err
		}
		if reg.reach != reach {
			reach, taken = reg.reach, 0
		}
		entries, err := check(reg)
		if err != nil {
			return 0, err
		}
		turn := reg.facts.linkDecisions() + taken
		placed, err := b.decideTogether(ctx, store.Tag(b.keys.Tag("turn", fmt.Appendf(nil, "links %d", turn))), d, entries...)
		if err != nil || !placed.Known {
			return placed.Number, err
		}
	}
}

// contradicted tells why links cannot stand as they would: they would make one
// person of two whom a decision says are two.
func contradicted(reg *register, after *facts) error {
	before := map[[2]statement.ID]bool{}
	for _, c := range reg.facts.contradictions() {
		before[pairOf(c.parted.A, c.parted.B)] = true
	}
	for _, c := range after.contradictions() {
		if before[pairOf(c.parted.A, c.parted.B)] {
			continue
		}
		var links []string
		for _, l := range c.joined {
			if l.Entry < reg.reach {
				links = append(links, fmt.Sprintf("entry %d joins %s and %s", l.Entry, l.A, l.B))
			}
		}
		if c.parted.Entry >= reg.reach { // it is the new one
			return fmt.Errorf("%s and %s are joined through others (%s): take back the wrong one of these first, with: homeward undo ENTRY", c.parted.A, c.parted.B, strings.Join(links, "; "))
		}
		return fmt.Errorf("that would make one person of %s and %s, of whom entry %d says that they are two (%s): if that is wrong, take it back first, with: homeward undo %d",
			c.parted.A, c.parted.B, c.parted.Entry, orElse(strings.Join(links, "; "), "directly"), c.parted.Entry)
	}
	return nil
}

// decide records one entry made by the bureau's own staff.
func (b *Bureau) decide(ctx context.Context, e *statement.Entry, d Decision) (int64, error) {
	placed, err := b.decideTogether(ctx, store.Tag{}, d, e)
	return placed.Number, err
}

// decideTogether records entries of staff as one decision, if its turn is not
// taken.
func (b *Bureau) decideTogether(ctx context.Context, turn store.Tag, d Decision, entries ...*statement.Entry) (store.Placed, error) {
	for _, e := range entries {
		e.By, e.Because = d.By, d.Because
		e.SaidBy = []statement.Speaker{{Name: d.By, Role: "bureau"}}
		e.SaidOn = b.today()
	}
	placed, err := b.recordTogether(ctx, turn, entries...)
	if err != nil || placed.Known {
		return placed, err
	}
	return placed, b.saveIndex(ctx, tailEntries)
}

// recordTogether records entries that are taken back together.
func (b *Bureau) recordTogether(ctx context.Context, turn store.Tag, entries ...*statement.Entry) (store.Placed, error) {
	if len(entries) > 1 {
		for i, e := range entries {
			e.Part = statement.Part{At: i, Of: len(entries)}
		}
	}
	return b.record(ctx, turn, entries...)
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
	e, err := b.open(ctx, records[0])
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
	if kept(old) || isLink(old.Property) {
		return 0, fmt.Errorf("statement %s is of this bureau's own bookkeeping (%s) and has no value to correct; a decision is taken back with: homeward undo %d", ref, old.Property, ref.Entry)
	}
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
	about, err := b.said(ctx, e.Subject)
	if err == nil {
		err = stillHolds(about, ref)
	}
	if err != nil {
		return 0, err
	}
	s := statement.Statement{Property: old.Property, Value: canonical, Stance: old.Stance, TrueOf: old.TrueOf, Member: old.Member, Acts: ref.String()}
	if value != canonical {
		s.Written = value
	}
	return b.decideOn(ctx, about, e, &statement.Entry{Subject: e.Subject, Kind: e.Kind, Statements: []statement.Statement{s}}, d)
}

// decideOn records an act on an entry, unless somebody has acted on it since about was
// read.
func (b *Bureau) decideOn(ctx context.Context, about []*statement.Entry, e, act *statement.Entry, d Decision) (int64, error) {
	placed, err := b.decideTogether(ctx, b.turnOfEntry(about, e.Number), d, act)
	if err == nil && placed.Known {
		err = fmt.Errorf("entry %d was corrected or withdrawn by somebody else just now: look at the file again", e.Number)
	}
	return placed.Number, err
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
	for i, s := range e.Statements {
		if (ref.Ordinal == 0 || ref.Ordinal == i+1) && kept(s) {
			return 0, fmt.Errorf("%s is of this bureau's own bookkeeping (%s); a decision is taken back with: homeward undo %d", ref, s.Property, ref.Entry)
		}
	}
	about, err := b.said(ctx, e.Subject)
	if err == nil {
		err = stillHolds(about, ref)
	}
	if err != nil {
		return 0, err
	}
	if slices.ContainsFunc(e.Statements, func(s statement.Statement) bool { return strings.HasSuffix(s.Property, "same.person") }) {
		return b.Undo(ctx, ref.Entry, d)
	}
	if err := notCorrected(about, ref); err != nil {
		return 0, err
	}
	return b.decideOn(ctx, about, e, withdrawal(e, ref, d.Because), d)
}

// kept tells statements that keep the bureau's books rather than say something of
// somebody: they are neither corrected nor withdrawn.
func kept(s statement.Statement) bool {
	switch s.Property {
	case "withdrawn", "decision", "mention", "report.text", "erasure.of", "erasure.done":
		return true
	}
	return strings.HasPrefix(s.Property, "document.") || strings.HasPrefix(s.Property, "bureau.")
}

// isLink tells statements that lead from one subject to another: such a one is
// withdrawn and said anew, not corrected.
func isLink(property string) bool {
	return property == "same.person" || property == "not.same.person" || property == "member" || property == "kin" || property == "kin.of"
}

// stillHolds refuses to act on what has been acted on already, and names the act.
func stillHolds(entries []*statement.Entry, ref statement.Ref) error {
	dead := inactiveOf(entries)
	for _, act := range entries {
		if dead[statement.Ref{Entry: act.Number}.String()] {
			continue
		}
		for _, s := range act.Statements {
			whole := statement.Ref{Entry: ref.Entry}.String()
			if s.Acts != ref.String() && s.Acts != whole {
				continue
			}
			what := "corrected"
			if s.Property == "withdrawn" {
				what = "withdrawn"
			}
			return fmt.Errorf("%s was %s already, by entry %d (%s); to take that back: homeward undo %d", ref, what, act.Number, act.By, act.Number)
		}
	}
	return nil
}

func withdrawal(e *statement.Entry, ref statement.Ref, because string) *statement.Entry {
	return &statement.Entry{Subject: e.Subject, Kind: e.Kind,
		Statements: []statement.Statement{{Property: "withdrawn", Value: because, Stance: statement.Asserts, Acts: ref.String()}}}
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
	e, err := b.open(ctx, r)
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
