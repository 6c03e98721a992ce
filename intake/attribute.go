package intake

import (
	"sort"
	"strings"

	"homeward/statement"
)

// attribution is one cue with its source and what it introduces, in tokens.
type attribution struct {
	source   rng   // the words that name the speaker; empty: the last speaker, or the narrator
	cue      rng   // empty where a quotation goes on without one
	contents []rng // what is said, in pieces that are statements of their own
	whole    rng   // all that is said
	wholes   []rng // for each content, all of that piece, where the cue stands between them
	verb     *cueVerb
	kind     string // say | according | gesture | affirm | decline | neither | unverified | publish | wish | colon | continue | observe | narrate | free
	stance   statement.Stance
	mode     string
	sent     int
	via      []string // further links told in the same sentence ("according to AFP")
	certain  int      // 2 high, 1 medium, 0 low
	question bool     // the content is a question that was answered
	narrator bool
	unnamed  bool // somebody says it, the text does not say who
	named    rng  // the words that name the speaker, where the source has other bounds
	tagged   evidence
	inner    bool   // its speaker is "he" of what another tells
	parted   bool   // what it introduces ends where another begins to speak
	called   string // how the source calls the speaker, where names have cases
}

// Proposer proposes attributions for a page: for English the grammar and the tagger
// joined, for other languages their grammar. Whatever proposes, its proposals go
// through the same slots, conflicts and review.
type Proposer interface {
	// Propose returns attributions in the order of the text. It must be a pure
	// function of the page.
	Propose(p *page, times []timex) []attribution
}

// grammar is the Proposer made of the cue lexicon and the shapes of reported speech.
type grammar struct{ lx *lexicon }

// reading is the state while one page is read.
type reading struct {
	*page
	lx    *lexicon
	time  []int32 // for each token, 1 + the time expression it stands in
	times []timex
	out   []attribution
	cued  []bool // tokens that are a cue
	used  []bool // tokens that already are content, cue or source
}

func newReading(p *page, lx *lexicon, times []timex) *reading {
	r := &reading{page: p, lx: lx, times: times, time: make([]int32, len(p.toks)), used: make([]bool, len(p.toks)), cued: make([]bool, len(p.toks))}
	for k, t := range times {
		for i := t.a; i < t.b; i++ {
			r.time[i] = int32(k + 1)
		}
	}
	return r
}

func (g grammar) Propose(p *page, times []timex) []attribution {
	r := newReading(p, g.lx, times)
	r.out = make([]attribution, 0, len(p.toks)/24)
	si := 0
	for _, para := range p.paras {
		first, firstSent := len(r.out), si
		if r.transcript(para) {
			for si < len(p.sents) && p.sents[si].a < para.b {
				si++
			}
			continue
		}
		for si < len(p.sents) && p.sents[si].a < para.b {
			if !para.heading {
				r.sentence(si)
			}
			si++
		}
		if !para.heading {
			r.freeIndirect(first, firstSent, si)
		}
	}
	r.observations()
	r.narration()
	sortAttributions(r.out)
	return r.out
}

// transcript: "NAME: what he says" to the end of the paragraph.
func (r *reading) transcript(para paragraph) bool {
	if para.a < leadDate(r.page) {
		return false
	}
	i := para.a
	for i < para.b && i < para.a+6 && (r.toks[i].cap || r.is(i, "(", ")", ".", "-")) {
		i++
	}
	if i == para.a || i >= para.b-2 || !r.is(i, ":") || r.time[para.a] != 0 {
		return false
	}
	if !r.toks[i].glued || r.toks[i+1].glued {
		return false
	}
	if i == para.a+1 && r.label(para.a) {
		return false
	}
	if r.passesOn(rng{para.a, i}) {
		return false // "DAHL: The minister told parliament that …": read sentence by sentence
	}
	end := para.b
	if r.is(end-1, "?") && r.sentOf[i] == r.sentOf[end-1] && !r.inQuote(end-2) {
		for k := para.a; k < para.b; k++ {
			r.used[k] = true // who asks states nothing
		}
		return true
	}
	if end-i < 9 && !r.spokeBefore(rng{para.a, i}) || r.is(para.a, "q") || !strings.ContainsAny(r.low(end-1), ".!?…”\"") {
		return false // a headline
	}
	r.add(attribution{source: rng{para.a, i}, cue: rng{i, i + 1}, contents: []rng{{i + 1, end}}, whole: rng{i + 1, end}, kind: "colon",
		stance: statement.Asserts, mode: "direct", sent: int(r.sentOf[para.a]), certain: 1})
	return true
}

