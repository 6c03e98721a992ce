package ledger

import (
	"errors"
	"fmt"
	"math/bits"

	"golang.org/x/mod/sumdb/tlog"
)

// TileHeight is the height of every tile: 2⁸ hashes, 8 KiB when full (C2SP
// tlog-tiles).
const TileHeight = 8

const tileWidth = 1 << TileHeight

// Tile is a tile and its hashes, to be written in place of any narrower tile of
// the same level and number.
type Tile struct {
	tlog.Tile
	Data []byte // W×32 bytes
}

// fringe holds the roots of the full subtrees a tree of its size is made of: one
// for every set bit of the size, the smallest last. (RFC 9162, section 2.1.2,
// computes the root with the same stack.) It takes O(log n) memory, and O(1)
// hashes per leaf on average.
type fringe struct {
	size  int64
	roots []tlog.Hash
}

// add appends one leaf hash. When a full subtree of 256 leaves is completed,
// tile holds its root.
func (f *fringe) add(leaf tlog.Hash) (tile tlog.Hash, full bool) {
	f.roots = append(f.roots, leaf)
	f.size++
	merges := bits.TrailingZeros64(uint64(f.size))
	for i := range merges {
		n := len(f.roots)
		f.roots[n-2] = tlog.NodeHash(f.roots[n-2], f.roots[n-1])
		f.roots = f.roots[:n-1]
		if i == TileHeight-1 {
			tile, full = f.roots[n-2], true
		}
	}
	return tile, full
}

func (f *fringe) head() Head {
	n := len(f.roots)
	if n == 0 {
		return EmptyHead()
	}
	root := f.roots[n-1]
	for i := n - 2; i >= 0; i-- {
		root = tlog.NodeHash(f.roots[i], root)
	}
	return Head{Size: f.size, Root: root}
}

// errTree says that the stored hashes at the growing edge do not give the root.
var errTree = errors.New("the stored tiles do not give the tree's root: run a verification before anything is added")

// Grow adds leaves to the tree old. It reads only the partial tiles at the
// right edge (at most one per level), checks that they give old.Root, and
// returns the new head with every tile that is new or wider than before.
func Grow(old Head, tiles TileReader, leaves []tlog.Hash) (Head, []Tile, error) {
	levels, err := readEdge(old, tiles)
	if err != nil {
		return Head{}, nil, fmt.Errorf("ledger: adding to a log of %d entries: %w", old.Size, err)
	}
	if len(leaves) == 0 {
		return edgeHead(old.Size, levels), nil, nil
	}
	size := old.Size + int64(len(leaves))
	var written []Tile
	fresh := leaves
	for level := 0; len(fresh) > 0; level++ {
		if level == len(levels) {
			levels = append(levels, nil)
		}
		edge := levels[level]
		number := old.Size >> (TileHeight * uint(level+1))
		var above []tlog.Hash
		for len(fresh) > 0 {
			n := min(tileWidth-len(edge), len(fresh))
			edge = append(edge, fresh[:n]...)
			fresh = fresh[n:]
			written = append(written, makeTile(level, number, edge))
			if len(edge) == tileWidth {
				above = append(above, fold(edge))
				edge = edge[:0]
				number++
			}
		}
		levels[level] = edge
		fresh = above
	}
	return edgeHead(size, levels), written, nil
}

// readEdge returns, level by level, the hashes of the partial tiles at the right
// edge of the tree h, after checking that they give h.Root.
func readEdge(h Head, tiles TileReader) ([][]tlog.Hash, error) {
	if h.Size < 0 {
		return nil, fmt.Errorf("a log cannot have %d entries", h.Size)
	}
	if h.Size == 0 {
		// The zero Head is accepted for the empty log: nothing is bound by its root.
		if h != EmptyHead() && h != (Head{}) {
			return nil, errTree
		}
		return nil, nil
	}
	var want []tlog.Tile
	var levels [][]tlog.Hash
	for level := 0; h.Size>>(TileHeight*uint(level)) > 0; level++ {
		n := h.Size >> (TileHeight * uint(level))
		levels = append(levels, make([]tlog.Hash, 0, tileWidth))
		if w := int(n % tileWidth); w > 0 {
			want = append(want, tlog.Tile{H: TileHeight, L: level, N: n / tileWidth, W: w})
		}
	}
	data, err := readTiles(tiles, want)
	if err != nil {
		return nil, err
	}
	for i, t := range want {
		for j := range t.W {
			levels[t.L] = append(levels[t.L], tlog.Hash(data[i][j*tlog.HashSize:]))
		}
	}
	if edgeHead(h.Size, levels) != h {
		return nil, errTree
	}
	return levels, nil
}

// readTiles reads tiles and checks that each has the length asked for.
func readTiles(r TileReader, tiles []tlog.Tile) ([][]byte, error) {
	if len(tiles) == 0 {
		return nil, nil
	}
	data, err := r.ReadTiles(tiles)
	if err != nil {
		return nil, err
	}
	if len(data) != len(tiles) {
		return nil, fmt.Errorf("asked for %d tiles, got %d", len(tiles), len(data))
	}
	for i, t := range tiles {
		if len(data[i]) != t.W*tlog.HashSize {
			return nil, fmt.Errorf("%s has %d bytes: %w", t.Path(), len(data[i]), ErrNoTile)
		}
	}
	return data, nil
}

// edgeHead computes the head from the partial tiles: each is cut into full
// subtrees, which are joined from the smallest (rightmost, lowest) upwards.
func edgeHead(size int64, levels [][]tlog.Hash) Head {
	if size == 0 {
		return EmptyHead()
	}
	var root tlog.Hash
	started := false
	for _, edge := range levels {
		for len(edge) > 0 {
			w := 1 << bits.TrailingZeros(uint(len(edge)))
			sub := fold(edge[len(edge)-w:])
			edge = edge[:len(edge)-w]
			if started {
				root = tlog.NodeHash(sub, root)
			} else {
				root, started = sub, true
			}
		}
	}
	return Head{Size: size, Root: root}
}

// fold returns the root of a full subtree; the number of leaves is a power of 2.
func fold(leaves []tlog.Hash) tlog.Hash {
	if len(leaves) == 1 {
		return leaves[0]
	}
	var buf [tileWidth / 2]tlog.Hash
	row := buf[:len(leaves)/2]
	for i := range row {
		row[i] = tlog.NodeHash(leaves[2*i], leaves[2*i+1])
	}
	for len(row) > 1 {
		for i := range len(row) / 2 {
			row[i] = tlog.NodeHash(row[2*i], row[2*i+1])
		}
		row = row[:len(row)/2]
	}
	return row[0]
}

func makeTile(level int, number int64, hashes []tlog.Hash) Tile {
	data := make([]byte, 0, len(hashes)*tlog.HashSize)
	for i := range hashes {
		data = append(data, hashes[i][:]...)
	}
	return Tile{tlog.Tile{H: TileHeight, L: level, N: number, W: len(hashes)}, data}
}
