package postgres

import (
	"context"

	"homeward/store"

	"golang.org/x/mod/sumdb/tlog"
)

// ask is the [store.AskFunc] of the server.
func (s *Store) ask(ctx context.Context, read func(store.Rows) error, query string, args ...any) error {
	rows, err := s.pool.Query(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	return read(rows)
}

// Find implements [store.Store].
func (s *Store) Find(ctx context.Context, tags []store.Tag) (_ []store.Found, err error) {
	defer s.failed(&err, "looking up %d tags", len(tags))
	ask := make([][]byte, len(tags))
	for i := range tags {
		ask[i] = tags[i][:]
	}
	found := make(map[store.Tag]store.Found, len(tags))
	err = s.ask(ctx, func(rows store.Rows) error { return store.ReadFound(rows, found) },
		"SELECT t.tag, t.n, e.subject FROM unnest($1::bytea[]) AS want (tag) JOIN homeward.tags t USING (tag) JOIN homeward.entries e USING (n)", ask)
	if err != nil {
		return nil, err
	}
	return store.InOrder(tags, found), nil
}

// ReadTiles implements [store.Store].
func (s *Store) ReadTiles(ctx context.Context, tiles []tlog.Tile) (_ [][]byte, err error) {
	defer s.failed(&err, "reading hashes")
	return readTiles(ctx, s.pool, tiles)
}
