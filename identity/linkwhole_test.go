package identity

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

var wholeColumns = []Column{{"family", NameColumn}, {"given", NameColumn}, {"born", DateColumn}}

// koreanLists makes n people with Korean names for each of two lists, four fifths of them in both: on the left in
// Hangul, on the right in Latin letters. Of the days of birth one in seven is missing on either side, one in ten wrong.
func koreanLists(n int, seed uint64) (left, right []Record) {
	r := rand.New(rand.NewPCG(seed, 5))
	day := func() string { return fmt.Sprintf("%04d%02d%02d", 1970+r.IntN(36), 1+r.IntN(12), 1+r.IntN(28)) }
	gap := func(day string) string {
		if r.IntN(7) == 0 {
			return ""
		}
		return day
	}
	for i := range n * 6 / 5 {
		f, a, b := common(r, inventedFamilies), pick(r, inventedGiven), pick(r, inventedGiven)
		born := day()
		if i < n {
			left = append(left, Record{fmt.Sprint("p", i), []string{f.hangul, a.hangul + b.hangul, gap(born)}})
		}
		if r.IntN(10) == 0 {
			born = day()
		}
		if i >= n/5 {
			right = append(right, Record{fmt.Sprint("p", i), []string{f.latin, strings.ToUpper(a.latin[:1]) + a.latin[1:] + "-" + b.latin, gap(born)}})
		}
	}
	r.Shuffle(len(left), func(i, j int) { left[i], left[j] = left[j], left[i] })
	r.Shuffle(len(right), func(i, j int) { right[i], right[j] = right[j], right[i] })
	return left, right
}

// judged counts the links above the threshold, those of them that are right, and all true pairs.
func judged(k *Linkage, left, right []Record) (found, good, true_ int) {
	for _, l := range k.Links(k.Threshold) {
		found++
		if left[l.Left].ID == right[l.Right].ID {
			good++
		}
	}
	for _, r := range left {
		if slices.ContainsFunc(right, func(o Record) bool { return o.ID == r.ID }) {
			true_++
		}
	}
	return found, good, true_
}

func TestNamesInTwoScriptsAreComparedWhole(t *testing.T) {
	for _, c := range []struct{ n, wrong int }{{500, 5}, {1900, 12}} { // compared whole, and by candidates; of many, more are called alike
		n := c.n
		left, right := koreanLists(n, 1)
		k, err := LinkLists(t.Context(), wholeColumns, left, right, Course{})
		if err != nil {
			t.Fatal(err)
		}
		if len(k.Columns) != 4 || k.Columns[3].Header != WholeName {
			t.Fatalf("columns %v", k.Columns)
		}
		found, good, all := judged(k, left, right)
		if good*100 < all*88 || (found-good)*100 > found*c.wrong {
			t.Errorf("%d a side: %d of %d found, %d wrong", n, good, all, found-good)
		}
		said, spoke := 0.0, false
		for _, l := range k.Links(0) {
			said += l.Probability
			sum := 0.0
			for _, a := range k.Explain(l) {
				sum += a.Bits
				spoke = spoke || strings.HasPrefix(a.What, WholeName)
				if strings.HasPrefix(a.What, "family") || strings.HasPrefix(a.What, "given") {
					t.Fatalf("a part of a name speaks beside the whole: %v", a)
				}
			}
			if math.Abs(sum-l.Bits) > 1e-9 {
				t.Fatalf("%v: addends sum to %v", l, sum)
			}
			for _, turn := range k.Turns(l) {
				if strings.HasPrefix(turn.What, "family") || strings.HasPrefix(turn.What, "given") {
					t.Fatalf("a silent part would turn the verdict: %v", turn)
				}
			}
		}
		if !spoke {
			t.Error("no whole name said anything")
		}
		if said < float64(all)*.9 || said > float64(all)*1.08 {
			t.Errorf("%d a side: %.0f pairs expected by what is said of each, %d are", n, said, all)
		}
	}
}

