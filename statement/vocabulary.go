package statement

import (
	"bytes"
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"sync"
	"unicode"

	"homeward/statement/edtf"

	"github.com/goccy/go-yaml"
)

// Languages are the five that every label is given in.
func Languages() []string { return []string{"en", "fr", "uk", "ru", "ko"} }

// Type says what a property's values look like in canonical form.
type Type string

// The types of value.
const (
	NameType     Type = "name"     // as written, white space folded
	TextType     Type = "text"     // as written
	DateType     Type = "date"     // EDTF
	CodeType     Type = "code"     // one of the property's codes
	NumberType   Type = "number"   // letters and digits as printed, no white space
	PlaceType    Type = "place"    // as written, white space folded
	PowerType    Type = "power"    // a party's code, upper case
	RefType      Type = "ref"      // a subject's id
	QuantityType Type = "quantity" // "4000", "4000..", "..17", "1000..2000", a space, what is counted
)

// Per says how many values can be true of one subject.
type Per string

// The three ways.
const (
	One     Per = "one"     // two that differ are a conflict
	Changes Per = "changes" // two that differ at one time are a conflict
	Many    Per = "many"    // never a conflict
)

// Code is one value of a property of type code.
type Code struct {
	Code  string            `yaml:"code"`
	Label map[string]string `yaml:"label"`
	Also  []string          `yaml:"also"` // further words it is recognised by
}

// Property is one row of the vocabulary; see vocabulary.yaml for the columns.
type Property struct {
	Name     string            `yaml:"name"`
	Type     Type              `yaml:"type"`
	Per      Per               `yaml:"per"`
	Guards   string            `yaml:"guards"`
	Owed     bool              `yaml:"owed"`
	Article  string            `yaml:"article"`
	Label    map[string]string `yaml:"label"`
	Columns  []string          `yaml:"columns"`
	Codes    []Code            `yaml:"codes"`
	Event    string            `yaml:"event"`
	Card     string            `yaml:"card"`
	PFIF     string            `yaml:"pfif"`
	Exchange string            `yaml:"exchange"`
}

// Column is a list column that is not simply a property of the row's person.
type Column struct {
	Column   string   `yaml:"column"`
	About    string   `yaml:"about"` // kin | row
	Property string   `yaml:"property"`
	Headers  []string `yaml:"headers"`
	Card     string   `yaml:"card"`
}

// EventCode is a code of the event column with the words it is recognised by.
type EventCode struct {
	Code string   `yaml:"code"`
	Also []string `yaml:"also"`
}

// Vocabulary is the whole table. It does not change once read.
type Vocabulary struct {
	Properties []Property
	Columns    []Column
	Events     []EventCode

	byName map[string]*Property
}

//go:embed vocabulary.yaml
var vocabularyYAML []byte

//go:embed columns.yaml
var columnsYAML []byte

//go:embed events.yaml
var eventsYAML []byte

// DefaultVocabulary returns the vocabulary that comes with Homeward, read once.
// The file is part of the program: that it can be read is tested, so a failure
// is a defect of the build.
func DefaultVocabulary() *Vocabulary { return defaultVocabulary() }

var defaultVocabulary = sync.OnceValue(func() *Vocabulary {
	v, err := readVocabulary(vocabularyYAML, columnsYAML, eventsYAML)
	if err != nil {
		panic(err)
	}
	return v
})

func readVocabulary(properties, columns, events []byte) (*Vocabulary, error) {
	v := &Vocabulary{byName: map[string]*Property{}}
	for _, part := range []struct {
		name string
		data []byte
		into any
	}{{"vocabulary.yaml", properties, &v.Properties}, {"columns.yaml", columns, &v.Columns}, {"events.yaml", events, &v.Events}} {
		if err := yaml.NewDecoder(bytes.NewReader(part.data), yaml.Strict()).Decode(part.into); err != nil {
			return nil, fmt.Errorf("reading %s: %w", part.name, err)
		}
	}
	for i := range v.Properties {
		p := &v.Properties[i]
		if v.byName[p.Name] != nil {
			return nil, fmt.Errorf("vocabulary.yaml: %s stands there twice", p.Name)
		}
		v.byName[p.Name] = p
	}
	return v, nil
}

// Property returns the property of that name, or nil.
func (v *Vocabulary) Property(name string) *Property { return v.byName[name] }

// LabelIn is the property's label in a language, English where it has none.
func (p *Property) LabelIn(language string) string {
	if l := p.Label[language]; l != "" {
		return l
	}
	return p.Label["en"]
}

// CodeLabel is the label of one of the property's codes, or the code itself.
func (p *Property) CodeLabel(code, language string) string {
	for _, c := range p.Codes {
		if c.Code == code {
			if l := c.Label[language]; l != "" {
				return l
			}
			return c.Label["en"]
		}
	}
	return code
}

