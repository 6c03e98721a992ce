package sqlite_test

import (
	"bytes"
	"crypto/sha256"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"homeward/ledger"
	"homeward/store"
	"homeward/store/sqlite"
	"homeward/store/storetest"
)

// raw opens the file as anybody with the file can.
func raw(t testing.TB, path string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

func exec(t testing.TB, db *sql.DB, query string, args ...any) {
	t.Helper()
	r, err := db.Exec(query, args...)
	if err != nil {
		t.Fatal(err)
	}
	if n, err := r.RowsAffected(); err == nil && n == 0 {
		t.Fatalf("%s changed nothing", query)
	}
}

// filled makes a store of 2,000 entries signed every 200, closed.
func filled(t testing.TB) string {
	t.Helper()
	s, path := create(t)
	fill(t, s, 10, 200)
	mustClose(t, s)
	return path
}

func fill(t testing.TB, s store.Store, batches, each int) {
	t.Helper()
	sign, _ := storetest.Keys(t)
	for b := range batches {
		var drafts []store.Draft
		for i := range each {
			n := b*each + i
			drafts = append(drafts, store.Draft{Tag: storetest.Tag(fmt.Sprint("row ", n)), Records: []ledger.Record{storetest.Record(n/2, fmt.Sprint("sealed bytes of ", n))}})
		}
		if _, err := s.Append(t.Context(), drafts, sign); err != nil {
			t.Fatal(err)
		}
	}
}

// Somebody with the file changes it by SQL; verification names what was changed.
func TestTamperingIsNamed(t *testing.T) {
	// Rewriting the hashes as well: every leaf and tile made anew from the rows.
	rewrite := func(t *testing.T, path string) {
		s, err := sqlite.Open(t.Context(), path)
		if err != nil {
			t.Fatal(err)
		}
		forged, forgedPath := create(t)
		sign, _ := storetest.Keys(t)
		var drafts []store.Draft
		for e, err := range s.Entries(t.Context(), 0, 1<<62) {
			if err != nil {
				t.Fatal(err)
			}
			drafts = append(drafts, store.Draft{Records: []ledger.Record{e.Record}})
		}
		if _, err := forged.Append(t.Context(), drafts, sign); err != nil {
			t.Fatal(err)
		}
		mustClose(t, s)
		mustClose(t, forged)
		db := raw(t, path)
		db.SetMaxOpenConns(1)
		if _, err := db.Exec("ATTACH ? AS forged", forgedPath); err != nil {
			t.Fatal(err)
		}
		exec(t, db, "DELETE FROM tiles")
		exec(t, db, "INSERT INTO tiles SELECT * FROM forged.tiles")
		exec(t, db, "UPDATE head SET size = (SELECT size FROM forged.head), root = (SELECT root FROM forged.head)")
	}
	for name, c := range map[string]struct {
		tamper func(t *testing.T, path string, db *sql.DB)
		kind   ledger.Kind
		entry  int64
		says   string
	}{
		"one byte of a record": {func(t *testing.T, _ string, db *sql.DB) {
			exec(t, db, "UPDATE entries SET sealed = 'Sealed' || substr(sealed, 7) WHERE n = 777")
		}, ledger.AlteredEntry, 777, "Entry 777 has been changed"},
		"a time": {func(t *testing.T, _ string, db *sql.DB) {
			exec(t, db, "UPDATE entries SET recorded = recorded - 86400000000 WHERE n = 3")
		}, ledger.AlteredEntry, 3, "Entry 3 "},
		"a subject": {func(t *testing.T, _ string, db *sql.DB) {
			exec(t, db, "UPDATE entries SET subject = (SELECT subject FROM entries WHERE n = 9) WHERE n = 1999")
		}, ledger.AlteredEntry, 1999, "Entry 1999"},
		"a subject cut": {func(t *testing.T, _ string, db *sql.DB) {
			exec(t, db, "UPDATE entries SET subject = x'00' WHERE n = 1024")
		}, ledger.AlteredEntry, 1024, "subject of 1 bytes"},
		"a column of other type": {func(t *testing.T, _ string, db *sql.DB) { exec(t, db, "UPDATE entries SET key = 'a word' WHERE n = 5") }, ledger.AlteredEntry, 5, "Entry 5 "},
		"a row deleted":          {func(t *testing.T, _ string, db *sql.DB) { exec(t, db, "DELETE FROM entries WHERE n = 1023") }, ledger.MissingEntry, 1023, "Entry 1023 is missing"},
		"a row renumbered":       {func(t *testing.T, _ string, db *sql.DB) { exec(t, db, "UPDATE entries SET n = 5000 WHERE n = 40") }, ledger.MissingEntry, 40, "Entry 40"},
		"a row added": {func(t *testing.T, _ string, db *sql.DB) {
			exec(t, db, "INSERT INTO entries SELECT 2000, subject, key, recorded, sealed FROM entries WHERE n = 1")
		}, ledger.ExtraEntry, 2000, "beyond the end"},
		"a row added below": {func(t *testing.T, _ string, db *sql.DB) {
			exec(t, db, "INSERT INTO entries SELECT 9000, subject, key, recorded, sealed FROM entries WHERE n = 1")
		}, ledger.ExtraEntry, 9000, "entry 9000"},
		"a tile": {func(t *testing.T, _ string, db *sql.DB) {
			exec(t, db, "UPDATE tiles SET data = zeroblob(32) || substr(data, 33) WHERE id = 2")
		}, ledger.AlteredTile, 512, "Entry 512 itself is as it was signed"},
		"an upper tile": {func(t *testing.T, _ string, db *sql.DB) {
			exec(t, db, "UPDATE tiles SET data = zeroblob(length(data)) WHERE id = 1 << 48")
		}, ledger.AlteredTile, -1, "tile/8/1/000.p/7"},
		"a tile deleted": {func(t *testing.T, _ string, db *sql.DB) { exec(t, db, "DELETE FROM tiles WHERE id = 0") }, ledger.AlteredTile, -1, "entries 0 to 255"},
		"the root":       {func(t *testing.T, _ string, db *sql.DB) { exec(t, db, "UPDATE head SET root = zeroblob(32)") }, ledger.AlteredHead, -1, "root kept"},
		"a record and its hashes": {func(t *testing.T, path string, db *sql.DB) {
			exec(t, db, "UPDATE entries SET sealed = 'Sealed' || substr(sealed, 7) WHERE n = 777")
			rewrite(t, path)
		}, ledger.Rewritten, -1, "Among entries 600 to 799"},
		"a row deleted, all renumbered, hashes too": {func(t *testing.T, path string, db *sql.DB) {
			exec(t, db, "DELETE FROM entries WHERE n = 777")
			exec(t, db, "UPDATE entries SET n = -n WHERE n > 777")
			exec(t, db, "UPDATE entries SET n = -n - 1 WHERE n < 0")
			rewrite(t, path)
		}, ledger.Rewritten, -1, "Among entries 600 to 799"},
		"the end cut off, hashes too": {func(t *testing.T, path string, db *sql.DB) {
			exec(t, db, "DELETE FROM entries WHERE n >= 1800")
			rewrite(t, path)
		}, ledger.RolledBack, -1, "The last 200 have been removed"},
		"the end cut off, hashes and checkpoints too": {func(t *testing.T, path string, db *sql.DB) {
			exec(t, db, "DELETE FROM entries WHERE n >= 1700")
			exec(t, db, "DELETE FROM checkpoints WHERE size > 1600")
			rewrite(t, path)
		}, ledger.Unsigned, 1600, "entries 1600 to 1699"},
		"a checkpoint forged": {func(t *testing.T, _ string, db *sql.DB) {
			exec(t, db, "UPDATE checkpoints SET note = replace(note, char(10) || '400' || char(10), char(10) || '399' || char(10)) WHERE size = 400")
		}, ledger.BadCheckpoint, -1, "filed for 400 entries"},
		"a checkpoint moved": {func(t *testing.T, _ string, db *sql.DB) {
			exec(t, db, "UPDATE checkpoints SET note = (SELECT note FROM checkpoints WHERE size = 200) WHERE size = 400")
		}, ledger.BadCheckpoint, -1, "another size"},
		"checkpoints deleted": {func(t *testing.T, _ string, db *sql.DB) { exec(t, db, "DELETE FROM checkpoints") }, ledger.Unsigned, 0, "entries 0 to 1999"},
	} {
		t.Run(name, func(t *testing.T) {
			path := filled(t)
			db := raw(t, path)
			c.tamper(t, path, db)
			if err := db.Close(); err != nil {
				t.Fatal(err)
			}
			s, err := sqlite.Open(t.Context(), path)
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			_, v := storetest.Keys(t)
			r, err := ledger.Verify(t.Context(), s, v, nil)
			if err != nil {
				t.Fatal(err)
			}
			if r.Whole() || r.Problem.Kind != c.kind || r.Problem.Entry != c.entry || !strings.Contains(r.String(), c.says) {
				t.Errorf("%+v\n%v", r.Problem, r)
			}
		})
	}
}

func TestOlderCopyIsNoticed(t *testing.T) {
	s, path := create(t)
	fill(t, s, 2, 100)
	mustClose(t, s)
	copied, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if s, err = sqlite.Open(t.Context(), path); err != nil {
		t.Fatal(err)
	}
	fill(t, s, 5, 100)
	var kept []byte
	for c, err := range s.Checkpoints(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		kept = c.Note
	}
	mustClose(t, s)
	if err := os.WriteFile(path, copied, 0o600); err != nil {
		t.Fatal(err)
	}
	if s, err = sqlite.Open(t.Context(), path); err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	_, v := storetest.Keys(t)
	if r, err := ledger.Verify(t.Context(), s, v, nil); err != nil || !r.Whole() {
		t.Errorf("an older copy is whole in itself: %v, %v", r, err)
	}
	if r, err := ledger.Verify(t.Context(), s, v, kept); err != nil || r.Whole() || r.Problem.Kind != ledger.RolledBack {
		t.Errorf("against the checkpoint kept outside: %v, %v", r, err)
	}
}

func TestNewerSchemaIsRefused(t *testing.T) {
	path := filled(t)
	db := raw(t, path)
	if _, err := db.Exec("PRAGMA user_version = 99"); err != nil {
		t.Fatal(err)
	}
	db.Close()
	if s, err := sqlite.Open(t.Context(), path); err == nil {
		s.Close()
		t.Error("a newer schema was opened")
	} else if !strings.Contains(err.Error(), "schema 99") || !strings.Contains(err.Error(), "newer program") {
		t.Error(err)
	}
}

// files returns all bytes of a store: the file, its write-ahead log, its index.
func files(t testing.TB, path string) []byte {
	t.Helper()
	names, err := filepath.Glob(path + "*")
	if err != nil || len(names) == 0 {
		t.Fatal(names, err)
	}
	var all []byte
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, data...)
	}
	return all
}

