package intake

import (
	"fmt"
	"slices"
	"strings"
	"sync"
)

// Rows of words that fill slots in English, and how what they say is told: as a fact,
// as not so, or as only possible.

// slotClass is one class of slots.yaml.
type slotClass struct {
	Kind   string   `yaml:"kind"`
	Reason string   `yaml:"reason"`
	Rows   []string `yaml:"rows"`
}

// slotRow is a row of one kind, word by word; a nil place is a gap.
type slotRow struct {
	kind  string
	words [][]string
}

// slotKinds are the kinds the grammar of slots asks for.
var slotKinds = []string{"captured", "detained", "missing", "died", "death-noun", "moved", "released", "front", "held",
	"hurt", "unhurt", "ill", "illness", "well", "recovered", "ailment", "wishing", "refusing", "asylum", "no-papers", "paper", "papers"}

// slotRows are the rows by the first word they may begin with, read once.
var slotRows = sync.OnceValue(func() map[string][]slotRow {
	var classes []slotClass
	if err := readYAML("slots.yaml", &classes); err != nil {
		panic(err)
	}
	out := map[string][]slotRow{}
	for _, c := range classes {
		if !slices.Contains(slotKinds, c.Kind) || c.Reason == "" {
			panic(fmt.Sprintf("slots.yaml: kind %q is unknown or has no reason", c.Kind))
		}
		for _, text := range c.Rows {
			row := slotRow{kind: c.Kind}
			for _, w := range strings.Fields(text) {
				if w == "~" {
					row.words = append(row.words, nil)
				} else {
					row.words = append(row.words, strings.Split(w, "|"))
				}
			}
			for _, first := range row.words[0] {
				out[first] = append(out[first], row)
			}
		}
	}
	return out
})

// slotHit is a row found in a content.
type slotHit struct {
	kind string
	at   rng
}

// slotHits finds every row in x, in the order of the text; of several of one kind at one
// word the longest.
func (c *cast) slotHits(x rng) []slotHit {
	rows := slotRows()
	var out []slotHit
	for i := x.a; i < x.b; i++ {
		first := len(out)
		for _, row := range rows[c.low(i)] {
			n := c.rowAt(row.words, i, x.b)
			if n == 0 {
				continue
			}
			if k := slices.IndexFunc(out[first:], func(h slotHit) bool { return h.kind == row.kind }); k < 0 {
				out = append(out, slotHit{row.kind, rng{i, n}})
			} else if n > out[first+k].at.b {
				out[first+k].at.b = n
			}
		}
	}
	return out
}

// rowAt is the end of a row that stands at i, 0 where it does not.
func (c *cast) rowAt(words [][]string, i, end int) int {
	for k, any := range words {
		if any == nil {
			for gap := 0; gap <= 8 && i+gap < end; gap++ {
				if n := c.rowAt(words[k+1:], i+gap, end); n > 0 {
					return n
				}
				if c.toks[i+gap].kind == punct {
					break
				}
			}
			return 0
		}
		if i >= end || !slices.Contains(any, c.low(i)) {
			return 0
		}
		i++
	}
	return i
}

// hit is the first of some kinds, ok where there is one.
func hit(hits []slotHit, kinds ...string) (slotHit, bool) {
	for _, h := range hits {
		if slices.Contains(kinds, h.kind) {
			return h, true
		}
	}
	return slotHit{}, false
}

// telling is what the words before an event make of it.
type telling struct {
	not   bool   // it did not happen
	modal string // it will, would, may …
	open  bool   // asked, feared, a condition, hedged
}

func (t telling) fact() bool { return !t.not && t.modal == "" && !t.open }

func negative(l string) bool {
	switch l {
	case "not", "never", "nobody", "none", "neither", "nor", "without", "no", "cannot", "instead":
		return true
	}
	return strings.HasSuffix(l, "n't") || strings.HasSuffix(l, "n’t")
}

// telling reads the clause before a row, and within it where it has a gap.
func (c *cast) telling(x rng, at rng) (t telling) {
	for k := at.a + 1; k < at.b; k++ {
		t.not = t.not != negative(c.low(k))
		t.open = t.open || c.is(k, "to", "due", "about", "almost", "nearly") && c.is(at.a, "was", "were", "been")
	}
	chain := true // only auxiliaries and adverbs stand between
	for k := at.a - 1; k >= max(x.a, at.a-14); k-- {
		l := c.low(k)
		switch {
		case c.time[k] != 0: // the month of May is no "may"
		case c.is(k, ",", ";", ":", "—", "–"):
			return t
		case c.is(k, "that"):
			t.not = t.not != (c.is(k-1, "true", "fact") && negative(c.low(k-2)) || c.is(k-1, "false", "untrue", "denied", "denies"))
			t.open = t.open || c.is(k-1, "possible", "likely", "unlikely", "probable", "doubt", "doubts", "doubtful", "fear", "fears", "feared", "hope", "hopes") ||
				c.is(k-1, "say", "write", "declare", "state", "admit", "confess") && c.is(k-2, "to") // made to say it
			return t
		case c.is(k, "who", "which", "when", "while", "after", "because", "but", "before", "where"):
			return t
		case c.is(k, "if", "whether", "unless", "until", "once", "lest"):
			t.open = true
			return t
		case c.is(k, "and", "or") && k+1 == at.a && c.is(at.a, "asked", "asks", "wants", "wanted", "wishes", "wished", "hopes", "hoped", "refused", "refuses", "begged", "surrendered", "died", "disappeared", "vanished"):
			return t // a verb of its own, with no auxiliary before it
		case c.is(k, "and", "or") && (c.lx.pronoun[c.low(k+1)] || c.lx.auxiliary[c.low(k+1)] || c.lx.determiner[c.low(k+1)] || k+1 < x.b && c.toks[k+1].cap):
			return t
		case c.is(k, "he", "she", "they", "i", "we") && k < at.a-1 && !c.is(k-1, "that"):
			t.open = t.open || c.is(k-1, "if", "whether", "unless", "until", "once")
			return t
		case negative(l) && !c.is(k+1, "only", "doubt") && !(l == "no" && !chain && !c.subjectAt(x, k)):
			t.not = !t.not
		case c.is(k, "failed", "fails", "unable") && c.is(k+1, "to"):
			t.not = !t.not
		case c.is(k, "will", "would", "could", "may", "might", "should", "must", "shall", "can", "'ll", "’ll"):
			t.modal = l
		case l == "to" && chain:
			switch {
			case c.is(k-1, "forced", "compelled", "had", "managed", "chose", "decided", "able", "obliged", "got", "made"):
			case c.is(k-1, "said", "reported", "known", "confirmed", "understood", "found", "seen"):
				return t
			default:
				t.open = true
			}
		case c.is(k, "apparently", "allegedly", "probably", "perhaps", "possibly", "maybe", "supposedly", "presumably", "likely", "unlikely", "seemingly", "almost", "nearly", "narrowly"):
			t.open = true
		case at.a-k <= 2 && c.is(k, "believed", "feared", "presumed", "thought", "considered", "suspected", "assumed"):
			t.open = true
		}
		chain = chain && (c.lx.auxiliary[l] || c.lx.adverb[l] || c.lx.be[l] || c.is(k, "being", "been", "not", "to"))
	}
	return t
}

// subjectAt: the noun phrase that begins at k is the first of the content: "no soldier was …".
func (c *cast) subjectAt(x rng, k int) bool { return k <= x.a+1 || c.is(k-1, "and", "but") }
