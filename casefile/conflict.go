package casefile

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"homeward/statement"
	"homeward/statement/edtf"
)

// Conflict is that firm, standing claims of one property cannot all be true. Estimates
// and predictions stand beside what is asserted; they are in no conflict and are
// never averaged or merged with it.
type Conflict struct {
	Sides []Side `json:"sides"`
	What  string `json:"what"` // in words: who says what
}

// Side is one of the values that cannot be true together, with all who say so.
type Side struct {
	Value    string          `json:"value"`
	Claims   []statement.Ref `json:"-"`
	Refs     []string        `json:"claims"`
	Speakers []string        `json:"speakers"` // first speakers, each once
}

// findConflict sets claims that cannot be true together against each other.
//
//   - one: values that do not agree. Dates agree if they can share a moment (1999 and
//     1999-05-02 do), names if they may be one name written otherwise, everything else
//     if it is the same but for case and punctuation.
//   - changes: values that do not agree, of times that may overlap. A claim of no known
//     time may be of any time.
//   - many: never.
func (p *Property) findConflict(same NameComparer) *Conflict {
	if p.per() == statement.Many || len(p.Claims) < 2 {
		return nil
	}
	var against []*Claim // claims that stand against another
	for i := range p.Claims {
		a := &p.Claims[i]
		if !a.Counts() || a.Strength() != Firm {
			continue
		}
		for j := range p.Claims {
			b := &p.Claims[j]
			if i != j && b.Counts() && b.Strength() == Firm && p.opposed(a, b, same) {
				against = append(against, a)
				break
			}
		}
	}
	if len(against) == 0 {
		return nil
	}
	c := &Conflict{}
	var members [][]*Claim
	for _, a := range against {
		at := slices.IndexFunc(members, func(side []*Claim) bool {
			return !slices.ContainsFunc(side, func(o *Claim) bool { return !p.agree(a, o, same) })
		})
		if at < 0 {
			at = len(members)
			members = append(members, nil)
		}
		members[at] = append(members[at], a)
	}
	var words []string
	for _, side := range members {
		s := Side{Value: p.pick(side).Statement.Value}
		for _, a := range side {
			s.Claims = append(s.Claims, a.Ref)
			s.Refs = append(s.Refs, a.Ref.String())
			if w := who(a); !slices.Contains(s.Speakers, w) {
				s.Speakers = append(s.Speakers, w)
			}
		}
		words = append(words, s.Value+" ("+strings.Join(s.Speakers, ", ")+")")
		c.Sides = append(c.Sides, s)
	}
	c.What = strings.Join(words, " against ")
	return c
}

// opposed says whether two claims cannot both be true.
func (p *Property) opposed(a, b *Claim, same NameComparer) bool {
	if p.agree(a, b, same) {
		return false
	}
	if p.per() != statement.Changes {
		return true
	}
	da, oka := a.Holds()
	db, okb := b.Holds()
	return !oka || !okb || edtf.Overlaps(da, db)
}

// agree says whether the values of two claims can both be true of one time.
func (p *Property) agree(a, b *Claim, same NameComparer) bool {
	va, vb := a.Statement.Value, b.Statement.Value
	if va == vb {
		return true
	}
	switch p.typ() {
	case statement.DateType:
		da, oka := a.Date()
		db, okb := b.Date()
		if oka && okb {
			return edtf.Overlaps(da, db)
		}
		return false
	case statement.NameType:
		return same(va, vb)
	case statement.CodeType, statement.PowerType, statement.RefType:
		return false
	}
	return sameText(va, vb)
}

// sameText compares texts but for case, white space and punctuation.
func sameText(a, b string) bool {
	for {
		ra, na := nextLetter(a)
		rb, nb := nextLetter(b)
		if ra != rb {
			return false
		}
		if ra == utf8.RuneError {
			return true
		}
		a, b = a[na:], b[nb:]
	}
}

// nextLetter is the first letter, mark, digit or symbol of s in lower case, and where
// it ends; RuneError at the end of s.
func nextLetter(s string) (rune, int) {
	for i, r := range s {
		if unicode.IsPunct(r) || unicode.IsSpace(r) || r == utf8.RuneError {
			continue
		}
		return unicode.ToLower(r), i + utf8.RuneLen(r)
	}
	return utf8.RuneError, len(s)
}

func foldText(s string) string {
	for i := range len(s) {
		if c := s[i]; c < 'a' || c > 'z' {
			return strings.Map(func(r rune) rune {
				if unicode.IsPunct(r) || unicode.IsSpace(r) {
					return -1
				}
				return unicode.ToLower(r)
			}, s)
		}
	}
	return s
}
