package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"homeward/ledger"
)

// applicationID marks the file as Homeward's ("HmWd"), so that another program's
// database is not taken for a store.
const applicationID = 0x486d5764

// pageSize is that of the file in bytes; the padding of blobs depends on it.
const pageSize = 4096

// migrations are applied in order, each once; PRAGMA user_version counts them.
// One that was ever released is never changed.
var migrations = [...]string{
	// Entries are read by number and, over the index, by subject; an index holds the
	// row's number behind the subject by itself. Times are microseconds since 1970
	// UTC; keys are uint64 kept as the int64 of the same bits.
	//
	// Tags and blobs are not in the log and may go, and then must leave the file.
	// secure_delete overwrites what is deleted, but not the copies that SQLite leaves
	// in the free space of a page when it moves rows to another. So tags are deleted
	// by writing the others anew (see Forget), and before the sealed bytes of a blob
	// stands more padding than a page holds of a row: they are then altogether in
	// overflow pages, which belong to one row, never move, and are overwritten whole.
	`CREATE TABLE head (one INTEGER PRIMARY KEY CHECK (one = 1), size INTEGER NOT NULL, root BLOB NOT NULL);
	CREATE TABLE entries (n INTEGER PRIMARY KEY, subject BLOB NOT NULL, key INTEGER NOT NULL, recorded INTEGER NOT NULL, sealed BLOB NOT NULL);
	CREATE INDEX entries_subject ON entries (subject);
	CREATE TABLE tiles (id INTEGER PRIMARY KEY, data BLOB NOT NULL);
	CREATE TABLE checkpoints (size INTEGER PRIMARY KEY, note BLOB NOT NULL);
	CREATE TABLE tags (tag BLOB PRIMARY KEY, n INTEGER NOT NULL) WITHOUT ROWID;
	CREATE TABLE blobs (space TEXT NOT NULL, id INTEGER NOT NULL, reach INTEGER NOT NULL, key INTEGER NOT NULL, padding BLOB NOT NULL, sealed BLOB NOT NULL);
	CREATE UNIQUE INDEX blobs_id ON blobs (space, id);`,
}

// prepare makes or updates the schema, under the write lock.
func prepare(ctx context.Context, db *sql.DB, fresh bool) error {
	var mode string
	if fresh {
		if _, err := db.ExecContext(ctx, fmt.Sprintf("PRAGMA page_size = %d", pageSize)); err != nil {
			return err
		}
	} else if err := recognise(ctx, db); err != nil {
		return err
	}
	if err := db.QueryRowContext(ctx, "PRAGMA journal_mode = WAL").Scan(&mode); err != nil {
		return err
	}
	if mode != "wal" {
		return fmt.Errorf("the disk does not allow a write-ahead log (journal mode %s): keep the store on a local disk", mode)
	}
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	return transaction(ctx, conn, func() error {
		var version int
		if err := conn.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version); err != nil {
			return err
		}
		if version > len(migrations) {
			return fmt.Errorf("the store has schema %d and this program knows schemas up to %d: use the newer program that wrote it", version, len(migrations))
		}
		if version == len(migrations) {
			return nil
		}
		for i, m := range migrations[version:] {
			if _, err := conn.ExecContext(ctx, m); err != nil {
				return fmt.Errorf("bringing the schema to %d: %w", version+i+1, err)
			}
		}
		if version == 0 {
			empty := ledger.EmptyHead()
			if _, err := conn.ExecContext(ctx, "INSERT INTO head VALUES (1, 0, ?)", empty.Root[:]); err != nil {
				return err
			}
		}
		_, err := conn.ExecContext(ctx, fmt.Sprintf("PRAGMA user_version = %d; PRAGMA application_id = %d", len(migrations), applicationID))
		return err
	})
}

// recognise refuses a file of another program before anything is changed in it.
func recognise(ctx context.Context, db *sql.DB) error {
	var id int
	if err := db.QueryRowContext(ctx, "PRAGMA application_id").Scan(&id); err != nil {
		return fmt.Errorf("it cannot be read as a store: %w", err)
	}
	if id != applicationID {
		return errors.New("it is not a store of Homeward: give the file that was made by init")
	}
	return nil
}

// transaction runs fn holding SQLite's write lock from the beginning: one that
// starts by reading could not be sure to get the lock with what it read still true.
func transaction(ctx context.Context, conn *sql.Conn, fn func() error) error {
	if _, err := conn.ExecContext(ctx, "BEGIN IMMEDIATE"); err != nil {
		return fmt.Errorf("waiting for the write lock: %w", err)
	}
	err := fn()
	if err == nil {
		if _, err = conn.ExecContext(ctx, "COMMIT"); err == nil {
			return nil
		}
	}
	if _, undo := conn.ExecContext(context.WithoutCancel(ctx), "ROLLBACK"); undo != nil {
		err = errors.Join(err, fmt.Errorf("rolling back: %w", undo))
	}
	return err
}
