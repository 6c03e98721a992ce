package identity

import (
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"testing"
	"time"
)

// TestMillion builds, opens and searches an index of IDENTITY_PEOPLE invented people (1000000 for the figures in
// the package's reports), and prints sizes and times. The queries are people of the index in another script than
// recorded, every second one with a typo.
func TestMillion(t *testing.T) {
	n, err := strconv.Atoi(os.Getenv("IDENTITY_PEOPLE"))
	if err != nil || n < 1000 {
		t.Skip("set IDENTITY_PEOPLE to a number of people from 1000 to measure")
	}
	people, names := inventPeople(1, n)
	at := time.Now()
	data, _ := Build(people).MarshalBinary()
	t.Logf("built %d people in %v", n, time.Since(at).Round(time.Millisecond))

	r := rand.New(rand.NewPCG(9, 9))
	queries := make([]Query, 1000)
	want := make([]ID, len(queries))
	for i := range queries {
		k := r.IntN(n)
		want[i] = people[k].ID
		written := names[k].latin
		if people[k].Names[0] == written {
			written = names[k].cyrillic
		}
		if i%2 == 0 {
			written = typo(r, written)
		}
		queries[i] = Query{Name: written, Born: people[k].Born}
	}
	at = time.Now()
	s, err := OpenSegment(data)
	if err != nil {
		t.Fatal(err)
	}
	x := new(Index)
	x.Add(s)
	opened := time.Since(at)
	x.Search(queries[0], 10)
	t.Logf("opened in %v, with the first search %v", opened.Round(time.Microsecond), time.Since(at).Round(time.Microsecond))
	t.Logf("%.1f bytes a person; %d words, %d skeletons, %d keys", float64(s.Size())/float64(n), s.count(sWordAt), s.count(sTermAt), s.count(sKeyAt))
	for i, name := range []string{"ids", "born", "record offsets", "records", "word offsets", "words", "word terms", "word term offsets", "term offsets", "terms", "key offsets", "keys", "key terms", "posting offsets", "postings", "numbers"} {
		t.Logf("  %-18s %5.2f bytes a person", name, float64(len(s.part[i]))/float64(n))
	}
	for _, c := range []struct {
		what string
		born bool
	}{{"name and date of birth", true}, {"name alone", false}} {
		var took []time.Duration
		first, ten := 0, 0
		for i, q := range queries {
			if !c.born {
				q.Born = ""
			}
			at := time.Now()
			found := x.Search(q, 10)
			took = append(took, time.Since(at))
			k := slices.IndexFunc(found, func(f Candidate) bool { return f.ID == want[i] })
			if k == 0 {
				first++
			}
			if k >= 0 {
				ten++
			}
		}
		slices.Sort(took)
		t.Logf("%s: p50 %v, p99 %v, most %v; first %.3f, among ten %.3f", c.what, took[len(took)/2], took[len(took)*99/100], took[len(took)-1], float64(first)/float64(len(queries)), float64(ten)/float64(len(queries)))
	}
	var took []time.Duration
	for _, q := range queries[:200] {
		at := time.Now()
		x.Search(Query{Name: q.Name[:len(q.Name)/2], Typing: true}, 10)
		took = append(took, time.Since(at))
	}
	slices.Sort(took)
	t.Logf("half typed: p50 %v, most %v", took[len(took)/2], took[len(took)-1])

	at = time.Now()
	pairs := 0
	for range x.Pairs(20) {
		pairs++
	}
	t.Logf("%d pairs of 20 bits and more among all in %v", pairs, time.Since(at).Round(time.Millisecond))
}

func BenchmarkSearch(b *testing.B) {
	people, names := inventPeople(1, 20_000)
	x := new(Index)
	x.Add(Build(people))
	i := 0
	for b.Loop() {
		x.Search(Query{Name: names[i%len(names)].latin}, 10)
		i++
	}
}
