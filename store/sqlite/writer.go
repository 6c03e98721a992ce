package sqlite

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"

	"homeward/ledger"
	"homeward/store"

	"golang.org/x/mod/sumdb/tlog"
)

// rowsAtOnce is how many rows one INSERT takes: entering SQLite costs as much as
// a row.
const rowsAtOnce = 64

// writer is the one connection that writes, and its prepared statements.
type writer struct {
	conn                                   *sql.Conn
	head, setHead, tile, putTile, putNote  *sql.Stmt
	entry, entries, tag, tags, find, finds *sql.Stmt
	prepared                               []*sql.Stmt
}

func newWriter(ctx context.Context, db *sql.DB) (*writer, error) {
	conn, err := db.Conn(ctx)
	if err != nil {
		return nil, err
	}
	w := &writer{conn: conn}
	for _, p := range []struct {
		stmt **sql.Stmt
		text string
	}{
		{&w.head, "SELECT size, root FROM head"},
		{&w.setHead, "UPDATE head SET size = ?, root = ?"},
		{&w.tile, "SELECT data FROM tiles WHERE id = ?"},
		{&w.putTile, "INSERT INTO tiles VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET data = excluded.data"},
		{&w.putNote, "INSERT INTO checkpoints VALUES (?, ?)"},
		{&w.entry, "INSERT INTO entries VALUES " + rows(5, 1)},
		{&w.entries, "INSERT INTO entries VALUES " + rows(5, rowsAtOnce)},
		{&w.tag, "INSERT INTO tags VALUES " + rows(2, 1)},
		{&w.tags, "INSERT INTO tags VALUES " + rows(2, rowsAtOnce)},
		{&w.find, "SELECT tag, n FROM tags WHERE tag IN " + rows(1, 1)},
		{&w.finds, "SELECT tag, n FROM tags WHERE tag IN " + "(" + strings.Repeat("?,", rowsAtOnce-1) + "?)"},
	} {
		if *p.stmt, err = conn.PrepareContext(ctx, p.text); err != nil {
			return nil, errors.Join(err, w.close())
		}
		w.prepared = append(w.prepared, *p.stmt)
	}
	return w, nil
}

// rows writes placeholders for n rows of some columns.
func rows(columns, n int) string {
	one := "(" + strings.Repeat("?,", columns-1) + "?)"
	return strings.Repeat(one+",", n-1) + one
}

func (w *writer) close() error {
	var err error
	for _, s := range w.prepared {
		err = errors.Join(err, s.Close())
	}
	return errors.Join(err, w.conn.Close())
}

// write places and writes the drafts of all requests in one transaction.
func (w *writer) write(ctx context.Context, requests []*store.Request) (placed [][]store.Placed, err error) {
	err = transaction(ctx, w.conn, func() error {
		head, err := store.ReadHead(w.head.QueryRowContext(ctx))
		if err != nil {
			return err
		}
		var tags []store.Tag
		for _, r := range requests {
			tags = append(tags, store.TagsOf(r.Drafts)...)
		}
		known, err := w.known(ctx, tags)
		if err != nil {
			return err
		}
		batch, where, sign := store.Place(head.Size, known, requests)
		placed = where
		if sign == nil {
			return nil
		}
		grown, tiles, note, err := batch.Grow(head, w.tilesIn(ctx), sign)
		if err != nil {
			return err
		}
		return w.put(ctx, batch, grown, tiles, note)
	})
	return placed, err
}

func (w *writer) put(ctx context.Context, b *store.Batch, head ledger.Head, tiles []ledger.Tile, note []byte) error {
	err := inRows(ctx, w.entries, w.entry, len(b.Records), 5, func(args []any, i int) []any {
		r := &b.Records[i]
		return append(args, b.First+int64(i), r.Subject[:], int64(r.Key), r.Recorded.UnixMicro(), r.Sealed)
	})
	if err != nil {
		return fmt.Errorf("entries from %d: %w", b.First, err)
	}
	// In order of tag, neighbours in the tree are written together.
	slices.SortFunc(b.Tags, func(x, y store.Tagged) int { return bytes.Compare(x.Tag[:], y.Tag[:]) })
	err = inRows(ctx, w.tags, w.tag, len(b.Tags), 2, func(args []any, i int) []any {
		return append(args, b.Tags[i].Tag[:], b.Tags[i].Number)
	})
	if err != nil {
		return fmt.Errorf("tags: %w", err)
	}
	for _, t := range tiles {
		if _, err := w.putTile.ExecContext(ctx, tileID(t.Tile), t.Data); err != nil {
			return fmt.Errorf("%s: %w", t.Path(), err)
		}
	}
	if _, err := w.putNote.ExecContext(ctx, head.Size, note); err != nil {
		return fmt.Errorf("checkpoint of %d: %w", head.Size, err)
	}
	if _, err := w.setHead.ExecContext(ctx, head.Size, head.Root[:]); err != nil {
		return fmt.Errorf("head: %w", err)
	}
	return nil
}

// inRows executes many for every full rowsAtOnce of n rows and one for the rest.
func inRows(ctx context.Context, many, one *sql.Stmt, n, columns int, row func(args []any, i int) []any) error {
	args := make([]any, 0, rowsAtOnce*columns)
	for i := 0; i < n; {
		stmt, rows := one, 1
		if n-i >= rowsAtOnce {
			stmt, rows = many, rowsAtOnce
		}
		args = args[:0]
		for range rows {
			args = row(args, i)
			i++
		}
		if _, err := stmt.ExecContext(ctx, args...); err != nil {
			return err
		}
	}
	return nil
}

// known looks up which tags are in the log.
func (w *writer) known(ctx context.Context, tags []store.Tag) (map[store.Tag]int64, error) {
	known := make(map[store.Tag]int64, len(tags))
	slices.SortFunc(tags, func(x, y store.Tag) int { return bytes.Compare(x[:], y[:]) })
	tags = slices.Compact(tags)
	args := make([]any, 0, rowsAtOnce)
	for i := 0; i < len(tags); {
		stmt, n := w.find, 1
		if len(tags)-i >= rowsAtOnce {
			stmt, n = w.finds, rowsAtOnce
		}
		args = args[:0]
		for range n {
			args = append(args, tags[i][:])
			i++
		}
		if err := scanTags(ctx, stmt, args, known); err != nil {
			return nil, fmt.Errorf("looking up tags: %w", err)
		}
	}
	return known, nil
}

func scanTags(ctx context.Context, stmt *sql.Stmt, args []any, known map[store.Tag]int64) error {
	rows, err := stmt.QueryContext(ctx, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	return store.ReadTags(rows, known)
}

// tilesIn reads tiles inside the writer's transaction.
func (w *writer) tilesIn(ctx context.Context) ledger.TileReader { return writerTiles{ctx, w} }

type writerTiles struct {
	ctx context.Context
	w   *writer
}

func (t writerTiles) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	return readTiles(t.ctx, t.w.tile, tiles)
}

func readTiles(ctx context.Context, stmt *sql.Stmt, tiles []tlog.Tile) ([][]byte, error) {
	out := make([][]byte, len(tiles))
	for i, t := range tiles {
		if err := store.CheckTile(t); err != nil {
			return nil, err
		}
		var data []byte
		err := stmt.QueryRowContext(ctx, tileID(t)).Scan(&data)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return nil, fmt.Errorf("%s: %w", t.Path(), err)
		}
		if out[i], err = store.CutTile(t, data); err != nil {
			return nil, err
		}
	}
	return out, nil
}
