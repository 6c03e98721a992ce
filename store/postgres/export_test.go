package postgres

import "context"

// SynchronousCommit returns the setting on a connection of the pool, for tests.
func (s *Store) SynchronousCommit(ctx context.Context) (mode string) {
	if err := s.pool.QueryRow(ctx, "SHOW synchronous_commit").Scan(&mode); err != nil {
		return err.Error()
	}
	return mode
}
