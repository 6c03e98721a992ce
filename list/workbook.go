package list

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"strconv"
	"strings"

	"homeward/statement/edtf"

	"github.com/xuri/excelize/v2"
)

// Limits of a workbook. It is held in memory unpacked and never spilled to disk,
// so what it may unpack to is bounded; a longer list belongs into CSV.
const (
	maxWorkbook = 64 << 20  // bytes of the file
	maxUnpacked = 256 << 20 // bytes of what is in it
	maxParts    = 4096      // files in it
	maxShared   = 2_000_000 // texts that its cells share
	maxSheetRow = 1 << 20   // the last row a spreadsheet has
)

// workbook is an open XLSX file: parts by their path.
type workbook struct {
	file   *excelize.File
	sheets []string          // names, in order
	paths  map[string]string // name → part
	shared []string
	dates  map[int]bool // style → it shows a number as a day
	serial edtf.Convention
	size   int64
}

func openWorkbook(r io.ReaderAt, size int64, l *List, known map[string][]target) (rows *workbookRows, err error) {
	defer func() {
		// A damaged workbook must not take the program down with it.
		if p := recover(); p != nil {
			rows, err = nil, fmt.Errorf("%w: the workbook is damaged (%v)", ErrNotAList, p)
		}
	}()
	if err := checkZip(r, size); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNotAList, err)
	}
	w := &workbook{paths: map[string]string{}, dates: map[int]bool{}, serial: edtf.Serial1900, size: size}
	w.file, err = excelize.OpenReader(io.NewSectionReader(r, 0, size), excelize.Options{UnzipSizeLimit: maxUnpacked, UnzipXMLSizeLimit: maxUnpacked})
	if err != nil {
		return nil, fmt.Errorf("%w: as a workbook: %w", ErrNotAList, err)
	}
	if err := w.find(); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNotAList, err)
	}
	sheet, err := w.choose(l, known)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNotAList, err)
	}
	l.Sheet = sheet
	return w.rows(sheet)
}

// checkZip refuses what would not fit before anything is unpacked. What a part
// says of its size is held against it when it is.
func checkZip(r io.ReaderAt, size int64) error {
	if size > maxWorkbook {
		return fmt.Errorf("a workbook of %d MiB is too large to be read safely (at most %d); save the sheet as CSV", size>>20, maxWorkbook>>20)
	}
	z, err := zip.NewReader(r, size)
	if err != nil {
		return fmt.Errorf("the workbook is damaged: %w", err)
	}
	if len(z.File) > maxParts {
		return fmt.Errorf("the workbook has %d parts, more than %d; save the sheet as CSV", len(z.File), maxParts)
	}
	unpacked, isWorkbook := uint64(0), false
	for _, f := range z.File {
		isWorkbook = isWorkbook || strings.Contains(strings.ToLower(f.Name), "workbook")
		if unpacked += min(f.UncompressedSize64, 1<<40); unpacked > maxUnpacked {
			return fmt.Errorf("the workbook unpacks to more than %d MiB (part %q alone says %d): it is too large, or made to do harm; save the sheet as CSV", maxUnpacked>>20, f.Name, f.UncompressedSize64)
		}
	}
	if !isWorkbook {
		return errors.New("it is a compressed file without a workbook in it; save the list as .xlsx or CSV")
	}
	return nil
}

// part is a part of the file, unpacked.
func (w *workbook) part(name string) []byte {
	data, _ := w.file.Pkg.Load(strings.TrimPrefix(name, "/"))
	b, _ := data.([]byte)
	return b
}

