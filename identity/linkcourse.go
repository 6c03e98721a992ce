package identity

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
)

// Course is how linking goes on, apart from what comes out. Its zero value tells nobody and keeps nothing.
type Course struct {
	// Tell hears the stages, from one goroutine at a time; it may be nil.
	Tell func(stage string, done, of int)
	// Journal keeps what has been compared; it may be nil.
	Journal Journal
}

// Journal keeps what comparing brought, stretch by stretch, so that linking that was broken off goes on from there. It
// holds where records stand and how far their columns agree, no values. What one linking kept is of use only to the
// same linking: the same lists, columns and program. Several goroutines use it at once.
type Journal interface {
	Kept() int                        // stretches kept by an earlier run
	Read(stretch int) ([]byte, error) // nil where it is not kept
	Write(stretch int, data []byte) error
}

// stretched is what comparing the left records of one stretch brought. The patterns of its pairs count in its codes.
type stretched struct {
	pairs []comparedPair
	codes []uint64
}

var errKept = errors.New("what was kept of comparing does not fit these lists")

// bytes writes a stretch: its codes, then for each left record its pairs.
func (s *stretched) bytes() []byte {
	b := binary.AppendUvarint(make([]byte, 0, 8+8*len(s.codes)+6*len(s.pairs)), uint64(len(s.codes)))
	for _, code := range s.codes {
		b = binary.AppendUvarint(b, code)
	}
	b = binary.AppendUvarint(b, uint64(len(s.pairs)))
	last := int32(0)
	for _, p := range s.pairs {
		b = binary.AppendUvarint(b, uint64(p.left-last))
		b = binary.AppendUvarint(b, uint64(p.right))
		b = binary.AppendUvarint(b, uint64(p.pattern))
		last = p.left
	}
	return b
}

// stretchOf reads what bytes wrote of left records up to but not including one, and right records below another.
func stretchOf(b []byte, left, right int) (s stretched, err error) {
	next := func(most uint64) uint64 {
		v, n := binary.Uvarint(b)
		if n <= 0 || v > most {
			err = errKept
			return 0
		}
		b = b[n:]
		return v
	}
	codes := next(uint64(len(b)))
	for range codes {
		s.codes = append(s.codes, next(1<<64-1))
	}
	pairs := next(uint64(len(b)))
	if codes == 0 && pairs > 0 || right == 0 {
		return stretched{}, errKept
	}
	s.pairs = make([]comparedPair, 0, pairs)
	last := uint64(0)
	for range pairs {
		last += next(uint64(left))
		p := comparedPair{int32(last), int32(next(uint64(right) - 1)), int32(next(codes - 1))}
		if last >= uint64(left) || err != nil {
			return stretched{}, errKept
		}
		s.pairs = append(s.pairs, p)
	}
	if len(b) > 0 || err != nil {
		return stretched{}, errKept
	}
	return s, nil
}

// underWay is a Course on its way.
type underWay struct {
	ctx     context.Context
	tell    func(stage string, done, of int)
	journal Journal
	failed  atomic.Pointer[error] // the first error; what is left is not begun
}

func (c Course) begin(ctx context.Context) *underWay {
	var hearing sync.Mutex
	return &underWay{ctx: ctx, journal: c.Journal, tell: func(stage string, done, of int) {
		if c.Tell != nil {
			hearing.Lock()
			defer hearing.Unlock()
			c.Tell(stage, done, of)
		}
	}}
}

// err is why linking is to stop.
func (c *underWay) err() error {
	if err := c.failed.Load(); err != nil {
		return *err
	}
	return c.ctx.Err()
}

// stretch reads what is kept of a stretch, or compares it and keeps that.
func (c *underWay) stretch(i, left, right int, compare func() stretched) (out stretched) {
	if c.err() != nil {
		return
	}
	fail := func(what string, err error) {
		err = fmt.Errorf("%s of stretch %d: %w", what, i, err)
		c.failed.CompareAndSwap(nil, &err)
	}
	if c.journal == nil {
		return compare()
	}
	data, err := c.journal.Read(i)
	if err == nil && data != nil {
		out, err = stretchOf(data, left, right)
	}
	if err != nil {
		fail("reading what was kept", err)
	} else if data == nil {
		out = compare()
		if err := c.journal.Write(i, out.bytes()); err != nil {
			fail("keeping what was compared", err)
		}
	}
	return out
}
