package list

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"homeward/statement"
	"homeward/statement/edtf"
)

// Kind of a list.
type Kind string

// The kinds.
const (
	Persons   Kind = "persons"
	Events    Kind = "events"
	Enquiries Kind = "enquiries"
	Cards     Kind = "card"
)

// Options settle what a file leaves open. The zero value leaves it to the file.
type Options struct {
	Encoding  string            // utf-8, utf-16le, utf-16be, windows-1251, euc-kr
	Map       map[string]string // header → property, column of columns.yaml, or "ignore"
	Kind      Kind
	Sheet     string          // of a workbook
	DateOrder edtf.Convention // of dates such as 03/04/1999
}

// MappedColumn says how a column is read.
type MappedColumn struct {
	Index    int    `json:"index"` // 1-based
	Header   string `json:"header"`
	Property string `json:"property,omitempty"`
	Column   string `json:"column,omitempty"` // a column of columns.yaml, for what is not simply a property
	How      string `json:"how"`              // "header", "--map", "not recognised", "a second column …"
}

// Target is what the column is read as: a property, a column, or "–".
func (m MappedColumn) Target() string {
	switch {
	case m.Column != "":
		return m.Column
	case m.Property != "":
		return m.Property
	}
	return "–"
}

// Describe is Target with how it was decided, for people.
func (m MappedColumn) Describe() string {
	if m.How == byHeader {
		return m.Target()
	}
	return m.Target() + "  (" + m.How + ")"
}

const (
	byHeader      = "header"
	byMap         = "--map"
	notRecognised = "not recognised; kept as written"
)

// List is an open list.
type List struct {
	Kind     Kind
	Encoding string // with how it was decided
	Sheet    string
	Mapping  []MappedColumn
	Warnings []string

	file    string
	options Options
	plan    *plan
	rows    rowSource
}

// Row is one good row as proposed statements.
type Row struct {
	Number      int   // as a spreadsheet counts; the first line is row 1
	Line        int   // of a text file, where it differs: a cell may hold line breaks
	Offset      int64 // bytes of the file read when the row was, for showing progress
	Person      []statement.Statement
	PersonCells []statement.Cell // as written, unmapped columns included
	Kin         []statement.Statement
	KinCells    []statement.Cell
	SaidBy      string   // where a column says so
	SaidOn      string   // EDTF
	References  []string // the source's own numbers of the person
	Event       string   // code, of an events row
	Warnings    []string
}

// RowError is a row that was not read, and why.
type RowError struct {
	File   string
	Row    int
	Line   int
	Column int    // 1-based; 0: the row as a whole
	Header string // of the column
	Text   string // of the cell
	Reason string
	Cells  []string // the row as written, as far as it could be read
}

func (e *RowError) Error() string {
	where := fmt.Sprintf("%s, row %d", e.File, e.Row)
	if e.Line != 0 && e.Line != e.Row {
		where += fmt.Sprintf(" (line %d)", e.Line)
	}
	if e.Column > 0 {
		where += fmt.Sprintf(", column %d", e.Column)
		if e.Header != "" {
			where += fmt.Sprintf(" %q", e.Header)
		}
	}
	return where + ": " + e.Reason
}

// rawRow is a row before it is understood.
type rawRow struct {
	cells  []string // valid until the next row is read
	number int
	line   int
	offset int64
	text   bool // of a text file, where a row has as many cells as the header
	// warnings on how the cells were read
	warnings []string
}

func (r rawRow) clone() rawRow {
	r.cells = slices.Clone(r.cells)
	return r
}

// rowSource yields raw rows from the first of the file on. A *RowError is a row
// that could not be split into cells; the source goes on behind it.
type rowSource interface {
	next() (rawRow, error) // io.EOF at the end
	encoding() string
}

// ErrNotAList says that a file cannot be read as a list at all.
var ErrNotAList = errors.New("cannot be read as a list")

const (
	headerWithin = 20       // rows in which the header is looked for
	orderWithin  = 1000     // rows in which the order of day and month is looked for
	orderBytes   = 4 << 20  // and their bytes
	maxCell      = 64 << 10 // bytes
	maxColumns   = 1024
)