// label: a word before a colon that tells what follows and speaks for nobody: "Unconfirmed:", "Update:".
func (r *reading) label(i int) bool {
	return strings.HasSuffix(r.low(i), "ed") || strings.HasSuffix(r.low(i), "ing") ||
		r.is(i, "update", "correction", "note", "background", "summary", "analysis", "context", "remark", "live", "photo", "video", "source", "sources", "caption", "headline", "lead", "date", "place", "time", "subject", "re", "ps", "p.s")
}

// passesOn: the one whose turn it is leads the conversation, or was called its correspondent before.
func (r *reading) passesOn(name rng) bool {
	for k := name.a; k < name.b; k++ {
		if r.lx.moderator[r.low(k)] {
			return true
		}
	}
	last := r.low(name.b - 1)
	for k := max(0, name.a-longest); k < name.a; k++ {
		if r.lx.moderator[r.low(k)] {
			for j := k + 1; j < min(k+5, name.a) && (r.toks[j].cap || r.is(j, "(")); j++ {
				if r.low(j) == last {
					return true
				}
			}
		}
	}
	return false
}

// spokeBefore: somebody of that name has spoken so before, and may be short.
func (r *reading) spokeBefore(name rng) bool {
	for k := len(r.out) - 1; k >= max(0, len(r.out)-20); k-- {
		if r.out[k].kind == "colon" && r.text(r.out[k].source) == r.text(name) {
			return true
		}
	}
	return false
}

func (r *reading) add(a attribution) {
	r.out = append(r.out, a)
	for i := a.whole.a; i < a.whole.b; i++ {
		r.used[i] = true
	}
	for i := a.cue.a; i < a.cue.b; i++ {
		r.cued[i] = true
		r.used[i] = true
	}
}

// sentence finds the cues of one sentence, from left to right.
func (r *reading) sentence(si int) {
	s := r.sents[si]
	first := len(r.out)
	skip := -1
	if a, ok := r.asSaid(s); ok {
		a.sent = si
		r.add(a)
		skip = a.whole.a
	}
	for i := s.a; i < s.b; i++ {
		if r.inQuote(i) || r.toks[i].kind != word || i < skip {
			continue
		}
		if r.is(i, "question") && i < s.a+4 && !r.is(i+1, "the") {
			// "To the question of X, whether he hopes …, he nodded": the question, not the answer
			for k := i + 1; k < s.b && k < i+9; k++ {
				if r.is(k, "if", "whether") {
					skip = r.clauseEnd(k, s.b)
					break
				}
			}
			if skip > i {
				continue
			}
		}
		if r.is(i, "asks", "ask") && r.is(s.a, "when") && r.is(i+1, "if", "whether", "about", "why", "what", "how") && r.is(r.clauseEnd(i, s.b), ",") {
			skip = r.clauseEnd(i, s.b)
			continue
		}
		if r.is(i, "when", "asked", "whether") && (r.is(i, "asked") && (i == s.a || r.is(s.a, "when", "as", "after") && r.is(i+1, "if", "whether", "about", "why", "what", "how") && r.is(r.clauseEnd(i, s.b), ",")) || r.is(i, "when") && r.is(i+1, "asked")) {
			skip = r.clauseEnd(i, s.b) // the question, not the answer
			continue
		}
		var a attribution
		var ok bool
		switch {
		case r.sourceFrame(i) > 0:
			a, ok = r.according(i, s)
		case r.is(i, "so"), r.is(i, "as") && r.is(i+2, "from"):
			a, ok = r.soSaid(i, s)
		case r.is(i, "as") && r.is(i-1, ","):
			if a, ok = r.asAside(i, s); ok {
				skip = r.clauseEnd(i, s.b)
			}
		default:
			if a, ok = r.impersonal(i, s); !ok {
				a, ok = r.verbCue(i, s, first)
			}
		}
		if !ok {
			continue
		}
		a.sent = si
		if r.merge(&a, first) {
			r.add(a)
		}
		skip = max(skip, a.cue.b)
	}
	r.bareQuotes(si, first)
}

