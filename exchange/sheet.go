package exchange

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml/ast"
)

// A TermsError says where a sheet of terms cannot be read and what was
// expected there. Line counts from 1; 0 is the sheet as a whole.
type TermsError struct {
	Line int
	Want string
}

func (e *TermsError) Error() string {
	if e.Line == 0 {
		return "terms: " + e.Want
	}
	return fmt.Sprintf("terms, line %d: %s", e.Line, e.Want)
}

// A sheet is walked by hand, node by node, so that every fault has its line
// and its own words, and nothing is guessed from Go types. faults collects
// them; reading goes on as far as it makes sense.
type sheet struct{ faults []error }

func (s *sheet) fault(line int, format string, args ...any) {
	s.faults = append(s.faults, &TermsError{line, fmt.Sprintf(format, args...)})
}

func lineOf(n ast.Node) int {
	if n == nil || n.GetToken() == nil || n.GetToken().Position == nil {
		return 0
	}
	return n.GetToken().Position.Line
}

// A field is one "key: value" of a mapping.
type field struct {
	key   string
	line  int
	value ast.Node
}

// fields lists the entries of a mapping; ok is false (and a fault noted) if n is none.
func (s *sheet) fields(n ast.Node, line int, what string) (out []field, ok bool) {
	var values []*ast.MappingValueNode
	switch m := n.(type) {
	case *ast.MappingNode:
		values = m.Values
	case *ast.MappingValueNode:
		values = []*ast.MappingValueNode{m}
	default:
		s.fault(line, "%s: expected words with a colon (key: value), found %s", what, describe(n))
		return nil, false
	}
	for _, v := range values {
		k, isWord := v.Key.(*ast.StringNode)
		if !isWord {
			s.fault(lineOf(v.Key), "%s: expected a plain word before the colon, found %q", what, fmt.Sprint(v.Key))
			continue
		}
		out = append(out, field{k.Value, lineOf(v.Key), v.Value})
	}
	return out, true
}

func describe(n ast.Node) string {
	switch v := n.(type) {
	case nil, *ast.NullNode:
		return "nothing"
	case *ast.MappingNode, *ast.MappingValueNode:
		return "a mapping"
	case *ast.SequenceNode:
		return "a list"
	case *ast.AnchorNode, *ast.AliasNode:
		return "an anchor or alias, which a sheet may not use: write the words out"
	case *ast.TagNode:
		return "a tag, which a sheet may not use"
	default:
		return strconv.Quote(v.GetToken().Value)
	}
}

// word reads a scalar as it is written.
func (s *sheet) word(n ast.Node, line int, what string) string {
	switch v := n.(type) {
	case *ast.StringNode:
		if strings.TrimSpace(v.Value) != "" {
			return strings.TrimSpace(v.Value)
		}
	case *ast.LiteralNode:
		if v.Value != nil && strings.TrimSpace(v.Value.Value) != "" {
			return strings.TrimSpace(v.Value.Value)
		}
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode:
		return v.GetToken().Value
	}
	s.fault(line, "%s: expected a word, found %s", what, describe(n))
	return ""
}

// words reads one scalar or a list of them, none twice.
func (s *sheet) words(n ast.Node, line int, what string) []string {
	seq, isList := n.(*ast.SequenceNode)
	if !isList {
		if w := s.word(n, line, what); w != "" {
			return []string{w}
		}
		return nil
	}
	var out []string
	for _, item := range seq.Values {
		at := max(lineOf(item), line)
		w := s.word(item, at, what)
		if w != "" && slices.Contains(out, w) {
			s.fault(at, "%s: %q stands twice", what, w)
			continue
		}
		if w != "" {
			out = append(out, w)
		}
	}
	if len(seq.Values) == 0 {
		s.fault(line, "%s: expected at least one word, found an empty list", what)
	}
	return out
}

// mostCount is the largest count a sheet may write: far above mankind, far
// below where sums of products could overflow.
const mostCount = 1_000_000_000

func (s *sheet) number(n ast.Node, line int, what string, least int64) int64 {
	if v, isInt := n.(*ast.IntegerNode); isInt {
		if c, err := strconv.ParseInt(v.GetToken().Value, 10, 64); err == nil && c >= least && c <= mostCount {
			return c
		}
	}
	s.fault(line, "%s: expected a whole number from %d to %d, found %s", what, least, int64(mostCount), describe(n))
	return least
}

func (s *sheet) date(n ast.Node, line int, what string) Date {
	w := s.word(n, line, what)
	if w == "" {
		return Date{}
	}
	d, err := ParseDate(w)
	if err != nil || d.Day == 0 {
		s.fault(line, "%s: expected a day as YYYY-MM-DD, found %q", what, w)
		return Date{}
	}
	return d
}

func (s *sheet) choice(n ast.Node, line int, what string, words ...string) string {
	w := s.word(n, line, what)
	if w != "" && !slices.Contains(words, w) {
		s.fault(line, "%s: expected %s, found %q", what, strings.Join(words, " or "), w)
	}
	return w
}

func (s *sheet) unknown(f field, what string, known ...string) {
	s.fault(f.line, "%s: %q is not known here; expected %s", what, f.key, strings.Join(known, ", "))
}

