package sqlite

import (
	"context"
	"fmt"

	"homeward/store"
)

// ReplaceBlobs implements [store.Store].
func (s *Store) ReplaceBlobs(ctx context.Context, space string, drop []int64, put []store.Blob) (err error) {
	defer s.failed(&err, "replacing blobs of %q", space)
	return s.group.Exclusively(ctx, func() error {
		gone := int64(0)
		err := transaction(ctx, s.w.conn, func() error {
			drops := drop
			for _, b := range put {
				drops = append(drops[:len(drops):len(drops)], b.ID)
			}
			for _, id := range drops {
				r, err := s.w.conn.ExecContext(ctx, "DELETE FROM blobs WHERE space = ? AND id = ?", space, id)
				if err != nil {
					return fmt.Errorf("dropping %d: %w", id, err)
				}
				n, err := r.RowsAffected()
				if err != nil {
					return err
				}
				gone += n
			}
			for _, b := range put {
				if _, err := s.w.conn.ExecContext(ctx, "INSERT INTO blobs VALUES (?, ?, ?, ?, zeroblob(?), ?)",
					space, b.ID, b.Reach, int64(b.Key), pageSize, b.Sealed); err != nil {
					return fmt.Errorf("putting %d: %w", b.ID, err)
				}
			}
			return nil
		})
		// Nothing gone now may still mean an earlier call that could not scrub.
		if err != nil || gone == 0 && len(drop) == 0 {
			return err
		}
		return s.w.scrub(ctx)
	})
}

// Forget implements [store.Store]. It takes as long as writing all tags that stay,
// about a second for a million: erasing is rare, and must be sure.
func (s *Store) Forget(ctx context.Context, subjects []store.SubjectID) (err error) {
	defer s.failed(&err, "forgetting %d subjects", len(subjects))
	return s.group.Exclusively(ctx, func() error {
		if err := transaction(ctx, s.w.conn, func() error { return s.w.forget(ctx, subjects) }); err != nil {
			return err
		}
		return s.w.scrub(ctx)
	})
}

func (w *writer) forget(ctx context.Context, subjects []store.SubjectID) error {
	// In memory: temp_store=MEMORY.
	if _, err := w.conn.ExecContext(ctx, "CREATE TEMP TABLE IF NOT EXISTS erased (n INTEGER PRIMARY KEY); DELETE FROM erased"); err != nil {
		return err
	}
	for _, id := range subjects {
		if _, err := w.conn.ExecContext(ctx, "INSERT OR IGNORE INTO erased SELECT n FROM entries WHERE subject = ?", id[:]); err != nil {
			return err
		}
	}
	var any bool
	if err := w.conn.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM tags WHERE n IN (SELECT n FROM erased))").Scan(&any); err != nil || !any {
		return err
	}
	for _, q := range []string{
		"CREATE TABLE tags_kept (tag BLOB PRIMARY KEY, n INTEGER NOT NULL) WITHOUT ROWID",
		"INSERT INTO tags_kept SELECT tag, n FROM tags WHERE n NOT IN (SELECT n FROM erased) ORDER BY tag",
		"DROP TABLE tags",
		"ALTER TABLE tags_kept RENAME TO tags",
	} {
		if _, err := w.conn.ExecContext(ctx, q); err != nil {
			return err
		}
	}
	return nil
}

// scrub moves the write-ahead log into the file and cuts it to nothing, since it
// holds pages as they were before. It waits for readers, as long as any lock.
func (w *writer) scrub(ctx context.Context) error {
	var busy, log, moved int
	if err := w.conn.QueryRowContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)").Scan(&busy, &log, &moved); err != nil {
		return fmt.Errorf("it is removed, but its old bytes are still in the write-ahead log: %w", err)
	}
	if busy != 0 {
		return fmt.Errorf("it is removed, but its old bytes are still in the write-ahead log, which another program has been reading for %s: close that program and do this again", busyWait)
	}
	return nil
}
