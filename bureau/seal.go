package bureau

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"slices"
	"sync"
	"time"

	"homeward/ledger"
	"homeward/seal"
	"homeward/statement"
	"homeward/store"
)

// ErrErased says that the keys of what was asked for have been destroyed.
var ErrErased = errors.New("erased: its keys were destroyed")

// draft is what is recorded whole or not at all: the entries of one row, card or
// decision.
type draft struct {
	tag     store.Tag
	refs    []store.Tag
	entries []*statement.Entry
}

// append checks, seals and appends drafts. keyOf gives the key of subjects that
// have one already; all others get a new key, on disk before the first entry that
// uses it. New keys are put into keyOf.
func (b *Bureau) append(ctx context.Context, drafts []draft, keyOf map[statement.ID]uint64) ([]store.Placed, error) {
	var fresh []statement.ID
	for _, d := range drafts {
		for _, e := range d.entries {
			if err := e.Check(b.vocab); err != nil {
				return nil, err
			}
			if _, e.Continues = keyOf[e.Subject]; !e.Continues {
				keyOf[e.Subject] = 0
				fresh = append(fresh, e.Subject)
			}
		}
	}
	if len(fresh) > 0 {
		first, _, err := b.keys.NewKeys(len(fresh))
		if err != nil {
			return nil, err
		}
		for i, s := range fresh {
			keyOf[s] = first + uint64(i)
		}
	}
	out := make([]store.Draft, len(drafts))
	keys, err := b.keysFor(drafts, keyOf)
	if err != nil {
		return nil, err
	}
	recorded := b.now().UTC().Truncate(time.Microsecond)
	random := &lockedReader{r: b.random}
	err = parallel(len(drafts), func(i int) error {
		d := drafts[i]
		out[i] = store.Draft{Tag: d.tag, Refs: d.refs, Records: make([]ledger.Record, len(d.entries))}
		for j, e := range d.entries {
			r, err := b.sealEntry(e, keyOf[e.Subject], keys[keyOf[e.Subject]], recorded, random)
			if err != nil {
				return err
			}
			out[i].Records[j] = r
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return b.store.Append(ctx, out, b.signHead)
}

// keysFor reads the keys of all subjects of the drafts in one go.
func (b *Bureau) keysFor(drafts []draft, keyOf map[statement.ID]uint64) (map[uint64]seal.Key, error) {
	var ids []uint64
	for _, d := range drafts {
		for _, e := range d.entries {
			ids = append(ids, keyOf[e.Subject])
		}
	}
	slices.Sort(ids)
	ids = slices.Compact(ids)
	keys, err := b.keys.Keys(ids)
	if err != nil {
		return nil, err
	}
	byID := make(map[uint64]seal.Key, len(ids))
	for i, id := range ids {
		byID[id] = keys[i]
	}
	return byID, nil
}

func (b *Bureau) sealEntry(e *statement.Entry, id uint64, key seal.Key, recorded time.Time, random io.Reader) (ledger.Record, error) {
	if key.Destroyed() {
		return ledger.Record{}, fmt.Errorf("nothing more can be said of %s: %w", e.Subject, ErrErased)
	}
	plain, err := b.codec.Encode(e)
	if err != nil {
		return ledger.Record{}, err
	}
	r := ledger.Record{Subject: e.Subject, Key: id, Recorded: recorded}
	r.Sealed, err = seal.Seal(key, r.Header(), plain, random)
	return r, err
}

func (b *Bureau) signHead(h ledger.Head) ([]byte, error) {
	return ledger.Sign(h, b.keys.Signer())
}

// record appends entries as one draft. With a tag that is taken nothing is written
// and the answer says so.
func (b *Bureau) record(ctx context.Context, tag store.Tag, entries ...*statement.Entry) (store.Placed, error) {
	keyOf := map[statement.ID]uint64{}
	for _, e := range entries {
		key, has, err := b.keyOfSubject(ctx, e.Subject)
		if err != nil {
			return store.Placed{}, err
		}
		if has {
			keyOf[e.Subject] = key
		}
	}
	placed, err := b.append(ctx, []draft{{tag: tag, entries: entries}}, keyOf)
	if err != nil {
		return store.Placed{}, err
	}
	return placed[0], nil
}

func (b *Bureau) keyOfSubject(ctx context.Context, id statement.ID) (key uint64, has bool, err error) {
	b.keyMu.Lock()
	key, has = b.keyOf[id]
	b.keyMu.Unlock()
	if has {
		return key, true, nil
	}
	entries, err := b.store.OfSubject(ctx, store.SubjectID(id))
	if err != nil || len(entries) == 0 {
		return 0, false, err
	}
	b.keyMu.Lock()
	defer b.keyMu.Unlock()
	if len(b.keyOf) >= keptKeys || b.keyOf == nil {
		b.keyOf = map[statement.ID]uint64{}
	}
	b.keyOf[id] = entries[0].Key
	return entries[0].Key, true, nil
}

// keptKeys bounds how many subjects' key numbers are kept: those of a day's work. A
// subject's number never changes, though its key may be destroyed.
const keptKeys = 4096

// open unseals one entry. Where the key was destroyed, the error is ErrErased.
func (b *Bureau) open(ctx context.Context, r store.Entry) (*statement.Entry, error) {
	k, err := b.keys.Keys([]uint64{r.Key})
	if err != nil {
		return nil, fmt.Errorf("entry %d: %w", r.Number, err)
	}
	e, err := b.openWith(r, k[0])
	if err != nil {
		return nil, err
	}
	return e, b.quote(ctx, e)
}

func (b *Bureau) openWith(r store.Entry, k seal.Key) (*statement.Entry, error) {
	if k.Destroyed() {
		return nil, fmt.Errorf("entry %d: %w", r.Number, ErrErased)
	}
	plain, err := seal.Open(k, r.Header(), r.Sealed)
	if err != nil {
		return nil, fmt.Errorf("entry %d: %w", r.Number, err)
	}
	e, err := b.codec.Decode(plain)
	if err != nil {
		return nil, fmt.Errorf("entry %d: %w", r.Number, err)
	}
	e.Number, e.Subject, e.Recorded = r.Number, statement.ID(r.Subject), r.Recorded
	return e, nil
}

// said opens all that is said of one subject, leaving out what was erased.
func (b *Bureau) said(ctx context.Context, id statement.ID) ([]*statement.Entry, error) {
	records, err := b.store.OfSubject(ctx, store.SubjectID(id))
	if err != nil {
		return nil, err
	}
	return b.openAll(ctx, records)
}

// openAll unseals many entries, in order, leaving out what was erased.
func (b *Bureau) openAll(ctx context.Context, records []store.Entry) ([]*statement.Entry, error) {
	entries, err := b.unseal(records)
	if err != nil {
		return nil, err
	}
	return entries, b.quote(ctx, entries...)
}

// unseal opens entries as they were sealed, without the words they quote.
func (b *Bureau) unseal(records []store.Entry) ([]*statement.Entry, error) {
	ids := make([]uint64, len(records))
	for i, r := range records {
		ids[i] = r.Key
	}
	keys, err := b.keys.Keys(ids)
	if err != nil {
		return nil, err
	}
	opened := make([]*statement.Entry, len(records))
	err = parallel(len(records), func(i int) error {
		if keys[i].Destroyed() {
			return nil
		}
		var err error
		opened[i], err = b.openWith(records[i], keys[i])
		return err
	})
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(opened, func(e *statement.Entry) bool { return e == nil }), nil
}

// parallel runs f for 0 ≤ i < n on all cores in contiguous pieces and returns
// the error of the lowest piece that failed.
func parallel(n int, f func(i int) error) error {
	workers := min(runtime.GOMAXPROCS(0), n/64+1)
	errs := make([]error, workers)
	var wait sync.WaitGroup
	for w := range workers {
		wait.Go(func() {
			for i := w * n / workers; i < (w+1)*n/workers; i++ {
				if errs[w] = f(i); errs[w] != nil {
					return
				}
			}
		})
	}
	wait.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

type lockedReader struct {
	mu sync.Mutex
	r  io.Reader
}

func (l *lockedReader) Read(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.r.Read(p)
}
