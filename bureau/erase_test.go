package bureau

import (
	"context"
	"slices"
	"strings"
	"testing"

	"homeward/identity"
	"homeward/list"
	"homeward/statement"
	"homeward/store"
)

// kimOf is the subject of Kim Chol, whom the report names.
func kimOf(t *testing.T, b *Bureau) (kim, pak statement.ID) {
	t.Helper()
	all, err := b.Readings(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range all[0].Report.Mentions {
		id, err := statement.ParseID(all[0].Subjects[m.ID])
		if err != nil {
			continue
		}
		switch {
		case slices.Contains(m.Names, "Kim Chol"):
			kim = id
		case slices.Contains(m.Names, "Pak Yong"):
			pak = id
		}
	}
	if kim.IsZero() || pak.IsZero() {
		t.Fatal("the report's two men have no subjects")
	}
	return kim, pak
}

// keeps returns where a word can still be read: in entries, readings or files.
func keeps(t *testing.T, b *Bureau, word string) (where []string) {
	t.Helper()
	head, err := b.Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for n := range head.Size {
		v, err := b.EntryAt(t.Context(), n)
		if err != nil {
			t.Fatal(err)
		}
		if v.Entry == nil {
			continue
		}
		words := v.Entry.Source.Text
		for _, s := range v.Entry.SaidBy {
			words += " " + s.Name
		}
		for _, s := range v.Entry.Statements {
			words += " " + s.Value + " " + s.Written
		}
		if strings.Contains(words, word) {
			where = append(where, "entry of a "+string(v.Entry.Kind)+": "+words)
		}
	}
	readings, err := b.Readings(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range readings {
		for _, m := range r.Report.Mentions {
			if slices.ContainsFunc(m.Names, func(n string) bool { return strings.Contains(n, word) }) {
				where = append(where, "mention "+m.ID)
			}
			for _, s := range m.Spans {
				if strings.Contains(s.Text, word) {
					where = append(where, "mention "+m.ID+" at its place")
				}
			}
		}
		for _, s := range r.Report.Statements {
			if strings.Contains(s.Content.Text+s.Speaker+s.Value, word) || s.Whole != nil && strings.Contains(s.Whole.Text, word) {
				where = append(where, "proposal "+s.ID)
			}
		}
		for _, c := range r.Report.Conflicts {
			if strings.Contains(c.What, word) {
				where = append(where, "conflict "+c.What)
			}
		}
	}
	return where
}

func TestErasureReachesReports(t *testing.T) {
	b, _ := aBureau(t)
	read(t, b, article)
	if _, err := b.Review(t.Context(), Review{AcceptAll: true, By: "olena"}); err != nil {
		t.Fatal(err)
	}
	kim, pak := kimOf(t, b)
	if len(keeps(t, b, "Kim")) == 0 {
		t.Fatal("nothing names Kim before: the test sees nothing")
	}
	before := standing(t, b, pak, aboutBoth(t, &Reading{Report: readingsOf(t, b)[0].Report}).ID)
	done, err := b.Erase(t.Context(), kim, why, "taras")
	if err != nil || done.Redacted != 1 {
		t.Fatalf("%+v %v", done, err)
	}
	for _, where := range keeps(t, b, "Kim") {
		t.Errorf("after erasing Kim his name stands in %s", where)
	}
	// What is said of both stays in the other's file, with the name made illegible.
	if n := standing(t, b, pak, "S1"); n != before || n == 0 {
		t.Errorf("%d statements of the shared sentence stand in Pak's file, before %d", n, before)
	}
	if text := readingsOf(t, b)[0].Text; !strings.Contains(text, "Pak Yong, were captured on 9 January 2025") || len([]rune(text)) != len([]rune(article)) {
		t.Errorf("the text is now %q", text)
	}
	mustVerify(t, b)
}

func readingsOf(t *testing.T, b *Bureau) []*Reading {
	t.Helper()
	all, err := b.Readings(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// stopping is a store that stops before or after the nth of its writes.
type stopping struct {
	store.Store
	left int
}

func (s *stopping) step() error {
	if s.left == 0 {
		return context.Canceled
	}
	s.left--
	return nil
}

func (s *stopping) Append(ctx context.Context, d []store.Draft, sign store.SignFunc) ([]store.Placed, error) {
	if err := s.step(); err != nil {
		return nil, err
	}
	return s.Store.Append(ctx, d, sign)
}

func (s *stopping) ReplaceBlobs(ctx context.Context, space string, drop []int64, put []store.Blob) error {
	if err := s.step(); err != nil {
		return err
	}
	return s.Store.ReplaceBlobs(ctx, space, drop, put)
}

func (s *stopping) Forget(ctx context.Context, subjects []store.SubjectID) error {
	if err := s.step(); err != nil {
		return err
	}
	return s.Store.Forget(ctx, subjects)
}

// Wherever an erasure is interrupted, running it again finishes it, for all that
// is joined as the person.
func TestInterruptedErasure(t *testing.T) {
	for steps := 0; ; steps++ {
		b, c := aBureau(t)
		read(t, b, article)
		if _, err := b.Review(t.Context(), Review{AcceptAll: true, By: "olena"}); err != nil {
			t.Fatal(err)
		}
		kim, _ := kimOf(t, b)
		rows := write(t, "p.csv", "family name,given name,N\nKim,Chol,7\n")
		o := list.Options{Map: map[string]string{"N": "reference"}}
		imported(t, b, rows, o)
		hits, err := b.Search(t.Context(), identity.Query{Numbers: []string{"7"}}, 1)
		if err != nil || len(hits) != 1 {
			t.Fatal(hits, err)
		}
		if _, err := b.Same(t.Context(), kim, hits[0].ID, why); err != nil {
			t.Fatal(err)
		}
		if err := b.saveIndex(t.Context(), 1); err != nil {
			t.Fatal(err)
		}
		st := b.store
		b.store = &stopping{st, steps}
		_, stopped := b.Erase(t.Context(), kim, why, "taras")
		b.store = st
		b = reopen(t, b, c)
		done, err := b.Erase(t.Context(), kim, why, "taras")
		if err != nil {
			t.Fatalf("stopped after %d writes: running it again: %v", steps, err)
		}
		if len(done.Subjects) != 2 {
			t.Errorf("stopped after %d writes: %d subjects erased, want 2", steps, len(done.Subjects))
		}
		for _, where := range keeps(t, b, "Kim") {
			t.Errorf("stopped after %d writes: his name stands in %s", steps, where)
		}
		if hits, err := b.Search(t.Context(), identity.Query{Name: "Kim Chol"}, 5); err != nil || slices.ContainsFunc(hits, func(h Hit) bool { return h.ID == kim }) {
			t.Errorf("stopped after %d writes: still found: %+v %v", steps, hits, err)
		}
		// His row leads nowhere any more: it comes in as somebody new.
		if again := imported(t, b, rows, o); again.Known != 0 {
			t.Errorf("stopped after %d writes: the row is still known", steps)
		}
		if stopped == nil {
			if steps < 5 {
				t.Fatalf("an erasure took %d writes: the test stops too little", steps)
			}
			return
		}
	}
}

// Who has the bureau open while somebody is erased does not find him any more.
func TestErasedForEverybodyWhoHasTheBureauOpen(t *testing.T) {
	b, c := aBureau(t)
	id := said(t, b, "Sokolia", "name", "Bondar Ivan")
	other, err := Open(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	find := func() []Hit {
		hits, err := other.Search(t.Context(), identity.Query{Name: "Bondar Ivan"}, 5)
		if err != nil {
			t.Fatal(err)
		}
		return hits
	}
	if len(find()) != 1 {
		t.Fatal("not found before")
	}
	if _, err := b.Erase(t.Context(), id, why, "taras"); err != nil {
		t.Fatal(err)
	}
	if hits := find(); len(hits) != 0 {
		t.Errorf("still found: %+v", hits)
	}
	if names, err := other.NamesOf(t.Context(), []statement.ID{id}); err != nil || strings.Contains(names[id], "Bondar") {
		t.Errorf("still named: %v %v", names, err)
	}
}

// A search segment read from the log before an erasure and saved after it is
// found out, not believed.
func TestSegmentSavedLate(t *testing.T) {
	b, c := aBureau(t)
	id := said(t, b, "Sokolia", "name", "Bondar Ivan")
	other, err := Open(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	head, _ := b.Head(t.Context())
	blob, err := other.buildSegment(t.Context(), 1, 0, head.Size)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.Erase(t.Context(), id, why, "taras"); err != nil {
		t.Fatal(err)
	}
	if err := other.replaceSegments(t.Context(), nil, []store.Blob{blob}); err != nil {
		t.Fatal(err)
	}
	b = reopen(t, b, c)
	if hits, err := b.Search(t.Context(), identity.Query{Name: "Bondar Ivan"}, 5); err != nil || len(hits) != 0 {
		t.Errorf("found from the late segment: %+v %v", hits, err)
	}
	if err := b.saveIndex(t.Context(), 1); err != nil { // the next who writes makes it unreadable
		t.Fatal(err)
	}
	if key, err := b.keys.Key(blob.Key); err == nil {
		t.Errorf("the late segment's key %d is still there: %v", blob.Key, key.Destroyed())
	}
}

// A number that somebody carried who was erased names nobody: what comes in for it
// is not given to the one who is left.
func TestNumberOfTheErased(t *testing.T) {
	for _, who := range []string{"Kovalenko Ivan", "Bondar Petro", "Melnyk Oleh"} {
		b, _ := aBureau(t)
		o := list.Options{Map: map[string]string{"N": "reference"}}
		imported(t, b, write(t, "p.csv", "N,family name,given name\n7,Kovalenko,Ivan\n7,Bondar,Petro\n7,Melnyk,Oleh\n"), o)
		hits, err := b.Search(t.Context(), identity.Query{Name: who}, 1)
		if err != nil || len(hits) != 1 {
			t.Fatal(hits, err)
		}
		if _, err := b.Erase(t.Context(), hits[0].ID, why, "taras"); err != nil {
			t.Fatal(err)
		}
		r := imported(t, b, write(t, "e.csv", "N,event,date\n7,death,2024-05-01\n"), o)
		if len(r.Warnings) != 1 || !strings.Contains(r.Warnings[0], "erased") {
			t.Errorf("%s erased: warnings %q", who, r.Warnings)
		}
		for _, name := range []string{"Kovalenko Ivan", "Bondar Petro", "Melnyk Oleh"} {
			hits, err := b.Search(t.Context(), identity.Query{Name: name}, 1)
			if err != nil {
				t.Fatal(err)
			}
			if len(hits) == 0 {
				continue
			}
			f, err := b.Show(t.Context(), hits[0].ID)
			if err != nil {
				t.Fatal(err)
			}
			if _, dead := f.Value("death.date"); dead {
				t.Errorf("%s erased: %s is told dead", who, name)
			}
		}
	}
}

func TestErasureTellsWhatIsLeft(t *testing.T) {
	b, _ := aBureau(t)
	imported(t, b, write(t, "kovalenko-card.csv", "family name,given name\nKovalenko,Ivan\n"), list.Options{})
	hits, err := b.Search(t.Context(), identity.Query{Name: "Kovalenko Ivan"}, 1)
	if err != nil || len(hits) != 1 {
		t.Fatal(hits, err)
	}
	done, err := b.Erase(t.Context(), hits[0].ID, why, "taras")
	if err != nil {
		t.Fatal(err)
	}
	if len(done.Left) != 1 || !strings.Contains(done.Left[0], "kovalenko-card.csv") {
		t.Errorf("left: %q", done.Left)
	}
}

// Two who erase two people named in one report at once redact both.
func TestTwoErasuresAtOnce(t *testing.T) {
	for after := range 3 { // the note, the text, and that it is complete
		b, c := aBureau(t)
		read(t, b, article)
		if _, err := b.Review(t.Context(), Review{AcceptAll: true, By: "olena"}); err != nil {
			t.Fatal(err)
		}
		kim, pak := kimOf(t, b)
		o, err := Open(t.Context(), c)
		if err != nil {
			t.Fatal(err)
		}
		st := b.store
		b.store = &lateAfter{Store: st, left: after, before: func() {
			if _, err := o.Erase(t.Context(), kim, why, "taras"); err != nil {
				t.Error(err)
			}
		}}
		if _, err := b.Erase(t.Context(), pak, why, "taras"); err != nil {
			t.Fatal(err)
		}
		b.store = st
		o.Close()
		for _, name := range []string{"Kim", "Pak"} {
			for _, where := range keeps(t, b, name) {
				t.Errorf("overtaken before append %d: %s stands in %s", after, name, where)
			}
		}
	}
}

// lateAfter is a store whose owner is overtaken before one of its appends.
type lateAfter struct {
	store.Store
	left   int
	before func()
}

func (l *lateAfter) Append(ctx context.Context, d []store.Draft, s store.SignFunc) ([]store.Placed, error) {
	if l.left == 0 && l.before != nil {
		run := l.before
		l.before = nil
		run()
	}
	l.left--
	return l.Store.Append(ctx, d, s)
}

// answerless is a store that appends and dies before it says so.
type answerless struct{ store.Store }

func (a *answerless) Append(ctx context.Context, d []store.Draft, s store.SignFunc) ([]store.Placed, error) {
	if _, err := a.Store.Append(ctx, d, s); err != nil {
		return nil, err
	}
	return nil, context.Canceled
}

// Somebody who was parted from him after his erasure was begun is not erased with
// him, and until it is finished the bureau says that it is not.
func TestPartedBeforeTheErasureIsFinished(t *testing.T) {
	b, c := aBureau(t)
	x, y := said(t, b, "S", "name", "Bondar Ivan"), said(t, b, "S", "name", "Bondar Ihor")
	same, err := b.Same(t.Context(), x, y, why)
	if err != nil {
		t.Fatal(err)
	}
	st := b.store
	b.store = &answerless{st} // the note is recorded, and no more
	if _, err := b.Erase(t.Context(), y, why, "taras"); err == nil {
		t.Fatal("the erasure was not stopped")
	}
	b.store = st
	b = reopen(t, b, c)
	if open, err := b.Unfinished(t.Context()); err != nil || len(open) != 1 {
		t.Errorf("unfinished: %v %v", open, err)
	}
	if _, err := b.Undo(t.Context(), same, why); err != nil {
		t.Fatal(err)
	}
	if _, err := b.NotSame(t.Context(), x, y, why); err != nil {
		t.Fatal(err)
	}
	done, err := b.Erase(t.Context(), y, why, "taras")
	if err != nil || len(done.Subjects) != 1 {
		t.Errorf("erased %v %v", done.Subjects, err)
	}
	if _, err := b.Show(t.Context(), x); err != nil {
		t.Errorf("the other's file: %v", err)
	}
	if open, err := b.Unfinished(t.Context()); err != nil || len(open) != 0 {
		t.Errorf("unfinished: %v %v", open, err)
	}
}

// Into whose file a proposal was put decides with whom its words go.
func TestErasureFollowsTheReviewer(t *testing.T) {
	b, _ := aBureau(t)
	r := read(t, b, article)
	var kims string
	for _, s := range r.Report.Statements {
		if strings.Contains(s.Content.Text, "born in Haeju") {
			kims = s.ID
		}
	}
	for _, s := range r.Report.Statements {
		if s.ID != kims {
			acceptOne(t, b, s.ID)
		}
	}
	_, pak := kimOf(t, b)
	if _, err := b.Revise(t.Context(), Revision{Proposal: kims, Parts: []Wording{{To: pak}}, By: "olena"}); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Erase(t.Context(), pak, why, "taras"); err != nil {
		t.Fatal(err)
	}
	for _, where := range keeps(t, b, "Haeju") {
		t.Errorf("his words stand in %s", where)
	}
}

// A page tells of a man in its title and its descriptions too.
func TestErasureOfAPage(t *testing.T) {
	b, _ := aBureau(t)
	page := "<!DOCTYPE html><html lang=\"en\"><head><title>Kim Chol captured</title><meta property=\"og:description\" content=\"Kim Chol, 21, of Haeju, wounded\"></head><body><article>" +
		strings.ReplaceAll(strings.TrimSpace(article), "\n\n", "</p>\n<p>") + "</article></body></html>"
	read(t, b, page)
	if _, err := b.Review(t.Context(), Review{AcceptAll: true, By: "olena"}); err != nil {
		t.Fatal(err)
	}
	kim, _ := kimOf(t, b)
	if _, err := b.Erase(t.Context(), kim, why, "taras"); err != nil {
		t.Fatal(err)
	}
	for _, word := range []string{"Kim", "Haeju"} {
		for _, where := range keeps(t, b, word) {
			t.Errorf("%s stands in %s", word, where)
		}
	}
}

// What is proposed of two men, one of whom was erased, can be accepted of the other.
func TestSharedProposalAfterErasure(t *testing.T) {
	b, _ := aBureau(t)
	r := read(t, b, article)
	shared := aboutBoth(t, r).ID
	for _, s := range r.Report.Statements {
		if s.ID != shared {
			acceptOne(t, b, s.ID)
		}
	}
	kim, pak := kimOf(t, b)
	if _, err := b.Erase(t.Context(), kim, why, "taras"); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Review(t.Context(), Review{AcceptAll: true, By: "olena"}); err != nil {
		t.Fatal(err)
	}
	if standing(t, b, pak, shared) == 0 {
		t.Error("what is said of both does not stand in the other's file")
	}
}
