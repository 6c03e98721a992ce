package list

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

// book makes a workbook of one sheet by fill.
func book(t testing.TB, fill func(f *excelize.File, sheet string)) string {
	t.Helper()
	f := excelize.NewFile()
	fill(f, "Sheet1")
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func set(t testing.TB, f *excelize.File, sheet, at string, row ...any) {
	t.Helper()
	if err := f.SetSheetRow(sheet, at, &row); err != nil {
		t.Fatal(err)
	}
}

func headersAndCells(r Row) (all []string) {
	for _, c := range r.PersonCells {
		all = append(all, c.Header+"="+c.Text)
	}
	return all
}

func TestWorkbookCells(t *testing.T) {
	data := book(t, func(f *excelize.File, sheet string) {
		set(t, f, sheet, "A1", "ПІБ", "Дата народження", "Дата полонення", "Особистий номер", "Телефон", "Звання", "Стан")
		day := func(at, format string, v any) {
			style, err := f.NewStyle(&excelize.Style{CustomNumFmt: &format})
			if err != nil {
				t.Fatal(err)
			}
			if err := f.SetCellStyle(sheet, at, at, style); err != nil {
				t.Fatal(err)
			}
			if err := f.SetCellValue(sheet, at, v); err != nil {
				t.Fatal(err)
			}
		}
		set(t, f, sheet, "A2", "Вигаданюк Олесь", nil, nil, 12345678901234.0, 380501112233.0, "солдат", "поранений")
		day("B2", `dd"."mm"."yyyy`, time.Date(1999, 5, 2, 0, 0, 0, 0, time.UTC))
		day("C2", `[$-FC19]d mmmm yyyy" р."`, time.Date(2025, 1, 3, 0, 0, 0, 0, time.UTC))
		set(t, f, sheet, "A3", "Неіснуюча Ївга", "1998", 45660, "00123")
		day("B4", "m/d/yy", time.Date(1925, 3, 4, 0, 0, 0, 0, time.UTC)) // day 9195: a year, if one did not know
		set(t, f, sheet, "A4", "Без Імені")
		if err := f.SetRowVisible(sheet, 3, false); err != nil {
			t.Fatal(err)
		}
		day("B7", "dd.mm.yyyy hh:mm", time.Date(1999, 5, 2, 14, 30, 0, 0, time.UTC))
		set(t, f, sheet, "A7", "Сьомий Рядок")
	})
	l, rows, bad := readAll(t, "list.xlsx", data, Options{})
	if len(bad) > 0 || len(rows) != 4 || l.Sheet != "Sheet1" {
		t.Fatalf("%d rows, %v", len(rows), bad)
	}
	for i, want := range []struct {
		number       int
		cells, saids string
	}{
		{2, "ПІБ=Вигаданюк Олесь|Дата народження=1999-05-02|Дата полонення=2025-01-03|Особистий номер=12345678901234|Телефон=380501112233|Звання=солдат|Стан=поранений",
			"name=Вигаданюк Олесь; birth.date=1999-05-02; capture.date=2025-01-03; service.number=12345678901234; phone=380501112233; rank=солдат; condition=wounded written поранений"},
		{3, "ПІБ=Неіснуюча Ївга|Дата народження=1998|Дата полонення=45660|Особистий номер=00123",
			"name=Неіснуюча Ївга; birth.date=1998; capture.date=2025-01-03 written 45660; service.number=00123"},
		{4, "ПІБ=Без Імені|Дата народження=1925-03-04", "name=Без Імені; birth.date=1925-03-04"},
		{7, "ПІБ=Сьомий Рядок|Дата народження=1999-05-02T14:30:00", "name=Сьомий Рядок; birth.date=1999-05-02T14:30:00"},
	} {
		if rows[i].Number != want.number || strings.Join(headersAndCells(rows[i]), "|") != want.cells {
			t.Errorf("row %d: %s", rows[i].Number, strings.Join(headersAndCells(rows[i]), "|"))
		}
		if got := says(rows[i].Person); got != want.saids {
			t.Errorf("row %d:\n got %s\nwant %s", rows[i].Number, got, want.saids)
		}
	}
}

func TestWorkbookOfThe1904Calendar(t *testing.T) {
	data := book(t, func(f *excelize.File, sheet string) {
		yes := true
		if err := f.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &yes}); err != nil {
			t.Fatal(err)
		}
		set(t, f, sheet, "A1", "name", "dob")
		set(t, f, sheet, "A2", "A", 34821)
	})
	_, rows, _ := readAll(t, "list.xlsx", data, Options{})
	if got := says(rows[0].Person); got != "name=A; birth.date=1999-05-03 written 34821" {
		t.Errorf("got %s", got)
	}
}

