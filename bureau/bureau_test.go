package bureau

import (
	"context"
	"crypto/rand"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"homeward/identity"
	"homeward/statement"
	"homeward/store"
)

// aBureau founds a bureau of Verenia in a temporary folder. Its clock stands on
// 20 January 2025 and moves a second with each reading.
func aBureau(t *testing.T) (*Bureau, Config) {
	t.Helper()
	at := time.Date(2025, 1, 20, 12, 0, 0, 0, time.UTC)
	c := Config{Store: filepath.Join(t.TempDir(), "store"), Random: rand.Reader, Now: func() time.Time {
		at = at.Add(time.Second)
		return at
	}}
	b, err := Found(t.Context(), c, Founding{Party: "ver", By: "olena"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { b.Close() })
	return b, c
}

// said records that somebody said something of a new person.
func said(t *testing.T, b *Bureau, speaker string, pairs ...string) statement.ID {
	t.Helper()
	id, err := statement.NewID(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	saidOf(t, b, id, speaker, pairs...)
	return id
}

func saidOf(t *testing.T, b *Bureau, id statement.ID, speaker string, pairs ...string) int64 {
	t.Helper()
	e := &statement.Entry{Subject: id, Kind: statement.Person, By: "olena", SaidBy: []statement.Speaker{{Name: speaker}}}
	for i := 0; i < len(pairs); i += 2 {
		e.Statements = append(e.Statements, statement.Statement{Property: pairs[i], Value: pairs[i+1], Stance: statement.Asserts})
	}
	placed, err := b.record(t.Context(), store.Tag{}, e)
	if err != nil {
		t.Fatal(err)
	}
	return placed.Number
}

func reopen(t *testing.T, b *Bureau, c Config) *Bureau {
	t.Helper()
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	b, err := Open(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { b.Close() })
	return b
}

func mustVerify(t *testing.T, b *Bureau) {
	t.Helper()
	r, err := b.Verify(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if !r.Whole() {
		t.Fatalf("the ledger does not verify: %s", r)
	}
}

var why = Decision{By: "olena", Because: "same date and place of birth"}

func TestFounding(t *testing.T) {
	b, c := aBureau(t)
	b = reopen(t, b, c)
	if s := b.Settings(); s.Party != "VER" || s.Ledger != "homeward/ver" {
		t.Errorf("settings after opening again: %+v", s)
	}
	mustVerify(t, b)
	for name, f := range map[string]struct {
		c Config
		f Founding
	}{
		"a second time":            {c, Founding{Party: "VER", By: "olena"}},
		"by nobody":                {Config{Store: t.TempDir() + "/x", Random: rand.Reader}, Founding{Party: "VER"}},
		"a party that is no code":  {Config{Store: t.TempDir() + "/x", Random: rand.Reader}, Founding{Party: "Верена", By: "olena"}},
		"keys within the store":    {Config{Store: t.TempDir(), Keys: c.Store + "/keys", Random: rand.Reader}, Founding{Party: "V", By: "olena"}},
		"a time zone nobody has":   {Config{Store: t.TempDir() + "/x", Random: rand.Reader}, Founding{Party: "VER", By: "olena", TimeZone: "Mars/Base"}},
		"a keyring that is in use": {Config{Store: t.TempDir() + "/y", Keys: KeysBeside(c.Store), Random: rand.Reader}, Founding{Party: "VER", By: "olena"}},
	} {
		if _, err := Found(t.Context(), f.c, f.f); err == nil {
			t.Errorf("a bureau was founded %s", name)
		}
	}
	if _, err := Open(t.Context(), Config{Store: filepath.Join(t.TempDir(), "nothing")}); !errors.Is(err, ErrNoBureau) {
		t.Errorf("opening nothing: %v", err)
	}
}

func TestSearchFollowsTheLedger(t *testing.T) {
	b, c := aBureau(t)
	hong := said(t, b, "Hanul", "name", "홍길동", "birth.date", "1999-05-02")
	said(t, b, "Sokolia", "name", "Петренко Микола Іванович")
	find := func(b *Bureau, name string) []Hit {
		hits, err := b.Search(t.Context(), identity.Query{Name: name}, 5)
		if err != nil {
			t.Fatal(err)
		}
		return hits
	}
	if hits := find(b, "Hong Gildong"); len(hits) == 0 || hits[0].ID != hong {
		t.Errorf("Hong Gildong is not found by his romanised name: %+v", hits)
	}
	// From a saved index, and with entries the index does not have yet.
	if err := b.saveIndex(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	late := said(t, b, "Sokolia", "name", "Коваль Дарина")
	b = reopen(t, b, c)
	for name, id := range map[string]statement.ID{"Hong Gil-dong": hong, "Koval Daryna": late} {
		if hits := find(b, name); len(hits) == 0 || hits[0].ID != id {
			t.Errorf("%s is not found after opening again: %+v", name, hits)
		}
	}
	// A new name for an old subject must not hide the old one.
	saidOf(t, b, hong, "Verenia", "name.alias", "Sokil")
	if err := b.saveIndex(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	b = reopen(t, b, c)
	for _, name := range []string{"Hong Gildong", "Sokil"} {
		if hits := find(b, name); len(hits) == 0 || hits[0].ID != hong {
			t.Errorf("%s is not found once he has two names: %+v", name, hits)
		}
	}
}

func TestSameCanBeUndone(t *testing.T) {
	b, c := aBureau(t)
	a := said(t, b, "Sokolia", "name", "Бондарь Иван", "birth.date", "1990-03-04")
	z := said(t, b, "Verenia", "name", "Бондар Іван", "birth.date", "1991-03-04")
	n, err := b.Same(t.Context(), a, z, why)
	if err != nil {
		t.Fatal(err)
	}
	show := func() *File {
		f, err := b.Show(t.Context(), z)
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	f := show()
	if len(f.Subjects) != 2 || len(f.Conflicts()) != 1 || f.Conflicts()[0].Name != "birth.date" {
		t.Errorf("joined file has subjects %v and conflicts %v; two and the date of birth are wanted", f.Subjects, f.Conflicts())
	}
	u, err := b.Undo(t.Context(), n, Decision{By: "olena"})
	if err != nil {
		t.Fatal(err)
	}
	b = reopen(t, b, c)
	if f := show(); len(f.Subjects) != 1 || len(f.Conflicts()) != 0 {
		t.Errorf("after undoing, the file still has %v", f.Subjects)
	}
	if _, err := b.Undo(t.Context(), u, Decision{By: "olena"}); err != nil {
		t.Fatal(err)
	}
	if f := show(); len(f.Subjects) != 2 {
		t.Errorf("undoing the undoing does not join again: %v", f.Subjects)
	}
	mustVerify(t, b)
}

func TestDecisionsNeedANameAndAReason(t *testing.T) {
	b, _ := aBureau(t)
	a, z := said(t, b, "S", "name", "Бондар Іван"), said(t, b, "V", "name", "Бондар Іван")
	for name, d := range map[string]Decision{"nobody": {Because: "x"}, "no reason": {By: "olena"}} {
		if _, err := b.Same(t.Context(), a, z, d); err == nil {
			t.Errorf("%s: a decision was recorded", name)
		}
	}
	if _, err := b.Undo(t.Context(), 1, Decision{By: "olena"}); err == nil || !strings.Contains(err.Error(), "withdraw") {
		t.Errorf("what a source said was undone, or no better way was named: %v", err)
	}
	if _, err := b.Withdraw(t.Context(), statement.Ref{Entry: 0}, why); err == nil {
		t.Error("the founding of the bureau was withdrawn")
	}
}

func TestCorrectKeepsBoth(t *testing.T) {
	b, _ := aBureau(t)
	id := said(t, b, "Sokolia", "name", "Коваль Дарина", "birth.date", "1990-03-04")
	if _, err := b.Correct(t.Context(), statement.Ref{Entry: 1, Ordinal: 2}, "5.3.1990", why); err != nil {
		t.Fatal(err)
	}
	f, err := b.Show(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	if v, _ := f.Value("birth.date"); v != "1990-03-05" {
		t.Errorf("best date of birth is %q after the correction", v)
	}
	if n := len(f.Property("birth.date").Claims); n != 2 {
		t.Errorf("%d dates of birth on file, the old and the new are wanted", n)
	}
	if _, err := b.Correct(t.Context(), statement.Ref{Entry: 1, Ordinal: 2}, "30.2.1990", why); err == nil {
		t.Error("a day that does not exist was recorded")
	}
}

func TestErase(t *testing.T) {
	b, c := aBureau(t)
	a := said(t, b, "Sokolia", "name", "Бондарь Иван")
	z := said(t, b, "Verenia", "name", "Бондар Іван")
	other := said(t, b, "Verenia", "name", "Коваль Дарина")
	if _, err := b.Same(t.Context(), a, z, why); err != nil {
		t.Fatal(err)
	}
	if err := b.saveIndex(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Erase(t.Context(), a, why, "Olena"); err == nil {
		t.Fatal("one person alone erased somebody")
	}
	done, err := b.Erase(t.Context(), a, why, "taras")
	if err != nil {
		t.Fatal(err)
	}
	if len(done.Subjects) != 2 || done.Entries != 3 {
		t.Errorf("erased %+v; two subjects with three entries are wanted", done)
	}
	for range 2 {
		for _, id := range []statement.ID{a, z} {
			if _, err := b.Show(t.Context(), id); !errors.Is(err, ErrErased) {
				t.Errorf("showing an erased person: %v", err)
			}
		}
		hits, err := b.Search(t.Context(), identity.Query{Name: "Бондар Іван"}, 5)
		if err != nil {
			t.Fatal(err)
		}
		for _, h := range hits {
			if h.ID == a || h.ID == z {
				t.Errorf("an erased person is found: %+v", h)
			}
		}
		if f, err := b.Show(t.Context(), other); err != nil || f.Title != "Коваль Дарина" {
			t.Errorf("somebody else's file after the erasure: %v %v", f, err)
		}
		mustVerify(t, b)
		b = reopen(t, b, c)
	}
	if again, err := b.Erase(t.Context(), z, why, "taras"); err != nil || !again.Already {
		t.Errorf("erasing again: %+v, %v", again, err)
	}
}

func TestVerifyAgainstACheckpointKeptOutside(t *testing.T) {
	b, _ := aBureau(t)
	said(t, b, "Sokolia", "name", "Бондарь Иван")
	kept, _, err := b.Checkpoint(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	said(t, b, "Sokolia", "name", "Коваль Дарина")
	r, err := b.Verify(t.Context(), kept)
	if err != nil || !r.Whole() {
		t.Errorf("a checkpoint of two entries ago: %v %v", r, err)
	}
	younger, _ := aBureau(t)
	if r, err := younger.Verify(t.Context(), kept); err == nil && r.Whole() {
		t.Error("another bureau's checkpoint was taken for this one's")
	}
}

// A keyring brought back from an older copy would give key numbers out a second
// time: the bureau does not open with it.
func TestOlderKeyringIsRefused(t *testing.T) {
	b, c := aBureau(t)
	keys := c.Keys
	if keys == "" {
		keys = KeysBeside(c.Store)
	}
	slots := filepath.Join(keys, "subjects.keys")
	older, err := os.ReadFile(slots)
	if err != nil {
		t.Fatal(err)
	}
	said(t, b, "Sokolia", "name", "Bondar Ivan")
	b = reopen(t, b, c)
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(slots, older, 0o600); err != nil {
		t.Fatal(err)
	}
	_, err = Open(t.Context(), c)
	wantError(t, err, "older than the store", "latest copy")
}
