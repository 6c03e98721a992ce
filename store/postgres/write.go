package postgres

import (
	"context"
	"fmt"

	"homeward/ledger"
	"homeward/store"

	"github.com/jackc/pgx/v5"
	"golang.org/x/mod/sumdb/tlog"
)

// write places and writes the drafts of all requests in one transaction. It is in
// READ COMMITTED, where each statement sees what was committed before it: once
// the head's row is locked, nobody else can add tags or tiles.
func (s *Store) write(ctx context.Context, requests []*store.Request) ([][]store.Placed, error) {
	conn, err := s.pool.Acquire(ctx)
	if err != nil {
		return nil, err
	}
	defer conn.Release()
	tx, err := conn.BeginTx(ctx, pgx.TxOptions{IsoLevel: pgx.ReadCommitted})
	if err != nil {
		return nil, err
	}
	defer tx.Rollback(ctx) // does nothing after a commit
	head, err := store.ReadHead(tx.QueryRow(ctx, "SELECT size, root FROM homeward.head FOR UPDATE"))
	if err != nil {
		return nil, err
	}
	known, err := readKnown(ctx, tx, requests)
	if err != nil {
		return nil, fmt.Errorf("looking up tags: %w", err)
	}
	batch, placed, sign := store.Place(head.Size, known, requests)
	if sign == nil {
		return placed, nil
	}
	grown, tiles, note, err := batch.Grow(head, boundTiles{ctx, tx}, sign)
	if err != nil {
		return nil, err
	}
	if err := put(ctx, tx, batch, grown, tiles, note); err != nil {
		return nil, err
	}
	if err := tx.Commit(ctx); err != nil {
		if conn.Conn().IsClosed() {
			return nil, fmt.Errorf("%w: %w", store.ErrOutcomeUnknown, err)
		}
		return nil, err
	}
	return placed, nil
}

func readKnown(ctx context.Context, tx pgx.Tx, requests []*store.Request) (map[store.Tag]int64, error) {
	var tags [][]byte
	for _, r := range requests {
		for _, t := range store.TagsOf(r.Drafts) {
			tags = append(tags, t[:])
		}
	}
	known := make(map[store.Tag]int64, len(tags))
	if len(tags) == 0 {
		return known, nil
	}
	// A join, not "= ANY": once the plan is generic, that compares every tag of the
	// table with every one of the array.
	rows, err := tx.Query(ctx, "SELECT tag, n FROM unnest($1::bytea[]) AS want (tag) JOIN homeward.tags USING (tag)", tags)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	return known, store.ReadTags(rows, known)
}

// put sends everything in one round trip: arrays, so that a statement of any
// number of rows is the same, and is planned once.
func put(ctx context.Context, tx pgx.Tx, b *store.Batch, head ledger.Head, tiles []ledger.Tile, note []byte) error {
	n := len(b.Records)
	numbers, keys, times := make([]int64, n), make([]int64, n), make([]int64, n)
	subjects, sealed := make([][]byte, n), make([][]byte, n)
	for i := range b.Records {
		r := &b.Records[i]
		numbers[i], subjects[i], keys[i], times[i], sealed[i] = b.First+int64(i), r.Subject[:], int64(r.Key), r.Recorded.UnixMicro(), r.Sealed
	}
	tags, leads := make([][]byte, len(b.Tags)), make([]int64, len(b.Tags))
	for i := range b.Tags {
		tags[i], leads[i] = b.Tags[i].Tag[:], b.Tags[i].Number
	}
	levels, places, data := make([]int16, len(tiles)), make([]int64, len(tiles)), make([][]byte, len(tiles))
	for i, t := range tiles {
		levels[i], places[i], data[i] = int16(t.L), t.N, t.Data
	}
	var all pgx.Batch
	all.Queue("INSERT INTO homeward.entries SELECT * FROM unnest($1::bigint[], $2::bytea[], $3::bigint[], $4::bigint[], $5::bytea[])", numbers, subjects, keys, times, sealed)
	all.Queue("INSERT INTO homeward.tags SELECT * FROM unnest($1::bytea[], $2::bigint[])", tags, leads)
	all.Queue("INSERT INTO homeward.tiles SELECT * FROM unnest($1::smallint[], $2::bigint[], $3::bytea[]) ON CONFLICT (level, n) DO UPDATE SET data = excluded.data", levels, places, data)
	all.Queue("INSERT INTO homeward.checkpoints VALUES ($1, $2)", head.Size, note)
	all.Queue("UPDATE homeward.head SET size = $1, root = $2", head.Size, head.Root[:])
	if err := tx.SendBatch(ctx, &all).Close(); err != nil {
		return fmt.Errorf("entries from %d: %w", b.First, err)
	}
	return nil
}

