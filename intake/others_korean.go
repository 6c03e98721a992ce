package intake

import (
	"slices"
	"strings"

	"homeward/statement"
)

// Shapes of reported speech in Korean. The verb stands last, what is said before it
// ends in "that" (다고, 라고, 다며), and who says it is marked as the topic.

// saying tells whether a word is a verb of saying, whatever its ending, and its stance.
func (g cueGrammar) saying(w string) (statement.Stance, bool) {
	for _, x := range g.lx.prefixes {
		if strings.HasPrefix(w, x.begins) {
			return x.stance, true
		}
	}
	return "", false
}

type verbBegin struct {
	begins string
	stance statement.Stance
}

// koreanEndings follow a noun that makes a verb of saying: 주장 + 했다, 하며, 한 …
var koreanEndings = []string{"했", "하", "한", "합", "할", "해"}

// korean reads a sentence clause by clause: each piece of what is said ends in a word
// for "that", each verb of saying gives the pieces before it their speaker.
func (g cueGrammar) korean(r *reading, si int, s rng) {
	body := r.sentenceBody(s)
	if body <= s.a {
		return
	}
	first := len(r.out)
	start := g.openingKo(r, s.a, body)
	if g.accordingKo(r, si, start, body) {
		return
	}
	if g.gestureKo(r, si, start, body) {
		return
	}
	src := rng{}
	var pieces []rng
	from := start // where what is said begins
	flush := func(cue rng, stance statement.Stance, unnamed bool) {
		if len(pieces) == 0 {
			return
		}
		a := attribution{source: src, cue: cue, kind: "say", stance: stance, sent: si, certain: 1, unnamed: unnamed}
		if !r.worded(src) && !unnamed {
			k := r.lastSpeaker(si)
			switch own := g.writerKo(r, cue); {
			case r.worded(own):
				a.source = own
			case k < 0:
				a.unnamed = true
			default:
				a.source = r.out[k].source
			}
		}
		a.whole = rng{pieces[0].a, pieces[len(pieces)-1].b}
		for _, x := range pieces {
			if r.inQuote(x.a) || r.toks[x.a].kind != word && r.inQuote(x.a+1) {
				qs := r.quotesIn(x)
				if r.modeOf(x) == "direct" && len(qs) > 0 {
					a.contents = append(a.contents, qs...)
					continue
				}
			}
			// "At the briefing “…” he said": what stands before the marks is no part of it.
			if qs := r.quotesIn(x); len(qs) == 1 && qs[0].b+2 >= x.b && qs[0].a-x.a <= 5 && !g.clausal(r, x.a, qs[0].a) {
				a.contents = append(a.contents, qs[0])
				continue
			}
			a.contents = append(a.contents, g.splitKo(r, x)...)
		}
		a.mode = r.modeOf(a.whole)
		if len(a.contents) > 0 && r.inQuote(a.contents[0].a) && r.quoteOf[a.contents[0].a] == r.quoteOf[max(a.contents[0].b-1, 0)] {
			a.mode = "direct"
		}
		r.add(a)
		pieces = nil
	}
	for i := start; i < body; i++ {
		if r.inQuote(i) {
			continue
		}
		l := r.low(i)
		// Who speaks: the topic before what is said, or after it.
		if !r.worded(src) || len(pieces) > 0 && r.low(i-1) != "" {
			if sub, ok := g.topicAt(r, from, i, body, len(pieces) > 0); ok {
				if len(pieces) > 0 && r.worded(src) && src.b <= pieces[0].a {
					pieces[0].a = src.a // "X visited the camp, his office said": X is not who says it
				}
				src = sub
				if len(pieces) == 0 {
					from = g.saidOnKo(r, i+1, body)
				}
				continue
			}
		}
		stance, verb := g.saying(l)
		if verb && i < body-1 && endsIn(l, []string{"한", "던", "는", "할"}) {
			verb = false // "who asked not to be named": it only describes
		}
		switch {
		case g.thatEnd(r, i):
			x := r.trim(rng{from, i + 1})
			if r.worded(x) {
				pieces = append(pieces, x)
			}
			from = i + 1
			if stem(r.low(i+1), g.lx.Known) || stem(r.low(i+2), g.lx.Known) && !g.thatEnd(r, i+1) {
				k := i + 1
				if !stem(r.low(k), g.lx.Known) {
					k++
				}
				src = rng{}
				flush(rng{k, k + 1}, statement.Asserts, true)
				from = k + 1
			}
		case stem(l, g.lx.Known) && (strings.HasSuffix(r.low(i-1), "것으로") || strings.HasSuffix(r.low(i-1), "것으로는")) && i-1 > start:
			if len(pieces) == 0 {
				pieces = append(pieces, r.trim(rng{start, i}))
			}
			src = rng{}
			flush(rng{i, i + 1}, statement.Asserts, true)
			from = i + 1
		case (verb || g.declinesKo(r, i, body)) && len(pieces) == 0 && g.objectKo(r, si, src, from, i, body, stance):
			from = i + 1
		case verb && len(pieces) > 0:
			cue := rng{i, i + 1}
			if i+1 < body && (strings.HasPrefix(r.low(i+1), "왔") || strings.HasPrefix(r.low(i+1), "있")) {
				cue.b++
			}
			flush(cue, stance, false)
			from = cue.b
			// "… 했으나 X는 …": another clause may have a speaker of its own.
			if r.is(cue.b, ",") || endsIn(r.low(i), []string{"으나", "지만", "는데"}) {
				src = rng{}
			}
			i = cue.b - 1
		}
	}
	if len(pieces) > 0 && r.worded(src) {
		flush(rng{body - 1, body}, statement.Asserts, false) // "…라며 걱정했다": any verb after "saying that"
	}
	if len(r.out) == first {
		g.thusKo(r, si, start, body)
	}
}

