package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"homeward/bureau"
	"homeward/store/postgres/pgtest"
)

// TestKilledImport kills an import with SIGKILL at random moments. Whatever was
// acknowledged by a printed progress event must be in the ledger, the ledger must
// verify, and the same command must finish the import with every row there once.
func TestKilledImport(t *testing.T) {
	rounds := 100
	if testing.Short() {
		rounds = 15
	}
	t.Run("SQLite", func(t *testing.T) {
		dir := t.TempDir()
		n := 0
		killImports(t, rounds, func() []string {
			n++
			return []string{"--store", filepath.Join(dir, fmt.Sprint("store", n))}
		})
	})
	t.Run("PostgreSQL", func(t *testing.T) {
		server := pgtest.Start(t)
		dir := t.TempDir()
		n := 0
		killImports(t, rounds, func() []string {
			n++
			return []string{"--store", server.Database(t), "--keys", filepath.Join(dir, fmt.Sprint("keys", n))}
		})
	})
}

// roundsPerStore is how often one store is killed before a new one is made, so
// that it is also killed when it is no longer young.
const roundsPerStore = 10

func killImports(t *testing.T, rounds int, newStore func() []string) {
	dir := t.TempDir()
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	chance := rand.New(rand.NewPCG(seed, 1))
	var where []string
	total, killed := 0, 0
	for round := range rounds {
		if round%roundsPerStore == 0 {
			where, total = newStore(), 0
			mustRun(t, homeward(t.Context(), t, dir, append(where, "init", "--party", "VER")...))
		}
		path := filepath.Join(dir, fmt.Sprintf("list%d.csv", round))
		const rows = 3000
		writeList(t, path, round, rows)
		total += rows
		importing := append(where[:len(where):len(where)], "import", "--json", "--said-by", "the camp", path)

		acknowledged, dead := killOne(t, dir, importing, time.Duration(chance.Int64N(int64(450*time.Millisecond))))
		if dead {
			killed++
		}
		if out := mustRun(t, homeward(t.Context(), t, dir, append(where[:len(where):len(where)], "verify")...)); !strings.Contains(out, "is whole") {
			t.Fatalf("round %d: the ledger does not verify after the kill: %s", round, out)
		}
		done := finish(t, dir, importing)
		if done.Known < acknowledged {
			t.Fatalf("round %d: %d rows were acknowledged before the kill, and only %d are there", round, acknowledged, done.Known)
		}
		if done.Added+done.Known != rows {
			t.Fatalf("round %d: finished with %d rows new and %d known of %d", round, done.Added, done.Known, rows)
		}
		if again := finish(t, dir, importing); again.Known != rows || again.Added != 0 {
			t.Fatalf("round %d: run once more, %d rows are new", round, again.Added)
		}
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
	}
	if killed < rounds/3 {
		t.Errorf("only %d of %d imports were killed before they ended: the test does not test", killed, rounds)
	}
	var sum struct{ Head struct{ Size int } }
	out := mustRun(t, homeward(t.Context(), t, dir, append(where[:len(where):len(where)], "verify", "--json")...))
	if err := json.Unmarshal([]byte(out), &sum); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	// Rows, a document a list, and the founding of the bureau: nothing is there twice.
	lists := (rounds-1)%roundsPerStore + 1
	if want := total + lists + 1; sum.Head.Size != want {
		t.Errorf("%d entries in the ledger after all, %d are wanted", sum.Head.Size, want)
	}
}

func writeList(t *testing.T, path string, round, rows int) {
	t.Helper()
	var b strings.Builder
	b.WriteString("reference,name,date of birth,held at\n")
	for i := range rows {
		fmt.Fprintf(&b, "%d-%d,Soldier %d of list %d,19%02d-0%d-1%d,camp %d\n", round, i, i, round, 60+i%40, 1+i%9, i%10, i%7)
	}
	if err := os.WriteFile(path, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
}

// killOne starts an import and kills it after a time, counted from its first sign
// of life so that the moments fall into the work and not into the start. It
// returns how many rows were acknowledged, and whether it was killed in time.
func killOne(t *testing.T, dir string, args []string, after time.Duration) (acknowledged int, killed bool) {
	t.Helper()
	cmd := homeward(t.Context(), t, dir, args...)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var event struct {
			Event    string
			Progress bureau.Progress
		}
		if err := json.Unmarshal(lines.Bytes(), &event); err != nil {
			break // the last line may be cut by the kill
		}
		switch event.Event {
		case "opened":
			time.AfterFunc(after, func() { cmd.Process.Kill() })
		case "progress":
			acknowledged = event.Progress.Added + event.Progress.Known
		}
	}
	return acknowledged, cmd.Wait() != nil
}

// finish runs an import to its end.
func finish(t *testing.T, dir string, args []string) bureau.Imported {
	t.Helper()
	out := mustRun(t, homeward(t.Context(), t, dir, args...))
	var last struct{ Imported bureau.Imported }
	lines := strings.Split(strings.TrimSpace(out), "\n")
	if err := json.Unmarshal([]byte(lines[len(lines)-1]), &last); err != nil {
		t.Fatalf("%v: %s", err, lines[len(lines)-1])
	}
	return last.Imported
}
