package bureau

import (
	"context"
	"crypto/sha256"
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

// Watch hears of an import while it goes on. Any of its functions may be nil.
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
