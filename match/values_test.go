package match

import (
	"strings"
	"testing"
)

// TestDatesAsWritten: each column's dates are read as that column writes them.
func TestDatesAsWritten(t *testing.T) {
	for _, c := range []struct {
		name   string
		column []string
		want   []string
	}{
		{"ISO", []string{"1971-06-24", "1971-06"}, []string{"19710624", "197106"}},
		{"digits", []string{"19710624", "19711324"}, []string{"19710624", "19711324"}},
		{"digits, day first", []string{"24061971", "03041980"}, []string{"19710624", "19800403"}},
		{"slashes, day first by another row", []string{"03/04/1980", "24/06/1971"}, []string{"19800403", "19710624"}},
		{"slashes, month first by another row", []string{"03/04/1980", "06/24/1971"}, []string{"19800304", "19710624"}},
		{"slashes, nothing to tell", []string{"03/04/1980"}, []string{"19800403"}},
		{"words", []string{"24 червня 1971 р.", "24 июня 1971 г.", "24 Jun 1971", "1971년 6월 24일"}, []string{"19710624", "19710624", "19710624", "19710624"}},
		{"years of two digits", []string{"24.06.71", "24.06.05"}, []string{"19710624", "20050624"}},
		{"a year", []string{"1971 р.н.", "about 1971", "1971"}, []string{"1971", "1971", "1971"}},
		{"no dates", []string{"unknown", "31.02.1980"}, []string{"", "31021980"}},
	} {
		list := &Table{Headers: []string{"born"}}
		for _, v := range c.column {
			list.Rows = append(list.Rows, []string{v})
		}
		read := dateReader(list, 0)
		for i, v := range c.column {
			if got := read(v); got != c.want[i] {
				t.Errorf("%s: %q is %q, want %q", c.name, v, got, c.want[i])
			}
		}
	}
}

// TestNamesInParts: which word of a whole name is the family name is told by the name, else by its column.
func TestNamesInParts(t *testing.T) {
	for _, c := range []struct {
		name   string
		column []string
		family []string
		given  []string
	}{
		{"patronymic last", []string{"Зорченко Тарас Миронович", "Лемко Ганна"}, []string{"зорченко", "лемко"}, []string{"тарас", "ганна"}},
		{"patronymic in the middle", []string{"Тарас Миронович Зорченко", "Ганна Лемко"}, []string{"зорченко", "лемко"}, []string{"тарас", "ганна"}},
		{"comma", []string{"Quellan, Albin", "Darvin, Corvin Emrik"}, []string{"quellan", "darvin"}, []string{"albin", "corvin emrik"}},
		{"more kinds of family names", []string{"Albin Quellan", "Albin Darvin", "Corvin Hostan", "Corvin Lubrek"}, []string{"quellan", "darvin", "hostan", "lubrek"}, []string{"albin", "albin", "corvin", "corvin"}},
		{"Hangul", []string{"홍길동", "김철수"}, []string{"홍", "김"}, []string{"길동", "철수"}},
		{"Korean in other letters, either way", []string{"Hong Gil-dong", "Kim Chol-su", "Park Yong-ho", "Chol-su Kim"}, []string{"hong", "kim", "park", "kim"}, []string{"gil-dong", "chol-su", "yong-ho", "chol-su"}},
	} {
		list := &Table{Headers: []string{"name"}}
		for _, v := range c.column {
			list.Rows = append(list.Rows, []string{v})
		}
		family, given := familyPart.reader(list, []int{0}, &lastName{}), givenPart.reader(list, []int{0}, &lastName{})
		for i, row := range list.Rows {
			if f, g := strings.ToLower(family(row)), strings.ToLower(given(row)); f != c.family[i] || g != c.given[i] {
				t.Errorf("%s: %q is %q, %q", c.name, row[0], f, g)
			}
		}
	}
}
