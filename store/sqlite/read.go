package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"math"
	"strings"
	"time"

	"homeward/ledger"
	"homeward/store"

	"golang.org/x/mod/sumdb/tlog"
)

// A page of a long reading is at most this many rows and, but for its last row,
// this many sealed bytes. No transaction is open between pages, so a loop over
// the log holds up neither the write-ahead log nor the caller's other calls.
const (
	pageRows  = 1024
	pageBytes = 4 << 20
)

// Head implements [store.Store].
func (s *Store) Head(ctx context.Context) (_ ledger.Head, err error) {
	defer s.failed(&err, "reading")
	return readHead(s.read.QueryRowContext(ctx, "SELECT size, root FROM head"))
}

const entryColumns = "n, subject, key, recorded, sealed"

// row is an entry, or what stands in its place.
type row struct {
	entry   store.Entry
	damaged error
}

// scanEntries reads one page; full says that there may be more.
func scanEntries(ctx context.Context, db *sql.DB, query string, args ...any) (page []row, full bool, err error) {
	rows, err := db.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, false, err
	}
	defer rows.Close()
	bytes := 0
	for rows.Next() {
		var n int64
		var subject, sealed []byte
		var key, recorded int64
		if err := rows.Scan(&n, &subject, &key, &recorded, &sealed); err != nil {
			// A value of another type than the schema's is damage to this entry alone.
			page = append(page, row{store.Entry{Number: n}, &ledger.DamagedError{Number: n, What: err.Error()}})
			continue
		}
		e := store.Entry{Number: n}
		if len(subject) != len(e.Subject) {
			page = append(page, row{e, &ledger.DamagedError{Number: n, What: fmt.Sprintf("a subject of %d bytes", len(subject))}})
			continue
		}
		e.Subject, e.Key, e.Recorded, e.Sealed = store.SubjectID(subject), uint64(key), time.UnixMicro(recorded).UTC(), sealed
		page = append(page, row{entry: e})
		if bytes += len(sealed); bytes >= pageBytes {
			return page, true, rows.Close()
		}
	}
	return page, len(page) == pageRows, rows.Err()
}

// Entry implements [store.Store].
func (s *Store) Entry(ctx context.Context, number int64) (_ store.Entry, err error) {
	defer s.failed(&err, "reading entry %d", number)
	page, _, err := scanEntries(ctx, s.read, "SELECT "+entryColumns+" FROM entries WHERE n = ?", number)
	if err != nil {
		return store.Entry{}, err
	}
	if len(page) == 0 {
		return store.Entry{}, store.ErrNotFound
	}
	return page[0].entry, page[0].damaged
}

// Entries implements [store.Store].
func (s *Store) Entries(ctx context.Context, from, to int64) iter.Seq2[store.Entry, error] {
	return func(yield func(store.Entry, error) bool) {
		s.pages(yield, func(last *store.Entry) ([]row, bool, error) {
			if last != nil {
				from = last.Number + 1
			}
			return scanEntries(ctx, s.read, "SELECT "+entryColumns+" FROM entries WHERE n >= ? AND n < ? ORDER BY n LIMIT ?", from, to, pageRows)
		})
	}
}

// BySubject implements [store.Store].
func (s *Store) BySubject(ctx context.Context) iter.Seq2[store.Entry, error] {
	return func(yield func(store.Entry, error) bool) {
		head, err := s.Head(ctx)
		if err != nil {
			yield(store.Entry{}, err)
			return
		}
		var subject store.SubjectID
		number := int64(-1)
		s.pages(yield, func(last *store.Entry) ([]row, bool, error) {
			if last != nil {
				subject, number = last.Subject, last.Number
			}
			return scanEntries(ctx, s.read, "SELECT "+entryColumns+" FROM entries WHERE (subject, n) > (?, ?) AND n < ? ORDER BY subject, n LIMIT ?",
				subject[:], number, head.Size, pageRows)
		})
	}
}

// pages yields page after page; next reads the one after an entry.
func (s *Store) pages(yield func(store.Entry, error) bool, next func(last *store.Entry) ([]row, bool, error)) {
	var last *store.Entry
	for {
		page, full, err := next(last)
		if err != nil {
			s.failed(&err, "reading entries")
			yield(store.Entry{}, err)
			return
		}
		for i := range page {
			if !yield(page[i].entry, page[i].damaged) {
				return
			}
		}
		if !full {
			return
		}
		last = &page[len(page)-1].entry
	}
}

// OfSubject implements [store.Store].
func (s *Store) OfSubject(ctx context.Context, id store.SubjectID) (_ []store.Entry, err error) {
	defer s.failed(&err, "reading the entries of a subject")
	var entries []store.Entry
	for number := int64(-1); ; {
		page, full, err := scanEntries(ctx, s.read, "SELECT "+entryColumns+" FROM entries WHERE subject = ? AND n > ? ORDER BY n LIMIT ?", id[:], number, pageRows)
		if err != nil {
			return nil, err
		}
		for _, r := range page {
			if r.damaged != nil {
				return nil, r.damaged
			}
			entries = append(entries, r.entry)
			number = r.entry.Number
		}
		if !full {
			return entries, nil
		}
	}
}

// SubjectsBetween implements [store.Store].
func (s *Store) SubjectsBetween(ctx context.Context, lo, hi store.SubjectID, limit int) (ids []store.SubjectID, err error) {
	defer s.failed(&err, "reading subjects")
	if limit <= 0 {
		return nil, nil
	}
	rows, err := s.read.QueryContext(ctx, "SELECT DISTINCT subject FROM entries WHERE subject BETWEEN ? AND ? ORDER BY subject LIMIT ?", lo[:], hi[:], limit)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var b []byte
		if err := rows.Scan(&b); err != nil {
			return nil, err
		}
		if len(b) != len(lo) {
			return nil, fmt.Errorf("a subject of %d bytes: the store is damaged; run a verification", len(b))
		}
		ids = append(ids, store.SubjectID(b))
	}
	return ids, rows.Err()
}

