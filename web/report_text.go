package web

import (
	"cmp"
	"slices"

	"homeward/intake"
	"homeward/statement"
)

// textPiece is a stretch of a report with one set of marks on it.
type textPiece struct {
	Text      string
	Message   *intake.Message // of an export: begins here
	Proposal  string          // the innermost proposal it belongs to
	Stance    statement.Stance
	Manner    string // how a page marks the stance: firm, guess, against, wish, offer
	Begins    []string
	Artefact  string // the kind of artefact
	Note      string
	Cue       bool
	Asked     bool // the words somebody followed a link to
	AskedHead bool
}

// mark is a span of the text as it is shown, with what it marks.
type mark struct {
	start, end int
	statement  *intake.Statement // its content, or its cue
	cue        bool
	artefact   *intake.Artefact
	asked      bool
}

// piecesOf cuts a report wherever a mark begins or ends. It is shown as it reads,
// without the tags or escapes of its form; the spans, which are of the file, are led
// to their places there. Of proposals that lie within one another, a piece belongs to
// the shortest.
func piecesOf(text string, rep *intake.Report, wanted intake.Span) []textPiece {
	view := viewOf(text, rep.Document.Form)
	shown, length := view.Text, len([]rune(text))
	var marks []mark
	cuts := []int{0, len(shown)}
	put := func(s intake.Span, m mark) {
		if s.Start < 0 || s.Start >= s.End || s.End > length {
			return
		}
		if m.start, m.end = view.Place(s.Start, s.End); m.start < m.end {
			marks, cuts = append(marks, m), append(cuts, m.start, m.end)
		}
	}
	for i := range rep.Statements {
		st := &rep.Statements[i]
		put(st.Content, mark{statement: st})
		if st.Cue != nil {
			put(*st.Cue, mark{cue: true, statement: st})
		}
	}
	for i := range rep.Artefacts {
		put(rep.Artefacts[i].Span, mark{artefact: &rep.Artefacts[i]})
	}
	put(wanted, mark{asked: true})
	begins := map[int]*intake.Message{}
	for i := range rep.Document.Messages {
		m := &rep.Document.Messages[i]
		if start, end := view.Place(m.Start, m.End); start < end {
			begins[start], cuts = m, append(cuts, start)
		}
	}
	slices.Sort(cuts)
	cuts = slices.Compact(cuts)
	slices.SortStableFunc(marks, func(a, b mark) int { return cmp.Compare(a.start, b.start) })
	var out []textPiece
	var over []mark // the marks that reach over the piece
	next, first := 0, true
	for i := 1; i < len(cuts); i++ {
		from, to := cuts[i-1], cuts[i]
		over = slices.DeleteFunc(over, func(m mark) bool { return m.end <= from })
		for ; next < len(marks) && marks[next].start <= from; next++ {
			over = append(over, marks[next])
		}
		p := textPiece{Text: string(shown[from:to]), Message: begins[from]}
		shortest := len(shown) + 1
		for _, m := range over {
			switch {
			case m.cue:
				p.Cue = true
			case m.statement != nil:
				if m.start == from {
					p.Begins = append(p.Begins, m.statement.ID)
				}
				if n := m.end - m.start; n < shortest {
					shortest, p.Proposal, p.Stance, p.Manner = n, m.statement.ID, m.statement.Stance, manner(m.statement.Stance)
				}
			case m.artefact != nil:
				p.Artefact, p.Note = m.artefact.Kind, m.artefact.Note
			case m.asked:
				p.Asked = true
				p.AskedHead, first = first, false
			}
		}
		out = append(out, p)
	}
	return out
}

// viewOf is a report as it reads. An export that an erasure has cut into may no longer
// be one: it is shown as it stands.
func viewOf(text string, form intake.Form) intake.View {
	if form == "" {
		form = intake.Plain
	}
	view, err := intake.Look(text, form)
	if err != nil {
		return intake.View{Text: []rune(text)}
	}
	return view
}
