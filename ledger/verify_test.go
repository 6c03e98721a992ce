package ledger

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"runtime"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// rewrite makes every hash anew over the entries as they are, as somebody with
// the whole database would; checkpoints stay.
func (m *memory) rewrite(t testing.TB) {
	t.Helper()
	m.head, m.tiles = EmptyHead(), map[tlog.Tile][]byte{}
	leaves := make([]tlog.Hash, len(m.entries))
	for i, e := range m.entries {
		leaves[i] = e.Hash()
	}
	head, tiles, err := Grow(m.head, TilesOf(t.Context(), m), leaves)
	if err != nil {
		t.Fatal(err)
	}
	for _, tile := range tiles {
		m.tiles[tileKey(tile.Tile)] = tile.Data
	}
	m.head = head
}

func TestVerifyWhole(t *testing.T) {
	signer, v := newKeys(t, "log")
	for _, c := range []struct{ n, step int }{{0, 1}, {1, 1}, {255, 17}, {256, 256}, {257, 1}, {1000, 300}, {66000, 5000}} {
		m := filled(t, signer, c.n, c.step)
		r, err := Verify(t.Context(), m, v, nil)
		if err != nil || !r.Whole() || r.Entries != int64(c.n) || r.Checkpoints != int64((c.n+c.step-1)/c.step) {
			t.Fatalf("%d entries, checkpoint every %d: %v, %v", c.n, c.step, r, err)
		}
		if !strings.Contains(r.String(), "No checkpoint kept outside was compared") {
			t.Errorf("the report does not say what it did not show:\n%s", r)
		}
		for _, kept := range m.checkpoints[:min(3, len(m.checkpoints))] {
			r, err := Verify(t.Context(), m, v, kept.Note)
			if err != nil || !r.Whole() || r.Outside == nil || r.Outside.Size != kept.Size {
				t.Fatalf("against the checkpoint of %d: %v, %v", kept.Size, r, err)
			}
		}
	}
}

