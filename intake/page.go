package intake

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Limit is the longest text Read takes, in bytes. A longer one is not a report
// but a collection: it is refused with a word, so that memory stays bounded.
const Limit = 1 << 20

// page is the original with the views the grammar reads: tokens, sentences,
// quotations. The original is never changed; every view carries code point
// offsets into it.
type page struct {
	runes    []rune
	language string
	toks     []token
	sents    []rng // token ranges
	paras    []paragraph
	quotes   []quote
	quoteOf  []int32 // for each token, 1 + the index of the quotation it stands in; 0 for none
	sentOf   []int32 // for each token, its sentence
	faults   []Artefact
	falseEnd map[int]bool // tokens that look like a full stop and are not
}

// rng is a half-open range of tokens.
type rng struct{ a, b int }

func (r rng) empty() bool { return r.a >= r.b }

type paragraph struct {
	rng
	heading bool
}

type tokenKind uint8

const (
	word tokenKind = iota
	number
	punct
	openMark  // “ « „ 「
	closeMark // ” » 」
	plainMark // "
)

// token is a view of a piece of the original. low is its folded form: lower
// case, NFC, without invisible characters, with one kind of apostrophe.
type token struct {
	start, end int
	low        string
	kind       tokenKind
	cap        bool // begins with a capital
	upper      bool // all capitals, two or more
	glued      bool // no blank before it
}

func newPage(text string) (*page, error) {
	if len(text) > Limit {
		return nil, fmt.Errorf("reading a report: %d bytes are more than the %d a report may have; split the file into its reports", len(text), Limit)
	}
	if !utf8.ValidString(text) {
		return nil, notUTF8(text)
	}
	p := &page{runes: []rune(text), falseEnd: map[int]bool{}}
	p.tokenize(text)
	p.paragraphs()
	p.findQuotes()
	p.sentences()
	return p, nil
}

// span is the piece of the original from start to end.
func (p *page) span(start, end int) Span {
	if start < 0 || end > len(p.runes) || start >= end {
		return Span{Start: start, End: start}
	}
	return Span{Start: start, End: end, Text: string(p.runes[start:end])}
}

// over is the span of tokens a to b.
func (p *page) over(r rng) Span {
	if r.empty() {
		return Span{}
	}
	return p.span(p.toks[r.a].start, p.toks[r.b-1].end)
}

func (p *page) text(r rng) string { return p.over(r).Text }

// low is the folded form of token i, or "" outside the page.
func (p *page) low(i int) string {
	if i < 0 || i >= len(p.toks) {
		return ""
	}
	return p.toks[i].low
}

func (p *page) is(i int, words ...string) bool {
	l := p.low(i)
	if l == "" {
		return false
	}
	for _, w := range words {
		if l == w {
			return true
		}
	}
	return false
}

func (p *page) inQuote(i int) bool { return i >= 0 && i < len(p.quoteOf) && p.quoteOf[i] != 0 }

func invisible(r rune) bool {
	return r == '\u200b' || r == '\u200c' || r == '\u200d' || r == '\u2060' || r == '\ufeff' || r == '\u00ad'
}

func wordRune(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || invisible(r)
}

func apostrophe(r rune) bool { return r == '\'' || r == '’' || r == 'ʼ' || r == '‘' }

