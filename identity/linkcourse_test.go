package identity

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"

	"pgregory.net/rapid"
)

// notebook is a Journal in memory that fails after so many stretches.
type notebook struct {
	mu    sync.Mutex
	kept  map[int][]byte
	after int // writes until it fails; below zero for never
	asked int // stretches compared anew
}

func (n *notebook) Kept() int { return len(n.kept) }

func (n *notebook) Read(stretch int) ([]byte, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.kept[stretch], nil
}

var errFull = errors.New("the notebook is full")

func (n *notebook) Write(stretch int, data []byte) error {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.after == 0 {
		return errFull
	}
	n.after--
	n.asked++
	n.kept[stretch] = slices.Clone(data)
	return nil
}

// TestLinkingGoesOnFromItsJournal: broken off after any number of stretches, linking gives the same answer when it is
// taken up again, and compares only what is left.
func TestLinkingGoesOnFromItsJournal(t *testing.T) {
	left, right := twoLists(3500, 9)
	whole, err := LinkLists(t.Context(), linkColumns, left, right, Course{})
	if err != nil {
		t.Fatal(err)
	}
	stretches := (len(left) + stretch - 1) / stretch
	for kept := range stretches + 1 {
		n := &notebook{kept: map[int][]byte{}, after: kept}
		if _, err := LinkLists(t.Context(), linkColumns, left, right, Course{Journal: n}); kept < stretches && !errors.Is(err, errFull) {
			t.Fatalf("after %d stretches: %v", kept, err)
		}
		n.after, n.asked = -1, 0
		var last int
		again, err := LinkLists(t.Context(), linkColumns, left, right, Course{Journal: n, Tell: func(stage string, done, of int) {
			if stage == "comparing" {
				last = max(last, done)
			}
		}})
		if err != nil || !slices.Equal(again.Links(0), whole.Links(0)) || again.Threshold != whole.Threshold {
			t.Fatalf("taken up after %d stretches: %v, %d links of %d", kept, err, len(again.Links(0)), len(whole.Links(0)))
		}
		if n.asked != stretches-kept || last != stretches {
			t.Errorf("%d stretches were kept, and %d of %d compared anew; the last told was %d", kept, n.asked, stretches, last)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := LinkLists(ctx, linkColumns, left, right, Course{}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

// TestJournalsOfOthersAreRefused: what does not fit the lists is an error, never another answer or a panic.
func TestJournalsOfOthersAreRefused(t *testing.T) {
	good := stretched{pairs: []comparedPair{{0, 3, 0}, {0, 4, 1}, {2, 5, 0}}, codes: []uint64{7, 1 << 40}}
	back, err := stretchOf(good.bytes(), 3, 6)
	if err != nil || !slices.Equal(back.pairs, good.pairs) || !slices.Equal(back.codes, good.codes) {
		t.Errorf("%v, %v", back, err)
	}
	for name, limits := range map[string][2]int{"fewer on the left": {2, 6}, "fewer on the right": {3, 5}} {
		if _, err := stretchOf(good.bytes(), limits[0], limits[1]); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		data := rapid.SliceOf(rapid.Byte()).Draw(t, "bytes")
		s, err := stretchOf(data, 5, 9)
		if err != nil {
			return
		}
		for _, p := range s.pairs {
			if p.left < 0 || p.left >= 5 || p.right < 0 || p.right >= 9 || p.pattern < 0 || int(p.pattern) >= len(s.codes) {
				t.Fatalf("%v of %d codes", p, len(s.codes))
			}
		}
	})
}
