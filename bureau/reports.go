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
	"homeward/list"
	"homeward/seal"
	"homeward/statement"
	"homeward/store"
)

const proposalSpace = "proposal"

// maxReport is the largest report that is read, in bytes. A book is a few of them.
const maxReport = 16 << 20

// proposalHeader is bound to a sealed reading of a report.
func proposalHeader(entry int64) []byte { return fmt.Appendf(nil, "homeward reading %d", entry) }

// Reading is a report as it was read: what it proposes, and what was decided on
// each proposal. Nothing of it is in anybody's file before a human accepts it.
type Reading struct {
	Number   int64              `json:"number"` // of the reports recorded, in the order of the ledger, from 1
	Document statement.ID       `json:"document"`
	File     string             `json:"file"`
	Text     string             `json:"-"`
	Report   *intake.Report     `json:"report"`
	Decided  map[string]Verdict `json:"decided"` // by statement id of the report
	Subjects map[string]string  `json:"subjects,omitempty"`
	source   readingContent
	about    []*statement.Entry // of the document, as this reading found them
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

// ReadReport reads a report without keeping anything of it. It gives its text in UTF-8, whatever encoding the file has.
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
	file, err := os.ReadFile(path)
	if err != nil {
		return nil, nil, fmt.Errorf("reading a report: %w", err)
	}
	text, encoding, err := list.Decode(file, o.Encoding)
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", path, err)
	}
	if o.Encoding = encoding; encoding == "utf-8" {
		o.Encoding = "" // as reports mostly are
	}
	o.File = filepath.Base(path)
	if strings.TrimSpace(strings.TrimPrefix(string(text), "\ufeff")) == "" {
		return nil, nil, fmt.Errorf("%s: there is nothing to read in this report: it has no text", path)
	}
	report, err := intake.Read(string(text), o)
	if err != nil {
		return nil, nil, err // which names the file
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
		return b.readAgain(ctx, found[0].Number, path, report)
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
	if report.Document.Encoding != "" {
		about = append(about, statement.Statement{Property: "document.encoding", Value: report.Document.Encoding, Stance: statement.Asserts})
	}
	if report.Document.Dated != "" {
		about = append(about, statement.Statement{Property: "document.date", Value: report.Document.Dated, Stance: statement.Asserts})
	}
	placed, err := b.append(ctx, []draft{{tag: tag, entries: []*statement.Entry{
		{Subject: docID, Kind: statement.Document, By: by, SaidBy: staff, Statements: about},
		textEntry(textID, docID, by, string(text)),
	}}}, map[statement.ID]uint64{})
	if err != nil {
		return nil, err
	}
	return b.readAgain(ctx, placed[0].Number, path, report) // which another process may have recorded just before
}

// readAgain returns the reading of a report whose document stands at an entry, and
// keeps it first where that was interrupted.
func (b *Bureau) readAgain(ctx context.Context, entry int64, path string, report *intake.Report) (*Reading, error) {
	record, err := b.store.Entry(ctx, entry)
	if err != nil {
		return nil, err
	}
	document := statement.ID(record.Subject)
	r, err := b.readingOf(ctx, document)
	if err != nil || r != nil {
		return r, err
	}
	return b.keepReading(ctx, document, path, report)
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
	content := readingContent{Document: document, Text: doc.Text, File: filepath.Base(path), Report: report}
	if err := b.putReading(ctx, doc.Entry, key, content); err != nil {
		return nil, err
	}
	return b.readingOf(ctx, document)
}

// putReading keeps a reading under the entry number of its document, which no
// other reading can have.
func (b *Bureau) putReading(ctx context.Context, entry int64, key uint64, content readingContent) error {
	plain, err := json.Marshal(content)
	if err != nil {
		return fmt.Errorf("keeping a reading: %w", err)
	}
	k, err := b.keys.Key(key)
	if err != nil {
		return err
	}
	sealed, err := seal.Seal(k, proposalHeader(entry), plain, b.random)
	if err != nil {
		return err
	}
	return b.store.ReplaceBlobs(ctx, proposalSpace, nil, []store.Blob{{Space: proposalSpace, ID: entry, Key: key, Sealed: sealed}})
}

// Readings returns all readings of reports, the earliest first.
func (b *Bureau) Readings(ctx context.Context) ([]*Reading, error) {
	reg, err := b.register(ctx)
	if err != nil {
		return nil, err
	}
	numbers := map[int64]int64{} // of reports, by the entry of the document
	for i, d := range reg.reports() {
		numbers[d.Entry] = int64(i) + 1
	}
	var blobs []store.Blob
	for blob, err := range b.store.Blobs(ctx, proposalSpace) {
		if err != nil {
			return nil, err
		}
		blobs = append(blobs, blob)
	}
	all := []*Reading{}
	for _, blob := range blobs {
		r, err := b.openReading(ctx, blob, numbers[blob.ID])
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

// reports are the documents of reports, in the order of the ledger; the first is
// report 1.
func (r *register) reports() []documentFact {
	var reports []documentFact
	for _, d := range r.facts.Documents {
		if d.Report {
			reports = append(reports, d)
		}
	}
	return reports
}

// Reading returns one reading by its number.
func (b *Bureau) Reading(ctx context.Context, number int64) (*Reading, error) {
	reg, err := b.register(ctx)
	if err != nil {
		return nil, err
	}
	reports := reg.reports()
	if number < 1 || number > int64(len(reports)) {
		return nil, fmt.Errorf("report %d: %w", number, ErrUnknown)
	}
	r, err := b.readingAt(ctx, reports[number-1].Entry, number)
	if err == nil && r == nil {
		err = fmt.Errorf("report %d: taking it in was interrupted: run homeward intake on it again", number)
	}
	return r, err
}

// readingOf returns the reading of a document, or nil where there is none: it is
// no report, or keeping what it proposes was interrupted.
func (b *Bureau) readingOf(ctx context.Context, document statement.ID) (*Reading, error) {
	reg, err := b.register(ctx)
	if err != nil {
		return nil, err
	}
	for i, d := range reg.reports() {
		if d.Subject == document {
			return b.readingAt(ctx, d.Entry, int64(i)+1)
		}
	}
	return nil, nil
}

func (b *Bureau) readingAt(ctx context.Context, entry, number int64) (*Reading, error) {
	blob, err := b.store.Blob(ctx, proposalSpace, entry)
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return b.openReading(ctx, blob, number)
}

func (b *Bureau) openReading(ctx context.Context, blob store.Blob, number int64) (*Reading, error) {
	k, err := b.keys.Key(blob.Key)
	if err != nil {
		return nil, err
	}
	plain, err := seal.Open(k, proposalHeader(blob.ID), blob.Sealed)
	if err != nil {
		return nil, fmt.Errorf("reading %d: %w", blob.ID, err)
	}
	r := &Reading{Number: number, Decided: map[string]Verdict{}, Subjects: map[string]string{}}
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
	r.about, r.Decided = entries, decisionsOf(entries)
	for _, e := range entries {
		for _, s := range e.Statements {
			if s.Property == "mention" {
				r.Subjects[s.Written] = s.Value
			}
		}
	}
	return r, nil
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
	return oneLine(called)
}
