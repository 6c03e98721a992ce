package exchange

import (
	"encoding/csv"
	"fmt"
	"html/template"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
)

// safeCell keeps a spreadsheet from reading a cell as a formula: what begins
// like one is written with an apostrophe before it (OWASP, CSV injection). Lists
// come from outside, and a name is not a command.
func safeCell(s string) string {
	if beginsFormula(s) {
		return "'" + s
	}
	return s
}

func beginsFormula(s string) bool {
	t := strings.TrimLeft(s, " \u00a0")
	if t == "" {
		return false
	}
	first, _ := utf8.DecodeRuneInString(t)
	return strings.ContainsRune("=+-@\t\r\n|%＝＋－＠", first)
}

// WriteCSV writes the list as CSV in UTF-8, with a byte order mark so that
// spreadsheets read other scripts right, and no cell that is a formula.
func (l *HandoverList) WriteCSV(w io.Writer) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return fmt.Errorf("writing the list %q: %w", l.Title(), err)
	}
	out := csv.NewWriter(w)
	out.UseCRLF = true
	rows := [][]string{l.Header()}
	for i := range l.Entries {
		rows = append(rows, l.Cells(i))
	}
	for _, row := range rows {
		for i := range row {
			row[i] = safeCell(row[i])
		}
		if err := out.Write(row); err != nil {
			return fmt.Errorf("writing the list %q: %w", l.Title(), err)
		}
	}
	out.Flush()
	if err := out.Error(); err != nil {
		return fmt.Errorf("writing the list %q: %w", l.Title(), err)
	}
	return nil
}

// WriteXLSX writes the lists as one workbook with a sheet for each, or several if
// a list is long. It writes no temporary file. Every cell
// but the numbers is text, and none is a formula, in this file or when a
// spreadsheet saves it as CSV.
func WriteXLSX(w io.Writer, lists []HandoverList) error {
	f := excelize.NewFile()
	defer f.Close()
	used := map[string]bool{}
	for i := range lists {
		l := &lists[i]
		for from := 0; from < len(l.Entries); {
			to := l.sheetful(from)
			if err := writeSheet(f, sheetName(l, used), l, from, to); err != nil {
				return fmt.Errorf("writing the list %q: %w", l.Title(), err)
			}
			from = to
		}
	}
	if len(lists) > 0 {
		if err := f.DeleteSheet("Sheet1"); err != nil {
			return fmt.Errorf("writing the lists: %w", err)
		}
	}
	f.SetActiveSheet(0)
	if err := f.Write(w); err != nil {
		return fmt.Errorf("writing the lists: %w", err)
	}
	return nil
}

// mostSheetful is how large a sheet may become, in bytes at the most: the library
// puts larger ones into the temporary folder while it writes, and names of people
// have no business there. A longer list goes on in a further sheet.
const mostSheetful = 12 << 20

// sheetful gives the entry before which the sheet that begins with from ends.
func (l *HandoverList) sheetful(from int) int {
	size := 1 << 12
	for i := from; i < len(l.Entries); i++ {
		for _, c := range l.Cells(i) {
			size += 128 + 6*len(c) // a sign may be written as &quot;
		}
		if size > mostSheetful && i > from {
			return i
		}
	}
	return len(l.Entries)
}

// sheetName is short enough and has no sign a workbook forbids.
func sheetName(l *HandoverList, used map[string]bool) string {
	end := " hands over"
	if l.Takes {
		end = " takes over"
	}
	party := strings.Map(func(c rune) rune {
		if strings.ContainsRune(`[]:*?/\'`, c) || c < ' ' {
			return '_'
		}
		return c
	}, l.Party)
	if r := []rune(party); len(r) > 16 {
		party = string(r[:16])
	}
	name := party + end
	for n := 2; used[strings.ToLower(name)]; n++ {
		name = fmt.Sprintf("%s%s %d", party, end, n)
	}
	used[strings.ToLower(name)] = true
	return name
}

func writeSheet(f *excelize.File, sheet string, l *HandoverList, from, to int) error {
	if _, err := f.NewSheet(sheet); err != nil {
		return err
	}
	out, err := f.NewStreamWriter(sheet)
	if err != nil {
		return err
	}
	if err := out.SetColWidth(3, 7, 22); err != nil {
		return err
	}
	if err := out.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	put := func(row int, cells []string, e *HandoverEntry) error {
		values := make([]any, len(cells))
		for i, c := range cells {
			values[i] = safeCell(c)
		}
		if e != nil {
			values[0], values[1] = e.Number, e.Stage
		}
		at, err := excelize.CoordinatesToCellName(1, row)
		if err != nil {
			return err
		}
		return out.SetRow(at, values)
	}
	if err := put(1, l.Header(), nil); err != nil {
		return err
	}
	for i := from; i < to; i++ {
		if err := put(i-from+2, l.Cells(i), &l.Entries[i]); err != nil {
			return err
		}
	}
	return out.Flush()
}

// page prints each list on sheets of its own, with its header repeated on each
// and the places for signature or seal that Art. 122(8) asks for.
var page = template.Must(template.New("lists").Parse(`<!doctype html>
<html lang="en"><meta charset="utf-8"><title>{{.Plan.Title}}{{if not .Plan.Title}}Handover{{end}}</title>
<style>
@page { size: A4 landscape; margin: 12mm 10mm 14mm }
body { font: 9.5pt/1.35 "Noto Sans", "Noto Sans KR", "Malgun Gothic", Arial, sans-serif; color: #000; margin: 1rem }
section { break-after: page } section:last-child { break-after: auto }
h1 { font-size: 14pt; margin: 0 0 .2em } p { margin: .2em 0 }
table { border-collapse: collapse; width: 100%; margin: .8em 0 } thead { display: table-header-group }
tr { break-inside: avoid } th, td { border: .5pt solid #555; padding: .25em .4em; text-align: left; vertical-align: top; overflow-wrap: break-word }
th { background: #eee } .sign { display: flex; gap: 3em; margin-top: 2.2em; break-inside: avoid } .sign span { flex: 1; border-top: .5pt solid #000; padding-top: .2em }
@media print { body { margin: 0 } }
</style>
{{range $list := .Lists}}<section lang="{{.Labels.Language}}">
<h1>{{.Title}}</h1>
{{with $.Plan.Title}}<p>{{.}}</p>{{end}}<p>{{printf .Labels.People (len .Entries)}}. {{$.Plan.On}}. {{.Labels.Marked}}{{if $.Plan.Conditional}} {{.Labels.Conditional}}{{end}}</p>
<table><thead><tr>{{range .Header}}<th>{{.}}</th>{{end}}<th>{{.Labels.Done}}</th></tr></thead>
<tbody>{{range $i, $e := .Entries}}<tr>{{range $list.Cells $i}}<td>{{.}}</td>{{end}}<td></td></tr>
{{end}}</tbody></table>
<div class="sign"><span>{{.Labels.SignHands}}</span><span>{{.Labels.SignTakes}}</span></div>
</section>
{{end}}</html>
`))

// WriteHTML writes the lists as one page that needs nothing else and prints
// well: to paper, or to PDF from any browser.
func WriteHTML(w io.Writer, plan Plan, lists []HandoverList) error {
	pointers := make([]*HandoverList, len(lists))
	for i := range lists {
		pointers[i] = &lists[i]
	}
	if err := page.Execute(w, struct {
		Plan  Plan
		Lists []*HandoverList
	}{plan, pointers}); err != nil {
		return fmt.Errorf("writing the lists: %w", err)
	}
	return nil
}
