package exchange

import (
	"bytes"
	"reflect"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

func workbook(t *testing.T, change func(*excelize.File)) *bytes.Reader {
	t.Helper()
	f := excelize.NewFile()
	for i, row := range [][]any{
		{"id", "name", "holder", "home", "born", "captured_on", "wish", "group"},
		{"007", "Кім Чон Су", "VER", "SOK", 33222, "2024-05", "return", "a; b"},
		{"8", "", "SOK", "VER", 1985},
	} {
		if err := f.SetSheetRow("Sheet1", []string{"A1", "A2", "A3"}[i], &row); err != nil {
			t.Fatal(err)
		}
	}
	format := "dd.mm.yyyy"
	style, err := f.NewStyle(&excelize.Style{CustomNumFmt: &format})
	if err != nil {
		t.Fatal(err)
	}
	if err := f.SetCellStyle("Sheet1", "E2", "E2", style); err != nil {
		t.Fatal(err)
	}
	if change != nil {
		change(f)
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return bytes.NewReader(b.Bytes())
}

func TestPeopleOfAWorkbookAreThoseOfTheSameCSV(t *testing.T) {
	book := workbook(t, nil)
	got, err := ReadPeopleXLSX(book, book.Size())
	if err != nil {
		t.Fatal(err)
	}
	want, err := ReadPeople(strings.NewReader("id,name,holder,home,born,captured_on,wish,group\n" +
		"007,Кім Чон Су,VER,SOK,1990-12-15,2024-05,return,a; b\n8,,SOK,VER,1985,,,\n"))
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("read %+v, want %+v", got, want)
	}
}

func TestWorkbooksThatAreRefused(t *testing.T) {
	for want, change := range map[string]func(*excelize.File){
		"has formulas": func(f *excelize.File) { f.SetCellFormula("Sheet1", "D2", `"SO"&"K"`) },
		`people, row 2, column wish: "retrun" is not known`: func(f *excelize.File) { f.SetCellValue("Sheet1", "G2", "retrun") },
		`"whish": is not a column of this list`:             func(f *excelize.File) { f.SetCellValue("Sheet1", "G1", "whish") },
		"people, row 3, column id":                          func(f *excelize.File) { f.SetCellValue("Sheet1", "A3", "") },
	} {
		book := workbook(t, change)
		if _, err := ReadPeopleXLSX(book, book.Size()); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
	if _, err := ReadPeopleXLSX(strings.NewReader("no workbook"), 11); err == nil || !strings.Contains(err.Error(), "save the list as .xlsx or CSV") {
		t.Errorf("no workbook: %v", err)
	}
}

func FuzzReadPeopleXLSX(f *testing.F) {
	f.Add(0, byte(0))
	f.Add(900, byte(7))
	var t testing.T
	book := workbook(&t, nil)
	whole := make([]byte, book.Size())
	if _, err := book.ReadAt(whole, 0); err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, at int, change byte) {
		b := bytes.Clone(whole)
		if at >= 0 && at < len(b) {
			b[at] ^= change
		}
		people, err := ReadPeopleXLSX(bytes.NewReader(b), int64(len(b)))
		if err != nil && people != nil {
			t.Fatalf("people %v and error %v", people, err)
		}
	})
}

func TestHandedOfAWorkbook(t *testing.T) {
	f := excelize.NewFile()
	for i, row := range [][]any{{"id", "name", "on", "stage"}, {"V-1", "", 45689, 2}, {"", "Кім", "2025-02-01"}} {
		if err := f.SetSheetRow("Sheet1", []string{"A1", "A2", "A3"}[i], &row); err != nil {
			t.Fatal(err)
		}
	}
	style, err := f.NewStyle(&excelize.Style{NumFmt: 14})
	if err != nil {
		t.Fatal(err)
	}
	if err := f.SetCellStyle("Sheet1", "C2", "C2", style); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	got, err := ReadHandedXLSX(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if want := []Handed{{Row: 2, ID: "V-1", On: "2025-02-01", Stage: 2}, {Row: 3, Name: "Кім", On: "2025-02-01"}}; err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, %v, want %+v", got, err, want)
	}
}
