// Package storetest is what every store of Homeward must pass: one suite of
// conformance, and a test that kills the writing program.
//
// Its words are those of package store. [Run] checks the promises of store.Store
// one by one; [Kill] checks the one that matters most, that what was acknowledged
// is there, whole and provable, whenever the power goes.
package storetest

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"homeward/ledger"
	"homeward/store"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// Opener returns a handle on the test's store. The first call in a test makes a
// new, empty store; further calls in that test open the same one again. Closing
// is the caller's.
type Opener func(t testing.TB) store.Store

// LogName names the logs of tests.
const LogName = "storetest.example/log"

// Keys returns a signing key that is the same in every process, so that the
// program that is killed and the one that checks agree on it.
func Keys(t testing.TB) (store.SignFunc, note.Verifier) {
	t.Helper()
	sign, v, err := keys()
	if err != nil {
		t.Fatal(err)
	}
	return sign, v
}

func keys() (store.SignFunc, note.Verifier, error) {
	seed := sha256.Sum256([]byte("a signing key for tests, known to everybody"))
	skey, _, err := note.GenerateKey(bytes.NewReader(seed[:]), LogName)
	if err != nil {
		return nil, nil, err
	}
	signer, err := note.NewSigner(skey)
	if err != nil {
		return nil, nil, err
	}
	vkey, err := note.NewEd25519VerifierKey(LogName, ed25519.NewKeyFromSeed(seed[:]).Public().(ed25519.PublicKey))
	if err != nil {
		return nil, nil, err
	}
	v, err := note.NewVerifier(vkey)
	return func(h ledger.Head) ([]byte, error) { return ledger.Sign(h, signer) }, v, err
}

// Subject returns a subject id that starts with n.
func Subject(n int) (id store.SubjectID) {
	binary.BigEndian.PutUint64(id[:], uint64(n))
	return id
}

// Tag returns the tag of a word.
func Tag(word string) store.Tag {
	h := sha256.Sum256([]byte(word))
	return store.Tag(h[:16])
}

// Record returns a record of a subject; text stands for its sealed bytes.
func Record(subject int, text string) ledger.Record {
	return ledger.Record{
		Subject:  Subject(subject),
		Key:      uint64(subject) + 1<<63, // beyond what a signed integer holds
		Recorded: time.UnixMicro(1_736_726_400_000_000 + int64(len(text))).UTC(),
		Sealed:   []byte(text),
	}
}

// draft returns a draft of one record.
func draft(tag string, subject int) store.Draft {
	d := store.Draft{Records: []ledger.Record{Record(subject, "sealed "+tag)}}
	if tag != "" {
		d.Tag = Tag(tag)
	}
	return d
}

func mustAppend(t testing.TB, s store.Store, drafts ...store.Draft) []store.Placed {
	t.Helper()
	sign, _ := Keys(t)
	placed, err := s.Append(t.Context(), drafts, sign)
	if err != nil {
		t.Fatal(err)
	}
	return placed
}

func mustHead(t testing.TB, s store.Store) ledger.Head {
	t.Helper()
	h, err := s.Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// all reads every entry.
func all(t testing.TB, s store.Store) []store.Entry {
	t.Helper()
	var entries []store.Entry
	for e, err := range s.Entries(t.Context(), 0, 1<<62) {
		if err != nil {
			t.Fatal(err)
		}
		entries = append(entries, e)
	}
	return entries
}

func same(a, b ledger.Record) bool {
	return a.Subject == b.Subject && a.Key == b.Key && a.Recorded.Equal(b.Recorded) && bytes.Equal(a.Sealed, b.Sealed)
}

// MustBeWhole verifies the log, and holds every tile and the root against a tree
// computed by tlog alone from the entries.
func MustBeWhole(t testing.TB, s store.Store) {
	t.Helper()
	_, v := Keys(t)
	r, err := ledger.Verify(t.Context(), s, v, nil)
	if err != nil {
		t.Fatal(err)
	}
	if !r.Whole() {
		t.Fatal(r)
	}
	var hashes storedHashes
	n := int64(0)
	for _, e := range all(t, s) {
		if e.Number != n {
			t.Fatalf("entry %d stands where %d should", e.Number, n)
		}
		add, err := tlog.StoredHashes(n, e.Bytes(), hashes)
		if err != nil {
			t.Fatal(err)
		}
		hashes = append(hashes, add...)
		n++
	}
	root, err := tlog.TreeHash(n, hashes)
	if err != nil {
		t.Fatal(err)
	}
	if h := mustHead(t, s); h != (ledger.Head{Size: n, Root: root}) {
		t.Fatalf("the head is %d %v; tlog computes %d %v", h.Size, h.Root, n, root)
	}
	for _, tile := range tlog.NewTiles(ledger.TileHeight, 0, n) {
		want, err := tlog.ReadTileData(tile, hashes)
		if err != nil {
			t.Fatal(err)
		}
		got, err := s.ReadTiles(t.Context(), []tlog.Tile{tile})
		if err != nil || !bytes.Equal(got[0], want) {
			t.Fatalf("%s differs from tlog's: %v", tile.Path(), err)
		}
	}
}

type storedHashes []tlog.Hash

func (s storedHashes) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, len(indexes))
	for i, x := range indexes {
		out[i] = s[x]
	}
	return out, nil
}

