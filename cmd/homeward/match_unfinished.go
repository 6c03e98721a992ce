package main

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"sync"

	"homeward/identity"
	"homeward/match"

	"github.com/gofrs/flock"
)

// What a run of match has compared is kept beside its --out, in FILE.unfinished, until FILE is there: killed at any
// moment and run again, it goes on from there. The file holds positions of rows and how far columns agree, no value of
// any list. It is a line that says of which run it is, then a frame for each stretch of records: its number and length
// (4 bytes each, least first), what was compared, and a checksum (CRC-32, Castagnoli) of all of that. A frame that was
// being written when the run ended is left out.

// keptRun says which run something was kept of. What another run kept is of no use to this one.
type keptRun struct {
	Unfinished string `json:"unfinished"` // always "homeward match"
	Program    string `json:"program"`    // SHA-256 of each
	Left       string `json:"left"`
	Right      string `json:"right,omitempty"`
	Columns    string `json:"columns"`
}

// other says in what another run differs from this one; "" where in nothing.
func (r keptRun) other(o keptRun, left, right string) string {
	switch {
	case o.Unfinished != r.Unfinished:
		return "it cannot be read"
	case o.Program != r.Program:
		return "it is of another version of this program"
	case o.Left != r.Left:
		return left + " was another list then"
	case o.Right != r.Right && right == "":
		return "two lists were compared then"
	case o.Right != r.Right:
		return right + " was another list then"
	case o.Columns != r.Columns:
		return "other columns were compared then"
	}
	return ""
}

func runOf(left, right []byte, columns []match.Column) (keptRun, error) {
	run := keptRun{Unfinished: "homeward match", Left: digest(left)}
	if right != nil {
		run.Right = digest(right)
	}
	said, err := json.Marshal(columns)
	if err != nil {
		return run, err
	}
	run.Columns = digest(said)
	path, err := os.Executable()
	if err != nil {
		return run, fmt.Errorf("finding this program, to know its version: %w", err)
	}
	f, err := os.Open(path)
	if err != nil {
		return run, fmt.Errorf("reading this program, to know its version: %w", err)
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return run, fmt.Errorf("reading this program, to know its version: %w", err)
	}
	run.Program = hex.EncodeToString(h.Sum(nil))
	return run, nil
}

func digest(data []byte) string {
	h := sha256.Sum256(data)
	return hex.EncodeToString(h[:])
}

// comparedSoFar is the file of what was compared. It implements identity.Journal.
type comparedSoFar struct {
	path   string
	lock   *flock.Flock
	file   *os.File
	before int // stretches kept by an earlier run

	mu    sync.Mutex
	end   int64
	spans map[int][2]int64 // by stretch: where what was compared begins, and its length
}

var _ identity.Journal = (*comparedSoFar)(nil)

const frameHead, frameTail = 8, 4

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// openKept opens what was kept of this run beside out, or begins it. The reason says why what was there is of no use.
func openKept(out string, run keptRun, left, right string) (k *comparedSoFar, reason string, err error) {
	k = &comparedSoFar{path: out + ".unfinished", spans: map[int][2]int64{}}
	defer func() {
		if err != nil {
			err = errors.Join(err, k.close())
		}
	}()
	if _, err := os.Stat(filepath.Dir(out)); err != nil {
		return k, "", fmt.Errorf("there is no folder to write %s into: %w", out, err)
	}
	k.lock = flock.New(k.path, flock.SetPermissions(0o600))
	if ok, err := k.lock.TryLock(); err != nil {
		return k, "", fmt.Errorf("locking %s: %w", k.path, err)
	} else if !ok {
		k.lock = nil
		return k, "", fmt.Errorf("another run is about to write %s: let it end, or take another --out", out)
	}
	if k.file, err = os.OpenFile(k.path, os.O_RDWR|os.O_CREATE, 0o600); err != nil {
		return k, "", err
	}
	info, err := k.file.Stat()
	if err != nil {
		return k, "", err
	}
	head, err := json.Marshal(run)
	if err != nil {
		return k, "", err
	}
	head = append(head, '\n')
	if info.Size() > 0 {
		line, readErr := bufio.NewReader(k.file).ReadBytes('\n')
		var was keptRun
		if readErr != nil || json.Unmarshal(line, &was) != nil {
			was = keptRun{}
		}
		if reason = run.other(was, left, right); reason == "" {
			k.end = int64(len(line))
			if err := k.scan(info.Size()); err != nil {
				return k, "", err
			}
		}
	}
	if k.end == 0 {
		if err := k.file.Truncate(0); err != nil {
			return k, "", fmt.Errorf("beginning %s: %w", k.path, err)
		}
		if _, err := k.file.WriteAt(head, 0); err != nil {
			return k, "", fmt.Errorf("beginning %s: %w", k.path, err)
		}
		k.end = int64(len(head))
	}
	k.before = len(k.spans)
	return k, reason, nil
}

