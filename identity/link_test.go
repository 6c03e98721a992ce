package identity

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

var linkColumns = []Column{{"family name", NameColumn}, {"given name", NameColumn}, {"born", DateColumn}, {"number", NumberColumn}, {"town", WordsColumn}}

// twoLists makes two lists of invented people, the second with a slip in about every other record.
func twoLists(n int, seed uint64) (left, right []Record) {
	r := rand.New(rand.NewPCG(seed, 3))
	syllables := []string{"ko", "va", "len", "dar", "mi", "sto", "bre", "lun", "gar", "shi", "ne", "ru"}
	word := func(parts int) string {
		var b strings.Builder
		for range parts {
			b.WriteString(syllables[r.IntN(len(syllables))])
		}
		return b.String()
	}
	for i := range n {
		v := []string{word(3), word(2), fmt.Sprintf("19%02d%02d%02d", 50+r.IntN(50), 1+r.IntN(12), 1+r.IntN(28)), fmt.Sprint(100000 + r.IntN(900000)), word(2)}
		left = append(left, Record{fmt.Sprintf("l%d", i), v})
		w := slices.Clone(v)
		switch r.IntN(8) {
		case 0:
			w[0] = w[0][:len(w[0])-1]
		case 1:
			w[0], w[1] = w[1], w[0]
		case 2:
			w[2] = w[2][:4] + w[2][6:] + w[2][4:6]
		case 3:
			w[3] = ""
			w[4] = word(2)
		}
		right = append(right, Record{fmt.Sprintf("r%d", i), w})
	}
	r.Shuffle(n, func(i, j int) { right[i], right[j] = right[j], right[i] })
	return left, right
}

func TestLinkListsFindsThePairsWithoutLabels(t *testing.T) {
	left, right := twoLists(1500, 1)
	k, err := LinkLists(t.Context(), linkColumns, left, right, Course{})
	if err != nil {
		t.Fatal(err)
	}
	found, good := k.Links(k.Threshold), 0
	for _, l := range found {
		if left[l.Left].ID[1:] == right[l.Right].ID[1:] {
			good++
		}
	}
	if good < 1480 || len(found)-good > 8 {
		t.Errorf("%d of 1500 found, %d wrong", good, len(found)-good)
	}
	again, err := LinkLists(t.Context(), linkColumns, left, right, Course{})
	if err != nil || !slices.Equal(again.Links(0), k.Links(0)) {
		t.Errorf("the same lists gave other links (%v)", err)
	}
}

func TestLinksAddUp(t *testing.T) {
	left, right := twoLists(300, 2)
	k, err := LinkLists(t.Context(), linkColumns, left, right, Course{})
	if err != nil {
		t.Fatal(err)
	}
	if len(k.Links(0)) < 250 {
		t.Fatalf("%d links", len(k.Links(0)))
	}
	for _, l := range k.Links(0) {
		sum := 0.0
		for _, a := range k.Explain(l) {
			sum += a.Bits
		}
		if math.Abs(sum-l.Bits) > 1e-9 || math.Abs(l.Probability-1/(1+math.Exp2(-sum))) > 1e-9 {
			t.Fatalf("%v: addends %v", l, sum)
		}
	}
}

func TestMissingValuesSayNothing(t *testing.T) {
	left, right := twoLists(300, 3)
	k, err := LinkLists(t.Context(), linkColumns, left, right, Course{})
	if err != nil {
		t.Fatal(err)
	}
	missing := 0
	for _, l := range k.Links(0) {
		if right[l.Right].Values[3] != "" {
			continue
		}
		missing++
		for _, a := range k.Explain(l) {
			if strings.HasPrefix(a.What, "number") {
				t.Fatalf("a missing number says %v", a)
			}
		}
	}
	if missing == 0 {
		t.Error("no link with a missing number")
	}
}

func TestOneListAndNoList(t *testing.T) {
	left, right := twoLists(200, 4)
	k, err := LinkLists(t.Context(), linkColumns, append(left, right...), nil, Course{})
	if err != nil {
		t.Fatal(err)
	}
	if n := len(k.Links(k.Threshold)); n < 180 || n > 210 {
		t.Errorf("%d duplicates among 200 twins", n)
	}
	for _, l := range k.Links(0) {
		if l.Left >= l.Right {
			t.Fatalf("%v", l)
		}
	}
	for _, c := range []struct {
		columns     []Column
		left, right []Record
	}{{nil, left, right}, {linkColumns[:1], left, right}, {make([]Column, 40), nil, nil}} {
		if _, err := LinkLists(t.Context(), c.columns, c.left, c.right, Course{}); err == nil {
			t.Errorf("%d columns: no error", len(c.columns))
		}
	}
	if k, err := LinkLists(t.Context(), linkColumns, nil, []Record{}, Course{}); err != nil || len(k.Links(0)) != 0 {
		t.Errorf("empty lists: %v", err)
	}
}