// Run runs the suite. newStore gives each test a store of its own.
func Run(t *testing.T, newStore func(t testing.TB) Opener) {
	for _, c := range []struct {
		promise string
		test    func(t *testing.T, open Opener)
	}{
		{"an empty log is whole", empty},
		{"entries have the order of drafts, and no gaps", order},
		{"entries come back byte for byte", bytesKept},
		{"a known tag writes nothing", knownTag},
		{"references lead to the first record", references},
		{"a failed append leaves nothing", nothingOnError},
		{"a bad draft fails only its caller", onlyItsCaller},
		{"a cancelled append is whole or not there", cancelled},
		{"concurrent appenders on two handles", concurrent},
		{"one tag from many callers is written once", tagRace},
		{"a reading loop may use the store", nestedReading},
		{"reading stops when told", readingStops},
		{"tiles of earlier sizes can be read", earlierTiles},
		{"by subject, then number", bySubject},
		{"subjects between", subjectsBetween},
		{"blobs", blobs},
		{"forgotten tags are free again", forget},
		{"everything is there after reopening", reopen},
		{"any sequence of appends agrees with a model", model},
	} {
		t.Run(c.promise, func(t *testing.T) { c.test(t, newStore(t)) })
	}
}

func opened(t testing.TB, open Opener) store.Store {
	t.Helper()
	s := open(t)
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func empty(t *testing.T, open Opener) {
	s := opened(t, open)
	if h := mustHead(t, s); h != ledger.EmptyHead() {
		t.Errorf("head %v", h)
	}
	MustBeWhole(t, s)
	if _, err := s.Entry(t.Context(), 0); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("entry 0: %v", err)
	}
	if es, err := s.OfSubject(t.Context(), Subject(1)); err != nil || len(es) != 0 {
		t.Errorf("entries of a subject: %v, %v", es, err)
	}
	for e, err := range s.BySubject(t.Context()) {
		t.Errorf("by subject: %v, %v", e, err)
	}
	if f, err := s.Find(t.Context(), nil); err != nil || len(f) != 0 {
		t.Errorf("finding nothing: %v, %v", f, err)
	}
	if p := mustAppend(t, s); len(p) != 0 {
		t.Errorf("appending nothing: %v", p)
	}
	if _, err := s.ReadTiles(t.Context(), []tlog.Tile{{H: 8, L: 0, N: 0, W: 1}}); !errors.Is(err, ledger.ErrNoTile) {
		t.Errorf("a tile of the empty log: %v", err)
	}
}

func order(t *testing.T, open Opener) {
	s := opened(t, open)
	want := []ledger.Record{}
	for _, n := range []int{1, 2, 63, 64, 65, 130, 300} {
		var drafts []store.Draft
		at := int64(len(want))
		var numbers []int64
		for i := range n {
			d := draft(fmt.Sprint(n, " ", i), i)
			for j := range i % 3 {
				d.Records = append(d.Records, Record(1000+j, fmt.Sprint("further ", n, i, j)))
			}
			numbers = append(numbers, at)
			at += int64(len(d.Records))
			want = append(want, d.Records...)
			drafts = append(drafts, d)
		}
		for i, p := range mustAppend(t, s, drafts...) {
			if p != (store.Placed{Number: numbers[i]}) {
				t.Fatalf("draft %d of %d was placed at %+v, not %d", i, n, p, numbers[i])
			}
		}
	}
	for i, e := range all(t, s) {
		if e.Number != int64(i) || !same(e.Record, want[i]) {
			t.Fatalf("entry %d at place %d is %+v, want %+v", e.Number, i, e.Record, want[i])
		}
	}
	MustBeWhole(t, s)
	var part []int64
	for e, err := range s.Entries(t.Context(), 5, 9) {
		if err != nil {
			t.Fatal(err)
		}
		part = append(part, e.Number)
	}
	if !slices.Equal(part, []int64{5, 6, 7, 8}) {
		t.Errorf("entries from 5 to 9: %v", part)
	}
}

