package exchange

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// mostSheet is how long a sheet of terms may be, in bytes.
const mostSheet = 4 << 20

// ReadTerms reads a sheet of terms in YAML. It is strict: a word it does not
// know is refused, with the line and what was expected, and so is everything
// YAML has that a sheet does not need (anchors, tags, several documents). All
// faults found are returned together, each a [TermsError].
func ReadTerms(r io.Reader) (*Terms, error) {
	text, err := io.ReadAll(io.LimitReader(r, mostSheet+1))
	if err != nil {
		return nil, fmt.Errorf("reading terms: %w", err)
	}
	if len(text) > mostSheet {
		return nil, &TermsError{0, fmt.Sprintf("the sheet is longer than %d bytes", mostSheet)}
	}
	for i, line := range bytes.Split(text, []byte("\n")) {
		if !utf8.Valid(line) {
			return nil, &TermsError{i + 1, "is not UTF-8; save the sheet as text in UTF-8"}
		}
	}
	root, err := parseSheet(text)
	if err != nil {
		return nil, err
	}
	s := &sheet{}
	t := s.terms(root)
	if len(s.faults) > 0 {
		return nil, errors.Join(s.faults...)
	}
	return t, nil
}

var yamlPosition = regexp.MustCompile(`^\[(\d+):(\d+)\] ([^\n]*)`)

// parseSheet turns text into its one mapping. The parser is a third party's
// and a sheet comes from outside: if it gives up on some text, that is an
// error about the text and not the end of the program.
func parseSheet(text []byte) (root ast.Node, err error) {
	defer func() {
		if p := recover(); p != nil {
			root, err = nil, &TermsError{0, fmt.Sprintf("is not YAML that can be read: %v", p)}
		}
	}()
	file, err := parser.ParseBytes(text, 0)
	if err != nil {
		if m := yamlPosition.FindStringSubmatch(err.Error()); m != nil {
			line, _ := strconv.Atoi(m[1])
			return nil, &TermsError{line, fmt.Sprintf("is not YAML at character %s: %s", m[2], m[3])}
		}
		return nil, &TermsError{0, "is not YAML: " + err.Error()}
	}
	for _, doc := range file.Docs {
		if doc.Body == nil {
			continue
		}
		if root != nil {
			return nil, &TermsError{lineOf(doc.Body), "a second document begins; a sheet is one document"}
		}
		root = doc.Body
	}
	if root == nil {
		return nil, &TermsError{0, "the sheet is empty; expected on, parties and terms"}
	}
	return root, nil
}

func (s *sheet) terms(root ast.Node) *Terms {
	t := &Terms{}
	fields, ok := s.fields(root, lineOf(root), "sheet")
	if !ok {
		return nil
	}
	var list *ast.SequenceNode
	for _, f := range fields {
		switch f.key {
		case "title":
			t.Title = s.word(f.value, f.line, "title")
		case "on":
			t.On = s.date(f.value, f.line, "on")
		case "seed":
			t.Seed = s.word(f.value, f.line, "seed")
		case "parties":
			t.Parties = s.words(f.value, f.line, "parties")
		case "priorities":
			if seq, isList := f.value.(*ast.SequenceNode); isList && len(seq.Values) == 0 {
				continue // a sheet may say that it has none
			}
			t.Priorities = s.words(f.value, f.line, "priorities")
			if len(t.Priorities) > 63 {
				s.fault(f.line, "priorities: expected at most 63 classes, found %d", len(t.Priorities))
			}
		case "unknown_wish":
			t.IfInterviewed = s.choice(f.value, f.line, "unknown_wish", "stays", "if_interviewed") == "if_interviewed"
		case "terms":
			var isList bool
			if list, isList = f.value.(*ast.SequenceNode); !isList {
				s.fault(f.line, "terms: expected a list, each with a dash, found %s", describe(f.value))
			}
		default:
			s.unknown(f, "sheet", "title, on, seed, parties, priorities, unknown_wish, terms")
		}
	}
	if !t.On.Known() && len(s.faults) == 0 {
		s.fault(0, "on is missing: expected the day on which ages and captivity are counted, on: YYYY-MM-DD")
	}
	if len(t.Parties) == 0 && len(s.faults) == 0 {
		s.fault(0, "parties is missing: expected the parties' codes, parties: [A, B]")
	}
	if list == nil {
		if len(s.faults) == 0 {
			s.fault(0, "terms is missing: expected a list of terms")
		}
		return t
	}
	for _, item := range list.Values {
		s.term(t, item)
	}
	s.names(t)
	return t
}

