package exchange

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// A Handed is one person of a list of those really handed over, as the crossing
// wrote it down. Everything but ID or Name may be missing.
type Handed struct {
	Row       int    // of the list, from 1, the header included
	ID        string // as written
	Name      string
	Born      Date
	From, To  string // party that handed over; party or country that took over
	On        string // day, as written
	Stage     int    // of the plan; 0 not stated
	InsteadOf string // id of the person of the plan in whose place this one came
}

var handedColumns = []struct {
	name string
	set  func(*Handed, string) error
}{
	{"id", func(h *Handed, s string) error { h.ID = s; return nil }},
	{"name", func(h *Handed, s string) error { h.Name = s; return nil }},
	{"born", func(h *Handed, s string) (err error) { h.Born, err = ParseDate(s); return }},
	{"from", func(h *Handed, s string) error { h.From = s; return nil }},
	{"to", func(h *Handed, s string) error { h.To = s; return nil }},
	{"on", func(h *Handed, s string) error { h.On = s; _, err := ParseDate(s); return err }},
	{"stage", func(h *Handed, s string) error {
		if s == "" {
			return nil
		}
		n, err := strconv.Atoi(s)
		if err != nil || n < 1 {
			return fmt.Errorf("%q is not a stage; write a whole number from 1, or leave it blank", s)
		}
		h.Stage = n
		return nil
	}},
	{"instead_of", func(h *Handed, s string) error { h.InsteadOf = s; return nil }},
}

// ReadHanded reads a list of people handed over from CSV (UTF-8) with a header.
// It knows the columns id, name, born, from, to, on, stage and instead_of; id or
// name must be among them. Faults are returned together, each a [PeopleError].
func ReadHanded(r io.Reader) ([]Handed, error) {
	return readHanded(csvRows(r))
}

func readHanded(next rows) ([]Handed, error) {
	known := make([]string, len(handedColumns))
	for i, c := range handedColumns {
		known[i] = c.name
	}
	header, _, err := next()
	if errors.Is(err, io.EOF) {
		return nil, &PeopleError{Row: 1, Want: "the list is empty; expected a header row with some of " + strings.Join(known, ", ")}
	}
	if err != nil {
		return nil, err
	}
	set := make([]int, len(header))
	for i, cell := range header {
		set[i] = slices.Index(known, strings.ToLower(strings.TrimSpace(cell)))
		if set[i] < 0 {
			return nil, &PeopleError{1, strconv.Quote(cell), "is not a column of this list; expected some of " + strings.Join(known, ", ")}
		}
		if slices.Contains(set[:i], set[i]) {
			return nil, &PeopleError{1, known[set[i]], "stands twice in the header"}
		}
	}
	if !slices.Contains(set, 0) && !slices.Contains(set, 1) {
		return nil, &PeopleError{1, "id", "is missing from the header, and so is name"}
	}
	var out []Handed
	var faults []error
	for len(faults) < mostPeopleErrors {
		record, row, err := next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, errors.Join(append(faults, err)...)
		}
		h := Handed{Row: row}
		if len(record) != len(set) {
			faults = append(faults, &PeopleError{Row: h.Row, Want: fmt.Sprintf("has %d cells; expected %d as in the header", len(record), len(set))})
			continue
		}
		blank := true
		for i, cell := range record {
			c := handedColumns[set[i]]
			cell = bareCell(strings.TrimSpace(cell))
			blank = blank && cell == ""
			if !utf8.ValidString(cell) {
				faults = append(faults, &PeopleError{h.Row, c.name, "is not UTF-8; save the list as UTF-8"})
			} else if err := c.set(&h, cell); err != nil {
				faults = append(faults, &PeopleError{h.Row, c.name, err.Error()})
			}
		}
		if !blank && h.ID == "" && h.Name == "" {
			faults = append(faults, &PeopleError{Row: h.Row, Want: "has neither id nor name; write \"unknown\" as the name of somebody nobody could name"})
		}
		if !blank {
			out = append(out, h)
		}
	}
	if len(faults) > 0 {
		return nil, errors.Join(faults...)
	}
	return out, nil
}