// saidOnKo skips the day on which it is said, which stands right after who says it: a
// weekday, today, yesterday. Another date belongs to what is said.
func (g cueGrammar) saidOnKo(r *reading, i, end int) int {
	for i < end && (r.is(i, ",") || r.time[i] != 0 && (strings.Contains(r.low(i), "요일") || strings.Contains(r.low(i+1), "요일") || stem(r.low(i), []string{"오늘", "어제", "이날"}))) {
		i++
	}
	return i
}

// clausal: a clause of its own stands before the marks.
func (g cueGrammar) clausal(r *reading, a, b int) bool {
	for k := a; k < b; k++ {
		if r.toks[k].kind == word && endsIn(r.low(k), []string{"다", "고", "며", "면", "지만", "는데", "을", "를", "이", "가", "은", "는"}) {
			return true
		}
	}
	return false
}

// openingKo is where a sentence's own words begin: after times and "however".
func (g cueGrammar) openingKo(r *reading, a, end int) int {
	for a < end {
		n := a
		switch {
		case r.is(a, ",", "—", "-", "·", "📢"), g.lx.between[r.low(a)]:
			n++
		case r.time[a] != 0:
			n++
		}
		for _, phrase := range g.lx.openers {
			if r.matches(a, phrase) {
				n = max(n, a+len(phrase))
			}
		}
		if n == a {
			return a
		}
		a = n
	}
	return a
}

// topic: a word that marks who speaks, and not a verb that describes.
func (g cueGrammar) topic(r *reading, i int) bool {
	l := r.low(i)
	return r.toks[i].kind == word && r.time[i] == 0 && endsIn(l, g.lx.Topic) && !g.lx.noTopic(l) && !g.lx.between[l]
}

// noTopic: the word ends as a topic does and is none: in NoTopic "=" stands before whole words.
func (lx *cueLexicon) noTopic(l string) bool {
	return slices.ContainsFunc(lx.NoTopic, func(w string) bool {
		whole, is := strings.CutPrefix(w, "=")
		return is && l == whole || !is && strings.HasSuffix(l, w)
	})
}

// topicAt: a topic that ends at i, with what belongs to it from its clause's beginning.
func (g cueGrammar) topicAt(r *reading, from, i, body int, later bool) (rng, bool) {
	if !g.topic(r, i) {
		return rng{}, false
	}
	l := r.low(i)
	strong := strings.HasSuffix(l, "은") || strings.HasSuffix(l, "는") || strings.HasSuffix(l, "께서") || strings.HasSuffix(l, "측은")
	if later {
		// After what is said: right before the verb.
		for k := i + 1; k < body && k < i+5; k++ {
			if _, verb := g.saying(r.low(k)); verb && !g.thatEnd(r, k) {
				return rng{from, i + 1}, from <= i
			}
			if g.topic(r, k) || g.thatEnd(r, k) {
				return rng{}, false
			}
		}
		return rng{}, false
	}
	if i-from > 9 {
		return rng{}, false
	}
	if !strong {
		// A subject (이, 가) speaks only where no topic comes after it in its clause,
		// and what is said begins right there.
		for k := i + 1; k < body && k < i+9; k++ {
			if r.inQuote(k) || g.thatEnd(r, k) {
				break
			}
			if g.topic(r, k) && (strings.HasSuffix(r.low(k), "은") || strings.HasSuffix(r.low(k), "는")) {
				return rng{}, false
			}
		}
		if !g.personKo(r, i) || !r.inQuote(i+1) && !r.inQuote(i+2) {
			return rng{}, false
		}
	}
	a := from
	for k := from; k <= i; k++ {
		// "X에 대해 Y는": who speaks stands after what about.
		if r.is(k, "대해", "대한", "관해", "대해서", "관련해", ",") && k < i {
			a = k + 1
		}
		if r.time[k] != 0 && k < i {
			a = k + 1
		}
	}
	return rng{a, i + 1}, true
}

