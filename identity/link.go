package identity

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"homeward/name"
)

// Linking two lists, or finding duplicates within one, without labels and without an index: the columns both have
// are compared, each as what it is (a name, a date, a number, words), and what agreement and disagreement in each
// are worth is learned from the lists themselves by expectation maximisation (Winkler 1988, after Fellegi and
// Sunter 1969). Agreement on a rare value is worth more than on a common one.

// ColumnKind says how the values of a column are compared.
type ColumnKind uint8

// The kinds of columns.
const (
	WordsColumn  ColumnKind = iota // street, suburb, state: by letters
	NameColumn                     // a name or a part of one: by letters, then by sound, in any script
	DateColumn                     // YYYYMMDD or ISO 8601, as written
	NumberColumn                   // numbers of documents: by their characters
)

// String names the kind.
func (k ColumnKind) String() string {
	return [...]string{"words", "name", "date", "number"}[k&3]
}

// Column is a column that both lists have.
type Column struct {
	Header string
	Kind   ColumnKind
}

// Record is one row: its id, told in links, and its values in the order of the columns; empty where missing.
type Record struct {
	ID     string
	Values []string
}

// Levels of agreement of one column, from the nearest.
const (
	levelMissing = iota // on either side: says nothing
	levelSame
	levelNear    // one slip, the same sound, day and month swapped
	levelSimilar // two slips, a similar sound; another column's value (given and family name swapped)
	levelOther
	levels
)

var levelWords = [levels]string{"missing", "agrees", "nearly agrees", "is similar", "differs"}

// Linkage is what was learned of two lists, ready to say of any pair what its evidence is.
type Linkage struct {
	Columns   []Column
	Prior     float64 // bits: how much likelier than not a pair picked blindly is one person; far below zero
	Weights   [][levels]float64
	Threshold float64 // of the probability; the one that learning expects to give the best F1

	left, right []linkRecord
	dedupe      bool
	values      []map[string]int // how many records of both lists bear a value, by column
	chance      []float64        // that two records picked blindly agree on a column
	records     int
	swapped     [2]int // the columns of given and family name, or -1
	links       []Link
}

// Link is a pair of records that may be one person. Bits is Prior and the addends of Why in their order;
// Probability follows from them alone.
type Link struct {
	Left, Right int // positions in the lists
	Bits        float64
	Probability float64
}

// linkRecord is a record made ready: normal forms, and names parsed.
type linkRecord struct {
	values []string
	sounds [][]name.Skeleton
}

// LinkLists links the records of left with those of right; duplicates within left where right is nil. It returns
// the pairs that share some rare enough value or sound, with what was learned; the same lists give the same
// answer. progress, which may be nil, hears the stages.
func LinkLists(columns []Column, left, right []Record, progress func(stage string, done, of int)) (*Linkage, error) {
	if len(columns) == 0 || len(columns) > maxColumns {
		return nil, fmt.Errorf("%d columns to compare: there must be 1 to %d", len(columns), maxColumns)
	}
	for _, records := range [2][]Record{left, right} {
		for _, r := range records {
			if len(r.Values) != len(columns) {
				return nil, fmt.Errorf("record %s has %d values for %d columns", r.ID, len(r.Values), len(columns))
			}
		}
	}
	k := &Linkage{Columns: columns, dedupe: right == nil, records: len(left) + len(right), swapped: [2]int{-1, -1}}
	for i, c := range columns {
		if c.Kind != NameColumn {
			continue
		}
		if k.swapped[0] < 0 {
			k.swapped[0] = i
		} else if k.swapped[1] < 0 {
			k.swapped[1] = i
		}
	}
	k.left = k.ready(left)
	if k.dedupe {
		k.right = k.left
	} else {
		k.right = k.ready(right)
	}
	k.count()
	tell := func(stage string, done, of int) {
		if progress != nil {
			progress(stage, done, of)
		}
	}
	pairs := k.candidatePairs(tell)
	k.learn(pairs, tell)
	return k, nil
}

func (k *Linkage) ready(records []Record) []linkRecord {
	out := make([]linkRecord, len(records))
	sounds := map[string][]name.Skeleton{}
	for i, r := range records {
		out[i].values = make([]string, len(r.Values))
		out[i].sounds = make([][]name.Skeleton, len(r.Values))
		for c, v := range r.Values {
			switch k.Columns[c].Kind {
			case NumberColumn:
				v = numberKey(v)
			case DateColumn:
				v = dateDigits(v)
			default:
				v = name.Normal(v)
			}
			out[i].values[c] = v
			if k.Columns[c].Kind == NameColumn && v != "" {
				s, known := sounds[v]
				if !known {
					s = name.Sounds(strings.ReplaceAll(v, " ", ""))
					sounds[v] = s
				}
				out[i].sounds[c] = s
			}
		}
	}
	return out
}

// dateDigits is a date as YYYYMMDD where it is full, as its digits otherwise.
func dateDigits(v string) string {
	return strings.Map(func(r rune) rune {
		if '0' <= r && r <= '9' {
			return r
		}
		return -1
	}, v)
}

func (k *Linkage) count() {
	k.values = make([]map[string]int, len(k.Columns))
	for c := range k.Columns {
		k.values[c] = map[string]int{}
	}
	add := func(records []linkRecord) {
		for _, r := range records {
			for c, v := range r.values {
				if v != "" {
					k.values[c][v]++
				}
			}
		}
	}
	add(k.left)
	if !k.dedupe {
		add(k.right)
	}
}