// findAtOnce is how many tags one query looks up.
const findAtOnce = 256

// Find implements [store.Store].
func (s *Store) Find(ctx context.Context, tags []store.Tag) (_ []store.Found, err error) {
	defer s.failed(&err, "looking up %d tags", len(tags))
	found := make(map[store.Tag]store.Found, len(tags))
	for at := 0; at < len(tags); at += findAtOnce {
		part := tags[at:min(at+findAtOnce, len(tags))]
		args := make([]any, len(part))
		for i := range part {
			args[i] = part[i][:]
		}
		query := "SELECT t.tag, t.n, e.subject FROM tags t JOIN entries e ON e.n = t.n WHERE t.tag IN (" + strings.Repeat("?,", len(part)-1) + "?)"
		if err := s.findPart(ctx, query, args, found); err != nil {
			return nil, err
		}
	}
	out := make([]store.Found, len(tags))
	for i, t := range tags {
		if f, ok := found[t]; ok {
			out[i] = f
		} else {
			out[i].Number = -1
		}
	}
	return out, nil
}

func (s *Store) findPart(ctx context.Context, query string, args []any, found map[store.Tag]store.Found) error {
	rows, err := s.read.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var tag, subject []byte
		var n int64
		if err := rows.Scan(&tag, &n, &subject); err != nil {
			return err
		}
		if len(subject) != len(store.SubjectID{}) || len(tag) != len(store.Tag{}) {
			return fmt.Errorf("entry %d has a subject of %d bytes: the store is damaged; run a verification", n, len(subject))
		}
		found[store.Tag(tag)] = store.Found{Number: n, Subject: store.SubjectID(subject)}
	}
	return rows.Err()
}

// ReadTiles implements [store.Store].
func (s *Store) ReadTiles(ctx context.Context, tiles []tlog.Tile) (_ [][]byte, err error) {
	defer s.failed(&err, "reading hashes")
	return readTiles(ctx, s.readTile, tiles)
}

// Checkpoints implements [store.Store].
func (s *Store) Checkpoints(ctx context.Context) iter.Seq2[store.Checkpoint, error] {
	return func(yield func(store.Checkpoint, error) bool) {
		for after := int64(math.MinInt64); ; {
			page, err := s.checkpointsAfter(ctx, after)
			if err != nil {
				yield(store.Checkpoint{}, err)
				return
			}
			for _, c := range page {
				if !yield(c, nil) {
					return
				}
				after = c.Size
			}
			if len(page) < pageRows {
				return
			}
		}
	}
}

func (s *Store) checkpointsAfter(ctx context.Context, after int64) (page []store.Checkpoint, err error) {
	defer s.failed(&err, "reading checkpoints")
	rows, err := s.read.QueryContext(ctx, "SELECT size, note FROM checkpoints WHERE size > ? ORDER BY size LIMIT ?", after, pageRows)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var c store.Checkpoint
		if err := rows.Scan(&c.Size, &c.Note); err != nil {
			return nil, err
		}
		page = append(page, c)
	}
	return page, rows.Err()
}

// Blobs implements [store.Store]. One blob at a time is in memory.
func (s *Store) Blobs(ctx context.Context, space string) iter.Seq2[store.Blob, error] {
	return func(yield func(store.Blob, error) bool) {
		for after, first := int64(0), true; ; first = false {
			b := store.Blob{Space: space}
			var key int64
			// The least id may be math.MinInt64: only later pages exclude one.
			err := s.read.QueryRowContext(ctx, "SELECT id, reach, key, sealed FROM blobs WHERE space = ? AND (? OR id > ?) ORDER BY id LIMIT 1", space, first, after).
				Scan(&b.ID, &b.Reach, &key, &b.Sealed)
			if errors.Is(err, sql.ErrNoRows) {
				return
			}
			if err != nil {
				s.failed(&err, "reading blobs of %q", space)
				yield(store.Blob{}, err)
				return
			}
			b.Key, after = uint64(key), b.ID
			if !yield(b, nil) {
				return
			}
		}
	}
}

// Blob implements [store.Store].
func (s *Store) Blob(ctx context.Context, space string, id int64) (b store.Blob, err error) {
	defer s.failed(&err, "reading blob %d of %q", id, space)
	var key int64
	err = s.read.QueryRowContext(ctx, "SELECT reach, key, sealed FROM blobs WHERE space = ? AND id = ?", space, id).Scan(&b.Reach, &key, &b.Sealed)
	if errors.Is(err, sql.ErrNoRows) {
		return store.Blob{}, store.ErrNotFound
	}
	b.Space, b.ID, b.Key = space, id, uint64(key)
	return b, err
}

// BlobHeads implements [store.Store].
func (s *Store) BlobHeads(ctx context.Context, space string) (heads []store.Blob, err error) {
	defer s.failed(&err, "listing blobs of %q", space)
	rows, err := s.read.QueryContext(ctx, "SELECT id, reach, key FROM blobs WHERE space = ? ORDER BY id", space)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		b := store.Blob{Space: space}
		var key int64
		if err := rows.Scan(&b.ID, &b.Reach, &key); err != nil {
			return nil, err
		}
		b.Key = uint64(key)
		heads = append(heads, b)
	}
	return heads, rows.Err()
}