// find learns which part holds which sheet, and the texts that cells share.
func (w *workbook) find() error {
	const book = "xl/workbook.xml"
	if props, err := w.file.GetWorkbookProps(); err == nil && props.Date1904 != nil && *props.Date1904 {
		w.serial = edtf.Serial1904
	}
	var rels struct {
		Relationship []struct {
			ID     string `xml:"Id,attr"`
			Target string `xml:"Target,attr"`
			Type   string `xml:"Type,attr"`
		}
	}
	var sheets struct {
		Sheets struct {
			Sheet []struct {
				Name string     `xml:"name,attr"`
				Any  []xml.Attr `xml:",any,attr"`
			} `xml:"sheet"`
		} `xml:"sheets"`
	}
	if err := xml.Unmarshal(w.part("xl/_rels/workbook.xml.rels"), &rels); err != nil {
		return fmt.Errorf("the workbook's parts: %w", err)
	}
	// excelize may have read the part already and keeps it apart then
	data := w.part(book)
	if len(data) == 0 {
		return fmt.Errorf("the workbook has no part %s", book)
	}
	if err := xml.Unmarshal(data, &sheets); err != nil {
		return fmt.Errorf("the workbook's sheets: %w", err)
	}
	targets := map[string]string{}
	shared := ""
	for _, r := range rels.Relationship {
		target := r.Target
		if !strings.HasPrefix(target, "/") {
			target = path.Join("xl", target)
		}
		if strings.HasSuffix(r.Type, "/worksheet") {
			targets[r.ID] = target
		} else if strings.HasSuffix(r.Type, "/sharedStrings") {
			shared = target
		}
	}
	for _, s := range sheets.Sheets.Sheet {
		for _, a := range s.Any {
			if target := targets[a.Value]; a.Name.Local == "id" && target != "" && w.paths[s.Name] == "" {
				w.paths[s.Name] = target
				w.sheets = append(w.sheets, s.Name)
			}
		}
	}
	if len(w.sheets) == 0 {
		return errors.New("the workbook has no sheet of cells")
	}
	var err error
	if shared != "" {
		w.shared, err = sharedTexts(w.part(shared))
	}
	return err
}

// choose takes the sheet asked for, else the one with the most recognised columns
// in a row, the first of equals.
func (w *workbook) choose(l *List, known map[string][]target) (string, error) {
	try := w.sheets
	if l.options.Sheet != "" {
		if w.paths[l.options.Sheet] == "" {
			return "", fmt.Errorf("no sheet %q; it has %s", l.options.Sheet, strings.Join(w.sheets, ", "))
		}
		return l.options.Sheet, nil
	}
	best, most := "", -1
	for _, sheet := range try {
		rows, err := w.rows(sheet)
		if err != nil {
			return "", err
		}
		for range headerWithin {
			raw, err := rows.next()
			var bad *RowError
			if errors.As(err, &bad) {
				continue
			}
			if err == io.EOF {
				break
			}
			if err != nil {
				return "", fmt.Errorf("sheet %q: %w", sheet, err)
			}
			if n := recognised(known, raw.cells, l.options.Map); n > most {
				best, most = sheet, n
			}
		}
	}
	if best == "" {
		return "", errors.New("the workbook has no rows")
	}
	if len(try) > 1 {
		l.Warnings = append(l.Warnings, fmt.Sprintf("sheet %q is read; the workbook has %s (name another with --sheet)", best, strings.Join(try, ", ")))
	}
	return best, nil
}

// showsDays tells whether cells of a style show their number as a day.
func (w *workbook) showsDays(style int) bool {
	is, known := w.dates[style]
	if !known {
		if s, err := w.file.GetStyle(style); err == nil {
			format := ""
			if s.CustomNumFmt != nil {
				format = *s.CustomNumFmt
			}
			is = isDayFormat(s.NumFmt, format)
		}
		w.dates[style] = is
	}
	return is
}

// isDayFormat knows the number formats that show days: those built in (ECMA-376
// Part 1, 18.8.30, with the numbers kept for Korea and China), and custom ones with
// a year, or a month and a day, outside quotation marks and brackets.
func isDayFormat(id int, custom string) bool {
	if custom == "" {
		return id >= 14 && id <= 17 || id == 22 || id >= 27 && id <= 31 || id == 36 || id >= 50 && id <= 54 || id == 57 || id == 58
	}
	var plain strings.Builder
	for i := 0; i < len(custom) && custom[i] != ';'; i++ {
		switch custom[i] {
		case '\\', '_', '*':
			i++
		case '"':
			if end := strings.IndexByte(custom[i+1:], '"'); end >= 0 {
				i += end + 1
			}
		case '[':
			if end := strings.IndexByte(custom[i:], ']'); end >= 0 {
				i += end
			}
		default:
			plain.WriteByte(custom[i] | 0x20)
		}
	}
	s := plain.String()
	return strings.ContainsAny(s, "y") || strings.Contains(s, "d") && strings.Contains(s, "m") || strings.Contains(s, "e") && strings.Contains(s, "m") && strings.Contains(s, "d")
}

