package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"homeward/store/postgres/pgtest"
)

// TestBureauInPostgres goes the way of the scripts' first pages in a database:
// founded once, lists taken in once, found, shown, erased, proved.
func TestBureauInPostgres(t *testing.T) {
	server := pgtest.Start(t)
	dir := t.TempDir()
	at := []string{"--store", server.Database(t), "--keys", filepath.Join(dir, "keys")}
	do := func(args ...string) string {
		t.Helper()
		return mustRun(t, homeward(t.Context(), t, dir, append(at[:len(at):len(at)], args...)...))
	}
	refused := func(why string, args ...string) {
		t.Helper()
		out, err := homeward(t.Context(), t, dir, args...).CombinedOutput()
		if err == nil || !strings.Contains(string(out), why) {
			t.Errorf("%v: %v, %q is wanted in: %s", args, err, why, out)
		}
	}
	refused("name the keyring's folder with --keys", "--store", at[1], "init", "--party", "VER")
	do("init", "--party", "VER")
	other := filepath.Join(dir, "other")
	refused("a bureau is here already", "--store", at[1], "--keys", other, "init", "--party", "SOK")
	if _, err := os.Stat(other); err == nil {
		t.Error("a keyring was made for a bureau that was refused")
	}
	list := filepath.Join(dir, "list.csv")
	if err := os.WriteFile(list, []byte("ref,name,born\n1,Anna Sokil,1990-01-02\n2,Іван Бондар,1991-02-03\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"2 rows, 2 new", "2 rows, 0 new, 2 known already"} {
		if out := do("import", list, "--said-by", "Bureau of Verenia"); !strings.Contains(out, want) {
			t.Errorf("%q is wanted in: %s", want, out)
		}
	}
	id, _, _ := strings.Cut(do("search", "Ivan Bondar"), " ")
	if out := do("show", id); !strings.Contains(out, "Іван Бондар") {
		t.Errorf("the file does not have his name: %s", out)
	}
	kept := filepath.Join(dir, "kept")
	if err := os.WriteFile(kept, []byte(do("checkpoint")), 0o600); err != nil {
		t.Fatal(err)
	}
	do("erase", id, "--because", "asked by the family", "--approved-by", "taras")
	if out := do("search", "Ivan Bondar"); strings.Contains(out, "Бондар") {
		t.Errorf("who was erased is found: %s", out)
	}
	if out := do("verify", "--against", kept); !strings.Contains(out, "is whole") {
		t.Error(out)
	}
}