// tokenize cuts the page into words, numbers and marks. A possessive 's is a
// token of its own, so that the name before it is seen.
func (p *page) tokenize(text string) {
	rs := p.runes
	n := len(rs)
	p.toks = make([]token, 0, n/4+8)
	blank := true
	at, from := 0, 0 // a code point and the byte it begins at
	for i := 0; i < n; {
		r := rs[i]
		if unicode.IsSpace(r) || invisible(r) || unicode.IsControl(r) {
			blank = blank || !invisible(r)
			i++
			continue
		}
		t := token{start: i, glued: !blank}
		blank = false
		switch {
		case unicode.IsDigit(r):
			t.kind = number
			j := i + 1
			for j < n {
				if unicode.IsDigit(rs[j]) || j+1 < n && strings.ContainsRune(".,:/-", rs[j]) && unicode.IsDigit(rs[j+1]) {
					j++
					continue
				}
				break
			}
			t.end = j
		case wordRune(r):
			j := i + 1
			for j < n {
				c := rs[j]
				if wordRune(c) {
					j++
					continue
				}
				inner := j+1 < n && unicode.IsLetter(rs[j+1])
				if inner && (c == '-' || c == '‑') {
					j++
					continue
				}
				if inner && apostrophe(c) && c != '‘' {
					if c2 := unicode.ToLower(rs[j+1]); c2 == 's' && (j+2 >= n || !wordRune(rs[j+2])) {
						break
					}
					j++
					continue
				}
				// U.S., p.m.: single letters with points between them are one word.
				if c == '.' && j-i == 1 && inner && unicode.IsLetter(r) && (j+2 >= n || !unicode.IsLetter(rs[j+2])) {
					for j+1 < n && rs[j] == '.' && unicode.IsLetter(rs[j+1]) && (j+2 >= n || !unicode.IsLetter(rs[j+2])) {
						j += 2
					}
					if j < n && rs[j] == '.' {
						j++
					}
					break
				}
				break
			}
			t.end = j
			t.kind = word
			t.cap = unicode.IsUpper(r)
		case r == '\'' && i+2 < n && rs[i+1] == '\'' && rs[i+2] == '\'' && t.glued:
			t.kind, t.end = punct, i+1 // a quotation within ends before the outer one does
		case r == '\'' && i+1 < n && rs[i+1] == '\'', r == '`' && i+1 < n && rs[i+1] == '`':
			t.kind, t.end = plainMark, i+2 // typewriter quotation marks
		case apostrophe(r) && !t.glued:
			t.kind, t.end = punct, i+1
		case apostrophe(r) && i+1 < n && unicode.ToLower(rs[i+1]) == 's' && (i+2 >= n || !wordRune(rs[i+2])):
			t.kind, t.end = word, i+2
		default:
			t.end = i + 1
			t.kind = punct
			switch r {
			case '“', '«', '„', '「', '『', '‹', '〈', '《':
				t.kind = openMark
			case '”', '»', '」', '』', '›', '〉', '》':
				t.kind = closeMark
			case '"', '＂':
				t.kind = plainMark
			}
		}
		for ; at < t.start; at++ {
			from += utf8.RuneLen(rs[at])
		}
		t.low = folded(text[from:], rs[t.start:t.end])
		if t.kind == word && t.end-t.start > 1 {
			t.upper = allUpper(rs[t.start:t.end])
		}
		p.toks = append(p.toks, t)
		i = t.end
	}
}

func allUpper(rs []rune) bool {
	letters := 0
	for _, r := range rs {
		if unicode.IsLower(r) {
			return false
		}
		if unicode.IsUpper(r) {
			letters++
		}
	}
	return letters > 1
}

// folded is fold(rs); words that are folded already share the memory of the text
// that begins with them.
func folded(text string, rs []rune) string {
	for _, r := range rs {
		if r > 'z' || r < '!' || r >= 'A' && r <= 'Z' || r == '\'' || r == '`' {
			return fold(rs)
		}
	}
	return text[:len(rs)]
}