// querier is a pool or a transaction.
type querier interface {
	QueryRow(ctx context.Context, sql string, args ...any) pgx.Row
	Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
}

// boundTiles reads tiles inside a transaction.
type boundTiles struct {
	ctx context.Context
	q   querier
}

func (b boundTiles) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	return readTiles(b.ctx, b.q, tiles)
}

func readTiles(ctx context.Context, q querier, tiles []tlog.Tile) ([][]byte, error) {
	levels, places := make([]int16, len(tiles)), make([]int64, len(tiles))
	for i, t := range tiles {
		if err := store.CheckTile(t); err != nil {
			return nil, err
		}
		levels[i], places[i] = int16(t.L), t.N
	}
	rows, err := q.Query(ctx, "SELECT level, n, data FROM homeward.tiles JOIN unnest($1::smallint[], $2::bigint[]) AS want (level, n) USING (level, n)", levels, places)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	type place struct {
		level int16
		n     int64
	}
	read := make(map[place][]byte, len(tiles))
	for rows.Next() {
		var p place
		var data []byte
		if err := rows.Scan(&p.level, &p.n, &data); err != nil {
			return nil, err
		}
		read[p] = data
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	out := make([][]byte, len(tiles))
	for i, t := range tiles {
		var err error
		if out[i], err = store.CutTile(t, read[place{int16(t.L), t.N}]); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// ReplaceBlobs implements [store.Store]. The old bytes stay in PostgreSQL's files
// until it reuses their place.
func (s *Store) ReplaceBlobs(ctx context.Context, space string, drop []int64, put []store.Blob) (err error) {
	defer s.failed(&err, "replacing blobs of %q", space)
	return s.group.Exclusively(ctx, func() error {
		return pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
			if _, err := tx.Exec(ctx, "DELETE FROM homeward.blobs WHERE space = $1 AND id = ANY($2)", space, drop); err != nil {
				return err
			}
			for _, b := range put {
				if _, err := tx.Exec(ctx, "INSERT INTO homeward.blobs VALUES ($1, $2, $3, $4, $5) ON CONFLICT (space, id) DO UPDATE SET reach = excluded.reach, key = excluded.key, sealed = excluded.sealed",
					space, b.ID, b.Reach, int64(b.Key), b.Sealed); err != nil {
					return fmt.Errorf("putting %d: %w", b.ID, err)
				}
			}
			return nil
		})
	})
}

// Forget implements [store.Store]. It locks the table of tags while it writes it
// anew: about as long as reading it.
func (s *Store) Forget(ctx context.Context, subjects []store.SubjectID) (err error) {
	defer s.failed(&err, "forgetting %d subjects", len(subjects))
	ids := make([][]byte, len(subjects))
	for i := range subjects {
		ids[i] = subjects[i][:]
	}
	return s.group.Exclusively(ctx, func() error {
		// Under the head's lock, so that no append decides on a tag that is going.
		err := pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
			if _, err := tx.Exec(ctx, "SELECT 1 FROM homeward.head FOR UPDATE"); err != nil {
				return err
			}
			_, err := tx.Exec(ctx, "DELETE FROM homeward.tags WHERE n IN (SELECT n FROM homeward.entries WHERE subject = ANY($1))", ids)
			return err
		})
		if err != nil {
			return err
		}
		if _, err := s.pool.Exec(ctx, "VACUUM (FULL) homeward.tags"); err != nil {
			return fmt.Errorf("it is removed, but its old bytes are still in the table's file: do this again as the tables' owner: %w", err)
		}
		return nil
	})
}
