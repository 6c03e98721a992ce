package intake

import (
	"slices"
	"strings"
	"sync"

	"homeward/statement"
)

// cueLexicon is the little the package knows of a language other than English:
// verbs of saying, the word that opens a clause, "according to".
type cueLexicon struct {
	That      []string                      `yaml:"that"`
	According []string                      `yaml:"according"`
	Topic     []string                      `yaml:"topic"`  // Korean: endings of the one who speaks
	Clause    []string                      `yaml:"clause"` // Korean: endings of what is said
	Verbs     map[statement.Stance][]string `yaml:"verbs"`
	Declines  []string                      `yaml:"declines"`
	Comment   []string                      `yaml:"comment"`

	Not        []string            `yaml:"not"`
	Numbers    map[string]int      `yaml:"numbers"`
	Thousand   []string            `yaml:"thousand"`
	Counter    []string            `yaml:"counter"` // Korean: what people are counted with
	Lower      []string            `yaml:"lower"`
	Upper      []string            `yaml:"upper"`
	People     []otherPeople       `yaml:"people"`
	Slots      []otherSlot         `yaml:"slots"`
	Measures   map[string][]string `yaml:"measures"`
	Unverified []string            `yaml:"unverified"`
	Whose      []string            `yaml:"whose"`   // "according to HIS words"
	ToldIn     []string            `yaml:"told_in"` // "it is said IN the statement"
	Of         []string            `yaml:"of"`      // "told OF the capture"
	As         []string            `yaml:"as"`      // "AS the sailor told, …"
	Answers    []string            `yaml:"answers"` // with "not": no word was given
	Between    []string            `yaml:"between"` // words between a sentence's beginning and its speaker

	person, group           map[string]string // forms to the noun's first form
	not, thousand           set
	verb                    map[string]statement.Stance
	that, declines, comment set
	answers, between        set
	according               [][]string
}

var otherLexicons = sync.OnceValue(func() map[string]*cueLexicon {
	var out map[string]*cueLexicon
	if err := readYAML("others.yaml", &out); err != nil {
		panic(err) // part of the program, tested
	}
	in := func(words []string) set {
		s := set{}
		for _, w := range words {
			s[w] = true
		}
		return s
	}
	for _, lx := range out {
		lx.verb = map[string]statement.Stance{}
		for stance, words := range lx.Verbs {
			for _, w := range pastForms(lx, words) {
				lx.verb[w] = stance
			}
		}
		lx.that, lx.declines, lx.comment = in(lx.That), in(lx.Declines), in(lx.Comment)
		lx.answers, lx.between = in(pastForms(lx, lx.Answers)), in(lx.Between)
		lx.not, lx.thousand = in(lx.Not), in(lx.Thousand)
		lx.person, lx.group = map[string]string{}, map[string]string{}
		for _, noun := range lx.People {
			head := append(noun.One[:len(noun.One):len(noun.One)], noun.Many...)[0]
			for _, w := range noun.Many {
				lx.group[w] = head
			}
			for _, w := range noun.One {
				lx.person[w] = head
			}
		}
		for _, a := range lx.According {
			lx.according = append(lx.according, strings.Fields(a))
		}
	}
	return out
})

// pastForms adds to each Slavic verb told of him in the past what is told of her,
// it and them.
func pastForms(lx *cueLexicon, words []string) []string {
	out := words[:len(words):len(words)]
	if lx.Topic != nil {
		return out // Korean verbs have one form for all
	}
	for _, w := range words {
		for _, past := range []struct {
			him    string
			others []string
		}{{"вся", []string{"лася", "лась", "лося", "лось", "лися", "лись"}}, {"лся", []string{"лась", "лось", "лись"}}, {"в", []string{"ла", "ло", "ли"}}, {"л", []string{"ла", "ло", "ли"}}} {
			if stem, is := strings.CutSuffix(w, past.him); is {
				for _, end := range past.others {
					out = append(out, stem+end)
				}
				break
			}
		}
	}
	return out
}

// cueGrammar is the Proposer for Ukrainian, Russian and Korean: speakers by cue,
// quotations, clauses after "that". It knows fewer shapes than the English one
// and never gives high confidence.
type cueGrammar struct{ lx *cueLexicon }

