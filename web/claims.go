package web

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"homeward/bureau"
	"homeward/casefile"
	"homeward/statement"
)

// claimRow is one statement of a file as the tables show it, with who said it
// and where it stands.
type claimRow struct {
	Ref       string
	Anchor    string
	Property  string
	Value     string
	Name      string // of the subject a reference leads to
	Written   string // as the source wrote it, where that differs
	Language  string
	Stance    statement.Stance
	Status    casefile.Status
	ActedOnBy []string
	Best      bool
	Against   string // the side of a conflict it is on: A, B …
	Guess     bool
	Weighs    bool // it gives a value that is weighed; else it stands beside

	SaidBy      []statement.Speaker
	Channel     string
	SaidOn      string
	TrueOf      string
	Reliability string
	Credibility int

	Group     statement.ID // it is said of this group
	GroupName string
	Unknown   int // of so many members, not said which

	Source     sourceRow
	Because    string
	RecordedOn time.Time
	RecordedBy string
	Entry      int64
}

// sourceRow is the place a statement stands at.
type sourceRow struct {
	Document statement.ID
	Name     string
	Sheet    string
	Row      int
	Start    int
	End      int
	Cells    []statement.Cell
	Column   int // the cell the statement was read from
	Text     string
}

// Href is where the place can be looked at: the row in its entry, the words in
// their report.
func (s sourceRow) Href() string {
	switch {
	case s.Document.IsZero():
		return ""
	case s.End > s.Start:
		return fmt.Sprintf("/documents/%s?from=%d&to=%d#asked", s.Document, s.Start, s.End)
	}
	return "/documents/" + s.Document.String()
}

// Grade is the source and the information as graded, such as B2; a dash where
// one is not.
func (c claimRow) Grade() string {
	if c.Reliability == "" && c.Credibility == 0 {
		return ""
	}
	information := "–"
	if c.Credibility > 0 {
		information = strconv.Itoa(c.Credibility)
	}
	source := c.Reliability
	if source == "" {
		source = "–"
	}
	return source + information
}

// viewer makes rows of a file's claims.
type viewer struct {
	file *bureau.File
}

func anchorOf(ref statement.Ref) string { return fmt.Sprintf("s-%d-%d", ref.Entry, ref.Ordinal) }

func (v viewer) row(c *casefile.Claim) claimRow {
	e, st := c.Entry, c.Statement
	row := claimRow{
		Ref: c.Ref.String(), Anchor: anchorOf(c.Ref), Property: st.Property, Value: st.Value, Language: st.Language,
		Stance: st.Stance, Status: c.Status, Guess: c.Strength() == casefile.Guess, Weighs: c.Counts() && c.Strength() > casefile.NoValue,
		SaidBy: e.SaidBy, Channel: e.Channel, SaidOn: e.SaidOn, TrueOf: st.TrueOf, Reliability: e.Reliability, Credibility: st.Credibility,
		Group: c.Group, Because: e.Because, RecordedOn: e.Recorded, RecordedBy: e.By, Entry: e.Number,
		Source: sourceRow{Document: e.Source.Document, Sheet: e.Source.Sheet, Row: e.Source.Row, Start: e.Source.Start, End: e.Source.End,
			Cells: e.Source.Cells, Column: st.Column, Text: e.Source.Text},
	}
	if st.Written != "" && st.Written != st.Value {
		row.Written = st.Written
	}
	for _, by := range c.ActedOnBy {
		row.ActedOnBy = append(row.ActedOnBy, by.String())
	}
	if n, err := statement.UnknownMembers(st.Member); err == nil {
		row.Unknown = n
	}
	if d, has := v.file.Documents[e.Source.Document]; has {
		row.Source.Name = d.Name
	}
	if !c.Group.IsZero() {
		row.GroupName = v.file.Names[c.Group]
	}
	if id, err := statement.ParseID(st.Value); err == nil {
		row.Name = v.file.Names[id]
	}
	return row
}

// propertyRows is all that is said under one property, the best first.
type propertyRows struct {
	Name     string
	Best     *claimRow
	Rule     casefile.Rule
	Why      string
	Rows     []saying
	Conflict *casefile.Conflict
}

