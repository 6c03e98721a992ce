package bureau

import (
	"context"
	"errors"
	"fmt"

	"homeward/identity"
	"homeward/seal"
	"homeward/store"

	"github.com/fxamacker/cbor/v2"
)

// segmentContent is the plaintext of a saved segment.
type segmentContent struct {
	Version int    `cbor:"v"`
	From    int64  `cbor:"from"`
	To      int64  `cbor:"to"`
	Index   []byte `cbor:"index,omitempty"`
	Facts   facts  `cbor:"facts"`
}

const (
	segmentSpace   = "segment"
	segmentVersion = 1
	// segmentEntries is how many entries one segment accounts for at most: enough
	// that ten million people are a few dozen segments, few enough that building
	// one stays within the memory an office laptop can spare.
	segmentEntries = 250_000
	// tailEntries is how many entries a process may have to follow at its start
	// before a writer saves them as a segment.
	tailEntries = 2_000
)

// segmentHeader is bound to a sealed segment.
func segmentHeader(id int64) []byte { return fmt.Appendf(nil, "homeward segment %d", id) }

// loadSegments reads the saved segments. Where one is missing, its key was
// destroyed (an erasure that was interrupted), or it was saved by somebody who had
// read the log before an erasure, the log itself is read.
func (b *Bureau) loadSegments(ctx context.Context) (*register, error) {
	r := &register{index: new(identity.Index)}
	fences, err := b.fences(ctx)
	if err != nil {
		return nil, err
	}
	for blob, err := range b.store.Blobs(ctx, segmentSpace) {
		if err != nil {
			return nil, err
		}
		content, err := b.openSegment(blob)
		if errors.Is(err, seal.ErrDestroyed) {
			continue
		}
		if err != nil {
			return nil, err
		}
		if content.From < r.reach || stale(fences, blob.Key, content.From, content.To) {
			continue
		}
		if content.From > r.reach {
			if err := b.follow(ctx, r, content.From); err != nil {
				return nil, err
			}
		}
		if len(content.Index) > 0 {
			segment, err := identity.OpenSegment(content.Index)
			if err != nil {
				return nil, fmt.Errorf("segment %d: %w", blob.ID, err)
			}
			r.index.Add(segment)
		}
		r.facts.add(content.Facts)
		r.reach = content.To
	}
	r.settle()
	return r, nil
}

func (b *Bureau) openSegment(blob store.Blob) (*segmentContent, error) {
	key, err := b.keys.Key(blob.Key)
	if err != nil {
		return nil, err
	}
	plain, err := seal.Open(key, segmentHeader(blob.ID), blob.Sealed)
	if err != nil {
		return nil, fmt.Errorf("segment %d: %w", blob.ID, err)
	}
	content := new(segmentContent)
	if err := cbor.Unmarshal(plain, content); err != nil {
		return nil, fmt.Errorf("segment %d: %w", blob.ID, err)
	}
	if content.Version != segmentVersion {
		return nil, fmt.Errorf("segment %d is of version %d, this Homeward reads %d", blob.ID, content.Version, segmentVersion)
	}
	return content, nil
}

// saveIndex saves segments for the entries no saved one accounts for, if there
// are at least so many. It reads the log, not the register: an import of millions
// saves as it goes and never holds them.
func (b *Bureau) saveIndex(ctx context.Context, atLeast int64) error {
	head, err := b.store.Head(ctx)
	if err != nil {
		return err
	}
	saved, err := b.savedSegments(ctx)
	if err != nil {
		return err
	}
	var from, id int64
	if len(saved) > 0 {
		from, id = saved[len(saved)-1].Reach, saved[len(saved)-1].ID
	}
	if head.Size-from < atLeast {
		return nil
	}
	// Small neighbours are joined, so that a bureau that records a few entries a
	// day does not end with a thousand segments.
	var drop []store.Blob
	for i := len(saved) - 1; i >= 0; i-- {
		begin := int64(0)
		if i > 0 {
			begin = saved[i-1].Reach
		}
		if head.Size-begin > segmentEntries || saved[i].Reach-begin > 2*(head.Size-from) {
			break
		}
		from, drop = begin, append(drop, saved[i])
	}
	var put []store.Blob
	for from < head.Size {
		id++
		to := min(from+segmentEntries, head.Size)
		blob, err := b.buildSegment(ctx, id, from, to)
		if err != nil {
			return fmt.Errorf("saving the search index: %w", err)
		}
		put, from = append(put, blob), to
	}
	return b.replaceSegments(ctx, drop, put)
}

// savedSegments lists the saved segments in order, without their content. Those
// an interrupted erasure made unreadable are rebuilt first.
func (b *Bureau) savedSegments(ctx context.Context) ([]store.Blob, error) {
	heads, err := b.store.BlobHeads(ctx, segmentSpace)
	if err != nil {
		return nil, err
	}
	fences, err := b.fences(ctx)
	if err != nil {
		return nil, err
	}
	from := int64(0)
	for i, h := range heads {
		_, err := b.keys.Key(h.Key)
		switch old := stale(fences, h.Key, from, h.Reach); {
		case errors.Is(err, seal.ErrDestroyed) || err == nil && old:
			blob, err := b.buildSegment(ctx, h.ID, from, h.Reach)
			if err != nil {
				return nil, err
			}
			if err := b.store.ReplaceBlobs(ctx, segmentSpace, nil, []store.Blob{blob}); err != nil {
				return nil, err
			}
			if err := b.keys.Destroy(h.Key); err != nil {
				return nil, err
			}
			heads[i].Key = blob.Key
		case err != nil:
			return nil, err
		}
		from = h.Reach
	}
	return heads, nil
}

// replaceSegments puts new segments in the place of old ones and destroys the
// old ones' keys.
func (b *Bureau) replaceSegments(ctx context.Context, old, put []store.Blob) error {
	var drop []int64
	var keys []uint64
	for _, o := range old {
		drop, keys = append(drop, o.ID), append(keys, o.Key)
	}
	if err := b.store.ReplaceBlobs(ctx, segmentSpace, drop, put); err != nil {
		return fmt.Errorf("saving the search index: %w", err)
	}
	return b.keys.Destroy(keys...)
}

// buildSegment reads a range of the log and seals what the register needs of it
// under a key of its own.
func (b *Bureau) buildSegment(ctx context.Context, id, from, to int64) (store.Blob, error) {
	// The key is made before the log is read: its number tells which erasures the
	// segment may have missed.
	keyID, keys, err := b.keys.NewKeys(1)
	if err != nil {
		return store.Blob{}, err
	}
	content := segmentContent{Version: segmentVersion, From: from, To: to}
	people, err := b.gather(ctx, from, to, &content.Facts)
	if err != nil {
		return store.Blob{}, err
	}
	if len(people) > 0 {
		if content.Index, err = identity.Build(people).MarshalBinary(); err != nil {
			return store.Blob{}, err
		}
	}
	plain, err := cbor.Marshal(content)
	if err != nil {
		return store.Blob{}, err
	}
	sealed, err := seal.Seal(keys[0], segmentHeader(id), plain, b.random)
	if err != nil {
		return store.Blob{}, err
	}
	return store.Blob{Space: segmentSpace, ID: id, Reach: to, Key: keyID, Sealed: sealed}, nil
}
