package identity

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"homeward/name"
)

// Linking two lists, or finding duplicates within one, without labels and without an index: the columns both have
// are compared, each as what it is (a name, a date, a number, words), and what agreement and disagreement in each
// are worth is learned from the lists themselves by expectation maximisation (Winkler 1988, after Fellegi and
// Sunter 1969). Agreement on a rare value is worth more than on a common one, and columns that go together in
// strangers too (a rank and a power, a first name and a sex) are not counted as if they were independent.

// ColumnKind says how the values of a column are compared.
type ColumnKind uint8

// The kinds of columns.
const (
	WordsColumn     ColumnKind = iota // street, suburb, state: by letters
	NameColumn                        // a name or a part of one: by letters, then by sound, in any script
	DateColumn                        // YYYYMMDD or ISO 8601, as written
	NumberColumn                      // numbers of documents: by their characters
	CodeColumn                        // a sex, a status, a power: the same or not
	wholeNameColumn                   // names in two scripts, compared whole; [LinkLists] adds it
)

// String names the kind.
func (k ColumnKind) String() string {
	return [...]string{"words", "name", "date", "number", "code", "whole name"}[k]
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

	dedupe  bool
	left    int // records of the left list; those of the right follow in values
	records int
	values  []uint32  // the value numbers of all records, a row of columns each; 0 where missing
	marks   []marks   // of the same values: most pairs are told apart by these, which lie beside each other in memory
	lexicon []lexicon // by column
	counts  [][]int32 // how many records bear a value, by column and number
	chance  []float64 // that two strangers agree on a column
	// Of names also: how many records bear a sound, and the chance that two strangers bear the same.
	sounding    [][]int32
	chanceSound []float64
	swapped     [2]int    // the columns of given and family name, or -1
	whole       int       // the column of whole names in two scripts, or -1
	bearing     [][]int32 // of that column: the records that may be a right one, by value
	model       model
	links       []Link
	via         map[[2]int32]third
	ids         []string // of all records
}

// Link is a pair of records that may be one person. Bits is the sum of the addends that [Linkage.Explain] lists;
// Probability follows from them alone.
type Link struct {
	Left, Right int // positions in the lists
	Bits        float64
	Probability float64
}

// LinkLists links the records of left with those of right; duplicates within left where right is nil. It returns
// the pairs that share some rare enough value or sound, with what was learned; the same lists give the same
// answer, in one go or taken up again from a journal. Records are compared on all cores. An end of ctx ends it with the
// error of ctx, between two stretches of records.
func LinkLists(ctx context.Context, columns []Column, left, right []Record, course Course) (*Linkage, error) {
	if len(columns) == 0 || len(columns) > MaxColumns {
		return nil, fmt.Errorf("%d columns to compare: there must be 1 to %d", len(columns), MaxColumns)
	}
	for _, records := range [2][]Record{left, right} {
		for _, r := range records {
			if len(r.Values) != len(columns) {
				return nil, fmt.Errorf("record %s has %d values for %d columns", r.ID, len(r.Values), len(columns))
			}
		}
	}
	k := &Linkage{Columns: columns, dedupe: right == nil, left: len(left), records: len(left) + len(right), swapped: [2]int{-1, -1}}
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
	under := course.begin(ctx)
	under.tell("reading values", 0, 1)
	for _, records := range [2][]Record{left, right} {
		for i := range records {
			k.ids = append(k.ids, records[i].ID)
		}
	}
	k.compareWholeNames(left, right)
	k.read(left, right)
	k.findSpellings(ctx, under.tell)
	found, err := k.compareCandidates(under)
	if err != nil {
		return nil, err
	}
	k.learn(found, under.tell)
	return k, nil
}

// row is the value numbers of a record; those of the right list come after those of the left.
func (k *Linkage) row(record int) []uint32 {
	n := len(k.Columns)
	return k.values[record*n : record*n+n : record*n+n]
}