func (g cueGrammar) Propose(p *page, times []timex) []attribution {
	r := newReading(p, english(), times)
	for si, s := range p.sents {
		if p.paras[p.paraOf(s.a)].heading {
			continue
		}
		switch {
		case g.unverified(r, si, s):
		case p.language == "ko":
			g.korean(r, si, s)
		default:
			g.slavic(r, si, s)
		}
		r.bareQuotes(si, len(r.out))
	}
	sortAttributions(r.out)
	return r.out
}

// slavic: "X заявив, що …", "«…», — сказав X", "за словами X, …".
func (g cueGrammar) slavic(r *reading, si int, s rng) {
	body := r.sentenceBody(s)
	for _, phrase := range g.lx.according {
		for i := s.a; i < body; i++ {
			if !r.matches(i, phrase) || r.inQuote(i) {
				continue
			}
			src := rng{i + len(phrase), r.clauseEnd(i+len(phrase), body)}
			said := r.trim(rng{src.b, body})
			if i > s.a+1 {
				said = r.trim(rng{s.a, i})
			}
			if !r.worded(src) || said.empty() || src.b-src.a > 16 {
				continue
			}
			r.add(attribution{source: src, cue: rng{i, i + len(phrase)}, contents: []rng{said}, whole: said, kind: "according",
				stance: statement.Asserts, mode: r.modeOf(said), sent: si, certain: 1})
			return
		}
	}
	if g.byHisWords(r, si, s, body) || g.asTold(r, si, s, body) {
		return
	}
	for i := s.a; i < body; i++ {
		if r.inQuote(i) || r.used[i] {
			continue
		}
		if g.lx.declines[r.low(i)] {
			end := r.clauseEnd(i, body)
			for k := i + 1; k < end && k < i+4; k++ {
				if g.lx.comment[r.low(k)] {
					src := g.phraseBefore(r, i, s.a)
					if !r.worded(src) {
						break
					}
					r.add(attribution{source: src, cue: rng{i, k + 1}, contents: []rng{{i, end}}, whole: rng{i, end}, kind: "decline",
						stance: statement.Declines, mode: "act", sent: si, certain: 1})
					return
				}
			}
		}
		if g.lx.answers[r.low(i)] && g.lx.not[r.low(i-1)] && i-1 > s.a {
			// Somebody was asked and gave no word; what stands between him and the verb is what about.
			end := r.clauseEnd(i, body)
			src := g.phraseBefore(r, i-1, s.a)
			if r.worded(src) && src.b-src.a <= 8 {
				r.add(attribution{source: src, cue: rng{i - 1, i + 1}, contents: []rng{{i - 1, end}}, whole: rng{i - 1, end}, kind: "decline",
					stance: statement.Declines, mode: "act", sent: si, certain: 1})
				return
			}
		}
		stance, ok := g.lx.verb[r.low(i)]
		if !ok {
			continue
		}
		a := attribution{cue: rng{i, i + 1}, kind: "say", stance: stance, sent: si, certain: 1}
		after := r.clauseEnd(i, body)
		switch {
		case r.is(after, ",") && g.lx.that[r.low(after+1)] && after-i < 14:
			a.source = g.phraseBefore(r, i, s.a)
			if a.source.empty() && i-1 > s.a && r.is(i-1, ",") {
				a.source = g.phraseBefore(r, i-1, s.a) // "One of them, Sergeant X, says that …"
			}
			a.whole = r.trim(rng{after + 2, body})
		case r.colonQuote(i, body) > 0:
			a.source = g.phraseBefore(r, i, s.a)
			k := r.colonQuote(i, body)
			a.whole = r.trim(rng{k, max(body, s.b)})
		case i > s.a && r.toks[i-1].kind == punct && r.is(i-1, "—", "–", "-", ",") && after > i+1:
			a.source = rng{i + 1, after}
			if slices.Contains(g.lx.ToldIn, r.low(i+1)) && after > i+2 {
				a.source.a++ // "it is said in the statement of X"
			}
			a.whole = r.trim(rng{s.a, i - 1})
		case slices.Contains(g.lx.Of, r.low(i+1)), (stance == statement.Denies || stance == statement.Confirms || stance == statement.Requests) && after > i+1 && !r.is(i+1, ","):
			a.source = g.phraseBefore(r, i, s.a)
			a.whole = rng{i + 1, body}
		case i > s.a+1 && r.lastComma(i, s.a) > s.a:
			k := r.lastComma(i, s.a)
			a.source = g.phraseBefore(r, i, k)
			a.whole = r.trim(rng{s.a, k})
		default:
			continue
		}
		if !r.worded(a.source) || a.whole.b-a.whole.a < 2 || a.source.b-a.source.a > 16 {
			continue
		}
		a.mode = r.modeOf(a.whole)
		a.contents = []rng{a.whole}
		if a.mode == "direct" {
			if qs := r.quotesIn(a.whole); len(qs) > 0 {
				a.contents = qs
			}
		}
		r.add(a)
		return
	}
}

