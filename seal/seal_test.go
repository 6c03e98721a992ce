package seal

import (
	"bytes"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"golang.org/x/mod/sumdb/note"
	"pgregory.net/rapid"
)

func testKey(t testing.TB, fill byte) Key {
	t.Helper()
	k, err := KeyFrom(bytes.Repeat([]byte{fill}, KeySize))
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func TestSealOpens(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		secret := rapid.SliceOfN(rapid.Byte(), KeySize, KeySize).Draw(t, "key")
		secret[0] |= 1
		key, err := KeyFrom(secret)
		if err != nil {
			t.Fatal(err)
		}
		aad := rapid.SliceOf(rapid.Byte()).Draw(t, "aad")
		plain := rapid.SliceOf(rapid.Byte()).Draw(t, "plain")
		sealed, err := Seal(key, aad, plain, rand.Reader)
		if err != nil || len(sealed) != len(plain)+Overhead {
			t.Fatal(len(sealed), err)
		}
		got, err := Open(key, aad, sealed)
		if err != nil || !bytes.Equal(got, plain) {
			t.Fatalf("opened %x, %v", got, err)
		}
		at := rapid.IntRange(0, len(sealed)-1).Draw(t, "at")
		sealed[at] ^= 1 << rapid.IntRange(0, 7).Draw(t, "bit")
		if _, err := Open(key, aad, sealed); !errors.Is(err, ErrNotAuthentic) {
			t.Fatalf("a changed byte %d: %v", at, err)
		}
	})
}

