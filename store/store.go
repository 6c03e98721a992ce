// Package store declares what Homeward asks of a database: bytes, not meaning.
//
// A store keeps an append-only log of sealed records and the Merkle tiles over
// them, and beside the log a few sealed blobs that can be rebuilt or decided
// away (search segments, proposals of intake). It never sees a name, a date or a
// file name: only entry numbers, opaque subject ids, the time an entry was
// recorded, and key ids are in the clear.
//
// Two implementations keep the interface: store/sqlite (one laptop, the default)
// and store/postgres (many users). Both must pass store/storetest.
package store

import (
	"context"
	"errors"
	"iter"

	"homeward/ledger"

	"golang.org/x/mod/sumdb/tlog"
)

// SubjectID is the opaque random name of a subject, 80 bits.
type SubjectID = [10]byte

// Tag is a keyed hash (HMAC-SHA-256 truncated to 128 bits) made under the
// bureau's key: the dedupe key of a record, or a list's own reference to a
// subject. It tells nothing to whoever has the store and not the keyring.
type Tag [16]byte

// ErrNotFound says that the entry, subject or blob asked for is not in the store.
var ErrNotFound = errors.New("not in the store")

// Draft is what is appended whole or not at all: the records of one row, card or
// sentence. When Tag is set and already in the log, nothing of the draft is
// written. Refs are further tags that lead to the first record; those already
// taken are left as they are.
type Draft struct {
	Tag     Tag // zero: always append
	Refs    []Tag
	Records []ledger.Record
}

// Placed tells what became of a draft.
type Placed struct {
	Number int64 // entry number of its first record (of the earlier one, if Known)
	Known  bool  // the tag was in the log already; nothing was written
}

// Found is where a tag leads.
type Found struct {
	Number  int64 // entry number; -1 when the tag is not in the log
	Subject SubjectID
}

// Entry is a record with its number in the log, counted from 0 without gaps.
type Entry = ledger.Entry

// Checkpoint is a signed tree head as kept beside the log.
type Checkpoint = ledger.Checkpoint

// Blob is a sealed value outside the log, named by space and id.
type Blob struct {
	Space  string // "segment", "proposal", ...
	ID     int64
	Reach  int64 // log size the blob accounts for; meaning is the caller's
	Key    uint64
	Sealed []byte
}

// SignFunc signs a new tree head; the signing key is never in the store.
type SignFunc func(ledger.Head) (note []byte, err error)

// Store is the one interface of both databases. All methods are safe for
// concurrent use, and several processes may have one store open.
type Store interface {
	// Head returns size and root of the tree as committed.
	Head(ctx context.Context) (ledger.Head, error)

	// Append adds drafts in order in one durable transaction together with the
	// tiles of the grown tree and a checkpoint made by sign, and returns one
	// Placed per draft. It takes the write lock, then reads the tree size.
	// On error nothing was written. When every draft is known, no checkpoint is made.
	// Appends of several callers may share a transaction and then a checkpoint; a
	// draft that cannot be written fails only its own caller.
	// Times are kept to the microsecond.
	Append(ctx context.Context, drafts []Draft, sign SignFunc) ([]Placed, error)

	// Find looks tags up, one result per tag.
	Find(ctx context.Context, tags []Tag) ([]Found, error)

	// Entry returns one entry or ErrNotFound.
	Entry(ctx context.Context, number int64) (Entry, error)

	// Entries yields entries from ≤ number < to in order of number. It holds no
	// transaction open between entries, so the loop may use the store. What stands
	// in place of a record and cannot be one yields a *ledger.DamagedError.
	Entries(ctx context.Context, from, to int64) iter.Seq2[Entry, error]

	// BySubject yields all entries that are in the log when it is called, ordered by
	// subject id, then number.
	BySubject(ctx context.Context) iter.Seq2[Entry, error]

	// OfSubject returns a subject's entries in order of number; none is no error.
	OfSubject(ctx context.Context, id SubjectID) ([]Entry, error)

	// SubjectsBetween returns at most limit distinct subject ids lo ≤ id ≤ hi.
	SubjectsBetween(ctx context.Context, lo, hi SubjectID, limit int) ([]SubjectID, error)

	// ReadTiles returns the data of each tile, exactly W×32 bytes: of a tile that
	// has grown since, the first W hashes. The error for a tile that is not there
	// wraps ledger.ErrNoTile.
	ReadTiles(ctx context.Context, tiles []tlog.Tile) ([][]byte, error)

	// Checkpoints yields all signed tree heads, smallest first.
	Checkpoints(ctx context.Context) iter.Seq2[Checkpoint, error]

	// Blobs yields the blobs of a space in order of id.
	Blobs(ctx context.Context, space string) iter.Seq2[Blob, error]

	// Blob returns one blob or ErrNotFound.
	Blob(ctx context.Context, space string, id int64) (Blob, error)

	// BlobHeads lists the blobs of a space in order of id without their Sealed bytes.
	BlobHeads(ctx context.Context, space string) ([]Blob, error)

	// ReplaceBlobs drops blobs by id and puts others, in one transaction.
	// A put with an id that exists replaces it. SQLite overwrites in its files what is
	// dropped or replaced; PostgreSQL cannot. Space of a put is the argument space; its own field is ignored.
	ReplaceBlobs(ctx context.Context, space string, drop []int64, put []Blob) error

	// Forget removes every tag that leads to one of the subjects, also from the
	// tables' files: repeating it is harmless and tries again what was left.
	Forget(ctx context.Context, subjects []SubjectID) error

	Close() error
}
