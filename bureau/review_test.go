package bureau

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"homeward/intake"
	"homeward/statement"
	"homeward/store"
)

// An invented report: two men, one of whom is erased in other tests.
const article = `Two soldiers tell

12 January 2025

Two soldiers, Kim Chol and Pak Yong, were captured on 9 January 2025.

"Kim Chol said he was born in Haeju," the officer said. Kim Chol asked for water. Pak Yong said: "I want to stay here." The officer said: "Pak Yong was wounded on 5 January."
`

func write(t *testing.T, name, text string) string {
	t.Helper()
	p := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(p, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return p
}

func read(t *testing.T, b *Bureau, text string) *Reading {
	t.Helper()
	r, err := b.Intake(t.Context(), write(t, "report.txt", text), "olena", intake.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func acceptOne(t *testing.T, b *Bureau, id string) Accepted {
	t.Helper()
	done, err := b.Review(t.Context(), Review{Accept: []string{id}, By: "olena"})
	if err != nil {
		t.Fatal(err)
	}
	return done.Accepted[0]
}

// aboutBoth is a proposal about two people: what is accepted of it goes into both
// files or into neither.
func aboutBoth(t *testing.T, r *Reading) intake.Statement {
	t.Helper()
	for _, s := range r.Report.Statements {
		if len(s.About) > 1 {
			return s
		}
	}
	t.Fatal("the report has no proposal about two people")
	return intake.Statement{}
}

// standing counts the active statements in a file that came from a proposal.
func standing(t *testing.T, b *Bureau, id statement.ID, proposal string) (n int) {
	t.Helper()
	f, err := b.Show(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range f.Properties {
		for _, c := range p.Claims {
			if c.Entry.Because == "proposal "+proposal && c.IsActive() {
				n++
			}
		}
	}
	return n
}

func decided(t *testing.T, b *Bureau, proposal string) bool {
	t.Helper()
	all, err := b.Readings(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	_, has := all[0].Decided[proposal]
	return has
}

// Whatever entry of an acceptance is undone, all of it is; undoing that restores
// all of it; and what was decided anew is not decided twice.
func TestAcceptanceIsUndoneWhole(t *testing.T) {
	for which := range 4 {
		b, _ := aBureau(t)
		s := aboutBoth(t, read(t, b, article)).ID
		a := acceptOne(t, b, s)
		all, err := b.Readings(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		entries := append([]int64{all[0].Decided[s].Entry}, a.Entries...)
		if len(entries) != 4 {
			t.Fatalf("entries %v, want the decision, two men and their group", entries)
		}
		check := func(when string, want bool) {
			t.Helper()
			for _, subject := range a.Subjects {
				if got := standing(t, b, subject, s) > 0; got != want {
					t.Errorf("entry %d of the four: %s: stands in the file of %s: %v", which, when, subject, got)
				}
			}
			if decided(t, b, s) != want {
				t.Errorf("entry %d of the four: %s: decided: %v", which, when, !want)
			}
		}
		check("accepted", true)
		undone, err := b.Undo(t.Context(), entries[which], why)
		if err != nil {
			t.Fatal(err)
		}
		check("undone", false)
		restored, err := b.Undo(t.Context(), undone+int64(which), why)
		if err != nil {
			t.Fatal(err)
		}
		check("restored", true)
		_, err = b.Review(t.Context(), Review{Accept: []string{s}, By: "olena"})
		wantError(t, err, "decided already")
		if _, err := b.Undo(t.Context(), restored, why); err != nil {
			t.Fatal(err)
		}
		check("undone again", false)
		anew := acceptOne(t, b, s)
		for _, subject := range anew.Subjects {
			if n := standing(t, b, subject, s); n != standing(t, b, anew.Subjects[0], s) || n == 0 {
				t.Errorf("%d statements in the file of %s", n, subject)
			}
		}
		_, err = b.Undo(t.Context(), restored+4, why) // would restore the first acceptance beside the second
		wantError(t, err, "already")
	}
}

// failing is a store that stops after some appends, as a machine does.
type failing struct {
	store.Store
	after int
}

func (f *failing) Append(ctx context.Context, d []store.Draft, s store.SignFunc) ([]store.Placed, error) {
	if f.after == 0 {
		return nil, context.Canceled
	}
	f.after--
	return f.Store.Append(ctx, d, s)
}

func TestAcceptanceIsWholeOrNothing(t *testing.T) {
	for after := 0; ; after++ {
		b, _ := aBureau(t)
		s := aboutBoth(t, read(t, b, article)).ID
		st := b.store
		b.store = &failing{st, after}
		_, err := b.Review(t.Context(), Review{Accept: []string{s}, By: "olena"})
		b.store = st
		if err == nil {
			if after < 2 {
				t.Fatalf("accepted with %d appends", after)
			}
			return
		}
		if decided(t, b, s) {
			t.Errorf("stopped after %d appends: decided, though it failed", after)
		}
		a := acceptOne(t, b, s)
		for _, subject := range a.Subjects {
			if standing(t, b, subject, s) == 0 {
				t.Errorf("stopped after %d appends, accepted again: not in the file of %s", after, subject)
			}
		}
	}
}

// late is a store whose owner is overtaken just before an append.
type late struct {
	store.Store
	before func()
}

func (l *late) Append(ctx context.Context, d []store.Draft, s store.SignFunc) ([]store.Placed, error) {
	if run := l.before; run != nil {
		l.before = nil
		run()
	}
	return l.Store.Append(ctx, d, s)
}

func TestOfTwoReviewersOneIsTold(t *testing.T) {
	b, c := aBureau(t)
	s := read(t, b, article).Report.Statements[0].ID
	other, err := Open(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	b.store = &late{Store: b.store, before: func() {
		if _, err := other.Review(t.Context(), Review{Accept: []string{s}, By: "taras"}); err != nil {
			t.Error(err)
		}
	}}
	_, err = b.Review(t.Context(), Review{Reject: []string{s}, By: "olena"})
	wantError(t, err, "by somebody else just now")
	all, err := b.Readings(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if v := all[0].Decided[s]; v.What != "accept" || v.By != "taras" {
		t.Errorf("decided %+v, want taras to have accepted", v)
	}
}

// Two who take in reports at once keep both, and the numbers of reports are those
// of the ledger's order.
func TestTwoIntakesAtOnce(t *testing.T) {
	b, c := aBureau(t)
	other, err := Open(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	first, second := write(t, "first.txt", article), write(t, "second.txt", article+"Another line.\n")
	b.store = &lateBlobs{Store: b.store, before: func() {
		r, err := other.Intake(t.Context(), second, "taras", intake.Options{})
		if err != nil || r.File != "second.txt" {
			t.Errorf("reading %v: %v", r, err)
		}
	}}
	r, err := b.Intake(t.Context(), first, "olena", intake.Options{})
	if err != nil || r.File != "first.txt" || r.Number != 1 {
		t.Fatalf("reading %+v: %v", r, err)
	}
	all, err := b.Readings(t.Context())
	if err != nil || len(all) != 2 {
		t.Fatalf("%d readings kept: %v", len(all), err)
	}
	if all[0].File != "first.txt" || all[1].Number != 2 {
		t.Errorf("readings %d %s, %d %s", all[0].Number, all[0].File, all[1].Number, all[1].File)
	}
}

type lateBlobs struct {
	store.Store
	before func()
}

func (l *lateBlobs) ReplaceBlobs(ctx context.Context, space string, drop []int64, put []store.Blob) error {
	if run := l.before; run != nil && space == proposalSpace {
		l.before = nil
		run()
	}
	return l.Store.ReplaceBlobs(ctx, space, drop, put)
}

// The same report taken in by two at once is one report.
func TestOneReportTakenInTwiceAtOnce(t *testing.T) {
	b, c := aBureau(t)
	other, err := Open(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	path := write(t, "report.txt", article)
	b.store = &late{Store: b.store, before: func() {
		if _, err := other.Intake(t.Context(), path, "taras", intake.Options{}); err != nil {
			t.Error(err)
		}
	}}
	if _, err := b.Intake(t.Context(), path, "olena", intake.Options{}); err != nil {
		t.Fatal(err)
	}
	if all, err := b.Readings(t.Context()); err != nil || len(all) != 1 {
		t.Errorf("%d readings: %v", len(all), err)
	}
}

// A file quotes a report by place: the ledger's entries about people have no word
// of it.
func TestAcceptedWordsAreKeptOnce(t *testing.T) {
	b, _ := aBureau(t)
	r := read(t, b, article)
	if _, err := b.Review(t.Context(), Review{AcceptAll: true, By: "olena"}); err != nil {
		t.Fatal(err)
	}
	head, _ := b.Head(t.Context())
	var shown []string
	for n := range head.Size {
		record, err := b.store.Entry(t.Context(), n)
		if err != nil {
			t.Fatal(err)
		}
		kept, err := b.unseal([]store.Entry{record})
		if err != nil {
			t.Fatal(err)
		}
		e := kept[0]
		if e.Kind == statement.Report {
			continue
		}
		words := e.Source.Text
		for _, s := range e.SaidBy {
			words += s.Name
		}
		for _, s := range e.Statements {
			words += s.Value + s.Written
		}
		if strings.Contains(words, "Kim") || strings.Contains(words, "wounded on") {
			t.Errorf("entry %d of a %s keeps %q", n, e.Kind, words)
		}
		read, err := b.EntryAt(t.Context(), n)
		if err != nil {
			t.Fatal(err)
		}
		shown = append(shown, read.Entry.Source.Text)
	}
	for _, s := range r.Report.Statements {
		if !slices.Contains(shown, s.Content.Text) {
			t.Errorf("accepted %s is not shown with its words %q", s.ID, s.Content.Text)
		}
	}
}
