package main

import (
	"bufio"
	"bytes"
	"context"
	cryptorand "crypto/rand"
	"database/sql"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"homeward/bureau"
	"homeward/store/postgres/pgtest"
	"homeward/store/sqlite"

	"github.com/jackc/pgx/v5"
)

// canaries are two hundred words that stand nowhere else, a third of them in each
// script. They are brought in by every way there is, and must then be found in no
// file.
type canaries struct {
	words []string
	next  [3]int   // how many were asked for, in each script
	named []string // names of people in the first list
}

const perScript = 67

func newCanaries(chance *rand.Rand) *canaries {
	c := &canaries{}
	scripts := [][]rune{[]rune("bcdfghjklmnpqrstvwxz"), []rune("бвгджзклмнпрстфхцчш"), []rune("갈낙달락말박살악잘착칼탁팔학")}
	for range perScript {
		for _, letters := range scripts {
			word := make([]rune, 12)
			for j := range word {
				word[j] = letters[chance.IntN(len(letters))]
			}
			c.words = append(c.words, string(word))
		}
	}
	return c
}

// latin, cyrillic and hangul each take the next word of their script.
func (c *canaries) latin() string    { return c.take(0) }
func (c *canaries) cyrillic() string { return c.take(1) }
func (c *canaries) hangul() string   { return c.take(2) }

func (c *canaries) take(script int) string {
	i := c.next[script]
	c.next[script]++
	return c.words[i%perScript*3+script]
}

// a name begins with a capital, where the script has them.
func capital(word string) string {
	letters := []rune(word)
	return strings.ToTitle(string(letters[:1])) + string(letters[1:])
}

// TestCanaries brings two hundred words into a bureau by every way there is, has
// it work with them, kill and crash in between, and then finds them in no file:
// not in the store, its write-ahead log or the keyring, not in the temporary
// folder, not in PostgreSQL's data and logs, not in what a crash prints.
func TestCanaries(t *testing.T) {
	t.Run("SQLite", func(t *testing.T) {
		dir := t.TempDir()
		store := filepath.Join(dir, "store")
		withCanaries(t, watchedBureau{where: []string{"--store", store, "--keys", filepath.Join(dir, "keys")}, watched: []string{dir},
			segments: func(ctx context.Context) (n int, err error) {
				db, err := sql.Open("sqlite", filepath.Join(store, sqlite.FileName))
				if err != nil {
					return 0, err
				}
				defer db.Close()
				return n, db.QueryRowContext(ctx, "SELECT count(*) FROM blobs").Scan(&n)
			},
			proofs: map[string]string{sqlite.FileName: "CREATE TABLE entries", sqlite.FileName + "-wal": "", "subjects.keys": ""}})
	})
	t.Run("PostgreSQL", func(t *testing.T) {
		if os.Getenv(pgtest.ServerEnv) != "" {
			t.Skip("a given server's files cannot be looked into; unset " + pgtest.ServerEnv)
		}
		server := pgtest.Start(t)
		url, dir := server.Database(t), t.TempDir()
		withCanaries(t, watchedBureau{where: []string{"--store", url, "--keys", filepath.Join(dir, "keys")}, watched: []string{dir, server.Folder()},
			segments: func(ctx context.Context) (n int, err error) {
				conn, err := pgx.Connect(ctx, url)
				if err != nil {
					return 0, err
				}
				defer conn.Close(ctx)
				return n, conn.QueryRow(ctx, "SELECT count(*) FROM homeward.blobs").Scan(&n)
			},
			// The log has every statement: what was sent to the server was looked into.
			proofs: map[string]string{"log": "INSERT INTO", "PG_VERSION": "", "subjects.keys": ""}})
	})
}

// watchedBureau is a bureau whose files are looked into.
type watchedBureau struct {
	where    []string // flags that say where the bureau is
	watched  []string // folders that must not hold one
	segments func(context.Context) (int, error)
	proofs   map[string]string // files that must have been there to look into, and a text in each
}

