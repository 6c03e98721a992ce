package identity

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"slices"
	"sort"
	"strings"

	"homeward/name"
)

// A segment is one slice of bytes, little endian:
//
//	magic, version (8 bytes) · crc32c of all that follows the head (4) · people (4) · number of sections (4) ·
//	section ends (8 each, from the end of the head) · sections
//
// People are numbered in the order of their ids, so that an id is found by bisection. Written words are sorted by
// normal form, so that a prefix is a range. Terms (skeletons) are sorted by key, so that a key is a range.
const (
	magic   = "HWIDX\x00\x00\x01"
	headLen = len(magic) + 12
)

// The sections, in the order of the format.
const (
	sIDs         = iota // 10 bytes a person
	sBorn               // 4 bytes a person: packed date, 0 none, or noted in the record
	sRecordAt           // 4 bytes for each block of people: offset of its first record
	sRecords            // records: length, lists of words
	sWordAt             // 4 bytes a word + 1: offsets
	sWords              // written words
	sWordTerms          // for each word: count, terms
	sWordTermsAt        // 4 bytes a word + 1
	sTermAt             // 4 bytes a term + 1
	sTerms              // skeletons
	sKeyAt              // 4 bytes a key + 1
	sKeys               // keys
	sKeyTerm            // 4 bytes a key + 1: first term
	sPostAt             // 4 bytes a term + 1
	sPosts              // for each term: count, deltas of person numbers
	sNumbers            // 8 bytes a number: hash, person; sorted
	sections
)

// recordBlock is the number of people who share one offset into the records.
const recordBlock = 8

// ErrSegment marks bytes that are not a segment, or a damaged one: rebuild it from the people.
var ErrSegment = errors.New("not a sound search segment")

// Segment is an immutable index of people. It is safe for concurrent use. Build and OpenSegment make one.
type Segment struct {
	data   []byte
	people int
	part   [sections][]byte
	crc    uint32
	both   together

	vocabulary vocabulary
}

// pairs returns the pairs of sounds, laid out when first asked for.
func (s *Segment) pairs() *together {
	s.both.once.Do(func() { s.both.layOut(s) })
	return &s.both
}

// OpenSegment opens the bytes of a segment without copying or parsing them; data must not change afterwards. The
// checksum over all bytes is verified. Errors wrap ErrSegment.
func OpenSegment(data []byte) (*Segment, error) {
	if len(data) < headLen || string(data[:len(magic)]) != magic {
		return nil, fmt.Errorf("opening a segment of %d bytes: unknown beginning or version: %w", len(data), ErrSegment)
	}
	s := &Segment{data: data, crc: binary.LittleEndian.Uint32(data[len(magic):])}
	people := binary.LittleEndian.Uint32(data[len(magic)+4:])
	if n := binary.LittleEndian.Uint32(data[len(magic)+8:]); n != sections {
		return nil, fmt.Errorf("opening a segment: %d sections where this version has %d: %w", n, sections, ErrSegment)
	}
	body := headLen + 8*sections
	if len(data) < body {
		return nil, fmt.Errorf("opening a segment: cut short after %d bytes: %w", len(data), ErrSegment)
	}
	if got := crc32.Checksum(data[headLen:], crc32.MakeTable(crc32.Castagnoli)); got != s.crc {
		return nil, fmt.Errorf("opening a segment: checksum %08x where %08x is recorded: %w", got, s.crc, ErrSegment)
	}
	from := uint64(0)
	for i := range s.part {
		to := binary.LittleEndian.Uint64(data[headLen+8*i:])
		if to < from || to > uint64(len(data)-body) {
			return nil, fmt.Errorf("opening a segment: section %d ends at %d: %w", i, to, ErrSegment)
		}
		s.part[i] = data[body+int(from) : body+int(to)]
		from = to
	}
	if len(s.part[sIDs]) != 10*int(people) || len(s.part[sBorn]) != 4*int(people) {
		return nil, fmt.Errorf("opening a segment: %d people do not fit its sections: %w", people, ErrSegment)
	}
	s.people = int(people)
	return s, nil
}

// Len returns the number of people.
func (s *Segment) Len() int { return s.people }

// Size returns the number of bytes MarshalBinary gives.
func (s *Segment) Size() int { return len(s.data) }