// names checks what terms say of each other.
func (s *sheet) names(t *Terms) {
	lines := map[string]int{}
	for i := range t.List {
		term := &t.List[i]
		if first, double := lines[term.Name]; double {
			s.fault(term.Line, "the name %q is used in line %d already; every term has its own", term.Name, first)
		}
		lines[term.Name] = term.Line
	}
	several := map[string][]int{}
	for i := range t.List {
		if word := t.List[i].OneOf; word != "" {
			several[word] = append(several[word], t.List[i].Line)
		}
	}
	for word, at := range several {
		if len(at) == 1 {
			s.fault(at[0], "one_of: %q stands here only; expected two terms or more to choose from", word)
		}
	}
	for i := range t.List {
		for _, name := range t.List[i].For {
			k := slices.IndexFunc(t.List, func(o Term) bool { return o.Name == name })
			if k < 0 {
				s.fault(t.List[i].Line, "condition %q is for %q, but no term has that name", t.List[i].Name, name)
			} else if t.List[k].Kind == KindCondition {
				s.fault(t.List[i].Line, "condition %q is for %q, which is a condition itself", t.List[i].Name, name)
			}
		}
	}
}

// term reads one item of the list: a name (if it has one) and one kind.
func (s *sheet) term(t *Terms, n ast.Node) {
	line := lineOf(n)
	fields, ok := s.fields(n, line, "term")
	if !ok {
		return
	}
	if len(fields) > 0 {
		line = fields[0].line
	}
	term := Term{Line: line}
	var body *field
	for i := range fields {
		f := &fields[i]
		switch {
		case f.key == "name":
			term.Name = s.word(f.value, f.line, "name")
		case f.key == "optional":
			term.Optional = s.choice(f.value, f.line, "optional", "yes", "no") == "yes"
		case f.key == "one_of":
			term.OneOf = s.word(f.value, f.line, "one_of")
		case slices.Contains(kinds, Kind(f.key)):
			if body != nil {
				s.fault(f.line, "a term has one kind; %q stands in line %d already: give %q a dash of its own", body.key, body.line, f.key)
				continue
			}
			body, term.Kind, term.Line = f, Kind(f.key), f.line
		default:
			known := make([]string, len(kinds))
			for i, k := range kinds {
				known[i] = string(k)
			}
			s.fault(f.line, "%q is not a kind of term that can be solved; expected name, optional, one_of and one of %s", f.key, strings.Join(known, ", "))
		}
	}
	if body == nil {
		if len(s.faults) == 0 {
			s.fault(line, "term has no kind; expected one such as parity or at_most")
		}
		return
	}
	if term.Name == "" {
		term.Name = fmt.Sprintf("%s in line %d", term.Kind, term.Line)
	}
	b := &termBody{sheet: s, terms: t, term: &term, what: string(term.Kind), line: term.Line}
	b.read(body.value)
	if term.droppable() && !term.Kind.mayDrop() {
		s.fault(term.Line, "%s cannot be optional or one of several: only terms that count people can", term.Kind)
	}
	if term.Optional && term.OneOf != "" {
		s.fault(term.Line, "optional and one_of both stand; a term is one or the other")
	}
	t.List = append(t.List, term)
}

var kinds = []Kind{KindParity, KindAtMost, KindAtLeast, KindExactly, KindInclude, KindExclude, KindAllForAll, KindDeal, KindRelease, KindThirdCountry, KindCondition, KindCrossing, KindConsent, KindRetain, KindTrust, KindNeutral, KindTogether, KindApart}

// A termBody reads what stands under a kind.
type termBody struct {
	*sheet
	terms *Terms
	term  *Term
	what  string
	line  int
}

// A part is one word that may stand under a kind.
type part struct {
	key  string
	must bool
	read func(f field, what string)
}

func (b *termBody) parts(n ast.Node, line int, what string, parts ...part) {
	fields, ok := b.fields(n, line, what)
	if !ok {
		return
	}
	known := make([]string, len(parts))
	for i, p := range parts {
		known[i] = p.key
	}
	for _, f := range fields {
		i := slices.Index(known, f.key)
		if i < 0 {
			b.unknown(f, what, known...)
			continue
		}
		parts[i].read(f, what+", "+f.key)
	}
	for _, p := range parts {
		if p.must && !slices.ContainsFunc(fields, func(f field) bool { return f.key == p.key }) {
			b.fault(line, "%s: %s is missing", what, p.key)
		}
	}
}

func (b *termBody) party(to *string) func(field, string) {
	return func(f field, what string) {
		*to = b.word(f.value, f.line, what)
		if *to != "" && !slices.Contains(b.terms.Parties, *to) {
			b.fault(f.line, "%s: %q is not among the parties %s", what, *to, strings.Join(b.terms.Parties, ", "))
		}
	}
}

func (b *termBody) people(to **Selector, dead bool) func(field, string) {
	return func(f field, what string) { *to = b.selector(f.value, f.line, what, dead) }
}

func (b *termBody) count(to *int64, least int64) func(field, string) {
	return func(f field, what string) { *to = b.number(f.value, f.line, what, least) }
}

func (b *termBody) text(to *string) func(field, string) {
	return func(f field, what string) { *to = b.word(f.value, f.line, what) }
}

