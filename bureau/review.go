package bureau

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"homeward/intake"
	"homeward/statement"
	"homeward/store"
)

// Review decides on proposals.
type Review struct {
	Accept    []string // proposal ids: "S12", or "2.S12" where several reports are open
	AcceptAll bool
	Reject    []string
	By        string
	Because   string // optional
}

// Reviewed tells what a review recorded.
type Reviewed struct {
	Accepted []Accepted `json:"accepted"`
	Rejected []string   `json:"rejected"`
}

// Accepted is one accepted proposal and whose file it is in now.
type Accepted struct {
	Proposal string         `json:"proposal"`
	Subjects []statement.ID `json:"subjects"`
	Entries  []int64        `json:"entries"`
}

// Review records a human's decisions on proposals. What is accepted enters the
// files of those it is about; what was said of a group is kept as said of the
// group, and of "one of them" as said of nobody in particular.
func (b *Bureau) Review(ctx context.Context, r Review) (Reviewed, error) {
	if strings.TrimSpace(r.By) == "" {
		return Reviewed{}, ErrNobody
	}
	readings, err := b.readingsNamed(ctx, r)
	if err != nil {
		return Reviewed{}, err
	}
	type pick struct {
		reading *Reading
		s       intake.Statement
		accept  bool
	}
	var picks []pick
	// Every id is looked up before the first decision is recorded.
	for _, list := range []struct {
		ids    []string
		accept bool
	}{{r.Accept, true}, {r.Reject, false}} {
		for _, id := range list.ids {
			reading, s, err := findProposal(readings, id)
			if err != nil {
				return Reviewed{}, err
			}
			if slices.ContainsFunc(picks, func(p pick) bool { return p.reading == reading && p.s.ID == s.ID }) {
				return Reviewed{}, fmt.Errorf("proposal %s is named twice", id)
			}
			picks = append(picks, pick{reading, s, list.accept})
		}
	}
	if r.AcceptAll {
		for _, reading := range readings {
			for _, s := range reading.Open() {
				if !slices.ContainsFunc(picks, func(p pick) bool { return p.reading == reading && p.s.ID == s.ID }) {
					picks = append(picks, pick{reading, s, true})
				}
			}
		}
	}
	done := Reviewed{Accepted: []Accepted{}, Rejected: []string{}}
	for _, p := range picks {
		name := fmt.Sprintf("%d.%s", p.reading.Number, p.s.ID)
		if !p.accept {
			if _, err := b.settle(ctx, p.reading, p.s.ID, "reject", r); err != nil {
				return done, err
			}
			done.Rejected = append(done.Rejected, name)
			continue
		}
		a, err := b.accept(ctx, p.reading, p.s, r)
		if r.AcceptAll && errors.Is(err, ErrErased) {
			continue // it stays open, to be rejected
		}
		if err != nil {
			return done, fmt.Errorf("accepting proposal %s: %w", name, err)
		}
		a.Proposal = name
		done.Accepted = append(done.Accepted, a)
	}
	return done, b.saveIndex(ctx, tailEntries)
}

// readingsNamed reads what a review needs: the reports its ids name, or all.
func (b *Bureau) readingsNamed(ctx context.Context, r Review) ([]*Reading, error) {
	var readings []*Reading
	for _, id := range slices.Concat(r.Accept, r.Reject) {
		name, _, _ := strings.Cut(id, ".")
		number, err := strconv.ParseInt(name, 10, 64)
		if err != nil || r.AcceptAll {
			return b.Readings(ctx)
		}
		if slices.ContainsFunc(readings, func(r *Reading) bool { return r.Number == number }) {
			continue
		}
		reading, err := b.Reading(ctx, number)
		if err != nil {
			return nil, fmt.Errorf("proposal %s: %w", id, err)
		}
		readings = append(readings, reading)
	}
	if len(readings) == 0 {
		return b.Readings(ctx)
	}
	return readings, nil
}

// settle records a decision on a proposal together with what it lets in: all of
// it or nothing, and only if nobody has decided in the meantime.
func (b *Bureau) settle(ctx context.Context, reading *Reading, id, what string, r Review, lets ...*statement.Entry) (store.Placed, error) {
	decision := &statement.Entry{Subject: reading.Document, Kind: statement.Document, By: r.By, Because: r.Because,
		SaidBy:     []statement.Speaker{{Name: r.By, Role: "bureau"}},
		Statements: []statement.Statement{{Property: "decision", Value: id + " " + what, Stance: statement.Asserts}}}
	turn := b.turnOfProposal(reading.about, reading.Document, id)
	placed, err := b.recordTogether(ctx, turn, append([]*statement.Entry{decision}, lets...)...)
	if err == nil && placed.Known {
		return placed, fmt.Errorf("proposal %s was decided by somebody else just now: homeward review lists those open", id)
	}
	return placed, err
}

func decidedAlready(id string, v Verdict) error {
	return fmt.Errorf("proposal %s was decided already (%s, by %s); take that back first with: homeward undo %d", id, v.What, v.By, v.Entry)
}