// AppendBinary appends the bytes of the segment to b. The error is always nil.
func (s *Segment) AppendBinary(b []byte) ([]byte, error) { return append(b, s.data...), nil }

// MarshalBinary returns a copy of the bytes of the segment. The error is always nil.
func (s *Segment) MarshalBinary() ([]byte, error) { return s.AppendBinary(nil) }

// Without returns a segment of the people whose ids are not given: built anew, so that no word, number or id of
// those left out stays in its bytes unless another person has the same. It returns s when none of ids is in it.
func (s *Segment) Without(ids ...ID) *Segment {
	out := map[ID]bool{}
	for _, id := range ids {
		if _, ok := s.find(id); ok {
			out[id] = true
		}
	}
	if len(out) == 0 {
		return s
	}
	b := new(Builder)
	for p := range s.People() {
		if !out[p.ID] {
			b.Add(p)
		}
	}
	return b.Segment()
}

// People yields every person in the order of ids.
func (s *Segment) People() func(yield func(Person) bool) {
	return func(yield func(Person) bool) {
		for i := range s.people {
			if !yield(s.person(i)) {
				return
			}
		}
	}
}

// Person returns the person with an id.
func (s *Segment) Person(id ID) (Person, bool) {
	i, ok := s.find(id)
	if !ok {
		return Person{}, false
	}
	return s.person(i), true
}

// The accessors below never trust an offset: bytes that pass the checksum but were made by something else give
// wrong answers, not a panic.

// at returns the i-th 32-bit number of a section, 0 outside.
func (s *Segment) at(section, i int) int {
	b := s.part[section]
	if i < 0 || 4*i+4 > len(b) {
		return 0
	}
	return int(binary.LittleEndian.Uint32(b[4*i:]))
}

// span returns the bytes of item i of a section with its own table of offsets.
func (s *Segment) span(offsets, section, i int) []byte {
	from, to := s.at(offsets, i), s.at(offsets, i+1)
	if b := s.part[section]; from <= to && to <= len(b) {
		return b[from:to]
	}
	return nil
}

// count is the number of items behind a table of offsets.
func (s *Segment) count(offsets int) int { return max(len(s.part[offsets])/4-1, 0) }

func (s *Segment) id(i int) (id ID) {
	if b := s.part[sIDs]; i >= 0 && 10*i+10 <= len(b) {
		copy(id[:], b[10*i:])
	}
	return id
}

// find returns the number of the person with an id.
func (s *Segment) find(id ID) (int, bool) {
	i := sort.Search(s.people, func(i int) bool { return s.id(i).Compare(id) >= 0 })
	return i, i < s.people && s.id(i) == id
}

func (s *Segment) word(i int) string        { return string(s.span(sWordAt, sWords, i)) }
func (s *Segment) term(i int) name.Skeleton { return name.Skeleton(s.span(sTermAt, sTerms, i)) }
func (s *Segment) wordTerms(i int) *varints { return &varints{s.span(sWordTermsAt, sWordTerms, i)} }
func (s *Segment) posts(term int) *varints  { return &varints{s.span(sPostAt, sPosts, term)} }

// bearers is the number of people with a term.
func (s *Segment) bearers(term int) int {
	n, ok := s.posts(term).next()
	if !ok {
		return 0
	}
	return min(n, s.people)
}

// findTerm returns the number of a skeleton.
func (s *Segment) findTerm(skeleton name.Skeleton) (int, bool) {
	key, ok := s.findKey(skeleton.Key())
	if !ok {
		return 0, false
	}
	from, to := s.keyTerms(key)
	i := from + sort.Search(to-from, func(i int) bool { return s.term(from+i) >= skeleton })
	return i, i < to && s.term(i) == skeleton
}

// findKey returns the number of a key.
func (s *Segment) findKey(key string) (int, bool) {
	n := s.count(sKeyAt)
	i := sort.Search(n, func(i int) bool { return string(s.span(sKeyAt, sKeys, i)) >= key })
	return i, i < n && string(s.span(sKeyAt, sKeys, i)) == key
}

