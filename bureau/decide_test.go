package bureau

import (
	"fmt"
	"strings"
	"testing"

	"homeward/identity"
	"homeward/statement"
)

func wantError(t *testing.T, err error, words ...string) {
	t.Helper()
	if err == nil {
		t.Fatalf("no error, want one with %q", words)
	}
	for _, w := range words {
		if !strings.Contains(err.Error(), w) {
			t.Errorf("error %q does not say %q", err, w)
		}
	}
}

func joinedAs(t *testing.T, b *Bureau, id statement.ID) int {
	t.Helper()
	f, err := b.Show(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return len(f.Subjects)
}

// Two people whom others join cannot be said to be two before the wrong link is
// taken back: the saying would have no effect and nobody would notice.
func TestNotSameOfJoinedThroughOthersIsRefused(t *testing.T) {
	b, _ := aBureau(t)
	x, m, z := said(t, b, "S", "name", "Bondar Ivan"), said(t, b, "V", "name", "Bondar I"), said(t, b, "V", "name", "Bondar Ihor")
	first, err := b.Same(t.Context(), x, m, why)
	if err != nil {
		t.Fatal(err)
	}
	second, err := b.Same(t.Context(), m, z, why)
	if err != nil {
		t.Fatal(err)
	}
	_, err = b.NotSame(t.Context(), x, z, why)
	wantError(t, err, fmt.Sprintf("entry %d joins", first), fmt.Sprintf("entry %d joins", second), "homeward undo")
	if _, err := b.Undo(t.Context(), second, why); err != nil {
		t.Fatal(err)
	}
	parted, err := b.NotSame(t.Context(), x, z, why)
	if err != nil {
		t.Fatal(err)
	}
	// And now nobody can join them again through the third, by a link or by undoing.
	_, err = b.Same(t.Context(), m, z, why)
	wantError(t, err, fmt.Sprintf("entry %d says that they are two", parted))
	_, err = b.Undo(t.Context(), second+1, why)
	wantError(t, err, fmt.Sprintf("entry %d says that they are two", parted))
	if n := joinedAs(t, b, x); n != 2 {
		t.Errorf("%d subjects in the file, want 2", n)
	}
	if _, err := b.Undo(t.Context(), parted, why); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Same(t.Context(), m, z, why); err != nil {
		t.Fatal(err)
	}
	_, err = b.Undo(t.Context(), parted+1, why) // the undoing of "two people"
	wantError(t, err, fmt.Sprintf("entry %d says that they are two", parted))
}

func TestLaterWordOnOnePairHolds(t *testing.T) {
	b, _ := aBureau(t)
	x, y := said(t, b, "S", "name", "A A"), said(t, b, "S", "name", "B B")
	same, err := b.Same(t.Context(), x, y, why)
	if err != nil {
		t.Fatal(err)
	}
	_, err = b.Same(t.Context(), y, x, why)
	wantError(t, err, fmt.Sprintf("entry %d says so", same))
	if _, err := b.NotSame(t.Context(), x, y, why); err != nil {
		t.Fatal(err)
	}
	if n := joinedAs(t, b, x); n != 1 {
		t.Errorf("%d subjects after they were said to be two", n)
	}
}

// What was taken back is not taken back again; undoing the undoing restores it.
func TestUndoOnce(t *testing.T) {
	b, _ := aBureau(t)
	x, y := said(t, b, "S", "name", "A A"), said(t, b, "S", "name", "B B")
	same, err := b.Same(t.Context(), x, y, why)
	if err != nil {
		t.Fatal(err)
	}
	undone, err := b.Undo(t.Context(), same, why)
	if err != nil {
		t.Fatal(err)
	}
	_, err = b.Undo(t.Context(), same, why)
	wantError(t, err, fmt.Sprintf("by entry %d", undone), fmt.Sprintf("homeward undo %d", undone))
	if _, err := b.Undo(t.Context(), undone, why); err != nil {
		t.Fatal(err)
	}
	_, err = b.Undo(t.Context(), undone, why)
	wantError(t, err, "taken back already")
	if n := joinedAs(t, b, x); n != 2 {
		t.Errorf("%d subjects after undoing the undoing, want 2", n)
	}
	if _, err := b.Undo(t.Context(), same, why); err != nil {
		t.Errorf("a restored decision cannot be undone: %v", err)
	}
	if n := joinedAs(t, b, x); n != 1 {
		t.Errorf("%d subjects, want 1", n)
	}
}

func TestBookkeepingIsNotCorrected(t *testing.T) {
	b, _ := aBureau(t)
	id := said(t, b, "S", "name", "Bondar Ivan", "death.date", "2024-05-01")
	head, _ := b.Head(t.Context())
	about := head.Size - 1
	withdrawn, err := b.Withdraw(t.Context(), statement.Ref{Entry: about, Ordinal: 2}, why)
	if err != nil {
		t.Fatal(err)
	}
	_, err = b.Correct(t.Context(), statement.Ref{Entry: withdrawn, Ordinal: 1}, "a better reason", why)
	wantError(t, err, "bookkeeping", fmt.Sprintf("homeward undo %d", withdrawn))
	_, err = b.Withdraw(t.Context(), statement.Ref{Entry: withdrawn}, why)
	wantError(t, err, "homeward undo")
	_, err = b.Withdraw(t.Context(), statement.Ref{Entry: about, Ordinal: 2}, why)
	wantError(t, err, "withdrawn already", fmt.Sprintf("entry %d", withdrawn))
	_, err = b.Correct(t.Context(), statement.Ref{Entry: about, Ordinal: 2}, "2024-05-02", why)
	wantError(t, err, "withdrawn already")
	f, err := b.Show(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	if v, has := f.Value("death.date"); has {
		t.Errorf("a withdrawn death stands: %s", v)
	}
	other := said(t, b, "S", "name", "Bondar I")
	link, err := b.Same(t.Context(), id, other, why)
	if err != nil {
		t.Fatal(err)
	}
	_, err = b.Correct(t.Context(), statement.Ref{Entry: link, Ordinal: 1}, id.String(), why)
	wantError(t, err, "homeward undo")
	_, err = b.Correct(t.Context(), statement.Ref{Entry: 0, Ordinal: 1}, "SOK", why)
	wantError(t, err, "bookkeeping")
	_, err = b.Undo(t.Context(), 0, why)
	wantError(t, err, "entry 0")
}

func TestTargetCanBeUndone(t *testing.T) {
	b, c := aBureau(t)
	n, err := b.Target(t.Context(), "122.2-particulars", "3d", why)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.Undo(t.Context(), n, why); err != nil {
		t.Fatal(err)
	}
	for _, b := range []*Bureau{b, reopen(t, b, c)} {
		if got := b.Settings().Targets; len(got) != 0 {
			t.Errorf("targets %v after undoing", got)
		}
	}
}

// raced runs an act while another process does something just before it is recorded.
func raced(t *testing.T, b *Bureau, c Config, other func(*Bureau), act func() error) error {
	t.Helper()
	o, err := Open(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	defer o.Close()
	st := b.store
	b.store = &late{Store: st, before: func() { other(o) }}
	defer func() { b.store = st }()
	return act()
}

// A link that was lawful when it was checked is checked anew if somebody links in
// between, also where he records other things too.
func TestLinksTakeTurns(t *testing.T) {
	b, c := aBureau(t)
	x, m, z := said(t, b, "S", "name", "Bondar Ivan"), said(t, b, "V", "name", "Bondar I"), said(t, b, "V", "name", "Bondar Ihor")
	if _, err := b.Same(t.Context(), x, m, why); err != nil {
		t.Fatal(err)
	}
	err := raced(t, b, c, func(o *Bureau) {
		if _, err := o.Withdraw(t.Context(), statement.Ref{Entry: 1, Ordinal: 1}, why); err != nil {
			t.Error(err)
		}
		if _, err := o.Same(t.Context(), m, z, why); err != nil {
			t.Error(err)
		}
	}, func() error { _, err := b.NotSame(t.Context(), x, z, why); return err })
	wantError(t, err, "joined through others")
}

func TestOfTwoCorrectionsOneIsTold(t *testing.T) {
	b, c := aBureau(t)
	said(t, b, "S", "name", "Bondar Ivan", "death.date", "2024-05-01")
	ref := statement.Ref{Entry: 1, Ordinal: 2}
	err := raced(t, b, c, func(o *Bureau) {
		if _, err := o.Withdraw(t.Context(), ref, why); err != nil {
			t.Error(err)
		}
	}, func() error { _, err := b.Correct(t.Context(), ref, "2024-05-02", why); return err })
	wantError(t, err, "by somebody else just now")
}

// What was corrected is not taken away under its correction.
func TestCorrectionsAreTakenBackFirst(t *testing.T) {
	b, _ := aBureau(t)
	id := said(t, b, "S", "name", "Bondar Ivan", "birth.date", "1990")
	first, err := b.Correct(t.Context(), statement.Ref{Entry: 1, Ordinal: 2}, "1991", why)
	if err != nil {
		t.Fatal(err)
	}
	_, err = b.Withdraw(t.Context(), statement.Ref{Entry: 1}, why)
	wantError(t, err, fmt.Sprintf("homeward undo %d", first))
	second, err := b.Correct(t.Context(), statement.Ref{Entry: first, Ordinal: 1}, "1992", why)
	if err != nil {
		t.Fatal(err)
	}
	_, err = b.Undo(t.Context(), first, why)
	wantError(t, err, fmt.Sprintf("homeward undo %d", second))
	for range 2 { // a restored correction can be undone again
		undone, err := b.Undo(t.Context(), second, why)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := b.Undo(t.Context(), undone, why); err != nil {
			t.Fatal(err)
		}
	}
	f, err := b.Show(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	if v, _ := f.Value("birth.date"); v != "1992" {
		t.Errorf("born %s", v)
	}
}

// Search finds people by what stands, and as many as are asked for.
func TestSearchOfWhatStands(t *testing.T) {
	b, _ := aBureau(t)
	id := said(t, b, "S", "name", "Bondar Ivan")
	if _, err := b.Correct(t.Context(), statement.Ref{Entry: 1, Ordinal: 1}, "Zhuravel Taras", why); err != nil {
		t.Fatal(err)
	}
	if hits := found(t, b, identity.Query{Name: "Bondar Ivan"}); len(hits) != 0 {
		t.Errorf("found by a name that was corrected: %+v", hits)
	}
	if hits := found(t, b, identity.Query{Name: "Zhuravel Taras"}); len(hits) != 1 || hits[0].ID != id {
		t.Errorf("not found by the right name: %+v", hits)
	}
	crowd := said(t, b, "S", "name", "Kravets Ivan")
	for range 12 {
		if _, err := b.Same(t.Context(), crowd, said(t, b, "S", "name", "Kravets Ivan"), why); err != nil {
			t.Fatal(err)
		}
	}
	said(t, b, "S", "name", "Kravets Ihor")
	if hits := found(t, b, identity.Query{Name: "Kravets"}); len(hits) != 2 {
		t.Errorf("%d people found, want two", len(hits))
	}
}
