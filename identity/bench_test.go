package identity

import (
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// TestMillion builds, opens and searches an index of IDENTITY_PEOPLE invented people (1000000 for the figures in
// the package's reports), and prints sizes and times. The queries are people of the index in another script than
// recorded, every second one with a typo, each asked once. Where IDENTITY_SEARCH is set, it goes no further than these.
func TestMillion(t *testing.T) {
	n, err := strconv.Atoi(os.Getenv("IDENTITY_PEOPLE"))
	if err != nil || n < 1000 {
		t.Skip("set IDENTITY_PEOPLE to a number of people from 1000 to measure")
	}
	r := rand.New(rand.NewPCG(9, 9))
	const each = 1000
	var ask [4 * each]struct {
		Query
		want ID
	}
	which := map[int]int{}
	for i := range ask {
		which[r.IntN(n)] = i
	}
	at := time.Now()
	b, k := new(Builder), 0
	for p, names := range inventEach(1, n) {
		if i, ok := which[k]; ok {
			written := names.latin
			if p.Names[0] == written {
				written = names.cyrillic
			}
			if i%2 == 0 {
				written = typo(r, written)
			}
			ask[i].Query, ask[i].want = Query{Name: written, Born: p.Born}, p.ID
		}
		b.Add(p)
		k++
	}
	s := b.Segment()
	t.Logf("built %d people in %v; %s", n, time.Since(at).Round(time.Millisecond), peak())
	x := new(Index)
	x.Add(s)
	at = time.Now()
	x.Search(Query{Name: "Zorvan Quellik"}, 10)
	t.Logf("first search %v; %s", time.Since(at).Round(time.Microsecond), peak())
	t.Logf("%.1f bytes a person; %d words, %d skeletons, %d keys", float64(s.Size())/float64(n), s.count(sWordAt), s.count(sTermAt), s.count(sKeyAt))
	for i, name := range []string{"ids", "born", "record offsets", "records", "word offsets", "words", "word terms", "word term offsets", "term offsets", "terms", "key offsets", "keys", "key terms", "posting offsets", "postings", "numbers"} {
		t.Logf("  %-18s %5.2f bytes a person", name, float64(len(s.part[i]))/float64(n))
	}
	const limit = 20
	for part, what := range []string{"name alone", "name and date of birth"} {
		var took []time.Duration
		first, among := 0, 0
		own := ask[part*each : (part+1)*each]
		for i := range own {
			if part == 0 {
				own[i].Born = ""
			}
			at := time.Now()
			found := x.Search(own[i].Query, limit)
			took = append(took, time.Since(at))
			k := slices.IndexFunc(found, func(f Candidate) bool { return f.ID == own[i].want })
			if k == 0 {
				first++
			}
			if k >= 0 {
				among++
			}
		}
		slices.Sort(took)
		sum := time.Duration(0)
		for _, d := range took {
			sum += d
		}
		t.Logf("%s: p50 %v, p99 %v, most %v, mean %v; first %.3f, among twenty %.3f", what, took[each/2], took[each*99/100], took[each-1], sum/each, float64(first)/each, float64(among)/each)
	}
	at = time.Now()
	parallel(2*each, func(i int) {
		q := ask[2*each+i].Query
		q.Born = ""
		x.Search(q, limit)
	})
	t.Logf("name alone, on all cores: %.0f a second; %s", 2*each/time.Since(at).Seconds(), peak())
	if os.Getenv("IDENTITY_SEARCH") != "" {
		return
	}
	var took []time.Duration
	for _, q := range ask[:200] {
		at := time.Now()
		x.Search(Query{Name: q.Name[:len(q.Name)/2], Typing: true}, limit)
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

// peak is the most memory the process has had, where the system tells.
func peak() string {
	status, _ := os.ReadFile("/proc/self/status")
	for line := range strings.Lines(string(status)) {
		if strings.HasPrefix(line, "VmHWM") {
			return "most memory " + strings.TrimSpace(line[6:])
		}
	}
	return "most memory unknown"
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
