package bureau

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"homeward/intake"
	"homeward/seal"
	"homeward/statement"
	"homeward/store"
)

const proposalSpace = "proposal"

// maxReport is the largest report that is read, in bytes. A book is a few of them.
const maxReport = 16 << 20

// proposalHeader is bound to a sealed reading of a report.
func proposalHeader(number int64) []byte { return fmt.Appendf(nil, "homeward reading %d", number) }

// Reading is a report as it was read: what it proposes, and what was decided on
// each proposal. Nothing of it is in anybody's file before a human accepts it.
type Reading struct {
	Number   int64              `json:"number"`
	Document statement.ID       `json:"document"`
	File     string             `json:"file"`
	Text     string             `json:"-"`
	Report   *intake.Report     `json:"report"`
	Decided  map[string]Verdict `json:"decided"` // by statement id of the report
	Subjects map[string]string  `json:"subjects,omitempty"`
	source   readingContent
	key      uint64
}

// Verdict is what a human decided on a proposal.
type Verdict struct {
	What  string `json:"what"` // accept | reject
	By    string `json:"by"`
	Entry int64  `json:"entry"` // of the decision
}

// readingContent is the plaintext of a sealed reading.
type readingContent struct {
	Document statement.ID   `json:"document"`
	Text     statement.ID   `json:"text"` // subject that holds the report's text
	File     string         `json:"file"`
	Report   *intake.Report `json:"report"`
}

// ReadReport reads a report without keeping anything of it.
func ReadReport(path string, o intake.Options) ([]byte, *intake.Report, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, nil, fmt.Errorf("opening a report: %w", err)
	}
	switch {
	case info.IsDir():
		return nil, nil, fmt.Errorf("%s is a folder: name the files in it", path)
	case info.Size() > maxReport:
		return nil, nil, fmt.Errorf("%s has %d MiB: a report may have %d; is it a list? then use: homeward import", path, info.Size()>>20, maxReport>>20)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, nil, fmt.Errorf("reading a report: %w", err)
	}
	o.File = filepath.Base(path)
	report, err := intake.Read(string(text), o)
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", path, err)
	}
	return text, &report, nil
}

// Intake reads a report and keeps what it proposes, sealed, for review. The text
// has a subject and a key of its own. A report that is here already is returned
// as it stands, with its decisions.
func (b *Bureau) Intake(ctx context.Context, path, by string, o intake.Options) (*Reading, error) {
	if strings.TrimSpace(by) == "" {
		return nil, ErrNobody
	}
	text, report, err := ReadReport(path, o)
	if err != nil {
		return nil, err
	}
	digest := sha256.Sum256(text)
	tag := store.Tag(b.keys.Tag("report", append(digest[:], filepath.Base(path)...)))
	found, err := b.store.Find(ctx, []store.Tag{tag})
	if err != nil {
		return nil, err
	}
	if found[0].Number >= 0 {
		r, err := b.readingOf(ctx, statement.ID(found[0].Subject))
		if err != nil || r != nil {
			return r, err
		}
		return b.keepReading(ctx, statement.ID(found[0].Subject), path, report) // interrupted before its proposals were kept
	}
	docID, err := statement.NewID(b.random)
	if err != nil {
		return nil, err
	}
	textID, err := statement.NewID(b.random)
	if err != nil {
		return nil, err
	}
	staff := []statement.Speaker{{Name: by, Role: "bureau"}}
	about := []statement.Statement{
		{Property: "document.name", Value: filepath.Base(path), Stance: statement.Asserts},
		{Property: "document.kind", Value: "report", Stance: statement.Asserts},
		{Property: "document.text", Value: textID.String(), Stance: statement.Asserts}}
	if report.Document.Dated != "" {
		about = append(about, statement.Statement{Property: "document.date", Value: report.Document.Dated, Stance: statement.Asserts})
	}
	if _, err := b.append(ctx, []draft{{tag: tag, entries: []*statement.Entry{
		{Subject: docID, Kind: statement.Document, By: by, SaidBy: staff, Statements: about},
		textEntry(textID, docID, by, string(text)),
	}}}, map[statement.ID]uint64{}); err != nil {
		return nil, err
	}
	return b.keepReading(ctx, docID, path, report)
}

func textEntry(id, document statement.ID, by, text string) *statement.Entry {
	return &statement.Entry{Subject: id, Kind: statement.Report, By: by, Source: statement.Source{Document: document},
		SaidBy:     []statement.Speaker{{Name: by, Role: "bureau"}},
		Statements: []statement.Statement{{Property: "report.text", Value: text, Stance: statement.Publishes}}}
}

