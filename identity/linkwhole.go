package identity

import (
	"context"
	"math"
	"slices"

	"homeward/name"
)

// A Korean name in Hangul beside one in Latin letters is compared whole: how the one spells the other is learned of
// whole names (name.Transducer), and neither 이 beside Rhee nor 진 beside Chan sound alike part by part. Where a
// linkage has enough names of both scripts, a column of whole names stands beside those of their parts. Of any pair
// either the whole name speaks, in two scripts, or the parts do, in one; never both.

const (
	wholeLeast = 20     // one name in so many is in the rarer of the two scripts, at least
	wholeMost  = 20_000 // different names in Hangul, at most: each is ranked against all in Latin letters
	alikeMost  = 64     // spellings looked at, of one name
)

// The bits of a ranking from which a whole name agrees, nearly agrees and is similar. They only sort pairs: what each
// level is worth is learned.
const (
	alikeSame    = 18
	alikeNear    = 13
	alikeSimilar = 6
)

// spelling is another name of a lexicon that may be one with a name, in the other script.
type spelling struct {
	word  uint32
	level uint8
	bits  float32
}

// WholeName is the header of the column that [LinkLists] adds.
const WholeName = "whole name, two scripts"

// compareWholeNames adds the column of whole names where there are enough of them in Hangul and in Latin letters.
func (k *Linkage) compareWholeNames(left, right []Record) {
	k.whole = -1
	if k.swapped[0] < 0 || len(k.Columns) == MaxColumns {
		return
	}
	var names [2]int // in Hangul and in Latin letters
	hangul := map[string]bool{}
	for _, records := range [2][]Record{left, right} {
		for i := range records {
			switch k.wholeScript(&records[i]) {
			case name.Hangul:
				names[0]++
				hangul[k.wholeName(&records[i])] = true
			case name.Latin:
				names[1]++
			}
		}
	}
	if fewer := min(names[0], names[1]); fewer > 0 && fewer*wholeLeast >= k.records && len(hangul) <= wholeMost {
		k.whole = len(k.Columns)
		k.Columns = append(slices.Clone(k.Columns), Column{WholeName, wholeNameColumn})
	}
}

// wholeScript is the script of a record's name, where all of it is in one of the two.
func (k *Linkage) wholeScript(r *Record) name.Script {
	script := name.Other
	for _, c := range k.swapped {
		if c < 0 || r.Values[c] == "" {
			continue
		}
		s := name.ScriptOf(r.Values[c])
		if s != name.Hangul && s != name.Latin || script != name.Other && s != script {
			return name.Other
		}
		script = s
	}
	return script
}

// wholeName is the parts of a record's name, one after the other.
func (k *Linkage) wholeName(r *Record) string {
	whole := ""
	for _, c := range k.swapped {
		switch {
		case c < 0 || r.Values[c] == "":
		case whole == "":
			whole = r.Values[c]
		default:
			whole += " " + r.Values[c]
		}
	}
	return whole
}

// value is what a record has in a column.
func (k *Linkage) value(r *Record, c int) string {
	switch {
	case c != k.whole:
		return r.Values[c]
	case k.wholeScript(r) == name.Other:
		return ""
	}
	return k.wholeName(r)
}

// findSpellings ranks the Latin names for each name in Hangul. An end of ctx leaves the rest out.
func (k *Linkage) findSpellings(ctx context.Context, tell func(string, int, int)) {
	if k.whole < 0 {
		return
	}
	x := &k.lexicon[k.whole]
	var hangul, latin []uint32
	var pool []string
	for w := 1; w < len(x.words); w++ {
		if x.script[w] == name.Hangul {
			hangul = append(hangul, uint32(w))
		} else {
			latin, pool = append(latin, uint32(w)), append(pool, x.words[w])
		}
	}
	x.spellings = make([][]spelling, len(x.words))
	ranker := name.Learned().NewRanker(pool)
	const stretch = 64
	parallel((len(hangul)+stretch-1)/stretch, func(i int) {
		if i%16 == 0 {
			tell("comparing whole names", i*stretch, len(hangul))
		}
		for _, w := range hangul[i*stretch : min(i*stretch+stretch, len(hangul))] {
			if ctx.Err() != nil {
				return
			}
			for _, f := range ranker.Rank(x.words[w], alikeMost) {
				level := uint8(levelSimilar)
				switch {
				case f.Bits < alikeSimilar:
					continue
				case f.Bits >= alikeSame:
					level = levelSame
				case f.Bits >= alikeNear:
					level = levelNear
				}
				x.spellings[w] = append(x.spellings[w], spelling{latin[f.Number], level, float32(f.Bits)})
			}
		}
	})
	for _, w := range hangul {
		for _, s := range x.spellings[w] {
			x.spellings[s.word] = append(x.spellings[s.word], spelling{w, s.level, s.bits})
		}
	}
	for _, w := range latin {
		slices.SortStableFunc(x.spellings[w], func(a, b spelling) int { return int(a.level) - int(b.level) })
	}
	k.bearing = make([][]int32, len(x.words))
	for r := k.rightRow(); r < k.records; r++ {
		w := k.row(r)[k.whole]
		k.bearing[w] = append(k.bearing[w], int32(r))
	}
}