// merge fits a new attribution to those the sentence already has. A cue inside
// what an earlier speaker says is told by him and makes no statement of its own;
// a cue after a parting word ends what was said before it.
func (r *reading) merge(a *attribution, first int) bool {
	for k := len(r.out) - 1; k >= max(first, len(r.out)-32); k-- {
		b := &r.out[k]
		head := a.cue.a
		if a.kind == "unverified" {
			head = a.whole.a
		}
		if a.kind == "impersonal" && r.is(head-1, "it") {
			head--
		}
		if !a.source.empty() && (a.source.a >= b.whole.a || a.source.b > b.cue.b && a.source.a < b.whole.a) {
			head = min(head, a.source.a) // a shared subject stands before both
		}
		if b.cue.a == a.cue.a {
			return false
		}
		inside := head >= b.whole.a && head < b.whole.b
		switch {
		case a.whole.a <= b.cue.a && a.whole.b >= b.cue.b && a.whole.b <= head && !b.cue.empty() && outranks(a, b):
			r.out = append(r.out[:k], r.out[k+1:]...)
			continue
		case inside && a.whole.a < b.whole.b && a.whole.b <= head:
			// "A said that X, B reported": the last source passes on what the first said.
			if !b.cue.empty() && b.cue.a >= a.whole.a && !a.source.empty() {
				b.via = append(b.via, r.untimed(a.source))
				r.cut(b, r.trimRight(rng{b.whole.a, head}).b)
				return false
			}
			return false
		case inside && r.toldWithin(a, b, head):
			return false // "said the kidnappers contacted him and demanded a ransom": they demanded it
		case inside && r.speaksWithin(a, b, head):
			r.cut(b, head-2)
			a.inner, b.parted = true, true
			a.via = append(a.via, r.untimed(b.source))
		case inside && a.verb != nil && a.verb.lemma == "tell" && r.is(a.cue.b, "him", "her", "them", "me") && r.is(head-1, "and") && r.has(b.whole, "had") >= 0 && r.has(b.whole, "had") < head:
			return false // "said an officer had phoned and told her": told by the officer
		case inside:
			cut, ok := r.parting(b.whole.a, head)
			if !ok {
				return false
			}
			r.cut(b, cut)
		case a.whole.a <= b.cue.a && a.whole.b >= b.whole.b && !b.whole.empty() && a.whole.b <= a.cue.a && outranks(a, b):
			// "They understood the rules, officials said": what is said is all of it.
			r.out = append(r.out[:k], r.out[k+1:]...)
			continue
		case a.whole.a <= b.cue.a && a.whole.b >= b.whole.b && !b.whole.empty() && a.whole.b <= a.cue.a:
			if !a.source.empty() {
				b.via = append(b.via, r.untimed(a.source))
			}
			return false
		}
	}
	return true
}

// toldWithin: a verb without a subject of its own goes on with the clause that is being told,
// whose subject is another than the speaker and whose verb has the same simple past: "said that
// the kidnappers called him twice and demanded a ransom". After "had been taken … and demanded"
// it is the speaker who demands.
func (r *reading) toldWithin(a, b *attribution, head int) bool {
	if a.verb == nil || a.verb.form != past || !r.is(head-1, "and") || r.is(head-2, ",") || r.is(a.whole.a, "that") || r.inQuote(a.whole.a) || !a.verb.class.object && a.verb.class.Class != "request" || b.cue.empty() || b.cue.b > b.whole.a || r.modeOf(b.whole) == "direct" {
		return false
	}
	from := b.whole.a
	if r.is(from, "that") {
		from++
	}
	if r.lx.pronoun[r.low(from)] || !r.lx.determiner[r.low(from)] && !r.toks[from].cap {
		return false // "he": the speaker himself
	}
	// The finite verb of what is told.
	for k := from + 1; k < head-1; k++ {
		l := r.low(k)
		if r.is(k, "does", "do", "did") {
			return true // "that he does not want to return and asked for asylum": he asked
		}
		if r.lx.auxiliary[l] || r.toks[k].kind == punct {
			return false
		}
		if r.lx.irregular[l] || strings.HasSuffix(l, "ed") && r.toks[k-1].kind == word && !r.lx.determiner[r.low(k-1)] && !r.lx.preposition[r.low(k-1)] {
			return true
		}
	}
	return false
}

