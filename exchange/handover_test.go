package exchange

import (
	"bytes"
	"encoding/csv"
	"io"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"
)

// plain readers read every name as it is written.
type plain struct{}

func (plain) Spell(name, party string) Spelled { return Spelled{Text: name} }
func (plain) Labels(string) Labels             { return plainLabels }

var plainLabels = Labels{Language: "en", HandsOver: "%s gives", TakesOver: "%s takes", ByStandard: "by %s", Name: "name", Theirs: "their name", People: "%d people", Interview: "interview first",
	NoSpelling: "no spelling", SignHands: "signature or seal"}

// Everybody who goes stands once on the list of who hands him over and once on
// that of who takes him over; nobody else stands anywhere.
func TestHandoverListsHaveEverybodyOnceOnEachSide(t *testing.T) {
	for seed := range uint64(200) {
		people, terms := stagingInstance(rand.New(rand.NewPCG(seed, 41)), 30)
		plan, err := Solve(people, terms, Options{})
		if err != nil {
			t.Fatal(err)
		}
		var hands, takes, want []string
		for _, l := range HandoverLists(people, plan, plain{}) {
			stage := 0
			for i, e := range l.Entries {
				if e.Number != i+1 || e.Stage < stage {
					t.Fatalf("%s: entry %d is %+v", l.Title(), i, e)
				}
				stage = e.Stage
				if l.Takes {
					takes = append(takes, e.ID)
				} else {
					hands = append(hands, e.ID)
				}
				if at := map[bool]string{true: e.To, false: e.From}[l.Takes]; at != l.Party {
					t.Fatalf("%s has %+v", l.Title(), e)
				}
			}
		}
		for _, r := range plan.Releases {
			want = append(want, r.ID)
		}
		for _, got := range [][]string{hands, takes} {
			slices.Sort(got)
			slices.Sort(want)
			if !slices.Equal(got, want) {
				t.Fatalf("instance %d: listed %q, want %q", seed, got, want)
			}
		}
	}
}

// Whatever stands in a name, no cell of a list begins as a formula, and the cell
// can still be read.
func TestNoCellIsAFormula(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.OneOf(rapid.StringMatching(`[ \t\x{a0}]*[=+\-@|%＝].{0,20}`), rapid.String()).Draw(t, "name")
		l := HandoverList{Party: "VER", Labels: plainLabels, Entries: []HandoverEntry{{Number: 1, Stage: 1, ID: name, Own: Spelled{Text: name}, Crossing: name, Rank: name, From: name, To: name}}}
		var out bytes.Buffer
		if err := l.WriteCSV(&out); err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(out.String(), "\ufeff"))).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		for _, cell := range rows[1] {
			if s := strings.TrimLeft(cell, " \u00a0"); s != "" && strings.ContainsAny(s[:1], "=+-@\t\r\n|%") {
				t.Fatalf("the cell %q of %q is a formula", cell, name)
			}
		}
		lines := strings.NewReplacer("\r", "") // CSV ends its lines its own way
		if cell := strings.TrimPrefix(rows[1][4], "'"); lines.Replace(cell) != strings.TrimPrefix(lines.Replace(name), "'") {
			t.Fatalf("%q is written as %q", name, rows[1][4])
		}
	})
}

func TestListsAsWorkbookAndPage(t *testing.T) {
	lists := []HandoverList{
		{Party: "A/B:*", Labels: plainLabels, Entries: []HandoverEntry{{Number: 1, Stage: 2, ID: "1", Own: Spelled{Text: `=cmd|' /C calc'!A0`}, From: "A/B:*", To: "C"}}},
		{Party: "A/B:*", Labels: plainLabels, Takes: true, Entries: []HandoverEntry{{Number: 1, Stage: 1, ID: "<script>alert(1)</script>", Own: Spelled{Text: "김정수", Missing: true}, From: "C", To: "A/B:*", Interview: true}}},
	}
	var book bytes.Buffer
	if err := WriteXLSX(&book, lists); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&book)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if got := f.GetSheetList(); !slices.Equal(got, []string{"A_B__ hands over", "A_B__ takes over"}) {
		t.Errorf("sheets %q", got)
	}
	if text, _ := f.GetCellValue("A_B__ hands over", "E2"); text != `'=cmd|' /C calc'!A0` {
		t.Errorf("cell %q", text)
	}
	if formula, _ := f.GetCellFormula("A_B__ hands over", "E2"); formula != "" {
		t.Errorf("formula %q", formula)
	}
	if text, _ := f.GetCellValue("A_B__ takes over", "L2"); text != "interview first" {
		t.Errorf("remark %q", text)
	}
	var page bytes.Buffer
	if err := WriteHTML(&page, Plan{Title: "A <b>title</b>", On: "2025-01-13", Conditional: true}, lists); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"A/B:* gives", "no spelling", "1 people", "&lt;script&gt;", "김정수", "signature or seal", "A &lt;b&gt;title"} {
		if !strings.Contains(page.String(), want) {
			t.Errorf("the page has no %q", want)
		}
	}
	if strings.Contains(page.String(), "<script>") {
		t.Error("the page has a script")
	}
	for _, party := range []string{"../../etc/passwd", "A/B", `C:\x`} {
		if name := (&HandoverList{Party: party}).FileName(); strings.ContainsAny(name, `/\.:`) {
			t.Errorf("file %q", name)
		}
	}
}

// A long list is spread over sheets, whole, and nothing of it is ever in the
// temporary folder.
func TestLongListsAreNotSpilled(t *testing.T) {
	folder := t.TempDir()
	t.Setenv("TMPDIR", folder)
	t.Setenv("TMP", folder)
	if err := os.Chmod(folder, 0o500); err != nil { // a file made there fails the test, unless it is run by root
		t.Fatal(err)
	}
	l := HandoverList{Party: "VER", Labels: plainLabels}
	for i := range 12_000 {
		l.Entries = append(l.Entries, HandoverEntry{Number: i + 1, Stage: 1, ID: strconv.Itoa(i), Own: Spelled{Text: strings.Repeat("<&>\"", 100)}, From: "VER", To: "SOK"})
	}
	var book bytes.Buffer
	watched := &watcher{w: &book, folder: folder}
	if err := WriteXLSX(watched, []HandoverList{l}); err != nil {
		t.Fatal(err)
	}
	if watched.seen > 0 {
		t.Errorf("%d files in the temporary folder", watched.seen)
	}
	f, err := excelize.OpenReader(&book)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows := 0
	for _, sheet := range f.GetSheetList() {
		got, err := f.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		rows += len(got) - 1
	}
	if rows != len(l.Entries) || len(f.GetSheetList()) < 2 {
		t.Errorf("%d rows in %d sheets, want %d in several", rows, len(f.GetSheetList()), len(l.Entries))
	}
}

// A watcher counts the files of a folder while something is written.
type watcher struct {
	w      io.Writer
	folder string
	seen   int
}

func (w *watcher) Write(b []byte) (int, error) {
	files, err := os.ReadDir(w.folder)
	if err != nil {
		return 0, err
	}
	w.seen = max(w.seen, len(files))
	return w.w.Write(b)
}