// decisionsOf reads from a document's entries what holds on each proposal.
func decisionsOf(entries []*statement.Entry) map[string]Verdict {
	decided := map[string]Verdict{}
	dead := inactiveOf(entries)
	for _, e := range entries {
		if id, what, is := decisionOn(e); is && !dead[statement.Ref{Entry: e.Number}.String()] {
			decided[id] = Verdict{What: what, By: e.By, Entry: e.Number}
		}
	}
	return decided
}

// decisionOn returns which proposal an entry decides on, and how.
func decisionOn(e *statement.Entry) (id, what string, is bool) {
	if e.Kind != statement.Document {
		return "", "", false
	}
	for _, s := range e.Statements {
		if s.Property == "decision" {
			return strings.Cut(s.Value, " ")
		}
	}
	return "", "", false
}

func findProposal(readings []*Reading, id string) (*Reading, intake.Statement, error) {
	number, rest, qualified := strings.Cut(id, ".")
	if !qualified {
		rest = id
	}
	var in *Reading
	var found intake.Statement
	for _, r := range readings {
		if qualified && fmt.Sprint(r.Number) != number {
			continue
		}
		for _, s := range r.Report.Statements {
			if s.ID != rest {
				continue
			}
			if v, has := r.Decided[s.ID]; has {
				if qualified || len(readings) == 1 {
					return nil, s, decidedAlready(id, v)
				}
				continue
			}
			if in != nil {
				return nil, s, fmt.Errorf("proposal %s stands in reports %d and %d: write %d.%s or %d.%s", id, in.Number, r.Number, in.Number, rest, r.Number, rest)
			}
			in, found = r, s
		}
	}
	if in == nil {
		return nil, found, fmt.Errorf("proposal %s: %w; homeward review lists those open", id, ErrUnknown)
	}
	return in, found, nil
}

// accept records a proposal in the files of those it is about, together with the
// decision on it.
func (b *Bureau) accept(ctx context.Context, reading *Reading, s intake.Statement, r Review) (Accepted, error) {
	mentions := map[string]intake.Mention{}
	for _, m := range reading.Report.Mentions {
		mentions[m.ID] = m
	}
	about := s.About
	if len(about) == 0 {
		about = []string{""} // the report itself
	}
	var done Accepted
	var lets []*statement.Entry
	for _, id := range about {
		subject, kind, member, err := b.subjectOfMention(ctx, reading, mentions, id, r)
		if err == nil {
			_, err = b.kindOf(ctx, subject)
		}
		if errors.Is(err, ErrErased) {
			continue // what is said of the others is still said of them
		}
		if err != nil {
			return done, err
		}
		lets = append(lets, &statement.Entry{Subject: subject, Kind: kind, By: r.By, Because: "proposal " + s.ID, SaidBy: chainOf(s, mentions), Channel: s.Channel, SaidOn: s.SaidOn,
			Source:     statement.Source{Document: reading.Document, Start: s.Content.Start, End: s.Content.End},
			Statements: b.statementsOf(s, member)})
		done.Subjects = append(done.Subjects, subject)
	}
	if len(lets) == 0 {
		return done, fmt.Errorf("everybody it is about was erased: reject it: %w", ErrErased)
	}
	placed, err := b.settle(ctx, reading, s.ID, "accept", r, lets...)
	for i := range lets {
		done.Entries = append(done.Entries, placed.Number+1+int64(i))
	}
	return done, err
}

// chainOf is who said a proposal, through whom. Where the text names the first of
// them, the place of his name is kept and not the name.
func chainOf(s intake.Statement, mentions map[string]intake.Mention) []statement.Speaker {
	chain := slices.Clone(s.SaidBy)
	for i := range chain {
		place := func(spans []intake.Span) {
			for _, span := range spans {
				if chain[i].Name != "" && oneLine(span.Reads()) == chain[i].Name {
					chain[i].Name, chain[i].Start, chain[i].End = "", span.Start, span.End
				}
			}
		}
		place(mentions[s.SpeakerMention].Spans)
		for _, m := range mentions {
			if m.Author { // of the message it was said or passed on in
				place(m.Spans)
			}
		}
	}
	return chain
}

// statementsOf turns a proposal into what is recorded: a statement a slot it
// fills. A value its property does not take is kept in the words of the report, and
// these by their place only: an empty value is the words the source quotes.
func (b *Bureau) statementsOf(s intake.Statement, member string) []statement.Statement {
	var all []statement.Statement
	for _, slot := range append([]intake.Slot{{Property: s.Property, Value: s.Value}}, s.Also...) {
		p := b.vocab.Property(slot.Property)
		if p == nil {
			continue
		}
		said := statement.Statement{Property: p.Name, Value: slot.Value, Stance: s.Stance, Member: member}
		if said.Value == "" && p.Type == statement.DateType {
			said.Value = s.EventOn
		}
		if p.Type != statement.DateType {
			said.TrueOf = s.EventOn
		}
		if p.Type == statement.TextType && (said.Value == "" || said.Value == s.Content.Text || said.Value == s.Content.Words) {
			said.Value = "" // the words the source quotes
			all = append(all, said)
		} else if said.Check(b.vocab) == nil {
			all = append(all, said)
		}
	}
	if len(all) == 0 {
		all = []statement.Statement{{Property: "statement", Stance: s.Stance, TrueOf: s.EventOn, Member: member}}
	}
	return all
}

