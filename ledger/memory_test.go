package ledger

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"fmt"
	"iter"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// memory is a log in memory that tests may tamper with.
type memory struct {
	head        Head
	entries     []Entry // may have gaps after tampering
	tiles       map[tlog.Tile][]byte
	checkpoints []Checkpoint
	damaged     map[int64]string
}

func (m *memory) Head(context.Context) (Head, error) { return m.head, nil }

func (m *memory) Entries(ctx context.Context, from, to int64) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		for _, e := range m.entries {
			if err := ctx.Err(); err != nil {
				yield(Entry{}, err)
				return
			}
			if e.Number < from || e.Number >= to {
				continue
			}
			if what := m.damaged[e.Number]; what != "" {
				if !yield(Entry{Number: e.Number}, &DamagedError{e.Number, what}) {
					return
				}
				continue
			}
			if !yield(e, nil) {
				return
			}
		}
	}
}

func tileKey(t tlog.Tile) tlog.Tile { return tlog.Tile{H: t.H, L: t.L, N: t.N} }

func (m *memory) ReadTiles(_ context.Context, tiles []tlog.Tile) ([][]byte, error) {
	out := make([][]byte, len(tiles))
	for i, t := range tiles {
		data := m.tiles[tileKey(t)]
		if len(data) < t.W*tlog.HashSize {
			return nil, fmt.Errorf("%s: %w", t.Path(), ErrNoTile)
		}
		out[i] = data[:t.W*tlog.HashSize]
	}
	return out, nil
}

func (m *memory) Checkpoints(context.Context) iter.Seq2[Checkpoint, error] {
	return func(yield func(Checkpoint, error) bool) {
		for _, c := range m.checkpoints {
			if !yield(c, nil) {
				return
			}
		}
	}
}

func (m *memory) append(t testing.TB, signer note.Signer, records ...Record) {
	t.Helper()
	leaves := make([]tlog.Hash, len(records))
	for i, r := range records {
		leaves[i] = r.Hash()
		m.entries = append(m.entries, Entry{m.head.Size + int64(i), r})
	}
	head, tiles, err := Grow(m.head, TilesOf(t.Context(), m), leaves)
	if err != nil {
		t.Fatal(err)
	}
	for _, tile := range tiles {
		m.tiles[tileKey(tile.Tile)] = tile.Data
	}
	m.head = head
	signed, err := Sign(head, signer)
	if err != nil {
		t.Fatal(err)
	}
	m.checkpoints = append(m.checkpoints, Checkpoint{head.Size, signed})
}

func newKeys(t testing.TB, name string) (note.Signer, note.Verifier) {
	t.Helper()
	skey, vkey, err := note.GenerateKey(rand.Reader, name)
	if err != nil {
		t.Fatal(err)
	}
	s, err := note.NewSigner(skey)
	if err != nil {
		t.Fatal(err)
	}
	v, err := note.NewVerifier(vkey)
	if err != nil {
		t.Fatal(err)
	}
	return s, v
}

func newMemory() *memory {
	return &memory{head: EmptyHead(), tiles: map[tlog.Tile][]byte{}, damaged: map[int64]string{}}
}

// record makes the n-th test record of some bytes.
func record(n, bytes int) Record {
	r := Record{Key: uint64(n + 1), Recorded: time.UnixMicro(1_736_726_400_000_000 + int64(n)).UTC(), Sealed: make([]byte, bytes)}
	binary.BigEndian.PutUint64(r.Subject[:], uint64(n/3))
	if bytes >= 8 {
		binary.BigEndian.PutUint64(r.Sealed, uint64(n))
	}
	return r
}

func records(from, n, bytes int) []Record {
	rs := make([]Record, n)
	for i := range rs {
		rs[i] = record(from+i, bytes)
	}
	return rs
}

// filled returns a log of n entries with a checkpoint every step.
func filled(t testing.TB, signer note.Signer, n, step int) *memory {
	t.Helper()
	m := newMemory()
	for from := 0; from < n; from += step {
		m.append(t, signer, records(from, min(step, n-from), 60)...)
	}
	return m
}
