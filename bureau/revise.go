package bureau

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"homeward/intake"
	"homeward/statement"
	"homeward/statement/edtf"
)

// Revision is a proposal as a human accepts it after changing it: with another
// value, other words, in somebody else's file, or as two statements.
type Revision struct {
	Proposal string    // as Review names it
	Parts    []Wording // what is recorded in its place; two or more where it is split
	By       string
	Because  string // optional
}

// Wording is one statement a reviewer makes of a proposal. What stands in the
// ledger for it quotes the words of the report and names the reviewer.
type Wording struct {
	Start, End int    // code points of the report; both 0: the words proposed
	Property   string // of the vocabulary; empty: as proposed, with all its slots
	Value      string // as in a list; empty: the words of a property that is text, or the value proposed
	EventOn    string // EDTF or as in a list; empty: as proposed
	To         statement.ID
	New        bool // into a file of its own; with neither: of those it is about
}

// changes tells whether a wording says anything else than the proposal.
func (w Wording) changes() bool { return w != Wording{} }

// Revise accepts a proposal as a human has changed it. Nothing but what the
// revision says enters a file. The words of the report stay quoted, and each entry
// tells what of it was the reviewer's. A subject that was erased, or is no person,
// group or event, takes nothing.
func (b *Bureau) Revise(ctx context.Context, r Revision) (Accepted, error) {
	if strings.TrimSpace(r.By) == "" {
		return Accepted{}, ErrNobody
	}
	if len(r.Parts) == 0 {
		return Accepted{}, errors.New("a revision says what to record in the place of the proposal; to record nothing, reject it")
	}
	readings, err := b.readingsNamed(ctx, Review{Accept: []string{r.Proposal}})
	if err != nil {
		return Accepted{}, err
	}
	reading, s, err := findProposal(readings, r.Proposal)
	if err != nil {
		return Accepted{}, err
	}
	done := Accepted{Proposal: fmt.Sprintf("%d.%s", reading.Number, s.ID)}
	failed := func(err error) (Accepted, error) {
		return done, fmt.Errorf("accepting proposal %s as changed: %w", done.Proposal, err)
	}
	// All parts are checked before anybody's file is begun.
	for _, w := range r.Parts {
		if _, err := b.reworded(reading, s, w); err != nil {
			return failed(err)
		}
		if w.To.IsZero() {
			continue
		}
		if w.New {
			return failed(errors.New("it goes into a file that is there, or into a new one, not into both"))
		}
		if _, err := b.MayTake(ctx, w.To); err != nil {
			return failed(err)
		}
	}
	var lets []*statement.Entry
	for i, w := range r.Parts {
		changed, err := b.reworded(reading, s, w)
		if err != nil {
			return failed(err)
		}
		told := edited(s, changed, w, i, len(r.Parts))
		entries, err := b.letIn(ctx, reading, changed, w, Review{By: r.By, Because: r.Because}, told)
		if err != nil {
			return failed(err)
		}
		lets = append(lets, entries...)
	}
	placed, err := b.settle(ctx, reading, s.ID, "accept", Review{By: r.By, Because: r.Because}, lets...)
	if err != nil {
		return failed(err)
	}
	for i, e := range lets {
		done.Entries = append(done.Entries, placed.Number+1+int64(i))
		if !slices.Contains(done.Subjects, e.Subject) {
			done.Subjects = append(done.Subjects, e.Subject)
		}
	}
	return done, b.saveIndex(ctx, tailEntries)
}

// MayTake returns what a file is called, or why nothing of a report can be put into
// it: it was erased, is not known, or is no file of a person, a group or an event.
func (b *Bureau) MayTake(ctx context.Context, id statement.ID) (string, error) {
	kind, err := b.kindOf(ctx, id)
	if errors.Is(err, ErrErased) {
		return "", fmt.Errorf("%s was erased: nothing can be put into that file any more: %w", id, ErrErased)
	}
	if err != nil {
		return "", err
	}
	if kind != statement.Person && kind != statement.Group && kind != statement.Event {
		return "", fmt.Errorf("%s is a %s: what a report says is put into the file of a person, a group or an event", id, kind)
	}
	reg, err := b.register(ctx)
	if err != nil {
		return "", err
	}
	return b.nameOf(ctx, reg, id)
}

