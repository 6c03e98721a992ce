package intake

import (
	"runtime"
	"sync"

	"homeward/statement"
)

// Here the readings of the grammar and of the tagger become one. The grammar knows
// what an attribution means: its stance, its chain, its gestures and refusals. The
// tagger knows better where a source and a content begin and end, and finds cues
// that no shape of the grammar has.

// evidence is what the tagger has to say of an attribution.
type evidence struct {
	content float32 // the chance of the content's span, exactly; of several the least
	source  float32
	cue     float32
	found   byte // g by the grammar alone, t by the tagger alone, b by both alike, d by both with other bounds; 0 not asked
}

// read is one attribution as the tagger tells it.
type read struct {
	source, cue rng
	said        []rng
	chance      float64 // of the least likely of said
	sourceLike  float64
	cueLike     float64
}

// joined is the Proposer of English texts: the grammar and the tagger.
type joined struct {
	lx *lexicon
	t  *tagger
	v  *vocabulary
}

// Propose reads a page with both. Paragraphs do not hang on each other: a long text
// is shared out among the processors, and what comes out is put together in order.
func (j joined) Propose(p *page, times []timex) []attribution {
	as := grammar{j.lx}.Propose(p, times)
	w := &work{joined: j, reading: newReading(p, j.lx, times), as: as, sight: look(p, j.v, times, as), seqs: sequences(p)}
	for k := range as {
		for i := as[k].cue.a; i < as[k].cue.b; i++ {
			w.cued[i] = true
		}
	}
	w.share()
	parts := 1
	if len(p.toks) > 4000 {
		parts = min(runtime.GOMAXPROCS(0), 4)
	}
	more := make([][]attribution, parts)
	var all sync.WaitGroup
	for k := range parts {
		all.Go(func() {
			more[k] = w.read(k*len(w.seqs)/parts, (k+1)*len(w.seqs)/parts)
		})
	}
	all.Wait()
	out := as[:0]
	for k := range as {
		if !w.drop[k] {
			out = append(out, as[k])
		}
	}
	for _, m := range more {
		out = append(out, m...)
	}
	sortAttributions(out)
	return out
}

// work is one page while both readings of it are joined.
type work struct {
	joined
	*reading
	as    []attribution // what the grammar proposes
	near  [][]int       // for each sequence, which of them stand in it
	drop  []bool
	sight *sight
	seqs  []rng
}

// share finds which proposals of the grammar stand in which sequence.
func (w *work) share() {
	w.drop = make([]bool, len(w.as))
	w.near = make([][]int, len(w.seqs))
	q := 0
	for k := range w.as {
		at := w.as[k].cue.a
		if w.as[k].cue.empty() {
			at = w.as[k].whole.a
		}
		for q > 0 && w.seqs[q].a > at {
			q--
		}
		for q+1 < len(w.seqs) && w.seqs[q].b <= at {
			q++
		}
		if len(w.seqs) > 0 {
			w.near[q] = append(w.near[q], k)
		}
	}
}

