package intake

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestTaggerHoldsNoContentWord: what was learned from the corpus is shipped only for
// words of the lists, which are written by hand, and for shapes.
func TestTaggerHoldsNoContentWord(t *testing.T) {
	listed := newTagger()
	if _, err := newVocabulary(listed); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(filepath.Join("data", "tagger.txt"))
	if err != nil {
		t.Fatal(err)
	}
	features := 0
	for line := range strings.Lines(string(b)) {
		name, _, ok := strings.Cut(line, "\t")
		parts := strings.Split(name, "|")
		if !ok || line[0] == '#' || parts[0] == "pair" || len(parts) < 2 {
			continue
		}
		features++
		for _, s := range parts[1:] {
			if _, ok := listed.symbols[s]; !ok {
				t.Fatalf("%q: %q is in no list", name, s)
			}
		}
	}
	if features < 1000 {
		t.Errorf("only %d features", features)
	}
}

// TestTaggerWritesWhatItReads: the file is the model, whole.
func TestTaggerWritesWhatItReads(t *testing.T) {
	b, err := os.ReadFile(filepath.Join("data", "tagger.txt"))
	if err != nil {
		t.Fatal(err)
	}
	m, err := readTagger(b)
	if err != nil {
		t.Fatal(err)
	}
	again, err := readTagger(m.write(""))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(m.write(""), again.write("")) {
		t.Error("a model read and written twice is not the same")
	}
	if m.bias != again.bias || m.least != again.least || m.pairs != again.pairs || len(m.rows) != len(again.rows) {
		t.Error("the model changes when it is written")
	}
}

func TestTaggerRefuses(t *testing.T) {
	row := strings.Repeat("N", int(labels))
	for _, c := range []struct{ name, text, says string }{
		{"no tab", "1|said.past\n", "line 1: no weights"},
		{"short row", "# head\n1|said.past\tNN\n", "line 2: 2 weights"},
		{"a sign that is none", "1|said.past\t" + strings.Repeat("~", int(labels)) + "\n", "is no weight"},
		{"a template that is none", "x|said.past\t" + row + "\n", `template "x"`},
		{"a pair outside", "pair|99\t" + row + "\n", "pair"},
		{"a setting that is no number", "bias\tmuch\n", "line 1"},
	} {
		if _, err := readTagger([]byte(c.text)); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

// TestTaggerLabels: spans are whole. What may follow what is checked for every pair, and
// the likeliest way through any scores is one of them.
func TestTaggerLabels(t *testing.T) {
	for _, c := range []struct {
		a, b label
		may  bool
	}{
		{outside, cueB, true}, {cueB, cueI, true}, {cueB, cueE, true}, {cueB, outside, false}, {cueB, sourceLeftI, false},
		{cueE, contentRightB, true}, {cueU, contentRightE, true}, {outside, cueI, false}, {contentRightB, contentLeftE, false},
		{sourceLeftI, sourceLeftE, true}, {sourceLeftI, sourceRightE, false}, {between, cueU, true},
	} {
		if legal(c.a, c.b) != c.may {
			t.Errorf("%s after %s: %v", labelNames[c.b], labelNames[c.a], !c.may)
		}
	}
	m := newTagger()
	m.keep(nil)
	l := &lattice{}
	l.size(40)
	x := uint32(7)
	for round := range 50 {
		for i := range l.emit {
			for y := range l.emit[i] {
				x = x*1664525 + 1013904223
				l.emit[i][y] = float32(x>>20) / 512
			}
		}
		tags := append([]label{}, m.viterbi(l)...)
		for i := range tags {
			if i > 0 && !legal(tags[i-1], tags[i]) {
				t.Fatalf("round %d: %s after %s", round, labelNames[tags[i]], labelNames[tags[i-1]])
			}
		}
		if !mayBegin(tags[0]) || !mayEnd(tags[len(tags)-1]) {
			t.Fatalf("round %d: begins with %s, ends with %s", round, labelNames[tags[0]], labelNames[tags[len(tags)-1]])
		}
		m.chances(l)
		for i := range l.alpha {
			sum := 0.0
			for y := range labels {
				sum += float64(l.alpha[i][y] * l.beta[i][y])
			}
			if sum < .99 || sum > 1.01 {
				t.Fatalf("round %d: the chances of token %d sum to %.3f", round, i, sum)
			}
		}
		if p := l.spanChance(tags, 0, len(tags)); p < 0 || p > 1.001 {
			t.Fatalf("round %d: the chance of the whole is %.3f", round, p)
		}
	}
}

// TestTogether: what each of the two readings brings, and what neither may take from the other.
func TestTogether(t *testing.T) {
	for _, c := range []struct {
		rule, text string
		speaker    string
		content    string
		absent     string
	}{
		{"the question is not what is said", "The officer says he wants to stay in Belmar when asked if he would like to return to his country.", "The officer", "he wants to stay in Belmar", ""},
		{"who is told is no content", "The guide had assured the unit the road was clear.", "The guide", "the road was clear", ""},
		{"a source that will not be named says nothing by that", "“They are alive,” said a nurse who did not want to give her name.", "nurse", "They are alive,", "to give her name"},
		{"a translated order stays, though news never have it", "In the opinion of the Foundation, at least two persons have been lying in the forest for three days.", "Foundation", "at least two persons have been lying in the forest for three days", ""},
		{"a question asked is no statement", "Asked whether the men had seen a lawyer, the spokeswoman declined to comment.", "spokeswoman", "declined to comment", "whether the men had seen a lawyer"},
	} {
		r, err := Read(c.text, Options{Language: "en"})
		if err != nil {
			t.Fatal(err)
		}
		found := false
		var all []string
		for _, s := range r.Statements {
			all = append(all, s.Speaker+": "+s.Content.Text)
			inner, outer := strings.Contains(s.Content.Text, c.content), strings.Contains(c.content, s.Content.Text)
			found = found || (inner || outer) && len(s.Content.Text) < len(c.content)+8 && len(s.Content.Text) > len(c.content)-8 && strings.Contains(strings.ToLower(s.Speaker), strings.ToLower(strings.TrimPrefix(c.speaker, "The ")))
			if c.absent != "" && strings.Contains(s.Content.Text, c.absent) {
				t.Errorf("%s: %q is no statement", c.rule, s.Content.Text)
			}
		}
		if !found {
			t.Errorf("%s: %q by %q is not among %q", c.rule, c.content, c.speaker, all)
		}
	}
}

// TestReadingTwice: goroutines share the work, and what comes out is always the same.
func TestReadingTwice(t *testing.T) {
	text := reportOf(t, 60_000)
	once, err := Read(text, Options{Dated: "2025-01-13"})
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		again, err := Read(text, Options{Dated: "2025-01-13"})
		if err != nil {
			t.Fatal(err)
		}
		if len(again.Statements) != len(once.Statements) {
			t.Fatalf("%d statements, then %d", len(once.Statements), len(again.Statements))
		}
		for i := range once.Statements {
			a, b := &once.Statements[i], &again.Statements[i]
			if a.Content != b.Content || a.Speaker != b.Speaker || a.Confidence != b.Confidence || a.Stance != b.Stance {
				t.Fatalf("statement %d: %v, then %v", i, a.Content, b.Content)
			}
		}
	}
}