// cellText is the text of a cell as a person sees it, but for days, which are
// given as ISO 8601 writes them whatever the cell's format, and numbers, which are
// written out.
func (w *workbook) cellText(kind string, style int, value string) (string, error) {
	switch kind {
	case "s":
		i, err := strconv.Atoi(strings.TrimSpace(value))
		if err != nil || i < 0 || i >= len(w.shared) {
			return "", fmt.Errorf("a cell refers to text %q, which the workbook does not have", value)
		}
		return w.shared[i], nil
	case "str":
		return unescaped(value), nil
	case "inlineStr", "e":
		return value, nil
	case "b":
		return map[string]string{"1": "true", "0": "false"}[value], nil
	case "d":
		return strings.TrimSuffix(value, "T00:00:00"), nil
	}
	if value != "" && w.showsDays(style) {
		if day, ok := dayOfSerial(value, w.serial); ok {
			return day, nil
		}
	}
	return plainNumber(value), nil
}

// dayOfSerial gives the day, or day and time, of a spreadsheet's number of days.
func dayOfSerial(value string, calendar edtf.Convention) (string, bool) {
	f, err := strconv.ParseFloat(value, 64)
	if err != nil || f < 1 || f > 2958466 {
		return "", false
	}
	// Rounded to seconds, which the fraction of a day does not hold exactly.
	seconds := int64(f*86400 + 0.5)
	days, clock := seconds/86400, seconds%86400
	// With leading noughts, for a bare number of four digits may be a year.
	d, ambiguous, err := edtf.ParseLoose(fmt.Sprintf("%07d", days), calendar)
	if err != nil || ambiguous {
		return "", false
	}
	if clock == 0 {
		return d.String(), true
	}
	return fmt.Sprintf("%sT%02d:%02d:%02d", d, clock/3600, clock/60%60, clock%60), true
}

// plainNumber writes out a number that the file keeps with an exponent or with the
// noise of binary fractions: service numbers and telephones are stored so.
func plainNumber(s string) string {
	s = strings.TrimSpace(s)
	if len(s) > 40 || !strings.ContainsAny(s, "Ee") && len(s) < 16 {
		return s
	}
	f, err := strconv.ParseFloat(s, 64)
	if err != nil || f > 1e18 || f < -1e18 {
		return s
	}
	if !strings.ContainsAny(s, "Ee.") {
		return s
	}
	return strconv.FormatFloat(f, 'f', -1, 64)
}

// sharedTexts reads the texts that cells share; of one in several fonts all parts
// joined, without the readings that may stand above it.
func sharedTexts(data []byte) ([]string, error) {
	if n := bytes.Count(data, []byte("<si")) + bytes.Count(data, []byte(":si")); n > maxShared {
		return nil, fmt.Errorf("the workbook has more than %d different texts; save the sheet as CSV", maxShared)
	}
	d := xml.NewDecoder(bytes.NewReader(data))
	var texts []string
	for {
		t, err := d.RawToken()
		if err == io.EOF {
			return texts, nil
		}
		if err != nil {
			return nil, fmt.Errorf("the workbook's texts: %w", err)
		}
		if start, ok := t.(xml.StartElement); ok && start.Name.Local == "si" {
			text, err := readText(d, "si")
			if err != nil {
				return nil, fmt.Errorf("the workbook's texts: %w", err)
			}
			texts = append(texts, text)
		}
	}
}

// readText joins the <t> of an element up to its end.
func readText(d *xml.Decoder, element string) (string, error) {
	var text strings.Builder
	inside, reading := false, 0
	for {
		t, err := d.RawToken()
		if err != nil {
			if err == io.EOF {
				err = io.ErrUnexpectedEOF
			}
			return "", err
		}
		switch t := t.(type) {
		case xml.StartElement:
			switch t.Name.Local {
			case "t":
				inside = true
			case "rPh":
				reading++
			}
		case xml.EndElement:
			switch t.Name.Local {
			case "t":
				inside = false
			case "rPh":
				reading--
			case element:
				return unescaped(text.String()), nil
			}
		case xml.CharData:
			if inside && reading == 0 {
				text.Write(t)
			}
		}
	}
}

// unescaped undoes _x000D_, by which the format writes what XML cannot hold
// (ECMA-376 Part 1, 22.9.2.19).
func unescaped(s string) string {
	at := strings.Index(s, "_x")
	if at < 0 {
		return s
	}
	var out strings.Builder
	for ; at >= 0; at = strings.Index(s, "_x") {
		out.WriteString(s[:at])
		if len(s) >= at+7 && s[at+6] == '_' {
			if code, err := strconv.ParseUint(s[at+2:at+6], 16, 16); err == nil {
				out.WriteRune(rune(code))
				s = s[at+7:]
				continue
			}
		}
		out.WriteString("_x")
		s = s[at+2:]
	}
	out.WriteString(s)
	return out.String()
}