func TestSlips(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{{"koval", "koval", 0}, {"koval", "kovla", 1}, {"koval", "kowal", 1}, {"koval", "kova", 1}, {"", "ab", 2}, {"koval", "shevchuk", 3}, {"коваль", "ковал", 1}} {
		if got := slips(letters(c.a), letters(c.b), 2); got != c.want {
			t.Errorf("%s, %s: %d", c.a, c.b, got)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		a, b := rapid.StringMatching(`[a-d]{0,8}`).Draw(t, "a"), rapid.StringMatching(`[a-d]{0,8}`).Draw(t, "b")
		x, y := letters(a), letters(b)
		there, back := slips(x, y, 3), slips(y, x, 3)
		if there != back || (there == 0) != (a == b) {
			t.Fatalf("%q %q: %d, %d", a, b, there, back)
		}
		if there <= 3 && marksOf(x).far(marksOf(y)) > there {
			t.Fatalf("%q %q: %d slips change more marks", a, b, there)
		}
	})
}

// TestMarksTellApartOnlyWhatDiffers: what marks say is what comparing says, for all kinds of values.
func TestMarksTellApartOnlyWhatDiffers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		kind := rapid.SampledFrom([]ColumnKind{WordsColumn, NumberColumn, DateColumn}).Draw(t, "kind")
		value := rapid.StringMatching(`[a-e]{1,9}|abc[a-e]{0,4}`)
		if kind == DateColumn {
			value = rapid.StringMatching(`19[0-9][0-9](0[1-9]|1[0-2])[0-2][1-9]|199[0-9]|1990010[1-9]`)
		}
		a, b := value.Draw(t, "a"), value.Draw(t, "b")
		if a == b {
			return
		}
		k := Linkage{Columns: []Column{{"", kind}}, lexicon: []lexicon{{words: []string{"", a, b}}}}
		x := &k.lexicon[0]
		x.spell(kind)
		if level := k.compareValues(0, 1, 2); x.marks[1].apart(x.marks[2], kind) && level != levelOther {
			t.Fatalf("%s %q, %q: apart, though one %s", kind, a, b, levelWords[level])
		}
	})
}

func TestDateLevels(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{{"19900512", "19901205", levelNear}, {"19900512", "19900513", levelNear}, {"19900512", "19900521", levelNear}, {"19900512", "19510512", levelSimilar}, {"19900512", "19721127", levelOther}, {"1990", "19900512", levelSimilar}} {
		x := lexicon{words: []string{"", c.a, c.b}}
		x.spell(DateColumn)
		if got := int(x.dateLevel(1, 2)); got != c.want {
			t.Errorf("%s, %s: %s", c.a, c.b, levelWords[got])
		}
	}
}

// TestAListWithoutDuplicatesHasNone: strangers of one unit, with common names and the same rank and power, are not
// taken for one man with two numbers and two dates of birth. Learning alone does so: nothing forbids it.
func TestAListWithoutDuplicatesHasNone(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 8))
	columns := []Column{{"surname", NameColumn}, {"first names", NameColumn}, {"date of birth", DateColumn}, {"rank", WordsColumn},
		{"service number", NumberColumn}, {"power", WordsColumn}, {"held at", WordsColumn}}
	names := [2][2][]string{ // by power: family names, given names
		{{"Koval", "Sluka", "Brenar", "Tomash", "Verbun", "Zolar"}, {"Miron", "Zoryan", "Lev", "Nestor", "Orest", "Ihnat"}},
		{{"Quell", "Darvin", "Hostan", "Lubrek", "Marrow", "Pestin"}, {"Albin", "Corvin", "Emrik", "Jorund", "Rastin", "Ulvar"}},
	}
	for _, n := range []int{1500, 6000} { // compared whole, and in blocks
		var list []Record
		for i := range n {
			power := r.IntN(2)
			list = append(list, Record{fmt.Sprint(i), []string{
				common(r, names[power][0]) + pick(r, []string{"", "en", "uk", "ov", "ar"}), common(r, names[power][1]),
				fmt.Sprintf("19%02d%02d%02d", 60+r.IntN(40), 1+r.IntN(12), 1+r.IntN(28)), [2]string{"rifleman", "trooper"}[power],
				fmt.Sprintf("%c%07d", 'A'+rune(power), r.IntN(10_000_000)), [2]string{"SOK", "VER"}[power], fmt.Sprintf("camp %d", 10*power+r.IntN(5))}})
		}
		k, err := LinkLists(t.Context(), columns, list, nil, Course{})
		if err != nil {
			t.Fatal(err)
		}
		if found := k.Links(k.Threshold); len(found) > n/500 {
			t.Errorf("%d pairs among %d strangers, such as %v", len(found), n, k.Explain(found[0]))
		}
	}
}

// Where given and family name stand in each other's place, the explanation shows what was compared.
func TestExplanationOfExchangedNames(t *testing.T) {
	columns := []Column{{Header: "family", Kind: NameColumn}, {Header: "given", Kind: NameColumn}, {Header: "born", Kind: DateColumn}}
	left, right := twoLists(60, 9)
	for i := range left {
		left[i].Values, right[i].Values = left[i].Values[:3:3], right[i].Values[:3:3]
	}
	left[0].Values, right[0].Values = []string{"Олександр", "Коваленко", "19900312"}, []string{"Kovalenko", "Alexander", "19900312"}
	k, err := LinkLists(t.Context(), columns, left, right, Course{})
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range k.Links(0) {
		if l.Left != 0 || l.Right != 0 {
			continue
		}
		beside := map[string]string{}
		for _, a := range k.Explain(l) {
			beside[a.Left] = a.Right
		}
		if beside["олександр"] != "alexander" || beside["коваленко"] != "kovalenko" {
			t.Errorf("explained as %v", beside)
		}
		return
	}
	t.Error("the pair is not linked")
}
