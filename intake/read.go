package intake

import (
	"fmt"
	"slices"
	"sort"
	"strconv"
	"strings"
	"unicode"

	"homeward/statement"
	"homeward/statement/edtf"
)

// Options say what the caller knows of the text.
type Options struct {
	File     string // the name it is kept under
	Language string // BCP 47; found from the letters if empty
	Dated    string // EDTF; read from the head of the text if empty
	Form     Form   // told by the text if empty
	Encoding string // of the file, where the text was decoded from another than UTF-8; the report tells it
}

// readProse proposes what one text says. It must be UTF-8 of at most Limit bytes.
func readProse(text string, o Options) (Report, error) {
	p, err := newPage(text)
	if err != nil {
		return Report{}, err
	}
	language := o.Language
	if language == "" {
		language = languageOf(p)
	}
	p.language = language
	var dated edtf.Date
	if o.Dated != "" {
		if dated, err = edtf.Parse(o.Dated); err != nil {
			return Report{}, fmt.Errorf("reading a report: the date it is said to have: %w", err)
		}
	} else {
		dated = headDate(p)
	}
	anchor := dated
	if anchor.IsZero() {
		anchor = fullDate(p, wordsFor(language))
	}
	times := p.readTimes(anchor, wordsFor(language))
	var from Proposer = reader()
	if lx := otherLexicons()[language]; lx != nil {
		from = cueGrammar{lx}
	}
	return assemble(p, times, dated, language, o, from), nil
}

// languageOf tells Korean, Ukrainian and Russian by their letters; all else is
// taken for English.
func languageOf(p *page) string {
	hangul, cyrillic, ukrainian, russian, latin := 0, 0, 0, 0, 0
	for i, r := range p.runes {
		if i > 20000 {
			break
		}
		switch {
		case unicode.Is(unicode.Hangul, r):
			hangul++
		case unicode.Is(unicode.Cyrillic, r):
			cyrillic++
			// Letters that only one of the two has: the other's stand in names and in what is quoted.
			if strings.ContainsRune("іїєґІЇЄҐ", r) {
				ukrainian++
			} else if strings.ContainsRune("ыэъёЫЭЪЁ", r) {
				russian++
			}
		case r < unicode.MaxASCII && unicode.IsLetter(r):
			latin++
		}
	}
	switch {
	case hangul > latin && hangul > cyrillic:
		return "ko"
	case cyrillic > latin && (ukrainian > russian || ukrainian == russian && p.countOf(ukrainianOnly...) > p.countOf(russianOnly...)):
		return "uk"
	case cyrillic > latin:
		return "ru"
	}
	return "en"
}

// Common words of one of the two languages, for texts too short to have a letter that the other has not.
var (
	ukrainianOnly = []string{"що", "та", "його", "був", "була", "були", "від", "каже", "сказав", "про", "вона", "вони", "року", "як", "чи", "йому", "яка"}
	russianOnly   = []string{"что", "его", "от", "сказал", "сказала", "он", "она", "они", "года", "как", "или", "ему", "которая", "об", "после"}
)

func (p *page) countOf(words ...string) (n int) {
	for i := range p.toks {
		if p.is(i, words...) {
			n++
		}
	}
	return n
}

// headDate is the date that stands at the head of the text, labelled or alone.
func headDate(p *page) edtf.Date {
	if n := leadDate(p); n > 0 {
		if d, _, err := edtf.ParseLoose(p.low(n-1), edtf.AsWritten); err == nil {
			return d
		}
	}
	if len(p.paras) > 0 {
		first := p.paras[0]
		if first.b-first.a <= 8 {
			if d, ambiguous, err := edtf.ParseLoose(p.text(first.rng), edtf.AsWritten); err == nil && !ambiguous {
				return d
			}
		}
	}
	return mastheadDate(p)
}

// fullDate is the first day with its year that the text names near its beginning.
// It is no date of the document, but the nearest thing to count from.
func fullDate(p *page, words *dateWords) edtf.Date {
	c := &calendar{p: p, words: words}
	for i := 0; i < len(p.toks) && i < 200; i++ {
		if t, ok := c.at(i); ok && t.self && !t.vague && t.value.Precision() == edtf.DayPrecision {
			return t.value
		}
	}
	return edtf.Date{}
}

