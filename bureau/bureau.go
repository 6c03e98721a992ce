package bureau

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"homeward/ledger"
	"homeward/seal"
	"homeward/statement"
	"homeward/store"
	"homeward/store/postgres"
	"homeward/store/sqlite"
)

// Config says where a bureau is kept, and hands in clock and chance.
type Config struct {
	Store  string           // a folder (SQLite), or a postgres:// address
	Keys   string           // folder of the keyring; empty: beside the store's folder, see KeysBeside
	Now    func() time.Time // empty: time.Now
	Random io.Reader        // crypto/rand.Reader outside tests
}

// Errors that callers tell apart.
var (
	ErrNoBureau = errors.New("no bureau here")
	ErrExists   = errors.New("a bureau is here already")
	ErrNobody   = errors.New("who does this must be named")
	ErrUnknown  = errors.New("not known to this bureau")

	// Nobody is told to remove anything here: an emptied store's keys open its backup.
	errEmpty = fmt.Errorf("%w: the store has no entry; if founding it was interrupted, move store and keyring out of the way and run init again; if not, it was emptied, and its backup is wanted", ErrNoBureau)
)

// Bureau is an open bureau. Its methods are safe for concurrent use.
type Bureau struct {
	store    store.Store
	keys     *seal.Keyring
	codec    *statement.Codec
	vocab    *statement.Vocabulary
	now      func() time.Time
	random   io.Reader
	keyDir   string
	settings Settings

	quoted quotations

	keyMu    sync.Mutex              // guards what follows
	keyOf    map[statement.ID]uint64 // numbers of keys last asked for
	fenced   map[int64]uint64        // see fences
	fencedAt int                     // entries about the bureau when they were read

	mu  sync.Mutex // guards reg
	reg *register  // nil until first asked for
}

// Founding is what a new bureau is told of itself.
type Founding struct {
	Party    string // code of the party whose bureau this is
	Ledger   string // ledger name; empty: "homeward/" and the party in lower case
	TimeZone string // IANA name; empty: UTC
	By       string
}

// KeysBeside is where the keyring of a store lies unless told otherwise: beside
// the store's folder, never in it, so that a backup of the data has no keys.
func KeysBeside(storeDir string) string { return filepath.Clean(storeDir) + ".keys" }

func isPostgres(where string) bool {
	return strings.HasPrefix(where, "postgres://") || strings.HasPrefix(where, "postgresql://")
}

func (c Config) withDefaults() (Config, error) {
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Keys == "" {
		if isPostgres(c.Store) {
			return c, fmt.Errorf("a store in PostgreSQL does not say where its keys are: name the keyring's folder with --keys")
		}
		c.Keys = KeysBeside(c.Store)
	}
	if !isPostgres(c.Store) {
		in, err := filepath.Rel(c.Store, c.Keys)
		if err == nil && in != ".." && !strings.HasPrefix(in, ".."+string(filepath.Separator)) {
			return c, fmt.Errorf("the keyring %s would lie in the store's folder %s, and a backup of the one would carry the other: choose a folder outside with --keys", c.Keys, c.Store)
		}
	}
	return c, nil
}

