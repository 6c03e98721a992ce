package sample

import (
	"strings"
	"sync"
)

// Language is one in which names are written.
type Language uint8

// The languages. Latin is the person's own language in Latin letters.
const (
	Ukrainian Language = iota
	Russian
	Korean
	Latin
	languages
)

// Name is a person's name in one language; a part may be empty.
type Name struct{ Family, Given, Father string }

// Full is the whole name, the family name first.
func (n Name) Full() string {
	s := n.Family
	for _, part := range [...]string{n.Given, n.Father} {
		if part != "" {
			s += " " + part
		}
	}
	return s
}

// spelled is one name in every language.
type spelled [languages]string

// word is a part of a Slavic name: Ukrainian and Russian by custom (Микола is
// Николай), and by sound as a clerk writes who does not know the custom.
type word struct {
	spelled
	bySound [2]string // in Ukrainian letters a Russian word, and the reverse
}

// hangulGiven is a Korean given name.
type hangulGiven struct {
	spelled
	apart [languages]string // written in two words
}

// tables are all names, made once. Families are in order of frequency rank.
type tables struct {
	families [2][][2]word // of VER and SOK, by sex: 0 men, 1 women
	given    [2][2][]word // of VER and SOK, by sex
	fathers  [2][2][]word // of VER and SOK, by sex of the child

	korean        []spelled
	koreanGiven   []hangulGiven
	familyRank    [2]*ranked
	givenRank     [2]*ranked
	koreanRank    *ranked
	koreanForeign []string // southern spelling of the family name, "" if the same

	units [3][40]spelled
	first []firstPerson
}

// Syllables of surnames, Ukrainian and after the stroke Russian where it differs.
// They are put together without regard to meaning; that some result may be borne
// by somebody cannot be ruled out and nobody is meant.
const (
	firstSyllables  = "Бар Варн Гор Долм Жар Завр Корв Лобр Мард Навр Остр Палд Рунд Савр Турб Ухр Фарн Хорм Цапр Черв Шамр Явр Юрг Відр/Видр Глим/Глым Дзвін/Дзвин Кривл Липн/Лыпн Міхр/Михр Ніжд/Нежд Прісн/Пресн Рибр/Рыбр Сіврн/Сиверн Тинд/Тынд Вістр/Вестр Хвил/Хвыл Ґалм/Галм Стожр Плавн Дубр"
	secondSyllables = "ад ан ел ун от ум ах ір/ир ин ар ез ол ут ус ин/ын ов он іт/ит ам об"
)

var (
	verSuffixes = []string{"енко/енко", "чук/чук", "ський/ский", "ко/ко", "ук/ук", "ак/ак", "ишин/ишин", "ець/ец", "юк/юк"}
	sokSuffixes = []string{"ов/ов", "ін/ин", "єв/ев", "ський/ский", "цов/цов"}
)

// Given names with the form in the other language, and the father's name a son and
// a daughter have of it, as Ukrainian/Russian each.
const men = `Олександр/Александр Олександрович/Александрович Олександрівна/Александровна
Сергій/Сергей Сергійович/Сергеевич Сергіївна/Сергеевна
Андрій/Андрей Андрійович/Андреевич Андріївна/Андреевна
Микола/Николай Миколайович/Николаевич Миколаївна/Николаевна
Дмитро/Дмитрий Дмитрович/Дмитриевич Дмитрівна/Дмитриевна
Іван/Иван Іванович/Иванович Іванівна/Ивановна
Василь/Василий Васильович/Васильевич Василівна/Васильевна
Олексій/Алексей Олексійович/Алексеевич Олексіївна/Алексеевна
Михайло/Михаил Михайлович/Михайлович Михайлівна/Михайловна
Юрій/Юрий Юрійович/Юрьевич Юріївна/Юрьевна
Ігор/Игорь Ігорович/Игоревич Ігорівна/Игоревна
Віктор/Виктор Вікторович/Викторович Вікторівна/Викторовна
Павло/Павел Павлович/Павлович Павлівна/Павловна
Євген/Евгений Євгенович/Евгеньевич Євгенівна/Евгеньевна
Роман/Роман Романович/Романович Романівна/Романовна
Максим/Максим Максимович/Максимович Максимівна/Максимовна
Олег/Олег Олегович/Олегович Олегівна/Олеговна
Артем/Артём Артемович/Артёмович Артемівна/Артёмовна
Антон/Антон Антонович/Антонович Антонівна/Антоновна
Петро/Пётр Петрович/Петрович Петрівна/Петровна
Григорій/Григорий Григорович/Григорьевич Григорівна/Григорьевна
Данило/Данил Данилович/Данилович Данилівна/Даниловна
Кирило/Кирилл Кирилович/Кириллович Кирилівна/Кирилловна
Тимофій/Тимофей Тимофійович/Тимофеевич Тимофіївна/Тимофеевна
Федір/Фёдор Федорович/Фёдорович Федорівна/Фёдоровна
Лев/Лев Львович/Львович Львівна/Львовна
Семен/Семён Семенович/Семёнович Семенівна/Семёновна
Гліб/Глеб Глібович/Глебович Глібівна/Глебовна
Матвій/Матвей Матвійович/Матвеевич Матвіївна/Матвеевна
Степан/Степан Степанович/Степанович Степанівна/Степановна
Яків/Яков Якович/Яковлевич Яківна/Яковлевна
Назар/Назар Назарович/Назарович Назарівна/Назаровна`

