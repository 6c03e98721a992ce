package sample_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"homeward/exchange"
	"homeward/name"
	"homeward/sample"
	"homeward/statement"
	"homeward/statement/edtf"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/korean"
	"pgregory.net/rapid"
)

func write(t *testing.T, o sample.Options) (string, sample.Summary) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "sample")
	s, err := sample.Write(dir, o)
	if err != nil {
		t.Fatal(err)
	}
	return dir, s
}

// rows reads a list that the sample wrote, decoded strictly.
func rows(t *testing.T, dir, file string) [][]string {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(dir, file))
	if err != nil {
		t.Fatal(err)
	}
	comma := ','
	switch {
	case strings.HasSuffix(file, ".xlsx"):
		book, err := excelize.OpenReader(bytes.NewReader(raw))
		if err != nil {
			t.Fatal(err)
		}
		defer book.Close()
		all, err := book.GetRows("Sheet1")
		if err != nil {
			t.Fatal(err)
		}
		for i := range all {
			for len(all[i]) < len(all[0]) {
				all[i] = append(all[i], "")
			}
		}
		return all
	case strings.Contains(file, "sok"):
		comma = ';'
		if utf8.Valid(raw) {
			t.Errorf("%s is UTF-8, expected windows-1251", file)
		}
		raw, err = charmap.Windows1251.NewDecoder().Bytes(raw)
	case strings.Contains(file, "han"):
		if utf8.Valid(raw) {
			t.Errorf("%s is UTF-8, expected cp949", file)
		}
		raw, err = korean.EUCKR.NewDecoder().Bytes(raw)
	}
	if err != nil || !utf8.Valid(raw) || bytes.ContainsRune(raw, utf8.RuneError) || bytes.ContainsRune(raw, '\x1a') {
		t.Fatalf("%s: not in its encoding: %v", file, err)
	}
	r := csv.NewReader(bytes.NewReader(raw))
	r.Comma = comma
	all, err := r.ReadAll()
	if err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	return all
}

