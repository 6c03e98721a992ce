package intake

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// What the tagger sees of a text.

// known is what word lists and endings tell of a word.
type known struct {
	word   symbol // the word itself where it is of a closed class or a cue, else its class or shape
	coarse symbol
	cue    symbol // its class of cue, 0 for none
	finite bool   // may be the verb of a clause
}

// vocabulary is data/vocabulary.yaml with cues.yaml and words.yaml, as symbols of one model.
type vocabulary struct {
	t     *tagger
	words map[string]known

	number, quoteOpen, quoteShut, capital, capitals, edge symbol
	ending                                                []suffix
	plain, yes, no                                        symbol
	count                                                 [12]symbol
	quoteState                                            [6]symbol
	opener                                                map[string]symbol
	grammarLabel                                          [64]symbol
	properNoun, digits, mark, noun                        symbol
	endingCoarse                                          map[string]symbol
}

type suffix struct {
	end          string
	word, coarse symbol
	finite       bool
}

// endings are the shapes of words that are in no list.
var endings = []struct{ end, coarse string }{
	{"ing", "ing"}, {"ings", "ns"}, {"ed", "ed"}, {"ly", "adv"}, {"tion", "n"}, {"sion", "n"}, {"tions", "ns"}, {"sions", "ns"}, {"ment", "n"}, {"ments", "ns"}, {"ness", "n"}, {"ity", "n"}, {"ities", "ns"},
	{"ance", "n"}, {"ence", "n"}, {"ship", "n"}, {"ism", "n"}, {"ist", "n"}, {"ists", "ns"}, {"er", "er"}, {"ers", "ns"}, {"or", "n"}, {"ors", "ns"}, {"al", "adj"}, {"als", "ns"},
	{"ive", "adj"}, {"ous", "adj"}, {"ful", "adj"}, {"less", "adj"}, {"able", "adj"}, {"ible", "adj"}, {"ic", "adj"}, {"ical", "adj"}, {"ant", "adj"}, {"ent", "adj"}, {"ary", "adj"}, {"est", "adj"},
	{"ian", "n"}, {"ians", "ns"}, {"man", "n"}, {"men", "ns"}, {"ize", "v"}, {"ise", "v"}, {"ify", "v"}, {"ate", "v"}, {"izes", "v3"}, {"ifies", "v3"}, {"ates", "v3"}, {"ss", "n"}, {"us", "n"}, {"is", "n"}, {"s", "s"}, {"y", "y"},
}

var formNames = [...]string{base: "base", third: "third", past: "past", participle: "participle", ing: "ing"}