func (b *termBody) between(f field, what string) {
	two := b.words(f.value, f.line, what)
	if len(two) != 2 {
		b.fault(f.line, "%s: expected two different parties, [A, B]", what)
		return
	}
	for i, p := range two {
		b.term.Between[i] = p
		if !slices.Contains(b.terms.Parties, p) {
			b.fault(f.line, "%s: %q is not among the parties %s", what, p, strings.Join(b.terms.Parties, ", "))
		}
	}
}

// lane reads {from, of, people}; must names the words that may not be missing.
func (b *termBody) lane(to *Lane, dead bool, must string) func(field, string) {
	return func(f field, what string) {
		b.parts(f.value, f.line, what,
			part{"from", strings.Contains(must, "from"), b.party(&to.From)},
			part{"of", strings.Contains(must, "of"), b.party(&to.Of)},
			part{"people", false, b.people(&to.People, dead)})
	}
}

func (b *termBody) read(n ast.Node) {
	t := b.term
	switch t.Kind {
	case KindParity:
		b.parts(n, b.line, b.what,
			part{"between", true, b.between},
			part{"ratio", true, func(f field, what string) { t.Ratio = b.ratio(f.value, f.line, what) }},
			part{"people", false, b.people(&t.People, true)},
			part{"categories", false, b.categories})
	case KindAllForAll:
		b.parts(n, b.line, b.what, part{"between", true, b.between}, part{"people", false, b.people(&t.People, true)})
	case KindAtMost, KindAtLeast, KindExactly:
		b.parts(n, b.line, b.what, part{"count", true, b.count(&t.Count, 0)}, part{"people", false, b.people(&t.People, true)})
	case KindInclude:
		t.IDs = b.words(n, b.line, b.what)
	case KindExclude:
		b.parts(n, b.line, b.what,
			part{"ids", true, func(f field, what string) { t.IDs = b.words(f.value, f.line, what) }},
			part{"why", false, b.text(&t.Why)})
	case KindDeal:
		b.deal(n)
	case KindRelease:
		b.lane(&t.Way, true, "from")(field{b.what, b.line, n}, b.what)
	case KindThirdCountry:
		b.parts(n, b.line, b.what,
			part{"from", true, b.party(&t.Way.From)},
			part{"to", true, b.party(&t.To)},
			part{"people", false, b.people(&t.Way.People, false)})
		if t.To != "" && t.To == t.Way.From {
			b.fault(b.line, "%s: from and to are the same party", b.what)
		}
	case KindCondition:
		b.parts(n, b.line, b.what,
			part{"says", true, b.text(&t.Says)},
			part{"met", false, func(f field, what string) { t.Met = b.choice(f.value, f.line, what, "yes", "no") }},
			part{"for", true, func(f field, what string) { t.For = b.words(f.value, f.line, what) }})
	case KindCrossing:
		b.parts(n, b.line, b.what,
			part{"at", true, b.text(&t.At)},
			part{"per_day", true, b.count(&t.PerDay, 1)},
			part{"days", false, b.count(&t.Days, 1)},
			part{"people", false, b.people(&t.People, false)})
	case KindTogether, KindApart:
		b.groups(n)
	case KindTrust:
		b.trust(n)
	case KindNeutral:
		b.neutral(n)
	case KindConsent, KindRetain:
		b.parts(n, b.line, b.what,
			part{"from", true, b.party(&t.Way.From)},
			part{"people", false, b.people(&t.Way.People, false)})
	}
}

func (b *termBody) categories(f field, what string) {
	fields, ok := b.fields(f.value, f.line, what)
	if !ok {
		return
	}
	for _, c := range fields {
		b.term.Categories = append(b.term.Categories, Category{c.key, b.selector(c.value, c.line, what+", "+c.key, false)})
	}
	if len(fields) == 0 {
		b.fault(f.line, "%s: expected a name and a selector for each category", what)
	}
	if b.term.People.remains() {
		b.fault(f.line, "%s: a parity of remains has no categories", what)
	}
}

func (b *termBody) deal(n ast.Node) {
	t := b.term
	t.Count = 1
	least := false
	b.parts(n, b.line, b.what,
		part{"returns", true, b.lane(&t.Returns, false, "from of")},
		part{"if", true, b.lane(&t.If, false, "from of")},
		part{"ratio", false, func(f field, what string) { t.Ratio = b.ratio(f.value, f.line, what) }},
		part{"at_least", false, func(f field, what string) { least = true; t.Count = b.number(f.value, f.line, what, 1) }},
		part{"arranged_by", false, b.party(&t.ArrangedBy)})
	if least && t.Ratio[0] != 0 {
		b.fault(b.line, "deal: ratio and at_least both stand; a deal has one or the other")
	}
	if t.Returns.From != "" && t.Returns.From == t.Returns.Of || t.If.From != "" && t.If.From == t.If.Of {
		b.fault(b.line, "deal: from and of are the same party; nobody is a prisoner of his own party")
	}
}