func digests(t *testing.T, dir string) map[string][32]byte {
	t.Helper()
	out := map[string][32]byte{}
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		raw, err := os.ReadFile(path)
		out[strings.TrimPrefix(path, dir)] = sha256.Sum256(raw)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestSameSeedSameBytes(t *testing.T) {
	for _, o := range []sample.Options{{People: 300, Seed: 7}, {People: 20_001, Seed: 7}, {People: 500, Seed: 7, Only: "persons"}} {
		first, _ := write(t, o)
		again, _ := write(t, o)
		other := o
		other.Seed++
		changed, _ := write(t, other)
		a, b, c := digests(t, first), digests(t, again), digests(t, changed)
		if len(a) != len(b) {
			t.Errorf("%+v: %d files, then %d", o, len(a), len(b))
		}
		for file, digest := range a {
			if b[file] != digest {
				t.Errorf("%+v: %s differs from one writing to the next", o, file)
			}
		}
		list := "/persons-ver.csv"
		if o.Only != "" {
			list = "/persons.csv"
		}
		if a[list] == c[list] {
			t.Errorf("%+v: another seed gives the same list", o)
		}
	}
}

// Every cell of every list is read by the vocabulary as what its header says.
func TestEveryCellIsRead(t *testing.T) {
	v := statement.DefaultVocabulary()
	property := func(header string) *statement.Property {
		for i := range v.Properties {
			if slices.ContainsFunc(v.Properties[i].Columns, func(c string) bool { return statement.FoldHeader(c) == statement.FoldHeader(header) }) {
				return &v.Properties[i]
			}
		}
		return nil
	}
	column := func(header string) string {
		for _, c := range v.Columns {
			if slices.ContainsFunc(c.Headers, func(h string) bool { return statement.FoldHeader(h) == statement.FoldHeader(header) }) {
				return c.Column
			}
		}
		return ""
	}
	event := func(word string) bool {
		return slices.ContainsFunc(v.Events, func(e statement.EventCode) bool {
			return slices.ContainsFunc(append([]string{e.Code}, e.Also...), func(a string) bool { return statement.FoldHeader(a) == statement.FoldHeader(word) })
		})
	}
	for _, people := range []int{300, 20_001} {
		dir, s := write(t, sample.Options{People: people, Seed: 3})
		for _, f := range s.Files {
			if f.Kind != "persons" && f.Kind != "events" && f.Kind != "enquiries" {
				continue
			}
			all := rows(t, dir, f.Name)
			if len(all)-1 != f.Rows || f.Rows == 0 {
				t.Errorf("%s has %d rows, the summary says %d", f.Name, len(all)-1, f.Rows)
			}
			for i, header := range all[0] {
				c, p := column(header), property(header)
				if c == "" && p == nil {
					t.Errorf("%s: nobody knows the column %q", f.Name, header)
					continue
				}
				if f.Kind == "persons" && p == nil {
					t.Errorf("%s: %q says nothing of a person", f.Name, header)
					continue
				}
				read := map[string]bool{"": true}
				for n, row := range all[1:] {
					cell := row[i]
					if read[cell] {
						continue
					}
					read[cell] = true
					switch {
					case c == "event":
						if !event(cell) {
							t.Fatalf("%s, row %d: no event is called %q", f.Name, n+2, cell)
						}
					case c == "event date" && f.Kind == "events":
						if _, ambiguous, err := edtf.ParseLoose(cell, edtf.AsWritten); err != nil || ambiguous {
							t.Fatalf("%s, row %d: %q: %v", f.Name, n+2, cell, err)
						}
					case p != nil:
						if _, ambiguous, err := p.Canonical(cell, edtf.AsWritten); err != nil || ambiguous {
							t.Fatalf("%s, row %d, %s %q: ambiguous %v, %v", f.Name, n+2, header, cell, ambiguous, err)
						}
					}
				}
			}
		}
	}
}

// Every link leads to two rows, and the linked rows are alike enough to be found.
func TestTruthLeadsToRows(t *testing.T) {
	dir, s := write(t, sample.Options{People: 2000, Seed: 5})
	names := map[[2]string]string{}
	for _, f := range s.Files {
		switch f.Kind {
		case "persons":
			for _, r := range rows(t, dir, f.Name)[1:] {
				full := r[1]
				if strings.Contains(f.Name, "ver") {
					full = strings.Join(strings.Fields(r[1]+" "+r[2]+" "+r[3]), " ")
				}
				if key := [2]string{f.Name, r[0]}; names[key] != "" {
					t.Errorf("%s: number %s stands there twice", f.Name, r[0])
				} else {
					names[key] = full
				}
			}
		case "cards":
			card := readCard(t, filepath.Join(dir, f.Name))
			names[[2]string{f.Name, card["reference"].(string)}] = fmt.Sprint(card["surname"], " ", card["first_names"])
		}
	}
	truth := rows(t, dir, "truth-links.csv")[1:]
	if len(truth) != s.Links || s.Links < 500 {
		t.Fatalf("%d links, the summary says %d", len(truth), s.Links)
	}
	crossing, agree := 0, 0
	for _, link := range truth {
		a, b := names[[2]string{link[0], link[1]}], names[[2]string{link[2], link[3]}]
		if a == "" || b == "" {
			t.Fatalf("the link %q leads to no row", link)
		}
		if link[0] != link[2] {
			crossing++
		}
		if name.Compare(a, b).Bits > 0 {
			agree++
		}
	}
	if crossing < len(truth)*8/10 || agree < len(truth)*9/10 {
		t.Errorf("of %d links %d join two sources and %d have names that speak for them", len(truth), crossing, agree)
	}
}

func readCard(t *testing.T, path string) map[string]any {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var card map[string]any
	if err := json.Unmarshal(raw, &card); err != nil {
		t.Fatal(err)
	}
	return card
}

func TestCardsHaveTheKeysOfTheVocabulary(t *testing.T) {
	v := statement.DefaultVocabulary()
	properties := map[string]*statement.Property{}
	for i, p := range v.Properties {
		if p.Card != "" {
			properties[p.Card] = &v.Properties[i]
		}
	}
	kin := map[string]bool{}
	for _, c := range v.Columns {
		kin[c.Card] = true
	}
	check := func(card map[string]any) {
		for key, value := range card {
			if inner, ok := value.(map[string]any); ok {
				for k := range inner {
					if !kin[key+"."+k] {
						t.Errorf("a card has no %s.%s", key, k)
					}
				}
				continue
			}
			p := properties[key]
			if p == nil {
				t.Errorf("a card has no %s", key)
				continue
			}
			if _, ambiguous, err := p.Canonical(value.(string), edtf.AsWritten); err != nil || ambiguous {
				t.Errorf("%s: %v", key, err)
			}
		}
	}
	dir, s := write(t, sample.Options{People: 300, Seed: 1})
	found := 0
	for _, f := range s.Files {
		if f.Kind == "cards" {
			found++
			check(readCard(t, filepath.Join(dir, f.Name)))
		}
	}
	if found < 12 {
		t.Errorf("%d cards in a sample of 300", found)
	}
	for _, people := range []int{20_001, 30_000} {
		large, s := write(t, sample.Options{People: people, Seed: 1})
		raw, err := os.ReadFile(filepath.Join(large, "cards.json"))
		if err != nil {
			t.Fatal(err)
		}
		var all []map[string]any
		if err := json.Unmarshal(raw, &all); err != nil {
			t.Fatal(err)
		}
		for _, card := range all[:100] {
			check(card)
		}
		for _, f := range s.Files {
			if f.Kind == "cards" && f.Rows != len(all) {
				t.Errorf("%d cards, the summary says %d", len(all), f.Rows)
			}
		}
	}
}

// The smallest demo shows what the law treats apart, whatever the seed.
func TestDemoShowsWhatTheLawTreatsApart(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		seen := map[string]bool{}
		for p := range sample.People(300, rapid.Uint64().Draw(r, "seed")) {
			if p.Fate == sample.Lost {
				if p.Captured != 0 || p.Wish != "" && p.Condition != "" {
					r.Fatalf("person %d is held by nobody and has a capture", p.Number)
				}
				continue
			}
			if p.Holder == p.Home || p.Holder == sample.HAN || p.Captured == 0 {
				r.Fatalf("person %d of %s is held by %s since %s", p.Number, p.Home, p.Holder, p.Captured)
			}
			for _, s := range []string{p.Status, p.Wish, p.Finding, p.Condition, p.Hold} {
				seen[s] = true
			}
			seen[p.Home.String()] = true
			if p.Fate == sample.Dead {
				seen["dead"] = true
				if p.Died <= p.Captured {
					r.Fatalf("person %d died before the capture", p.Number)
				}
			}
			if p.Finding != "" && p.Condition != "seriously_wounded" && p.Condition != "seriously_ill" {
				r.Fatalf("person %d: finding %s of somebody %s", p.Number, p.Finding, p.Condition)
			}
		}
		for _, want := range []string{"military", "medical", "religious", "return", "stay", "third_country", "unknown", "110_direct", "110_neutral",
			"seriously_wounded", "prosecution", "VER", "SOK", "HAN", "dead"} {
			if !seen[want] {
				r.Fatalf("nobody is %s", want)
			}
		}
	})
}