// keepReading seals a reading under the key of the report's text, so that both
// become unreadable together.
func (b *Bureau) keepReading(ctx context.Context, document statement.ID, path string, report *intake.Report) (*Reading, error) {
	doc, err := b.Document(ctx, document)
	if err != nil {
		return nil, err
	}
	key, has, err := b.keyOfSubject(ctx, doc.Text)
	if err != nil {
		return nil, err
	}
	if !has {
		return nil, fmt.Errorf("the text of %s is not in the store", path)
	}
	heads, err := b.store.BlobHeads(ctx, proposalSpace)
	if err != nil {
		return nil, err
	}
	number := int64(1)
	if len(heads) > 0 {
		number = heads[len(heads)-1].ID + 1
	}
	if err := b.putReading(ctx, number, key, readingContent{Document: document, Text: doc.Text, File: filepath.Base(path), Report: report}); err != nil {
		return nil, err
	}
	return b.Reading(ctx, number)
}

func (b *Bureau) putReading(ctx context.Context, number int64, key uint64, content readingContent) error {
	plain, err := json.Marshal(content)
	if err != nil {
		return fmt.Errorf("keeping a reading: %w", err)
	}
	k, err := b.keys.Key(key)
	if err != nil {
		return err
	}
	sealed, err := seal.Seal(k, proposalHeader(number), plain, b.random)
	if err != nil {
		return err
	}
	return b.store.ReplaceBlobs(ctx, proposalSpace, nil, []store.Blob{{Space: proposalSpace, ID: number, Key: key, Sealed: sealed}})
}

// Readings returns all readings of reports, the earliest first.
func (b *Bureau) Readings(ctx context.Context) ([]*Reading, error) {
	var blobs []store.Blob
	for blob, err := range b.store.Blobs(ctx, proposalSpace) {
		if err != nil {
			return nil, err
		}
		blobs = append(blobs, blob)
	}
	var all []*Reading
	for _, blob := range blobs {
		r, err := b.openReading(ctx, blob)
		if errors.Is(err, seal.ErrDestroyed) || errors.Is(err, ErrErased) {
			continue
		}
		if err != nil {
			return nil, err
		}
		all = append(all, r)
	}
	return all, nil
}

// Reading returns one reading by its number.
func (b *Bureau) Reading(ctx context.Context, number int64) (*Reading, error) {
	all, err := b.Readings(ctx)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(all, func(r *Reading) bool { return r.Number == number })
	if i < 0 {
		return nil, fmt.Errorf("report %d: %w", number, ErrUnknown)
	}
	return all[i], nil
}

func (b *Bureau) readingOf(ctx context.Context, document statement.ID) (*Reading, error) {
	all, err := b.Readings(ctx)
	if err != nil {
		return nil, err
	}
	for _, r := range all {
		if r.Document == document {
			return r, nil
		}
	}
	return nil, nil
}

func (b *Bureau) openReading(ctx context.Context, blob store.Blob) (*Reading, error) {
	k, err := b.keys.Key(blob.Key)
	if err != nil {
		return nil, err
	}
	plain, err := seal.Open(k, proposalHeader(blob.ID), blob.Sealed)
	if err != nil {
		return nil, fmt.Errorf("reading %d: %w", blob.ID, err)
	}
	r := &Reading{Number: blob.ID, Decided: map[string]Verdict{}, Subjects: map[string]string{}, key: blob.Key}
	if err := json.Unmarshal(plain, &r.source); err != nil {
		return nil, fmt.Errorf("reading %d: %w", blob.ID, err)
	}
	r.Document, r.File, r.Report = r.source.Document, r.source.File, r.source.Report
	if r.Text, err = b.reportText(ctx, r.source.Text); err != nil {
		return nil, err
	}
	entries, err := b.said(ctx, r.Document)
	if err != nil {
		return nil, err
	}
	var f facts
	for _, e := range entries {
		f.take(e)
	}
	dead := f.inactive()
	for _, e := range entries {
		for _, s := range e.Statements {
			if dead[statement.Ref{Entry: e.Number}.String()] {
				continue
			}
			switch s.Property {
			case "decision":
				if id, what, ok := strings.Cut(s.Value, " "); ok {
					r.Decided[id] = Verdict{What: what, By: e.By, Entry: e.Number}
				}
			case "mention":
				r.Subjects[s.Written] = s.Value
			}
		}
	}
	return r, nil
}