func assemble(p *page, times []timex, dated edtf.Date, language string, o Options, from Proposer) Report {
	rep := Report{Document: Document{File: o.File, Language: language, Dated: dated.String(), CodePoints: len(p.runes)},
		Statements: []Statement{}, Times: []Time{}, Mentions: []Mention{}, Artefacts: []Artefact{}, Conflicts: []Conflict{}}
	as := from.Propose(p, times)
	r := newReading(p, english(), times)
	if language == "en" {
		as = r.nested(as)
		sortAttributions(as)
	}
	r.out = as
	for _, t := range times {
		rep.Times = append(rep.Times, Time{Span: p.over(t.rng), Value: t.value.String(), Anchor: t.anchor, Duration: t.duration, Refers: t.refers})
	}
	c := gather(r)
	rep.Statements = c.statements(as)
	rep.Artefacts = c.artefacts()
	rep.Mentions = c.mentions()
	rep.Conflicts = c.conflicts(rep.Statements)
	return rep
}

// statements turns attributions into proposed statements, in the order of the text.
func (c *cast) statements(as []attribution) []Statement {
	var speakers []int
	perAttribution := make([]int, len(as))
	order := make([]int, len(as))
	for i := range order {
		order[i] = i
	}
	sort.SliceStable(order, func(i, j int) bool { return as[order[i]].sent < as[order[j]].sent })
	for _, i := range order {
		k := c.speaker(&as[i], speakers[max(0, len(speakers)-40):])
		perAttribution[i] = k
		if k >= 0 {
			speakers = append(speakers, k)
		}
	}
	n := 0
	for i := range as {
		n += len(as[i].contents)
	}
	out := make([]Statement, 0, n)
	for i := range as {
		a := &as[i]
		for k, x := range a.contents {
			x.a, x.b = max(x.a, 0), min(x.b, len(c.toks))
			if x.empty() {
				continue
			}
			piece := a
			if k < len(a.wholes) {
				apart := *a
				apart.whole, piece = a.wholes[k], &apart
			}
			out = append(out, c.one(piece, x, perAttribution[i]))
		}
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].Content.Start < out[j].Content.Start })
	for i := range out {
		out[i].ID = "S" + strconv.Itoa(i+1)
	}
	c.passOn(out)
	return out
}

func (c *cast) one(a *attribution, x rng, speaker int) Statement {
	s := Statement{Speaker: "narrator", Mode: a.mode, Content: c.over(x), a: a, who: speaker}
	if speaker >= 0 && !a.narrator {
		s.Speaker = c.all[speaker].best()
		if lx := otherLexicons()[c.language]; lx != nil && c.language == "ko" {
			s.Speaker = withoutEnding(c.all[speaker].names[0], lx.Topic)
		} else if lx != nil {
			s.Speaker = c.all[speaker].calledBy(a.called)
		}
		s.SpeakerMention = mentionID(speaker)
		s.SaidBy = []statement.Speaker{{Name: s.Speaker}}
	}
	if speaker < 0 && !a.narrator && !a.source.empty() {
		s.Speaker = c.text(a.source) // "he", and nobody stands before him
		s.SaidBy = []statement.Speaker{{Name: s.Speaker}}
	}
	if a.unnamed || s.Speaker == "" {
		s.Speaker = unnamedSpeaker
		s.SaidBy = []statement.Speaker{{Name: unnamedSpeaker, Role: "unnamed"}}
	}
	for _, v := range a.via {
		s.SaidBy = append(s.SaidBy, statement.Speaker{Name: v, Role: "report"})
	}
	s.SaidBy = append(s.SaidBy, statement.Speaker{Name: "narrator", Role: "article"})
	if !a.source.empty() && !a.narrator {
		sp := c.over(a.source)
		s.Source = &sp
	}
	if !a.cue.empty() {
		sp := c.over(a.cue)
		s.Cue = &sp
	}
	if w := c.over(a.whole); w.End-w.Start != s.Content.End-s.Content.Start {
		s.Whole = &w
	}
	s.Stance = c.stanceOf(a, x)
	s.Channel = c.channel(a)
	s.SaidOn = c.saidOn(a)
	for _, k := range c.about(x, speaker) {
		s.About = append(s.About, mentionID(k))
	}
	if a.kind == "observe" && len(s.About) == 0 {
		if k := c.before(x.a); k >= 0 {
			s.About = []string{mentionID(k)}
		}
	}
	if lx := otherLexicons()[c.language]; lx != nil {
		c.slotsIn(lx, &s, a, x)
	} else {
		c.slots(&s, a, x)
	}
	if k := c.has(x, "apparently", "allegedly", "reportedly", "possibly", "seemingly", "presumably"); k >= 0 {
		s.hedged = c.has(rng{k, min(x.b, k+3)}, "injured", "wounded", "ill", "sick", "dead") >= 0
	}
	s.Confidence = c.confidence(a)
	return s
}