// What is forgotten leaves the files: the store is open all the time, as at work,
// and the tables have been split and rearranged by many random tags.
func TestForgottenTagsLeaveTheFiles(t *testing.T) {
	s, path := create(t)
	defer s.Close()
	fill(t, s, 700, 30)
	for _, subject := range []int{0, 17, 5000, 9999} {
		if !bytes.Contains(files(t, path), tagBytes(2*subject)) {
			t.Fatalf("the tag of row %d is not in the files to begin with", 2*subject)
		}
		if err := s.Forget(t.Context(), []store.SubjectID{storetest.Subject(subject)}); err != nil {
			t.Fatal(err)
		}
	}
	var all []store.SubjectID
	for subject := 100; subject < 1100; subject++ {
		all = append(all, storetest.Subject(subject))
	}
	if err := s.Forget(t.Context(), all); err != nil {
		t.Fatal(err)
	}
	left, now := 0, files(t, path)
	for _, id := range append([]int{0, 17, 5000, 9999}, numbers(100, 1100)...) {
		for _, row := range []int{2 * id, 2*id + 1} {
			if bytes.Contains(now, tagBytes(row)) {
				left++
			}
		}
	}
	if left > 0 {
		t.Errorf("%d forgotten tags of 2008 are still in the files", left)
	}
	if !bytes.Contains(now, tagBytes(2*3000)) {
		t.Error("a tag that was not forgotten is gone")
	}
}

