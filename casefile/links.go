package casefile

import (
	"cmp"
	"slices"

	"homeward/statement"
)

// LinkKind says how two subjects belong together.
type LinkKind string

// The kinds of link.
const (
	SamePerson    LinkKind = "same.person"
	NotSamePerson LinkKind = "not.same.person"
	Member        LinkKind = "member" // from a group to one of its members
	Kin           LinkKind = "kin"    // from a person to whom should be informed
	KinOf         LinkKind = "kin.of" // from the person to be informed
)

func linkKind(property string) (LinkKind, bool) {
	switch k := LinkKind(property); k {
	case SamePerson, NotSamePerson, Member, Kin, KinOf:
		return k, true
	}
	return "", false
}

// Link is a statement that two subjects belong together, or do not. A withdrawn link
// is still listed.
type Link struct {
	Kind  LinkKind     `json:"kind"`
	From  statement.ID `json:"from"`
	To    statement.ID `json:"to"`
	Claim Claim        `json:"claim"`
}

// Other is the end of the link that is not the given subject.
func (l *Link) Other(subject statement.ID) statement.ID {
	if l.From == subject {
		return l.To
	}
	return l.From
}

// addLinks joins the links the caller knows of with those of the entries, each once.
func (f *File) addLinks(more []Link) {
	for _, l := range more {
		if !slices.ContainsFunc(f.Links, func(o Link) bool { return o.Claim.Ref == l.Claim.Ref && o.Kind == l.Kind && o.To == l.To }) {
			f.Links = append(f.Links, l)
		}
	}
	slices.SortStableFunc(f.Links, func(a, b Link) int {
		return cmp.Or(compareRefs(a.Claim.Ref, b.Claim.Ref), cmp.Compare(a.Kind, b.Kind), slices.Compare(a.To[:], b.To[:]))
	})
}

// LinksOf returns the standing links of one kind.
func (f *File) LinksOf(kind LinkKind) []Link {
	var out []Link
	for _, l := range f.Links {
		if l.Kind == kind && l.Claim.Status == Active {
			out = append(out, l)
		}
	}
	return out
}