// speaksWithin: "spoke to him for a few seconds, in which he confirmed that …": who speaks in
// what is told is a speaker of his own.
func (r *reading) speaksWithin(a, b *attribution, head int) bool {
	return a.verb != nil && !a.verb.class.Weak && a.kind == "say" && a.source.b-a.source.a == 1 && a.source.a == head && r.lx.pronoun[r.low(head)] && !b.cue.empty() && b.whole.a >= b.cue.b &&
		r.is(head-1, "which") && r.is(head-2, "in", "during") && r.is(a.whole.a, "that") && head-2 > b.whole.a+3
}

// untimed is a source without the time that follows it: "the ministry on Tuesday".
func (r *reading) untimed(source rng) string {
	for i := source.a + 1; i < source.b; i++ {
		if r.time[i] != 0 {
			if source.b = i; i-1 > source.a && r.lx.preposition[r.low(i-1)] {
				source.b--
			}
			break
		}
	}
	return r.text(source)
}

// outranks: a is plainly said of all that b tells, and b's cue is no plain word of
// saying ("They understood the rules, officials said").
func outranks(a, b *attribution) bool {
	if a.verb == nil || a.kind != "say" || a.verb.class.Weak {
		return false
	}
	return b.kind == "nominal" || b.kind == "impersonal" || b.kind == "say" && b.verb != nil && (b.certain < a.certain || a.verb.class.Class == "say" && b.verb.class.Class != "say")
}

// parting finds where content before a new cue at head ends: at a comma with or
// without a conjunction, or at a conjunction.
func (r *reading) parting(from, head int) (int, bool) {
	k := head - 1
	for k > from && r.lx.adverb[r.low(k)] {
		k--
	}
	if r.is(k, "and", "but", "although", "though", "while", "whereas", "yet", "also", "where") {
		k--
		if r.is(k, ",") {
			k--
		}
		return k + 1, k >= from
	}
	// ", but late on Saturday he …": a time or an adverb may stand after the parting word.
	for j := k; j > from && j > k-7 && !r.inQuote(j); j-- {
		if r.is(j, "and", "but", "while", "although") && r.is(j-1, ",") {
			return j - 1, j-1 > from
		}
		if r.time[j] == 0 && !r.lx.preposition[r.low(j)] && !r.lx.adverb[r.low(j)] && !r.is(j, "as", "then") {
			break
		}
	}
	if r.is(k, ",", ";", "—", "–") || k >= 0 && (r.toks[k].kind == closeMark || r.endsQuote(k)) {
		if r.is(k, ",", ";", "—", "–") {
			k--
		}
		return k + 1, k >= from
	}
	return 0, false
}

func (r *reading) cut(b *attribution, end int) {
	for i := end; i < b.whole.b; i++ {
		r.used[i] = false
	}
	b.whole.b = end
	var keep []rng
	for _, c := range b.contents {
		if c.a >= end {
			continue
		}
		c.b = min(c.b, end)
		if c = r.trim(c); !c.empty() {
			keep = append(keep, c)
		}
	}
	if keep == nil {
		keep = []rng{r.trim(b.whole)}
	}
	b.contents = keep
}

// trimRight drops marks and parting words at the end of a range; trim also at its beginning.
func (r *reading) trimRight(c rng) rng {
	for c.b > c.a {
		t := r.toks[c.b-1]
		if t.kind == punct && strings.ContainsAny(t.low, ",.;:—–-") || t.low == "and" || t.low == "but" || t.low == "as" && c.b-2 > c.a && r.is(c.b-2, ",") {
			c.b--
			continue
		}
		break
	}
	return c
}