func (b *Bureau) reportText(ctx context.Context, id statement.ID) (string, error) {
	entries, err := b.said(ctx, id)
	if err != nil {
		return "", err
	}
	if len(entries) == 0 {
		return "", ErrErased
	}
	last := entries[len(entries)-1]
	return last.Statements[0].Value, nil
}

// Open returns the proposals nobody has decided on.
func (r *Reading) Open() []intake.Statement {
	var open []intake.Statement
	for _, s := range r.Report.Statements {
		if _, has := r.Decided[s.ID]; !has {
			open = append(open, s)
		}
	}
	return open
}

// span is a stretch of a report's text in code points, half-open.
type span struct{ start, end int }

// redact records a report's text anew without some spans, moves its reading to
// the new text's key, and destroys the old one's.
func (b *Bureau) redact(ctx context.Context, document statement.ID, spans []span, d Decision) (bool, error) {
	doc, err := b.Document(ctx, document)
	if errors.Is(err, ErrErased) || errors.Is(err, ErrUnknown) || doc.Text.IsZero() {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	reading, err := b.readingOf(ctx, document)
	if err != nil || reading == nil {
		return false, err
	}
	text := []rune(reading.Text)
	for _, s := range spans {
		for i := max(0, s.start); i < min(s.end, len(text)); i++ {
			if text[i] != '\n' {
				text[i] = '█'
			}
		}
	}
	textID, err := statement.NewID(b.random)
	if err != nil {
		return false, err
	}
	moved := &statement.Entry{Subject: document, Kind: statement.Document, By: d.By, SaidBy: []statement.Speaker{{Name: d.By, Role: "bureau"}},
		Because: "parts of the text redacted with an erasure", Statements: []statement.Statement{
			{Property: "document.text", Value: textID.String(), Stance: statement.Asserts}}}
	oldKey := reading.key
	if _, err := b.record(ctx, textEntry(textID, document, d.By, string(text)), moved); err != nil {
		return false, err
	}
	key, _, err := b.keyOfSubject(ctx, textID)
	if err != nil {
		return false, err
	}
	content := reading.source
	content.Text, content.Report = textID, redactReport(content.Report, spans)
	if err := b.putReading(ctx, reading.Number, key, content); err != nil {
		return false, err
	}
	return true, b.keys.Destroy(oldKey)
}

// redactReport is a reading without what stands in, or says something of, the
// redacted spans.
func redactReport(r *intake.Report, spans []span) *intake.Report {
	touches := func(s intake.Span) bool {
		return slices.ContainsFunc(spans, func(r span) bool { return s.Start < r.end && r.start < s.End })
	}
	gone := map[string]bool{}
	out := &intake.Report{Document: r.Document}
	for _, s := range r.Statements {
		if gone[s.ID] = touches(s.Content) || s.Whole != nil && touches(*s.Whole); !gone[s.ID] {
			out.Statements = append(out.Statements, s)
		}
	}
	for _, t := range r.Times {
		if !touches(t.Span) {
			out.Times = append(out.Times, t)
		}
	}
	for _, m := range r.Mentions {
		// A mention keeps no name that stood in a redacted span.
		m.Spans = slices.DeleteFunc(slices.Clone(m.Spans), touches)
		m.Names = slices.DeleteFunc(slices.Clone(m.Names), func(n string) bool {
			return !slices.ContainsFunc(m.Spans, func(s intake.Span) bool { return s.Text == n })
		})
		out.Mentions = append(out.Mentions, m)
	}
	for _, a := range r.Artefacts {
		if !touches(a.Span) {
			out.Artefacts = append(out.Artefacts, a)
		}
	}
	for _, c := range r.Conflicts {
		if !gone[c.A] && !gone[c.B] {
			out.Conflicts = append(out.Conflicts, c)
		}
	}
	return out
}

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
	readings, err := b.Readings(ctx)
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
			if _, err := b.record(ctx, decisionEntry(p.reading, p.s.ID, "reject", r)); err != nil {
				return done, err
			}
			done.Rejected = append(done.Rejected, name)
			continue
		}
		a, err := b.accept(ctx, p.reading, p.s, r)
		if err != nil {
			return done, fmt.Errorf("accepting proposal %s: %w", name, err)
		}
		a.Proposal = name
		done.Accepted = append(done.Accepted, a)
	}
	return done, b.saveIndex(ctx, tailEntries)
}