// read goes through some of the sequences and gives what only the tagger has found.
func (w *work) read(from, to int) (more []attribution) {
	t := w.t
	l := &lattice{}
	sight := *w.sight // each worker looks for himself
	for n := from; n < to; n++ {
		q, near := w.seqs[n], w.near[n]
		t.scoreOf(l, &sight, q)
		tags := t.viterbi(l)
		reads := readTags(tags, q.a)
		if len(reads) == 0 && len(near) == 0 {
			continue
		}
		for i := range l.emit {
			l.emit[i][cueB] -= float32(t.bias)
			l.emit[i][cueU] -= float32(t.bias)
		}
		t.chances(l)
		for k := range reads {
			l.weigh(&reads[k], tags, q.a)
			if x := &reads[k]; x.source.b-x.source.a > 2 && w.is(x.source.b-1, "longer") && w.is(x.source.b-2, "no") {
				x.source.b -= 2 // "Many mothers no longer believe"
			}
		}
		taken := make([]bool, len(reads))
		for _, k := range near {
			a := &w.as[k]
			if a.narrator || a.kind == "narrate" || a.kind == "observe" {
				continue
			}
			m := meets(a, reads)
			if m >= 0 {
				taken[m] = true
			}
			if m >= 0 && adjustable(a) {
				w.adjust(a, &reads[m], l, q, t.over)
				continue
			}
			a.tagged = evidence{found: 'g', content: float32(l.grammarChance(a, q)), cue: float32(l.cueChance(a.cue, q)), source: float32(l.sourceChance(a.source, q))}
			w.drop[k] = float64(a.tagged.cue) < t.doubt && w.common(a)
		}
		for k := range reads {
			if x := &reads[k]; !taken[k] && !w.paras[w.paraOf(x.cue.a)].heading && w.likely(x, t.least) && !w.answered(x) && w.room(x, near) {
				more = append(more, w.fromTags(x, w.as, near))
			}
		}
	}
	return more
}

// readTags gathers spans into attributions: a source or content belongs to the
// nearest cue on the side its label tells.
func readTags(tags []label, from int) []read {
	var out []read
	var sources, left []rng
	for i := 0; i < len(tags); i++ {
		k := tags[i].part()
		if k == noPart {
			continue
		}
		e := i
		if tags[i].place() == 'B' {
			for e+1 < len(tags) && tags[e].place() != 'E' {
				e++
			}
		}
		span := rng{from + i, from + e + 1}
		switch {
		case k == cuePart:
			x := read{cue: span, said: left}
			if len(sources) > 0 {
				x.source = sources[len(sources)-1]
			}
			out = append(out, x)
			sources, left = nil, nil
		case k == sourcePart && tags[i] < sourceRightB:
			sources = append(sources, span)
		case k == sourcePart && len(out) > 0 && out[len(out)-1].source.empty():
			out[len(out)-1].source = span
		case k == contentPart && tags[i] < contentRightB:
			left = append(left, span)
		case k == contentPart && len(out) > 0:
			out[len(out)-1].said = append(out[len(out)-1].said, span)
		}
		i = e
	}
	return out
}

func (l *lattice) weigh(x *read, tags []label, from int) {
	x.chance = 1
	for _, s := range x.said {
		x.chance = min(x.chance, l.spanChance(tags, s.a-from, s.b-from))
	}
	if !x.source.empty() {
		x.sourceLike = l.spanChance(tags, x.source.a-from, x.source.b-from)
	}
	x.cueLike = l.spanChance(tags, x.cue.a-from, x.cue.b-from)
}

// sourceChance is the chance of a source, exactly, on either side of its cue.
func (l *lattice) sourceChance(s, q rng) float64 {
	if s.empty() || s.a < q.a || s.b > q.b {
		return 0
	}
	if s.b-s.a == 1 {
		i := s.a - q.a
		return float64(l.alpha[i][sourceLeftU]*l.beta[i][sourceLeftU] + l.alpha[i][sourceRightU]*l.beta[i][sourceRightU])
	}
	return l.runChance(s, q, sourceLeftB) + l.runChance(s, q, sourceRightB)
}

// runChance is the chance of a span whose first label is given; the next two
// labels go on with it and end it.
func (l *lattice) runChance(s, q rng, first label) float64 {
	tags := make([]label, s.b-s.a)
	for k := range tags {
		tags[k] = first + 1
	}
	tags[0], tags[len(tags)-1] = first, first+2
	if len(tags) == 1 {
		tags[0] = first + 2
	}
	a := s.a - q.a
	p := float64(l.alpha[a][tags[0]])
	for k := 1; k < len(tags); k++ {
		p *= float64(l.pair[tags[k-1]][tags[k]]) * float64(l.emit[a+k][tags[k]]) / float64(l.scale[a+k])
	}
	return p * float64(l.beta[a+len(tags)-1][tags[len(tags)-1]])
}

