package casefile

import (
	"homeward/statement"
	"homeward/statement/edtf"
)

// NameComparer says whether two written names may be one name in another script,
// spelling or order. It must say the same of (a, b) and (b, a).
type NameComparer func(a, b string) bool

// Input is what a file is folded from.
type Input struct {
	// Subjects are all subjects that are joined as this person; the first is the one he
	// is called by.
	Subjects []statement.ID
	// Entries are those of the subjects, and those of groups he may be a member of,
	// in any order. A group's entries count only if a standing `member` statement
	// among them names one of the subjects. Of an entry about any other subject only
	// the links that name one of the subjects are read.
	Entries []*statement.Entry
	// Links are further links the caller knows of, such as those that other
	// subjects' entries make to this one.
	Links []Link
}

// File is what is known of one person, by whom it is said, and how it fits together.
type File struct {
	Subjects []statement.ID `json:"subjects"`
	// Title is the best name: that of `name`, else surname and first names, else what
	// he is called. Names that stand against each other are both given, parted by " / ".
	// It is empty if nobody gives a name.
	Title string `json:"title"`
	// AlsoWritten are the other writings of the same name.
	AlsoWritten []Writing  `json:"also_written,omitempty"`
	Properties  []Property `json:"properties"` // in the order of the vocabulary
	Links       []Link     `json:"links,omitempty"`
	// Unassigned is what is said of some member of a group he belongs to, not said
	// which. It is never given to him, nor to any other member.
	Unassigned []Claim `json:"of_unknown_member,omitempty"`
	// Acts are the withdrawals, standing and withdrawn.
	Acts []Claim `json:"acts,omitempty"`
}

// Writing is a name as it is written in one place.
type Writing struct {
	Value  string        `json:"value"`
	Script string        `json:"script,omitempty"` // ISO 15924
	Ref    statement.Ref `json:"-"`
}

// Property is all that is said under one property of the vocabulary.
type Property struct {
	Name string `json:"name"`
	// Best is the value to read first, or nil; Rule and Why say which rule chose it, or
	// why there is none.
	Best     *Claim    `json:"best,omitempty"`
	Rule     Rule      `json:"rule"`
	Why      string    `json:"why"`
	Claims   []Claim   `json:"claims"` // all of them, in the order they were recorded
	Conflict *Conflict `json:"conflict,omitempty"`

	def *statement.Property
}

// Definition is the property's row in the vocabulary, or nil if the vocabulary does
// not know it.
func (p *Property) Definition() *statement.Property { return p.def }

// Against are the standing claims that give no value but speak to it: denials,
// professed ignorance, refusals to say.
func (p *Property) Against() []Claim {
	var out []Claim
	for i := range p.Claims {
		if c := &p.Claims[i]; c.Counts() && c.Strength() == NoValue {
			out = append(out, *c)
		}
	}
	return out
}

// Property returns what is said under a property, or nil if nothing is.
func (f *File) Property(name string) *Property {
	for i := range f.Properties {
		if f.Properties[i].Name == name {
			return &f.Properties[i]
		}
	}
	return nil
}

// Value is the best value of a property; ok is false if there is none.
func (f *File) Value(property string) (value string, ok bool) {
	if p := f.Property(property); p != nil && p.Best != nil {
		return p.Best.Value(), true
	}
	return "", false
}

// Active returns the claims of a property that stand and give a value, firm ones and
// guesses, in the order they were recorded.
func (f *File) Active(property string) []Claim {
	p := f.Property(property)
	if p == nil {
		return nil
	}
	var out []Claim
	for i := range p.Claims {
		if c := &p.Claims[i]; c.Counts() && c.Strength() > NoValue {
			out = append(out, *c)
		}
	}
	return out
}

// Dated is a claim with the date it gives.
type Dated struct {
	Date  edtf.Date
	Claim Claim
}

// Dates returns the dates that firm, standing claims give for a property, in the
// order they were recorded. Two sources may give two dates for one event.
func (f *File) Dates(property string) []Dated {
	p := f.Property(property)
	if p == nil {
		return nil
	}
	var out []Dated
	for i := range p.Claims {
		c := &p.Claims[i]
		if !c.Counts() || c.Strength() != Firm {
			continue
		}
		if d, ok := c.Date(); ok {
			out = append(out, Dated{d, *c})
		}
	}
	return out
}

// Conflicts are the properties whose claims cannot all be true.
func (f *File) Conflicts() []*Property {
	var out []*Property
	for i := range f.Properties {
		if f.Properties[i].Conflict != nil {
			out = append(out, &f.Properties[i])
		}
	}
	return out
}

// Verifications are the standing claims about what has been verified, by whom: those
// that confirm, that say it is not verified, that neither confirm nor deny, decline to
// say or do not know, and those under `verification` and `confirmed`.
func (f *File) Verifications() []Claim {
	var out []Claim
	for i := range f.Properties {
		p := &f.Properties[i]
		for j := range p.Claims {
			c := &p.Claims[j]
			if c.Status != Active {
				continue
			}
			switch c.Statement.Stance {
			case statement.Confirms, statement.NotVerified, statement.Neither, statement.Declines, statement.ProfessesIgnorance:
				out = append(out, *c)
				continue
			}
			if p.Name == "verification" || p.Name == "confirmed" {
				out = append(out, *c)
			}
		}
	}
	return out
}