// Open reads as much of a file as is needed to know its encoding, its kind and
// its columns. filename only says what it is called and how it ends.
func Open(r io.ReaderAt, size int64, filename string, o Options) (*List, error) {
	v := statement.DefaultVocabulary()
	if err := o.check(v); err != nil {
		return nil, err
	}
	known := defaultHeaders()
	fail := func(err error) (*List, error) { return nil, fmt.Errorf("%s: %w", filename, err) }
	if size == 0 {
		return fail(fmt.Errorf("%w: it is empty", ErrNotAList))
	}
	head := make([]byte, min(size, 512))
	if _, err := r.ReadAt(head, 0); err != nil && err != io.EOF {
		return fail(fmt.Errorf("reading: %w", err))
	}
	l := &List{file: filename, options: o}
	var err error
	foreign := foreignFile(head)
	switch {
	case foreign != "":
		err = fmt.Errorf("%w: it is %s; save it as .xlsx or CSV", ErrNotAList, foreign)
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		l.rows, err = openWorkbook(r, size, l, known)
	case isJSON(head, filename):
		if o.Kind != "" && o.Kind != Cards {
			return fail(fmt.Errorf("%w of %s: a JSON file is read as capture cards", ErrNotAList, o.Kind))
		}
		if err := openCards(r, size, l, v); err != nil {
			return fail(err)
		}
		return l, nil
	default:
		l.rows, err = openText(r, size, l, known)
	}
	if err != nil {
		return fail(err)
	}
	if err := l.findHeader(v, known); err != nil {
		return fail(err)
	}
	l.Encoding = l.rows.encoding()
	return l, nil
}

// foreignFile names the files that people send for a list and that are none.
func foreignFile(head []byte) string {
	for _, f := range []struct{ begins, is string }{
		{"\xd0\xcf\x11\xe0", "an old Excel file (.xls), or one protected by a password"},
		{"%PDF", "a PDF"}, {"{\\rtf", "a text of a word processor (RTF)"}, {"\x1f\x8b", "a compressed file (gzip)"},
		{"Rar!", "a compressed file (RAR)"}, {"7z\xbc\xaf", "a compressed file (7z)"},
		{"\x89PNG", "a picture (PNG)"}, {"\xff\xd8\xff", "a picture (JPEG)"}, {"SQLite format 3", "a database (SQLite)"},
	} {
		if bytes.HasPrefix(head, []byte(f.begins)) {
			return f.is
		}
	}
	lower := bytes.ToLower(bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), " \t\r\n"))
	for _, f := range []struct{ begins, is string }{{"<!doctype html", "a web page"}, {"<html", "a web page"}, {"<table", "a web page"}, {"<?xml", "an XML file"}} {
		if bytes.HasPrefix(lower, []byte(f.begins)) {
			return f.is
		}
	}
	return ""
}

func (o Options) check(v *statement.Vocabulary) error {
	switch o.Kind {
	case "", Persons, Events, Enquiries, Cards:
	default:
		return fmt.Errorf("kind %q: persons, events, enquiries or card is wanted", o.Kind)
	}
	if o.Encoding != "" {
		if _, _, err := charsetNamed(o.Encoding); err != nil {
			return err
		}
	}
	if both := edtf.DayFirst | edtf.MonthFirst; o.DateOrder&both == both {
		return errors.New("dates cannot have both the day and the month first: choose one")
	}
	folded := map[string]string{}
	for _, header := range slices.Sorted(maps.Keys(o.Map)) {
		target := o.Map[header]
		same, twice := folded[statement.FoldHeader(header)]
		if twice && o.Map[same] != target {
			return fmt.Errorf("--map names one column twice: %q and %q", same+"="+o.Map[same], header+"="+target)
		}
		folded[statement.FoldHeader(header)] = header
		if _, ok := targetNamed(v, target); !ok && target != "ignore" {
			return fmt.Errorf("--map %q: %q is neither a property nor a column; docs/lists.md names them all, such as birth.date or kin name, and \"ignore\"", header+"="+target, target)
		}
	}
	return nil
}

func isJSON(head []byte, filename string) bool {
	text := bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), " \t\r\n")
	if len(text) == 0 {
		return false
	}
	return text[0] == '{' || text[0] == '[' && strings.EqualFold(filepath.Ext(filename), ".json")
}

