package postgres_test

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"

	"homeward/ledger"
	"homeward/store"
	"homeward/store/postgres"
	"homeward/store/postgres/pgtest"
	"homeward/store/storetest"

	"github.com/jackc/pgx/v5"
)

func TestMain(m *testing.M) {
	storetest.Writer(openAt)
	os.Exit(m.Run())
}

func openAt(ctx context.Context, url string) (store.Store, error) { return postgres.Open(ctx, url) }

func mustOpen(t testing.TB, url string) store.Store {
	t.Helper()
	s, err := postgres.Open(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// One server for all, since starting one takes longer than most tests.
func TestStore(t *testing.T) {
	server := pgtest.Start(t)
	t.Run("conformance", func(t *testing.T) {
		storetest.Run(t, func(t testing.TB) storetest.Opener {
			url := server.Database(t)
			return func(t testing.TB) store.Store { t.Helper(); return mustOpen(t, url) }
		})
	})
	t.Run("killed writer", func(t *testing.T) {
		url := server.Database(t)
		if err := mustOpen(t, url).Close(); err != nil {
			t.Fatal(err)
		}
		storetest.Kill(t, 10, url, openAt)
	})
	t.Run("killed connections", func(t *testing.T) { killedConnections(t, server.Database(t)) })
	t.Run("tampering", func(t *testing.T) { tampering(t, server) })
	t.Run("newer schema", func(t *testing.T) { newerSchema(t, server.Database(t)) })
	t.Run("concurrent first opening", func(t *testing.T) { firstOpening(t, server.Database(t)) })
	t.Run("asynchronous commit is not accepted", func(t *testing.T) { synchronous(t, server.Database(t)) })
}

func fill(t testing.TB, s store.Store, batches, each int) {
	t.Helper()
	sign, _ := storetest.Keys(t)
	for b := range batches {
		var drafts []store.Draft
		for i := range each {
			n := b*each + i
			drafts = append(drafts, store.Draft{Tag: storetest.Tag(fmt.Sprint("row ", n)), Records: []ledger.Record{storetest.Record(n/2, fmt.Sprint("sealed bytes of ", n))}})
		}
		if _, err := s.Append(t.Context(), drafts, sign); err != nil {
			t.Fatal(err)
		}
	}
}

func raw(t testing.TB, url, query string) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	if _, err := conn.Exec(t.Context(), query); err != nil {
		t.Fatal(err)
	}
}

func tampering(t *testing.T, server *pgtest.Server) {
	for name, c := range map[string]struct {
		query string
		kind  ledger.Kind
		entry int64
	}{
		"a byte of a record":  {"UPDATE homeward.entries SET sealed = set_byte(sealed, 3, 0) WHERE n = 777", ledger.AlteredEntry, 777},
		"a subject cut":       {"UPDATE homeward.entries SET subject = '\\x00' WHERE n = 12", ledger.AlteredEntry, 12},
		"a row deleted":       {"DELETE FROM homeward.entries WHERE n = 1023", ledger.MissingEntry, 1023},
		"a row added":         {"INSERT INTO homeward.entries SELECT 2000, subject, key, recorded, sealed FROM homeward.entries WHERE n = 1", ledger.ExtraEntry, 2000},
		"a tile":              {"UPDATE homeward.tiles SET data = set_byte(data, 0, get_byte(data, 0) # 1) WHERE level = 0 AND n = 2", ledger.AlteredTile, 512},
		"the root":            {"UPDATE homeward.head SET root = set_byte(root, 0, get_byte(root, 0) # 1)", ledger.AlteredHead, -1},
		"a checkpoint":        {"UPDATE homeward.checkpoints SET note = set_byte(note, 24, 49) WHERE size = 400", ledger.BadCheckpoint, -1},
		"checkpoints deleted": {"DELETE FROM homeward.checkpoints WHERE size > 1000", ledger.Unsigned, 1000},
	} {
		t.Run(name, func(t *testing.T) {
			url := server.Database(t)
			s := mustOpen(t, url)
			defer s.Close()
			fill(t, s, 10, 200)
			raw(t, url, c.query)
			_, v := storetest.Keys(t)
			r, err := ledger.Verify(t.Context(), s, v, nil)
			if err != nil {
				t.Fatal(err)
			}
			if r.Whole() || r.Problem.Kind != c.kind || r.Problem.Entry != c.entry {
				t.Errorf("%+v\n%v", r.Problem, r)
			}
		})
	}
}

// The server drops every connection, as at a failover; the store goes on.
func killedConnections(t *testing.T, url string) {
	s := mustOpen(t, url)
	defer s.Close()
	fill(t, s, 3, 10)
	raw(t, url, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()")
	sign, _ := storetest.Keys(t)
	written := false
	for range 20 { // the pool may hold a few dead connections
		if _, err := s.Append(t.Context(), []store.Draft{{Tag: storetest.Tag("after"), Records: []ledger.Record{storetest.Record(1, "after")}}}, sign); err == nil {
			written = true
			break
		}
	}
	if !written {
		t.Error("after the connections were dropped nothing could be appended")
	}
	storetest.MustBeWhole(t, s)
	if h, err := s.Head(t.Context()); err != nil || h.Size != 31 {
		t.Errorf("%d entries, %v; want 31", h.Size, err)
	}
}

func newerSchema(t *testing.T, url string) {
	if err := mustOpen(t, url).Close(); err != nil {
		t.Fatal(err)
	}
	raw(t, url, "UPDATE homeward.schema SET version = 99")
	if s, err := postgres.Open(t.Context(), url); err == nil {
		s.Close()
		t.Error("a newer schema was opened")
	} else if !strings.Contains(err.Error(), "schema 99") || !strings.Contains(err.Error(), "newer program") {
		t.Error(err)
	}
}

func firstOpening(t *testing.T, url string) {
	failed := make(chan error)
	for range 5 {
		go func() {
			s, err := postgres.Open(t.Context(), url)
			if err == nil {
				err = s.Close()
			}
			failed <- err
		}()
	}
	for range 5 {
		if err := <-failed; err != nil {
			t.Error(err)
		}
	}
}

func synchronous(t *testing.T, url string) {
	raw(t, url, "DO $$ BEGIN EXECUTE 'ALTER DATABASE ' || current_database() || ' SET synchronous_commit = off'; END $$")
	s, err := postgres.Open(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if mode := s.SynchronousCommit(t.Context()); mode != "on" {
		t.Errorf("synchronous_commit is %s on the store's connections", mode)
	}
}

func TestOpenTellsNoPassword(t *testing.T) {
	for _, url := range []string{"postgres://u:sesame@127.0.0.1:1/x?connect_timeout=1", "postgres://u:sesame@127.0.0.1:port/x", "host=127.0.0.1 port=1 password=sesame"} {
		if s, err := postgres.Open(t.Context(), url); err == nil {
			s.Close()
			t.Errorf("%s was opened", url)
		} else if strings.Contains(err.Error(), "sesame") {
			t.Errorf("the error shows the password: %v", err)
		}
	}
}
