package list

import (
	"errors"
	"fmt"
	"strings"

	"homeward/statement"
)

// eventRow gathers what an events row says of its event.
type eventRow struct {
	code string
	date string // EDTF
	// cells as written, and their columns; nil where the row has none
	dateText, placeText, detailText string
	codeColumn, dateColumn          *column
	placeColumn, detailColumn       *column
}

// set takes a cell that speaks of the row or its event.
func (e *eventRow) set(p *plan, c *column, written string, row *Row) error {
	text := withoutTextMark(strings.TrimSpace(written))
	switch c.target.column {
	case "event":
		code := p.events[text]
		if code == "" {
			if code = p.events[statement.FoldHeader(text)]; code == "" {
				return fmt.Errorf("%q is no event Homeward knows: %s", text, p.eventCodes)
			}
			if len(p.events) < 4096 && len(text) < 200 {
				p.events[strings.Clone(text)] = code
			}
		}
		e.code, e.codeColumn, row.Event = code, c, code
	case "event date":
		value, ambiguous, err := p.date(text)
		if err != nil {
			return fmt.Errorf("event date %q: %w", text, err)
		}
		e.date, e.dateText, e.dateColumn = value, written, c
		if ambiguous {
			row.Warnings = append(row.Warnings, c.twoWays)
		}
	case "event place":
		e.placeText, e.placeColumn = written, c
	case "event detail":
		e.detailText, e.detailColumn = written, c
	case "said by":
		row.SaidBy = text
	case "said on":
		value, ambiguous, err := p.date(text)
		if err == nil && ambiguous {
			err = errors.New("it can be read in two ways: write it as year-month-day")
		}
		if err != nil {
			return fmt.Errorf("the day it was said, %q: %w", text, err)
		}
		row.SaidOn = value
	}
	return nil
}

// fill turns the event into the properties its code declares. What the event has
// no property for stays in the row's cells.
func (e *eventRow) fill(p *plan, row *Row) (*column, error) {
	if e.code == "" {
		return nil, errors.New("no event is named")
	}
	parts := p.parts[e.code]
	if date := parts["date"]; date != nil {
		if e.date == "" {
			return nil, fmt.Errorf("the event %q has no date", e.code)
		}
		s := statement.Statement{Property: date.Name, Value: e.date, Stance: statement.Asserts, Column: e.dateColumn.index + 1}
		if e.dateText != e.date {
			s.Written = e.dateText
		}
		row.Person = append(row.Person, s)
	}
	if parts["code"] != nil && e.detailColumn == nil {
		return nil, fmt.Errorf("the event %q wants a detail: %s", e.code, codeList(parts["code"]))
	}
	for _, part := range [...]struct {
		name, text string
		column     *column
	}{{"place", e.placeText, e.placeColumn}, {"detail", e.detailText, e.detailColumn}, {"code", e.detailText, e.detailColumn}} {
		property := parts[part.name]
		if property == nil || part.column == nil {
			continue
		}
		s, _, err := p.value(part.column, property, part.text)
		if err != nil {
			return part.column, err
		}
		s.TrueOf = e.date
		row.Person = append(row.Person, s)
	}
	// What else the row says of a person that may change, it says as of the event.
	for i := range row.Person {
		if s := &row.Person[i]; s.TrueOf == "" && p.changing[s.Property] {
			s.TrueOf = e.date
		}
	}
	return nil, nil
}

func codeList(p *statement.Property) string {
	codes := make([]string, len(p.Codes))
	for i, c := range p.Codes {
		codes[i] = c.Code
	}
	return strings.Join(codes, ", ")
}
