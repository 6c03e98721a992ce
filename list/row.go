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
	row := Row{Number: raw.number, Line: raw.line, Offset: raw.offset, Warnings: raw.warnings}
	for len(raw.cells) > len(p.columns) && strings.TrimSpace(raw.cells[len(raw.cells)-1]) == "" {
		raw.cells = raw.cells[:len(raw.cells)-1]
	}
	switch have, want := len(raw.cells), len(p.columns); {
	case have > want:
		return row, bad(nil, "", fmt.Sprintf("%d cells under %d headers: is a cell with the separator in it not in quotation marks?", have, want))
	case have < want && raw.text:
		return row, bad(nil, "", fmt.Sprintf("%d cells under %d headers: is a cell with a line break in it not in quotation marks? Cells that are empty are wanted too", have, want))
	}
	if p.isHeader(raw.cells) {
		return row, bad(nil, "", "it is the header again")
	}
	row.Person = make([]statement.Statement, 0, len(raw.cells)+1)
	row.PersonCells = make([]statement.Cell, 0, len(raw.cells))
	var event eventRow
	for i, text := range raw.cells {
		c := p.columns[i]
		if len(text) > maxCell {
			return row, bad(c, strings.ToValidUTF8(text[:80], ""), fmt.Sprintf("the cell under %q has %d bytes, more than %d", p.header[i], len(text), maxCell))
		}
		if strings.IndexByte(text, 0) >= 0 {
			return row, bad(c, text, fmt.Sprintf("the cell under %q holds a NUL character; is the encoding right?", p.header[i]))
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
		if blank(trimmed) && !p.isCodeWord(c, trimmed) {
			continue
		}
		if isSheetError(trimmed) {
			return row, bad(c, text, "the cell holds an error of the spreadsheet")
		}
		if c.target.about == "row" {
			if err := event.set(p, c, text, &row); err != nil {
				return row, bad(c, text, err.Error())
			}
			continue
		}
		s, ambiguous, err := p.value(c, c.target.property, text)
		if err != nil {
			return row, bad(c, text, err.Error())
		}
		if ambiguous {
			row.Warnings = append(row.Warnings, c.twoWays)
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
		if c, err := event.fill(p, &row); err != nil {
			return row, bad(c, "", err.Error())
		}
	}
	if !slices.ContainsFunc(row.Person, namesSomebody) {
		return row, bad(nil, "", "neither a name nor a number says whom the row is about")
	}
	if len(row.Kin) > 0 && !slices.ContainsFunc(row.Kin, reachesSomebody) {
		// A relation alone is nobody yet: it stays with the row as written.
		row.PersonCells = append(row.PersonCells, row.KinCells...)
		slices.SortFunc(row.PersonCells, func(a, b statement.Cell) int { return a.Column - b.Column })
		row.Kin, row.KinCells = nil, nil
	}
	return row, nil
}

// isCodeWord says that what elsewhere is as good as blank is a value here: 없음 is
// "none" in a column of findings.
func (p *plan) isCodeWord(c *column, text string) bool {
	property := c.target.property
	return property != nil && property.Type == statement.CodeType && p.codesOf(property)[statement.FoldHeader(text)] != ""
}

// isSheetError knows what a spreadsheet shows where a formula failed.
func isSheetError(text string) bool {
	if text[0] != '#' {
		return false
	}
	switch text {
	case "#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!":
		return true
	}
	return false
}

// isHeader recognises the header where pages of a list were put together.
func (p *plan) isHeader(cells []string) bool {
	same := 0
	for i, text := range cells {
		switch {
		case strings.TrimSpace(text) == "":
		case text != p.header[i]:
			return false
		default:
			same++
		}
	}
	return same > 0
}

// reachesSomebody says that a next of kin could be found by it.
func reachesSomebody(s statement.Statement) bool {
	return s.Property == "name" || s.Property == "address" || s.Property == "phone"
}

func namesSomebody(s statement.Statement) bool {
	switch s.Property {
	case "name", "name.family", "name.given", "name.alias", "reference", "service.number", "prisoner.number":
		return true
	}
	return false
}

// value makes a statement of a cell.
func (p *plan) value(c *column, property *statement.Property, written string) (s statement.Statement, ambiguous bool, err error) {
	s = statement.Statement{Property: property.Name, Stance: statement.Asserts, Column: c.index + 1}
	if property.Name == "wish" {
		s.Stance = statement.Wishes
	}
	text := withoutTextMark(strings.TrimSpace(written))
	switch property.Type {
	case statement.CodeType:
		s.Value, err = p.code(property, text)
	case statement.DateType:
		s.Value, ambiguous, err = p.date(text)
		if err != nil {
			err = fmt.Errorf("%s %q: %w", property.LabelIn("en"), text, err)
		}
	case statement.NameType, statement.PlaceType, statement.TextType:
		if oneSpaced(text) {
			s.Value = text // as Canonical would, without copying it
			break
		}
		s.Value, _, err = property.Canonical(text, p.order)
	default:
		s.Value, ambiguous, err = property.Canonical(text, p.order)
	}
	if err != nil {
		return s, false, err
	}
	if s.Value != written {
		s.Written = written
	}
	if property.Type == statement.NameType {
		s.Script = scriptOf(s.Value)
	}
	return s, ambiguous, nil
}

// code finds the code of a word. Words as met are kept, within bounds, because a
// list says the same few again and again.
func (p *plan) code(property *statement.Property, text string) (string, error) {
	codes := p.codesOf(property)
	if code := codes[text]; code != "" {
		return code, nil
	}
	code := codes[statement.FoldHeader(text)]
	if code == "" {
		_, _, err := property.Canonical(text, p.order)
		if err == nil {
			err = fmt.Errorf("%s: %q is read in two ways", property.LabelIn("en"), text)
		}
		return "", err
	}
	if len(codes) < 4096 && len(text) < 200 {
		codes[strings.Clone(text)] = code
	}
	return code, nil
}

// date reads a day as the list writes it, and a workbook's number of days.
func (p *plan) date(text string) (value string, ambiguous bool, err error) {
	order := p.order
	if p.serial != edtf.AsWritten && len(text) == 5 && digitsOnly(text) {
		order |= p.serial
	}
	d, ambiguous, err := edtf.ParseLoose(text, order)
	if err != nil {
		return "", false, err
	}
	var room [32]byte
	written, err := d.AppendText(room[:0])
	if err == nil && string(written) == text {
		return text, ambiguous, nil
	}
	return string(written), ambiguous, err
}

func digitsOnly(text string) bool { return strings.Trim(text, "0123456789") == "" }

// oneSpaced says that a text has no white space but single blanks between words.
func oneSpaced(text string) bool {
	before := ' '
	for _, r := range text {
		if r == ' ' && before == ' ' || (r < ' ' || r == 0x85 || r == 0xa0 || r >= 0x1680) && unicode.IsSpace(r) {
			return false
		}
		before = r
	}
	return before != ' '
}

// withoutTextMark takes off what spreadsheets put around digits to keep them as
// text: '00123, ="00123", and single quotation marks around a whole cell.
func withoutTextMark(text string) string {
	if len(text) < 2 || text[0] != '\'' && text[0] != '=' {
		return text
	}
	if inner, ok := strings.CutPrefix(text, `="`); ok && strings.HasSuffix(inner, `"`) && len(inner) > 1 {
		return strings.TrimSpace(inner[:len(inner)-1])
	}
	if inner := text[1:]; text[0] == '\'' {
		if strings.HasSuffix(inner, "'") && len(inner) > 1 {
			return strings.TrimSpace(inner[:len(inner)-1])
		}
		if inner[0] >= '0' && inner[0] <= '9' || inner[0] == '+' {
			return inner
		}
	}
	return text
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
