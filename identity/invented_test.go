package identity

import (
	"fmt"
	"iter"
	"math/rand/v2"
	"strings"
)

// The people of the tests are invented: syllables drawn at random, written in one of three scripts by the rules of
// a romanisation, with the slips that lists have.

type syllable3 struct{ hangul, latin, cyrillic string }

var (
	inventedFamilies = []syllable3{{"김", "Kim", "Ким"}, {"이", "Lee", "Ли"}, {"박", "Park", "Пак"}, {"최", "Choe", "Чхве"}, {"정", "Jong", "Чон"}, {"강", "Kang", "Кан"}, {"조", "Cho", "Чо"}, {"윤", "Yun", "Юн"}, {"장", "Jang", "Чан"}, {"임", "Im", "Им"}, {"한", "Han", "Хан"}, {"오", "O", "О"}, {"서", "So", "Со"}, {"신", "Sin", "Син"}, {"권", "Kwon", "Квон"}, {"황", "Hwang", "Хван"}, {"송", "Song", "Сон"}, {"남", "Nam", "Нам"}, {"백", "Paek", "Пэк"}, {"문", "Mun", "Мун"}}
	inventedGiven    = []syllable3{{"철", "chol", "чхоль"}, {"수", "su", "су"}, {"영", "yong", "ён"}, {"호", "ho", "хо"}, {"민", "min", "мин"}, {"진", "jin", "чин"}, {"성", "song", "сон"}, {"혁", "hyok", "хёк"}, {"일", "il", "иль"}, {"남", "nam", "нам"}, {"광", "kwang", "кван"}, {"국", "guk", "гук"}, {"명", "myong", "мён"}, {"학", "hak", "хак"}, {"준", "jun", "чун"}, {"경", "kyong", "кён"}, {"태", "tae", "тхэ"}, {"룡", "ryong", "рён"}, {"권", "gwon", "гвон"}, {"원", "won", "вон"}, {"상", "sang", "сан"}, {"희", "hui", "хи"}, {"동", "dong", "дон"}, {"기", "gi", "ги"}, {"범", "bom", "бом"}, {"석", "sok", "сок"}, {"훈", "hun", "хун"}, {"주", "ju", "чу"}, {"용", "yong", "ён"}, {"선", "son", "сон"}}

	slavicGiven  = []string{"Андрій", "Богдан", "Василь", "Віктор", "Григорій", "Денис", "Євген", "Іван", "Кирило", "Максим", "Микола", "Назар", "Олег", "Петро", "Роман", "Сергій", "Тарас", "Юрій", "Ярослав", "Артем"}
	slavicOnset  = []string{"Ба", "Ві", "Го", "Ди", "Ка", "Ко", "Ле", "Ма", "Мо", "Ни", "По", "Ру", "Са", "Се", "Ти", "Ха", "Че", "Ша", "Щу", "Яр", "Зо", "Жу"}
	slavicMiddle = []string{"вал", "дор", "лен", "мар", "нов", "рош", "сил", "тор", "чук", "гул", "ж", "бр", "пт", "зн", "хм", "", "лі", "ри", "но", "ва"}
	slavicEnd    = []string{"енко", "ук", "ський", "ко", "ич", "ів", "ець", "ак", "ов", "ин", "ій", "ба"}

	ukrainianLatin = strings.NewReplacer("зг", "zgh", "А", "A", "а", "a", "Б", "B", "б", "b", "В", "V", "в", "v", "Г", "H", "г", "h", "Д", "D", "д", "d", "Е", "E", "е", "e", "Є", "Ye", "є", "ie",
		"Ж", "Zh", "ж", "zh", "З", "Z", "з", "z", "И", "Y", "и", "y", "І", "I", "і", "i", "Ї", "Yi", "ї", "i", "Й", "Y", "й", "i", "К", "K", "к", "k", "Л", "L", "л", "l", "М", "M", "м", "m", "Н", "N", "н", "n",
		"О", "O", "о", "o", "П", "P", "п", "p", "Р", "R", "р", "r", "С", "S", "с", "s", "Т", "T", "т", "t", "У", "U", "у", "u", "Ф", "F", "ф", "f", "Х", "Kh", "х", "kh", "Ц", "Ts", "ц", "ts", "Ч", "Ch", "ч", "ch",
		"Ш", "Sh", "ш", "sh", "Щ", "Shch", "щ", "shch", "Ю", "Yu", "ю", "iu", "Я", "Ya", "я", "ia", "ь", "")
)

// invented is a name in the two scripts it may be met in.
type invented struct{ own, latin, cyrillic string }

func pick[T any](r *rand.Rand, from []T) T { return from[r.IntN(len(from))] }

// common draws with the first of a list far more often than the last, as names are.
func common[T any](r *rand.Rand, from []T) T {
	return from[int(float64(len(from))*r.Float64()*r.Float64())]
}

func inventName(r *rand.Rand) invented {
	if r.IntN(2) == 0 {
		f, a, b := common(r, inventedFamilies), pick(r, inventedGiven), pick(r, inventedGiven)
		return invented{f.hangul + a.hangul + b.hangul, f.latin + " " + strings.ToUpper(a.latin[:1]) + a.latin[1:] + "-" + b.latin, f.cyrillic + " " + strings.ToUpper(a.cyrillic[:2]) + a.cyrillic[2:] + b.cyrillic}
	}
	family := pick(r, slavicOnset) + pick(r, slavicMiddle) + pick(r, slavicMiddle) + pick(r, slavicEnd)
	own := family + " " + common(r, slavicGiven)
	return invented{own, ukrainianLatin.Replace(own), own}
}

func inventPerson(r *rand.Rand) (Person, invented) {
	n := inventName(r)
	p := Person{Born: fmt.Sprintf("%04d-%02d-%02d", 1970+r.IntN(36), 1+r.IntN(12), 1+r.IntN(28))}
	for i := range p.ID {
		p.ID[i] = byte(r.Uint32())
	}
	switch r.IntN(3) {
	case 0:
		p.Names = []string{n.own}
	case 1:
		p.Names = []string{n.latin}
	default:
		p.Names = []string{n.cyrillic}
	}
	if r.IntN(2) == 0 {
		p.Numbers = []string{fmt.Sprintf("%c%c%06d", 'A'+rune(r.IntN(26)), 'A'+rune(r.IntN(26)), r.IntN(1_000_000))}
	}
	return p, n
}

func inventPeople(seed uint64, n int) ([]Person, []invented) {
	people, names := make([]Person, 0, n), make([]invented, 0, n)
	for p, of := range inventEach(seed, n) {
		people, names = append(people, p), append(names, of)
	}
	return people, names
}

func inventEach(seed uint64, n int) iter.Seq2[Person, invented] {
	return func(yield func(Person, invented) bool) {
		r := rand.New(rand.NewPCG(seed, 2))
		for range n {
			if !yield(inventPerson(r)) {
				return
			}
		}
	}
}

// typo changes, drops or doubles one letter.
func typo(r *rand.Rand, s string) string {
	runes := []rune(s)
	i := 1 + r.IntN(len(runes)-1)
	switch r.IntN(3) {
	case 0:
		return string(runes[:i]) + string(runes[i:][1:])
	case 1:
		return string(runes[:i]) + string(runes[i]) + string(runes[i:])
	}
	j := 1 + r.IntN(len(runes)-1)
	runes[i] = runes[j]
	return string(runes)
}
