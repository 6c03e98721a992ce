package web

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"time"

	"homeward/bureau"
	"homeward/casefile"
	"homeward/duty"
	"homeward/statement"
)

// overviewBody is the bureau at a glance: what is overdue first.
type overviewBody struct {
	asOf
	Settings  bureau.Settings
	Survey    *survey
	Pressing  []dutyRow
	Standing  []countRow
	Clashes   []countRow
	Documents []bureau.Document
	Reports   []reportRow
	Open      int // proposals nobody has decided on
	Entries   int64
	Root      string
	Plans     []sheetRow
}

// asOf says for which state of the ledger a survey answers.
type asOf struct {
	Has, Whole, Fresh bool
	Size              int64
	At                time.Time
}

func since[T any](a asked[T]) asOf { return asOf{a.Has, a.Whole, a.Fresh, a.Size, a.At} }

// refresh is after how many seconds to look again for an answer being made.
func (a asOf) refresh() int {
	if a.Whole {
		return 0
	}
	return 5
}

type countRow struct {
	Key  string
	N    int
	Most int
	Href string
}

type reportRow struct {
	Document statement.ID
	File     string
	Open     int
	All      int
}

// standings in the order in which a caseworker asks for them.
var standings = []casefile.StandingCode{casefile.Held, casefile.Missing, casefile.Alive, casefile.ReportedDead, casefile.Dead,
	casefile.Escaped, casefile.Released, casefile.Repatriated, casefile.UnknownStanding}

func (s *Server) overview(r *http.Request) (*page, error) {
	ctx := r.Context()
	sv, err := s.survey(ctx)
	if err != nil {
		return nil, err
	}
	b := overviewBody{asOf: since(sv), Settings: s.bureau.Settings(), Survey: sv.Answer, Plans: s.sheets()}
	if b.Pressing, err = s.dutyRows(ctx, s.pressing(sv.Answer, dutyFilter{}, 8), sv.At); err != nil {
		return nil, err
	}
	for _, code := range standings {
		if n := sv.Answer.Standing[code]; n > 0 {
			b.Standing = append(b.Standing, countRow{Key: string(code), N: n, Most: sv.Answer.People, Href: "/people?standing=" + string(code)})
		}
	}
	for property, n := range sv.Answer.Clashes {
		b.Clashes = append(b.Clashes, countRow{Key: property, N: n, Href: "/people?conflict=" + property})
	}
	slices.SortFunc(b.Clashes, func(a, b countRow) int { return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(a.Key, b.Key)) })
	if b.Documents, err = s.bureau.Documents(ctx); err != nil {
		return nil, err
	}
	b.Documents = b.Documents[:min(8, len(b.Documents))]
	if b.Reports, b.Open, err = s.reports(ctx); err != nil {
		return nil, err
	}
	head, err := s.bureau.Head(ctx)
	if err != nil {
		return nil, err
	}
	b.Entries, b.Root = head.Size, head.Root.String()
	return &page{Template: "overview", Key: "nav.overview", Nav: "overview", Refresh: b.refresh(), Body: b}, nil
}

func (s *Server) reports(ctx context.Context) (rows []reportRow, open int, err error) {
	readings, err := s.bureau.Readings(ctx)
	if err != nil {
		return nil, 0, err
	}
	for _, r := range readings {
		row := reportRow{Document: r.Document, File: r.File, Open: len(r.Open()), All: len(r.Report.Statements)}
		open += row.Open
		rows = append(rows, row)
	}
	return rows, open, nil
}

// pressing picks the most pressing items of a survey that pass a filter.
func (s *Server) pressing(sv *survey, f dutyFilter, most int) []pressed {
	var all []pressed
	for kind, list := range sv.owed {
		if !f.passes(kind) {
			continue
		}
		for _, o := range list[:min(len(list), most)] {
			all = append(all, pressed{kind, o})
		}
	}
	slices.SortFunc(all, func(a, b pressed) int {
		return cmp.Or(-cmp.Compare(a.State.Urgency(), b.State.Urgency()), -cmp.Compare(a.elapsed, b.elapsed), -cmp.Compare(a.elapsedAt, b.elapsedAt),
			cmp.Compare(a.Rule, b.Rule), slices.Compare(a.person[:], b.person[:]), cmp.Compare(a.trigger, b.trigger))
	})
	return all[:min(len(all), most)]
}

// pressed is an item of a survey.
type pressed struct {
	dutyKind
	owed
}

// dutyRow is an item as the tables of duties show it.
type dutyRow struct {
	duty.Item
	Rule    *duty.Rule
	Elapsed string // in words
	Target  string // the bureau's own, in words
	Until   string // in words: until when, or since when
}

func rowOf(item duty.Item, rules map[string]*duty.Rule) dutyRow {
	return dutyRow{Item: item, Rule: rules[item.Rule], Elapsed: elapsed(item.Elapsed, item.ElapsedAtMost), Target: elapsed(item.Target, item.Target)}
}

func rulesByID() map[string]*duty.Rule {
	rules := duty.Rules()
	byID := make(map[string]*duty.Rule, len(rules))
	for i := range rules {
		byID[rules[i].ID] = &rules[i]
	}
	return byID
}

// dutyRows reads the items a survey names out of the files as they are now.
func (s *Server) dutyRows(ctx context.Context, picked []pressed, at time.Time) ([]dutyRow, error) {
	rules := rulesByID()
	items := map[statement.ID][]duty.Item{}
	var rows []dutyRow
	for _, p := range picked {
		if _, has := items[p.person]; !has {
			f, err := s.bureau.Show(ctx, p.person)
			if gone(err) {
				items[p.person] = nil // erased or joined since the survey
				continue
			}
			if err != nil {
				return nil, err
			}
			if items[p.person], err = s.bureau.DueFor(f, at); err != nil {
				return nil, err
			}
		}
		for _, item := range items[p.person] {
			if item.Rule == p.Rule && item.State == p.State && item.TriggeredOn == p.trigger {
				rows = append(rows, rowOf(item, rules))
				break
			}
		}
	}
	return rows, nil
}