func TestWorkbookSheets(t *testing.T) {
	data := book(t, func(f *excelize.File, sheet string) {
		set(t, f, sheet, "A1", "About this list")
		for i, name := range []string{"Camp 4", "Camp 5"} {
			if _, err := f.NewSheet(name); err != nil {
				t.Fatal(err)
			}
			set(t, f, name, "A1", "name", "rank")
			set(t, f, name, "A2", fmt.Sprintf("N%d", i), "x")
		}
	})
	for asked, want := range map[string]string{"": "N0", "Camp 4": "N0", "Camp 5": "N1"} {
		l, rows, _ := readAll(t, "list.xlsx", data, Options{Sheet: asked})
		if len(rows) != 1 || rows[0].Person[0].Value != want {
			t.Errorf("--sheet %q: %s, %v", asked, l.Sheet, rows)
		}
		if asked == "" && !strings.Contains(strings.Join(l.Warnings, "|"), "Camp 5") {
			t.Errorf("the other sheets are not told: %q", l.Warnings)
		}
	}
	if _, err := Open(strings.NewReader(data), int64(len(data)), "list.xlsx", Options{Sheet: "Camp 9"}); err == nil || !strings.Contains(err.Error(), "Camp 5") {
		t.Errorf("no such sheet: %v", err)
	}
}

func TestWorkbookFormulas(t *testing.T) {
	data := book(t, func(f *excelize.File, sheet string) {
		set(t, f, sheet, "A1", "name", "rank")
		set(t, f, sheet, "A2", "A", "x")
		if err := f.SetCellFormula(sheet, "B2", `CONCATENATE("x","")`); err != nil {
			t.Fatal(err)
		}
	})
	_, rows, bad := readAll(t, "list.xlsx", data, Options{})
	if len(bad) > 0 || len(rows) != 1 || len(rows[0].Warnings) != 1 || !strings.Contains(rows[0].Warnings[0], "formula") {
		t.Errorf("%+v %v", rows, bad)
	}
}

