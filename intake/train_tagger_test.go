package intake

import (
	"bytes"
	"cmp"
	"fmt"
	"hash/fnv"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"homeward/statement/edtf"
)

// told is one attribution of the corpus: its spans in code points.
type told struct{ source, cue, content [][2]int }

// readTold gives the attributions of an annotation file.
func readTold(annotations string) []told {
	type textBound struct {
		kind  string
		spans [][2]int
	}
	bounds := map[string]textBound{}
	var events [][]string
	for line := range strings.Lines(annotations) {
		cols := strings.Split(strings.TrimRight(line, "\n"), "\t")
		switch {
		case len(cols) < 2 || cols[0] == "":
		case cols[0][0] == 'T':
			kind, spans, _ := strings.Cut(cols[1], " ")
			nums := strings.FieldsFunc(spans, func(r rune) bool { return r == ' ' || r == ';' })
			var x textBound
			x.kind = kind
			for k := 0; k+1 < len(nums); k += 2 {
				a, err1 := strconv.Atoi(nums[k])
				b, err2 := strconv.Atoi(nums[k+1])
				if err1 == nil && err2 == nil {
					x.spans = append(x.spans, [2]int{a, b})
				}
			}
			bounds[cols[0]] = x
		case cols[0][0] == 'E':
			events = append(events, strings.Fields(cols[1]))
		}
	}
	var out []told
	for _, e := range events {
		var t told
		for _, role := range e {
			_, id, _ := strings.Cut(role, ":")
			switch x := bounds[id]; x.kind {
			case "Source":
				t.source = append(t.source, x.spans...)
			case "Cue":
				t.cue = append(t.cue, x.spans...)
			case "Content":
				t.content = append(t.content, x.spans...)
			}
		}
		out = append(out, t)
	}
	return out
}

// goldLabels marks the tokens of a page with what the corpus says.
func goldLabels(p *page, ts []told) []label {
	out := make([]label, len(p.toks))
	over := func(x [2]int) rng {
		r := rng{len(p.toks), 0}
		for i, t := range p.toks {
			if t.start < x[1] && x[0] < t.end {
				r.a, r.b = min(r.a, i), max(r.b, i+1)
			}
		}
		return r
	}
	mark := func(x [2]int, b, i, e, u label) {
		r := over(x)
		for k := r.a; k < r.b; k++ {
			if out[k] > between {
				return // spans that overlap: the first is kept
			}
		}
		switch {
		case r.b-r.a == 1:
			out[r.a] = u
		case r.b > r.a:
			for k := r.a; k < r.b; k++ {
				out[k] = i
			}
			out[r.a], out[r.b-1] = b, e
		}
	}
	for _, t := range ts {
		if len(t.cue) == 0 {
			continue
		}
		hull := [2]int{math.MaxInt, 0}
		for _, c := range t.cue {
			mark(c, cueB, cueI, cueE, cueU)
		}
		at := t.cue[0][0]
		for _, c := range t.source {
			if c[0] < at {
				mark(c, sourceLeftB, sourceLeftI, sourceLeftE, sourceLeftU)
			} else {
				mark(c, sourceRightB, sourceRightI, sourceRightE, sourceRightU)
			}
		}
		for _, c := range t.content {
			if c[0] < at {
				mark(c, contentLeftB, contentLeftI, contentLeftE, contentLeftE)
			} else {
				mark(c, contentRightB, contentRightI, contentRightE, contentRightE)
			}
		}
		for _, c := range slices.Concat(t.source, t.cue, t.content) {
			hull[0], hull[1] = min(hull[0], c[0]), max(hull[1], c[1])
		}
		r := over(hull)
		if r.b-r.a > 120 {
			continue
		}
		for k := r.a; k < r.b; k++ {
			if out[k] == outside {
				out[k] = between
			}
		}
	}
	return out
}

// taught is a document made ready for fitting.
type taught struct {
	page   *page
	sight  *sight
	seqs   []rng
	gold   []label
	rows   [][]int32
	corpus polnear
	fold   int
}

func foldOf(doc int) int {
	h := fnv.New32a()
	fmt.Fprint(h, doc)
	return int(h.Sum32() % 5)
}

func teach(t *testing.T, docs []polnear, v *vocabulary) []*taught {
	t.Helper()
	var out []*taught
	for k, d := range docs {
		p, err := newPage(d.text)
		if err != nil {
			t.Fatal(err)
		}
		p.language = "en"
		times := p.readTimes(edtf.Date{}, wordsFor("en"))
		as := grammar{english()}.Propose(p, times)
		x := &taught{page: p, sight: look(p, v, times, as), seqs: sequences(p), corpus: d, fold: foldOf(k)}
		x.sight.turn(rng{0, len(p.toks)})
		x.gold = goldLabels(p, d.told)
		out = append(out, x)
	}
	return out
}