// cueChance is the chance that any of the tokens is a cue.
func (l *lattice) cueChance(c rng, q rng) float64 {
	top := 0.0
	for i := max(c.a, q.a); i < min(c.b, q.b); i++ {
		sum := 0.0
		for y := cueB; y <= cueU; y++ {
			sum += float64(l.alpha[i-q.a][y] * l.beta[i-q.a][y])
		}
		top = max(top, sum)
	}
	return top
}

// grammarChance is the chance of the content as the grammar has it.
func (l *lattice) grammarChance(a *attribution, q rng) float64 {
	w := a.whole
	if w.empty() && len(a.contents) > 0 {
		w = a.contents[0]
	}
	if w.empty() || w.a < q.a || w.b > q.b {
		return 0
	}
	return l.runChance(w, q, contentLeftB) + l.runChance(w, q, contentRightB)
}

// meets is the attribution of the tagger that has the same cue, or the same
// quotation where there is none.
func meets(a *attribution, reads []read) int {
	for k := range reads {
		x := &reads[k]
		if !a.cue.empty() && a.cue.a < x.cue.b && x.cue.a < a.cue.b {
			return k
		}
	}
	if !a.cue.empty() {
		return -1
	}
	for k := range reads {
		for _, s := range reads[k].said {
			if s.a <= a.whole.a && a.whole.b <= s.b {
				return k
			}
		}
	}
	return -1
}

// adjustable: the tagger was taught attributions of this kind. Gestures, refusals,
// acts and what is not verified are the grammar's alone.
func adjustable(a *attribution) bool {
	if a.foreign {
		return false
	}
	switch a.kind {
	case "say", "according", "colon", "impersonal", "nominal":
		return true
	}
	return false
}

// common: a shape that news in English have often enough for the tagger's silence to
// mean something. "So the minister", "as emerges from a letter" and "in the opinion
// of" are translations; of them it knows nothing.
func (r *reading) common(a *attribution) bool {
	if a.mode == "direct" && r.toks[a.whole.a].kind != word && a.whole.a >= a.cue.b && a.whole.a <= a.cue.b+1 {
		return false // a quotation that the cue brings
	}
	return adjustable(a) && a.kind != "according" && a.verb != nil && !(r.is(r.sents[a.sent].a, "as") && a.cue.b < a.whole.a) && !r.is(a.cue.a, "as", "so", "by", "in")
}

// adjust takes the bounds of the tagger for an attribution of the grammar, where
// they are likelier than the grammar's by more than a little.
func (r *reading) adjust(a *attribution, x *read, l *lattice, q rng, over float64) {
	a.tagged = evidence{found: 'b', source: float32(x.sourceLike), cue: float32(x.cueLike)}
	a.cue = x.cue
	if !x.source.empty() && !a.unnamed && x.source != a.source && !(a.kind == "impersonal" && r.is(x.source.a, "it")) && !(r.is(x.source.a, "they") && a.source.b == x.source.a && !a.source.empty()) {
		apart := a.source.b <= x.source.a || x.source.b <= a.source.a
		who := x.source.b-x.source.a == 1 && r.is(x.source.a, "who", "which", "that")
		if own := l.sourceChance(a.source, q); x.sourceLike > over*own && (!apart || who || x.sourceLike > 5*over*own) {
			if !apart || who {
				a.named = a.source // the same speaker, in other bounds
			}
			a.source = x.source
		}
	}
	if len(x.said) == 0 {
		a.tagged.found = 'g'
		a.tagged.content = float32(l.grammarChance(a, q))
		return
	}
	had := a.wholes
	if len(had) == 0 {
		had = []rng{a.whole}
	}
	same := len(had) == len(x.said)
	for k := range x.said {
		same = same && had[k] == x.said[k]
	}
	if same {
		a.tagged.content = float32(x.chance)
		return
	}
	a.tagged.found = 'd'
	own := l.grammarChance(a, q)
	a.tagged.content = float32(own)
	if x.chance > over*own && x.chance >= surely && !r.keepsOwn(a, x, had) && !r.runsInto(a, x) {
		a.tagged.content = float32(x.chance)
		r.saying(a, x)
	}
}