// before is the person last named in the same sentence before a token.
func (c *cast) before(tok int) int {
	for i := tok - 1; i >= 0 && c.sentOf[i] == c.sentOf[tok]; i-- {
		if k := int(c.owner[i]) - 1; k >= 0 && c.all[k].kind != OtherMention {
			return k
		}
	}
	return -1
}

// channel is where it was said: a document in the cue or the source, a medium, an audience.
func (c *cast) channel(a *attribution) string {
	s := c.sents[a.sent]
	if !a.cue.empty() {
		s = c.sents[c.sentOf[a.cue.a]]
	}
	inContent := func(i int) bool {
		for _, x := range a.contents {
			if i >= x.a && i < x.b {
				return true
			}
		}
		return false
	}
	doc, medium := "", ""
	for i := s.a; i < s.b; i++ {
		if inContent(i) && a.kind != "publish" {
			continue
		}
		l := c.low(i)
		switch {
		case c.lx.channel[l] && (c.toks[i].cap && l != "signal" || l == "television" || l == "radio") && (l != "x" || c.is(i-1, "on")):
			medium = c.text(rng{i, i + 1})
		case c.lx.document[l] && doc == "" && (i >= a.cue.a && i < a.cue.b || i >= a.source.a && i < a.source.b || c.is(i-1, "a", "an", "the", "its", "his", "her") && c.is(i-2, "in", "through", "via", "on") || c.lx.document[l] && c.is(i-2, "a", "an", "his") && c.is(i-3, "in")):
			doc = l
		case c.is(i, "reporters", "journalists") && medium == "" && doc == "":
			medium = "to reporters"
		}
	}
	switch {
	case doc != "" && medium != "" && !strings.EqualFold(doc, medium):
		return medium + " " + doc
	case doc != "":
		return doc
	}
	return medium
}

// saidOn is the date given to the saying: in the sentence of the cue, outside what is said.
func (c *cast) saidOn(a *attribution) string {
	if a.cue.empty() {
		return ""
	}
	s := c.sents[c.sentOf[a.cue.a]]
	for _, t := range c.timesIn(s) {
		if t.value.IsZero() || t.vague {
			continue
		}
		own := a.mode == "act" && t.a >= a.whole.a && t.b <= a.whole.b
		if c.spoken[t.a] && !own {
			continue // the date of what is said, by this speaker or another
		}
		return t.value.String()
	}
	return ""
}

