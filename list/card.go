package list

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"homeward/list/schema"
	"homeward/statement"
)

// CardSchema is the JSON Schema of capture cards.
func CardSchema() []byte { return schema.CaptureCard }

// openCards opens a file with one card or an array of them. The keys are those of
// the vocabulary; others are kept as written. The whole file is read once before
// anything of it is given out: it is one message, and half of it is none.
func openCards(r io.ReaderAt, size int64, l *List, v *statement.Vocabulary) error {
	head := make([]byte, min(size, 4))
	if _, err := r.ReadAt(head, 0); err != nil && err != io.EOF {
		return fmt.Errorf("reading: %w", err)
	}
	c, mark := markOf(head)
	if l.options.Encoding != "" {
		asked, _, err := charsetNamed(l.options.Encoding)
		if err != nil {
			return err
		}
		c = asked
	}
	if c != "" && c != utf8Charset {
		return fmt.Errorf("%w: a JSON file in %s; capture cards are read in UTF-8 (RFC 8259)", ErrNotAList, c)
	}
	again := func() *cardFile {
		return newCardFile(io.NewSectionReader(r, int64(mark), size-int64(mark)), int64(mark))
	}
	header, cards := []string(nil), 0
	met := map[string]int{}
	for all := again(); ; cards++ {
		fields, err := all.card()
		if err == io.EOF {
			break
		}
		if err != nil {
			return err
		}
		for _, f := range fields {
			if _, ok := met[f.key]; !ok {
				met[f.key] = len(header)
				header = append(header, f.key)
			}
		}
		if len(header) > maxColumns {
			return fmt.Errorf("%w: its cards have more than %d different keys", ErrNotAList, maxColumns)
		}
	}
	if cards == 0 {
		return fmt.Errorf("%w: there is no card in it", ErrNotAList)
	}
	p, err := cardPlan(v, header, l.options)
	if err != nil {
		return err
	}
	l.Kind, l.Encoding, l.plan, l.Mapping, l.Warnings = Cards, "utf-8, JSON", p, p.mapping, p.warnings
	source := &cardRows{file: again(), place: met, cells: make([]string, len(header))}
	if !p.ordersDates() {
		l.rows = source
		return nil
	}
	var seen []ahead
	for len(seen) < orderWithin {
		raw, err := source.next()
		if err != nil {
			break // the file was read through before: it can only be its end
		}
		seen = append(seen, ahead{raw: raw.clone()})
	}
	l.Warnings = append(l.Warnings, p.dateOrders(seen)...)
	l.rows = &replay{rows: seen, then: source}
	return nil
}

func cardPlan(v *statement.Vocabulary, header []string, o Options) (*plan, error) {
	keys := cardKeys(v)
	p := &plan{kind: Cards, header: header, order: o.DateOrder, columns: make([]*column, len(header)), codes: map[*statement.Property]map[string]string{}}
	met := map[string]bool{}
	for i, h := range header {
		m := MappedColumn{Index: i + 1, Header: h, How: notRecognised}
		t, ok := keys[h]
		how := byHeader
		if words, name, mapped := mappedBy(o.Map, h); mapped {
			met[words] = true
			how = byMap
			t, ok = targetNamed(v, name)
			m.How = "--map: not read; kept as written"
		}
		switch {
		case ok:
			m.How, m.Column = how, t.column
			if t.property != nil {
				m.Property = t.property.Name
			}
			p.columns[i] = newColumn(i, h, t)
		case how == byHeader:
			p.warnings = append(p.warnings, fmt.Sprintf("key %q is not one of a capture card; kept as written", h))
		}
		p.mapping = append(p.mapping, m)
	}
	for h, t := range o.Map {
		if !met[h] {
			return nil, fmt.Errorf("--map %q: no card has the key %q; their keys are %s", h+"="+t, h, strings.Join(header, ", "))
		}
	}
	return p, p.check()
}

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

// cardRows yields cards as rows: the keys of all cards of the file are its columns.
type cardRows struct {
	file  *cardFile
	place map[string]int // key → column
	cells []string
	cards int
}

func (c *cardRows) encoding() string { return "" }

func (c *cardRows) next() (rawRow, error) {
	fields, err := c.file.card()
	if err != nil {
		return rawRow{}, err
	}
	c.cards++
	clear(c.cells)
	for _, f := range fields {
		at, ok := c.place[f.key]
		if !ok {
			return rawRow{}, fmt.Errorf("card %d: the file has changed while it was read", c.cards)
		}
		c.cells[at] = f.text
	}
	return rawRow{cells: c.cells, number: c.cards, offset: c.file.offset()}, nil
}

// cardField is one key of a card with its text; next_of_kin.name and so on where
// it stands in an inner object.
type cardField struct{ key, text string }

// cardFile reads one card after another.
type cardFile struct {
	json  *json.Decoder
	valid *validUTF8
	skip  int64 // bytes of the mark in front
	begun bool
	array bool
	cards int
}

func newCardFile(r io.Reader, skip int64) *cardFile {
	valid := &validUTF8{in: bufio.NewReaderSize(r, 64<<10)}
	d := json.NewDecoder(valid)
	d.UseNumber()
	return &cardFile{json: d, valid: valid, skip: skip}
}

func (c *cardFile) offset() int64 { return c.skip + c.json.InputOffset() }

