package sample

import (
	"fmt"
	"strconv"

	"homeward/statement"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/korean"
)

// The names of the lists, and in whose name each is imported.
const (
	fileVER     = "persons-ver.csv"
	fileSOK     = "persons-sok.csv"
	fileHANBook = "persons-han.xlsx"
	fileHANText = "persons-han.csv"

	bureauVER = "Бюро Веренії"
	bureauSOK = "Бюро Соколии"
	bureauHAN = "하눌 적십자 연락소"
)

// mostInBook is how many people of a sample still leave Hanul's list small enough
// for a spreadsheet (some 1,800 rows of the 2,000 a book may have here).
const mostInBook = 20_000

var (
	headerVER = []string{"№", "Прізвище", "Ім'я", "По батькові", "Дата народження", "Місце народження", "Стать", "Звання", "Особистий номер", "Підрозділ",
		"Держава", "Статус", "Дата полонення", "Місце полонення", "Зник безвісти", "Утримується", "Табір", "Стан здоров'я", "Медичний висновок",
		"Може подорожувати", "Бажання", "Затримання", "Підтверджено", "Примітки"}
	headerSOK = []string{"Регистрационный номер", "ФИО", "Дата рождения", "Пол", "Звание", "Личный номер", "Воинская часть", "Держава", "Дата пленения", "Место пленения",
		"Пропал без вести", "Удерживается", "Лагерь", "Состояние здоровья", "Примечание"}
	headerHAN     = []string{"관리번호", "성명", "생년월일", "계급", "군번", "소속 부대", "소속국", "실종일", "출생지", "비고"}
	headerPersons = []string{"reference", "surname", "first names", "date of birth", "sex", "rank", "service number", "power", "captured on", "held at"}
	headerTruth   = []string{"file", "reference", "same as file", "same as reference"}
)

// lists writes the three lists of people, and which of their rows are one person.
type lists struct {
	words
	ver, sok, han, truth *table
	book                 *book // instead of han where it is small
	counted              [3]int
}

// row is one row of a list, as truth and events refer to it.
type row struct{ file, reference, name string }

func newLists(f *folder, people int) *lists {
	l := &lists{words: words{map[word3]string{}}}
	l.ver = f.table(File{Name: fileVER, Kind: "persons", SaidBy: bureauVER}, ',', nil, headerVER...)
	l.sok = f.table(File{Name: fileSOK, Kind: "persons", SaidBy: bureauSOK}, ';', charmap.Windows1251, headerSOK...)
	if people <= mostInBook {
		l.book = f.book(File{Name: fileHANBook, Kind: "persons", SaidBy: bureauHAN}, headerHAN)
	} else {
		l.han = f.table(File{Name: fileHANText, Kind: "persons", SaidBy: bureauHAN}, ',', korean.EUCKR, headerHAN...)
	}
	l.truth = f.table(File{Name: "truth-links.csv", Kind: "truth"}, ',', nil, headerTruth...)
	return l
}

// person writes a person into the lists that name him. listed holds the row of
// each party's list, blank where there is none.
func (l *lists) person(p *Person) (listed [3]row) {
	var before row
	link := func(next row) {
		if before.reference != "" {
			l.link(before, next)
		}
		before = next
	}
	for _, by := range [...]Party{VER, SOK, HAN} {
		if !p.In[by] {
			continue
		}
		listed[by] = l.add(p, by, p.Listed(by))
		link(listed[by])
		r := p.random(streamAgainVER + uint64(by))
		if by != HAN && !p.first() && r.permille(10) {
			link(l.add(p, by, p.listedAgain(by)))
		}
	}
	return listed
}

func (l *lists) link(a, b row) { l.truth.row(a.file, a.reference, b.file, b.reference) }

func (l *lists) add(p *Person, by Party, as Listed) row {
	l.counted[by]++
	reference := reference("VSH"[by], l.counted[by])
	switch by {
	case VER:
		l.addVER(p, reference, as)
		return row{fileVER, reference, as.Name.Full()}
	case SOK:
		l.addSOK(p, reference, as)
		return row{fileSOK, reference, as.Name.Full()}
	}
	full := as.Name.Family + as.Name.Given
	cells := []string{reference, full, as.Born, p.Rank(Korean), as.Service, p.Unit(Korean), "HAN", hangulDay(p.Missing), p.Birthplace(Korean), ""}
	if l.book != nil {
		l.book.row(cells, as)
		return row{fileHANBook, reference, full}
	}
	l.han.row(cells...)
	return row{fileHANText, reference, full}
}

