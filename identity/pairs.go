package identity

import (
	"cmp"
	"iter"
	"runtime"
	"slices"
	"sync"

	"homeward/name"
)

// Pairs of people within an index. Nobody is searched for: people are put into blocks by what two of them must
// share to be proposed at all, and only those who share a block are compared. They share a number, or the sounds of
// two parts of the name, or the sounds of one and the date of birth or a part of it.

const (
	pairBlock   = 60      // people in a block, at most; the same name and year of birth make a finer one
	pairTerms   = 6       // sounds of one person that make blocks
	pairStretch = 512     // people one goroutine compares at a time
	pairMemory  = 1 << 16 // distances of sounds remembered by a goroutine
	lastInBlock = 1 << 31 //
	pairSlack   = 3.0     // bits that joined parts, forms of a name and learned spellings may bring beyond their sounds
	pairHash    = 31      // bits for the number of a person beside the hash of what he shares
)

// Pairs yields the pairs of people whose score is at least minBits, each pair once, ordered by the first of both (by
// segment and id), with the score the second has when asked for by all that is on record of the first: how common a
// name is counts for the spelling asked by. Blocks of more than sixty people are left out: a name that common, without
// a date or a number, is no reason to propose anybody. The people are compared on all cores; what is held in memory is
// about 230 bytes a person.
func (x *Index) Pairs(minBits float64) iter.Seq[Pair] {
	return func(yield func(Pair) bool) {
		v := x.view()
		p := pairing{view: v, minBits: minBits}
		p.gather()
		p.weighTerms()
		stretches := (len(p.people) + pairStretch - 1) / pairStretch
		results := make([]chan []Pair, stretches)
		for i := range results {
			results[i] = make(chan []Pair, 1)
		}
		stop := make(chan struct{})
		var wait sync.WaitGroup
		next := make(chan int)
		for range min(runtime.GOMAXPROCS(0), max(stretches, 1)) {
			wait.Go(func() {
				c := p.comparer()
				for i := range next {
					results[i] <- c.compare(i*pairStretch, min(i*pairStretch+pairStretch, len(p.people)))
				}
			})
		}
		ahead := make(chan struct{}, 64) // results not yet taken: memory does not grow when the taker is slow
		wait.Go(func() {
			defer close(next)
			for i := range stretches {
				select {
				case ahead <- struct{}{}:
				case <-stop:
					return
				}
				select {
				case next <- i:
				case <-stop:
					return
				}
			}
		})
		defer wait.Wait()
		defer close(stop)
		for i := range results {
			for _, pair := range <-results[i] {
				if !yield(pair) {
					return
				}
			}
			<-ahead
		}
	}
}

// paired is one person as the pairing sees him.
type paired struct {
	segment, number int32
	terms           [pairTerms]uint32 // numbers of his sounds, 1 and up
	born            uint32            // packed; 0 where there is none
	numbers         [2]uint32         // hashes of his first numbers
	besides         besides
}

// besides is what else is on record of a person, as far as it bounds what two of them can have in common: a bit for
// each of 64 kinds of unit and place, and whether relatives are named.
type besides struct {
	units, places uint64
	relatives     bool
}

func besidesOf(p *Person) besides {
	bits := func(words []string) (set uint64) {
		for _, w := range words {
			if n := name.Normal(w); n != "" {
				set |= 1 << (mix(uint64(hash32(n))) & 63)
			}
		}
		return set
	}
	return besides{bits(p.Units), bits(p.Places), len(p.Relatives) > 0}
}

// most is what two can gain at most by units, places and relatives.
func (b *besides) most(o *besides) (bits float64) {
	if b.units&o.units != 0 {
		bits += unitAgrees
	}
	if b.places&o.places != 0 {
		bits += placeAgrees
	}
	if b.relatives && o.relatives {
		bits += relativeMost
	}
	return bits
}

type pairing struct {
	view    *view
	minBits float64
	people  []paired
	terms   []name.Skeleton // by number; the first is empty
	keys    []uint32        // the key of each, as a number
	worth   []float64       // what agreement on each is worth
	order   []uint32        // people, those of a block together
	from    []uint32        // for each person, where his blocks begin in blocks; one more at the end
	blocks  []uint32        // where each begins in order
}

