// Package bench measures a bureau as its users meet it: the homeward program, run
// as a process on an invented list, on SQLite and on PostgreSQL.
//
// Its words:
//   - Whole process: from the start of the program to its end, so that opening
//     store and keyring is in it. Its peak memory is what the operating system
//     counts (the server's own memory is not in the column of PostgreSQL).
//   - Cold: a new process. The operating system may still hold the files.
//   - Durable: acknowledged after the disk said that it has it.
//
// It asserts no time: a measurement that fails is one that could not be made.
// Run it with make bench; PEOPLE sets the size and SEED the sample.
package bench_test

import (
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"homeward/bureau"
	"homeward/duty"
	"homeward/identity"
	"homeward/sample"
	"homeward/store"
	"homeward/store/postgres"
	"homeward/store/postgres/pgtest"
	"homeward/store/sqlite"

	"crypto/rand"
)

// What the environment says.
const (
	programEnv  = "HOMEWARD_BENCH_PROGRAM"  // the built program; nothing is measured without
	revisionEnv = "HOMEWARD_BENCH_REVISION" // of the source
	outEnv      = "HOMEWARD_BENCH_OUT"      // file the table is written to; standard output otherwise
	peopleEnv   = "PEOPLE"
	seedEnv     = "SEED"
)

// fromEnv reads a positive number.
func fromEnv(b *testing.B, name string, otherwise int) int {
	text := os.Getenv(name)
	if text == "" {
		return otherwise
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		b.Fatalf("%s=%q: a number from 1 is wanted", name, text)
	}
	return n
}

// aList writes the list of persons and returns its path and the name in its middle row.
func aList(b *testing.B, people int, seed uint64) (path, name string) {
	b.Helper()
	dir := b.TempDir()
	if _, err := sample.Write(dir, sample.Options{People: people, Seed: seed, Only: "persons"}); err != nil {
		b.Fatal(err)
	}
	path = filepath.Join(dir, "persons.csv")
	f, err := os.Open(path)
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	rows := csv.NewReader(f)
	for i := 0; i <= (people+1)/2; i++ {
		row, err := rows.Read()
		if err != nil {
			b.Fatal(err)
		}
		name = row[1] + " " + row[2] // surname, first names
	}
	return path, name
}

// BenchmarkBureau measures everything once and prints one table.
func BenchmarkBureau(b *testing.B) {
	program := os.Getenv(programEnv)
	if program == "" {
		b.Skipf("%s does not name the program: run make bench", programEnv)
	}
	people, seed := fromEnv(b, peopleEnv, 200_000), uint64(fromEnv(b, seedEnv, 1))
	list, name := aList(b, people, seed)
	info, err := os.Stat(list)
	if err != nil {
		b.Fatal(err)
	}
	t := &table{columns: []string{"SQLite", "PostgreSQL"}}
	t.say("machine", machine())
	t.say("homeward", revision())
	t.say("input", fmt.Sprintf("%d rows of ten columns, %.1f MB, seed %d", people, float64(info.Size())/1e6, seed))
	t.say("disk", fmt.Sprintf("%s for 4 KiB appended and synced, median of 200", syncTime(b, b.TempDir()).Round(time.Microsecond)))

	run := func(column int, place place) {
		m := &measure{B: b, table: t, column: column, program: program, place: place}
		m.bureau(list, people, name)
	}
	t.say("SQLite", sqliteVersion(b))
	run(0, place{store: filepath.Join(b.TempDir(), "store"), keys: filepath.Join(b.TempDir(), "keys"),
		open: func(ctx context.Context, where string) (store.Store, error) { return sqlite.Open(ctx, where) }})
	writers(b, t, 0, func(ctx context.Context) (store.Store, error) { return sqlite.Create(ctx, b.TempDir()) })

	version := ""
	b.Run("PostgreSQL", func(b *testing.B) {
		server := pgtest.Start(b)
		url := server.Database(b)
		version = postgresVersion(b, url)
		m := &measure{B: b, table: t, column: 1, program: program, place: place{store: url, keys: filepath.Join(b.TempDir(), "keys"),
			open: func(ctx context.Context, where string) (store.Store, error) { return postgres.Open(ctx, where) }}}
		m.bureau(list, people, name)
		other := server.Database(b)
		writers(b, t, 1, func(ctx context.Context) (store.Store, error) { return postgres.Open(ctx, other) })
	})
	if version == "" {
		version = "not measured: it is not installed, or failed (scripts/install-test-deps installs it)"
	}
	t.say("PostgreSQL", version)

	out := os.Stdout
	if path := os.Getenv(outEnv); path != "" {
		if out, err = os.Create(path); err != nil {
			b.Fatal(err)
		}
		defer out.Close()
	}
	if err := t.write(out); err != nil {
		b.Fatal(err)
	}
}

// place is where a bureau is kept.
type place struct {
	store, keys string
	open        func(ctx context.Context, where string) (store.Store, error)
}

// measure fills one column of the table.
type measure struct {
	*testing.B
	table   *table
	column  int
	program string
	place   place
}

