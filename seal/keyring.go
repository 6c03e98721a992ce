package seal

import (
	"crypto/ed25519"
	"crypto/hkdf"
	"crypto/hmac"
	cryptorand "crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"

	"github.com/gofrs/flock"
	"golang.org/x/mod/sumdb/note"
)

// The files of a keyring.
const (
	subjectsFile = "subjects.keys" // see slots.go
	bureauFile   = "bureau.key"    // 32 random bytes
	signingFile  = "signing.key"   // note signer key, one line of text
	lockFile     = "lock"          // held while subjects.keys is written
)

// Keyring is an open directory of keys. All methods are safe for concurrent use,
// and several processes may have one keyring open.
type Keyring struct {
	dir      string
	rand     io.Reader
	slots    *os.File
	lock     *flock.Flock
	mu       sync.Mutex // held while writing; flock alone does not part goroutines
	tagging  Key
	deriving Key
	signer   note.Signer
	verifier note.Verifier
	vkey     string
	repaired []string
}

// String names the keyring by its directory; no verb prints more.
func (r *Keyring) String() string             { return "keyring " + r.dir }
func (r *Keyring) Format(f fmt.State, _ rune) { io.WriteString(f, r.String()) }

// CreateKeyring makes a new keyring in dir, which must be missing or empty, with a
// signing key named ledgerName: a word without spaces or plus signs, best a name
// that nobody else uses, such as "bureau.example/ledger". The keyring appears
// whole or not at all. rand is crypto/rand.Reader but for tests.
func CreateKeyring(dir, ledgerName string, rand io.Reader) (*Keyring, error) {
	r, err := create(dir, ledgerName, rand)
	if err != nil {
		return nil, fmt.Errorf("seal: creating a keyring in %s: %w", dir, err)
	}
	return r, nil
}

func create(dir, ledgerName string, rand io.Reader) (*Keyring, error) {
	if old, err := os.ReadDir(dir); err == nil && len(old) > 0 {
		return nil, fmt.Errorf("the directory is not empty: %w; give the name of a new one", os.ErrExist)
	}
	bureau := make([]byte, KeySize)
	if _, err := io.ReadFull(rand, bureau); err != nil {
		return nil, fmt.Errorf("reading randomness: %w", err)
	}
	// GenerateKey of note panics on no name; a bad name must be told in words.
	if ledgerName == "" || strings.ContainsAny(ledgerName, "+") || len(strings.Fields(ledgerName)) != 1 || strings.TrimSpace(ledgerName) != ledgerName {
		return nil, fmt.Errorf("%q cannot name a ledger: take one word without spaces and plus signs", ledgerName)
	}
	skey, vkey, err := note.GenerateKey(rand, ledgerName)
	if err != nil {
		return nil, fmt.Errorf("making the signing key: %w", err)
	}
	if _, err := note.NewVerifier(vkey); err != nil {
		return nil, fmt.Errorf("%q cannot name a ledger: %w", ledgerName, err)
	}
	parent := filepath.Dir(filepath.Clean(dir))
	if err := os.MkdirAll(parent, 0o700); err != nil {
		return nil, err
	}
	fresh, err := os.MkdirTemp(parent, ".keyring-") // made with mode 0700
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(fresh)
	for name, data := range map[string][]byte{
		subjectsFile: slotHeader(),
		bureauFile:   bureau,
		signingFile:  []byte(skey + "\n"),
		lockFile:     nil,
	} {
		if err := writeSynced(filepath.Join(fresh, name), data); err != nil {
			return nil, err
		}
	}
	if err := syncDir(fresh); err != nil {
		return nil, err
	}
	if err := os.Remove(dir); err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, err
	}
	if err := os.Rename(fresh, dir); err != nil {
		return nil, err
	}
	if err := syncDir(parent); err != nil {
		return nil, err
	}
	return open(dir, rand)
}

// OpenKeyring opens the keyring in dir. New keys and nonces come from the
// system's randomness. Permissions that let others in are repaired (see Repaired)
// or, where that fails, the keyring is refused.
func OpenKeyring(dir string) (*Keyring, error) {
	r, err := open(dir, cryptorand.Reader)
	if err != nil {
		return nil, fmt.Errorf("seal: opening the keyring: %w", err)
	}
	return r, nil
}

func open(dir string, rand io.Reader) (*Keyring, error) {
	if _, err := os.Stat(filepath.Join(dir, subjectsFile)); errors.Is(err, os.ErrNotExist) {
		where, _ := filepath.Abs(dir)
		return nil, fmt.Errorf("no keyring in %s (there is no %s): mount or copy the keyring there, or name the directory it is in; without it nothing sealed can be read: %w", where, subjectsFile, os.ErrNotExist)
	}
	r := &Keyring{dir: dir, rand: rand, lock: flock.New(filepath.Join(dir, lockFile), flock.SetPermissions(0o600))}
	for _, name := range []string{"", subjectsFile, bureauFile, signingFile} {
		if err := r.tighten(filepath.Join(dir, name)); err != nil {
			return nil, err
		}
	}
	if err := r.readBureauKey(); err != nil {
		return nil, err
	}
	if err := r.readSigningKey(); err != nil {
		return nil, err
	}
	f, err := os.OpenFile(filepath.Join(dir, subjectsFile), os.O_RDWR, 0)
	if err != nil {
		return nil, err
	}
	if err := checkSlotHeader(f); err != nil {
		f.Close()
		return nil, err
	}
	r.slots = f
	return r, nil
}

