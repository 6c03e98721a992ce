package intake

import (
	"sort"

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
	foreign  bool // an order of words that translations bring, of which the tagger knows nothing
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

func (r *reading) add(a attribution) {
	a.cue.b, a.whole.b = min(a.cue.b, len(r.toks)), min(a.whole.b, len(r.toks)) // a text may end anywhere
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
	if s.a == r.paras[r.paraOf(s.a)].a {
		s.a = r.labelEnd(s.a)
	}
	first := len(r.out)
	skip := -1
	if a, ok := r.aboutThis(si, s); ok {
		r.add(a)
		return
	}
	if a, ok := r.asSaid(s); ok {
		a.sent = si
		r.add(a)
		skip = a.whole.a
	}
	for i := s.a; i < s.b; i++ {
		if r.inQuote(i) && r.toks[i].kind == punct && !r.used[i] {
			if a, ok := r.dashed(i, s); ok {
				a.sent = si
				r.add(a)
				continue
			}
		}
		if r.inQuote(i) || r.toks[i].kind != word || i < skip {
			continue
		}
		if on := r.question(i, s); on > i {
			skip = on
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
			after := r.quoteAfterAct(&a)
			r.add(a)
			if !after.whole.empty() {
				r.add(after)
			}
		}
		skip = max(skip, a.cue.b)
	}
	r.bareQuotes(si, first)
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

func sortAttributions(as []attribution) {
	key := func(a attribution) int {
		if len(a.contents) > 0 {
			return a.contents[0].a
		}
		return a.whole.a
	}
	sort.SliceStable(as, func(i, j int) bool { return key(as[i]) < key(as[j]) })
}