// Each case tampers with a log of 2,000 entries, signed every 300.
func TestVerifyNamesTheTampering(t *testing.T) {
	signer, v := newKeys(t, "log")
	strange, _ := newKeys(t, "log")
	level := func(l int, n int64) tlog.Tile { return tlog.Tile{H: TileHeight, L: l, N: n} }
	for name, c := range map[string]struct {
		tamper func(m *memory)
		want   Problem
		says   string
	}{
		"one bit of a record":       {func(m *memory) { m.entries[777].Sealed[20] ^= 4 }, Problem{Kind: AlteredEntry, Entry: 777}, "Entry 777 has been changed"},
		"the first record":          {func(m *memory) { m.entries[0].Sealed[0] ^= 1 }, Problem{Kind: AlteredEntry, Entry: 0}, "Entry 0 has"},
		"the last record":           {func(m *memory) { m.entries[1999].Sealed[0] ^= 1 }, Problem{Kind: AlteredEntry, Entry: 1999}, "Entry 1999"},
		"a subject":                 {func(m *memory) { m.entries[256].Subject[0] ^= 1 }, Problem{Kind: AlteredEntry, Entry: 256}, "Entry 256"},
		"a time":                    {func(m *memory) { m.entries[255].Recorded = m.entries[255].Recorded.Add(1000) }, Problem{Kind: AlteredEntry, Entry: 255}, "Entry 255"},
		"a key number":              {func(m *memory) { m.entries[300].Key++ }, Problem{Kind: AlteredEntry, Entry: 300}, "Entry 300"},
		"two records: the first":    {func(m *memory) { m.entries[1500].Key++; m.entries[900].Key++ }, Problem{Kind: AlteredEntry, Entry: 900}, "Entry 900"},
		"not a record":              {func(m *memory) { m.damaged[44] = "subject of 3 bytes" }, Problem{Kind: AlteredEntry, Entry: 44}, "subject of 3 bytes"},
		"altered before missing":    {func(m *memory) { m.entries[600].Key++; m.entries = append(m.entries[:601], m.entries[602:]...) }, Problem{Kind: AlteredEntry, Entry: 600}, "Entry 600"},
		"swapped":                   {func(m *memory) { a, b := &m.entries[10], &m.entries[11]; a.Record, b.Record = b.Record, a.Record }, Problem{Kind: AlteredEntry, Entry: 10}, "Entry 10 "},
		"a record is gone":          {func(m *memory) { m.entries = append(m.entries[:512:512], m.entries[513:]...) }, Problem{Kind: MissingEntry, Entry: 512}, "Entry 512 is missing"},
		"the last is gone":          {func(m *memory) { m.entries = m.entries[:1999] }, Problem{Kind: MissingEntry, Entry: 1999}, "Entry 1999 is missing"},
		"all are gone":              {func(m *memory) { m.entries = nil }, Problem{Kind: MissingEntry, Entry: 0}, "Entry 0 is missing"},
		"one slipped in at the end": {func(m *memory) { m.entries = append(m.entries, Entry{2000, record(1, 20)}) }, Problem{Kind: ExtraEntry, Entry: 2000}, "beyond the end"},
		"a hash at the bottom":      {func(m *memory) { m.tiles[level(0, 3)][32*9] ^= 1 }, Problem{Kind: AlteredTile, Entry: 777}, "Entry 777 itself is as it was signed"},
		"a tile at the bottom":      {func(m *memory) { delete(m.tiles, level(0, 2)) }, Problem{Kind: AlteredTile, Entry: -1, Tile: "tile/8/0/002"}, "entries 512 to 767"},
		"a partial tile":            {func(m *memory) { m.tiles[level(0, 7)] = m.tiles[level(0, 7)][:64] }, Problem{Kind: AlteredTile, Entry: -1}, "entries 1792 to 1999"},
		"a hash above":              {func(m *memory) { m.tiles[level(1, 0)][32*6] ^= 1 }, Problem{Kind: AlteredTile, Entry: -1, Tile: "tile/8/1/000.p/7"}, "tile/8/1/000"},
		"the tile above":            {func(m *memory) { delete(m.tiles, level(1, 0)) }, Problem{Kind: AlteredTile, Entry: -1, Tile: "tile/8/1/000.p/7"}, "tile/8/1/000"},
		"the root":                  {func(m *memory) { m.head.Root[0] ^= 1 }, Problem{Kind: AlteredHead, Entry: -1}, "root kept"},
		"record and hashes":         {func(m *memory) { m.entries[777].Sealed[20] ^= 4; m.rewrite(t) }, Problem{Kind: Rewritten, Entry: -1, From: 600, To: 900}, "Among entries 600 to 899"},
		"the first, and hashes":     {func(m *memory) { m.entries[0].Sealed[20] ^= 4; m.rewrite(t) }, Problem{Kind: Rewritten, Entry: -1, From: 0, To: 300}, "entries 0 to 299"},
		"forged signature":          {func(m *memory) { m.checkpoints[3].Note = resign(t, m, 3, strange) }, Problem{Kind: BadCheckpoint, Entry: -1, Checkpoint: 1200}, "filed for 1200 entries"},
		"unsigned text":             {func(m *memory) { m.checkpoints[0].Note = []byte("log\n300\n") }, Problem{Kind: BadCheckpoint, Entry: -1, Checkpoint: 300}, "filed for 300"},
		"filed under another size":  {func(m *memory) { m.checkpoints[3].Size = 1100 }, Problem{Kind: BadCheckpoint, Entry: -1, Checkpoint: 1100}, "another size"},
		"the last checkpoint gone":  {func(m *memory) { m.checkpoints = m.checkpoints[:6] }, Problem{Kind: Unsigned, Entry: 1800, From: 1800, To: 2000}, "entries 1800 to 1999"},
		"all checkpoints gone":      {func(m *memory) { m.checkpoints = nil }, Problem{Kind: Unsigned, Entry: 0, From: 0, To: 2000}, "entries 0 to 1999"},
		"cut short, hashes too":     {func(m *memory) { m.entries = m.entries[:1800]; m.rewrite(t) }, Problem{Kind: RolledBack, Entry: -1, From: 1800, To: 2000}, "The last 200 have been removed"},
		"cut off a checkpoint":      {func(m *memory) { m.entries = m.entries[:1750]; m.rewrite(t) }, Problem{Kind: RolledBack, Entry: -1, From: 1750, To: 1800}, "now it holds 1750"},
	} {
		t.Run(name, func(t *testing.T) {
			m := filled(t, signer, 2000, 300)
			c.tamper(m)
			r, err := Verify(t.Context(), m, v, nil)
			if err != nil {
				t.Fatal(err)
			}
			p := r.Problem
			if p == nil {
				t.Fatal("found whole")
			}
			if p.Kind != c.want.Kind || p.Entry != c.want.Entry {
				t.Errorf("found %s at entry %d: %s", p.Kind, p.Entry, p)
			}
			if c.want.Tile != "" && p.Tile != c.want.Tile || c.want.To != 0 && (p.From != c.want.From || p.To != c.want.To) || c.want.Checkpoint != 0 && p.Checkpoint != c.want.Checkpoint {
				t.Errorf("found %+v", *p)
			}
			if s := r.String(); !strings.Contains(s, c.says) || !strings.Contains(s, "NOT WHOLE") {
				t.Errorf("the report says:\n%s\nwant %q", s, c.says)
			}
			if p.Entry > 0 && r.Entries != p.Entry && p.Kind != ExtraEntry && p.Kind != Unsigned {
				t.Errorf("%d entries are said to be whole before entry %d", r.Entries, p.Entry)
			}
		})
	}
}