func numbers(from, to int) (ns []int) {
	for n := from; n < to; n++ {
		ns = append(ns, n)
	}
	return ns
}

func tagBytes(row int) []byte {
	tag := storetest.Tag(fmt.Sprint("row ", row))
	return tag[:]
}

func TestDroppedBlobsLeaveTheFiles(t *testing.T) {
	s, path := create(t)
	defer s.Close()
	// Bytes that can be told apart in every 32: lengths from a line to a segment.
	content := func(id int64, version int) []byte {
		var b []byte
		for i := range []int{1, 10, 60, 130, 1000, 9000}[id%6] {
			h := sha256.Sum256([]byte(fmt.Sprint(id, version, i)))
			b = append(b, h[:]...)
		}
		return b
	}
	put := func(version int, ids ...int64) {
		t.Helper()
		var blobs []store.Blob
		for _, id := range ids {
			blobs = append(blobs, store.Blob{ID: id, Sealed: content(id, version)})
		}
		if err := s.ReplaceBlobs(t.Context(), "segment", nil, blobs); err != nil {
			t.Fatal(err)
		}
	}
	var ids []int64
	for id := range int64(60) {
		ids = append(ids, id*37%60)
	}
	for i, id := range ids {
		put(0, id)
		if i%7 == 0 {
			put(1, id) // replaced
		}
	}
	if err := s.ReplaceBlobs(t.Context(), "segment", ids[:40], nil); err != nil {
		t.Fatal(err)
	}
	left, now := map[string]int{}, files(t, path)
	check := func(b []byte, what string) {
		for i := 0; i+32 <= len(b); i += 32 * max(1, len(b)/32/50) {
			if bytes.Contains(now, b[i:i+32]) {
				left[what]++
			}
		}
	}
	for i, id := range ids {
		if i%7 == 0 {
			check(content(id, 0), "replaced")
		}
		if i < 40 {
			check(content(id, 0), "dropped")
			check(content(id, 1), "dropped")
		}
	}
	if len(left) > 0 {
		t.Errorf("pieces of blobs still in the files: %v", left)
	}
	if !bytes.Contains(now, content(ids[45], 0)[:32]) {
		t.Error("a blob that was kept is gone")
	}
}

