package bureau

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"homeward/intake"
	"homeward/statement"
	"homeward/store"
)

// span is a stretch of a report's text in code points, half-open.
type span struct{ start, end int }

// redaction is what is to go from a report with the people who are erased.
type redaction struct {
	text   []rune // as the reading has it; after an interruption the newest text may be redacted already
	spans  []span
	own    map[string]bool // proposals about nobody else: they go whole
	theirs map[string]bool // mentions of the erased
}

// redactionOf finds what a report says of some subjects: wherever they are
// mentioned or named, and every sentence that is about nobody else. Of a proposal
// that was accepted those count into whose files it went, whoever the text seemed to
// be about. quoted are stretches their files quote.
func redactionOf(r *Reading, erased []statement.ID, recorded map[string][]*statement.Entry, quoted []span, names []string) redaction {
	red := redaction{text: []rune(r.Text), own: map[string]bool{}, theirs: map[string]bool{}}
	add := func(s intake.Span) { red.spans = append(red.spans, span{s.Start, s.End}) }
	for _, m := range r.Report.Mentions {
		id, err := statement.ParseID(r.Subjects[m.ID])
		if err != nil || !slices.Contains(erased, id) {
			continue
		}
		red.theirs[m.ID] = true
		for _, s := range m.Spans {
			add(s)
		}
		for _, n := range m.Names {
			if first := []rune(n); strings.Contains(oneLine(n), " ") && !unicode.IsLower(first[0]) {
				names = append(names[:len(names):len(names)], n)
			}
		}
	}
	shared := map[span]bool{} // stretches that others' files quote too
	for _, s := range r.Report.Statements {
		mine, others := 0, 0
		if entries, accepted := recorded[s.ID]; accepted {
			for _, e := range entries {
				if slices.Contains(erased, e.Subject) {
					mine++
				} else {
					others++
					shared[span{e.Source.Start, e.Source.End}] = true
				}
			}
		} else {
			for _, m := range s.About {
				if red.theirs[m] {
					mine++
				} else {
					others++
				}
			}
		}
		if mine > 0 && others == 0 {
			red.own[s.ID] = true
			add(s.Content)
			if s.Whole != nil {
				add(*s.Whole)
			}
		}
	}
	for _, q := range quoted {
		if !shared[q] {
			red.spans = append(red.spans, q)
		}
	}
	if len(red.theirs) > 0 || len(quoted) > 0 {
		for _, n := range names {
			red.spans = append(red.spans, occurrences(red.text, n)...)
		}
	}
	if form := r.Report.Document.Form; len(red.spans) > 0 && form != "" && form != intake.Plain {
		red.spans = append(red.spans, unshown(r, form)...)
	}
	return red
}

// unshown are the letters and digits of a page or an export that are not in what it
// shows: titles, descriptions, copies of a message by its marks. Nobody reads them
// for a proposal, so that nobody could say which of them tell of one man only: with
// the first erasure all go. The names of authors that proposals quote stay.
func unshown(r *Reading, form intake.Form) []span {
	view, err := intake.Look(r.Text, form)
	if err != nil {
		return nil
	}
	text := []rune(r.Text)
	shown := view.Shown(len(text))
	for _, s := range r.Report.Statements {
		for _, speaker := range s.SaidBy {
			for i := max(0, speaker.Start); i < min(speaker.End, len(text)); i++ {
				shown[i] = true
			}
		}
	}
	var spans []span
	for i, c := range text {
		if !shown[i] && (unicode.IsLetter(c) || unicode.IsDigit(c)) {
			if n := len(spans); n > 0 && spans[n-1].end == i {
				spans[n-1].end++
			} else {
				spans = append(spans, span{i, i + 1})
			}
		}
	}
	return spans
}