func TestOpenRefuses(t *testing.T) {
	key, other := testKey(t, 1), testKey(t, 2)
	sealed, err := Seal(key, []byte("header"), []byte("plain"), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		key    Key
		aad    string
		sealed []byte
		want   error
	}{
		"another key":        {other, "header", sealed, ErrNotAuthentic},
		"another header":     {key, "Header", sealed, ErrNotAuthentic},
		"cut short":          {key, "header", sealed[:len(sealed)-1], ErrNotAuthentic},
		"shorter than nonce": {key, "header", sealed[:5], ErrNotAuthentic},
		"nothing":            {key, "header", nil, ErrNotAuthentic},
		"destroyed key":      {Key{}, "header", sealed, ErrDestroyed},
	} {
		if _, err := Open(c.key, []byte(c.aad), c.sealed); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
	if _, err := Seal(Key{}, nil, nil, rand.Reader); !errors.Is(err, ErrDestroyed) {
		t.Errorf("sealing with a destroyed key: %v", err)
	}
	if _, err := Seal(key, nil, nil, bytes.NewReader(make([]byte, 5))); err == nil {
		t.Error("sealing without enough randomness succeeded")
	}
	again, _ := Seal(key, []byte("header"), []byte("plain"), rand.Reader)
	if bytes.Equal(again, sealed) {
		t.Error("sealing twice gave the same bytes: the nonce does not change")
	}
}

func TestKeysAreNotPrinted(t *testing.T) {
	secret := []byte("0123456789abcdefghijklmnopqrstuv")
	k, err := KeyFrom(secret)
	if err != nil {
		t.Fatal(err)
	}
	type holder struct {
		Name   string
		hidden Key
		Open   Key
		list   []Key
	}
	h := holder{"x", k, k, []Key{k}}
	r, err := CreateKeyring(filepath.Join(t.TempDir(), "k"), "test.example/log", rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	var out strings.Builder
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%x", "%X", "%q", "%d", "%c"} {
		for _, v := range []any{k, &k, h, &h, h.list, map[string]Key{"a": k}, fmt.Errorf("with %v: %w", k, ErrDestroyed)} {
			fmt.Fprintf(&out, verb+"\n", v)
		}
		if s := fmt.Sprintf(verb, r); s != r.String() {
			t.Errorf("%s prints the keyring as %q", verb, s)
		}
	}
	js, err := json.Marshal(h)
	if err != nil {
		t.Fatal(err)
	}
	out.Write(js)
	for _, form := range []string{string(secret), hex.EncodeToString(secret), strings.ToUpper(hex.EncodeToString(secret)), "48 49 50", "48, 49", "0x30, 0x31"} {
		if strings.Contains(out.String(), form) {
			t.Errorf("a printed value contains the key as %q", form)
		}
	}
}

func TestKeyring(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new", "keyring")
	r, err := CreateKeyring(dir, "test.example/log", rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	first, made, err := r.NewKeys(3000)
	if err != nil || first != 1 || len(made) != 3000 {
		t.Fatalf("first %d, %d keys, %v", first, len(made), err)
	}
	tag := r.Tag("row", []byte("value"))
	derived, err := r.Derive("index")
	if err != nil {
		t.Fatal(err)
	}
	signed, err := note.Sign(&note.Note{Text: "a\n"}, r.Signer())
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}

	r, err = OpenKeyring(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if len(r.Repaired()) != 0 {
		t.Errorf("a fresh keyring was repaired: %q", r.Repaired())
	}
	for i, k := range made {
		got, err := r.Key(first + uint64(i))
		if err != nil || !got.Equal(k) {
			t.Fatalf("key %d after reopening: %v", i, err)
		}
	}
	if r.Tag("row", []byte("value")) != tag {
		t.Error("the tag changed after reopening")
	}
	if again, _ := r.Derive("index"); !again.Equal(derived) {
		t.Error("the derived key changed after reopening")
	}
	if other, _ := r.Derive("other"); other.Equal(derived) {
		t.Error("two purposes have one derived key")
	}
	if r.Tag("ro", []byte("wvalue")) == tag || r.Tag("other", []byte("value")) == tag || r.Tag("row", []byte("Value")) == tag {
		t.Error("tags of different domains or values are equal")
	}
	if _, err := note.Open(signed, note.VerifierList(r.Verifier())); err != nil {
		t.Errorf("the verifier does not know its signer after reopening: %v", err)
	}
	v, err := note.NewVerifier(r.VerifierKey())
	if err != nil || v.Name() != "test.example/log" {
		t.Errorf("verifier key %q: %v", r.VerifierKey(), err)
	}
	if _, err := CreateKeyring(dir, "other", rand.Reader); !errors.Is(err, os.ErrExist) {
		t.Errorf("creating over a keyring: %v", err)
	}
}

func TestDestroy(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "keyring")
	r, err := CreateKeyring(dir, "log", rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	other, err := OpenKeyring(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	_, keys, err := r.NewKeys(10)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := other.Key(3); err != nil {
		t.Fatal(err)
	}
	for range 2 { // twice: it is idempotent
		if err := r.Destroy(3, 7); err != nil {
			t.Fatal(err)
		}
	}
	for _, k := range []*Keyring{r, other} {
		if _, err := k.Key(3); !errors.Is(err, ErrDestroyed) {
			t.Errorf("key 3 after its destruction: %v", err)
		}
		got, err := k.Keys([]uint64{2, 3, 4, 7, 8, 1, 10})
		if err != nil {
			t.Fatal(err)
		}
		for i, want := range []Key{keys[1], {}, keys[3], {}, keys[7], keys[0], keys[9]} {
			if !got[i].Equal(want) {
				t.Errorf("Keys: place %d is another key", i)
			}
		}
	}
	file, err := os.ReadFile(filepath.Join(dir, subjectsFile))
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(file, keys[2].bytes()) || !bytes.Contains(file, keys[1].bytes()) {
		t.Error("the file has the destroyed key, or has lost another")
	}
	for _, id := range []uint64{0, 11, 1 << 62} {
		if err := r.Destroy(1, id); !errors.Is(err, ErrNoKey) {
			t.Errorf("destroying key %d: %v", id, err)
		}
		if _, err := r.Key(id); !errors.Is(err, ErrNoKey) {
			t.Errorf("reading key %d: %v", id, err)
		}
	}
	if _, err := r.Key(1); err != nil {
		t.Errorf("a refused destruction destroyed key 1: %v", err)
	}
	if first, _, err := r.NewKeys(1); err != nil || first != 11 {
		t.Errorf("after destruction the next key is %d, %v", first, err)
	}
}

// Two keyrings open on one directory stand for two processes: flock parts open
// files, not processes.
func TestNumbersAreGivenOnce(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "keyring")
	a, err := CreateKeyring(dir, "log", rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	b, err := OpenKeyring(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	var mu sync.Mutex
	seen := map[uint64]Key{}
	var wg sync.WaitGroup
	for i := range 8 {
		r := []*Keyring{a, b}[i%2]
		wg.Go(func() {
			for n := 1; n <= 10; n++ {
				first, keys, err := r.NewKeys(n)
				if err != nil {
					t.Error(err)
					return
				}
				mu.Lock()
				for j, k := range keys {
					if _, twice := seen[first+uint64(j)]; twice {
						t.Errorf("key %d was given twice", first+uint64(j))
					}
					seen[first+uint64(j)] = k
				}
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	for id, k := range seen {
		if got, err := a.Key(id); err != nil || !got.Equal(k) {
			t.Fatalf("key %d: %v", id, err)
		}
	}
}

func TestNoNumberTwiceAfterACrash(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "keyring")
	r, err := CreateKeyring(dir, "log", rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if _, _, err := r.NewKeys(2); err != nil {
		t.Fatal(err)
	}
	f, err := os.OpenFile(filepath.Join(dir, subjectsFile), os.O_WRONLY|os.O_APPEND, 0)
	if err != nil {
		t.Fatal(err)
	}
	f.Write([]byte("torn")) // a write that a power cut stopped within slot 3
	f.Close()
	if first, _, err := r.NewKeys(1); err != nil || first != 4 {
		t.Errorf("the next key is %d, %v; want 4", first, err)
	}
	if err := os.Truncate(filepath.Join(dir, subjectsFile), 3*KeySize); err != nil {
		t.Fatal(err)
	}
	if _, err := r.Key(4); !errors.Is(err, ErrNoKey) {
		t.Errorf("a key beyond the end: %v", err)
	}
}

func TestOpenKeyringRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		spoil func(dir string) error
		want  string
	}{
		"no keyring":           {func(dir string) error { return os.RemoveAll(dir) }, "no keyring in"},
		"no bureau key":        {func(dir string) error { return os.Remove(filepath.Join(dir, bureauFile)) }, "not complete"},
		"short bureau key":     {func(dir string) error { return os.Truncate(filepath.Join(dir, bureauFile), 31) }, "31 bytes"},
		"damaged signing key":  {func(dir string) error { return os.Truncate(filepath.Join(dir, signingFile), 60) }, "not a signing key"},
		"empty subject keys":   {func(dir string) error { return os.Truncate(filepath.Join(dir, subjectsFile), 0) }, "version 1"},
		"another kind of file": {func(dir string) error { return os.WriteFile(filepath.Join(dir, subjectsFile), make([]byte, 64), 0o600) }, "version 1"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "keyring")
			r, err := CreateKeyring(dir, "log", rand.Reader)
			if err != nil {
				t.Fatal(err)
			}
			signing, err := os.ReadFile(filepath.Join(dir, signingFile))
			if err != nil {
				t.Fatal(err)
			}
			r.Close()
			if err := c.spoil(dir); err != nil {
				t.Fatal(err)
			}
			_, err = OpenKeyring(dir)
			if err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), dir) {
				t.Errorf("got %v", err)
			} else if secret := strings.SplitN(string(signing), "+", 5)[4][:20]; strings.Contains(err.Error(), secret) {
				t.Error("the error shows the signing key")
			}
		})
	}
	for _, name := range []string{"", "two words", "a+b", " a", "a\n", "a\u00a0b"} {
		dir := filepath.Join(t.TempDir(), "keyring")
		if _, err := CreateKeyring(dir, name, rand.Reader); err == nil {
			t.Errorf("a ledger may be named %q", name)
		}
		if _, err := os.Stat(dir); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("after a refused creation the directory is there: %v", err)
		}
	}
}

func TestPermissionsAreRepaired(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no such permissions")
	}
	dir := filepath.Join(t.TempDir(), "keyring")
	r, err := CreateKeyring(dir, "log", rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	r.Close()
	for path, mode := range map[string]os.FileMode{dir: 0o700, filepath.Join(dir, subjectsFile): 0o600, filepath.Join(dir, bureauFile): 0o600, filepath.Join(dir, signingFile): 0o600} {
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != mode {
			t.Errorf("%s: mode %v, %v", path, info.Mode(), err)
		}
		if err := os.Chmod(path, mode|0o044); err != nil {
			t.Fatal(err)
		}
	}
	if r, err = OpenKeyring(dir); err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if len(r.Repaired()) != 4 {
		t.Errorf("repaired: %q", r.Repaired())
	}
	if info, _ := os.Stat(filepath.Join(dir, bureauFile)); info.Mode().Perm() != 0o600 {
		t.Errorf("the bureau's key still has mode %v", info.Mode())
	}
}

func BenchmarkSeal600(b *testing.B) {
	key := testKey(b, 1)
	plain, aad := make([]byte, 600), make([]byte, 27)
	for b.Loop() {
		Seal(key, aad, plain, rand.Reader)
	}
}

func BenchmarkKeys(b *testing.B) {
	r, err := CreateKeyring(filepath.Join(b.TempDir(), "k"), "log", rand.Reader)
	if err != nil {
		b.Fatal(err)
	}
	defer r.Close()
	if _, _, err := r.NewKeys(100_000); err != nil {
		b.Fatal(err)
	}
	ids := make([]uint64, 100_000)
	for i := range ids {
		ids[i] = uint64(i + 1)
	}
	b.Run("100000 in order", func(b *testing.B) {
		for b.Loop() {
			if _, err := r.Keys(ids); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("one", func(b *testing.B) {
		for b.Loop() {
			if _, err := r.Key(777); err != nil {
				b.Fatal(err)
			}
		}
	})
}
