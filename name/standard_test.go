package name

import (
	"bufio"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func standard(t *testing.T, called string) Standard {
	t.Helper()
	for _, s := range Standards() {
		if s.Name == called {
			return s
		}
	}
	t.Fatalf("no standard %s", called)
	return Standard{}
}

// TestStandardsByTheirOwnTables are examples of the standards' own tables and texts.
func TestStandardsByTheirOwnTables(t *testing.T) {
	for _, c := range []struct{ standard, token, want string }{
		{"KMU 2010", "Згорани", "zghorany"},
		{"KMU 2010", "Знам'янка", "znamianka"},
		{"KMU 2010", "Їжакевич", "yizhakevych"},
		{"ICAO 9303 Ukrainian", "Їжакевич", "izhakevych"},
		{"ICAO 9303 Ukrainian", "Ярошенко", "iaroshenko"},
		{"ICAO 9303 Russian", "Подъячев", "podieiachev"},
		{"ICAO 9303 Russian", "Юрий", "iurii"},
		{"ISO 9 Ukrainian", "Їжакевич", "ïžakevič"},
		{"BGN/PCGN 1947", "Елисеев", "yeliseyev"},
		{"Revised Romanization", "길동", "gildong"},
		{"McCune–Reischauer", "길동", "kiltong"},
		{"McCune–Reischauer", "박", "pak"},
		{"McCune–Reischauer", "신라", "silla"},
		{"McCune–Reischauer", "독립", "tongnip"},
		{"McCune–Reischauer", "이", "i"},
		{"McCune–Reischauer", "철수", "ch'ŏlsu"},
		// Document E/CONF.94/INF.72 of 2002 as Wikipedia, "Romanization of Korean (North)", quotes it: places, and names.
		{"DPRK 2002", "닭섬", "taksŏm"},
		{"DPRK 2002", "물곬", "mulkol"},
		{"DPRK 2002", "붉은바위", "pulgŭnbawi"},
		{"DPRK 2002", "앉은바위", "anjŭnbawi"},
		{"DPRK 2002", "백마산", "paengmasan"},
		{"DPRK 2002", "꽃마을", "kkonmaŭl"},
		{"DPRK 2002", "압록강", "amrokgang"},
		{"DPRK 2002", "천리마", "chŏllima"},
		{"DPRK 2002", "한라산", "hallasan"},
		{"DPRK 2002", "박", "pak"},
		{"DPRK 2002", "동", "tong"},
		{"DPRK 2002", "안", "an"},
		{"DPRK 2002", "복", "pok"},
		{"DPRK 2002", "철", "chŏl"},
		// The letters of Encode::Korean::NKR_1992 on CPAN, one after the other.
		{"DPRK 1992", "가까나다따라마바빠사싸아", "kakkanatattaramapappasassaa"},
		{"DPRK 1992", "자짜차카타파하", "tsatssatshakhathaphaha"},
		{"DPRK 1992", "애야얘어에여예오와왜외요우워웨위유으의이", "aeyayaeŏeyŏyeowawaeoeyouwŏwewiyuŭŭyi"},
		{"DPRK 1992", "철수", "tshŏlsu"},
		{"DPRK 1992", "정일", "tsŏngil"},
		{"DPRK 1992", "신라", "sinra"},
		{"DPRK 1992", "걸라", "kŏlla"},
		{"Kontsevich", "부산", "пусан"},
		{"Kontsevich", "대구", "тэгу"},
		{"Kontsevich", "인천", "инчхон"},
		{"Kontsevich", "광주", "кванджу"},
		{"Kontsevich", "울산", "ульсан"},
		{"Kontsevich", "평양", "пхёнъян"},
		{"Kontsevich", "길동", "кильтон"},
		// The table of final and initial together, Wikipedia, "Cyrillization of Korean": к, н, ль, м, п before each initial.
		{"Kontsevich", "각가", "какка"}, {"Kontsevich", "각나", "канна"}, {"Kontsevich", "각라", "канна"}, {"Kontsevich", "각마", "канма"}, {"Kontsevich", "각하", "какха"}, {"Kontsevich", "각아", "кага"},
		{"Kontsevich", "간가", "канга"}, {"Kontsevich", "간다", "канда"}, {"Kontsevich", "간라", "калла"}, {"Kontsevich", "간바", "канба"}, {"Kontsevich", "간자", "канджа"}, {"Kontsevich", "간차", "канчха"},
		{"Kontsevich", "갈가", "кальга"}, {"Kontsevich", "갈나", "калла"}, {"Kontsevich", "갈다", "кальта"}, {"Kontsevich", "갈사", "кальса"}, {"Kontsevich", "갈자", "кальча"}, {"Kontsevich", "갈하", "карха"}, {"Kontsevich", "갈아", "кара"},
		{"Kontsevich", "감라", "камна"}, {"Kontsevich", "감사", "камса"}, {"Kontsevich", "감아", "кама"}, {"Kontsevich", "갑나", "камна"}, {"Kontsevich", "갑바", "каппа"}, {"Kontsevich", "갑아", "каба"},
		{"Kontsevich", "앞", "ап"}, {"Kontsevich", "밖", "пак"}, {"Kontsevich", "꽃", "ккот"},
		// ㅇ before a vowel, Wikipedia (Serbian), "Концевичев систем": -нъ-.
		{"Kontsevich", "중앙", "чунъан"},
		{"Kontsevich", "강원", "канвон"},
		{"Kontsevich", "전라", "чолла"},
		// The table of the Federal Migration Service, order 26 of 3 February 2010.
		{"GOST R 52535.1-2006", "абвгдеёжзийклмнопрстуфхцчшщыэюя", "abvgdeezhziiklmnoprstufkhtcchshshchyeiuia"},
		// ICAO Doc 9303, as the order on travel documents for readmission quotes it (consultant.ru, LAW_316977).
		{"ICAO 9303 Russian", "абвгдеёжзийклмнопрстуфхцчшщыъэюя", "abvgdeezhziiklmnoprstufkhtschshshchyieeiuia"},
		{"GOST R 52535.1-2006", "Цветаева", "tcvetaeva"},
		{"GOST R 52535.1-2006", "Юрий", "iurii"},
		{"MVD 1997", "Юрий", "yuriy"},
		// The letters that wiki-otvet.ru quotes from the instruction to order 310.
		{"MVD 1997", "жйхцщьюя", "zhykhtsshch'yuya"},
		{"MVD 1997", "Соловьев", "solov'yev"},
		{"MVD 1997", "Елена", "elena"},
		{"Revised Romanization", "한복남", "hanboknam"},
	} {
		s := standard(t, c.standard)
		if got, ok := s.Write(c.token); !ok || got != c.want {
			t.Errorf("%s: %s is %s, want %s", c.standard, c.token, got, c.want)
		}
	}
	s := standard(t, "KMU 2010")
	if _, ok := s.Write("Ёлкин"); ok {
		t.Error("a letter that Ukrainian does not have was written")
	}
}

// TestStandardsAgainstTheRows checks every row of the shared table whose standard is one of ours.
func TestStandardsAgainstTheRows(t *testing.T) {
	ours := map[string]string{"ua-ukr-Cyrl-Latn-2010": "KMU 2010", "un-ukr-Cyrl-Latn-2012": "KMU 2010", "bgnpcgn-ukr-Cyrl-Latn-2019": "KMU 2010",
		"bgnpcgn-ukr-Cyrl-Latn-1965": "BGN/PCGN 1965", "bgnpcgn-rus-Cyrl-Latn-1947": "BGN/PCGN 1947",
		"gost-rus-Cyrl-Latn-16876-71-1983": "GOST 16876-71", "gost-rus-Cyrl-Latn-7.79-2000-2002": "ISO 9 Russian",
		"bgnpcgn-kor-Hang-Latn-kn-1945": "McCune–Reischauer", "kp-kor-Hang-Latn-2002": "DPRK 2002", "var-kor-Hang-Latn-mr-1939": "McCune–Reischauer"}
	f, err := os.Open(filepath.Join("..", "..", "shared", "data", "names", "romanisation-standards.tsv"))
	if err != nil {
		t.Skipf("the table of standards is not at hand: %v", err)
	}
	defer f.Close()
	// Rows that need not agree: Korean spellings of before 1933 (뎐기), two finals before a consonant, numbers and
	// words joined by hyphens.
	least := map[string]int{"McCune–Reischauer": 148, "DPRK 2002": 22}
	checked, right := map[string]int{}, map[string]int{}
	for s := bufio.NewScanner(f); s.Scan(); {
		cells := strings.Split(s.Text(), "\t")
		called, known := ours[cells[0]]
		if !known || len(cells) < 3 || strings.Contains(cells[2], `\`) {
			continue
		}
		checked[called]++
		st := standard(t, called)
		if got, ok := st.Write(cells[1]); ok && spelledOut(got) == spelledOut(strings.ReplaceAll(cells[2], "ü", "ŭ")) {
			right[called]++
		} else {
			t.Logf("%s: %s is %q, the table has %q", called, cells[1], got, cells[2])
		}
	}
	for called, n := range checked {
		t.Logf("%s: %d of %d", called, right[called], n)
		if want, some := least[called]; right[called] < n && (!some || right[called] < want) {
			t.Errorf("%s: %d of %d rows", called, right[called], n)
		}
	}
	if len(checked) < 5 {
		t.Errorf("only %d standards checked", len(checked))
	}
}

func TestFollowing(t *testing.T) {
	called := func(token, latin string) string {
		var out []string
		for _, s := range Following(token, latin) {
			out = append(out, s.Name)
		}
		return strings.Join(out, ", ")
	}
	for _, c := range []struct{ token, latin, want string }{
		{"Сергій", "Serhii", "KMU 2010, ICAO 9303 Ukrainian"},
		{"길동", "Gil-dong", "Revised Romanization"},
		{"길동", "Kil-tong", "McCune–Reischauer, DPRK 2002, DPRK 1992"},
		{"철수", "Tshŏl-su", "DPRK 1992"},
		{"길동", "Кильтон", "Kontsevich"},
		{"길동", "Кильттон", "Kontsevich"},
		{"울산", "Ульссан", "Kontsevich"},
		{"길동", "Гильдон", ""},
		{"Serhii", "Serhii", ""},
	} {
		if got := called(c.token, c.latin); got != c.want {
			t.Errorf("%s as %s follows %q, want %q", c.token, c.latin, got, c.want)
		}
	}
}
