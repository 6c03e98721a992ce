// Package postgres keeps a bureau's log in a PostgreSQL database: for many users,
// with the replicas, failover and backups that PostgreSQL has.
//
// Its words and promises are those of package store. Its tables stand in the
// schema "homeward" of the database it is given. An append locks the row of the
// tree's head, reads the size under that lock, and writes entries, tiles,
// checkpoint and head in the one transaction; no sequence of the database ever
// numbers an entry.
//
// What it cannot promise: PostgreSQL keeps old versions of rows in its files until
// it reuses the place, and in its own log and its replicas until they are
// recycled. Forget writes the table of tags anew, so that the old file goes; for
// the rest an erasure rests on the destroyed key alone. It opens nothing sealed.
package postgres

import (
	"context"
	"fmt"

	"homeward/ledger"
	"homeward/store"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// Store is an open PostgreSQL store.
type Store struct {
	store.Tables
	name  string // of host and database, for errors: never the password
	pool  *pgxpool.Pool
	group *store.Group
}

var _ store.Store = (*Store)(nil)

// Open connects to the database of a URL or keyword string (as libpq takes them),
// and makes or updates the tables of the store in it.
func Open(ctx context.Context, url string) (*Store, error) {
	config, err := pgxpool.ParseConfig(url)
	if err != nil {
		// pgx's error quotes the URL with the password struck out.
		return nil, fmt.Errorf("postgres: reading the address of the database: %w", err)
	}
	s := &Store{name: config.ConnConfig.Database + " on " + config.ConnConfig.Host}
	s.Tables = store.NewTables(s.ask, "homeward.", s.failed)
	// A server may be set to acknowledge what is not on its disk; a bureau may not.
	config.AfterConnect = func(ctx context.Context, c *pgx.Conn) error {
		_, err := c.Exec(ctx, "SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'")
		return err
	}
	if s.pool, err = pgxpool.NewWithConfig(ctx, config); err != nil {
		return nil, fmt.Errorf("postgres: opening the store %s: %w", s.name, err)
	}
	if err := migrate(ctx, s.pool); err != nil {
		s.pool.Close()
		return nil, fmt.Errorf("postgres: opening the store %s: %w", s.name, err)
	}
	s.group = store.NewGroup(s.write)
	return s, nil
}

// Append implements [store.Store].
func (s *Store) Append(ctx context.Context, drafts []store.Draft, sign store.SignFunc) (_ []store.Placed, err error) {
	defer s.failed(&err, "appending %d drafts", len(drafts))
	return s.group.Append(ctx, drafts, sign)
}

// Close waits for what is being written and closes the connections.
func (s *Store) Close() (err error) {
	defer s.failed(&err, "closing the store")
	return s.group.Close(func() error {
		s.pool.Close()
		return nil
	})
}

// failed wraps an error with what was being done; it keeps nil nil.
func (s *Store) failed(err *error, format string, args ...any) {
	if *err != nil {
		*err = fmt.Errorf("postgres: %s in %s: %w", fmt.Sprintf(format, args...), s.name, *err)
	}
}

// migrations are applied in order, each once; homeward.schema counts them. One
// that was ever released is never changed.
var migrations = [...]string{
	// Sealed bytes and hashes do not compress: EXTERNAL saves trying. Times are
	// microseconds since 1970 UTC; keys are uint64 kept as the bigint of the same bits.
	`CREATE TABLE homeward.head (one boolean PRIMARY KEY CHECK (one), size bigint NOT NULL, root bytea NOT NULL);
	CREATE TABLE homeward.entries (n bigint PRIMARY KEY, subject bytea NOT NULL, key bigint NOT NULL, recorded bigint NOT NULL, sealed bytea NOT NULL);
	CREATE INDEX entries_subject ON homeward.entries (subject, n);
	CREATE TABLE homeward.tiles (level smallint, n bigint, data bytea NOT NULL, PRIMARY KEY (level, n));
	CREATE TABLE homeward.checkpoints (size bigint PRIMARY KEY, note bytea NOT NULL);
	CREATE TABLE homeward.tags (tag bytea PRIMARY KEY, n bigint NOT NULL);
	CREATE TABLE homeward.blobs (space text, id bigint, reach bigint NOT NULL, key bigint NOT NULL, sealed bytea NOT NULL, PRIMARY KEY (space, id));
	ALTER TABLE homeward.entries ALTER sealed SET STORAGE EXTERNAL;
	ALTER TABLE homeward.tiles ALTER data SET STORAGE EXTERNAL;
	ALTER TABLE homeward.blobs ALTER sealed SET STORAGE EXTERNAL;`,
}

// migrationLock is the advisory lock under which one program at a time migrates.
const migrationLock = 0x486d5764

func migrate(ctx context.Context, pool *pgxpool.Pool) error {
	return pgx.BeginFunc(ctx, pool, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, "SELECT pg_advisory_xact_lock($1)", migrationLock); err != nil {
			return err
		}
		var exists bool
		if err := tx.QueryRow(ctx, "SELECT to_regclass('homeward.schema') IS NOT NULL").Scan(&exists); err != nil {
			return err
		}
		if !exists {
			if _, err := tx.Exec(ctx, "CREATE SCHEMA homeward; CREATE TABLE homeward.schema (version int NOT NULL); INSERT INTO homeward.schema VALUES (0)"); err != nil {
				return fmt.Errorf("making the schema (the user needs CREATE on the database): %w", err)
			}
		}
		var version int
		if err := tx.QueryRow(ctx, "SELECT version FROM homeward.schema").Scan(&version); err != nil {
			return fmt.Errorf("reading the schema's version: %w", err)
		}
		if version > len(migrations) {
			return fmt.Errorf("the store has schema %d and this program knows schemas up to %d: use the newer program that wrote it", version, len(migrations))
		}
		if version == len(migrations) {
			return nil
		}
		for i, m := range migrations[version:] {
			if _, err := tx.Exec(ctx, m); err != nil {
				return fmt.Errorf("bringing the schema to %d: %w", version+i+1, err)
			}
		}
		if version == 0 {
			empty := ledger.EmptyHead()
			if _, err := tx.Exec(ctx, "INSERT INTO homeward.head VALUES (true, 0, $1)", empty.Root[:]); err != nil {
				return err
			}
		}
		_, err := tx.Exec(ctx, "UPDATE homeward.schema SET version = $1", len(migrations))
		return err
	})
}