// scan finds the whole frames, up to the first that is not.
func (k *comparedSoFar) scan(size int64) error {
	for {
		var head [frameHead]byte
		if _, err := k.file.ReadAt(head[:], k.end); err != nil {
			break
		}
		stretch, length := int(binary.LittleEndian.Uint32(head[:])), int64(binary.LittleEndian.Uint32(head[4:]))
		if k.end+frameHead+length+frameTail > size {
			break
		}
		frame := make([]byte, frameHead+length+frameTail)
		if _, err := k.file.ReadAt(frame, k.end); err != nil {
			return fmt.Errorf("reading %s: %w", k.path, err)
		}
		said := frame[:frameHead+length]
		if crc32.Checksum(said, castagnoli) != binary.LittleEndian.Uint32(frame[len(said):]) {
			break
		}
		k.spans[stretch] = [2]int64{k.end + frameHead, length}
		k.end += int64(len(frame))
	}
	if err := k.file.Truncate(k.end); err != nil {
		return fmt.Errorf("taking up %s: %w", k.path, err)
	}
	return nil
}

func (k *comparedSoFar) Kept() int { return k.before }

func (k *comparedSoFar) Read(stretch int) ([]byte, error) {
	k.mu.Lock()
	span, ok := k.spans[stretch]
	k.mu.Unlock()
	if !ok {
		return nil, nil
	}
	data := make([]byte, span[1])
	_, err := k.file.ReadAt(data, span[0])
	return data, err
}

func (k *comparedSoFar) Write(stretch int, data []byte) error {
	frame := make([]byte, frameHead, frameHead+len(data)+frameTail)
	binary.LittleEndian.PutUint32(frame, uint32(stretch))
	binary.LittleEndian.PutUint32(frame[4:], uint32(len(data)))
	frame = append(frame, data...)
	frame = binary.LittleEndian.AppendUint32(frame, crc32.Checksum(frame, castagnoli))
	k.mu.Lock()
	defer k.mu.Unlock()
	if _, err := k.file.WriteAt(frame, k.end); err != nil {
		return err
	}
	k.spans[stretch] = [2]int64{k.end + frameHead, int64(len(data))}
	k.end += int64(len(frame))
	return nil
}

// finished takes the file away: the run's result is there.
func (k *comparedSoFar) finished() error {
	return errors.Join(os.Remove(k.path), k.close())
}

func (k *comparedSoFar) close() (err error) {
	if k.file != nil {
		err = k.file.Close()
	}
	if k.lock != nil {
		err = errors.Join(err, k.lock.Unlock())
	}
	return err
}

// atOnce writes a file beside its place and moves it there when it is whole and on disk, so that under its name there is
// never half of it.
func atOnce(ctx context.Context, file string, write func(io.Writer) error) (err error) {
	part := file + ".part"
	f, err := os.OpenFile(part, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(part))
		}
	}()
	w := bufio.NewWriterSize(f, 1<<20)
	err = write(w)
	if err == nil {
		err = w.Flush()
	}
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close(), ctx.Err()); err != nil {
		return fmt.Errorf("writing %s: %w", part, err)
	}
	return os.Rename(part, file)
}
