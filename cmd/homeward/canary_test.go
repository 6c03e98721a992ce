package main

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"homeward/store/postgres/pgtest"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/unicode"
)

// canaries are two hundred words that stand nowhere else. They are brought in by
// every way there is, and must then be found in no file.
type canaries struct {
	words []string
	next  int
}

func newCanaries(chance *rand.Rand) *canaries {
	c := &canaries{}
	scripts := [][]rune{[]rune("bcdfghjklmnpqrstvwxz"), []rune("бвгджзклмнпрстфхцчш"), []rune("갈낙달락말박살악잘착칼탁팔학")}
	for i := range 201 { // as many of each script
		letters := scripts[i%len(scripts)]
		word := make([]rune, 12)
		for j := range word {
			word[j] = letters[chance.IntN(len(letters))]
		}
		c.words = append(c.words, string(word))
	}
	return c
}

// latin, cyrillic and hangul each take a word that was not taken before.
func (c *canaries) latin() string    { return c.take(0) }
func (c *canaries) cyrillic() string { return c.take(1) }
func (c *canaries) hangul() string   { return c.take(2) }

func (c *canaries) take(script int) string {
	for c.next%3 != script {
		c.next++
	}
	w := c.words[c.next%len(c.words)]
	c.next++
	return w
}

// needles are the bytes by which a word would be found, whatever wrote it.
func needles(word string) map[string][]byte {
	n := map[string][]byte{"UTF-8": []byte(word)}
	for name, e := range map[string]interface{ Bytes([]byte) ([]byte, error) }{
		"UTF-16LE": unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewEncoder(),
		"UTF-16BE": unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM).NewEncoder(),
		"cp1251":   charmap.Windows1251.NewEncoder(), "EUC-KR": korean.EUCKR.NewEncoder(),
	} {
		if b, err := e.Bytes([]byte(word)); err == nil {
			n[name] = b
		}
	}
	return n
}