// keyTerms returns the range of terms with a key.
func (s *Segment) keyTerms(key int) (from, to int) {
	from, to = s.at(sKeyTerm, key), s.at(sKeyTerm, key+1)
	if n := s.count(sTermAt); from > to || to > n {
		return 0, 0
	}
	return from, to
}

// record returns the lists of a person's record.
func (s *Segment) record(i int) *varints {
	v := &varints{nil}
	from := s.at(sRecordAt, i/recordBlock)
	if b := s.part[sRecords]; from <= len(b) {
		v.b = b[from:]
	}
	for skip := i % recordBlock; ; skip-- {
		n, ok := v.next()
		if !ok || n > len(v.b) {
			return &varints{nil}
		}
		if skip == 0 {
			return &varints{v.b[:n]}
		}
		v.b = v.b[n:]
	}
}

// strings reads one list of a record: count, then for each string its number of words, 0 for a whole.
func (s *Segment) strings(v *varints) []string {
	n, ok := v.next()
	if !ok || n == 0 || n > len(v.b) {
		return nil
	}
	out := make([]string, 0, n)
	for range n {
		words, ok := v.next()
		if !ok || words > len(v.b) {
			return out
		}
		if words <= 1 {
			w, _ := v.next()
			out = append(out, s.word(w))
			continue
		}
		var b strings.Builder
		for k := range words {
			if k > 0 {
				b.WriteByte(' ')
			}
			w, _ := v.next()
			b.Write(s.span(sWordAt, sWords, w))
		}
		out = append(out, b.String())
	}
	return out
}

// person reads a whole record.
func (s *Segment) person(i int) Person {
	p := Person{ID: s.id(i)}
	v := s.record(i)
	for _, list := range p.worded() {
		*list = s.strings(v)
	}
	p.Numbers = v.texts()
	p.Born = unpackBorn(uint32(s.at(sBorn, i)))
	if other := v.texts(); len(other) == 1 {
		p.Born = other[0]
	}
	return p
}

// packBorn fits a plain date of year, month and day into 4 bytes; other EDTF stays as written in the record.
func packBorn(s string) (uint32, bool) {
	if s == "" {
		return 0, true
	}
	b, ok := parseBorn(s)
	if !ok || b.loose {
		return 0, false
	}
	packed := uint32(b.year)<<9 | uint32(b.month)<<5 | uint32(b.day)
	return packed, unpackBorn(packed) == s
}

func unpackBorn(packed uint32) string {
	year, month, day := packed>>9, packed>>5&15, packed&31
	switch {
	case packed == 0:
		return ""
	case month == 0:
		return fmt.Sprintf("%04d", year)
	case day == 0:
		return fmt.Sprintf("%04d-%02d", year, month)
	}
	return fmt.Sprintf("%04d-%02d-%02d", year, month, day)
}

// varints reads unsigned varints until its bytes end.
type varints struct{ b []byte }

func (v *varints) next() (int, bool) {
	if len(v.b) > 0 && v.b[0] < 0x80 {
		n := int(v.b[0])
		v.b = v.b[1:]
		return n, true
	}
	n, size := binary.Uvarint(v.b)
	if size <= 0 || n > 1<<31 {
		v.b = nil
		return 0, false
	}
	v.b = v.b[size:]
	return int(n), true
}

// texts reads a list of strings kept as they are: count, then length and bytes of each.
func (v *varints) texts() []string {
	n, ok := v.next()
	if !ok || n == 0 || n > len(v.b) {
		return nil
	}
	out := make([]string, 0, n)
	for range n {
		size, ok := v.next()
		if !ok || size > len(v.b) {
			v.b = nil
			return out
		}
		out = append(out, string(v.b[:size]))
		v.b = v.b[size:]
	}
	return out
}

// numbered yields the people with a number of this hash.
func (s *Segment) numbered(hash uint32) []int {
	b := s.part[sNumbers]
	n := len(b) / 8
	i := sort.Search(n, func(i int) bool { return binary.LittleEndian.Uint32(b[8*i:]) >= hash })
	var out []int
	for ; i < n && binary.LittleEndian.Uint32(b[8*i:]) == hash; i++ {
		if p := int(binary.LittleEndian.Uint32(b[8*i+4:])); p < s.people {
			out = append(out, p)
		}
	}
	return slices.Compact(out)
}