// byHisWords: "according to his words, …": said by whoever spoke last.
func (g cueGrammar) byHisWords(r *reading, si int, s rng, body int) bool {
	for _, phrase := range g.lx.according {
		if len(phrase) != 2 || s.a+3 >= body || r.low(s.a) != phrase[0] || r.low(s.a+2) != phrase[1] || !slices.Contains(g.lx.Whose, r.low(s.a+1)) {
			continue
		}
		said := r.trim(rng{s.a + 3, body})
		k := r.lastSpeaker(si)
		if said.empty() || k < 0 {
			return false
		}
		r.add(attribution{source: r.out[k].source, cue: rng{s.a, s.a + 3}, contents: []rng{said}, whole: said, kind: "according",
			stance: statement.Asserts, mode: r.modeOf(said), sent: si, certain: 1})
		return true
	}
	return false
}

// worded: somebody is named there, and not a mark of punctuation alone.
func (r *reading) worded(x rng) bool {
	for i := x.a; i < x.b; i++ {
		if r.toks[i].kind == word {
			return true
		}
	}
	return false
}

// asTold: "as sailor X told, …".
func (g cueGrammar) asTold(r *reading, si int, s rng, body int) bool {
	if s.a+2 >= body || !slices.Contains(g.lx.As, r.low(s.a)) {
		return false
	}
	stance, ok := g.lx.verb[r.low(s.a+1)]
	end := r.clauseEnd(s.a+2, body)
	said := r.trim(rng{min(end+1, body), body})
	if !ok || !r.worded(rng{s.a + 2, end}) || end-s.a > 16 || said.empty() {
		return false
	}
	r.add(attribution{source: rng{s.a + 2, end}, cue: rng{s.a, s.a + 2}, contents: []rng{said}, whole: said, kind: "according",
		stance: stance, mode: r.modeOf(said), sent: si, certain: 1})
	return true
}

// phraseBefore is what stands between the last comma (or the beginning) and the verb.
func (g cueGrammar) phraseBefore(r *reading, i, from int) rng {
	a := i
	for a > from && !r.is(a-1, ",", ";", "—", "–") && r.toks[a-1].kind != closeMark {
		a--
	}
	for a+1 < i && g.lx.between[r.low(a)] {
		a++
	}
	if a < i && r.is(a, "і", "й", "та", "и", "а", "але", "но", "також", "также") {
		a++
	}
	for a < i && r.time[a] != 0 {
		a++
	}
	end := i
	for i > a && r.time[i-1] != 0 {
		i--
	}
	if i < end && i-1 > a && r.is(i-1, "в", "у", "во", "на") {
		i-- // "on Monday"
	}
	return rng{a, i}
}

func (r *reading) lastComma(i, from int) int {
	for k := i - 1; k > from && k > i-10; k-- {
		if r.is(k, ",", "—", "–") {
			return k
		}
	}
	return -1
}

// colonQuote is where a quotation after "X said:" begins, or 0.
func (r *reading) colonQuote(i, end int) int {
	for k := i + 1; k < end && k < i+10; k++ {
		if r.is(k, ":") && k+1 < end {
			return k + 1
		}
	}
	return 0
}

