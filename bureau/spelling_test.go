package bureau

import (
	"reflect"
	"strings"
	"testing"

	"homeward/exchange"
)

func TestNamesForReadersOfAParty(t *testing.T) {
	readers, err := ReadersOf([]exchange.Person{
		{Home: "VER", Name: "Іван Сокіл"}, {Home: "VER", Name: "Olha Bereza"}, {Home: "VER", Name: "Тарас Явір"},
		{Home: "RUS", Name: "Пётр Быков"}, {Home: "HAN", Name: "김정수"}, {Home: "SOK", Name: "Mark Jelen"}, {Home: "SOK"},
	}, map[string]string{"NEU": "la"})
	if err != nil {
		t.Fatal(err)
	}
	for party, want := range map[string]string{"VER": "uk", "RUS": "ru", "HAN": "ko", "SOK": "la", "NEU": "la"} {
		if readers[party] != want {
			t.Errorf("%s reads %q, want %q", party, readers[party], want)
		}
	}
	for _, c := range []struct {
		written, party, text, standard string
		missing                        bool
	}{
		{"Іван Сокіл", "VER", "Іван Сокіл", "", false},
		{"Іван Сокіл", "SOK", "Ivan Sokil", "KMU 2010", false},
		{"Іван Сокіл; Iwan Sokol", "SOK", "Iwan Sokol", "", false}, // a spelling somebody wrote stands above every standard
		{"Нечуй-Левицький Іван", "SOK", "Nechui-Levytskyi Ivan", "KMU 2010", false},
		{"Пётр Быков", "SOK", "Petr Bykov", "ICAO 9303 Russian", false},
		{"김정수", "SOK", "Gim Jeongsu", "Revised Romanization", false},
		{"Mark Jelen", "VER", "Mark Jelen", "", true},
		{"김정수", "VER", "Gim Jeongsu", "Revised Romanization", true}, // no standard into Ukrainian letters
		{"김정수; Kim Jong Su", "VER", "Kim Jong Su", "", true},
		{"김정수", "RUS", "Ким Чонсу", "Kontsevich", false},
		{"Іван Сокіл", "HAN", "Ivan Sokil", "KMU 2010", true},
		{"Mark Jelen", "HAN", "Mark Jelen", "", true},
		{"", "VER", "", "", false},
		{"محمد", "SOK", "محمد", "", true},
		{"Іван", "elsewhere", "Ivan", "KMU 2010", false},
	} {
		if got := readers.Spell(c.written, c.party); got != (exchange.Spelled{Text: c.text, Standard: c.standard, Missing: c.missing}) {
			t.Errorf("%q for %s: %+v, want %q by %q", c.written, c.party, got, c.text, c.standard)
		}
	}
	if _, err := ReadersOf(nil, map[string]string{"VER": "klingon"}); err == nil {
		t.Error("an unknown language is taken")
	}
	if bits := NamesAlike("Іван Сокіл; John Falcon", "Ivan Sokil"); bits < 10 {
		t.Errorf("alike: %v bits", bits)
	}
	if bits := NamesAlike("Іван Сокіл", "Mark Jelen"); bits >= 0 {
		t.Errorf("not alike: %v bits", bits)
	}
}

// In a bureau's files each holder has written down those it holds, who are the other's.
func TestReadersOfFilesAreTheHolders(t *testing.T) {
	people := []exchange.Person{
		{Holder: "VER", Home: "SOK", Name: "Пйотр Биків; Пётр Быков"}, {Holder: "VER", Home: "SOK", Name: "Сергій Єрін"}, {Holder: "VER", Home: "HAN", Name: "Кім Чонсу; 김정수"},
		{Holder: "SOK", Home: "VER", Name: "Игорь Выхор"}, {Holder: "SOK", Home: "VER", Name: "Тарас Явыр; Тарас Явір"},
	}
	readers, err := ReadersOfFiles(people, map[string]string{"HAN": "ko"})
	if err != nil {
		t.Fatal(err)
	}
	if want := (Readers{"VER": "uk", "SOK": "ru", "HAN": "ko"}); !reflect.DeepEqual(readers, want) {
		t.Errorf("%v, want %v", readers, want)
	}
	if readers, err = ReadersOfFiles(people, nil); err != nil || readers["HAN"] != "uk" {
		t.Errorf("%v, %v: nobody is held by HAN, whose people are named in Ukrainian and in Korean", readers, err)
	}
	if _, err := ReadersOfFiles(people, map[string]string{"VER": "klingon"}); err == nil {
		t.Error("an unknown language is taken")
	}
}

func TestListsHaveEveryWordInEveryLanguage(t *testing.T) {
	for language, words := range listWords {
		v := reflect.ValueOf(words)
		for i := range v.NumField() {
			if v.Field(i).String() == "" {
				t.Errorf("%s: %s is missing", language, v.Type().Field(i).Name)
			}
		}
		for _, s := range []string{words.HandsOver, words.TakesOver, words.ByStandard} {
			if strings.Count(s, "%s") != 1 {
				t.Errorf("%s: %q has no place for one word", language, s)
			}
		}
		if strings.Count(words.People, "%d") != 1 {
			t.Errorf("%s: %q has no place for a number", language, words.People)
		}
	}
	for language := range languages {
		if listWords[language].Language == "" {
			t.Errorf("no words for %s", language)
		}
	}
}