// gather lists the people who are not replaced, and puts them into blocks.
func (p *pairing) gather() {
	p.terms, p.keys = []name.Skeleton{""}, []uint32{0}
	termNo, keyNo := map[name.Skeleton]uint32{}, map[string]uint32{}
	var items []uint64
	add := func(hash uint64) { items = append(items, mix(hash)>>pairHash<<pairHash|uint64(len(p.people))) }
	for i, s := range p.view.segments {
		local := make([]uint32, s.count(sTermAt)) // numbers of the segment's terms among all
		for t := range local {
			skeleton := s.term(t)
			n, ok := termNo[skeleton]
			if !ok {
				n = uint32(len(p.terms))
				termNo[skeleton] = n
				p.terms = append(p.terms, skeleton)
				key := skeleton.Key()
				if _, ok := keyNo[key]; !ok {
					keyNo[key] = uint32(len(keyNo) + 1)
				}
				p.keys = append(p.keys, keyNo[key])
			}
			local[t] = n
		}
		for number := range s.people {
			if p.view.replaced(i, s.id(number)) {
				continue
			}
			one := paired{segment: int32(i), number: int32(number), born: uint32(s.at(sBorn, number))}
			var own []uint32
			for t := range s.eachTerm(number) {
				if t < len(local) && !slices.Contains(own, local[t]) && len(own) < pairTerms {
					own = append(own, local[t])
				}
			}
			copy(one.terms[:], own)
			p.share(&one, add)
			person := s.person(number)
			one.besides = besidesOf(&person)
			for k, n := range person.Numbers {
				if key := numberKey(n); key != "" {
					hash := hash32(key)
					one.numbers[min(k, 1)] = max(hash, 1)
					add(uint64(hash)<<3 | 1)
				}
			}
			p.people = append(p.people, one)
		}
	}
	p.block(sortByHash(items, pairHash))
}

// share adds what a person shares with those he may be: kinds of blocks differ in the lowest three bits.
func (p *pairing) share(one *paired, add func(uint64)) {
	b := bornOf(one.born)
	for i, t := range one.terms {
		if t == 0 {
			break
		}
		key := uint64(p.keys[t])
		if one.born != 0 {
			add(key<<35 | uint64(one.born)<<3 | 2)
			if b.day > 0 {
				add(key<<35 | uint64(b.month*b.day)<<19 | uint64(b.year)<<3 | 3)                  // day and month, either way
				add(key<<35 | uint64(b.month)<<24 | uint64(b.day)<<16 | uint64(b.year%10)<<3 | 4) // another decade
			}
		}
		for _, u := range one.terms[i+1:] {
			if u == 0 || p.keys[u] == p.keys[t] {
				continue
			}
			both := mix(min(key, uint64(p.keys[u]))<<32 | max(key, uint64(p.keys[u])))
			add(both<<3 | 5)
			if one.born != 0 {
				add(mix(both+uint64(b.year))<<3 | 6)
			}
		}
	}
}

// block notes the blocks that are not too large.
func (p *pairing) block(items []uint64) {
	p.from = make([]uint32, len(p.people)+2)
	each := func(do func(people []uint64)) {
		for from := 0; from < len(items); {
			to := from + 1
			for to < len(items) && items[to]>>pairHash == items[from]>>pairHash {
				to++
			}
			if to-from > 1 && to-from <= pairBlock {
				do(items[from:to])
			}
			from = to
		}
	}
	person := func(item uint64) int { return int(item & (1<<pairHash - 1)) }
	each(func(people []uint64) {
		for _, item := range people {
			p.from[person(item)+2]++
		}
	})
	for i := 2; i < len(p.from); i++ {
		p.from[i] += p.from[i-1]
	}
	p.blocks = make([]uint32, p.from[len(p.from)-1])
	each(func(people []uint64) {
		at := uint32(len(p.order))
		for _, item := range people {
			n := person(item)
			p.order = append(p.order, uint32(n))
			p.blocks[p.from[n+1]] = at
			p.from[n+1]++
		}
		p.order[len(p.order)-1] |= lastInBlock
	})
}

// weighTerms finds what agreement on each sound is worth, as a search for it would.
func (p *pairing) weighTerms() {
	p.worth = make([]float64, len(p.terms))
	const stretch = 256
	parallel((len(p.terms)+stretch-1)/stretch, func(i int) {
		c := newScorer(p.view)
		c.asked = map[name.Skeleton]float64{}
		for t := max(i*stretch, 1); t < min(i*stretch+stretch, len(p.terms)); t++ {
			p.worth[t] = c.worthOf(p.terms[t : t+1])
		}
	})
}

// pairComparer compares people; it serves one goroutine.
type pairComparer struct {
	p        *pairing
	c        *scorer
	termNo   map[name.Skeleton]uint32
	met      []uint32 // 1 + the last person compared with each
	distance []struct {
		a, b uint32
		far  float32
	}
}

