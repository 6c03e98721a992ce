package identity

import (
	"bytes"
	"strings"

	"homeward/name"
)

// ID identifies a person: the random subject id of the bureau.
type ID [10]byte

// Compare orders ids by their bytes.
func (id ID) Compare(other ID) int { return bytes.Compare(id[:], other[:]) }

// Person is what the index holds of a record. All fields but ID may be empty. Strings come back as they went in.
type Person struct {
	ID        ID
	Names     []string // as written, in any script; every spelling on record
	Born      string   // EDTF (ISO 8601-2): 1998-05-17, 1998-05, 1998, 1998~, 1998-05-17?, 1997/1999
	Numbers   []string // service, identity card, prisoner numbers
	Units     []string
	Places    []string
	Relatives []string // names of relatives
}

// worded is the number of fields stored as numbers of words.
const worded = 4

// worded are the fields that are stored as numbers of words in the dictionary, in the order of the format.
func (p *Person) worded() [worded]*[]string {
	return [worded]*[]string{&p.Names, &p.Units, &p.Places, &p.Relatives}
}

// numberKey is a number for comparison: letters and digits only, normal form. "AB 12-34" and "ав1234" with
// look-alike letters agree; an empty key is no number.
func numberKey(number string) string {
	if key, ok := numberKeyASCII(number); ok {
		return key
	}
	normal := strings.Map(func(r rune) rune {
		switch {
		case '0' <= r && r <= '9', r >= 0x80, 'a' <= r && r <= 'z':
			return r
		}
		return -1
	}, name.Normal(number))
	return normal
}

// numberKeyASCII is numberKey of what has no letters but ASCII, which most numbers are.
func numberKeyASCII(number string) (string, bool) {
	key := make([]byte, 0, 24)
	for i := range len(number) {
		switch c := number[i]; {
		case c >= 0x80:
			return "", false
		case '0' <= c && c <= '9', 'a' <= c && c <= 'z':
			key = append(key, c)
		case 'A' <= c && c <= 'Z':
			key = append(key, c|0x20)
		}
	}
	return string(key), true
}

// hash32 is FNV-1a, fixed by the format of segments.
func hash32(s string) uint32 {
	h := uint32(2166136261)
	for i := range len(s) {
		h = (h ^ uint32(s[i])) * 16777619
	}
	return h
}

// wordsOf splits a written string at single spaces. It reports false where joining the words with single spaces
// would not give the string back; such a string is kept whole.
func wordsOf(s string) ([]string, bool) {
	if s == "" || s[0] == ' ' || s[len(s)-1] == ' ' || strings.Contains(s, "  ") {
		return nil, false
	}
	return strings.Split(s, " "), true
}
