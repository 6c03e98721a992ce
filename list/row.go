package list

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"homeward/statement"
	"homeward/statement/edtf"
)

// blanks are what people write where there is nothing to write.
var blanks = []string{"-", "–", "—", "--", "n/a", "н/д", "없음", "null"}

func blank(text string) bool {
	return text == "" || len(text) <= 8 && slices.Contains(blanks, strings.ToLower(text))
}

// read makes statements of a raw row, or says why it is a bad one.
func (p *plan) read(raw rawRow) (Row, error) {
	bad := func(c *column, text, reason string) *RowError {
		e := &RowError{Row: raw.number, Line: raw.line, Text: text, Reason: reason, Cells: raw.cells}
		if c != nil {
			e.Column, e.Header = c.index+1, c.header
		}
		return e
	}
	row := Row{Number: raw.number, Line: raw.line, Offset: raw.offset}
	for len(raw.cells) > len(p.columns) && strings.TrimSpace(raw.cells[len(raw.cells)-1]) == "" {
		raw.cells = raw.cells[:len(raw.cells)-1]
	}
	if len(raw.cells) > len(p.columns) {
		return row, bad(nil, "", fmt.Sprintf("%d cells under %d headers: is a cell with the separator in it not in quotation marks?", len(raw.cells), len(p.columns)))
	}
	row.Person = make([]statement.Statement, 0, len(raw.cells)+1)
	row.PersonCells = make([]statement.Cell, 0, len(raw.cells))
	var event eventRow
	for i, text := range raw.cells {
		c := p.columns[i]
		if len(text) > maxCell {
			return row, bad(c, text[:80], fmt.Sprintf("the cell has %d bytes, more than %d", len(text), maxCell))
		}
		if strings.IndexByte(text, 0) >= 0 {
			return row, bad(c, text, "the cell holds a NUL character; is the encoding right?")
		}
		trimmed := strings.TrimSpace(text)
		if trimmed == "" {
			continue
		}
		cell := statement.Cell{Column: i + 1, Header: p.header[i], Text: text}
		if c == nil {
			row.PersonCells = append(row.PersonCells, cell)
			continue
		}
		if c.target.about == "kin" {
			row.KinCells = append(row.KinCells, cell)
		} else {
			row.PersonCells = append(row.PersonCells, cell)
		}
		if blank(trimmed) {
			continue
		}
		if c.target.about == "row" {
			if err := event.set(p, c, trimmed, &row); err != nil {
				return row, bad(c, text, err.Error())
			}
			continue
		}
		s, warning, err := p.value(c, c.target.property, trimmed)
		if err != nil {
			return row, bad(c, text, err.Error())
		}
		if warning != "" {
			row.Warnings = append(row.Warnings, warning)
		}
		if c.target.about == "kin" {
			row.Kin = append(row.Kin, s)
			continue
		}
		if s.Property == "reference" {
			row.References = append(row.References, s.Value)
		}
		row.Person = append(row.Person, s)
	}
	if p.kind == Events {
		if err := event.fill(p, &row); err != nil {
			return row, bad(nil, "", err.Error())
		}
	}
	if !slices.ContainsFunc(row.Person, namesSomebody) {
		return row, bad(nil, "", "neither a name nor a number says whom the row is about")
	}
	if !slices.ContainsFunc(row.Kin, func(s statement.Statement) bool { return s.Property == "name" }) && len(row.Kin) > 0 {
		// An address or a relation without a name is still somebody's: it stays with
		// the row as written.
		row.PersonCells = append(row.PersonCells, row.KinCells...)
		row.Kin, row.KinCells = nil, nil
	}
	return row, nil
}

func namesSomebody(s statement.Statement) bool {
	switch s.Property {
	case "name", "name.family", "name.given", "name.alias", "reference", "service.number", "prisoner.number":
		return true
	}
	return false
}

// value makes a statement of a cell.
func (p *plan) value(c *column, property *statement.Property, text string) (s statement.Statement, warning string, err error) {
	s = statement.Statement{Property: property.Name, Stance: statement.Asserts, Column: c.index + 1}
	if property.Name == "wish" {
		s.Stance = statement.Wishes
	}
	if property.Type == statement.CodeType {
		codes := p.codesOf(property)
		code := codes[statement.FoldHeader(text)]
		if code == "" {
			_, _, err := property.Canonical(text, p.order)
			if err == nil {
				err = fmt.Errorf("%q is not a value of %s", text, property.Name)
			}
			return s, "", err
		}
		s.Value = code
	} else {
		var ambiguous bool
		order := p.order
		if property.Type == statement.DateType && p.serial != edtf.AsWritten && digitsOnly(text) {
			order = p.serial // a workbook keeps days as numbers
		}
		if s.Value, ambiguous, err = property.Canonical(text, order); err != nil {
			return s, "", err
		}
		if ambiguous {
			warning = fmt.Sprintf("column %q: a date that can be read in two ways; only what is certain is taken (say the order with --dates dmy or mdy)", c.header)
		}
	}
	if s.Value != text {
		s.Written = text
	}
	if property.Type == statement.NameType {
		s.Script = scriptOf(text)
	}
	return s, warning, nil
}

