package identity

import (
	"bufio"
	"encoding/binary"
	"math"
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

// koreanPairs are full names of three syllables by form.
func koreanPairs(t testing.TB) [][2]string {
	return slices.DeleteFunc(pairsFile(t, "hangul-latin.tsv"), func(p [2]string) bool {
		return strings.Contains(p[0], " ") || name.FamilyCut(p[0]) != 3 || len(p[0]) != 9 || !strings.Contains(p[1], " ")
	})
}

// pooled is an index of the right names of pairs.
type pooled struct {
	index  *Index
	people []Person
	right  map[string][]int // left name → people with a right one
}

func poolOf(pairs [][2]string) pooled {
	p := pooled{people: make([]Person, len(pairs)), right: map[string][]int{}}
	for i, pair := range pairs {
		p.people[i].Names = []string{pair[1]}
		binary.BigEndian.PutUint32(p.people[i].ID[:], uint32(i))
		p.right[pair[0]] = append(p.right[pair[0]], i)
	}
	p.index = indexOf(p.people...)
	return p
}

// answers reports that a person bears one of the right names.
func (p *pooled) answers(asked string, person int) bool {
	return slices.ContainsFunc(p.right[asked], func(k int) bool { return p.people[k].Names[0] == p.people[person].Names[0] })
}

// TestRecallOfSearch asks an index of 5,000 names for each of 1,000 by its other script. Answers of the same score
// stand behind what does not answer.
func TestRecallOfSearch(t *testing.T) {
	if testing.Short() {
		t.Skip("searches 5,000 names 1,000 times")
	}
	for _, c := range []struct {
		what      string
		pairs     [][2]string
		at1, at10 float64
	}{
		{"Korean full names, Hangul to Latin", koreanPairs(t), 0.82, 0.89},
		{"Russian words, Cyrillic to Latin", pairsFile(t, "cyrillic-latin-words.tsv"), 0.89, 0.95},
	} {
		t.Run(c.what, func(t *testing.T) {
			pool := poolOf(c.pairs[:min(5000, len(c.pairs))])
			const queries = 1000
			first, ten := 0, 0
			for _, p := range c.pairs[:queries] {
				found := pool.index.Search(Query{Name: p[0]}, 50)
				best, ahead := math.Inf(-1), 0
				for _, f := range found {
					if pool.answers(p[0], int(binary.BigEndian.Uint32(f.ID[:]))) {
						best = f.Bits
						break
					}
				}
				for _, f := range found {
					if f.Bits >= best && !pool.answers(p[0], int(binary.BigEndian.Uint32(f.ID[:]))) {
						ahead++
					}
				}
				if ahead == 0 && best > math.Inf(-1) {
					first++
				}
				if ahead < 10 && best > math.Inf(-1) {
					ten++
				}
			}
			at1, at10 := float64(first)/queries, float64(ten)/queries
			t.Logf("recall@1 %.3f, recall@10 %.3f (pool %d, %d queries)", at1, at10, len(pool.people), queries)
			if at1 < c.at1 || at10 < c.at10 {
				t.Errorf("below the floor of %.2f, %.2f", c.at1, c.at10)
			}
		})
	}
}