// Found makes a new bureau: a store, a keyring, and entry 0, which says whose it is.
func Found(ctx context.Context, c Config, f Founding) (*Bureau, error) {
	c, err := c.withDefaults()
	if err != nil {
		return nil, err
	}
	if f.By == "" {
		return nil, ErrNobody
	}
	f.Party = strings.ToUpper(strings.TrimSpace(f.Party))
	if !validParty(f.Party) {
		return nil, fmt.Errorf("%q is no code of a party: two to eight Latin letters or digits are wanted, such as VER", f.Party)
	}
	if f.Ledger == "" {
		f.Ledger = "homeward/" + strings.ToLower(f.Party)
	}
	if f.TimeZone == "" {
		f.TimeZone = "UTC"
	}
	if _, err := time.LoadLocation(f.TimeZone); err != nil {
		return nil, fmt.Errorf("time zone %q is not known: an IANA name such as Europe/Kyiv is wanted", f.TimeZone)
	}
	if !isPostgres(c.Store) {
		info, err := os.Stat(c.Store)
		if err == nil && !info.IsDir() {
			return nil, fmt.Errorf("%s is a file: a folder is wanted for the store", c.Store)
		}
		if _, err := os.Stat(filepath.Join(c.Store, sqlite.FileName)); err == nil {
			return nil, alreadyThere(ctx, c)
		}
	} else if err := vacant(ctx, c.Store); err != nil {
		return nil, err
	}
	keys, err := seal.CreateKeyring(c.Keys, f.Ledger, c.Random)
	if errors.Is(err, fs.ErrExist) {
		return nil, fmt.Errorf("a keyring, or something else, is in %s already, and no bureau in %s: if founding it was interrupted, move that folder out of the way and run init again; if not, name a new one with --keys", c.Keys, Place(c.Store))
	}
	if err != nil {
		return nil, err
	}
	st, err := createStore(ctx, c.Store)
	if err != nil {
		return nil, err
	}
	b, err := assemble(st, keys, c)
	if err != nil {
		st.Close()
		return nil, err
	}
	err = b.recordFounding(ctx, f)
	if err == nil {
		err = b.loadSettings(ctx)
	}
	if err != nil {
		b.Close()
		return nil, err
	}
	return b, nil
}

// vacant checks that a database can be reached and holds no bureau, before a
// keyring is made that would be in the way the next time.
func vacant(ctx context.Context, database string) error {
	st, err := openStore(ctx, database)
	if err != nil {
		return err
	}
	defer st.Close()
	head, err := st.Head(ctx)
	if err == nil && head.Size > 0 {
		err = fmt.Errorf("%w: %s has %d entries", ErrExists, Place(database), head.Size)
	}
	return err
}

// alreadyThere says what is in the way of a new bureau: another, or one whose
// founding was interrupted before anything was recorded.
func alreadyThere(ctx context.Context, c Config) error {
	st, err := openStore(ctx, c.Store)
	if err != nil {
		return fmt.Errorf("what is in %s already cannot be opened (%w): if founding a bureau was interrupted there, move it and %s out of the way and run init again", c.Store, err, c.Keys)
	}
	defer st.Close()
	if head, err := st.Head(ctx); err == nil && head.Size == 0 {
		return fmt.Errorf("%s: %w", c.Store, errEmpty)
	}
	return fmt.Errorf("%w: %s", ErrExists, c.Store)
}

// Place names a store to people: a folder by its path, a database by its address
// without the password.
func Place(where string) string {
	if !isPostgres(where) {
		return where
	}
	address, err := url.Parse(where)
	if err != nil {
		return "the database"
	}
	return address.Redacted()
}

func validParty(code string) bool {
	if len(code) < 2 || len(code) > 8 {
		return false
	}
	for _, c := range code {
		if (c < 'A' || c > 'Z') && (c < '0' || c > '9') {
			return false
		}
	}
	return true
}

func (b *Bureau) recordFounding(ctx context.Context, f Founding) error {
	id, err := statement.NewID(b.random)
	if err != nil {
		return err
	}
	e := &statement.Entry{Subject: id, Kind: statement.Bureau, By: f.By, SaidBy: []statement.Speaker{{Name: f.By}},
		Because: "founding of the bureau",
		Statements: []statement.Statement{
			{Property: "bureau.party", Value: f.Party, Stance: statement.Asserts},
			{Property: "bureau.ledger", Value: f.Ledger, Stance: statement.Asserts},
			{Property: "bureau.timezone", Value: f.TimeZone, Stance: statement.Asserts},
		}}
	_, err = b.record(ctx, store.Tag{}, e)
	return err
}