func newVocabulary(t *tagger) (*vocabulary, error) {
	lx := english()
	v := &vocabulary{t: t, words: map[string]known{}, opener: map[string]symbol{}, endingCoarse: map[string]symbol{}}
	var classes []wordClass
	if err := readYAML("vocabulary.yaml", &classes); err != nil {
		return nil, err
	}
	put := func(w string, k known) {
		if _, ok := v.words[w]; !ok {
			v.words[w] = k
		}
	}
	closed := func(words set, coarse string, finite bool) {
		for _, w := range slices.Sorted(maps.Keys(words)) { // symbols are numbered alike every time
			put(w, known{word: t.symbol(w), coarse: t.symbol(coarse), finite: finite})
		}
	}
	for _, w := range []string{"that", "to", "not", "who", "which", "and", "or", "but", "as", "if", "so", "than", "of", "by", "n't", "whom", "whose"} {
		put(w, known{word: t.symbol(w), coarse: t.symbol("." + w)})
	}
	for _, w := range []string{"he", "she", "they", "we", "i"} {
		put(w, known{word: t.symbol(w), coarse: t.symbol("he")})
	}
	for _, w := range []string{"have", "has", "had", "having"} {
		put(w, known{word: t.symbol(w), coarse: t.symbol("have"), finite: w != "having"})
	}
	closed(lx.be, "be", true)
	closed(lx.auxiliary, "aux", true)
	closed(lx.pronoun, "pro", false)
	closed(lx.determiner, "det", false)
	closed(lx.conjunction, "sub", false)
	closed(lx.preposition, "prep", false)
	closed(lx.adverb, "adv", false)
	verb := func(forms [5]string, lemma, class string) {
		for f, w := range forms {
			for _, x := range strings.Split(w, "|") {
				if x == "" {
					continue
				}
				k := known{coarse: t.symbol("v." + formNames[f]), finite: form(f) == third || form(f) == past}
				if class != "" {
					k.word, k.cue = t.symbol(lemma+"."+formNames[f]), t.symbol(class)
				} else {
					k.word = t.symbol("verb." + formNames[f])
				}
				put(x, k)
			}
		}
	}
	for _, x := range slices.Sorted(maps.Keys(lx.verb)) {
		c := lx.verb[x]
		put(x, known{word: t.symbol(c.lemma + "." + formNames[c.form]), coarse: t.symbol("v." + formNames[c.form]), cue: t.symbol(c.class.Class), finite: c.form == third || c.form == past})
	}
	byClass := map[string][]string{}
	for _, c := range classes {
		byClass[c.Class] = c.Words
	}
	for _, w := range byClass["function"] {
		put(w, known{word: t.symbol(w), coarse: t.symbol("fun"), finite: strings.Contains(w, "'") && w != "'s"})
	}
	for _, w := range byClass["attitude-verb"] {
		verb(conjugate(w), strings.Split(w, "/")[0], "attitude-verb")
	}
	for _, w := range byClass["cue-noun"] {
		put(w, known{word: t.symbol(w), coarse: t.symbol("n"), cue: t.symbol("cue-noun")})
		many := w + "s"
		if strings.HasSuffix(w, "y") && !strings.HasSuffix(w, "ey") {
			many = w[:len(w)-1] + "ies"
		}
		put(many, known{word: t.symbol(many), coarse: t.symbol("ns"), cue: t.symbol("cue-noun")})
	}
	for _, w := range byClass["cue-adjective"] {
		put(w, known{word: t.symbol(w), coarse: t.symbol("adj"), cue: t.symbol("cue-adjective")})
	}
	for _, w := range byClass["verb"] {
		verb(conjugate(w), "", "")
	}
	class := func(words set, name string) {
		for _, w := range slices.Sorted(maps.Keys(words)) {
			put(w, known{word: t.symbol("<" + name + ">"), coarse: t.symbol("n")})
		}
	}
	class(lx.document, "document")
	class(lx.saying, "saying")
	class(lx.office, "office")
	class(lx.humanOne, "human")
	class(lx.humanMany, "humans")
	class(lx.authority, "authority")
	for _, e := range endings {
		v.ending = append(v.ending, suffix{e.end, t.symbol("-" + e.end), t.symbol(e.coarse), e.coarse == "ed"})
	}
	slices.SortStableFunc(v.ending, func(a, b suffix) int { return len(b.end) - len(a.end) })
	v.number, v.quoteOpen, v.quoteShut, v.capital, v.capitals = t.symbol("#"), t.symbol("“"), t.symbol("”"), t.symbol("Xx"), t.symbol("XX")
	v.edge, v.plain, v.yes, v.no = t.symbol("edge"), t.symbol("-x"), t.symbol("yes"), t.symbol("no")
	v.properNoun, v.digits, v.mark, v.noun = t.symbol("name"), t.symbol("number"), t.symbol("mark"), t.symbol("n")
	for i, n := range []string{"0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11"} {
		v.count[i] = t.symbol("=" + n)
	}
	for i, n := range []string{"out", "open", "in", "shut", "shut,", "edge"} {
		v.quoteState[i] = t.symbol("q." + n)
	}
	for _, w := range []string{"that", "who", "which", "whose", "when", "where", "if", "whether", "because", "as", "while", "after", "before", "since", "although", "though", "but", "and", "or", "to", ",", ";", "—", "–", "-", "(", ")", ":", "what", "how", "why", "than", "for", "with", "unless", "until", "so", "by", "of"} {
		v.opener[w] = t.symbol(w)
	}
	for i := range v.grammarLabel {
		name := []string{"-", "s<", "s>", "q", "x<", "x>", "x", "?"}[i/8] + []string{"", "b", "e", "u", "1", "1b", "1e", "1u"}[i%8]
		v.grammarLabel[i] = t.symbol("g" + name)
	}
	for _, p := range []string{".", ",", ";", ":", "?", "!", "(", ")", "-", "—", "–", "'", "…", "$", "%", "/", "[", "]", "&"} {
		put(p, known{word: t.symbol(p), coarse: t.symbol(p)})
	}
	if len(t.names) > 1<<symbolBits {
		return nil, fmt.Errorf("vocabulary.yaml: %d words and shapes are more than the %d the tagger can tell apart", len(t.names), 1<<symbolBits)
	}
	return v, nil
}