// bureau measures the whole way of a list.
func (m *measure) bureau(list string, people int, name string) {
	m.process("init", "--party", "VER")
	imported := m.process("import", list, "--said-by", "Bureau of the other party")
	m.put("import, rows/s", perSecond(people, imported.took))
	m.put("import, time", imported.took.Round(10*time.Millisecond).String())
	m.put("import, peak memory", imported.memory())
	again := m.process("import", list, "--said-by", "Bureau of the other party")
	m.put("import again, all known, rows/s", perSecond(people, again.took))

	entries := m.entries()
	verified := m.process("verify")
	m.put("verify, entries/s", perSecond(int(entries), verified.took))
	m.put("verify, peak memory", verified.memory())

	m.put("index: load and first search", m.load(name).Round(time.Millisecond).String())
	searched := m.process("search", name)
	m.put("search, cold", searched.took.Round(time.Millisecond).String())
	m.put("search, peak memory", searched.memory())
	due := m.process("due", "--at", "2025-01-20", "--json")
	m.put("due over everybody", due.took.Round(10*time.Millisecond).String())
	m.put("due, peak memory", due.memory())

	// Without its saved segments the first thing recorded saves the index anew: that
	// reads and opens the whole ledger, builds, seals and writes.
	if !m.dropIndex() {
		m.put("index: build, seal and save", "none: few entries")
		return
	}
	built := m.process("target", duty.Rules()[0].ID, "3d", "--because", "to be measured")
	m.put("index: build, seal and save", built.took.Round(10*time.Millisecond).String())
	m.put("index: build, peak memory", built.memory())
}

func (m *measure) put(row, value string) { m.table.put(row, m.column, value) }

// usage of a process.
type usage struct {
	took time.Duration
	peak int64 // bytes; 0 where the system does not say
}

func (u usage) memory() string {
	if u.peak == 0 {
		return "not known"
	}
	return fmt.Sprintf("%d MiB", u.peak>>20)
}

// process runs one command of the program to its end.
func (m *measure) process(args ...string) usage {
	m.Helper()
	fmt.Fprintf(os.Stderr, "bench: %s: homeward %s\n", m.table.columns[m.column], strings.Join(args, " "))
	cmd := exec.Command(m.program, append([]string{"--store", m.place.store, "--keys", m.place.keys, "--by", "bench"}, args...)...)
	var told strings.Builder
	cmd.Stdout, cmd.Stderr = io.Discard, &told
	began := time.Now()
	if err := cmd.Start(); err != nil {
		m.Fatal(err)
	}
	peak := watchMemory(cmd)
	err := cmd.Wait()
	took := time.Since(began)
	if err != nil {
		m.Fatalf("homeward %s: %v\n%s", args[0], err, told.String())
	}
	return usage{took, peak()}
}

func (m *measure) config() bureau.Config {
	return bureau.Config{Store: m.place.store, Keys: m.place.keys, Now: time.Now, Random: rand.Reader}
}

// entries counts the ledger.
func (m *measure) entries() int64 {
	b, err := bureau.Open(m.Context(), m.config())
	if err != nil {
		m.Fatal(err)
	}
	defer b.Close()
	head, err := b.Head(m.Context())
	if err != nil {
		m.Fatal(err)
	}
	return head.Size
}

// load opens the bureau and searches once, in this process: what is not the start
// of the program.
func (m *measure) load(name string) time.Duration {
	began := time.Now()
	b, err := bureau.Open(m.Context(), m.config())
	if err != nil {
		m.Fatal(err)
	}
	defer b.Close()
	hits, err := b.Search(m.Context(), identity.Query{Name: name}, 10)
	if err != nil {
		m.Fatal(err)
	}
	took := time.Since(began)
	if len(hits) == 0 {
		m.Fatalf("%q stands in the list and is not found", name)
	}
	return took
}

// dropIndex removes the saved segments of the search index; false if there are none,
// as in a bureau with few entries.
func (m *measure) dropIndex() bool {
	s, err := m.place.open(m.Context(), m.place.store)
	if err != nil {
		m.Fatal(err)
	}
	defer s.Close()
	const space = "segment"
	saved, err := s.BlobHeads(m.Context(), space)
	if err != nil {
		m.Fatal(err)
	}
	var drop []int64
	for _, blob := range saved {
		drop = append(drop, blob.ID)
	}
	if err := s.ReplaceBlobs(m.Context(), space, drop, nil); err != nil {
		m.Fatal(err)
	}
	return len(drop) > 0
}

func perSecond(n int, took time.Duration) string {
	return strconv.FormatFloat(float64(n)/took.Seconds(), 'f', 0, 64)
}

// BenchmarkImport imports the list within this process on SQLite, to be profiled:
//
//	go test -run '^$' -bench '^BenchmarkImport$' -benchtime 1x -cpuprofile cpu.prof ./bench
func BenchmarkImport(b *testing.B) {
	people := fromEnv(b, peopleEnv, 20_000)
	list, _ := aList(b, people, uint64(fromEnv(b, seedEnv, 1)))
	for b.Loop() {
		b.StopTimer()
		home, err := bureau.Found(b.Context(), bureau.Config{Store: filepath.Join(b.TempDir(), "store"), Now: time.Now, Random: rand.Reader},
			bureau.Founding{Party: "VER", By: "bench"})
		if err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
		done, err := home.Import(b.Context(), bureau.Import{Files: []string{list}, By: "bench", SaidBy: "Bureau of the other party"}, bureau.Watch{})
		if err != nil {
			b.Fatal(err)
		}
		b.StopTimer()
		if len(done) != 1 || done[0].Added != people {
			b.Fatalf("imported %+v, not %d rows", done, people)
		}
		if err := home.Close(); err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
	}
	b.ReportMetric(float64(people)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}
