package web

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"

	"homeward/exchange"
	"homeward/statement"
)

// sheet is a sheet of terms and the plan made under it.
type sheet struct {
	path string
	plan kept[exchange.Plan]
}

// sheetRow leads to a sheet's plan.
type sheetRow struct {
	Number int
	Name   string
}

func (s *Server) sheets() []sheetRow {
	var rows []sheetRow
	for i, sh := range s.plans {
		rows = append(rows, sheetRow{i + 1, filepath.Base(sh.path)})
	}
	return rows
}

// planBody is a plan of exchange.
type planBody struct {
	asOf
	Sheet     sheetRow
	Others    []sheetRow
	Terms     string // the sheet as written
	Plan      exchange.Plan
	Tiers     []tierRow
	Ways      []wayRow
	Left      []leftGroup
	Interview int
	Doubles   []doubleRow
	TakenIn   []takenInRow
	pager     // of those who go
	Goes      []goesRow
}

// doubleRow is two people of the plan who may be one.
type doubleRow struct {
	exchange.Double
	Name, OtherName string
}

// takenInRow is somebody whom a neutral country takes in until he can go home.
type takenInRow struct {
	exchange.Accommodation
	Name string
}

type tierRow struct {
	Name            string
	Reached, AtMost int64
	ProvedToBeBest  bool
}

// wayRow counts those who go one way on one day.
type wayRow struct {
	From, To string
	Stage    int
	People   int
	Owed     int
	Remains  int
}

type goesRow struct {
	exchange.Release
	Name string
}

// leftGroup is everybody who stays for one reason.
type leftGroup struct {
	Reason exchange.Reason
	Term   string
	Gain   int64
	People []leftRow
	N      int
}

type leftRow struct {
	exchange.Left
	Name string
}

// mostOfAReason is how many people a page names under one reason, and how many pairs
// who may be one person.
const mostOfAReason = 100

func (s *Server) planList(*http.Request) (*page, error) {
	return &page{Template: "plans", Key: "plans.title", Nav: "plans", Body: s.sheets()}, nil
}

func (s *Server) plan(r *http.Request) (*page, error) {
	n, err := strconv.Atoi(r.PathValue("n"))
	if err != nil || n < 1 || n > len(s.plans) {
		return nil, fmt.Errorf("plan %q: %w; homeward serve --terms FILE names the sheets", r.PathValue("n"), errNoPage)
	}
	sh := s.plans[n-1]
	ctx := r.Context()
	head, err := s.bureau.Head(ctx)
	if err != nil {
		return nil, err
	}
	info, err := os.Stat(sh.path)
	if err != nil {
		return nil, fmt.Errorf("the sheet of terms: %w", err)
	}
	now := s.bureau.Now()
	got := sh.plan.ask(ctx, s.work, head.Size, now, info.ModTime().String(), func(ctx context.Context, _ func(exchange.Plan)) (exchange.Plan, error) {
		f, err := os.Open(sh.path)
		if err != nil {
			return exchange.Plan{}, fmt.Errorf("opening a sheet of terms: %w", err)
		}
		defer f.Close()
		return s.bureau.Plan(ctx, f, filepath.Base(sh.path))
	})
	if got.Err != nil {
		return nil, badRequest{got.Err.Error()}
	}
	terms, err := os.ReadFile(sh.path)
	if err != nil {
		return nil, fmt.Errorf("reading a sheet of terms: %w", err)
	}
	b := planBody{asOf: since(got), Sheet: s.sheets()[n-1], Others: s.sheets(), Terms: string(terms), Plan: got.Answer}
	if err := s.fillPlan(r, &b); err != nil {
		return nil, err
	}
	title := b.Plan.Title
	if title == "" {
		title = b.Sheet.Name
	}
	return &page{Template: "plan", Title: title, Nav: "plans", Refresh: b.refresh(), Body: b}, nil
}

func (s *Server) fillPlan(r *http.Request, b *planBody) error {
	p := &b.Plan
	for i, name := range p.Tiers {
		if i < len(p.Objective) && i < len(p.Bound) {
			b.Tiers = append(b.Tiers, tierRow{Name: name, Reached: p.Objective[i], AtMost: p.Bound[i], ProvedToBeBest: p.Objective[i] == p.Bound[i]})
		}
	}
	for _, x := range p.Releases {
		at := slices.IndexFunc(b.Ways, func(w wayRow) bool { return w.From == x.From && w.To == x.To && w.Stage == x.Stage })
		if at < 0 {
			at = len(b.Ways)
			b.Ways = append(b.Ways, wayRow{From: x.From, To: x.To, Stage: x.Stage})
		}
		w := &b.Ways[at]
		if x.Remains {
			w.Remains++
		} else {
			w.People++
		}
		if x.Owed {
			w.Owed++
		}
		if x.Interview {
			b.Interview++
		}
	}
	slices.SortFunc(b.Ways, func(x, y wayRow) int {
		return cmp.Or(cmp.Compare(x.Stage, y.Stage), cmp.Compare(x.From, y.From), cmp.Compare(x.To, y.To))
	})
	for _, l := range p.Left {
		at := slices.IndexFunc(b.Left, func(g leftGroup) bool { return g.Reason == l.Reason && g.Term == l.Term })
		if at < 0 {
			at = len(b.Left)
			b.Left = append(b.Left, leftGroup{Reason: l.Reason, Term: l.Term, Gain: l.Gain})
		}
		g := &b.Left[at]
		if g.N++; len(g.People) < mostOfAReason {
			g.People = append(g.People, leftRow{Left: l})
		}
	}
	slices.SortStableFunc(b.Left, func(x, y leftGroup) int { return cmp.Compare(y.N, x.N) })
	for _, d := range p.Doubles[:min(len(p.Doubles), mostOfAReason)] {
		b.Doubles = append(b.Doubles, doubleRow{Double: d})
	}
	for _, a := range p.Accommodated[:min(len(p.Accommodated), mostOfAReason)] {
		b.TakenIn = append(b.TakenIn, takenInRow{Accommodation: a})
	}
	var from, to int
	b.pager, from, to = turn(r, len(p.Releases), rowsOnAPage)
	for _, x := range p.Releases[from:to] {
		b.Goes = append(b.Goes, goesRow{Release: x})
	}
	return s.namePlan(r.Context(), b)
}

// namePlan fills in the names of those the page lists: a plan itself knows ids only.
func (s *Server) namePlan(ctx context.Context, b *planBody) error {
	var ids []statement.ID
	var places []*string // for the name of each
	add := func(id string, name *string) {
		if parsed, err := statement.ParseID(id); err == nil {
			ids, places = append(ids, parsed), append(places, name)
		}
	}
	for i := range b.Goes {
		add(b.Goes[i].ID, &b.Goes[i].Name)
	}
	for i := range b.Left {
		for j := range b.Left[i].People {
			add(b.Left[i].People[j].ID, &b.Left[i].People[j].Name)
		}
	}
	for i := range b.Doubles {
		d := &b.Doubles[i]
		add(d.ID, &d.Name)
		add(d.Other, &d.OtherName)
	}
	for i := range b.TakenIn {
		add(b.TakenIn[i].ID, &b.TakenIn[i].Name)
	}
	names, err := s.bureau.NamesOf(ctx, ids)
	if err != nil {
		return err
	}
	for i, at := range places {
		*at = names[ids[i]]
	}
	return nil
}