// One list of people written now in one script, now in the other.
func TestDuplicatesInTwoScripts(t *testing.T) {
	left, right := koreanLists(600, 2)
	all := slices.Concat(left, right)
	k, err := LinkLists(t.Context(), wholeColumns, all, nil, Course{})
	if err != nil {
		t.Fatal(err)
	}
	good, found := 0, 0
	for _, l := range k.Links(k.Threshold) {
		found++
		if all[l.Left].ID == all[l.Right].ID {
			good++
		}
	}
	if good < 430 || (found-good)*100 > found*18 { // many of these names have two bearers
		t.Errorf("%d of 480 found, %d wrong", good, found-good)
	}
}

func TestWholeNamesAreAddedOnlyWhereNeeded(t *testing.T) {
	left, right := koreanLists(60, 3)
	record := func(values ...string) Record { return Record{"x", values} }
	for _, c := range []struct {
		what        string
		columns     []Column
		left, right []Record
		want        bool
	}{
		{"two scripts", wholeColumns, left, right, true},
		{"one column of names", []Column{{"name", NameColumn}, {"born", DateColumn}}, []Record{record("김철수", "19900101")}, []Record{record("Kim Chol-su", "19900101")}, true},
		{"Hangul alone", wholeColumns, left, left, false},
		{"Latin alone", wholeColumns, right, right, false},
		{"no name", []Column{{"town", WordsColumn}}, []Record{record("서울")}, []Record{record("Seoul")}, false},
		{"one of sixty", wholeColumns, []Record{record("김", "철수", "")}, right, false},
		{"Cyrillic", wholeColumns, []Record{record("Ким", "Чхольсу", "")}, right[:1], false},
		{"in both within one name", wholeColumns, []Record{record("Kim", "철수", "")}, right[:1], false},
	} {
		k, err := LinkLists(t.Context(), c.columns, c.left, c.right, Course{})
		if err != nil {
			t.Fatal(err)
		}
		if got := len(k.Columns) > len(c.columns); got != c.want {
			t.Errorf("%s: whole names compared %v", c.what, got)
		}
	}
}

func TestAFamilyNameAloneIsNoOtherName(t *testing.T) {
	left, right := koreanLists(100, 4)
	left = append(left, Record{"alone", []string{"박", "", "19800101"}}, Record{"other", []string{"박", "영수", "19800101"}})
	right = append(right, Record{"alone", []string{"Park", "Yong-su", "19800101"}}, Record{"other", []string{"Kim", "", "19800101"}})
	k, err := LinkLists(t.Context(), wholeColumns, left, right, Course{})
	if err != nil {
		t.Fatal(err)
	}
	at := func(records []Record, id string) int {
		return slices.IndexFunc(records, func(r Record) bool { return r.ID == id })
	}
	level := func(l, r string) pattern { return k.levels(at(left, l), k.left+at(right, r), nil) }
	if p := level("alone", "alone"); p[3] != levelMissing || p[0] != levelNear && p[0] != levelSimilar {
		t.Errorf("박 beside Park Yong-su: %v", p[:4])
	}
	if p := level("other", "other"); p[3] != levelOther || p[0] != levelMissing {
		t.Errorf("박영수 beside Kim: %v", p[:4])
	}
	if p := level("other", "alone"); p[3] > levelNear || p[3] == levelMissing {
		t.Errorf("박영수 beside Park Yong-su: %v", p[:4])
	}
}

// Where one name fills a list, agreeing on it is worth little, however well the one spelling fits the other.
func TestARepeatedNameSaysLittleInTwoScripts(t *testing.T) {
	left, right := koreanLists(300, 5)
	for i := range 120 {
		left[i].Values[0], left[i].Values[1] = "김", "철수"
		right[i].Values[0], right[i].Values[1] = "Kim", "Chol-su"
	}
	k, err := LinkLists(t.Context(), wholeColumns, left, right, Course{})
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range k.Links(0) {
		if left[l.Left].Values[1] != "철수" || right[l.Right].Values[1] != "Chol-su" {
			continue
		}
		for _, a := range k.Explain(l) {
			if strings.HasPrefix(a.What, WholeName) && a.Bits > 6 {
				t.Fatalf("a name of 240 in 600 says %v", a)
			}
		}
	}
}
