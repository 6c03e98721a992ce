package list

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"homeward/statement"
	"homeward/statement/edtf"
)

// target is what a column can be read as.
type target struct {
	property *statement.Property // nil for a column about the row itself
	column   string              // "event date", "kin name" …; empty for a plain property
	about    string              // person | kin | row
}

// targetNamed finds what --map names: a property or a column.
func targetNamed(v *statement.Vocabulary, name string) (target, bool) {
	if p := v.Property(strings.TrimSpace(name)); p != nil {
		return target{property: p, about: "person"}, true
	}
	folded := statement.FoldHeader(name)
	for _, c := range v.Columns {
		if statement.FoldHeader(c.Column) == folded {
			return columnTarget(v, c), true
		}
	}
	return target{}, false
}

func columnTarget(v *statement.Vocabulary, c statement.Column) target {
	return target{property: v.Property(c.Property), column: c.Column, about: c.About}
}

// headers are all headers the vocabulary knows, folded. One header may have two
// readings: "date" is the day of an event in a list of events, and nothing in a
// list of persons.
func headers(v *statement.Vocabulary) map[string][]target {
	known := map[string][]target{}
	add := func(header string, t target) {
		h := statement.FoldHeader(header)
		if h != "" && !slices.ContainsFunc(known[h], func(k target) bool { return k.about == t.about }) {
			known[h] = append(known[h], t)
		}
	}
	for i := range v.Properties {
		p := &v.Properties[i]
		for _, h := range p.Columns {
			add(h, target{property: p, about: "person"})
		}
	}
	for _, c := range v.Columns {
		add(c.Column, columnTarget(v, c))
		for _, h := range c.Headers {
			add(h, columnTarget(v, c))
		}
	}
	for i := range v.Properties {
		p := &v.Properties[i]
		if len(p.Columns) == 0 {
			continue // not for lists
		}
		add(p.Name, target{property: p, about: "person"})
		for _, language := range statement.Languages() {
			add(p.Label[language], target{property: p, about: "person"})
		}
	}
	return known
}

// defaultHeaders are the headers of the vocabulary that comes with Homeward, put
// together once; nobody writes to them.
var defaultHeaders = sync.OnceValue(func() map[string][]target { return headers(statement.DefaultVocabulary()) })

// recognised counts the columns that would be read, if the row were the header.
func recognised(known map[string][]target, cells []string, mapped map[string]string) int {
	n := 0
	for _, c := range cells {
		if len(c) > maxHeader {
			continue
		}
		if _, _, ok := mappedBy(mapped, c); ok || len(known[statement.FoldHeader(c)]) > 0 {
			n++
		}
	}
	return n
}

// maxHeader is more bytes than a header that is recognised has.
const maxHeader = 400

// mappedBy finds what --map says of a header, and under which words.
func mappedBy(mapped map[string]string, header string) (words, target string, ok bool) {
	if len(mapped) == 0 {
		return "", "", false
	}
	folded := statement.FoldHeader(header)
	for h, t := range mapped {
		if statement.FoldHeader(h) == folded {
			return h, t, true
		}
	}
	return "", "", false
}

// column is how one column of this list is read.
type column struct {
	index   int // 0-based
	header  string
	target  target
	twoWays string // the warning on a date that can be read in two ways
}

func newColumn(index int, header string, t target) *column {
	return &column{index: index, header: header, target: t,
		twoWays: fmt.Sprintf("column %q: a date that can be read in two ways; only what is certain is taken (say the order with --dates dmy or mdy)", header)}
}

// plan is how the rows of this list are read.
type plan struct {
	kind       Kind
	mapping    []MappedColumn
	warnings   []string
	columns    []*column // by index; nil where not read
	header     []string
	order      edtf.Convention
	serial     edtf.Convention                           // how a workbook's numbers count days; AsWritten in other files
	events     map[string]string                         // folded word → event code
	parts      map[string]map[string]*statement.Property // event code → part → property
	eventCodes string                                    // for messages
	changing   map[string]bool                           // properties that hold as of a day
	codes      map[*statement.Property]map[string]string
}

