package intake

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"homeward/statement/edtf"
)

// What stands inside an expression of time, and what it stands for, in a report
// of Tuesday 14 May 2024.
func TestExpressionsOfTime(t *testing.T) {
	for _, c := range []struct{ rule, text, span, value, duration, refers string }{
		{"weekday before the report", "They met on Friday in the town.", "Friday", "2024-05-10", "", ""},
		{"weekday still to come", "The envoy will meet them on Friday.", "Friday", "2024-05-17", "", ""},
		{"weekday and date are one", "He was seen on Friday, May 3, in the camp.", "Friday, May 3", "2024-05-03", "", ""},
		{"clock and date are one", "The exchange began at 9 a.m. on Monday near the bridge.", "9 a.m. on Monday", "2024-05-13", "", ""},
		{"weekend gone by", "They were moved over the weekend to the south.", "the weekend", "2024-05-11/2024-05-12", "", ""},
		{"end of a month", "He was taken at the end of March.", "the end of March", "2024-03", "", ""},
		{"month of last year", "He was taken in November.", "November", "2023-11", "", ""},
		{"month to come", "The talks will be held in November.", "November", "2024-11", "", ""},
		{"decade", "The treaty of the 1990s holds.", "the 1990s", "199X", "", ""},
		{"year before its noun", "After the 2014 agreement they left.", "2014", "2014", "", ""},
		{"number before people is no year", "They hold the 2014 soldiers there.", "", "", "", ""},
		{"quarter", "It was in the first quarter of 2023 that it closed.", "the first quarter of 2023", "2023-01/2023-03", "", ""},
		{"half a year", "In the second half of 2023 it was quiet.", "the second half of 2023", "2023-07/2023-12", "", ""},
		{"week of a day", "It was in the week of April 3 that they came.", "the week of April 3", "2024-04-01/2024-04-07", "", ""},
		{"open number of weeks", "He waited for several weeks there.", "several weeks", "", "PXW", ""},
		{"at least", "They have been held for at least two years.", "at least two years", "", "P2Y", ""},
		{"half", "She waited two and a half years for him.", "two and a half years", "", "P2Y6M", ""},
		{"each", "Every week a letter comes.", "Every week", "", "P1W", ""},
		{"past only", "He was recently moved.", "recently", "", "", "past"},
		{"feast", "He was freed on New Year's Eve by them.", "New Year's Eve", "2023-12-31", "", ""},
		{"feast by rule", "He was freed on Easter Sunday by them.", "Easter Sunday", "2024-03-31", "", ""},
		{"a day by its number", "He was found on the 12th, they said.", "the 12th", "2024-05-12", "", ""},
		{"a day of the month before", "He was lost on the 29th near the coast.", "the 29th", "2024-04-29", "", ""},
		{"a number of order is no day", "It was on the 12th floor.", "", "", "", ""},
		{"age is no time", "The 24-year-old was taken.", "", "", "", ""},
		{"years old is no time", "He is 24 years old.", "", "", "", ""},
		{"a name is no month", "Then Jan Novak spoke.", "", "", "", ""},
		{"a name in capitals is no week", "He said on \"This Week\" that it holds.", "", "", "", ""},
	} {
		t.Run(c.rule, func(t *testing.T) {
			r, err := Read(c.text, Options{Dated: "2024-05-14", Language: "en"})
			if err != nil {
				t.Fatal(err)
			}
			if c.span == "" {
				if len(r.Times) != 0 {
					t.Errorf("%q: %+v is no time", c.text, r.Times)
				}
				return
			}
			if len(r.Times) != 1 {
				t.Fatalf("%q: %d times: %+v", c.text, len(r.Times), r.Times)
			}
			g := r.Times[0]
			if g.Text != c.span || g.Value != c.value || g.Duration != c.duration || g.Refers != c.refers {
				t.Errorf("%q: %q value %q duration %q refers %q; want %q %q %q %q", c.text, g.Text, g.Value, g.Duration, g.Refers, c.span, c.value, c.duration, c.refers)
			}
		})
	}
}

// TestTimesOfReports reads the expressions of the table in a sentence of each language.
func TestTimesOfReports(t *testing.T) {
	sentences := map[string]string{
		"en": "BRASSIN, 10 June 2026 - The defence ministry of Vesk said that Drozd was captured near Lisna %s.\n",
		"uk": "10 червня 2026 року\n\nМіністерство повідомило, що Дрозда взяли в полон %s біля Лісної.\n",
		"ru": "10 июня 2026 года\n\nМинистерство сообщило, что Дрозда взяли в плен %s у Лесной.\n",
		"ko": "2026년 6월 10일\n\n국방부는 드로즈드가 %s 포로로 잡혔다고 밝혔다.\n",
	}
	table, err := os.ReadFile(filepath.Join("testdata", "times.txt"))
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for line := range strings.Lines(string(table)) {
		cells := strings.Split(strings.TrimSpace(line), " | ")
		if strings.HasPrefix(line, "#") || len(cells) != 3 {
			continue
		}
		n++
		r, err := Read(fmt.Sprintf(sentences[cells[0]], cells[1]), Options{})
		if err != nil {
			t.Fatal(err)
		}
		var have []string
		for _, x := range r.Times[1:] { // the first is the day of the report
			value := x.Value
			if value == "" {
				value = "?"
			}
			have = append(have, x.Text+" = "+value)
		}
		if got := strings.Join(have, "; "); got != cells[2] {
			t.Errorf("%s: %q is read as %q, want %q", cells[0], cells[1], got, cells[2])
		}
	}
	if n < 140 {
		t.Errorf("%d expressions: the table is cut off", n)
	}
}

// A word that is passed over begins no expression of time: in every English text at hand, at every word.
func TestNoBeginningIsPassedOver(t *testing.T) {
	var texts []string
	for _, pattern := range []string{"testdata/reports/*.txt", "testdata/slots/*.txt", "testdata/times.txt"} {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) == 0 {
			t.Fatal(pattern, err)
		}
		for _, f := range files {
			text, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			texts = append(texts, string(text))
		}
	}
	dated, err := edtf.Parse("2025-01-13")
	if err != nil {
		t.Fatal(err)
	}
	asked, passed := 0, 0
	for _, text := range texts {
		p, err := newPage(text)
		if err != nil {
			t.Fatal(err)
		}
		c := &calendar{p: p, words: wordsFor("en"), dated: dated}
		for i := range p.toks {
			if asked++; c.words.mayBegin(&p.toks[i]) {
				continue
			}
			passed++
			if x, ok := c.anyOf(i); ok {
				t.Errorf("%q is read as a time and passed over", p.text(x.rng))
			}
		}
	}
	if passed < asked/2 {
		t.Errorf("%d of %d words are passed over", passed, asked)
	}
}