// digitsOnly tells a day kept as a number from a year.
func digitsOnly(text string) bool {
	for _, r := range text {
		if (r < '0' || r > '9') && r != '.' {
			return false
		}
	}
	return len(text) > 4 && strings.Count(text, ".") < 2
}

// scriptOf is the ISO 15924 code of the first letter's script, if it is one of
// those Homeward reads.
func scriptOf(text string) string {
	for _, r := range text {
		switch {
		case r < 0x80 && (r|0x20) >= 'a' && (r|0x20) <= 'z', unicode.Is(unicode.Latin, r):
			return "Latn"
		case unicode.Is(unicode.Cyrillic, r):
			return "Cyrl"
		case unicode.Is(unicode.Hangul, r):
			return "Hang"
		}
	}
	return ""
}

// eventRow gathers what an events row says of its event.
type eventRow struct {
	code, date, place, detail string
	dateColumn, placeColumn   *column
	detailColumn, codeColumn  *column
	ambiguous                 bool
}

func (e *eventRow) set(p *plan, c *column, text string, row *Row) error {
	switch c.target.column {
	case "event":
		code := p.events[statement.FoldHeader(text)]
		if code == "" {
			codes := make([]string, 0, len(p.parts))
			for code := range p.parts {
				codes = append(codes, code)
			}
			slices.Sort(codes)
			return fmt.Errorf("%q is no event Homeward knows: %s", text, strings.Join(codes, ", "))
		}
		e.code, e.codeColumn = code, c
		row.Event = code
	case "event date":
		order := p.order
		if p.serial != edtf.AsWritten && digitsOnly(text) {
			order = p.serial
		}
		d, ambiguous, err := edtf.ParseLoose(text, order)
		if err != nil {
			return fmt.Errorf("event date %q: %w", text, err)
		}
		e.date, e.dateColumn = d.String(), c
		if ambiguous {
			row.Warnings = append(row.Warnings, fmt.Sprintf("column %q: a date that can be read in two ways; only what is certain is taken (say the order with --dates dmy or mdy)", c.header))
		}
		e.ambiguous = ambiguous
	case "event place":
		e.place, e.placeColumn = text, c
	case "event detail":
		e.detail, e.detailColumn = text, c
	case "said by":
		row.SaidBy = text
	case "said on":
		d, ambiguous, err := edtf.ParseLoose(text, p.order)
		if err != nil || ambiguous {
			return fmt.Errorf("the day it was said, %q, cannot be read for certain: write it as year-month-day", text)
		}
		row.SaidOn = d.String()
	}
	return nil
}

// fill turns the event into the properties its code declares.
func (e *eventRow) fill(p *plan, row *Row) error {
	if e.code == "" {
		return fmt.Errorf("no event is named")
	}
	parts := p.parts[e.code]
	if parts["date"] != nil {
		if e.date == "" {
			return fmt.Errorf("the event %q has no date", e.code)
		}
		row.Person = append(row.Person, statement.Statement{Property: parts["date"].Name, Value: e.date, Stance: statement.Asserts, Column: e.dateColumn.index + 1})
	}
	for _, part := range []struct {
		name, text string
		column     *column
	}{{"place", e.place, e.placeColumn}, {"detail", e.detail, e.detailColumn}, {"code", e.detail, e.detailColumn}} {
		property := parts[part.name]
		if property == nil || part.text == "" {
			continue
		}
		s, _, err := p.value(part.column, property, part.text)
		if err != nil {
			return err
		}
		s.TrueOf = e.date
		row.Person = append(row.Person, s)
	}
	if parts["code"] != nil && e.detail == "" {
		return fmt.Errorf("the event %q wants its detail: %s", e.code, parts["code"].LabelIn("en"))
	}
	// What else the row says of a person, it says as of the event.
	for i := range row.Person {
		def := row.Person[i]
		if def.TrueOf == "" && changes(def.Property) {
			row.Person[i].TrueOf = e.date
		}
	}
	return nil
}

// changes tells the properties of an events row that hold as of the event's day.
func changes(property string) bool {
	switch property {
	case "condition", "held.by", "held.at", "rank", "unit", "status", "wish", "finding", "fit.to.travel":
		return true
	}
	return false
}
