package seal

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"
)

// subjects.keys is a file of slots of 32 bytes. Slot 0 is the header; the key of
// number n is in slot n. A slot of zeros is a destroyed key (or one that a crash
// cut off before anybody got its number). The next free number is the length of
// the file over 32, rounded up, so a number is never given twice.
const slotMagic = "homeward subject keys\nversion 1\n"

func slotHeader() []byte { return []byte(slotMagic) }

func checkSlotHeader(f *os.File) error {
	b := make([]byte, KeySize)
	n, err := f.ReadAt(b, 0)
	if err != nil && err != io.EOF {
		return err
	}
	if n < KeySize || string(b) != slotMagic {
		return fmt.Errorf("%s is not a file of subject keys of version 1: it is damaged or of another version of this program; restore it from the keyring's own backup", f.Name())
	}
	return nil
}

// lockWait bounds how long a writer waits for other processes that write keys.
const lockWait = 30 * time.Second

// write runs fn while no other goroutine or process writes keys.
func (r *Keyring) write(fn func() error) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	ctx, cancel := context.WithTimeout(context.Background(), lockWait)
	defer cancel()
	if ok, err := r.lock.TryLockContext(ctx, 5*time.Millisecond); err != nil || !ok {
		return fmt.Errorf("another program holds the lock of %s for more than %s: %w", r.dir, lockWait, err)
	}
	return errors.Join(fn(), r.lock.Unlock())
}

// NewKeys makes n keys, numbered first to first+n-1. They are on disk when it
// returns, so an entry sealed with one can be written.
func (r *Keyring) NewKeys(n int) (first uint64, keys []Key, err error) {
	if n < 1 {
		return 0, nil, fmt.Errorf("seal: making %d keys: ask for one at least", n)
	}
	err = r.write(func() error {
		info, err := r.slots.Stat()
		if err != nil {
			return err
		}
		first = uint64((info.Size() + KeySize - 1) / KeySize)
		secrets := make([]byte, n*KeySize)
		if _, err := io.ReadFull(r.rand, secrets); err != nil {
			return fmt.Errorf("reading randomness: %w", err)
		}
		if keys = keysFrom(secrets); hasDestroyed(keys) {
			return errors.New("the source of randomness gives zeros")
		}
		if _, err := r.slots.WriteAt(secrets, int64(first)*KeySize); err != nil {
			return err
		}
		return r.slots.Sync()
	})
	if err != nil {
		return 0, nil, fmt.Errorf("seal: making %d keys in the %v: %w", n, r, err)
	}
	return first, keys, nil
}

// Next is the number that the next new key will have: every key given so far has a
// lower one.
func (r *Keyring) Next() (uint64, error) {
	info, err := r.slots.Stat()
	if err != nil {
		return 0, fmt.Errorf("seal: reading the %v: %w", r, err)
	}
	return uint64((info.Size() + KeySize - 1) / KeySize), nil
}

func keysFrom(secrets []byte) []Key {
	keys := make([]Key, len(secrets)/KeySize)
	pointers := make([]*[KeySize]byte, len(keys))
	for i := range keys {
		if s := (*[KeySize]byte)(secrets[i*KeySize:]); *s != [KeySize]byte{} {
			pointers[i] = s
			keys[i] = Key{&pointers[i]}
		}
	}
	return keys
}

func hasDestroyed(keys []Key) bool {
	for _, k := range keys {
		if k.Destroyed() {
			return true
		}
	}
	return false
}

// Key reads the key of a number. It returns ErrDestroyed or ErrNoKey when there
// is none. The file is read each time, so a key that another process has
// destroyed is not given out.
func (r *Keyring) Key(id uint64) (Key, error) {
	keys, err := r.Keys([]uint64{id})
	if err != nil {
		return Key{}, err
	}
	if keys[0].Destroyed() {
		return Key{}, fmt.Errorf("seal: key %d: %w", id, ErrDestroyed)
	}
	return keys[0], nil
}

// readAhead is how many slots Keys reads at once when numbers lie close.
const readAhead = 2048

// Keys reads the keys of several numbers, in their order; a destroyed one is the
// zero Key. A number that was never given returns ErrNoKey. Numbers in ascending
// order are read fastest.
func (r *Keyring) Keys(ids []uint64) ([]Key, error) {
	keys := make([]Key, len(ids))
	for i := 0; i < len(ids); {
		run, last := i+1, ids[i]
		for run < len(ids) && ids[run] >= ids[i] && ids[run]-ids[i] < readAhead {
			last = max(last, ids[run])
			run++
		}
		span := last - ids[i] + 1
		// A span with few of the keys asked for is read one by one.
		if uint64(run-i)*8 < span {
			run, last, span = i+1, ids[i], 1
		}
		if ids[i] == 0 || last >= 1<<58 {
			return nil, fmt.Errorf("seal: key %d of the %v: %w", last, r, ErrNoKey)
		}
		secrets := make([]byte, span*KeySize)
		n, err := r.slots.ReadAt(secrets, int64(ids[i])*KeySize)
		if err != nil && err != io.EOF {
			return nil, fmt.Errorf("seal: reading keys %d to %d: %w", ids[i], last, err)
		}
		if n < len(secrets) {
			return nil, fmt.Errorf("seal: key %d of the %v: %w; is this the keyring of this bureau, and not an older copy?", last, r, ErrNoKey)
		}
		read := keysFrom(secrets)
		for base := ids[i]; i < run; i++ {
			keys[i] = read[ids[i]-base]
		}
	}
	return keys, nil
}

// Destroy overwrites keys with zeros. They are gone from the file when it returns.
// A key that is destroyed already is no error; a number never given is, and then
// nothing is destroyed.
func (r *Keyring) Destroy(ids ...uint64) error {
	err := r.write(func() error {
		info, err := r.slots.Stat()
		if err != nil {
			return err
		}
		given := uint64(info.Size() / KeySize)
		for _, id := range ids {
			if id == 0 || id >= given {
				return fmt.Errorf("key %d: %w", id, ErrNoKey)
			}
		}
		var zeros [KeySize]byte
		for _, id := range ids {
			if _, err := r.slots.WriteAt(zeros[:], int64(id)*KeySize); err != nil {
				return fmt.Errorf("key %d: %w", id, err)
			}
		}
		return r.slots.Sync()
	})
	if err != nil {
		return fmt.Errorf("seal: destroying keys in the %v: %w", r, err)
	}
	return nil
}
