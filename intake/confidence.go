package intake

import (
	"math"
	"strconv"
	"strings"
	"sync"
)

// How sure a proposal is. A small model weighs the shape of an attribution: its
// class of cue, its order, the closed-class words at the edges of what is said,
// the marks around it. It was fitted on the training part of PolNeAR (see
// docs/intake.md) and ships weights of shapes, cue words and closed-class words
// only, each seen in twenty documents or more.

// confidenceModel is data/confidence.yaml.
type confidenceModel struct {
	High    float64            `yaml:"high"`   // from this probability on a proposal is of high confidence
	Medium  float64            `yaml:"medium"` // and from this one on of medium confidence
	Weights map[string]float64 `yaml:"weights"`
}

var confidenceWeights = sync.OnceValue(func() *confidenceModel {
	var m confidenceModel
	if err := readYAML("confidence.yaml", &m); err != nil {
		panic(err) // part of the program, tested
	}
	return &m
})

// chance is the probability that a proposal of these shapes has its span exactly right.
func (m *confidenceModel) chance(shapes []string) float64 {
	z := m.Weights["all"]
	for _, f := range shapes {
		z += m.Weights[f]
	}
	return 1 / (1 + math.Exp(-z))
}

// chanceOf is chance for an attribution; no shape is kept.
func (m *confidenceModel) chanceOf(c *cast, a *attribution) float64 {
	z := m.Weights["all"]
	c.eachShape(a, func(shape []byte) { z += m.Weights[string(shape)] })
	return 1 / (1 + math.Exp(-z))
}

// confidence is high, medium or low. Gestures, "neither … nor" and "not verified"
// are outside the corpus; they are rare shapes that mean one thing only.
func (c *cast) confidence(a *attribution) string {
	switch a.kind {
	case "gesture", "affirm", "unverified", "neither":
		return "high"
	case "observe", "publish":
		return "medium"
	case "narrate":
		return "low"
	}
	if c.language != "en" {
		switch {
		case a.certain == 2 && a.mode == "direct":
			return "high"
		case a.certain == 0:
			return "low"
		}
		return "medium"
	}
	m := confidenceWeights()
	p := m.chanceOf(c, a)
	switch {
	case p >= m.High && !a.unnamed:
		return "high"
	case p >= m.Medium:
		return "medium"
	}
	return "low"
}

// eachShape gives the shapes of an attribution one by one, its features; the bytes are
// used again for the next.
func (c *cast) eachShape(a *attribution, give func(shape []byte)) {
	var room [64]byte
	add := func(parts ...string) {
		shape := room[:0]
		for k, p := range parts {
			if k > 0 {
				shape = append(shape, ':')
			}
			shape = append(shape, p...)
		}
		give(shape)
	}
	w := a.whole
	if len(a.contents) == 1 && a.whole.empty() {
		w = a.contents[0]
	}
	class, lemma, verbForm := "none", "", ""
	if a.verb != nil {
		class, lemma, verbForm = a.verb.class.Class, a.verb.lemma, strconv.Itoa(int(a.verb.form))
	}
	order := "none"
	switch {
	case a.cue.empty():
	case a.source.empty():
		order = "nosource"
	case w.a >= a.cue.b && a.source.b <= a.cue.a:
		order = "SVC"
	case w.a >= a.cue.b:
		order = "VSC"
	case w.b <= a.cue.a && a.source.b <= a.cue.a:
		order = "CSV"
	case w.b <= a.cue.a:
		order = "CVS"
	default:
		order = "mixed"
	}
	shape := strings.Join([]string{a.kind, a.mode, order}, "/")
	add("shape", shape)
	add("class", class, a.mode)
	add("class", class, order)
	add("certain", strconv.Itoa(a.certain), a.mode)
	if lemma != "" {
		add("cue", lemma)
		add("cue", lemma, order)
		add("form", verbForm, class)
	}
	if t := &a.tagged; t.found != 0 {
		add("found", string(t.found), a.mode)
		for k, least := range chanceSteps {
			if t.content >= least {
				add(chanceNames[k][0])
				add(chanceNames[k][1+strings.IndexByte("gtbd", t.found)])
			}
			if t.cue >= least {
				add(chanceNames[k][5])
			}
			if t.source >= least {
				add(chanceNames[k][6])
			}
		}
	}
	if w.empty() {
		return
	}
	// The edges of what is said.
	s := c.sents[c.sentOf[w.a]]
	add("first", order, c.edge(w.a))
	add("before", order, c.edge(w.a-1))
	add("last", c.edge(w.b-1))
	add("after", order, c.edge(w.b))
	add("after", a.mode, c.edge(w.b))
	if w.a == s.a {
		add("from", "sentence", order)
	}
	to := "inside"
	if w.b >= c.sentenceEnd(s) {
		to = "sentence"
	}
	if c.sentOf[w.b-1] != c.sentOf[w.a] {
		to = "several"
	}
	add("to", to, order, a.mode)
	add("long", strconv.Itoa(size(w.b-w.a)), a.mode)
	add("long", strconv.Itoa(size(w.b-w.a)), order)
	add("sentence", strconv.Itoa(size(s.b-s.a)), order)
	// What stands in it.
	commas, dashes, quotes, verbs, ands, wh := 0, 0, 0, 0, 0, 0
	for i := w.a; i < w.b; i++ {
		switch {
		case c.inQuote(i) && c.toks[i].kind != word && c.toks[i].kind != number && c.toks[i].kind != punct:
			quotes++
		case c.inQuote(i):
		case c.is(i, ","):
			commas++
			if !c.inQuote(i) {
				add("comma", c.edge(i+1))
			}
		case c.is(i, "—", "–", "-", ";", ":"):
			dashes++
		case c.is(i, "and", "but", "or"):
			ands++
			add("and", c.low(i), c.edge(i+1))
		case c.is(i, "which", "who", "when", "while", "as", "because", "after", "where", "although"):
			wh++
			add("join", c.low(i))
		}
		if v := c.lx.verb[c.low(i)]; v != nil && !c.inQuote(i) && v.form != base {
			verbs++
		}
	}
	add("commas", strconv.Itoa(min(commas, 4)), a.mode)
	add("dashes", strconv.Itoa(min(dashes, 2)), a.mode)
	add("quotes", strconv.Itoa(min(quotes, 4)), order, a.mode)
	add("verbs", strconv.Itoa(min(verbs, 3)), a.mode)
	add("ands", strconv.Itoa(min(ands, 3)), a.mode)
	add("joins", strconv.Itoa(min(wh, 3)), a.mode)
	if q := c.quoteOf[w.a]; q != 0 {
		whole := "part"
		if q == c.quoteOf[w.b-1] {
			whole = "one"
		}
		add("quotation", whole, order)
		if c.quotes[q-1].shut < 0 {
			add("quotation", "open")
		}
	}
	// Who says it.
	if !a.source.empty() {
		who := "other"
		switch {
		case c.lx.pronoun[c.low(a.source.a)] && a.source.b-a.source.a == 1:
			who = "pronoun"
		case c.toks[a.source.a].cap:
			who = "name"
		case c.lx.determiner[c.low(a.source.a)]:
			who = "determiner"
		}
		add("who", who, order)
		add("who", who, strconv.Itoa(size(a.source.b-a.source.a)))
		for i := a.source.a; i < a.source.b; i++ {
			if c.is(i, ",") {
				add("who", "comma", order)
				break
			}
		}
		add("left", order, c.edge(a.source.a-1))
	}
	if !a.cue.empty() {
		add("cue-long", strconv.Itoa(min(a.cue.b-a.cue.a, 4)), class)
		add("gap", order, strconv.Itoa(size(gap(a.cue, w))))
		add("cue-left", order, c.edge(a.cue.a-1))
		add("cue-right", order, c.edge(a.cue.b))
		add("place", strconv.Itoa(min(3, 4*(a.cue.a-s.a)/max(1, s.b-s.a))), order)
	}
	if len(a.contents) > 1 {
		add("pieces", strconv.Itoa(min(len(a.contents), 4)), order)
	}
	if len(a.via) > 0 {
		add("via")
	}
	add("others", strconv.Itoa(min(c.cuesIn[c.sentOf[w.a]], 4)), order)
}

