package web

import (
	"context"
	"net/http"
	"slices"

	"homeward/bureau"
	"homeward/casefile"
	"homeward/statement"
)

// peopleBody lists people of one standing, or on whom sources contradict each
// other under one property.
type peopleBody struct {
	asOf
	Standing casefile.StandingCode
	Conflict string
	Count    int
	Rows     []personRow
	pager
}

// personRow is a person as lists show him.
type personRow struct {
	ID       statement.ID
	Name     string
	Names    []string // other writings
	Born     string   // EDTF
	Power    string
	Standing casefile.Standing
	Kin      bool // known only as somebody's next of kin, or as having asked for him
	Conflict *casefile.Conflict
	Clashes  int
}

// onlyKin says whether somebody is known only through another: of such a person
// nobody said what became of him, and nobody was asked to.
func onlyKin(f *bureau.File) bool {
	return f.Kind == statement.Person && f.Standing().Code == casefile.UnknownStanding &&
		slices.ContainsFunc(f.LinksOf(casefile.KinOf), func(l casefile.Link) bool { return slices.Contains(f.Subjects, l.From) })
}

func (s *Server) people(r *http.Request) (*page, error) {
	sv, err := s.survey(r.Context())
	if err != nil {
		return nil, err
	}
	q := r.URL.Query()
	b := peopleBody{asOf: since(sv), Standing: casefile.StandingCode(q.Get("standing")), Conflict: q.Get("conflict")}
	var ids []statement.ID
	switch {
	case b.Standing != "" && slices.Contains(standings, b.Standing):
		ids, b.Count = sv.Answer.byStanding[b.Standing], sv.Answer.Standing[b.Standing]
	case b.Conflict != "" && s.bureau.Vocabulary().Property(b.Conflict) != nil:
		ids, b.Count = sv.Answer.byClash[b.Conflict], sv.Answer.Clashes[b.Conflict]
	default:
		return nil, badRequest{"people are listed by standing or by conflict: choose one on the overview, or search"}
	}
	var from, to int
	b.pager, from, to = turn(r, len(ids), rowsOnAPage)
	for _, id := range ids[from:to] {
		row, err := s.personRow(r.Context(), id)
		if gone(err) {
			continue
		}
		if err != nil {
			return nil, err
		}
		if b.Conflict != "" {
			if p := row.file.Property(b.Conflict); p != nil {
				row.Conflict = p.Conflict
			}
		}
		b.Rows = append(b.Rows, row.personRow)
	}
	return &page{Template: "people", Key: "col.person", Nav: "overview", Refresh: b.refresh(), Body: b}, nil
}

type openedRow struct {
	personRow
	file *bureau.File
}

func (s *Server) personRow(ctx context.Context, id statement.ID) (openedRow, error) {
	f, err := s.bureau.Show(ctx, id)
	if err != nil {
		return openedRow{}, err
	}
	row := openedRow{file: f, personRow: personRow{ID: f.ID(), Name: f.Title, Standing: f.Standing(), Clashes: len(f.Conflicts()), Kin: onlyKin(f)}}
	row.Born, _ = f.Value("birth.date")
	row.Power, _ = f.Value("power")
	for _, w := range f.AlsoWritten {
		row.Names = append(row.Names, w.Value)
	}
	return row, nil
}
