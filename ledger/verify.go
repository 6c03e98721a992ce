package ledger

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"math"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// Verify reads the whole log and recomputes everything from the records' bytes:
// each leaf hash against the lowest tiles, the tiles above, the root, and the
// root of every signed checkpoint. against, when not nil, is a checkpoint kept
// outside the bureau, and is held against the log as well.
//
// What is wrong with the log is in the report; an error means that the log
// could not be read to the end, or that against says nothing of it: [ErrNoCheckpoint]
// where it is none, [ErrOtherLog] where it is one of another log. Memory does not grow with the log. Entries
// appended while it runs are left to the next run.
func Verify(ctx context.Context, log Log, v note.Verifier, against []byte) (Report, error) {
	head, err := log.Head(ctx)
	if err != nil {
		return Report{}, fmt.Errorf("ledger: verifying: %w", err)
	}
	a := &audit{log: log, verifier: v, report: Report{Log: v.Name(), Head: head}}
	if against != nil {
		h, err := OpenCheckpoint(against, v)
		if errors.Is(err, ErrNoCheckpoint) || errors.Is(err, ErrOtherLog) {
			return Report{}, err
		}
		if err != nil {
			a.report.Problem = &Problem{Kind: BadCheckpoint, Entry: -1, Checkpoint: -1, Outside: true, Detail: err.Error()}
			return a.report, nil
		}
		a.report.Outside = &h
		if h.Size > head.Size {
			a.report.Problem = &Problem{Kind: RolledBack, Entry: -1, From: head.Size, To: h.Size, Checkpoint: h.Size, Outside: true}
			return a.report, nil
		}
	}
	problem, err := a.walk(ctx)
	if err != nil {
		return Report{}, fmt.Errorf("ledger: verifying, after %d entries: %w", a.report.Entries, err)
	}
	a.report.Problem = problem
	return a.report, nil
}

// audit is one run of Verify.
type audit struct {
	log      Log
	verifier note.Verifier
	report   Report

	tree    fringe
	upper   [][]tlog.Hash // partial tiles above the leaves; upper[0] is level 1
	suspect *Problem      // first leaf that differs from its tile; the next signed root decides which of them was altered

	next     func() (mark, bool) // signed heads in order of size
	mark     mark
	haveMark bool
}

// mark is a stored checkpoint, opened.
type mark struct {
	Checkpoint
	head Head
	bad  error // of its signature or form
	err  error // of reading
}

func (a *audit) walk(ctx context.Context) (*Problem, error) {
	next, stop := iter.Pull(a.marks(ctx))
	defer stop()
	a.next = next
	a.mark, a.haveMark = next()
	if p, err := a.reached(); p != nil || err != nil {
		return p, err
	}
	for b := range a.batches(ctx) {
		if p, err := a.take(ctx, b); p != nil || err != nil {
			return p, err
		}
	}
	return a.finish(ctx)
}

// take joins one batch of leaves to the tree.
func (a *audit) take(ctx context.Context, b batch) (*Problem, error) {
	for i, h := range b.hashes {
		if i == b.differs && a.suspect == nil {
			a.suspect = &Problem{Kind: AlteredEntry, Entry: b.start + int64(i), From: b.start + int64(i), To: b.start + int64(i) + 1, Checkpoint: -1}
		}
		if sub, full := a.tree.add(h); full {
			if p, err := a.raise(ctx, 0, sub); p != nil || err != nil {
				return p, err
			}
		}
		if a.suspect == nil {
			a.report.Entries = a.tree.size
		}
		if p, err := a.reached(); p != nil || err != nil {
			return p, err
		}
	}
	if b.err != nil {
		return nil, b.err
	}
	// An earlier suspect goes first: the report names the first bad entry.
	if b.problem != nil && a.suspect != nil {
		return a.suspect, nil
	}
	return b.problem, nil
}

// raise adds a hash to the partial tile at level i+1 and, when that is full,
// compares it with the stored one and goes a level up.
func (a *audit) raise(ctx context.Context, i int, sub tlog.Hash) (*Problem, error) {
	if i == len(a.upper) {
		a.upper = append(a.upper, make([]tlog.Hash, 0, tileWidth))
	}
	a.upper[i] = append(a.upper[i], sub)
	if len(a.upper[i]) < tileWidth {
		return nil, nil
	}
	if p, err := a.compareUpper(ctx, i); p != nil || err != nil {
		return p, err
	}
	above := fold(a.upper[i])
	a.upper[i] = a.upper[i][:0]
	return a.raise(ctx, i+1, above)
}

