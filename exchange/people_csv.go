package exchange

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"
)

// A PeopleError says where a list of people cannot be read and what was
// expected there. Row counts the lines of the file from 1, the header
// included. Column is the header's word, "" if the whole row is meant.
type PeopleError struct {
	Row    int
	Column string
	Want   string
}

func (e *PeopleError) Error() string {
	if e.Column == "" {
		return fmt.Sprintf("people, row %d: %s", e.Row, e.Want)
	}
	return fmt.Sprintf("people, row %d, column %s: %s", e.Row, e.Column, e.Want)
}

// mostPeopleErrors is how many faults are reported before reading stops: enough
// to correct a list in one sitting, few enough to read.
const mostPeopleErrors = 20

// columns is the whole vocabulary of a list of people: how each column is
// named and how its cell (trimmed of blanks) is put into a Person.
var columns = []struct {
	name string
	set  func(*Person, string) error
}{
	{"id", func(p *Person, s string) error { p.ID = s; return required(s) }},
	{"name", func(p *Person, s string) error { p.Name = s; return nil }},
	{"holder", func(p *Person, s string) error { p.Holder = s; return required(s) }},
	{"home", func(p *Person, s string) error { p.Home = s; return required(s) }},
	{"destination", func(p *Person, s string) error { p.Destination = s; return nil }},
	{"born", func(p *Person, s string) (err error) { p.Born, err = ParseDate(s); return }},
	{"sex", func(p *Person, s string) (err error) {
		p.Sex, err = oneOf(s, "", "f", "m", "x")
		return
	}},
	{"rank", func(p *Person, s string) error { p.Rank = s; return nil }},
	{"captured_on", func(p *Person, s string) (err error) { p.CapturedOn, err = ParseDate(s); return }},
	{"condition", func(p *Person, s string) error { p.Condition = s; return nil }},
	{"finding", func(p *Person, s string) (err error) {
		p.Finding, err = oneOf(s, FindingNone, FindingDirect, FindingNeutral)
		return
	}},
	{"fit_to_travel", func(p *Person, s string) (err error) {
		p.FitToTravel, err = oneOf(s, FitUnknown, FitYes, FitNo)
		return
	}},
	{"status", func(p *Person, s string) (err error) {
		p.Status, err = oneOf(s, StatusMilitary, StatusCivilian, StatusMedical, StatusReligious, StatusRemains)
		return
	}},
	{"unit", func(p *Person, s string) error { p.Unit = s; return nil }},
	{"group", func(p *Person, s string) error { p.Group = list(s); return nil }},
	{"wish", func(p *Person, s string) (err error) {
		p.Wish, err = oneOf(s, WishUnknown, WishReturn, WishStay, WishThirdCountry)
		return
	}},
	{"wish_on", func(p *Person, s string) (err error) { p.WishOn, err = ParseDate(s); return }},
	{"confirmed", func(p *Person, s string) (err error) {
		p.Confirmed, err = oneOf(s, "none", "holder", "agency", "witness", "claimed")
		return
	}},
	{"hold", func(p *Person, s string) (err error) {
		p.Hold, err = oneOf(s, HoldNone, HoldProsecution, HoldSentence)
		return
	}},
	{"priority", func(p *Person, s string) error { p.Priority = list(s); return nil }},
}

// Columns names the columns of a list of people, in their usual order.
func Columns() []string {
	names := make([]string, len(columns))
	for i, c := range columns {
		names[i] = c.name
	}
	return names
}

func required(s string) error {
	if s == "" {
		return errors.New("is blank; every person needs it")
	}
	return nil
}

// oneOf reads a word of a closed list; blank gives the first.
func oneOf[T ~string](s string, words ...T) (T, error) {
	if s == "" {
		return words[0], nil
	}
	for _, w := range words {
		if strings.EqualFold(s, string(w)) {
			return w, nil
		}
	}
	known := make([]string, 0, len(words))
	for _, w := range words {
		if w != "" {
			known = append(known, string(w))
		}
	}
	return words[0], fmt.Errorf("%q is not known; expected %s, or blank", s, strings.Join(known, ", "))
}