// personKo: a word for a person or a body, with its ending.
func (g cueGrammar) personKo(r *reading, i int) bool {
	l := withoutEnding(r.low(i), g.lx.Topic)
	ends := func(words []string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return strings.HasSuffix(l, w) })
	}
	return ends(g.lx.Roles) || ends(g.lx.Kin) || ends(g.lx.Bodies) || slices.Contains(g.lx.He, r.low(i))
}

// thatEnd: the word at i ends what is said.
func (g cueGrammar) thatEnd(r *reading, i int) bool {
	l := r.low(i)
	if i > 0 && r.toks[i-1].kind != word && r.toks[i-1].kind != number && r.inQuote(i-1) && !r.inQuote(i) && slices.Contains(g.lx.That, l) {
		return true // 라고 after the marks
	}
	if endsIn(l, g.lx.Clause) {
		return !(stem(l, []string{"그리고", "하고"}) && !endsIn(l, []string{"다고", "라고"}))
	}
	// "…다는 입장을 밝혔다"
	for k := i + 2; k < i+5; k++ {
		if s, is := g.saying(r.low(k)); is && (s == statement.Denies || s == statement.Confirms) && endsIn(r.low(i+1), []string{"을", "를"}) {
			return false // "denied the claim that …"
		}
	}
	if endsIn(l, []string{"다는", "라는", "자는"}) && slices.ContainsFunc(g.lx.Stands, func(w string) bool { return strings.HasPrefix(r.low(i+1), w) }) {
		return true
	}
	return false
}

// splitKo parts what is said where a clause ends in "and" before a comma.
func (g cueGrammar) splitKo(r *reading, x rng) []rng {
	var out []rng
	start := x.a
	for i := x.a; i < x.b-1; i++ {
		if r.is(i+1, ",") && !r.inQuote(i) && endsIn(r.low(i), []string{"며", "으나", "지만", "했고", "였고", "됐고", "는데"}) {
			out = append(out, rng{start, i + 1})
			start = i + 2
		}
	}
	return append(out, rng{start, x.b})
}

// writerKo is who writes of himself ("저는 … 오순자입니다"), where the verb is one of asking
// in the polite form of a letter.
func (g cueGrammar) writerKo(r *reading, cue rng) rng {
	if cue.empty() || !strings.HasSuffix(r.low(cue.b-1), "니다") {
		return rng{}
	}
	if s, is := g.saying(r.low(cue.a)); !is || s != statement.Requests {
		return rng{}
	}
	for _, s := range r.sents[:min(len(r.sents), 20)] {
		b := r.sentenceBody(s)
		if r.is(s.a, "저는", "나는", "저희는") && b-s.a > 1 && strings.HasSuffix(r.low(b-1), "입니다") {
			return rng{b - 1, b}
		}
	}
	return rng{}
}

// accordingKo: "X에 따르면 …".
func (g cueGrammar) accordingKo(r *reading, si, start, body int) bool {
	for i := start + 1; i < body && i < start+14; i++ {
		if r.inQuote(i) || !slices.Contains(g.lx.According, r.low(i)) {
			continue
		}
		src := rng{start, i}
		for k := start; k < i-1; k++ {
			if r.time[k] != 0 || r.is(k, ",") {
				src.a = k + 1
			}
		}
		n := i + 1
		if r.is(n, ",") {
			n++
		}
		end := body
		if k := body - 1; stem(r.low(k), g.lx.Known) || stem(r.low(k), []string{"합니다", "한다", "했다", "전해졌"}) && g.thatEnd(r, k-1) {
			end = k
		}
		said := r.trim(rng{n, end})
		if said.empty() || !r.worded(src) {
			return false
		}
		a := attribution{source: src, cue: rng{i, i + 1}, whole: said, kind: "according", stance: statement.Asserts, mode: r.modeOf(said), sent: si, certain: 1}
		a.contents = g.splitKo(r, said)
		r.add(a)
		return true
	}
	return false
}

