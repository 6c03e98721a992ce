package intake

import (
	"fmt"
	"maps"
	"slices"
	"sort"
	"strconv"

	"homeward/statement"
)

// Read proposes what a file says. The errors say which byte is at fault and what
// to do. The work grows in proportion to the text.
//
// The messages of an export are read one by one, each with its own date and its
// author; nobody of one message is joined with anybody of another. All spans are
// of the file as it is.
func Read(text string, o Options) (Report, error) {
	rep, err := readFile(text, o)
	if err != nil && o.File != "" {
		err = fmt.Errorf("%s: %w", o.File, err)
	}
	return rep, err
}

func readFile(text string, o Options) (Report, error) {
	form := o.Form
	if form == "" {
		form = FormOf(text)
	}
	if form == Plain && len(text) > Limit {
		return Report{}, fmt.Errorf("reading a report: %d bytes are more than the %d a report may have; split the file into its reports", len(text), Limit)
	}
	parts, err := partsOf(text, form)
	if err != nil {
		return Report{}, err
	}
	original := originalOf(parts, text)
	rep := emptyReport(o.File, len(original))
	rep.Document.Form, rep.Document.Encoding = form, o.Encoding
	languages := map[string]int{}
	writers := map[string]int{} // of messages, their mention by name
	for i := range parts {
		p := &parts[i]
		one, err := p.read(o)
		if err != nil {
			if p.id != "" {
				err = fmt.Errorf("message %s: %w", p.id, err)
			}
			return Report{}, err
		}
		one.eachSpan(func(s *Span) { p.view.restore(s, original) })
		languages[one.Document.Language] += len(p.view.Text)
		if form == Telegram {
			p.signed(&one, &rep, writers, original)
		}
		if len(parts) == 1 && form != Telegram {
			rep.Document.Dated = one.Document.Dated
		}
		rep.join(one)
	}
	if form == Telegram {
		if rep.Document.Dated = daysOf(parts); o.Dated != "" {
			rep.Document.Dated = o.Dated
		}
		if o.Language != "" {
			languages[o.Language] += len(original)
		}
	}
	rep.Document.Language = "en"
	best := 0
	for _, l := range slices.Sorted(maps.Keys(languages)) {
		if languages[l] > best {
			rep.Document.Language, best = l, languages[l]
		}
	}
	rep.number()
	return rep, nil
}

// originalOf is the original as code points; a plain text has them already.
func originalOf(parts []part, text string) []rune {
	if len(parts) == 1 && parts[0].view.at == nil {
		return parts[0].view.Text
	}
	return []rune(text)
}

func emptyReport(file string, n int) Report {
	return Report{Document: Document{File: file, CodePoints: n}, Statements: []Statement{}, Times: []Time{}, Mentions: []Mention{}, Artefacts: []Artefact{}, Conflicts: []Conflict{}}
}

// read reads one part; the spans are of its view.
func (p *part) read(o Options) (Report, error) {
	if o.Dated == "" {
		o.Dated = p.dated
	}
	if o.Language == "" && (p.language == "uk" || p.language == "ru" || p.language == "ko" || p.language == "en") {
		o.Language = p.language
	}
	text := p.view.Text
	rows := listRows(text, o.Dated)
	if len(rows) == 0 {
		return readProse(string(text), o)
	}
	if o.Dated == "" {
		if page, err := newPage(string(text)); err == nil {
			if d := headDate(page); !d.IsZero() {
				rows = listRows(text, d.String()) // the day at the head of the text
			}
		}
	}
	// The prose is read without the rows, as if a paragraph ended there.
	prose := View{at: []int32{}, end: []int32{}}
	at := 0
	for _, r := range rows {
		for ; at < r.line.a; at++ {
			prose.put(text[at], at, at+1)
		}
		prose.part("\n\n", at)
		at = r.line.b
	}
	for ; at < len(text); at++ {
		prose.put(text[at], at, at+1)
	}
	rep, err := readProse(string(prose.Text), o)
	if err != nil {
		return rep, err
	}
	rep.eachSpan(func(s *Span) { prose.restore(s, text) })
	if o.Language == "" {
		rep.Document.Language = languageOf(&page{runes: text})
	}
	for _, r := range rows {
		rep.row(r, text)
	}
	return rep, nil
}