// shape is what is seen of token i.
func (v *vocabulary) shape(p *page, i int) known {
	tok := &p.toks[i]
	switch tok.kind {
	case openMark, closeMark, plainMark:
		s := v.quoteOpen
		if q := p.quoteOf[i]; q != 0 && p.quotes[q-1].shut == i || q == 0 && tok.kind == closeMark {
			s = v.quoteShut
		}
		return known{word: s, coarse: s}
	case number:
		return known{word: v.number, coarse: v.digits}
	}
	if k, ok := v.words[tok.low]; ok {
		return k
	}
	if tok.kind == punct {
		return known{word: v.mark, coarse: v.mark}
	}
	if tok.upper {
		return known{word: v.capitals, coarse: v.properNoun}
	}
	if tok.cap && (i > 0 && p.sentOf[i] == p.sentOf[i-1] && p.toks[i-1].kind != openMark && p.toks[i-1].kind != plainMark) {
		return known{word: v.capital, coarse: v.properNoun}
	}
	for k := range v.ending {
		if e := &v.ending[k]; len(tok.low) > len(e.end)+2 && strings.HasSuffix(tok.low, e.end) {
			return known{word: e.word, coarse: e.coarse, finite: e.finite}
		}
	}
	if tok.cap {
		return known{word: v.capital, coarse: v.properNoun}
	}
	return known{word: v.plain, coarse: v.noun}
}

// seen is one token with what lies around it.
type seen struct {
	known
	quote, grammar  symbol
	lastCue, lastBy symbol // class of the nearest cue word to the left, and what parts it from here
	nextCue, nextBy symbol
	open            symbol // the word or mark that opened the clause
	openVerb        symbol // and whether it has its verb by now
	verbAhead       symbol // a verb follows before the next comma or end
	place           symbol
	time            symbol
	around          symbol // cues in the sentences before and after
	aside           symbol // inside brackets or after a comma
}

// grammarLabels marks each token with what the grammar proposes: 8 × kind + place.
func grammarLabels(p *page, as []attribution) []uint8 {
	g := make([]uint8, len(p.toks))
	mark := func(kind, sure uint8, x rng) {
		for i := max(0, x.a); i < x.b && i < len(g); i++ {
			place := uint8(0)
			switch {
			case x.b-x.a == 1:
				place = 3
			case i == x.a:
				place = 1
			case i == x.b-1:
				place = 2
			}
			g[i] = 8*kind + place + sure
		}
	}
	for k := range as {
		a := &as[k]
		if a.narrator || a.kind == "narrate" || a.kind == "observe" {
			continue
		}
		var sure uint8
		if a.certain < 2 {
			sure = 4
		}
		whole := func(w rng) {
			kind := uint8(5)
			switch {
			case a.cue.empty():
				kind = 6
			case w.b <= a.cue.a:
				kind = 4
			}
			mark(kind, sure, w)
		}
		for _, w := range a.wholes {
			whole(w)
		}
		if len(a.wholes) == 0 {
			w := a.whole
			if w.empty() && len(a.contents) > 0 {
				w = a.contents[0]
			}
			whole(w)
		}
	}
	for k := range as {
		a := &as[k]
		if a.narrator || a.kind == "narrate" || a.kind == "observe" {
			continue
		}
		var sure uint8
		if a.certain < 2 {
			sure = 4
		}
		kind := uint8(1)
		if a.source.a >= a.cue.b && !a.cue.empty() {
			kind = 2
		}
		if !a.cue.empty() {
			mark(kind, sure, a.source)
			mark(3, sure, a.cue)
		}
	}
	return g
}

// sight is what the tagger sees of a stretch of a page.
type sight struct {
	v       *vocabulary
	p       *page
	times   []timex
	grammar []uint8
	cued    []bool // sentences with a cue of the grammar
	from    int    // the token at[0] is
	at      []seen
	nil     seen
}