// parts makes a workbook of the parts given, for what no spreadsheet program writes.
func parts(t testing.TB, sheet, shared string) string {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, p := range [][2]string{
		{"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>`},
		{"_rels/.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
		{"xl/workbook.xml", `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="/xl/sharedStrings.xml"/></Relationships>`},
		{"xl/worksheets/sheet1.xml", `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>` + sheet + `</sheetData></worksheet>`},
		{"xl/sharedStrings.xml", `<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">` + shared + `</sst>`},
	} {
		w, err := z.Create(p[0])
		if err == nil {
			_, err = io.WriteString(w, p[1])
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

const nameRank = `<row r="1"><c r="A1" t="inlineStr"><is><t>name</t></is></c><c r="B1" t="s"><v>0</v></c></row>`

func TestWorkbookTexts(t *testing.T) {
	data := parts(t, nameRank+`<row><c t="s"><v>1</v></c><c t="str"><f>A2</f><v>x_x0009_y</v></c></row>`+
		`<row r="9" hidden="1"><c r="A9" t="inlineStr"><is><r><t>김</t></r><r><t xml:space="preserve"> 없음</t></r></is></c><c r="XFD9"/></row>`,
		`<si><t>rank</t></si><si><r><t>홍</t></r><r><t>가상</t></r><rPh sb="0" eb="1"><t>reading</t></rPh></si>`)
	_, rows, bad := readAll(t, "list.xlsx", data, Options{})
	if len(bad) > 0 || len(rows) != 2 || rows[0].Number != 2 || rows[1].Number != 9 {
		t.Fatalf("%+v %v", rows, bad)
	}
	if got := says(rows[0].Person); got != "name=홍가상; rank=x y written x\ty" {
		t.Errorf("got %s", got)
	}
	if got := says(rows[1].Person); got != "name=김 없음" {
		t.Errorf("got %s", got)
	}
}

func TestWorkbooksThatAreRefused(t *testing.T) {
	bomb := func() string {
		var out bytes.Buffer
		z := zip.NewWriter(&out)
		w, err := z.Create("xl/workbook.xml")
		if err != nil {
			t.Fatal(err)
		}
		zeros := make([]byte, 1<<20)
		for range maxUnpacked>>20 + 1 {
			if _, err := w.Write(zeros); err != nil {
				t.Fatal(err)
			}
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		return out.String()
	}
	other := func() string {
		var out bytes.Buffer
		z := zip.NewWriter(&out)
		if _, err := z.Create("photo.jpg"); err != nil {
			t.Fatal(err)
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		return out.String()
	}
	whole := parts(t, nameRank, "<si><t>rank</t></si>")
	// A part that unpacks to more than it says: the size in the directory is changed.
	liar := []byte(bomb())
	at := bytes.LastIndex(liar, []byte("PK\x01\x02"))
	copy(liar[at+24:], []byte{0, 1, 0, 0})
	for name, test := range map[string]struct{ data, want string }{
		"a bomb":                     {bomb(), "unpacks to more than"},
		"a bomb that lies":           {string(liar), "cannot be read as a list"},
		"cut off":                    {whole[:len(whole)/2], "damaged"},
		"another archive":            {other(), "without a workbook"},
		"a text that is not there":   {parts(t, `<row><c t="s"><v>7</v></c></row>`, ""), "refers to text"},
		"rows out of order":          {parts(t, `<row r="5"/><row r="4"/>`, ""), "does not follow"},
		"a row beyond the last":      {parts(t, `<row r="99999999"><c><v>1</v></c></row>`, ""), "does not follow"},
		"columns out of order":       {parts(t, `<row r="1"><c r="B1"><v>1</v></c><c r="A1"><v>1</v></c></row>`, ""), "column 1"},
		"columns beyond what it has": {parts(t, `<row r="1"><c r="ZZZ1"><v>1</v></c></row>`, ""), "column 18278"},
		"sheet cut off":              {parts(t, `<row r="1"><c r="A1"><v>1`, ""), "row 1"},
		"no rows":                    {parts(t, "", ""), "no rows"},
		"texts without number":       {parts(t, nameRank, strings.Repeat("<si/>", maxShared+1)), "different texts"},
	} {
		_, err := Open(strings.NewReader(test.data), int64(len(test.data)), "list.xlsx", Options{})
		if err == nil || !strings.Contains(err.Error(), test.want) || !strings.HasPrefix(err.Error(), "list.xlsx: cannot be read as a list") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Nothing of a list may lie about on the disk in clear.
func TestWorkbookLeavesNoTemporaryFile(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	data := parts(t, nameRank+strings.Repeat(`<row><c t="s"><v>1</v></c><c t="s"><v>0</v></c></row>`, 400_000),
		"<si><t>rank</t></si><si><t>Олесь</t></si>"+strings.Repeat("<si><t>"+strings.Repeat("x", 200)+"</t></si>", 100_000))
	l, err := Open(strings.NewReader(data), int64(len(data)), "list.xlsx", Options{})
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, err := range l.Rows() {
		if err != nil {
			t.Fatal(err)
		}
		n++
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	if n != 400_000 || len(entries) > 0 {
		t.Errorf("%d rows; files left: %v", n, entries)
	}
}

func TestDayFormats(t *testing.T) {
	for format, want := range map[string]bool{"dd.mm.yyyy": true, `d/m`: true, "yyyy": true, `[$-419]d mmm yy;@`: true, "0.00": false, "General": false,
		`#,##0"d m y"`: false, "mm:ss": false, "[h]:mm": false, `0.0\y`: false, `yyyy"년" m"월" d"일"`: true, "@": false} {
		if got := isDayFormat(0, format); got != want {
			t.Errorf("%s: %v", format, got)
		}
	}
	for id, want := range map[int]bool{0: false, 1: false, 10: false, 14: true, 18: false, 22: true, 30: true, 45: false, 49: false, 57: true} {
		if got := isDayFormat(id, ""); got != want {
			t.Errorf("built-in format %d: %v", id, got)
		}
	}
}

func TestNumbersAreWrittenOut(t *testing.T) {
	for written, want := range map[string]string{"1.2345678901234E13": "12345678901234", "3.8050111E11": "380501110000", "12": "12", "0.1": "0.1",
		"1E3": "1000", "0.30000000000000004": "0.30000000000000004", "123456789012345678901": "123456789012345678901", "E12": "E12", "1E999": "1E999"} {
		if got := plainNumber(written); got != want {
			t.Errorf("%s: got %s, want %s", written, got, want)
		}
	}
}

// A workbook and a CSV file of the same cells give the same statements.
func TestWorkbookSaysWhatTheTextSays(t *testing.T) {
	var lines [][]string
	for _, line := range strings.Split(strings.TrimSpace(ukrainian), "\r\n") {
		lines = append(lines, strings.Split(line, ";"))
	}
	data := book(t, func(f *excelize.File, sheet string) {
		for i, cells := range lines {
			var row []any
			for _, c := range cells {
				row = append(row, c)
			}
			set(t, f, sheet, fmt.Sprintf("A%d", i+1), row...)
		}
	})
	_, fromBook, _ := readAll(t, "list.xlsx", data, Options{})
	_, fromText, _ := readAll(t, "list.csv", ukrainian, Options{})
	same := func(a, b Row) bool {
		return slices.Equal(a.Person, b.Person) && slices.Equal(a.PersonCells, b.PersonCells) && a.Number == b.Number
	}
	if !slices.EqualFunc(fromBook, fromText, same) {
		t.Errorf("got %+v\nwant %+v", fromBook, fromText)
	}
}

func FuzzWorkbook(f *testing.F) {
	f.Add(nameRank+`<row><c t="s"><v>1</v></c></row>`, "<si><t>rank</t></si><si><t>x</t></si>", -1, byte(0))
	f.Add(nameRank+`<row r="3"><c r="A3" s="0"><v>45660</v></c></row>`, "<si><t>_x0041_</t></si>", 700, byte('<'))
	f.Fuzz(func(t *testing.T, sheet, shared string, at int, b byte) {
		data := []byte(parts(t, sheet, shared))
		if at >= 0 && at < len(data) {
			data[at] = b
		}
		readWhatever(t, "list.xlsx", string(data), Options{})
	})
}