// rightRow is where the records of the right list begin among all.
func (k *Linkage) rightRow() int {
	if k.dedupe {
		return 0
	}
	return k.left
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

// BlindPair is the addend that every pair has: the prior.
const BlindPair = "two records picked blindly"

// Explain lists the addends of a link, which sum to its bits: the prior, then column by column, then what third
// records add.
func (k *Linkage) Explain(l Link) []Addend {
	out := []Addend{{What: BlindPair, Bits: k.Prior}}
	a, b := k.row(l.Left), k.row(k.rightRow()+l.Right)
	own := k.levels(l.Left, k.rightRow()+l.Right, nil)
	for c := range k.Columns {
		if own[c] == levelMissing {
			continue
		}
		out = append(out, Addend{What: k.Columns[c].Header + ": " + levelWords[own[c]], Bits: k.weight(c, own, a, b), Left: k.lexicon[c].words[a[c]], Right: k.lexicon[c].words[k.beside(c, own[c], a, b)]})
	}
	if t, ok := k.via[[2]int32{int32(l.Left), int32(k.rightRow() + l.Right)}]; ok {
		said := Addend{What: OthersSayLess, Bits: t.bits}
		if t.record >= 0 {
			said = Addend{What: ThirdAgrees, Bits: t.bits, Left: k.ids[t.record], Right: k.ids[t.record]}
		}
		out = append(out, said)
	}
	return out
}

// beside is the right record's value that a column's level was found with: where given and family name were
// exchanged, the other column's.
func (k *Linkage) beside(c int, level uint8, a, b []uint32) uint32 {
	x, y := k.swapped[0], k.swapped[1]
	if y < 0 || c != x && c != y || a[c] == b[c] || level == levelOther {
		return b[c]
	}
	other := x + y - c
	if k.crossed(c, a[c], b[c], a[other], b[other]) == level && k.compareValues(c, min(a[c], b[c]), max(a[c], b[c])) != level {
		return b[other]
	}
	return b[c]
}

// weight is what the level of a column says beside the level of the column it goes together with, with the rarity
// of the values where they agree.
func (k *Linkage) weight(c int, own pattern, a, b []uint32) float64 {
	return k.model.weight(c, &own) + k.rarity(c, own[c], a[c], b[c])
}

// rarity is how much more or less than agreement on an average value agreement on this one is worth. The bearers
// beside the two compared are counted: a value that only these two have may well be common elsewhere. Names in
// two scripts, which at best nearly agree, are as rare as those that sound like the commoner of the two.
func (k *Linkage) rarity(c int, level uint8, a, b uint32) float64 {
	bearers, chance := int32(0), k.chance[c]
	switch x := &k.lexicon[c]; {
	case level == levelSame && c == k.whole:
		share := float64(max(k.counts[c][a], k.counts[c][b])-1) / float64(k.records)
		return max(-rarityMost, min(rarityMost, math.Log2(chance/max(share, math.Exp2(-float64(x.spelled(a, b).bits))))))
	case level == levelSame:
		bearers = k.counts[c][a]
	case level == levelNear && x.sound != nil && x.sound[a] != 0 && x.sound[b] != 0 && x.acrossScripts(a, b):
		bearers, chance = max(k.sounding[c][x.sound[a]], k.sounding[c][x.sound[b]]), k.chanceSound[c]
	default:
		return 0
	}
	share := float64(max(bearers-1, 1)) / float64(k.records)
	return max(-rarityMost, min(rarityMost, math.Log2(chance/share)))
}

// rarityMost bounds, in bits, what the rarity of a value adds to the weight of agreeing on it.
const rarityMost = 4

func byProbability(a, b Link) int {
	return cmp.Or(-cmp.Compare(a.Bits, b.Bits), cmp.Compare(a.Left, b.Left), cmp.Compare(a.Right, b.Right))
}

// lexicon is the distinct values of a column in normal form, numbered; 0 is the missing value. All columns of
// names share one, so that given and family name can be compared crosswise.
type lexicon struct {
	words     []string
	sounds    [][]name.Skeleton // of names, and of words where several scripts are among them
	sound     []uint32          // of names: the number of the key of the first reading; 0 where it has none
	spellings [][]spelling      // of whole names: those of the other script that may be the same, the likest first
	script    []name.Script
	runes     []uint16 // the letters of all words, one after the other
	ends      []uint32 // where each word's letters end in runes
	marks     []marks
}

func (x *lexicon) letters(word uint32) []uint16 {
	if word == 0 {
		return nil
	}
	return x.runes[x.ends[word-1]:x.ends[word]]
}

// acrossScripts reports that two words are in different scripts.
func (x *lexicon) acrossScripts(a, b uint32) bool { return x.script[a] != x.script[b] }