// passOn gives statements what the text tells once for several: the date and
// channel of one speech, the recording prisoners speak in, and the state of
// verification.
func (c *cast) passOn(out []Statement) {
	for i := range out {
		s := &out[i]
		if s.SaidOn == "" || s.Channel == "" {
			for j := i - 1; j >= 0 && j > i-12; j-- {
				t := &out[j]
				samePara := c.paraOf(c.firstTok(t)) == c.paraOf(c.firstTok(s))
				if t.SpeakerMention != "" && t.SpeakerMention == s.SpeakerMention && (samePara || c.paraOf(c.firstTok(s))-c.paraOf(c.firstTok(t)) <= 2) {
					if s.SaidOn == "" {
						s.SaidOn = t.SaidOn
					}
					if s.Channel == "" && t.a.kind != "publish" && s.a.kind != "publish" && samePara {
						s.Channel = t.Channel
					}
				}
				if samePara && s.SaidOn == "" && s.Stance != statement.Observes && s.Stance != statement.Neither && s.Speaker != "narrator" && t.Stance == statement.Declines {
					s.SaidOn = t.SaidOn
				}
			}
		}
	}
	// The lead tells in short what the next paragraph dates.
	for i := 0; i+1 < len(out); i++ {
		s, t := &out[i], &out[i+1]
		if c.paraOf(c.firstTok(s)) == 0 && s.SaidOn == "" && s.SpeakerMention != "" && s.SpeakerMention == t.SpeakerMention {
			s.SaidOn, s.Channel = t.SaidOn, t.Channel
		}
	}
	c.recording(out)
	c.links(out)
	c.verification(out)
}

func (c *cast) firstTok(s *Statement) int {
	if len(s.a.contents) > 0 {
		return s.a.contents[0].a
	}
	return s.a.whole.a
}

// recording: members of a group who are shown in a published recording speak in it.
func (c *cast) recording(out []Statement) {
	for i := range out {
		p := &out[i]
		if p.a.kind != "publish" {
			continue
		}
		show := ""
		for k := p.a.whole.a; k < p.a.whole.b; k++ {
			if c.lx.show[c.low(k)] {
				show = c.low(k)
				break
			}
		}
		interpreted := ""
		if k := c.has(p.a.whole, "interpreter", "translator"); k >= 0 {
			interpreted = c.low(k)
		}
		shown := func(id string) bool {
			m := c.all[index(id)]
			return slices.Contains(p.About, id) || m.of >= 0 && slices.Contains(p.About, mentionID(m.of))
		}
		for j := i + 1; j < min(len(out), i+80); j++ {
			s := &out[j]
			seen := s.a.kind == "observe" && len(s.About) > 0 && shown(s.About[0])
			if !seen && (s.SpeakerMention == "" || !shown(s.SpeakerMention)) || s.Channel != "" && s.Channel != show {
				continue
			}
			s.Channel = show
			chain := []statement.Speaker{}
			if !seen {
				chain = append(chain, s.SaidBy[0])
				if interpreted != "" {
					s.Channel += ", " + interpreted
					chain = append(chain, statement.Speaker{Name: interpreted, Role: "interpreter"})
				}
			}
			chain = append(chain, statement.Speaker{Name: show, Role: "recording"}, statement.Speaker{Name: p.Speaker, Role: "publisher"}, statement.Speaker{Name: "narrator", Role: "article"})
			s.SaidBy = chain
			if s.SaidOn == p.SaidOn {
				s.SaidOn = ""
			}
		}
	}
}

// verification: "have not verified A's version of B" is said of what others said of B before.
func (c *cast) verification(out []Statement) {
	for i := range out {
		u := &out[i]
		if u.Stance != statement.NotVerified {
			continue
		}
		para := c.paraOf(c.firstTok(u))
		// "a claim that could not be verified", "this information": what stands right before it.
		first := u.a.whole.a
		same := c.is(first, "a", "an") && c.lx.saying[c.low(first+1)]
		this := c.is(first, "this", "that", "these", "it") || c.is(first, "the") && (c.lx.saying[c.low(first+1)] || c.is(first+1, "information", "account", "data"))
		for j := max(0, i-200); j < i; j++ {
			if same && c.sentOf[c.firstTok(&out[j])] != c.sentOf[first] || same && j != i-1 || this && c.paraOf(c.firstTok(&out[j])) != para && j != i-1 {
				continue
			}
			s := &out[j]
			if s.Speaker == "narrator" || s.Stance == statement.NotVerified || s.Verification != "" {
				continue
			}
			own := s.SpeakerMention != "" && c.all[index(s.SpeakerMention)].of >= 0 // a prisoner's own words
			if own {
				continue
			}
			near := para-c.paraOf(c.firstTok(s)) <= 1
			if near || c.shared(u, s) >= 0 {
				s.Verification = "not_verified"
			}
		}
	}
}