// The two soldiers of the report stand first in the bureau's list, each with his
// own wish, and Hanul says nothing of them.
func TestTwoSoldiers(t *testing.T) {
	dir, _ := write(t, sample.Options{Seed: 11})
	list := rows(t, dir, "persons-ver.csv")
	for i, want := range [][2]string{{"залишитися", "бинти"}, {"повернутися", "щелепі"}} {
		row := list[i+1]
		if row[10] != "HAN" || row[12] != "09.01.2025" || row[20] != want[0] || !strings.Contains(row[23], want[1]) {
			t.Errorf("soldier %d: %q", i+1, row)
		}
	}
	report, err := os.ReadFile(filepath.Join(dir, "report.txt"))
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{"date 2025-01-13", "sent to the front on January 3", "two days later", "captured on January 9", "no papers at all", "declined to comment", "neither denied nor confirmed"} {
		if !bytes.Contains(report, []byte(part)) {
			t.Errorf("the report does not say %q", part)
		}
	}
}

// The term sheets are read and can be planned from, and in every plan each of the
// two soldiers goes where he wishes: one stays out of Hanul, one returns.
func TestExchangeFilesArePlannedFrom(t *testing.T) {
	dir, s := write(t, sample.Options{Seed: 2})
	people, err := exchange.ReadPeople(open(t, dir, "exchange-people.csv"))
	if err != nil {
		t.Fatal(err)
	}
	if len(people) != s.Held+s.Dead {
		t.Errorf("%d people in the list, %d held and %d dead in the sample", len(people), s.Held, s.Dead)
	}
	home := map[string]int{}
	for _, sheet := range []string{"terms-offer.yaml", "terms-parity.yaml"} {
		terms, err := exchange.ReadTerms(open(t, dir, sheet))
		if err != nil {
			t.Errorf("%s: %v", sheet, err)
			continue
		}
		for _, p := range people {
			for _, party := range []string{p.Holder, p.Home, p.Destination} {
				if party != "" && !slices.Contains(terms.Parties, party) {
					t.Fatalf("%s does not know the party %s", sheet, party)
				}
			}
			for _, class := range p.Priority {
				if !slices.Contains(terms.Priorities, class) {
					t.Fatalf("%s does not know the class %s", sheet, class)
				}
			}
		}
		plan, err := exchange.Solve(people, terms, exchange.Options{})
		if err != nil {
			t.Fatalf("%s: %v", sheet, err)
		}
		t.Logf("%s: %s, %d home, %d left", sheet, plan.Status, plan.Home, len(plan.Left))
		if plan.Status != exchange.Optimal || plan.Home == 0 || len(plan.Left) == 0 {
			t.Errorf("%s: %s, %d home, %d left: a sample shows both", sheet, plan.Status, plan.Home, len(plan.Left))
		}
		for _, r := range plan.Releases {
			if r.To == "HAN" {
				home[sheet+" "+r.ID]++
			}
		}
	}
	if home["terms-offer.yaml V-000001"] != 0 || home["terms-offer.yaml V-000002"] != 1 {
		t.Errorf("under the offer the man who wishes to stay goes home %d times, the one who wishes to return %d times",
			home["terms-offer.yaml V-000001"], home["terms-offer.yaml V-000002"])
	}
}