// count keeps the features that twenty documents have, and gives the tagger its rows.
func keepFeatures(t *tagger, docs []*taught, least int) map[uint64]int {
	type seenIn struct{ last, count int32 }
	in := map[uint64]seenIn{}
	var fs []uint64
	for k, d := range docs {
		for _, q := range d.seqs {
			for i := q.a; i < q.b; i++ {
				fs = d.sight.features(i, q, fs[:0])
				for _, f := range fs {
					s := in[f]
					if int(s.last) != k+1 {
						in[f] = seenIn{int32(k + 1), s.count + 1}
					}
				}
			}
		}
	}
	var keep []uint64
	for f, s := range in {
		if int(s.count) >= least {
			keep = append(keep, f)
		}
	}
	slices.Sort(keep)
	t.keep(keep)
	many := map[uint64]int{}
	for _, f := range keep {
		many[f] = int(in[f].count)
	}
	return many
}

// heaviest keeps the features that weigh most in a first fit: by the greatest of
// their weights and by how many documents have them.
func heaviest(t *tagger, many map[uint64]int, most int) {
	type weighed struct {
		f uint64
		w float64
	}
	var all []weighed
	for f, n := range many {
		top := float32(0)
		for _, w := range t.rows[t.row(f)] {
			top = max(top, w, -w)
		}
		all = append(all, weighed{f, float64(top) * math.Sqrt(float64(n))})
	}
	slices.SortFunc(all, func(a, b weighed) int {
		return cmp.Or(cmp.Compare(b.w, a.w), cmp.Compare(a.f, b.f))
	})
	var keep []uint64
	for _, x := range all[:min(most, len(all))] {
		keep = append(keep, x.f)
	}
	slices.Sort(keep)
	t.keep(keep)
	t.pairs = [labels]scores{}
}

func (d *taught) fillRows(t *tagger) {
	d.rows = make([][]int32, len(d.page.toks))
	var fs []uint64
	for _, q := range d.seqs {
		for i := q.a; i < q.b; i++ {
			fs = d.sight.features(i, q, fs[:0])
			rs := make([]int32, 0, len(fs))
			for _, f := range fs {
				if r := t.row(f); r >= 0 {
					rs = append(rs, r)
				}
			}
			d.rows[i] = rs
		}
	}
}

// thin leaves features out by chance, so that none leans on another (Wager, Wang
// and Liang 2013).
func thin(rows [][]int32, drop float32, rng *rand.Rand) [][]int32 {
	out := make([][]int32, len(rows))
	for i, rs := range rows {
		kept := make([]int32, 0, len(rs))
		for _, r := range rs {
			if rng.Float32() >= drop {
				kept = append(kept, r)
			}
		}
		out[i] = kept
	}
	return out
}

