package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"iter"
	"math"
	"slices"
	"strings"

	"homeward/ledger"
	"homeward/store"

	"golang.org/x/mod/sumdb/tlog"
)

// Head implements [store.Store].
func (s *Store) Head(ctx context.Context) (_ ledger.Head, err error) {
	defer s.failed(&err, "reading")
	return store.ReadHead(s.read.QueryRowContext(ctx, "SELECT size, root FROM head"))
}

// page reads entries; where is what follows the table in the query.
func (s *Store) page(ctx context.Context, where string, args ...any) (_ []store.Read, more bool, err error) {
	defer s.failed(&err, "reading entries")
	rows, err := s.read.QueryContext(ctx, "SELECT "+store.EntryColumns+" FROM entries "+where, args...)
	if err != nil {
		return nil, false, err
	}
	defer rows.Close()
	return store.ReadEntries(rows)
}

// Entry implements [store.Store].
func (s *Store) Entry(ctx context.Context, number int64) (_ store.Entry, err error) {
	page, _, err := s.page(ctx, "WHERE n = ?", number)
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
		return s.page(ctx, "WHERE n >= ? AND n < ? ORDER BY n LIMIT ?", at, to, store.PageRows)
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
		return s.page(ctx, "WHERE (subject, n) > (?, ?) AND n < ? ORDER BY subject, n LIMIT ?", subject[:], number, head.Size, store.PageRows)
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
		return s.page(ctx, "WHERE subject = ? AND n > ? ORDER BY n LIMIT ?", id[:], number, store.PageRows)
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
	rows, err := s.read.QueryContext(ctx, "SELECT DISTINCT subject FROM entries WHERE subject BETWEEN ? AND ? ORDER BY subject LIMIT ?", lo[:], hi[:], limit)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	return store.ReadSubjects(rows)
}

// findAtOnce is how many tags one query looks up.
const findAtOnce = 256

// Find implements [store.Store].
func (s *Store) Find(ctx context.Context, tags []store.Tag) (_ []store.Found, err error) {
	defer s.failed(&err, "looking up %d tags", len(tags))
	found := make(map[store.Tag]store.Found, len(tags))
	for part := range slices.Chunk(tags, findAtOnce) {
		args := make([]any, len(part))
		for i := range part {
			args[i] = part[i][:]
		}
		query := "SELECT t.tag, t.n, e.subject FROM tags t JOIN entries e ON e.n = t.n WHERE t.tag IN (" + strings.Repeat("?,", len(part)-1) + "?)"
		if err := s.findPart(ctx, query, args, found); err != nil {
			return nil, err
		}
	}
	return store.InOrder(tags, found), nil
}

func (s *Store) findPart(ctx context.Context, query string, args []any, found map[store.Tag]store.Found) error {
	rows, err := s.read.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	return store.ReadFound(rows, found)
}

// ReadTiles implements [store.Store].
func (s *Store) ReadTiles(ctx context.Context, tiles []tlog.Tile) (_ [][]byte, err error) {
	defer s.failed(&err, "reading hashes")
	return readTiles(ctx, s.readTile, tiles)
}

// Checkpoints implements [store.Store].
func (s *Store) Checkpoints(ctx context.Context) iter.Seq2[store.Checkpoint, error] {
	return store.Pages(func(last *store.Checkpoint) (_ []store.Checkpoint, more bool, err error) {
		defer s.failed(&err, "reading checkpoints")
		after := int64(math.MinInt64)
		if last != nil {
			after = last.Size
		}
		rows, err := s.read.QueryContext(ctx, "SELECT size, note FROM checkpoints WHERE size > ? ORDER BY size LIMIT ?", after, store.PageRows)
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
		b, err := store.ReadBlob(s.read.QueryRowContext(ctx, "SELECT "+store.BlobColumns+" FROM blobs WHERE space = ? AND (? OR id > ?) ORDER BY id LIMIT 1", space, first, after), space)
		if errors.Is(err, sql.ErrNoRows) {
			return nil, false, nil
		}
		return []store.Blob{b}, true, err
	})
}

// Blob implements [store.Store].
func (s *Store) Blob(ctx context.Context, space string, id int64) (_ store.Blob, err error) {
	defer s.failed(&err, "reading blob %d of %q", id, space)
	b, err := store.ReadBlob(s.read.QueryRowContext(ctx, "SELECT "+store.BlobColumns+" FROM blobs WHERE space = ? AND id = ?", space, id), space)
	if errors.Is(err, sql.ErrNoRows) {
		return store.Blob{}, store.ErrNotFound
	}
	return b, err
}

// BlobHeads implements [store.Store].
func (s *Store) BlobHeads(ctx context.Context, space string) (_ []store.Blob, err error) {
	defer s.failed(&err, "listing blobs of %q", space)
	rows, err := s.read.QueryContext(ctx, "SELECT "+store.BlobHeadColumns+" FROM blobs WHERE space = ? ORDER BY id", space)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	return store.ReadBlobHeads(rows, space)
}
