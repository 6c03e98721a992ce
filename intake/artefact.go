package intake

import (
	"sort"
	"strings"
	"unicode"
)

// artefacts flags the traces of bad copying and translation. It changes nothing.
func (c *cast) artefacts() []Artefact {
	c.metadata()
	c.falseStops()
	if c.language == "en" {
		c.brackets()
		c.capitals()
		c.possessives()
		c.calques()
	}
	c.headings()
	c.runOn()
	out := append([]Artefact{}, c.faults...)
	sort.SliceStable(out, func(i, j int) bool { return out[i].Start < out[j].Start })
	keep := out[:0]
	for _, a := range out {
		if n := len(keep); n > 0 && keep[n-1].Kind == a.Kind && a.Start < keep[n-1].End {
			continue
		}
		keep = append(keep, a)
	}
	return keep
}

// metadata glued to the lead: a date, with or without a label, before the first
// sentence and in its paragraph.
func (c *cast) metadata() {
	n := leadDate(c.page)
	if n == 0 || n >= len(c.toks) {
		return
	}
	between := string(c.runes[c.toks[n-1].end:c.toks[n].start])
	if strings.Contains(between, "\n") {
		return
	}
	c.faults = append(c.faults, Artefact{Span: c.span(0, c.toks[n].start), Kind: "metadata", Note: "metadata glued to the lead"})
}

// leadDate is the number of tokens of a date that stands before the text.
func leadDate(p *page) int {
	i := 0
	labels := 0
	for i < len(p.toks) && labels < 2 && p.is(i, "date", "published", "posted", "updated", "dated", "fecha", "datum", "дата", "날짜", ":", "on") {
		i++
		labels++
	}
	if i < len(p.toks) && p.toks[i].kind == number && strings.Count(p.toks[i].low, "-") == 2 {
		return i + 1
	}
	return 0
}

func (c *cast) falseStops() {
	stops := make([]int, 0, len(c.falseEnd))
	for i := range c.falseEnd {
		stops = append(stops, i)
	}
	sort.Ints(stops)
	for _, i := range stops {
		// A fragment of a word or two between stops.
		if c.is(i+2, ".") || c.is(i+3, ".") && c.toks[i+1].end-c.toks[i+1].start < 4 {
			end := i + 3
			if !c.is(i+2, ".") {
				end++
			}
			c.fault(i-2, end, "fragment", "a stray fragment; a false end of sentence")
			continue
		}
		c.fault(i-1, i+4, "false-stop", "a full stop inside a sentence")
	}
}

// foreignWords are small words of languages reports are translated from; two in
// one bracket show that it was left untranslated.
var foreignWords = set{"sobre": true, "esta": true, "este": true, "esto": true, "los": true, "las": true, "el": true, "la": true, "del": true, "que": true, "en": true, "por": true, "para": true, "con": true, "una": true, "un": true, "su": true, "sus": true, "y": true, "es": true, "fue": true,
	"le": true, "les": true, "des": true, "du": true, "dans": true, "pour": true, "avec": true, "est": true, "sur": true, "une": true, "et": true, "qui": true, "aux": true, "ces": true, "cette": true,
	"der": true, "das": true, "und": true, "von": true, "mit": true, "für": true, "auf": true, "ist": true, "dem": true, "den": true, "ein": true, "eine": true,
	"di": true, "che": true, "il": true, "della": true, "nel": true, "sono": true, "gli": true, "o": true, "os": true, "na": true, "não": true, "da": true, "w": true, "z": true, "się": true, "jest": true, "że": true}

func (c *cast) brackets() {
	for i := 0; i < len(c.toks); i++ {
		if !c.is(i, "[", "(") {
			continue
		}
		shut := c.low(i)
		if shut == "[" {
			shut = "]"
		} else {
			shut = ")"
		}
		j := i + 1
		words, foreign, other := 0, 0, 0
		for j < len(c.toks) && j < i+30 && !c.is(j, shut) {
			if c.toks[j].kind == word {
				words++
				l := c.low(j)
				if foreignWords[l] {
					foreign++
				}
				for _, r := range c.runes[c.toks[j].start:c.toks[j].end] {
					if r > 127 && unicode.IsLetter(r) && shut == "]" {
						other++
						break
					}
				}
			}
			j++
		}
		if j >= len(c.toks) || !c.is(j, shut) || words == 0 {
			continue
		}
		if shut == "]" && (foreign+other >= 1 && words <= 3 && foreign+other*2 >= 2 || foreign+other >= 2) || shut == ")" && foreign >= 2 && foreign*2 >= words {
			c.fault(i, j+1, "foreign-bracket", "left untranslated, put in by an editor or the translation")
		}
	}
}

