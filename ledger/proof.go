package ledger

import (
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// Inclusion proves that a record stands in the log under a number. Its text form
// is https://c2sp.org/tlog-proof and can be checked by anybody who has the record's
// bytes and the bureau's verifier key, without the log.
type Inclusion struct {
	Number     int64
	Path       tlog.RecordProof // RFC 6962, section 2.1.1, lowest level first
	Checkpoint []byte           // signed
}

// Consistency proves that the log of Checkpoint continues the log of Old entries:
// nothing before that was changed. Its text form is the body of add-checkpoint
// in https://c2sp.org/tlog-witness.
type Consistency struct {
	Old        int64          // size of the earlier log
	Path       tlog.TreeProof // RFC 6962, section 2.1.2
	Checkpoint []byte         // signed, of the later log
}

// ProveInclusion proves entry number under the signed checkpoint, whose head is
// h, from the log's tiles.
func ProveInclusion(h Head, checkpoint []byte, number int64, tiles TileReader) (Inclusion, error) {
	if number < 0 || number >= h.Size {
		return Inclusion{}, fmt.Errorf("ledger: no proof of entry %d: the checkpoint covers %d entries", number, h.Size)
	}
	path, err := tlog.ProveRecord(h.Size, number, hashReader(h, tiles))
	if err != nil {
		return Inclusion{}, fmt.Errorf("ledger: proving entry %d: %w", number, err)
	}
	return Inclusion{number, path, checkpoint}, nil
}

// ProveConsistency proves that the log of h, signed as checkpoint, continues its
// own first old entries.
func ProveConsistency(h Head, checkpoint []byte, old int64, tiles TileReader) (Consistency, error) {
	if old < 0 || old > h.Size {
		return Consistency{}, fmt.Errorf("ledger: a log of %d entries does not continue one of %d", h.Size, old)
	}
	c := Consistency{Old: old, Checkpoint: checkpoint}
	if old == 0 {
		return c, nil // every log continues the empty one: RFC 6962 defines no proof
	}
	var err error
	if c.Path, err = tlog.ProveTree(h.Size, old, hashReader(h, tiles)); err != nil {
		return Consistency{}, fmt.Errorf("ledger: proving that %d entries continue %d: %w", h.Size, old, err)
	}
	return c, nil
}

// Check reports nil when the record is in the log of the signed checkpoint
// under the proof's number.
func (p Inclusion) Check(r Record, v note.Verifier) error {
	h, err := OpenCheckpoint(p.Checkpoint, v)
	if err != nil {
		return err
	}
	if p.Number < 0 || p.Number >= h.Size {
		return fmt.Errorf("ledger: entry %d is not covered by a checkpoint of %d entries", p.Number, h.Size)
	}
	if err := tlog.CheckRecord(p.Path, h.Size, h.Root, p.Number, r.Hash()); err != nil {
		return fmt.Errorf("ledger: the record is not entry %d of the checkpoint's log: %w", p.Number, err)
	}
	return nil
}

// Check reports nil when the log of the signed checkpoint continues old.
func (p Consistency) Check(old Head, v note.Verifier) error {
	h, err := OpenCheckpoint(p.Checkpoint, v)
	if err != nil {
		return err
	}
	switch {
	case p.Old != old.Size:
		return fmt.Errorf("ledger: the proof starts at %d entries, not at %d", p.Old, old.Size)
	case old.Size > h.Size:
		return fmt.Errorf("ledger: a log of %d entries does not continue one of %d", h.Size, old.Size)
	case old.Size == 0:
		if len(p.Path) != 0 || old != EmptyHead() {
			return errors.New("ledger: malformed proof from the empty log")
		}
		return nil
	}
	if err := tlog.CheckTree(p.Path, h.Size, h.Root, old.Size, old.Root); err != nil {
		return fmt.Errorf("ledger: the log of %d entries does not continue the log of %d: something before was changed: %w", h.Size, old.Size, err)
	}
	return nil
}

const inclusionFirstLine = "c2sp.org/tlog-proof@v1"

// MarshalText writes the proof for export.
func (p Inclusion) MarshalText() ([]byte, error) {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\nindex %d\n", inclusionFirstLine, p.Number)
	writeHashes(&b, p.Path)
	b.Write(p.Checkpoint)
	return []byte(b.String()), nil
}

// UnmarshalText reads a proof. It does not check it: see Check.
func (p *Inclusion) UnmarshalText(text []byte) error {
	rest, ok := strings.CutPrefix(string(text), inclusionFirstLine+"\n")
	if !ok {
		return fmt.Errorf("ledger: line 1 of a proof is %q", inclusionFirstLine)
	}
	if strings.HasPrefix(rest, "extra ") {
		return errors.New("ledger: line 2: this program writes no extra data in proofs and does not read any")
	}
	n, path, checkpoint, err := parseProof(rest, "index ", 2)
	if err != nil {
		return err
	}
	*p = Inclusion{n, path, checkpoint}
	return nil
}

// MarshalText writes the proof for export.
func (p Consistency) MarshalText() ([]byte, error) {
	var b strings.Builder
	fmt.Fprintf(&b, "old %d\n", p.Old)
	writeHashes(&b, p.Path)
	b.Write(p.Checkpoint)
	return []byte(b.String()), nil
}

// UnmarshalText reads a proof. It does not check it: see Check.
func (p *Consistency) UnmarshalText(text []byte) error {
	n, path, checkpoint, err := parseProof(string(text), "old ", 1)
	if err != nil {
		return err
	}
	*p = Consistency{n, path, checkpoint}
	return nil
}

func writeHashes(b *strings.Builder, path []tlog.Hash) {
	for _, h := range path {
		b.WriteString(base64.StdEncoding.EncodeToString(h[:]))
		b.WriteByte('\n')
	}
	b.WriteByte('\n')
}

// maxPath is more than any proof in a tree of 2⁶³ leaves needs.
const maxPath = 130

// parseProof reads a line of word and number, lines of hashes, an empty line and
// the checkpoint. first is the number of the first line, for errors.
func parseProof(s, word string, first int) (n int64, path []tlog.Hash, checkpoint []byte, err error) {
	line, s, _ := strings.Cut(s, "\n")
	digits, ok := strings.CutPrefix(line, word)
	if n, err = strconv.ParseInt(digits, 10, 64); !ok || err != nil || n < 0 || strconv.FormatInt(n, 10) != digits {
		return 0, nil, nil, fmt.Errorf("ledger: line %d of the proof must be %q and a number", first, word)
	}
	for at := first + 1; ; at++ {
		var found bool
		if line, s, found = strings.Cut(s, "\n"); !found {
			return 0, nil, nil, fmt.Errorf("ledger: line %d of the proof: an empty line and the checkpoint are missing", at)
		}
		if line == "" {
			return n, path, []byte(s), nil
		}
		h, err := parseHash(line)
		if err != nil {
			return 0, nil, nil, fmt.Errorf("ledger: line %d of the proof: %w", at, err)
		}
		if path = append(path, h); len(path) > maxPath {
			return 0, nil, nil, fmt.Errorf("ledger: line %d of the proof: more hashes than any log needs", at)
		}
	}
}

// hashReader gives single hashes out of tiles, each checked against h's root.
func hashReader(h Head, tiles TileReader) tlog.HashReader {
	return tlog.TileHashReader(tlog.Tree{N: h.Size, Hash: h.Root}, checkedTiles{tiles})
}

// checkedTiles is a TileReader as tlog wants it.
type checkedTiles struct{ r TileReader }

func (c checkedTiles) Height() int                                   { return TileHeight }
func (c checkedTiles) ReadTiles(tiles []tlog.Tile) ([][]byte, error) { return readTiles(c.r, tiles) }
func (c checkedTiles) SaveTiles(tiles []tlog.Tile, data [][]byte)    {}