func (p *pairing) comparer() *pairComparer {
	c := &pairComparer{p: p, c: newScorer(p.view), met: make([]uint32, len(p.people)), termNo: make(map[name.Skeleton]uint32, len(p.terms))}
	for i, t := range p.terms {
		c.termNo[t] = uint32(i)
	}
	c.c.work = new(scratch)
	c.distance = make([]struct {
		a, b uint32
		far  float32
	}, pairMemory)
	return c
}

// compare returns the pairs whose first is one of a stretch of people.
func (c *pairComparer) compare(from, to int) []Pair {
	var out []Pair
	for a := from; a < to; a++ {
		var asked *Person
		var q *subject
		for _, at := range c.p.blocks[c.p.from[a]:c.p.from[a+1]] {
			for ; ; at++ {
				b := int(c.p.order[at] &^ lastInBlock)
				if b > a && c.met[b] != uint32(a+1) {
					c.met[b] = uint32(a + 1)
					if c.could(a, b) {
						if asked == nil {
							one := c.person(a)
							asked, q = &one, subjectOfPerson(one)
							c.ask(q)
						}
						other := c.person(b)
						if pair := c.pair(asked, q, &other); pair.Bits >= c.p.minBits {
							out = append(out, pair)
						}
					}
				}
				if c.p.order[at]&lastInBlock != 0 {
					break
				}
			}
		}
	}
	return out
}

func (c *pairComparer) person(n int) Person {
	one := &c.p.people[n]
	return c.p.view.segments[one.segment].person(int(one.number))
}

// could reports that two may reach the score: each sound of the first at its best, the dates of birth, and what
// else both records hold.
func (c *pairComparer) could(a, b int) bool {
	l, r := &c.p.people[a], &c.p.people[b]
	bits := 0.0
	if l.born != 0 && r.born != 0 {
		_, bits = bornBits(bornOf(l.born), bornOf(r.born))
	} else {
		bits = bornYearRange
	}
	for _, t := range l.terms {
		if t == 0 {
			break
		}
		best := 0.0
		for _, u := range r.terms {
			if u == 0 {
				break
			}
			best = max(best, c.p.worth[t]-c.far(t, u))
		}
		bits += best
	}
	return bits+pairSlack+l.besides.most(&r.besides) >= c.p.minBits || l.terms[0] == 0 || r.terms[0] == 0 || c.sharesNumber(l, r)
}

// sharesNumber: of more than two numbers of a person the last stands for the rest, so that beyond two it may miss.
func (c *pairComparer) sharesNumber(l, r *paired) bool {
	for _, n := range l.numbers {
		if n != 0 && slices.Contains(r.numbers[:], n) {
			return true
		}
	}
	return false
}

func (c *pairComparer) far(a, b uint32) float64 {
	if a == b {
		return 0
	}
	if a > b {
		a, b = b, a
	}
	slot := &c.distance[(a*0x9E3779B1^b*0x85EBCA77)%pairMemory]
	if slot.a != a || slot.b != b {
		slot.a, slot.b = a, b
		slot.far = float32(name.DistanceWithin(c.p.terms[a], c.p.terms[b], 9))
	}
	return float64(slot.far)
}

// ask sets what the names of a subject are worth, as a search by them would.
func (c *pairComparer) ask(q *subject) {
	c.c.alike = map[string]scoredName{}
	c.c.asked = map[name.Skeleton]float64{}
	note := func(readings []name.Skeleton) {
		worth, ok := 0.0, false
		for _, s := range readings {
			if n, known := c.termNo[s]; known && n > 0 && !ok {
				worth, ok = c.p.worth[n], true
			}
		}
		for _, s := range readings {
			if ok {
				c.c.asked[s] = worth
			}
		}
	}
	for _, n := range q.names {
		for _, t := range n.Tokens {
			note(t.Sounds)
		}
		for _, j := range n.Joined() {
			note([]name.Skeleton{j})
		}
	}
	c.c.ask(q)
}

// pair scores two people, the one with the smaller id on the left.
func (c *pairComparer) pair(a *Person, q *subject, b *Person) Pair {
	found := c.c.score(q, b)
	if cmp.Compare(a.ID.Compare(b.ID), 0) <= 0 {
		return Pair{Left: a.ID, Right: b.ID, Bits: found.Bits, Why: found.Why}
	}
	for i, w := range found.Why {
		found.Why[i].Left, found.Why[i].Right = w.Right, w.Left
	}
	return Pair{Left: b.ID, Right: a.ID, Bits: found.Bits, Why: found.Why}
}
