package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"homeward/identity"

	"github.com/xuri/excelize/v2"
)

// matched calls match with --json.
func matched(t *testing.T, args ...string) (got matchedLists, stderr string) {
	t.Helper()
	out, stderr, status := called(t, append(append([]string{"match"}, args...), "--json")...)
	if status != 0 {
		t.Fatal(stderr)
	}
	if err := json.Unmarshal([]byte(out), &got); err != nil {
		t.Fatal(err)
	}
	return got, stderr
}

// TestMatchAcrossScripts links the lists of an invented conflict as they are sent: a Ukrainian list with the name in
// parts, a Russian one in Windows-1251 with semicolons and whole names, a Korean one; dates each as its office writes
// them; nobody said which column is which.
func TestMatchAcrossScripts(t *testing.T) {
	dir := t.TempDir()
	if _, errs, status := called(t, "sample", "--people", "4000", "--seed", "21", "--out", dir); status != 0 {
		t.Fatal(errs)
	}
	han := filepath.Join(dir, "persons-han.xlsx")
	if _, err := os.Stat(han); err != nil {
		han = filepath.Join(dir, "persons-han.csv")
	}
	for _, c := range []struct {
		file  string
		least float64
	}{{filepath.Join(dir, "persons-sok.csv"), 0.97}, {han, 0.94}} {
		got, _ := matched(t, filepath.Join(dir, "persons-ver.csv"), c.file, "--truth", filepath.Join(dir, "truth-links.csv"))
		t.Logf("%s: precision %.4f, recall %.4f, F1 %.4f, calibration error %.4f", filepath.Base(c.file), *got.Precision, *got.Recall, *got.F1, *got.Calibration)
		if *got.F1 < c.least || *got.Calibration > 0.03 {
			t.Errorf("%s: F1 %.4f, calibration error %.4f", c.file, *got.F1, *got.Calibration)
		}
	}
}

// TestMatchUnderOtherHeadings: the same people under headings that are alike, that mean the same, that say nothing, and
// in a workbook; with the name whole or in parts and dates in other orders.
func TestMatchUnderOtherHeadings(t *testing.T) {
	dir := t.TempDir()
	l, r, same := inventedLists(500)
	left, truth := written(t, dir, "l.csv", l), written(t, dir, "t.csv", same)
	var rows [][]string
	for _, line := range strings.Split(strings.TrimSpace(r), "\n")[1:] {
		rows = append(rows, strings.Split(line, ", "))
	}
	lines := func(header string, row func([]string) string) string {
		var b strings.Builder
		b.WriteString(header + "\n")
		for _, v := range rows {
			b.WriteString(row(v) + "\n")
		}
		return b.String()
	}
	book := excelize.NewFile()
	defer book.Close()
	for i, v := range append([][]string{{"id", "last name", "first name", "dob", "city"}}, rows...) {
		for j, cell := range v[:5] {
			at, err := excelize.CoordinatesToCellName(j+1, i+1)
			if err != nil {
				t.Fatal(err)
			}
			if err := book.SetCellStr("Sheet1", at, cell); err != nil {
				t.Fatal(err)
			}
		}
	}
	workbook := filepath.Join(dir, "r.xlsx")
	if err := book.SaveAs(workbook); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, file string
		how        map[string]string // of the columns of the left list
	}{
		{"meaning, months in words", written(t, dir, "a.csv", lines("id;birth date;forename;family name;town", func(v []string) string {
			month := []string{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"}[int(v[3][4]-'0')*10+int(v[3][5]-'0')-1]
			return strings.Join([]string{v[0], v[3][6:] + " " + month + " " + v[3][:4], v[2], v[1], v[4]}, ";")
		})), map[string]string{"surname": "meaning", "given_name": "meaning", "date_of_birth": "meaning", "suburb": "meaning"}},
		{"name written whole, month first", written(t, dir, "b.csv", lines("id,full name,born", func(v []string) string {
			return fmt.Sprintf("%s,%s %s,%s/%s/%s", v[0], v[2], v[1], v[3][4:6], v[3][6:], v[3][:4])
		})), map[string]string{"surname + given_name, family": "meaning", "surname + given_name, given": "meaning", "date_of_birth": "meaning"}},
		{"values alone", written(t, dir, "c.csv", lines("id\tx1\tx2\tx3\tx4", func(v []string) string {
			return strings.Join([]string{v[0], v[4], v[3][6:] + "." + v[3][4:6] + "." + v[3][:4], v[2], v[1]}, "\t")
		})), map[string]string{"surname": "values", "given_name": "values", "date_of_birth": "values", "suburb": "values"}},
		{"a workbook", workbook, map[string]string{"surname": "meaning", "given_name": "meaning", "date_of_birth": "meaning", "suburb": "meaning"}},
	} {
		got, _ := matched(t, left, c.file, "--truth", truth)
		how := map[string]string{}
		for _, col := range got.Columns {
			how[col.Header] = col.How
			if strings.Contains(col.Header, "birth") && col.Kind != "date" {
				t.Errorf("%s: %s is compared as %s", c.name, col.Header, col.Kind)
			}
		}
		if fmt.Sprint(how) != fmt.Sprint(c.how) {
			t.Errorf("%s: columns %v, want %v", c.name, how, c.how)
		}
		if *got.F1 < 0.98 {
			t.Errorf("%s: F1 %.4f", c.name, *got.F1)
		}
	}
	got, _ := matched(t, left, written(t, dir, "d.csv", lines("id,u,v", func(v []string) string { return v[0] + "," + v[4] + "," + v[1] })), "--pair", "surname=v", "--ignore", "suburb", "--truth", truth)
	if len(got.Columns) != 1 || got.Columns[0].How != "--pair" || got.Columns[0].Other != "v" {
		t.Errorf("columns %v", got.Columns)
	}
}

