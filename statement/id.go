package statement

import (
	"encoding/base32"
	"fmt"
	"io"
	"strings"
	"unicode"
)

// ID names a subject: 80 random bits, so that it tells nothing about the person,
// the list he came in, or how many others there are. It is written as sixteen
// characters of Crockford's base 32 in four groups (7k3f-9qwe-2xnc-h8tm), which
// can be read out on the telephone: no i, l, o or u.
type ID [10]byte

const crockford = "0123456789abcdefghjkmnpqrstvwxyz"

var idText = base32.NewEncoding(crockford).WithPadding(base32.NoPadding)

// NewID draws an id from random (crypto/rand.Reader outside tests).
func NewID(random io.Reader) (ID, error) {
	var id ID
	if _, err := io.ReadFull(random, id[:]); err != nil {
		return ID{}, fmt.Errorf("drawing a subject id: %w", err)
	}
	return id, nil
}

// IsZero reports whether id names nothing.
func (id ID) IsZero() bool { return id == ID{} }

func (id ID) String() string {
	t := idText.EncodeToString(id[:])
	return t[0:4] + "-" + t[4:8] + "-" + t[8:12] + "-" + t[12:16]
}

// MarshalText writes the id as String does; the zero id is empty.
func (id ID) MarshalText() ([]byte, error) {
	if id.IsZero() {
		return nil, nil
	}
	return []byte(id.String()), nil
}

// UnmarshalText reads what MarshalText wrote.
func (id *ID) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*id = ID{}
		return nil
	}
	got, err := ParseID(string(text))
	if err != nil {
		return err
	}
	*id = got
	return nil
}

// UnmarshalBinary reads the ten bytes an id is in canonical bytes. CBOR would take
// a shorter or longer string for ten bytes without a word.
func (id *ID) UnmarshalBinary(b []byte) error {
	if len(b) != len(id) {
		return fmt.Errorf("a subject id has %d bytes, not %d", len(id), len(b))
	}
	copy(id[:], b)
	return nil
}

// ParseID reads a whole id, with or without its hyphens, in either case.
func ParseID(s string) (ID, error) {
	lo, hi, err := ParseIDPrefix(s)
	if err != nil {
		return ID{}, err
	}
	if lo != hi {
		return ID{}, fmt.Errorf("%q is only the beginning of an id: 16 characters are wanted", s)
	}
	return lo, nil
}

// ParseIDPrefix reads the beginning of an id, at least four characters, and
// returns the lowest and highest ids that begin so. As Crockford advises, o is
// read as 0, and i and l as 1.
func ParseIDPrefix(s string) (lo, hi ID, err error) {
	var text strings.Builder
	at := 0
	for _, c := range strings.TrimSpace(s) {
		at++
		switch c = unicode.ToLower(c); {
		case c == '-' || c == ' ':
			continue
		case c == 'o':
			c = '0'
		case c == 'i' || c == 'l':
			c = '1'
		case !strings.ContainsRune(crockford, c):
			return ID{}, ID{}, fmt.Errorf("%q is no subject id: character %d (%q) is not used in ids", s, at, c)
		}
		text.WriteRune(c)
	}
	if text.Len() < 4 || text.Len() > 16 {
		return ID{}, ID{}, fmt.Errorf("%q is no subject id: 4 to 16 letters and digits are wanted, such as 7k3f-9qwe-2xnc-h8tm", s)
	}
	pad := 16 - text.Len()
	if _, err := idText.Decode(lo[:], []byte(text.String()+strings.Repeat("0", pad))); err != nil {
		return ID{}, ID{}, fmt.Errorf("%q is no subject id: %w", s, err)
	}
	if _, err := idText.Decode(hi[:], []byte(text.String()+strings.Repeat("z", pad))); err != nil {
		return ID{}, ID{}, fmt.Errorf("%q is no subject id: %w", s, err)
	}
	return lo, hi, nil
}