func (r *reading) trim(c rng) rng {
	c = r.trimRight(c)
	for c.a < c.b {
		t := r.toks[c.a]
		if t.kind == punct && strings.ContainsAny(t.low, ",.;:—–-") {
			c.a++
			continue
		}
		break
	}
	// Marks around the whole are no part of what is said.
	if c.b-c.a > 2 && r.inQuote(c.a) && r.quoteOf[c.a] == r.quoteOf[c.b-1] {
		q := r.quotes[r.quoteOf[c.a]-1]
		if q.open == c.a && q.shut == c.b-1 {
			return r.quoted(q)
		}
	}
	return c
}

// quoted is what stands between the marks, with its own full stop and without
// the comma that belongs to the sentence around it.
func (r *reading) quoted(q quote) rng {
	in := q.in
	for in.b > in.a && r.is(in.b-1, ",", ";", "—", "–") {
		in.b--
	}
	return in
}

// clauseEnd is the end of the clause that begins at i: a comma outside
// quotations, or the end of the sentence without its stop.
func (r *reading) clauseEnd(i, end int) int {
	for j := i; j < end; j++ {
		if r.quoteOf[j] == r.quoteOf[i] && r.is(j, ",", ";", ".", "!", "?", "—", "–") && !r.falseEnd[j] {
			return j
		}
	}
	return end
}

// frameBody: "For the government, …": a body or an office and a comma.
func (r *reading) frameBody(i int) bool {
	for k := i; k < len(r.toks) && k < i+6; k++ {
		if r.is(k, ",") {
			return k > i && (r.lx.authority[r.low(k-1)] || r.lx.office[r.low(k-1)] || r.toks[k-1].cap && k-i == 1) && !r.is(i, "his", "her", "its", "their", "example", "instance")
		}
		if r.lx.preposition[r.low(k)] || r.toks[k].kind != word || r.time[k] != 0 {
			return false
		}
	}
	return false
}

// accounts are the nouns by which words are told to be somebody's.
var accounts = []string{"telling", "account", "words", "opinion", "view", "assessment", "judgement", "judgment", "estimation", "estimate", "belief", "recollection", "version", "reckoning", "reading", "understanding", "admission", "memory", "interpretation", "count", "calculation", "calculations", "estimates", "conviction"}

// ownersFrame: "In Kessel's telling,", "By the ministry's own account,": the noun's place, 0 for none.
func (r *reading) ownersFrame(i int) int {
	for k := i + 2; k < len(r.toks) && k < i+9; k++ {
		if !r.is(k, "'s", "'") {
			if r.toks[k].kind != word && !r.is(k, "-") || r.lx.preposition[r.low(k)] && r.low(k) != "of" || r.lx.auxiliary[r.low(k)] || r.lx.verb[r.low(k)] != nil && !r.toks[k].cap {
				return 0
			}
			continue
		}
		n := k + 1
		for n < len(r.toks) && n < k+4 && !r.is(n, accounts...) && r.toks[n].kind == word {
			n++
		}
		if !r.is(n, accounts...) || !r.is(n+1, ",") && (i == 0 || r.sentOf[i-1] != r.sentOf[i] || !r.is(n+1, ".")) {
			return 0
		}
		return n
	}
	return 0
}

// sourceFrame is the end of words at i that name a source: "according to", "in
// the opinion of", "in the words of"; 0 for none.
func (r *reading) sourceFrame(i int) int {
	switch {
	case r.is(i, "according") && r.is(i+1, "to"):
		return i + 2
	case r.is(i, "for") && (i == 0 || r.sentOf[i-1] != r.sentOf[i]) && r.frameBody(i+1):
		return i + 1
	case r.is(i, "by") && r.is(i+1, "his", "her", "their", "its") && (r.is(i+2, "account", "words") || r.is(i+2, "own") && r.is(i+3, "account", "words", "admission")):
		return i + 1
	case r.is(i, "in") && r.is(i+1, "his", "her", "their", "its") && (r.is(i+2, accounts...) && r.is(i+3, ",") || r.is(i+2, "own") && r.is(i+3, accounts...) && r.is(i+4, ",")):
		return i + 1
	case r.is(i, "in", "by", "on") && r.ownersFrame(i) > 0:
		return i + 1
	case r.is(i, "per") && r.is(i+1, "the") && (i == 0 || r.sentOf[i-1] != r.sentOf[i]) && r.frameBody(i+1):
		return i + 1
	case r.is(i, "in", "by", "on") && r.is(i+1, "the") && r.is(i+2, "opinion", "view", "words", "assessment", "judgement", "judgment", "estimation", "account", "word", "belief") && r.is(i+3, "of"):
		return i + 4
	}
	return 0
}

