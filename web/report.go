package web

import (
	"net/http"
	"slices"
	"strings"

	"homeward/bureau"
	"homeward/intake"
	"homeward/statement"
)

// reportBody is a report: its text with what was read in it marked, and beside it
// the proposals with what was decided on each.
type reportBody struct {
	bureau.Document
	Language  string
	Pieces    []textPiece
	Proposals []proposalRow
	Mentions  []mentionRow
	Times     []intake.Time
	Artefacts []intake.Artefact
	Conflicts []intake.Conflict
	Open      int
	Asked     bool
}

// proposalRow is one proposed statement with its decision.
type proposalRow struct {
	intake.Statement
	Manner  string
	About   []mentionRow
	Verdict *bureau.Verdict
	Against []string // proposals it stands against
}

// mentionRow is somebody the report speaks of, and whose file that became.
type mentionRow struct {
	intake.Mention
	Called  string
	Subject string // id, once something said of him was accepted
}

// manner groups the stances as a page marks them.
func manner(s statement.Stance) string {
	switch s {
	case statement.Estimates, statement.Predicts:
		return "guess"
	case statement.Denies, statement.DeniesNonverbal, statement.Declines, statement.ProfessesIgnorance, statement.Neither, statement.NotVerified:
		return "against"
	case statement.Wishes:
		return "wish"
	case statement.Offers, statement.OffersConditional, statement.Requests:
		return "offer"
	}
	return "firm"
}

func (s *Server) report(r *http.Request, d bureau.Document, reading *bureau.Reading) (*page, error) {
	rep := reading.Report
	from, to := askedSpan(r)
	b := reportBody{Document: d, Language: rep.Document.Language, Times: rep.Times, Artefacts: rep.Artefacts, Conflicts: rep.Conflicts,
		Open: len(reading.Open()), Pieces: piecesOf(reading.Text, rep, intake.Span{Start: from, End: to}), Asked: to > from}
	called := map[string]mentionRow{}
	for _, m := range rep.Mentions {
		row := mentionRow{Mention: m, Called: calledBy(m), Subject: reading.Subjects[m.ID]}
		called[m.ID] = row
		b.Mentions = append(b.Mentions, row)
	}
	for _, st := range rep.Statements {
		row := proposalRow{Statement: st, Manner: manner(st.Stance)}
		for _, id := range st.About {
			row.About = append(row.About, called[id])
		}
		if v, has := reading.Decided[st.ID]; has {
			row.Verdict = &v
		}
		for _, c := range rep.Conflicts {
			switch st.ID {
			case c.A:
				row.Against = append(row.Against, c.B)
			case c.B:
				row.Against = append(row.Against, c.A)
			}
		}
		slices.Sort(row.Against)
		row.Against = slices.Compact(row.Against)
		b.Proposals = append(b.Proposals, row)
	}
	return &page{Template: "report", Title: d.Name, Nav: "documents", Body: b}, nil
}

// calledBy is how the report calls somebody: the longest of the first few ways.
func calledBy(m intake.Mention) string {
	called := ""
	for i, n := range m.Names {
		if i == 0 || len(n) > len(called) && i < 4 {
			called = n
		}
	}
	return strings.Join(strings.Fields(called), " ")
}