func open(t *testing.T, dir, file string) io.Reader {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(dir, file))
	if err != nil {
		t.Fatal(err)
	}
	return bytes.NewReader(raw)
}

// Names are in the letters of their language.
func TestNamesAreInTheirScript(t *testing.T) {
	script := map[sample.Language]*unicode.RangeTable{sample.Ukrainian: unicode.Cyrillic, sample.Russian: unicode.Cyrillic, sample.Latin: unicode.Latin}
	count := map[string]int{}
	for p := range sample.People(20_000, 4) {
		own := p.Name(p.Home.Language())
		count[own.Family+" "+own.Given]++
		for l, table := range script {
			for _, r := range p.Name(l).Full() {
				if !unicode.Is(table, r) && !strings.ContainsRune(" -'", r) {
					t.Fatalf("%q has %q", p.Name(l).Full(), r)
				}
			}
		}
		if p.Home == sample.HAN {
			for _, r := range p.Name(sample.Korean).Full() {
				if !unicode.Is(unicode.Hangul, r) && r != ' ' {
					t.Fatalf("%q has %q", p.Name(sample.Korean).Full(), r)
				}
			}
		}
		if strings.ContainsAny(p.Name(sample.Russian).Full(), "іїєґІЇЄҐ'") || strings.ContainsAny(p.Name(sample.Ukrainian).Full(), "ыэёъЫЭЁЪ") {
			t.Fatalf("letters of the other language: %q, %q", p.Name(sample.Russian).Full(), p.Name(sample.Ukrainian).Full())
		}
	}
	shared := 0
	for _, n := range count {
		if n > 1 {
			shared += n
		}
	}
	if len(count) < 8_000 || shared < 3000 {
		t.Errorf("%d names among 20,000 people, %d of whom have a namesake", len(count), shared)
	}
}

