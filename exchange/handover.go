package exchange

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// A Spelled is a name for one reader: as somebody wrote it down in the reader's
// script, unless Standard or Missing says otherwise. Without Text the name is not
// known.
type Spelled struct {
	Text     string
	Standard string // by which the name was put into these letters; nobody wrote it down so
	Missing  bool   // no spelling in the reader's script is known: the text is in another
}

// how says how a name came about, in a reader's language.
func (s Spelled) how(l *Labels) string {
	if s.Text == "" {
		return l.NameUnknown
	}
	var how []string
	if s.Missing {
		how = append(how, l.NoSpelling)
	}
	if s.Standard != "" {
		how = append(how, fmt.Sprintf(l.ByStandard, s.Standard))
	}
	return strings.Join(how, ", ")
}

// Labels are the words of a list in a reader's language.
type Labels struct {
	Language string // BCP 47
	// Titles and counts, with a place for the party, the standard, the number.
	HandsOver, TakesOver, ByStandard, People string
	// Heads of columns.
	Number, Stage, Crossing, ID, Name, Theirs, Spelling, Born, Rank, From, To, Remark, Done string
	// Remarks and notes.
	Remains, Interview, NoSpelling, NameUnknown, Marked, Conditional string
	SignHands, SignTakes                                             string // places for signature or seal
}

// Readers are those who read the lists: how a name is written for a party, and
// the words of its language.
type Readers interface {
	Spell(name, party string) Spelled
	Labels(party string) Labels
}

// A HandoverList is what one party needs at the crossing: whom it hands over,
// or whom it takes over. It carries what tells people apart and nothing of
// wishes, health or why somebody goes.
type HandoverList struct {
	Party   string
	Takes   bool // whom it takes over; false: whom it hands over
	Labels  Labels
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

// HandoverLists makes two lists for every party of the plan, of whom it hands
// over and of whom it takes over, in the order of stages and crossings and then
// of ids.
func HandoverLists(people []Person, plan Plan, readers Readers) []HandoverList {
	index := make(map[string]int, len(people))
	for i := range people {
		index[people[i].ID] = i
	}
	lists := map[string]*[2]HandoverList{}
	var parties []string
	entry := func(party, other string, takes int, r *Release) {
		l := lists[party]
		if l == nil {
			labels := readers.Labels(party)
			l = &[2]HandoverList{{Party: party, Labels: labels}, {Party: party, Takes: true, Labels: labels}}
			lists[party] = l
			parties = append(parties, party)
		}
		e := HandoverEntry{Stage: r.Stage, Crossing: r.Crossing, ID: r.ID, From: r.From, To: r.To, Remains: r.Remains, Interview: r.Interview}
		if i, known := index[r.ID]; known {
			p := &people[i]
			e.Own, e.Theirs, e.Born, e.Rank = readers.Spell(p.Name, party), readers.Spell(p.Name, other), p.Born, p.Rank
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
		return fmt.Sprintf(l.Labels.TakesOver, l.Party)
	}
	return fmt.Sprintf(l.Labels.HandsOver, l.Party)
}

// Header names the columns of a list.
func (l *HandoverList) Header() []string {
	w := &l.Labels
	return []string{w.Number, w.Stage, w.Crossing, w.ID, w.Name, w.Theirs, w.Spelling, w.Born, w.Rank, w.From, w.To, w.Remark}
}

// Cells writes entry i as the cells of [HandoverList.Header].
func (l *HandoverList) Cells(i int) []string {
	e := &l.Entries[i]
	how := e.Own.how(&l.Labels)
	if theirs := e.Theirs.how(&l.Labels); theirs != how && theirs != "" {
		// Which of the two names it is said of.
		theirs = l.Labels.Theirs + ": " + theirs
		if how != "" {
			theirs = l.Labels.Name + ": " + how + "; " + theirs
		}
		how = theirs
	} else if how != "" && theirs == "" {
		how = l.Labels.Name + ": " + how
	}
	remark := ""
	switch {
	case e.Remains:
		remark = l.Labels.Remains
	case e.Interview:
		remark = l.Labels.Interview
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
