package list

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"strconv"
	"strings"

	"homeward/statement/edtf"
)

// workbookRows reads the rows of a sheet, hidden ones too, one after another.
type workbookRows struct {
	book   *workbook
	sheet  string
	xml    *xml.Decoder
	length int64 // of the sheet's part, in bytes
	number int
	cells  []string
	dates  edtf.Convention // how a number of days counts
}

func (w *workbook) rows(sheet string) (*workbookRows, error) {
	data := w.part(w.paths[sheet])
	if len(data) == 0 {
		return nil, fmt.Errorf("the workbook has no part %s for its sheet %q", w.paths[sheet], sheet)
	}
	return &workbookRows{book: w, sheet: sheet, xml: xml.NewDecoder(bytes.NewReader(data)), length: int64(len(data)), dates: w.serial}, nil
}

func (w *workbookRows) encoding() string { return "XLSX, sheet " + strconv.Quote(w.sheet) }

func (w *workbookRows) next() (raw rawRow, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("the workbook is damaged behind row %d (%v)", w.number, p)
		}
	}()
	for {
		t, err := w.xml.RawToken()
		if err == io.EOF {
			return raw, io.EOF
		}
		if err != nil {
			return raw, fmt.Errorf("sheet %q behind row %d: %w", w.sheet, w.number, err)
		}
		start, ok := t.(xml.StartElement)
		if !ok || start.Name.Local != "row" {
			continue
		}
		raw, blank, err := w.row(start)
		if err != nil || !blank {
			return raw, err
		}
	}
}

// row reads a row up to its end.
func (w *workbookRows) row(start xml.StartElement) (raw rawRow, blank bool, err error) {
	number := w.number + 1
	if r := attribute(start, "r"); r != "" {
		if number, err = strconv.Atoi(r); err != nil || number <= w.number || number > maxSheetRow {
			return raw, false, fmt.Errorf("sheet %q: row %q does not follow row %d", w.sheet, r, w.number)
		}
	}
	w.number, w.cells = number, w.cells[:0]
	raw.number = number
	for {
		t, err := w.xml.RawToken()
		if err != nil {
			return raw, false, fmt.Errorf("sheet %q, row %d: %w", w.sheet, number, unexpected(err))
		}
		switch t := t.(type) {
		case xml.StartElement:
			if t.Name.Local != "c" {
				continue
			}
			column := len(w.cells)
			if r := attribute(t, "r"); r != "" {
				column = columnOf(r)
			}
			text, formula, err := w.cell(t)
			if err != nil {
				return raw, false, fmt.Errorf("sheet %q, row %d: %w", w.sheet, number, unexpected(err))
			}
			if column < len(w.cells) || column >= maxColumns {
				if strings.TrimSpace(text) == "" && column >= maxColumns {
					continue // a cell that was only coloured
				}
				return raw, false, fmt.Errorf("sheet %q, row %d: a cell in column %d where one from %d to %d is wanted", w.sheet, number, column+1, len(w.cells)+1, maxColumns)
			}
			for len(w.cells) < column {
				w.cells = append(w.cells, "")
			}
			w.cells = append(w.cells, text)
			switch {
			case formula && text == "":
				raw.warnings = append(raw.warnings, fmt.Sprintf("column %d: a formula whose result the workbook does not keep; open and save it in a spreadsheet program", column+1))
			case formula:
				raw.warnings = append(raw.warnings, fmt.Sprintf("column %d: the result of a formula, as the workbook keeps it", column+1))
			}
		case xml.EndElement:
			if t.Name.Local != "row" {
				continue
			}
			for len(w.cells) > 0 && strings.TrimSpace(w.cells[len(w.cells)-1]) == "" {
				w.cells = w.cells[:len(w.cells)-1]
			}
			raw.cells = w.cells
			raw.offset = w.xml.InputOffset() * w.book.size / w.length
			return raw, len(w.cells) == 0, nil
		}
	}
}

// cell reads a cell up to its end.
func (w *workbookRows) cell(start xml.StartElement) (text string, formula bool, err error) {
	kind, style := attribute(start, "t"), 0
	if s := attribute(start, "s"); s != "" {
		if style, err = strconv.Atoi(s); err != nil {
			return "", false, fmt.Errorf("a cell of style %q", s)
		}
	}
	var value strings.Builder
	inside := false
	for {
		t, err := w.xml.RawToken()
		if err != nil {
			return "", false, err
		}
		switch t := t.(type) {
		case xml.StartElement:
			switch t.Name.Local {
			case "v":
				inside = true
			case "f":
				formula = true
			case "is":
				inline, err := readText(w.xml, "is")
				if err != nil {
					return "", false, err
				}
				value.WriteString(inline)
			}
		case xml.EndElement:
			switch t.Name.Local {
			case "v":
				inside = false
			case "c":
				if value.Len() > 0 {
					text, err = w.book.cellText(kind, style, value.String())
				}
				return text, formula, err
			}
		case xml.CharData:
			if inside {
				value.Write(t)
			}
		}
	}
}

func unexpected(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}

func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name && a.Name.Space == "" {
			return a.Value
		}
	}
	return ""
}

// columnOf is the column of a reference such as AB12, from 0.
func columnOf(reference string) int {
	n := 0
	for i := 0; i < len(reference) && n < 1<<20; i++ {
		c := reference[i] &^ 0x20
		if c < 'A' || c > 'Z' {
			break
		}
		n = n*26 + int(c-'A') + 1
	}
	return n - 1
}
