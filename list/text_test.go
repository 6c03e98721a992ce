package list

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"homeward/statement"

	"golang.org/x/text/encoding/unicode"
	"pgregory.net/rapid"
)

func TestSeparatorAndQuoting(t *testing.T) {
	for name, test := range map[string]struct {
		text string
		want []string // rank of each row, as written
	}{
		"comma":                       {"name,rank\nA,x\nB,y\n", []string{"x", "y"}},
		"semicolon":                   {"name;rank\nA;x, y\n", []string{"x, y"}},
		"tab":                         {"name\trank\nA\tx\n", []string{"x"}},
		"bar":                         {"name|rank\nA|x\n", []string{"x"}},
		"sep line":                    {"sep=;\nname;rank\nA;x,y\n", []string{"x,y"}},
		"quoted separator":            {"name,rank\nA,\"x, y\"\n", []string{"x, y"}},
		"doubled marks":               {"name,rank\nA,\"x \"\"y\"\" z\"\n", []string{`x "y" z`}},
		"mark within an unquoted one": {"name,rank\nA,x \"y\" z\n", []string{`x "y" z`}},
		"line break LF":               {"name,rank\nA,\"x\ny\"\nB,z\n", []string{"x\ny", "z"}},
		"line break CRLF":             {"name,rank\r\nA,\"x\r\ny\"\r\nB,z\r\n", []string{"x\r\ny", "z"}},
		"only CR":                     {"name,rank\rA,x\rB,y\r", []string{"x", "y"}},
		"no last line end":            {"name,rank\nA,x", []string{"x"}},
		"blank lines":                 {"\n\nname,rank\n\nA,x\n\n\nB,y\n", []string{"x", "y"}},
		"more separators at the end":  {"name,rank,,\nA,x,,\nB,y\nC,z,\n", []string{"x", "y", "z"}},
		"end mark of old programs":    {"name,rank\r\nA,x\r\n\x1a", []string{"x"}},
		"blanks behind a quoted cell": {"rank,name\n\"x\" ,A\n", []string{"x"}},
	} {
		_, rows, bad := readAll(t, "list.csv", test.text, Options{})
		var got []string
		for _, r := range rows {
			for _, c := range r.PersonCells {
				if c.Header == "rank" {
					got = append(got, c.Text)
				}
			}
		}
		if len(bad) > 0 || !slices.Equal(got, test.want) {
			t.Errorf("%s: got %q, want %q, bad %v", name, got, test.want, bad)
		}
	}
}

func TestOneColumnWithCommasInIt(t *testing.T) {
	_, rows, bad := readAll(t, "list.csv", "ПІБ\nВигаданюк, Олесь\n\"Неіснуюча, Ївга\"\n", Options{})
	if len(bad) > 0 || len(rows) != 2 || rows[0].Person[0].Value != "Вигаданюк, Олесь" || rows[1].Person[0].Value != "Неіснуюча, Ївга" {
		t.Errorf("%v %v", rows, bad)
	}
}

func TestQuotationMarkNobodyClosesSpoilsOneRow(t *testing.T) {
	for name, test := range map[string]struct {
		text string
		rows int
		bad  []int
	}{
		"at the end":                   {"name,rank\nA,x\nB,\"y\n", 1, []int{3}},
		"in the middle":                {"name,rank\n\"A,x\nB,y\nC,z\n", 2, []int{2}},
		"another cell's mark closes":   {"name,rank\n1,\"A\n\"B\",y\nC,z\n", 2, []int{2}},
		"marks not doubled":            {"name,rank\n\"A \"B\" C\",x\nD,y\n", 1, []int{2}},
		"every row":                    {"name,rank\n\"A,x\n\"B,y\n\"C,z\n", 0, []int{2, 3, 4}},
		"more lines than a cell has":   {"name,rank\nA,\"x\n" + strings.Repeat("B,y\n", 500), 500, []int{2}},
		"the line that closes is read": {"name,rank\nA,\"x\n" + strings.Repeat("B,y\n", 300) + "C,\"z\"\n", 301, []int{2}},
	} {
		_, rows, bad := readAll(t, "list.csv", test.text, Options{})
		var at []int
		for _, b := range bad {
			at = append(at, b.Row)
			if !strings.Contains(b.Reason, "quotation mark") || b.Line == 0 {
				t.Errorf("%s: %v", name, b)
			}
		}
		if len(rows) != test.rows || !slices.Equal(at, test.bad) {
			t.Errorf("%s: %d rows, bad %v", name, len(rows), bad)
		}
	}
}

