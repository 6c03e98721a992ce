package store

import (
	"context"
	"errors"
	"sync"
)

// Group is group commit: callers put their requests in a queue, and one of them,
// the leader, writes all that are waiting in one transaction while the next ones
// gather. One sync of the disk then serves everybody who waited for it.
type Group struct {
	write func(ctx context.Context, requests []*Request) ([][]Placed, error)
	lead  chan struct{} // held by whoever writes

	mu      sync.Mutex
	waiting []*Request // taken by no leader yet
	closed  bool
}

// Request is one caller's Append.
type Request struct {
	Drafts []Draft
	Sign   SignFunc

	done   chan struct{} // closed when placed and err are set
	placed []Placed
	err    error
}

// ErrClosed says that the store was closed.
var ErrClosed = errors.New("the store is closed")

// ErrOutcomeUnknown says that the connection broke while a transaction was being
// committed: it is written whole or not at all, but which cannot be said. A tag
// tells: appending the same tagged drafts again is safe.
var ErrOutcomeUnknown = errors.New("the connection broke while committing: look up whether it is written before doing it again")

// groupRecords bounds a group, so that nobody waits for a transaction without end.
const groupRecords = 8192

// NewGroup returns a group whose leader calls write, one call at a time. write
// puts the drafts of all requests in one transaction, or none of them, and
// returns the placings of each request.
func NewGroup(write func(ctx context.Context, requests []*Request) ([][]Placed, error)) *Group {
	return &Group{write: write, lead: make(chan struct{}, 1)}
}

// Append is [Store.Append]. A cancelled context takes the request back as long as
// it is not being written; after that its outcome is waited for and told.
func (g *Group) Append(ctx context.Context, drafts []Draft, sign SignFunc) ([]Placed, error) {
	if err := Check(drafts); err != nil {
		return nil, err
	}
	if sign == nil {
		return nil, errors.New("nothing is appended without a signer")
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	r := &Request{Drafts: drafts, Sign: sign, done: make(chan struct{})}
	if err := g.put(r); err != nil || len(drafts) == 0 {
		return nil, err
	}
	cancelled := ctx.Done()
	for {
		select {
		case <-r.done:
			return r.placed, r.err
		case g.lead <- struct{}{}:
			if requests := g.take(); len(requests) > 0 {
				g.serve(context.WithoutCancel(ctx), requests)
			}
			<-g.lead
		case <-cancelled:
			if g.withdraw(r) {
				return nil, ctx.Err()
			}
			cancelled = nil
		}
	}
}

// Exclusively runs fn while no leader writes.
func (g *Group) Exclusively(ctx context.Context, fn func() error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	select {
	case g.lead <- struct{}{}:
		defer func() { <-g.lead }()
	case <-ctx.Done():
		return ctx.Err()
	}
	g.mu.Lock()
	closed := g.closed
	g.mu.Unlock()
	if closed {
		return ErrClosed
	}
	return fn()
}

// Close waits for the leader, refuses whoever still waits, and runs fn, once.
func (g *Group) Close(fn func() error) error {
	g.lead <- struct{}{}
	defer func() { <-g.lead }()
	g.mu.Lock()
	waiting, closed := g.waiting, g.closed
	g.waiting, g.closed = nil, true
	g.mu.Unlock()
	for _, r := range waiting {
		r.finish(nil, ErrClosed)
	}
	if closed {
		return nil
	}
	return fn()
}

func (r *Request) finish(placed []Placed, err error) {
	r.placed, r.err = placed, err
	close(r.done)
}

func (g *Group) put(r *Request) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.closed {
		return ErrClosed
	}
	if len(r.Drafts) > 0 {
		g.waiting = append(g.waiting, r)
	}
	return nil
}

// take returns the requests of the next group; they can no longer be withdrawn.
func (g *Group) take() []*Request {
	g.mu.Lock()
	defer g.mu.Unlock()
	n, records := 0, 0
	for n < len(g.waiting) && (n == 0 || records < groupRecords) {
		for _, d := range g.waiting[n].Drafts {
			records += len(d.Records)
		}
		n++
	}
	requests := g.waiting[:n:n]
	g.waiting = g.waiting[n:]
	return requests
}

// withdraw takes r back if no leader has it, and reports whether it did.
func (g *Group) withdraw(r *Request) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	for i, o := range g.waiting {
		if o == r {
			g.waiting = append(g.waiting[:i:i], g.waiting[i+1:]...)
			return true
		}
	}
	return false
}

// serve writes requests in one transaction. If that fails, each is tried alone,
// so that one caller's failure is not the others'.
func (g *Group) serve(ctx context.Context, requests []*Request) {
	placed, err := g.write(ctx, requests)
	switch {
	case err == nil:
		for i, r := range requests {
			r.finish(placed[i], nil)
		}
	case len(requests) == 1 || errors.Is(err, ErrOutcomeUnknown):
		for _, r := range requests {
			r.finish(nil, err)
		}
	default:
		for i := range requests {
			g.serve(ctx, requests[i:i+1])
		}
	}
}

// Place works out the batch of all requests, on a log of size entries; see
// [NewBatch]. sign is that of the last request that adds a record, nil when none does.
func Place(size int64, known map[Tag]int64, requests []*Request) (b *Batch, placed [][]Placed, sign SignFunc) {
	b = NewBatch(size, known)
	for _, r := range requests {
		before := len(b.Records)
		placed = append(placed, b.Add(r.Drafts))
		if len(b.Records) > before {
			sign = r.Sign
		}
	}
	return b, placed, sign
}