func look(p *page, v *vocabulary, times []timex, as []attribution) *sight {
	s := &sight{v: v, p: p, times: times, grammar: grammarLabels(p, as), cued: make([]bool, len(p.sents))}
	s.nil = seen{known: known{word: v.edge, coarse: v.edge}, quote: v.quoteState[5], grammar: v.edge}
	for i, g := range s.grammar {
		if g/8 == 3 {
			s.cued[p.sentOf[i]] = true
		}
	}
	return s
}

// turn looks at the tokens of whole sentences, from q.a to q.b.
func (s *sight) turn(q rng) {
	p, v := s.p, s.v
	s.from, s.at = q.a, slices.Grow(s.at[:0], q.b-q.a)[:q.b-q.a]
	for i := q.a; i < q.b; i++ {
		x := &s.at[i-q.a]
		*x = seen{known: v.shape(p, i), grammar: v.grammarLabel[s.grammar[i]], time: v.no}
		q := p.quoteOf[i]
		switch {
		case q == 0:
			x.quote = v.quoteState[0]
		case p.quotes[q-1].open == i:
			x.quote = v.quoteState[1]
		case p.quotes[q-1].shut == i && i > 0 && p.is(i-1, ",", ".", "?", "!"):
			x.quote = v.quoteState[4]
		case p.quotes[q-1].shut == i:
			x.quote = v.quoteState[3]
		default:
			x.quote = v.quoteState[2]
		}
	}
	first, _ := slices.BinarySearchFunc(s.times, q.a, func(t timex, at int) int { return cmp.Compare(t.b, at) })
	for _, t := range s.times[first:] {
		if t.a >= q.b {
			break
		}
		for i := max(t.a, q.a); i < min(t.b, q.b); i++ {
			s.at[i-q.a].time = v.yes
			if i == t.a {
				s.at[i-q.a].time = v.count[1]
			}
		}
	}
	for si := int(p.sentOf[q.a]); si < len(p.sents) && p.sents[si].a < q.b; si++ {
		sent := rng{max(p.sents[si].a, q.a), min(p.sents[si].b, q.b)}
		s.sentence(sent)
		para := p.paraOf(sent.a)
		around := 0
		if si > 0 && s.cued[si-1] && p.paraOf(p.sents[si-1].a) == para {
			around |= 1
		}
		if si+1 < len(p.sents) && s.cued[si+1] && p.paraOf(p.sents[si+1].a) == para {
			around |= 2
		}
		if s.cued[si] {
			around |= 4
		}
		for i := sent.a; i < sent.b; i++ {
			s.at[i-q.a].around = v.count[around]
		}
	}
}

// partingOf is what stands between a cue word and here: nothing, a comma, the end of a quotation, both.
func partingOf(commas, shuts, n int) int {
	d := 0
	switch {
	case n <= 1:
	case n <= 3:
		d = 1
	case n <= 8:
		d = 2
	default:
		d = 3
	}
	b := 0
	if commas > 0 {
		b = 4
	}
	if shuts > 0 {
		b = 8
	}
	return d + b
}

func (s *sight) sentence(sent rng) {
	v, p := s.v, s.p
	cue, by, commas, shuts := symbol(0), 0, 0, 0
	open, verb := v.edge, v.no
	depth := 0
	for i := sent.a; i < sent.b; i++ {
		x := &s.at[i-s.from]
		x.lastCue, x.lastBy = cue, v.count[partingOf(commas, shuts, i-by)]
		x.open, x.openVerb = open, verb
		low := p.toks[i].low
		in := p.inQuote(i)
		if x.cue != 0 && !in {
			cue, by, commas, shuts = x.word, i, 0, 0
		}
		if low == "," && !in {
			commas++
		}
		if x.quote == v.quoteState[3] || x.quote == v.quoteState[4] {
			shuts++
		}
		if o, ok := v.opener[low]; ok {
			open, verb = o, v.no
		}
		if x.quote == v.quoteState[1] {
			open, verb = v.quoteOpen, v.no
		}
		if x.finite {
			verb = v.yes
		}
		switch low {
		case "(":
			depth++
		case ")":
			depth = max(0, depth-1)
		}
		x.aside = v.count[min(depth, 1)]
		switch {
		case i == sent.a:
			x.place = v.count[0]
		case i == sent.a+1:
			x.place = v.count[1]
		case i == sent.b-1:
			x.place = v.count[4]
		case i == sent.b-2:
			x.place = v.count[3]
		default:
			x.place = v.count[2]
		}
	}
	cue, by, commas, shuts = 0, sent.b, 0, 0
	ahead := v.no
	for i := sent.b - 1; i >= sent.a; i-- {
		x := &s.at[i-s.from]
		x.nextCue, x.nextBy = cue, v.count[partingOf(commas, shuts, by-i)]
		x.verbAhead = ahead
		in := p.inQuote(i)
		if x.cue != 0 && !in {
			cue, by, commas, shuts = x.word, i, 0, 0
		}
		if p.toks[i].low == "," {
			ahead = v.no
			if !in {
				commas++
			}
		}
		if x.quote == v.quoteState[1] {
			shuts++
		}
		if x.finite {
			ahead = v.yes
		}
	}
}

