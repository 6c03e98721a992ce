package storetest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"homeward/ledger"
	"homeward/store"

	"pgregory.net/rapid"
)

// Eight goroutines on two handles: two processes, for all the database knows.
func concurrent(t *testing.T, open Opener) {
	a := opened(t, open)
	b := opened(t, open)
	const each = 40
	var mu sync.Mutex
	where := map[int64]string{}
	var wg sync.WaitGroup
	for g := range 8 {
		s := []store.Store{a, b}[g%2]
		wg.Go(func() {
			sign, _ := Keys(t)
			last := int64(-1)
			for i := range each {
				var drafts []store.Draft
				for j := range 1 + i%3 {
					drafts = append(drafts, draft(fmt.Sprintf("%d %d %d", g, i, j), g))
				}
				placed, err := s.Append(t.Context(), drafts, sign)
				if err != nil {
					t.Error(err)
					return
				}
				mu.Lock()
				for j, p := range placed {
					if p.Known || p.Number <= last {
						t.Errorf("placed %v after %d", p, last)
					}
					last = p.Number
					if before, twice := where[p.Number]; twice {
						t.Errorf("number %d was given to %q and %q", p.Number, before, fmt.Sprint(g, i, j))
					}
					where[p.Number] = fmt.Sprintf("sealed %d %d %d", g, i, j)
				}
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	for _, s := range []store.Store{a, b} {
		entries := all(t, s)
		if len(entries) != len(where) {
			t.Fatalf("%d entries, %d were acknowledged", len(entries), len(where))
		}
		for _, e := range entries {
			if string(e.Sealed) != where[e.Number] {
				t.Errorf("entry %d is %q, acknowledged was %q", e.Number, e.Sealed, where[e.Number])
			}
		}
		MustBeWhole(t, s)
	}
}

func tagRace(t *testing.T, open Opener) {
	a := opened(t, open)
	b := opened(t, open)
	var mu sync.Mutex
	fresh := map[string]int{}
	number := map[string]int64{}
	var wg sync.WaitGroup
	for g := range 8 {
		s := []store.Store{a, b}[g%2]
		wg.Go(func() {
			sign, _ := Keys(t)
			for i := range 30 {
				word := fmt.Sprint("row ", i)
				placed, err := s.Append(t.Context(), []store.Draft{draft(word, g)}, sign)
				if err != nil {
					t.Error(err)
					return
				}
				mu.Lock()
				if !placed[0].Known {
					fresh[word]++
				}
				if n, ok := number[word]; ok && n != placed[0].Number {
					t.Errorf("%s is at %d and at %d", word, n, placed[0].Number)
				}
				number[word] = placed[0].Number
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	if len(fresh) != 30 {
		t.Errorf("%d tags were written, want 30", len(fresh))
	}
	for word, n := range fresh {
		if n != 1 {
			t.Errorf("%s was written %d times", word, n)
		}
	}
	if h := mustHead(t, a); h.Size != 30 {
		t.Errorf("%d entries, want 30", h.Size)
	}
	MustBeWhole(t, b)
}

// Callers whose signer fails, among callers whose signer does not.
func onlyItsCaller(t *testing.T, open Opener) {
	s := opened(t, open)
	refused := errors.New("the signer refuses")
	good, _ := Keys(t)
	bad := func(ledger.Head) ([]byte, error) { return nil, refused }
	var mu sync.Mutex
	written := 0
	var wg sync.WaitGroup
	for g := range 12 {
		wg.Go(func() {
			for i := range 20 {
				word := fmt.Sprintf("%d %d", g, i)
				if g%4 == 3 {
					if p, err := s.Append(t.Context(), []store.Draft{draft(word, g)}, bad); err == nil && len(p) == 1 && !p[0].Known {
						// Its group was signed by another caller: then it is in the log.
						mu.Lock()
						written++
						mu.Unlock()
					} else if !errors.Is(err, refused) {
						t.Errorf("the bad signer's draft: %v, %v", p, err)
					}
					continue
				}
				if _, err := s.Append(t.Context(), []store.Draft{draft(word, g)}, good); err != nil {
					t.Errorf("a good draft failed: %v", err)
					continue
				}
				mu.Lock()
				written++
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	if h := mustHead(t, s); h.Size != int64(written) {
		t.Errorf("%d entries, %d were acknowledged", h.Size, written)
	}
	MustBeWhole(t, s)
}

func cancelled(t *testing.T, open Opener) {
	s := opened(t, open)
	mustAppend(t, s, draft("first", 1))
	sign, _ := Keys(t)
	done, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Append(done, []store.Draft{draft("never", 1)}, sign); !errors.Is(err, context.Canceled) {
		t.Errorf("with a cancelled context: %v", err)
	}
	if f := mustFind(t, s, "never"); f[0].Number != -1 {
		t.Error("it was written all the same")
	}
	var wg sync.WaitGroup
	for g := range 6 {
		wg.Go(func() {
			for i := range 25 {
				ctx, cancel := context.WithTimeout(t.Context(), time.Duration(1+(i*g*37)%40)*100*time.Microsecond)
				var drafts []store.Draft
				for j := range 5 {
					drafts = append(drafts, draft(fmt.Sprintf("%d %d %d", g, i, j), g))
				}
				_, err := s.Append(ctx, drafts, sign)
				cancel()
				var tags []store.Tag
				for _, d := range drafts {
					tags = append(tags, d.Tag)
				}
				found, ferr := s.Find(t.Context(), tags)
				if ferr != nil {
					t.Error(ferr)
					return
				}
				for _, f := range found {
					if (f.Number >= 0) != (found[0].Number >= 0) {
						t.Errorf("half of an append is there: %v", found)
					}
					if err == nil && f.Number < 0 {
						t.Errorf("acknowledged and not there: %v", found)
					}
				}
			}
		})
	}
	wg.Wait()
	MustBeWhole(t, s)
	mustAppend(t, s, draft("last", 1))
	MustBeWhole(t, s)
}

// model compares random appends, forgetting and finding with a store in a few maps.
func model(t *testing.T, open Opener) {
	s := opened(t, open)
	tags := map[store.Tag]store.Found{}
	var records []ledger.Record
	sign, _ := Keys(t)
	rapid.Check(t, func(rt *rapid.T) {
		word := rapid.StringMatching(`[a-d]{1,3}`)
		for range rapid.IntRange(1, 3).Draw(rt, "steps") {
			if rapid.IntRange(0, 9).Draw(rt, "forget") == 0 {
				id := Subject(rapid.IntRange(0, 5).Draw(rt, "subject"))
				if err := s.Forget(t.Context(), []store.SubjectID{id}); err != nil {
					rt.Fatal(err)
				}
				for tag, f := range tags {
					if f.Subject == id {
						delete(tags, tag)
					}
				}
			}
			var drafts []store.Draft
			var want []store.Placed
			for range rapid.IntRange(0, 4).Draw(rt, "drafts") {
				var d store.Draft
				if rapid.Bool().Draw(rt, "tagged") {
					d.Tag = Tag(word.Draw(rt, "tag"))
				}
				for range rapid.IntRange(0, 2).Draw(rt, "refs") {
					d.Refs = append(d.Refs, Tag(word.Draw(rt, "ref")))
				}
				for i := range rapid.IntRange(1, 3).Draw(rt, "records") {
					d.Records = append(d.Records, Record(rapid.IntRange(0, 5).Draw(rt, "subject"), fmt.Sprint("text ", i)))
				}
				drafts = append(drafts, d)
				if f, ok := tags[d.Tag]; ok {
					want = append(want, store.Placed{Number: f.Number, Known: true})
					continue
				}
				at := store.Found{Number: int64(len(records)), Subject: d.Records[0].Subject}
				want = append(want, store.Placed{Number: at.Number})
				records = append(records, d.Records...)
				for _, tag := range append([]store.Tag{d.Tag}, d.Refs...) {
					if _, taken := tags[tag]; !taken && tag != (store.Tag{}) {
						tags[tag] = at
					}
				}
			}
			got, err := s.Append(t.Context(), drafts, sign)
			if err != nil {
				rt.Fatal(err)
			}
			for i := range want {
				if got[i] != want[i] {
					rt.Fatalf("draft %d: %v, want %v", i, got[i], want[i])
				}
			}
		}
	})
	var ask []store.Tag
	for tag := range tags {
		ask = append(ask, tag)
	}
	found, err := s.Find(t.Context(), ask)
	if err != nil {
		t.Fatal(err)
	}
	for i, tag := range ask {
		if found[i] != tags[tag] {
			t.Errorf("tag leads to %v, want %v", found[i], tags[tag])
		}
	}
	for i, e := range all(t, s) {
		if !same(e.Record, records[i]) {
			t.Fatalf("entry %d differs", i)
		}
	}
	if h := mustHead(t, s); h.Size != int64(len(records)) {
		t.Errorf("%d entries, want %d", h.Size, len(records))
	}
	MustBeWhole(t, s)
}
