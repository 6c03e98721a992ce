package exchange

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// A Spelled is a name for one reader.
type Spelled struct {
	Text string
	// How the text came about, where it is not a spelling that somebody wrote
	// down for this script: the standard of a romanisation, or that only another
	// script's spelling is known. Blank: as written.
	How string
}

// A HandoverList is what one party needs at the crossing: whom it hands over,
// or whom it takes over. It carries what tells people apart and nothing of
// wishes, health or why somebody goes.
type HandoverList struct {
	Party   string
	Takes   bool   // whom it takes over; false: whom it hands over
	Script  string // of the party, in words
	Other   string // of those on the other side; blank if they have several
	Entries []HandoverEntry
}

// A HandoverEntry is one person of a list.
type HandoverEntry struct {
	Number    int // within the list, from 1
	Stage     int
	Crossing  string
	ID        string
	Own       Spelled // in the party's script
	Theirs    Spelled // in the script of the party on the other side
	Born      Date
	Rank      string
	From, To  string
	Remains   bool
	Interview bool
}

// A Speller writes a name for the readers of a party. name is as the list of
// people has it.
type Speller func(name, party string) Spelled

// HandoverLists makes two lists for every party of the plan, of whom it hands
// over and of whom it takes over, in the order of stages and crossings and then
// of ids. script says in words which script a party reads.
func HandoverLists(people []Person, plan Plan, spell Speller, script func(party string) string) []HandoverList {
	index := make(map[string]int, len(people))
	for i := range people {
		index[people[i].ID] = i
	}
	lists := map[string]*[2]HandoverList{}
	var parties []string
	entry := func(party, other string, takes int, r *Release) {
		l := lists[party]
		if l == nil {
			l = &[2]HandoverList{{Party: party, Script: script(party)}, {Party: party, Takes: true, Script: script(party)}}
			lists[party] = l
			parties = append(parties, party)
		}
		e := HandoverEntry{Stage: r.Stage, Crossing: r.Crossing, ID: r.ID, From: r.From, To: r.To, Remains: r.Remains, Interview: r.Interview}
		if i, known := index[r.ID]; known {
			p := &people[i]
			e.Own, e.Theirs, e.Born, e.Rank = spell(p.Name, party), spell(p.Name, other), p.Born, p.Rank
		}
		switch s := script(other); {
		case len(l[takes].Entries) == 0:
			l[takes].Other = s
		case l[takes].Other != s:
			l[takes].Other = ""
		}
		l[takes].Entries = append(l[takes].Entries, e)
	}
	for k := range plan.Releases {
		r := &plan.Releases[k]
		entry(r.From, r.To, 0, r)
		entry(r.To, r.From, 1, r)
	}
	slices.Sort(parties)
	var out []HandoverList
	for _, party := range parties {
		for _, l := range lists[party] {
			if len(l.Entries) == 0 {
				continue
			}
			slices.SortStableFunc(l.Entries, func(a, b HandoverEntry) int {
				return cmp.Or(cmp.Compare(a.Stage, b.Stage), cmp.Compare(a.Crossing, b.Crossing), cmp.Compare(a.ID, b.ID))
			})
			for i := range l.Entries {
				l.Entries[i].Number = i + 1
			}
			out = append(out, l)
		}
	}
	return out
}

// Title says what the list is.
func (l *HandoverList) Title() string {
	if l.Takes {
		return "Taken over by " + l.Party
	}
	return "Handed over by " + l.Party
}

// Header names the columns of a list.
func (l *HandoverList) Header() []string {
	script := func(s string) string {
		if s == "" {
			return ""
		}
		return ", " + s
	}
	return []string{"no.", "stage", "crossing", "id", "name" + script(l.Script), "name of the other side" + script(l.Other), "spelling", "born", "rank", "from", "to", "remark"}
}

// Cells writes an entry as the cells of [HandoverList.Header].
func (e *HandoverEntry) Cells() []string {
	how := e.Own.How
	if e.Theirs.How != "" && e.Theirs.How != how {
		if how != "" {
			how += "; "
		}
		how += e.Theirs.How
	}
	remark := ""
	switch {
	case e.Remains:
		remark = "remains"
	case e.Interview:
		remark = "only after a private interview"
	}
	return []string{strconv.Itoa(e.Number), strconv.Itoa(e.Stage), e.Crossing, e.ID, e.Own.Text, e.Theirs.Text, how, e.Born.String(), e.Rank, e.From, e.To, remark}
}

// FileName is a name for a file of the list, without an ending. A party's code is
// from outside: no sign of it can lead out of a folder.
func (l *HandoverList) FileName() string {
	party := strings.Map(func(c rune) rune {
		if unicode.IsLetter(c) || unicode.IsDigit(c) || c == '-' || c == '_' {
			return c
		}
		return '_'
	}, l.Party)
	if l.Takes {
		return "list-" + party + "-takes-over"
	}
	return "list-" + party + "-hands-over"
}
