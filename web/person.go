package web

import (
	"net/http"
	"slices"
	"time"

	"homeward/bureau"
	"homeward/casefile"
	"homeward/statement"
)

// personBody is the casefile.
type personBody struct {
	ID       statement.ID
	Kind     statement.Kind
	Kin      bool // known only as somebody's next of kin, or as having asked for him
	Name     string
	Writings []casefile.Writing
	Facts    []propertyRows // the few things every caseworker looks for first
	Standing casefile.Standing
	// SinceDisputed: sources contradict each other on the date the standing is counted from.
	SinceDisputed bool
	Rests         []claimRow
	Otherwise     []claimRow
	Wish          casefile.Wish
	Wishes        []claimRow
	Interviews    []claimRow
	Conflicts     []conflictBox
	Open          []dutyRow
	Done          []dutyRow
	Properties    []propertyRows
	Unknown       []claimRow // said of some member of a group, not said which
	Timeline      []happening
	Links         []linkRow
	Acts          []claimRow
	Sources       []bureau.Document
	Subjects      []statement.ID
	Entries       []int64
	At            time.Time
}

// happening is one line of the timeline.
type happening struct {
	Date   string
	Stated bool
	claimRow
}

// linkSide says which end of a link the file's person is.
type linkSide string

const (
	linkFrom   linkSide = "from"   // the link starts from him
	linkTo     linkSide = "to"     // it leads to him
	linkBeside linkSide = "beside" // it leads from his group to another of its members
)

// linkRow is a statement that this and another subject belong together, or do not.
type linkRow struct {
	Kind  casefile.LinkKind
	Other statement.ID
	Side  linkSide
	claimRow
}

// facts are looked for first.
var facts = []string{"birth.date", "rank", "unit", "service.number", "power", "held.by", "held.at", "capture.date", "condition"}

func (s *Server) person(r *http.Request) (*page, error) {
	id, err := statement.ParseID(r.PathValue("id"))
	if err != nil {
		return nil, badRequest{err.Error()}
	}
	f, err := s.bureau.Show(r.Context(), id)
	if err != nil {
		return nil, err
	}
	switch {
	case f.Kind == statement.Document || f.Kind == statement.Report:
		return &page{To: "/documents/" + id.String()}, nil
	case f.ID() != id && f.Kind == statement.Person:
		return &page{To: "/people/" + f.ID().String()}, nil // joined: there is one file
	}
	v := viewer{f}
	b := personBody{ID: f.ID(), Kind: f.Kind, Name: f.Title, Writings: f.AlsoWritten, Subjects: f.Subjects, At: s.bureau.Now(), Conflicts: v.conflicts()}
	b.Properties, b.Unknown = v.properties()
	for _, name := range facts {
		if i := slices.IndexFunc(b.Properties, func(p propertyRows) bool { return p.Name == name }); i >= 0 {
			b.Facts = append(b.Facts, b.Properties[i])
		}
	}
	if f.Kind == statement.Person {
		b.Standing, b.Wish, b.Kin = f.Standing(), f.Wish(), onlyKin(f)
		b.Rests = v.rows(b.Standing.Rests)
		for _, c := range b.Standing.Rests {
			if p := f.Property(c.Property()); p.Conflict != nil && c.Value() == b.Standing.Since {
				b.SinceDisputed = true
			}
		}
		if b.Standing.Otherwise != nil {
			b.Otherwise = v.rows(b.Standing.Otherwise.Rests)
		}
		b.Wishes, b.Interviews = v.rows(b.Wish.History), v.rows(b.Wish.Interviews)
		for i := range b.Wishes {
			b.Wishes[i].Best = b.Wish.Latest != nil && b.Wishes[i].Ref == b.Wish.Latest.Ref.String()
		}
		if b.Open, b.Done, err = s.dutiesOf(f, b.At); err != nil {
			return nil, err
		}
		for _, h := range f.Timeline() {
			b.Timeline = append(b.Timeline, happening{Date: h.Date.String(), Stated: h.Stated, claimRow: v.row(&h.Claim)})
		}
	}
	for i := range f.Links {
		l := &f.Links[i]
		row := linkRow{Kind: l.Kind, claimRow: v.row(&l.Claim), Other: l.To, Side: linkBeside}
		switch {
		case slices.Contains(f.Subjects, l.From):
			row.Side = linkFrom
		case slices.Contains(f.Subjects, l.To):
			row.Side, row.Other = linkTo, l.From
		}
		row.claimRow.Name = f.Names[row.Other]
		b.Links = append(b.Links, row)
	}
	b.Acts = v.rows(f.Acts)
	b.Sources, b.Entries = v.sources(), v.entries()
	title := f.Title
	if title == "" {
		title = f.ID().String()
	}
	return &page{Template: "person", Title: title, Nav: "people", Body: b}, nil
}

func (v viewer) rows(claims []casefile.Claim) []claimRow {
	var out []claimRow
	for i := range claims {
		out = append(out, v.row(&claims[i]))
	}
	return out
}

// sources are the documents the file's statements stand in, in the order recorded.
func (v viewer) sources() []bureau.Document {
	var out []bureau.Document
	for _, d := range v.file.Documents {
		if !d.ID.IsZero() {
			out = append(out, d)
		}
	}
	slices.SortFunc(out, func(a, b bureau.Document) int { return int(a.Entry - b.Entry) })
	return out
}

// entries are the numbers of all entries the file is folded from.
func (v viewer) entries() []int64 {
	var out []int64
	add := func(c *casefile.Claim) {
		if !slices.Contains(out, c.Entry.Number) {
			out = append(out, c.Entry.Number)
		}
	}
	for i := range v.file.Properties {
		for j := range v.file.Properties[i].Claims {
			add(&v.file.Properties[i].Claims[j])
		}
	}
	for i := range v.file.Links {
		add(&v.file.Links[i].Claim)
	}
	for i := range v.file.Unassigned {
		add(&v.file.Unassigned[i])
	}
	for i := range v.file.Acts {
		add(&v.file.Acts[i])
	}
	slices.Sort(out)
	return out
}
