package store

import (
	"errors"
	"fmt"

	"homeward/ledger"

	"golang.org/x/mod/sumdb/tlog"
)

// Check says which draft cannot be written, before anything is.
func Check(drafts []Draft) error {
	for i, d := range drafts {
		if len(d.Records) == 0 {
			return fmt.Errorf("draft %d has no records", i)
		}
		for j, r := range d.Records {
			if len(r.Sealed) == 0 {
				return fmt.Errorf("record %d of draft %d is empty: nothing was sealed", j, i)
			}
		}
		for _, ref := range d.Refs {
			if ref == (Tag{}) {
				return fmt.Errorf("draft %d has an empty reference", i)
			}
		}
	}
	return nil
}

// Tagged is a tag and the entry it leads to.
type Tagged struct {
	Tag    Tag
	Number int64
}

// Batch works out what one transaction writes: the rules of [Draft] in one place
// for every store.
type Batch struct {
	First   int64           // number of the first of Records
	Records []ledger.Record // in order of number
	Tags    []Tagged        // new ones, each once

	known map[Tag]int64
}

// TagsOf returns every tag that drafts name: what a store looks up before NewBatch.
func TagsOf(drafts []Draft) []Tag {
	var tags []Tag
	for _, d := range drafts {
		if d.Tag != (Tag{}) {
			tags = append(tags, d.Tag)
		}
		tags = append(tags, d.Refs...)
	}
	return tags
}

// NewBatch starts a batch on a log of size entries; known are the tags already in
// the log, of those that will be asked for. The batch keeps and changes known.
func NewBatch(size int64, known map[Tag]int64) *Batch { return &Batch{First: size, known: known} }

// Add places drafts that passed [Check].
func (b *Batch) Add(drafts []Draft) []Placed {
	placed := make([]Placed, len(drafts))
	for i, d := range drafts {
		if n, ok := b.known[d.Tag]; ok && d.Tag != (Tag{}) {
			placed[i] = Placed{n, true}
			continue
		}
		n := b.First + int64(len(b.Records))
		placed[i] = Placed{n, false}
		b.Records = append(b.Records, d.Records...)
		b.tag(d.Tag, n)
		for _, ref := range d.Refs {
			b.tag(ref, n)
		}
	}
	return placed
}

func (b *Batch) tag(t Tag, n int64) {
	if t == (Tag{}) {
		return
	}
	if _, taken := b.known[t]; !taken {
		b.known[t] = n
		b.Tags = append(b.Tags, Tagged{t, n})
	}
}

// Grow returns the head and the tiles after the batch, and the signed checkpoint.
func (b *Batch) Grow(old ledger.Head, tiles ledger.TileReader, sign SignFunc) (ledger.Head, []ledger.Tile, []byte, error) {
	leaves := make([]tlog.Hash, len(b.Records))
	for i, r := range b.Records {
		leaves[i] = r.Hash()
	}
	head, grown, err := ledger.Grow(old, tiles, leaves)
	if err != nil {
		return ledger.Head{}, nil, nil, err
	}
	note, err := sign(head)
	if err != nil {
		return ledger.Head{}, nil, nil, err
	}
	if len(note) == 0 {
		return ledger.Head{}, nil, nil, errors.New("the signer gave an empty checkpoint")
	}
	return head, grown, note, nil
}
