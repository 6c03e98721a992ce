package postgres

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"math"
	"time"

	"homeward/ledger"
	"homeward/store"

	"github.com/jackc/pgx/v5"
	"golang.org/x/mod/sumdb/tlog"
)

// pageRows is how many rows one query of a long reading takes. Between pages no
// connection is held, so a loop over the log may use the store.
const pageRows = 512

// Head implements [store.Store].
func (s *Store) Head(ctx context.Context) (_ ledger.Head, err error) {
	defer s.failed(&err, "reading")
	return readHead(s.pool.QueryRow(ctx, "SELECT size, root FROM homeward.head"))
}

const entryColumns = "n, subject, key, recorded, sealed"

// row is an entry, or what stands in its place.
type row struct {
	entry   store.Entry
	damaged error
}

func (s *Store) entries(ctx context.Context, query string, args ...any) (page []row, err error) {
	rows, err := s.pool.Query(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var r row
		var subject []byte
		var key, recorded int64
		if err := rows.Scan(&r.entry.Number, &subject, &key, &recorded, &r.entry.Sealed); err != nil {
			return nil, err
		}
		if len(subject) != len(r.entry.Subject) {
			r.damaged = &ledger.DamagedError{Number: r.entry.Number, What: fmt.Sprintf("a subject of %d bytes", len(subject))}
		} else {
			r.entry.Subject, r.entry.Key, r.entry.Recorded = store.SubjectID(subject), uint64(key), time.UnixMicro(recorded).UTC()
		}
		page = append(page, r)
	}
	return page, rows.Err()
}

// Entry implements [store.Store].
func (s *Store) Entry(ctx context.Context, number int64) (_ store.Entry, err error) {
	defer s.failed(&err, "reading entry %d", number)
	page, err := s.entries(ctx, "SELECT "+entryColumns+" FROM homeward.entries WHERE n = $1", number)
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
		at := from
		s.pages(yield, func(last *store.Entry) ([]row, error) {
			if last != nil {
				at = last.Number + 1
			}
			return s.entries(ctx, "SELECT "+entryColumns+" FROM homeward.entries WHERE n >= $1 AND n < $2 ORDER BY n LIMIT $3", at, to, pageRows)
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
		s.pages(yield, func(last *store.Entry) ([]row, error) {
			if last != nil {
				subject, number = last.Subject, last.Number
			}
			return s.entries(ctx, "SELECT "+entryColumns+" FROM homeward.entries WHERE (subject, n) > ($1, $2) AND n < $3 ORDER BY subject, n LIMIT $4",
				subject[:], number, head.Size, pageRows)
		})
	}
}

// pages yields page after page; next reads the one after an entry.
func (s *Store) pages(yield func(store.Entry, error) bool, next func(last *store.Entry) ([]row, error)) {
	var last *store.Entry
	for {
		page, err := next(last)
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
		if len(page) < pageRows {
			return
		}
		last = &page[len(page)-1].entry
	}
}

// OfSubject implements [store.Store].
func (s *Store) OfSubject(ctx context.Context, id store.SubjectID) (_ []store.Entry, err error) {
	defer s.failed(&err, "reading the entries of a subject")
	page, err := s.entries(ctx, "SELECT "+entryColumns+" FROM homeward.entries WHERE subject = $1 ORDER BY n", id[:])
	if err != nil {
		return nil, err
	}
	entries := make([]store.Entry, len(page))
	for i, r := range page {
		if r.damaged != nil {
			return nil, r.damaged
		}
		entries[i] = r.entry
	}
	return entries, nil
}

// SubjectsBetween implements [store.Store].
func (s *Store) SubjectsBetween(ctx context.Context, lo, hi store.SubjectID, limit int) (ids []store.SubjectID, err error) {
	defer s.failed(&err, "reading subjects")
	if limit <= 0 {
		return nil, nil
	}
	rows, err := s.pool.Query(ctx, "SELECT DISTINCT subject FROM homeward.entries WHERE subject BETWEEN $1 AND $2 ORDER BY subject LIMIT $3", lo[:], hi[:], limit)
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

// Find implements [store.Store].
func (s *Store) Find(ctx context.Context, tags []store.Tag) (_ []store.Found, err error) {
	defer s.failed(&err, "looking up %d tags", len(tags))
	ask := make([][]byte, len(tags))
	for i := range tags {
		ask[i] = tags[i][:]
	}
	rows, err := s.pool.Query(ctx, "SELECT t.tag, t.n, e.subject FROM unnest($1::bytea[]) AS want (tag) JOIN homeward.tags t USING (tag) JOIN homeward.entries e USING (n)", ask)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	found := make(map[store.Tag]store.Found, len(tags))
	for rows.Next() {
		var tag, subject []byte
		var n int64
		if err := rows.Scan(&tag, &n, &subject); err != nil {
			return nil, err
		}
		if len(subject) != len(store.SubjectID{}) || len(tag) != len(store.Tag{}) {
			return nil, fmt.Errorf("entry %d has a subject of %d bytes: the store is damaged; run a verification", n, len(subject))
		}
		found[store.Tag(tag)] = store.Found{Number: n, Subject: store.SubjectID(subject)}
	}
	if err := rows.Err(); err != nil {
		return nil, err
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

// ReadTiles implements [store.Store].
func (s *Store) ReadTiles(ctx context.Context, tiles []tlog.Tile) (_ [][]byte, err error) {
	defer s.failed(&err, "reading hashes")
	return readTiles(ctx, s.pool, tiles)
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
	rows, err := s.pool.Query(ctx, "SELECT size, note FROM homeward.checkpoints WHERE size > $1 ORDER BY size LIMIT $2", after, pageRows)
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
			err := s.pool.QueryRow(ctx, "SELECT id, reach, key, sealed FROM homeward.blobs WHERE space = $1 AND ($2 OR id > $3) ORDER BY id LIMIT 1", space, first, after).
				Scan(&b.ID, &b.Reach, &key, &b.Sealed)
			if errors.Is(err, pgx.ErrNoRows) {
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
	err = s.pool.QueryRow(ctx, "SELECT reach, key, sealed FROM homeward.blobs WHERE space = $1 AND id = $2", space, id).Scan(&b.Reach, &key, &b.Sealed)
	if errors.Is(err, pgx.ErrNoRows) {
		return store.Blob{}, store.ErrNotFound
	}
	b.Space, b.ID, b.Key = space, id, uint64(key)
	return b, err
}

// BlobHeads implements [store.Store].
func (s *Store) BlobHeads(ctx context.Context, space string) (heads []store.Blob, err error) {
	defer s.failed(&err, "listing blobs of %q", space)
	rows, err := s.pool.Query(ctx, "SELECT id, reach, key FROM homeward.blobs WHERE space = $1 ORDER BY id", space)
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
