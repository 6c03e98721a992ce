package intake

import "testing"

// The date of a report is one that stands above it or before its first sentence.
func TestDateOfAReport(t *testing.T) {
	const body = "Two soldiers were captured near Osokoryn, the ministry of Verania said in a long statement to journalists on Tuesday.\n"
	for _, c := range []struct{ head, dated string }{
		{"KARLIN TRIBUNE | 14 May 2024 | War desk\n", "2024-05-14"},
		{"KARLIN TRIBUNE | 14 May 2024 | War desk\n\n", "2024-05-14"},
		{"By Anna Sorel, 14 May 2024\n\n", "2024-05-14"},
		{"Published on May 14, 2024, 10:22\n\n", "2024-05-14"},
		{"Prisoners speak\nBy Anna Sorel\nMay 14, 2024\n\n", "2024-05-14"},
		{"KARLIN, May 14, 2024 (KNA) — ", "2024-05-14"},
		{"Karlin, 14 May 2024 - ", "2024-05-14"},
		{"Interview (14 May 2024)\n\n", "2024-05-14"},
		{"14.05.2024. ", "2024-05-14"},
		{"2024년 5월 14일 입력 | 북부일보\n\n", "2024-05-14"},
		{"KORVIN (NNA) - 6 July 2026. ", "2026-07-06"},
		{"The waiting room of Korvin 2 December 2026\n\n", "2026-12-02"},
		{"2 December 2026 | ", "2026-12-02"},
		{"02.12.2026 14:05 ", "2026-12-02"},
		{"FIELD DIARY\nWednesday 2 December 2026, Korvin.\n", "2026-12-02"},
		{"Sailors captured 3 May 2024\n\n", ""},
		// Dates that a headline or sentence speaks of.
		{"Prisoners taken on 3 May 2024 speak\n\n", ""},
		{"The fall of Osokoryn, 3 May 2024\n\n", ""},
		{"In Karlin on 14 May 2024 the war went on.\n\n", ""},
		{"Osokoryn, 3 May 2024. Nobody was left there.\n\n", ""},
		{"", ""},
	} {
		rep, err := Read(c.head+body, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if rep.Document.Dated != c.dated {
			t.Errorf("%q: dated %q, wanted %q", c.head, rep.Document.Dated, c.dated)
		}
	}
}

func TestDatelineOfOtherLanguages(t *testing.T) {
	rep, err := Read("Карлин, 14 мая 2024 года. Министерство обороны сообщило о двух пленных, которых удерживают в городе.\n", Options{})
	if err != nil {
		t.Fatal(err)
	}
	if rep.Document.Dated != "2024-05-14" {
		t.Errorf("dated %q", rep.Document.Dated)
	}
}

// A line end that was not needed parts paragraphs; one that was is a wrapped line.
func TestLineEnds(t *testing.T) {
	for _, c := range []struct {
		text string
		want int
	}{
		{"KARLIN TRIBUNE | War desk | the north of Verania and its river\nTwo soldiers who were captured near Osokoryn have asked to be sent home, the ministry of Verania said.", 2},
		{"Two soldiers who were captured at the mill near\nOsokoryn have asked to be sent home to them, the\nministry of Verania said on the day that followed\nSunday.", 1},
		{"Two soldiers who were captured at the mill near\nOsokoryn have asked to be sent to their homes.\nA third has not.", 2},
	} {
		p, err := newPage(c.text)
		if err != nil {
			t.Fatal(err)
		}
		if len(p.paras) != c.want {
			t.Errorf("%q: %d paragraphs, wanted %d", c.text, len(p.paras), c.want)
		}
	}
}
