package list

import (
	"fmt"
	"strings"

	"homeward/statement"
	"homeward/statement/edtf"
)

// A date such as 03/04/1999 leaves open which is the day. Whether another row of
// the column shows the order (25/04/1999) is looked for in the first rows and
// told, but never used by itself: lists are often put together from several
// hands, and a wrong day is worse than a year that is certain.

func (c *column) isDate() bool {
	if c == nil {
		return false
	}
	if c.target.property != nil {
		return c.target.property.Type == statement.DateType
	}
	return c.target.column == "event date" || c.target.column == "said on"
}

// ordersDates says that the order of days and months is to be looked for.
func (p *plan) ordersDates() bool {
	if p.order != edtf.AsWritten {
		return false
	}
	for _, c := range p.columns {
		if c.isDate() {
			return true
		}
	}
	return false
}

// dateOrders tells of each date column with dates that can be read in two ways
// what its other rows show.
func (p *plan) dateOrders(rows []ahead) (warnings []string) {
	for _, c := range p.columns {
		if !c.isDate() {
			continue
		}
		open, day, month := 0, 0, 0 // a row with such a date
		var dayText, monthText string
		for _, r := range rows {
			if r.err != nil || c.index >= len(r.raw.cells) {
				continue
			}
			text := strings.TrimSpace(r.raw.cells[c.index])
			if strings.Count(text, "/") != 2 && strings.Count(text, "-") != 2 {
				continue
			}
			_, ambiguous, err := edtf.ParseLoose(text, edtf.AsWritten)
			if err != nil {
				continue
			}
			if ambiguous {
				open = r.raw.number
				continue
			}
			_, _, dayErr := edtf.ParseLoose(text, edtf.DayFirst)
			_, _, monthErr := edtf.ParseLoose(text, edtf.MonthFirst)
			switch {
			case dayErr == nil && monthErr != nil && day == 0:
				day, dayText = r.raw.number, text
			case monthErr == nil && dayErr != nil && month == 0:
				month, monthText = r.raw.number, text
			}
		}
		switch {
		case open == 0:
		case day > 0 && month > 0:
			warnings = append(warnings, fmt.Sprintf("column %q writes dates in both orders: the day first in row %d (%s), the month first in row %d (%s)", c.header, day, dayText, month, monthText))
		case day > 0:
			warnings = append(warnings, fmt.Sprintf("column %q: row %d (%s) has the day first; if all of the list is written so, say --dates dmy", c.header, day, dayText))
		case month > 0:
			warnings = append(warnings, fmt.Sprintf("column %q: row %d (%s) has the month first; if all of the list is written so, say --dates mdy", c.header, month, monthText))
		}
	}
	return warnings
}