// tighten takes away what permissions group and others have.
func (r *Keyring) tighten(path string) error {
	info, err := os.Stat(path)
	if errors.Is(err, os.ErrPermission) {
		return fmt.Errorf("%w: only who founded the bureau on this machine may use its keyring; work as that user", err)
	}
	if err != nil {
		return fmt.Errorf("the keyring is not complete: %w; restore it from its own backup", err)
	}
	if runtime.GOOS == "windows" || info.Mode().Perm()&0o077 == 0 {
		return nil
	}
	was := info.Mode().Perm()
	if err := os.Chmod(path, was&0o700); err != nil {
		return fmt.Errorf("%s may be read by others (mode %04o) and that cannot be changed: %w; move the keyring to a disk that keeps permissions", path, was, err)
	}
	if info, err = os.Stat(path); err != nil || info.Mode().Perm()&0o077 != 0 {
		return fmt.Errorf("%s may be read by others (mode %04o) and that cannot be changed; move the keyring to a disk that keeps permissions", path, was)
	}
	r.repaired = append(r.repaired, fmt.Sprintf("%s could be read by others (mode %04o); it no longer can. Find out who had access.", path, was))
	return nil
}

// Repaired tells, a sentence each, what OpenKeyring found open to others and closed.
func (r *Keyring) Repaired() []string { return r.repaired }

func (r *Keyring) readBureauKey() error {
	path := filepath.Join(r.dir, bureauFile)
	secret, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if len(secret) != KeySize {
		return fmt.Errorf("%s has %d bytes, not %d: it is damaged; restore it from the keyring's own backup", path, len(secret), KeySize)
	}
	// Tags and derived keys come from two different keys, so that no choice of
	// words for one can meet the other.
	if r.tagging, err = expand(secret, "homeward tag v1"); err != nil {
		return err
	}
	r.deriving, err = expand(secret, "homeward derive v1")
	return err
}

func expand(secret []byte, info string) (Key, error) {
	b, err := hkdf.Key(sha256.New, secret, nil, info, KeySize)
	if err != nil {
		return Key{}, fmt.Errorf("deriving a key: %w", err)
	}
	return KeyFrom(b)
}

func (r *Keyring) readSigningKey() error {
	path := filepath.Join(r.dir, signingFile)
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	// note's own errors do not show the key; ours must not either.
	damaged := fmt.Errorf("%s is not a signing key: it is damaged; restore it from the keyring's own backup", path)
	skey := strings.TrimSuffix(string(text), "\n")
	if r.signer, err = note.NewSigner(skey); err != nil {
		return damaged
	}
	// PRIVATE+KEY+<name>+<hash>+<base64 of algorithm byte and seed>; the base64 may
	// itself contain a plus sign, the name cannot.
	parts := strings.SplitN(skey, "+", 5)
	if len(parts) != 5 {
		return damaged
	}
	seed, err := base64.StdEncoding.DecodeString(parts[4])
	if err != nil || len(seed) != 1+ed25519.SeedSize {
		return damaged
	}
	public := ed25519.NewKeyFromSeed(seed[1:]).Public().(ed25519.PublicKey)
	if r.vkey, err = note.NewEd25519VerifierKey(r.signer.Name(), public); err != nil {
		return damaged
	}
	r.verifier, err = note.NewVerifier(r.vkey)
	return err
}

// Signer signs checkpoints of the ledger; its name is the ledger's.
func (r *Keyring) Signer() note.Signer { return r.signer }

// Verifier checks what Signer signed.
func (r *Keyring) Verifier() note.Verifier { return r.verifier }

// VerifierKey is the verifier as text, to be given away: name+hash+key
// (https://c2sp.org/signed-note). It is not secret.
func (r *Keyring) VerifierKey() string { return r.vkey }

// Tag returns a keyed hash of plain (HMAC-SHA-256 cut to 128 bits) that says
// nothing to whoever has not the keyring. Equal values under different domains
// have unrelated tags.
func (r *Keyring) Tag(domain string, plain []byte) [16]byte {
	mac := hmac.New(sha256.New, r.tagging.bytes())
	var length [8]byte
	binary.BigEndian.PutUint64(length[:], uint64(len(domain)))
	mac.Write(length[:])
	io.WriteString(mac, domain)
	mac.Write(plain)
	return [16]byte(mac.Sum(nil)[:16])
}

// Derive returns the bureau's key for a purpose (HKDF-SHA-256), the same for the
// same words. It cannot be destroyed: for a person use NewKeys.
func (r *Keyring) Derive(domain string) (Key, error) {
	k, err := expand(r.deriving.bytes(), domain)
	if err != nil {
		return Key{}, fmt.Errorf("seal: deriving the key %q: %w", domain, err)
	}
	return k, nil
}

// Close closes the keyring's file. Keys already handed out stay usable.
func (r *Keyring) Close() error {
	if err := errors.Join(r.slots.Close(), r.lock.Close()); err != nil {
		return fmt.Errorf("seal: closing the %v: %w", r, err)
	}
	return nil
}

func writeSynced(path string, data []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return errors.Join(err, f.Sync(), f.Close())
}

// syncDir makes names in a directory durable. Windows does so by itself and
// cannot sync a directory.
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
