package edtf

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestParseLoose(t *testing.T) {
	tests := []struct {
		rule, texts string // texts parted by |
		convention  Convention
		want        string
		ambiguous   bool
	}{
		{"points are day first", "3.1.2025|03.01.2025|3. 1. 2025| 03.01.2025 ", 0, "2025-01-03", false},
		{"points, unless the caller says month first", "1.3.2025", MonthFirst, "2025-01-03", false},
		{"year first", "2025/01/03|2025/1/3|2025.01.03|2025. 1. 3.|2025-1-3|2025 01 03|2025-01-03", 0, "2025-01-03", false},
		{"day and month may be exchanged", "03/01/2025|3-1-2025|01/03/2025|3 1 2025|03/01/2025 14:30", 0, "2025-XX-XX", true},
		{"day first by convention", "03/01/2025|3-1-2025", DayFirst, "2025-01-03", false},
		{"month first by convention", "01/03/2025", MonthFirst, "2025-01-03", false},
		{"both conventions are none", "01/03/2025", DayFirst | MonthFirst, "2025-XX-XX", true},
		{"one part above 12", "13/01/2025|01/13/2025|13-1-2025", 0, "2025-01-13", false},
		{"day and month the same", "03/03/2025", 0, "2025-03-03", false},
		{"Ukrainian", "3 січня 2025 р.|3 січня 2025 року|03 СІЧНЯ 2025р|3 січ. 2025|2025 січень 3", 0, "2025-01-03", false},
		{"Russian", "3 января 2025 г.|3-го января 2025 года|3 Янв 2025|3 января, 2025|3 январь 2025г.", 0, "2025-01-03", false},
		{"English", "3 January 2025|January 3, 2025|3 Jan 2025|Jan. 3, 2025|3-JAN-2025|3rd of January 2025|the 3rd January, 2025|January 3rd 2025|3/Jan/2025", 0, "2025-01-03", false},
		{"French", "3 janvier 2025|le 3 janvier 2025|3 janv. 2025", 0, "2025-01-03", false},
		{"French first", "1er août 2024|1 aout 2024|1 aou\u0302t 2024", 0, "2024-08-01", false},
		{"decomposed letters", "2 травня 2024|2 маи\u0306 2024|2 мая 2024", 0, "2024-05-02", false},
		{"Korean", "2025년 1월 3일|2025년1월3일|2025년 일월 3일|2025년 1월 3일생", 0, "2025-01-03", false},
		{"Roman months", "3.I.2025|03-i-2025", 0, "2025-01-03", false},
		{"full-width", "２０２５．０１．０３|２０２５／１／３|２０２５－０１－０３", 0, "2025-01-03", false},
		{"birth marks", "1999 р.н.|1999 г.р.|1999 г. р.|1999 р. н.|1999 г/р|1999р.н.|1999 року народження|1999 года рождения|1999년생|born in 1999|née en 1999|1999|１９９９|1999 р.", 0, "1999", false},
		{"birth marks of a day", "03.01.1999 р.н.|3 января 1999 г.р.|1999년 1월 3일생", 0, "1999-01-03", false},
		{"a month", "січень 2025|январь 2025 г.|в январе 2025|у січні 2025 року|January 2025|Jan 2025|2025 January|en janvier 2025|01.2025|01/2025|2025/01|2025.1|2025-01|2025년 1월", 0, "2025-01", false},
		{"about", "около 1985|близько 1985 р.|circa 1985|c. 1985|~1985|1985~|vers 1985|약 1985년", 0, "1985~", false},
		{"uncertain", "3.1.2025?|3 January 2025 ?", 0, "2025-01-03?", false},
		{"ambiguous and uncertain", "3/1/2025?", 0, "2025-XX-XX?", true},
		{"midnight says nothing", "2025-01-03 00:00:00|03.01.2025 0:00|2025-01-03 00:00:00.000|2025-01-03T00:00|3 January 2025, 00:00", 0, "2025-01-03", false},
		{"minutes alone are left out", "03.01.2025 14:30|2025-01-03T14:30", 0, "2025-01-03", false},
		{"a time of day", "03.01.2025 14:30:05|2025/1/3 14:30:05.25", 0, "2025-01-03T14:30:05", false},
		{"EDTF", "1985-04-12/..", 0, "1985-04-12/..", false},
		{"EDTF among serials", "1985/1986", Serial1900, "1985/1986", false},
		{"a season or two years", "2020-21", 0, "2020/2021", true},
		{"a season", "2024-21", 0, "2024-21", false},
		{"a serial", "45660|４５６６０", Serial1900, "2025-01-03", false},
		{"a serial of 1904", "44198", Serial1904, "2025-01-03", false},
		{"the first serial", "1", Serial1900, "1900-01-01", false},
		{"the serial before the day that never was", "59", Serial1900, "1900-02-28", false},
		{"the serial after it", "61", Serial1900, "1900-03-01", false},
		{"the last serial", "2958465", Serial1900, "9999-12-31", false},
		{"the last serial of 1904", "2957003", Serial1904, "9999-12-31", false},
		{"a serial or a year", "1999", Serial1900, "1905-06-21/1999", true},
		{"a year with its mark among serials", "1999 р.", Serial1900, "1999", false},
	}
	for _, tt := range tests {
		t.Run(tt.rule, func(t *testing.T) {
			for text := range strings.SplitSeq(tt.texts, "|") {
				d, ambiguous, err := ParseLoose(text, tt.convention)
				if err != nil || d.String() != tt.want || ambiguous != tt.ambiguous {
					t.Errorf("%q is %v, ambiguous %v, %v; want %v, %v", text, d, ambiguous, err, tt.want, tt.ambiguous)
				}
			}
		})
	}
}

