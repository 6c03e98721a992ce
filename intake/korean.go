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
	if endsIn(w, []string{"을", "를", "의", "에", "도", "과", "와", "로", "만", "에서", "이나"}) {
		return "", false // "a word", "the answer": a noun with its case
	}
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
			if qs := r.quotesIn(x); len(qs) == 1 && qs[0].b+2 >= x.b && (qs[0].a-x.a <= 5 && !g.clausal(r, x.a, qs[0].a) || r.is(qs[0].a-2, "대해", "대해서", "대해서는", "관련해", "관련하여", "두고", "향해", "만나")) {
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
		if stem(l, g.lx.Question) && i > start && (r.inQuote(i-2) || strings.HasSuffix(l, "에") && !r.worded(src) && g.describes(r, i-1)) && len(pieces) == 0 {
			from = i + 1 // what was asked is not what he says
			continue
		}
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
		if verb && i < body-1 && endsIn(l, []string{"한", "던", "는", "할", "해야", "해도", "해야만"}) {
			verb = false // "who asked not to be named" only describes; "must demand" is what another says
		}
		if strings.HasSuffix(l, "지") && (strings.HasPrefix(r.low(i+1), "않") || strings.HasPrefix(r.low(i+1), "못")) {
			verb = false // "did not confirm"
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
				if r.worded(src) && src.b <= pieces[0].a {
					pieces[0].a = src.a // "the captain, I heard, died": who is told of
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
		case len(pieces) > 0 && endsIn(r.low(pieces[len(pieces)-1].b-1), []string{"며", "면서", "면서도"}) && (g.declinesKo(r, i, body) || verb && i > from && (endsIn(r.low(i-1), []string{"을", "를"}) || stem(r.low(i-1), g.lx.between2()) && endsIn(r.low(i-2), []string{"을", "를"})) && stance != statement.Asserts):
			// "saying “…”, he declined to comment": two things.
			end := pieces[len(pieces)-1].b
			who := src
			flush(rng{end - 1, end}, statement.Asserts, false)
			g.objectKo(r, si, who, from, i, body, stance)
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
	if last := r.low(body - 1); strings.HasPrefix(last, "않") || strings.HasPrefix(last, "못") {
		pieces = nil // "did not say that …"
	}
	// “…”고 선을 그었다: who spoke before in the paragraph goes on.
	again := len(pieces) > 0 && g.quotedThat(r, pieces[len(pieces)-1]) && r.lastSpeaker(si) >= 0 && r.paraOf(r.sents[r.out[r.lastSpeaker(si)].sent].a) == r.paraOf(s.a)
	if len(pieces) > 0 && (r.worded(src) || again) {
		flush(rng{body - 1, body}, statement.Asserts, false) // "…라며 걱정했다": any verb after "saying that"
	}
	if len(r.out) == first {
		g.thusKo(r, si, start, body)
	}
}

// quotedThat: a piece that ends in a quotation and "that".
func (g cueGrammar) quotedThat(r *reading, x rng) bool {
	return x.b-x.a > 2 && !r.inQuote(x.b-1) && r.inQuote(x.b-2) || x.b-x.a > 2 && r.toks[x.b-2].kind == closeMark
}

// saidOnKo skips where and on which day it is said, which stand right after who says
// it: in a statement, on a weekday, today, yesterday. Another date belongs to what is said.
func (g cueGrammar) saidOnKo(r *reading, i, end int) int {
	for k := i; k < end && k < i+5; k++ {
		// "in a statement", "gave a statement on the 28th and": where he says it.
		if r.inQuote(k) || g.thatEnd(r, k) {
			break
		}
		if !stem(r.low(k), g.lx.Venues) {
			continue
		}
		switch {
		case strings.HasSuffix(r.low(k), "에서"):
			i = k + 1
		case endsIn(r.low(k), []string{"을", "를"}) && stem(r.low(k+1), []string{"통해", "통하여", "내고", "열고", "갖고", "발표하고"}):
			i = k + 2
		}
	}
	for i < end && (r.is(i, ",") || r.time[i] != 0 && (strings.Contains(r.low(i), "요일") || strings.Contains(r.low(i+1), "요일") || stem(r.low(i), []string{"오늘", "어제", "이날"}))) {
		i++
	}
	return i
}

// clausal: a clause of its own stands before the marks.
func (g cueGrammar) clausal(r *reading, a, b int) bool {
	for k := a; k < b; k++ {
		if r.toks[k].kind == word && !(k+1 < b && stem(r.low(k+1), []string{"통해", "통하여"})) && endsIn(r.low(k), []string{"다", "고", "며", "면", "지만", "는데", "을", "를", "이", "가", "은", "는"}) {
			return true // "through the central broadcasting" is no clause
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
			e := a
			for e < end && r.time[e] != 0 {
				e++
			}
			if !(r.toks[e-1].kind == word && endsIn(r.low(e), []string{"된", "한", "던", "난", "린", "킨", "긴", "온", "간", "힌"})) {
				n++
			}
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
	return r.toks[i].kind == word && r.time[i] == 0 && endsIn(l, g.lx.Topic) && !g.lx.noTopic(l) && !g.lx.between[l] && !(g.describes(r, i) && stem(r.low(i+1), g.lx.Question))
}

// describes: a verb before the noun it tells of ("the question that ASKS whether").
func (g cueGrammar) describes(r *reading, i int) bool {
	return endsIn(r.low(i), []string{"는", "은", "한"})
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
	strong := strings.HasSuffix(l, "은") || strings.HasSuffix(l, "는") || strings.HasSuffix(l, "께서") || strings.HasSuffix(l, "측에서") || strings.HasSuffix(l, "당국에서")
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
	// "남은 선원의 부인 X 씨는": what ends as a topic only describes, where somebody's name with his title follows.
	for k := i + 1; k < body && k < i+7 && !g.personKo(r, i) && r.low(i-1) != "씨"; k++ {
		if r.inQuote(k) || r.is(k, ",") || g.thatEnd(r, k) || r.time[k] != 0 {
			break
		}
		if r.is(k, "씨는", "씨가", "씨도") {
			return rng{}, false
		}
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
	if i > 0 && r.toks[i-1].kind != word && r.toks[i-1].kind != number && r.inQuote(i-1) && !r.inQuote(i) && slices.Contains(g.lx.That, l) && !stem(r.low(i+1), g.lx.Question) {
		return true // 라고 after the marks
	}
	if strings.HasSuffix(l, "것으로") {
		_, verb := g.saying(r.low(i + 1))
		return verb && !stem(r.low(i+1), g.lx.Known) // "foresaw that it would …"
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
		if r.is(i+1, ",") && !r.inQuote(i) && (endsIn(r.low(i), []string{"며", "으나", "지만", "했고", "였고", "됐고", "는데"}) || strings.HasSuffix(r.low(i), "고") && r.is(i+2, "다른", "또", "나머지", "둘째", "두")) {
			out = append(out, rng{start, i + 1})
			start = i + 2
		}
	}
	return append(out, rng{start, x.b})
}