func TestRowsAreCountedAsASpreadsheetCounts(t *testing.T) {
	_, rows, bad := readAll(t, "list.csv", "sep=,\nname,rank\nA,\"x\ny\"\n\nB,\nonly one\nC,z\n", Options{})
	var got []string
	for _, r := range rows {
		got = append(got, fmt.Sprintf("%d at line %d", r.Number, r.Line))
	}
	if want := []string{"2 at line 3", "4 at line 6", "6 at line 8"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if len(bad) != 1 || bad[0].Row != 5 || bad[0].Line != 7 {
		t.Errorf("bad: %v", bad)
	}
}

func TestBadRowsBeforeTheTwentiethAreTold(t *testing.T) {
	_, rows, bad := readAll(t, "list.csv", "name,rank\nA,x\n\"B\"y,z\nC,x\n", Options{})
	if len(rows) != 2 || len(bad) != 1 || bad[0].Row != 3 {
		t.Errorf("%d rows, bad %v", len(rows), bad)
	}
}

func TestCellsAreKeptAsWritten(t *testing.T) {
	letters := []rune("abzOІїєґ'ʼ’홍길동ёЖ \"\",;|\t\n.0129/-=")
	v := statement.DefaultVocabulary()
	rapid.Check(t, func(t *rapid.T) {
		cell := rapid.StringOfN(rapid.SampledFrom(letters), 0, 20, -1)
		rows := rapid.SliceOfN(rapid.SliceOfN(cell, 3, 3), 1, 12).Draw(t, "rows")
		comma := rapid.SampledFrom([]string{",", ";", "\t", "|"}).Draw(t, "separator")
		end := rapid.SampledFrom([]string{"\n", "\r\n"}).Draw(t, "line end")
		var text strings.Builder
		text.WriteString("name" + comma + "unit" + comma + "something else" + end)
		for i := range rows {
			rows[i][0] = fmt.Sprintf("N%d%s", i, rows[i][0])
			for k, c := range rows[i] {
				if k > 0 {
					text.WriteString(comma)
				}
				if strings.ContainsAny(c, "\n\""+comma) || rapid.Bool().Draw(t, "quoted") {
					c = `"` + strings.ReplaceAll(c, `"`, `""`) + `"`
				}
				text.WriteString(c)
			}
			text.WriteString(end)
		}
		data := text.String()
		if rapid.Bool().Draw(t, "wide") {
			data, _ = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(data)
		}
		l, err := Open(strings.NewReader(data), int64(len(data)), "list.csv", Options{})
		if err != nil {
			t.Fatal(err)
		}
		at := 0
		for row, err := range l.Rows() {
			if err != nil {
				t.Fatal(err)
			}
			want := []statement.Cell{}
			for k, h := range []string{"name", "unit", "something else"} {
				if strings.TrimSpace(rows[at][k]) != "" {
					want = append(want, statement.Cell{Column: k + 1, Header: h, Text: rows[at][k]})
				}
			}
			if !slices.Equal(row.PersonCells, want) {
				t.Fatalf("row %d: got %+v, want %+v", row.Number, row.PersonCells, want)
			}
			for _, s := range row.Person {
				written := s.Written
				if written == "" {
					written = s.Value
				}
				if written != rows[at][s.Column-1] {
					t.Fatalf("%s: written %q, in the file %q", s.Property, written, rows[at][s.Column-1])
				}
				if want, _, err := v.Property(s.Property).Canonical(withoutTextMark(strings.TrimSpace(written)), 0); err != nil || s.Value != want {
					t.Fatalf("%s: value %q, want %q (%v)", s.Property, s.Value, want, err)
				}
			}
			at++
		}
		if at != len(rows) {
			t.Fatalf("%d rows of %d", at, len(rows))
		}
	})
}

func FuzzText(f *testing.F) {
	for _, text := range []string{ukrainian, russian, hangul, "sep=;\nname;dob\n\"A\"\";1\n", "name,event,date\nA,death,2025-01-02\n"} {
		f.Add([]byte(text), "")
		f.Add([]byte(text), "utf-16")
	}
	for _, e := range []string{"utf-16le", "utf-16be mark", "windows-1251"} {
		f.Add([]byte(encoded(f, e, ukrainian)), "")
	}
	f.Add([]byte(encoded(f, "euc-kr", hangul)), "euc-kr")
	f.Fuzz(func(t *testing.T, data []byte, encoding string) {
		readWhatever(t, "list.csv", string(data), Options{Encoding: encoding})
	})
}

func readWhatever(t *testing.T, name, data string, o Options) {
	l, err := Open(strings.NewReader(data), int64(len(data)), name, o)
	if err != nil {
		return
	}
	v := statement.DefaultVocabulary()
	last := 0
	for row, err := range l.Rows() {
		var bad *RowError
		switch {
		case errors.As(err, &bad):
			if bad.Row <= last || bad.Reason == "" {
				t.Fatalf("bad row %d behind row %d: %q", bad.Row, last, bad.Reason)
			}
			last = bad.Row
		case err != nil:
			if errors.Is(err, io.EOF) {
				t.Fatal("the end is no error")
			}
			return
		default:
			if row.Number <= last {
				t.Fatalf("row %d behind row %d", row.Number, last)
			}
			last = row.Number
			if len(row.Person) == 0 {
				t.Fatalf("row %d says nothing", row.Number)
			}
			for _, s := range slices.Concat(row.Person, row.Kin) {
				if err := s.Check(v); err != nil {
					t.Fatalf("row %d: %v", row.Number, err)
				}
			}
		}
	}
}