func TestParseLooseRefuses(t *testing.T) {
	tests := []struct {
		rule, text string
		convention Convention
		pos        int
		want       string
	}{
		{"nothing", "", 0, 1, "a date"},
		{"blanks", "  ", 0, 3, "a date"},
		{"a two-digit year", "03.01.25", 0, 7, "two-digit year"},
		{"a two-digit year after a month", "3 січня 25 р.", 0, 9, "two-digit year"},
		{"a two-digit year alone", "85", 0, 1, "two-digit year"},
		{"a two-digit year of birth", "85 г.р.", 0, 1, "two-digit year"},
		{"an apostrophe", "January '85", 0, 9, "two-digit year"},
		{"a day that does not exist", "30.02.2025", 0, 1, "2025-02"},
		{"either order does not exist", "31/02/2025", 0, 1, "2025-02"},
		{"a day of a month in words", "31 вересня 2024", 0, 1, "2024-09"},
		{"against the order", "01/13/2025", DayFirst, 4, "month 1 to 12"},
		{"against the order of points", "01.13.2025", 0, 4, "month 1 to 12"},
		{"both above 12", "13/14/2025", 0, 4, "month 1 to 12"},
		{"zeros", "00.00.1999", 0, 4, "month 1 to 12"},
		{"zeros with slashes", "00/01/1999", 0, 1, "from 1"},
		{"no year", "3 січня", 0, 8, "year"},
		{"a month alone", "January", 0, 8, "year"},
		{"a number of the wrong size", "20250103", 0, 1, "Excel"},
		{"a serial nobody announced", "45660", 0, 1, "Excel"},
		{"day 60", "60", Serial1900, 1, "29 February 1900"},
		{"day 0", "0", Serial1900, 1, "from 1"},
		{"a serial past 9999", "2958466", Serial1900, 1, "9999"},
		{"two calendars", "45660", Serial1900 | Serial1904, 1, "not both"},
		{"two years", "1985-1990", 0, 6, "one year"},
		{"two months", "March April 2025", 0, 7, "one month"},
		{"two days", "3rd 4th 2025", 0, 1, "one day"},
		{"the year between", "03/2025/01", 0, 4, "not between"},
		{"mixed marks", "3.1/2025", 0, 5, "same mark"},
		{"a word of another language", "２０２５年", 0, 5, "month"},
		{"an unknown word", "3 foo 2025", 0, 3, "month"},
		{"a missing part", "/01/2025", 0, 1, "missing"},
		{"a doubled mark", "3//1/2025", 0, 3, "one mark"},
		{"another character", "3.1.2025!", 0, 9, "digit"},
		{"hour 25", "3.1.2025 25:00", 0, 10, "time of day"},
		{"a time alone", "14:30", 0, 1, "time of day"},
		{"a time of a month", "01.2025 14:30:05", 0, 9, "no time"},
		{"a day of three digits", "003.01.2025", 0, 1, "four digits"},
		{"a sentence", "he was seen on the third of January of that year by two men", 0, 1, "month"},
	}
	for _, tt := range tests {
		t.Run(tt.rule, func(t *testing.T) {
			d, _, err := ParseLoose(tt.text, tt.convention)
			var pe *ParseError
			if !errors.As(err, &pe) {
				t.Fatalf("ParseLoose(%q) = %v, %v", tt.text, d, err)
			}
			if !strings.Contains(pe.Want, tt.want) || pe.Pos != tt.pos || !d.IsZero() {
				t.Errorf("%v; want character %d, %q", err, tt.pos, tt.want)
			}
		})
	}
}

