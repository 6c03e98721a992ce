package identity

import (
	"cmp"
	"slices"
	"strings"

	"homeward/name"
)

// Query is what is known of the person asked for. Empty fields are not compared. A search finds people by name or
// by number; the other fields only weigh those found.
type Query struct {
	Name      string
	Typing    bool // the last word of Name may be unfinished
	Born      string
	Numbers   []string
	Units     []string
	Places    []string
	Relatives []string
}

// Candidate is a person found. Bits is the sum of the addends of Why in their order.
type Candidate struct {
	ID    ID
	Bits  float64
	Why   []Addend
	Names []string // as written on record
}

// Pair is two people of the index who may be one.
type Pair struct {
	Left, Right ID // Left is the smaller
	Bits        float64
	Why         []Addend
}

// Search returns up to limit people in the order of their scores, the highest first. Between equals those go before whose
// name is on record as it is asked for, then ids decide.
// It takes the same time whether or not anybody is found; a limit below 1 finds nobody.
func (x *Index) Search(q Query, limit int) []Candidate {
	v := x.view()
	c := newScorer(v)
	return x.find(v, c, subjectOf(q), limit, searchBounds)
}

// Like returns up to limit other people of the index who may be p: as Search with everything on record, every
// spelling of the name included.
func (x *Index) Like(p Person, limit int) []Candidate {
	v := x.view()
	return x.like(v, newScorer(v), p, limit, searchBounds)
}

func (x *Index) like(v *view, c *scorer, p Person, limit int, b bounds) []Candidate {
	found := x.find(v, c, subjectOfPerson(p), limit+1, b)
	found = slices.DeleteFunc(found, func(f Candidate) bool { return f.ID == p.ID })
	return found[:min(len(found), max(limit, 0))]
}

// Explain scores one person against a query, whatever a search would find.
func (x *Index) Explain(q Query, id ID) (Candidate, bool) {
	p, ok := x.Person(id)
	if !ok {
		return Candidate{}, false
	}
	c := newScorer(x.view())
	s := subjectOf(q)
	c.seek(s)
	return c.score(s, &p), true
}

func subjectOf(q Query) *subject {
	s := &subject{born: q.Born, numbers: q.Numbers, units: q.Units, places: q.Places}
	if q.Name != "" {
		n := name.Parse(q.Name)
		s.names = []name.Name{n}
		if q.Typing && len(n.Tokens) > 0 {
			last := n.Tokens[len(n.Tokens)-1]
			s.typed = last.Normal
			s.before = name.Parse(q.Name[:min(last.Start, len(q.Name))])
		}
	}
	for _, r := range q.Relatives {
		s.relatives = append(s.relatives, name.Parse(r))
	}
	return s
}

// maxSpellings bounds the spellings of one person that are searched by.
const maxSpellings = 6

func subjectOfPerson(p Person) *subject {
	s := &subject{born: p.Born, numbers: p.Numbers, units: p.Units, places: p.Places}
	for _, n := range p.Names[:min(len(p.Names), maxSpellings)] {
		s.names = append(s.names, name.Parse(n))
	}
	for _, r := range p.Relatives {
		s.relatives = append(s.relatives, name.Parse(r))
	}
	return s
}

// find is the whole search: candidates from every segment, then the full score of the most promising.
func (x *Index) find(v *view, c *scorer, q *subject, limit int, b bounds) []Candidate {
	if limit < 1 {
		return nil
	}
	work, _ := x.spare.Get().(*scratch)
	if work == nil {
		work = new(scratch)
	}
	defer x.spare.Put(work)
	work.see(v)
	b.scored = max(b.scored, 2*limit)
	c.seek(q)
	c.work, c.alike = work, map[string]scoredName{}
	type promising struct {
		segment, number int
		id              ID
		most            float32
	}
	var likely []promising
	best := newTop(b.sure) // of all segments so far
	for i, s := range v.segments {
		for _, r := range c.candidates(i, q, work, b, best.least()) {
			if id := s.id(int(r.person)); !v.replaced(i, id) {
				likely = append(likely, promising{i, int(r.person), id, r.bits})
				best.add(r.bits, 0)
			}
		}
	}
	slices.SortFunc(likely, func(a, b promising) int {
		return cmp.Or(cmp.Compare(b.most, a.most), a.id.Compare(b.id))
	})
	more := q.besides()
	var out []Candidate
	for _, l := range likely {
		if len(out) >= limit && float64(l.most)+more < out[limit-1].Bits {
			break // nobody from here on can be among those to return
		}
		p := v.segments[l.segment].person(l.number)
		found := c.score(q, &p)
		at, _ := slices.BinarySearchFunc(out, found, func(a, b Candidate) int {
			if order := cmp.Compare(b.Bits, a.Bits); order != 0 {
				return order
			}
			if so := q.writtenSo(a); so != q.writtenSo(b) {
				if so {
					return -1
				}
				return 1
			}
			return a.ID.Compare(b.ID)
		})
		out = slices.Insert(out, at, found)
	}
	return out[:min(len(out), limit)]
}

// writtenSo: a name asked for is on record letter by letter.
func (q *subject) writtenSo(c Candidate) bool {
	for _, n := range q.names {
		for _, have := range c.Names {
			if strings.EqualFold(n.Written, have) {
				return true
			}
		}
	}
	return false
}

// besides is what can be added to the sum of name and date of birth: by what the sum does not know of.
func (q *subject) besides() float64 {
	bits := 0.01 // of rounding
	if len(q.units) > 0 {
		bits += unitAgrees
	}
	if len(q.places) > 0 {
		bits += placeAgrees
	}
	if len(q.relatives) > 0 {
		bits += relativeMost
	}
	return bits
}
