package ledger

import (
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// Sign returns the signed checkpoint of h: a note whose text is the log's name
// (the signer's), the size in decimal and the root in base64, a line each. See
// https://c2sp.org/tlog-checkpoint and https://c2sp.org/signed-note.
func Sign(h Head, signer note.Signer) ([]byte, error) {
	if h.Size == 0 {
		h = EmptyHead()
	}
	text := signer.Name() + "\n" + strconv.FormatInt(h.Size, 10) + "\n" +
		base64.StdEncoding.EncodeToString(h.Root[:]) + "\n"
	signed, err := note.Sign(&note.Note{Text: text}, signer)
	if err != nil {
		return nil, fmt.Errorf("ledger: signing the checkpoint of %d entries: %w", h.Size, err)
	}
	return signed, nil
}

// What may be taken for a checkpoint of a log and is none.
var (
	ErrNoCheckpoint = errors.New("it is no checkpoint: three lines, an empty one and signatures are wanted, as homeward checkpoint prints them")
	ErrOtherLog     = errors.New("it is a checkpoint of another log")
)

// otherLog tells whose log a checkpoint is of.
type otherLog struct{ is, wanted string }

func (e otherLog) Error() string {
	return fmt.Sprintf("it is a checkpoint of %q, not of %q", e.is, e.wanted)
}
func (e otherLog) Is(target error) bool { return target == ErrOtherLog }

// OpenCheckpoint checks a checkpoint's signature and that it is of the verifier's
// log, and returns its head. Signatures of others (witnesses) may stand beside. What
// is no checkpoint is [ErrNoCheckpoint], that of another log [ErrOtherLog].
func OpenCheckpoint(signed []byte, v note.Verifier) (Head, error) {
	n, err := note.Open(signed, note.VerifierList(v))
	var unsigned *note.UnverifiedNoteError
	var forged *note.InvalidSignatureError
	switch {
	case errors.As(err, &unsigned):
		origin, _, malformed := parseCheckpoint(unsigned.Note.Text)
		if malformed != nil {
			return Head{}, fmt.Errorf("%w (%w)", ErrNoCheckpoint, malformed)
		}
		if origin != v.Name() {
			return Head{}, otherLog{is: origin, wanted: v.Name()}
		}
	case err != nil && !errors.As(err, &forged):
		return Head{}, ErrNoCheckpoint
	}
	if err != nil {
		return Head{}, fmt.Errorf("ledger: opening a checkpoint of %q: %w", v.Name(), err)
	}
	origin, h, err := parseCheckpoint(n.Text)
	if err != nil {
		return Head{}, err
	}
	if origin != v.Name() {
		return Head{}, otherLog{is: origin, wanted: v.Name()}
	}
	return h, nil
}

// parseCheckpoint reads the text of a checkpoint. Lines after the third are
// extensions and are covered by the signature only.
func parseCheckpoint(text string) (origin string, h Head, err error) {
	line := strings.Split(text, "\n")
	if len(line) < 4 || line[0] == "" {
		return "", Head{}, fmt.Errorf("ledger: a checkpoint has three lines (name of the log, size, root); this one has %d", len(line)-1)
	}
	h.Size, err = strconv.ParseInt(line[1], 10, 64)
	if err != nil || h.Size < 0 || strconv.FormatInt(h.Size, 10) != line[1] {
		return "", Head{}, fmt.Errorf("ledger: line 2 of a checkpoint is its size, a plain number, not %q", line[1])
	}
	if h.Root, err = parseHash(line[2]); err != nil {
		return "", Head{}, fmt.Errorf("ledger: line 3 of a checkpoint is its root: %w", err)
	}
	return line[0], h, nil
}

// parseHash reads one hash in standard base64, in its only correct spelling.
func parseHash(s string) (tlog.Hash, error) {
	b, err := base64.StdEncoding.Strict().DecodeString(s)
	if err != nil || len(b) != tlog.HashSize || base64.StdEncoding.EncodeToString(b) != s {
		return tlog.Hash{}, fmt.Errorf("%q is not a hash of 32 bytes in base64", s)
	}
	return tlog.Hash(b), nil
}