// A day turns into a date and back as the standard library says.
func TestDaysAreThoseOfTheCalendar(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		n := rapid.IntRange(1, 80_000).Draw(r, "day")
		want := time.Date(1899, 12, 31, 0, 0, 0, 0, time.UTC).AddDate(0, 0, n).Format("2006-01-02")
		if got := sample.Day(n).String(); got != want {
			r.Fatalf("day %d is %s, expected %s", n, got, want)
		}
	})
	if sample.Day(0).String() != "" {
		t.Error("no day has a date")
	}
}

func TestPersonsOnly(t *testing.T) {
	dir, s := write(t, sample.Options{People: 1234, Seed: 9, Only: "persons"})
	all := rows(t, dir, "persons.csv")
	numbers := map[string]int{}
	for _, row := range all[1:] {
		if numbers[row[6]]++; row[6] != "" && numbers[row[6]] > 1 {
			t.Errorf("two people have the service number %s", row[6])
		}
	}
	if s.Held < 600 || s.Dead == 0 {
		t.Errorf("%d held and %d dead", s.Held, s.Dead)
	}
	if len(all) != 1235 || len(all[0]) != 10 || len(s.Files) != 2 {
		t.Errorf("%d rows of %d columns in %d files", len(all), len(all[0]), len(s.Files))
	}
}

func TestWriteRefuses(t *testing.T) {
	full := t.TempDir()
	if err := os.WriteFile(filepath.Join(full, "notes.txt"), []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		what string
		dir  string
		o    sample.Options
	}{
		{"a folder with other files", full, sample.Options{}},
		{"a negative number", t.TempDir(), sample.Options{People: -1}},
		{"too many", t.TempDir(), sample.Options{People: sample.MostPeople + 1}},
		{"an unknown part", t.TempDir(), sample.Options{Only: "events"}},
	} {
		if _, err := sample.Write(c.dir, c.o); err == nil {
			t.Errorf("%s: no error", c.what)
		}
	}
	if _, err := os.Stat(filepath.Join(full, "notes.txt")); err != nil {
		t.Error("a file that is not the sample's was touched")
	}
}

// A second sample takes the place of the first and leaves other files alone.
func TestWriteAgain(t *testing.T) {
	dir, _ := write(t, sample.Options{People: 300, Seed: 1})
	mine := filepath.Join(dir, "plan.json")
	if err := os.WriteFile(mine, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := sample.Write(dir, sample.Options{People: 50, Seed: 1, Only: "persons"}); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(dir, "persons-ver.csv")); err == nil {
		t.Error("a list of the earlier sample is still there")
	}
	if _, err := os.Stat(mine); err != nil {
		t.Error("a file that is not the sample's is gone")
	}
}

// Ten times the people take no more memory.
func TestMemoryDoesNotGrow(t *testing.T) {
	live := func(people int) uint64 {
		var most uint64
		o := sample.Options{People: people, Seed: 1, Progress: func(int) {
			runtime.GC()
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			most = max(most, m.HeapAlloc)
		}}
		write(t, o)
		return most
	}
	few, many := live(21_000), live(210_000)
	if many > few+4<<20 {
		t.Errorf("%d bytes at 21,000 people, %d at 210,000", few, many)
	}
}

func TestPeopleAllocateNothing(t *testing.T) {
	const people = 10_000
	allocated := testing.AllocsPerRun(3, func() {
		for range sample.People(people, 1) {
		}
	})
	if allocated > 100 {
		t.Errorf("%g allocations for %d people", allocated, people)
	}
}

func BenchmarkPeople(b *testing.B) {
	i := 0
	for range sample.People(b.N, 1) {
		i++
	}
}

func BenchmarkWrite(b *testing.B) {
	for _, only := range []string{"", "persons"} {
		b.Run("only="+only, func(b *testing.B) {
			const people = 100_000
			for b.Loop() {
				dir := b.TempDir()
				if _, err := sample.Write(dir, sample.Options{People: people, Seed: 1, Only: only}); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(people)*float64(b.N)/b.Elapsed().Seconds(), "people/s")
		})
	}
}