const women = `Олена/Елена Наталія/Наталья Ірина/Ирина Тетяна/Татьяна Світлана/Светлана Ганна/Анна Ольга/Ольга Катерина/Екатерина Марія/Мария Юлія/Юлия Надія/Надежда Віра/Вера Оксана/Оксана Дарина/Дарья Софія/София Ксенія/Ксения Людмила/Людмила Галина/Галина`

// Korean family names in the northern spelling, by frequency, and the syllables of
// given names: a first and a second, chosen so that no full name of a known leader
// or minister can come of them.
const (
	koreanFamilies = "김 리 박 최 정 강 조 윤 장 림 한 오 서 신 권 황 안 송 류 홍 전 고 문 손 양 배 백 허 남 심 로 하 곽 성 차 주 우 구 라 민"
	koreanFirst    = "경 광 기 남 동 명 문 병 상 성 수 순 용 원 은 인 종 준 진 창 철 충 태 학 현 혁 효 금 봉 길"
	koreanSecond   = "걸 곤 구 규 균 근 도 룡 림 모 백 범 빈 산 섭 송 식 오 옥 완 욱 웅 익 찬 천 탁 택 필 학 헌 협 호 홍 환 훈"
)

var theTables = sync.OnceValue(newTables)

func newTables() *tables {
	t := &tables{units: units(), first: firstPeople()}
	t.families[VER], t.families[SOK] = families(verSuffixes, VER), families(sokSuffixes, SOK)
	for _, home := range [...]Party{VER, SOK} {
		for line := range strings.Lines(men) {
			f := strings.Fields(line)
			t.given[home][0] = append(t.given[home][0], newWord(f[0], home))
			t.fathers[home][0] = append(t.fathers[home][0], newWord(f[1], home))
			t.fathers[home][1] = append(t.fathers[home][1], newWord(f[2], home))
		}
		for _, w := range strings.Fields(women) {
			t.given[home][1] = append(t.given[home][1], newWord(w, home))
		}
		t.familyRank[home] = newRanked(len(t.families[home]), 12)
	}
	t.givenRank[0], t.givenRank[1] = newRanked(len(t.given[0][0]), 6), newRanked(len(t.given[0][1]), 6)

	latin, russian, ukrainian := koreanLatin(), koreanRussian(), koreanUkrainian()
	for _, f := range strings.Fields(koreanFamilies) {
		t.korean = append(t.korean, spelled{Korean: f, Latin: latin.write(f, ""), Russian: russian.write(f, ""), Ukrainian: ukrainian.write(f, "")})
		t.koreanForeign = append(t.koreanForeign, southern(f))
	}
	for _, a := range strings.Fields(koreanFirst) {
		for _, b := range strings.Fields(koreanSecond) {
			g := a + b
			t.koreanGiven = append(t.koreanGiven, hangulGiven{
				spelled{Korean: g, Latin: latin.write(g, " "), Russian: russian.write(g, ""), Ukrainian: ukrainian.write(g, "")},
				spelled{Korean: g, Latin: latin.write(g, "-"), Russian: russian.write(g, " "), Ukrainian: ukrainian.write(g, " ")}})
		}
	}
	t.koreanRank = newRanked(len(t.korean), 3)
	return t
}