// reworded is a proposal with a wording laid over it; it checks what it can.
func (b *Bureau) reworded(reading *Reading, s intake.Statement, w Wording) (intake.Statement, error) {
	if w.Start != 0 || w.End != 0 {
		text := []rune(reading.Text)
		if w.Start < 0 || w.End > len(text) || w.Start >= w.End {
			return s, fmt.Errorf("the words %d to %d: the report has %d code points", w.Start, w.End, len(text))
		}
		was := s.Content
		s.Content = intake.Span{Start: w.Start, End: w.End, Text: string(text[w.Start:w.End])}
		if v, err := intake.Look(reading.Text, reading.Report.Document.Form); err == nil {
			if read := v.Words(w.Start, w.End); read != s.Content.Text {
				s.Content.Words = read
			}
		}
		if p := b.vocab.Property(s.Property); p != nil && p.Type == statement.TextType && s.Value == was.Reads() {
			s.Value = s.Content.Reads()
		}
	}
	if w.EventOn != "" {
		on, ambiguous, err := edtf.ParseLoose(w.EventOn, edtf.AsWritten)
		if err != nil || ambiguous {
			return s, fmt.Errorf("the day of the event, %q: write it as year-month-day", w.EventOn)
		}
		s.EventOn = on.String()
	}
	if w.Property == "" && w.Value == "" {
		return s, nil
	}
	if w.Property != "" {
		if w.Property != s.Property {
			s.Value, s.Also = "", nil
		}
		s.Property = w.Property
	}
	p := b.vocab.Property(s.Property)
	if p == nil || kept(statement.Statement{Property: s.Property}) || isLink(s.Property) {
		return s, fmt.Errorf("%q is no property that a report can fill", s.Property)
	}
	if w.Value == "" {
		if s.Value == "" && p.Type != statement.TextType {
			return s, fmt.Errorf("%s needs a value: the words alone do not give one", p.LabelIn("en"))
		}
		return s, nil
	}
	canonical, ambiguous, err := p.Canonical(w.Value, edtf.AsWritten)
	if err != nil {
		return s, err
	}
	if ambiguous {
		return s, fmt.Errorf("%s %q can be read in two ways: write it as year-month-day", p.LabelIn("en"), w.Value)
	}
	s.Value = canonical
	if p.Type == statement.DateType {
		s.EventOn = canonical
	}
	return s, nil
}

// edited says what of an entry is the reviewer's. Values that are words of the
// report are told by their place only, so that an erasure leaves no copy of them.
func edited(was, now intake.Statement, w Wording, part, parts int) string {
	told := "proposal " + was.ID
	if parts > 1 {
		told += fmt.Sprintf(", split: part %d of %d", part+1, parts)
	}
	if !w.changes() {
		return told
	}
	value := func(s intake.Statement) string {
		if s.Value == "" || strings.Contains(s.Value, " ") {
			return s.Property
		}
		return s.Property + " " + s.Value
	}
	if was.Property != now.Property || was.Value != now.Value && value(was) != value(now) {
		told += fmt.Sprintf("; edited: %s, was %s", value(now), value(was))
	} else if w.Value != "" && was.Value != now.Value {
		told += "; edited: " + now.Property
	}
	if was.EventOn != now.EventOn && was.EventOn != "" {
		told += "; event was " + was.EventOn
	}
	if was.Content.Start != now.Content.Start || was.Content.End != now.Content.End {
		told += fmt.Sprintf("; words %d–%d, were %d–%d", now.Content.Start, now.Content.End, was.Content.Start, was.Content.End)
	}
	switch {
	case w.New:
		told += "; put into a file of its own"
	case !w.To.IsZero():
		told += "; put into this file"
	}
	return told
}

// letIn makes the entries that one wording puts into files.
func (b *Bureau) letIn(ctx context.Context, reading *Reading, s intake.Statement, w Wording, r Review, told string) ([]*statement.Entry, error) {
	mentions := map[string]intake.Mention{}
	for _, m := range reading.Report.Mentions {
		mentions[m.ID] = m
	}
	said := func(subject statement.ID, kind statement.Kind, member string) *statement.Entry {
		return &statement.Entry{Subject: subject, Kind: kind, By: r.By, Because: told, SaidBy: chainOf(s, mentions), Channel: s.Channel, SaidOn: s.SaidOn,
			Source:     statement.Source{Document: reading.Document, Start: s.Content.Start, End: s.Content.End},
			Statements: b.statementsOf(s, member)}
	}
	switch {
	case !w.To.IsZero():
		kind, err := b.kindOf(ctx, w.To)
		if err != nil {
			return nil, err
		}
		return []*statement.Entry{said(w.To, kind, "")}, nil
	case w.New:
		id, err := statement.NewID(b.random)
		if err != nil {
			return nil, err
		}
		var entries []*statement.Entry
		for _, about := range s.About {
			if place, has := calledAt(mentions[about]); has && mentions[about].Kind == intake.PersonMention {
				entries = append(entries, &statement.Entry{Subject: id, Kind: statement.Person, By: r.By, Because: "mention " + about,
					SaidBy: []statement.Speaker{{Name: "narrator", Role: "article"}}, Source: statement.Source{Document: reading.Document, Start: place.Start, End: place.End},
					Statements: []statement.Statement{{Property: "name.alias", Stance: statement.Observes}}})
				break
			}
		}
		return append(entries, said(id, statement.Person, "")), nil
	}
	about := s.About
	if len(about) == 0 {
		about = []string{""} // the report itself
	}
	var entries []*statement.Entry
	for _, id := range about {
		subject, kind, member, err := b.subjectOfMention(ctx, reading, mentions, id, r)
		if err != nil {
			return nil, err
		}
		entries = append(entries, said(subject, kind, member))
	}
	return entries, nil
}

// Records tells what accepting a proposal would write: its statements, with the
// words where the value is the words.
func (b *Bureau) Records(reading *Reading, s intake.Statement, w Wording) ([]statement.Statement, error) {
	s, err := b.reworded(reading, s, w)
	if err != nil {
		return nil, err
	}
	all := b.statementsOf(s, "")
	for i := range all {
		if all[i].Value == "" {
			all[i].Value = "“" + oneLine(s.Content.Reads()) + "”"
		}
	}
	return all, nil
}