// surely is the least chance of a span that is taken for another of the grammar.
const surely = .4

// runsInto: the tagger's content goes on over the cue of another proposal of the grammar, before
// which the grammar ends its own: "She remembers a man but believes he died".
func (r *reading) runsInto(a *attribution, x *read) bool {
	for k := range x.said {
		for i := max(x.said[k].a, a.whole.b); i < x.said[k].b; i++ {
			if r.cued[i] && (r.is(i-1, "but", "where") || r.is(i-1, "and") && a.verb != nil && !a.verb.class.clause) && a.whole.b > x.cue.b {
				return true
			}
		}
	}
	return false
}

// keepsOwn: shapes of which the grammar is surer than any count of news.
func (r *reading) keepsOwn(a *attribution, x *read, had []rng) bool {
	first, last, own := x.said[0], x.said[len(x.said)-1], had[0]
	switch {
	case a.parted && last.b > own.b:
		return true // "spoke to him, in which he confirmed that": the second speaker's words are his
	case a.kind == "impersonal":
		return true // "X was reported to be ill": what is said is the whole clause
	case len(had) != 1:
		return false
	case len(x.said) > 1:
		return first.a == own.a && last.b == own.b // "The thirteenth, he said, “succumbed”"
	case r.is(first.a, "whom", "which", "who"):
		return true // "according to whom"
	case a.verb != nil && takesWhom(a.verb.lemma) && first.a >= x.cue.b && first.a < own.a:
		return true // "told the unit the road was clear": who is told is no content
	case last.b > own.b && r.is(own.b, "in", "on", "via", "through") && first.a <= own.a && r.channelTail(rng{own.a, last.b}) == own.b:
		return true // "confirmed the release in a statement": where it was said
	case first.b > own.b && r.is(own.b, "when") && r.is(own.b+1, "asked"):
		return true // the question is not the answer
	case first.a < own.a && first.b == own.b && own.a > x.cue.b:
		return r.is(own.a, "that", "to") || r.is(own.a-1, ":") || r.inQuote(own.a) && !r.inQuote(own.a-1)
	}
	return false
}

// saying makes the contents of an attribution from the spans of the tagger.
func (r *reading) saying(a *attribution, x *read) {
	a.contents, a.wholes = nil, nil
	for _, w := range x.said {
		piece := *a
		piece.whole = w
		r.fill(&piece)
		if len(piece.contents) == 0 {
			piece.contents = []rng{w}
		}
		a.stance = piece.stance
		a.contents = append(a.contents, piece.contents...)
		for range piece.contents {
			a.wholes = append(a.wholes, w)
		}
	}
	a.whole = x.said[0]
	if len(x.said) == 1 {
		a.wholes = nil
	}
	a.mode = r.modeOf(a.whole)
}

// likely: what only the tagger has found is a clause or a quotation, or twice as
// sure.
func (r *reading) likely(x *read, least float64) bool {
	if len(x.said) == 0 {
		return false
	}
	w := x.said[0]
	if last := x.cue.b - 1; r.is(last, "spoke", "speaks", "talked", "talks", "spoken", "introduced", "introduces", "presented") && (r.is(w.a, "to", "with", "himself", "herself", "our") || r.is(last+1, "to", "with")) && !r.inQuote(w.a) ||
		r.is(last, "to", "with") && r.is(last-1, "spoke", "speaks", "talked", "talks", "spoken") && !r.inQuote(w.a) {
		return false // "spoke to our reporter", "introduced himself as a doctor": nothing is told
	}
	if r.is(x.source.a, "who") {
		for i := x.cue.a; i < w.b; i++ {
			if r.is(i, "name", "names", "named", "identity", "identified", "identify", "anonymity", "anonymous", "known", "quoted") {
				return false // "who did not want to give his name"
			}
		}
	}
	if x.source.empty() {
		least *= 2 // somebody says it: then it must be plain that something is said
	}
	if !r.inQuote(w.a) && !r.clauseLike(w) && !r.verbIn(w) && !r.is(w.a, "that", "to") {
		least *= 2
	}
	return x.cueLike >= least
}