func bytesKept(t *testing.T, open Opener) {
	s := opened(t, open)
	big := make([]byte, 3<<20)
	for i := range big {
		big[i] = byte(rand.Uint32())
	}
	every := make([]byte, 256)
	for i := range every {
		every[i] = byte(i)
	}
	want := []ledger.Record{Record(1, string(big))}
	for i, sealed := range [][]byte{{0}, every, {0xff, 0xfe}} {
		for _, at := range []time.Time{time.UnixMicro(0), time.UnixMicro(-1), time.Date(2025, 1, 13, 9, 0, 0, 123456000, time.UTC), {}, time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC)} {
			for _, key := range []uint64{0, 1, 1<<63 - 1, 1 << 63, 1<<64 - 1} {
				want = append(want, ledger.Record{Subject: Subject(i), Key: key, Recorded: at.UTC(), Sealed: sealed})
			}
		}
	}
	for _, r := range want {
		mustAppend(t, s, store.Draft{Records: []ledger.Record{r}})
	}
	for i, e := range all(t, s) {
		if !same(e.Record, want[i]) || e.Hash() != want[i].Hash() {
			t.Errorf("entry %d differs: time %v, want %v; key %d, want %d", i, e.Recorded, want[i].Recorded, e.Key, want[i].Key)
		}
		one, err := s.Entry(t.Context(), int64(i))
		if err != nil || !same(one.Record, want[i]) || one.Number != int64(i) {
			t.Errorf("entry %d read alone: %v", i, err)
		}
	}
	MustBeWhole(t, s)
}

func knownTag(t *testing.T, open Opener) {
	s := opened(t, open)
	mustAppend(t, s, draft("a", 1), draft("b", 2))
	before := mustHead(t, s)
	got := mustAppend(t, s, draft("b", 7), draft("c", 3), draft("c", 8), draft("a", 9), draft("", 4), draft("", 4))
	want := []store.Placed{{Number: 1, Known: true}, {Number: 2}, {Number: 2, Known: true}, {Number: 0, Known: true}, {Number: 3}, {Number: 4}}
	if !slices.Equal(got, want) {
		t.Errorf("placed %v, want %v", got, want)
	}
	if h := mustHead(t, s); h.Size != before.Size+3 {
		t.Errorf("%d entries, want %d", h.Size, before.Size+3)
	}
	before = mustHead(t, s)
	for range 3 {
		mustAppend(t, s, draft("a", 1), draft("b", 2), draft("c", 3))
	}
	if h := mustHead(t, s); h != before {
		t.Errorf("appending what is known changed the head from %v to %v", before, h)
	}
	if n := len(checkpoints(t, s)); n != 2 {
		t.Errorf("%d checkpoints, want 2", n)
	}
	// Many at once, more than any statement takes together.
	var many []store.Draft
	for i := range 1500 {
		many = append(many, draft(fmt.Sprint("many ", i), i))
	}
	mustAppend(t, s, many...)
	for i, p := range mustAppend(t, s, many...) {
		if p != (store.Placed{Number: before.Size + int64(i), Known: true}) {
			t.Fatalf("draft %d again: %v", i, p)
		}
	}
	MustBeWhole(t, s)
}

func checkpoints(t testing.TB, s store.Store) []store.Checkpoint {
	t.Helper()
	var cs []store.Checkpoint
	for c, err := range s.Checkpoints(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		cs = append(cs, c)
	}
	return cs
}

