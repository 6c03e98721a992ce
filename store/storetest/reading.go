package storetest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"homeward/ledger"
	"homeward/store"

	"golang.org/x/mod/sumdb/tlog"
)

// fill appends n entries of about n/3 subjects, in an order unlike the subjects'.
func fill(t testing.TB, s store.Store, n int) {
	t.Helper()
	var drafts []store.Draft
	for i := range n {
		drafts = append(drafts, draft(fmt.Sprint("fill ", i), (i*7919)%(n/3+1)))
	}
	mustAppend(t, s, drafts...)
}

func nestedReading(t *testing.T, open Opener) {
	s := opened(t, open)
	fill(t, s, 3000)
	seen := 0
	for e, err := range s.Entries(t.Context(), 0, 3000) {
		if err != nil {
			t.Fatal(err)
		}
		if seen++; seen%500 != 1 {
			continue
		}
		// A loop within a loop, more of them than a pool has connections.
		for range 8 {
			for f, err := range s.BySubject(t.Context()) {
				if err != nil {
					t.Fatal(err)
				}
				if _, err := s.Entry(t.Context(), f.Number); err != nil {
					t.Fatal(err)
				}
				break
			}
		}
		mustAppend(t, s, draft(fmt.Sprint("while reading ", e.Number), 1))
		if err := s.Forget(t.Context(), []store.SubjectID{Subject(999999)}); err != nil {
			t.Fatal(err)
		}
	}
	if seen != 3000 {
		t.Errorf("%d entries read", seen)
	}
	MustBeWhole(t, s)
}

func readingStops(t *testing.T, open Opener) {
	s := opened(t, open)
	fill(t, s, 3000)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	seen, failed := 0, error(nil)
	for _, err := range s.Entries(ctx, 0, 3000) {
		if err != nil {
			failed = err
			continue
		}
		if seen++; seen == 10 {
			cancel()
		}
	}
	if !errors.Is(failed, context.Canceled) || seen >= 3000 {
		t.Errorf("after cancelling, %d entries were read and then %v", seen, failed)
	}
	for name, read := range map[string]func() error{
		"Head":            func() error { _, err := s.Head(ctx); return err },
		"Entry":           func() error { _, err := s.Entry(ctx, 1); return err },
		"Find":            func() error { _, err := s.Find(ctx, []store.Tag{Tag("a")}); return err },
		"OfSubject":       func() error { _, err := s.OfSubject(ctx, Subject(1)); return err },
		"SubjectsBetween": func() error { _, err := s.SubjectsBetween(ctx, Subject(0), Subject(9), 9); return err },
		"ReadTiles":       func() error { _, err := s.ReadTiles(ctx, []tlog.Tile{{H: 8, W: 1}}); return err },
		"Forget":          func() error { return s.Forget(ctx, []store.SubjectID{Subject(1)}) },
		"Blob":            func() error { _, err := s.Blob(ctx, "x", 1); return err },
		"BlobHeads":       func() error { _, err := s.BlobHeads(ctx, "x"); return err },
	} {
		if err := read(); !errors.Is(err, context.Canceled) {
			t.Errorf("%s with a cancelled context: %v", name, err)
		}
	}
}

func earlierTiles(t *testing.T, open Opener) {
	s := opened(t, open)
	fill(t, s, 300)
	old := mustHead(t, s)
	signed := checkpoints(t, s)[0]
	_, v := Keys(t)
	fill2 := make([]store.Draft, 700)
	for i := range fill2 {
		fill2[i] = draft(fmt.Sprint("more ", i), i)
	}
	mustAppend(t, s, fill2...)
	now := mustHead(t, s)
	last := checkpoints(t, s)[1]
	for _, n := range []int64{0, 255, 256, 299} {
		// Under the old checkpoint and under the new.
		for _, at := range []struct {
			head ledger.Head
			note []byte
		}{{old, signed.Note}, {now, last.Note}} {
			p, err := ledger.ProveInclusion(at.head, at.note, n, ledger.TilesOf(t.Context(), s))
			if err != nil {
				t.Fatal(err)
			}
			e, err := s.Entry(t.Context(), n)
			if err != nil {
				t.Fatal(err)
			}
			if err := p.Check(e.Record, v); err != nil {
				t.Error(err)
			}
		}
	}
	c, err := ledger.ProveConsistency(now, last.Note, old.Size, ledger.TilesOf(t.Context(), s))
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Check(old, v); err != nil {
		t.Error(err)
	}
	for _, tile := range []tlog.Tile{{H: 8, L: 0, N: 4, W: 1}, {H: 8, L: 2, N: 0, W: 1}, {H: 8, L: 0, N: 3, W: 256}, {H: 7, L: 0, N: 0, W: 1}, {H: 8, L: -1, N: 0, W: 1}, {H: 8, L: 0, N: 0, W: 257}} {
		if _, err := s.ReadTiles(t.Context(), []tlog.Tile{{H: 8, W: 1}, tile}); !errors.Is(err, ledger.ErrNoTile) {
			t.Errorf("tile %+v, which is not there: %v", tile, err)
		}
	}
}

func bySubject(t *testing.T, open Opener) {
	s := opened(t, open)
	fill(t, s, 2500)
	want := all(t, s)
	slices.SortStableFunc(want, func(a, b store.Entry) int { return bytes.Compare(a.Subject[:], b.Subject[:]) })
	i := 0
	for e, err := range s.BySubject(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		if i == 5 { // what is appended meanwhile is not part of this reading
			mustAppend(t, s, draft("meanwhile", 1<<30))
		}
		if i == len(want) || e.Number != want[i].Number || !same(e.Record, want[i].Record) {
			t.Fatalf("place %d: entry %d", i, e.Number)
		}
		i++
	}
	if i != len(want) {
		t.Errorf("%d entries, want %d", i, len(want))
	}
	of, err := s.OfSubject(t.Context(), want[0].Subject)
	if err != nil || len(of) == 0 {
		t.Fatal(of, err)
	}
	for i, e := range of {
		if e.Number != want[i].Number || !same(e.Record, want[i].Record) {
			t.Errorf("entry %d of the subject is %d, want %d", i, e.Number, want[i].Number)
		}
	}
	if want[len(of)].Subject == want[0].Subject {
		t.Errorf("the subject has more than %d entries", len(of))
	}
}

func subjectsBetween(t *testing.T, open Opener) {
	s := opened(t, open)
	for _, n := range []int{50, 10, 30, 10, 20, 40, 10} {
		mustAppend(t, s, draft("", n))
	}
	for _, c := range []struct {
		lo, hi, limit int
		want          []int
	}{
		{0, 100, 100, []int{10, 20, 30, 40, 50}},
		{0, 100, 2, []int{10, 20}},
		{10, 30, 9, []int{10, 20, 30}},
		{11, 29, 9, []int{20}},
		{51, 60, 9, nil},
		{30, 10, 9, nil},
		{0, 100, 0, nil},
		{0, 100, -1, nil},
	} {
		got, err := s.SubjectsBetween(t.Context(), Subject(c.lo), Subject(c.hi), c.limit)
		if err != nil {
			t.Fatal(err)
		}
		var want []store.SubjectID
		for _, n := range c.want {
			want = append(want, Subject(n))
		}
		if !slices.Equal(got, want) {
			t.Errorf("%d to %d, at most %d: %x", c.lo, c.hi, c.limit, got)
		}
	}
}