func fold(rs []rune) string {
	plain := true
	for _, r := range rs {
		if r > 'z' || r < '!' {
			plain = false
			break
		}
	}
	if plain {
		return strings.ToLower(string(rs))
	}
	var b strings.Builder
	for _, r := range rs {
		switch {
		case invisible(r):
		case apostrophe(r):
			b.WriteByte('\'')
		case r == '‑':
			b.WriteByte('-')
		default:
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return norm.NFC.String(b.String())
}

// paragraphs are parted by blank lines, by a line end after a closed sentence, and
// by one that was not needed: the next word begins anew with a capital, and would
// have fitted on the line. Any other line end inside a sentence is a wrapped line.
func (p *page) paragraphs() {
	width := p.lineWidth()
	start, line := 0, 0 // first token of the paragraph, of the line
	flush := func(end int) {
		if end > start {
			p.paras = append(p.paras, paragraph{rng: rng{start, end}, heading: p.looksHeading(start, end)})
			start = end
		}
	}
	for i := 1; i < len(p.toks); i++ {
		lines := 0
		for _, r := range p.runes[p.toks[i-1].end:p.toks[i].start] {
			if r == '\n' || r == '\u2028' {
				lines++
			}
			if r == '\u2029' {
				lines += 2
			}
		}
		if lines == 0 {
			continue
		}
		last, next := p.toks[i-1], p.toks[i]
		closed := last.kind == closeMark || last.kind == plainMark || strings.ContainsAny(last.low, ".!?…:")
		fitted := (next.cap || next.kind == number) && last.low != "," && float64(next.end-next.start+1+last.end-p.toks[line].start) < 0.8*float64(width)
		if lines > 1 || closed || fitted || i-start < 8 {
			flush(i)
		}
		line = i
	}
	flush(len(p.toks))
}

// lineWidth is how long the lines of the text get, in characters, the longest
// tenth of them left out: a few that run on say nothing of where others are wrapped.
func (p *page) lineWidth() int {
	var lengths []int
	at := 0
	for i, r := range p.runes {
		if r == '\n' || r == '\u2028' || r == '\u2029' {
			if i > at {
				lengths = append(lengths, i-at)
			}
			at = i + 1
		}
	}
	if at < len(p.runes) {
		lengths = append(lengths, len(p.runes)-at)
	}
	if len(lengths) == 0 {
		return 0
	}
	slices.Sort(lengths)
	return lengths[len(lengths)-1-len(lengths)/10]
}

// looksHeading: a short paragraph with no full stop and no verb a sentence would need.
func (p *page) looksHeading(a, b int) bool {
	if b-a < 2 || b-a > 26 || !p.toks[a].cap && p.toks[a].kind != number {
		return false
	}
	// A title of an article may be longer than a heading in it: then nothing stands above it but its date.
	if b-a > 14 {
		for _, para := range p.paras {
			if para.b-para.a > 14 {
				return false
			}
		}
		for i := a; i < b; i++ {
			if p.is(i, ".", "!", "?", ":") {
				return false
			}
		}
	}
	last := p.toks[b-1]
	if r := p.runes[last.start]; unicode.Is(unicode.Cyrillic, r) && p.runes[last.end-1] == '.' {
		return false // "1999 г.р.", "30 вересня 2025 р."
	}
	return last.kind == word || last.kind == number
}

// longest is the number of tokens after which a sentence is cut: what has no stop
// for so long is no sentence, and the work per sentence stays bounded.
const longest = 400

// sentences ends a sentence at . ! ? … outside quotations, unless what follows
// goes on in small letters: then the stop is false and is only flagged.
func (p *page) sentences() {
	p.sentOf = make([]int32, len(p.toks))
	lx := english()
	for k, para := range p.paras {
		start := para.a
		if lead := leadDate(p); k == 0 && lead > 0 && lead < para.b {
			p.sents = append(p.sents, rng{0, lead})
			start = lead
		}
		for i := start; i < para.b; i++ {
			t := p.toks[i]
			if i-start >= longest {
				p.sents = append(p.sents, rng{start, i})
				start = i
			}
			if t.kind != punct || !strings.ContainsAny(t.low, ".!?…。") {
				continue
			}
			if t.low == "." && lx.abbreviation[p.low(i-1)] && p.toks[i].glued && !(p.is(i-1, "st") && p.toks[i-1].glued) {
				continue
			}
			if t.low == "." && i > para.a && p.toks[i-1].cap && p.toks[i-1].end-p.toks[i-1].start == 1 && p.toks[i].glued {
				continue // an initial
			}
			end := i + 1
			for end < para.b && ((p.toks[end].kind == closeMark || p.toks[end].kind == plainMark) && p.toks[end].glued || p.toks[end].kind == punct && strings.ContainsAny(p.toks[end].low, ".!?…)]")) {
				end++
			}
			if p.inQuote(i) && end < para.b && p.inQuote(end) && p.quoteOf[end] == p.quoteOf[i] {
				continue // inside a quotation
			}
			if end < para.b {
				next := p.toks[end]
				if next.glued && next.kind == word && end == i+1 && !next.cap {
					continue // example.org
				}
				if next.kind == word && !next.cap && !p.inQuote(end) && isCased(p.runes[next.start]) {
					if t.low == "." && end == i+1 {
						p.falseEnd[i] = true
					}
					continue
				}
				if next.kind == punct && strings.ContainsAny(next.low, ",;:") {
					continue
				}
				if end > i+1 && strings.ContainsAny(t.low, "!?") && p.cueSoon(end, para.b) {
					continue // “Why?” Smith asked.
				}
				if end > i+1 && t.low == "." && p.inQuote(i) && p.toks[end-1].kind != punct && p.cueEnds(end, para.b) {
					continue // “That is all.” Smith said.
				}
			}
			p.sents = append(p.sents, rng{start, end})
			start = end
			i = end - 1
		}
		if start < para.b {
			p.sents = append(p.sents, rng{start, para.b})
		}
	}
	for s, r := range p.sents {
		for i := r.a; i < r.b; i++ {
			p.sentOf[i] = int32(s)
		}
	}
}

func isCased(r rune) bool { return unicode.IsLower(r) || unicode.IsUpper(r) }

// cueEnds: a name or pronoun, a verb of saying and a stop are all that follows.
func (p *page) cueEnds(a, b int) bool {
	lx := english()
	for i := a; i < b && i < a+4; i++ {
		if c := lx.verb[p.low(i)]; i > a && c != nil && c.class.speech() && (c.form == past || c.form == third) {
			return i+1 >= b || p.is(i+1, ".")
		}
		if !p.toks[i].cap && !lx.pronoun[p.low(i)] {
			return false
		}
	}
	return false
}

// cueSoon: a verb of saying follows a quotation within a few words.
func (p *page) cueSoon(a, b int) bool {
	lx := english()
	for i := a; i < b && i < a+8; i++ {
		if p.toks[i].kind == punct && p.is(i, ".", "!", "?") {
			return false
		}
		if c := lx.verb[p.low(i)]; c != nil && c.class.speech() {
			return true
		}
	}
	return false
}