// features lists the features of token i in the sequence a to b.
func (s *sight) features(i int, seq rng, out []uint64) []uint64 {
	at := func(k int) *seen {
		if k < seq.a || k >= seq.b {
			return &s.nil
		}
		return &s.at[k-s.from]
	}
	x, l1, l2, l3, r1, r2, r3 := at(i), at(i-1), at(i-2), at(i-3), at(i+1), at(i+2), at(i+3)
	n := 0
	add := func(a, b, c symbol) {
		out = append(out, feature(n, a, b, c))
		n++
	}
	add(0, 0, 0)
	// words
	add(x.word, 0, 0)
	add(l2.word, 0, 0)
	add(r2.word, 0, 0)
	add(l1.word, x.word, 0)
	add(x.word, r1.word, 0)
	add(l2.word, l1.word, 0)
	add(r1.word, r2.word, 0)
	// parts of speech
	add(l2.coarse, l1.coarse, x.coarse)
	add(l1.coarse, x.coarse, r1.coarse)
	add(x.coarse, r1.coarse, r2.coarse)
	add(l3.coarse, l2.coarse, l1.coarse)
	add(r1.coarse, r2.coarse, r3.coarse)
	// quotations
	add(l1.quote, x.quote, r1.quote)
	add(x.quote, x.word, 0)
	add(x.quote, l1.word, r1.word)
	// what the grammar proposes
	add(l1.grammar, x.grammar, r1.grammar)
	add(x.grammar, x.word, 0)
	add(x.grammar, x.coarse, r1.coarse)
	add(x.grammar, l1.coarse, x.coarse)
	add(x.grammar, r1.grammar, r1.word)
	add(x.grammar, l1.grammar, l1.word)
	// cues around
	add(x.lastCue, x.lastBy, 0)
	add(x.nextCue, x.nextBy, 0)
	add(x.lastBy, x.word, 0)
	add(x.nextBy, x.word, 0)
	add(x.lastBy, x.nextBy, x.coarse)
	add(x.lastCue, x.quote, x.grammar)
	add(x.nextCue, x.quote, x.grammar)
	add(x.cue, l1.coarse, r1.coarse)
	add(x.cue, l1.coarse, r1.word)
	// clauses
	add(x.open, x.word, x.verbAhead)
	add(x.open, x.openVerb, x.coarse)
	add(x.open, x.grammar, x.openVerb)
	add(r1.open, r1.word, r1.verbAhead)
	add(x.coarse, x.openVerb, r1.verbAhead)
	// place
	add(x.place, x.coarse, 0)
	add(x.place, x.quote, x.around)
	add(x.around, x.grammar, 0)
	add(x.time, l1.coarse, x.grammar)
	add(x.aside, x.coarse, 0)
	return out
}

// sequences are the stretches of tokens the tagger reads as one: paragraphs, cut
// between sentences where they are very long.
func sequences(p *page) []rng {
	const most = 600
	var out []rng
	for _, para := range p.paras {
		if para.empty() {
			continue
		}
		out = append(out, para.rng)
		for q := &out[len(out)-1]; q.b-q.a > most; q = &out[len(out)-1] {
			cut := q.a + most
			if c := p.sents[p.sentOf[cut]].a; c > q.a {
				cut = c
			}
			out = append(out, rng{cut, q.b})
			out[len(out)-2].b = cut
		}
	}
	return out
}
