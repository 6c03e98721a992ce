// Package ledger makes it provable that nothing recorded by a bureau was
// changed, removed or slipped in afterwards.
//
// Its words:
//   - A record is one sealed entry of the bureau as stored: who it is about (an
//     opaque number), which key seals it, when it was recorded, and the sealed
//     bytes.
//   - Records are the leaves of a Merkle tree as in RFC 6962 and RFC 9162. The
//     tree's head is the number of records and one hash, the root, which no two
//     different logs share.
//   - A checkpoint is a head signed by the bureau. A checkpoint kept outside (at a
//     court, a Protecting Power, on paper) binds the bureau to everything
//     recorded up to then.
//   - Tiles hold the hashes of the tree, 256 to a tile, and are stored beside
//     the records.
//   - A proof shows with a few hashes that one record is in the log of a checkpoint
//     (inclusion), or that one log is a continuation of another (consistency).
//
// [Verify] reads a whole log and says whether it is whole, or which entry is
// not. The design follows https://research.swtch.com/tlog and the C2SP formats
// tlog-tiles, tlog-checkpoint and tlog-proof.
//
// The package never opens what is sealed, stores nothing, and keeps no time. It
// cannot say that what was recorded is true, only that it is what was recorded.
// Against somebody who holds the signing key and can rewrite the whole log,
// only checkpoints kept outside help.
package ledger

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"iter"
	"time"

	"golang.org/x/mod/sumdb/tlog"
)

// recordVersion is the first byte of every record; another layout gets another.
const recordVersion = 0x01

// HeaderSize is the length of a record's header in bytes.
const HeaderSize = 1 + 10 + 8 + 8

// Record is what the log keeps of one entry.
type Record struct {
	Subject  [10]byte  // opaque random name of the subject
	Key      uint64    // number of the key that seals it
	Recorded time.Time // UTC, whole microseconds
	Sealed   []byte
}

// Header returns what stands in the clear before the sealed bytes: version
// byte 0x01, subject (10 bytes), key (8, big endian), recorded as microseconds
// since 1970 UTC (8, big endian, two's complement). It is also the additional
// data of sealing, so that sealed bytes cannot be moved to another header.
func (r Record) Header() []byte { return r.appendHeader(make([]byte, 0, HeaderSize)) }

func (r Record) appendHeader(b []byte) []byte {
	b = append(b, recordVersion)
	b = append(b, r.Subject[:]...)
	b = binary.BigEndian.AppendUint64(b, r.Key)
	return binary.BigEndian.AppendUint64(b, uint64(r.Recorded.UnixMicro()))
}

// Bytes returns header and sealed bytes: the data of the leaf.
func (r Record) Bytes() []byte {
	b := make([]byte, 0, HeaderSize+len(r.Sealed))
	return append(r.appendHeader(b), r.Sealed...)
}

// Hash returns the leaf hash of RFC 6962, section 2.1: SHA-256 of a zero byte
// and the record's bytes.
func (r Record) Hash() tlog.Hash {
	h, _ := r.hashUsing(make([]byte, 0, 1+HeaderSize+len(r.Sealed)))
	return h
}

// hashUsing is Hash in a buffer that the caller keeps, so that reading millions
// of records does not allocate once for each.
func (r Record) hashUsing(buf []byte) (tlog.Hash, []byte) {
	buf = append(buf[:0], 0)
	buf = r.appendHeader(buf)
	buf = append(buf, r.Sealed...)
	return sha256.Sum256(buf), buf
}

// ParseRecord reads what [Record.Bytes] wrote. Sealed shares memory with b.
func ParseRecord(b []byte) (Record, error) {
	if len(b) < HeaderSize {
		return Record{}, fmt.Errorf("ledger: a record of %d bytes is shorter than its header of %d", len(b), HeaderSize)
	}
	if b[0] != recordVersion {
		return Record{}, fmt.Errorf("ledger: record version %d is not known to this program, which reads version %d", b[0], recordVersion)
	}
	r := Record{
		Key:      binary.BigEndian.Uint64(b[11:]),
		Recorded: time.UnixMicro(int64(binary.BigEndian.Uint64(b[19:]))).UTC(),
		Sealed:   b[HeaderSize:],
	}
	copy(r.Subject[:], b[1:11])
	return r, nil
}

// Entry is a record with its number in the log, counted from 0 without gaps.
type Entry struct {
	Number int64
	Record
}

// Head is the state of the tree: how many records, and the root over them.
type Head struct {
	Size int64     `json:"size"`
	Root tlog.Hash `json:"root"`
}

// EmptyHead returns the head of a log without records; its root is the hash of
// the empty string (RFC 6962, section 2.1).
func EmptyHead() Head { return Head{Root: sha256.Sum256(nil)} }

// Checkpoint is a signed head as kept beside the log: note text of the C2SP
// tlog-checkpoint format, and the size it says it is for.
type Checkpoint struct {
	Size int64  `json:"size"`
	Note []byte `json:"note"`
}

// TileReader gives the data of tiles of height [TileHeight], each exactly
// W×32 bytes. A tile of which more is stored than asked for is cut to W. An
// error for a tile that is not there wraps [ErrNoTile].
type TileReader interface {
	ReadTiles(tiles []tlog.Tile) ([][]byte, error)
}

// ErrNoTile says that a tile asked for is not stored, or not in that width.
var ErrNoTile = errors.New("tile of hashes is missing or too short")

// DamagedError says that what is stored under an entry's number cannot be a
// record at all. A log yields it in place of the entry, so that [Verify] can
// name the entry.
type DamagedError struct {
	Number int64
	What   string
}

func (e *DamagedError) Error() string {
	return fmt.Sprintf("entry %d is damaged: %s", e.Number, e.What)
}

// Log is what [Verify] reads. Every store of the bureau is one.
type Log interface {
	// Head returns size and root as committed.
	Head(ctx context.Context) (Head, error)
	// Entries yields entries from ≤ number < to in order of number.
	Entries(ctx context.Context, from, to int64) iter.Seq2[Entry, error]
	// ReadTiles is as in [TileReader].
	ReadTiles(ctx context.Context, tiles []tlog.Tile) ([][]byte, error)
	// Checkpoints yields all signed heads, smallest size first.
	Checkpoints(ctx context.Context) iter.Seq2[Checkpoint, error]
}

// TilesOf binds a log's tiles to a context, for proofs.
func TilesOf(ctx context.Context, log Log) TileReader { return boundTiles{ctx, log} }

type boundTiles struct {
	ctx context.Context
	log Log
}

func (b boundTiles) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	return b.log.ReadTiles(b.ctx, tiles)
}
