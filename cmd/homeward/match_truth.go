package main

import (
	"cmp"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"homeward/identity"
	"homeward/match"
)

// reliable is one line of the reliability table: of the pairs said to be this likely, how many are right.
type reliable struct {
	From  float64 `json:"from"`
	To    float64 `json:"to"`
	Pairs int     `json:"pairs"`
	Said  float64 `json:"said"`
	Right float64 `json:"right"`
}

// judge measures the links against pairs of ids known to be one person.
func (c *matchCommand) judge(e *edge, out *matchedLists, m *matching) error {
	k := m.linkage
	truth, err := c.readTruth(e, m)
	if err != nil {
		return err
	}
	const bins = 10
	var pairs [bins]int
	var said, right [bins]float64
	hits := 0
	for _, l := range k.Links(0) {
		a, b := m.ids(l)
		if c.Right == "" && a > b {
			a, b = b, a
		}
		bin := min(int(l.Probability*bins), bins-1)
		pairs[bin]++
		said[bin] += l.Probability
		if truth[[2]string{a, b}] {
			right[bin]++
			if l.Probability >= k.Threshold {
				hits++
			}
		}
	}
	// The lowest bin is nearly all of the pairs and says little; the error is that of pairs said to be over 0.1.
	total, off := 0.0, 0.0
	for i := range bins {
		if pairs[i] == 0 {
			continue
		}
		n := float64(pairs[i])
		if i > 0 {
			total += n
			off += math.Abs(said[i] - right[i])
		}
		out.Reliability = append(out.Reliability, reliable{float64(i) / bins, float64(i+1) / bins, pairs[i], said[i] / n, right[i] / n})
	}
	precision, recall := float64(hits)/float64(max(out.Pairs, 1)), float64(hits)/float64(max(len(truth), 1))
	f1, ece := 0.0, off/max(total, 1)
	if hits > 0 {
		f1 = 2 * precision * recall / (precision + recall)
	}
	out.Precision, out.Recall, out.F1, out.Calibration = &precision, &recall, &f1, &ece
	return nil
}

// readTruth reads two columns of ids, or the first two columns ending in _l and _r with a clerical_match_score, of
// which those from 0.5 count. Within one list the ids of a pair are put in order. Pairs that name records nobody has are
// told and left out: they say nothing of this matching.
func (c *matchCommand) readTruth(e *edge, m *matching) (map[[2]string]bool, error) {
	data, err := os.ReadFile(c.Truth)
	if err != nil {
		return nil, err
	}
	t, err := match.ReadCSV(data, c.Truth)
	if err != nil {
		return nil, err
	}
	l, r, score := 0, 1, -1
	if strings.HasSuffix(t.Headers[0], "_l") {
		for i, h := range t.Headers {
			if strings.HasSuffix(h, "_r") {
				r = i
				break
			}
		}
		score = slices.Index(t.Headers, "clerical_match_score")
		if l = slices.Index(t.Headers, strings.TrimSuffix(t.Headers[r], "_r")+"_l"); l < 0 {
			return nil, fmt.Errorf("%s: no column beside %s that ends in _l", c.Truth, t.Headers[r])
		}
	}
	if strings.Join(t.Headers, ",") == "file,reference,same as file,same as reference" { // as homeward sample writes it
		if l, r, t.Rows, err = 1, 3, ofFiles(t.Rows, filepath.Base(c.Left), filepath.Base(cmp.Or(c.Right, c.Left))), nil; len(t.Rows) == 0 {
			return nil, fmt.Errorf("%s says nothing of %s", c.Truth, strings.TrimSpace(filepath.Base(c.Left)+" "+filepath.Base(c.Right)))
		}
	}
	lefts, rights := idsOf(m.left), idsOf(m.right)
	within := c.Right == ""
	if first := t.Headers; lefts[first[l]] && rights[first[r]] {
		t.Rows = append(t.Rows, first) // there is no header
	}
	out := map[[2]string]bool{}
	unknown, example := 0, ""
	for n, row := range t.Rows {
		if score >= 0 {
			s, err := strconv.ParseFloat(row[score], 64)
			if err != nil {
				return nil, fmt.Errorf("%s: row %d: %q is no score", c.Truth, n+2, row[score])
			}
			if s < 0.5 {
				continue
			}
		}
		a, b := row[l], row[r]
		if !(lefts[a] && rights[b]) && lefts[b] && rights[a] {
			a, b = b, a
		}
		if !lefts[a] || !rights[b] {
			if unknown++; unknown == 1 {
				example = a + ", " + b
			}
			continue
		}
		if within && a > b {
			a, b = b, a
		}
		if !within || a != b {
			out[[2]string{a, b}] = true
		}
	}
	if unknown > 0 && len(out) == 0 {
		return nil, fmt.Errorf("%s: none of its pairs (such as %s) is of records in the lists, which are called as %s; --id HEADER names the column with their ids", c.Truth, example, m.left[0].ID)
	}
	if unknown > 0 {
		fmt.Fprintf(e.stderr, "homeward: %s: %d pairs (such as %s) name records that are not in the lists; they are left out\n", c.Truth, unknown, example)
	}
	return out, nil
}

// ofFiles are all pairs of a record of one file with one of the other who are one person, if need be by way of others.
func ofFiles(rows [][]string, left, right string) (out [][]string) {
	type record struct{ file, id string }
	first := map[record]record{} // of all who are one person
	members := map[record][]record{}
	of := func(r record) record {
		if f, ok := first[r]; ok {
			return f
		}
		first[r], members[r] = r, []record{r}
		return r
	}
	for _, row := range rows {
		a, b := of(record{row[0], row[1]}), of(record{row[2], row[3]})
		if a == b {
			continue
		}
		for _, r := range members[b] {
			first[r] = a
		}
		members[a] = append(members[a], members[b]...)
		delete(members, b)
	}
	for _, same := range members {
		for i, a := range same {
			for j, b := range same {
				if i != j && a.file == left && b.file == right {
					out = append(out, []string{a.file, a.id, b.file, b.id})
				}
			}
		}
	}
	return out
}

func idsOf(records []identity.Record) map[string]bool {
	out := make(map[string]bool, len(records))
	for _, r := range records {
		out[r.ID] = true
	}
	return out
}
