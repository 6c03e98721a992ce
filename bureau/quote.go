package bureau

import (
	"context"
	"errors"
	"strings"
	"sync"

	"homeward/intake"
	"homeward/statement"
	"homeward/store"
)

// What a report says of somebody is not copied into his file: the file keeps the
// place, and the words are read from the report's one text whenever they are
// shown. So what an erasure redacts there is gone from every file that quotes it.

// gone stands for words that can no longer be read.
const gone = "█"

// quotations keeps the texts of the reports last quoted from.
type quotations struct {
	mu sync.Mutex
	of map[statement.ID]quotable // by document
	n  int                       // bytes of all
}

// quotable is the text of a report, with its view where its form adds to it.
type quotable struct {
	text string
	view *intake.View
	at   []int // byte at which each thousandth code point begins
}

// cutEvery is how many code points lie between two of the places kept of a text.
const cutEvery = 1000

// placesIn finds where each thousandth code point of a text begins.
func placesIn(text string) []int {
	var at []int
	n := 0
	for i := range text {
		if n%cutEvery == 0 {
			at = append(at, i)
		}
		n++
	}
	return at
}

// cut is what stands between two code points of the text, as it reads.
func (q quotable) cut(start, end int) string {
	if q.view != nil {
		if words := q.view.Words(start, end); words != "" {
			return words
		}
	}
	if k := start / cutEvery; start >= 0 && k < len(q.at) {
		return cutText(q.text[q.at[k]:], start-k*cutEvery, end-k*cutEvery)
	}
	return cutText(q.text, start, end)
}

func (q quotable) size() int {
	if q.view == nil {
		return len(q.text)
	}
	return len(q.text) + 12*len(q.view.Text)
}

// keptTexts bounds the bytes of text that are kept: some ten thousand reports, so
// that going through all files reads each report once.
const keptTexts = 64 << 20

func (q *quotations) forget() {
	q.mu.Lock()
	q.of, q.n = nil, 0
	q.mu.Unlock()
}

// quote fills in what entries keep by its place in a report: the words quoted,
// values that are these words, and the names of speakers.
func (b *Bureau) quote(ctx context.Context, entries ...*statement.Entry) error {
	for _, e := range entries {
		if !e.Source.Quotes() {
			continue
		}
		text, err := b.wordsOf(ctx, e.Source.Document)
		if err != nil {
			return err
		}
		cut := text.cut
		e.Source.Text = cut(e.Source.Start, e.Source.End)
		for i := range e.SaidBy {
			if s := &e.SaidBy[i]; s.Name == "" && s.Start < s.End {
				s.Name = oneLine(cut(s.Start, s.End))
			}
		}
		for i := range e.Statements {
			switch s := &e.Statements[i]; {
			case s.Value == "":
				s.Value = e.Source.Text
				if p := b.vocab.Property(s.Property); p != nil && p.Type == statement.NameType {
					s.Value = oneLine(s.Value)
				}
			case s.Value != e.Source.Text && s.Written == "":
				s.Written = e.Source.Text
			}
		}
	}
	return nil
}

// cutText is what stands between two code points of a text.
func cutText(text string, start, end int) string {
	from, n := -1, 0
	for at := range text {
		if n == start {
			from = at
		}
		if n == end {
			if from < 0 {
				break
			}
			return text[from:at]
		}
		n++
	}
	if from < 0 {
		return gone
	}
	return text[from:]
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// wordsOf is the text of a report as it stands now; empty where it cannot be read
// any more.
func (b *Bureau) wordsOf(ctx context.Context, document statement.ID) (quotable, error) {
	b.quoted.mu.Lock()
	defer b.quoted.mu.Unlock()
	if q, has := b.quoted.of[document]; has {
		return q, nil
	}
	id, err := b.textOf(ctx, document)
	if err != nil {
		return quotable{}, err
	}
	text, err := b.reportText(ctx, id)
	if err != nil && !errors.Is(err, ErrErased) {
		return quotable{}, err
	}
	q := quotable{text: text, at: placesIn(text)}
	if form := intake.FormOf(text); form != intake.Plain {
		// A redacted export may be no export any more; it is then quoted as it stands.
		if view, err := intake.Look(text, form); err == nil {
			q.view = &view
		}
	}
	if b.quoted.of == nil {
		b.quoted.of = map[statement.ID]quotable{}
	}
	for other := range b.quoted.of {
		if b.quoted.n+q.size() <= keptTexts {
			break
		}
		b.quoted.n -= b.quoted.of[other].size()
		delete(b.quoted.of, other)
	}
	b.quoted.of[document] = q
	b.quoted.n += q.size()
	return q, nil
}

// textOf is the subject that holds a document's text now; zero for a list.
func (b *Bureau) textOf(ctx context.Context, document statement.ID) (statement.ID, error) {
	texts, err := b.textsOf(ctx, document)
	if err != nil || len(texts) == 0 {
		return statement.ID{}, err
	}
	return texts[len(texts)-1], nil
}

// textsOf are all the subjects that ever held a document's text, the present one last.
func (b *Bureau) textsOf(ctx context.Context, document statement.ID) ([]statement.ID, error) {
	records, err := b.store.OfSubject(ctx, store.SubjectID(document))
	if err != nil {
		return nil, err
	}
	entries, err := b.unseal(records)
	if err != nil {
		return nil, err
	}
	var texts []statement.ID
	for _, e := range entries {
		for _, s := range e.Statements {
			if s.Property == "document.text" {
				id, err := statement.ParseID(s.Value)
				if err != nil {
					return nil, err
				}
				texts = append(texts, id)
			}
		}
	}
	return texts, nil
}

func (b *Bureau) reportText(ctx context.Context, id statement.ID) (string, error) {
	records, err := b.store.OfSubject(ctx, store.SubjectID(id))
	if err != nil {
		return "", err
	}
	entries, err := b.unseal(records)
	if err != nil {
		return "", err
	}
	if len(entries) == 0 {
		return "", ErrErased
	}
	return entries[len(entries)-1].Statements[0].Value, nil
}
