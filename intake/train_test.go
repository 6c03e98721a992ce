package intake

import (
	"bytes"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"testing"

	"homeward/statement/edtf"
)

// example is one proposal: its shapes, and whether its span stands in the corpus.
type example struct {
	doc    int
	shapes []string
	right  bool
}

// examplesOf reads a document as Read does and gives its proposals as examples.
func examplesOf(t *testing.T, k int, d polnear, from Proposer) []example {
	p, err := newPage(d.text)
	if err != nil {
		t.Fatal(err)
	}
	p.language = "en"
	times := p.readTimes(edtf.Date{}, wordsFor("en"))
	as := from.Propose(p, times)
	r := newReading(p, english(), times)
	r.out = as
	c := gather(r)
	var out []example
	for _, s := range c.statements(as) {
		if s.Cue == nil && s.Speaker == "narrator" || s.a.kind == "gesture" || s.a.kind == "affirm" || s.a.kind == "unverified" || s.a.kind == "neither" || s.a.narrator {
			continue
		}
		w := s.Content
		if s.Whole != nil {
			w = *s.Whole
		}
		var shapes []string
		c.eachShape(s.a, func(shape []byte) { shapes = append(shapes, string(shape)) })
		out = append(out, example{k, shapes, d.contents[[2]int{w.Start, w.End}]})
	}
	return out
}

// fit is logistic regression by stochastic gradient descent in a fixed order, with
// a pull to nought; the weights are the mean of the last half of the way, which
// does not hang on the order of the last examples.
func fit(examples []example, keep map[string]bool) *confidenceModel {
	m := &confidenceModel{Weights: map[string]float64{}}
	mean := map[string]float64{}
	const epochs, pull = 40, 0.05
	for epoch := range epochs {
		rate := 0.05 / (1 + 0.1*float64(epoch))
		for k := range examples {
			e := examples[(k*7919+epoch*31)%len(examples)]
			err := -m.chance(e.shapes)
			if e.right {
				err++
			}
			m.Weights["all"] += rate * err
			for _, f := range e.shapes {
				if keep[f] {
					m.Weights[f] += rate * (err - pull*m.Weights[f])
				}
			}
		}
		if epoch >= epochs/2 {
			for f, w := range m.Weights {
				mean[f] += w / (epochs / 2)
			}
		}
	}
	m.Weights = mean
	return m
}

// TestTrainConfidence fits the confidence model on the training part of PolNeAR
// and writes data/confidence.yaml. It runs only where TRAIN_INTAKE is set:
//
//	TRAIN_INTAKE=1 go test -timeout 60m -run 'TrainTagger|TrainConfidence' ./intake
//
// A shape is kept if twenty documents have it. The bar for high confidence is the
// lowest at which examples of documents left out of the fit are right in 92 of 100.
func TestTrainConfidence(t *testing.T) {
	if os.Getenv("TRAIN_INTAKE") == "" {
		t.Skip("writes data/confidence.yaml; set TRAIN_INTAKE to fit it anew")
	}
	docs := readPolnear(t, "train", 1)
	var all []example
	seen := map[string]map[int]bool{}
	want := 0
	var readers [5]Proposer
	for fold := range readers {
		text, err := os.ReadFile(foldTagger(fold))
		if err != nil {
			t.Fatal(err, "; TestTrainTagger writes it")
		}
		m, err := readTagger(text)
		if err != nil {
			t.Fatal(err)
		}
		v, err := newVocabulary(m)
		if err != nil {
			t.Fatal(err)
		}
		m.pack()
		readers[fold] = joined{english(), m, v}
	}
	for k, d := range docs {
		want += len(d.contents)
		for _, e := range examplesOf(t, k, d, readers[foldOf(k)]) {
			all = append(all, e)
			for _, f := range e.shapes {
				if seen[f] == nil {
					seen[f] = map[int]bool{}
				}
				seen[f][k] = true
			}
		}
	}
	keep := map[string]bool{}
	for f, in := range seen {
		keep[f] = len(in) >= 20
	}
	type judged struct {
		p     float64
		right bool
	}
	var out []judged
	for f := range 5 {
		var in []example
		for _, e := range all {
			if foldOf(e.doc) != f {
				in = append(in, e)
			}
		}
		m := fit(in, keep)
		for _, e := range all {
			if foldOf(e.doc) == f {
				out = append(out, judged{m.chance(e.shapes), e.right})
			}
		}
	}
	sort.Slice(out, func(i, j int) bool { return out[i].p > out[j].p })
	bar := func(precision float64) (at float64, share int) {
		right := 0
		at = 1
		for i, j := range out {
			if j.right {
				right++
			}
			if i > 200 && float64(right) >= precision*float64(i+1) {
				at, share = j.p, right
			}
		}
		return at, share
	}
	m := fit(all, keep)
	high, n := bar(.92)
	medium, _ := bar(.80)
	t.Logf("%d examples, %d of %d kept; left-out documents: precision 92 %% from %.3f on, recall %.1f %%", len(all), count(keep), len(seen), high, 100*float64(n)/float64(want))
	for _, q := range []float64{.90, .94, .95} {
		at, n := bar(q)
		t.Logf("precision %.2f from %.3f on: recall %.1f %%", q, at, 100*float64(n)/float64(want))
	}
	var b bytes.Buffer
	fmt.Fprintln(&b, "# How far a shape speaks for or against a proposal having its span right (log odds).")
	fmt.Fprintln(&b, "# Written by TRAIN_INTAKE=1 go test -run TrainConfidence ./intake from the training part")
	fmt.Fprintln(&b, "# of PolNeAR: shapes, cue words and closed-class words of twenty documents or more.")
	fmt.Fprintf(&b, "high: %.3f\nmedium: %.3f\nweights:\n", high, medium)
	var names []string
	for f, w := range m.Weights {
		if math.Abs(w) >= .03 {
			names = append(names, f)
		}
	}
	slices.Sort(names)
	for _, f := range names {
		fmt.Fprintf(&b, "  %q: %.2f\n", f, m.Weights[f])
	}
	if err := os.WriteFile(filepath.Join("data", "confidence.yaml"), b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}

func count(keep map[string]bool) int {
	n := 0
	for _, k := range keep {
		if k {
			n++
		}
	}
	return n
}
