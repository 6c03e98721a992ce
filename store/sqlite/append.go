package sqlite

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"homeward/store"
)

// Group commit: callers put their requests in a queue, and one of them, the
// leader, writes all that are waiting in one transaction while the next ones
// gather. A sync of the disk then serves everybody who waited for it.

// groupRecords bounds a group, so that nobody waits for a transaction without end.
const groupRecords = 8192

// request is one caller's Append.
type request struct {
	drafts []store.Draft
	sign   store.SignFunc
	done   chan struct{} // closed when placed and err are set
	placed []store.Placed
	err    error
}

func (r *request) finish(placed []store.Placed, err error) {
	r.placed, r.err = placed, err
	close(r.done)
}

var errClosed = errors.New("the store is closed")

// queue holds requests that no leader has taken.
type queue struct {
	mu      sync.Mutex
	waiting []*request
	closed  bool
}

func (q *queue) put(r *request) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.closed {
		return errClosed
	}
	q.waiting = append(q.waiting, r)
	return nil
}

// take returns the requests of the next group; they can no longer be withdrawn.
func (q *queue) take() []*request {
	q.mu.Lock()
	defer q.mu.Unlock()
	n, records := 0, 0
	for n < len(q.waiting) && (n == 0 || records < groupRecords) {
		for _, d := range q.waiting[n].drafts {
			records += len(d.Records)
		}
		n++
	}
	group := q.waiting[:n:n]
	q.waiting = q.waiting[n:]
	return group
}

// withdraw takes r back if no leader has it, and reports whether it did.
func (q *queue) withdraw(r *request) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	for i, o := range q.waiting {
		if o == r {
			q.waiting = append(q.waiting[:i:i], q.waiting[i+1:]...)
			return true
		}
	}
	return false
}

func (q *queue) close() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.closed = true
	for _, r := range q.waiting {
		r.finish(nil, errClosed)
	}
	q.waiting = nil
}

// Append implements [store.Store]. A cancelled context takes the request back as
// long as it is not being written; then its outcome is waited for and told.
func (s *Store) Append(ctx context.Context, drafts []store.Draft, sign store.SignFunc) (_ []store.Placed, err error) {
	defer s.failed(&err, "appending %d drafts", len(drafts))
	if err := store.Check(drafts); err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil || len(drafts) == 0 {
		return nil, err
	}
	r := &request{drafts: drafts, sign: sign, done: make(chan struct{})}
	if err := s.queue.put(r); err != nil {
		return nil, err
	}
	cancelled := ctx.Done()
	for {
		select {
		case <-r.done:
			return r.placed, r.err
		case s.lead <- struct{}{}:
			if group := s.queue.take(); len(group) > 0 {
				s.writeGroup(context.WithoutCancel(ctx), group)
			}
			<-s.lead
		case <-cancelled:
			if s.queue.withdraw(r) {
				return nil, ctx.Err()
			}
			cancelled = nil
		}
	}
}

// writeGroup writes the requests of a group in one transaction. If that fails,
// each is tried alone, so that one caller's failure is not the others'.
func (s *Store) writeGroup(ctx context.Context, group []*request) {
	placed, err := s.w.write(ctx, group)
	if err == nil {
		for i, r := range group {
			r.finish(placed[i], nil)
		}
		return
	}
	if len(group) == 1 {
		group[0].finish(nil, err)
		return
	}
	for i := range group {
		one := group[i : i+1]
		if placed, err := s.w.write(ctx, one); err != nil {
			one[0].finish(nil, err)
		} else {
			one[0].finish(placed[0], nil)
		}
	}
}

// exclusively runs fn with the write connection.
func (s *Store) exclusively(ctx context.Context, fn func() error) error {
	select {
	case s.lead <- struct{}{}:
		defer func() { <-s.lead }()
	case <-ctx.Done():
		return ctx.Err()
	}
	if s.queue.isClosed() {
		return errClosed
	}
	if err := fn(); err != nil {
		return fmt.Errorf("writing: %w", err)
	}
	return nil
}

func (q *queue) isClosed() bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.closed
}
