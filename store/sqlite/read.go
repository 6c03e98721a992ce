package sqlite

import (
	"context"
	"slices"
	"strings"

	"homeward/store"

	"golang.org/x/mod/sumdb/tlog"
)

// ask is the [store.AskFunc] of the file.
func (s *Store) ask(ctx context.Context, read func(store.Rows) error, query string, args ...any) error {
	rows, err := s.read.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	return read(rows)
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
		if err := s.ask(ctx, func(rows store.Rows) error { return store.ReadFound(rows, found) }, query, args...); err != nil {
			return nil, err
		}
	}
	return store.InOrder(tags, found), nil
}

// ReadTiles implements [store.Store].
func (s *Store) ReadTiles(ctx context.Context, tiles []tlog.Tile) (_ [][]byte, err error) {
	defer s.failed(&err, "reading hashes")
	return readTiles(ctx, s.readTile, tiles)
}
