package intake

import (
	"bytes"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// The tagger is a second reader of English texts. It goes through a paragraph
// token by token and tells which tokens name a source, which are a cue, and which
// are what is said. It is a conditional random field of first order (Lafferty,
// McCallum and Pereira 2001) over labels that know whether a source or a content
// stands before or after its cue. It sees closed-class words, cue words and
// shapes, and what the grammar proposes; of all other words it sees capitals,
// digits and endings only. It was fitted on the training part of PolNeAR (see
// docs/intake.md).

// label is what a token is.
type label uint8

// Spans are begun (B), gone on with (I) and ended (E); a span of one token is U,
// for contents E alone. The arrow tells on which side of the span its cue stands.
const (
	outside label = iota
	between       // between the parts of one attribution
	sourceLeftB
	sourceLeftI
	sourceLeftE
	sourceLeftU
	sourceRightB
	sourceRightI
	sourceRightE
	sourceRightU
	cueB
	cueI
	cueE
	cueU
	contentLeftB
	contentLeftI
	contentLeftE
	contentRightB
	contentRightI
	contentRightE
	labels
)

var labelNames = [labels]string{"O", "G", "s<B", "s<I", "s<E", "s<U", "s>B", "s>I", "s>E", "s>U", "qB", "qI", "qE", "qU", "x<B", "x<I", "x<E", "x>B", "x>I", "x>E"}

// part is the kind of span a label belongs to.
type role uint8

const (
	noPart role = iota
	sourcePart
	cuePart
	contentPart
)

func (l label) part() role {
	switch {
	case l < sourceLeftB:
		return noPart
	case l < cueB:
		return sourcePart
	case l < contentLeftB:
		return cuePart
	}
	return contentPart
}

// place is B, I, E, U, or O outside any span.
func (l label) place() byte { return labelNames[l][len(labelNames[l])-1] }

// legal: label b may follow a. A span that is begun goes on to its end.
func legal(a, b label) bool {
	pa, pb := a.place(), b.place()
	open := pa == 'B' || pa == 'I'
	if a.part() == noPart {
		open = false
	}
	inner := b.part() != noPart && (pb == 'I' || pb == 'E')
	if open {
		return inner && labelNames[a][:len(labelNames[a])-1] == labelNames[b][:len(labelNames[b])-1]
	}
	return !inner || pb == 'E' && b.part() == contentPart
}

// mayBegin and mayEnd: a sequence may begin or end with the label.
func mayBegin(l label) bool { return legal(outside, l) }
func mayEnd(l label) bool   { return legal(l, outside) }

// before lists the labels that may stand before each label.
var before = func() (out [labels][]label) {
	for b := range labels {
		for a := range labels {
			if legal(a, b) {
				out[b] = append(out[b], a)
			}
		}
	}
	return out
}()

// scores are one number for each label.
type scores [labels]float32

// tagger is the model: a row of scores for each feature, and one for each pair of labels.
type tagger struct {
	symbols map[string]symbol
	names   []string
	table   []uint64 // open addressing: a feature and its row; 0 is free
	rows    []scores
	packed  []packedRow    // the rows, once the model is made ready to read with
	pairs   [labels]scores // pairs[a][b]: b follows a
	bias    float64        // added to what speaks for a cue when the likeliest labels are looked for
	doubt   float64        // an attribution of the grammar whose cue has a smaller chance is left out
	over    float64        // how many times likelier the tagger's bounds must be than the grammar's
	least   float64        // the chance of a cue no shape of the grammar has
}

func newTagger() *tagger { return &tagger{symbols: map[string]symbol{"": 0}, names: []string{""}} }

// symbol is a word or a shape as a number.
type symbol uint16

func (t *tagger) symbol(name string) symbol {
	if s, ok := t.symbols[name]; ok {
		return s
	}
	s := symbol(len(t.names))
	t.symbols[name] = s
	t.names = append(t.names, name)
	return s
}

// feature packs a template and up to three symbols into 45 bits, so that a feature and
// its row are one word of the table. There are fewer than 64 templates, and newVocabulary
// refuses more symbols than fit.
func feature(template int, a, b, c symbol) uint64 {
	return uint64(template+1)<<(3*symbolBits) | uint64(a)<<(2*symbolBits) | uint64(b)<<symbolBits | uint64(c)
}

const (
	symbolBits = 13
	rowBits    = 64 - 6 - 3*symbolBits
)

func (t *tagger) nameOf(f uint64) string {
	const mask = 1<<symbolBits - 1
	return strings.TrimRight(strconv.Itoa(int(f>>(3*symbolBits))-1)+"|"+t.names[f>>(2*symbolBits)&mask]+"|"+t.names[f>>symbolBits&mask]+"|"+t.names[f&mask], "|")
}

// keep makes the table for the features, with rows of nought.
func (t *tagger) keep(features []uint64) {
	t.rows = make([]scores, len(features))
	t.index(features)
}

// index makes the table that leads from the features to their rows.
func (t *tagger) index(features []uint64) {
	size := 1
	for size < 2*len(features)+2 {
		size *= 2
	}
	t.table = make([]uint64, size)
	for k, f := range features {
		t.table[t.slot(f)] = f<<rowBits | uint64(k)
	}
}

func (t *tagger) slot(f uint64) int {
	mask := uint64(len(t.table) - 1)
	i := (f * 0x9E3779B97F4A7C15 >> 20) & mask
	for t.table[i] != 0 && t.table[i]>>rowBits != f {
		i = (i + 1) & mask
	}
	return int(i)
}

// row is the row of a feature, -1 for none.
func (t *tagger) row(f uint64) int32 {
	if e := t.table[t.slot(f)]; e != 0 {
		return int32(e & (1<<rowBits - 1))
	}
	return -1
}

// lattice is the work space for one sequence.
type lattice struct {
	emit  []scores
	best  []scores
	from  [][labels]label
	tags  []label
	alpha []scores // forward and backward chances, scaled to sum to one at each token
	beta  []scores
	scale []float32
	pair  [labels]scores // exp of the model's pairs
	ready *tagger

	features []uint64
}

func (l *lattice) size(n int) {
	if cap(l.emit) < n {
		l.emit, l.best, l.alpha, l.beta = make([]scores, n), make([]scores, n), make([]scores, n), make([]scores, n)
		l.from, l.tags, l.scale = make([][labels]label, n), make([]label, n), make([]float32, n)
	}
	l.emit, l.best, l.alpha, l.beta = l.emit[:n], l.best[:n], l.alpha[:n], l.beta[:n]
	l.from, l.tags, l.scale = l.from[:n], l.tags[:n], l.scale[:n]
}

// packedRow is a row in sixteen bits for each label, four labels to a word, so that
// four are added at once: 128 times the weight, and packedNought for a weight of nought.
type packedRow [(labels + 3) / 4]uint64

const (
	packedNought = 384 // farthest × 128
	packedStep   = 1.0 / 128
)

// pack makes a model ready to read with; it cannot be fitted or written any more. Rows
// of fewer than 80 features fit into the sixteen bits, and a token has far fewer.
func (t *tagger) pack() {
	t.packed = make([]packedRow, len(t.rows))
	for k := range t.rows {
		for y, w := range t.rows[k] {
			v := uint64(math.Round(float64(min(max(w, -farthest), farthest))/packedStep) + packedNought)
			t.packed[k][y/4] |= v << (16 * (y % 4))
		}
	}
	t.rows = nil
}

// scoreOf fills emit for the tokens a to b of a text.
func (t *tagger) scoreOf(l *lattice, s *sight, q rng) {
	l.size(q.b - q.a)
	s.turn(q)
	for i := q.a; i < q.b; i++ {
		var sum packedRow
		n := 0
		l.features = s.features(i, q, l.features[:0])
		for _, f := range l.features {
			if k := t.row(f); k >= 0 {
				w := &t.packed[k]
				for j := range sum {
					sum[j] += w[j]
				}
				n++
			}
		}
		e := &l.emit[i-q.a]
		for y := range e {
			e[y] = float32(int(sum[y/4]>>(16*(y%4))&0xffff)-n*packedNought) * packedStep
		}
	}
}

// score fills emit for rows given token by token.
func (t *tagger) score(l *lattice, rows [][]int32) {
	l.size(len(rows))
	for i, rs := range rows {
		e := &l.emit[i]
		*e = scores{}
		for _, k := range rs {
			for y, w := range t.rows[k] {
				e[y] += w
			}
		}
	}
}

// viterbi finds the likeliest labels.
func (t *tagger) viterbi(l *lattice) []label {
	n := len(l.emit)
	const never = float32(-1e9)
	for y := range labels {
		l.best[0][y] = never
		if mayBegin(y) {
			l.best[0][y] = l.emit[0][y]
		}
	}
	for i := 1; i < n; i++ {
		prev := &l.best[i-1]
		l.emit[i][cueB] += float32(t.bias)
		l.emit[i][cueU] += float32(t.bias)
		for y := range labels {
			top, at := 2*never, label(0)
			for _, x := range before[y] {
				if s := prev[x] + t.pairs[x][y]; s > top {
					top, at = s, x
				}
			}
			l.best[i][y], l.from[i][y] = top+l.emit[i][y], at
		}
	}
	at, top := label(0), 4*never
	for y := range labels {
		if mayEnd(y) && l.best[n-1][y] > top {
			top, at = l.best[n-1][y], y
		}
	}
	for i := n - 1; i >= 0; i-- {
		l.tags[i] = at
		at = l.from[i][at]
	}
	return l.tags
}

// chances fills alpha and beta (Rabiner 1989): the chance of a label at a token is
// alpha × beta. emit holds exponentials afterwards. The return is the logarithm
// of the sum over all ways.
func (t *tagger) chances(l *lattice) float64 {
	n := len(l.emit)
	if l.ready != t {
		for a := range labels {
			for b := range labels {
				l.pair[a][b] = 0
				if legal(a, b) {
					l.pair[a][b] = float32(math.Exp(float64(t.pairs[a][b])))
				}
			}
		}
		l.ready = t
	}
	z := 0.0
	for i := range n {
		e := &l.emit[i]
		top := e[0]
		for _, v := range e {
			top = max(top, v)
		}
		for y := range e {
			if d := e[y] - top; d > -14 {
				e[y] = float32(math.Exp(float64(d)))
			} else {
				e[y] = 0 // less than one in a million
			}
		}
		z += float64(top)
	}
	for i := range n {
		a := &l.alpha[i]
		sum := float32(0)
		for y := range labels {
			if l.emit[i][y] == 0 {
				a[y] = 0
				continue
			}
			v := float32(0)
			if i == 0 {
				if mayBegin(y) {
					v = 1
				}
			} else {
				for _, x := range before[y] {
					v += l.alpha[i-1][x] * l.pair[x][y]
				}
			}
			a[y] = v * l.emit[i][y]
			if i == n-1 && !mayEnd(y) {
				a[y] = 0
			}
			sum += a[y]
		}
		for y := range a {
			a[y] /= sum
		}
		l.scale[i] = sum
		z += math.Log(float64(sum))
	}
	for y := range labels {
		l.beta[n-1][y] = 0
		if mayEnd(y) {
			l.beta[n-1][y] = 1
		}
	}
	for i := n - 2; i >= 0; i-- {
		l.beta[i] = scores{}
		for y := range labels {
			v := l.beta[i+1][y] * l.emit[i+1][y] / l.scale[i+1]
			if v == 0 {
				continue
			}
			for _, x := range before[y] {
				l.beta[i][x] += v * l.pair[x][y]
			}
		}
	}
	return z
}

// spanChance is the chance that the tokens from a to b are labelled just so, from
// the table chances filled.
func (l *lattice) spanChance(tags []label, a, b int) float64 {
	p := float64(l.alpha[a][tags[a]])
	for i := a + 1; i < b; i++ {
		p *= float64(l.pair[tags[i-1]][tags[i]]) * float64(l.emit[i][tags[i]]) / float64(l.scale[i])
	}
	return p * float64(l.beta[b-1][tags[b-1]])
}

// reader is the Proposer of English texts. Its data are part of the program and
// tested: a failure is a defect of the build.
var reader = sync.OnceValue(func() joined {
	b, err := data.ReadFile("data/tagger.txt")
	if err != nil {
		panic(err)
	}
	t, err := readTagger(b)
	if err != nil {
		panic(err)
	}
	v, err := newVocabulary(t)
	if err != nil {
		panic(err)
	}
	t.pack()
	return joined{english(), t, v}
})

// A weight is written as one sign: '!' to '{', 'N' being nought. Steps grow with
// the weight, so that small ones keep their differences.
const (
	nought   = 'N'
	steps    = 45
	farthest = 3.0
)

func signOf(w float32) byte {
	n := math.Round(math.Sqrt(min(math.Abs(float64(w)), farthest)/farthest) * steps)
	if w < 0 {
		n = -n
	}
	return byte(nought + int(n))
}

func weightOf(sign byte) (float32, bool) {
	n := float64(int(sign) - nought)
	if n < -steps || n > steps {
		return 0, false
	}
	return float32(math.Copysign(n*n/(steps*steps)*farthest, n)), true
}

// readTagger reads the model as write gives it: a line for each feature with its
// template, its symbols and a sign for each label.
func readTagger(b []byte) (*tagger, error) {
	t := newTagger()
	lines := bytes.Count(b, []byte("\n"))
	features := make([]uint64, 0, lines)
	t.rows = make([]scores, 0, lines)
	number := 0
	for raw := range bytes.Lines(b) {
		line := string(raw)
		number++
		line = strings.TrimRight(line, "\n")
		if line == "" || line[0] == '#' {
			continue
		}
		name, weights, ok := strings.Cut(line, "\t")
		if !ok {
			return nil, fmt.Errorf("tagger.txt: line %d: no weights", number)
		}
		if set := t.setting(name); set != nil {
			var err error
			if *set, err = strconv.ParseFloat(weights, 64); err != nil {
				return nil, fmt.Errorf("tagger.txt: line %d: %w", number, err)
			}
			continue
		}
		var s scores
		if len(weights) != len(s) {
			return nil, fmt.Errorf("tagger.txt: line %d: %d weights instead of %d", number, len(weights), len(s))
		}
		for y := range s {
			if s[y], ok = weightOf(weights[y]); !ok {
				return nil, fmt.Errorf("tagger.txt: line %d: %q is no weight", number, weights[y])
			}
		}
		template, symbols, _ := strings.Cut(name, "|")
		if template == "pair" {
			a, err := strconv.Atoi(symbols)
			if err != nil || a < 0 || a >= int(labels) {
				return nil, fmt.Errorf("tagger.txt: line %d: pair %q", number, name)
			}
			t.pairs[a] = s
			continue
		}
		k, err := strconv.Atoi(template)
		if err != nil || k < 0 {
			return nil, fmt.Errorf("tagger.txt: line %d: template %q", number, template)
		}
		var of [3]symbol
		for n := range of {
			var one string
			one, symbols, _ = strings.Cut(symbols, "|")
			of[n] = t.symbol(one)
		}
		features = append(features, feature(k, of[0], of[1], of[2]))
		t.rows = append(t.rows, s)
	}
	t.index(features)
	return t, nil
}

// setting is a number of the model by its name, nil for none.
func (t *tagger) setting(name string) *float64 {
	switch name {
	case "bias":
		return &t.bias
	case "doubt":
		return &t.doubt
	case "over":
		return &t.over
	case "least":
		return &t.least
	}
	return nil
}

// write gives the model as text.
func (t *tagger) write(head string) []byte {
	var b bytes.Buffer
	b.WriteString(head)
	for _, name := range []string{"bias", "doubt", "over", "least"} {
		fmt.Fprintf(&b, "%s\t%g\n", name, *t.setting(name))
	}
	row := func(name string, s *scores) {
		b.WriteString(name + "\t")
		for _, w := range s {
			b.WriteByte(signOf(w))
		}
		b.WriteByte('\n')
	}
	for a := range labels {
		row("pair|"+strconv.Itoa(int(a)), &t.pairs[a])
	}
	lines := map[string]*scores{}
	var names []string
	for _, e := range t.table {
		if e != 0 {
			n := t.nameOf(e >> rowBits)
			names = append(names, n)
			lines[n] = &t.rows[e&(1<<rowBits-1)]
		}
	}
	slices.Sort(names)
	for _, n := range names {
		row(n, lines[n])
	}
	return b.Bytes()
}