// Open opens a bureau that Found made.
func Open(ctx context.Context, c Config) (*Bureau, error) {
	b, err := OpenLedger(ctx, c)
	if err != nil {
		return nil, err
	}
	if err = b.loadSettings(ctx); err == nil {
		err = b.checkKeyring(ctx)
	}
	if err != nil {
		b.Close()
		return nil, err
	}
	return b, nil
}

// checkKeyring refuses a keyring that is older than the store, such as one brought
// back from a copy: it would give the numbers of lost keys a second time, and two
// people would be sealed under one key. The latest entries and segments have the
// latest keys.
func (b *Bureau) checkKeyring(ctx context.Context) error {
	const latest = 4096
	head, err := b.store.Head(ctx)
	if err != nil {
		return err
	}
	highest := uint64(0)
	for e, err := range b.store.Entries(ctx, max(0, head.Size-latest), head.Size) {
		var damaged *ledger.DamagedError
		if err != nil && !errors.As(err, &damaged) {
			return err
		}
		highest = max(highest, e.Key)
	}
	for _, space := range []string{segmentSpace, proposalSpace} {
		heads, err := b.store.BlobHeads(ctx, space)
		if err != nil {
			return err
		}
		for _, h := range heads {
			highest = max(highest, h.Key)
		}
	}
	next, err := b.keys.Next()
	if err == nil && highest >= next {
		err = fmt.Errorf("the keyring %s is older than the store: it has keys up to %d, the store uses %d; bring back its latest copy (homeward verify still proves the ledger)", b.keyDir, next-1, highest)
	}
	return err
}

// OpenLedger opens a bureau only as far as proving its ledger asks ([Bureau.Verify]).
// Whose bureau it is is not read and [Bureau.Settings] are empty: the entries that
// say so may be the very ones that were changed.
func OpenLedger(ctx context.Context, c Config) (*Bureau, error) {
	c, err := c.withDefaults()
	if err != nil {
		return nil, err
	}
	if !isPostgres(c.Store) {
		if _, err := os.Stat(filepath.Join(c.Store, sqlite.FileName)); errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("%w: %s holds no store; make one with: homeward init --party CODE --store %s", ErrNoBureau, c.Store, c.Store)
		}
	}
	keys, err := seal.OpenKeyring(c.Keys)
	if err != nil {
		return nil, err
	}
	st, err := openStore(ctx, c.Store)
	if err != nil {
		keys.Close()
		return nil, err
	}
	b, err := assemble(st, keys, c)
	if err != nil {
		st.Close()
		keys.Close()
		return nil, err
	}
	return b, nil
}

func createStore(ctx context.Context, where string) (store.Store, error) {
	if isPostgres(where) {
		return postgres.Open(ctx, where)
	}
	if err := os.MkdirAll(where, 0o700); err != nil {
		return nil, fmt.Errorf("making the store's folder: %w", err)
	}
	return sqlite.Create(ctx, where)
}

func openStore(ctx context.Context, where string) (store.Store, error) {
	if isPostgres(where) {
		return postgres.Open(ctx, where)
	}
	return sqlite.Open(ctx, where)
}

func assemble(st store.Store, keys *seal.Keyring, c Config) (*Bureau, error) {
	codec, err := statement.NewCodec()
	if err != nil {
		return nil, err
	}
	return &Bureau{store: st, keys: keys, codec: codec, vocab: statement.DefaultVocabulary(), now: c.Now, random: c.Random, keyDir: c.Keys}, nil
}

// Close closes store and keyring.
func (b *Bureau) Close() error { return errors.Join(b.store.Close(), b.keys.Close()) }

// Settings tells whose bureau this is.
func (b *Bureau) Settings() Settings { return b.settings }

// Vocabulary is the table of properties in force.
func (b *Bureau) Vocabulary() *statement.Vocabulary { return b.vocab }

// Now is the bureau's clock.
func (b *Bureau) Now() time.Time { return b.now() }

// Head is the size and root of the ledger as committed.
func (b *Bureau) Head(ctx context.Context) (ledger.Head, error) { return b.store.Head(ctx) }