// occurrences finds a name in a text, as it is written, letter case aside.
func occurrences(text []rune, name string) []span {
	want := []rune(strings.ToLower(name))
	if len(want) < 2 {
		return nil
	}
	low := make([]rune, len(text))
	for i, c := range text {
		low[i] = []rune(strings.ToLower(string(c)))[0]
	}
	var found []span
	for i := 0; i+len(want) <= len(low); i++ {
		if slices.Equal(low[i:i+len(want)], want) {
			found = append(found, span{i, i + len(want)})
		}
	}
	return found
}

// from is a text without the spans, as long as it was, so that every other span
// stays where it is.
func (red redaction) from(text []rune) []rune {
	text = slices.Clone(text)
	for _, s := range red.spans {
		for i := max(0, s.start); i < min(s.end, len(text)); i++ {
			if text[i] != '\n' {
				text[i] = []rune(gone)[0]
			}
		}
	}
	return text
}

// redact records a report's text anew without some spans, moves its reading to
// the new text's key, and destroys the keys of every earlier text. It may be run
// again after an interruption anywhere.
func (b *Bureau) redact(ctx context.Context, reading *Reading, red redaction, d Decision) (bool, error) {
	var texts []statement.ID
	changed := false
	for {
		var err error
		if texts, err = b.textsOf(ctx, reading.Document); err != nil || len(texts) == 0 {
			return false, err
		}
		newest := texts[len(texts)-1]
		base, err := b.reportText(ctx, newest)
		if errors.Is(err, ErrErased) {
			return false, nil
		}
		if err != nil {
			return false, err
		}
		after := red.from([]rune(base))
		if string(after) != base {
			// The next text is begun from the present one by one process only.
			turn := store.Tag(b.keys.Tag("text", fmt.Appendf(reading.Document[:], "%d", len(texts))))
			if newest, err = statement.NewID(b.random); err != nil {
				return false, err
			}
			moved := &statement.Entry{Subject: reading.Document, Kind: statement.Document, By: d.By, SaidBy: []statement.Speaker{{Name: d.By, Role: "bureau"}},
				Because: "parts of the text redacted with an erasure", Statements: []statement.Statement{
					{Property: "document.text", Value: newest.String(), Stance: statement.Asserts}}}
			placed, err := b.record(ctx, turn, moved, textEntry(newest, reading.Document, d.By, string(after)))
			if err != nil {
				return false, err
			}
			if placed.Known { // somebody else's erasure came first: on top of that
				b.quoted.forget()
				continue
			}
			changed = true
			texts = append(texts, newest)
		}
		kept, err := b.keepRedacted(ctx, reading, red, newest, after)
		if err != nil {
			return false, err
		}
		if kept {
			break
		}
	}
	b.quoted.forget()
	var keys []uint64
	for _, old := range texts[:len(texts)-1] {
		key, has, err := b.keyOfSubject(ctx, old)
		if err != nil {
			return false, err
		}
		if has {
			keys = append(keys, key)
		}
	}
	return changed || len(keys) > 0, b.keys.Destroy(keys...)
}

// keepRedacted keeps a reading without what is redacted, under the key of the text
// that it quotes. It is not done where somebody else has redacted that text further.
func (b *Bureau) keepRedacted(ctx context.Context, reading *Reading, red redaction, text statement.ID, words []rune) (bool, error) {
	now, err := b.readingOf(ctx, reading.Document)
	if err != nil || now == nil {
		return err == nil, err
	}
	report := red.report(now.Report, words)
	key, _, err := b.keyOfSubject(ctx, text)
	if err != nil {
		return false, err
	}
	doc, err := b.Document(ctx, reading.Document)
	if err != nil || doc.Text != text {
		return false, err
	}
	content := now.source
	content.Text, content.Report = text, report
	return true, b.putReading(ctx, doc.Entry, key, content)
}

