package intake

import "unicode"

// quote is a quotation: the marks stand at tokens open and shut (−1 where a mark
// is missing), the words between at in.
type quote struct {
	in         rng
	open, shut int
	flipped    bool // a closing mark opened it
	para       int
}

const deepestQuote = 8 // quotations within quotations are followed so far and no further

// findQuotes pairs the marks of each paragraph by how they look and by where
// they stand: a closing mark with a blank before and a letter after it opens.
// Quotations inside quotations belong to the outer one.
func (p *page) findQuotes() {
	p.quoteOf = make([]int32, len(p.toks))
	for pi, para := range p.paras {
		open, depth := -1, 0
		flipped := false
		lastShared := -1 // a closing mark glued to the next word: it may open too
		add := func(from, to int, fl bool) {
			a, b := from+1, to
			if from < 0 {
				a = para.a
			}
			if a >= b {
				return
			}
			q := quote{in: rng{a, b}, open: from, shut: to, flipped: fl, para: pi}
			if to >= para.b {
				q.shut = -1
			}
			p.quotes = append(p.quotes, q)
			end := b
			if q.shut >= 0 {
				end++
			}
			for i := max(from, para.a); i < end; i++ {
				p.quoteOf[i] = int32(len(p.quotes))
			}
		}
		for i := para.a; i < para.b; i++ {
			t := p.toks[i]
			if t.kind != openMark && t.kind != closeMark && t.kind != plainMark {
				continue
			}
			left := p.blankBefore(i, para.a)
			right := p.blankAfter(i, para.b)
			opens := left && !right
			shuts := !left && right
			low := t.low
			if open < 0 {
				switch {
				case t.kind == openMark && !shuts, t.kind == plainMark && !shuts, opens:
					open, depth, flipped = i, 0, t.kind == closeMark
					if flipped {
						p.fault(i-1, i+2, "flipped-quote", "a closing mark opens a quotation")
					}
				case lastShared >= 0 && (t.kind == closeMark || shuts):
					add(lastShared, i, true)
					lastShared = -1
				default:
					p.fault(i-1, i+2, "unbalanced-quote", "a closing mark without an opening one")
				}
				continue
			}
			first := p.toks[open].low
			switch {
			case first == "„" && (low == "“" || low == "”") && !opens, // „…“
				t.kind == closeMark,
				t.kind == plainMark && !opens,
				t.kind == openMark && shuts && first != "«":
				if depth > 0 && t.kind != plainMark {
					depth--
					continue
				}
				add(open, i, flipped)
				if t.kind == openMark {
					p.fault(i-1, i+2, "flipped-quote", "an opening mark closes a quotation")
				}
				if !left && !right && i+1 < para.b && p.toks[i+1].kind == word && p.toks[i+1].glued && !unicode.Is(unicode.Hangul, p.runes[p.toks[i+1].start]) {
					lastShared = i
					p.fault(i, i+2, "flipped-quote", "a closing mark opens the next quotation; a blank is missing")
				}
				open = -1
			default:
				if depth < deepestQuote {
					depth++
				}
			}
		}
		if open >= 0 {
			add(open, para.b, flipped)
			if pi+1 >= len(p.paras) || !p.opensWithMark(p.paras[pi+1].a) {
				p.fault(open, open+3, "unbalanced-quote", "no mark closes this quotation")
			}
		}
	}
}

func (p *page) opensWithMark(i int) bool {
	return p.toks[i].kind == openMark || p.toks[i].kind == plainMark || p.toks[i].kind == closeMark
}

func (p *page) blankBefore(i, first int) bool {
	if i == first {
		return true
	}
	c := p.runes[p.toks[i].start-1]
	return unicode.IsSpace(c) || c == '(' || c == '[' || c == '—' || c == '–'
}

func (p *page) blankAfter(i, last int) bool {
	if i+1 >= last {
		return true
	}
	c := p.runes[p.toks[i].end]
	return !wordRune(c) && c != '$' && c != '[' && c != '(' && c != '#' && c != '@' && c != '…' && c != '‘'
}

// fault flags tokens a to b (cut to the page) as an artefact.
func (p *page) fault(a, b int, kind, note string) {
	a, b = max(a, 0), min(b, len(p.toks))
	if a >= b {
		return
	}
	p.faults = append(p.faults, Artefact{Span: p.over(rng{a, b}), Kind: kind, Note: note})
}