// closedWords are the attributes with a closed list of words.
var closedWords = map[string][]string{
	"sex":           {"f", "m", "x"},
	"finding":       {string(FindingNone), string(FindingDirect), string(FindingNeutral)},
	"fit_to_travel": {string(FitUnknown), string(FitYes), string(FitNo)},
	"status":        {string(StatusMilitary), string(StatusCivilian), string(StatusMedical), string(StatusReligious), string(StatusRemains)},
	"confirmed":     {"holder", "agency", "witness", "claimed", "none"},
	"hold":          {string(HoldNone), string(HoldProsecution), string(HoldSentence)},
}

// selector reads a selector. dead says whether "status: remains" may stand
// here (only at the top: the dead are never mixed with the living).
func (s *sheet) selector(n ast.Node, line int, what string, dead bool) *Selector {
	fields, ok := s.fields(n, line, what)
	if !ok {
		return nil
	}
	sel := &Selector{}
	lists := map[string]*[]string{
		"id": &sel.ID, "holder": &sel.Holder, "home": &sel.Home, "destination": &sel.Destination, "sex": &sel.Sex,
		"rank": &sel.Rank, "condition": &sel.Condition, "finding": &sel.Finding, "fit_to_travel": &sel.FitToTravel,
		"status": &sel.Status, "unit": &sel.Unit, "group": &sel.Group, "confirmed": &sel.Confirmed, "hold": &sel.Hold,
		"priority": &sel.Priority,
	}
	for _, f := range fields {
		at := what + ", " + f.key
		if target, isList := lists[f.key]; isList {
			*target = s.words(f.value, f.line, at)
			if closed := closedWords[f.key]; closed != nil {
				for i, w := range *target { // as in a list of people, capitals do not matter
					k := slices.IndexFunc(closed, func(c string) bool { return strings.EqualFold(c, w) })
					if k < 0 {
						s.fault(f.line, "%s: expected %s, found %q", at, strings.Join(closed, " or "), w)
						continue
					}
					(*target)[i] = closed[k]
				}
			}
			if f.key == "status" && slices.Contains(sel.Status, string(StatusRemains)) && (!dead || len(sel.Status) > 1) {
				s.fault(f.line, "%s: remains are counted apart from the living; give them a term of their own", at)
			}
			continue
		}
		switch f.key {
		case "age":
			s.age(sel, f, at)
		case "captured":
			s.captured(sel, f, at)
		case "captive_years":
			sel.CaptiveYears = int(min(s.number(f.value, f.line, at, 1), 1000))
		case "not":
			sel.Not = s.selector(f.value, f.line, at, false)
		case "any":
			seq, isList := f.value.(*ast.SequenceNode)
			if !isList || len(seq.Values) == 0 {
				s.fault(f.line, "%s: expected a list of selectors, found %s", at, describe(f.value))
				continue
			}
			for _, item := range seq.Values {
				sel.Any = append(sel.Any, s.selector(item, max(lineOf(item), f.line), at, false))
			}
		case "wish":
			s.fault(f.line, "%s: a prisoner's wish is not a term; it is honoured in every plan", what)
		default:
			s.unknown(f, what, "id, holder, home, destination, sex, rank, condition, finding, fit_to_travel, status, unit, group, confirmed, hold, priority, age, captured, captive_years, not, any")
		}
	}
	return sel
}

func (s *sheet) age(sel *Selector, f field, what string) {
	fields, ok := s.fields(f.value, f.line, what)
	if !ok {
		return
	}
	for _, a := range fields {
		switch a.key {
		case "under":
			sel.AgeUnder = int(min(s.number(a.value, a.line, what+", under", 1), 1000))
		case "from":
			sel.AgeFrom = int(min(s.number(a.value, a.line, what+", from", 1), 1000))
		case "on":
			sel.AgeOn = s.date(a.value, a.line, what+", on")
		default:
			s.unknown(a, what, "under, from, on")
		}
	}
	if sel.AgeUnder == 0 && sel.AgeFrom == 0 {
		s.fault(f.line, "%s: expected under or from, in whole years", what)
	}
}

func (s *sheet) captured(sel *Selector, f field, what string) {
	fields, ok := s.fields(f.value, f.line, what)
	if !ok {
		return
	}
	for _, a := range fields {
		switch a.key {
		case "before":
			sel.CapturedBefore = s.date(a.value, a.line, what+", before")
		case "from":
			sel.CapturedFrom = s.date(a.value, a.line, what+", from")
		default:
			s.unknown(a, what, "before, from")
		}
	}
	if len(fields) == 0 {
		s.fault(f.line, "%s: expected before or from, each a day", what)
	}
}

// ratio reads N:M.
func (s *sheet) ratio(n ast.Node, line int, what string) [2]int64 {
	w := s.word(n, line, what)
	left, right, found := strings.Cut(w, ":")
	a, err1 := strconv.ParseInt(strings.TrimSpace(left), 10, 64)
	b, err2 := strconv.ParseInt(strings.TrimSpace(right), 10, 64)
	if !found || errors.Join(err1, err2) != nil || a < 1 || b < 1 || a > 1_000_000 || b > 1_000_000 {
		s.fault(line, "%s: expected N:M, two whole numbers from 1 to 1000000 such as 1:1, found %q", what, w)
		return [2]int64{1, 1}
	}
	x, y := a, b
	for y != 0 {
		x, y = y, x%y
	}
	return [2]int64{a / x, b / x} // in lowest terms it counts the same people
}
