package sqlite_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"homeward/store"
	"homeward/store/sqlite"
	"homeward/store/storetest"
)

func TestMain(m *testing.M) {
	storetest.Writer(openAt)
	os.Exit(m.Run())
}

func openAt(ctx context.Context, path string) (store.Store, error) { return sqlite.Open(ctx, path) }

// create makes a store in a directory of the test's and returns its file.
func create(t testing.TB) (*sqlite.Store, string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "log.db")
	s, err := sqlite.Create(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	return s, path
}

func mustClose(t testing.TB, s store.Store) {
	t.Helper()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestConformance(t *testing.T) {
	storetest.Run(t, func(t testing.TB) storetest.Opener {
		path, made := filepath.Join(t.TempDir(), "log.db"), false
		return func(t testing.TB) store.Store {
			t.Helper()
			do := sqlite.Open
			if !made {
				do, made = sqlite.Create, true
			}
			s, err := do(t.Context(), path)
			if err != nil {
				t.Fatal(err)
			}
			return s
		}
	})
}

func TestKilledWriter(t *testing.T) {
	s, path := create(t)
	mustClose(t, s)
	storetest.Kill(t, 10, path, openAt)
}

func TestCreateAndOpen(t *testing.T) {
	dir := t.TempDir()
	odd := filepath.Join(dir, "a folder?with #odd %41 name") + string(filepath.Separator)
	s, err := sqlite.Create(t.Context(), odd)
	if err != nil {
		t.Fatal(err)
	}
	mustClose(t, s)
	info, err := os.Stat(filepath.Join(odd, sqlite.FileName))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the file: %v, %v", info, err)
	}
	if s, err = sqlite.Open(t.Context(), odd); err != nil {
		t.Fatal(err)
	}
	mustClose(t, s)

	for name, c := range map[string]struct {
		do   func() (*sqlite.Store, error)
		says string
	}{
		"creating over a store":   {func() (*sqlite.Store, error) { return sqlite.Create(t.Context(), odd) }, "give another name"},
		"opening nothing":         {func() (*sqlite.Store, error) { return sqlite.Open(t.Context(), filepath.Join(dir, "none.db")) }, "there is no store at"},
		"opening an empty folder": {func() (*sqlite.Store, error) { return sqlite.Open(t.Context(), t.TempDir()) }, "there is no store at"},
		"opening a text file": {func() (*sqlite.Store, error) {
			path := filepath.Join(dir, "letter.txt")
			if err := os.WriteFile(path, []byte(strings.Repeat("Dear sir, ", 500)), 0o600); err != nil {
				t.Fatal(err)
			}
			return sqlite.Open(t.Context(), path)
		}, "cannot be read as a store"},
		"opening an empty file": {func() (*sqlite.Store, error) {
			path := filepath.Join(dir, "empty.db")
			if err := os.WriteFile(path, nil, 0o600); err != nil {
				t.Fatal(err)
			}
			return sqlite.Open(t.Context(), path)
		}, "not a store of Homeward"},
	} {
		if s, err := c.do(); err == nil {
			s.Close()
			t.Errorf("%s succeeded", name)
		} else if !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if b, err := os.ReadFile(filepath.Join(dir, "letter.txt")); err != nil || !strings.HasPrefix(string(b), "Dear sir") {
		t.Error("opening a text file changed it")
	}
}
