package list

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"homeward/statement"
	"homeward/statement/edtf"
)

// readAll opens a file and reads all of its rows.
func readAll(t testing.TB, name, data string, o Options) (*List, []Row, []*RowError) {
	t.Helper()
	l, err := Open(strings.NewReader(data), int64(len(data)), name, o)
	if err != nil {
		t.Fatal(err)
	}
	rows, bad := rowsOf(t, l)
	return l, rows, bad
}

func rowsOf(t testing.TB, l *List) (rows []Row, all []*RowError) {
	t.Helper()
	for row, err := range l.Rows() {
		var bad *RowError
		switch {
		case errors.As(err, &bad):
			all = append(all, bad)
		case err != nil:
			t.Fatal(err)
		default:
			rows = append(rows, row)
		}
	}
	return rows, all
}

// says writes statements as "property=value", and what else they carry.
func says(statements []statement.Statement) string {
	var all []string
	for _, s := range statements {
		text := s.Property + "=" + s.Value
		if s.Written != "" {
			text += " written " + s.Written
		}
		if s.TrueOf != "" {
			text += " of " + s.TrueOf
		}
		if s.Stance != statement.Asserts {
			text += " " + string(s.Stance)
		}
		all = append(all, text)
	}
	return strings.Join(all, "; ")
}

const (
	ukrainian = "№;Прізвище;Ім'я;Дата народження;Звання\r\n1;Вигаданюк;Олесь;02.05.1999;солдат\r\n2;Неіснуюча;Ївга;1998;сержант\r\n"
	russian   = "ФИО,Дата рождения,Личный номер\nВыдумкин Пётр Ильич,02.05.1999,А-123456\n"
	hangul    = "성명,생년월일,계급\n홍가상,1999년 5월 2일,하사\n김없음,1998,중사\n"
)

func TestBadRows(t *testing.T) {
	for name, test := range map[string]struct{ header, row, want string }{
		"nobody named":      {"name,rank", ",private", "neither a name nor a number"},
		"a dash is no name": {"name,rank", "-,private", "neither a name nor a number"},
		"date":              {"name,date of birth", "A,32.13.1999", `Date of birth "32.13.1999"`},
		"two-digit year":    {"name,date of birth", "A,2.5.99", "four digits"},
		"code":              {"name,sex", "A,perhaps", "male, female"},
		"too many cells":    {"name,rank", "A,x,y", "3 cells under 2 headers"},
		"too few cells":     {"name,rank,unit", "A,x", "2 cells under 3 headers"},
		"NUL":               {"name,rank", "A,x\x00y", "NUL"},
		"a huge cell":       {"name,rank", "A," + strings.Repeat("x", maxCell+1), "65537 bytes"},
		"a huge line":       {"name,rank", "A," + strings.Repeat("x", maxLine), "MiB"},
		"header again":      {"name,rank", "name,rank", "header again"},
		"spreadsheet error": {"name,rank", "A,#REF!", "error of the spreadsheet"},
		"unknown event":     {"name,event,event date", "A,promotion,2025-01-02", "no event Homeward knows: capture, missing"},
		"event undated":     {"name,event,event date", "A,death,", "has no date"},
		"no event":          {"name,event,event date", "A,,2025-01-02", "no event is named"},
		"event of nobody":   {"name,event,event date", ",death,2025-01-02", "neither a name nor a number"},
		"event wants a detail": {"name,event,event date", "A,finding,2025-01-02",
			"wants a detail: none, 110_direct, 110_neutral"},
	} {
		text := test.header + "\nGood," + strings.Repeat(",", strings.Count(test.header, ",")-1) + "\n" + test.row + "\n"
		if strings.Contains(test.header, "event") {
			text = test.header + "\nGood,death,2025-01-01\n" + test.row + "\n"
		}
		_, rows, bad := readAll(t, "list.csv", text, Options{})
		if len(rows) != 1 || len(bad) != 1 || bad[0].Row != 3 || !strings.Contains(bad[0].Error(), test.want) || !strings.HasPrefix(bad[0].Error(), "list.csv, row 3") {
			t.Errorf("%s: %d rows; %.300v", name, len(rows), bad)
		}
		if len(bad) == 1 && len(bad[0].Cells) == 0 {
			t.Errorf("%s: the row as written is not told", name)
		}
	}
}

