package store

import (
	"fmt"
	"iter"
	"time"

	"homeward/ledger"

	"golang.org/x/mod/sumdb/tlog"
)

// Rows is the answer to a query, from either database's driver. What its columns
// mean, and what in them is damage, is said here once for both.
type Rows interface {
	Row
	Next() bool
	Err() error
}

// Row is one row of an answer.
type Row interface{ Scan(into ...any) error }

// read is an entry, or the damage that stands in its place.
type read struct {
	entry  Entry
	damage error // a *ledger.DamagedError; entry then has its number only
}

// A page of a long reading is at most this many rows and, but for its last row,
// this many sealed bytes.
const (
	pageRows  = 1024
	pageBytes = 4 << 20
)

// entryColumns are what [readEntries] reads, in this order.
const entryColumns = "n, subject, key, recorded, sealed"

// readEntries reads a page of the rows of [entryColumns]; more tells that it is
// full. A key is a uint64 kept as the integer of the same bits, a time
// microseconds since 1970 in UTC.
func readEntries(rows Rows) (page []read, more bool, err error) {
	for bytes := 0; rows.Next(); {
		var n, key, recorded int64
		var subject, sealed []byte
		switch err := rows.Scan(&n, &subject, &key, &recorded, &sealed); {
		case err != nil:
			// A value of another type than the schema's is damage to this entry alone.
			page = append(page, damaged(n, err.Error()))
			continue
		case len(subject) != len(SubjectID{}):
			page = append(page, damaged(n, fmt.Sprintf("a subject of %d bytes", len(subject))))
			continue
		}
		page = append(page, read{entry: Entry{Number: n, Record: ledger.Record{
			Subject: SubjectID(subject), Key: uint64(key), Recorded: time.UnixMicro(recorded).UTC(), Sealed: sealed}}})
		if bytes += len(sealed); bytes >= pageBytes {
			return page, true, nil
		}
	}
	return page, len(page) == pageRows, rows.Err()
}

func damaged(n int64, what string) read {
	return read{Entry{Number: n}, &ledger.DamagedError{Number: n, What: what}}
}

// pages yields what next reads, page after page: next is given the last of the
// page before (nil at first) and tells whether more may come. Nothing is held
// open between pages, so the loop over them may use the store.
func pages[T any](next func(last *T) (page []T, more bool, err error)) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var last *T
		for {
			page, more, err := next(last)
			if err != nil {
				var none T
				yield(none, err)
				return
			}
			for _, v := range page {
				if !yield(v, nil) {
					return
				}
			}
			if !more || len(page) == 0 {
				return
			}
			last = &page[len(page)-1]
		}
	}
}

// entryPages are [pages] of entries; damage stands in its entry's place.
func entryPages(next func(last *read) (page []read, more bool, err error)) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		for r, err := range pages(next) {
			if err == nil {
				err = r.damage
			}
			if !yield(r.entry, err) {
				return
			}
		}
	}
}

// ReadHead reads size and root.
func ReadHead(row Row) (ledger.Head, error) {
	var size int64
	var root []byte
	if err := row.Scan(&size, &root); err != nil {
		return ledger.Head{}, fmt.Errorf("reading the head: %w", err)
	}
	if len(root) != tlog.HashSize || size < 0 {
		return ledger.Head{}, fmt.Errorf("the head is damaged: size %d, root of %d bytes", size, len(root))
	}
	return ledger.Head{Size: size, Root: tlog.Hash(root)}, nil
}

// readSubjects reads subject ids.
func readSubjects(rows Rows) (ids []SubjectID, err error) {
	for rows.Next() {
		var b []byte
		if err := rows.Scan(&b); err != nil {
			return nil, err
		}
		if len(b) != len(SubjectID{}) {
			return nil, fmt.Errorf("a subject of %d bytes: the store is damaged; run a verification", len(b))
		}
		ids = append(ids, SubjectID(b))
	}
	return ids, rows.Err()
}

// ReadTags adds tag and entry number to known. What is no tag leads nowhere.
func ReadTags(rows Rows, known map[Tag]int64) error {
	for rows.Next() {
		var tag []byte
		var n int64
		if err := rows.Scan(&tag, &n); err != nil {
			return err
		}
		if len(tag) == len(Tag{}) {
			known[Tag(tag)] = n
		}
	}
	return rows.Err()
}

// ReadFound adds tag, entry number and subject to found.
func ReadFound(rows Rows, found map[Tag]Found) error {
	for rows.Next() {
		var tag, subject []byte
		var n int64
		if err := rows.Scan(&tag, &n, &subject); err != nil {
			return err
		}
		if len(subject) != len(SubjectID{}) || len(tag) != len(Tag{}) {
			return fmt.Errorf("entry %d has a subject of %d bytes: the store is damaged; run a verification", n, len(subject))
		}
		found[Tag(tag)] = Found{Number: n, Subject: SubjectID(subject)}
	}
	return rows.Err()
}

// InOrder is where each tag leads, as [Store.Find] returns it.
func InOrder(tags []Tag, found map[Tag]Found) []Found {
	out := make([]Found, len(tags))
	for i, t := range tags {
		f, ok := found[t]
		if !ok {
			f.Number = -1
		}
		out[i] = f
	}
	return out
}

// readCheckpoints reads a page of size and note; more tells that it is full.
func readCheckpoints(rows Rows) (page []Checkpoint, more bool, err error) {
	for rows.Next() {
		var c Checkpoint
		if err := rows.Scan(&c.Size, &c.Note); err != nil {
			return nil, false, err
		}
		page = append(page, c)
	}
	return page, len(page) == pageRows, rows.Err()
}

// blobColumns are what [readBlob] reads, in this order; blobHeadColumns what
// [readBlobHeads] reads.
const (
	blobColumns     = "id, reach, key, sealed"
	blobHeadColumns = "id, reach, key"
)

// readBlob reads a blob of space.
func readBlob(row Row, space string) (Blob, error) {
	b := Blob{Space: space}
	var key int64
	if err := row.Scan(&b.ID, &b.Reach, &key, &b.Sealed); err != nil {
		return Blob{}, err
	}
	b.Key = uint64(key)
	return b, nil
}

// readBlobHeads reads blobs of space without their sealed bytes.
func readBlobHeads(rows Rows, space string) (heads []Blob, err error) {
	for rows.Next() {
		b := Blob{Space: space}
		var key int64
		if err := rows.Scan(&b.ID, &b.Reach, &key); err != nil {
			return nil, err
		}
		b.Key = uint64(key)
		heads = append(heads, b)
	}
	return heads, rows.Err()
}

// CheckTile refuses a tile that no log of this kind has.
func CheckTile(t tlog.Tile) error {
	if t.H != ledger.TileHeight || t.L < 0 || t.W < 1 || t.W > 1<<ledger.TileHeight {
		return fmt.Errorf("%s is not a tile of this log: %w", t.Path(), ledger.ErrNoTile)
	}
	return nil
}

// CutTile returns the hashes asked for of a tile's data: it may have grown since.
func CutTile(t tlog.Tile, data []byte) ([]byte, error) {
	if len(data) < t.W*tlog.HashSize {
		return nil, fmt.Errorf("%s: %w", t.Path(), ledger.ErrNoTile)
	}
	return data[:t.W*tlog.HashSize], nil
}