// capitals: a name of a party that stands in small letters.
func (c *cast) capitals() {
	for i, t := range c.toks {
		if t.kind != word || t.cap || !c.lx.party[t.low] && !(c.lx.dayPart[t.low] && strings.HasSuffix(t.low, "day") && t.low != "today" && t.low != "yesterday") {
			continue
		}
		if c.is(i, "us", "un", "turkey", "china", "eu", "nato", "may", "march", "uk", "japan") {
			continue
		}
		// A web address or a handle is written small.
		if t.start > 0 && strings.ContainsRune("@#./_-", c.runes[t.start-1]) || t.end < len(c.runes) && strings.ContainsRune("./_@", c.runes[t.end]) && t.end+1 < len(c.runes) && wordRune(c.runes[t.end+1]) {
			continue
		}
		end := i + 1
		if c.is(end, "'s") {
			end++
		}
		c.fault(i, end, "lost-capital", "")
	}
}

// possessives: a full name right before a noun for people ("X Y soldiers").
func (c *cast) possessives() {
	for _, m := range c.all {
		if m.kind != PersonMention || !m.named {
			continue
		}
		for _, at := range m.at {
			if at.b < len(c.toks) && c.lx.humanMany[c.low(at.b)] && !c.toks[at.b].cap {
				c.fault(at.a, at.b+1, "lost-possessive", "")
			}
		}
	}
}

// headings between paragraphs of running text.
func (c *cast) headings() {
	for k, para := range c.paras {
		if !para.heading || k == 0 || k+1 >= len(c.paras) || para.b-para.a > 9 {
			continue
		}
		if before, after := c.paras[k-1], c.paras[k+1]; before.b-before.a > 20 && after.b-after.a > 14 && !before.heading && !after.heading {
			c.fault(para.a, para.b, "heading", "a section heading in the body")
		}
	}
}

func (c *cast) calques() {
	starts := c.calqueStarts()
	n := -1
	for _, class := range c.lx.calques {
		for _, row := range class.rows {
			n++
			for _, at := range starts[n] {
				i := int(at)
				ok := i+len(row) <= len(c.toks)
				if !ok {
					break
				}
				for k, alternatives := range row {
					if !c.fits(i+k, alternatives) {
						ok = false
						break
					}
				}
				if ok {
					a := i
					if class.Class == "going-to-past" && c.is(i-1, "he", "she", "they") && c.is(i-2, "when") {
						a = i - 2
					}
					c.fault(a, i+len(row), "calque", class.Class)
				}
			}
		}
	}
}

// calqueStarts are, for each pattern in its order, the tokens its first word fits: the
// text is gone through once, not once for each pattern.
func (c *cast) calqueStarts() [][]int32 {
	var starts [][]int32
	first := map[string][]int{}
	for _, class := range c.lx.calques {
		for _, row := range class.rows {
			n := len(starts)
			starts = append(starts, nil)
			plain := true
			for _, w := range row[0] {
				plain = plain && w != "*" && w[0] != '#'
			}
			if !plain {
				for i := range c.toks {
					if c.fits(i, row[0]) {
						starts[n] = append(starts[n], int32(i))
					}
				}
				continue
			}
			for _, w := range row[0] {
				first[w] = append(first[w], n)
			}
		}
	}
	for i := range c.toks {
		for _, n := range first[c.toks[i].low] {
			starts[n] = append(starts[n], int32(i))
		}
	}
	return starts
}

func (c *cast) fits(i int, alternatives []string) bool {
	l := c.low(i)
	for _, w := range alternatives {
		switch w {
		case "*":
			return true
		case "#human":
			if c.lx.humanStem[l] != "" {
				return true
			}
		case "#past":
			if strings.HasSuffix(l, "ed") || l == "shot" || l == "taken" || l == "held" || l == "caught" {
				return true
			}
		case l:
			return true
		}
	}
	return false
}

// runOn: a quotation whose beginning is damaged and that has no cue runs on into
// the narration.
func (c *cast) runOn() {
	for _, q := range c.quotes {
		if !q.flipped || q.shut < 0 || q.shut+1 >= len(c.toks) || !c.endsSentence(q) {
			continue
		}
		if c.paraOf(q.shut) != c.paraOf(q.shut+1) || c.sentOf[q.shut] == c.sentOf[q.shut+1] {
			continue
		}
		c.fault(q.shut-2, q.shut+2, "quote-run-on", "the quotation runs into the narration without a break or a cue")
	}
}
