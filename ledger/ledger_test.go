package ledger

import (
	"bytes"
	"encoding/hex"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
	"pgregory.net/rapid"
)

// reference computes a tree by tlog's own stored hashes.
type reference struct {
	hashes []tlog.Hash
	size   int64
}

func (r *reference) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, len(indexes))
	for i, x := range indexes {
		out[i] = r.hashes[x]
	}
	return out, nil
}

func (r *reference) add(t testing.TB, data []byte) {
	t.Helper()
	hs, err := tlog.StoredHashes(r.size, data, r)
	if err != nil {
		t.Fatal(err)
	}
	r.hashes = append(r.hashes, hs...)
	r.size++
}

func TestRecordBytes(t *testing.T) {
	r := Record{Subject: [10]byte{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, Key: 0x1112131415161718, Recorded: time.Date(2025, 1, 13, 0, 0, 0, 1000, time.UTC), Sealed: []byte("sealed")}
	const want = "01" + "0102030405060708090a" + "1112131415161718" + "00062b8b2024e001"
	if got := hex.EncodeToString(r.Header()); got != want || len(r.Header()) != HeaderSize {
		t.Errorf("header %s, want %s", got, want)
	}
	if r.Hash() != tlog.RecordHash(r.Bytes()) {
		t.Error("the leaf hash is not that of RFC 6962")
	}
	back, err := ParseRecord(r.Bytes())
	if err != nil || back.Subject != r.Subject || back.Key != r.Key || !back.Recorded.Equal(r.Recorded) || !bytes.Equal(back.Sealed, r.Sealed) {
		t.Errorf("read back %+v, %v", back, err)
	}
}

func TestParseRecordRefuses(t *testing.T) {
	whole := record(1, 10).Bytes()
	for name, b := range map[string][]byte{"nothing": nil, "short": whole[:HeaderSize-1], "version 2": append([]byte{2}, whole[1:]...)} {
		if _, err := ParseRecord(b); err == nil {
			t.Errorf("%s was read", name)
		}
	}
}

func TestEmptyRootIsThatOfRFC6962(t *testing.T) {
	root, err := tlog.TreeHash(0, nil)
	if err != nil || EmptyHead().Root != root || EmptyHead().Size != 0 {
		t.Errorf("%v, want %v, %v", EmptyHead(), root, err)
	}
}

// Whatever the batches, roots and tiles are those of tlog, and only tiles that
// changed are written.
func TestGrowAgreesWithTlog(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		m, ref := newMemory(), &reference{}
		// Now and then a batch beyond 256² would be needed to reach level 2; that is
		// TestGrowToLevelTwo.
		for _, n := range rapid.SliceOfN(rapid.OneOf(rapid.IntRange(0, 3), rapid.IntRange(250, 260), rapid.IntRange(500, 1500)), 1, 8).Draw(rt, "batches") {
			rs := records(int(ref.size), n, 9)
			leaves := make([]tlog.Hash, n)
			for i, r := range rs {
				leaves[i] = r.Hash()
				ref.add(t, r.Bytes())
			}
			head, tiles, err := Grow(m.head, TilesOf(t.Context(), m), leaves)
			if err != nil {
				rt.Fatal(err)
			}
			want := tlog.NewTiles(TileHeight, m.head.Size, head.Size)
			if len(tiles) != len(want) {
				rt.Fatalf("%d tiles written, tlog would write %d", len(tiles), len(want))
			}
			for i, tile := range tiles {
				data, err := tlog.ReadTileData(want[i], ref)
				if err != nil || tile.Tile != want[i] || !bytes.Equal(tile.Data, data) {
					rt.Fatalf("tile %s differs from tlog's %s: %v", tile.Path(), want[i].Path(), err)
				}
				m.tiles[tileKey(tile.Tile)] = tile.Data
			}
			root, err := tlog.TreeHash(ref.size, ref)
			if err != nil || head != (Head{ref.size, root}) {
				rt.Fatalf("head %v, want %d %v, %v", head, ref.size, root, err)
			}
			m.head = head
		}
	})
}

