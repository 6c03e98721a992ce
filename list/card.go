package list

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"homeward/list/schema"
	"homeward/statement"
)

// CardSchema is the JSON Schema of capture cards.
func CardSchema() []byte { return schema.CaptureCard }

const maxCards = 256 << 20 // bytes of a file of cards

// openCards opens a file with one card or an array of them. The keys are those of
// the vocabulary; others are kept as written.
func openCards(r io.ReaderAt, size int64, l *List, v *statement.Vocabulary) (*List, error) {
	if size > maxCards {
		return nil, fmt.Errorf("%s: %w: %d MiB of cards are too many at once (at most %d)", l.file, ErrNotAList, size>>20, maxCards>>20)
	}
	data := make([]byte, size)
	if _, err := r.ReadAt(data, 0); err != nil && err != io.EOF {
		return nil, fmt.Errorf("%s: reading: %w", l.file, err)
	}
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	if at := invalidUTF8(data); at >= 0 {
		return nil, fmt.Errorf("%s: %w: byte %d is not UTF-8", l.file, ErrNotAList, at+1)
	}
	// The whole is read once before anything of it is given out: a card file is one
	// message, and half of it is none.
	cards, err := readCards(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", l.file, err)
	}
	header := cardHeader(cards)
	keys := cardKeys(v)
	p := &plan{kind: Cards, header: header, order: l.options.DateOrder, columns: make([]*column, len(header)), codes: map[*statement.Property]map[string]string{}}
	for i, h := range header {
		m := MappedColumn{Index: i + 1, Header: h, How: notRecognised}
		if t, ok := keys[h]; ok {
			m.How, m.Column = byHeader, t.column
			if t.property != nil {
				m.Property = t.property.Name
			}
			p.columns[i] = &column{index: i, header: h, target: t}
		} else {
			p.warnings = append(p.warnings, fmt.Sprintf("key %q is not one of a capture card; kept as written", h))
		}
		p.mapping = append(p.mapping, m)
	}
	if err := p.check(); err != nil {
		return nil, fmt.Errorf("%s: %w", l.file, err)
	}
	rows := make([]rawRow, len(cards))
	for i, c := range cards {
		rows[i] = rawRow{cells: make([]string, len(header)), number: i + 1, offset: c.offset}
		for _, f := range c.fields {
			rows[i].cells[slices.Index(header, f.key)] = f.text
		}
	}
	l.Kind, l.Encoding, l.plan, l.Mapping, l.Warnings = Cards, "JSON (UTF-8)", p, p.mapping, p.warnings
	l.rows = &replay{rows: rows, then: nothing{}}
	return l, nil
}

type nothing struct{}

func (nothing) next() (rawRow, error) { return rawRow{}, io.EOF }
func (nothing) encoding() string      { return "" }

// card is one card flattened: next_of_kin.name and so on.
type card struct {
	fields []cardField
	offset int64
}

type cardField struct{ key, text string }

func cardKeys(v *statement.Vocabulary) map[string]target {
	keys := map[string]target{}
	for i := range v.Properties {
		if k := v.Properties[i].Card; k != "" {
			keys[k] = target{property: &v.Properties[i], about: "person"}
		}
	}
	for _, c := range v.Columns {
		if c.Card != "" {
			keys[c.Card] = columnTarget(v, c)
		}
	}
	return keys
}

func cardHeader(cards []card) []string {
	var header []string
	met := map[string]bool{}
	for _, c := range cards {
		for _, f := range c.fields {
			if !met[f.key] {
				met[f.key] = true
				header = append(header, f.key)
			}
		}
	}
	return header
}

func readCards(data []byte) ([]card, error) {
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	wrong := func(err error) error {
		at := d.InputOffset()
		var syntax *json.SyntaxError
		if errors.As(err, &syntax) {
			at = syntax.Offset
		}
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			err = errors.New("the file ends in the middle of a card")
		}
		return fmt.Errorf("%w: JSON at byte %d: %w", ErrNotAList, at, err)
	}
	first, err := d.Token()
	if err != nil {
		return nil, wrong(err)
	}
	var cards []card
	switch first {
	case json.Delim('{'):
		c, err := readCard(d, "")
		if err != nil {
			return nil, wrong(err)
		}
		cards = append(cards, c)
	case json.Delim('['):
		for d.More() {
			t, err := d.Token()
			if err == nil && t != json.Delim('{') {
				err = fmt.Errorf("item %d is no card: an object {…} is wanted", len(cards)+1)
			}
			if err != nil {
				return nil, wrong(err)
			}
			c, err := readCard(d, "")
			if err != nil {
				return nil, wrong(fmt.Errorf("card %d: %w", len(cards)+1, err))
			}
			cards = append(cards, c)
		}
		if _, err := d.Token(); err != nil {
			return nil, wrong(err)
		}
	default:
		return nil, wrong(errors.New("a card {…} or a list of cards […] is wanted"))
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, wrong(errors.New("something stands behind the last card"))
	}
	if len(cards) == 0 {
		return nil, fmt.Errorf("%w: there is no card in it", ErrNotAList)
	}
	return cards, nil
}

// readCard reads the fields of an object whose brace is read.
func readCard(d *json.Decoder, prefix string) (card, error) {
	var c card
	add := func(key, text string) error {
		if slices.ContainsFunc(c.fields, func(f cardField) bool { return f.key == key }) {
			return fmt.Errorf("%q stands there twice", key)
		}
		c.fields = append(c.fields, cardField{key, text})
		return nil
	}
	for d.More() {
		t, err := d.Token()
		if err != nil {
			return c, err
		}
		key := prefix + t.(string)
		value, err := d.Token()
		if err != nil {
			return c, err
		}
		switch v := value.(type) {
		case string:
			err = add(key, v)
		case json.Number:
			err = add(key, v.String())
		case bool:
			err = add(key, map[bool]string{true: "yes", false: "no"}[v])
		case nil:
		case json.Delim:
			if v != '{' || strings.Contains(key, ".") {
				return c, fmt.Errorf("%q: text is wanted, not a list", key)
			}
			inner, err := readCard(d, key+".")
			if err != nil {
				return c, err
			}
			for _, f := range inner.fields {
				if err := add(f.key, f.text); err != nil {
					return c, err
				}
			}
		}
		if err != nil {
			return c, err
		}
		if len(c.fields) > maxColumns {
			return c, fmt.Errorf("more than %d keys", maxColumns)
		}
	}
	_, err := d.Token() // the closing brace
	c.offset = d.InputOffset()
	return c, err
}
