package main

import (
	"bytes"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// called runs a command in this process and returns what it prints.
func called(t *testing.T, args ...string) (stdout, stderr string, status int) {
	t.Helper()
	var out, errs bytes.Buffer
	status = run(args, strings.NewReader(""), &out, &errs)
	return out.String(), errs.String(), status
}

// What takes long is not begun where its result could not be written.
func TestNamesAreToldWhereToWriteFirst(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "pairs.tsv"), []byte("Іван\tIvan\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	nowhere := filepath.Join(dir, "nowhere", "file")
	for _, args := range [][]string{
		{"names", "train", "--pairs", dir, "--out", nowhere},
		{"names", "rank", filepath.Join(dir, "pairs.tsv"), "--misses", nowhere},
	} {
		if out, errs, status := called(t, args...); status != 1 || out != "" || !strings.Contains(errs, nowhere) || strings.Contains(errs, "Learning") {
			t.Errorf("%v: status %d, %s%s", args, status, out, errs)
		}
	}
	kept := filepath.Join(dir, "kept")
	if err := writable(kept); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(kept); !os.IsNotExist(err) {
		t.Error("asking leaves a file")
	}
	if err := os.WriteFile(kept, []byte("as it was"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := writable(kept); err != nil {
		t.Error(err)
	}
	if data, err := os.ReadFile(kept); err != nil || string(data) != "as it was" {
		t.Errorf("asking changes a file: %q, %v", data, err)
	}
}

func TestNamesCompareWantsNames(t *testing.T) {
	for _, pair := range [][2]string{{"", "x"}, {"x", " "}, {"123", "x"}} {
		if out, errs, status := called(t, "names", "compare", pair[0], pair[1]); status != 1 || out != "" || !strings.Contains(errs, "a name has letters") {
			t.Errorf("%q: status %d, %s%s", pair, status, out, errs)
		}
	}
}

func TestNamesCompareAddsUp(t *testing.T) {
	out, errs, status := called(t, "names", "compare", "홍길동", "Gil-dong Hong", "--json")
	if status != 0 {
		t.Fatal(errs)
	}
	var got comparedNames
	if err := json.Unmarshal([]byte(out), &got); err != nil {
		t.Fatal(err)
	}
	sum := 0.0
	for _, a := range got.Addends {
		sum += a.Bits
	}
	if math.Abs(sum-got.Bits) > 1e-9 || got.Bits < 5 || got.Learned == nil || got.Learned.Bits < 5 {
		t.Errorf("%s", out)
	}
	out, _, _ = called(t, "names", "compare", "홍길동", "Gil-dong Hong")
	for _, want := range []string{"길동 ~ Gil-dong", "bits in all", "ㄱ   ㅣ   ㄹ"} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
}

func TestNamesCompareNamesTheStandard(t *testing.T) {
	out, errs, status := called(t, "names", "compare", "Serhii Shcherbak", "Щербак Сергій")
	if status != 0 {
		t.Fatal(errs)
	}
	for _, want := range []string{"KMU 2010: Сергій → Serhii", "KMU 2010: Щербак → Shcherbak"} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
}

func TestNamesRankCountsTiesAgainst(t *testing.T) {
	file := filepath.Join(t.TempDir(), "pairs.tsv")
	// The second name has two right spellings, one of them only in other case; the last line only adds to the pool.
	pairs := "Щербак\tShcherbak\nКоваль\tKoval\nКоваль\tKowal\nКоваль\tKOVAL\n\tKovalenko\n"
	if err := os.WriteFile(file, []byte(pairs), 0o600); err != nil {
		t.Fatal(err)
	}
	out, errs, status := called(t, "names", "rank", file, "--json")
	if status != 0 {
		t.Fatal(errs)
	}
	var got map[string]float64
	if err := json.Unmarshal([]byte(out), &got); err != nil {
		t.Fatal(err)
	}
	if got["queries"] != 2 || got["pool"] != 4 || got["recall@1"] != 1 || got["recall@10"] != 1 || got["queries_per_second"] <= 0 {
		t.Errorf("%s", out)
	}
	// A wrong name that cannot be told from the right one: "Ковал'" and "Коваль" are heard alike in Latin.
	pairs = "Коваль\tKoval'\nЩербак\tKoval\n"
	if err := os.WriteFile(file, []byte(pairs), 0o600); err != nil {
		t.Fatal(err)
	}
	out, _, _ = called(t, "names", "rank", file, "--json")
	if err := json.Unmarshal([]byte(out), &got); err != nil || got["recall@1"] != 0 || got["recall@10"] != 1 {
		t.Errorf("a tie counts for: %s", out)
	}
}

func TestNamesTrainHoldsOut(t *testing.T) {
	dir := t.TempDir()
	var pairs strings.Builder
	for _, a := range []string{"Ко Ko", "Ша Sha", "Же Zhe", "Ми Mi", "Лу Lu"} {
		for _, b := range []string{"ва va", "ни ni", "ла la", "шко shko"} {
			x, y, _ := strings.Cut(a, " ")
			v, w, _ := strings.Cut(b, " ")
			pairs.WriteString(x + v + "\t" + y + w + "\n")
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "pairs.tsv"), []byte(pairs.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	table := func(seed, file string) []byte {
		path := filepath.Join(dir, file)
		if _, errs, status := called(t, "names", "train", "--pairs", dir, "--seed", seed, "--hold", "0.4", "--out", path); status != 0 {
			t.Fatal(errs)
		}
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	one, two, three := table("1", "a"), table("1", "b"), table("2", "c")
	if !bytes.Equal(one, two) {
		t.Error("one seed gave two tables")
	}
	if bytes.Equal(one, three) {
		t.Error("two seeds held the same names out")
	}
	if out, errs, status := called(t, "names", "rank", filepath.Join(dir, "pairs.tsv"), "--table", filepath.Join(dir, "a"), "--held", "0.4"); status != 0 || !strings.Contains(out, "names asked for among 20") {
		t.Errorf("%s%s", out, errs)
	}
	if _, errs, status := called(t, "names", "train", "--pairs", t.TempDir(), "--out", filepath.Join(dir, "d")); status == 0 || !strings.Contains(errs, "no file of pairs") {
		t.Errorf("an empty folder: %d %s", status, errs)
	}
	if _, errs, status := called(t, "names", "rank", filepath.Join(dir, "pairs.tsv"), "--table", filepath.Join(dir, "pairs.tsv")); status == 0 || !strings.Contains(errs, "names train") {
		t.Errorf("a table that is none: %d %s", status, errs)
	}
}
