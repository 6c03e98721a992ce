package bureau

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"homeward/list"
	"homeward/statement"
	"homeward/store"
)

// Import is a request to take in lists or cards.
type Import struct {
	Files       []string
	By          string
	SaidBy      string // whose list it is; empty: not stated
	SaidOn      string // EDTF; empty: not stated
	Reliability string // of the source, A–F; empty: not graded
	Options     list.Options
}

// Progress of an import. Everything up to Row is on disk when it is reported.
type Progress struct {
	File   string `json:"file"`
	Row    int    `json:"row"`   // last row covered, as a spreadsheet counts
	Bytes  int64  `json:"bytes"` // of the file, read so far
	Of     int64  `json:"of"`    // bytes of the file
	Added  int    `json:"added"`
	Known  int    `json:"known"`
	Bad    int    `json:"bad"`
	Ledger int64  `json:"ledger"` // entries in the ledger
}

// Imported tells what an import of one file did.
type Imported struct {
	File     string              `json:"file"`
	Document statement.ID        `json:"document,omitzero"`
	Kind     list.Kind           `json:"kind"`
	Encoding string              `json:"encoding"`
	Mapping  []list.MappedColumn `json:"mapping"`
	Rows     int                 `json:"rows"`
	Added    int                 `json:"added"` // rows that are new to the bureau
	Known    int                 `json:"known"` // rows it had already, of the same speaker
	Bad      int                 `json:"bad"`
	Entries  int                 `json:"entries"`
	Warnings []string            `json:"warnings,omitempty"`
}

// Watch hears of an import while it goes on. Either function may be nil.
type Watch struct {
	Opened   func(Imported)       // the mapping and encoding chosen, before the first row
	Progress func(Progress)       // after each commit
	Rejected func(*list.RowError) // a bad row; it is not imported
}

// Rows in one transaction: few at first, so that whoever watches soon sees that
// it goes well, then more, because a commit costs the disk the same for many.
const (
	firstBatch = 100
	fullBatch  = 12_800
)

// Import takes in each file in turn. A file that cannot be read as a list changes
// nothing and ends the import with an error; bad rows are told to the watcher and
// the good ones are taken in. Rows the bureau has already, as said by the same
// speaker, are recognised by their content and not added again, so an interrupted
// import is finished by running it again.
func (b *Bureau) Import(ctx context.Context, r Import, w Watch) ([]Imported, error) {
	if strings.TrimSpace(r.By) == "" {
		return nil, ErrNobody
	}
	run := &importRun{b: b, request: r, watch: w, together: map[statement.ID]bool{}}
	// All files are opened before the first row of any is taken in, so that a
	// misspelled name or an unreadable list among them leaves nothing half done.
	for _, path := range r.Files {
		f, _, err := openList(path, r.Options)
		if err != nil {
			return nil, err
		}
		f.Close()
	}
	var all []Imported
	for _, path := range r.Files {
		done, err := run.file(ctx, path)
		all = append(all, done)
		if err != nil {
			return all, fmt.Errorf("%s: %w", path, err)
		}
	}
	return all, b.saveIndex(ctx, tailEntries)
}

func openList(path string, o list.Options) (*os.File, *list.List, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, nil, fmt.Errorf("opening a list: %w", err)
	}
	info, err := f.Stat()
	if err == nil && info.IsDir() {
		err = fmt.Errorf("%s is a folder: name the files in it", path)
	}
	if err != nil {
		f.Close()
		return nil, nil, err
	}
	l, err := list.Open(f, info.Size(), filepath.Base(path), o)
	if err != nil {
		f.Close()
		return nil, nil, err
	}
	return f, l, nil
}

type importRun struct {
	b        *Bureau
	request  Import
	watch    Watch
	together map[statement.ID]bool // documents of this run
	seen     marks                 // entries that a row of the present file was recognised as
	done     Imported
	document statement.ID
	unsaved  int64
	warned   map[string]int
	anew     map[int]bool // columns, from 1, of a file known already that are now read as something else
	mapping  string       // of such a file, to be recorded when it is read
	known    []*pending   // rows of such a file, on their way to be read anew
}