// fitTagger maximises the likelihood by AdaGrad, sequence by sequence in a fixed
// order, with a pull to nought after each round. The model is the mean of the
// last half of the rounds.
func fitTagger(t *tagger, docs []*taught, epochs int, drop float32, log func(string, ...any)) {
	const rate, pull = 0.05, 0.05
	square := make([]scores, len(t.rows))
	var squarePairs [labels]scores
	sum := make([]scores, len(t.rows))
	var sumPairs [labels]scores
	type item struct {
		d *taught
		q rng
	}
	var items []item
	for _, d := range docs {
		for _, q := range d.seqs {
			items = append(items, item{d, q})
		}
	}
	l := &lattice{}
	dice := rand.New(rand.NewPCG(17, 4))
	step := func(w, g2 *float32, g float32) {
		*g2 += g * g
		*w += rate * g / float32(math.Sqrt(float64(*g2)+1e-3))
	}
	kept := 0
	for epoch := range epochs {
		loss := 0.0
		for k := range items {
			it := items[(k*7919+epoch*104729)%len(items)]
			d, q := it.d, it.q
			rows := d.rows[q.a:q.b]
			if drop > 0 {
				rows = thin(rows, drop, dice)
			}
			gold := d.gold[q.a:q.b]
			t.score(l, rows)
			right := 0.0
			for i, y := range gold {
				right += float64(l.emit[i][y])
				if i > 0 {
					right += float64(t.pairs[gold[i-1]][y])
				}
			}
			l.ready = nil
			z := t.chances(l)
			loss += z - right
			for i, y := range gold {
				for x := range labels {
					g := -l.alpha[i][x] * l.beta[i][x]
					if x == y {
						g++
					}
					if g < 1e-3 && g > -1e-3 {
						continue
					}
					for _, r := range rows[i] {
						step(&t.rows[r][x], &square[r][x], g)
					}
				}
				if i == 0 {
					continue
				}
				for b := range labels {
					e := l.beta[i][b] * l.emit[i][b] / l.scale[i]
					for _, a := range before[b] {
						g := -l.alpha[i-1][a] * l.pair[a][b] * e
						if gold[i-1] == a && y == b {
							g++
						}
						if g > 1e-3 || g < -1e-3 {
							step(&t.pairs[a][b], &squarePairs[a][b], g)
						}
					}
				}
			}
		}
		for r := range t.rows {
			for y := range t.rows[r] {
				t.rows[r][y] *= 1 - pull
			}
		}
		if epoch >= epochs/2 {
			kept++
			for r := range t.rows {
				for y, w := range t.rows[r] {
					sum[r][y] += w
				}
			}
			for a := range labels {
				for b, w := range t.pairs[a] {
					sumPairs[a][b] += w
				}
			}
		}
		log("round %d: loss %.0f", epoch, loss)
	}
	for r := range t.rows {
		for y := range t.rows[r] {
			t.rows[r][y] = sum[r][y] / float32(kept) * (1 - drop)
		}
	}
	for a := range labels {
		for b := range t.pairs[a] {
			t.pairs[a][b] = sumPairs[a][b] / float32(kept)
		}
	}
}

// taggedSpans gives the spans of labels, in code points of the text.
func taggedSpans(p *page, tags []label, from int, into *[3]map[[2]int]bool) {
	for i := 0; i < len(tags); i++ {
		k := tags[i].part()
		if k == noPart {
			continue
		}
		j := i
		if tags[i].place() == 'B' {
			for j+1 < len(tags) && tags[j].place() != 'E' {
				j++
			}
		}
		into[k-1][[2]int{p.toks[from+i].start, p.toks[from+j].end}] = true
		i = j
	}
}

func measureTagger(t *tagger, docs []*taught) (out [3]score) {
	l := &lattice{}
	for _, d := range docs {
		got := [3]map[[2]int]bool{{}, {}, {}}
		for _, q := range d.seqs {
			t.score(l, d.rows[q.a:q.b])
			taggedSpans(d.page, t.viterbi(l), q.a, &got)
		}
		out[0].add(got[0], d.corpus.source)
		out[1].add(got[1], d.corpus.cue)
		out[2].add(got[2], d.corpus.contents)
	}
	return out
}

// sureness gives for contents the recall at precisions, ranked by the chance of the span.
func sureness(t *testing.T, m *tagger, docs []*taught) {
	type judged struct {
		p           float64
		exact, near bool
	}
	var all []judged
	want := 0
	l, l2 := &lattice{}, &lattice{}
	for _, d := range docs {
		want += len(d.corpus.contents)
		for _, q := range d.seqs {
			m.score(l, d.rows[q.a:q.b])
			tags := slices.Clone(m.viterbi(l))
			m.score(l2, d.rows[q.a:q.b])
			m.chances(l2)
			for i := 0; i < len(tags); i++ {
				if tags[i].part() != contentPart {
					continue
				}
				j := i
				for tags[j].place() != 'E' {
					j++
				}
				span := [2]int{d.page.toks[q.a+i].start, d.page.toks[q.a+j].end}
				c := judged{p: l2.spanChance(tags, i, j+1), exact: d.corpus.contents[span]}
				for w := range d.corpus.contents {
					c.near = c.near || jaccard(w, span) >= .8
				}
				all = append(all, c)
				i = j
			}
		}
	}
	slices.SortFunc(all, func(a, b judged) int { return cmp.Compare(b.p, a.p) })
	for _, least := range []float64{.95, .92, .9, .8} {
		e, n, ne, nn, pe, pn := 0, 0, 0, 0, 1.0, 1.0
		for i, c := range all {
			if c.exact {
				e++
			}
			if c.near {
				n++
			}
			if float64(e) >= least*float64(i+1) {
				ne, pe = e, c.p
			}
			if float64(n) >= least*float64(i+1) {
				nn, pn = n, c.p
			}
		}
		t.Logf("precision %.2f: recall exact %.1f from %.3f, near %.1f from %.3f", least, 100*float64(ne)/float64(want), pe, 100*float64(nn)/float64(want), pn)
	}
}

