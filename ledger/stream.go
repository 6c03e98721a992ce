package ledger

import (
	"context"
	"errors"
	"iter"
	"runtime"
	"sync"

	"golang.org/x/mod/sumdb/tlog"
)

// batchBytes bounds what one batch of records holds in memory; a report's text
// can be a thousand times longer than a row of a list.
const batchBytes = 1 << 20

// batch is a run of entries under one tile: as read, then hashed and compared.
type batch struct {
	start   int64
	entries []Entry

	hashes  []tlog.Hash
	differs int      // index of the first hash that its tile does not have, or -1
	problem *Problem // what ends the run after the hashes: a missing or damaged entry, a missing tile
	err     error
}

// batches yields the log's entries hashed and compared with their tiles, in order.
func (a *audit) batches(ctx context.Context) iter.Seq[batch] {
	size := a.report.Head.Size
	read := func(emit func(batch) bool) {
		b, bytes := batch{}, 0
		for e, err := range a.log.Entries(ctx, 0, size) {
			at := b.start + int64(len(b.entries))
			var damaged *DamagedError
			switch {
			case errors.As(err, &damaged) && damaged.Number == at:
				b.problem = &Problem{Kind: AlteredEntry, Entry: at, From: at, To: at + 1, Checkpoint: -1, Detail: damaged.What}
			case err != nil && damaged == nil:
				b.err = err
			case damaged != nil || e.Number != at:
				b.problem = missing(at)
			}
			if b.err != nil || b.problem != nil {
				emit(b)
				return
			}
			b.entries = append(b.entries, e)
			bytes += len(e.Sealed)
			if at++; at%tileWidth == 0 || bytes >= batchBytes {
				if !emit(b) {
					return
				}
				b, bytes = batch{start: at, entries: make([]Entry, 0, tileWidth)}, 0
			}
		}
		if at := b.start + int64(len(b.entries)); at < size {
			b.problem = missing(at)
		}
		if len(b.entries) > 0 || b.problem != nil {
			emit(b)
		}
	}
	work := func(b batch) batch {
		a.hash(ctx, &b)
		return b
	}
	return ordered(read, work)
}

func missing(at int64) *Problem {
	return &Problem{Kind: MissingEntry, Entry: at, From: at, To: at + 1, Checkpoint: -1}
}

// hash computes the leaf hashes of a batch and compares them with the tile.
func (a *audit) hash(ctx context.Context, b *batch) {
	b.differs = -1
	b.hashes = make([]tlog.Hash, len(b.entries))
	var buf []byte
	for i := range b.entries {
		b.hashes[i], buf = b.entries[i].hashUsing(buf)
	}
	b.entries = nil
	if b.err != nil || len(b.hashes) == 0 {
		return
	}
	n := b.start / tileWidth
	t := tlog.Tile{H: TileHeight, L: 0, N: n, W: int(min(tileWidth, a.report.Head.Size-n*tileWidth))}
	data, err := readTiles(boundTiles{ctx, a.log}, []tlog.Tile{t})
	if err != nil {
		b.hashes = nil
		if errors.Is(err, ErrNoTile) {
			b.problem = tileProblem(t, err)
		} else {
			b.err = err
		}
		return
	}
	stored := data[0][int(b.start-n*tileWidth)*tlog.HashSize:]
	for i := range b.hashes {
		if string(b.hashes[i][:]) != string(stored[i*tlog.HashSize:(i+1)*tlog.HashSize]) {
			b.differs = i
			return
		}
	}
}

// marks yields the stored checkpoints opened: checking a signature takes longer
// than hashing a hundred entries, so they are opened side by side.
func (a *audit) marks(ctx context.Context) iter.Seq[mark] {
	read := func(emit func(mark) bool) {
		for c, err := range a.log.Checkpoints(ctx) {
			if !emit(mark{Checkpoint: c, err: err}) || err != nil {
				return
			}
		}
	}
	work := func(m mark) mark {
		if m.err == nil {
			m.head, m.bad = OpenCheckpoint(m.Note, a.verifier)
			if m.bad == nil && m.head.Size != m.Size {
				m.bad = errors.New("it is filed under another size than the one that is signed")
			}
		}
		return m
	}
	return ordered(read, work)
}

// ordered runs read in a goroutine and work on as many as there are processors,
// and yields the results in the order read. It holds a bounded number of them
// and leaves no goroutine behind.
func ordered[T, R any](read func(emit func(T) bool), work func(T) R) iter.Seq[R] {
	type job struct {
		in  T
		out chan R
	}
	return func(yield func(R) bool) {
		workers := runtime.GOMAXPROCS(0)
		jobs := make(chan job)
		queue := make(chan chan R, 2*workers)
		stop := make(chan struct{})
		var running sync.WaitGroup
		running.Go(func() {
			defer close(jobs)
			defer close(queue)
			read(func(in T) bool {
				out := make(chan R, 1)
				select {
				case queue <- out:
				case <-stop:
					return false
				}
				select {
				case jobs <- job{in, out}:
				case <-stop:
					return false
				}
				return true
			})
		})
		for range workers {
			running.Go(func() {
				for j := range jobs {
					j.out <- work(j.in)
				}
			})
		}
		defer running.Wait()
		defer close(stop)
		for out := range queue {
			if !yield(<-out) {
				return
			}
		}
	}
}