// according: "According to X, …", "…, according to X", "where according to X …".
func (r *reading) according(i int, s rng) (attribution, bool) {
	end := r.sourceFrame(i)
	j := end
	// "a statement from": the document is the channel, its author the source.
	if r.lx.determiner[r.low(j)] {
		k := j + 1
		for k < s.b && k < j+4 && !r.lx.document[r.low(k)] {
			k++
		}
		if k < s.b && r.lx.document[r.low(k)] && r.is(k+1, "from", "by", "of", "issued", "released", "published") {
			end = k + 2
			if r.is(end, "by") {
				end++
			}
		}
	}
	// "a version contested by the rebels, according to whom no shot was fired"
	if r.is(end, "whom", "which") {
		a := attribution{cue: rng{i, end}, kind: "according", stance: statement.Asserts, certain: 1}
		k := i
		if r.is(k-1, ",") {
			k--
		}
		a.source = r.leftPhrase(k, s.a)
		for n := a.source.b - 1; n > a.source.a; n-- {
			if r.lx.determiner[r.low(n)] {
				a.source.a = n
				break
			}
		}
		a.whole = r.trim(rng{end + 1, r.sentenceBody(s)})
		if a.source.empty() || a.whole.b-a.whole.a < 3 {
			return a, false
		}
		r.fill(&a)
		return a, true
	}
	a := attribution{cue: rng{i, end}, kind: "according", stance: statement.Asserts, mode: "indirect", certain: 2}
	leading := i == s.a || r.lx.conjunction[r.low(i-1)] || r.is(i-1, "“", "—")
	src := end
	for src < s.b && src < end+32 {
		if r.is(src, ",", ".", ";", ":") && !r.falseEnd[src] || r.toks[src].kind == openMark {
			break
		}
		if leading && i > s.a && r.toks[src].kind == number && src > end {
			break
		}
		if leading && i > s.a && src > end && r.lx.determiner[r.low(src)] && !r.lx.preposition[r.low(src-1)] {
			break
		}
		src++
	}
	a.source = rng{end, src}
	if a.source.empty() || src-end > 30 {
		return a, false
	}
	if r.used[i] {
		for k := end; k < src; k++ {
			if r.lx.law[r.low(k)] {
				return a, false // "believes that, according to the convention, they must …"
			}
		}
	}
	// "According to its chairwoman, Elke Dorn, the names": the name belongs to her.
	if leading && r.is(src, ",") && (r.lx.office[r.low(src-1)] || r.lx.humanOne[r.low(src-1)] || sexOfNoun(r.low(src-1)) != "") {
		e := src + 1
		for e < s.b && e < src+6 && r.toks[e].cap && r.time[e] == 0 && r.toks[e].kind == word {
			e++
		}
		if e > src+2 && r.is(e, ",") {
			a.source.b, src = e, e
		}
	}
	if n := r.ownersFrame(i); n > 0 && end == i+1 {
		k := n
		for !r.is(k, "'s", "'") {
			k--
		}
		a.source, src = rng{i + 1, k}, n+1
	}
	if leading {
		body := rng{src, r.sentenceBody(s)}
		if r.is(body.a, ",") {
			body.a++
		}
		a.whole = r.trim(body)
		if a.whole.empty() {
			return a, false
		}
		a.contents = r.split(a.whole)
		a.mode = r.modeOf(a.whole)
		return a, true
	}
	// "is according to the rebels held in the north": the frame stands inside the clause.
	if k := i - 1; k > s.a && (r.lx.be[r.low(k)] || r.is(k, ",") && r.lx.be[r.low(k-1)]) {
		for e := end + 1; e < src; e++ {
			if r.lx.irregular[r.low(e)] || strings.HasSuffix(r.low(e), "ed") && !r.toks[e].cap {
				src = e
			}
		}
		a.source = r.trimRight(rng{end, src})
		a.whole = r.trim(rng{r.bodyStart(s, i), r.sentenceBody(s)})
		a.contents, a.mode, a.certain = []rng{a.whole}, r.modeOf(a.whole), 1
		return a, !a.source.empty()
	}
	body := r.trim(rng{r.bodyStart(s, i), i})
	if body.empty() {
		return a, false
	}
	a.whole = body
	a.contents = r.split(a.whole)
	a.mode = r.modeOf(a.whole)
	return a, true
}

