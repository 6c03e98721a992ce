package postgres

import (
	"context"
	"errors"
	"iter"
	"math"

	"homeward/ledger"
	"homeward/store"

	"github.com/jackc/pgx/v5"
	"golang.org/x/mod/sumdb/tlog"
)

// Head implements [store.Store].
func (s *Store) Head(ctx context.Context) (_ ledger.Head, err error) {
	defer s.failed(&err, "reading")
	return store.ReadHead(s.pool.QueryRow(ctx, "SELECT size, root FROM homeward.head"))
}

// page reads entries; where is what follows the table in the query.
func (s *Store) page(ctx context.Context, where string, args ...any) (_ []store.Read, more bool, err error) {
	defer s.failed(&err, "reading entries")
	rows, err := s.pool.Query(ctx, "SELECT "+store.EntryColumns+" FROM homeward.entries "+where, args...)
	if err != nil {
		return nil, false, err
	}
	defer rows.Close()
	return store.ReadEntries(rows)
}

// Entry implements [store.Store].
func (s *Store) Entry(ctx context.Context, number int64) (_ store.Entry, err error) {
	page, _, err := s.page(ctx, "WHERE n = $1", number)
	if err != nil {
		return store.Entry{}, err
	}
	defer s.failed(&err, "reading entry %d", number)
	if len(page) == 0 {
		return store.Entry{}, store.ErrNotFound
	}
	return page[0].Entry, page[0].Damaged
}

// Entries implements [store.Store].
func (s *Store) Entries(ctx context.Context, from, to int64) iter.Seq2[store.Entry, error] {
	return store.EntryPages(func(last *store.Read) ([]store.Read, bool, error) {
		at := from
		if last != nil {
			at = last.Entry.Number + 1
		}
		return s.page(ctx, "WHERE n >= $1 AND n < $2 ORDER BY n LIMIT $3", at, to, store.PageRows)
	})
}

// BySubject implements [store.Store].
func (s *Store) BySubject(ctx context.Context) iter.Seq2[store.Entry, error] {
	var head ledger.Head
	return store.EntryPages(func(last *store.Read) (_ []store.Read, _ bool, err error) {
		subject, number := store.SubjectID{}, int64(-1)
		if last != nil {
			subject, number = last.Entry.Subject, last.Entry.Number
		} else if head, err = s.Head(ctx); err != nil {
			return nil, false, err
		}
		return s.page(ctx, "WHERE (subject, n) > ($1, $2) AND n < $3 ORDER BY subject, n LIMIT $4", subject[:], number, head.Size, store.PageRows)
	})
}

// OfSubject implements [store.Store].
func (s *Store) OfSubject(ctx context.Context, id store.SubjectID) ([]store.Entry, error) {
	var entries []store.Entry
	for e, err := range store.EntryPages(func(last *store.Read) ([]store.Read, bool, error) {
		number := int64(-1)
		if last != nil {
			number = last.Entry.Number
		}
		return s.page(ctx, "WHERE subject = $1 AND n > $2 ORDER BY n LIMIT $3", id[:], number, store.PageRows)
	}) {
		if err != nil {
			s.failed(&err, "reading the entries of a subject")
			return nil, err
		}
		entries = append(entries, e)
	}
	return entries, nil
}

// SubjectsBetween implements [store.Store].
func (s *Store) SubjectsBetween(ctx context.Context, lo, hi store.SubjectID, limit int) (_ []store.SubjectID, err error) {
	defer s.failed(&err, "reading subjects")
	if limit <= 0 {
		return nil, nil
	}
	rows, err := s.pool.Query(ctx, "SELECT DISTINCT subject FROM homeward.entries WHERE subject BETWEEN $1 AND $2 ORDER BY subject LIMIT $3", lo[:], hi[:], limit)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	return store.ReadSubjects(rows)
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
	if err := store.ReadFound(rows, found); err != nil {
		return nil, err
	}
	return store.InOrder(tags, found), nil
}

// ReadTiles implements [store.Store].
func (s *Store) ReadTiles(ctx context.Context, tiles []tlog.Tile) (_ [][]byte, err error) {
	defer s.failed(&err, "reading hashes")
	return readTiles(ctx, s.pool, tiles)
}

// Checkpoints implements [store.Store].
func (s *Store) Checkpoints(ctx context.Context) iter.Seq2[store.Checkpoint, error] {
	return store.Pages(func(last *store.Checkpoint) (_ []store.Checkpoint, more bool, err error) {
		defer s.failed(&err, "reading checkpoints")
		after := int64(math.MinInt64)
		if last != nil {
			after = last.Size
		}
		rows, err := s.pool.Query(ctx, "SELECT size, note FROM homeward.checkpoints WHERE size > $1 ORDER BY size LIMIT $2", after, store.PageRows)
		if err != nil {
			return nil, false, err
		}
		defer rows.Close()
		return store.ReadCheckpoints(rows)
	})
}

// Blobs implements [store.Store]. One blob at a time is in memory.
func (s *Store) Blobs(ctx context.Context, space string) iter.Seq2[store.Blob, error] {
	return store.Pages(func(last *store.Blob) (_ []store.Blob, more bool, err error) {
		defer s.failed(&err, "reading blobs of %q", space)
		// The least id may be math.MinInt64: only later pages exclude one.
		first, after := last == nil, int64(0)
		if !first {
			after = last.ID
		}
		b, err := store.ReadBlob(s.pool.QueryRow(ctx, "SELECT "+store.BlobColumns+" FROM homeward.blobs WHERE space = $1 AND ($2 OR id > $3) ORDER BY id LIMIT 1", space, first, after), space)
		if errors.Is(err, pgx.ErrNoRows) {
			return nil, false, nil
		}
		return []store.Blob{b}, true, err
	})
}

// Blob implements [store.Store].
func (s *Store) Blob(ctx context.Context, space string, id int64) (_ store.Blob, err error) {
	defer s.failed(&err, "reading blob %d of %q", id, space)
	b, err := store.ReadBlob(s.pool.QueryRow(ctx, "SELECT "+store.BlobColumns+" FROM homeward.blobs WHERE space = $1 AND id = $2", space, id), space)
	if errors.Is(err, pgx.ErrNoRows) {
		return store.Blob{}, store.ErrNotFound
	}
	return b, err
}

// BlobHeads implements [store.Store].
func (s *Store) BlobHeads(ctx context.Context, space string) (_ []store.Blob, err error) {
	defer s.failed(&err, "listing blobs of %q", space)
	rows, err := s.pool.Query(ctx, "SELECT "+store.BlobHeadColumns+" FROM homeward.blobs WHERE space = $1 ORDER BY id", space)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	return store.ReadBlobHeads(rows, space)
}
