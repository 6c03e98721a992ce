package name

import (
	"bytes"
	"compress/flate"
	_ "embed"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"maps"
	"math"
	"slices"
	"sync"
)

// The learned table: what `homeward names train` wrote from the pairs of seed 1, a fifth of the left sides kept
// out. It holds counts of chunks of letters in context, no names.
//
//go:embed learned.table
var learnedTable []byte

// Learned returns the transducer that comes with the program. It is opened once; all callers share it.
var Learned = sync.OnceValue(func() *Transducer {
	t, err := OpenTransducer(learnedTable)
	if err != nil {
		panic("the learned table in the program is damaged: " + err.Error()) // it is part of the binary: only a wrong build gets here
	}
	return t
})

// ErrTable is returned for bytes that are no learned table of this version.
var ErrTable = errors.New("not a table of learned spellings; make one with: homeward names train")

const tableMagic = "homeward spellings 2\n"

// MarshalBinary writes the table: after its first line, deflated, for each pairing both channels and both
// backgrounds; counts in twelfths of a power of two.
func (t *Transducer) MarshalBinary() ([]byte, error) {
	var raw []byte
	for i := range t.pairings {
		p := &t.pairings[i]
		for _, c := range p.channels() {
			raw = binary.AppendUvarint(raw, uint64(len(c.counts)))
			last := context(0)
			for _, key := range slices.Sorted(maps.Keys(c.counts)) {
				raw = binary.AppendUvarint(raw, uint64(key-last))
				last = key
				raw = binary.AppendUvarint(raw, uint64(len(c.counts[key])))
				before := chunk(0)
				for _, k := range slices.Sorted(maps.Keys(c.counts[key])) {
					raw = binary.AppendUvarint(raw, uint64(k-before))
					before = k
					raw = append(raw, packCount(c.counts[key][k]))
				}
			}
		}
		for k := range p.readings {
			raw = binary.AppendUvarint(raw, packShare(p.readings[k].share))
		}
		raw = binary.AppendUvarint(raw, packShare(p.adoptedShare))
		for _, b := range []*background{&p.from, &p.to, &p.given, &p.adopted} {
			raw = binary.AppendUvarint(raw, uint64(len(b.counts)))
			last := uint32(0)
			for _, key := range slices.Sorted(maps.Keys(b.counts)) {
				raw = binary.AppendUvarint(raw, uint64(key-last))
				last = key
				raw = append(raw, packCount(b.counts[key]))
			}
		}
	}
	out := bytes.NewBufferString(tableMagic)
	w, err := flate.NewWriter(out, flate.BestCompression)
	if err != nil {
		return nil, fmt.Errorf("packing the table of spellings: %w", err)
	}
	if _, err := w.Write(raw); err != nil {
		return nil, fmt.Errorf("packing the table of spellings: %w", err)
	}
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("packing the table of spellings: %w", err)
	}
	return out.Bytes(), nil
}

func packCount(n float32) byte {
	return byte(max(0, min(255, math.Round((math.Log2(float64(n))+3)*12))))
}

func openCount(b byte) float32 { return float32(math.Exp2(float64(b)/12 - 3)) }

// Shares are kept in millionths.
func packShare(s float64) uint64 { return uint64(math.Round(s * 1e6)) }

func openShare(n uint64) float64 { return float64(min(n, 1e6)) / 1e6 }

// channels are those of all readings, there and back.
func (p *pairing) channels() []*channel {
	var out []*channel
	for k := range p.readings {
		out = append(out, &p.readings[k].there, &p.readings[k].back)
	}
	return out
}

// maxTable bounds the unpacked table.
const maxTable = 64 << 20

// OpenTransducer reads what MarshalBinary wrote.
func OpenTransducer(data []byte) (*Transducer, error) {
	rest, ok := bytes.CutPrefix(data, []byte(tableMagic))
	if !ok {
		return nil, ErrTable
	}
	raw, err := io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(rest)), maxTable))
	if err != nil {
		return nil, fmt.Errorf("%w: %v", ErrTable, err)
	}
	r := tableReader{raw: raw}
	t := newTransducer()
	for i := range t.pairings {
		p := &t.pairings[i]
		for _, c := range p.channels() {
			key := uint64(0)
			for range r.number() {
				key += r.number()
				n, at := r.number(), uint64(0)
				m := chunkCounts{}
				for j := uint64(0); j < n && r.err == nil; j++ {
					at += r.number()
					m[chunk(at)] = openCount(r.byte())
				}
				if r.err != nil {
					return nil, r.err
				}
				c.counts[context(key)] = m
			}
		}
		for k := range p.readings {
			p.readings[k].share = openShare(r.number())
		}
		p.adoptedShare = openShare(r.number())
		for _, b := range []*background{&p.from, &p.to, &p.given, &p.adopted} {
			key := uint64(0)
			for range r.number() {
				key += r.number()
				b.counts[uint32(key)] = openCount(r.byte())
				if r.err != nil {
					return nil, r.err
				}
			}
		}
	}
	if r.err != nil || len(r.raw) > 0 {
		return nil, fmt.Errorf("%w: %d bytes are left over", ErrTable, len(r.raw))
	}
	return t, nil
}

type tableReader struct {
	raw []byte
	err error
}

func (r *tableReader) number() uint64 {
	n, size := binary.Uvarint(r.raw)
	if size <= 0 {
		r.raw, r.err = nil, fmt.Errorf("%w: it is cut short", ErrTable)
		return 0
	}
	r.raw = r.raw[size:]
	return n
}

func (r *tableReader) byte() byte {
	if len(r.raw) == 0 {
		r.err = fmt.Errorf("%w: it is cut short", ErrTable)
		return 0
	}
	b := r.raw[0]
	r.raw = r.raw[1:]
	return b
}