// chanceSteps are the steps in which the tagger's chances are weighed, chanceNames
// the shapes of each: of the content, the content by who found it, the cue, the source.
var chanceSteps = [...]float32{.02, .05, .1, .2, .3, .4, .5, .6, .7, .8, .85, .9, .93, .95, .97, .98, .99, .995}

var chanceNames = func() (out [len(chanceSteps)][7]string) {
	for k := range out {
		step := strconv.Itoa(k)
		out[k] = [7]string{"content:" + step, "content:" + step + ":g", "content:" + step + ":t", "content:" + step + ":b", "content:" + step + ":d", "cue-sure:" + step, "source-sure:" + step}
	}
	return out
}()

// edge is a token as a feature: a closed-class word, a mark, or the shape of any other word.
func (c *cast) edge(i int) string {
	if i < 0 || i >= len(c.toks) {
		return "edge"
	}
	t := c.toks[i]
	switch {
	case t.kind == openMark, t.kind == closeMark, t.kind == plainMark:
		return "mark"
	case t.kind == punct:
		return t.low
	case t.kind == number:
		return "number"
	case c.lx.determiner[t.low], c.lx.pronoun[t.low], c.lx.preposition[t.low], c.lx.conjunction[t.low], c.lx.auxiliary[t.low], c.lx.adverb[t.low]:
		return t.low
	case c.lx.verb[t.low] != nil:
		return "cue"
	case t.cap:
		return "Capital"
	case strings.HasSuffix(t.low, "ing"):
		return "ing"
	case strings.HasSuffix(t.low, "ed"):
		return "ed"
	case strings.HasSuffix(t.low, "s"):
		return "s"
	}
	return "word"
}

// sentenceEnd is the end of a sentence without its stop.
func (c *cast) sentenceEnd(s rng) int {
	end := s.b
	for end > s.a && c.toks[end-1].kind == punct && strings.ContainsAny(c.low(end-1), ".!?…") {
		end--
	}
	return end
}

func gap(a, b rng) int {
	if b.a >= a.b {
		return b.a - a.b
	}
	return max(0, a.a-b.b)
}

// size is a length in steps: 0, 1, 2, 3–4, 5–8, 9–16, 17–32, more.
func size(n int) int {
	k := 0
	for s := 0; n > s; s = max(1, 2*s) {
		k++
	}
	return min(k, 7)
}
