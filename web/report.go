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

// textPiece is a stretch of a report with one set of marks on it.
type textPiece struct {
	Text      string
	Proposal  string // the innermost proposal it belongs to
	Stance    statement.Stance
	Manner    string // how a page marks the stance: firm, guess, against, wish, offer
	Begins    []string
	Artefact  string // the kind of artefact
	Note      string
	Cue       bool
	Asked     bool // the words somebody followed a link to
	AskedHead bool
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

// piecesOf cuts a text wherever a mark begins or ends. Of proposals that lie
// within one another, a piece belongs to the shortest.
func piecesOf(text string, rep *intake.Report, wanted intake.Span) []textPiece {
	runes := []rune(text)
	inside := func(s intake.Span) bool { return s.Start >= 0 && s.Start < s.End && s.End <= len(runes) }
	cuts := []int{0, len(runes)}
	mark := func(s intake.Span) {
		if inside(s) {
			cuts = append(cuts, s.Start, s.End)
		}
	}
	for _, st := range rep.Statements {
		mark(st.Content)
		if st.Cue != nil {
			mark(*st.Cue)
		}
	}
	for _, a := range rep.Artefacts {
		mark(a.Span)
	}
	mark(wanted)
	slices.Sort(cuts)
	cuts = slices.Compact(cuts)
	var out []textPiece
	first := true
	for i := 1; i < len(cuts); i++ {
		from, to := cuts[i-1], cuts[i]
		covers := func(s intake.Span) bool { return inside(s) && s.Start <= from && to <= s.End }
		p := textPiece{Text: string(runes[from:to])}
		shortest := len(runes) + 1
		for _, st := range rep.Statements {
			if covers(st.Content) {
				if st.Content.Start == from {
					p.Begins = append(p.Begins, st.ID)
				}
				if n := st.Content.End - st.Content.Start; n < shortest {
					shortest, p.Proposal, p.Stance, p.Manner = n, st.ID, st.Stance, manner(st.Stance)
				}
			}
			p.Cue = p.Cue || st.Cue != nil && covers(*st.Cue)
		}
		for _, a := range rep.Artefacts {
			if covers(a.Span) {
				p.Artefact, p.Note = a.Kind, a.Note
			}
		}
		if p.Asked = covers(wanted); p.Asked {
			p.AskedHead, first = first, false
		}
		out = append(out, p)
	}
	return out
}
