package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"homeward/bureau"
	"homeward/store/postgres/pgtest"
)

// TestKilledImport kills an import with SIGKILL at random moments, from its first
// instant to its last. Whatever was acknowledged by a printed progress event must
// be in the ledger, the ledger must verify, and the same command must finish the
// import with every row there once.
func TestKilledImport(t *testing.T) {
	t.Parallel()
	rounds := 100
	if testing.Short() {
		rounds = 15
	}
	t.Run("SQLite", func(t *testing.T) {
		t.Parallel()
		dir := t.TempDir()
		n := 0
		killImports(t, rounds, func() []string {
			n++
			return []string{"--store", filepath.Join(dir, fmt.Sprint("store", n))}
		})
	})
	t.Run("PostgreSQL", func(t *testing.T) {
		t.Parallel()
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

// rowsPerList makes commits of 100, 200, 400 and 800 rows.
const rowsPerList = 1500

// killAt is a moment to kill an import at: after an event it prints, or its
// start, and then some time.
type killAt struct {
	event string // "" is the start of the process
	row   int    // of a progress event: once it covers this row
	after time.Duration
}

// chooseMoment chooses when to kill an import that takes so long from its first
// event to its end.
func chooseMoment(chance *rand.Rand, round int, takes time.Duration) killAt {
	within := func(d time.Duration) time.Duration { return time.Duration(chance.Int64N(int64(d))) }
	switch round % 10 {
	case 3: // while it starts
		return killAt{after: within(60 * time.Millisecond)}
	case 6: // when the last rows are on disk, and it is ending
		return killAt{event: "progress", row: rowsPerList + 1, after: within(2 * time.Millisecond)}
	case 9: // when the second batch is just on disk
		return killAt{event: "progress", row: 301, after: within(2 * time.Millisecond)}
	}
	return killAt{event: "opened", after: within(takes)}
}

func killImports(t *testing.T, rounds int, newStore func() []string) {
	dir := t.TempDir()
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	chance := rand.New(rand.NewPCG(seed, 1))
	var where, importing, lists []string
	var takes time.Duration
	killed, halfDone := 0, 0
	importOf := func(paths ...string) []string {
		return append(append(where[:len(where):len(where)], "import", "--json", "--said-by", "the camp"), paths...)
	}
	list := func() {
		path := filepath.Join(dir, fmt.Sprintf("list%d.csv", len(lists)))
		writeList(t, path, len(lists), rowsPerList)
		lists = append(lists, path)
		importing = importOf(path)
	}
	for round := range rounds {
		if round%roundsPerStore == 0 {
			where, lists = newStore(), nil
			mustRun(t, homeward(t.Context(), t, dir, append(where, "init", "--party", "VER")...))
			list() // one is left alive, to see how long it takes here and now
			_, _, takes = killOne(t, dir, importing, killAt{event: "opened", after: time.Hour})
		}
		list()
		at := chooseMoment(chance, round, takes)
		last, dead, _ := killOne(t, dir, importing, at)
		if dead {
			killed++
		}
		size := verified(t, dir, where)
		if size < last.Ledger {
			t.Fatalf("round %d, killed %+v: %d entries were acknowledged, and only %d are in the ledger", round, at, last.Ledger, size)
		}
		done, entries := finish(t, dir, importing)
		if done.Known < last.Added+last.Known {
			t.Fatalf("round %d, killed %+v: %d rows were acknowledged before the kill, and only %d are there", round, at, last.Added+last.Known, done.Known)
		}
		if done.Added+done.Known != rowsPerList {
			t.Fatalf("round %d, killed %+v: finished with %d rows new and %d known of %d", round, at, done.Added, done.Known, rowsPerList)
		}
		if done.Added > 0 && done.Known > 0 {
			halfDone++
		}
		// Rows, a document a list, and the founding of the bureau: nothing is there twice.
		want := int64(len(lists)*(rowsPerList+1) + 1)
		if entries != want {
			t.Fatalf("round %d, killed %+v: %d entries in the ledger after all, %d are wanted", round, at, entries, want)
		}
		if (round+1)%roundsPerStore != 0 && round+1 < rounds {
			continue
		}
		// All lists once more, whatever happened to each: every row is known.
		again, entries := finish(t, dir, importOf(lists...))
		if again.Known != len(lists)*rowsPerList || again.Added != 0 || entries != want {
			t.Fatalf("after round %d, all %d lists run once more: %d rows are new, %d known, %d entries in the ledger", round, len(lists), again.Added, again.Known, entries)
		}
	}
	t.Logf("%d of %d imports were killed, %d of them with some of the rows on disk", killed, rounds, halfDone)
	if killed < rounds/2 || halfDone < rounds/5 {
		t.Errorf("only %d of %d imports were killed before they ended, %d half done: the test does not test", killed, rounds, halfDone)
	}
}

// verified verifies a ledger and returns how many entries it has.
func verified(t *testing.T, dir string, where []string) int64 {
	t.Helper()
	var report struct {
		Whole bool
		Head  struct{ Size int64 }
	}
	out := mustRun(t, homeward(t.Context(), t, dir, append(where[:len(where):len(where)], "verify", "--json")...))
	if err := json.Unmarshal([]byte(out), &report); err != nil || !report.Whole {
		t.Fatalf("the ledger is not whole after the kill (%v): %s", err, out)
	}
	return report.Head.Size
}

// TestKilledInit kills the founding of a bureau. What is left either is a bureau,
// or says what to move out of the way to found it again, and that is so.
func TestKilledInit(t *testing.T) {
	t.Parallel()
	rounds := 40
	if testing.Short() {
		rounds = 10
	}
	dir := t.TempDir()
	store := filepath.Join(dir, "store")
	do := func(args ...string) *exec.Cmd {
		return homeward(t.Context(), t, dir, append([]string{"--store", store}, args...)...)
	}
	began := time.Now()
	mustRun(t, do("init", "--party", "VER"))
	takes := time.Since(began)
	outcomes := map[string]int{}
	for round := range rounds {
		for _, folder := range []string{store, bureau.KeysBeside(store)} {
			if err := os.RemoveAll(folder); err != nil {
				t.Fatal(err)
			}
		}
		first := do("init", "--party", "VER")
		if err := first.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(takes * time.Duration(round) / time.Duration(rounds))
		first.Process.Kill()
		first.Wait()

		if do("verify").Run() == nil {
			outcomes["founded"]++
		} else if out, err := do("init", "--party", "VER").CombinedOutput(); err == nil {
			outcomes["founded again"]++
		} else if !strings.Contains(string(out), "out of the way and run init again") {
			t.Fatalf("round %d: neither founded nor told what to do: %s", round, out)
		} else {
			for _, folder := range []string{store, bureau.KeysBeside(store)} {
				err := os.Rename(folder, fmt.Sprint(folder, ".away", round))
				if err != nil && !errors.Is(err, os.ErrNotExist) {
					t.Fatal(err)
				}
			}
			mustRun(t, do("init", "--party", "VER"))
			outcomes["founded with the old out of the way"]++
		}
		if out := mustRun(t, do("checkpoint")); !strings.Contains(out, "homeward/ver\n1\n") {
			t.Fatalf("round %d: the ledger does not begin with one entry: %s", round, out)
		}
		verified(t, dir, []string{"--store", store})
	}
	t.Logf("%v", outcomes)
}

// TestStoppedImport stops an import with Ctrl-C: it says what is on disk and how
// to go on, and the same command does.
func TestStoppedImport(t *testing.T) {
	dir := t.TempDir()
	where := []string{"--store", filepath.Join(dir, "store")}
	mustRun(t, homeward(t.Context(), t, dir, append(where, "init", "--party", "VER")...))
	const rows = 40_000 // long enough to be stopped in
	path := filepath.Join(dir, "list.csv")
	writeList(t, path, 1, rows)
	importing := append(where, "import", "--json", path)
	cmd := homeward(t.Context(), t, dir, importing...)
	var errs strings.Builder
	cmd.Stderr = &errs
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	stop := sync.OnceFunc(func() {
		if err := cmd.Process.Signal(os.Interrupt); err != nil {
			t.Error(err)
		}
	})
	for lines := bufio.NewScanner(out); lines.Scan(); {
		all.WriteString(lines.Text() + "\n")
		if strings.Contains(lines.Text(), `"event":"progress"`) {
			stop()
		}
	}
	if cmd.Wait(); cmd.ProcessState.ExitCode() != exitFailed || !strings.Contains(errs.String(), "the same command goes on from there") {
		t.Fatalf("stopped with Ctrl-C: exit status %d: %s", cmd.ProcessState.ExitCode(), &errs)
	}
	if size := verified(t, dir, where); size < 100 || size > rows {
		t.Fatalf("%d entries are in the ledger after stopping", size)
	}
	if done, entries := finish(t, dir, importing); done.Added+done.Known != rows || done.Known < 100 || entries != rows+2 {
		t.Errorf("finished with %d rows new and %d known of %d, %d entries", done.Added, done.Known, rows, entries)
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

// killOne starts an import and kills it. It returns the last progress it printed,
// whose rows are acknowledged, whether it was killed before it ended, and how long
// it lived after its first event.
func killOne(t *testing.T, dir string, args []string, at killAt) (last bureau.Progress, killed bool, lived time.Duration) {
	t.Helper()
	cmd := homeward(t.Context(), t, dir, args...)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var opened time.Time
	kill := sync.OnceFunc(func() { time.AfterFunc(at.after, func() { cmd.Process.Kill() }) })
	if at.event == "" {
		kill()
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
			opened = time.Now()
		case "progress":
			last = event.Progress
		}
		if event.Event == at.event && last.Row >= at.row {
			kill()
		}
	}
	err = cmd.Wait()
	status, _ := cmd.ProcessState.Sys().(syscall.WaitStatus)
	if err != nil && status.Signal() != syscall.SIGKILL {
		t.Fatalf("the import ended by itself: %v", err)
	}
	return last, err != nil, time.Since(opened)
}

// finish runs an import to its end. It returns what that did with all its lists, and
// how many entries there were in the ledger with its last commit.
func finish(t *testing.T, dir string, args []string) (done bureau.Imported, entries int64) {
	t.Helper()
	for line := range strings.Lines(mustRun(t, homeward(t.Context(), t, dir, args...))) {
		var event struct {
			Event    string
			Imported bureau.Imported
			Progress bureau.Progress
		}
		if err := json.Unmarshal([]byte(line), &event); err != nil {
			t.Fatalf("%v: %s", err, line)
		}
		switch event.Event {
		case "imported":
			done.Added += event.Imported.Added
			done.Known += event.Imported.Known
		case "progress":
			entries = event.Progress.Ledger
		}
	}
	return done, entries
}