func TestGrowToLevelTwo(t *testing.T) {
	m, ref := newMemory(), &reference{}
	for _, n := range []int{65530, 5, 1, 1, 66000, 1} {
		leaves := make([]tlog.Hash, n)
		for i := range leaves {
			data := []byte{byte(i), byte(i >> 8), byte(i >> 16)}
			leaves[i] = tlog.RecordHash(data)
			ref.add(t, data)
		}
		head, tiles, err := Grow(m.head, TilesOf(t.Context(), m), leaves)
		if err != nil {
			t.Fatal(err)
		}
		for _, tile := range tiles {
			m.tiles[tileKey(tile.Tile)] = tile.Data
		}
		m.head = head
		if root, err := tlog.TreeHash(ref.size, ref); err != nil || head != (Head{ref.size, root}) {
			t.Fatalf("at %d entries the root differs: %v", ref.size, err)
		}
	}
	if len(m.tiles[tlog.Tile{H: TileHeight, L: 2}]) != 2*tlog.HashSize {
		t.Error("there is no tile of two hashes at level 2")
	}
	proveEverywhere(t, m, []int64{0, 1, 255, 256, 65535, 65536, 131537})
}

func proveEverywhere(t *testing.T, m *memory, numbers []int64) {
	t.Helper()
	for _, n := range numbers {
		p, err := ProveInclusion(m.head, nil, n, TilesOf(t.Context(), m))
		if err != nil {
			t.Fatalf("entry %d: %v", n, err)
		}
		leaf := tlog.Hash(m.tiles[tlog.Tile{H: TileHeight, N: n / 256}][n%256*32:])
		if err := tlog.CheckRecord(p.Path, m.head.Size, m.head.Root, n, leaf); err != nil {
			t.Errorf("entry %d: %v", n, err)
		}
	}
}

func TestGrowRefusesATamperedEdge(t *testing.T) {
	signer, _ := newKeys(t, "log")
	leaf := []tlog.Hash{record(0, 9).Hash()}
	for name, tamper := range map[string]func(m *memory){
		"a hash of the edge":  func(m *memory) { m.tiles[tlog.Tile{H: TileHeight, N: 1}][3] ^= 1 },
		"a tile is gone":      func(m *memory) { delete(m.tiles, tlog.Tile{H: TileHeight, L: 1}) },
		"the root":            func(m *memory) { m.head.Root[0] ^= 1 },
		"the size":            func(m *memory) { m.head.Size-- },
		"size without a root": func(m *memory) { m.head = Head{Root: m.head.Root} },
		"a negative size":     func(m *memory) { m.head.Size = -1 },
	} {
		m := filled(t, signer, 300, 300)
		tamper(m)
		if _, _, err := Grow(m.head, TilesOf(t.Context(), m), leaf); err == nil {
			t.Errorf("%s: the tree grew", name)
		}
	}
}

func TestCheckpoint(t *testing.T) {
	signer, v := newKeys(t, "bureau.example/ledger")
	m := filled(t, signer, 7, 7)
	signed := m.checkpoints[0].Note
	if !strings.HasPrefix(string(signed), "bureau.example/ledger\n7\n") {
		t.Errorf("checkpoint reads\n%s", signed)
	}
	if h, err := OpenCheckpoint(signed, v); err != nil || h != m.head {
		t.Errorf("opened %v, %v", h, err)
	}
	if empty, err := Sign(Head{}, signer); err != nil {
		t.Error(err)
	} else if h, err := OpenCheckpoint(empty, v); err != nil || h != EmptyHead() {
		t.Errorf("empty: %v, %v", h, err)
	}
	_, stranger := newKeys(t, "bureau.example/ledger")
	if _, err := OpenCheckpoint(signed, stranger); err == nil {
		t.Error("opened with another's key")
	}
	for name, text := range map[string]string{
		"another log":      "other.example\n7\n" + rootText(m),
		"two lines":        "bureau.example/ledger\n7\n",
		"size with a zero": "bureau.example/ledger\n07\n" + rootText(m),
		"negative size":    "bureau.example/ledger\n-7\n" + rootText(m),
		"short root":       "bureau.example/ledger\n7\nAAAA\n",
		"loose base64":     "bureau.example/ledger\n7\n" + strings.TrimSuffix(strings.Repeat("A", 42)+"B=\n", "\n") + "\n",
	} {
		forged, err := note.Sign(&note.Note{Text: text}, signer)
		if err != nil {
			t.Fatal(err)
		}
		if h, err := OpenCheckpoint(forged, v); err == nil {
			t.Errorf("%s: opened as %v", name, h)
		}
	}
}

func rootText(m *memory) string {
	return strings.SplitN(string(m.checkpoints[0].Note), "\n", 4)[2] + "\n"
}