// scan looks for the words in every file below the folders, unpacking what is
// packed, and returns where it found them.
func (c *canaries) scan(t *testing.T, folders ...string) (found []string, files int) {
	t.Helper()
	all := map[string]map[string][]byte{}
	for _, w := range c.words {
		all[w] = needles(w)
	}
	for _, folder := range folders {
		err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
			if err != nil || !d.Type().IsRegular() {
				return err
			}
			data, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			files++
			for name, part := range unpacked(path, data) {
				for w, forms := range all {
					for form, needle := range forms {
						if bytes.Contains(part, needle) {
							found = append(found, fmt.Sprintf("%s as %s in %s", w, form, name))
						}
					}
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return found, files
}

func unpacked(path string, data []byte) map[string][]byte {
	parts := map[string][]byte{path: data}
	if z, err := zip.NewReader(bytes.NewReader(data), int64(len(data))); err == nil {
		for _, f := range z.File {
			if r, err := f.Open(); err == nil {
				if inner, err := io.ReadAll(r); err == nil {
					parts[path+"!"+f.Name] = inner
				}
				r.Close()
			}
		}
	}
	if g, err := gzip.NewReader(bytes.NewReader(data)); err == nil {
		if inner, err := io.ReadAll(g); err == nil {
			parts[path+"!gz"] = inner
		}
	}
	return parts
}

func TestTheScannerFindsCanaries(t *testing.T) {
	c := newCanaries(rand.New(rand.NewPCG(1, 2)))
	dir := t.TempDir()
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	fmt.Fprint(z, c.words[4])
	z.Close()
	book := excelize.NewFile()
	book.SetCellStr("Sheet1", "A1", c.words[5])
	wide, err := unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewEncoder().String(c.words[2])
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{"plain": []byte("x" + c.words[0] + "y"), "wide": []byte(wide), "gz": packed.Bytes()} {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := book.SaveAs(filepath.Join(dir, "book.xlsx")); err != nil {
		t.Fatal(err)
	}
	if found, files := c.scan(t, dir); files != 4 || len(found) < 4 {
		t.Errorf("of four planted words found: %v", found)
	}
}

// TestCanaries brings two hundred words into a bureau by every way there is, has
// it work with them, kill and crash in between, and then finds them in no file:
// not in the store, its write-ahead log or the keyring, not in the temporary
// folder, not in PostgreSQL's data and logs, not in what a crash prints.
func TestCanaries(t *testing.T) {
	t.Run("SQLite", func(t *testing.T) {
		dir := t.TempDir()
		store := filepath.Join(dir, "store")
		withCanaries(t, []string{"--store", store, "--keys", filepath.Join(dir, "keys")}, dir)
	})
	t.Run("PostgreSQL", func(t *testing.T) {
		if os.Getenv(pgtest.ServerEnv) != "" {
			t.Skip("a given server's files cannot be looked into; unset " + pgtest.ServerEnv)
		}
		server := pgtest.Start(t)
		url := server.Database(t)
		dir := t.TempDir()
		withCanaries(t, []string{"--store", url, "--keys", filepath.Join(dir, "keys")}, dir, server.Folder())
	})
}

func withCanaries(t *testing.T, where []string, watched ...string) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	c := newCanaries(rand.New(rand.NewPCG(seed, 3)))
	papers, tmp, crash := t.TempDir(), t.TempDir(), t.TempDir() // the papers are the user's own and are not looked into
	watched = append(watched, tmp, crash)
	do := func(args ...string) string {
		cmd := homeward(t.Context(), t, papers, append(where[:len(where):len(where)], args...)...)
		cmd.Env = append(cmd.Env, "TMPDIR="+tmp)
		cmd.Dir = papers
		return mustRun(t, cmd)
	}
	write := func(name string, data []byte, err error) string {
		t.Helper()
		if err == nil {
			err = os.WriteFile(filepath.Join(papers, name), data, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
		return name
	}
	do("init", "--party", "VER", "--by", c.latin())

	list := func(word func() string) string {
		var b strings.Builder
		b.WriteString("reference,name,date of birth,held at,unheard of column,next of kin,kin address\n")
		for i := range 9 {
			fmt.Fprintf(&b, "%d%s,%s %s,1990-01-0%d,%s,%s,%s,%s\n", i, c.latin(), word(), word(), i+1, word(), word(), word(), word())
		}
		return b.String()
	}
	write(c.latin()+".csv", []byte(list(c.hangul)), nil)
	name := c.cyrillic() + ".csv"
	data, err := charmap.Windows1251.NewEncoder().Bytes([]byte(list(c.cyrillic)))
	write(name, data, err)
	wide, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().Bytes([]byte(list(c.hangul)))
	write("wide.csv", wide, err)
	book := excelize.NewFile()
	for i, h := range []string{"name", "date of birth", "remarks"} {
		book.SetCellStr("Sheet1", string(rune('A'+i))+"1", h)
	}
	for i := 2; i < 8; i++ {
		book.SetCellStr("Sheet1", fmt.Sprint("A", i), c.cyrillic()+" "+c.latin())
		book.SetCellStr("Sheet1", fmt.Sprint("C", i), c.hangul())
	}
	if err := book.SaveAs(filepath.Join(papers, "book.xlsx")); err != nil {
		t.Fatal(err)
	}
	card, err := json.Marshal(map[string]any{"surname": c.cyrillic(), "first_names": c.latin(), "health": "good", "unknown key": c.hangul(),
		"next_of_kin": map[string]string{"name": c.cyrillic(), "address": c.latin()}})
	write("card.json", card, err)
	matches, err := filepath.Glob(filepath.Join(papers, "*.[cjx][sl]*"))
	if err != nil {
		t.Fatal(err)
	}
	do(append([]string{"import", "--said-by", c.latin(), "--by", c.hangul()}, matches...)...)
	do(append([]string{"import", "--said-by", c.latin(), "--by", c.hangul()}, matches...)...) // said by another: all is new

	first := strings.ToUpper(c.latin()[:1]) + c.latin()[1:]
	write(c.latin()+".txt", []byte("date 2025-01-13 Minister Anna "+first+" said on Sunday that the soldier "+c.latin()+" was captured on January 9 near "+c.latin()+
		".\n\nThe soldier said that he was captured on January 5 and that he wants to stay. “"+c.cyrillic()+" "+c.hangul()+",” he said.\n"), nil)
	reports, err := filepath.Glob(filepath.Join(papers, "*.txt"))
	if err != nil {
		t.Fatal(err)
	}
	do(append([]string{"intake"}, reports...)...)
	do("review", "--accept-all", "--because", c.cyrillic())

	var hits struct{ Hits []struct{ ID string } }
	search := func(q string) []struct{ ID string } {
		t.Helper()
		if err := json.Unmarshal([]byte(do("search", "--json", q)), &hits); err != nil {
			t.Fatal(err)
		}
		return hits.Hits
	}
	some := search(c.words[1])
	if len(some) < 2 {
		some = append(some, search(c.words[4])...)
	}
	if len(some) < 2 {
		t.Fatalf("the canaries are not found by searching: the test does not test")
	}
	do("show", some[0].ID)
	do("same", some[0].ID, some[1].ID, "--because", c.hangul())
	do("erase", some[1].ID, "--because", c.latin(), "--approved-by", c.cyrillic())
	do("due")
	do("verify")

	// A crash in the middle of the work prints stacks, and no values.
	var long strings.Builder
	long.WriteString("name,remarks\n")
	for i := range 60_000 {
		fmt.Fprintf(&long, "%s %d,%s\n", c.words[i%201], i, c.words[(i+7)%201])
	}
	write("long.csv", []byte(long.String()), nil)
	cmd := homeward(t.Context(), t, papers, append(where[:len(where):len(where)], "import", "--said-by", c.latin(), "long.csv")...)
	cmd.Env, cmd.Dir = append(cmd.Env, "TMPDIR="+tmp, "GOTRACEBACK=all"), papers
	var stacks bytes.Buffer
	cmd.Stderr = &stacks
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	time.Sleep(500 * time.Millisecond)
	if err := cmd.Process.Signal(syscall.SIGQUIT); err != nil {
		t.Fatal(err)
	}
	if cmd.Wait() == nil || !strings.Contains(stacks.String(), "goroutine") {
		t.Fatalf("the import did not crash on request: %.200s", stacks.String())
	}
	// What it said before the crash, to whoever ran it, names his own file.
	if err := os.WriteFile(filepath.Join(crash, "stderr"), stacks.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	found, files := c.scan(t, watched...)
	if files < 5 {
		t.Fatalf("only %d files were looked into", files)
	}
	for _, f := range found {
		t.Error(f)
	}
}
