package match

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"homeward/list"
)

// Table is a list as cells: as many in each row as there are headers.
type Table struct {
	File    string // its name, for what is told of it
	Headers []string
	Rows    [][]string
	Bad     int    // rows that could not be read as a list's rows are, and are compared as written
	Why     string // of the first of them
}

// Read reads a list's cells as written: as plain CSV where it is such, else through package list, which knows encodings
// and workbooks. A list without a row below its header is an error, as is one that is no list; both name the file.
func Read(data []byte, file string) (t *Table, err error) {
	workbook := bytes.HasPrefix(data, []byte("PK\x03\x04"))
	if !workbook {
		t, err = ReadCSV(data, file)
	}
	if workbook || err != nil {
		listed, listErr := listedTable(data, file)
		switch {
		case listErr == nil:
			t = listed
		case workbook || !utf8.Valid(data):
			return nil, fmt.Errorf("%s: %w", file, listErr)
		default:
			return nil, err // what is wrong with it as plain CSV says more: any columns will do here
		}
	}
	if len(t.Rows) == 0 {
		return nil, fmt.Errorf("%s has a header (%s) and no rows below it", file, strings.Join(t.Headers, ", "))
	}
	return t, nil
}

// listedTable reads a list as imports do.
func listedTable(data []byte, file string) (*Table, error) {
	l, err := list.Open(bytes.NewReader(data), int64(len(data)), filepath.Base(file), list.Options{Kind: list.Persons})
	if err != nil {
		return nil, err
	}
	t := &Table{File: file}
	for _, m := range l.Mapping {
		for len(t.Headers) < m.Index {
			t.Headers = append(t.Headers, "")
		}
		t.Headers[m.Index-1] = m.Header
	}
	for r, err := range l.Rows() {
		row := make([]string, len(t.Headers))
		if bad := (*list.RowError)(nil); errors.As(err, &bad) {
			copy(row, bad.Cells) // what cannot be taken in can still be compared
			if t.Bad++; t.Bad == 1 {
				t.Why = bad.Error()
			}
		} else if err != nil {
			return nil, err
		}
		for _, cell := range slices.Concat(r.PersonCells, r.KinCells) {
			if 0 < cell.Column && cell.Column <= len(row) {
				row[cell.Column-1] = cell.Text
			}
		}
		t.Rows = append(t.Rows, row)
	}
	return t, nil
}

// ReadCSV reads UTF-8 with commas, semicolons, tabs or bars between, blanks around cells left out. A row may be short.
func ReadCSV(data []byte, file string) (*Table, error) {
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if at := invalidUTF8(data); at >= 0 {
		return nil, fmt.Errorf("%s: line %d is not UTF-8", file, 1+bytes.Count(data[:at], []byte("\n")))
	}
	c := csv.NewReader(bytes.NewReader(data))
	c.Comma, c.TrimLeadingSpace, c.ReuseRecord, c.FieldsPerRecord = separator(data), true, true, -1
	t := &Table{File: file}
	var room []string // of many rows
	for {
		row, err := c.Read()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		if len(row) == 1 && strings.TrimSpace(row[0]) == "" {
			continue
		}
		if t.Headers == nil {
			for _, h := range row {
				t.Headers = append(t.Headers, strings.TrimSpace(h))
			}
			if len(t.Headers) < 2 {
				return nil, fmt.Errorf("%s: the first line has one column only; there must be headers with commas, semicolons, tabs or bars between", file)
			}
			continue
		}
		for len(row) > len(t.Headers) && strings.TrimSpace(row[len(row)-1]) == "" {
			row = row[:len(row)-1]
		}
		if len(row) > len(t.Headers) {
			line, _ := c.FieldPos(0)
			return nil, fmt.Errorf("%s: line %d has %d cells under %d headers; is a cell with a separator in it without quotation marks?", file, line, len(row), len(t.Headers))
		}
		if len(room) < len(t.Headers) {
			room = make([]string, 512*len(t.Headers))
		}
		cells := room[:len(t.Headers):len(t.Headers)]
		room = room[len(t.Headers):]
		for i, s := range row {
			cells[i] = strings.TrimSpace(s)
		}
		t.Rows = append(t.Rows, cells)
	}
	if t.Headers == nil {
		return nil, fmt.Errorf("%s is empty", file)
	}
	return t, nil
}

func invalidUTF8(data []byte) int {
	if utf8.Valid(data) && !bytes.ContainsRune(data, '\uFFFD') && bytes.IndexByte(data, 0) < 0 {
		return -1
	}
	at := 0
	for at < len(data) {
		r, n := utf8.DecodeRune(data[at:])
		if r == utf8.RuneError || r == 0 {
			break
		}
		at += n
	}
	return at
}

// separator is what parts the cells of the first line, outside quotation marks, most often.
func separator(data []byte) rune {
	line, _, _ := bytes.Cut(data, []byte("\n"))
	best, most := ',', 0
	for _, s := range ",;\t|" {
		n, quoted := 0, false
		for _, r := range string(line) {
			switch {
			case r == '"':
				quoted = !quoted
			case r == s && !quoted:
				n++
			}
		}
		if n > most {
			best, most = s, n
		}
	}
	return best
}

// headerKey is what headers are compared by.
func headerKey(h string) string {
	return strings.ToLower(strings.NewReplacer(" ", "", "_", "", "-", "", ".", "").Replace(h))
}

// idColumn is the column with the records' ids: the one asked for, one of the usual headers, or a list's own reference;
// or -1: the row's number then.
func (o *Options) idColumn(t *Table) int {
	for _, want := range []string{headerKey(o.ID), "recid", "uniqueid", "recordid", "id"} {
		for i, h := range t.Headers {
			if want != "" && headerKey(h) == want {
				return i
			}
		}
	}
	return slices.IndexFunc(t.Headers, func(h string) bool { return roleOf(h) == "reference" })
}
