package main

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// written writes a file into a folder of the test and returns its path.
func written(t *testing.T, dir, file, content string) string {
	t.Helper()
	path := filepath.Join(dir, file)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// inventedLists are two lists with the same n people; every fifth has a slip in the family name.
func inventedLists(n int) (left, right, truth string) {
	parts := []string{"Ko", "Va", "Len", "Dar", "Mi", "Sto", "Bre", "Lun", "Gar", "Shi"}
	var l, r, same strings.Builder
	l.WriteString("rec_id, surname, given_name, date_of_birth, suburb, cluster\n")
	r.WriteString("rec_id, surname, given_name, date_of_birth, suburb, cluster\n")
	same.WriteString("left,right\n")
	dice := rand.New(rand.NewPCG(5, 5))
	part := func() string { return parts[dice.IntN(len(parts))] }
	for i := range n {
		family := part() + strings.ToLower(part()+part())
		given := part() + strings.ToLower(part())
		born := fmt.Sprintf("19%02d%02d%02d", 50+dice.IntN(50), 1+dice.IntN(12), 1+dice.IntN(28))
		town := part() + "berg"
		fmt.Fprintf(&l, "l%d, %s, %s, %s, %s, %d\n", i, family, given, born, town, i)
		if i%5 == 0 {
			family = family[:len(family)-1]
		}
		fmt.Fprintf(&r, "r%d, %s, %s, %s, %s, %d\n", i, family, given, born, town, n-i)
		fmt.Fprintf(&same, "l%d,r%d\n", i, i)
	}
	return l.String(), r.String(), same.String()
}

func TestMatchTwoLists(t *testing.T) {
	dir := t.TempDir()
	l, r, same := inventedLists(400)
	left, right, truth := written(t, dir, "l.csv", l), written(t, dir, "r.csv", r), written(t, dir, "t.csv", same)
	links := filepath.Join(dir, "links.csv")
	out, errs, status := called(t, "match", left, right, "--truth", truth, "--out", links, "--json")
	if status != 0 {
		t.Fatal(errs)
	}
	var got map[string]any
	if err := json.Unmarshal([]byte(out), &got); err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"precision", "recall", "f1"} {
		if v, ok := got[key].(float64); !ok || v < 0.97 {
			t.Errorf("%s is %v", key, got[key])
		}
	}
	if got["pairs"].(float64) < 390 || got["seconds"].(float64) <= 0 {
		t.Errorf("%s", out)
	}
	if strings.Contains(out, `"cluster"`) {
		t.Error("the answer was compared as evidence")
	}
	data, err := os.ReadFile(links)
	if err != nil {
		t.Fatal(err)
	}
	rows := linkRows(t, links)
	if len(rows) < 390 {
		t.Fatalf("%d rows", len(rows))
	}
	if len(data) == 0 || !strings.HasPrefix(string(data), "left,right,bits,probability,verdict,prior,") {
		t.Fatalf("%.200s", data)
	}
	for _, row := range rows {
		sum := 0.0
		if row["verdict"] == "likely one person" && row["cluster"] == "" && row["weak"] == "" {
			t.Fatalf("%v is in no cluster and not weak", row)
		}
		for column, cell := range row {
			if cell == "" || column != "prior" && !strings.HasSuffix(column, " bits") || strings.HasPrefix(column, "best other") {
				continue
			}
			bits, err := strconv.ParseFloat(cell, 64)
			if err != nil {
				t.Fatal(err)
			}
			sum += bits
		}
		if bits, err := strconv.ParseFloat(row["bits"], 64); err != nil || math.Abs(bits-sum) > 0.06 {
			t.Fatalf("%v: the addends sum to %.2f", row, sum)
		}
	}
}

// linkRows reads what --out wrote, each row by its headers.
func linkRows(t *testing.T, file string) (out []map[string]string) {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil || len(rows) == 0 {
		t.Fatalf("%s: %d rows, %v", file, len(rows), err)
	}
	for _, row := range rows[1:] {
		by := map[string]string{}
		for i, cell := range row {
			by[rows[0][i]] = cell
		}
		out = append(out, by)
	}
	return out
}

func TestMatchTellsWhatIsWrong(t *testing.T) {
	dir := t.TempDir()
	a := written(t, dir, "a.csv", "id,surname\n1,Kova\n2,Lendar\n")
	b := written(t, dir, "b.csv", "id,colour\n1,blue\n")
	if _, errs, status := called(t, "match", a, b); status == 0 || !strings.Contains(errs, "no column in common") {
		t.Errorf("%d %s", status, errs)
	}
	bad := written(t, dir, "t.csv", "id_l,id_r,clerical_match_score\n1,2,high\n")
	if _, errs, status := called(t, "match", a, "--truth", bad); status == 0 || !strings.Contains(errs, "row 2") {
		t.Errorf("%d %s", status, errs)
	}
}

// TestMatchFEBRL links the sets of the Freely Extensible Biomedical Record Linkage project without labels, where
// they are at hand.
func TestMatchFEBRL(t *testing.T) {
	folder := filepath.Join("..", "..", "..", "shared", "data", "linkage")
	if _, err := os.Stat(folder); err != nil {
		t.Skipf("FEBRL is not at hand: %v", err)
	}
	var truth strings.Builder
	truth.WriteString("left,right\n")
	for i := range 5000 {
		fmt.Fprintf(&truth, "rec-%d-org,rec-%d-dup-0\n", i, i)
	}
	out, errs, status := called(t, "match", filepath.Join(folder, "febrl4a.csv"), filepath.Join(folder, "febrl4b.csv"),
		"--truth", written(t, t.TempDir(), "t.csv", truth.String()), "--json")
	if status != 0 {
		t.Fatal(errs)
	}
	var got matchedLists
	if err := json.Unmarshal([]byte(out), &got); err != nil {
		t.Fatal(err)
	}
	if *got.F1 < 0.995 || *got.Calibration > 0.02 {
		t.Errorf("F1 %.4f, calibration error %.4f", *got.F1, *got.Calibration)
	}
}

// TestMatchFake1000 finds duplicates in Splink's fake_1000 without labels, where it is at hand. Its figures were looked
// at while the rules for third records were settled: this test keeps them, it is no measure on new data.
func TestMatchFake1000(t *testing.T) {
	folder := filepath.Join("..", "..", "..", "shared", "data", "linkage")
	if _, err := os.Stat(folder); err != nil {
		t.Skipf("fake_1000 is not at hand: %v", err)
	}
	out, errs, status := called(t, "match", filepath.Join(folder, "fake_1000.csv"), "--truth", filepath.Join(folder, "fake_1000_labels.csv"), "--json")
	if status != 0 {
		t.Fatal(errs)
	}
	var got matchedLists
	if err := json.Unmarshal([]byte(out), &got); err != nil {
		t.Fatal(err)
	}
	if *got.F1 < 0.97 || *got.Calibration > 0.02 || got.Clusters < 150 {
		t.Errorf("F1 %.4f, calibration error %.4f, %d clusters", *got.F1, *got.Calibration, got.Clusters)
	}
}