// TestMatchTellsWhatElse: each pair comes with its best other candidate and with what would change the verdict.
func TestMatchTellsWhatElse(t *testing.T) {
	dir := t.TempDir()
	l, r, _ := inventedLists(300)
	rows := strings.Split(strings.TrimSpace(r), "\n")
	twin := strings.Replace(rows[1], "r0,", "r-twin,", 1) // the same but for the day and the town
	cells := strings.Split(twin, ", ")
	cells[3], cells[4] = cells[3][:6]+"31", "Elsewhere"
	left, right := written(t, dir, "l.csv", l), written(t, dir, "r.csv", r+strings.Join(cells, ", ")+"\n")
	links := filepath.Join(dir, "links.csv")
	got, _ := matched(t, left, right, "--out", links, "--least", "0.0001")
	found := false
	for _, row := range linkRows(t, links) {
		if row["left"] == "l0" && row["right"] == "r0" {
			found = true
			if row["best other"] != "r-twin" || row["best other of"] != "l0" || row["best other bits"] == "" {
				t.Errorf("the twin is not told: %v", row)
			}
		}
		if row["verdict"] == "review" && row["verdict would change if"] == "" {
			t.Logf("nothing alone would change %v", row)
		}
	}
	if !found {
		t.Error("l0 and r0 are not linked")
	}
	if len(got.Strongest) != pairsShown || len(got.Undecided) == 0 {
		t.Fatalf("%d and %d pairs told", len(got.Strongest), len(got.Undecided))
	}
	for _, p := range append(got.Strongest, got.Undecided...) {
		for _, turn := range p.Turns {
			was, after := p.Probability >= got.Threshold, identity.Probability(turn.After) >= got.Threshold
			if was == after {
				t.Errorf("%s ~ %s: %s changes nothing (%+.1f bits, %+.1f then)", p.Left, p.Right, turn.What, p.Bits, turn.After)
			}
		}
	}
	text, errs, status := called(t, "match", left, right)
	if status != 0 || !strings.Contains(text, "Best other candidate for ") || !strings.Contains(text, "The verdict would change if ") {
		t.Errorf("%s%s", text, errs)
	}
}

func TestMatchTellsBadInput(t *testing.T) {
	dir := t.TempDir()
	good := written(t, dir, "good.csv", "id,surname,town\n1,Kova,Larn\n2,Lendar,Mirn\n")
	for _, c := range []struct {
		name string
		args []string
		said string
	}{
		{"no rows", []string{written(t, dir, "a.csv", "id,surname\n")}, "has a header (id, surname) and no rows"},
		{"empty", []string{written(t, dir, "b.csv", "")}, "is empty"},
		{"one column nobody knows", []string{written(t, dir, "c.csv", "colour\nblue\n")}, "one column only"},
		{"a row too long", []string{written(t, dir, "d.csv", "id,colour\n1,blue\n2,gr,een\n")}, "row 3: 3 cells under 2 headers"},
		{"no such id", []string{good, "--id", "number"}, "--id number: there is no such column"},
		{"no such column to ignore", []string{good, "--ignore", "twon"}, "--ignore twon: there is no such column"},
		{"a pair of no form", []string{good, good, "--pair", "surname"}, "LEFT=RIGHT"},
		{"a pair of none", []string{good, good, "--pair", "surname=name"}, `no column "name"`},
		{"no probability", []string{good, "--least", "2"}, "from 0 to 1"},
		{"over itself", []string{good, "--out", good}, "would take the place of what is read"},
		{"into nowhere", []string{good, "--out", filepath.Join(dir, "none", "x.csv")}, "no folder"},
		{"onto a folder", []string{good, "--out", dir}, "no file"},
		{"truth of others", []string{good, "--truth", written(t, dir, "t.csv", "a,b\n7,8\n")}, "none of its pairs (such as 7, 8)"},
		{"a row a list would refuse", []string{written(t, dir, "f.csv", "id,surname\n1,Kova\n2,Len,dar\n")}, "row 3: 3 cells under 2 headers"},
		{"not text", []string{written(t, dir, "e.csv", "id,colour\n1,\xff\xfe\x00\x02\n")}, "is the encoding right"},
	} {
		_, errs, status := called(t, append([]string{"match"}, c.args...)...)
		// A row that cannot be read stops nothing: it is told.
		if (status == 0) != strings.Contains(errs, "compared as written") || !strings.Contains(errs, c.said) {
			t.Errorf("%s: status %d, %q", c.name, status, errs)
		}
		if strings.Contains(errs, "goroutine") {
			t.Errorf("%s: %s", c.name, errs)
		}
	}
	if data, err := os.ReadFile(good); err != nil || !strings.HasPrefix(string(data), "id,surname") {
		t.Errorf("the list is gone: %q, %v", data, err)
	}
	_, errs, status := called(t, "match", written(t, dir, "twice.csv", "id,surname\n1,Kova\n1,Lendar\n"))
	if status != 0 || !strings.Contains(errs, `rows 2 and 3 are both called "1"`) {
		t.Errorf("%d %s", status, errs)
	}
}