// The settings of the fit, chosen by leaving documents of the training part out.
const (
	leastDocuments = 20
	mostFeatures   = 32000
)

// foldTagger is where the taggers fitted without a fifth of the documents stand
// between the two steps of training.
func foldTagger(fold int) string {
	dir := os.Getenv("TRAIN_FOLDS")
	if dir == "" {
		dir = os.TempDir()
	}
	return filepath.Join(dir, fmt.Sprintf("intake-tagger-%d.txt", fold))
}

const taggerHead = `# What the tagger has learned from the training part of PolNeAR, by
# TRAIN_INTAKE=1 go test -run TrainTagger ./intake. A line is a template of features, its
# symbols, and for each label a sign that stands for a weight (see tagger.go). Symbols are
# closed-class words, cue words and shapes; every feature is one of twenty documents or more.
`

// TestTrainTagger fits the tagger on the training part of PolNeAR and writes
// data/tagger.txt, and five more, each without a fifth of the documents, for
// TestTrainConfidence. It runs only where TRAIN_INTAKE is set:
//
//	TRAIN_INTAKE=1 go test -timeout 60m -run 'TrainTagger|TrainConfidence' ./intake
func TestTrainTagger(t *testing.T) {
	if os.Getenv("TRAIN_INTAKE") == "" {
		t.Skip("writes data/tagger.txt; set TRAIN_INTAKE to fit it anew")
	}
	model := newTagger()
	v, err := newVocabulary(model)
	if err != nil {
		t.Fatal(err)
	}
	docs := teach(t, readPolnear(t, "train", 1), v)
	many := keepFeatures(model, docs, leastDocuments)
	t.Logf("%d documents, %d features, %d symbols", len(docs), len(model.rows), len(model.names))
	for _, d := range docs {
		d.fillRows(model)
	}
	fitTagger(model, docs, 4, .5, t.Logf)
	heaviest(model, many, mostFeatures)
	for _, d := range docs {
		d.fillRows(model)
	}
	var total [3]score
	for fold := range 6 {
		var in, out []*taught
		for _, d := range docs {
			if d.fold == fold {
				out = append(out, d)
			} else {
				in = append(in, d)
			}
		}
		clear(model.rows)
		model.pairs = [labels]scores{}
		fitTagger(model, in, 8, .55, t.Logf)
		model.bias, model.doubt, model.over, model.least = 1.2, .05, 1.5, .2
		name := filepath.Join("data", "tagger.txt")
		if fold < 5 {
			name = foldTagger(fold)
			for k, s := range measureTagger(model, out) {
				total[k].right += s.right
				total[k].got += s.got
				total[k].want += s.want
			}
			t.Logf("left out so far: source %v; cue %v; content %v", total[0], total[1], total[2])
			sureness(t, model, out)
		}
		text := model.write(taggerHead)
		if err := os.WriteFile(name, text, 0o644); err != nil {
			t.Fatal(err)
		}
		t.Logf("%s: %d bytes", name, len(text))
	}
}

// TestFittingTwice: the same documents give the same model, to the byte, whatever the
// order in which a map gives its words.
func TestFittingTwice(t *testing.T) {
	var docs []polnear
	for k, who := range []string{"The minister", "A guard", "The families of the men", "She"} {
		content := []string{"the men were alive", "nobody had told him anything", "that the list was false", "they would come home by winter"}[k]
		text := who + " said " + content + ". The road to the camp was closed."
		a, b := len(who)+1, len(who)+6
		docs = append(docs, polnear{text: text, contents: map[[2]int]bool{{b, b + len(content)}: true},
			told: []told{{source: [][2]int{{0, len(who)}}, cue: [][2]int{{a, b - 1}}, content: [][2]int{{b, b + len(content)}}}}})
	}
	once := func() []byte {
		m := newTagger()
		v, err := newVocabulary(m)
		if err != nil {
			t.Fatal(err)
		}
		in := teach(t, docs, v)
		many := keepFeatures(m, in, 1)
		fill := func() {
			for _, d := range in {
				d.fillRows(m)
			}
		}
		fill()
		fitTagger(m, in, 4, .5, t.Logf)
		heaviest(m, many, 400)
		fill()
		fitTagger(m, in, 20, .3, t.Logf)
		if s := measureTagger(m, in); s[2].right != len(docs) {
			t.Errorf("of %d contents it was taught it finds %d", len(docs), s[2].right)
		}
		return m.write("")
	}
	first := once()
	for range 3 {
		if !bytes.Equal(first, once()) {
			t.Fatal("two fits of the same documents differ")
		}
	}
}