func (run *importRun) file(ctx context.Context, path string) (Imported, error) {
	f, l, err := openList(path, run.request.Options)
	if err != nil {
		return Imported{File: path}, err
	}
	defer f.Close()
	run.seen, run.warned, run.anew, run.known, run.mapping = marks{}, map[string]int{}, map[int]bool{}, nil, ""
	run.done = Imported{File: path, Kind: l.Kind, Encoding: l.Encoding, Mapping: l.Mapping, Warnings: l.Warnings}
	if run.watch.Opened != nil {
		run.watch.Opened(run.done)
	}
	if err := run.openDocument(ctx, f, l, filepath.Base(path)); err != nil {
		return run.done, err
	}
	run.done.Document = run.document
	run.together[run.document] = true
	size := int64(0)
	if info, err := f.Stat(); err == nil {
		size = info.Size()
	}

	batches, stop := readAhead(ctx, l)
	defer stop()
	for batch := range batches {
		if batch.err != nil {
			return run.done, batch.err
		}
		for _, bad := range batch.bad {
			run.done.Bad++
			if run.watch.Rejected != nil {
				run.watch.Rejected(bad)
			}
		}
		run.done.Rows += len(batch.rows) + len(batch.bad)
		if err := run.take(ctx, batch.rows); err != nil {
			return run.done, err
		}
		if run.watch.Progress != nil && batch.last > 0 {
			head, err := run.b.store.Head(ctx)
			if err != nil {
				return run.done, err
			}
			run.watch.Progress(Progress{File: path, Row: batch.last, Bytes: batch.offset, Of: size,
				Added: run.done.Added, Known: run.done.Known, Bad: run.done.Bad, Ledger: head.Size})
		}
		if run.unsaved >= segmentEntries {
			run.unsaved = 0
			if err := run.b.saveIndex(ctx, segmentEntries); err != nil {
				return run.done, err
			}
		}
	}
	for text, n := range run.warned {
		run.done.Warnings = append(run.done.Warnings, fmt.Sprintf("%d rows: %s", n, text))
	}
	if err := ctx.Err(); err != nil {
		return run.done, err
	}
	return run.done, run.remap(ctx)
}

// openDocument finds the document that this very file made earlier, or makes one:
// its name, encoding, header and how its columns were read are statements too.
func (run *importRun) openDocument(ctx context.Context, f io.ReadSeeker, l *list.List, base string) error {
	b := run.b
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return err
	}
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return fmt.Errorf("reading the file: %w", err)
	}
	var header, mapping []string
	for _, c := range l.Mapping {
		header = append(header, c.Header)
		mapping = append(mapping, c.Header+" = "+c.Target())
	}
	id, err := b.document(ctx, h.Sum(nil), base, "list: "+string(l.Kind), run.request.By,
		statement.Statement{Property: "document.encoding", Value: l.Encoding, Stance: statement.Asserts},
		statement.Statement{Property: "document.header", Value: orDash(strings.Join(header, " | ")), Stance: statement.Asserts},
		statement.Statement{Property: "document.mapping", Value: orDash(strings.Join(mapping, "; ")), Stance: statement.Asserts})
	run.document = id
	if err != nil {
		return err
	}
	doc, err := b.Document(ctx, id)
	if err != nil || doc.Mapping == orDash(strings.Join(mapping, "; ")) {
		return err
	}
	run.mapping = orDash(strings.Join(mapping, "; "))
	was := strings.Split(doc.Mapping, "; ")
	for i, c := range l.Mapping {
		if !slices.Contains(was, mapping[i]) && c.Target() != "–" {
			run.anew[c.Index] = true
		}
	}
	run.done.Warnings = append(run.done.Warnings, fmt.Sprintf("the file was imported before with other columns (entry %d): what the columns read anew say is added to the rows known; what was read from the others stays", doc.Entry))
	return nil
}

// remap records how the columns of a file known already are read now, once all of
// it has been read so.
func (run *importRun) remap(ctx context.Context) error {
	if run.mapping == "" {
		return nil
	}
	_, err := run.b.record(ctx, store.Tag{}, &statement.Entry{Subject: run.document, Kind: statement.Document, By: run.request.By,
		SaidBy:     []statement.Speaker{{Name: run.request.By, Role: "bureau"}},
		Statements: []statement.Statement{{Property: "document.mapping", Value: run.mapping, Stance: statement.Asserts}}})
	return err
}

func orDash(s string) string {
	if s == "" {
		return "–"
	}
	return s
}

// document records a document once per content and name and returns its subject.
func (b *Bureau) document(ctx context.Context, digest []byte, file, kind, by string, more ...statement.Statement) (statement.ID, error) {
	tag := store.Tag(b.keys.Tag("document", append(digest, file...)))
	found, err := b.store.Find(ctx, []store.Tag{tag})
	if err != nil {
		return statement.ID{}, err
	}
	if found[0].Number >= 0 {
		return statement.ID(found[0].Subject), nil
	}
	id, err := statement.NewID(b.random)
	if err != nil {
		return statement.ID{}, err
	}
	e := &statement.Entry{Subject: id, Kind: statement.Document, By: by, SaidBy: []statement.Speaker{{Name: by, Role: "bureau"}},
		Statements: append([]statement.Statement{
			{Property: "document.name", Value: file, Stance: statement.Asserts},
			{Property: "document.kind", Value: kind, Stance: statement.Asserts}}, more...)}
	placed, err := b.append(ctx, []draft{{tag: tag, entries: []*statement.Entry{e}}}, map[statement.ID]uint64{})
	if err != nil {
		return statement.ID{}, err
	}
	if placed[0].Known { // another process was quicker
		r, err := b.store.Entry(ctx, placed[0].Number)
		return statement.ID(r.Subject), err
	}
	return id, nil
}

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