// resign signs the text of checkpoint i with another key of the same name.
func resign(t testing.TB, m *memory, i int, s note.Signer) []byte {
	t.Helper()
	text, _, _ := strings.Cut(string(m.checkpoints[i].Note), "\n\n")
	signed, err := note.Sign(&note.Note{Text: text + "\n"}, s)
	if err != nil {
		t.Fatal(err)
	}
	return signed
}

// Somebody with the signing key can rewrite everything; only what was given away
// shows it.
func TestVerifyAgainstACheckpointKeptOutside(t *testing.T) {
	signer, v := newKeys(t, "log")
	strange, _ := newKeys(t, "log")
	kept := filled(t, signer, 900, 300).checkpoints[1]

	shorter := filled(t, signer, 500, 250)
	other := newMemory()
	for from := 0; from < 900; from += 300 {
		rs := records(from, 300, 60)
		rs[5].Key++
		other.append(t, signer, rs...)
	}
	whole := filled(t, signer, 900, 300)
	for name, c := range map[string]struct {
		log  *memory
		kept []byte
		want Kind
		says string
	}{
		"rolled back":       {shorter, kept.Note, RolledBack, "when the log held 600 entries; now it holds 500"},
		"rewritten":         {other, kept.Note, Contradicted, "The first 600 entries are not those"},
		"not by this key":   {whole, resign(t, whole, 1, strange), BadCheckpoint, "kept outside is not one"},
		"everything erased": {newMemory(), kept.Note, RolledBack, "now it holds 0"},
	} {
		t.Run(name, func(t *testing.T) {
			r, err := Verify(t.Context(), c.log, v, c.kept)
			if err != nil {
				t.Fatal(err)
			}
			if r.Whole() || r.Problem.Kind != c.want || !r.Problem.Outside || !strings.Contains(r.String(), c.says) {
				t.Errorf("%v\n%+v", r, r.Problem)
			}
			if r, err := Verify(t.Context(), c.log, v, nil); err != nil || !r.Whole() {
				t.Errorf("without it: %v, %v", r, err)
			}
		})
	}
}

// What says nothing of the log is no finding about it.
func TestVerifyAgainstWhatIsNoCheckpointOfThisLog(t *testing.T) {
	signer, v := newKeys(t, "log")
	elsewhere, _ := newKeys(t, "another")
	whole := filled(t, signer, 900, 300)
	for name, c := range map[string]struct {
		kept []byte
		want error
	}{
		"nothing":            {[]byte{}, ErrNoCheckpoint},
		"a list":             {[]byte("ref,name\n1,Anna Sokil\n"), ErrNoCheckpoint},
		"a checkpoint's cut": {whole.checkpoints[1].Note[:40], ErrNoCheckpoint},
		"of another log":     {filled(t, elsewhere, 900, 300).checkpoints[1].Note, ErrOtherLog},
	} {
		t.Run(name, func(t *testing.T) {
			if r, err := Verify(t.Context(), whole, v, c.kept); !errors.Is(err, c.want) {
				t.Errorf("%v, %v; %v is wanted", r, err, c.want)
			}
		})
	}
}

// growing is a log that grows right after its head was read, as when other
// processes append.
type growing struct {
	*memory
	t      *testing.T
	signer note.Signer
	grown  bool
}

func (g *growing) Head(ctx context.Context) (Head, error) {
	h := g.head
	if !g.grown {
		g.grown = true
		g.append(g.t, g.signer, records(len(g.entries), 300, 60)...)
	}
	return h, nil
}