// row proposes what a row of a list tells: a person of his own, with his slots.
func (rep *Report) row(r listRow, text []rune) {
	cut := func(x rng) Span { return Span{Start: x.a, End: x.b, Text: string(text[x.a:x.b])} }
	name := cut(r.name)
	called := name.Text
	if r.called != "" {
		called = r.called // its parts stand in fields of their own
	}
	id := mentionID(len(rep.Mentions))
	rep.Mentions = append(rep.Mentions, Mention{ID: id, Kind: PersonMention, Spans: []Span{name}, Names: []string{called}})
	s := Statement{ID: "S" + strconv.Itoa(len(rep.Statements)+1), Speaker: "narrator", SaidBy: []statement.Speaker{{Name: "narrator", Role: "article"}},
		Stance: statement.Asserts, Mode: "list", Content: cut(r.line), About: []string{id}, Property: "name", Value: called, Confidence: "medium"}
	if !r.heading.empty() {
		h := cut(r.heading)
		s.Cue = &h
	}
	for _, x := range r.slots {
		s.Also = append(s.Also, Slot{x.property, x.value})
	}
	rep.Statements = append(rep.Statements, s)
}

// signed tells whose message it is. What it says itself is said by its author, or
// by him whose words he passes on; the export names both, and when.
func (p *part) signed(one, all *Report, writers map[string]int, original []rune) {
	by := func(name string, at [2]int) string {
		if name == "" {
			return ""
		}
		span := Span{Start: at[0], End: at[1], Text: string(original[at[0]:at[1]])}
		if span.Text != name {
			span.Words = name
		}
		if i, has := writers[name]; has {
			m := &all.Mentions[i]
			m.Spans = append(m.Spans, span)
			return m.ID
		}
		writers[name] = len(all.Mentions)
		id := mentionID(len(all.Mentions))
		all.Mentions = append(all.Mentions, Mention{ID: id, Kind: OtherMention, Spans: []Span{span}, Names: []string{name}, Author: true})
		return id
	}
	author, passed := by(p.author, p.authorAt), by(p.forwarded, p.passedAt)
	chain := []statement.Speaker{}
	if p.forwarded != "" {
		chain = append(chain, statement.Speaker{Name: p.forwarded, Role: "forwarded"})
	}
	if p.author != "" {
		chain = append(chain, statement.Speaker{Name: p.author, Role: "message"})
	}
	if p.chat != "" && p.chat != p.author {
		chain = append(chain, statement.Speaker{Name: p.chat, Role: "chat"})
	}
	first, writer := author, p.author
	if passed != "" {
		first, writer = passed, p.forwarded
	}
	for i := range one.Statements {
		s := &one.Statements[i]
		if n := len(s.SaidBy); n > 0 && s.SaidBy[n-1].Role == "article" && len(chain) > 0 {
			s.SaidBy = append(slices.Clone(s.SaidBy[:n-1]), chain...)
		}
		if s.Speaker == "narrator" && writer != "" {
			s.Speaker, s.SpeakerMention = writer, "!"+first
			if s.SaidOn == "" {
				s.SaidOn = p.dated
			}
		}
		if s.Channel == "" {
			s.Channel = "Telegram"
		}
	}
	if len(p.view.at) > 0 {
		m := Message{ID: p.id, Start: int(p.view.at[0]), End: int(p.view.end[len(p.view.end)-1]), Dated: p.dated, Author: p.author, Forwarded: p.forwarded}
		all.Document.Messages = append(all.Document.Messages, m)
	}
}