// Canonical turns a value as written into the property's canonical form. Dates
// that could be read in two ways come back as what is certain, with ambiguous
// set. It refuses what it cannot read and says what is expected.
func (p *Property) Canonical(written string, order edtf.Convention) (value string, ambiguous bool, err error) {
	text := foldSpace(written)
	if text == "" {
		return "", false, fmt.Errorf("%s is empty", p.LabelIn("en"))
	}
	switch p.Type {
	case DateType:
		d, ambiguous, err := edtf.ParseLoose(text, order)
		if err != nil {
			return "", false, fmt.Errorf("%s %q: %w", p.LabelIn("en"), text, err)
		}
		return d.String(), ambiguous, nil
	case CodeType:
		want := FoldHeader(text)
		for _, c := range p.Codes {
			if want == FoldHeader(c.Code) || slices.ContainsFunc(c.Also, func(s string) bool { return FoldHeader(s) == want }) {
				return c.Code, false, nil
			}
			for _, l := range c.Label {
				if FoldHeader(l) == want {
					return c.Code, false, nil
				}
			}
		}
		return "", false, fmt.Errorf("%s %q is not one of %s", p.LabelIn("en"), text, p.codeList())
	case NumberType:
		return strings.ReplaceAll(text, " ", ""), false, nil
	case PowerType:
		return strings.ToUpper(text), false, nil
	case RefType:
		id, err := ParseID(text)
		if err != nil {
			return "", false, fmt.Errorf("%s: %w", p.LabelIn("en"), err)
		}
		return id.String(), false, nil
	case QuantityType:
		return text, false, p.checkCanonical(text)
	}
	return text, false, nil
}

func (p *Property) codeList() string {
	codes := make([]string, len(p.Codes))
	for i, c := range p.Codes {
		codes[i] = c.Code
	}
	return strings.Join(codes, ", ")
}

// checkCanonical tells whether value already is in canonical form.
func (p *Property) checkCanonical(value string) error {
	if strings.TrimSpace(value) == "" {
		return fmt.Errorf("the value is empty")
	}
	switch p.Type {
	case DateType:
		return checkDate(value)
	case CodeType:
		if !slices.ContainsFunc(p.Codes, func(c Code) bool { return c.Code == value }) {
			return fmt.Errorf("%q is not one of %s", value, p.codeList())
		}
	case RefType:
		id, err := ParseID(value)
		if err == nil && id.String() != value {
			err = fmt.Errorf("%q is written %s", value, id)
		}
		return err
	case NameType, PlaceType:
		if !isFolded(value) {
			return fmt.Errorf("%q has white space that is not a single space between words", value)
		}
	case NumberType:
		if strings.ContainsFunc(value, unicode.IsSpace) {
			return fmt.Errorf("%q has white space", value)
		}
	case PowerType:
		if !isFolded(value) || value != strings.ToUpper(value) {
			return fmt.Errorf("%q is not the code of a party in upper case", value)
		}
	case QuantityType:
		if !isQuantity(value) {
			return fmt.Errorf("%q is no quantity: 4000, 4000.., ..17 or 1000..2000 is wanted, and what is counted after a space", value)
		}
	}
	return nil
}

// checkDate tells whether value is a date in its one canonical spelling.
func checkDate(value string) error {
	d, err := edtf.Parse(value)
	if err == nil && d.String() != value {
		err = fmt.Errorf("date %q is written %s", value, d)
	}
	return err
}

func isQuantity(value string) bool {
	number, counted, has := strings.Cut(value, " ")
	low, high, isRange := strings.Cut(number, "..")
	digits := func(s string) bool { return strings.Trim(s, "0123456789") == "" }
	return digits(low) && digits(high) && low+high != "" && (isRange || high == "") && (!has || counted != "" && isFolded(counted))
}

// foldSpace puts one space between words and none around them.
func foldSpace(s string) string { return strings.Join(strings.Fields(s), " ") }

// isFolded tells whether foldSpace would leave s as it is.
func isFolded(s string) bool {
	gap := true
	for _, r := range s {
		space := unicode.IsSpace(r)
		if space && (gap || r != ' ') {
			return false
		}
		gap = space
	}
	return !gap || s == ""
}

// FoldHeader is the form headers and code words are compared in: lower case, one
// space, no dots, underscores or colons, one kind of apostrophe.
func FoldHeader(s string) string {
	s = strings.NewReplacer("’", "'", "ʼ", "'", "`", "'", "_", " ", ".", "", ":", "", "\ufeff", "", "\u00a0", " ").Replace(strings.ToLower(s))
	return foldSpace(s)
}