func mustFind(t testing.TB, s store.Store, words ...string) []store.Found {
	t.Helper()
	var tags []store.Tag
	for _, w := range words {
		tags = append(tags, Tag(w))
	}
	f, err := s.Find(t.Context(), tags)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func references(t *testing.T, open Opener) {
	s := opened(t, open)
	a, b := draft("a", 1), draft("b", 2)
	a.Records = append(a.Records, Record(5, "next of kin"))
	a.Refs = []store.Tag{Tag("list 7"), Tag("shared"), Tag("list 7")}
	b.Refs = []store.Tag{Tag("shared"), Tag("list 8")}
	known := draft("a", 9)
	known.Refs = []store.Tag{Tag("not written")}
	mustAppend(t, s, a, b, known)
	none := store.Found{Number: -1}
	got := mustFind(t, s, "list 7", "nowhere", "shared", "list 8", "a", "b", "list 7", "not written")
	first, second := store.Found{Number: 0, Subject: Subject(1)}, store.Found{Number: 2, Subject: Subject(2)}
	want := []store.Found{first, none, first, second, first, second, first, none}
	if !slices.Equal(got, want) {
		t.Errorf("found %v\nwant  %v", got, want)
	}
	if f, err := s.Find(t.Context(), []store.Tag{{}}); err != nil || f[0] != none {
		t.Errorf("the empty tag leads to %v, %v", f, err)
	}
	// A reference counts as a tag that is in the log.
	if p := mustAppend(t, s, draft("list 8", 3)); p[0] != (store.Placed{Number: 2, Known: true}) {
		t.Errorf("a draft tagged as a reference was placed %v", p[0])
	}
	var words []string
	for i := range 700 {
		words = append(words, fmt.Sprint("word ", i))
	}
	words = append(words, "list 8")
	if f := mustFind(t, s, words...); f[700].Number != 2 || f[699].Number != -1 {
		t.Errorf("among many: %v %v", f[699], f[700])
	}
}

func nothingOnError(t *testing.T, open Opener) {
	s := opened(t, open)
	mustAppend(t, s, draft("a", 1))
	before := mustHead(t, s)
	sign, _ := Keys(t)
	refused := errors.New("the signer refuses")
	for name, c := range map[string]struct {
		drafts []store.Draft
		sign   store.SignFunc
		is     error
	}{
		"signer fails":         {[]store.Draft{draft("b", 2), draft("c", 3)}, func(ledger.Head) ([]byte, error) { return nil, refused }, refused},
		"signer gives nothing": {[]store.Draft{draft("b", 2)}, func(ledger.Head) ([]byte, error) { return nil, nil }, nil},
		"no records":           {[]store.Draft{draft("b", 2), {Tag: Tag("x")}}, sign, nil},
		"nothing sealed":       {[]store.Draft{draft("b", 2), {Records: []ledger.Record{{Key: 1}}}}, sign, nil},
		"empty reference":      {[]store.Draft{draft("b", 2), {Records: []ledger.Record{Record(1, "x")}, Refs: []store.Tag{{}}}}, sign, nil},
	} {
		if p, err := s.Append(t.Context(), c.drafts, c.sign); err == nil || p != nil || c.is != nil && !errors.Is(err, c.is) {
			t.Errorf("%s: placed %v, %v", name, p, err)
		}
	}
	if h := mustHead(t, s); h != before {
		t.Errorf("the head moved from %v to %v", before, h)
	}
	if f := mustFind(t, s, "b", "c", "x"); f[0].Number != -1 || f[1].Number != -1 || f[2].Number != -1 {
		t.Errorf("tags of what failed: %v", f)
	}
	if p := mustAppend(t, s, draft("b", 2)); p[0] != (store.Placed{Number: 1}) {
		t.Errorf("afterwards placed %v", p)
	}
	MustBeWhole(t, s)
}

func blobs(t *testing.T, open Opener) {
	s := opened(t, open)
	read := func(space string) (got []store.Blob) {
		for b, err := range s.Blobs(t.Context(), space) {
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, b)
		}
		heads, err := s.BlobHeads(t.Context(), space)
		if err != nil || len(heads) != len(got) {
			t.Fatalf("%d heads of %d blobs, %v", len(heads), len(got), err)
		}
		for i, h := range heads {
			if one, err := s.Blob(t.Context(), space, h.ID); err != nil || one.ID != h.ID || one.Space != space || one.Reach != h.Reach || one.Key != h.Key || !bytes.Equal(one.Sealed, got[i].Sealed) {
				t.Errorf("blob %d by its id: %d %d %d, %v", h.ID, one.ID, one.Reach, one.Key, err)
			}
			if h.ID != got[i].ID || h.Reach != got[i].Reach || h.Key != got[i].Key || h.Space != space || h.Sealed != nil {
				t.Errorf("head %d is %+v", i, h)
			}
		}
		return got
	}
	must := func(space string, drop []int64, put ...store.Blob) {
		t.Helper()
		if err := s.ReplaceBlobs(t.Context(), space, drop, put); err != nil {
			t.Fatal(err)
		}
	}
	want := func(space string, wanted ...store.Blob) {
		t.Helper()
		got := read(space)
		if len(got) != len(wanted) {
			t.Fatalf("%s holds %d blobs, want %d", space, len(got), len(wanted))
		}
		for i, w := range wanted {
			if g := got[i]; g.ID != w.ID || g.Reach != w.Reach || g.Key != w.Key || g.Space != space || !bytes.Equal(g.Sealed, w.Sealed) {
				t.Errorf("%s: blob %d is %d %d %d, want %d %d %d", space, i, g.ID, g.Reach, g.Key, w.ID, w.Reach, w.Key)
			}
		}
	}
	b := func(id int64, text string) store.Blob {
		return store.Blob{ID: id, Reach: id * 10, Key: ^uint64(id & 0xff), Sealed: []byte(text)}
	}
	want("segment")
	if _, err := s.Blob(t.Context(), "segment", 1); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("a blob that is not there: %v", err)
	}
	big := b(2, string(make([]byte, 5<<20)))
	must("segment", nil, b(3, "three"), b(1, "one"), big, b(-1<<63, "least"), b(1<<63-1, "most"))
	must("proposal", nil, b(1, "other space"))
	want("segment", b(-1<<63, "least"), b(1, "one"), big, b(3, "three"), b(1<<63-1, "most"))
	must("segment", []int64{2, 3, 99, -1 << 63, 1<<63 - 1}, b(1, "one again"), b(4, "four"))
	want("segment", b(1, "one again"), b(4, "four"))
	want("proposal", b(1, "other space"))
	must("segment", []int64{4}, b(4, "dropped and put"))
	want("segment", b(1, "one again"), b(4, "dropped and put"))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.ReplaceBlobs(ctx, "segment", []int64{1}, nil); err == nil {
		t.Error("a cancelled replacement succeeded")
	}
	want("segment", b(1, "one again"), b(4, "dropped and put"))
	if h := mustHead(t, s); h.Size != 0 {
		t.Errorf("blobs are in the log: %d entries", h.Size)
	}
}

