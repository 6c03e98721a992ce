// Package seal keeps what a bureau knows unreadable to whoever has its data and
// not its keys, and makes a person's record unreadable for good when it must be
// erased.
//
// Its words:
//   - To seal is to encrypt and authenticate with XChaCha20-Poly1305. The sealed
//     bytes open only with the same key and the same additional data.
//   - Every subject has a key of its own, known by a number. To destroy the key
//     is to erase everything sealed with it, wherever copies of the sealed bytes
//     are; proofs over the sealed bytes stay valid.
//   - The [Keyring] is a directory with all keys: those of the subjects, the
//     bureau's own (for tags that say nothing to others), and the signing key of
//     its ledger. It lies apart from the data and is never in a backup of the data.
//
// For most uses: [CreateKeyring] once, [OpenKeyring] at every start, [Keyring.NewKeys] before
// an entry about a new subject is written, [Seal], and [Open] with
// [Keyring.Key], [Keyring.Destroy] to erase.
//
// The package prints no key, not even in errors. It cannot take back what was
// copied out of the keyring, and on disks that write elsewhere than asked (SSDs,
// copy-on-write file systems, snapshots) an overwritten key may survive where
// only a laboratory finds it: keep keyrings on an encrypted disk.
package seal

import (
	"crypto/subtle"
	"errors"
	"fmt"
	"io"

	"golang.org/x/crypto/chacha20poly1305"
)

// KeySize is the length of every key in bytes.
const KeySize = chacha20poly1305.KeySize

// Overhead is how much longer sealed bytes are than plain ones: a nonce of 24
// bytes before and an authenticator of 16 after.
const Overhead = chacha20poly1305.NonceSizeX + chacha20poly1305.Overhead

var (
	// ErrDestroyed says that the key was destroyed: what it sealed is erased.
	ErrDestroyed = errors.New("the key was destroyed: what it sealed is erased")
	// ErrNoKey says that the keyring never had a key of that number.
	ErrNoKey = errors.New("no such key in the keyring")
	// ErrNotAuthentic says that sealed bytes are damaged, or belong to another key or
	// other additional data.
	ErrNotAuthentic = errors.New("sealed bytes do not open: damaged, or of another key or place")
)

// Key is a secret of 32 bytes. The zero Key stands for a destroyed one. It is
// printed as [key] by every verb and encoder.
type Key struct {
	// A pointer to a pointer, because fmt prints the unexported fields of other
	// types without asking their methods, and follows one pointer to an array.
	secret **[KeySize]byte
}

func newKey(secret *[KeySize]byte) Key { return Key{&secret} }

func (k Key) bytes() []byte { return (*k.secret)[:] }

// KeyFrom takes a key of 32 bytes received otherwise. All zeros is refused.
func KeyFrom(b []byte) (Key, error) {
	if len(b) != KeySize {
		return Key{}, fmt.Errorf("seal: a key has %d bytes, not %d", KeySize, len(b))
	}
	k := [KeySize]byte(b)
	if k == [KeySize]byte{} {
		return Key{}, fmt.Errorf("seal: a key of zeros: %w", ErrDestroyed)
	}
	return newKey(&k), nil
}

// Destroyed reports whether k stands for a destroyed key.
func (k Key) Destroyed() bool { return k.secret == nil }

// Equal compares in constant time.
func (k Key) Equal(o Key) bool {
	if k.secret == nil || o.secret == nil {
		return k.Destroyed() == o.Destroyed()
	}
	return subtle.ConstantTimeCompare(k.bytes(), o.bytes()) == 1
}

const redacted = "[key]"

func (k Key) String() string               { return redacted }
func (k Key) GoString() string             { return redacted }
func (k Key) Format(f fmt.State, _ rune)   { io.WriteString(f, redacted) }
func (k Key) MarshalText() ([]byte, error) { return []byte(redacted), nil }

// Seal encrypts plain under key, bound to aad, with a nonce from rand
// (crypto/rand.Reader but for tests). The result is Overhead bytes longer.
func Seal(key Key, aad, plain []byte, rand io.Reader) ([]byte, error) {
	if key.Destroyed() {
		return nil, fmt.Errorf("seal: sealing: %w", ErrDestroyed)
	}
	aead, err := chacha20poly1305.NewX(key.bytes())
	if err != nil {
		return nil, fmt.Errorf("seal: sealing: %w", err)
	}
	out := make([]byte, chacha20poly1305.NonceSizeX, Overhead+len(plain))
	if _, err := io.ReadFull(rand, out); err != nil {
		return nil, fmt.Errorf("seal: sealing: reading randomness: %w", err)
	}
	return aead.Seal(out, out, plain, aad), nil
}

// Open opens what Seal sealed. It returns ErrDestroyed for a destroyed key and
// ErrNotAuthentic when anything differs.
func Open(key Key, aad, sealed []byte) ([]byte, error) {
	if key.Destroyed() {
		return nil, fmt.Errorf("seal: opening: %w", ErrDestroyed)
	}
	if len(sealed) < Overhead {
		return nil, fmt.Errorf("seal: opening %d bytes: %w", len(sealed), ErrNotAuthentic)
	}
	aead, err := chacha20poly1305.NewX(key.bytes())
	if err != nil {
		return nil, fmt.Errorf("seal: opening: %w", err)
	}
	plain, err := aead.Open(nil, sealed[:chacha20poly1305.NonceSizeX], sealed[chacha20poly1305.NonceSizeX:], aad)
	if err != nil {
		return nil, fmt.Errorf("seal: opening: %w", ErrNotAuthentic)
	}
	return plain, nil
}
