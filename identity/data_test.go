package identity

import (
	"bufio"
	"encoding/binary"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"homeward/name"
)

func pairsFile(t testing.TB, file string) [][2]string {
	t.Helper()
	f, err := os.Open(filepath.Join("..", "..", "shared", "data", "names", file))
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatalf("reading the name pairs: %v", err)
		}
		t.Skipf("name pairs not at hand: %v", err)
	}
	defer f.Close()
	var pairs [][2]string
	for s := bufio.NewScanner(f); s.Scan(); {
		if left, right, ok := strings.Cut(s.Text(), "\t"); ok {
			pairs = append(pairs, [2]string{left, right})
		}
	}
	r := rand.New(rand.NewPCG(7, 1))
	r.Shuffle(len(pairs), func(i, j int) { pairs[i], pairs[j] = pairs[j], pairs[i] })
	return pairs
}

// TestRecallOfSearch asks an index of 5,000 names for each of 1,000 by its other script, and compares what the
// candidate stage lets through with scoring everybody: an answer that scoring all would put first must be there.
func TestRecallOfSearch(t *testing.T) {
	if testing.Short() {
		t.Skip("ranks 10,000 names 60 times in full")
	}
	korean := slices.DeleteFunc(pairsFile(t, "hangul-latin.tsv"), func(p [2]string) bool {
		return strings.Contains(p[0], " ") || name.FamilyCut(p[0]) != 3 || len(p[0]) != 9 || !strings.Contains(p[1], " ")
	})
	for _, c := range []struct {
		what                string
		pairs               [][2]string
		at1, at10, complete float64
	}{
		{"Korean full names, Hangul to Latin", korean, 0.80, 0.88, 0.98},
		{"Russian words, Cyrillic to Latin", pairsFile(t, "cyrillic-latin-words.tsv"), 0.85, 0.92, 0.96},
	} {
		t.Run(c.what, func(t *testing.T) {
			pool := c.pairs[:min(5000, len(c.pairs))]
			people := make([]Person, len(pool))
			right := map[string][]string{}
			for i, p := range pool {
				people[i].Names = []string{p[1]}
				binary.BigEndian.PutUint32(people[i].ID[:], uint32(i))
				right[p[0]] = append(right[p[0]], p[1])
			}
			x := indexOf(people...)
			const queries = 1000
			first, ten, firstOfAll, kept := 0, 0, 0, 0
			for i, p := range pool[:queries] {
				q := Query{Name: p[0]}
				// The rank among names that do not answer; those with the same score stand before.
				rank := func(found []Candidate) int {
					best, ahead := -1, 0
					for k, f := range found {
						if slices.Contains(right[p[0]], f.Names[0]) {
							best = k
							break
						}
					}
					if best < 0 {
						return 1 << 20
					}
					for _, f := range found {
						if f.Bits >= found[best].Bits && !slices.Contains(right[p[0]], f.Names[0]) {
							ahead++
						}
					}
					return ahead
				}
				r := rank(x.Search(q, 50))
				if r == 0 {
					first++
				}
				if r < 10 {
					ten++
				}
				if i >= 60 {
					continue
				}
				all := make([]Candidate, len(people))
				v := x.view()
				s, scoring := newScorer(v), subjectOf(q)
				s.seek(scoring, searchBounds)
				for k := range people {
					all[k] = s.score(scoring, &people[k])
				}
				slices.SortFunc(all, func(a, b Candidate) int {
					switch {
					case a.Bits > b.Bits:
						return -1
					case a.Bits < b.Bits:
						return 1
					}
					return a.ID.Compare(b.ID)
				})
				if rank(all) == 0 {
					firstOfAll++
					if r == 0 {
						kept++
					}
				}
			}
			at1, at10, complete := float64(first)/queries, float64(ten)/queries, float64(kept)/float64(firstOfAll)
			t.Logf("recall@1 %.3f, recall@10 %.3f (pool %d, %d queries); candidate stage keeps %.3f of %d", at1, at10, len(pool), queries, complete, firstOfAll)
			if at1 < c.at1 || at10 < c.at10 || complete < c.complete {
				t.Errorf("below the floor of %.2f, %.2f, %.2f", c.at1, c.at10, c.complete)
			}
		})
	}
}