func decisionEntry(reading *Reading, id, what string, r Review) *statement.Entry {
	return &statement.Entry{Subject: reading.Document, Kind: statement.Document, By: r.By, Because: r.Because,
		SaidBy:     []statement.Speaker{{Name: r.By, Role: "bureau"}},
		Statements: []statement.Statement{{Property: "decision", Value: id + " " + what, Stance: statement.Asserts}}}
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
					return nil, s, fmt.Errorf("proposal %s was decided already (%s, by %s); take that back first with: homeward undo", id, v.What, v.By)
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

// accept records a proposal in the files of those it is about, with the decision
// on it directly behind each entry.
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
	for _, id := range about {
		subject, kind, member, err := b.subjectOfMention(ctx, reading, mentions, id, r)
		if err != nil {
			return done, err
		}
		e := &statement.Entry{Subject: subject, Kind: kind, By: r.By, Because: "proposal " + s.ID, SaidBy: s.SaidBy, Channel: s.Channel, SaidOn: s.SaidOn,
			Source:     statement.Source{Document: reading.Document, Start: s.Content.Start, End: s.Content.End, Text: s.Content.Text},
			Statements: b.statementsOf(s, member)}
		placed, err := b.record(ctx, e, decisionEntry(reading, s.ID, "accept", r))
		if err != nil {
			return done, err
		}
		done.Subjects, done.Entries = append(done.Subjects, subject), append(done.Entries, placed.Number)
	}
	return done, nil
}

// statementsOf turns a proposal into what is recorded: a statement a slot it
// fills. A value its property does not take is kept in the words of the report.
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
		if said.Value == "" && p.Type == statement.TextType {
			said.Value = s.Content.Text
		}
		if p.Type != statement.DateType {
			said.TrueOf = s.EventOn
		}
		if said.Value != s.Content.Text {
			said.Written = s.Content.Text
		}
		if said.Check(b.vocab) == nil {
			all = append(all, said)
		}
	}
	if len(all) == 0 {
		all = []statement.Statement{{Property: "statement", Value: s.Content.Text, Stance: s.Stance, TrueOf: s.EventOn, Member: member}}
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
	called := statement.Statement{Property: "name.alias", Value: calledBy(m), Stance: statement.Observes}
	e := &statement.Entry{Subject: id, Kind: kindOfMention(m), By: r.By, Because: "mention " + m.ID, SaidBy: []statement.Speaker{{Name: reading.File, Role: "article"}},
		Source: statement.Source{Document: reading.Document}, Statements: []statement.Statement{called}}
	if len(m.Spans) > 0 {
		e.Source.Start, e.Source.End, e.Source.Text = m.Spans[0].Start, m.Spans[0].End, m.Spans[0].Text
	}
	led := &statement.Entry{Subject: reading.Document, Kind: statement.Document, By: r.By, SaidBy: []statement.Speaker{{Name: r.By, Role: "bureau"}},
		Statements: []statement.Statement{{Property: "mention", Value: id.String(), Written: m.ID, Stance: statement.Asserts}}}
	if _, err := b.record(ctx, e, led); err != nil {
		return err
	}
	reading.Subjects[m.ID] = id.String()
	return nil
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
	_, err = b.record(ctx, &statement.Entry{Subject: subject, Kind: statement.Group, By: r.By, Because: "members as the report names them",
		SaidBy: []statement.Speaker{{Name: reading.File, Role: "article"}}, Source: statement.Source{Document: reading.Document}, Statements: members})
	return err
}

// Excerpt is the text around a span, for showing it.
func (r *Reading) Excerpt(start, end, around int) string {
	text := []rune(r.Text)
	start, end = max(0, start-around), min(len(text), end+around)
	if start >= end || utf8.RuneCountInString(r.Text) < start {
		return ""
	}
	return string(text[start:end])
}

// Called says how the report calls what mentions stand for.
func (r *Reading) Called(mentions []string) []string {
	var called []string
	for _, id := range mentions {
		if i := slices.IndexFunc(r.Report.Mentions, func(m intake.Mention) bool { return m.ID == id }); i >= 0 {
			called = append(called, id+" ("+calledBy(r.Report.Mentions[i])+")")
		}
	}
	return called
}

// calledBy is how the report first calls a mention in more than a word like "He".
func calledBy(m intake.Mention) string {
	called := m.ID
	for i, name := range m.Names {
		if i == 0 || len(called) < 4 {
			called = name
		}
	}
	return strings.Join(strings.Fields(called), " ")
}
