package web

import (
	"context"
	"sync"
	"time"
)

// kept is the answer to a question that takes a pass over every file. It is
// computed in the background, kept as long as the ledger has not grown and the
// day has not changed, and meanwhile the earlier answer is shown with its date.
type kept[T any] struct {
	mu      sync.Mutex
	answer  T
	has     bool
	whole   bool  // false: the first answer, as far as it has come
	size    int64 // entries of the ledger it answers for
	at      time.Time
	day     string
	err     error
	waiting bool // it is queued or being computed
	ready   chan struct{}
	took    time.Duration
	ended   time.Time
}

// asked is what is known of a kept answer now.
type asked[T any] struct {
	Answer T
	Has    bool
	Whole  bool
	Size   int64 // entries it answers for
	At     time.Time
	Fresh  bool // it answers for the ledger as it is
	Err    error
}

// patience is how long a page waits for an answer that is not there or old. A
// bureau of a few thousand people is surveyed in that time.
const patience = 1500 * time.Millisecond

// ask returns the answer for a ledger of that size, waiting a moment for it. The
// computation is put into the queue if need be; after one that took long, the
// next is not begun at once, so that a busy bureau is not surveyed without end.
func (k *kept[T]) ask(ctx context.Context, work chan<- func(context.Context), size int64, now time.Time, day string,
	compute func(context.Context, func(T)) (T, error)) asked[T] {
	k.mu.Lock()
	fresh := k.has && k.whole && k.size == size && k.day == day
	rest := time.Since(k.ended) < 5*k.took && k.err == nil && k.has && k.whole && k.day == day
	if !fresh && !k.waiting && !rest {
		ready := make(chan struct{})
		job := func(ctx context.Context) {
			defer close(ready)
			k.run(ctx, size, now, day, compute)
		}
		select {
		case work <- job:
			k.waiting, k.ready = true, ready
		default: // the queue is full: a later request will ask again
		}
	}
	ready, waiting := k.ready, k.waiting
	k.mu.Unlock()
	if waiting {
		timer := time.NewTimer(patience)
		defer timer.Stop()
		select {
		case <-ready:
		case <-timer.C:
		case <-ctx.Done():
		}
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	return asked[T]{Answer: k.answer, Has: k.has, Whole: k.whole, Size: k.size, At: k.at, Err: k.err,
		Fresh: k.has && k.whole && k.size == size && k.day == day}
}

func (k *kept[T]) run(ctx context.Context, size int64, now time.Time, day string, compute func(context.Context, func(T)) (T, error)) {
	began := time.Now()
	answer, err := compute(ctx, func(soFar T) {
		k.mu.Lock()
		defer k.mu.Unlock()
		if !k.whole {
			k.answer, k.has, k.size, k.at = soFar, true, size, now
		}
	})
	k.mu.Lock()
	defer k.mu.Unlock()
	k.waiting, k.ended, k.took, k.err = false, time.Now(), time.Since(began), err
	if err == nil {
		k.answer, k.has, k.whole, k.size, k.at, k.day = answer, true, true, size, now, day
	}
}