// wrong says where a file of cards is none.
func (c *cardFile) wrong(path string, err error) error {
	var invalid *invalidByte
	switch {
	case errors.As(err, &invalid):
		return fmt.Errorf("%w: byte %d (%#02x) is not UTF-8", ErrNotAList, c.skip+invalid.at+1, invalid.b)
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		err = errors.New("the file ends in the middle of a card")
	}
	return fmt.Errorf("%w: JSON near byte %d, %s: %w", ErrNotAList, c.offset()+1, path, err)
}

// card reads the next card; io.EOF is behind the last.
func (c *cardFile) card() ([]cardField, error) {
	path := "$"
	if !c.begun {
		c.begun = true
		t, err := c.json.Token()
		if err == nil && t != json.Delim('{') && t != json.Delim('[') {
			err = fmt.Errorf("a card {…} or a list of cards […] is wanted, not %v", t)
		}
		if err != nil {
			return nil, c.wrong(path, err)
		}
		if c.array = t == json.Delim('['); !c.array {
			c.cards++
			return c.object(path, "")
		}
	}
	if c.array && c.json.More() {
		path = fmt.Sprintf("$[%d]", c.cards)
		t, err := c.json.Token()
		if err == nil && t != json.Delim('{') {
			err = errors.New("a card {…} is wanted")
		}
		if err != nil {
			return nil, c.wrong(path, err)
		}
		c.cards++
		return c.object(path, "")
	}
	if c.array {
		c.array = false
		if _, err := c.json.Token(); err != nil {
			return nil, c.wrong(path, err)
		}
	}
	if _, err := c.json.Token(); err == nil {
		return nil, c.wrong(path, errors.New("something stands behind the last card"))
	} else if err != io.EOF {
		return nil, c.wrong(path, err)
	}
	return nil, io.EOF
}

// object reads the fields of an object whose brace is read.
func (c *cardFile) object(path, prefix string) (fields []cardField, err error) {
	for c.json.More() {
		t, err := c.json.Token()
		if err != nil {
			return nil, c.wrong(path, err)
		}
		name, ok := t.(string)
		if !ok {
			return nil, c.wrong(path, fmt.Errorf("a key is wanted, not %v", t))
		}
		key, at := prefix+name, path+"."+name
		if slices.ContainsFunc(fields, func(f cardField) bool { return f.key == key }) {
			return nil, c.wrong(at, errors.New("the key stands there twice"))
		}
		if len(fields) > maxColumns {
			return nil, c.wrong(at, fmt.Errorf("a card with more than %d keys", maxColumns))
		}
		if key == "next_of_kin" {
			t, err := c.json.Token()
			switch {
			case err != nil:
				return nil, c.wrong(at, err)
			case t == json.Delim('{'):
				inner, err := c.object(at, key+".")
				if err != nil {
					return nil, err
				}
				fields = append(fields, inner...)
			case t != nil:
				return nil, c.wrong(at, errors.New("an object {…} with name, relation, address, phone is wanted"))
			}
			continue
		}
		var value json.RawMessage
		if err := c.json.Decode(&value); err != nil {
			return nil, c.wrong(at, err)
		}
		text, err := cardText(key, value)
		if err != nil {
			return nil, c.wrong(at, err)
		}
		fields = append(fields, cardField{key, text})
	}
	if _, err := c.json.Token(); err != nil { // the closing brace
		return nil, c.wrong(path, err)
	}
	return fields, nil
}

// cardText is the text of a value: of a string what it says, of a number how it is
// written. Lists and objects under keys that no card has are kept as written.
func cardText(key string, value json.RawMessage) (string, error) {
	switch value[0] {
	case '"':
		var s string
		err := json.Unmarshal(value, &s)
		return s, err
	case 'n':
		return "", nil
	case '{', '[', 't', 'f':
		if isCardKey(key) {
			what := map[byte]string{'{': "an object", '[': "a list", 't': "true", 'f': "false"}[value[0]]
			return "", fmt.Errorf("text is wanted, not %s", what)
		}
	}
	return string(value), nil
}

func isCardKey(key string) bool {
	v := statement.DefaultVocabulary()
	return slices.ContainsFunc(v.Properties, func(p statement.Property) bool { return p.Card == key }) ||
		slices.ContainsFunc(v.Columns, func(c statement.Column) bool { return c.Card == key })
}

// validUTF8 passes on what is UTF-8: the JSON decoder would put U+FFFD in place of
// the rest without a word.
type validUTF8 struct {
	in  *bufio.Reader
	at  int64
	err error
}

type invalidByte struct {
	at int64
	b  byte
}

func (e *invalidByte) Error() string { return fmt.Sprintf("byte %d (%#02x) is not UTF-8", e.at+1, e.b) }

func (v *validUTF8) Read(p []byte) (n int, err error) {
	if v.err != nil {
		return 0, v.err
	}
	if len(p) < utf8.UTFMax {
		return 0, io.ErrShortBuffer
	}
	n, err = v.in.Read(p[:len(p)-utf8.UTFMax])
	for more := 0; n > 0 && err == nil && more < utf8.UTFMax; more++ { // not to cut a character in two
		last := n - 1
		for last > 0 && n-last < utf8.UTFMax && !utf8.RuneStart(p[last]) {
			last--
		}
		if utf8.FullRune(p[last:n]) {
			break
		}
		b, readErr := v.in.ReadByte()
		if readErr != nil {
			break // told below: it is cut off
		}
		p[n] = b
		n++
	}
	if bad := invalidUTF8(p[:n]); bad >= 0 {
		v.err = &invalidByte{v.at + int64(bad), p[bad]}
		v.at += int64(bad)
		if bad == 0 {
			return 0, v.err
		}
		return bad, nil
	}
	v.at += int64(n)
	return n, err
}