// restore puts a span of a view where the words stand in the original.
func (v *View) restore(s *Span, original []rune) {
	if s.Start >= s.End {
		if v.at != nil && len(v.at) > 0 {
			s.Start, _ = v.Original(min(s.Start, len(v.at)-1), min(s.Start, len(v.at)-1)+1)
			s.End = s.Start
		}
		return
	}
	if v.at == nil {
		return
	}
	read := s.Text
	s.Start, s.End = v.Original(s.Start, s.End)
	s.Text = string(original[s.Start:s.End])
	if s.Text != read {
		s.Words = read
	}
}

// eachSpan hands every span of a report to f, once.
func (rep *Report) eachSpan(f func(*Span)) {
	for i := range rep.Statements {
		s := &rep.Statements[i]
		f(&s.Content)
		for _, p := range []*Span{s.Source, s.Cue, s.Whole, s.Condition} {
			if p != nil {
				f(p)
			}
		}
		if s.Quantity != nil {
			f(&s.Quantity.Span)
		}
	}
	for i := range rep.Times {
		f(&rep.Times[i].Span)
	}
	for i := range rep.Mentions {
		for k := range rep.Mentions[i].Spans {
			f(&rep.Mentions[i].Spans[k])
		}
	}
	for i := range rep.Artefacts {
		f(&rep.Artefacts[i].Span)
	}
}

// join takes over what was read of a part. Its ids go on where the report's end.
func (rep *Report) join(one Report) {
	mentions, statements := len(rep.Mentions), len(rep.Statements)
	moved := func(id string) string {
		switch {
		case id == "":
			return ""
		case id[0] == '!': // of the whole report already
			return id[1:]
		}
		return mentionID(mentions + index(id))
	}
	said := func(id string) string {
		n, _ := strconv.Atoi(id[1:])
		return "S" + strconv.Itoa(statements+n)
	}
	rep.Statements = takeOver(rep.Statements, one.Statements)
	for k := range rep.Statements[statements:] {
		s := &rep.Statements[statements+k]
		s.ID = said(s.ID)
		s.SpeakerMention = moved(s.SpeakerMention)
		s.About = slices.Clone(s.About)
		for i := range s.About {
			s.About[i] = moved(s.About[i])
		}
	}
	rep.Mentions = takeOver(rep.Mentions, one.Mentions)
	for k := range rep.Mentions[mentions:] {
		m := &rep.Mentions[mentions+k]
		m.ID, m.Of = moved(m.ID), moved(m.Of)
		m.Members = slices.Clone(m.Members)
		for i := range m.Members {
			m.Members[i] = moved(m.Members[i])
		}
	}
	for _, c := range one.Conflicts {
		c.A, c.B = said(c.A), said(c.B)
		rep.Conflicts = append(rep.Conflicts, c)
	}
	rep.Times = append(rep.Times, one.Times...)
	rep.Artefacts = append(rep.Artefacts, one.Artefacts...)
}

// takeOver appends what nobody else holds: a report of one part is not copied.
func takeOver[T any](to, from []T) []T {
	if len(to) == 0 && from != nil {
		return from
	}
	return append(to, from...)
}

// number gives statements their ids in the order of the text.
func (rep *Report) number() {
	if sort.SliceIsSorted(rep.Statements, func(i, j int) bool { return rep.Statements[i].Content.Start < rep.Statements[j].Content.Start }) {
		return
	}
	sort.SliceStable(rep.Statements, func(i, j int) bool { return rep.Statements[i].Content.Start < rep.Statements[j].Content.Start })
	now := make(map[string]string, len(rep.Statements))
	for i := range rep.Statements {
		id := "S" + strconv.Itoa(i+1)
		now[rep.Statements[i].ID] = id
		rep.Statements[i].ID = id
	}
	for i := range rep.Conflicts {
		rep.Conflicts[i].A, rep.Conflicts[i].B = now[rep.Conflicts[i].A], now[rep.Conflicts[i].B]
	}
}
