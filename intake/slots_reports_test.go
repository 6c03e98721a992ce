package intake

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"homeward/statement"
	"homeward/statement/edtf"
)

// slotsMeasured are the properties whose slots are compared; a slot of one of them
// that nobody expected is extra.
var slotsMeasured = []string{"capture.date", "capture.place", "wish", "paper", "paper.name", "condition", "condition.detail", "death.date", "death.cause", "transfer.date", "release.date",
	"offer.condition", "family.informed", "sent.to.front"}

// TestSlotsOfEnglishReports reads invented reports: which slots their statements fill.
// Those that begin with "e" were read while the slots were made; those with "f" only
// measure, and what they miss is not printed.
func TestSlotsOfEnglishReports(t *testing.T) {
	for _, part := range []struct {
		of, kind string
		floor    int // of 100
	}{{"e", "seen", 80}, {"f", "unseen", 70}} {
		files, err := filepath.Glob(filepath.Join("testdata", "slots", part.of+"-*.txt"))
		if err != nil || len(files) < 4 {
			t.Fatal("the reports are missing", err)
		}
		n, right, extra := 0, 0, 0
		for _, f := range files {
			text, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			r, err := Read(string(text), Options{})
			if err != nil {
				t.Fatal(err)
			}
			quoted(t, string(text), r)
			say := func(format string, args ...any) { t.Logf(filepath.Base(f)+": "+format, args...) }
			if part.of == "f" {
				say = func(string, ...any) {}
			}
			expected := map[string]bool{} // statement and slot
			for _, w := range readGold(t, strings.TrimSuffix(f, ".txt")+".want").slots {
				property, value, _ := strings.Cut(w[1], " ")
				n++
				found, has := false, "no statement"
				for _, s := range r.Statements {
					if !strings.Contains(s.Content.Text, w[0]) && (s.Whole == nil || !strings.Contains(s.Whole.Text, w[0])) {
						continue
					}
					has = ""
					for _, x := range s.slots() {
						has += " " + x.Property + "=" + x.Value
						if x.Property == property && x.Value == value {
							found = true
							expected[s.ID+x.Property] = true
						}
					}
				}
				if found {
					right++
				} else {
					say("%q: want %s, has %s", w[0], w[1], has)
				}
			}
			for _, s := range r.Statements {
				for _, x := range s.slots() {
					if slices.Contains(slotsMeasured, x.Property) && !expected[s.ID+x.Property] {
						extra++
						say("extra %s=%s of %q", x.Property, x.Value, s.Content.Text)
					}
				}
			}
		}
		benchRow(t, "slots of invented English reports, "+part.kind+": found / extra", "–", "%d of %d / %d", right, n, extra)
		if right*100 < n*part.floor {
			t.Errorf("%s: %d of %d, the floor is %d in 100", part.kind, right, n, part.floor)
		}
	}
}

// TestSlotsOfSentences reads one sentence at a time, and holds all it fills of the slots
// measured against the table: what is denied, possible or to come fills nothing.
func TestSlotsOfSentences(t *testing.T) {
	said := map[string]string{
		"en": "BRASSIN, 10 June 2026 - The defence ministry of Vesk said that %s\n",
		"uk": "10 червня 2026 року\n\nМіністерство оборони повідомило, що %s\n",
		"ru": "10 июня 2026 года\n\nМинистерство обороны сообщило, что %s\n",
		"ko": "2026년 6월 10일\n\n국방부는 %s고 밝혔다.\n",
	}
	measured := append([]string{"count", "held.at", "transfer.to", "missing.since", "death.place"}, slotsMeasured...)
	vocabulary := statement.DefaultVocabulary()
	n := 0
	for _, file := range []string{"sentences.txt", "sentences-others.txt"} {
		table, err := os.ReadFile(filepath.Join("testdata", "slots", file))
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(table)) {
			cells := strings.Split(strings.TrimSuffix(line, "\n"), "|")
			if strings.HasPrefix(line, "#") {
				continue
			}
			if len(cells) == 2 {
				cells = append([]string{"en"}, cells...)
			}
			n++
			sentence := strings.TrimSpace(cells[1])
			var want, have []string
			for w := range strings.SplitSeq(cells[2], ";") {
				if w = strings.TrimSpace(w); w != "" {
					want = append(want, w)
				}
			}
			r, err := Read(fmt.Sprintf(said[strings.TrimSpace(cells[0])], sentence), Options{})
			if err != nil {
				t.Fatal(err)
			}
			for _, s := range r.Statements {
				for _, x := range s.slots() {
					// As accepting it would write it: already canonical, of a property that is.
					if p := vocabulary.Property(x.Property); p == nil {
						t.Errorf("%q: no property %s", sentence, x.Property)
					} else if v, _, err := p.Canonical(x.Value, edtf.DayFirst); err != nil || v != x.Value {
						t.Errorf("%q: %s = %q is %q: %v", sentence, x.Property, x.Value, v, err)
					}
					if slices.Contains(measured, x.Property) {
						have = append(have, x.Property+"="+x.Value)
					}
				}
			}
			slices.Sort(want)
			slices.Sort(have)
			if !slices.Equal(want, have) {
				t.Errorf("%q\nwant %q\nhave %q", sentence, want, have)
			}
		}
	}
	if n < 280 {
		t.Errorf("%d sentences: the tables are cut off", n)
	}
}