func TestMonthWordsNameOneMonth(t *testing.T) {
	seen := map[string]int{}
	for _, row := range monthWords {
		for i, name := range row.names {
			if name == "" {
				continue
			}
			if m := seen[name]; m != 0 && m != i+1 {
				t.Errorf("%s %s: %q names months %d and %d", row.language, row.form, name, m, i+1)
			}
			seen[name] = i + 1
			if r := roleOf(name); r != roleNone {
				t.Errorf("%q is a month and has role %d", name, r)
			}
			d, ambiguous, err := ParseLoose("7 "+strings.ToUpper(name)+" 2024", AsWritten)
			if want := fmt.Sprintf("2024-%02d-07", i+1); err != nil || ambiguous || d.String() != want {
				t.Errorf("7 %s 2024 is %v, %v; want %s", name, d, err, want)
			}
		}
	}
}

// What is certain holds under both readings, and each reading needs its order.
func TestAmbiguousContainsBothReadings(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := rapid.IntRange(1, 31).Draw(t, "a")
		b := rapid.IntRange(1, 31).Draw(t, "b")
		sep := rapid.SampledFrom([]string{"/", "-", " "}).Draw(t, "sep")
		text := fmt.Sprintf("%02d%s%02d%s2024", a, sep, b, sep)
		d, ambiguous, err := ParseLoose(text, AsWritten)
		if want := a <= 12 && b <= 12 && a != b; ambiguous != want {
			t.Fatalf("%s: ambiguous %v (%v)", text, ambiguous, err)
		}
		day, _, dayErr := ParseLoose(text, DayFirst)
		month, _, monthErr := ParseLoose(text, MonthFirst)
		switch {
		case ambiguous && (dayErr != nil || monthErr != nil || day == month || !d.Contains(day) || !d.Contains(month)):
			t.Fatalf("%s: %v does not hold both %v and %v", text, d, day, month)
		case err == nil && !ambiguous && d != day && d != month:
			t.Fatalf("%s: %v is neither %v nor %v", text, d, day, month)
		case err != nil && (dayErr == nil || monthErr == nil):
			t.Fatalf("%s: %v, though an order gives %v or %v", text, err, day, month)
		}
	})
}

func FuzzParseLoose(f *testing.F) {
	for _, s := range []string{"3.1.2025", "03/01/2025", "3 січня 2025 р.", "Jan. 3, 2025", "2025년 1월 3일", "1999 г.р.", "２０２５／１／３", "45660", "03.01.2025 14:30:05.25?", "1aou\u0302t2024"} {
		f.Add(s, uint8(0))
		f.Add(s, uint8(7))
	}
	f.Fuzz(func(t *testing.T, s string, c uint8) {
		d, ambiguous, err := ParseLoose(s, Convention(c))
		if err != nil {
			var pe *ParseError
			if !errors.As(err, &pe) || pe.Pos < 1 || pe.Pos > len([]rune(s))+1 || pe.Want == "" || !d.IsZero() || ambiguous {
				t.Fatalf("%q: %v, %v", s, d, err)
			}
			return
		}
		checkDate(t, d)
		if ambiguous {
			return
		}
		again, ambiguous, err := ParseLoose(d.String(), AsWritten)
		if err != nil || !ambiguous && again != d {
			t.Fatalf("%q is %v, and that is %v, %v", s, d, again, err)
		}
	})
}

func BenchmarkParseLoose(b *testing.B) {
	for _, s := range []string{"2025-01-03", "03.01.2025", "3 січня 2025 р."} {
		b.Run(s, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, _, err := ParseLoose(s, AsWritten); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