// compareUpper compares the computed tile at level i+1 with the stored one.
func (a *audit) compareUpper(ctx context.Context, i int) (*Problem, error) {
	if a.suspect != nil {
		return nil, nil // the tiles above a bad leaf differ too; the leaf is what matters
	}
	n := (a.tree.size>>(TileHeight*uint(i+1)) - 1) / tileWidth
	want := makeTile(i+1, n, a.upper[i])
	stored, err := readTiles(boundTiles{ctx, a.log}, []tlog.Tile{want.Tile})
	if err != nil && !errors.Is(err, ErrNoTile) {
		return nil, err
	}
	if err == nil && string(stored[0]) == string(want.Data) {
		return nil, nil
	}
	return tileProblem(want.Tile, err), nil
}

// tileProblem names a tile that is missing (err) or differs, and the entries below it.
func tileProblem(t tlog.Tile, err error) *Problem {
	per := int64(1) << (TileHeight * uint(t.L))
	from := t.N * tileWidth * per
	p := &Problem{Kind: AlteredTile, Entry: -1, From: from, To: from + int64(t.W)*per, Checkpoint: -1, Tile: t.Path()}
	if err != nil {
		p.Detail = err.Error()
	}
	return p
}

// reached holds the tree against every signed head of its present size.
func (a *audit) reached() (*Problem, error) {
	if o := a.report.Outside; o != nil && o.Size == a.tree.size {
		h := a.tree.head()
		if p := a.settle(h == *o); p != nil {
			return p, nil
		}
		if h != *o {
			return &Problem{Kind: Contradicted, Entry: -1, From: 0, To: o.Size, Checkpoint: o.Size, Outside: true}, nil
		}
	}
	for a.haveMark && a.mark.Size <= a.tree.size {
		m := a.mark
		switch {
		case m.err != nil:
			return nil, m.err
		case m.bad != nil:
			if a.suspect != nil {
				return a.suspect, nil
			}
			return &Problem{Kind: BadCheckpoint, Entry: -1, Checkpoint: m.Size, Detail: m.bad.Error()}, nil
		}
		agrees := a.tree.head() == m.head
		if p := a.settle(agrees); p != nil {
			p.Checkpoint = m.Size
			return p, nil
		}
		if !agrees {
			p := &Problem{Kind: Rewritten, Entry: -1, To: m.Size, Checkpoint: m.Size}
			if a.report.LastGood != nil {
				p.From = a.report.LastGood.Size
			}
			return p, nil
		}
		a.report.Checkpoints++
		a.report.LastGood = &m.Checkpoint
		a.mark, a.haveMark = a.next()
	}
	if a.haveMark && a.mark.err != nil {
		return nil, a.mark.err
	}
	return nil, nil
}

// settle decides, at a signed root, what a suspected leaf means: when the root
// recomputed from the records agrees, the record is as it was and the stored
// hash was altered; otherwise the record was.
func (a *audit) settle(agrees bool) *Problem {
	p := a.suspect
	if p != nil && agrees {
		p.Kind = AlteredTile
		p.Tile = tlog.Tile{H: TileHeight, L: 0, N: p.Entry / tileWidth, W: tileWidth}.Path()
	}
	return p
}

// finish checks what only the end shows: partial tiles, the stored head, that
// the last entries are signed, and that nothing lies beyond the end.
func (a *audit) finish(ctx context.Context) (*Problem, error) {
	if a.suspect != nil {
		return a.suspect, nil
	}
	for i := range a.upper {
		if len(a.upper[i]) == 0 {
			continue
		}
		if p, err := a.compareUpper(ctx, i); p != nil || err != nil {
			return p, err
		}
	}
	head := a.report.Head
	if a.tree.head() != head {
		return &Problem{Kind: AlteredHead, Entry: -1, From: 0, To: head.Size, Checkpoint: -1}, nil
	}
	signed := int64(0)
	if a.report.LastGood != nil {
		signed = a.report.LastGood.Size
	}
	if signed < head.Size && !a.haveMark {
		return &Problem{Kind: Unsigned, Entry: signed, From: signed, To: head.Size, Checkpoint: -1}, nil
	}
	// What lies beyond the head may have been appended meanwhile: then the head has moved.
	beyond := int64(-1)
	for e, err := range a.log.Entries(ctx, head.Size, math.MaxInt64) {
		if err != nil && !errors.As(err, new(*DamagedError)) {
			return nil, err
		}
		beyond = max(e.Number, head.Size)
		break
	}
	now, err := a.log.Head(ctx)
	if err != nil {
		return nil, err
	}
	if a.haveMark && a.mark.Size > now.Size {
		return &Problem{Kind: RolledBack, Entry: -1, From: head.Size, To: a.mark.Size, Checkpoint: a.mark.Size}, nil
	}
	if signed < head.Size {
		return &Problem{Kind: Unsigned, Entry: signed, From: signed, To: head.Size, Checkpoint: -1}, nil
	}
	if beyond >= now.Size {
		return &Problem{Kind: ExtraEntry, Entry: beyond, From: beyond, To: beyond + 1, Checkpoint: -1}, nil
	}
	return nil, nil
}