func TestFilesThatAreNoLists(t *testing.T) {
	for name, test := range map[string]struct {
		data, want string
		o          Options
	}{
		"empty":            {"", "it is empty", Options{}},
		"only blanks":      {"\n \n\n", "no column", Options{}},
		"no header":        {"Oles,private\nYivha,sergeant\n", "--map 'Header=property'", Options{}},
		"a PDF":            {"%PDF-1.7 …", "it is a PDF", Options{}},
		"old Excel":        {"\xd0\xcf\x11\xe0\xa1\xb1", "old Excel file", Options{}},
		"a web page":       {"\r\n<HTML><body>", "a web page", Options{}},
		"RTF":              {`{\rtf1\ansi`, "RTF", Options{}},
		"binary":           {strings.Repeat("\x00\x01\x02name,\x00\x05", 50), "no text", Options{}},
		"no name":          {"rank,unit\nprivate,7\n", "no column gives a name", Options{}},
		"unknown encoding": {"name\nA\n", "encoding \"ebcdic\"", Options{Encoding: "ebcdic"}},
		"unknown kind":     {"name\nA\n", "persons, events", Options{Kind: "people"}},
		"map twice":        {"name\nA\n", "names one column twice", Options{Map: map[string]string{"name": "name", "Name": "unit"}}},
		"map to nothing":   {"name\nA\n", "neither a property nor a column", Options{Map: map[string]string{"name": "nmae"}}},
		"map of no column": {"name\nA\n", "no column \"Rang\"", Options{Map: map[string]string{"Rang": "rank"}}},
		"both orders":      {"name\nA\n", "choose one", Options{DateOrder: edtf.DayFirst | edtf.MonthFirst}},
		"not events":       {"name,rank\nA,x\n", "of events", Options{Kind: Events}},
	} {
		_, err := Open(strings.NewReader(test.data), int64(len(test.data)), "list.csv", test.o)
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestKindIsKnownByTheColumns(t *testing.T) {
	for header, want := range map[string]Kind{
		"name,date of birth,captured on":         Persons,
		"name,event,event date":                  Events,
		"ПІБ,Подія,Дата події,Місце":             Events,
		"성명,사건,날짜,장소":                            Events,
		"name,enquirer,enquiry received":         Enquiries,
		"ФИО,Заявитель,Дата запроса,Дата ответа": Enquiries,
		"name,next of kin,kin address":           Persons,
	} {
		l, _, _ := readAll(t, "list.csv", header+"\n", Options{})
		if l.Kind != want {
			t.Errorf("%s: %s, want %s", header, l.Kind, want)
		}
	}
}

func TestStatements(t *testing.T) {
	for name, test := range map[string]struct {
		text, person, kin string
		o                 Options
	}{
		"as written and canonical": {
			text:   "ПІБ;Стать;Дата народження;Особистий номер;Держава\nОлесь  Вигаданюк;ч;2 травня 1999;АБ 123 456;ver\n",
			person: "name=Олесь Вигаданюк written Олесь  Вигаданюк; sex=male written ч; birth.date=1999-05-02 written 2 травня 1999; service.number=АБ123456 written АБ 123 456; power=VER written ver"},
		"a wish is a wish":    {text: "name,wish\nA,home\n", person: "name=A; wish=return written home wishes"},
		"date in two ways":    {text: "name,dob\nA,03/04/1999\n", person: "name=A; birth.date=1999-XX-XX written 03/04/1999"},
		"date, day first":     {text: "name,dob\nA,03/04/1999\n", person: "name=A; birth.date=1999-04-03 written 03/04/1999", o: Options{DateOrder: edtf.DayFirst}},
		"date, month first":   {text: "name,dob\nA,03/04/1999\n", person: "name=A; birth.date=1999-03-04 written 03/04/1999", o: Options{DateOrder: edtf.MonthFirst}},
		"text marks":          {text: "name,service number,phone\nA,'00123,\"=\"\"0044\"\"\"\n", person: "name=A; service.number=00123 written '00123; phone=0044 written =\"0044\""},
		"mapped":              {text: "Wer,Was\nA,x\n", person: "name=A; rank=x", o: Options{Map: map[string]string{"wer": "name", "WAS": "rank"}}},
		"ignored":             {text: "name,rank\nA,x\n", person: "name=A", o: Options{Map: map[string]string{"rank": "ignore"}}},
		"nothing known":       {text: "name,rank,unit\nA,n/a,–\n", person: "name=A"},
		"kin":                 {text: "name,next of kin,relation,kin phone\nA,B,mother,1\n", person: "name=A", kin: "name=B; relation=mother; phone=1"},
		"kin without a name":  {text: "name,relation,kin phone\nA,mother,1\n", person: "name=A", kin: "relation=mother; phone=1"},
		"relation of nobody":  {text: "name,relation,next of kin\nA,mother,\n", person: "name=A"},
		"death":               {text: "name,rank,event,date,place,detail\nA,x,died,2.1.2025,Camp 4,typhus\n", person: "name=A; rank=x of 2025-01-02; death.date=2025-01-02 written 2.1.2025; death.place=Camp 4 of 2025-01-02; death.cause=typhus of 2025-01-02"},
		"transfer":            {text: "ref,event,date,place,detail\n7,переведення,2025-01-02,Camp 9,by rail\n", person: "reference=7; transfer.date=2025-01-02; transfer.to=Camp 9 of 2025-01-02"},
		"finding":             {text: "name,event,date,detail\nA,finding,2025-01-02,neutral\n", person: "name=A; finding=110_neutral written neutral of 2025-01-02"},
		"two columns for one": {text: "name,rank,rank\nA,x,y\n", person: "name=A; rank=x"},
		"enquiry": {text: "name,missing since,enquirer,relation,enquirer address,enquiry received\nA,2024-11,B,wife,Invented Street 1,2025-01-02\n",
			person: "name=A; missing.since=2024-11; enquiry.received=2025-01-02", kin: "name=B; relation=wife; address=Invented Street 1"},
	} {
		_, rows, bad := readAll(t, "list.csv", test.text, test.o)
		if len(bad) > 0 || len(rows) != 1 {
			t.Errorf("%s: %d rows, %v", name, len(rows), bad)
			continue
		}
		if got := says(rows[0].Person); got != test.person {
			t.Errorf("%s:\n got %s\nwant %s", name, got, test.person)
		}
		if got := says(rows[0].Kin); got != test.kin {
			t.Errorf("%s, kin:\n got %s\nwant %s", name, got, test.kin)
		}
		for _, s := range slices.Concat(rows[0].Person, rows[0].Kin) {
			if err := s.Check(statement.DefaultVocabulary()); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
}

func TestScriptOfNames(t *testing.T) {
	_, rows, _ := readAll(t, "list.csv", "name\n 'Oles\nОлесь\n홍가상\n123\n", Options{})
	var got []string
	for _, r := range rows {
		got = append(got, r.Person[0].Script)
	}
	if want := []string{"Latn", "Cyrl", "Hang", ""}; !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
}

func TestWhatTheRowSaysOfItself(t *testing.T) {
	_, rows, bad := readAll(t, "list.csv", "reference,name,said by,said on,remark,shoe size\n7/1,A,Camp 4,2.1.2025,kind,44\n", Options{})
	if len(bad) > 0 {
		t.Fatal(bad)
	}
	r := rows[0]
	if r.SaidBy != "Camp 4" || r.SaidOn != "2025-01-02" || !slices.Equal(r.References, []string{"7/1"}) || r.Number != 2 {
		t.Errorf("%+v", r)
	}
	if last := r.PersonCells[len(r.PersonCells)-1]; last != (statement.Cell{Column: 6, Header: "shoe size", Text: "44"}) {
		t.Errorf("a column nobody knows is not kept: %+v", r.PersonCells)
	}
}

func TestDateOrderIsToldAndNotUsed(t *testing.T) {
	for name, test := range map[string]struct{ dates, want string }{
		"day first":   {"03/04/1999 25/04/1999", `row 3 (25/04/1999) has the day first`},
		"month first": {"03/04/1999 04/25/1999", `row 3 (04/25/1999) has the month first`},
		"both":        {"03/04/1999 04/25/1999 25/04/1999", `in both orders`},
		"neither":     {"03/04/1999 05/06/1999", ""},
		"all certain": {"25/04/1999 26/04/1999", ""},
	} {
		text := "name,dob\n"
		for _, d := range strings.Fields(test.dates) {
			text += "A," + d + "\n"
		}
		l, rows, _ := readAll(t, "list.csv", text, Options{})
		if got := strings.Join(l.Warnings, "|"); test.want == "" && got != "" || !strings.Contains(got, test.want) {
			t.Errorf("%s: %s", name, got)
		}
		if d := rows[0].Person[1].Value; name != "all certain" && (d != "1999-XX-XX" || len(rows[0].Warnings) != 1) {
			t.Errorf("%s: %s read as %s, warnings %q", name, strings.Fields(test.dates)[0], d, rows[0].Warnings)
		}
	}
}

func TestHeaderBelowATitle(t *testing.T) {
	l, rows, _ := readAll(t, "list.csv", "Invented list of Camp 4\n\nname,rank\nA,x\n", Options{})
	if len(rows) != 1 || rows[0].Number != 4 || len(l.Warnings) != 1 || !strings.Contains(l.Warnings[0], "row 3") {
		t.Errorf("%+v %q", rows, l.Warnings)
	}
}

// Every cell is kept as it was written, whatever the separator, the line ends and
// the encoding, and the canonical value is the vocabulary's own.
// Every header and every code word of the vocabulary is recognised as what it is.
func TestVocabularyIsRecognised(t *testing.T) {
	v := statement.DefaultVocabulary()
	for _, p := range v.Properties {
		for _, h := range p.Columns {
			text := "reference no. of the test," + h + "\n"
			l, err := Open(strings.NewReader(text), int64(len(text)), "list.csv", Options{Map: map[string]string{"reference no. of the test": "service.number"}})
			if p.Name == "service.number" {
				continue
			}
			if err != nil {
				t.Errorf("%s: %v", h, err)
				continue
			}
			if got := l.Mapping[1]; got.Property != p.Name {
				t.Errorf("%s: header %q is read otherwise: %+v", p.Name, h, got)
			}
		}
	}
	for _, e := range v.Events {
		for _, w := range append([]string{e.Code}, e.Also...) {
			text := "name,event,event date,event detail\nA," + w + ",2025-01-02,none\n"
			_, rows, bad := readAll(t, "list.csv", text, Options{})
			if len(bad) > 0 || rows[0].Event != e.Code {
				t.Errorf("event %q: %v %v", w, rows, bad)
			}
		}
	}
}

func TestCodeWordsOfTheVocabulary(t *testing.T) {
	for _, p := range statement.DefaultVocabulary().Properties {
		for _, c := range p.Codes {
			words := append([]string{c.Code}, c.Also...)
			for _, language := range statement.Languages() {
				words = append(words, c.Label[language])
			}
			for _, w := range words {
				_, rows, bad := readAll(t, "list.csv", "name\tcode\nA\t"+w+"\nA\t"+strings.ToUpper(w)+"\n", Options{Map: map[string]string{"code": p.Name}})
				if len(bad) > 0 || len(rows[0].Person) != 2 || (rows[0].Person[1].Value != c.Code || rows[1].Person[1].Value != c.Code) {
					t.Errorf("%s %q: %v %v", p.Name, w, rows, bad)
				}
			}
		}
	}
}

func TestRejects(t *testing.T) {
	_, _, bad := readAll(t, "list.csv", "name,dob\nA,\"never\n?\"\n,1998\n", Options{})
	var out strings.Builder
	r := NewRejects(&out)
	for _, b := range bad {
		if err := r.Write(b); err != nil {
			t.Fatal(err)
		}
	}
	if err := r.Flush(); err != nil {
		t.Fatal(err)
	}
	got := out.String()
	if !strings.HasPrefix(got, "file,row,line,column,header,reason,cells as written\nlist.csv,2,2,2,dob,") || !strings.Contains(got, ",A,\"never\n?\"\n") ||
		!strings.Contains(got, "list.csv,3,4,0,,neither") {
		t.Errorf("%s", got)
	}
}

// readWhatever reads a file that need not be a list; what comes out of it is to be
// right all the same.