func (r *reading) sentenceBody(s rng) int {
	end := s.b
	for end > s.a && r.toks[end-1].kind == punct && strings.ContainsAny(r.low(end-1), ".!?…") {
		end--
	}
	return end
}

// bodyStart is where the content before a cue at i begins: the sentence, without
// an adverb set off by a comma.
func (r *reading) bodyStart(s rng, i int) int {
	a := s.a
	// "16:20 The president": the hour of an entry stands before the sentence.
	if a+4 < i && r.toks[a].kind == number && (strings.Contains(r.low(a), ":") || r.is(a+1, ":", ".") && r.toks[a+2].kind == number) {
		k := a
		for k < i-2 && k < a+6 && (r.toks[k].kind == number || r.is(k, ":", "-", "–", "—", "gmt", "utc", "am", "pm", "p.m", "a.m", ".", "h")) {
			k++
		}
		if r.toks[k].cap && r.toks[k].kind == word && k > a {
			a = k
		}
	}
	// A dateline: "SELM, Nov 2 (Agency) - "
	for k := a + 1; k < i-2 && k < s.a+14; k++ {
		if r.is(k, "-", "—", "–") && !r.toks[k].glued && !r.toks[k+1].glued {
			a = k + 1
			break
		}
		if t := r.toks[k]; t.kind == word && !t.cap && r.time[k] == 0 || r.inQuote(k) {
			break
		}
	}
	if r.is(a+1, ",") && r.lx.adverb[r.low(a)] && a+2 < i {
		a += 2
	}
	if r.is(a, "but", "and") && a+1 < i {
		a++
	}
	return a
}

// modeOf tells direct from indirect and mixed speech.
func (r *reading) modeOf(c rng) string {
	in, out := 0, 0
	for i := c.a; i < c.b; i++ {
		if r.toks[i].kind != word && r.toks[i].kind != number {
			continue
		}
		if r.inQuote(i) {
			in++
		} else {
			out++
		}
	}
	switch {
	case in == 0:
		return "indirect"
	case out == 0:
		return "direct"
	}
	return "mixed"
}

// bareQuotes: a quotation that stands alone goes on with the last speaker.
func (r *reading) bareQuotes(si, first int) {
	s := r.sents[si]
	for i := s.a; i < s.b; i++ {
		qi := r.quoteOf[i]
		if qi == 0 {
			continue
		}
		q := r.quotes[qi-1]
		c := r.trim(q.in)
		whole := rng{q.in.a, q.in.b}
		if q.open >= 0 {
			whole.a = q.open
		}
		if q.shut >= 0 {
			whole.b = q.shut + 1
		}
		if whole.a != s.a && i != s.a || r.used[i] || c.b-c.a < 4 || !r.endsSentence(q) {
			i = max(i, q.in.b)
			continue
		}
		if who := r.questioned(si); !who.empty() {
			r.add(attribution{source: who, contents: []rng{q.in}, whole: whole, kind: "continue", stance: statement.Asserts, mode: "direct", sent: si, certain: 1})
			r.out[len(r.out)-1].verb = r.lx.verb["said"]
			i = max(i, q.in.b)
			continue
		}
		if prev := r.lastSpeaker(si); prev >= 0 {
			p := r.out[prev]
			certain := 1
			if p.mode == "indirect" || r.paraOf(r.sents[p.sent].a) != r.paraOf(s.a) {
				certain = 0
			}
			// The stop inside the marks belongs to the last sentence quoted.
			in := q.in
			r.add(attribution{source: rng{}, contents: []rng{in}, whole: whole, kind: "continue", stance: statement.Asserts, mode: "direct",
				sent: si, certain: certain, via: p.via})
			r.out[len(r.out)-1].source = p.source
			r.out[len(r.out)-1].verb = p.verb
		}
		i = max(i, q.in.b)
	}
}