// answered: "asked if he wants to return" is a question; its answer is the statement.
func (r *reading) answered(x *read) bool {
	if len(x.said) == 0 || r.toks[x.cue.a].kind != word {
		return false
	}
	ask := false
	for i := x.cue.a; i < x.cue.b; i++ {
		v := r.lx.verb[r.low(i)]
		if v != nil && r.aside(group{rng: rng{x.cue.a, x.cue.b}, at: i}, v, r.sents[r.sentOf[i]]) {
			return true
		}
		if v != nil && v.form == past && takesWhom(v.lemma) && r.lx.be[r.low(i-1)] && !r.is(i+1, "by") && x.source.b <= x.cue.a {
			return true // "The parents were informed an hour before": they were told
		}
		ask = ask || v != nil && v.class.question || r.is(i, "question", "questions")
	}
	for i := x.said[0].a; ask && i < x.said[0].b && i < x.said[0].a+8; i++ {
		if r.is(i, "if", "whether") && !r.inQuote(i) {
			return true // "asked the minister whether …"
		}
	}
	return ask && r.is(x.said[0].a, "if", "whether", "what", "why", "how", "who", "where", "when", "about")
}

// room: what the tagger takes for content is no content of the grammar yet, or of one
// the tagger thinks far less likely, which then gives way.
func (w *work) room(x *read, near []int) bool {
	var weaker []int
	for _, k := range near {
		a := &w.as[k]
		if w.drop[k] || a.narrator && a.kind != "observe" && a.kind != "unverified" {
			continue
		}
		meets := a.whole.a < x.cue.b && x.cue.a < a.whole.b && a.tagged.found != 'b'
		for _, s := range x.said {
			for _, of := range append(a.wholes, a.whole) {
				meets = meets || s.a < of.b && of.a < s.b
			}
		}
		switch {
		case meets && w.common(a) && a.tagged.found == 'g' && 4*float64(a.tagged.cue) < x.cueLike:
			weaker = append(weaker, k)
		case meets:
			return false
		}
	}
	for _, k := range weaker {
		w.drop[k] = true
	}
	return true
}

// fromTags is an attribution only the tagger has found.
func (r *reading) fromTags(x *read, as []attribution, near []int) attribution {
	a := attribution{cue: x.cue, source: x.source, kind: "tagged", stance: statement.Asserts, sent: int(r.sentOf[x.cue.a])}
	for i := x.cue.a; i < x.cue.b; i++ {
		if v := r.lx.verb[r.low(i)]; v != nil {
			a.verb, a.stance = v, v.class.Stance
			if g := r.groupAt(i, r.sents[a.sent].a); g.negated && v.class.Class == "claim" {
				a.stance = statement.Denies // "does not believe the calls were genuine"
			}
		}
	}
	// A second cue of the sentence without a source of its own: the speaker stands before the first.
	if a.source.empty() {
		for _, k := range near {
			if b := &as[k]; b.cue.b <= a.cue.a && b.sent == a.sent && !b.source.empty() && !b.unnamed {
				a.source = b.source
			}
		}
		a.unnamed = a.source.empty()
	}
	r.saying(&a, x)
	a.tagged = evidence{found: 't', source: float32(x.sourceLike), cue: float32(x.cueLike), content: float32(x.chance)}
	return a
}
