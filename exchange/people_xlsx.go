package exchange

import (
	"bytes"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"
)

// Limits of a workbook. It is unpacked in memory and never to disk, so what it
// may unpack to is bounded; a longer list belongs into CSV.
const (
	mostWorkbook = 64 << 20  // bytes of the file
	mostUnpacked = 256 << 20 // bytes of what is in it
)

// ReadPeopleXLSX reads a list of people from the first sheet of an XLSX
// workbook: the same columns and the same strictness as [ReadPeople]. A cell
// that a spreadsheet shows as a day is read as that day. A workbook with
// formulas is refused, because what a formula shows may not be what is kept.
func ReadPeopleXLSX(r io.ReaderAt, size int64) (people []Person, err error) {
	err = readWorkbook(r, size, func(next rows) error {
		people, err = readPeople(next)
		return err
	})
	return people, err
}

// ReadHandedXLSX reads a list of people handed over from a workbook, as strictly.
func ReadHandedXLSX(r io.ReaderAt, size int64) (handed []Handed, err error) {
	err = readWorkbook(r, size, func(next rows) error {
		handed, err = readHanded(next)
		return err
	})
	return handed, err
}

// rows gives a list row by row, the header first, with its number in the file;
// io.EOF ends it.
type rows func() (record []string, row int, err error)

// readWorkbook has the rows of the first sheet read.
func readWorkbook(r io.ReaderAt, size int64, read func(rows) error) (err error) {
	defer func() {
		// A damaged workbook must not take the program down with it.
		if p := recover(); p != nil {
			err = fmt.Errorf("people: the workbook is damaged (%v); save the list anew, or as CSV", p)
		}
	}()
	if size > mostWorkbook {
		return fmt.Errorf("people: a workbook of %d MiB is too large to be read safely (at most %d); save the sheet as CSV", size>>20, mostWorkbook>>20)
	}
	f, err := excelize.OpenReader(io.NewSectionReader(r, 0, size), excelize.Options{RawCellValue: true, UnzipSizeLimit: mostUnpacked, UnzipXMLSizeLimit: mostUnpacked})
	if err != nil {
		return fmt.Errorf("people: cannot be read as a workbook; save the list as .xlsx or CSV: %w", err)
	}
	defer f.Close()
	formulas := ""
	f.Pkg.Range(func(name, data any) bool {
		part, _ := data.([]byte)
		if strings.HasPrefix(name.(string), "xl/worksheets/") && (bytes.Contains(part, []byte("<f>")) || bytes.Contains(part, []byte("<f "))) {
			formulas = name.(string)
		}
		return formulas == ""
	})
	if formulas != "" {
		return fmt.Errorf("people: the workbook has formulas (%s); paste the list as values and save it again", formulas)
	}
	sheet := f.GetSheetList()[0]
	grid, err := f.GetRows(sheet, excelize.Options{RawCellValue: true})
	if err != nil {
		return fmt.Errorf("people: reading sheet %q: %w", sheet, err)
	}
	width := 0
	if len(grid) > 0 {
		width = len(grid[0])
	}
	at := 0
	w := workbookDays{file: f, sheet: sheet, shown: map[int]bool{}}
	return read(func() ([]string, int, error) {
		if at == len(grid) {
			return nil, 0, io.EOF
		}
		record := grid[at]
		at++
		for len(record) < width {
			record = append(record, "") // a workbook does not keep blank cells at the end of a row
		}
		for k := range record {
			if at > 1 && k < width && isDayColumn(grid[0][k]) {
				if err := w.day(&record[k], k+1, at); err != nil {
					return nil, 0, err
				}
			}
		}
		return record, at, nil
	})
}

func isDayColumn(header string) bool {
	switch strings.ToLower(strings.TrimSpace(header)) {
	case "born", "captured_on", "wish_on", "on":
		return true
	}
	return false
}

// workbookDays knows which styles show a number as a day.
type workbookDays struct {
	file  *excelize.File
	sheet string
	shown map[int]bool
}

// day turns a number that is shown as a day into YYYY-MM-DD. A plain number
// stays as it is: 1985 is a year.
func (w *workbookDays) day(cell *string, column, row int) error {
	serial, err := strconv.ParseFloat(strings.TrimSpace(*cell), 64)
	if err != nil {
		return nil
	}
	name, err := excelize.CoordinatesToCellName(column, row)
	if err != nil {
		return fmt.Errorf("people, row %d: %w", row, err)
	}
	style, err := w.file.GetCellStyle(w.sheet, name)
	if err != nil {
		return fmt.Errorf("people, row %d: reading cell %s: %w", row, name, err)
	}
	isDay, known := w.shown[style]
	if !known {
		isDay = w.showsDay(style)
		w.shown[style] = isDay
	}
	if !isDay {
		return nil
	}
	props, err := w.file.GetWorkbookProps()
	if err != nil {
		return fmt.Errorf("people: reading the workbook: %w", err)
	}
	day, err := excelize.ExcelDateToTime(serial, props.Date1904 != nil && *props.Date1904)
	if err != nil {
		return &PeopleError{row, name, "is shown as a day but is none; write YYYY-MM-DD"}
	}
	*cell = day.Format(time.DateOnly)
	return nil
}

// showsDay says whether a cell's style shows a number as a day: one of the
// built-in formats (ECMA-376 part 1, 18.8.30), or one of its own with a year.
func (w *workbookDays) showsDay(style int) bool {
	s, err := w.file.GetStyle(style)
	if err != nil || s == nil {
		return false
	}
	if s.CustomNumFmt != nil {
		return strings.ContainsAny(strings.ToLower(*s.CustomNumFmt), "yг년")
	}
	n := s.NumFmt
	return n >= 14 && n <= 17 || n == 22 || n >= 27 && n <= 31 || n >= 50 && n <= 58
}
