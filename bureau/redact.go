package bureau

import (
	"context"
	"errors"
	"slices"
	"strings"

	"homeward/intake"
	"homeward/statement"
	"homeward/store"
)

// span is a stretch of a report's text in code points, half-open.
type span struct{ start, end int }

// redaction is what is to go from a report with the people who are erased.
type redaction struct {
	text  []rune // as the reading has it; after an interruption the newest text may be redacted already
	spans []span
	own   map[string]bool // proposals about nobody else: they go whole
}

// redactionOf finds what a report says of some subjects: wherever they are
// mentioned or named, and every sentence that is about nobody else. quoted are
// stretches their files quote.
func redactionOf(r *Reading, erased []statement.ID, quoted []span, names []string) redaction {
	red := redaction{text: []rune(r.Text), own: map[string]bool{}}
	theirs := func(mention string) bool {
		id, err := statement.ParseID(r.Subjects[mention])
		return err == nil && slices.Contains(erased, id)
	}
	add := func(s intake.Span) { red.spans = append(red.spans, span{s.Start, s.End}) }
	mentioned := false
	for _, m := range r.Report.Mentions {
		if theirs(m.ID) {
			mentioned = true
			for _, s := range m.Spans {
				add(s)
			}
		}
	}
	for _, s := range r.Report.Statements {
		cited := slices.Contains(quoted, span{s.Content.Start, s.Content.End})
		others := slices.ContainsFunc(s.About, func(m string) bool { return !theirs(m) })
		switch {
		case len(s.About) > 0 && !others, cited && len(s.About) == 0:
			red.own[s.ID] = true
			add(s.Content)
			if s.Whole != nil {
				add(*s.Whole)
			}
			if r.Report.Document.Form == intake.Telegram {
				// An export has the words of a message twice, whole and by their marks.
				for _, piece := range strings.Split(s.Content.Text, `"`) {
					if piece = strings.TrimSpace(piece); len(piece) >= 8 && strings.Contains(piece, " ") {
						red.spans = append(red.spans, occurrences(red.text, piece)...)
					}
				}
			}
		case cited:
			quoted = slices.DeleteFunc(slices.Clone(quoted), func(q span) bool { return q == span{s.Content.Start, s.Content.End} })
		}
	}
	red.spans = append(red.spans, quoted...) // stretches that a reviewer chose himself
	if mentioned || len(quoted) > 0 {
		for _, n := range names {
			red.spans = append(red.spans, occurrences(red.text, n)...)
		}
	}
	return red
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
	texts, err := b.textsOf(ctx, reading.Document)
	if err != nil || len(texts) == 0 {
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
	changed := string(after) != base
	if changed {
		if newest, err = statement.NewID(b.random); err != nil {
			return false, err
		}
		moved := &statement.Entry{Subject: reading.Document, Kind: statement.Document, By: d.By, SaidBy: []statement.Speaker{{Name: d.By, Role: "bureau"}},
			Because: "parts of the text redacted with an erasure", Statements: []statement.Statement{
				{Property: "document.text", Value: newest.String(), Stance: statement.Asserts}}}
		if _, err := b.record(ctx, store.Tag{}, textEntry(newest, reading.Document, d.By, string(after)), moved); err != nil {
			return false, err
		}
		texts = append(texts, newest)
	}
	if changed || reading.source.Text != newest {
		key, _, err := b.keyOfSubject(ctx, newest)
		if err != nil {
			return false, err
		}
		doc, err := b.Document(ctx, reading.Document)
		if err != nil {
			return false, err
		}
		content := reading.source
		content.Text, content.Report = newest, red.report(content.Report, after)
		if err := b.putReading(ctx, doc.Entry, key, content); err != nil {
			return false, err
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
			if w := string(red.text[start:end]); len(w) > 3 {
				words = append(words, w, gone, oneLine(w), gone)
			}
			if len(view.Text) > 0 {
				if w := view.Words(start, end); len(w) > 3 {
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
			m.Names[i] = without(n)
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

func clone(s *intake.Span) *intake.Span {
	if s == nil {
		return nil
	}
	c := *s
	return &c
}
