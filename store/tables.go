package store

import (
	"context"
	"errors"
	"iter"
	"math"

	"homeward/ledger"
)

// Tables reads what both databases keep in the same tables and are asked in the
// same words. A store embeds it, and has of its own only what the databases are
// asked differently.
type Tables struct {
	ask    AskFunc
	schema string
	failed func(err *error, format string, args ...any)
}

// AskFunc asks a database and has read read the answer. Places for values are $1, $2
// and so on.
type AskFunc func(ctx context.Context, read func(Rows) error, query string, args ...any) error

// NewTables reads the tables of a schema ("homeward.", or "" where tables stand in
// none). failed wraps an error with what was being done; it keeps nil nil.
func NewTables(ask AskFunc, schema string, failed func(err *error, format string, args ...any)) Tables {
	return Tables{ask: ask, schema: schema, failed: failed}
}

var errNoRow = errors.New("there is no row")

// one has the one row of an answer read: errNoRow where there is none.
func one(read func(Row) error) func(Rows) error {
	return func(rows Rows) error {
		if !rows.Next() {
			if err := rows.Err(); err != nil {
				return err
			}
			return errNoRow
		}
		return read(rows)
	}
}

// Head implements [Store].
func (t *Tables) Head(ctx context.Context) (h ledger.Head, err error) {
	defer t.failed(&err, "reading")
	err = t.ask(ctx, one(func(row Row) (err error) {
		h, err = ReadHead(row)
		return err
	}), "SELECT size, root FROM "+t.schema+"head")
	return h, err
}

// page reads entries; where is what follows the table in the query.
func (t *Tables) page(ctx context.Context, where string, args ...any) (page []read, more bool, err error) {
	defer t.failed(&err, "reading entries")
	err = t.ask(ctx, func(rows Rows) (err error) {
		page, more, err = readEntries(rows)
		return err
	}, "SELECT "+entryColumns+" FROM "+t.schema+"entries "+where, args...)
	return page, more, err
}

// Entry implements [Store].
func (t *Tables) Entry(ctx context.Context, number int64) (_ Entry, err error) {
	page, _, err := t.page(ctx, "WHERE n = $1", number)
	if err != nil {
		return Entry{}, err
	}
	defer t.failed(&err, "reading entry %d", number)
	if len(page) == 0 {
		return Entry{}, ErrNotFound
	}
	return page[0].entry, page[0].damage
}

// Entries implements [Store].
func (t *Tables) Entries(ctx context.Context, from, to int64) iter.Seq2[Entry, error] {
	return entryPages(func(last *read) ([]read, bool, error) {
		at := from
		if last != nil {
			at = last.entry.Number + 1
		}
		return t.page(ctx, "WHERE n >= $1 AND n < $2 ORDER BY n LIMIT $3", at, to, pageRows)
	})
}

// BySubject implements [Store].
func (t *Tables) BySubject(ctx context.Context) iter.Seq2[Entry, error] {
	var head ledger.Head
	return entryPages(func(last *read) (_ []read, _ bool, err error) {
		subject, number := SubjectID{}, int64(-1)
		if last != nil {
			subject, number = last.entry.Subject, last.entry.Number
		} else if head, err = t.Head(ctx); err != nil {
			return nil, false, err
		}
		return t.page(ctx, "WHERE (subject, n) > ($1, $2) AND n < $3 ORDER BY subject, n LIMIT $4", subject[:], number, head.Size, pageRows)
	})
}

// OfSubject implements [Store].
func (t *Tables) OfSubject(ctx context.Context, id SubjectID) ([]Entry, error) {
	var entries []Entry
	for e, err := range entryPages(func(last *read) ([]read, bool, error) {
		number := int64(-1)
		if last != nil {
			number = last.entry.Number
		}
		return t.page(ctx, "WHERE subject = $1 AND n > $2 ORDER BY n LIMIT $3", id[:], number, pageRows)
	}) {
		if err != nil {
			t.failed(&err, "reading the entries of a subject")
			return nil, err
		}
		entries = append(entries, e)
	}
	return entries, nil
}

// SubjectsBetween implements [Store].
func (t *Tables) SubjectsBetween(ctx context.Context, lo, hi SubjectID, limit int) (ids []SubjectID, err error) {
	defer t.failed(&err, "reading subjects")
	if limit <= 0 {
		return nil, nil
	}
	err = t.ask(ctx, func(rows Rows) (err error) {
		ids, err = readSubjects(rows)
		return err
	}, "SELECT DISTINCT subject FROM "+t.schema+"entries WHERE subject BETWEEN $1 AND $2 ORDER BY subject LIMIT $3", lo[:], hi[:], limit)
	return ids, err
}

// Checkpoints implements [Store].
func (t *Tables) Checkpoints(ctx context.Context) iter.Seq2[Checkpoint, error] {
	return pages(func(last *Checkpoint) (page []Checkpoint, more bool, err error) {
		defer t.failed(&err, "reading checkpoints")
		after := int64(math.MinInt64)
		if last != nil {
			after = last.Size
		}
		err = t.ask(ctx, func(rows Rows) (err error) {
			page, more, err = readCheckpoints(rows)
			return err
		}, "SELECT size, note FROM "+t.schema+"checkpoints WHERE size > $1 ORDER BY size LIMIT $2", after, pageRows)
		return page, more, err
	})
}

// Blobs implements [Store]. One blob at a time is in memory.
func (t *Tables) Blobs(ctx context.Context, space string) iter.Seq2[Blob, error] {
	return pages(func(last *Blob) (_ []Blob, more bool, err error) {
		defer t.failed(&err, "reading blobs of %q", space)
		// The least id may be math.MinInt64: only later pages exclude one.
		first, after := last == nil, int64(0)
		if !first {
			after = last.ID
		}
		b, err := t.blob(ctx, space, "space = $1 AND ($2 OR id > $3) ORDER BY id LIMIT 1", space, first, after)
		if errors.Is(err, errNoRow) {
			return nil, false, nil
		}
		return []Blob{b}, true, err
	})
}

// Blob implements [Store].
func (t *Tables) Blob(ctx context.Context, space string, id int64) (_ Blob, err error) {
	defer t.failed(&err, "reading blob %d of %q", id, space)
	b, err := t.blob(ctx, space, "space = $1 AND id = $2", space, id)
	if errors.Is(err, errNoRow) {
		return Blob{}, ErrNotFound
	}
	return b, err
}

func (t *Tables) blob(ctx context.Context, space, where string, args ...any) (b Blob, err error) {
	err = t.ask(ctx, one(func(row Row) (err error) {
		b, err = readBlob(row, space)
		return err
	}), "SELECT "+blobColumns+" FROM "+t.schema+"blobs WHERE "+where, args...)
	return b, err
}

// BlobHeads implements [Store].
func (t *Tables) BlobHeads(ctx context.Context, space string) (heads []Blob, err error) {
	defer t.failed(&err, "listing blobs of %q", space)
	err = t.ask(ctx, func(rows Rows) (err error) {
		heads, err = readBlobHeads(rows, space)
		return err
	}, "SELECT "+blobHeadColumns+" FROM "+t.schema+"blobs WHERE space = $1 ORDER BY id", space)
	return heads, err
}