func withCanaries(t *testing.T, a watchedBureau) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	c := newCanaries(rand.New(rand.NewPCG(seed, 3)))
	find := newFinder(c.words)
	papers, tmp, crash := t.TempDir(), t.TempDir(), t.TempDir() // the papers are the user's own and are not looked into
	long := time.Date(2001, 1, 1, 0, 0, 0, 0, time.UTC)
	if err := os.Chtimes(tmp, long, long); err != nil {
		t.Fatal(err)
	}
	command := func(name string, args ...string) *exec.Cmd {
		cmd := program(t.Context(), t, papers, name, append(a.where[:len(a.where):len(a.where)], args...)...)
		cmd.Env = append(cmd.Env, "TMPDIR="+tmp, "GOTRACEBACK=all")
		cmd.Dir = papers
		return cmd
	}
	said := map[string]bool{} // words given on the command line
	do := func(args ...string) string {
		t.Helper()
		find.in([]byte(strings.Join(args, "\n")), func(n needle) { said[n.word] = true })
		return mustRun(t, command("homeward", args...))
	}
	do("init", "--party", "VER", "--by", c.latin())

	lists := c.writeLists(t, papers)
	imported := do(append([]string{"import", "--said-by", c.latin(), "--by", c.hangul()}, lists...)...)
	for _, encoding := range []string{"utf-8", "windows-1251", "euc-kr", "utf-16le"} {
		if !strings.Contains(imported, encoding) {
			t.Errorf("no list was read as %s: %s", encoding, imported)
		}
	}
	do(append([]string{"import", "--said-by", c.latin(), "--by", c.hangul()}, lists...)...) // said by another: all is new
	do("import", "--said-by", c.latin(), "many.csv")                                        // enough for the index to be saved
	if n, err := a.segments(t.Context()); err != nil || n == 0 {
		t.Fatalf("%d pieces of the index are saved (%v): the test does not test them", n, err)
	}
	// A workbook whose sheet is so large that a program might put it into a file of
	// its own for a while. All its rows but one are bad ones.
	big := command("homeward", "import", "--said-by", c.latin(), "--rejects", "rejects.csv", "big.xlsx")
	if out, _ := big.Output(); big.ProcessState.ExitCode() != exitRejected || !strings.Contains(string(out), "1 new") {
		t.Errorf("the large workbook: exit status %d: %s", big.ProcessState.ExitCode(), out)
	}
	do("intake", c.writeReport(t, papers))
	do("review", "--reject", "1.S1", "--because", c.hangul())
	do("review", "--accept-all", "--because", c.cyrillic(), "--by", c.latin())

	ids := func(q ...string) (ids []string) {
		t.Helper()
		var out struct{ Hits []struct{ ID string } }
		if err := json.Unmarshal([]byte(do(append([]string{"search", "--json"}, q...)...)), &out); err != nil {
			t.Fatal(err)
		}
		for _, h := range out.Hits {
			ids = append(ids, h.ID)
		}
		return ids
	}
	// Of everybody in the first list, there are two: two sources named him.
	var pairs [][]string
	for i := range 6 {
		found := ids(c.named[i])
		if len(found) < 2 {
			t.Fatalf("%d people are found by the name of a canary: the test does not test", len(found))
		}
		pairs = append(pairs, found[:2])
	}
	shown := do("show", pairs[0][0])
	if !strings.Contains(shown, c.named[0]) {
		t.Fatalf("the file of a canary does not have his name: the test does not test\n%s", shown)
	}
	entry := refOf(t, shown, "Name:")
	do("same", pairs[0][0], pairs[0][1], "--because", c.hangul())
	do("not-same", pairs[1][0], pairs[1][1], "--because", c.latin(), "--by", c.hangul())
	do("correct", entry, capital(c.latin())+" "+capital(c.cyrillic()), "--because", c.cyrillic())
	do("withdraw", refOf(t, do("show", pairs[2][0]), "Name:"), "--because", c.hangul())
	do("show", "--json", pairs[3][0])
	do("erase", pairs[4][1], "--because", c.latin(), "--approved-by", c.cyrillic())
	do("erase", pairs[0][1], "--because", c.latin(), "--approved-by", c.cyrillic())
	if left := do("search", c.named[4]); strings.Contains(left, pairs[4][1]) {
		t.Errorf("who was erased is still found: %s", left)
	}
	do("due")
	do("target", "122.3-agency", "3d", "--because", c.hangul())
	do("verify")

	brought, _ := find.scan(t, papers)
	for _, h := range brought {
		said[h.word] = true
	}
	for _, w := range c.words {
		if !said[w] {
			t.Errorf("%s was not brought in at all: the test does not test it", w)
		}
	}

	c.writeLong(t, papers)
	// A crash in the middle of the work prints stacks, and no values.
	for _, name := range []string{"homeward", "panicking"} {
		stacks := crashImport(t, command(name, "import", "--said-by", c.latin(), "long.csv"), name == "homeward")
		if err := os.WriteFile(filepath.Join(crash, name), stacks, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	found, files := find.scan(t, append(a.watched, tmp, crash)...)
	for _, h := range found {
		t.Error(h)
	}
	t.Logf("%d words, %d files looked into", len(c.words), files)
	a.prove(t)
	// Nothing is left there, and nothing has been there for a moment.
	if after, err := os.Stat(tmp); err != nil || !after.ModTime().Equal(long) {
		left, _ := os.ReadDir(tmp)
		t.Errorf("the temporary folder was written into; left there: %v %v", left, err)
	}
}

// prove checks that the files in which a leak would show were there to look into.
func (a watchedBureau) prove(t *testing.T) {
	t.Helper()
	for name, text := range a.proofs {
		seen := false
		for _, folder := range a.watched {
			err := filepath.WalkDir(folder, func(path string, d os.DirEntry, err error) error {
				if err != nil || d.Name() != name || d.IsDir() {
					return err
				}
				data, err := os.ReadFile(path)
				seen = seen || len(data) > 0 && bytes.Contains(data, []byte(text))
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		if !seen {
			t.Errorf("no file %s with %q was looked into", name, text)
		}
	}
}

// crashImport starts an import and has it crash once its first rows are on disk,
// by a signal or by itself. It returns what was printed on standard error.
func crashImport(t *testing.T, cmd *exec.Cmd, signal bool) []byte {
	t.Helper()
	out, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewReader(out)
	first, err := lines.ReadBytes('\n')
	if err == nil && signal {
		err = cmd.Process.Signal(syscall.SIGQUIT)
	}
	if err != nil {
		t.Fatal(err)
	}
	rest, err := io.ReadAll(lines)
	if err != nil {
		t.Fatal(err)
	}
	if cmd.Wait() == nil || !bytes.Contains(rest, []byte("goroutine ")) || !bytes.Contains(rest, []byte("homeward/bureau.")) {
		t.Fatalf("the import did not crash in the middle of its work: %s%.300s", first, rest)
	}
	return append(first, rest...)
}

// panicking is an import that goes wrong by a fault of the program, with rows in
// its hands.
func panicking() {
	at := func(flag string) string { return os.Args[slices.Index(os.Args, flag)+1] }
	b, err := bureau.Open(context.Background(), bureau.Config{Store: at("--store"), Keys: at("--keys"), Random: cryptorand.Reader})
	if err == nil {
		commits := 0
		_, err = b.Import(context.Background(), bureau.Import{Files: []string{at(at("--said-by"))}, By: "olena", SaidBy: at("--said-by")},
			bureau.Watch{Progress: func(bureau.Progress) {
				fmt.Fprintln(os.Stderr, "rows are on disk")
				if commits++; commits == 2 {
					panic("a fault of the program")
				}
			}})
	}
	fmt.Fprintln(os.Stderr, "no panic:", err)
	os.Exit(1)
}

// refOf finds the first statement below a heading of a shown file.
func refOf(t *testing.T, shown, heading string) string {
	t.Helper()
	_, after, found := strings.Cut(shown, "\n"+heading)
	_, after, more := strings.Cut(after, "\n")
	for found && more {
		var line string
		line, after, more = strings.Cut(after, "\n")
		if ref, _, ok := strings.Cut(strings.TrimSpace(line), " "); ok && strings.Contains(ref, ".") {
			return ref
		}
	}
	t.Fatalf("no statement below %q in\n%s", heading, shown)
	return ""
}