// ahead is a row that was read ahead, or the bad one that stands in its place.
type ahead struct {
	raw rawRow
	err error
}

// findHeader reads up to the header, the row among the first with the most
// recognised columns, and plans how the rest is read.
func (l *List) findHeader(v *statement.Vocabulary, known map[string][]target) error {
	var seen []ahead
	best, bestAt := 0, -1
	read := func() error {
		raw, err := l.rows.next()
		var bad *RowError
		if err != nil && !errors.As(err, &bad) {
			return err
		}
		seen = append(seen, ahead{raw.clone(), err})
		return nil
	}
	for len(seen) < headerWithin {
		if err := read(); err == io.EOF {
			break
		} else if err != nil {
			return err
		}
		if n := recognised(known, seen[len(seen)-1].raw.cells, l.options.Map); n > best {
			best, bestAt = n, len(seen)-1
		}
	}
	if bestAt < 0 {
		return fmt.Errorf("%w: no column of its first %d rows is one Homeward knows (first row: %s); say which is which with --map 'Header=property', add a row of headers if it has none%s",
			ErrNotAList, headerWithin, firstRow(seen), otherEncoding(l.rows))
	}
	header := seen[bestAt].raw
	p, err := newPlan(v, known, header.cells, l.options)
	if err != nil {
		return err
	}
	if bestAt > 0 {
		l.Warnings = append(l.Warnings, fmt.Sprintf("the header is row %d; what stands above it was not read", header.number))
	}
	if w, ok := l.rows.(*workbookRows); ok {
		p.serial = w.dates
	}
	seen = seen[bestAt+1:]
	if p.ordersDates() {
		size := 0
		for len(seen) < orderWithin && size < orderBytes {
			if err := read(); err == io.EOF {
				break
			} else if err != nil {
				// It is told again when the rows in front of it have been given out.
				seen = append(seen, ahead{err: err})
				break
			}
			for _, c := range seen[len(seen)-1].raw.cells {
				size += len(c)
			}
		}
		p.warnings = append(p.warnings, p.dateOrders(seen)...)
	}
	l.plan, l.Kind, l.Mapping = p, p.kind, p.mapping
	l.Warnings = append(l.Warnings, p.warnings...)
	l.rows = &replay{rows: seen, then: l.rows}
	return nil
}

func otherEncoding(rows rowSource) string {
	if t, ok := rows.(*textRows); ok {
		return fmt.Sprintf(", or the encoding (read as %s) with --encoding", t.encoding())
	}
	return ", or the sheet with --sheet"
}

func firstRow(rows []ahead) string {
	if len(rows) == 0 {
		return "empty"
	}
	var b strings.Builder
	for i, c := range rows[0].raw.cells {
		if i > 0 {
			b.WriteString(" | ")
		}
		b.WriteString(strings.ToValidUTF8(c, "�"))
		if b.Len() > 120 {
			return fmt.Sprintf("%.120q …", b.String())
		}
	}
	return fmt.Sprintf("%q", b.String())
}

// replay yields rows that were read ahead, then the rest.
type replay struct {
	rows []ahead
	then rowSource
}

func (r *replay) next() (rawRow, error) {
	if len(r.rows) > 0 {
		first := r.rows[0]
		r.rows[0] = ahead{}
		r.rows = r.rows[1:]
		return first.raw, first.err
	}
	return r.then.next()
}

func (r *replay) encoding() string { return r.then.encoding() }

// Rows yields the rows below the header once. A *RowError is a bad row, behind
// which it goes on; any other error ends it.
func (l *List) Rows() iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		for {
			raw, err := l.rows.next()
			if err == io.EOF {
				return
			}
			var row Row
			if err == nil {
				row, err = l.plan.read(raw)
			}
			var bad *RowError
			if errors.As(err, &bad) {
				bad.File = l.file
				bad.Cells = slices.Clone(bad.Cells)
			} else if err != nil {
				yield(Row{}, fmt.Errorf("%s: %w", l.file, err))
				return
			}
			if !yield(row, err) {
				return
			}
		}
	}
}