// korean: X는 "…"라고 말했다; X는 …다고 밝혔다; X에 따르면 ….
func (g cueGrammar) korean(r *reading, si int, s rng) {
	body := r.sentenceBody(s)
	if body <= s.a {
		return
	}
	start := s.a
	for i := s.a; i < body && i < s.a+12; i++ {
		for _, w := range g.lx.According {
			if r.low(i) == w && i > s.a {
				said := r.trim(rng{i + 1, body})
				if !said.empty() && r.worded(rng{s.a, i}) {
					r.add(attribution{source: rng{s.a, i}, cue: rng{i, i + 1}, contents: []rng{said}, whole: said, kind: "according",
						stance: statement.Asserts, mode: r.modeOf(said), sent: si, certain: 1})
				}
				return
			}
		}
	}
	stance, ok := g.lx.verb[r.low(body-1)]
	if g.lx.answers[r.low(body-2)] && strings.HasPrefix(r.low(body-1), "않") {
		stance, ok = statement.Declines, true
	}
	if !ok {
		return
	}
	if stance == statement.Declines && (body-s.a < 3 || !g.lx.declines[r.low(body-2)] && !g.lx.answers[r.low(body-2)]) {
		return // something else than a word was refused
	}
	src := rng{}
	// "…고 그의 사무실이 밝혔다": who speaks may stand last, right before the verb.
	for k := body - 3; k >= start && k > body-6 && stance != statement.Declines; k-- {
		if !r.inQuote(k) && endsIn(r.low(k), g.lx.Clause) && endsIn(r.low(body-2), g.lx.Topic) && r.worded(rng{k + 1, body - 1}) {
			whole := r.trim(rng{start, k + 1})
			r.add(attribution{source: rng{k + 1, body - 1}, cue: rng{body - 1, body}, contents: []rng{whole}, whole: whole, kind: "say",
				stance: stance, mode: "indirect", sent: si, certain: 1})
			return
		}
	}
	for i := start; i < body-1 && i < start+10; i++ {
		if r.inQuote(i) {
			break
		}
		if r.toks[i].kind == word && endsIn(r.low(i), g.lx.Topic) && r.time[i] == 0 {
			src = rng{start, i + 1}
			break
		}
	}
	if src.empty() {
		if k := r.lastSpeaker(si); k >= 0 {
			src = r.out[k].source
		} else {
			return
		}
	}
	from := start
	if src.a == start {
		from = src.b
	}
	a := attribution{source: src, cue: rng{body - 1, body}, kind: "say", stance: stance, sent: si, certain: 1}
	if stance == statement.Declines {
		a.kind, a.mode, a.cue, a.whole = "decline", "act", rng{body - 2, body}, rng{from, body}
		a.contents = []rng{a.whole}
		r.add(a)
		return
	}
	for k := body - 2; k >= from; k-- {
		if r.inQuote(k) {
			q := r.quotes[r.quoteOf[k]-1]
			a.whole = rng{max(q.in.a-1, from), k + 1}
			a.contents, a.mode = []rng{r.quoted(q)}, "direct"
			if qs := r.quotesIn(rng{from, k + 1}); len(qs) > 1 {
				a.contents, a.whole = qs, rng{from, k + 1} // "…"며 "…"고
			}
			r.add(a)
			return
		}
		if stance == statement.Denies && k == body-2 && endsIn(r.low(k), []string{"을", "를"}) {
			a.whole = r.trim(rng{from, k + 1})
			a.contents, a.mode = []rng{a.whole}, "indirect"
			if !a.whole.empty() {
				r.add(a)
			}
			return
		}
		if endsIn(r.low(k), g.lx.Clause) {
			a.whole = r.trim(rng{from, k + 1})
			a.contents, a.mode = []rng{a.whole}, "indirect"
			if !a.whole.empty() {
				r.add(a)
			}
			return
		}
	}
}

// withoutEnding is a Korean name without the particle that marks it as subject.
func withoutEnding(name string, endings []string) string {
	for _, e := range endings {
		if strings.HasSuffix(name, e) && len(name) > len(e)+3 {
			return strings.TrimSuffix(name, e)
		}
	}
	return name
}

func endsIn(w string, endings []string) bool {
	for _, e := range endings {
		if strings.HasSuffix(w, e) && len(w) > len(e) {
			return true
		}
	}
	return false
}