// report is a reading without the proposals that go whole, and with every word
// read anew from the redacted text.
func (red redaction) report(r *intake.Report, after []rune) *intake.Report {
	touches := func(s intake.Span) bool {
		return slices.ContainsFunc(red.spans, func(r span) bool { return s.Start < r.end && r.start < s.End })
	}
	cut := func(s intake.Span) intake.Span {
		start, end := max(0, s.Start), min(s.End, len(after))
		if start < end && touches(s) {
			s.Text, s.Words = string(after[start:end]), ""
		}
		return s
	}
	cutAll := func(spans ...*intake.Span) {
		for _, s := range spans {
			if s != nil {
				*s = cut(*s)
			}
		}
	}
	// Words that stood in the spans may have been taken into values and names.
	var words []string
	var view intake.View
	if r.Document.Form != "" && r.Document.Form != intake.Plain {
		if v, err := intake.Look(string(red.text), r.Document.Form); err == nil {
			view = v
		}
	}
	for _, s := range red.spans {
		if start, end := max(0, s.start), min(s.end, len(red.text)); start < end {
			if w := string(red.text[start:end]); telling(w) {
				words = append(words, w, gone, oneLine(w), gone)
			}
			if len(view.Text) > 0 {
				if w := view.Words(start, end); telling(w) {
					words = append(words, w, gone, oneLine(w), gone)
				}
			}
		}
	}
	without := strings.NewReplacer(words...).Replace
	document := r.Document
	document.Messages = slices.Clone(document.Messages)
	for i := range document.Messages {
		m := &document.Messages[i]
		m.Author, m.Forwarded = without(m.Author), without(m.Forwarded)
	}
	out := &intake.Report{Document: document, Statements: []intake.Statement{}, Times: []intake.Time{}, Mentions: []intake.Mention{},
		Artefacts: []intake.Artefact{}, Conflicts: []intake.Conflict{}}
	left := map[string]bool{}
	for _, s := range r.Statements {
		if red.own[s.ID] {
			continue
		}
		left[s.ID] = true
		s.Source, s.Cue, s.Whole, s.Condition = clone(s.Source), clone(s.Cue), clone(s.Whole), clone(s.Condition)
		s.Content = cut(s.Content)
		cutAll(s.Source, s.Cue, s.Whole, s.Condition)
		s.Speaker, s.Value = without(s.Speaker), without(s.Value)
		s.SaidBy, s.Also = slices.Clone(s.SaidBy), slices.Clone(s.Also)
		for i := range s.SaidBy {
			s.SaidBy[i].Name = without(s.SaidBy[i].Name)
		}
		for i := range s.Also {
			s.Also[i].Value = without(s.Also[i].Value)
		}
		out.Statements = append(out.Statements, s)
	}
	for _, t := range r.Times {
		if !touches(t.Span) {
			out.Times = append(out.Times, t)
		}
	}
	for _, m := range r.Mentions {
		m.Spans, m.Names = slices.Clone(m.Spans), slices.Clone(m.Names)
		for i, s := range m.Spans {
			m.Spans[i] = cut(s)
		}
		for i, n := range m.Names {
			if m.Names[i] = without(n); red.theirs[m.ID] {
				m.Names[i] = gone
			}
		}
		out.Mentions = append(out.Mentions, m)
	}
	for _, a := range r.Artefacts {
		if !touches(a.Span) {
			out.Artefacts = append(out.Artefacts, a)
		}
	}
	for _, c := range r.Conflicts {
		if left[c.A] && left[c.B] {
			c.What = without(c.What)
			out.Conflicts = append(out.Conflicts, c)
		}
	}
	return out
}

// telling tells words that may name somebody, which are sought in values too, from
// "he" and "the".
func telling(w string) bool {
	runes := []rune(w)
	return len(runes) > 3 || len(runes) > 1 && !unicode.IsLower(runes[0]) && w != "He" && w != "His" && w != "Him" && w != "She" && w != "Her"
}

func clone(s *intake.Span) *intake.Span {
	if s == nil {
		return nil
	}
	c := *s
	return &c
}