// declinesKo: "…을 거부했다", "…에 답하지 않았다".
func (g cueGrammar) declinesKo(r *reading, i, body int) bool {
	return i > 0 && strings.HasPrefix(r.low(i), "않") && stem(r.low(i-1), g.lx.Answers)
}

// objectKo: what is denied, asked for or refused is a thing: "의혹을 부인했다".
func (g cueGrammar) objectKo(r *reading, si int, src rng, from, i, body int, stance statement.Stance) bool {
	if own := g.writerKo(r, rng{i, i + 1}); !r.worded(src) && r.worded(own) {
		src = own
	}
	if !r.worded(src) {
		k := r.lastSpeaker(si)
		if k < 0 {
			return false
		}
		src = r.out[k].source
	}
	a := attribution{source: src, cue: rng{i, i + 1}, kind: "say", stance: stance, sent: si, certain: 1, mode: "indirect"}
	switch {
	case g.declinesKo(r, i, body), stance == statement.Declines && g.lx.declines[r.low(i-1)]:
		a.kind, a.stance, a.mode, a.cue = "decline", statement.Declines, "act", rng{i - 1, i + 1}
		a.whole = r.trim(rng{from, i + 1})
	case stance == statement.Declines, stance == "":
		return false
	default:
		k := i - 1
		for k > from && (stem(r.low(k), g.lx.between2()) || !endsIn(r.low(k), []string{"을", "를", "것을", "기를", "달라고", "행을"})) && k > i-4 {
			k--
		}
		if k < from || !endsIn(r.low(k), []string{"을", "를"}) || r.inQuote(k) {
			return false
		}
		if stance == statement.Asserts || stance == statement.Estimates || stance == statement.Predicts {
			return false // "gave his name", "announced the result": nothing is told
		}
		a.whole = r.trim(rng{from, k + 1})
	}
	if a.whole.empty() || !r.worded(a.whole) {
		return false
	}
	a.contents = []rng{a.whole}
	r.add(a)
	return true
}

// between2 are the adverbs that may stand before a verb.
func (lx *cueLexicon) between2() []string {
	return []string{"강하게", "즉각", "전면", "거듭", "간절히", "공식", "모두", "이날", "정식으로"}
}

// gestureKo: "…느냐는 질문에 그는 고개를 끄덕였다".
func (g cueGrammar) gestureKo(r *reading, si, start, body int) bool {
	q := -1
	for i := start; i < body; i++ {
		if stem(r.low(i), g.lx.Question) && endsIn(r.low(i-1), []string{"냐는", "지를", "냐고"}) && !r.inQuote(i) {
			q = i
		}
	}
	if q < 0 {
		return false
	}
	stance, kind := statement.Stance(""), "gesture"
	for k := q + 1; k < body; k++ {
		switch {
		case stem(r.low(k), g.lx.Nods):
			stance = statement.Confirms
		case stem(r.low(k), g.lx.Shakes) && stem(r.low(k-1), g.lx.Heads):
			stance = statement.DeniesNonverbal
		}
	}
	if stance == "" {
		return false
	}
	src := rng{}
	for k := q + 1; k < body; k++ {
		if g.topic(r, k) {
			src = rng{q + 1, k + 1}
			break
		}
	}
	if !r.worded(src) {
		k := r.lastSpeaker(si)
		if k < 0 {
			return false
		}
		src = r.out[k].source
	}
	x := rng{start, q}
	r.add(attribution{source: src, cue: rng{body - 1, body}, contents: []rng{x}, whole: x, kind: kind, stance: stance, mode: "indirect", sent: si, certain: 1, question: true})
	return true
}

// thusKo: a quotation, and then "X said so": the sentence before is his.
func (g cueGrammar) thusKo(r *reading, si, start, body int) {
	cue := -1
	for i := start; i < body; i++ {
		if _, verb := g.saying(r.low(i)); verb && !r.inQuote(i) {
			cue = i
		}
	}
	if cue < body-1 || si == 0 {
		return
	}
	src := rng{}
	for i := start; i < cue; i++ {
		if g.topic(r, i) {
			src = rng{start, i + 1}
			break
		}
	}
	prev := r.sents[si-1]
	if !r.worded(src) || r.paraOf(prev.a) != r.paraOf(start) || !r.inQuote(prev.a) {
		return
	}
	stance, _ := g.saying(r.low(cue))
	if n := len(r.out) - 1; n >= 0 && r.out[n].sent == si-1 {
		if r.out[n].kind == "continue" {
			r.out[n].source, r.out[n].cue, r.out[n].kind, r.out[n].sent = src, rng{cue, cue + 1}, "say", si
		}
		return
	}
	whole := rng{prev.a, prev.b}
	qs := r.quotesIn(whole)
	if len(qs) == 0 {
		return
	}
	r.add(attribution{source: src, cue: rng{cue, cue + 1}, contents: qs, whole: whole, kind: "say", stance: stance, mode: "direct", sent: si, certain: 1})
}