func TestVerifyWhileTheLogGrows(t *testing.T) {
	signer, v := newKeys(t, "log")
	g := &growing{memory: filled(t, signer, 1000, 100), t: t, signer: signer}
	r, err := Verify(t.Context(), g, v, nil)
	if err != nil || !r.Whole() || r.Entries != 1000 || r.Checkpoints != 10 {
		t.Errorf("%v, %v", r, err)
	}
}

func TestVerifyReadsErrorsAsErrors(t *testing.T) {
	signer, v := newKeys(t, "log")
	m := filled(t, signer, 1000, 100)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	before := runtime.NumGoroutine()
	if r, err := Verify(ctx, m, v, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v, %v", r, err)
	}
	m.entries[3].Key++
	if _, err := Verify(t.Context(), m, v, nil); err != nil {
		t.Error(err)
	}
	// One that has done its work is counted until it has returned.
	deadline := time.Now().Add(5 * time.Second)
	for runtime.NumGoroutine() > before {
		if time.Now().After(deadline) {
			t.Fatalf("%d goroutines were left behind", runtime.NumGoroutine()-before)
		}
		time.Sleep(time.Millisecond)
	}
}

// endless is a log of n entries made as they are read.
type endless struct {
	*memory
	n int
	r Record
}

func (e endless) Entries(ctx context.Context, from, to int64) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		for i := from; i < min(to, int64(e.n)); i++ {
			if !yield(Entry{i, e.r}, nil) {
				return
			}
		}
	}
}

func newEndless(t testing.TB, signer note.Signer, n int) endless {
	e := endless{newMemory(), n, record(1, 600)}
	leaf := e.r.Hash()
	for at := 0; at < n; at += 2000 {
		leaves := make([]tlog.Hash, min(2000, n-at))
		for i := range leaves {
			leaves[i] = leaf
		}
		head, tiles, err := Grow(e.head, TilesOf(t.Context(), e.memory), leaves)
		if err != nil {
			t.Fatal(err)
		}
		for _, tile := range tiles {
			e.tiles[tileKey(tile.Tile)] = tile.Data
		}
		e.head = head
		signed, err := Sign(head, signer)
		if err != nil {
			t.Fatal(err)
		}
		e.checkpoints = append(e.checkpoints, Checkpoint{head.Size, signed})
	}
	return e
}

func TestVerifyMemoryDoesNotGrow(t *testing.T) {
	signer, v := newKeys(t, "log")
	peak := func(n int) uint64 {
		e := newEndless(t, signer, n)
		var most uint64
		seen := 0
		watch := watched{e, func() {
			if seen++; seen%10000 == 0 {
				var m runtime.MemStats
				runtime.GC()
				runtime.ReadMemStats(&m)
				most = max(most, m.HeapAlloc)
			}
		}}
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		base := m.HeapAlloc
		if r, err := Verify(t.Context(), watch, v, nil); err != nil || !r.Whole() {
			t.Fatal(r, err)
		}
		return most - min(base, most)
	}
	small, large := peak(20_000), peak(200_000)
	if large > small+4<<20 {
		t.Errorf("verifying 20,000 entries held %d bytes, 200,000 held %d", small, large)
	}
}

type watched struct {
	endless
	tick func()
}

func (w watched) Entries(ctx context.Context, from, to int64) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		for e, err := range w.endless.Entries(ctx, from, to) {
			w.tick()
			if !yield(e, err) {
				return
			}
		}
	}
}

func BenchmarkVerify600(b *testing.B) {
	signer, v := newKeys(b, "log")
	e := newEndless(b, signer, 500_000)
	b.ResetTimer()
	for b.Loop() {
		if r, err := Verify(b.Context(), e, v, nil); err != nil || !r.Whole() {
			b.Fatal(r, err)
		}
	}
	b.ReportMetric(float64(b.N)*500_000/b.Elapsed().Seconds(), "entries/s")
}

func ExampleReport() {
	fmt.Print(Report{Log: "bureau.example/ledger", Head: Head{Size: 2000}, Entries: 777, Checkpoints: 2,
		LastGood: &Checkpoint{Size: 600}, Problem: &Problem{Kind: AlteredEntry, Entry: 777, From: 777, To: 778, Checkpoint: 900}})
	// Output:
	// THE LOG "bureau.example/ledger" IS NOT WHOLE.
	// Entry 777 has been changed since it was recorded: its bytes do not give the hash kept for it.
	// Entries in the log: 2000. Read and found as recorded, from the first: 777.
	// Signed checkpoints that agree with the entries: 2. The last of them covers 600 entries.
}
