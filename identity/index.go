package identity

import (
	"slices"
	"sync"
	"sync/atomic"
)

// Index is a set of segments searched as one. The zero value is empty and ready. All methods are safe for
// concurrent use; a search sees the segments that were there when it began.
type Index struct {
	change  sync.Mutex
	current atomic.Pointer[view]
	spare   sync.Pool // *scratch
}

// view is what one search sees. It does not change.
type view struct {
	segments []*Segment // the oldest first
}

func (x *Index) view() *view {
	if v := x.current.Load(); v != nil {
		return v
	}
	return &view{}
}

// Add puts a segment on top: people in it replace those with the same ids below. Many small segments slow a search
// down by the look-ups in each; Compact makes one of them.
func (x *Index) Add(s *Segment) {
	x.change.Lock()
	defer x.change.Unlock()
	x.set(append(slices.Clone(x.view().segments), s))
}

// Replace puts new in the place of old, keeping the order: after [Segment.Without]. A nil new takes old out. It
// reports false when old is not in the index.
func (x *Index) Replace(old, new *Segment) bool {
	x.change.Lock()
	defer x.change.Unlock()
	segments := slices.Clone(x.view().segments)
	i := slices.Index(segments, old)
	if i < 0 {
		return false
	}
	if new == nil {
		segments = slices.Delete(segments, i, i+1)
	} else {
		segments[i] = new
	}
	x.set(segments)
	return true
}

// Remove leaves people out of every segment that holds them, rebuilding those, and returns the pairs of segments
// exchanged, so that stored bytes can be replaced too.
func (x *Index) Remove(ids ...ID) (exchanged [][2]*Segment) {
	x.change.Lock()
	defer x.change.Unlock()
	segments := slices.Clone(x.view().segments)
	for i, s := range segments {
		if without := s.Without(ids...); without != s {
			exchanged = append(exchanged, [2]*Segment{s, without})
			segments[i] = without
		}
	}
	if exchanged != nil {
		x.set(segments)
	}
	return exchanged
}

// Compact replaces all segments by one and returns it. It takes some 50 bytes a person beside both.
func (x *Index) Compact() *Segment {
	x.change.Lock()
	defer x.change.Unlock()
	b := new(Builder)
	for _, s := range x.view().segments {
		for p := range s.People() {
			b.Add(p)
		}
	}
	one := b.Segment()
	x.set([]*Segment{one})
	return one
}

// Segments returns the segments, the oldest first.
func (x *Index) Segments() []*Segment { return slices.Clone(x.view().segments) }

// Len counts the people, each id once. It looks every id up in the later segments; searches do not need it.
func (x *Index) Len() int {
	v := x.view()
	people := 0
	for i, s := range v.segments {
		people += s.Len() - v.hidden(i)
	}
	return people
}

// Person returns the person with an id as the topmost segment has it.
func (x *Index) Person(id ID) (Person, bool) {
	v := x.view()
	for i := len(v.segments) - 1; i >= 0; i-- {
		if p, ok := v.segments[i].Person(id); ok {
			return p, true
		}
	}
	return Person{}, false
}

func (x *Index) set(segments []*Segment) {
	x.current.Store(&view{segments: segments})
}

// hidden counts the people of segment i whom a later segment replaces, by the shorter side.
func (v *view) hidden(i int) int {
	s, later := v.segments[i], v.segments[i+1:]
	if len(later) == 0 {
		return 0
	}
	total := 0
	for _, l := range later {
		total += l.Len()
	}
	n := 0
	if total >= s.Len() {
		for p := range s.Len() {
			if v.replaced(i, s.id(p)) {
				n++
			}
		}
		return n
	}
	seen := map[ID]bool{}
	for _, l := range later {
		for p := range l.Len() {
			id := l.id(p)
			if _, ok := s.find(id); ok && !seen[id] {
				seen[id] = true
				n++
			}
		}
	}
	return n
}

// replaced reports that a later segment than i has a person with this id.
func (v *view) replaced(i int, id ID) bool {
	for _, l := range v.segments[i+1:] {
		if _, ok := l.find(id); ok {
			return true
		}
	}
	return false
}
