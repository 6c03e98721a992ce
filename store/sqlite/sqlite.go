// Package sqlite keeps a bureau's log in one SQLite file: a laptop is enough.
//
// Its words are those of package store. What it promises:
//   - What Append has returned is on the disk (WAL, synchronous=FULL), whole, with
//     its tiles and its signed checkpoint, in one transaction.
//   - Callers that append at the same time share a transaction (group commit).
//     Several processes may have the file open; SQLite's lock parts them.
//   - What Forget and ReplaceBlobs remove leaves the file and its write-ahead log.
//   - Memory does not grow with the log: page caches are bounded, reading goes page
//     by page.
//
// It opens nothing that is sealed and writes no temporary files. Network file
// systems do not keep SQLite's locks: the file belongs on a local disk.
package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"time"

	"homeward/store"

	"golang.org/x/mod/sumdb/tlog"
	_ "modernc.org/sqlite" // the driver, pure Go
)

// FileName is the store's file when a directory is given.
const FileName = "homeward.db"

const (
	busyWait    = 30 * time.Second // for another process's transaction
	readers     = 4
	writerCache = 40 << 10 // KiB of pages
	readerCache = 4 << 10  // KiB of pages, each
	walPages    = 4000     // pages in the write-ahead log before SQLite moves them to the file
)

// Store is an open SQLite store.
type Store struct {
	store.Tables
	path  string
	read  *sql.DB
	write *sql.DB
	w     *writer // used by the group's leader, or exclusively
	group *store.Group

	readTile *sql.Stmt
}

var _ store.Store = (*Store)(nil)

// Create makes a new store. path is a file, or a directory (existing, or with a
// trailing separator) in which FileName is made. It refuses to touch a file that is there.
func Create(ctx context.Context, path string) (*Store, error) {
	s, err := create(ctx, path)
	if err != nil {
		return nil, fmt.Errorf("sqlite: creating the store %s: %w", path, err)
	}
	return s, nil
}

func create(ctx context.Context, path string) (*Store, error) {
	if os.IsPathSeparator(path[max(0, len(path)-1)]) {
		if err := os.MkdirAll(path, 0o700); err != nil {
			return nil, err
		}
	}
	file := inDirectory(path)
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		return nil, err
	}
	// SQLite gives its -wal and -shm files the mode of this one.
	f, err := os.OpenFile(file, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	if errors.Is(err, os.ErrExist) {
		return nil, fmt.Errorf("%w: open it, or give another name", err)
	}
	if err != nil {
		return nil, err
	}
	if err := f.Close(); err != nil {
		return nil, err
	}
	s, err := open(ctx, file, true)
	if err != nil {
		return nil, errors.Join(err, os.Remove(file))
	}
	return s, syncDir(filepath.Dir(file))
}

// Open opens a store that Create made, and brings an older schema up to date.
func Open(ctx context.Context, path string) (*Store, error) {
	file := inDirectory(path)
	if _, err := os.Stat(file); err != nil {
		return nil, fmt.Errorf("sqlite: opening the store: there is no store at %s: make one first, or name the directory it is in: %w", file, err)
	}
	s, err := open(ctx, file, false)
	if err != nil {
		return nil, fmt.Errorf("sqlite: opening the store %s: %w", file, err)
	}
	return s, nil
}

func inDirectory(path string) string {
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return filepath.Join(path, FileName)
	}
	return path
}

func open(ctx context.Context, file string, fresh bool) (*Store, error) {
	abs, err := filepath.Abs(file)
	if err != nil {
		return nil, err
	}
	s := &Store{path: abs}
	s.Tables = store.NewTables(s.ask, "", s.failed)
	pragmas := []string{
		"busy_timeout(" + strconv.FormatInt(busyWait.Milliseconds(), 10) + ")",
		"cache_size(-" + strconv.Itoa(writerCache) + ")",
		"synchronous(FULL)", "secure_delete(ON)", "temp_store(MEMORY)",
		"wal_autocheckpoint(" + strconv.Itoa(walPages) + ")",
	}
	if s.write, err = sql.Open("sqlite", dsn(abs, pragmas)); err != nil {
		return nil, err
	}
	s.write.SetMaxOpenConns(1)
	if err := prepare(ctx, s.write, fresh); err != nil {
		return nil, errors.Join(err, s.write.Close())
	}
	if s.read, err = sql.Open("sqlite", dsn(abs, []string{
		"busy_timeout(" + strconv.FormatInt(busyWait.Milliseconds(), 10) + ")",
		"cache_size(-" + strconv.Itoa(readerCache) + ")",
		"temp_store(MEMORY)", "query_only(ON)",
	})); err != nil {
		return nil, errors.Join(err, s.write.Close())
	}
	s.read.SetMaxOpenConns(readers)
	s.read.SetMaxIdleConns(readers)
	if s.readTile, err = s.read.PrepareContext(ctx, "SELECT data FROM tiles WHERE id = ?"); err != nil {
		return nil, errors.Join(err, s.read.Close(), s.write.Close())
	}
	if s.w, err = newWriter(ctx, s.write); err != nil {
		return nil, errors.Join(err, s.read.Close(), s.write.Close())
	}
	s.group = store.NewGroup(s.w.write)
	return s, nil
}

// dsn names the file as a URI, so that no character of its name means anything else.
func dsn(abs string, pragmas []string) string {
	q := url.Values{"mode": {"rw"}, "_pragma": pragmas}
	p := filepath.ToSlash(abs)
	if runtime.GOOS == "windows" {
		p = "/" + p
	}
	return (&url.URL{Scheme: "file", Path: p, RawQuery: q.Encode()}).String()
}

// Append implements [store.Store].
func (s *Store) Append(ctx context.Context, drafts []store.Draft, sign store.SignFunc) (_ []store.Placed, err error) {
	defer s.failed(&err, "appending %d drafts", len(drafts))
	return s.group.Append(ctx, drafts, sign)
}

// Close waits for what is being written and closes the files.
func (s *Store) Close() (err error) {
	defer s.failed(&err, "closing the store")
	return s.group.Close(func() error {
		return errors.Join(s.w.close(), s.write.Close(), s.readTile.Close(), s.read.Close())
	})
}

// failed wraps an error with what was being done; it keeps nil nil.
func (s *Store) failed(err *error, format string, args ...any) {
	if *err != nil {
		*err = fmt.Errorf("sqlite: %s in %s: %w", fmt.Sprintf(format, args...), s.path, *err)
	}
}

func syncDir(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// tileID is the row of a tile: level and number in one integer, so that the
// table needs no second tree for its key.
func tileID(t tlog.Tile) int64 { return int64(t.L)<<48 | t.N }