// subjectOfMention finds or makes the subject of a mention. With a group come its
// enumerated members; what is said of an unknown member goes to the group.
func (b *Bureau) subjectOfMention(ctx context.Context, reading *Reading, mentions map[string]intake.Mention, id string, r Review) (statement.ID, statement.Kind, string, error) {
	m, has := mentions[id]
	if !has {
		return reading.Document, statement.Document, "", nil
	}
	if m.Kind == intake.UnknownMember {
		subject, kind, _, err := b.subjectOfMention(ctx, reading, mentions, m.Of, r)
		return subject, kind, "unknown", err
	}
	group := m
	if m.Of != "" && mentions[m.Of].Kind == intake.GroupMention {
		group = mentions[m.Of] // a member brings his group along
	}
	for _, one := range append([]string{group.ID}, group.Members...) {
		if err := b.meet(ctx, reading, mentions[one], r); err != nil {
			return statement.ID{}, "", "", err
		}
	}
	if group.Kind == intake.GroupMention {
		if err := b.enumerate(ctx, reading, group, r); err != nil {
			return statement.ID{}, "", "", err
		}
	}
	if err := b.meet(ctx, reading, m, r); err != nil {
		return statement.ID{}, "", "", err
	}
	subject, err := statement.ParseID(reading.Subjects[m.ID])
	return subject, kindOfMention(m), "", err
}

func kindOfMention(m intake.Mention) statement.Kind {
	if m.Kind == intake.GroupMention {
		return statement.Group
	}
	if m.Kind == intake.PersonMention {
		return statement.Person
	}
	return statement.Event
}

// meet makes a subject for a mention, once, and records on the document which.
func (b *Bureau) meet(ctx context.Context, reading *Reading, m intake.Mention, r Review) error {
	if reading.Subjects[m.ID] != "" || m.ID == "" {
		return nil
	}
	id, err := statement.NewID(b.random)
	if err != nil {
		return err
	}
	led := &statement.Entry{Subject: reading.Document, Kind: statement.Document, By: r.By, SaidBy: []statement.Speaker{{Name: r.By, Role: "bureau"}},
		Statements: []statement.Statement{{Property: "mention", Value: id.String(), Written: m.ID, Stance: statement.Asserts}}}
	e := &statement.Entry{Subject: id, Kind: kindOfMention(m), By: r.By, Because: "mention " + m.ID, SaidBy: []statement.Speaker{{Name: "narrator", Role: "article"}},
		Source: statement.Source{Document: reading.Document}, Statements: []statement.Statement{{Property: "name.alias", Stance: statement.Observes}}}
	if place, has := calledAt(m); has {
		e.Source.Start, e.Source.End = place.Start, place.End
	} else {
		e.Statements[0].Value = m.ID
	}
	// The tag leads to the subject that whoever came first has made.
	tag := store.Tag(b.keys.Tag("mention", append(reading.Document[:], m.ID...)))
	placed, err := b.record(ctx, tag, e, led)
	if err != nil {
		return err
	}
	if placed.Known {
		record, err := b.store.Entry(ctx, placed.Number)
		if err != nil {
			return err
		}
		id = statement.ID(record.Subject)
	}
	reading.Subjects[m.ID] = id.String()
	return nil
}

// calledAt is where the report first calls a mention by what calledBy shows.
func calledAt(m intake.Mention) (intake.Span, bool) {
	called := calledBy(m)
	for _, s := range m.Spans {
		if s.Start < s.End && oneLine(s.Reads()) == called {
			return s, true
		}
	}
	for _, s := range m.Spans {
		if s.Start < s.End {
			return s, true
		}
	}
	return intake.Span{}, false
}

// enumerate records the members of a group, once.
func (b *Bureau) enumerate(ctx context.Context, reading *Reading, group intake.Mention, r Review) error {
	subject, err := statement.ParseID(reading.Subjects[group.ID])
	if err != nil {
		return err
	}
	reg, err := b.register(ctx)
	if err != nil {
		return err
	}
	var members []statement.Statement
	for _, m := range group.Members {
		id, err := statement.ParseID(reading.Subjects[m])
		if err != nil {
			return err
		}
		if !slices.Contains(reg.groups[subject], id) {
			members = append(members, statement.Statement{Property: "member", Value: id.String(), Stance: statement.Asserts})
		}
	}
	if len(members) == 0 {
		return nil
	}
	_, err = b.record(ctx, store.Tag{}, &statement.Entry{Subject: subject, Kind: statement.Group, By: r.By, Because: "members as the report names them",
		SaidBy: []statement.Speaker{{Name: "narrator", Role: "article"}}, Source: statement.Source{Document: reading.Document}, Statements: members})
	return err
}