func newPlan(v *statement.Vocabulary, known map[string][]target, header []string, o Options) (*plan, error) {
	for len(header) > 0 && strings.TrimSpace(header[len(header)-1]) == "" {
		header = header[:len(header)-1]
	}
	if len(header) > maxColumns {
		return nil, fmt.Errorf("%w: its header has %d columns; at most %d are read", ErrNotAList, len(header), maxColumns)
	}
	p := &plan{order: o.DateOrder, header: header, columns: make([]*column, len(header)), codes: map[*statement.Property]map[string]string{}}
	candidates := make([][]target, len(header))
	how := make([]string, len(header))
	met := map[string]bool{}
	for i, h := range header {
		if words, t, ok := mappedBy(o.Map, h); ok {
			met[words] = true
			how[i] = byMap
			if named, ok := targetNamed(v, t); ok {
				candidates[i] = []target{named}
			}
			continue
		}
		how[i] = byHeader
		candidates[i] = known[statement.FoldHeader(h)]
	}
	for h, t := range o.Map {
		if !met[h] {
			return nil, fmt.Errorf("--map %q: the list has no column %q; its columns are %s", h+"="+t, h, strings.Join(header, ", "))
		}
	}
	if p.kind = o.Kind; p.kind == "" {
		p.kind = kindOf(candidates)
	}
	taken := map[string]bool{}
	for i, h := range header {
		m := MappedColumn{Index: i + 1, Header: h, How: notRecognised}
		t, ok := p.choose(candidates[i])
		key := t.about + " " + t.column
		if t.property != nil {
			key = t.about + " " + t.property.Name
		}
		switch {
		case ok && taken[key] && (t.property == nil || t.property.Per != statement.Many):
			m.How = "a second column for the same; kept as written"
			p.warnings = append(p.warnings, fmt.Sprintf("column %d %q would be read as %s like another before it; it is only kept as written", i+1, h, t.name()))
		case ok:
			taken[key] = true
			m.How, m.Column = how[i], t.column
			if t.property != nil {
				m.Property = t.property.Name
			}
			p.columns[i] = newColumn(i, h, t)
		case how[i] == byMap:
			m.How = "--map: not read; kept as written"
		}
		p.mapping = append(p.mapping, m)
	}
	p.readEvents(v)
	return p, p.check()
}

func (t target) name() string {
	if t.column != "" {
		return t.column
	}
	return t.property.Name
}

// choose takes the reading that makes sense in a list of this kind.
func (p *plan) choose(candidates []target) (target, bool) {
	prefer := []string{"person", "kin", "row"}
	if p.kind == Events {
		prefer = []string{"row", "person", "kin"}
	}
	for _, about := range prefer {
		for _, c := range candidates {
			ofEvent := c.about == "row" && strings.HasPrefix(c.column, "event")
			if c.about == about && (p.kind == Events || !ofEvent) {
				return c, true
			}
		}
	}
	return target{}, false
}

// kindOf tells the kind of list from its columns.
func kindOf(candidates [][]target) Kind {
	has := func(match func(target) bool) bool {
		return slices.ContainsFunc(candidates, func(c []target) bool { return slices.ContainsFunc(c, match) })
	}
	column := func(name string) func(target) bool {
		return func(t target) bool { return t.column == name }
	}
	property := func(name string) func(target) bool {
		return func(t target) bool { return t.column == "" && t.property != nil && t.property.Name == name }
	}
	switch {
	case has(column("event")) && has(column("event date")):
		return Events
	case has(property("enquiry.received")) && (has(column("kin name")) || has(column("kin relation"))),
		has(property("enquiry.answered")):
		return Enquiries
	}
	return Persons
}

// check says whether the list can be of any use.
func (p *plan) check() error {
	reads := func(names ...string) bool {
		return slices.ContainsFunc(p.columns, func(c *column) bool { return c != nil && slices.Contains(names, c.target.name()) })
	}
	names := strings.Join(p.header, ", ")
	if !reads("name", "name.family", "name.given", "name.alias", "reference", "service.number", "prisoner.number") {
		return fmt.Errorf("%w: no column gives a name or a number of a person (columns: %s); say which does with --map 'Header=name'", ErrNotAList, names)
	}
	if p.kind == Events && (!reads("event") || !reads("event date")) {
		return fmt.Errorf("%w of events: it wants a column for the event and one for its date (columns: %s); say which they are with --map 'Header=event' --map 'Header=event date'", ErrNotAList, names)
	}
	return nil
}

// codesOf are the words a code property is recognised by.
func (p *plan) codesOf(property *statement.Property) map[string]string {
	if codes := p.codes[property]; codes != nil {
		return codes
	}
	codes := map[string]string{}
	for _, c := range property.Codes {
		words := append([]string{c.Code}, c.Also...)
		for _, language := range statement.Languages() {
			words = append(words, c.Label[language])
		}
		for _, w := range words {
			if f := statement.FoldHeader(w); f != "" && codes[f] == "" {
				codes[f] = c.Code
			}
		}
	}
	p.codes[property] = codes
	return codes
}

func (p *plan) readEvents(v *statement.Vocabulary) {
	p.events, p.parts, p.changing = map[string]string{}, map[string]map[string]*statement.Property{}, map[string]bool{}
	codes := make([]string, 0, len(v.Events))
	for _, e := range v.Events {
		codes = append(codes, e.Code)
		p.parts[e.Code] = map[string]*statement.Property{}
		for _, w := range append([]string{e.Code}, e.Also...) {
			p.events[statement.FoldHeader(w)] = e.Code
		}
	}
	p.eventCodes = strings.Join(codes, ", ")
	for i := range v.Properties {
		p.changing[v.Properties[i].Name] = v.Properties[i].Per == statement.Changes
		if code, part, ok := strings.Cut(v.Properties[i].Event, ":"); ok && p.parts[code] != nil {
			p.parts[code][part] = &v.Properties[i]
		}
	}
}