func (l *lists) addVER(p *Person, reference string, as Listed) {
	r := p.random(streamEvents)
	var captured, place, missing, holder, camp, condition, finding, fit, wish, hold, confirmed, remarks string
	if p.Home == VER {
		missing = p.Missing.points()
	} else {
		day := p.Captured
		if !p.first() && r.permille(40) {
			day++
		}
		captured, holder, camp = day.points(), "VER", p.Camp()
		condition = l.word("condition", p.Condition, Ukrainian)
		finding, fit = l.word("finding", p.Finding, Ukrainian), l.word("fit.to.travel", p.Fit, Ukrainian)
		wish, hold = l.word("wish", p.Wish, Ukrainian), l.word("hold", p.Hold, Ukrainian)
		confirmed = l.word("confirmed", "holder", Ukrainian)
		if r.permille(800) {
			place = p.CapturedAt(Ukrainian)
		}
		switch p.Number {
		case 0:
			remarks = "бинти на обох руках; говорить через перекладача"
		case 1:
			remarks = "пов'язка на щелепі; родина не знає, де він"
		}
	}
	rank, birthplace, unit := p.Rank(Ukrainian), p.Birthplace(Ukrainian), p.Unit(Ukrainian)
	if r.permille(150) {
		rank = ""
	}
	if r.permille(400) {
		birthplace = ""
	}
	if r.permille(300) {
		unit = ""
	}
	sex := "ч"
	if p.Female {
		sex = "ж"
	}
	l.ver.row(reference, as.Name.Family, as.Name.Given, as.Name.Father, as.Born, birthplace, sex, rank, as.Service, unit, p.Home.String(),
		l.word("status", p.Status, Ukrainian), captured, place, missing, holder, camp, condition, finding, fit, wish, hold, confirmed, remarks)
}

func (l *lists) addSOK(p *Person, reference string, as Listed) {
	r := p.random(streamEvents + 1)
	var captured, place, missing, holder, camp, condition, remarks string
	if p.Home == SOK {
		missing = p.Missing.points()
	} else {
		captured, holder, camp = p.Captured.points(), "SOK", p.Camp()
		if r.permille(700) {
			place = p.CapturedAt(Russian)
		}
		if r.permille(600) {
			condition = l.word("condition", p.Condition, Russian)
		}
		if p.Hold != "" {
			remarks = "возбуждено дело"
		}
	}
	rank, unit := p.Rank(Russian), p.Unit(Russian)
	if r.permille(100) {
		rank = ""
	}
	if r.permille(400) {
		unit = ""
	}
	sex := "м"
	if p.Female {
		sex = "ж"
	}
	l.sok.row(reference, as.Name.Full(), as.Born, sex, rank, as.Service, unit, p.Home.String(), captured, place, missing, holder, camp, condition, remarks)
}

// reference is a list's own number of a row.
func reference(letter byte, n int) string {
	b := make([]byte, 0, 12)
	b = append(b, letter, '-')
	for limit := 100000; n < limit && limit > 1; limit /= 10 {
		b = append(b, '0')
	}
	return string(strconv.AppendInt(b, int64(n), 10))
}

func hangulDay(d Day) string {
	y, m, n := d.Civil()
	return strconv.Itoa(y) + "년 " + strconv.Itoa(m) + "월 " + strconv.Itoa(n) + "일"
}

// words are the vocabulary's codes in a list's language.
type words struct{ known map[word3]string }

type word3 struct {
	property, code string
	language       Language
}

func (w words) word(property, code string, l Language) string {
	if code == "" {
		return ""
	}
	key := word3{property, code, l}
	s, ok := w.known[key]
	if !ok {
		s = statement.DefaultVocabulary().Property(property).CodeLabel(code, [...]string{"uk", "ru", "ko", "en"}[l])
		w.known[key] = s
	}
	return s
}

// book is a list as a spreadsheet. Dates of birth that are whole days are dates of
// the spreadsheet, as people leave them when they type one in.
type book struct {
	file   *excelize.File
	stream *excelize.StreamWriter
	dated  int // style
	next   int
	in     *folder
	at     int
}

func (f *folder) book(file File, header []string) *book {
	b := &book{file: excelize.NewFile(), in: f, at: len(f.files), next: 1}
	out := f.create(file.Name)
	f.files = append(f.files, file)
	var err error
	format := "yyyy-mm-dd"
	if b.dated, err = b.file.NewStyle(&excelize.Style{CustomNumFmt: &format}); err == nil {
		b.stream, err = b.file.NewStreamWriter("Sheet1")
	}
	if err != nil {
		f.fail("making "+file.Name, err)
		return b
	}
	f.open = append(f.open, closing(func() error {
		if err := b.stream.Flush(); err != nil {
			return err
		}
		if err := b.file.Write(out); err != nil {
			return err
		}
		return b.file.Close()
	}))
	cells := make([]any, len(header))
	for i, h := range header {
		cells[i] = h
	}
	b.set(cells)
	return b
}

func (b *book) row(texts []string, as Listed) {
	cells := make([]any, len(texts))
	for i, s := range texts {
		if s != "" {
			cells[i] = s
		}
	}
	if as.Born != "" && as.BornOn%3 == 0 {
		// Days are counted from 1 January 1900 as 1, and the spreadsheet's
		// calendar has a 29 February 1900 that never was.
		cells[2] = excelize.Cell{StyleID: b.dated, Value: int(as.BornOn) + 1}
	}
	b.set(cells)
	b.in.files[b.at].Rows++
}

func (b *book) set(cells []any) {
	if b.stream == nil {
		return
	}
	b.in.fail("writing "+b.in.files[b.at].Name, b.stream.SetRow(fmt.Sprintf("A%d", b.next), cells))
	b.next++
}
