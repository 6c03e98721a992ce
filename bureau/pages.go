package bureau

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"

	"homeward/ledger"
	"homeward/statement"
	"homeward/store"
)

// EntryView is one entry as it was recorded, with the proof that the ledger
// holds it under its number.
type EntryView struct {
	Entry  *statement.Entry // nil: erased, its key was destroyed
	Record ledger.Record    // what the ledger keeps: subject, key, time, sealed bytes
	Number int64
	Size   int64  // entries in the ledger
	Hash   string // of the record, SHA-256 in hexadecimal: the leaf of the tree
	Proof  []byte // https://c2sp.org/tlog-proof, with the signed checkpoint
}

// EntryAt opens one entry and proves that the ledger holds it. The proof is
// checked before it is handed out.
func (b *Bureau) EntryAt(ctx context.Context, number int64) (EntryView, error) {
	r, err := b.store.Entry(ctx, number)
	if errors.Is(err, store.ErrNotFound) {
		return EntryView{}, fmt.Errorf("entry %d: %w", number, ErrUnknown)
	}
	if err != nil {
		return EntryView{}, err
	}
	head, err := b.store.Head(ctx) // after the entry, so that it covers it
	if err != nil {
		return EntryView{}, err
	}
	hash := r.Record.Hash()
	v := EntryView{Record: r.Record, Number: number, Size: head.Size, Hash: hex.EncodeToString(hash[:])}
	if v.Entry, err = b.open(ctx, r); err != nil && !errors.Is(err, ErrErased) {
		return EntryView{}, err
	}
	signed, err := b.signHead(head)
	if err != nil {
		return EntryView{}, err
	}
	proof, err := ledger.ProveInclusion(head, signed, number, ledger.TilesOf(ctx, b.store))
	if err != nil {
		return EntryView{}, err
	}
	if err := proof.Check(r.Record, b.keys.Verifier()); err != nil {
		return EntryView{}, fmt.Errorf("entry %d: %w; run: homeward verify", number, err)
	}
	v.Proof, err = proof.MarshalText()
	return v, err
}

// NamesOf gives a short name for each subject: by which name he is known, or what
// he is called; "" where nobody names him.
func (b *Bureau) NamesOf(ctx context.Context, ids []statement.ID) (map[statement.ID]string, error) {
	reg, err := b.register(ctx)
	if err != nil {
		return nil, err
	}
	names := make(map[statement.ID]string, len(ids))
	for _, id := range ids {
		if _, has := names[id]; !has {
			if names[id], err = b.nameOf(ctx, reg, id); err != nil {
				return nil, err
			}
		}
	}
	return names, nil
}