// wholeLevel compares whole names in two scripts; those in one, or of which parts are missing, say nothing.
func (k *Linkage) wholeLevel(a, b []uint32) uint8 {
	if k.whole < 0 {
		return levelMissing
	}
	x, v, w := &k.lexicon[k.whole], a[k.whole], b[k.whole]
	if v == 0 || w == 0 || !x.acrossScripts(v, w) {
		return levelMissing
	}
	level := x.spelled(v, w).level
	if level == levelOther && k.swapped[1] >= 0 {
		for i, c := range k.swapped {
			other := k.swapped[1-i]
			alone := (a[other] == 0 || b[other] == 0) && a[c] != 0 && b[c] != 0
			if alone && k.compareValues(c, min(a[c], b[c]), max(a[c], b[c])) != levelOther {
				return levelMissing // a family name alone is no other name than the whole
			}
		}
	}
	return level
}

// spelled is what a ranking said of two whole names in two scripts.
func (x *lexicon) spelled(v, w uint32) spelling {
	if x.script[v] != name.Hangul {
		v, w = w, v
	}
	for _, s := range x.spellings[v] {
		if s.word == w {
			return s
		}
	}
	return spelling{word: w, level: levelOther}
}

// silent reports that a column says nothing of a pair because the whole name speaks for its parts, or they for it.
func (k *Linkage) silent(c int, whole uint8) bool {
	if k.whole < 0 {
		return false
	}
	if c == k.whole {
		return whole == levelMissing
	}
	return whole != levelMissing && k.partOfWhole(c)
}

// partOfWhole reports that a column's names are compared whole with those in the other script.
func (k *Linkage) partOfWhole(c int) bool {
	return k.whole >= 0 && (c == k.swapped[0] || c == k.swapped[1])
}

// compareSpellings compares a record with those whose names may be its own in the other script, the likest first, not
// more than a block holds.
func (k *Linkage) compareSpellings(w *worker, a, least int) {
	left := blockMost
	for _, s := range k.lexicon[k.whole].spellings[k.row(a)[k.whole]] {
		for _, b := range k.bearing[s.word] {
			if int(b) < least || w.met[b] == int32(a+1) {
				continue
			}
			if left--; left < 0 {
				return
			}
			w.met[b] = int32(a + 1)
			w.compare(k, a, int(b))
		}
	}
}

// spelledAlike counts, of the pairs of records with whole names in two scripts, those at each level but the last.
func (k *Linkage) spelledAlike() agreement {
	x := &k.lexicon[k.whole]
	const left, right, hangul, latin = 0, 1, 0, 1
	var bearers [2][2][]int32 // by side and script, then by name
	for side := range bearers {
		for script := range bearers[side] {
			bearers[side][script] = make([]int32, len(x.words))
		}
	}
	for r := range k.records {
		side, script := left, hangul
		if r >= k.left {
			side = right
		}
		w := k.row(r)[k.whole]
		if x.script[w] != name.Hangul {
			script = latin
		}
		bearers[side][script][w]++
	}
	a := agreement{counted: levelSimilar}
	count := func(hangul, latin []int32) {
		of := [2]float64{}
		for w := 1; w < len(x.words); w++ {
			of[0], of[1] = of[0]+float64(hangul[w]), of[1]+float64(latin[w])
			if hangul[w] > 0 {
				for _, s := range x.spellings[w] {
					a.by[s.level] += float64(hangul[w]) * float64(latin[s.word])
				}
			}
		}
		a.pairs += of[0] * of[1]
		a.most = max(a.most, atMost(hangul, latin))
	}
	if k.dedupe {
		count(bearers[left][hangul], bearers[left][latin])
	} else {
		count(bearers[left][hangul], bearers[right][latin])
		count(bearers[right][hangul], bearers[left][latin])
	}
	// Evidence that is 2^n times as likely of one name as of two comes of two at most once in 2^n times (Markov's
	// inequality), but where names repeat more than in the language.
	a.most = max(a.most, math.Exp2(-alikeSame))
	return a
}
