package bureau

import (
	"context"

	"homeward/ledger"
)

// Verify recomputes the whole ledger from its sealed bytes and says whether it is
// whole. against is a checkpoint kept outside, or nil. A ledger without an entry is
// whole, but no bureau's: that is an error.
func (b *Bureau) Verify(ctx context.Context, against []byte) (ledger.Report, error) {
	report, err := ledger.Verify(ctx, b.store, b.keys.Verifier(), against)
	if err == nil && report.Whole() && report.Head.Size == 0 {
		err = errEmpty
	}
	return report, err
}

// Checkpoint returns the latest tree head, signed, to be kept outside, and the
// key that verifies it.
func (b *Bureau) Checkpoint(ctx context.Context) (signed []byte, verifierKey string, err error) {
	head, err := b.store.Head(ctx)
	if err != nil {
		return nil, "", err
	}
	signed, err = b.signHead(head)
	return signed, b.keys.VerifierKey(), err
}
