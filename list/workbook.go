package list

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"homeward/statement"
	"homeward/statement/edtf"

	"github.com/xuri/excelize/v2"
)

// Limits of a workbook. It is held in memory unpacked and never spilled to disk,
// so what it may unpack to is bounded; a longer list belongs into CSV.
const (
	maxWorkbook = 64 << 20  // bytes of the file
	maxUnpacked = 512 << 20 // bytes of what is in it
)

// workbookRows reads a sheet of an XLSX file.
type workbookRows struct {
	file   *excelize.File
	rows   *excelize.Rows
	sheet  string
	number int
	size   int64
	dates  edtf.Convention // how numbers in date columns count
}

func openWorkbook(r io.ReaderAt, size int64, l *List) (w *workbookRows, err error) {
	defer func() {
		// A damaged workbook must not take the program down with it.
		if p := recover(); p != nil {
			w, err = nil, fmt.Errorf("%w: the workbook is damaged (%v)", ErrNotAList, p)
		}
	}()
	if size > maxWorkbook {
		return nil, fmt.Errorf("%w: a workbook of %d MiB is too large to be read safely (at most %d); save the sheet as CSV", ErrNotAList, size>>20, maxWorkbook>>20)
	}
	f, err := excelize.OpenReader(io.NewSectionReader(r, 0, size), excelize.Options{RawCellValue: true, UnzipSizeLimit: maxUnpacked, UnzipXMLSizeLimit: maxUnpacked})
	if err != nil {
		return nil, fmt.Errorf("%w: as a workbook: %w", ErrNotAList, err)
	}
	sheets := f.GetSheetList()
	try := sheets
	if l.options.Sheet != "" {
		try = []string{l.options.Sheet}
	}
	best, most := "", -1
	v := statement.DefaultVocabulary()
	for _, sheet := range try {
		rows, err := f.Rows(sheet)
		if err != nil {
			return nil, fmt.Errorf("%w: no sheet %q; it has %s", ErrNotAList, sheet, strings.Join(sheets, ", "))
		}
		for n := 0; n < headerWithin && rows.Next(); n++ {
			cells, err := rows.Columns()
			if err != nil {
				return nil, fmt.Errorf("%w: sheet %q: %w", ErrNotAList, sheet, err)
			}
			if known := recognised(v, cells, l.options.Map); known > most {
				best, most = sheet, known
			}
		}
		rows.Close()
	}
	if best == "" {
		return nil, fmt.Errorf("%w: the workbook has no rows", ErrNotAList)
	}
	if len(try) > 1 {
		l.Warnings = append(l.Warnings, fmt.Sprintf("sheet %q was read; the workbook also has others (%s)", best, strings.Join(try, ", ")))
	}
	rows, err := f.Rows(best)
	if err != nil {
		return nil, fmt.Errorf("%w: sheet %q: %w", ErrNotAList, best, err)
	}
	l.Sheet = best
	w = &workbookRows{file: f, rows: rows, sheet: best, size: size, dates: edtf.Serial1900}
	if props, err := f.GetWorkbookProps(); err == nil && props.Date1904 != nil && *props.Date1904 {
		w.dates = edtf.Serial1904
	}
	return w, nil
}

func (w *workbookRows) encoding() string { return "XLSX, sheet " + strconv.Quote(w.sheet) }

func (w *workbookRows) next() (raw rawRow, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("the workbook is damaged behind row %d (%v)", w.number, p)
		}
	}()
	for w.rows.Next() {
		w.number++
		cells, err := w.rows.Columns()
		if err != nil {
			return raw, fmt.Errorf("row %d: %w", w.number, err)
		}
		blank := true
		for i, c := range cells {
			cells[i] = plainNumber(c)
			blank = blank && strings.TrimSpace(c) == ""
		}
		if blank {
			continue
		}
		if len(cells) > maxColumns {
			return raw, fmt.Errorf("row %d has %d columns, more than %d", w.number, len(cells), maxColumns)
		}
		return rawRow{cells: cells, number: w.number}, nil
	}
	if err := w.rows.Error(); err != nil {
		return raw, fmt.Errorf("row %d: %w", w.number+1, err)
	}
	return raw, io.EOF
}

// plainNumber writes out a number that the file keeps with an exponent: service
// numbers are stored so.
func plainNumber(s string) string {
	if !strings.ContainsAny(s, "Ee") || len(s) > 30 {
		return s
	}
	f, err := strconv.ParseFloat(s, 64)
	if err != nil || f != float64(int64(f)) {
		return s
	}
	return strconv.FormatInt(int64(f), 10)
}
