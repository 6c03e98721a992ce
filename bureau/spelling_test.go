package bureau

import (
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
	for _, c := range []struct{ written, party, text, how string }{
		{"Іван Сокіл", "VER", "Іван Сокіл", ""},
		{"Іван Сокіл", "SOK", "Ivan Sokil", "romanised by KMU 2010"},
		{"Іван Сокіл; Iwan Sokol", "SOK", "Iwan Sokol", ""}, // a spelling somebody wrote stands above every standard
		{"Нечуй-Левицький Іван", "SOK", "Nechui-Levytskyi Ivan", "romanised by KMU 2010"},
		{"Пётр Быков", "SOK", "Petr Bykov", "romanised by ICAO 9303 Russian"},
		{"김정수", "SOK", "Gim Jeongsu", "romanised by Revised Romanization"},
		{"Mark Jelen", "VER", "Mark Jelen", "no spelling in Cyrillic letters is known"},
		{"김정수", "VER", "김정수", "no spelling in Cyrillic letters is known"},
		{"Mark Jelen", "HAN", "Mark Jelen", "no spelling in Hangul letters is known"},
		{"", "VER", "", "name not known"},
		{"محمد", "SOK", "محمد", "no spelling in Latin letters is known"},
		{"Іван", "elsewhere", "Ivan", "romanised by KMU 2010"},
	} {
		if got := readers.Spell(c.written, c.party); got.Text != c.text || got.How != c.how {
			t.Errorf("%q for %s: %+v, want %q, %q", c.written, c.party, got, c.text, c.how)
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