// nameKo reads a person's name by the title beside it: "김도윤 대변인", "대대장 엄기준",
// "정 대변인" for the one person of that surname and title.
func (c *cast) nameKo(lx *cueLexicon, i, end int) int {
	if c.toks[i].kind != word || c.time[i] != 0 {
		return i
	}
	raw := c.low(i)
	bare := withoutEnding(raw, lx.Topic)
	for _, e := range []string{"입니다", "이다", "라는", "이라는", "에게서", "에게", "에", "을", "를", "의", "과", "와", "이라며", "이라고", "라며"} {
		if bare == raw && strings.HasSuffix(raw, e) && len([]rune(raw))-len([]rune(e)) >= 3 {
			bare = strings.TrimSuffix(raw, e)
		}
	}
	title := func(k int) string {
		if k < 0 || k >= end || c.toks[k].kind != word {
			return ""
		}
		w := c.low(k)
		best := ""
		for _, t := range lx.Titles {
			if strings.HasPrefix(w, t) && len([]rune(w))-len([]rune(t)) <= 3 && len(t) > len(best) {
				best = t
			}
		}
		return best
	}
	// A title before it ends the word: "수용소장", "포로", "변호인".
	before := ""
	if i > 0 && c.sentOf[i-1] == c.sentOf[i] && c.toks[i-1].kind == word {
		for _, t := range append(lx.Roles[:len(lx.Roles):len(lx.Roles)], lx.Kin...) {
			if strings.HasSuffix(c.low(i-1), t) && len(t) > len(before) {
				before = t
			}
		}
	}
	short := []rune(bare)
	after := title(i + 1)
	if after == "" && i+2 < end && len(short) == 3 && c.toks[i+1].kind == word && !endsIn(c.low(i+1), lx.Topic) && !endsIn(c.low(i+1), []string{"의", "을", "를", "에", "에서"}) && raw == bare {
		after = title(i + 2) // "NAME, of Vesk, president"
	}
	surname := func(s string) bool { return slices.Contains(lx.Surnames, s) }
	switch {
	case len(short) == 1 && surname(bare) && after != "" && raw == bare:
		found := (*mention)(nil)
		n := 0
		for _, m := range c.recent() {
			if m.named && m.kind == PersonMention && m.marks["surname "+bare] && (m.office == after || after == "씨" || m.office == "" || strings.HasSuffix(m.office, after) || strings.HasSuffix(after, m.office)) {
				found, n = m, n+1
			}
		}
		at := rng{i, i + 2}
		if n == 1 {
			c.put(found, at)
			return at.b
		}
		if n == 0 {
			m := &mention{kind: PersonMention, office: after, of: -1, named: true, marks: set{"surname " + bare: true}}
			c.put(m, at)
			m.names = []string{bare + " " + after}
		}
		return at.b
	case len(short) == 3 && surname(string(short[:1])) && !slices.Contains(lx.NoNames, bare) && (after != "" && raw == bare || before != ""),
		len(short) == 3 && surname(string(short[:1])) && raw != bare && strings.HasSuffix(raw, "라며"):
		for _, m := range c.recent() {
			if m.named && m.marks[bare] {
				c.put(m, rng{i, i + 1})
				return i + 1
			}
		}
		office := after
		if office == "" || office == "씨" || office == "님" {
			if before != "" && after == "" {
				office = before
			}
		}
		at := rng{i, i + 1}
		if after != "" {
			at.b++
		}
		m := &mention{kind: PersonMention, office: office, of: -1, named: true, marks: set{bare: true, "surname " + string(short[:1]): true}}
		c.put(m, at)
		m.names = []string{bare}
		return at.b
	}
	// The name alone, once it is known.
	if len(short) == 3 {
		for _, m := range c.recent() {
			if m.named && m.marks[bare] {
				c.put(m, rng{i, i + 1})
				return i + 1
			}
		}
	}
	return i
}
