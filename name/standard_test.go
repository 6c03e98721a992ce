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
		{"DPRK 2002", "철", "chŏl"},
		{"DPRK 2002", "한라산", "hallasan"},
		{"Kontsevich", "부산", "пусан"},
		{"Kontsevich", "대구", "тэгу"},
		{"Kontsevich", "인천", "инчхон"},
		{"Kontsevich", "광주", "кванджу"},
		{"Kontsevich", "울산", "ульсан"},
		{"Kontsevich", "평양", "пхёнъян"},
		{"Kontsevich", "길동", "кильтон"},
		{"Kontsevich", "강원", "канвон"},
		{"Kontsevich", "전라", "чолла"},
		{"GOST R 52535.1-2006", "Цветаева", "tcvetaeva"},
		{"GOST R 52535.1-2006", "Юрий", "iurii"},
		{"MVD 1997", "Юрий", "yuriy"},
		{"MVD 1997", "Соловьев", "solovyev"},
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
		{"길동", "Kil-tong", "McCune–Reischauer, DPRK 2002"},
		{"길동", "Кильтон", "Kontsevich"},
		{"길동", "Гильдон", ""},
		{"Serhii", "Serhii", ""},
	} {
		if got := called(c.token, c.latin); got != c.want {
			t.Errorf("%s as %s follows %q, want %q", c.token, c.latin, got, c.want)
		}
	}
}