// list splits a cell at ";". Blank parts are left out.
func list(s string) []string {
	if s == "" {
		return nil
	}
	var out []string
	for part := range strings.SplitSeq(s, ";") {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}

// ReadPeople reads a list of people from CSV (RFC 4180, UTF-8, with or without
// a byte order mark). The first row names the columns, in any order; id,
// holder and home must be among them. A column it does not know is an error,
// so that a misspelt "wish" is never silently taken for "unknown". A blank
// wish is unknown. Faults are collected (the first 20) and returned together,
// each a [PeopleError].
func ReadPeople(r io.Reader) ([]Person, error) {
	return readPeople(csvRows(r))
}

// csvRows reads rows of CSV in UTF-8, parted by what parts the header: commas,
// semicolons as spreadsheets write them where the comma is in numbers, or tabs. A
// record is good until the next.
func csvRows(r io.Reader) rows {
	in := bufio.NewReaderSize(r, 1<<16)
	if mark, _ := in.Peek(3); string(mark) == "\xef\xbb\xbf" {
		in.Discard(3)
	}
	head, _ := in.Peek(in.Size())
	header, _, _ := bytes.Cut(head, []byte("\n"))
	var wrong error
	if !utf8.Valid(header) {
		wrong = &PeopleError{Row: 1, Want: "the header is not UTF-8; save the list as CSV in UTF-8, or as XLSX"}
	}
	list := csv.NewReader(in)
	for _, parts := range []rune{';', '\t'} {
		if bytes.ContainsRune(header, parts) && !bytes.ContainsRune(header, ',') {
			list.Comma = parts
		}
	}
	list.ReuseRecord = true
	list.FieldsPerRecord = -1
	return func() ([]string, int, error) {
		if wrong != nil {
			return nil, 0, wrong
		}
		record, err := list.Read()
		if err != nil {
			if !errors.Is(err, io.EOF) {
				err = csvError(err)
			}
			return nil, 0, err
		}
		row, _ := list.FieldPos(0)
		return record, row, nil
	}
}

// readPeople reads the rows that next gives, the header first, until io.EOF.
func readPeople(next rows) ([]Person, error) {
	header, _, err := next()
	if errors.Is(err, io.EOF) {
		return nil, &PeopleError{Row: 1, Want: "the list is empty; expected a header row with id, holder, home"}
	}
	if err != nil {
		return nil, err
	}
	set, err := readHeader(header)
	if err != nil {
		return nil, err
	}
	var people []Person
	var faults []error
	firstRow := map[string]int{}
	for len(faults) < mostPeopleErrors {
		record, row, err := next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, errors.Join(append(faults, err)...)
		}
		if !slices.ContainsFunc(record, func(s string) bool { return strings.TrimSpace(s) != "" }) {
			continue
		}
		if len(record) != len(set) {
			faults = append(faults, &PeopleError{Row: row, Want: fmt.Sprintf("has %d cells; expected %d as in the header", len(record), len(set))})
			continue
		}
		var p Person
		for i, cell := range record {
			c := columns[set[i]]
			if !utf8.ValidString(cell) {
				faults = append(faults, &PeopleError{row, c.name, "is not UTF-8; save the list as UTF-8"})
				continue
			}
			if err := c.set(&p, bareCell(strings.TrimSpace(cell))); err != nil {
				faults = append(faults, &PeopleError{row, c.name, err.Error()})
			}
		}
		p.fillBlanks()
		if earlier, double := firstRow[p.ID]; double && p.ID != "" {
			faults = append(faults, &PeopleError{row, "id", fmt.Sprintf("%q stands in row %d already; every person has one row", p.ID, earlier)})
		} else {
			firstRow[p.ID] = row
		}
		people = append(people, p)
	}
	if len(faults) > 0 {
		return nil, errors.Join(faults...)
	}
	return people, nil
}

// bareCell takes off the apostrophe that [WritePeople], and every careful
// spreadsheet, puts before a cell that would else be a formula.
func bareCell(s string) string {
	if len(s) > 1 && s[0] == '\'' && (s[1] == '\'' || beginsFormula(s[1:])) {
		return s[1:]
	}
	return s
}

// WritePeople writes a list that [ReadPeople] reads back the same: every column,
// UTF-8, no cell a formula. It is for the bureau's own use: it has wishes and
// findings, and is no list to hand over.
func WritePeople(w io.Writer, people []Person) error {
	out := csv.NewWriter(w)
	rows := [][]string{Columns()}
	for i := range people {
		p := &people[i]
		rows = append(rows, []string{p.ID, p.Name, p.Holder, p.Home, p.Destination, p.Born.String(), p.Sex, p.Rank, p.CapturedOn.String(), p.Condition,
			string(p.Finding), string(p.FitToTravel), string(p.Status), p.Unit, strings.Join(p.Group, ";"), string(p.Wish), p.WishOn.String(),
			p.Confirmed, string(p.Hold), strings.Join(p.Priority, ";")})
	}
	for k, row := range rows {
		for i, s := range row {
			if k > 0 && (beginsFormula(s) || strings.HasPrefix(s, "'")) {
				row[i] = "'" + s
			}
		}
		if err := out.Write(row); err != nil {
			return fmt.Errorf("writing the list of people: %w", err)
		}
	}
	out.Flush()
	if err := out.Error(); err != nil {
		return fmt.Errorf("writing the list of people: %w", err)
	}
	return nil
}

// fillBlanks writes out what a blank (or a column that is not there) means.
func (p *Person) fillBlanks() {
	if p.Wish == "" {
		p.Wish = WishUnknown
	}
	if p.Finding == "" {
		p.Finding = FindingNone
	}
	if p.FitToTravel == "" {
		p.FitToTravel = FitUnknown
	}
	if p.Status == "" {
		p.Status = StatusMilitary
	}
	if p.Hold == "" {
		p.Hold = HoldNone
	}
	if p.Confirmed == "" {
		p.Confirmed = "none"
	}
}

// readHeader gives, for each cell of the header, its index in columns.
func readHeader(header []string) ([]int, error) {
	set := make([]int, len(header))
	seen := map[string]bool{}
	for i, cell := range header {
		name := strings.ToLower(strings.TrimSpace(cell))
		set[i] = -1
		for k, c := range columns {
			if c.name == name {
				set[i] = k
			}
		}
		if set[i] < 0 {
			return nil, &PeopleError{1, fmt.Sprintf("%q", cell), "is not a column of this list; expected some of " + strings.Join(Columns(), ", ")}
		}
		if seen[name] {
			return nil, &PeopleError{1, name, "stands twice in the header"}
		}
		seen[name] = true
	}
	for _, need := range []string{"id", "holder", "home"} {
		if !seen[need] {
			return nil, &PeopleError{1, need, "is missing from the header"}
		}
	}
	return set, nil
}

func csvError(err error) error {
	var p *csv.ParseError
	if errors.As(err, &p) {
		return &PeopleError{Row: p.Line, Want: fmt.Sprintf("is not CSV at character %d: %v", p.Column, p.Err)}
	}
	return fmt.Errorf("reading people: %w", err)
}