// Blobs that come and go one by one, so that SQLite splits and joins pages.
func TestDroppedSmallBlobsLeaveTheFiles(t *testing.T) {
	s, path := create(t)
	defer s.Close()
	content := func(id int64) (b []byte) {
		for i := range 1 + id*7919%45 {
			h := sha256.Sum256([]byte(fmt.Sprint(id, i)))
			b = append(b, h[:]...)
		}
		return b
	}
	const n = 600
	random := rand.New(rand.NewPCG(1, 2))
	gone := map[int64]bool{}
	for id := range int64(n) {
		var drop []int64
		for range random.IntN(3) {
			if old := random.Int64N(n); old < id {
				drop = append(drop, old)
				gone[old] = true
			}
		}
		if err := s.ReplaceBlobs(t.Context(), "proposal", drop, []store.Blob{{ID: id, Sealed: content(id)}}); err != nil {
			t.Fatal(err)
		}
	}
	now := files(t, path)
	for id := range int64(n) {
		c, left := content(id), 0
		for i := 0; i < len(c); i += 32 {
			if bytes.Contains(now, c[i:i+32]) {
				left++
			}
		}
		// Of a kept blob, a piece here and there crosses from one page to the next.
		if gone[id] && left > 0 || !gone[id] && left < len(c)/32*9/10 {
			t.Errorf("of blob %d (dropped: %v) %d pieces of %d are in the files", id, gone[id], left, len(c)/32)
		}
	}
}