// saying is one value as one speaker gives it, with every place it stands at: a
// list that repeats a name in ten rows says it once, in ten places.
type saying struct {
	claimRow
	Places []claimRow
}

// sameSaying says whether two claims differ in nothing but when and where.
func sameSaying(a, b *claimRow) bool {
	return a.Value == b.Value && a.Written == b.Written && a.Stance == b.Stance && a.Status == b.Status && a.Against == b.Against && a.Group == b.Group &&
		a.Channel == b.Channel && a.Grade() == b.Grade() && slices.Equal(a.SaidBy, b.SaidBy) && slices.Equal(a.ActedOnBy, b.ActedOnBy)
}

// sayings puts claims that differ in nothing but when and where together.
func sayings(rows []claimRow) []saying {
	var out []saying
	for i := range rows {
		at := slices.IndexFunc(out, func(s saying) bool { return sameSaying(&s.claimRow, &rows[i]) })
		if at < 0 {
			at = len(out)
			out = append(out, saying{claimRow: rows[i]})
		}
		out[at].Places = append(out[at].Places, rows[i])
	}
	return out
}

// inTable are the properties that the table of what is said shows: the rest has
// a place of its own in the file, or is the bureau's own housekeeping.
func inTable(p *casefile.Property) bool {
	switch p.Name {
	case "member", "same.person", "not.same.person", "kin", "kin.of":
		return false
	}
	return !strings.HasPrefix(p.Name, "document.") && !strings.HasPrefix(p.Name, "bureau.")
}

// properties gives the table's rows, and apart what is said of an unknown member.
func (v viewer) properties() (table []propertyRows, unknown []claimRow) {
	for i := range v.file.Properties {
		p := &v.file.Properties[i]
		if !inTable(p) {
			continue
		}
		out := propertyRows{Name: p.Name, Rule: p.Rule, Why: p.Why, Conflict: p.Conflict}
		var rows []claimRow
		for j := range p.Claims {
			c := &p.Claims[j]
			row := v.row(c)
			if row.Unknown > 0 {
				unknown = append(unknown, row)
				continue
			}
			row.Best = p.Best != nil && c.Ref == p.Best.Ref
			if p.Conflict != nil {
				for k, side := range p.Conflict.Sides {
					if slices.Contains(side.Claims, c.Ref) {
						row.Against = sideName(k)
					}
				}
			}
			rows = append(rows, row)
		}
		if len(rows) == 0 {
			continue
		}
		slices.SortStableFunc(rows, func(a, b claimRow) int { return rankOf(a) - rankOf(b) })
		if rows[0].Best {
			out.Best = &rows[0]
		}
		out.Rows = sayings(rows)
		table = append(table, out)
	}
	for i := range v.file.Unassigned {
		unknown = append(unknown, v.row(&v.file.Unassigned[i]))
	}
	return table, unknown
}

// rankOf puts the best first, then what gives a value, what only estimates, what
// gives none, and last what no longer stands.
func rankOf(r claimRow) int {
	switch {
	case r.Best:
		return 0
	case r.Status != casefile.Active:
		return 4
	case r.Weighs && !r.Guess:
		return 1
	case r.Weighs:
		return 2
	}
	return 3
}

// sideName names the sides of a conflict A, B, C.
func sideName(i int) string { return string(rune('A' + i%26)) }

// conflictBox is a conflict with its sides next to each other.
type conflictBox struct {
	Property string
	Sides    []conflictSide
}

type conflictSide struct {
	Name     string
	Property string
	Value    string
	Rows     []claimRow
}

func (v viewer) conflicts() []conflictBox {
	var out []conflictBox
	for _, p := range v.file.Conflicts() {
		box := conflictBox{Property: p.Name}
		for k, side := range p.Conflict.Sides {
			s := conflictSide{Name: sideName(k), Property: p.Name, Value: side.Value}
			for i := range p.Claims {
				if slices.Contains(side.Claims, p.Claims[i].Ref) {
					s.Rows = append(s.Rows, v.row(&p.Claims[i]))
				}
			}
			box.Sides = append(box.Sides, s)
		}
		out = append(out, box)
	}
	return out
}