func TestInclusionProof(t *testing.T) {
	signer, v := newKeys(t, "log")
	m := filled(t, signer, 700, 100)
	last := m.checkpoints[6]
	for _, n := range []int64{0, 1, 255, 256, 511, 512, 699} {
		p, err := ProveInclusion(m.head, last.Note, n, TilesOf(t.Context(), m))
		if err != nil {
			t.Fatal(err)
		}
		text, err := p.MarshalText()
		if err != nil {
			t.Fatal(err)
		}
		var back Inclusion
		if err := back.UnmarshalText(text); err != nil {
			t.Fatal(err)
		}
		if err := back.Check(m.entries[n].Record, v); err != nil {
			t.Errorf("entry %d: %v", n, err)
		}
		if err := back.Check(m.entries[(n+1)%700].Record, v); err == nil {
			t.Errorf("entry %d: another record passes", n)
		}
		back.Number = (n + 1) % 700
		if err := back.Check(m.entries[n].Record, v); err == nil {
			t.Errorf("entry %d passes under another number", n)
		}
	}
	for _, n := range []int64{-1, 700} {
		if _, err := ProveInclusion(m.head, last.Note, n, TilesOf(t.Context(), m)); err == nil {
			t.Errorf("entry %d, which is not there, was proved", n)
		}
	}
}

func TestConsistencyProof(t *testing.T) {
	signer, v := newKeys(t, "log")
	m := filled(t, signer, 700, 100)
	heads := []Head{EmptyHead()}
	for _, c := range m.checkpoints {
		h, err := OpenCheckpoint(c.Note, v)
		if err != nil {
			t.Fatal(err)
		}
		heads = append(heads, h)
	}
	last := m.checkpoints[6]
	for i, old := range heads {
		p, err := ProveConsistency(m.head, last.Note, old.Size, TilesOf(t.Context(), m))
		if err != nil {
			t.Fatal(err)
		}
		text, err := p.MarshalText()
		if err != nil {
			t.Fatal(err)
		}
		var back Consistency
		if err := back.UnmarshalText(text); err != nil {
			t.Fatal(err)
		}
		if err := back.Check(old, v); err != nil {
			t.Errorf("from %d: %v", old.Size, err)
		}
		rewritten := old
		rewritten.Root[5] ^= 1
		if err := back.Check(rewritten, v); err == nil {
			t.Errorf("from %d: a rewritten log passes", old.Size)
		}
		if err := back.Check(heads[(i+1)%len(heads)], v); err == nil {
			t.Errorf("from %d: another size passes", old.Size)
		}
	}
	if _, err := ProveConsistency(heads[1], last.Note, 101, TilesOf(t.Context(), m)); err == nil {
		t.Error("a shorter log was proved to continue a longer one")
	}
}

func FuzzProofText(f *testing.F) {
	signer, v := newKeys(f, "log")
	m := filled(f, signer, 300, 300)
	p, err := ProveInclusion(m.head, m.checkpoints[0].Note, 5, TilesOf(f.Context(), m))
	if err != nil {
		f.Fatal(err)
	}
	text, _ := p.MarshalText()
	f.Add(text)
	f.Add([]byte("old 3\n\nx"))
	f.Add([]byte(inclusionFirstLine + "\nindex 0\n\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		var in Inclusion
		if in.UnmarshalText(text) == nil {
			if again, _ := in.MarshalText(); !bytes.Equal(again, text) {
				t.Errorf("%q was read and written as %q", text, again)
			}
			if in.Check(m.entries[6].Record, v) == nil {
				t.Error("a record passes that was not proved")
			}
		}
		var con Consistency
		if con.UnmarshalText(text) == nil {
			if again, _ := con.MarshalText(); !bytes.Equal(again, text) {
				t.Errorf("%q was read and written as %q", text, again)
			}
		}
	})
}

func BenchmarkGrow(b *testing.B) {
	for name, n := range map[string]int{"1": 1, "2000": 2000} {
		b.Run(name, func(b *testing.B) {
			m := newMemory()
			leaves := make([]tlog.Hash, n)
			for b.Loop() {
				head, tiles, err := Grow(m.head, TilesOf(b.Context(), m), leaves)
				if err != nil {
					b.Fatal(err)
				}
				for _, t := range tiles {
					m.tiles[tileKey(t.Tile)] = t.Data
				}
				m.head = head
			}
		})
	}
}