// level compares one column of two records.
func (k *Linkage) level(c int, l, r *linkRecord) int {
	a, b := l.values[c], r.values[c]
	if a == "" || b == "" {
		return levelMissing
	}
	if a == b {
		return levelSame
	}
	switch k.Columns[c].Kind {
	case DateColumn:
		return dateLevel(a, b)
	case NumberColumn:
		switch slips(a, b, 2) {
		case 1:
			return levelNear
		case 2:
			if len(a) > 4 {
				return levelSimilar
			}
		}
		return levelOther
	case NameColumn:
		far := name.Far
		for _, x := range l.sounds[c] {
			for _, y := range r.sounds[c] {
				far = min(far, name.DistanceWithin(x, y, 5))
			}
		}
		n := slips(a, b, 3)
		switch {
		case n == 1 || far <= 1.5:
			return levelNear
		case n == 2 && min(len(a), len(b)) >= 5, far <= 4.5 && min(len(a), len(b)) >= 4, begun(a, b):
			return levelSimilar
		}
		if x, y := k.swapped[0], k.swapped[1]; y >= 0 && (c == x || c == y) {
			other := x + y - c
			crossed, back := l.values[c] == r.values[other], l.values[other] == r.values[c]
			switch {
			case crossed && back:
				return levelNear
			case crossed || back:
				return levelSimilar
			}
		}
		return levelOther
	}
	switch n := slips(a, b, 4); {
	case n == 1:
		return levelNear
	case n <= 4 && n*2 <= min(len(a), len(b)), begun(a, b):
		return levelSimilar
	}
	return levelOther
}

// begun reports that one value is the beginning of the other, or shares a long word with it.
func begun(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	return len(a) >= 3 && strings.HasPrefix(b, a)
}

// dateLevel compares dates of eight digits by the slips that are made with dates.
func dateLevel(a, b string) int {
	if len(a) != 8 || len(b) != 8 {
		if min(len(a), len(b)) >= 4 && a[:4] == b[:4] {
			return levelSimilar
		}
		return levelOther
	}
	if a[:4] == b[:4] && a[4:6] == b[6:] && a[6:] == b[4:6] {
		return levelNear
	}
	switch slips(a, b, 2) {
	case 1:
		return levelNear
	case 2:
		return levelSimilar
	}
	same := 0
	for _, part := range [3][2]int{{0, 4}, {4, 6}, {6, 8}} {
		if a[part[0]:part[1]] == b[part[0]:part[1]] {
			same++
		}
	}
	if same == 2 {
		return levelSimilar
	}
	return levelOther
}

// slips counts characters left out, put in, replaced, or exchanged with their neighbour, up to most; more count as
// most+1.
func slips(a, b string, most int) int {
	x, y := []rune(a), []rune(b)
	if len(x)-len(y) > most || len(y)-len(x) > most || len(x) > 64 || len(y) > 64 {
		return most + 1
	}
	var rows [3][65]int
	for j := range len(y) + 1 {
		rows[1][j] = j
	}
	for i := 1; i <= len(x); i++ {
		now, last, before := &rows[(i+1)%3], &rows[i%3], &rows[(i+2)%3]
		now[0] = i
		least := i
		for j := 1; j <= len(y); j++ {
			c := last[j-1]
			if x[i-1] != y[j-1] {
				c++
			}
			c = min(c, last[j]+1, now[j-1]+1)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				c = min(c, before[j-2]+1)
			}
			now[j] = c
			least = min(least, c)
		}
		if least > most {
			return most + 1
		}
	}
	return min(rows[(len(x)+1)%3][len(y)], most+1)
}

// Links returns the pairs of at least a probability, the likeliest first.
func (k *Linkage) Links(least float64) []Link {
	n, _ := slices.BinarySearchFunc(k.links, least, func(l Link, p float64) int {
		if l.Probability >= p {
			return -1
		}
		return 1
	})
	return k.links[:n]
}

// Explain lists the addends of a link, which with the prior sum to its bits.
func (k *Linkage) Explain(l Link) []Addend {
	out := []Addend{{What: "two records picked blindly", Bits: k.Prior}}
	a, b := &k.left[l.Left], &k.right[l.Right]
	for c := range k.Columns {
		level := k.level(c, a, b)
		if level == levelMissing {
			continue
		}
		out = append(out, Addend{What: k.Columns[c].Header + ": " + levelWords[level], Bits: k.weight(c, level, a, b), Left: a.values[c], Right: b.values[c]})
	}
	return out
}

// weight is what a level says, with the rarity of the value where it agrees.
func (k *Linkage) weight(c, level int, a, b *linkRecord) float64 {
	w := k.Weights[c][level]
	if level != levelSame || k.records == 0 {
		return w
	}
	// The weight learned is that of an average agreement by chance; this value is rarer or more common than that.
	share := float64(k.values[c][a.values[c]]) / float64(k.records)
	return w + max(-rarityMost, min(rarityMost, math.Log2(k.chance[c]/share)))
}

// rarityMost bounds, in bits, what the rarity of a value adds to the weight of agreeing on it.
const rarityMost = 4

func byProbability(a, b Link) int {
	return cmp.Or(-cmp.Compare(a.Bits, b.Bits), cmp.Compare(a.Left, b.Left), cmp.Compare(a.Right, b.Right))
}