// southern is a family name as written where initial ㄹ is not (리 as 이).
func southern(family string) string {
	switch family {
	case "리":
		return "이"
	case "림":
		return "임"
	case "류":
		return "유"
	case "로":
		return "노"
	case "라":
		return "나"
	}
	return ""
}

func families(suffixes []string, home Party) [][2]word {
	var all [][2]word
	for _, a := range strings.Fields(firstSyllables) {
		for _, b := range strings.Fields(secondSyllables) {
			for _, s := range suffixes {
				uk, ru := pair(a)
				for _, part := range [...]string{b, s} {
					u, r := pair(part)
					uk, ru = uk+u, ru+r
				}
				all = append(all, [2]word{newWord(uk+"/"+ru, home), newWord(feminine(uk)+"/"+feminine(ru), home)})
			}
		}
	}
	// A stride without a common divisor with the length spreads the frequent ranks
	// over all stems.
	spread := make([][2]word, len(all))
	for i := range spread {
		spread[i] = all[(i*2741+17)%len(all)]
	}
	return spread
}

// pair divides "uk/ru"; without a stroke both are the same.
func pair(s string) (uk, ru string) {
	uk, ru, differs := strings.Cut(s, "/")
	if !differs {
		ru = uk
	}
	return uk, ru
}

// feminine is the surname of a woman; those in -енко, -ук, -ак … do not change.
func feminine(s string) string {
	for _, end := range [...][2]string{{"ський", "ська"}, {"ский", "ская"}, {"цов", "цова"}, {"ов", "ова"}, {"ін", "іна"}, {"єв", "єва"}, {"ев", "ева"}, {"ишин", "ишин"}, {"ин", "ина"}} {
		if stem, ok := strings.CutSuffix(s, end[0]); ok {
			return stem + end[1]
		}
	}
	return s
}

func newWord(both string, home Party) word {
	uk, ru := pair(both)
	w := word{spelled: spelled{Ukrainian: uk, Russian: ru, Latin: latinUkrainian().Replace(uk)}}
	if home == SOK {
		w.spelled[Latin] = latinRussian().Replace(ru)
	}
	w.spelled[Korean] = w.spelled[Latin] // no list in Korean names them; their papers are in Latin letters
	w.bySound = [2]string{soundInUkrainian().Replace(ru), soundInRussian().Replace(uk)}
	return w
}

// latinUkrainian follows resolution 55 of 2010 of the Ukrainian cabinet, without
// the special forms at the beginning of words save for capitals.
var latinUkrainian = sync.OnceValue(func() *strings.Replacer {
	return newLetters("зг zgh а a б b в v г h ґ g д d е e є ie ж zh з z и y і i ї i й i к k л l м m н n о o п p р r с s т t у u ф f х kh ц ts ч ch ш sh щ shch ю iu я ia", "ь", "'")
})

// latinRussian follows ICAO Doc 9303.
var latinRussian = sync.OnceValue(func() *strings.Replacer {
	return newLetters("а a б b в v г g д d е e ё e ж zh з z и i й i к k л l м m н n о o п p р r с s т t у u ф f х kh ц ts ч ch ш sh щ shch ъ ie ы y э e ю iu я ia", "ь")
})

// soundInUkrainian writes a Russian word in Ukrainian letters as it sounds.
var soundInUkrainian = sync.OnceValue(func() *strings.Replacer { return newLetters("и і ы и э е ё йо ъ ' ье ьє") })

// soundInRussian writes a Ukrainian word in Russian letters as it sounds.
var soundInRussian = sync.OnceValue(func() *strings.Replacer {
	return newLetters("і и и ы е э є е ї йи ґ г ' ъ")
})

// newLetters makes a replacer of pairs, small and capital; drop lists what vanishes.
func newLetters(pairs string, drop ...string) *strings.Replacer {
	var list []string
	f := strings.Fields(pairs)
	for i := 0; i < len(f); i += 2 {
		list = append(list, f[i], f[i+1])
		if big := capital(f[i]); big != f[i] {
			list = append(list, big, capital(f[i+1]))
		}
	}
	for _, d := range drop {
		list = append(list, d, "")
	}
	return strings.NewReplacer(list...)
}