// questioned is who answers the question above, in an interview whose questions are lines of their
// own: the first whom the text calls by his full name. It is empty where no such line stands before
// the paragraph, or where another has been quoted since.
func (r *reading) questioned(si int) rng {
	para := r.paraOf(r.sents[si].a)
	if para == 0 {
		return rng{}
	}
	if p := r.paras[para-1]; !r.is(p.b-1, "?") || p.b-p.a > 24 || r.inQuote(p.a) || r.sentOf[p.a] != r.sentOf[p.b-1] || !r.inQuote(r.paras[para].a) {
		return rng{}
	}
	for k := len(r.out) - 1; k >= 0 && r.paraOf(r.sents[r.out[k].sent].a) == para; k-- {
		if a := r.out[k]; !a.source.empty() && a.kind != "continue" && !(a.source.b-a.source.a == 1 && r.lx.pronoun[r.low(a.source.a)]) {
			return rng{}
		}
	}
	for _, p := range r.paras {
		if p.heading || p.b-p.a < 16 {
			continue
		}
		for i := p.a; i < min(p.b, p.a+12); i++ {
			if !r.toks[i].cap || r.toks[i].kind != word || r.time[i] != 0 {
				continue
			}
			e := i
			for e < p.b && r.toks[e].cap && r.toks[e].kind == word {
				e++
			}
			if e-i >= 2 && e-i <= 4 && !r.lx.authority[r.low(e-1)] {
				return rng{i, e}
			}
			i = e
		}
		return rng{}
	}
	return rng{}
}

func (r *reading) endsSentence(q quote) bool {
	last := q.in.b - 1
	return last >= q.in.a && strings.ContainsAny(r.low(last), ".!?…") || q.shut < 0
}

func (p *page) paraOf(tok int) int {
	lo, hi := 0, len(p.paras)
	for lo < hi {
		m := (lo + hi) / 2
		if p.paras[m].b <= tok {
			lo = m + 1
		} else {
			hi = m
		}
	}
	return lo
}

func (r *reading) lastSpeaker(si int) int {
	here := r.paraOf(r.sents[si].a)
	for k := len(r.out) - 1; k >= max(0, len(r.out)-40); k-- {
		a := r.out[k]
		if a.narrator || a.unnamed || a.kind == "neither" || a.kind == "unverified" || a.source.empty() && a.kind != "continue" {
			continue
		}
		if here-r.paraOf(r.sents[a.sent].a) > 1 {
			return -1
		}
		return k
	}
	return -1
}

// freeIndirect: a paragraph that ends ", says the note" is told by the note from
// its beginning.
func (r *reading) freeIndirect(first, firstSent, lastSent int) {
	if len(r.out) == first || lastSent-firstSent < 2 {
		return
	}
	last := r.out[len(r.out)-1]
	if last.sent != lastSent-1 || last.whole.a > last.cue.a || last.source.a < last.cue.b || last.verb == nil {
		return
	}
	doc := false
	for i := last.source.a; i < last.source.b; i++ {
		doc = doc || r.lx.document[r.low(i)]
	}
	if !doc {
		return
	}
	for si := firstSent; si < lastSent-1; si++ {
		s := r.sents[si]
		taken := false
		for i := s.a; i < s.b; i++ {
			taken = taken || r.used[i]
		}
		if taken {
			continue
		}
		body := r.trim(rng{s.a, r.sentenceBody(s)})
		if body.b-body.a < 4 {
			continue
		}
		r.add(attribution{source: last.source, cue: last.cue, contents: r.split(body), whole: body, verb: last.verb, kind: "free",
			stance: statement.Asserts, mode: "free-indirect", sent: si, certain: 1})
	}
}

func sortAttributions(as []attribution) {
	key := func(a attribution) int {
		if len(a.contents) > 0 {
			return a.contents[0].a
		}
		return a.whole.a
	}
	sort.SliceStable(as, func(i, j int) bool { return key(as[i]) < key(as[j]) })
}