func forget(t *testing.T, open Opener) {
	s := opened(t, open)
	a := draft("a", 1)
	a.Refs = []store.Tag{Tag("list 7")}
	// The second record's subject is not whom the tag leads to.
	b := draft("b", 2)
	b.Records = append(b.Records, Record(1, "about the first"))
	mustAppend(t, s, a, b, draft("c", 3), draft("a2", 1))
	before := mustHead(t, s)
	for range 2 {
		if err := s.Forget(t.Context(), []store.SubjectID{Subject(1), Subject(77), Subject(3)}); err != nil {
			t.Fatal(err)
		}
	}
	f := mustFind(t, s, "a", "list 7", "a2", "c", "b")
	for i, word := range []string{"a", "list 7", "a2", "c"} {
		if f[i].Number != -1 {
			t.Errorf("%s still leads to %d", word, f[i].Number)
		}
	}
	if f[4] != (store.Found{Number: 1, Subject: Subject(2)}) {
		t.Errorf("b leads to %v", f[4])
	}
	if h := mustHead(t, s); h != before {
		t.Error("forgetting changed the log")
	}
	MustBeWhole(t, s)
	if p := mustAppend(t, s, draft("a", 1)); p[0] != (store.Placed{Number: before.Size}) {
		t.Errorf("a forgotten tag was placed %v", p)
	}
	if err := s.Forget(t.Context(), nil); err != nil {
		t.Error(err)
	}
}

func reopen(t *testing.T, open Opener) {
	s := open(t)
	var drafts []store.Draft
	for i := range 600 {
		drafts = append(drafts, draft(fmt.Sprint(i), i))
	}
	mustAppend(t, s, drafts...)
	mustAppend(t, s, draft("one", 1))
	if err := s.ReplaceBlobs(t.Context(), "segment", nil, []store.Blob{{ID: 1, Sealed: []byte("x")}}); err != nil {
		t.Fatal(err)
	}
	head, entries, notes := mustHead(t, s), all(t, s), checkpoints(t, s)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Head(t.Context()); err == nil {
		t.Error("a closed store answers")
	}
	sign, _ := Keys(t)
	if _, err := s.Append(t.Context(), []store.Draft{draft("z", 1)}, sign); err == nil {
		t.Error("a closed store appends")
	}
	s = opened(t, open)
	if h := mustHead(t, s); h != head {
		t.Errorf("head %v, was %v", h, head)
	}
	for i, e := range all(t, s) {
		if !same(e.Record, entries[i].Record) {
			t.Fatalf("entry %d differs", i)
		}
	}
	for i, c := range checkpoints(t, s) {
		if c.Size != notes[i].Size || !bytes.Equal(c.Note, notes[i].Note) {
			t.Errorf("checkpoint %d differs", i)
		}
	}
	for b, err := range s.Blobs(t.Context(), "segment") {
		if err != nil || string(b.Sealed) != "x" {
			t.Errorf("blob %v, %v", b, err)
		}
	}
	if p := mustAppend(t, s, draft("5", 1), draft("new", 1)); p[0] != (store.Placed{Number: 5, Known: true}) || p[1] != (store.Placed{Number: 601}) {
		t.Errorf("placed %v", p)
	}
	MustBeWhole(t, s)
}
